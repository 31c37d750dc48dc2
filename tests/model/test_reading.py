"""Reading: what people's sheets mean, whatever they did to them."""

import unicodedata

import pytest

from sheetsync.catalog import builtin
from sheetsync.errors import MetaTabGone, NewerThanThis, NotAMap
from sheetsync.model.grid import Grid
from sheetsync.model.journey import FieldRef
from sheetsync.model.places import Reading
from sheetsync.model.reading import read_map, read_meta
from tests.tables import grid, meta

TYPE = builtin().load("customer-journey")

STAGES = """
    _id | order | title | goal | owner | kpi
    . | Giai đoạn
    . | Thứ tự | Tên giai đoạn | Mục tiêu của thương hiệu | Người phụ trách | Chỉ số
    awareness | #1 | Nhận thức
    consideration | #2 | Cân nhắc
    conversion | #3 | Chuyển đổi
    retention | #4 | Giữ chân
    loyalty | #5 | Lòng trung thành với thương hiệu
"""

MAP = """
    _id | _stage | stage | action | thought | touchpoint | gap
    . | . | Phòng tập
    . | . | Giai đoạn | Hoạt động | Suy nghĩ | Cuộc gặp gỡ | Thiếu điểm tiếp xúc
    a1 | awareness | Nhận thức | Đọc đánh giá / So sánh | Có đáng tiền không? | Quảng cáo |
    b1 | consideration | Cân nhắc | Xem trang giá | | |
    c1 | conversion | Chuyển đổi
"""


def read(table: str = MAP, stages: str = STAGES, *more: Grid, **options: object) -> Reading:
    grids = (grid("Bản đồ", table), grid("Giai đoạn", stages), *more, meta(**options))  # type: ignore[arg-type]
    return read_map(grids, read_meta(grids, "test.xlsx"), TYPE)


def steps(reading: Reading) -> list[tuple[str, str | None, str]]:
    return [(record.id, record.stage, record.values.get("action", "")) for record in reading.map.main.records]


def codes(reading: Reading) -> list[str]:
    """Problems of the map itself; the small workbooks here have no supporting tabs."""
    return [problem.code + ("." + problem.variant if problem.variant else "") for problem in reading.problems if problem.variant != "tab"]


def test_reads_steps_by_keys_and_leaves_empty_slots_out():
    reading = read()
    assert steps(reading) == [("a1", "awareness", "Đọc đánh giá\nSo sánh"), ("b1", "consideration", "Xem trang giá")]
    assert codes(reading) == []
    assert reading.map.main.records[0].values["touchpoint"] == "Quảng cáo"


def test_tells_todays_cell_of_every_address():
    reading = read()
    assert reading.cell(FieldRef("map", step="a1", field="gap")) == ("Bản đồ", 3, 6)
    assert reading.cell(FieldRef("map", step="b1")) == ("Bản đồ", 4, 3)
    assert reading.cell(FieldRef("map", stage="conversion")) == ("Bản đồ", 5, 2)
    assert reading.cell(FieldRef("map", field="thought")) == ("Bản đồ", 2, 4)
    assert reading.cell(FieldRef("map", step="c1", field="gap")) == ("Bản đồ", 5, 6)
    assert reading.cell(FieldRef("map", step="gone", field="gap")) is None


def test_a_renamed_heading_is_only_told():
    reading = read(MAP.replace("| Suy nghĩ |", "| Họ nghĩ |"))
    (problem,) = [problem for problem in reading.problems if problem.code == "header-tampered"]
    assert (problem.variant, problem.severity, problem.facts["found"]) == ("renamed", "info", "Họ nghĩ")
    assert reading.map.main.records[0].values["thought"] == "Có đáng tiền không?"


def test_finds_columns_by_headings_when_the_hidden_keys_are_gone():
    without = MAP.replace("_id | _stage | stage | action | thought | touchpoint | gap", ". | . | .")
    reading = read(without)
    assert [record.values for record in reading.map.main.records] == [record.values for record in read().map.main.records]
    assert [record.stage for record in reading.map.main.records] == ["awareness", "consideration"]


def test_says_which_column_can_not_be_found():
    lines = [line.rsplit("|", 1)[0] for line in MAP.strip().splitlines()]
    reading = read("\n".join(lines))
    assert [(problem.code, problem.ref) for problem in reading.problems if problem.variant != "tab"] == [
        ("lane-missing", FieldRef("map", field="gap"))
    ]


def test_two_columns_that_claim_one_field_are_an_error_and_the_first_counts():
    table = "\n".join(line + " | " + extra for line, extra in zip(MAP.strip().splitlines(), ["action", "", "Copy", "khác", "", ""], strict=True))
    reading = read(table)
    (problem,) = [problem for problem in reading.problems if problem.code == "header-tampered"]
    assert (problem.variant, problem.severity) == ("duplicate", "error")
    assert steps(reading)[0][2] == "Đọc đánh giá\nSo sánh"


def test_rows_may_stand_in_any_order_and_stages_keep_theirs():
    lines = MAP.strip().splitlines()
    reading = read("\n".join([*lines[:3], lines[4], lines[3], lines[5]]))
    assert steps(reading) == steps(read())


def test_a_typed_row_without_id_gets_a_lasting_one_and_nobody_is_told():
    row = "    . | . | Nhận thức | Hỏi bạn bè"
    first, again = read(MAP + row), read(MAP + row)
    assert codes(first) == []
    assert steps(first)[1][1:] == ("awareness", "Hỏi bạn bè")
    assert steps(first) == steps(again)
    assert steps(first)[1][0] not in {"", "a1", "b1", "c1"}


def test_a_copied_id_stays_with_the_first_row():
    reading = read(MAP + "    a1 | awareness | Nhận thức | Bản sao")
    ids = [record.id for record in reading.map.main.records]
    assert ids[0] == "a1"
    assert len(set(ids)) == 3
    (problem,) = reading_problems(reading, "row-id-broken")
    assert (problem.variant, problem.severity) == ("copied", "info")


def reading_problems(reading: Reading, code: str):
    return [problem for problem in reading.problems if problem.code == code]


def test_choosing_another_stage_moves_the_step():
    reading = read(MAP.replace("b1 | consideration | Cân nhắc", "b1 | consideration | Giữ chân"))
    assert steps(reading)[1] == ("b1", "retention", "Xem trang giá")


@pytest.mark.parametrize("label", ["cân nhắc", "Consideration", "Sự xem xét", unicodedata.normalize("NFD", "Cân nhắc")])
def test_a_stage_is_known_by_other_names_and_spellings(label: str):
    reading = read(MAP + f"    . | . | {label} | Gọi điện")
    assert steps(reading)[-1][1] == "consideration"
    assert codes(reading) == []


def test_a_label_that_fits_nothing_names_the_nearest_stage_and_keeps_the_text():
    reading = read(MAP + "    . | . | Cân nhăcs | Gọi điện")
    (problem,) = reading_problems(reading, "stage-unknown")
    assert (problem.variant, problem.facts) == ("near", {"label": "Cân nhăcs", "nearest": "Cân nhắc"})
    assert steps(reading)[-1][1:] == (None, "Gọi điện")


def test_a_step_without_any_stage_is_an_honest_problem():
    reading = read(MAP + "    . | . | . | Gọi điện")
    assert codes(reading) == ["stage-unknown.blank"]


def test_a_stage_is_renamed_on_the_stages_tab():
    reading = read(stages=STAGES.replace("Giữ chân", "Gắn bó"))
    assert [stage.title for stage in reading.map.main.stages][3] == "Gắn bó"
    assert codes(reading) == []


def test_a_stage_is_renamed_in_the_map_when_every_step_of_it_says_so():
    reading = read(MAP.replace("| Cân nhắc |", "| Tìm hiểu kỹ |"))
    assert [stage.title for stage in reading.map.main.stages][1] == "Tìm hiểu kỹ"
    assert steps(reading)[1][1] == "consideration"
    assert codes(reading) == []


def test_one_step_of_several_with_a_strange_label_is_no_rename():
    reading = read(MAP + "    b2 | consideration | Tìm hiểu kỹ | Gọi điện")
    assert [stage.title for stage in reading.map.main.stages][1] == "Cân nhắc"
    assert codes(reading) == ["stage-unknown"]
    assert steps(reading)[2] == ("b2", "consideration", "Gọi điện")


def test_merged_stage_labels_count_for_all_rows_they_cover():
    table = MAP + "    . | . | . | Nếm thử"
    grids = (grid("Bản đồ", table, merges=((5, 2, 6, 2),)), grid("Giai đoạn", STAGES), meta())
    reading = read_map(grids, read_meta(grids, "x"), TYPE)
    assert steps(reading)[-1][1] == "conversion"


def test_text_in_nfd_reads_like_text_in_nfc():
    spread = unicodedata.normalize("NFD", MAP)
    assert read(spread).map == read().map


def test_values_of_a_stage_without_a_title_are_told_and_not_passed_over():
    reading = read(stages=STAGES + "    . | #6 | . | Mục tiêu mồ côi")
    (problem,) = reading_problems(reading, "stage-unknown")
    assert (problem.variant, problem.cell) == ("untitled", ("Giai đoạn", 8, 2))
    assert codes(read(stages=STAGES + "    . | #6")) == []


def test_missing_stage_and_wrong_order_are_problems():
    reading = read(stages="\n".join(line for line in STAGES.splitlines() if "retention" not in line).replace("#1", "#9"))
    assert codes(reading) == ["stage-missing", "stage-order"]


def test_formulas_read_as_shown_and_errors_are_named():
    reading = read(MAP.replace("Xem trang giá", "=Xem giá").replace("Quảng cáo", "#REF!"))
    assert steps(reading)[1][2] == "Xem giá"
    assert reading.formulas == {FieldRef("map", step="b1", field="action")}
    assert codes(reading) == ["cell-error"]


def test_a_copied_tab_is_named_and_the_original_counts():
    reading = read(MAP, STAGES, grid("Bản đồ (2)", MAP.replace("Đọc", "Xem")))
    assert steps(reading) == steps(read())
    assert "tab-duplicate" in codes(reading)


def test_a_workbook_without_our_tab_is_no_map():
    with pytest.raises(NotAMap, match="no hidden tab"):
        read_meta((grid("Sheet1", "a | b"),), "x.xlsx")


def test_a_map_whose_hidden_tab_was_deleted_is_not_sent_to_be_adopted():
    with pytest.raises(MetaTabGone, match=r"lost its hidden tab _sheetsync.*Undo its deletion"):
        read_meta((grid("Bản đồ", MAP), grid("Giai đoạn", STAGES)), "x.xlsx")


def test_newer_formats_and_types_are_refused_with_what_to_do():
    newer = Grid("_sheetsync", {**meta().cells, (4, 1): "2"})
    with pytest.raises(NewerThanThis, match="pip install"):
        read_meta((newer,), "x.xlsx")
    with pytest.raises(NewerThanThis, match="map type customer-journey 9"):
        read(version=9)
