"""Requests that write cells: values, formats, notes, validations, borders, merges."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.emulator.errors import unimplemented
from tests.emulator.masks import Mask
from tests.emulator.sheets import moves
from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.book import Cell, Json, Sheet
from tests.emulator.sheets.colors import updated, with_styles
from tests.emulator.sheets.ranges import full_range, inside, overlap
from tests.emulator.sheets.references import copied
from tests.emulator.sheets.requests.conditions import check_condition
from tests.emulator.sheets.work import TEXT_LIMIT, Kind, Rejected, Work

_PARTS: Mapping[str, str] = {
    "userEnteredValue": "entered",
    "userEnteredFormat": "format",
    "note": "note",
    "dataValidation": "validation",
    "textFormatRuns": "runs",
    "chipRuns": "chips",
}
"""The fields of CellData that can be written, and the part of ``Cell`` that keeps each."""

_NOT_KEPT = frozenset({"pivotTable", "dataSourceTable"})
PARTLY_MERGED = "You must select all cells in a merged range to merge or unmerge them."


def update_cells(work: Work, request: Json) -> Json:
    """``updateCells``: rows of CellData into a range (what they don't cover is cleared), or from a start on."""
    mask = work.mask(request.get("fields"), "CellData")
    rows = [row.get("values", []) for row in request.get("rows", [])]
    if "range" in request:
        area = work.writable(request["range"])
        for row, values in enumerate(rows):
            _check_fits("row", area.rows.start + row, area.rows.stop)
            _check_fits("column", area.columns.start + len(values) - 1, area.columns.stop)
        pen = Pen(area.sheet, mask)
        for (row, column), place in _numbered(area):
            pen.write(place, rows[row][column] if row < len(rows) and column < len(rows[row]) else {})
        return {}
    sheet, top, left = work.place(request.get("start"))
    _write_rows(work, sheet, top, left, rows, mask)
    return {}


def repeat_cell(work: Work, request: Json) -> Json:
    """``repeatCell``: the same CellData into every cell; references in a formula move along."""
    mask = work.mask(request.get("fields"), "CellData")
    area, data = work.writable(request.get("range")), request.get("cell", {})
    formula = data.get("userEnteredValue", {}).get("formulaValue")
    pen = Pen(area.sheet, mask)
    for (row, column), place in _numbered(area):
        pen.write(place, {**data, "userEnteredValue": {"formulaValue": copied(formula, row, column)}} if formula else data)
    return {}


def append_cells(work: Work, request: Json) -> Json:
    """``appendCells``: rows of CellData below the last row that holds anything; the grid grows."""
    if "tableId" in request:
        raise unimplemented("appendCells with tableId")
    mask = work.mask(request.get("fields"), "CellData")
    sheet, rows = work.sheet(request.get("sheetId")), [row.get("values", []) for row in request.get("rows", [])]
    top = max((row for (row, _), cell in sheet.cells.items() if cell.entered), default=-1) + 1
    widest = max((len(values) for values in rows), default=0)
    _check_fits("column", widest - 1, sheet.column_count)
    grid = sheet.properties["gridProperties"]
    grid["rowCount"] = max(sheet.row_count, top + len(rows))
    work.check_size()
    _write_rows(work, sheet, top, 0, rows, mask)
    return {}


def set_data_validation(work: Work, request: Json) -> Json:
    """``setDataValidation``: the same rule on every cell; without a rule, none."""
    area, rule = work.writable(request.get("range")), _kept_rule(request.get("rule"))
    hidden = {row for row in area.rows if area.sheet.rows.get(row, {}).get("hiddenByFilter")}
    for _, place in _numbered(area):
        if rule is None and place not in area.sheet.cells:
            continue
        if place[0] not in hidden or request.get("filteredRowsIncluded"):
            area.sheet.cell(*place).validation = rule
    area.sheet.tidy()
    return {}


def update_borders(work: Work, request: Json) -> Json:
    """``updateBorders``: the outer borders of a range and those between its cells; what is not said stays."""
    area = work.writable(request.get("range"))
    rows, columns = area.rows, area.columns
    for _, (row, column) in _numbered(area):
        sides = {
            "top": "top" if row == rows.start else "innerHorizontal",
            "bottom": "bottom" if row == rows.stop - 1 else "innerHorizontal",
            "left": "left" if column == columns.start else "innerVertical",
            "right": "right" if column == columns.stop - 1 else "innerVertical",
        }
        said = {side: with_styles(request[name]) for side, name in sides.items() if name in request}
        if said:
            cell = area.sheet.cell(row, column)
            old = (cell.format or {}).get("borders", {})
            borders = {side: border for side, border in {**old, **said}.items() if border.get("style", "NONE") != "NONE"}
            rest = {name: value for name, value in (cell.format or {}).items() if name != "borders"}
            cell.format = rest | ({"borders": borders} if borders else {}) or None
    area.sheet.tidy()
    return {}


def merge_cells(work: Work, request: Json) -> Json:
    """``mergeCells``: as one, by row or by column. The value of the first cell that has one stays, at the top left."""
    area = work.writable(request.get("range"))
    kind = request.get("mergeType", "MERGE_ALL")
    for part in _parts(area, kind):
        _merge(part)
    return {}


def unmerge_cells(work: Work, request: Json) -> Json:
    """``unmergeCells``: every merge within the range."""
    area = work.writable(request.get("range"))
    drop_merges(area)
    return {}


class Pen:
    """Writes the fields of ``mask`` into the cells of a sheet. Cells of one format that get the same go on sharing theirs."""

    def __init__(self, sheet: Sheet, mask: Mask) -> None:
        self.sheet = sheet
        self.mask = mask
        self._parts = [(name, part, below) for name, part in _PARTS.items() if (below := mask.below(name)) is not None]
        self._formats: dict[tuple[int, int], tuple[Json | None, Any, Any]] = {}

    def write(self, place: tuple[int, int], data: Json) -> None:
        """Write what CellData says into a cell. A new value drops the runs of the old one. Raises ``Rejected``."""
        if unkept := next((name for name in _NOT_KEPT if name in data and self.mask.below(name)), None):
            raise unimplemented(f"cells with {unkept}")
        cell = self.sheet.cells.get(place, Cell())
        for name, part, mask in self._parts:
            setattr(cell, part, self._part(name, getattr(cell, part), data.get(name), mask))
        if self.mask.below("userEnteredValue") is not None and not data.get("textFormatRuns"):
            cell.runs = None
        if cell.blank:
            self.sheet.cells.pop(place, None)
        else:
            self.sheet.cells[place] = cell

    def _part(self, name: str, old: Any, new: Any, mask: Mask) -> Any:
        match name:
            case "note":
                return str(new or "")
            case "userEnteredValue":
                return _kept_value(new)
            case "userEnteredFormat":
                return self._format(old, new, mask)
            case "dataValidation":
                return _kept_rule(new)
            case _:
                return new or None

    def _format(self, old: Json | None, new: Json | None, mask: Mask) -> Json | None:
        key = id(old), id(new)
        if key not in self._formats:
            self._formats[key] = updated(mask, old or {}, new or {}) or None, old, new  # which must live as long as their ids are remembered
        return self._formats[key][0]


def _kept_value(value: Json | None) -> Json | None:
    if not value:
        return None
    if "errorValue" in value:
        raise Rejected("errorValue is read-only.")
    text = next((str(value[name]) for name in ("stringValue", "formulaValue") if name in value), None)
    if text is not None and len(text) > TEXT_LIMIT:
        raise Rejected(f"Your input contains more than the maximum of {TEXT_LIMIT} characters in a single cell.")
    return None if text == "" else dict(value)


def _kept_rule(rule: Json | None) -> Json | None:
    if rule is None:
        return None
    check_condition(rule.get("condition"), "data validation")
    return {name: value for name, value in rule.items() if value not in (False, "")}


def _write_rows(work: Work, sheet: Sheet, top: int, left: int, rows: list[list[Json]], mask: Mask) -> None:
    widest = max((len(values) for values in rows), default=0)
    if not widest:
        return
    _check_fits("row", top + len(rows) - 1, sheet.row_count)
    _check_fits("column", left + widest - 1, sheet.column_count)
    work.guard(Area(sheet, top, left, top + len(rows), left + widest))
    pen = Pen(sheet, mask)
    for row, values in enumerate(rows, top):
        for column, data in enumerate(values, left):
            pen.write((row, column), data)


def _check_fits(kind: str, index: int, stop: int) -> None:
    if index >= stop:
        raise Rejected(f"Attempting to write {kind}: {index}, beyond the last requested {kind} of: {stop - 1}")


def _numbered(area: Area) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The cells of an area: as numbered from its corner, and in the sheet."""
    for row, in_row in enumerate(area.rows):
        for column, in_column in enumerate(area.columns):
            yield (row, column), (in_row, in_column)


def _parts(area: Area, kind: str) -> list[Area]:
    sheet, rows, columns = area.sheet, area.rows, area.columns
    if kind == "MERGE_ROWS":
        return [Area(sheet, row, columns.start, row + 1, columns.stop) for row in rows]
    if kind == "MERGE_COLUMNS":
        return [Area(sheet, rows.start, column, rows.stop, column + 1) for column in columns]
    return [area]


def _merge(area: Area) -> None:
    if len(area.rows) * len(area.columns) == 1:
        return
    drop_merges(area)
    sheet, first = area.sheet, (area.rows.start, area.columns.start)
    found = [place for _, place in _numbered(area) if place in sheet.cells and sheet.cells[place].entered]
    if found:
        kept = sheet.cells[found[0]]
        value, runs = kept.entered, kept.runs
        for place in found:
            sheet.cells[place].entered = sheet.cells[place].runs = None
        sheet.cell(*first).entered, sheet.cell(*first).runs = value, runs
        sheet.tidy()
    sheet.merges.append(full_range(area))


def drop_merges(area: Area) -> None:
    """Undo the merges in an area. Raises ``Rejected`` for one that reaches out of it."""
    touched = [one for one in area.sheet.merges if overlap(one, area)]
    if any(not inside(one, area) for one in touched):
        raise Rejected(PARTLY_MERGED)
    area.sheet.merges = [one for one in area.sheet.merges if one not in touched]


def insert_range(work: Work, request: Json) -> Json:
    """``insertRange``: empty cells, the others pushed down or right."""
    area = work.writable(request.get("range"))
    dimension = _shift_dimension(request, area)
    moves.insert_cells(work.book, area, dimension)
    work.check_size()
    return {}


def delete_range(work: Work, request: Json) -> Json:
    """``deleteRange``: cells go, the others close up or left."""
    area = work.writable(request.get("range"))
    moves.delete_cells(work.book, area, _shift_dimension(request, area), keep_anchors=work.world.anchors_stay_empty)
    return {}


def _shift_dimension(request: Json, area: Area) -> moves.Dimension:
    dimension = request.get("shiftDimension")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise Rejected("A shiftDimension must be specified.")
    _check_whole_merges(area, dimension)
    return "ROWS" if dimension == "ROWS" else "COLUMNS"


def _check_whole_merges(area: Area, dimension: str) -> None:
    """A merge that is only in part in the way of the shift can't follow it."""
    rows, columns = area.rows, area.columns
    sheet = area.sheet
    way = (
        Area(sheet, rows.start, columns.start, sheet.row_count, columns.stop)
        if dimension == "ROWS"
        else Area(sheet, rows.start, columns.start, rows.stop, sheet.column_count)
    )
    if any(overlap(one, way) and not inside(one, way) for one in sheet.merges):
        raise Rejected(PARTLY_MERGED)


KINDS: Mapping[str, Kind] = {
    "updateCells": update_cells,
    "repeatCell": repeat_cell,
    "appendCells": append_cells,
    "setDataValidation": set_data_validation,
    "updateBorders": update_borders,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
    "insertRange": insert_range,
    "deleteRange": delete_range,
}
