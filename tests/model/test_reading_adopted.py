"""Reading a tab that people made: by the headings it had when it was adopted, wherever they stand now, and never by guessing."""

from sheetsync.catalog import builtin
from sheetsync.model.grid import Grid
from sheetsync.model.places import Reading
from sheetsync.model.reading import read_map, read_meta
from sheetsync.model.tabs import ignored
from tests.tables import grid

TYPE = builtin().load("customer-journey")
META = """
    map          | m1
    type         | customer-journey
    type_version | 1
    language     | vi
    format       | 1
    stage        | awareness     | 1. Biết đến
    stage        | consideration | 2. So sánh
    tab          | map | Của nhóm
    heading      | map | stage   | Chặng
    heading      | map | action  | Khách làm
    heading      | map | _ignore | Điểm chạm
    heading      | map | thought | Khách nghĩ
    """
STAGES = grid(
    "Giai đoạn",
    """
    _id           | order | title
    awareness     | 1     | 1. Biết đến
    consideration | 2     | 2. So sánh
    """,
)
TABLE = """
    Bản đồ của nhóm
    Chặng       | Khách làm | Điểm chạm | Khách nghĩ  | _id | _stage
    1. Biết đến | Tìm quán  | bỏ qua    | Gần không?  | a1  | awareness
    .           | Hỏi bạn   | .         | Ngon không? | a2  | awareness
    2. So sánh  | Xem giá   | .         | Đắt không?  | a3  | consideration
    Tổng        | 3 bước    | .         | .           | {mark}
    """.replace("{mark}", ignored({1: "3 bước"}, [1, 3]))


def read(table: str = TABLE, *others: Grid, title: str = "Của nhóm") -> Reading:
    return meaning(grid(title, table), *others, grid("_sheetsync", META))


def meaning(*grids: Grid) -> Reading:
    whole = (*grids, STAGES)
    return read_map(whole, read_meta(whole, "x"), TYPE)


def steps(reading: Reading) -> list[tuple[str | None, str, str, str]]:
    records = reading.map.main.records
    return [(record.stage, record.id, record.values.get("action", ""), record.values.get("thought", "")) for record in records]


WHOLE = [
    ("awareness", "a1", "Tìm quán", "Gần không?"),
    ("awareness", "a2", "Hỏi bạn", "Ngon không?"),
    ("consideration", "a3", "Xem giá", "Đắt không?"),
]


def told(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(problem.code, problem.variant, problem.severity) for problem in reading.problems if problem.ref.tab == "map"]


def test_learned_headings_say_which_field_is_which_and_strangers_stay_out():
    reading = read()
    assert steps(reading) == WHOLE
    assert all("touchpoint" not in record.values for record in reading.map.main.records)
    assert [entry for entry in told(reading) if entry[2] != "info" and entry[0] != "stage-missing"] == []


def test_a_field_that_never_had_a_place_is_a_hint_and_one_that_lost_it_an_error():
    lost = read(TABLE.replace("Khách nghĩ ", ".").replace("Gần không? ", ".").replace("Ngon không?", ".").replace("Đắt không? ", "."))
    by_field = {problem.ref.field: (problem.variant, problem.severity) for problem in lost.problems if problem.code == "lane-missing"}
    assert by_field["gap"] == ("never", "info")
    assert by_field["thought"] == ("", None)


def test_a_heading_renamed_in_its_place_is_still_known():
    reading = read(TABLE.replace("Khách làm", "Việc của khách"))
    assert steps(reading) == WHOLE
    assert ("header-tampered", "renamed", "warning") in told(reading)


def test_a_new_column_elsewhere_is_not_taken_for_one_that_is_gone():
    reading = read(
        """
        Kênh     | Chặng       | Điểm chạm | Khách nghĩ  | _id | _stage
        web      | 1. Biết đến | bỏ qua    | Gần không?  | a1  | awareness
        """
    )
    assert steps(reading) == [("awareness", "a1", "", "Gần không?")]
    assert ("lane-missing", "", None) in told(reading)


def test_headings_over_two_lines_are_known_by_the_nearest():
    table = """
        Chặng       | Khách     | .         | .           | .   | .
        .           | Khách làm | Điểm chạm | Khách nghĩ  | _id | _stage
        1. Biết đến | Tìm quán  | .         | Gần không?  | a1  | awareness
        """
    assert steps(read(table)) == WHOLE[:1]


def test_a_table_may_run_across():
    turned = {(column, row): value for (row, column), value in grid("Của nhóm", TABLE).cells.items()}
    assert steps(meaning(Grid("Của nhóm", turned), grid("_sheetsync", META))) == WHOLE


def test_a_tab_renamed_is_found_by_its_keys():
    assert steps(read(title="Bản đồ 2027")) == WHOLE


def test_a_label_counts_for_the_lines_right_behind_it_but_not_past_a_gap():
    reading = read(
        """
        Chặng       | Khách làm | Điểm chạm | Khách nghĩ | _id | _stage
        1. Biết đến | Tìm quán  | .         | .          | a1  | awareness
        .           | mới
        .
        .           | lạc
        """
    )
    assert [(stage, action) for stage, _, action, _ in steps(reading)] == [("awareness", "Tìm quán"), ("awareness", "mới"), (None, "lạc")]


def test_a_line_that_was_no_step_is_looked_at_anew_when_somebody_changes_it():
    reading = read(TABLE.replace("3 bước", "Gọi điện").replace("Tổng ", ". "))
    assert [(stage, action) for stage, _, action, _ in steps(reading)][3:] == [(None, "Gọi điện")]
    assert ("stage-unknown", "blank", None) in told(reading)


def test_a_tab_like_ours_without_keys_is_people_s_own():
    other = grid("Bản đồ", "Giai đoạn | Hoạt động | Suy nghĩ | Điểm chạm\nNhận thức | cũ | cũ | cũ")
    reading = read(TABLE, other)
    assert steps(reading) == WHOLE
    assert "tab-duplicate" not in {problem.code for problem in reading.problems}
