"""One spreadsheet and one account that works on it over HTTP."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from requests import Response

from tests.emulator.sheets.book import Book, Json
from tests.emulator.visitor import Visitor
from tests.emulator.world import File


class Refused(NamedTuple):
    """An answer that is an error."""

    status: int
    message: str


class SheetDesk:
    """A new spreadsheet of the visitor's, and the calls that tests make on it. Calls that fail show Google's body."""

    def __init__(self, visitor: Visitor, title: str = "Bản đồ", **properties: str) -> None:
        self.visitor = visitor
        made = visitor.call("POST", "/v4/spreadsheets", body={"properties": {"title": title, **properties}})
        assert made.ok, made.text
        self.made: Json = made.json()
        self.id = str(self.made["spreadsheetId"])

    @property
    def file(self) -> File:
        """What the world knows of it."""
        return self.visitor.google.world.files[self.id]

    @property
    def book(self) -> Book:
        """Its content."""
        assert self.file.book is not None
        return self.file.book

    def call(self, verb: str, path: str, body: Any = None, *, by: Visitor | None = None, **query: Any) -> Json:
        """A call on the spreadsheet that works: ``path`` is what follows its id, ``by`` is somebody else who makes it."""
        answer = self._send(verb, path, body, by, query)
        assert answer.ok, answer.text
        found: Json = answer.json()
        return found

    def refused(self, verb: str, path: str, body: Any = None, *, by: Visitor | None = None, **query: Any) -> Refused:
        """A call on the spreadsheet that doesn't."""
        answer = self._send(verb, path, body, by, query)
        assert not answer.ok, answer.text
        return Refused(answer.status_code, answer.json()["error"]["message"])

    def get(self, **query: Any) -> Json:
        """``spreadsheets.get``."""
        return self.call("GET", "", **query)

    def cells(self, cells: str, mask: str = "*") -> list[list[Json]]:
        """CellData row by row."""
        answer = self.get(ranges=cells, fields=f"sheets.data.rowData.values({mask})")
        return [row.get("values", []) for row in answer["sheets"][0]["data"][0].get("rowData", [])]

    def value_range(self, cells: str, **query: Any) -> Json:
        """``values.get``."""
        return self.call("GET", f"/values/{quote(cells)}", **query)

    def values(self, cells: str, **query: Any) -> list[list[Any]]:
        """The values alone."""
        found: list[list[Any]] = self.value_range(cells, **query).get("values", [])
        return found

    def put(self, cells: str, *rows: Sequence[Any], option: str = "RAW", **query: Any) -> Json:
        """``values.update``."""
        return self.call("PUT", f"/values/{quote(cells)}", {"values": rows}, valueInputOption=option, **query)

    def type(self, cell: str, text: Any) -> Any:
        """Type into a cell, as a person would; what then stands there."""
        self.put(cell, [text], option="USER_ENTERED")
        return self.values(cell)[0][0] if self.values(cell) else ""

    def append(self, cells: str, *rows: Sequence[Any], option: str = "RAW", **query: Any) -> Json:
        """``values.append``."""
        return self.call("POST", f"/values/{quote(cells)}:append", {"values": rows}, valueInputOption=option, **query)

    def answer(self, *requests: Json, by: Visitor | None = None, **more: Any) -> Json:
        """The whole answer of ``spreadsheets.batchUpdate``."""
        return self.call("POST", ":batchUpdate", {"requests": requests, **more}, by=by)

    def batch(self, *requests: Json, by: Visitor | None = None, **more: Any) -> list[Json]:
        """Its replies."""
        found: list[Json] = self.answer(*requests, by=by, **more)["replies"]
        return found

    def refused_batch(self, *requests: Json, by: Visitor | None = None) -> Refused:
        """How a batch is refused."""
        return self.refused("POST", ":batchUpdate", {"requests": requests}, by=by)

    def _send(self, verb: str, path: str, body: Any, by: Visitor | None, query: Json) -> Response:
        return (by or self.visitor).call(verb, f"/v4/spreadsheets/{self.id}{path}", body=body, **query)
