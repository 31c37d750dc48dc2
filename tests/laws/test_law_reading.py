"""The laws of reading: what was written is read again, and nothing that people do to a sheet in good faith changes what it means."""

from collections.abc import Callable
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.model.grid import Grid
from sheetsync.model.layout import design_workbook
from sheetsync.model.words import LANGUAGES, Language
from sheetsync.model.writing import write_map
from tests.conftest import LONG
from tests.laws.acts import (
    GENERATED,
    Grids,
    about,
    each_visible,
    replaced,
    respelled,
    retitled,
    tables,
    with_inserted,
    without_columns,
    without_rows,
)
from tests.laws.maps import CATALOG, LONGEST, TYPES, Sample, contents, differences, filled, full_map, in_any_order, maps, read, said

EVERY = [(key, language) for key in TYPES for language in LANGUAGES]
FEW = settings(max_examples=120 if LONG else 12)
"""For laws that are tried once for each act."""


# What is written is read again


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_a_full_map_is_read_as_it_was_written(key: str, language: Language):
    sample = filled(key, language)
    reading = read(write_map(sample.typed, sample.type), sample)
    assert differences(reading.map, sample.meant) == {}
    assert reading.problems == ()


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_the_generator_fills_every_field_list_and_choice(key: str, language: Language):
    sample = filled(key, language)
    map_type, journey = sample.type, sample.meant
    assert journey.values.keys() == {field.key for field in map_type.about}
    assert max(len(text) for text in journey.values.values()) == LONGEST
    for stage in journey.main.stages:
        assert stage.values.keys() == {field.key for field in map_type.stage_fields}
        steps = [record for record in journey.main.records if record.stage == stage.key]
        assert len(steps) >= map_type.main.slots
    for tab in map_type.tabs:
        assert len(journey.records(tab.key)) >= tab.slots
        assert all(record.values.keys() == {field.key for field in tab.fields} for record in journey.records(tab.key))


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_a_full_map_survives_an_xlsx_file(key: str, language: Language):
    sample = filled(key, language)
    grids = read_grids(create_workbook(design_workbook(sample.typed, sample.type)), "test.xlsx")
    reading = read(grids, sample)
    assert differences(reading.map, sample.meant) == {}
    assert reading.problems == ()


@given(maps())
def test_any_map_is_read_as_it_was_written(sample: Sample):
    assert differences(read(write_map(sample.typed, sample.type), sample).map, sample.meant) == {}


@FEW
@given(maps())
def test_any_map_survives_an_xlsx_file(sample: Sample):
    grids = read_grids(create_workbook(design_workbook(sample.typed, sample.type)), "test.xlsx")
    assert differences(read(grids, sample).map, sample.meant) == {}


@pytest.mark.parametrize("text", ["_x005F_x000D_", "a_x0041_x0042_b"])
def test_texts_that_look_like_one_escape_after_another_survive_a_file_of_ours(text: str):
    """LibreOffice mixes them up when it saves, so they are not among the texts of every map."""
    sample = full_map(CATALOG.load("hourglass"), "en", texts=[said(text)])
    grids = read_grids(create_workbook(design_workbook(sample.typed, sample.type)), "test.xlsx")
    assert differences(read(grids, sample).map, sample.meant) == {}


@FEW
@given(maps())
def test_a_map_that_was_read_is_written_and_read_the_same(sample: Sample):
    once = read(write_map(sample.typed, sample.type), sample).map
    assert differences(read(write_map(once, sample.type), sample).map, once) == {}


# Nothing done in good faith changes what a sheet means


@cache
def sheet(key: str, language: Language) -> Grids:
    sample = filled(key, language)
    return write_map(sample.typed, sample.type)


Act = Callable[[Grids, Sample, Random], Grids]


def insert_rows_and_columns(grids: Grids, _sample: Sample, dice: Random) -> Grids:
    def wider(grid: Grid) -> Grid:
        bottom, right = max(row for row, _ in grid.cells), max(column for _, column in grid.cells)
        for _ in range(3):
            grid = with_inserted(grid, row=dice.randrange(bottom + 2), count=1 + dice.randrange(3))
            grid = with_inserted(grid, column=dice.randrange(right + 2), count=1 + dice.randrange(2))
        return grid

    return each_visible(grids, wider)


def delete_empty_rows(grids: Grids, sample: Sample, _dice: Random) -> Grids:
    """Slots that nobody filled, and rows without anything."""
    found = tables(grids, sample.type, sample.typed.language)
    slim = [table.back(without_rows(table.grid, [line for line in table.lines if table.is_empty(line)])) for table in found.values()]
    return each_visible(
        replaced(grids, *slim), lambda grid: without_rows(grid, set(range(max(row for row, _ in grid.cells))) - {row for row, _ in grid.cells})
    )


def sort_whole_rows(grids: Grids, sample: Sample, dice: Random) -> Grids:
    new = []
    for table in tables(grids, sample.type, sample.typed.language).values():
        lines = list(table.lines)
        new.append(table.rearranged(dict(zip(lines, dice.sample(lines, len(lines)), strict=True))))
    return replaced(grids, *new)


def swap_lanes(grids: Grids, sample: Sample, dice: Random) -> Grids:
    new = []
    for table in tables(grids, sample.type, sample.typed.language).values():
        lanes = sorted(table.keys.values())
        order = dict(zip(lanes, dice.sample(lanes, len(lanes)), strict=True))
        new.append(table.changed(lambda row, column, order=order: (row, order.get(column, column))))  # type: ignore[misc]
    return replaced(grids, *new)


def rename_headings(grids: Grids, sample: Sample, _dice: Random) -> Grids:
    new = []
    for table in tables(grids, sample.type, sample.typed.language).values():
        names = {(table.heading, column): f"Cột {column} của chúng tôi" for column in table.visible}
        new.append(table.back(table.grid._replace(cells={**table.grid.cells, **names})))
    labels = about(grids, sample.typed.language)
    names = {(row, column): f"Dòng {row} của chúng tôi" for row, column in labels.cells if column == 1}
    return replaced(grids, *new, labels._replace(cells={**labels.cells, **names}))


def delete_headings(grids: Grids, sample: Sample, _dice: Random) -> Grids:
    found = tables(grids, sample.type, sample.typed.language).values()
    return replaced(grids, *(table.back(without_rows(table.grid, [table.heading])) for table in found))


def spell_in_nfd(grids: Grids, _sample: Sample, _dice: Random) -> Grids:
    return each_visible(grids, respelled)


def rename_and_reorder_tabs(grids: Grids, _sample: Sample, dice: Random) -> Grids:
    return retitled(grids, dice.sample(range(len(grids)), len(grids)))


def delete_generated_tabs(grids: Grids, _sample: Sample, _dice: Random) -> Grids:
    return tuple(grid for grid in grids if grid.title not in GENERATED)


KEEPING_IDS: list[Act] = [
    insert_rows_and_columns,
    delete_empty_rows,
    sort_whole_rows,
    swap_lanes,
    rename_headings,
    delete_headings,
    spell_in_nfd,
    rename_and_reorder_tabs,
    delete_generated_tabs,
]


@pytest.mark.parametrize("act", KEEPING_IDS)
@FEW
@given(where=st.sampled_from(EVERY), dice=st.randoms(use_true_random=True))
def test_what_people_do_changes_neither_the_map_nor_its_ids(act: Act, where: tuple[str, Language], dice: Random):
    sample = filled(*where)
    reading = read(act(sheet(*where), sample, dice), sample)
    assert differences(in_any_order(reading.map), in_any_order(sample.meant)) == {}
    assert [problem for problem in reading.problems if problem.severity != "info"] == []


@FEW
@given(
    where=st.sampled_from(EVERY),
    acts=st.permutations([sort_whole_rows, swap_lanes, rename_headings, spell_in_nfd]),
    dice=st.randoms(use_true_random=True),
)
def test_nor_does_all_of_it_together(where: tuple[str, Language], acts: list[Act], dice: Random):
    sample = filled(*where)
    grids = sheet(*where)
    for act in (*acts, insert_rows_and_columns, rename_and_reorder_tabs):
        grids = act(grids, sample, dice)
    assert differences(in_any_order(read(grids, sample).map), in_any_order(sample.meant)) == {}


@given(sample=maps(), act=st.sampled_from(KEEPING_IDS), dice=st.randoms(use_true_random=True))
def test_nor_does_any_of_it_to_any_map(sample: Sample, act: Act, dice: Random):
    reading = read(act(write_map(sample.typed, sample.type), sample, dice), sample)
    assert differences(in_any_order(reading.map), in_any_order(sample.meant)) == {}


def delete_keys(*, lines: bool, ids: bool, stages: bool) -> Callable[[Grids, Sample], Grids]:
    """Delete from every tab the hidden line with the keys, the hidden column with the ids, the one with the stage keys."""

    def act(grids: Grids, sample: Sample) -> Grids:
        gone = {key for key, chosen in (("_id", ids), ("_stage", stages)) if chosen}
        new = []
        for table in tables(grids, sample.type, sample.typed.language).values():
            slim = without_columns(table.grid, [column for key, column in table.keys.items() if key in gone])
            new.append(table.back(without_rows(slim, [0] if lines else [])))
        own = about(grids, sample.typed.language)
        return replaced(grids, *new, without_rows(without_columns(own, [0] if ids else []), [0] if lines else []))

    return act


DELETED = {
    "key line": delete_keys(lines=True, ids=False, stages=False),
    "ids": delete_keys(lines=False, ids=True, stages=False),
    "stage keys": delete_keys(lines=False, ids=False, stages=True),
    "hidden columns": delete_keys(lines=False, ids=True, stages=True),
    "all": delete_keys(lines=True, ids=True, stages=True),
}


@pytest.mark.parametrize("act", DELETED.values(), ids=DELETED)
@pytest.mark.parametrize(("key", "language"), EVERY)
def test_without_its_hidden_keys_a_sheet_is_read_by_its_headings(act: Callable[[Grids, Sample], Grids], key: str, language: Language):
    sample = filled(key, language)
    found = read(act(sheet(key, language), sample), sample).map
    assert differences(contents(found), contents(sample.meant)) == {}
