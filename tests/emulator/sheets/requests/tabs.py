"""Requests about sheets and the spreadsheet itself: added, copied, deleted, renamed, reordered, sized."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from tests.emulator.errors import unimplemented
from tests.emulator.masks import Mask
from tests.emulator.sheets import moves
from tests.emulator.sheets.book import Book, Json, Sheet
from tests.emulator.sheets.colors import updated, with_styles
from tests.emulator.sheets.copying import copy_sheet, free_title
from tests.emulator.sheets.new import COLUMNS, ROWS
from tests.emulator.sheets.references import Reference, rewrite_all
from tests.emulator.sheets.requests.dimensions import Lines, remove_lines
from tests.emulator.sheets.work import Kind, Rejected, Work

_SPREADSHEET_PROPERTIES = frozenset(
    {"title", "locale", "autoRecalc", "timeZone", "defaultFormat", "iterativeCalculationSettings", "spreadsheetTheme"}
)
_PLAIN = ("rightToLeft", "tabColor", "tabColorStyle")
_GRID_FLAGS = ("hideGridlines", "rowGroupControlAfter", "columnGroupControlAfter")
_LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_SIDES: tuple[tuple[moves.Dimension, str, str, str], ...] = (
    ("ROWS", "rowCount", "frozenRowCount", "rows"),
    ("COLUMNS", "columnCount", "frozenColumnCount", "columns"),
)
ALL_HIDDEN = "You can't hide all the sheets in a document."


def add_sheet(work: Work, request: Json) -> Json:
    """``addSheet``: an empty grid, last unless an index is said."""
    given = request.get("properties", {})
    if given.get("sheetType", "GRID") != "GRID":
        raise unimplemented(f"addSheet of type {given['sheetType']}")
    sheet_id = work.new_id(given.get("sheetId"), (sheet.id for sheet in work.book.sheets), "Sheet")
    title = str(given.get("title") or free_title(work.book, f"Sheet{len(work.book.sheets) + 1}"))
    _check_title(work.book, title)
    properties: Json = {"sheetId": sheet_id, "title": title, "index": len(work.book.sheets), "sheetType": "GRID"}
    properties["gridProperties"] = {"rowCount": ROWS, "columnCount": COLUMNS}
    sheet = Sheet(properties)
    work.book.sheets.append(sheet)
    _set_grid(work, sheet, given.get("gridProperties", {}), Mask.parse("*"))
    properties.update(with_styles({name: given[name] for name in (*_PLAIN, "hidden") if given.get(name)}))
    _place(work.book, sheet, given.get("index"))
    work.check_size()
    return {"properties": properties}


def delete_sheet(work: Work, request: Json) -> Json:
    """``deleteSheet``: with all that is on it; references to it are lost."""
    sheet = work.sheet(request.get("sheetId"), missing="No sheet with id: {}")
    if len(work.book.sheets) == 1:
        raise Rejected("You can't remove all the sheets in a document.")
    others = [one for one in work.book.ordered() if one is not sheet]
    if all(one.properties.get("hidden") for one in others):
        raise Rejected("You can't remove all the visible sheets in a document.")
    _guard_sheet(work, sheet)
    rewrite_all(work.book, lambda reference, here: None if _names(reference, here, sheet) else reference)
    work.book.sheets = others
    _renumber(others)
    moves.change_ranges(work.book, lambda given: None if _on(given, sheet) else given)
    work.book.metadata = [one for one in work.book.metadata if not _is_about(one["location"], sheet)]
    work.book.anchors = {key: one for key, one in work.book.anchors.items() if not _on(one, sheet)}
    return {}


def duplicate_sheet(work: Work, request: Json) -> Json:
    """``duplicateSheet``: a copy in the same spreadsheet."""
    source = work.sheet(request.get("sourceSheetId"), missing="No sheet with id: {}")
    sheet_id = work.new_id(request.get("newSheetId"), (sheet.id for sheet in work.book.sheets), "Sheet")
    title = str(request.get("newSheetName") or free_title(work.book, f"Copy of {source.title}"))
    _check_title(work.book, title)
    new = copy_sheet(source, sheet_id, title, work.world.number)
    new.properties["index"] = len(work.book.sheets)
    work.book.sheets.append(new)
    _place(work.book, new, request.get("insertSheetIndex", 0))
    work.check_size()
    return {"properties": new.properties}


def update_sheet_properties(work: Work, request: Json) -> Json:
    """``updateSheetProperties``: title, place, hiding, colour, and size of the grid."""
    given = request.get("properties", {})
    mask = work.mask(request.get("fields"), "SheetProperties")
    sheet = work.sheet(given.get("sheetId"), missing="No sheet with id: {}")
    if mask.below("title") is not None and str(given.get("title", "")) != sheet.title:
        rename(work, sheet, str(given.get("title", "")))
    if mask.below("hidden") is not None:
        _hide(work.book, sheet, hidden=bool(given.get("hidden")))
    if (grid := mask.below("gridProperties")) is not None:
        _set_grid(work, sheet, given.get("gridProperties", {}), grid)
    _set_plain(sheet, given, mask)
    if mask.below("index") is not None:
        _place(work.book, sheet, given.get("index"))
    work.check_size()
    return {}


def update_spreadsheet_properties(work: Work, request: Json) -> Json:
    """``updateSpreadsheetProperties``: title (the file's name as well), locale, time zone, recalculation."""
    given = request.get("properties", {})
    mask = work.mask(request.get("fields"), "SpreadsheetProperties")
    properties = work.book.properties
    for name in sorted(_SPREADSHEET_PROPERTIES):
        if mask.whole and name not in given:
            continue
        if mask.below(name) is not None:
            _check_spreadsheet_property(name, given.get(name))
            properties[name] = given[name]
    work.file.name = str(properties["title"])
    return {}


def rename(work: Work, sheet: Sheet, title: str) -> None:
    """Give a sheet another title; formulas follow. Raises ``Rejected`` for one that is taken or empty."""
    _check_title(work.book, title, but=sheet)
    old = sheet.title

    def follow(reference: Reference, _: Sheet) -> Reference:
        is_meant = reference.sheet is not None and reference.sheet.casefold() == old.casefold()
        return replace(reference, sheet=title) if is_meant else reference

    rewrite_all(work.book, follow)
    sheet.properties["title"] = title


def _check_title(book: Book, title: str, *, but: Sheet | None = None) -> None:
    if not title:
        raise Rejected("The sheet name cannot be empty.")
    taken = book.by_title(title)
    if taken is not None and taken is not but:
        raise Rejected(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _check_spreadsheet_property(name: str, value: Any) -> None:
    if value in (None, ""):
        raise Rejected(f"{name} cannot be empty.")
    if name == "locale" and not _LOCALE.fullmatch(value):
        raise Rejected(f"Unsupported locale: {value}")
    if name == "timeZone" and value not in _zones():
        raise Rejected(f"Unsupported timeZone: {value}")


@cache
def _zones() -> set[str]:
    """Python looks for them on the disk each time it is asked."""
    return available_timezones()


def _hide(book: Book, sheet: Sheet, *, hidden: bool) -> None:
    if hidden and all(one.properties.get("hidden") for one in book.sheets if one is not sheet):
        raise Rejected(ALL_HIDDEN)
    sheet.properties.pop("hidden", None)
    if hidden:
        sheet.properties["hidden"] = True


def _set_plain(sheet: Sheet, given: Json, mask: Mask) -> None:
    wanted = Mask({name: inner for name in _PLAIN if (inner := mask.below(name)) is not None})
    if wanted.children:
        old = {name: sheet.properties.pop(name) for name in _PLAIN if name in sheet.properties}
        sheet.properties.update(updated(wanted, old, {name: given[name] for name in _PLAIN if given.get(name)}))


def _set_grid(work: Work, sheet: Sheet, given: Json, mask: Mask) -> None:
    grid = sheet.properties["gridProperties"]
    for dimension, count, frozen, noun in _SIDES:
        if mask.below(count) is not None and not (mask.whole and count not in given):
            _set_size(work, sheet, dimension, int(given.get(count, 0)))
        if mask.below(frozen) is not None:
            grid.pop(frozen, None)
            grid.update({frozen: int(given[frozen])} if given.get(frozen) else {})
        if grid.get(frozen, 0) >= grid[count]:
            raise Rejected(f"You can't freeze all visible {noun} on the sheet.")
    for name in _GRID_FLAGS:
        if mask.below(name) is not None:
            grid.pop(name, None)
            grid.update({name: True} if given.get(name) else {})


def _set_size(work: Work, sheet: Sheet, dimension: moves.Dimension, wanted: int) -> None:
    key = "rowCount" if dimension == "ROWS" else "columnCount"
    count = int(sheet.properties["gridProperties"][key])
    if wanted < 1:
        raise Rejected(f"{key} must be at least 1.")
    if wanted < count:
        remove_lines(work, Lines(sheet, dimension, wanted, count))
    sheet.properties["gridProperties"][key] = wanted


def _place(book: Book, sheet: Sheet, wanted: Any) -> None:
    """Put a sheet before the one that has the index ``wanted`` now; last without one."""
    order = list(book.ordered())
    now = order.index(sheet)
    to = len(order) if wanted is None else int(wanted)
    if not 0 <= to <= len(order):
        raise Rejected(f"index[{to}] must be between 0 and the number of sheets[{len(order)}]")
    order.remove(sheet)
    order.insert(to - 1 if to > now else to, sheet)
    _renumber(order)


def _renumber(order: list[Sheet]) -> None:
    for index, sheet in enumerate(order):
        sheet.properties["index"] = index


def _guard_sheet(work: Work, sheet: Sheet) -> None:
    work.guard(Lines(sheet, "ROWS", 0, sheet.row_count).area)


def _on(given: Json, sheet: Sheet) -> bool:
    return int(given.get("sheetId", 0)) == sheet.id


def _is_about(location: Json, sheet: Sheet) -> bool:
    named = location.get("dimensionRange", location)
    return "spreadsheet" not in location and _on(named, sheet)


def _names(reference: Reference, here: Sheet, sheet: Sheet) -> bool:
    title = here.title if reference.sheet is None else reference.sheet
    return title.casefold() == sheet.title.casefold()


KINDS: Mapping[str, Kind] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
