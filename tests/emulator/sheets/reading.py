"""Values as ``spreadsheets.values`` shows them: rows of plain JSON, cut where nothing follows."""

from typing import Any

from tests.emulator.sheets.a1 import Area, echo
from tests.emulator.sheets.book import Json
from tests.emulator.sheets.formulas import Results, plain_number
from tests.emulator.sheets.results import Problem

FORMATTED, UNFORMATTED, FORMULA = "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"


def value_range(results: Results, area: Area, *, dimension: str = "ROWS", render: str = FORMATTED, moments: str = "SERIAL_NUMBER") -> Json:
    """The ValueRange of an area: ``values`` only if there is any, each line up to its last value, and no empty lines at the end."""
    columns = dimension == "COLUMNS"
    found: Json = {"range": echo(area), "majorDimension": "COLUMNS" if columns else "ROWS"}
    lines = _lines(results, area, columns=columns, render=render, moments=moments)
    if lines:
        found["values"] = lines
    return found


def shown(results: Results, area: Area, row: int, column: int, render: str, moments: str) -> Any:
    """One value under the render options; empty text for an empty cell."""
    sheet = area.sheet
    cell = sheet.cells.get((row, column))
    if cell is None or cell.entered is None:
        return ""
    if render == FORMATTED:
        return results.text(sheet, row, column)
    if render == FORMULA and "formulaValue" in cell.entered:
        return cell.entered["formulaValue"]
    value = results.value(sheet, row, column)
    match value:
        case None:
            return ""
        case Problem():
            # Google adds what went wrong in brackets (unverified).
            return f"{value.text} ({value.message})" if value.message else value.text
        case bool() | str():
            return value
        case _:
            number_format = results.number_format(sheet, row, column)
            as_text = moments == "FORMATTED_STRING" and results.is_moment(number_format)
            return results.shown(value, number_format) if as_text else plain_number(value)


def _lines(results: Results, area: Area, *, columns: bool, render: str, moments: str) -> list[list[Any]]:
    rows, across = area.rows, area.columns
    values: dict[tuple[int, int], Any] = {}
    for row, column in area.sheet.cells if len(area.sheet.cells) < len(rows) * len(across) else ((r, c) for r in rows for c in across):
        if row in rows and column in across:
            value = shown(results, area, row, column, render, moments)
            if value != "":
                place = (row - rows.start, column - across.start)
                values[place[::-1] if columns else place] = value
    ends: dict[int, int] = {}
    for line, at in values:
        ends[line] = max(ends.get(line, 0), at + 1)
    return [[values.get((line, at), "") for at in range(ends.get(line, 0))] for line in range(max(ends, default=-1) + 1)]
