"""The method ``spreadsheets.create``."""

from collections.abc import Mapping
from typing import Any

from tests.emulator.calls import Call, Handler
from tests.emulator.drive.placing import place
from tests.emulator.errors import ApiError, invalid, no_permission, unimplemented
from tests.emulator.sheets.access import Opened
from tests.emulator.sheets.book import Book, Json, Sheet
from tests.emulator.sheets.colors import with_styles
from tests.emulator.sheets.get import shown
from tests.emulator.sheets.new import new_book, new_sheet
from tests.emulator.world import SPREADSHEET, World

UNTITLED = "Untitled spreadsheet"
_SETTABLE = {"title", "locale", "timeZone", "autoRecalc"}
_CELL_FIELDS = {"userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns"}


def create(world: World, call: Call) -> Json:
    """A new spreadsheet in the caller's own drive. Of sheets it takes properties, cells and merges; everything else is a 501."""
    book = _book(world, call.body)
    try:
        parents = place(world, call, [], SPREADSHEET)
    except ApiError as error:  # Drive says that there is no storage; Sheets only that it may not be (unverified)
        raise no_permission() from error
    file = world.add_file(str(book.properties["title"]), SPREADSHEET, call.account, parents=parents, app=call.app)
    file.book = book
    return shown(world, call, Opened(file, book), None, grid=False, mode="")


def _book(world: World, body: Mapping[str, Any]) -> Book:
    _refuse_more("Spreadsheet", body, {"properties", "sheets", "spreadsheetId", "spreadsheetUrl"})
    given = body.get("properties", {})
    _refuse_more("SpreadsheetProperties", given, _SETTABLE)
    book = new_book(str(given.get("title") or UNTITLED))
    book.properties.update({name: given[name] for name in _SETTABLE & given.keys() if given[name]})
    if body.get("sheets"):
        book.sheets = []
        for index, sheet in enumerate(body["sheets"]):
            _add_sheet(world, book, index, sheet)
    return book


def _add_sheet(world: World, book: Book, index: int, given: Json) -> None:
    _refuse_more("Sheet", given, {"properties", "data", "merges"})
    properties = dict(given.get("properties", {}))
    if properties.pop("sheetType", "GRID") != "GRID":
        raise unimplemented("spreadsheets.create with sheets that are no grids")
    title = str(properties.pop("title", f"Sheet{index + 1}"))
    sheet_id = int(properties.pop("sheetId", 0 if index == 0 else world.number()))
    if book.by_title(title):
        raise invalid(f'Invalid sheets[{index}]: A sheet with the name "{title}" already exists. Please enter another name.')
    if book.by_id(sheet_id):
        raise invalid(f"Invalid sheets[{index}]: Duplicate sheet id: {sheet_id}")
    properties.pop("index", None)
    grid = dict(properties.pop("gridProperties", {}))
    size = {name: int(grid.pop(key)) for name, key in (("rows", "rowCount"), ("columns", "columnCount")) if grid.get(key)}
    sheet = new_sheet(sheet_id, title, index, **size, gridProperties=grid, **with_styles(properties))
    sheet.merges = [{"sheetId": sheet_id, **merge} for merge in given.get("merges", [])]
    for block in given.get("data", []):
        _fill(sheet, block)
    book.sheets.append(sheet)


def _fill(sheet: Sheet, block: Json) -> None:
    top, left = int(block.get("startRow", 0)), int(block.get("startColumn", 0))
    _refuse_more("GridData", block, {"startRow", "startColumn", "rowData", "rowMetadata", "columnMetadata"})
    sheet.rows |= dict(enumerate(block.get("rowMetadata", []), top))
    sheet.columns |= dict(enumerate(block.get("columnMetadata", []), left))
    for row, line in enumerate(block.get("rowData", []), top):
        for column, data in enumerate(line.get("values", []), left):
            _refuse_more("CellData", data, _CELL_FIELDS)
            cell = sheet.cell(row, column)
            cell.entered, cell.note = data.get("userEnteredValue"), data.get("note", "")
            cell.format, cell.runs = with_styles(data.get("userEnteredFormat")), with_styles(data.get("textFormatRuns"))
            cell.validation = data.get("dataValidation")
    sheet.tidy()


def _refuse_more(message: str, given: Mapping[str, object], known: set[str]) -> None:
    more = sorted(given.keys() - known)
    if more:
        raise unimplemented(f"spreadsheets.create with {message}.{more[0]}")


HANDLERS: Mapping[str, Handler] = {"sheets.spreadsheets.create": create}
