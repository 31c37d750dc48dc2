"""Layout: what a workbook looks like before anybody opens it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sheetsync.catalog import builtin
from sheetsync.model.anatomy import CURVE_TAB, META_TAB
from sheetsync.model.design import Area, DesignCell, Dropdown, Highlight, TabDesign, WorkbookDesign
from sheetsync.model.grid import CellRef, column_letters
from sheetsync.model.identity import slot_id
from sheetsync.model.journey import JourneyMap, Record, Stage, Tab
from sheetsync.model.layout import FindingRow, curve_values, design_workbook, initial_stages, to_cell, to_complete_rows
from sheetsync.model.layout.fit import TALLEST, row_height, text_width
from sheetsync.model.layout.page import source_line
from sheetsync.model.maptype import Choice, Field, MapType, StageType, TabType
from sheetsync.model.skips import RowKey
from sheetsync.model.words import LANGUAGES, Language, Text
from tests.model.filled import empty_map, filled_map

CATALOG = builtin()
EVERY = [(key, language) for key in CATALOG.keys() for language in LANGUAGES]  # noqa: SIM118  (a catalogue is no mapping)

MOOD = Field(
    "emotion", "emotion", "choice", Text("Cảm xúc", "Emotion"), Text("Khách thấy thế nào?", "How do they feel?"),
    choices=(
        Choice("annoyed", Text("Bực tức", "Annoyed"), score=-2),
        Choice("fine", Text("Bình thường", "Fine"), score=0),
        Choice("glad", Text("Hài lòng", "Glad"), score=1),
    ),
    source="S1:4",
)  # fmt: skip
ACTION = Field("action", "action", "list", Text("Hoạt động", "Activities"), Text("Khách đang làm gì?", "What are they doing?"), source="S3:35")
RATING = Field("rating", "rating", "number", Text("Điểm", "Rating"), Text("Từ 1 đến 10", "From 1 to 10"), minimum=1, maximum=10)
WHEN = Field("date", "date", "date", Text("Ngày", "Date"), Text("Khi nào?", "When?"))
DONE = Field("done", "status", "boolean", Text("Xong", "Done"), Text("Đã xong chưa?", "Is it done?"))
WHERE = Field("stage", "stage", "stage", Text("Ở giai đoạn", "In stage"), Text("Giai đoạn nào?", "Which stage?"))
SMALL = MapType(
    key="small", version=3, title=Text("Bản đồ nhỏ", "Small map"), summary=Text("Để thử.", "To try things."), profile="strict", source="S3",
    policy="fixed", about=(WHEN,), stage_fields=(Field("goal", "goal", "text", Text("Mục tiêu", "Goal"), Text("Để làm gì?", "What for?")),),
    stages=(
        StageType("know", Text("Biết", "Know"), Text("Nghe tên", "Hear the name"), goal=Text("Được biết đến", "Be known")),
        StageType("buy", Text("Mua", "Buy"), Text("Trả tiền", "Pay")),
    ),
    tabs=(
        TabType("map", Text("Bản đồ", "Map"), Text("Mỗi dòng một bước.", "One step a row."), Text("bước", "step"), "down", 2, (ACTION, MOOD)),
        TabType("changes", Text("Thay đổi", "Changes"), Text("Việc sẽ làm.", "To do."), Text("việc", "change"), "down", 3, (WHERE, DONE, RATING)),
    ),
)  # fmt: skip
ACROSS = replace(SMALL, tabs=(SMALL.tabs[0]._replace(axis="across"), SMALL.tabs[1]))


def small(*records: Record, stages: tuple[Stage, ...] = (), **values: str) -> JourneyMap:
    return JourneyMap("m1", "small", 3, "Phòng tập", "vi", values, {"map": Tab(stages or initial_stages(SMALL, "vi"), records)})


def tab(design: WorkbookDesign, key: str) -> TabDesign:
    return next(tab for tab in design.tabs if tab.key == key)


def line(tab: TabDesign, row: int) -> list[str]:
    return [tab.cells[row, column].value if (row, column) in tab.cells else "" for column in range(max(column for _, column in tab.cells) + 1)]


def column(tab: TabDesign, number: int) -> list[str]:
    return [tab.cells[row, number].value if (row, number) in tab.cells else "" for row in range(max(row for row, _ in tab.cells) + 1)]


def test_tabs_stand_in_the_order_people_use_them() -> None:
    design = design_workbook(empty_map(SMALL), SMALL)
    assert [tab.title for tab in design.tabs] == [
        "Bản đồ", "Về bản đồ này", "Giai đoạn", "Thay đổi", "Cần bổ sung", "Cách điền", "_curve", "_sheetsync"
    ]  # fmt: skip
    assert [tab.key for tab in design.tabs if tab.hidden] == [CURVE_TAB, META_TAB]


def test_a_down_tab_keeps_keys_and_ids_hidden_beside_labels_and_fields() -> None:
    main = tab(design_workbook(small(Record("r1", "know", {"action": "Hỏi bạn", "emotion": "glad"})), SMALL), "map")
    assert line(main, 0) == ["_id", "_stage", "stage", "action", "emotion"]
    assert set(line(main, 2)) == {""}
    assert line(main, 3) == ["", "", "Giai đoạn", "Hoạt động", "Cảm xúc"]
    assert line(main, 4) == ["r1", "know", "Biết", "Hỏi bạn", "Hài lòng"]
    assert [line(main, row)[1:] for row in (5, 6, 7)] == [["know", "Biết", "", ""], ["buy", "Mua", "", ""], ["buy", "Mua", "", ""]]
    assert (main.hidden_rows, main.hidden_columns, main.freeze) == ((0,), (0, 1), (4, 3))
    assert main.filter == Area(3, 0, 7, 4)


def test_an_across_tab_is_the_same_turned_round_without_a_filter() -> None:
    main = tab(design_workbook(small(Record("r1", "know", {"action": "Hỏi bạn"})), ACROSS), "map")
    assert column(main, 0) == ["_id", "_stage", "", "", "stage", "action", "emotion"]
    assert column(main, 1)[4:] == ["Giai đoạn", "Hoạt động", "Cảm xúc"]
    assert column(main, 2)[:2] + column(main, 2)[4:] == ["r1", "know", "Biết", "Hỏi bạn", ""]
    assert (main.hidden_rows, main.hidden_columns, main.freeze, main.filter) == ((0, 1), (0,), (5, 2), None)


def test_a_list_has_no_stages_of_its_own() -> None:
    changes = tab(design_workbook(empty_map(SMALL), SMALL), "changes")
    assert line(changes, 0) == ["_id", "stage", "done", "rating"]
    assert column(changes, 0)[4:] == [slot_id("m1", "changes", ordinal) for ordinal in range(3)]
    assert changes.dropdowns[0].source_tab == "Giai đoạn"


def test_slots_fill_up_to_the_types_number_and_never_take_an_id_in_use() -> None:
    taken = slot_id("m1", "map", 0)
    main = tab(design_workbook(small(Record(taken, "buy", {"action": "Trả tiền"})), SMALL), "map")
    assert column(main, 0)[4:] == [slot_id("m1", "map", 1), slot_id("m1", "map", 2), taken, slot_id("m1", "map", 3)]


def test_steps_beyond_the_slots_extend_the_area_and_a_step_without_a_stage_goes_last() -> None:
    records = [Record(f"r{number}", "know", {"action": str(number)}) for number in range(3)]
    main = tab(design_workbook(small(Record("lost", None, {"action": "?"}), *records), SMALL), "map")
    assert column(main, 0)[4:7] == ["r0", "r1", "r2"]
    assert line(main, 9) == ["lost", "", "", "?", ""]


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        (MOOD, "glad", ("Hài lòng", "text")),
        (MOOD, "tuyệt", ("tuyệt", "text")),
        (WHERE, "buy", ("Mua", "text")),
        (WHERE, "Đâu đó", ("Đâu đó", "text")),
        (RATING, "7.5", ("7.5", "number")),
        (RATING, "-3", ("-3", "number")),
        (RATING, "007", ("007", "text")),
        (RATING, "7.50", ("7.50", "text")),
        (RATING, "1234567890123456", ("1234567890123456", "text")),
        (RATING, "bảy", ("bảy", "text")),
        (WHEN, "2026-11-22", ("2026-11-22", "date")),
        (WHEN, "22/11", ("22/11", "text")),
        (WHEN, "1899-12-31", ("1899-12-31", "text")),
        (DONE, "true", ("true", "boolean")),
        (DONE, "gần xong", ("gần xong", "text")),
        (ACTION, "=1+1\n24/7", ("=1+1\n24/7", "text")),
    ],
)
def test_values_become_cells_of_their_kind_only_in_canonical_form(field: Field, text: str, expected: tuple[str, str]) -> None:
    assert to_cell(field, text, small(), SMALL) == expected


def test_a_stage_the_team_renamed_shows_its_new_title() -> None:
    journey = small(Record("r1", "know", {"action": "Hỏi"}), stages=(Stage("know", "Nghe đến"), Stage("buy", "Mua")))
    assert line(tab(design_workbook(journey, SMALL), "map"), 4)[2] == "Nghe đến"
    assert to_cell(WHERE, "know", journey, SMALL) == ("Nghe đến", "text")


def test_a_new_map_starts_with_the_goals_of_its_document() -> None:
    stages = tab(design_workbook(small()._replace(tabs={}), SMALL), "stages")
    assert line(stages, 0) == ["_id", "order", "title", "goal"]
    assert [line(stages, row) for row in (4, 5)] == [["know", "1", "Biết", "Được biết đến"], ["buy", "2", "Mua", ""]]


def test_people_can_add_stages_only_where_the_type_is_open() -> None:
    def offered(map_type: MapType) -> Dropdown:
        return next(dropdown for dropdown in tab(design_workbook(small(), map_type), "map").dropdowns if dropdown.source_tab)

    assert offered(SMALL).source == Area(4, 2, 5, 2)
    assert offered(replace(SMALL, policy="open")).source == Area(4, 2, 11, 2)


def test_about_holds_the_title_and_then_the_fields_with_their_guidance() -> None:
    about = tab(design_workbook(small(date="2026-11-22"), SMALL), "about")
    assert line(about, 0) == ["_key", "", "_value", ""]
    assert line(about, 3)[:3] == ["title", "Tên bản đồ", "Phòng tập"]
    assert line(about, 4) == ["date", "Ngày", "2026-11-22", "Khi nào?"]
    assert about.cells[4, 2].kind == "date"
    assert about.cells[4, 2].style.date


def test_the_banner_follows_the_title_on_the_about_tab() -> None:
    banner = tab(design_workbook(small(), SMALL), "map").cells[1, 2]
    assert (banner.value, banner.formula) == ("Phòng tập", "IF('Về bản đồ này'!$C$4=\"\",\"\",'Về bản đồ này'!$C$4)")


def test_the_hidden_tab_says_whose_map_this_is() -> None:
    meta = tab(design_workbook(empty_map(SMALL), SMALL), META_TAB)
    assert [line(meta, row)[:3] for row in range(7)] == [
        ["map", "m1", ""], ["type", "small", ""], ["type_version", "3", ""], ["language", "vi", ""], ["format", "1", ""],
        ["stage", "know", "Biết"], ["stage", "buy", "Mua"],
    ]  # fmt: skip


def test_the_curve_is_the_mean_of_each_stage_and_a_gap_where_nobody_said() -> None:
    moods = ["annoyed", "glad", "glad", "lạ"]
    journey = small(*(Record(f"r{number}", "know", {"emotion": mood}) for number, mood in enumerate(moods)))
    assert curve_values(journey, SMALL) == ("0", "#N/A")
    assert curve_values(small(*(Record(str(n), "buy", {"emotion": mood}) for n, mood in enumerate(["annoyed", "fine", "fine"]))), SMALL) == (
        "#N/A",
        "-0.67",
    )


def test_the_curve_tab_matches_steps_by_the_label_people_see() -> None:
    design = design_workbook(small(Record("r1", "know", {"emotion": "glad"})), SMALL)
    curve = tab(design, CURVE_TAB)
    assert [cell.value for (row, _), cell in sorted(curve.cells.items()) if row == 1] == ["know", "Biết", "1", "Biết", "know", "Biết"]
    assert "'Bản đồ'!$C$5:$C$208=$B2" in curve.cells[1, 2].formula
    assert "(('Bản đồ'!$E$5:$E$208=\"Bực tức\")*-2+('Bản đồ'!$E$5:$E$208=\"Hài lòng\")*1)" in curve.cells[1, 2].formula
    chart = tab(design, "map").charts[0]
    assert (chart.source_tab, chart.values, chart.minimum, chart.maximum, chart.low, chart.high) == (
        CURVE_TAB,
        Area(1, 2, 2, 2),
        -2,
        1,
        "Bực tức",
        "Hài lòng",
    )


def test_a_type_without_emotions_has_neither_curve_nor_chart() -> None:
    plain = replace(SMALL, tabs=(SMALL.tabs[0]._replace(fields=(ACTION,)),))
    design = design_workbook(small(), plain)
    assert CURVE_TAB not in [tab.key for tab in design.tabs]
    assert not any(tab.charts for tab in design.tabs)


FINDING = FindingRow("ab12", "error", CellRef("Bản đồ", 4, 3), "Biết", "Thiếu điểm chạm", "Khách sẽ đi mất", "Thêm một nơi trả lời")


def _shown(row: Sequence[DesignCell]) -> list[str]:
    """The texts of a row, its key without the seal."""
    return [RowKey.parse(row[0].value)._replace(seal=()).text, *(cell.value for cell in row[1:])]


def test_a_finding_links_to_its_cell_and_leaves_room_to_say_why_not() -> None:
    (row,) = to_complete_rows([FINDING], "vi")
    assert _shown(row) == ["ab12", "Lỗi", "Bản đồ!D5", "Biết", "Thiếu điểm chạm", "Khách sẽ đi mất", "Thêm một nơi trả lời", ""]
    assert (row[2].kind, row[2].target) == ("link", FINDING.cell)


def test_a_map_without_findings_says_so_kindly() -> None:
    (row,) = to_complete_rows([], "en")
    assert [text for text in _shown(row) if text] == [
        "Nothing to complete yet. Fill in the map; after the next check, whatever is still missing shows up here."
    ]


def test_what_people_skip_stands_below_with_the_reason() -> None:
    skipped = replace(FINDING, fingerprint="cd34", skip="gọi điện là đủ", state="skipped")
    first, second = to_complete_rows([skipped, replace(FINDING, state="again")], "vi")
    assert [_shown(first)[at] for at in (0, 1, 7)] == ["ab12 again", "Lỗi", ""]
    assert [_shown(second)[at] for at in (0, 1, 7)] == ["cd34 skipped", "Bỏ qua", "gọi điện là đủ"]


def test_when_only_skipped_findings_are_left_it_says_so() -> None:
    quiet, _ = to_complete_rows([replace(FINDING, skip="phone", state="skipped")], "en")
    assert [text for text in _shown(quiet) if text] == ["Nothing left to complete. What was skipped stands below, with the reasons."]


@pytest.mark.parametrize(
    ("language", "promises"), [("vi", ("chuyển xuống", "Xóa lý do", "hỏi lại")), ("en", ("moves down", "Empty the reason", "asks again"))]
)
def test_the_heading_promises_what_a_reason_does(language: Language, promises: tuple[str, ...]) -> None:
    heading = tab(design_workbook(empty_map(SMALL, language), SMALL), "to-complete").cells[3, 7]
    assert all(promise in heading.note for promise in promises)


def test_later_findings_find_their_rows_styled() -> None:
    todo = tab(design_workbook(empty_map(SMALL), SMALL, [FINDING]), "to-complete")
    assert line(todo, 0) == ["_fingerprint", "severity", "where", "stage", "message", "why", "fix", "skip"]
    for number in range(8):
        assert replace(todo.cells[4, number], value="", kind="text", target=None) == todo.cells[63, number]


def test_a_source_is_named_so_that_people_can_follow_it() -> None:
    assert source_line("S0:85, S1:4", "en") == "Source: HubSpot's guide, Duct Tape Marketing's hourglass, S0:85, S1:4"
    assert source_line("", "vi") == ""


def test_the_guide_tells_lanes_stages_scale_and_sources() -> None:
    texts = [cell.value for cell in tab(design_workbook(empty_map(SMALL, "en"), SMALL), "how-to").cells.values()]
    for expected in ("_guide", "Activities", "What are they doing?", "Hear the name", "Annoyed", "score −2", "Zapier's guide"):
        assert expected in texts


def test_repeats_of_a_label_are_faint_by_a_rule_that_survives_sorting() -> None:
    main = tab(design_workbook(small(), SMALL), "map")
    faint = [highlight for highlight in main.highlights if highlight.formula.startswith("AND($C5=$C4,")]
    assert len(faint) == 2
    assert all(highlight.area == Area(4, 2, 207, 2) and highlight.ink and highlight.fill for highlight in faint)


def test_long_choices_get_cells_of_their_own() -> None:
    wordy = tuple(Choice(f"c{number}", Text(f"Lựa chọn, số {number}", f"Choice, number {number}")) for number in range(30))
    several = replace(SMALL, tabs=(SMALL.tabs[0]._replace(fields=(ACTION, MOOD._replace(choices=wordy, role="note"))),))
    design = design_workbook(small(), several)
    dropdown = next(dropdown for dropdown in tab(design, "map").dropdowns if dropdown.source_tab == META_TAB)
    assert dropdown.values == ()
    assert dropdown.source == Area(0, 5, 29, 5)
    assert column(tab(design, META_TAB), 5) == [choice.title.vi for choice in wordy]


def test_vietnamese_letters_take_no_more_width_than_their_base() -> None:
    style = DesignCell().style
    assert text_width("Ế ộ ữ", style) - text_width("E o u", style) < 0.6
    assert row_height("", style, 10) < row_height("một hai ba bốn năm", style, 10) < row_height("dòng\n" * 9, style, 10)


def test_a_text_too_tall_for_any_row_gets_a_wider_column() -> None:
    long = "Khách hàng hỏi rất nhiều câu. " * 60
    main = tab(design_workbook(small(Record("r1", "know", {"action": long})), SMALL), "map")
    assert main.widths[3] > 40
    assert main.heights[4] < TALLEST


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_every_workbook_prints_all_its_text_in_both_languages(key: str, language: Language) -> None:
    map_type = CATALOG.load(key)
    design = design_workbook(filled_map(map_type, language), map_type)
    for each in design.tabs:
        if each.hidden:
            continue
        for (row, number), cell in each.cells.items():
            if cell.value and row not in each.hidden_rows and number not in each.hidden_columns:
                assert row_height(cell.value, cell.style, each.widths[number]) <= each.heights[row], (each.title, row, number)


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_every_heading_has_its_guidance_as_a_note(key: str, language: Language) -> None:
    map_type = CATALOG.load(key)
    design = design_workbook(empty_map(map_type, language), map_type)
    for kind in map_type.tabs:
        notes = {cell.value: cell.note for cell in tab(design, kind.key).cells.values() if cell.note}
        for field in kind.fields:
            assert field.guide.of(language) in notes[field.title.of(language)]
    about = tab(design, "about")
    assert all(about.cells[row, 1].note for row in range(3, 4 + len(map_type.about)))


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_every_workbook_keeps_to_what_spreadsheets_allow(key: str, language: Language) -> None:
    map_type = CATALOG.load(key)
    design = design_workbook(empty_map(map_type, language), map_type)
    titles = [tab.title for tab in design.tabs]
    assert len({title.casefold() for title in titles}) == len(titles)
    for each in design.tabs:
        assert len(each.title) <= 31
        assert not set("[]:*?/\\") & set(each.title)
        for dropdown in each.dropdowns:
            assert dropdown.source or len(",".join(dropdown.values)) <= 255
        for (row, number), cell in each.cells.items():
            assert len(cell.formula) < 8000, f"{each.title}!{column_letters(number)}{row + 1}"
        for rule in each.highlights:
            assert isinstance(rule, Highlight)
            assert "!" not in rule.formula, "a rule may name other tabs only by a defined name"
        chart_rows = [chart.row for chart in each.charts]
        last = max(row for row, _ in each.cells)
        assert all(chart.row > last or chart.column > max(each.widths) for chart in each.charts), chart_rows


def test_equal_maps_give_equal_designs() -> None:
    map_type = CATALOG.load("current-state")
    assert design_workbook(filled_map(map_type), map_type) == design_workbook(filled_map(map_type), map_type)
