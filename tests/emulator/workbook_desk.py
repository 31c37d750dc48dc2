"""A spreadsheet in the local Google, as the tests of writing methods handle it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.emulator.server import Emulator
from tests.emulator.sheets.a1 import cell_name, parse
from tests.emulator.sheets.book import Book
from tests.emulator.visitor import Visitor
from tests.emulator.world import Role, World

Json = dict[str, Any]


class Refused(NamedTuple):
    """An answer that is an error."""

    status: int
    message: str


class Workbook:
    """A spreadsheet of ``visitor``. Its first sheet is ``Sheet1``, id 0, with 20 rows and 8 columns."""

    def __init__(self, google: Emulator, visitor: Visitor) -> None:
        self.google = google
        self.visitor = visitor
        made = visitor.call("POST", "/v4/spreadsheets", body={"properties": {"title": "Journeys"}})
        assert made.ok, made.text
        self.id = str(made.json()["spreadsheetId"])
        size = {"rowCount": 20, "columnCount": 8}
        self.batch({"updateSheetProperties": {"properties": {"gridProperties": size}, "fields": "gridProperties(rowCount,columnCount)"}})

    @property
    def world(self) -> World:
        return self.google.world

    @property
    def book(self) -> Book:
        book = self.world.files[self.id].book
        assert book is not None
        return book

    def answer(self, *requests: Json, by: Visitor | None = None, **body: Any) -> Json:
        """The whole answer of a batch."""
        reply = (by or self.visitor).call("POST", f"/v4/spreadsheets/{self.id}:batchUpdate", body={"requests": requests, **body})
        assert reply.ok, reply.text
        found: Json = reply.json()
        return found

    def batch(self, *requests: Json, by: Visitor | None = None, **body: Any) -> list[Json]:
        """The replies of a batch."""
        found: list[Json] = self.answer(*requests, by=by, **body)["replies"]
        return found

    def refused(self, *requests: Json, by: Visitor | None = None) -> Refused:
        """How a batch is refused."""
        reply = (by or self.visitor).call("POST", f"/v4/spreadsheets/{self.id}:batchUpdate", body={"requests": requests})
        assert not reply.ok, reply.text
        return Refused(reply.status_code, reply.json()["error"]["message"])

    def read(self, **query: Any) -> Json:
        """``spreadsheets.get``."""
        reply = self.visitor.get(f"/v4/spreadsheets/{self.id}", **query)
        assert reply.ok, reply.text
        found: Json = reply.json()
        return found

    def sheet(self, title: str = "Sheet1", **query: Any) -> Json:
        """One sheet of ``spreadsheets.get``."""
        return next(one for one in self.read(**query)["sheets"] if one["properties"]["title"] == title)

    def put(self, a1: str, *rows: Sequence[Any]) -> None:
        """Values as typed; formulas begin with ``=``."""
        reply = self.visitor.call("PUT", f"/v4/spreadsheets/{self.id}/values/{a1}", body={"values": rows}, valueInputOption="USER_ENTERED")
        assert reply.ok, reply.text

    def values(self, a1: str, render: str = "UNFORMATTED_VALUE") -> list[list[Any]]:
        """Values as they are; ``render="FORMULA"`` shows formulas."""
        found = self.visitor.get(f"/v4/spreadsheets/{self.id}/values/{a1}", valueRenderOption=render).json()
        listed: list[list[Any]] = found.get("values", [])
        return listed

    def formula(self, a1: str) -> str:
        """The formula in a cell."""
        return str(self.values(a1, "FORMULA")[0][0])

    def grid(self, a1: str) -> Json:
        """The GridRange of cells on a sheet."""
        area = parse(self.book, a1)
        ends = {"startRowIndex": area.top, "endRowIndex": area.bottom, "startColumnIndex": area.left, "endColumnIndex": area.right}
        return {"sheetId": area.sheet.id} | {name: end for name, end in ends.items() if end is not None}

    def place(self, a1: str) -> Json:
        """The GridCoordinate of a cell."""
        area = parse(self.book, a1)
        return {"sheetId": area.sheet.id, "rowIndex": area.top, "columnIndex": area.left}

    def share(self, email: str, role: Role) -> Visitor:
        """Somebody else with a role, and a connection of their own (``with`` closes it)."""
        self.world.permit(self.world.files[self.id], email, role)
        return Visitor(self.google, email=email)


def lines(dimension: str, start: int, end: int, sheet_id: int = 0) -> Json:
    """A DimensionRange."""
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}


def a1(given: Json | None) -> str:
    """A bounded GridRange as A1 without its sheet; what has no range is ``#REF!``."""
    if given is None:
        return "#REF!"
    first = cell_name(given["startRowIndex"], given["startColumnIndex"])
    last = cell_name(given["endRowIndex"] - 1, given["endColumnIndex"] - 1)
    return first if first == last else f"{first}:{last}"
