"""A spreadsheet in the local Google, as the tests of writing methods handle it."""

from collections.abc import Sequence
from typing import Any

from tests.emulator.sheet_desk import SheetDesk
from tests.emulator.sheets.a1 import cell_name, parse
from tests.emulator.sheets.book import Json
from tests.emulator.visitor import Visitor
from tests.emulator.world import Role, World


class Workbook(SheetDesk):
    """A spreadsheet of ``visitor``. Its first sheet is ``Sheet1``, id 0, with 20 rows and 8 columns."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(visitor, "Journeys")
        size = {"rowCount": 20, "columnCount": 8}
        self.batch({"updateSheetProperties": {"properties": {"gridProperties": size}, "fields": "gridProperties(rowCount,columnCount)"}})

    @property
    def world(self) -> World:
        return self.visitor.google.world

    def sheet(self, title: str = "Sheet1", **query: Any) -> Json:
        """One sheet of ``spreadsheets.get``."""
        return next(one for one in self.get(**query)["sheets"] if one["properties"]["title"] == title)

    def put(self, cells: str, *rows: Sequence[Any], option: str = "USER_ENTERED", **query: Any) -> Json:
        """Values as typed; formulas begin with ``=``."""
        return super().put(cells, *rows, option=option, **query)

    def values(self, cells: str, render: str = "UNFORMATTED_VALUE", **query: Any) -> list[list[Any]]:
        """Values as they are; ``render="FORMULA"`` shows formulas."""
        return super().values(cells, valueRenderOption=render, **query)

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
        return Visitor(self.visitor.google, email=email)


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
