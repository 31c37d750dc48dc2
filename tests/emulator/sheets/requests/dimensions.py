"""Requests about whole rows and columns: inserted, deleted, moved, sized, hidden, grouped."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tests.emulator.errors import unimplemented
from tests.emulator.sheets import moves
from tests.emulator.sheets.a1 import MAX_COLUMNS, Area
from tests.emulator.sheets.book import Json, Sheet
from tests.emulator.sheets.work import Kind, Rejected, Work

DEFAULT_SIZE: Mapping[str, int] = {"ROWS": 21, "COLUMNS": 100}
_NOUN: Mapping[str, str] = {"ROWS": "row", "COLUMNS": "column"}
_FROZEN: Mapping[str, str] = {"ROWS": "frozenRowCount", "COLUMNS": "frozenColumnCount"}
_LETTER_WIDTH, _PADDING = 8.47, 17  # of Arial 10 in capital letters; other letters are taken to be as wide


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows or columns of a sheet, from 0 and half open, inside the grid."""

    sheet: Sheet
    dimension: moves.Dimension
    start: int
    end: int

    @property
    def properties(self) -> dict[int, Json]:
        """What is known of single ones."""
        return self.sheet.rows if self.dimension == "ROWS" else self.sheet.columns

    @property
    def area(self) -> Area:
        """Their cells."""
        if self.dimension == "ROWS":
            return Area(self.sheet, self.start, 0, self.end, self.sheet.column_count)
        return Area(self.sheet, 0, self.start, self.sheet.row_count, self.end)


def lines(work: Work, given: Json | None, verb: str) -> Lines:
    """The rows or columns of a DimensionRange; what ends past the grid is cut, what starts past it is refused in Google's words."""
    sheet = work.sheet((given or {}).get("sheetId"))
    dimension = dimension_of(given)
    count = sheet.row_count if dimension == "ROWS" else sheet.column_count
    start, end = int((given or {}).get("startIndex", 0)), int((given or {}).get("endIndex", count))
    noun = _NOUN[dimension]
    if start < 0 or end < 0:
        raise Rejected("DimensionRange indexes must be >= 0")
    if end <= start:
        raise Rejected(f"endIndex[{end}] cannot be before startIndex[{start}]" if end < start else "The range must not be empty.")
    if start >= count:
        raise Rejected(f"Cannot {verb} a {noun} that doesn't exist. Tried to {verb} {noun} index {start} but there are only {count} {noun}s.")
    return Lines(sheet, dimension, start, min(end, count))


def dimension_of(given: Json | None) -> moves.Dimension:
    """ROWS or COLUMNS, as the request says."""
    match (given or {}).get("dimension"):
        case "ROWS":
            return "ROWS"
        case "COLUMNS":
            return "COLUMNS"
        case _:
            raise Rejected("A dimension must be specified.")


def insert_dimension(work: Work, request: Json) -> Json:
    """``insertDimension``: empty rows or columns that look like those before or after."""
    given = request.get("range") or {}
    sheet, dimension = work.sheet(given.get("sheetId")), dimension_of(given)
    count = sheet.row_count if dimension == "ROWS" else sheet.column_count
    if "startIndex" not in given and "endIndex" not in given:
        raise Rejected("Both the start and end indexes must be bounded.")
    start, end = int(given.get("startIndex", 0)), int(given.get("endIndex", 0))
    if end <= start:
        raise Rejected(f"endIndex[{end}] cannot be before startIndex[{start}]")
    if start > count:
        raise Rejected(f"range.startIndex[{start}] must be less than or equal to the number of {_NOUN[dimension]}s[{count}]")
    before = bool(request.get("inheritFromBefore"))
    if before and start == 0:
        raise Rejected("inheritFromBefore cannot be true when inserting at the first index.")
    like = start - 1 if before else start
    _check_width(dimension, count + end - start)
    moves.insert(work.book, sheet, dimension, start, end - start, like=like if like < count else None)
    work.check_size()
    return {}


def delete_dimension(work: Work, request: Json) -> Json:
    """``deleteDimension``: rows or columns go; at least one that is not frozen stays."""
    found = lines(work, request.get("range"), "delete")
    remove_lines(work, found)
    return {}


def remove_lines(work: Work, found: Lines) -> None:
    """Delete rows or columns. Raises ``Rejected`` when all would go, all that are not frozen, or protected cells."""
    work.guard(found.area)
    sheet = found.sheet
    count = sheet.row_count if found.dimension == "ROWS" else sheet.column_count
    noun, frozen = _NOUN[found.dimension], int(sheet.properties["gridProperties"].get(_FROZEN[found.dimension], 0))
    if found.end - found.start == count:
        raise Rejected(f"You can't delete all the {noun}s on the sheet.")
    if found.end == count and frozen and found.start <= frozen:
        raise Rejected(f"Sorry, it is not possible to delete all non-frozen {noun}s.")
    moves.delete(work.book, sheet, found.dimension, found.start, found.end, keep_anchors=work.world.anchors_stay_empty)


def move_dimension(work: Work, request: Json) -> Json:
    """``moveDimension``: rows or columns go to another place, with all that stands on them."""
    found = lines(work, request.get("source"), "move")
    to = int(request.get("destinationIndex", 0))
    count = found.sheet.row_count if found.dimension == "ROWS" else found.sheet.column_count
    if not 0 <= to <= count:
        raise Rejected(f"destinationIndex[{to}] must be between 0 and {count}")
    work.guard(found.area)
    if found.start <= to <= found.end:
        return {}
    _check_moved_merges(found, to)
    moves.move(work.book, found.sheet, found.dimension, found.start, found.end, to)
    return {}


def append_dimension(work: Work, request: Json) -> Json:
    """``appendDimension``: empty rows or columns at the end."""
    sheet, dimension, length = work.sheet(request.get("sheetId")), dimension_of(request), int(request.get("length", 0))
    if length <= 0:
        raise Rejected("length must be greater than 0.")
    key = "rowCount" if dimension == "ROWS" else "columnCount"
    grid = sheet.properties["gridProperties"]
    _check_width(dimension, int(grid[key]) + length)
    grid[key] = int(grid[key]) + length
    work.check_size()
    return {}


def update_dimension_properties(work: Work, request: Json) -> Json:
    """``updateDimensionProperties``: size and hiding."""
    if "dataSourceSheetRange" in request:
        raise unimplemented("data source sheets")
    found = lines(work, request.get("range"), "update")
    mask = work.mask(request.get("fields"), "DimensionProperties")
    new = request.get("properties", {})
    for name in ("pixelSize", "hiddenByUser"):
        if mask.below(name) is not None:
            _set_property(found, name, new.get(name))
    return {}


def auto_resize_dimensions(work: Work, request: Json) -> Json:
    """``autoResizeDimensions``: as wide or high as what stands there needs (an estimate: the emulator has no fonts)."""
    if "dataSourceSheetDimensions" in request:
        raise unimplemented("data source sheets")
    found = lines(work, request.get("dimensions"), "resize")
    sizes: dict[int, int] = {}
    results = work.results()
    for (row, column), cell in found.sheet.cells.items():
        index = row if found.dimension == "ROWS" else column
        if cell.entered and found.start <= index < found.end:
            shown = results.text(found.sheet, row, column).split("\n")
            widest = max(len(line) for line in shown)
            size = DEFAULT_SIZE["ROWS"] * len(shown) if found.dimension == "ROWS" else math.ceil(_LETTER_WIDTH * widest) + _PADDING
            sizes[index] = max(size, sizes.get(index, 0))
    for index, size in sizes.items():
        _set_property(Lines(found.sheet, found.dimension, index, index + 1), "pixelSize", size)
    return {}


def _set_property(found: Lines, name: str, value: int | None) -> None:
    default = DEFAULT_SIZE[found.dimension] if name == "pixelSize" else False
    for index in range(found.start, found.end):
        rest = {key: one for key, one in found.properties.get(index, {}).items() if key != name}
        new = rest if value is None or value == default else {**rest, name: value}
        if new:
            found.properties[index] = new
        else:
            found.properties.pop(index, None)


def _check_width(dimension: moves.Dimension, count: int) -> None:
    if dimension == "COLUMNS" and count > MAX_COLUMNS:
        raise Rejected(f"This action would increase the number of columns above the limit of {MAX_COLUMNS} columns.")


def _check_moved_merges(found: Lines, to: int) -> None:
    """Neither the moved ones nor the gap they come into may cut a merge (wording unverified)."""
    start, end = ("startRowIndex", "endRowIndex") if found.dimension == "ROWS" else ("startColumnIndex", "endColumnIndex")
    for merge in found.sheet.merges:
        cut = any(merge[start] < edge < merge[end] for edge in (found.start, found.end, to))
        if cut:
            raise Rejected("You must select all cells in a merged range to move them.")


KINDS: Mapping[str, Kind] = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "appendDimension": append_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
}
