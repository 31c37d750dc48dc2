"""GridRange JSON: what it shares with an area, how it is kept."""

from typing import Any

from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.book import Json

_ZERO_IS_SILENT = frozenset({"sheetId", "rowIndex", "columnIndex", "newIndex", "oldIndex", "red", "green", "blue"})


def edge(given: Json, name: str, unsaid: int) -> int:
    """One end of a GridRange, or what it is when nothing was said."""
    return int(given.get(name, unsaid))


def overlap(given: Json, area: Area) -> bool:
    """Whether a GridRange on the sheet of ``area`` and the area share a cell."""
    rows, columns = area.rows, area.columns
    return (
        edge(given, "startRowIndex", 0) < rows.stop
        and edge(given, "endRowIndex", rows.stop) > rows.start
        and edge(given, "startColumnIndex", 0) < columns.stop
        and edge(given, "endColumnIndex", columns.stop) > columns.start
    )


def inside(given: Json, area: Area) -> bool:
    """Whether a GridRange on the sheet of ``area`` lies within the area."""
    sheet, rows, columns = area.sheet, area.rows, area.columns
    return (
        edge(given, "startRowIndex", 0) >= rows.start
        and edge(given, "endRowIndex", sheet.row_count) <= rows.stop
        and edge(given, "startColumnIndex", 0) >= columns.start
        and edge(given, "endColumnIndex", sheet.column_count) <= columns.stop
    )


def spans(given: Json, area: Area) -> bool:
    """Whether the area lies within a GridRange on its sheet."""
    rows, columns = area.rows, area.columns
    return (
        edge(given, "startRowIndex", 0) <= rows.start
        and edge(given, "endRowIndex", rows.stop) >= rows.stop
        and edge(given, "startColumnIndex", 0) <= columns.start
        and edge(given, "endColumnIndex", columns.stop) >= columns.stop
    )


def full_range(area: Area) -> Json:
    """The GridRange of an area with all its ends."""
    return {
        "sheetId": area.sheet.id,
        "startRowIndex": area.rows.start,
        "endRowIndex": area.rows.stop,
        "startColumnIndex": area.columns.start,
        "endColumnIndex": area.columns.stop,
    }


def with_sheet(given: Json) -> Json:
    """A GridRange or DimensionRange as it is kept: with the id of its sheet."""
    return {"sheetId": int(given.get("sheetId", 0)), **{name: value for name, value in given.items() if name != "sheetId"}}


def shown(value: Any) -> Any:
    """A reply as Google sends it: 0 is not said where it means the same as nothing."""
    if isinstance(value, list):
        return [shown(one) for one in value]
    if not isinstance(value, dict):
        return value
    keeps = "sheetType" in value or "locationType" in value
    return {name: shown(one) for name, one in value.items() if one != 0 or isinstance(one, bool) or keeps or name not in _ZERO_IS_SILENT}
