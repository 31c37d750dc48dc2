"""Copies of sheets: inside a spreadsheet, and into another one (``sheets.copyTo``)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.emulator.calls import Call, Handler
from tests.emulator.errors import ApiError, invalid
from tests.emulator.sheets.access import open_to_read, open_to_write
from tests.emulator.sheets.book import Book, Json, Sheet
from tests.emulator.sheets.work import CELL_LIMIT, TOO_MANY_CELLS, fresh
from tests.emulator.world import World


def copy_to(world: World, call: Call) -> Json:
    """``sheets.copyTo``: the sheet as the last one of another spreadsheet, which must be open to the caller for writing."""
    source = open_to_read(world, call)
    sheet = source.book.by_id(int(call.path["sheetId"]))
    if sheet is None:
        raise ApiError(404, "Requested entity was not found.")
    wanted = str(call.body.get("destinationSpreadsheetId", ""))
    target = open_to_write(world, replace(call, path={**call.path, "spreadsheetId": wanted}))
    book = target.book
    if sum(one.row_count * one.column_count for one in (*book.sheets, sheet)) > CELL_LIMIT:
        raise invalid(TOO_MANY_CELLS)
    new_id = fresh(world.number, {one.id for one in book.sheets})
    new = copy_sheet(sheet, new_id, free_title(book, f"Copy of {sheet.title}"), world.number)
    new.properties["index"] = len(book.sheets)
    if target.file is not source.file:
        # whether editors travel is unverified; addresses of the old file's people would be no use
        new.protected_ranges = [_owned(one, call.account.email) for one in new.protected_ranges]
    book.sheets.append(new)
    world.touch(target.file)
    return new.properties


def copy_sheet(sheet: Sheet, sheet_id: int, title: str, number: Callable[[], int]) -> Sheet:
    """A sheet of its own with the same content: cells, merges, formats, rules, protections, filters and charts.

    What is numbered gets new numbers. Comment threads stay behind; so do named ranges and developer metadata (whether they do is unverified).
    """
    new = replace(
        sheet.copy(),
        merges=_onto(sheet.merges, sheet.id, sheet_id),
        conditional_formats=_onto(sheet.conditional_formats, sheet.id, sheet_id),
        protected_ranges=_numbered(_onto(sheet.protected_ranges, sheet.id, sheet_id), "protectedRangeId", number),
        filter_views=_numbered(_onto(sheet.filter_views, sheet.id, sheet_id), "filterViewId", number),
        basic_filter=_onto(sheet.basic_filter, sheet.id, sheet_id),
        charts=_numbered(_onto(sheet.charts, sheet.id, sheet_id), "chartId", number),
        banded_ranges=_numbered(_onto(sheet.banded_ranges, sheet.id, sheet_id), "bandedRangeId", number),
        row_groups=_onto(sheet.row_groups, sheet.id, sheet_id),
        column_groups=_onto(sheet.column_groups, sheet.id, sheet_id),
        tables=_onto(sheet.tables, sheet.id, sheet_id),
    )
    new.properties |= {"sheetId": sheet_id, "title": title}
    new.properties.pop("hidden", None)
    return new


def free_title(book: Book, wanted: str) -> str:
    """``wanted``, or with the first number behind it that makes it free (how Google numbers is unverified)."""
    title, number = wanted, 1
    while book.by_title(title) is not None:
        number += 1
        title = f"{wanted} {number}"
    return title


def _onto(value: Any, old: int, new: int) -> Any:
    """A copy of JSON in which the one sheet id has become the other."""
    if isinstance(value, list):
        return [_onto(one, old, new) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: new if name == "sheetId" and one == old else _onto(one, old, new) for name, one in value.items()}


def _numbered(listed: list[Json], key: str, number: Callable[[], int]) -> list[Json]:
    return [{**one, key: number()} for one in listed]


def _owned(protection: Json, email: str) -> Json:
    return {**protection, "editors": {"users": [email]}} if "editors" in protection else protection


HANDLERS: Mapping[str, Handler] = {"sheets.spreadsheets.sheets.copyTo": copy_to}
