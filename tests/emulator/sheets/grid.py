"""The cells of a sheet as ``spreadsheets.get`` shows them: GridData."""

from collections.abc import Callable, Mapping

from tests.emulator.masks import Mask
from tests.emulator.sheets.a1 import Area, shown_range
from tests.emulator.sheets.book import Json
from tests.emulator.sheets.cells import EVERYTHING, Fields, cell_json, fields
from tests.emulator.sheets.filters import location_type
from tests.emulator.sheets.formulas import Results

ROW_HEIGHT, COLUMN_WIDTH = 21, 100
_DIMENSION_ORDER = ("hiddenByFilter", "hiddenByUser", "pixelSize", "developerMetadata")


def grid_data(results: Results, area: Area, mask: Mask = EVERYTHING) -> Json:
    """One GridData: cells up to the last that isn't blank, sizes of all rows and columns. Only what ``mask`` wants is built."""
    found: Json = {}
    for name, make in _PARTS.items():
        below = mask.below(name)
        if below is not None and (value := make(results, area, below)):
            found[name] = value
    return found


def _row_data(results: Results, area: Area, mask: Mask) -> list[Json]:
    """RowData for each row up to the last with anything in it: of each row the cells up to its last; both may be empty messages."""
    values = mask.below("values")
    wanted = None if values is None else fields(values)
    ends: dict[int, int] = {}
    rows, columns = area.rows, area.columns
    for row, column in area.sheet.cells:
        if row in rows and column in columns:
            ends[row] = max(ends.get(row, 0), column + 1)
    last = max(ends, default=rows.start - 1)
    return [_row(results, area, row, ends.get(row, columns.start), wanted) for row in range(rows.start, last + 1)]


def _row(results: Results, area: Area, row: int, end: int, wanted: Fields | None) -> Json:
    if wanted is None or end <= area.columns.start:
        return {}
    return {"values": [cell_json(results, area.sheet, row, column, wanted) for column in range(area.columns.start, end)]}


def _metadata(dimension: str) -> "Callable[[Results, Area, Mask], list[Json]]":
    by_row = dimension == "ROWS"
    default: Json = {"pixelSize": ROW_HEIGHT if by_row else COLUMN_WIDTH}

    def made(results: Results, area: Area, mask: Mask) -> list[Json]:
        known: Mapping[int, Json] = area.sheet.rows if by_row else area.sheet.columns
        attached = attached_metadata(results, area, dimension) if mask.below("developerMetadata") is not None else {}
        indexes = area.rows if by_row else area.columns
        return [_dimension(default, known.get(index), attached.get(index)) for index in indexes]

    return made


def _dimension(default: Json, known: Json | None, attached: list[Json] | None) -> Json:
    if not known and not attached:
        return default
    found = default | {name: value for name, value in (known or {}).items() if value} | ({"developerMetadata": attached} if attached else {})
    return {name: found[name] for name in _DIMENSION_ORDER if name in found}


def attached_metadata(results: Results, area: Area, dimension: str) -> dict[int, list[Json]]:
    """The developer metadata of single rows or columns of the area's sheet, by index."""
    found: dict[int, list[Json]] = {}
    for entry in results.book.metadata:
        place = entry["location"].get("dimensionRange")
        if place and place["dimension"] == dimension and int(place.get("sheetId", 0)) == area.sheet.id:
            found.setdefault(int(place.get("startIndex", 0)), []).append(metadata_json(entry))
    return found


def metadata_json(entry: Json) -> Json:
    """A DeveloperMetadata as it is answered: with the type of its location."""
    location = {"locationType": location_type(entry["location"]), **entry["location"]}
    if "dimensionRange" in location:
        location["dimensionRange"] = shown_range(location["dimensionRange"])
    return {**entry, "location": location}


_PARTS: dict[str, Callable[[Results, Area, Mask], int | list[Json]]] = {
    "startRow": lambda _results, area, _mask: area.rows.start,
    "startColumn": lambda _results, area, _mask: area.columns.start,
    "rowData": _row_data,
    "rowMetadata": _metadata("ROWS"),
    "columnMetadata": _metadata("COLUMNS"),
}
