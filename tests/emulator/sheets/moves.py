"""Rows, columns and cells that are inserted, deleted or moved, and all that follows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.book import Book, Cell, Json, Sheet
from tests.emulator.sheets.ranges import edge
from tests.emulator.sheets.references import Reference, rewrite_all
from tests.emulator.sheets.shifts import Delete, Insert, Move, Shift

Dimension = Literal["ROWS", "COLUMNS"]

_ENDS: dict[str, tuple[str, str]] = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}
_COUNT: dict[str, str] = {"ROWS": "rowCount", "COLUMNS": "columnCount"}
_FROZEN: dict[str, str] = {"ROWS": "frozenRowCount", "COLUMNS": "frozenColumnCount"}
_CROSS: dict[str, Dimension] = {"ROWS": "COLUMNS", "COLUMNS": "ROWS"}

RangeChange = Callable[[Json], Json | None]


@dataclass(frozen=True, slots=True)
class Edit:
    """A shift of the rows or columns of a sheet; with ``band`` only of the cells in those columns (or rows)."""

    sheet: Sheet
    dimension: Dimension
    shift: Shift
    band: range | None = None

    def cell(self, row: int, column: int) -> tuple[int, int] | None:
        """Where a cell goes; ``None`` when it is deleted."""
        along, across = (row, column) if self.dimension == "ROWS" else (column, row)
        if self.band is not None and across not in self.band:
            return row, column
        new = self.shift.index(along)
        if new is None:
            return None
        return (new, column) if self.dimension == "ROWS" else (row, new)

    def range(self, given: Json) -> Json | None:
        """What becomes of a GridRange; ``None`` when its cells are gone. One that is only in part in the band stays."""
        if int(given.get("sheetId", 0)) != self.sheet.id or not self._in_band(given):
            return given
        start, end = _ENDS[self.dimension]
        new = self.shift.span(given.get(start), given.get(end))
        if new is None:
            return None
        rest = {name: value for name, value in given.items() if name not in {start, end}}
        return rest | {name: value for name, value in zip((start, end), new, strict=True) if value is not None}

    def dimension_range(self, given: Json) -> Json | None:
        """What becomes of a DimensionRange; ``None`` when its rows or columns are gone."""
        if int(given.get("sheetId", 0)) != self.sheet.id or given.get("dimension") != self.dimension or self.band is not None:
            return given
        new = self.shift.span(given.get("startIndex"), given.get("endIndex"))
        return None if new is None else {**given, "startIndex": new[0], "endIndex": new[1]}

    def reference(self, reference: Reference, here: Sheet) -> Reference | None:
        """What becomes of a reference in a formula on the sheet ``here``."""
        title = reference.sheet if reference.sheet is not None else here.title
        if title.casefold() != self.sheet.title.casefold():
            return reference
        old = reference.grid_range(self.sheet.id)
        new = self.range(old)
        return None if new is None else reference if new == old else reference.at(new)

    def _in_band(self, given: Json) -> bool:
        if self.band is None:
            return True
        start, end = _ENDS[_CROSS[self.dimension]]
        everything = self.sheet.properties["gridProperties"][_COUNT[_CROSS[self.dimension]]]
        return edge(given, start, 0) >= self.band.start and edge(given, end, everything) <= self.band.stop


def insert(book: Book, sheet: Sheet, dimension: Dimension, at: int, count: int, *, like: int | None = None) -> None:
    """Insert ``count`` empty rows or columns before ``at``; ``like`` is the one (as it was numbered before) whose formats they take over."""
    model = {} if like is None else _formats(sheet, dimension, like)
    size = None if like is None else _properties(sheet, dimension).get(like, {}).get("pixelSize")
    _resize(sheet, dimension, count)
    apply(book, Edit(sheet, dimension, Insert(at, count)))
    for new in range(at, at + count):
        for across, cell in model.items():
            sheet.cells[(new, across) if dimension == "ROWS" else (across, new)] = _like(cell)
        if size is not None:
            _properties(sheet, dimension)[new] = {"pixelSize": size}


def delete(book: Book, sheet: Sheet, dimension: Dimension, start: int, end: int, *, keep_anchors: bool = False) -> None:
    """Delete rows or columns, and what stood on them. ``keep_anchors`` as in ``apply``."""
    apply(book, Edit(sheet, dimension, Delete(start, end)), keep_anchors=keep_anchors)
    _resize(sheet, dimension, start - end)


def move(book: Book, sheet: Sheet, dimension: Dimension, start: int, end: int, to: int) -> None:
    """Move rows or columns before ``to`` (as it was numbered before)."""
    apply(book, Edit(sheet, dimension, Move(start, end, to)))


def insert_cells(book: Book, area: Area, dimension: Dimension) -> None:
    """Insert empty cells where ``area`` is, pushing down (ROWS) or right (COLUMNS). The grid grows as far as cells are pushed out of it."""
    along, across = (area.rows, area.columns) if dimension == "ROWS" else (area.columns, area.rows)
    edit = Edit(area.sheet, dimension, Insert(along.start, len(along)), across)
    places = [place for old in area.sheet.cells if (place := edit.cell(*old)) is not None]
    furthest = max((place[0 if dimension == "ROWS" else 1] for place in places), default=-1)
    grid = area.sheet.properties["gridProperties"]
    grid[_COUNT[dimension]] = max(grid[_COUNT[dimension]], furthest + 1)
    apply(book, edit)


def delete_cells(book: Book, area: Area, dimension: Dimension, *, keep_anchors: bool = False) -> None:
    """Delete the cells of ``area``; those below (ROWS) or to the right (COLUMNS) close up. The grid keeps its size."""
    along, across = (area.rows, area.columns) if dimension == "ROWS" else (area.columns, area.rows)
    apply(book, Edit(area.sheet, dimension, Delete(along.start, along.stop), across), keep_anchors=keep_anchors)


def apply(book: Book, edit: Edit, *, keep_anchors: bool = False) -> None:
    """Carry out an edit on everything but the size of the grid.

    The anchor of a comment whose cell is deleted goes; with ``keep_anchors`` it stays as an empty range (which of the two Google does is unverified).
    """
    sheet = edit.sheet
    rewrite_all(book, edit.reference)
    sheet.cells = {place: cell for old, cell in sheet.cells.items() if (place := edit.cell(*old)) is not None}
    if edit.band is None:
        _move_dimension(sheet, edit)
        book.metadata = [entry for one in book.metadata if (entry := _metadata(one, edit)) is not None]
    change_ranges(book, edit.range)
    _move_positions(book, edit)
    _move_filter_columns(sheet, edit)
    lost = {key: _collapsed(edit, one) for key, one in book.anchors.items() if keep_anchors and edit.range(one) is None}
    book.anchors = {key: new for key, one in book.anchors.items() if (new := edit.range(one)) is not None} | lost


def change_ranges(book: Book, change: RangeChange) -> None:
    """Change every range that belongs to the book or its sheets, but not comment anchors: what is ``None`` afterwards goes.

    A named range stays, without its range: that is how ``#REF!`` looks (unverified).
    """
    book.named_ranges = [_named(one, change) for one in book.named_ranges]
    for sheet in book.sheets:
        sheet.merges = [new for one in sheet.merges if (new := change(one)) is not None and _is_merge(new)]
        sheet.protected_ranges = _with_range(sheet.protected_ranges, change)
        sheet.filter_views = _with_range(sheet.filter_views, change)
        sheet.banded_ranges = _with_range(sheet.banded_ranges, change)
        sheet.tables = _with_range(sheet.tables, change)
        sheet.basic_filter = next(iter(_with_range([sheet.basic_filter], change)), None) if sheet.basic_filter else None
        rules = [{**rule, "ranges": _changed(rule.get("ranges", []), change)} for rule in sheet.conditional_formats]
        sheet.conditional_formats = [rule for rule in rules if rule["ranges"]]
        sheet.charts = [{**chart, "spec": _sources(chart.get("spec", {}), change)} for chart in sheet.charts]


def _named(named: Json, change: RangeChange) -> Json:
    new = change(named["range"]) if named.get("range") else None
    rest = {name: value for name, value in named.items() if name != "range"}
    return rest if new is None else {**rest, "range": new}


def _with_range(listed: list[Json], change: RangeChange) -> list[Json]:
    found: list[Json] = []
    for one in listed:
        if "range" not in one:
            found.append(one)
        elif (new := change(one["range"])) is not None:
            free = _changed(one.get("unprotectedRanges", []), change)
            found.append({**one, "range": new} | ({"unprotectedRanges": free} if free else {}))
    return found


def _changed(ranges: list[Json], change: RangeChange) -> list[Json]:
    return [new for one in ranges if (new := change(one)) is not None]


def _sources(value: Any, change: RangeChange) -> Any:
    """A chart's spec with its source ranges changed."""
    if isinstance(value, list):
        return [_sources(one, change) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _changed(one, change) if name == "sources" else _sources(one, change) for name, one in value.items()}


def _is_merge(given: Json) -> bool:
    height, width = given["endRowIndex"] - given["startRowIndex"], given["endColumnIndex"] - given["startColumnIndex"]
    return bool(height * width > 1)


def _move_dimension(sheet: Sheet, edit: Edit) -> None:
    kept = {index: one for old, one in _properties(sheet, edit.dimension).items() if (index := edit.shift.index(old)) is not None}
    groups = sheet.row_groups if edit.dimension == "ROWS" else sheet.column_groups
    groups[:] = [{**group, "range": new} for group in groups if (new := edit.dimension_range(group["range"])) is not None]
    if edit.dimension == "ROWS":
        sheet.rows = kept
    else:
        sheet.columns = kept
    grid = sheet.properties["gridProperties"]
    if frozen := int(grid.get(_FROZEN[edit.dimension], 0)):
        grid[_FROZEN[edit.dimension]] = _frozen(edit.shift, frozen)


def _frozen(shift: Shift, frozen: int) -> int:
    """How many are frozen afterwards: what comes before the last frozen one is frozen as well."""
    match shift:
        case Insert(at, count):
            return frozen + count if at < frozen else frozen
        case Delete(start, end):
            return frozen - max(0, min(end, frozen) - start)
        case _:
            return frozen


def _metadata(entry: Json, edit: Edit) -> Json | None:
    location = entry["location"]
    if "dimensionRange" not in location:
        return entry
    new = edit.dimension_range(location["dimensionRange"])
    return None if new is None else {**entry, "location": {**location, "dimensionRange": new}}


def _move_positions(book: Book, edit: Edit) -> None:
    """Charts stay with the cell that they are anchored to, or with what has come into its place."""
    for sheet in book.sheets:
        sheet.charts = [_moved_chart(chart, edit) for chart in sheet.charts]


def _moved_chart(chart: Json, edit: Edit) -> Json:
    overlay = chart.get("position", {}).get("overlayPosition", {})
    anchor = overlay.get("anchorCell")
    if anchor is None or int(anchor.get("sheetId", 0)) != edit.sheet.id:
        return chart
    row, column = int(anchor.get("rowIndex", 0)), int(anchor.get("columnIndex", 0))
    gap = (_gap(edit, row), column) if edit.dimension == "ROWS" else (row, _gap(edit, column))
    new = edit.cell(row, column) or gap
    moved = {**anchor, "rowIndex": new[0], "columnIndex": new[1]}
    return {**chart, "position": {**chart["position"], "overlayPosition": {**overlay, "anchorCell": moved}}}


def _gap(edit: Edit, old: int) -> int:
    """Where a deleted row or column was."""
    return edit.shift.start if isinstance(edit.shift, Delete) else old


def _move_filter_columns(sheet: Sheet, edit: Edit) -> None:
    if edit.dimension != "COLUMNS" or edit.band is not None:
        return
    sheet.filter_views = [_filter_columns(view, edit) for view in sheet.filter_views]
    sheet.basic_filter = sheet.basic_filter and _filter_columns(sheet.basic_filter, edit)


def _filter_columns(given: Json, edit: Edit) -> Json:
    found = dict(given)
    for name, key in (("sortSpecs", "dimensionIndex"), ("filterSpecs", "columnIndex")):
        if name in given:
            moved = [{**spec, key: edit.shift.index(int(spec.get(key, 0)))} for spec in given[name]]
            found[name] = [spec for spec in moved if spec[key] is not None]
    return found


def _collapsed(edit: Edit, given: Json) -> Json:
    start, end = _ENDS[edit.dimension]
    return {**given, start: _gap(edit, given[start]), end: _gap(edit, given[start])}


def _properties(sheet: Sheet, dimension: Dimension) -> dict[int, Json]:
    return sheet.rows if dimension == "ROWS" else sheet.columns


def _resize(sheet: Sheet, dimension: Dimension, by: int) -> None:
    grid = sheet.properties["gridProperties"]
    grid[_COUNT[dimension]] = int(grid[_COUNT[dimension]]) + by


def _formats(sheet: Sheet, dimension: Dimension, index: int) -> dict[int, Cell]:
    """The cells of a row or column that have a format or a validation, by column or row."""
    along = 0 if dimension == "ROWS" else 1
    return {place[1 - along]: cell for place, cell in sheet.cells.items() if place[along] == index and (cell.format or cell.validation)}


def _like(cell: Cell) -> Cell:
    """An empty cell with the same looks. A copied checkbox is not ticked."""
    is_checkbox = bool(cell.validation) and (cell.validation or {}).get("condition", {}).get("type") == "BOOLEAN"
    return Cell(entered={"boolValue": False} if is_checkbox else None, format=cell.format, validation=cell.validation)
