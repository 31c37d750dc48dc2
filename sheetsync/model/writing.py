"""Map → edits of a workbook: what a task asks a backend to write, and nothing more."""

from collections.abc import Iterator, Mapping, Sequence

from sheetsync.model import anatomy
from sheetsync.model.design import DesignCell, WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed, Value
from sheetsync.model.journey import FieldRef, JourneyMap, Stage
from sheetsync.model.layout import CURVE_COLUMN, CURVE_FIRST_ROW, curve_values, design_workbook, to_cell
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.places import STAGES, Place, Reading
from sheetsync.model.values import decimal
from sheetsync.model.words import fold


def write_map(journey: JourneyMap, map_type: MapType) -> tuple[Grid, ...]:
    """The grids of a workbook that holds ``journey``: ``read_map`` of them gives the same map again."""
    return grids_of(design_workbook(journey, map_type))


def grids_of(design: WorkbookDesign) -> tuple[Grid, ...]:
    """The values a designed workbook will hold."""
    return tuple(
        Grid(tab.title, {at: value for at, cell in tab.cells.items() if (value := _value(cell)) != ""}, hidden=tab.hidden) for tab in design.tabs
    )


def with_edits(grids: Sequence[Grid], edits: Sequence[CellEdit]) -> tuple[Grid, ...]:
    """The workbook after ``edits`` of plain text, all of them in cells that hold no formula."""
    cells: dict[str, dict[tuple[int, int], Value]] = {}
    for edit in edits:
        cells.setdefault(edit.cell.tab, {})[edit.cell.row, edit.cell.column] = edit.value
    return tuple(
        grid._replace(cells={at: value for at, value in {**grid.cells, **cells.get(grid.title, {})}.items() if value != ""}) for grid in grids
    )


def _value(cell: DesignCell) -> Value:
    match cell.kind:
        case "text":
            return cell.value
        case "number":
            return Typed("number", cell.value, cell.value)
        case "date":
            return Typed("number", cell.value, cell.value, cell.value) if cell.value else ""
        case "boolean":
            return Typed("boolean", cell.value, cell.value.upper())
        case "link":
            return Typed("formula", "HYPERLINK", cell.value)
        case "formula":
            return Typed("formula", cell.formula, cell.value)


def plan_upkeep(reading: Reading) -> tuple[CellEdit, ...]:
    """The hidden cells that do not say yet what was read: ids of typed records, stage keys of moved ones, new titles of stages and headings."""
    edits: list[CellEdit] = []
    stages = {record.id: record.stage for tab in reading.map.tabs.values() for record in tab.records}
    for name, place in reading.places.items():
        if anatomy.ID in place.columns:
            edits += _ids(place)
        if name != STAGES and anatomy.STAGE in place.columns:
            edits += [
                CellEdit(place.cell(row.number, place.columns[anatomy.STAGE]), stages.get(row.record) or "")
                for row in place.rows
                if row.record and (stages.get(row.record) or "") != row.stage
            ]
    return (*edits, *plan_news(reading, reading.map.main.stages))


def plan_news(reading: Reading, stages: Sequence[Stage], others: Sequence[tuple[str, ...]] = ()) -> tuple[CellEdit, ...]:
    """New rows for the hidden tab: titles of ``stages`` and names of headings that it does not know yet, then ``others``."""
    news = [*_titles(reading, stages), *_renamed_headings(reading), *others]
    return tuple(
        CellEdit(CellRef(reading.meta.tab, row, column), text)
        for row, texts in enumerate(news, start=reading.meta.last_row + 1)
        for column, text in enumerate(texts)
    )


def plan_curve(grids: Sequence[Grid], reading: Reading, map_type: MapType) -> tuple[CellEdit, ...]:
    """The stored results of the emotion curve that are not up to date: programs that don't recalculate on opening draw from them."""
    grid = next((grid for grid in grids if grid.title == anatomy.CURVE_TAB), None)
    stages = reading.places.get(STAGES)
    if grid is None or stages is None:
        return ()
    means = dict(zip((stage.key for stage in reading.map.main.stages), curve_values(reading.map, map_type), strict=True))
    listed = [row for row in stages.rows if row.record in means]
    edits: list[CellEdit] = []
    for at, row in enumerate(listed):
        today = grid.cells.get((CURVE_FIRST_ROW + at, CURVE_COLUMN))
        if row.number != listed[0].number + at or not isinstance(today, Typed) or today.kind != "formula":
            return ()
        mean = means[row.record or ""]
        shown = today.shown or ""
        if (decimal(shown) or shown) != mean:
            edits.append(CellEdit(CellRef(grid.title, CURVE_FIRST_ROW + at, CURVE_COLUMN), mean, "cached"))
    return tuple(edits)


def pending_ids(reading: Reading) -> int:
    """How many records do not have their id in the sheet yet."""
    return sum(1 for place in reading.places.values() for row in place.rows if row.record and row.record != row.id)


def _ids(place: Place) -> Iterator[CellEdit]:
    held = {row.record for row in place.rows if row.record}
    seen: set[str] = set()
    for row in place.rows:
        wanted = row.record or ("" if row.id in held or row.id in seen else row.id)
        seen.add(wanted)
        if wanted != row.id:
            yield CellEdit(place.cell(row.number, place.columns[anatomy.ID]), wanted)


def _titles(reading: Reading, stages: Sequence[Stage]) -> Iterator[tuple[str, ...]]:
    """Rows for the hidden tab: the titles of stages that it does not know yet."""
    known = {(key, fold(title)) for key, title in reading.meta.titles}
    for stage in stages:
        name = (stage.key, fold(stage.title))
        if name not in known:
            known.add(name)
            yield "stage", stage.key, stage.title


def _renamed_headings(reading: Reading) -> Iterator[tuple[str, ...]]:
    """Rows for the hidden tab: new names of headings in a tab that people made, so that they are known from now on."""
    for problem in reading.problems:
        tab, field = problem.ref.tab or "", problem.ref.field or ""
        if problem.code == "header-tampered" and problem.variant == "renamed" and tab in reading.meta.learned and field:
            yield "heading", tab, field, str(problem.facts["found"])


def plan_values(reading: Reading, map_type: MapType, texts: Mapping[FieldRef, str]) -> tuple[CellEdit, ...]:
    """Edits that give fields new texts, where they stand today; a field without a place is passed over."""
    edits: list[CellEdit] = []
    for ref, text in texts.items():
        cell = reading.cell(ref)
        field = _field(map_type, ref)
        if cell is None:
            continue
        value, kind = to_cell(field, text, reading.map, map_type) if field else (text, "text")
        edits.append(CellEdit(cell, value, kind))
    return tuple(edits)


def _field(map_type: MapType, ref: FieldRef) -> Field | None:
    fields = map_type.fields_of(ref.tab, of_stage=ref.stage is not None and ref.step is None)
    return next((field for field in fields if field.key == ref.field), None)
