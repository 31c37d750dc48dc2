"""Grids: the raw values of a workbook's tabs, and addresses and edits of cells."""

from collections.abc import Mapping
from typing import Literal, NamedTuple


class Typed(NamedTuple):
    """A cell value that is not plain text.

    ``raw``: a number or date serial as written in the file, ``true``/``false``, the formula (without ``=``), or the error's name.
    ``shown``: the text people see, or ``None`` where the number format is one we can't show.
    ``date``: for numbers and formulas with a date format, the ISO 8601 date (or date and time).
    """

    kind: Literal["number", "date", "boolean", "formula", "error"]
    raw: str
    shown: str | None
    date: str | None = None


Value = str | Typed
"""What a cell holds: text as ``str``, anything else as ``Typed``. Blank cells are absent from a grid."""


class CellRef(NamedTuple):
    """Where a cell stands today: tab title, row and column, both counted from 0."""

    tab: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address as people write it: ``Bản đồ!E7``, quoted where the tab's title needs it."""
        title = self.tab
        if not title.replace("_", "").replace(" ", "").isalnum():
            title = "'" + title.replace("'", "''") + "'"
        return f"{title}!{column_letters(self.column)}{self.row + 1}"


class Grid(NamedTuple):
    """The values of one tab.

    ``cells`` maps (row, column), counted from 0, to the value; blank cells are absent.
    ``merges`` are (first row, first column, last row, last column), inclusive.
    ``number`` is what links to the tab call it, in places whose links name tabs by number.
    """

    title: str
    cells: Mapping[tuple[int, int], Value]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    number: int | None = None


class CellEdit(NamedTuple):
    """One cell to be changed.

    ``value`` is literal text for ``text``; shortest decimal for ``number``; ISO 8601 for ``date``; ``true``/``false`` for ``boolean``;
    ``""`` clears the cell (its style stays). ``link`` shows ``value`` and jumps to the cell ``target``. ``cached`` replaces only the
    stored result of a formula of ours (a decimal, or ``#N/A``). ``style_from`` names a cell of the same tab whose look a new cell takes.
    """

    cell: CellRef
    value: str
    kind: Literal["text", "number", "date", "boolean", "link", "cached"] = "text"
    target: CellRef | None = None
    style_from: tuple[int, int] | None = None


class Lane(NamedTuple):
    """A whole column or row of a tab, counted from 0."""

    tab: str
    kind: Literal["column", "row"]
    index: int  # type: ignore[assignment]  # hides a method of tuples


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
