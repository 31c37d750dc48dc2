"""Writing: only the cells that must change, where they stand today."""

from sheetsync.catalog import builtin
from sheetsync.model.grid import CellEdit, CellRef, Grid
from sheetsync.model.journey import FieldRef
from sheetsync.model.places import Reading
from sheetsync.model.reading import read_map, read_meta
from sheetsync.model.writing import pending_ids, plan_upkeep, plan_values, write_map
from sheetsync.tasks.provision import blank_map

TYPE = builtin().load("current-state")
BLANK = blank_map(TYPE, "Thử", "m1", language="vi")


def read(grids: tuple[Grid, ...]) -> Reading:
    return read_map(grids, read_meta(grids, "x"), TYPE)


def written(grids: tuple[Grid, ...], edits: tuple[CellEdit, ...]) -> tuple[Grid, ...]:
    """The grids after ``edits``."""
    texts = {edit.cell: edit.value for edit in edits}
    changed = []
    for grid in grids:
        cells = dict(grid.cells) | {(cell.row, cell.column): text for cell, text in texts.items() if cell.tab == grid.title}
        changed.append(Grid(grid.title, {at: value for at, value in cells.items() if value}, grid.merges, grid.hidden))
    return tuple(changed)


def typed(grids: tuple[Grid, ...], cell: CellRef, text: str) -> tuple[Grid, ...]:
    return written(grids, (CellEdit(cell, text),))


GRIDS = write_map(BLANK, TYPE)
FIRST = read(GRIDS).places["map"].rows[0]


def test_a_fresh_workbook_needs_no_upkeep():
    assert plan_upkeep(read(GRIDS)) == ()
    assert pending_ids(read(GRIDS)) == 0


def test_a_typed_column_gets_the_id_that_reading_gave_it():
    place = read(GRIDS).places["map"]
    beyond = max(row.number for row in place.rows) + 1
    grids = typed(GRIDS, place.cell(beyond, place.columns["action"]), "Hỏi bạn")
    grids = typed(grids, place.cell(beyond, place.columns["stage"]), "Tìm kiếm")
    reading = read(grids)
    (record,) = reading.map.main.records
    assert pending_ids(reading) == 1
    edits = plan_upkeep(reading)
    assert {edit.value for edit in edits} == {record.id, record.stage}
    after = read(written(grids, edits))
    assert (after.map, plan_upkeep(after)) == (reading.map, ())


def test_a_copied_id_is_replaced_and_an_empty_slot_gives_up_an_id_that_moved():
    place = read(GRIDS).places["map"]
    second = place.rows[1]
    grids = typed(GRIDS, place.cell(FIRST.number, place.columns["action"]), "A")
    grids = typed(grids, place.cell(second.number, place.columns["action"]), "B")
    grids = typed(grids, place.cell(second.number, place.columns["_id"]), FIRST.id)
    reading = read(grids)
    after = read(written(grids, plan_upkeep(reading)))
    assert [row.id for row in after.places["map"].rows[:2]] == [record.id for record in reading.map.main.records]


def test_a_new_stage_title_is_remembered_once():
    reading = read(GRIDS)
    cell = reading.cell(FieldRef("map", stage="awareness", field="title"))
    assert cell is not None
    renamed = read(typed(GRIDS, cell, "Biết đến"))
    edits = plan_upkeep(renamed)
    assert [edit.value for edit in edits] == ["stage", "awareness", "Biết đến"]
    assert {edit.cell.row for edit in edits} == {reading.meta.last_row + 1}
    assert plan_upkeep(read(written(typed(GRIDS, cell, "Biết đến"), edits))) == ()


def test_new_texts_go_where_the_fields_stand_today():
    reading = read(GRIDS)
    slot = FIRST.id
    texts = {
        FieldRef(field="objective"): "Hiểu khách",
        FieldRef("map", stage="awareness", field="goal"): "Được nhớ tới",
        FieldRef("map", step=slot, field="emotion"): "satisfied",
        FieldRef("map", step="nobody", field="action"): "never written",
    }
    after = read(written(GRIDS, plan_values(reading, TYPE, texts)))
    assert after.map.values["objective"] == "Hiểu khách"
    assert {stage.key: stage.values.get("goal") for stage in after.map.main.stages}["awareness"] == "Được nhớ tới"
    assert [(record.id, dict(record.values)) for record in after.map.main.records] == [(slot, {"emotion": "satisfied"})]
