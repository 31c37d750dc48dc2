"""Small spreadsheets as Google describes them, for tests that need no server."""

from collections.abc import Mapping
from typing import Any

from sheetsync.backends.google.reader import Book, read_book

Json = dict[str, Any]
REF = "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-abcde/edit"


def sheet(title: str, cells: Mapping[tuple[int, int], object], *, number: int = 0, **more: Any) -> Json:
    """A tab. A cell is a text, a number, a truth, a formula (``"=…"``), or CellData as it is."""
    bottom = max((row for row, _ in cells), default=-1)
    rows: list[Json] = []
    for row in range(bottom + 1):
        right = max((column for at, column in cells if at == row), default=-1)
        rows.append({"values": [_cell(cells.get((row, column))) for column in range(right + 1)]} if right >= 0 else {})
    properties = {"sheetId": number, "title": title, "sheetType": "GRID", "gridProperties": {"rowCount": 100, "columnCount": 26}} | more.pop(
        "properties", {}
    )
    return {"properties": properties, "data": [{"rowData": rows}], **more}


def book(*sheets: Json, **more: Any) -> Book:
    """A spreadsheet of these tabs, read."""
    return read_book({"properties": {"locale": "vi_VN"}, "sheets": list(sheets), **more}, REF)


def _cell(said: object) -> Json:
    match said:
        case None:
            return {}
        case dict():
            return said
        case bool():
            return {"userEnteredValue": {"boolValue": said}, "formattedValue": str(said).upper()}
        case str() if said.startswith("="):
            return {"userEnteredValue": {"formulaValue": said}, "effectiveValue": {"numberValue": 6}, "formattedValue": "6"}
        case str():
            return {"userEnteredValue": {"stringValue": said}, "effectiveValue": {"stringValue": said}, "formattedValue": said}
        case _:
            return {"userEnteredValue": {"numberValue": said}, "effectiveValue": {"numberValue": said}, "formattedValue": str(said).replace(".", ",")}
