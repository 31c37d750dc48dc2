"""Notes that people write into our tabs, in a file and in Google Sheets: none is written over, and none ends beside something else."""

import json

import pytest

from sheetsync.model.anatomy import TO_COMPLETE_TAB
from sheetsync.model.grid import Value
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.skips import ToComplete
from tests.cli.desk import Desk
from tests.cli.google_desk import GoogleDesk

MAP, TAB = "Bản đồ", TO_COMPLETE_TAB.vi


@pytest.fixture(params=["xlsx", "google"])
def office(request: pytest.FixtureRequest) -> Desk:
    """The filled map of a gym, in step with its archive."""
    found = request.getfixturevalue("gym" if request.param == "xlsx" else "google_gym")
    assert isinstance(found, Desk | GoogleDesk)
    return found


def cell(desk: Desk, tab: str, row: int, column: int) -> Value:
    (grid,) = (grid for grid in desk.open(desk.ref).state.grids if grid.title == tab)
    return grid.cells.get((row, column), "")


def test_what_is_typed_in_the_list_below_it_and_beside_it_outlives_findings_that_come_and_go(office: Desk) -> None:
    step = FieldRef(MAIN, step=office.records(office.ref)[0].id)
    touchpoints, gaps, questions = (step._replace(field=field) for field in ("touchpoint", "gap", "thought"))
    office.type(office.ref, {touchpoints: "", gaps: ""})
    office.sync()
    typed = {"D20": "dưới danh sách", "D5": "trong danh sách", "E6": "đè lên điều còn thiếu", "E25": "xa hơn", "B40": "xa nữa", "I5": "bên cạnh"}
    office.colleague(office.ref, {f"{TAB}!{place}": text for place, text in typed.items()})
    for texts in ({touchpoints: "Trang web"}, {touchpoints: "", questions: "Có gần nhà không?"}, {touchpoints: "Bảng hiệu"}):
        office.type(office.ref, texts)
        office.sync()
    kept = {place: cell(office, TAB, int(place[1:]) - 1, ord(place[0]) - ord("A")) for place in typed}
    assert kept == typed
    assert office.sync()[office.ref]["edits"] == 0
    tab = ToComplete.find(office.open(office.ref).state.grids)
    assert tab is not None
    found = {finding["fingerprint"] for finding in office.lint(office.ref, "--fail-on", "never")}
    assert found <= tab.speakers().keys()


def test_a_new_step_takes_no_slot_beside_which_somebody_wrote_about_another(office: Desk) -> None:
    step = office.records(office.ref)[0]
    place = office.open(office.ref).reading.places[MAIN]
    line = place.row_of(step.id)
    assert line is not None
    beside = place.cell(line, max(place.columns.values()) + 1)
    office.colleague(office.ref, {beside.a1: "ghi chú riêng của bước này"})
    office.sync()
    _carry(office, step.id, None)
    _carry(office, None, {"stage": step.stage, "values": {"action": "Bước mới"}})
    (new,) = (record for record in office.records(office.ref) if record.values.get("action") == "Bước mới")
    assert office.open(office.ref).reading.places[MAIN].row_of(new.id) != line
    assert cell(office, beside.tab, beside.row, beside.column) == "ghi chú riêng của bước này"
    assert office.sync()[office.ref]["edits"] == 0


def _carry(desk: Desk, gone: str | None, new: object) -> None:
    """Import the map without a step, or with a new one, and sync it into the sheet."""
    version = desk.json("show", desk.ref)
    records = version["journey"]["tabs"][MAIN]["records"]
    kept = [record for record in records if record["id"] != gone]
    version["journey"]["tabs"][MAIN]["records"] = [*([new] if new else []), *kept]
    (desk.folder / "map.json").write_text(json.dumps(version), encoding="utf-8")
    desk.json("import", desk.ref, "map.json")
    assert desk.sync()[desk.ref]["outcome"] in {"written", "merged"}
