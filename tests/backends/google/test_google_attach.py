"""Our tabs in other people's spreadsheets: in one batch, and gone again when somebody was faster."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sheetsync.backends.google.attach import attachment
from sheetsync.backends.google.reader import read_book
from sheetsync.catalog import builtin
from sheetsync.errors import ChangedElsewhere, ServiceUnavailable, SheetsyncError, TabTaken, WorkbookReadOnly
from sheetsync.model.design import DesignCell, WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Lane
from sheetsync.model.layout import design_workbook
from sheetsync.ports import WorkbookState
from tests.backends.google.answers import book, sheet
from tests.backends.google.test_google_backend import BATCH, CELLS, GET, GYM, TAB, at
from tests.backends.google.workplace import BOT, Workplace, deleted, inserted, typed
from tests.backends.suite import KEYS, OURS
from tests.emulator.failures import Fault, acted, dropped, forbidden, server_error
from tests.model.filled import filled_map

EDITS = [CellEdit(at(0, 9), "_khóa"), CellEdit(at(5, 2), "hỏi giá"), CellEdit(at(4, 9), "→", "link", target=CellRef("Cần bổ sung", 1, 1))]
HIDE = [Lane(TAB, "column", 9), Lane(TAB, "row", 0), Lane(TAB, "row", 2000)]
TABS = [TAB, "Giai đoạn"]


@pytest.fixture
def place() -> Iterator[Workplace]:
    with Workplace() as opened:
        yield opened


@pytest.fixture
def gym(place: Workplace) -> WorkbookState:
    return place.backend.create(GYM)


def attach(place: Workplace, gym: WorkbookState, design: WorkbookDesign = OURS) -> WorkbookState:
    return place.backend.attach(gym.ref, design, EDITS, hide=HIDE, if_revision=gym.revision)


def titles(place: Workplace, ref: str) -> list[str]:
    return [sheet.title for sheet in place.book(ref).ordered()]


def hidden(place: Workplace, ref: str) -> set[tuple[str, int]]:
    first = next(iter(place.book(ref).ordered()))
    lines = (("row", first.rows), ("column", first.columns))
    return {(kind, line) for kind, known in lines for line, said in known.items() if said.get("hiddenByUser")}


def test_it_takes_a_fresh_read_and_one_call(place: Workplace, gym: WorkbookState) -> None:
    assert place.calls(lambda: attach(place, gym)) == [GET, BATCH]
    state = place.backend.read(gym.ref)
    assert [grid.title for grid in state.grids] == [*TABS, "Cần bổ sung", KEYS]
    assert {place: value for place, value in state.grids[0].cells.items() if place != (4, 9)} == {**CELLS, (0, 9): "_khóa", (5, 2): "hỏi giá"}
    assert hidden(place, gym.ref) == {("column", 9), ("row", 0), ("row", 2000)}


def test_links_lead_from_each_side_to_the_other(place: Workplace, gym: WorkbookState) -> None:
    attach(place, gym)
    ids = {sheet.title: sheet.id for sheet in place.book(gym.ref).sheets}
    theirs, ours = (place.book(gym.ref).by_title(title) for title in (TAB, "Cần bổ sung"))
    assert theirs
    assert ours
    assert f"#gid={ids['Cần bổ sung']}&range=B2" in str(theirs.cells[4, 9].entered)
    assert f"#gid={ids[TAB]}&range=C5" in str(ours.cells[1, 0].entered)


@pytest.mark.parametrize("key", ["service-blueprint", "contact-points"])
def test_all_tabs_of_a_map_but_the_map_itself_look_as_in_a_new_workbook(place: Workplace, gym: WorkbookState, key: str) -> None:
    map_type = builtin().load(key)
    whole = design_workbook(filled_map(map_type), map_type)
    others = replace(whole, tabs=tuple(tab for tab in whole.tabs if tab.title not in TABS), names=())
    made = place.book(place.backend.create(replace(whole, names=())).ref)
    state = place.backend.attach(gym.ref, others, [], if_revision=gym.revision)
    for tab in others.tabs:
        new, attached = made.by_title(tab.title), place.book(state.ref).by_title(tab.title)
        assert new
        assert attached
        told = [
            (
                one.properties["gridProperties"],
                bool(one.properties.get("hidden")),
                one.rows,
                one.columns,
                {at: cell.format for at, cell in one.cells.items()},
            )
            for one in (new, attached)
        ]
        assert told[0] == told[1], tab.title


def test_ids_are_drawn_again_where_they_are_taken() -> None:
    answer = book(sheet(TAB, {}), sheet("Giai đoạn", {}, number=7))
    drawn = iter([0, 7, 7, 9, 9, 11, *range(20, 99)])
    raw: dict[str, Any] = {"sheets": [{"properties": {"sheetId": one.id, "title": one.grid.title}} for one in answer.sheets]}
    attached = attachment(answer, raw, OURS, [], [], lambda size: next(drawn).to_bytes(size, "big"))
    assert attached.titles == {9: "Cần bổ sung", 11: KEYS}


@pytest.mark.parametrize("kind", ["OBJECT", "DATA_SOURCE"])
def test_a_title_counts_as_taken_also_where_the_sheet_is_no_grid(kind: str) -> None:
    raw: dict[str, Any] = {"sheets": [{"properties": {"sheetId": 1, "title": "cần BỔ sung", "sheetType": kind}}]}
    with pytest.raises(TabTaken, match="Cần bổ sung"):
        attachment(read_book(raw, "x"), raw, OURS, [], [], bytes)


def test_a_name_that_is_taken_is_refused_before_anything_is_sent(place: Workplace, gym: WorkbookState) -> None:
    cells = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    place.do(gym.ref, {"addNamedRange": {"namedRange": {"name": "Khoa_cua_toi", "range": cells}}})
    with pytest.raises(TabTaken, match="named range “khoa_cua_toi”") as refusal:
        attach(place, gym)
    assert "vùng được đặt tên “khoa_cua_toi”" in refusal.value.vi
    assert titles(place, gym.ref) == TABS


@pytest.mark.parametrize("fault", [acted(dropped()), dropped(), server_error(500), acted(server_error(504))])
def test_tabs_whose_answer_was_lost_are_looked_for_and_added_once(place: Workplace, gym: WorkbookState, fault: Fault) -> None:
    place.google.faults.add(BATCH, fault)
    state = attach(place, gym)
    assert [grid.title for grid in state.grids] == [*TABS, "Cần bổ sung", KEYS]
    assert place.backend.read(state.ref) == state
    assert [name["name"] for name in place.book(gym.ref).named_ranges] == ["khoa_cua_toi"]


MEANWHILE = {
    "typed elsewhere": typed(6, 2, "mua gói năm"),
    "typed on another tab": typed(3, 1, "mới", sheet=1),
    "row inserted": inserted(1, 1),
    "row deleted": deleted(6, 6),
    "column inserted": inserted(2, 2, "COLUMNS"),
    "tab deleted": {"deleteSheet": {"sheetId": 1}},
    "tab renamed": {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "Của tôi"}, "fields": "title"}},
    "tab added": {"addSheet": {"properties": {"title": "Nháp"}}},
    "our title taken": {"addSheet": {"properties": {"title": "cần bổ sung"}}},
}


@pytest.mark.parametrize("request_", MEANWHILE.values(), ids=MEANWHILE)
def test_when_somebody_was_faster_all_of_it_is_taken_away_again(place: Workplace, gym: WorkbookState, request_: dict[str, Any]) -> None:
    other = place.backend.create(GYM)
    place.do(other.ref, request_)
    expected = place.backend.read(other.ref)
    place.google.faults.before(BATCH, place.act(gym.ref, request_))
    with pytest.raises(ChangedElsewhere):
        attach(place, gym)
    now = place.backend.read(gym.ref)
    assert [grid._replace(number=None) for grid in now.grids] == [grid._replace(number=None) for grid in expected.grids]
    assert hidden(place, gym.ref) == set()
    assert place.book(gym.ref).named_ranges == []
    assert titles(place, gym.ref) == titles(place, other.ref)


def test_lines_that_people_had_hidden_stay_so_when_all_is_taken_away(place: Workplace, gym: WorkbookState) -> None:
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    place.do(gym.ref, {"updateDimensionProperties": {"range": row, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}})
    place.google.faults.before(BATCH, place.act(gym.ref, typed(6, 2, "mua gói năm")))
    with pytest.raises(ChangedElsewhere):
        attach(place, gym)
    assert hidden(place, gym.ref) == {("row", 0)}


@pytest.mark.parametrize("fault", [acted(dropped()), dropped(), server_error(500)])
def test_taking_away_is_tried_again_where_its_answer_was_lost(place: Workplace, gym: WorkbookState, fault: Fault) -> None:
    def meanwhile(world: Any) -> None:
        place.act(gym.ref, typed(6, 2, "mua gói năm"))(world)
        place.google.faults.add(BATCH, fault)

    place.google.faults.before(BATCH, meanwhile)
    with pytest.raises(ChangedElsewhere):
        attach(place, gym)
    assert titles(place, gym.ref) == TABS


@pytest.mark.parametrize(("fault", "error"), [(server_error(503), ServiceUnavailable), (forbidden("insufficientFilePermissions"), WorkbookReadOnly)])
def test_what_google_refuses_leaves_all_as_it_was(place: Workplace, gym: WorkbookState, fault: Fault, error: type[SheetsyncError]) -> None:
    place.google.faults.add(BATCH, fault, times=None)
    with pytest.raises(error):
        attach(place, gym)
    assert place.backend.read(gym.ref) == gym


def test_a_spreadsheet_shared_for_reading_only_names_who_may_not_write(place: Workplace, gym: WorkbookState) -> None:
    place.world.permit(place.drive, BOT, "reader")
    with pytest.raises(WorkbookReadOnly, match=f"{BOT}"):
        attach(place, gym)


def test_texts_are_literal(place: Workplace, gym: WorkbookState) -> None:
    tricky = {(0, 0): DesignCell("=1+1"), (1, 0): DesignCell("+84 90"), (2, 0): DesignCell("'a")}
    state = place.backend.attach(gym.ref, replace(OURS, tabs=(replace(OURS.tabs[1], cells=tricky),)), [], if_revision=gym.revision)
    assert dict(state.grids[2].cells) == {place: cell.value for place, cell in tricky.items()}
