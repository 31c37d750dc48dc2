"""The laws of identity: a step stays itself when people sort, cut, paste and delete past the hidden ids; what they copy or type anew is new."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.model.anatomy import STAGES_TAB
from sheetsync.model.grid import CellRef, Grid, Typed, Value
from sheetsync.model.journey import FieldRef, JourneyMap
from sheetsync.model.places import Reading
from sheetsync.model.realign import realign
from sheetsync.model.words import LANGUAGES, Language
from sheetsync.model.writing import pending_ids, plan_upkeep, write_map
from tests.conftest import LONG
from tests.laws.acts import Grids, Table, named, replaced, tables, with_inserted, without_columns, written
from tests.laws.maps import TYPES, Sample, differences, filled, in_any_order, read, roomy

EVERY = [(key, language) for key in TYPES for language in LANGUAGES]
FEW = settings(max_examples=120 if LONG else 15)

Where = tuple[str, Language]
Act = Callable[[Grids, Sample, Random], Grids]


@cache
def sheet(key: str, language: Language) -> Grids:
    """The workbook of a full map in which every tab still has empty slots."""
    sample = filled(key, language)
    return write_map(sample.typed, roomy(sample))


def settled(grids: Grids, sample: Sample) -> Reading:
    """The reading as sync has it, after its upkeep stood in the sheet; a later reading needs no base to say the same."""
    reading = realign(sample.meant, read(grids, sample))
    kept = written(grids, plan_upkeep(reading))
    again = read(kept, sample)
    assert differences(again.map, reading.map) == {}
    assert pending_ids(again) == 0
    assert plan_upkeep(again) == ()
    assert [ref for ref, text in texts(reading) if text and not stands(grids, reading.cell(ref))] == []
    return reading


def texts(reading: Reading) -> Iterator[tuple[FieldRef, str]]:
    for tab, content in reading.map.tabs.items():
        for record in content.records:
            yield from ((FieldRef(tab, step=record.id, field=key), text) for key, text in record.values.items())


def stands(grids: Grids, cell: CellRef | None) -> bool:
    """Whether there is something in a cell."""
    return cell is not None and (cell.row, cell.column) in named(grids, cell.tab).cells


def lists(grids: Grids, sample: Sample) -> list[Table]:
    """The tabs that hold records."""
    found = tables(grids, sample.type, sample.typed.language)
    return [found[tab.title.of(sample.typed.language)] for tab in sample.type.tabs]


def sort_what_is_visible(grids: Grids, sample: Sample, dice: Random) -> Grids:
    new = []
    for table in lists(grids, sample):
        lines = list(table.lines)
        new.append(table.rearranged(dict(zip(lines, dice.sample(lines, len(lines)), strict=True)), table.visible))
    return replaced(grids, *new)


def cut_into_empty_slots(grids: Grids, sample: Sample, dice: Random) -> Grids:
    """The visible cells of one record of each tab, stage label included."""
    new = []
    for table in lists(grids, sample):
        source = dice.choice([line for line in table.lines if not table.is_empty(line)])
        target = dice.choice([line for line in table.lines if table.is_empty(line)])
        new.append(table.rearranged({source: target}, table.visible))
    return replaced(grids, *new)


def delete_ids(grids: Grids, sample: Sample, dice: Random) -> Grids:
    new = []
    for table in lists(grids, sample):
        gone = {(line, table.keys["_id"]) for line in table.lines if dice.random() < 0.5}
        new.append(table.back(table.grid._replace(cells={at: value for at, value in table.grid.cells.items() if at not in gone})))
    return replaced(grids, *new)


@pytest.mark.parametrize("act", [sort_what_is_visible, cut_into_empty_slots, delete_ids])
@FEW
@given(where=st.sampled_from(EVERY), dice=st.randoms(use_true_random=True))
def test_identity_follows_content(act: Act, where: Where, dice: Random):
    sample = filled(*where)
    reading = settled(act(sheet(*where), sample, dice), sample)
    assert differences(in_any_order(reading.map), in_any_order(sample.meant)) == {}
    assert reading.problems == ()


@pytest.mark.parametrize("where", EVERY)
def test_without_the_whole_column_of_ids_they_come_back_from_the_base(where: Where):
    sample = filled(*where)
    without = [table.back(without_columns(table.grid, [table.keys["_id"]])) for table in lists(sheet(*where), sample)]
    reading = realign(sample.meant, read(replaced(sheet(*where), *without), sample))
    assert differences(reading.map, sample.meant) == {}


@FEW
@given(where=st.sampled_from(EVERY), dice=st.randoms(use_true_random=True))
def test_a_step_pasted_under_another_stage_moves_there_and_stays_itself(where: Where, dice: Random):
    sample = filled(*where)
    table = Table.main(sheet(*where), sample.type, sample.typed.language)
    source = dice.choice([line for line in table.lines if not table.is_empty(line)])
    target = dice.choice([line for line in table.lines if table.is_empty(line)])
    grids = replaced(sheet(*where), table.rearranged({source: target}, table.visible - {table.keys["stage"]}))
    step, stage = str(table.grid.cells[source, table.keys["_id"]]), str(table.grid.cells[target, table.keys["_stage"]])
    reading = settled(grids, sample)
    assert differences(in_any_order(reading.map), in_any_order(with_stage(sample.meant, step, stage))) == {}


def with_stage(journey: JourneyMap, step: str, stage: str) -> JourneyMap:
    records = tuple(record._replace(stage=stage) if record.id == step else record for record in journey.main.records)
    return journey._replace(tabs={**journey.tabs, "map": journey.main._replace(records=records)})


def insert_copies(grids: Grids, sample: Sample, dice: Random) -> Grids:
    """One whole row of each tab, hidden keys included, inserted below itself or far away."""
    new = []
    for table in lists(grids, sample):
        source = dice.choice([line for line in table.lines if not table.is_empty(line)])
        new.append(table.back(with_line(table, dice.choice([source, *table.lines]) + 1, line_of(table, source))))
    return replaced(grids, *new)


def line_of(table: Table, number: int) -> dict[int, Value]:
    return {column: value for (line, column), value in table.grid.cells.items() if line == number}


def with_line(table: Table, number: int, line: Mapping[int, Value]) -> Grid:
    """The tab with a new line inserted above line ``number``."""
    wider = with_inserted(table.grid, row=number)
    return wider._replace(cells={**wider.cells, **{(number, column): value for column, value in line.items()}})


@FEW
@given(where=st.sampled_from(EVERY), dice=st.randoms(use_true_random=True))
def test_what_is_copied_is_new_and_nothing_else_changes(where: Where, dice: Random):
    sample = filled(*where)
    reading = settled(insert_copies(sheet(*where), sample, dice), sample)
    for tab in sample.type.tabs:
        before = {record.id: record for record in sample.meant.records(tab.key)}
        after = {record.id: record for record in reading.map.records(tab.key)}
        (new,) = after.keys() - before.keys()
        assert {key: record for key, record in after.items() if key != new} == before
        assert any((record.stage, record.values) == (after[new].stage, after[new].values) for record in before.values())
    assert {problem.code for problem in reading.problems} == {"row-id-broken"}
    assert {problem.severity for problem in reading.problems} == {"info"}


@FEW
@given(where=st.sampled_from(EVERY), dice=st.randoms(use_true_random=True))
def test_what_is_typed_into_new_rows_is_new_and_nothing_else_changes(where: Where, dice: Random):
    sample = filled(*where)
    new = []
    for table in lists(sheet(*where), sample):
        at = dice.choice([table.first, *table.lines, table.last + 1])
        shown = sorted(table.visible - {table.keys.get("stage", -1)})
        text = {column: f"Mới {column}" for column in shown if dice.random() < 0.7} or {shown[0]: "Mới"}
        label = {table.keys["stage"]: sample.typed.main.stages[0].title} if table.keys.get("_stage") is not None else {}
        new.append(table.back(with_line(table, at, text | label)))
    reading = settled(replaced(sheet(*where), *new), sample)
    for tab in sample.type.tabs:
        before = {record.id: record for record in sample.meant.records(tab.key)}
        after = {record.id: record for record in reading.map.records(tab.key)}
        (typed,) = after.keys() - before.keys()
        assert {key: record for key, record in after.items() if key != typed} == before
        assert after[typed].stage == (sample.meant.main.stages[0].key if tab.key == "map" else None)


@pytest.mark.parametrize("where", EVERY)
def test_stages_keep_their_keys_when_only_what_is_visible_of_them_is_sorted(where: Where):
    sample = filled(*where)
    table = tables(sheet(*where), sample.type, sample.typed.language)[STAGES_TAB.of(sample.typed.language)]
    lines = list(table.lines)
    turned_over = table.rearranged(dict(zip(lines, reversed(lines), strict=True)), table.visible)
    reading = settled(replaced(sheet(*where), turned_over), sample)
    assert differences(reading.map, sample.meant) == {}
    assert reading.problems == ()


OPEN = [where for where in EVERY if filled(*where).type.policy == "open" and filled(*where).type.stages]


@pytest.mark.parametrize("where", OPEN)
def test_a_new_stage_named_like_another_one_takes_nothing_from_it(where: Where):
    sample = filled(*where)
    table = tables(sheet(*where), sample.type, sample.typed.language)[STAGES_TAB.of(sample.typed.language)]
    title = sample.type.stages[-1].title.of("en" if sample.typed.language == "vi" else "vi")
    line: dict[int, Value] = {table.keys["title"]: title, table.keys["order"]: Typed("number", "99", "99")}
    reading = settled(replaced(sheet(*where), table.back(with_line(table, table.first, line))), sample)
    *stages, new = reading.map.main.stages
    assert tuple(stages) == sample.meant.main.stages
    assert (new.title, new.values) == (title, {})
    assert in_any_order(reading.map).main.records == in_any_order(sample.meant).main.records
