"""Rewriting: a sheet is brought to say something else with few edits, wherever people moved its rows, and never against a formula."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.patch import patch
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.catalog import builtin
from sheetsync.history.version import content_digest
from sheetsync.model.grid import Grid, Typed
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage
from sheetsync.model.layout import design_workbook
from sheetsync.model.places import ABOUT, Reading
from sheetsync.model.reading import read_map, read_meta
from sheetsync.model.rewriting import Rewrite, plan_map
from sheetsync.model.rewriting_cells import Ground
from sheetsync.model.rewriting_rows import arrange
from sheetsync.model.writing import with_edits, write_map
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.provision import blank_map
from tests.adoption.scattered import Scattered, scattered
from tests.laws.acts import Grids, named, replaced, written
from tests.laws.changes import changed
from tests.laws.maps import Sample, full_map, maps, read
from tests.laws.test_law_adopt import FEW, kept
from tests.laws.test_law_reading import (
    delete_empty_rows,
    delete_headings,
    insert_rows_and_columns,
    rename_and_reorder_tabs,
    rename_headings,
    sort_whole_rows,
    spell_in_nfd,
    swap_lanes,
)
from tests.tasks.adopting import REF

ACTS = (sort_whole_rows, swap_lanes, rename_headings, spell_in_nfd, delete_headings, delete_empty_rows, insert_rows_and_columns)
TYPES = {"down": builtin().load("lifecycle"), "across": builtin().load("current-state")}
AXES = pytest.mark.parametrize("axis", TYPES)


def sheet(axis: str, **stages: str) -> tuple[Grids, Reading]:
    """A workbook whose first stages hold the actions named, one step a word; ``first="a b"`` gives steps ``a`` and ``b``."""
    map_type = TYPES[axis]
    blank = blank_map(map_type, "Thử", "m1", language="vi")
    keys = dict(zip(("first", "second", "third"), (stage.key for stage in blank.main.stages), strict=False))
    records = tuple(Record(word, keys[name], {"action": word.upper()}) for name, words in stages.items() for word in words.split())
    grids = write_map(with_records(blank, records), map_type)
    return grids, meaning(grids, axis)


def meaning(grids: tuple[Grid, ...], axis: str) -> Reading:
    return read_map(grids, read_meta(grids, "x"), TYPES[axis])


def with_records(journey: JourneyMap, records: tuple[Record, ...]) -> JourneyMap:
    return journey._replace(tabs={**journey.tabs, MAIN: journey.main._replace(records=records)})


def with_stages(journey: JourneyMap, stages: tuple[Stage, ...]) -> JourneyMap:
    return journey._replace(tabs={**journey.tabs, MAIN: journey.main._replace(stages=stages)})


def rewritten(grids: tuple[Grid, ...], reading: Reading, wanted: JourneyMap, axis: str) -> Rewrite:
    """The plan, after making sure that it leads there, and that there is nothing to do then."""
    plan = plan_map(reading, wanted, TYPES[axis])
    after = meaning(with_edits(grids, plan.edits), axis)
    assert plan.unplaced == ()
    assert content_digest(after.map) == content_digest(wanted)
    assert plan_map(after, wanted, TYPES[axis]) == ((), ())
    return plan


def told(reading: Reading, plan: Rewrite) -> dict[tuple[int, str], str]:
    """What is written into the map's tab, by line and key."""
    place = reading.places[MAIN]
    keys = {at: key for key, at in place.columns.items()}
    cells = {(edit.cell.column, edit.cell.row) if place.across else (edit.cell.row, edit.cell.column): edit.value for edit in plan.edits}
    return {(line, keys[at]): value for (line, at), value in cells.items()}


@AXES
def test_what_is_said_already_needs_no_edit(axis: str):
    _, reading = sheet(axis, first="a b", second="c")
    assert plan_map(reading, reading.map, TYPES[axis]) == ((), ())


@AXES
def test_one_changed_field_is_one_edit(axis: str):
    grids, reading = sheet(axis, first="a", second="c")
    a, c = reading.map.main.records
    plan = rewritten(grids, reading, with_records(reading.map, (a._replace(values={"action": "=1+1"}), c)), axis)
    assert [(edit.value, edit.kind) for edit in plan.edits] == [("=1+1", "text")]


@AXES
def test_a_new_step_in_a_full_stage_takes_a_line_behind_the_last_and_nothing_else_changes(axis: str):
    many = " ".join(f"a{number}" for number in range(TYPES[axis].main.slots))
    grids, reading = sheet(axis, first=many)
    stage = reading.map.main.stages[0]
    wanted = with_records(reading.map, (*reading.map.main.records, Record("new", stage.key, {"action": "Mới"})))
    plan = rewritten(grids, reading, wanted, axis)
    line = reading.places[MAIN].rows[-1].number + 1
    written_texts = {spot: value for spot, value in told(reading, plan).items() if value}
    assert written_texts == {(line, "_id"): "new", (line, "_stage"): stage.key, (line, "stage"): stage.title, (line, "action"): "Mới"}
    assert {edit.style_from is not None for edit in plan.edits} == {True}


def test_a_new_step_takes_a_free_slot_of_its_stage_with_its_id():
    grids, reading = sheet("down", first="a")
    stage = reading.map.main.stages[0].key
    plan = rewritten(grids, reading, with_records(reading.map, (*reading.map.main.records, Record("new", stage, {"action": "Mới"}))), "down")
    line = reading.places[MAIN].rows[1].number
    assert told(reading, plan) == {(line, "_id"): "new", (line, "action"): "Mới"}


@AXES
def test_a_removed_step_leaves_a_free_slot(axis: str):
    grids, reading = sheet(axis, first="a", second="c")
    plan = rewritten(grids, reading, with_records(reading.map, reading.map.main.records[1:]), axis)
    assert [edit.value for edit in plan.edits] == [""]
    after = meaning(with_edits(grids, plan.edits), axis)
    assert after.places[MAIN].rows[0]._replace(record="a") == reading.places[MAIN].rows[0]
    assert after.problems == reading.problems


@AXES
def test_a_step_moves_to_another_stage_where_it_stands(axis: str):
    grids, reading = sheet(axis, first="a")
    to = reading.map.main.stages[1]
    (a,) = reading.map.main.records
    plan = rewritten(grids, reading, with_records(reading.map, (a._replace(stage=to.key),)), axis)
    assert sorted(edit.value for edit in plan.edits) == sorted((to.key, to.title))


def test_an_inserted_step_takes_ids_along():
    grids, reading = sheet("down", first="a b")
    a, b = reading.map.main.records
    new = Record("new", a.stage, {"action": "MỚI"})
    rewritten(grids, reading, with_records(reading.map, (a, new, b)), "down")


@AXES
def test_a_renamed_stage_is_renamed_in_every_line_and_remembered(axis: str):
    grids, reading = sheet(axis, first="a")
    first, *others = reading.map.main.stages
    if TYPES[axis].policy == "fixed":
        assert plan_map(reading, with_stages(reading.map, (first._replace(title="Khác"), *others)), TYPES[axis]) == (
            (),
            (FieldRef(MAIN, stage=first.key, field="title"),),
        )
        return
    plan = rewritten(grids, reading, with_stages(reading.map, (first._replace(title="Khác"), *others)), axis)
    lines = sum(row.stage == first.key for row in reading.places[MAIN].rows)
    assert [edit.value for edit in plan.edits] == ["Khác"] * (1 + lines) + ["stage", first.key, "Khác"]


def with_formula(grids: tuple[Grid, ...], reading: Reading, ref: FieldRef) -> tuple[Grid, ...]:
    """The workbook in which one field is calculated, and shows what stood there."""
    cell = reading.cell(ref)
    assert cell is not None
    grid = named(grids, cell.tab)
    formula = Typed("formula", "X1", str(grid.cells[cell.row, cell.column]))
    return replaced(grids, grid._replace(cells={**grid.cells, (cell.row, cell.column): formula}))


@AXES
def test_a_formula_is_never_overwritten_and_its_step_never_torn_apart(axis: str):
    grids, reading = sheet(axis, first="a b" if axis == "down" else "a", second="c")
    ref = FieldRef(MAIN, step="a", field="action")
    grids = with_formula(grids, reading, ref)
    reading = meaning(grids, axis)
    a, *others = reading.map.main.records
    assert plan_map(reading, with_records(reading.map, (a._replace(values={"action": "X"}), *others)), TYPES[axis]) == ((), (ref,))
    assert plan_map(reading, with_records(reading.map, tuple(others)), TYPES[axis]) == ((), (FieldRef(MAIN, step="a"),))


def test_around_a_formula_the_other_steps_move():
    grids, reading = sheet("down", first="a b")
    grids = with_formula(grids, reading, FieldRef(MAIN, step="b", field="action"))
    reading = meaning(grids, "down")
    a, b = reading.map.main.records
    rewritten(grids, reading, with_records(reading.map, (b, a)), "down")


def beside(grids: tuple[Grid, ...], axis: str, line: int, note: str | Typed = "ghi chú của nhóm") -> tuple[tuple[Grid, ...], Reading]:
    """The workbook with a note of people's beside a line of the map, behind all of our columns."""
    place = meaning(grids, axis).places[MAIN]
    cell = place.cell(line, max(place.columns.values()) + 1)
    grids = tuple(grid._replace(cells={**grid.cells, (cell.row, cell.column): note}) if grid.title == cell.tab else grid for grid in grids)
    return grids, meaning(grids, axis)


def line_of(reading: Reading, step: str) -> int:
    line = reading.places[MAIN].row_of(step)
    assert line is not None
    return line


@AXES
def test_a_new_step_never_stands_beside_a_note_about_another(axis: str):
    """Somebody wrote beside a step that is gone by now, or goes at the same time: its slot is none for a new one."""
    grids, reading = sheet(axis, first="a b")
    line = line_of(reading, "b")
    grids, reading = beside(grids, axis, line)
    a, _ = reading.map.main.records
    new = Record("new", a.stage, {"action": "MỚI"})
    for steps in ((a,), (a, new)):
        grids = with_edits(grids, rewritten(grids, reading, with_records(reading.map, steps), axis).edits)
        reading = meaning(grids, axis)
    assert line_of(reading, "new") != line
    grids, reading = beside(sheet(axis, first="a b")[0], axis, line)
    swapped = meaning(with_edits(grids, rewritten(grids, reading, with_records(reading.map, (a, new)), axis).edits), axis)
    assert line_of(swapped, "new") != line


@pytest.mark.parametrize("note", [Typed("formula", "LEN(C6)", "0"), Typed("boolean", "false", "FALSE")])
@AXES
def test_a_formula_or_an_empty_box_beside_a_slot_does_not_take_it(note: Typed, axis: str):
    grids, reading = sheet(axis, first="a b")
    line = line_of(reading, "b")
    grids, reading = beside(grids, axis, line, note)
    a, _ = reading.map.main.records
    wanted = with_records(reading.map, (a, Record("new", a.stage, {"action": "MỚI"})))
    assert line_of(meaning(with_edits(grids, rewritten(grids, reading, wanted, axis).edits), axis), "new") == line


@AXES
def test_a_step_with_a_note_beside_it_stays_where_others_can_move(axis: str):
    grids, reading = sheet(axis, first="a b c")
    line = line_of(reading, "a")
    grids, reading = beside(grids, axis, line)
    a, b, c = reading.map.main.records
    moved = meaning(with_edits(grids, rewritten(grids, reading, with_records(reading.map, (a, c, b)), axis).edits), axis)
    assert line_of(moved, "a") == line


@pytest.mark.parametrize("key", sorted(builtin().keys()))
def test_nothing_in_a_new_workbook_is_taken_for_a_note_of_people(key: str):
    map_type = builtin().load(key)
    journey = blank_map(map_type, "Thử", "m1", language="vi", stages=() if map_type.stages else ("Một", "Hai"))
    grids = write_map(journey, map_type)
    reading = read_map(grids, read_meta(grids, "x"), map_type)
    for name in reading.places.keys() - {ABOUT}:  # which has one line for each field
        place = reading.places[name]
        assert not Ground(place).noted & {row.number for row in place.rows}, place.title


def test_a_stage_that_comes_first_is_numbered_anew():
    map_type = builtin().load("custom-period")
    journey = blank_map(map_type, "Thử", "m1", language="vi", stages=("Học kỳ 1", "Học kỳ 2"))
    grids = write_map(journey, map_type)
    reading = read_map(grids, read_meta(grids, "x"), map_type)
    wanted = with_stages(reading.map, (Stage("new", "Trước đó"), *reading.map.main.stages))
    plan = plan_map(reading, wanted, map_type)
    after = with_edits(grids, plan.edits)
    assert content_digest(read_map(after, read_meta(after, "x"), map_type).map) == content_digest(wanted)
    assert [edit.value for edit in plan.edits if edit.value] == ["new", "Trước đó", "1", "2", "3", "stage", "new", "Trước đó"]


def test_what_has_no_place_is_named():
    _, reading = sheet("down", first="a")
    (a,) = reading.map.main.records
    wanted = with_records(reading.map, (a._replace(values={"action": "A", "nowhere": "x"}), Record("empty", a.stage, {})))
    assert plan_map(reading, wanted, TYPES["down"]) == ((), (FieldRef(MAIN, step="empty"), FieldRef(MAIN, step="a", field="nowhere")))


def test_another_map_is_refused():
    _, reading = sheet("down", first="a")
    with pytest.raises(ValueError, match="same map"):
        plan_map(reading, reading.map._replace(id="m2"), TYPES["down"])


# Which line for whom

LINES: Mapping[str, tuple[list[int | None], list[int], list[int | None]]] = {
    "all stay": ([1, 2], [1, 2], [1, 2]),
    "a new one behind the last": ([1, 2, None], [1, 2], [1, 2, None]),
    "a new one takes a free line": ([1, 2, None], [1, 2, 5], [1, 2, 5]),
    "a new one between two moves what is behind": ([1, None, 2], [1, 2], [1, 2, None]),
    "a free line between two is used": ([1, None, 3], [1, 2, 3], [1, 2, 3]),
    "the last comes first: all move by one": ([3, 1, 2], [1, 2, 3, 4], [1, 2, 3]),
}


@pytest.mark.parametrize(("now", "pool", "found"), LINES.values(), ids=LINES)
def test_lines_that_need_not_change_do_not(now: list[int | None], pool: list[int], found: list[int | None]):
    assert arrange(now, pool) == found


@given(st.permutations(range(6)), st.integers(0, 3), st.sets(st.integers(0, 5)))
def test_without_free_lines_between_no_arrangement_changes_fewer(order: list[int], new: int, gone: set[int]):
    now = [line if line not in gone else None for line in order if line not in gone or new > line]
    found = arrange(now, range(6), range(6))

    def changes(lines: tuple[int | None, ...]) -> int:
        return 6 - sum(line is not None and line == was for line, was in zip(lines, now, strict=True)) + lines.count(None)

    every = ((*some, *[None] * (len(now) - len(some))) for size in range(len(now) + 1) for some in combinations(range(6), size))
    assert changes(tuple(found)) == min(map(changes, every))


# The law


def after_acts(sample: Sample, dice: Random) -> Grids:
    grids = write_map(sample.typed, sample.type)
    for act in ACTS:
        if dice.random() < 0.3:
            grids = act(grids, sample, dice)
    return rename_and_reorder_tabs(grids, sample, dice) if dice.random() < 0.2 else grids


def holds(grids: Grids, sample: Sample, wanted: JourneyMap) -> None:
    reading = read(grids, sample)
    plan = plan_map(reading, wanted, sample.type)
    assert plan.unplaced == ()
    cells = {grid.title: grid.cells for grid in grids}
    idle = [edit for edit in plan.edits if edit.style_from is None and cells[edit.cell.tab].get((edit.cell.row, edit.cell.column), "") == edit.value]
    assert idle == []
    after = read(written(grids, plan.edits), sample)
    assert content_digest(after.map) == content_digest(wanted)
    assert plan_map(after, wanted, sample.type) == ((), ())


@given(sample=maps(), seed=st.integers(0, 9999), dice=st.randoms(use_true_random=True))
def test_any_sheet_can_be_made_to_say_any_other_map_of_its_type(sample: Sample, seed: int, dice: Random):
    holds(after_acts(sample, dice), sample, full_map(sample.type, sample.typed.language, seed=seed, fill=0.7).meant)


@given(sample=maps(), changes=st.sampled_from((1, 1, 2, 3, 8)), dice=st.randoms(use_true_random=True))
def test_any_few_changes_reach_any_sheet(sample: Sample, changes: int, dice: Random):
    grids = after_acts(sample, dice)
    holds(grids, sample, changed(read(grids, sample).map, sample.type, dice, changes))


@given(sample=maps(), changes=st.integers(1, 8), dice=st.randoms(use_true_random=True))
def test_no_formula_is_written_and_all_that_is_missing_is_named(sample: Sample, changes: int, dice: Random):
    grids = after_acts(sample, dice)
    reading = read(grids, sample)
    refs = [FieldRef(tab, step=record.id, field=key) for tab, one in reading.map.tabs.items() for record in one.records for key in record.values]
    places = {reading.cell(ref) for ref in refs if dice.random() < 0.05}
    grids = tuple(
        grid._replace(cells={at: _formula(value) if (grid.title, *at) in places else value for at, value in grid.cells.items()}) for grid in grids
    )
    reading = read(grids, sample)
    wanted = changed(reading.map, sample.type, dice, changes)
    plan = plan_map(reading, wanted, sample.type)
    assert {edit.cell for edit in plan.edits}.isdisjoint(places)
    if content_digest(read(written(grids, plan.edits), sample).map) != content_digest(wanted):
        assert plan.unplaced


def _formula(value: str | Typed) -> Typed:
    return Typed("formula", "X1", value) if isinstance(value, str) else value._replace(kind="formula", raw="X1")


@AXES
def test_new_lines_stand_in_a_real_file_as_high_and_styled_as_the_others(axis: str):
    map_type = TYPES[axis]
    _, reading = sheet(axis, first=" ".join(f"a{number}" for number in range(map_type.main.slots)))
    stage = reading.map.main.stages[0].key
    news = tuple(Record(f"new{number}", stage, {"action": f"Mới {number}\n\n\nxong"}) for number in range(3))
    wanted = with_records(reading.map, (*reading.map.main.records, *news))
    data = patch(create_workbook(design_workbook(reading.map, map_type)), plan_map(reading, wanted, map_type).edits, "x")
    after = meaning(read_grids(data, "x"), axis)
    assert content_digest(after.map) == content_digest(wanted)
    last = reading.places[MAIN].rows[-1].number
    part = zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    looks = {found[1]: found[2] for found in re.finditer(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"', part)}
    place = reading.places[MAIN]
    model = max(row.number for row in place.rows if row.stage == stage)
    for line in range(last + 1, last + 4):
        here, there = ([place.cell(number, at).a1.partition("!")[2] for at in place.columns.values()] for number in (line, model))
        assert [looks[cell] for cell in here] == [looks[cell] for cell in there]
    if axis == "down":
        heights = {int(found[1]): float(found[2]) for found in re.finditer(r'<row r="([0-9]+)"[^>]* ht="([0-9.]+)"', part)}
        assert [heights[line + 1] for line in range(last + 1, last + 4)] == [max(56.0, heights[model + 1])] * 3


@FEW
@given(sample=scattered(), changes=st.integers(1, 5), dice=st.randoms(use_true_random=True))
def test_in_a_tab_that_people_made_the_same_holds(sample: Scattered, changes: int, dice: Random):
    space, _ = kept(sample)
    opened = open_map(space, REF)
    wanted = changed(opened.reading.map, sample.type, dice, changes)
    plan = plan_map(opened.reading, wanted, sample.type)
    space.backend.write(REF, plan.edits, if_revision=opened.state.revision)
    after = open_map(space, REF).reading.map
    columns = opened.reading.places[MAIN].columns
    assert all(ref.tab == MAIN and ref.field not in columns for ref in plan.unplaced)
    assert (content_digest(after) == content_digest(wanted)) == (plan.unplaced == ())
