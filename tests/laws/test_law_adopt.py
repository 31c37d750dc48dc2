"""The laws of adopting: whatever a sheet looks like, its people's cells stay, it says what was proposed, and working on in it keeps its steps."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.adoption.placement import draft
from sheetsync.errors import SheetsyncError
from sheetsync.model.grid import Grid
from sheetsync.model.journey import MAIN, JourneyMap
from sheetsync.model.reading import read_map, read_meta
from sheetsync.model.writing import write_map
from sheetsync.tasks.adopt import Adopted, Wishes, adopt, meta_of
from sheetsync.tasks.opening import Opened, open_map
from sheetsync.tasks.parts import Workspace
from tests.adoption.scattered import Scattered, scattered
from tests.conftest import LONG
from tests.corpus.freeform.reading import workbooks
from tests.laws.acts import moved, turned, with_inserted
from tests.tasks.adopting import REF, act, adopted, proposed, put, synced, workspace

FEW = settings(max_examples=60 if LONG else 8, deadline=None)
MARKED = "Đã sửa lại\n24/7 =x"


def kept(sample: Scattered, wishes: Wishes | None = None) -> tuple[Workspace, Adopted]:
    """The sheet after it was adopted."""
    space = workspace()
    put(space, sample.grid)
    return space, adopted(space, sample.type.key, wishes)


def contents(journey: JourneyMap) -> object:
    """What a map says, without ids and without its own id."""
    records = {key: [(record.stage, record.values) for record in tab.records] for key, tab in journey.tabs.items()}
    return journey.type, journey.title, journey.language, journey.values, journey.main.stages, records


def by_text(opened: Opened) -> Mapping[str, tuple[str | None, Mapping[str, str]]]:
    """The steps by their ids."""
    return {record.id: (record.stage, record.values) for record in opened.reading.map.main.records}


@FEW
@given(scattered())
def test_in_place_every_cell_stays_and_the_map_is_the_one_proposed(sample: Scattered):
    space, one = kept(sample)
    assert one.way == "in-place"
    theirs, *ours = space.backend.read(REF).grids
    assert theirs.merges == sample.grid.merges
    assert {at: theirs.cells[at] for at in sample.grid.cells} == sample.grid.cells
    across = sample.across
    edge = max(at[0] if across else at[1] for at in sample.grid.cells)
    assert all((at[0] if across else at[1]) > edge for at in theirs.cells.keys() - sample.grid.cells.keys())
    assert {tab.title for tab in ours}.isdisjoint({sample.grid.title})
    assert one.proposal is not None
    meant = draft(one.proposal.placement, sample.type, one.map)._replace(title=one.title)
    fresh = write_map(meant, sample.type)
    expected = read_map(fresh, read_meta(fresh, ""), sample.type).map
    assert contents(open_map(space, REF).reading.map) == contents(expected)


@FEW
@given(sample=scattered(), beside=st.booleans())
def test_lint_and_sync_are_quiet_after_it(*, sample: Scattered, beside: bool):
    space, one = kept(sample, Wishes(beside=beside))
    assert one.way == ("beside" if beside else "in-place")
    if beside:
        synced(space, one.ref)  # as after `new`: who may open it is only known once it is there
    problems = open_map(space, one.ref).reading.problems
    assert {problem.code for problem in problems if problem.severity is None} <= {"stage-missing", "stage-order", *VALUES}
    result = synced(space, one.ref)
    assert (result.outcome, result.edits, result.ids_pending) == ("unchanged", 0, 0)


VALUES = {"emotion-off-scale", "choice-invalid", "number-invalid", "date-invalid"}
"""What people wrote into fields of a kind: said by lint in a new workbook, too."""


@FEW
@given(scattered())
def test_the_two_ways_mean_the_same(sample: Scattered):
    here, one = kept(sample)
    there, other = kept(sample, Wishes(beside=True))
    assert contents(open_map(here, one.ref).reading.map) == contents(open_map(there, other.ref).reading.map)


@FEW
@given(sample=scattered(), beside=st.booleans())
def test_nothing_is_adopted_twice(*, sample: Scattered, beside: bool):
    space, one = kept(sample, Wishes(beside=beside))
    if beside:
        with pytest.raises(SheetsyncError):
            proposed(space, sample.type.key)
    else:
        assert meta_of(space.backend.read(one.ref)) is not None


@FEW
@given(scattered(), st.data())
def test_inserting_rows_and_columns_keeps_every_step(sample: Scattered, data: st.DataObject):
    space, _ = kept(replace(sample, grid=sample.grid._replace(merges=())) if sample.grid.merges else sample)
    before = by_text(open_map(space, REF))
    bottom, right = (max(at[axis] for at in sample.grid.cells) for axis in (0, 1))
    for _ in range(3):
        row, column = data.draw(st.integers(0, bottom)), data.draw(st.integers(0, right))
        opened = act(space, REF, lambda tab, row=row: with_inserted(tab, row=row), tab=sample.grid.title)  # type: ignore[misc]
        opened = act(space, REF, lambda tab, column=column: with_inserted(tab, column=column), tab=sample.grid.title)  # type: ignore[misc]
        assert by_text(opened).keys() == before.keys()


@FEW
@given(scattered(), st.data())
def test_sorting_whole_lines_keeps_every_step(sample: Scattered, data: st.DataObject):
    space, _ = kept(replace(sample, grid=sample.grid._replace(merges=())) if sample.grid.merges else sample)
    before = by_text(open_map(space, REF))
    place = open_map(space, REF).reading.places[MAIN]
    lines = sorted(row.number for row in place.rows if row.record)
    order = dict(zip(lines, data.draw(st.permutations(lines)), strict=True))

    def shuffled(tab: Grid) -> Grid:
        down = turned(tab) if place.across else tab
        down = moved(down, lambda row, column: (order.get(row, row), column))
        return turned(down) if place.across else down

    after = by_text(act(space, REF, shuffled, tab=sample.grid.title))
    assert {key: values for key, (_, values) in after.items()} == {key: values for key, (_, values) in before.items()}


@FEW
@given(scattered(), st.data())
def test_an_edited_cell_changes_that_step_alone(sample: Scattered, data: st.DataObject):
    space, one = kept(sample)
    before = by_text(open_map(space, REF))
    line, _, values = data.draw(st.sampled_from(sample.records))
    field = data.draw(st.sampled_from(sorted(key for key in values)))
    at = (sample.lanes[field], line) if sample.across else (line, sample.lanes[field])
    changed = act(space, REF, lambda tab: tab._replace(cells={**tab.cells, at: MARKED}), tab=sample.grid.title)
    after = by_text(changed)
    assert after.keys() == before.keys()
    assert sum(1 for key in before if after[key] != before[key]) == 1
    assert synced(space, REF).outcome == "archived"
    assert space.ledger.numbers(one.map) == (1, 2)


OPEN = {book.name: book for book in workbooks(held_out=False) if book.maps}


@pytest.mark.parametrize("name", OPEN)
def test_sheets_as_teams_make_them_keep_every_cell_and_are_in_step_at_once(name: str):
    book = OPEN[name]
    space = workspace()
    put(space, *book.grids)
    for one in adopt(space, proposed(space, book.maps[0].type)):
        synced(space, one.ref)
        again = synced(space, one.ref)
        assert (again.outcome, again.edits, again.ids_pending, again.message) == ("unchanged", 0, 0, None)
    after = {tab.title: tab for tab in space.backend.read(REF).grids}
    for tab in book.grids:
        assert {at: after[tab.title].cells[at] for at in tab.cells} == tab.cells
        assert (after[tab.title].merges, after[tab.title].hidden) == (tab.merges, tab.hidden)


def test_most_of_them_can_stay_where_they_are():
    alone = [book for book in OPEN.values() if len(book.maps) == 1]
    ways = []
    for book in alone:
        space = workspace()
        put(space, *book.grids)
        ways += [proposal.way for proposal in proposed(space, book.maps[0].type)]
    assert ways.count("in-place") >= 0.9 * len(ways)
