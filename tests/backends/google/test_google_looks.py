"""How a new workbook looks and behaves in Google Sheets, seen in what the local Google makes of our requests."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from sheetsync.backends.google.layout import layout
from sheetsync.catalog import builtin
from sheetsync.model.anatomy import CURVE_TAB, META_TAB
from sheetsync.model.design import TabDesign, WorkbookDesign
from sheetsync.model.grid import CellRef, column_letters
from sheetsync.model.layout import FindingRow, design_workbook, palette
from sheetsync.model.layout.fit import row_height
from sheetsync.model.words import LANGUAGES, Language
from tests.backends.google.workplace import typed
from tests.emulator.sheets.batch import carry_out
from tests.emulator.sheets.book import Cell, Sheet
from tests.emulator.sheets.evaluation import Formula
from tests.emulator.sheets.formulas import Results
from tests.emulator.sheets.new import new_book
from tests.emulator.sheets.references import copied
from tests.emulator.sheets.results import ProblemError, truth
from tests.emulator.sheets.work import Work
from tests.emulator.world import SPREADSHEET, World
from tests.model.filled import empty_map, filled_map

Json = dict[str, Any]
CATALOG = builtin()
TYPES = [(key, language) for key in CATALOG.keys() for language in LANGUAGES]  # noqa: SIM118  (a catalogue is no mapping)
TODAY = datetime(2026, 10, 1, tzinfo=UTC)
LINE = 1.25
"""The height of a line in Google, in font sizes."""
PIXELS_A_POINT = 96 / 72
MOST_FROZEN = {"rows": 200, "columns": 300}
"""Pixels that may stay while the rest scrolls: less than half of what a small laptop shows."""

every_type = pytest.mark.parametrize(("key", "language"), TYPES)


@cache
def designed(key: str, language: Language, *, filled: bool = True) -> WorkbookDesign:
    map_type = CATALOG.load(key)
    journey = (filled_map if filled else empty_map)(map_type, language)
    findings = [FindingRow("f1", "error", CellRef(map_type.main.title.of(language), 6, 3), "", "Thiếu điểm chạm.", "…", "…")]
    return design_workbook(journey, map_type, findings)


class Sight:
    """A new spreadsheet made from a design, and what Lan sees in it."""

    def __init__(self, design: WorkbookDesign) -> None:
        world = World(lambda: TODAY)
        lan = world.account("lan@example.com")
        self.book = new_book(design.title)
        self._work = Work(world, world.add_file(design.title, SPREADSHEET, lan, parents=["root"]), self.book, lan)
        carry_out(self._work, layout(design, "Asia/Ho_Chi_Minh"))

    def type(self, sheet: Sheet, row: int, column: int, text: str) -> None:
        carry_out(self._work, [typed(row, column, text, sheet.id)])

    def sheet(self, tab: TabDesign) -> Sheet:
        found = self.book.by_title(tab.title)
        assert found
        return found

    def fill(self, sheet: Sheet, row: int, column: int) -> str | None:
        """The colour of a cell: of the first rule that holds there, else its own."""
        rules = (rule["booleanRule"]["format"] for rule in sheet.conditional_formats if self._holds(sheet, rule, row, column))
        own = sheet.cells.get((row, column), Cell()).format or {}
        return next((rgb(form["backgroundColorStyle"]) for form in (*rules, own) if "backgroundColorStyle" in form), None)

    def ink(self, sheet: Sheet, row: int, column: int) -> str | None:
        """The colour that rules give to a cell's text."""
        rules = (rule["booleanRule"]["format"].get("textFormat", {}) for rule in sheet.conditional_formats if self._holds(sheet, rule, row, column))
        return next((rgb(form["foregroundColorStyle"]) for form in rules if "foregroundColorStyle" in form), None)

    def _holds(self, sheet: Sheet, rule: Json, row: int, column: int) -> bool:
        (area,) = rule["ranges"]
        if not (area["startRowIndex"] <= row < area["endRowIndex"] and area["startColumnIndex"] <= column < area["endColumnIndex"]):
            return False
        (condition,) = rule["booleanRule"]["condition"]["values"]
        here = copied(condition["userEnteredValue"], row - area["startRowIndex"], column - area["startColumnIndex"])
        results = Results(self.book, TODAY)
        formula = Formula(results, sheet.id, row, column)
        try:
            return truth(formula.scalar(formula.evaluate(results.parsed(here))))
        except ProblemError:
            return False


@cache
def untouched(key: str, language: Language) -> Sight:
    """A new workbook to look at only."""
    return Sight(designed(key, language))


def rgb(style: Json) -> str:
    return "".join(f"{round(255 * style['rgbColor'][name]):02X}" for name in ("red", "green", "blue"))


def visible(tab: TabDesign) -> Iterator[tuple[int, int]]:
    return (place for place in tab.cells if place[0] not in tab.hidden_rows and place[1] not in tab.hidden_columns)


def pixels(sheet: Sheet, row: int, column: int, text: str) -> float:
    """How high a row must be for what stands in one of its cells: its lines, and the padding around them."""
    form = sheet.cells[row, column].format or {}
    padding = form.get("padding", {"top": 2, "bottom": 2})
    lines = text.count("\n") + 1
    return float(lines * form["textFormat"]["fontSize"] * PIXELS_A_POINT * LINE + padding["top"] + padding["bottom"])


@every_type
def test_texts_fit_their_rows_and_empty_slots_are_high_enough_to_write_in(key: str, language: Language):
    design = designed(key, language)
    seen = untouched(key, language)
    for tab in design.tabs:
        sheet = seen.sheet(tab)
        rows: dict[int, list[float]] = {}
        for row, column in visible(tab):
            cell = tab.cells[row, column]
            if (fixed := sheet.rows.get(row, {}).get("pixelSize")) is None:
                rows.setdefault(row, []).append(pixels(sheet, row, column, cell.value))
            else:
                assert row_height(cell.value, cell.style, tab.widths[column]) * PIXELS_A_POINT <= fixed + 1, (tab.title, row, cell.value)
                assert row not in tab.growing
        empty = {row for row in rows if not any(cell.value for (at, _), cell in tab.cells.items() if at == row and cell.style != palette.KEY)}
        for row in empty & tab.heights.keys():
            assert -8 <= max(rows[row]) - tab.heights[row] * PIXELS_A_POINT <= 0, (tab.title, row)


@every_type
def test_less_than_half_of_a_small_screen_is_frozen(key: str, language: Language):
    design = designed(key, language)
    seen = untouched(key, language)
    for tab in design.tabs:
        sheet = seen.sheet(tab)
        for dimension, lines, default in (("rows", sheet.rows, 21), ("columns", sheet.columns, 100)):
            frozen = sheet.properties["gridProperties"].get(f"frozen{dimension.title()[:-1]}Count", 0)
            shown = [lines.get(line, {}) for line in range(frozen)]
            total = sum(line.get("pixelSize", default) for line in shown if not line.get("hiddenByUser"))
            assert total <= MOST_FROZEN[dimension], (tab.title, dimension, total)


@every_type
def test_the_curve_stands_beside_or_below_everything_that_is_written(key: str, language: Language):
    design = designed(key, language)
    seen = untouched(key, language)
    for tab in design.tabs:
        for chart in seen.sheet(tab).charts:
            anchor = chart["position"]["overlayPosition"]["anchorCell"]
            top, left = anchor["rowIndex"], anchor["columnIndex"]
            assert top >= tab.freeze[0]
            assert left >= tab.freeze[1]
            assert all(row < top or column < left for row, column in tab.cells)


@pytest.mark.parametrize(
    ("language", "words"), [("vi", ("Đường cong cảm xúc", "Bực tức → Thoả mãn")), ("en", ("Emotion curve", "Annoyed → Fulfilled"))]
)
def test_the_curve_speaks_the_language_of_the_map(language: Language, words: tuple[str, str]):
    design = designed("current-state", language)
    (chart,) = Sight(design).sheet(design.tabs[0]).charts
    spec = chart["spec"]
    assert (spec["title"], spec["basicChart"]["axis"][0]["title"]) == words


@every_type
def test_tabs_stand_in_order_with_their_colours_and_what_is_ours_is_hidden(key: str, language: Language):
    design = designed(key, language)
    sheets = list(untouched(key, language).book.ordered())
    assert [sheet.title for sheet in sheets] == [tab.title for tab in design.tabs]
    assert {sheet.title for sheet in sheets if sheet.properties.get("hidden")} == {tab.title for tab in design.tabs} & {CURVE_TAB, META_TAB}
    for sheet, tab in zip(sheets, design.tabs, strict=True):
        colour = sheet.properties.get("tabColorStyle")
        assert (colour and rgb(colour)) == tab.colour
        assert tab.hidden or tab.colour
        for lines, hidden in ((sheet.rows, tab.hidden_rows), (sheet.columns, tab.hidden_columns)):
            assert {line for line, properties in lines.items() if properties.get("hiddenByUser")} == set(hidden)


@every_type
def test_filters_reach_from_the_headings_to_the_last_line(key: str, language: Language):
    design = designed(key, language)
    seen = untouched(key, language)
    for tab in design.tabs:
        given = seen.sheet(tab).basic_filter
        if given is None:
            continue
        area = given["range"]
        heads = [tab.cells[area["startRowIndex"], column] for column in range(area["endColumnIndex"]) if column not in tab.hidden_columns]
        assert all(head.value and head.style.fill == palette.ACCENT for head in heads), tab.title
        assert area["endRowIndex"] == 1 + max(row for row, _ in tab.cells)
        assert area["endColumnIndex"] == 1 + max(column for _, column in tab.cells)


@every_type
def test_links_jump_to_a_cell_that_is_there(key: str, language: Language):
    book = untouched(key, language).book
    formulas = [cell.entered.get("formulaValue", "") for sheet in book.sheets for cell in sheet.cells.values() if cell.entered]
    links = [found for formula in formulas if (found := re.match(r'=HYPERLINK\("#gid=(\d+)&range=([A-Z]+)(\d+)";"', formula))]
    assert [link.groups() for link in links] == [("0", column_letters(3), "7")]
    assert book.sheets[0].cells[6, 3].format


@every_type
def test_rules_of_colour_reach_other_tabs_only_as_google_lets_them(key: str, language: Language):
    design = designed(key, language)
    names = {name.name for name in design.names}
    for sheet in untouched(key, language).book.sheets:
        for rule in sheet.conditional_formats:
            said = rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
            bare = re.sub(r'INDIRECT\("(?:[^"]|"")*"\)|"(?:[^"]|"")*"', "", said)
            assert "!" not in bare
            assert not names & set(re.findall(r"\w+", bare))
            assert "," not in bare


@every_type
def test_a_new_map_is_coloured_by_rules_as_it_is_by_hand(key: str, language: Language):
    design = designed(key, language)
    seen = untouched(key, language)
    main = design.tabs[0]
    sheet = seen.sheet(main)
    first = (main.freeze[0], main.freeze[1])
    for place in visible(main):
        style = main.cells[place].style
        if place[0] >= first[0] and place[1] >= first[1] and not style.bold and style.align == "left":
            assert seen.fill(sheet, *place) == style.fill, place


def test_colours_follow_when_somebody_chooses_another_stage_down_a_map():
    design = designed("contact-points", "vi", filled=False)
    seen = Sight(design)
    sheet = seen.sheet(design.tabs[0])
    label, field = 2, 3
    before, now, after = 4, 5, 6
    first, third = palette.hue(0), palette.hue(2)
    assert [seen.fill(sheet, row, field) for row in (before, now, after)] == [first.tint] * 3
    assert [seen.ink(sheet, row, label) for row in (before, now, after)] == [first.ink, first.faint, first.faint]
    seen.type(sheet, now, label, "Tại nhà")
    assert [seen.fill(sheet, row, field) for row in (before, now, after)] == [first.tint, third.tint, first.tint]
    assert [seen.fill(sheet, row, label) for row in (before, now, after)] == [first.soft, third.soft, first.soft]
    assert [seen.ink(sheet, row, label) for row in (before, now, after)] == [first.ink, third.ink, first.ink]


def test_colours_follow_when_somebody_chooses_another_stage_across_a_map():
    design = designed("current-state", "en", filled=False)
    seen = Sight(design)
    sheet = seen.sheet(design.tabs[0])
    label, field, column = 4, 5, 3
    assert (seen.fill(sheet, label, column), seen.fill(sheet, field, column)) == (palette.hue(1).soft, palette.hue(1).tint)
    seen.type(sheet, label, column, str(design.tabs[0].cells[label, column + 2].value))
    assert (seen.fill(sheet, label, column), seen.fill(sheet, field, column)) == (palette.hue(3).soft, palette.hue(3).tint)


def test_a_step_keeps_its_colour_while_its_stage_has_a_name_that_nobody_knows():
    design = designed("contact-points", "vi", filled=False)
    seen = Sight(design)
    sheet = seen.sheet(design.tabs[0])
    seen.type(sheet, 4, 2, "Trước tiên")
    assert (seen.fill(sheet, 4, 2), seen.fill(sheet, 4, 3)) == (palette.hue(0).soft, palette.hue(0).tint)


def test_a_line_below_the_last_takes_its_colour_from_the_stage_typed_there():
    design = designed("contact-points", "vi", filled=False)
    seen = Sight(design)
    sheet = seen.sheet(design.tabs[0])
    below = 1 + max(row for row, _ in design.tabs[0].cells)
    assert seen.fill(sheet, below, 3) is None
    seen.type(sheet, below, 2, "Tại nhà")
    assert (seen.fill(sheet, below, 2), seen.fill(sheet, below, 3)) == (palette.hue(2).soft, palette.hue(2).tint)


@pytest.mark.parametrize(("word", "score"), [("Bực tức", -2), ("Bình thường", 0), ("Thoả mãn", 3)])
def test_moods_take_their_colour_as_soon_as_they_are_chosen(word: str, score: int):
    design = designed("contact-points", "vi", filled=False)
    seen = Sight(design)
    main = design.tabs[0]
    sheet = seen.sheet(main)
    mood = next(column for (row, column), cell in main.cells.items() if row == 3 and cell.value == "Cảm xúc")
    seen.type(sheet, 7, mood, word)
    assert (seen.fill(sheet, 7, mood), seen.ink(sheet, 7, mood)) == palette.mood(score, -2, 3)


def test_findings_show_how_bad_they_are():
    design = designed("contact-points", "vi")
    seen = Sight(design)
    tab = next(tab for tab in design.tabs if tab.key == "to-complete")
    assert (seen.fill(seen.sheet(tab), 4, 1), seen.ink(seen.sheet(tab), 4, 1)) == palette.SEVERITY_COLOURS["error"]


@pytest.mark.parametrize(("language", "word"), [("vi", "Bỏ qua"), ("en", "Skipped")])
def test_what_people_skip_steps_back_but_its_reason_does_not(language: Language, word: str):
    design = designed("contact-points", language)
    seen = Sight(design)
    sheet = seen.sheet(next(tab for tab in design.tabs if tab.key == "to-complete"))
    before = seen.fill(sheet, 4, 7)
    seen.type(sheet, 4, 1, word)
    assert {(seen.fill(sheet, 4, column), seen.ink(sheet, 4, column)) for column in range(1, 7)} == {palette.SKIPPED_COLOURS}
    assert seen.fill(sheet, 4, 7) == before


@every_type
def test_a_workbook_is_made_by_few_requests_of_moderate_size(key: str, language: Language):
    requests = layout(designed(key, language), "Asia/Ho_Chi_Minh")
    assert len(requests) < 500
    assert len(json.dumps(requests, ensure_ascii=False).encode()) < 500_000
