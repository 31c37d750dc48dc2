"""Edits of cells → the requests of one ``batchUpdate``, and what the sheets must say afterwards."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple, NoReturn

from sheetsync.backends.google.reader import Book, Sheet
from sheetsync.backends.google.values import DATES, Json, Place, alike, check_length, is_link, link, number, serial
from sheetsync.errors import CellRefused
from sheetsync.model.grid import CellEdit, Grid, Typed
from sheetsync.model.words import Text

MOST_COLUMNS: Final = 18_278
MOST_ROWS: Final = 10_000_000
"""What a grid can grow to: up to column ZZZ, and to ten million cells."""

_DECIMAL: Final = r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
_OTHER_LOOKS: Final = DATES | {"TIME", "TEXT"}
"""Number formats under which a number would be shown, and read, as something else."""


@dataclass(frozen=True, slots=True)
class Put:
    """What one cell becomes: its entered value (``None``: nothing), a number format (empty: none; ``None``: as it is), and whose look it takes."""

    value: Json | None
    number_format: Json | None = None
    style_from: Place | None = None


Puts = Mapping[int, Mapping[Place, Put]]
"""What cells become, by the id of their sheet and their place."""


def plan(book: Book, edits: Sequence[CellEdit], new: Mapping[str, int] = MappingProxyType({})) -> Puts:
    """What the cells of ``book`` that ``edits`` change become; those that say it already are left out.

    ``new`` are the ids of sheets, by title, that will be there then: links may lead to them.

    Raises:
        CellRefused: a cell can't be changed without harm: unknown tab, a formula, under merged cells, no such value.
        TextTooLong: a text does not fit a cell.
    """
    by_title = {sheet.grid.title: sheet for sheet in book.sheets}
    ids = {**new, **{title: sheet.id for title, sheet in by_title.items()}}
    asked: dict[int, dict[Place, Put]] = {}
    seen: set[tuple[str, Place]] = set()
    for edit in edits:
        place = (edit.cell.row, edit.cell.column)
        sheet = by_title.get(edit.cell.tab)
        if sheet is None:
            _refuse(book, edit, Text(f"không có trang tính nào tên “{edit.cell.tab}”", f"no tab has the title “{edit.cell.tab}”"))
        if (sheet.grid.title, place) in seen:
            _refuse(book, edit, Text("có hai thay đổi cho cùng một ô", "two changes were asked for that cell"))
        seen.add((sheet.grid.title, place))
        check_length(edit.value, edit.cell, book.ref)
        if why := _mistake(edit, ids) or _obstacle(edit, sheet.grid):
            _refuse(book, edit, why)
        put = _put(edit, sheet, ids, book.locale)
        if put.number_format is not None or put.style_from is not None or not alike(put.value, sheet.entered.get(place)):
            asked.setdefault(sheet.id, {})[place] = put
    return asked


def requests(book: Book, puts: Puts) -> list[Json]:
    """The requests that carry out ``puts``: grids grow where they must, new cells take their look, then the values are set."""
    return [request for sheet in book.sheets if sheet.id in puts for request in _requests(sheet, puts[sheet.id])]


def date_format(locale: str) -> Json:
    """How dates look in a spreadsheet of that locale: as they do in the workbooks we make."""
    return {"type": "DATE", "pattern": "dd/mm/yyyy" if locale.startswith("vi") else "yyyy-mm-dd"}


def _mistake(edit: CellEdit, ids: Mapping[str, int]) -> Text | None:
    """Why no cell can hold ``edit``, or ``None``."""
    value, kind = edit.value, edit.kind
    if not (0 <= edit.cell.row < MOST_ROWS and 0 <= edit.cell.column < MOST_COLUMNS):
        return Text("trang tính không có vị trí đó", "a sheet has no such place")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        return Text("nội dung chứa nửa ký tự, không nơi nào lưu được", "the text holds half a character (a lone surrogate), which nothing can store")
    if kind == "cached":
        return Text("Google tự tính kết quả của công thức", "Google calculates the results of formulas itself")
    if not value:
        return None
    if kind == "number" and not re.fullmatch(_DECIMAL, value, re.ASCII):
        return Text("giá trị không phải là số", "the value is not a number")
    if kind == "boolean" and value not in {"true", "false"}:
        return Text("giá trị không phải true hay false", "the value is neither true nor false")
    if kind == "link" and (edit.target is None or edit.target.tab not in ids):
        return Text("liên kết không dẫn tới đâu", "the link leads nowhere")
    return None


def _obstacle(edit: CellEdit, grid: Grid) -> Text | None:
    """Why the cell as it stands can't take ``edit``, or ``None``."""
    place = (edit.cell.row, edit.cell.column)
    if any(top <= place[0] <= bottom and left <= place[1] <= right and place != (top, left) for top, left, bottom, right in grid.merges):
        return Text("ô nằm trong vùng ô gộp", "it is covered by merged cells")
    today = grid.cells.get(place)
    if isinstance(today, Typed) and today.kind == "formula" and not (is_link(today.raw) and edit.kind in {"link", "text"}):
        return Text("ô chứa công thức, và công thức không bao giờ bị ghi đè", "it holds a formula, and formulas are never overwritten")
    return None


def _put(edit: CellEdit, sheet: Sheet, ids: Mapping[str, int], locale: str) -> Put:
    place, value = (edit.cell.row, edit.cell.column), edit.value
    look = sheet.formats.get(place)
    plain: Json | None = {} if look in _OTHER_LOOKS else None
    is_new = look is None and place not in sheet.entered
    style = edit.style_from if is_new else None
    day = serial(value) if edit.kind == "date" else None
    if not value:
        return Put(None, None, style)
    if day is not None:
        return Put({"numberValue": float(day)}, None if look in DATES else date_format(locale), style)
    match edit.kind:
        case "number":
            return Put({"numberValue": float(number(value))}, plain, style)
        case "boolean":
            return Put({"boolValue": value == "true"}, plain, style)
        case "link" if edit.target is not None:
            return Put(link(value, edit.target, ids[edit.target.tab]), {} if look == "TEXT" else None, style)
        case _:
            return Put({"stringValue": value}, None, style)


def _requests(sheet: Sheet, puts: Mapping[Place, Put]) -> Iterator[Json]:
    for dimension, size, needed in (
        ("ROWS", sheet.rows, 1 + max(row for row, _ in puts)),
        ("COLUMNS", sheet.columns, 1 + max(column for _, column in puts)),
    ):
        if needed > size:
            yield {"appendDimension": {"sheetId": sheet.id, "dimension": dimension, "length": needed - size}}
    for place, put in sorted(puts.items()):
        if put.style_from is not None:
            source, destination = _cell_range(sheet.id, put.style_from), _cell_range(sheet.id, place)
            yield {"copyPaste": {"source": source, "destination": destination, "pasteType": "PASTE_FORMAT"}}
    for run in _runs(sorted(puts.items())):
        yield _update(sheet.id, run)


class _Run(NamedTuple):
    """Neighbouring cells of one row that change alike."""

    row: int
    column: int
    puts: list[Put]


def _runs(puts: Iterable[tuple[Place, Put]]) -> Iterator[_Run]:
    run: _Run | None = None
    for (row, column), put in puts:
        if run and run.row == row and run.column + len(run.puts) == column and (run.puts[0].number_format is None) == (put.number_format is None):
            run.puts.append(put)
            continue
        if run:
            yield run
        run = _Run(row, column, [put])
    if run:
        yield run


def _update(sheet_id: int, run: _Run) -> Json:
    values: list[Json] = []
    for put in run.puts:
        cell: Json = {} if put.value is None else {"userEnteredValue": put.value}
        if put.number_format:
            cell["userEnteredFormat"] = {"numberFormat": put.number_format}
        values.append(cell)
    fields = "userEnteredValue" if run.puts[0].number_format is None else "userEnteredValue,userEnteredFormat.numberFormat"
    start = {"sheetId": sheet_id, "rowIndex": run.row, "columnIndex": run.column}
    return {"updateCells": {"start": start, "rows": [{"values": values}], "fields": fields}}


def _cell_range(sheet_id: int, place: Place) -> Json:
    row, column = place
    return {"sheetId": sheet_id, "startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": column, "endColumnIndex": column + 1}


def _refuse(book: Book, edit: CellEdit, why: Text) -> NoReturn:
    raise CellRefused(book.ref, en=f"{edit.cell.a1}: {why.en}", vi=f"{edit.cell.a1}: {why.vi}")
