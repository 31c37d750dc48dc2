"""An answer of ``spreadsheets.get`` → grids, comment threads, and a revision."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from sheetsync.backends.google.talk import native_threads
from sheetsync.backends.google.values import DATES, Json, Place, iso
from sheetsync.errors import WorkbookTooLarge
from sheetsync.model.grid import Grid, Typed, Value
from sheetsync.model.thread import Thread
from sheetsync.model.values import decimal
from sheetsync.ports import WorkbookState

_CELL: Final = "userEnteredValue,effectiveValue(numberValue,errorValue(type)),formattedValue,effectiveFormat(numberFormat(type))"
_TAB: Final = "properties(sheetId,title,hidden,sheetType,gridProperties(rowCount,columnCount)),merges"
_DATA: Final = f"startRow,startColumn,rowData(values({_CELL}))"
_LANES: Final = "rowMetadata(hiddenByUser),columnMetadata(hiddenByUser)"
_SHEET: Final = f"{_TAB},data({_DATA})"
FIELDS: Final = f"properties(locale),sheets({_SHEET},commentAnchors),comments"
"""What is asked for: values as entered and as shown, tabs, merged areas, comment threads. No ``ranges``: they would drop threads without a cell."""
FIELDS_WITHOUT_THREADS: Final = f"properties(locale),sheets({_SHEET})"
"""The same for those who may not see the threads."""
FIELDS_TO_ATTACH: Final = f"properties(locale),sheets({_TAB},data({_DATA},{_LANES}),commentAnchors),comments,namedRanges(name)"
"""What is asked for before tabs are added: also the names that are taken, and which rows and columns are hidden."""
FIELDS_TO_ATTACH_WITHOUT_THREADS: Final = f"properties(locale),sheets({_TAB},data({_DATA},{_LANES})),namedRanges(name)"

MOST_CELLS: Final = 200_000
"""A workbook with more cells that hold something is no journey map."""

_UNCALCULATED: Final = "LOADING"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A tab as read: its lasting id, the size of its grid, its values, what was entered to give them, and the types of number formats."""

    id: int
    rows: int
    columns: int
    grid: Grid
    entered: Mapping[Place, Json]
    formats: Mapping[Place, str]


@dataclass(frozen=True)
class Book:
    """A whole spreadsheet as read."""

    ref: str
    locale: str
    sheets: tuple[Sheet, ...]
    threads: tuple[Thread, ...] | None = field(default=())
    """``None`` where they were not asked for."""

    @cached_property
    def revision(self) -> str:
        """A digest of what people entered, and of the tabs it stands in; formats, comments and the results of formulas leave it as it is."""
        said = [
            [sheet.grid.title, sheet.grid.hidden, sheet.grid.merges, [(*place, sheet.entered[place]) for place in sorted(sheet.entered)]]
            for sheet in self.sheets
        ]
        return f"sha256:{hashlib.sha256(json.dumps(said, separators=(',', ':'), sort_keys=True).encode()).hexdigest()}"

    @property
    def state(self) -> WorkbookState:
        """The workbook in the words of the port."""
        return WorkbookState(self.ref, self.revision, tuple(sheet.grid for sheet in self.sheets), self.threads)


def read_book(answer: Mapping[str, Any], ref: str, *, with_threads: bool = True) -> Book:
    """The spreadsheet that Google describes in ``answer``, asked for with ``FIELDS``; ``ref`` is its address.

    Without ``with_threads`` it was asked for with ``FIELDS_WITHOUT_THREADS``.

    Raises:
        WorkbookTooLarge: it holds more cells than any map does.
    """
    raw = [sheet for sheet in answer.get("sheets", ()) if sheet.get("properties", {}).get("sheetType", "GRID") == "GRID"]
    sheets = tuple(map(_sheet, raw))
    if sum(len(sheet.grid.cells) for sheet in sheets) > MOST_CELLS:
        raise WorkbookTooLarge(ref, en=f"it holds more than {MOST_CELLS:,} cells", vi=f"bảng tính có hơn {MOST_CELLS:,} ô".replace(",", "."))
    threads = native_threads(answer, raw, ref) if with_threads else None
    return Book(ref, str(answer.get("properties", {}).get("locale", "")), sheets, threads)


def _sheet(raw: Json) -> Sheet:
    properties = raw["properties"]
    size = properties.get("gridProperties", {})
    rows, columns = int(size.get("rowCount", 0)), int(size.get("columnCount", 0))
    cells: dict[Place, Value] = {}
    entered: dict[Place, Json] = {}
    formats: dict[Place, str] = {}
    for place, cell in _cells(raw.get("data", ())):
        kind = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type")
        if kind:
            formats[place] = kind
        if said := _entered(cell):
            entered[place] = said
        value = _value(cell, said, kind)
        if value:
            cells[place] = value
    merges = tuple(_corners(merge, rows, columns) for merge in raw.get("merges", ()))
    number = int(properties.get("sheetId", 0))
    grid = Grid(properties["title"], cells, merges, bool(properties.get("hidden")), number)
    return Sheet(number, rows, columns, grid, entered, formats)


def _cells(data: Iterable[Json]) -> Iterator[tuple[Place, Json]]:
    for block in data:
        top, left = block.get("startRow", 0), block.get("startColumn", 0)
        for row, line in enumerate(block.get("rowData", ()), start=top):
            for column, cell in enumerate(line.get("values", ()), start=left):
                if cell:
                    yield (row, column), cell


def _entered(cell: Json) -> Json | None:
    """What was entered; nothing where a cell only shows what a formula elsewhere puts there."""
    said: Json | None = cell.get("userEnteredValue")
    if said and "numberValue" in said:
        return {"numberValue": float(said["numberValue"])}
    return None if not said or said == {"stringValue": ""} else said


def _value(cell: Json, entered: Json | None, kind: str | None) -> Value | None:
    shown: str | None = cell.get("formattedValue")
    match entered or {}:
        case {"formulaValue": formula}:
            return _result(formula.removeprefix("="), cell, kind)
        case {"stringValue": text}:
            return str(text)
        case {"boolValue": truth}:
            return Typed("boolean", "true" if truth else "false", "TRUE" if truth else "FALSE")
        case {"numberValue": number}:
            day = iso(number) if kind in DATES else None
            return Typed("date" if day else "number", decimal(repr(number)) or repr(number), shown, day)
        case {"errorValue": error}:
            return Typed("error", shown or error.get("type", ""), shown or error.get("type", ""))
        case _:
            return _result("", cell, kind) if shown else None


def _result(formula: str, cell: Json, kind: str | None) -> Typed:
    """A cell with a calculated value: one that another cell's formula fills has no formula of its own, and is no more ours to write."""
    effective = cell.get("effectiveValue", {})
    if effective.get("errorValue", {}).get("type") == _UNCALCULATED:
        return Typed("formula", formula, None)
    number = effective.get("numberValue")
    return Typed("formula", formula, cell.get("formattedValue", ""), iso(number) if number is not None and kind in DATES else None)


def _corners(area: Json, rows: int, columns: int) -> tuple[int, int, int, int]:
    """The corners of a GridRange, inclusive; an end that is not said is the sheet's."""
    top, left = area.get("startRowIndex", 0), area.get("startColumnIndex", 0)
    return top, left, area.get("endRowIndex", rows) - 1, area.get("endColumnIndex", columns) - 1
