"""Ranges: A1 and R1C1 notation, GridRange JSON, and how Google writes them back."""

import re
from dataclasses import dataclass, replace

from tests.emulator.errors import ApiError, invalid
from tests.emulator.sheets.book import Book, Json, Sheet

MAX_COLUMNS = 18_278  # ZZZ

_ENDS = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9][0-9]*)?")
_R1C1 = re.compile(r"[Rr]([1-9][0-9]*|\[-?[0-9]+\])[Cc]([1-9][0-9]*|\[-?[0-9]+\])")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[RrCc]")


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of one sheet, from 0 and half open; ``None`` is an end that was not said."""

    sheet: Sheet
    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None

    @property
    def rows(self) -> range:
        """Its rows, as far as the grid goes."""
        return range(self.top, self.sheet.row_count if self.bottom is None else min(self.bottom, self.sheet.row_count))

    @property
    def columns(self) -> range:
        """Its columns, as far as the grid goes."""
        return range(self.left, self.sheet.column_count if self.right is None else min(self.right, self.sheet.column_count))

    @property
    def single(self) -> bool:
        """Whether it is exactly one cell."""
        return self.bottom == self.top + 1 and self.right == self.left + 1

    @property
    def key(self) -> tuple[int, int, int, int, int]:
        """What sorts by place and is equal for equal cells: index of the sheet, then left, top, right, bottom."""
        rows, columns = self.rows, self.columns
        return int(self.sheet.properties["index"]), columns.start, rows.start, columns.stop, rows.stop

    def clamped(self) -> "Area":
        """The same with both ends said, inside the grid."""
        return replace(self, bottom=self.rows.stop, right=self.columns.stop)


def column_letters(index: int) -> str:
    """0 is ``A``, 26 is ``AA``."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(65 + rest) + letters
        index -= 1
    return letters


def column_index(letters: str) -> int:
    """``A`` is 0, ``AA`` is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_name(row: int, column: int) -> str:
    """``A1`` is row 0, column 0."""
    return f"{column_letters(column)}{row + 1}"


def quoted(title: str) -> str:
    """A sheet's title as it stands before the ``!``: in quotes unless it is a plain name that can't be taken for a cell."""
    if _PLAIN_TITLE.fullmatch(title) and not _CELL_LIKE.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def echo(area: Area) -> str:
    """The range as Google writes it: title, first and last cell inside the grid; a single cell once; ``#REF!`` for no cells."""
    rows, columns = area.rows, area.columns
    if not rows or not columns:
        return "#REF!"
    first, last = cell_name(rows[0], columns[0]), cell_name(rows[-1], columns[-1])
    return f"{quoted(area.sheet.title)}!{first}" + ("" if first == last else f":{last}")


def beyond(area: Area) -> ApiError:
    """The 400 for a range that the grid does not have."""
    last = "" if area.bottom is None or area.right is None or area.single else f":{cell_name(area.bottom - 1, area.right - 1)}"
    sheet = area.sheet
    place = f"{quoted(sheet.title)}!{cell_name(area.top, area.left)}{last}"
    return invalid(f"Range ({place}) exceeds grid limits. Max rows: {sheet.row_count}, max columns: {sheet.column_count}")


def parse(book: Book, text: str, *, whole: bool = False) -> Area:
    """The range that ``text`` names: a cell, cells, columns or rows with or without a sheet, a named range, or a sheet.

    ``whole`` refuses ends past the grid as well (writes); else they are cut when used. Raises ``ApiError`` (400) for what can't be read, and for a
    start past the grid.
    """
    area = _find(book, text)
    if area is None:
        raise invalid(f"Unable to parse range: {text}")
    return _inside(area, whole=whole)


def from_grid_range(book: Book, given: Json, *, missing: str = "No grid with id: {}") -> Area:
    """The area of a GridRange. Raises ``ApiError`` (400) for an unknown sheet (worded by ``missing``) and for indexes that make no range."""
    sheet = book.by_id(int(given.get("sheetId", 0)))
    if sheet is None:
        raise invalid(missing.format(given.get("sheetId", 0)))
    ends: dict[str, int] = {name: int(given[name]) for name in _ENDS if name in given}
    if any(end < 0 for end in ends.values()):
        raise invalid("GridRange indexes must be >= 0")
    for kind in ("Row", "Column"):
        start, end = ends.get(f"start{kind}Index", 0), ends.get(f"end{kind}Index")
        if end is not None and end < start:
            raise invalid(f"end{kind}Index[{end}] cannot be before start{kind}Index[{start}]")
    area = Area(sheet, ends.get("startRowIndex", 0), ends.get("startColumnIndex", 0), ends.get("endRowIndex"), ends.get("endColumnIndex"))
    empty = area.bottom == area.top or area.right == area.left
    return area if empty else _inside(area, whole=False)


def shown_range(given: Json) -> Json:
    """A GridRange or DimensionRange as it is answered: without the id of the sheet whose id is 0."""
    return {name: value for name, value in given.items() if name != "sheetId" or value}


def _inside(area: Area, *, whole: bool) -> Area:
    sheet = area.sheet
    starts_past = area.top >= sheet.row_count or area.left >= sheet.column_count
    ends_past = (area.bottom or 0) > sheet.row_count or (area.right or 0) > sheet.column_count
    if starts_past or (whole and ends_past):
        raise beyond(area)
    return area


def _find(book: Book, text: str) -> Area | None:
    title, bang, cells = text.rpartition("!")
    if bang:
        sheet = _titled(book, title) if title.strip("'") else _first(book)
        return None if sheet is None else _cells(sheet, cells)
    return _cells(_first(book), text) or _named(book, text) or _whole(_titled(book, text))


def _first(book: Book) -> Sheet:
    return next((sheet for sheet in book.ordered() if not sheet.properties.get("hidden")), book.sheets[0])


def _titled(book: Book, text: str) -> Sheet | None:
    is_quoted = len(text) > 1 and text[0] == text[-1] == "'"
    return book.by_title(text[1:-1].replace("''", "'") if is_quoted else text)


def _whole(sheet: Sheet | None) -> Area | None:
    return None if sheet is None else Area(sheet)


def _named(book: Book, text: str) -> Area | None:
    found = next((one for one in book.named_ranges if str(one["name"]).casefold() == text.casefold()), None)
    return from_grid_range(book, found["range"]) if found and found.get("range") else None


def _cells(sheet: Sheet, text: str) -> Area | None:
    return _a1(sheet, text) or _r1c1(sheet, text)


def _a1(sheet: Sheet, text: str) -> Area | None:
    first, colon, last = text.partition(":")
    corners = [_corner(part) for part in ([first, last] if colon else [first])]
    if any(corner is None for corner in corners):
        return None
    rows = sorted(corner[0] for corner in corners if corner and corner[0] is not None)
    columns = sorted(corner[1] for corner in corners if corner and corner[1] is not None)
    if len(rows) + len(columns) < (3 if colon and rows and columns else 2):
        return None  # a lone column or row, or one that is paired with the other kind
    tall, wide = not colon or len(rows) == 2, not colon or len(columns) == 2
    return Area(
        sheet,
        rows[0] if rows else 0,
        columns[0] if columns else 0,
        rows[-1] + 1 if rows and tall else None,
        columns[-1] + 1 if columns and wide else None,
    )


def _corner(text: str) -> tuple[int | None, int | None] | None:
    match = _CORNER.fullmatch(text)
    if not match or not (match[1] or match[2]):
        return None
    column = column_index(match[1]) if match[1] else None
    if column is not None and column >= MAX_COLUMNS:
        return None
    return (int(match[2]) - 1 if match[2] else None), column


def _r1c1(sheet: Sheet, text: str) -> Area | None:
    matches = [_R1C1.fullmatch(part) for part in text.split(":", 1)]
    places = [(_offset(match[1]), _offset(match[2])) for match in matches if match]
    if len(places) != len(matches) or any(row < 0 or column < 0 for row, column in places):
        return None
    rows, columns = sorted(row for row, _ in places), sorted(column for _, column in places)
    return Area(sheet, rows[0], columns[0], rows[-1] + 1, columns[-1] + 1)


def _offset(text: str) -> int:
    return int(text[1:-1]) if text.startswith("[") else int(text) - 1
