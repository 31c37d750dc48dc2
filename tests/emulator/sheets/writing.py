"""Values as ``spreadsheets.values`` takes them: read as typed or as they are, put into cells."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.emulator.errors import invalid
from tests.emulator.sheets.a1 import MAX_COLUMNS, Area, beyond, column_letters, echo
from tests.emulator.sheets.book import Book, Cell, Json, Sheet
from tests.emulator.sheets.formulas import plain_number
from tests.emulator.sheets.locales import locale_of
from tests.emulator.sheets.typed import read_typed

TEXT_LIMIT = 50_000
CELL_LIMIT = 10_000_000

Lines = Sequence[Sequence[Any]]


def rows_of(values: Lines, dimension: str) -> list[list[Any]]:
    """The values row by row; what a shorter column lacks is ``None`` (left alone)."""
    if dimension != "COLUMNS":
        return [list(line) for line in values]
    height = max((len(line) for line in values), default=0)
    return [[line[row] if row < len(line) else None for line in values] for row in range(height)]


def target_of(book: Book, area: Area, rows: Lines) -> Area:
    """The area that rows cover when they are put at the start of ``area``.

    A single cell or a whole sheet only says where to start, and the grid grows (unverified) as it is needed; else values must fit in.
    Raises ``ApiError`` (400) for what doesn't fit, for what is no value, for texts that are too long and for too many cells.
    """
    width = max((len(row) for row in rows), default=0)
    target = Area(area.sheet, area.top, area.left, area.top + len(rows), area.left + width)
    _check_values(rows)
    _check_fit(area, target)
    _check_size(book, target)
    return target


def write(book: Book, target: Area, rows: Lines, option: str, now: datetime) -> None:
    """Put rows into the area that ``target_of`` gave. ``None`` leaves a cell, "" empties it; formats stay."""
    sheet = target.sheet
    grid = sheet.properties["gridProperties"]
    grid["rowCount"], grid["columnCount"] = max(sheet.row_count, target.bottom or 0), max(sheet.column_count, target.right or 0)
    hidden = covered(sheet)
    for row, values in enumerate(rows, target.top):
        for column, value in enumerate(values, target.left):
            if value is not None and (row, column) not in hidden:
                _put(book, sheet.cell(row, column), value, option, now)
    sheet.tidy()


def written(rows: Lines) -> int:
    """How many cells such rows set."""
    return sum(value is not None for row in rows for value in row)


def clear(area: Area) -> None:
    """Empty the cells; formats, notes and validation stay."""
    rows, columns = area.rows, area.columns
    for (row, column), cell in area.sheet.cells.items():
        if row in rows and column in columns:
            _empty(cell)
    area.sheet.tidy()


def covered(sheet: Sheet) -> set[tuple[int, int]]:
    """The cells that a merged one lies over: what is written there is not kept (unverified)."""
    found: set[tuple[int, int]] = set()
    for merge in sheet.merges:
        rows = range(merge["startRowIndex"], merge["endRowIndex"])
        columns = range(merge["startColumnIndex"], merge["endColumnIndex"])
        found |= {(row, column) for row in rows for column in columns} - {(rows.start, columns.start)}
    return found


def check_option(option: str) -> None:
    """Refuse a missing ``valueInputOption``."""
    if option not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")


def _check_fit(area: Area, target: Area) -> None:
    if area.single or (area.bottom is None and area.right is None):
        return
    rows, columns = area.rows.stop, area.columns.stop
    if (target.bottom or 0) > rows:
        raise invalid(f"Requested writing within range [{echo(area)}], but tried writing to row [{rows + 1}]")
    if (target.right or 0) > columns:
        raise invalid(f"Requested writing within range [{echo(area)}], but tried writing to column [{column_letters(columns)}]")


def _check_size(book: Book, target: Area) -> None:
    sheet = target.sheet
    if (target.right or 0) > MAX_COLUMNS:
        raise beyond(target)
    grown = max(sheet.row_count, target.bottom or 0) * max(sheet.column_count, target.right or 0)
    if grown > CELL_LIMIT - sum(one.row_count * one.column_count for one in book.sheets if one is not sheet):
        raise invalid(f"This action would increase the number of cells in the workbook above the limit of {CELL_LIMIT} cells.")


def _check_values(rows: Lines) -> None:
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, list | dict):
                raise invalid(f"Invalid values[{row}][{column}]: {'list_value' if isinstance(value, list) else 'struct_value'} {{}}")
            if isinstance(value, str) and len(value) > TEXT_LIMIT:
                raise invalid(f"Your input contains more than the maximum of {TEXT_LIMIT} characters in a single cell.")


def _put(book: Book, cell: Cell, value: Any, option: str, now: datetime) -> None:
    _empty(cell)
    if isinstance(value, bool):
        cell.entered = {"boolValue": value}
    elif isinstance(value, int | float):
        cell.entered = {"numberValue": plain_number(float(value))}
    elif option == "RAW":
        cell.entered = {"stringValue": value} if value else None
    else:
        _type_in(book, cell, value, now)


def _type_in(book: Book, cell: Cell, value: str, now: datetime) -> None:
    number_format: Json = (cell.format or {}).get("numberFormat", {})
    typed = read_typed(value, locale_of(str(book.properties["locale"])), now, as_text=number_format.get("type") == "TEXT")
    cell.entered = typed.value
    if typed.number_format and not number_format:
        cell.format = {"numberFormat": typed.number_format, **(cell.format or {})}


def _empty(cell: Cell) -> None:
    cell.entered, cell.runs, cell.chips = None, None, None
