"""One tab turned so that its headings stand in one line and its records below each other, with the texts people see."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from sheetsync.model.grid import CellRef, Grid, Typed, Value
from sheetsync.model.tabs import shown_text

Texts = Mapping[int, str]
"""The texts of one line, by their position in it."""


REACH = 300
"""Headings are looked for in so many lines, and in so many positions of a line."""
_MOST_READ = 2_400
"""The lines in which they are looked for hold so many texts together at most; where more stands above them, it is no map."""
_MOST_COVERED = 200_000
"""Merged cells are followed up to here; a sheet that people made has far fewer."""


class Sheet(NamedTuple):
    """A tab in one of both directions. ``lines`` are rows, or columns where it runs ``across``; ``covered`` leads from a merged cell to its first."""

    grid: Grid
    across: bool
    lines: Mapping[int, Texts]
    covered: Mapping[tuple[int, int], tuple[int, int]]

    @property
    def last(self) -> int:
        """The number of the last line."""
        return max(self.lines, default=-1)

    def first_lines(self) -> list[int]:
        """The lines in which headings are looked for: the first few hundred that are not blank, for no map begins further down.

        Where many texts stand in each, there are fewer, so that a sheet that is no map is told as soon however big it is.
        """
        numbers = sorted(self.lines)[:REACH]
        read = accumulate(min(len(self.lines[number]), REACH) for number in numbers)
        return [number for at, (number, sofar) in enumerate(zip(numbers, read, strict=True)) if at == 0 or sofar <= _MOST_READ]

    def line(self, number: int) -> Texts:
        """The texts of a line; none when it is blank."""
        return self.lines.get(number, {})

    def text(self, number: int, at: int) -> str:
        """The text of a cell, which a merged one shares with its first; ``""`` when blank."""
        number, at = self.covered.get((number, at), (number, at))
        return self.line(number).get(at, "")

    def cell(self, number: int, at: int) -> CellRef:
        """The cell at a position of a line, as it stands in the workbook."""
        return CellRef(self.grid.title, at, number) if self.across else CellRef(self.grid.title, number, at)

    def value(self, number: int, at: int) -> Value:
        """What that cell holds."""
        return self.grid.cells[(at, number) if self.across else (number, at)]


class Tabs(NamedTuple):
    """The tabs of a workbook as read: each text and value by its cell, and each tab in both directions, in their order."""

    texts: Mapping[CellRef, str]
    values: Mapping[CellRef, Value]
    sheets: Sequence[tuple[Sheet, Sheet]]

    @classmethod
    def of(cls, grids: Sequence[Grid]) -> "Tabs":
        """Read once for all types that the workbook is tried against."""
        return cls(
            {CellRef(grid.title, *at): text for grid in grids for at, text in texts(grid)},
            {CellRef(grid.title, *at): value for grid in grids for at, value in grid.cells.items()},
            [both_ways(grid) for grid in grids],
        )


def both_ways(grid: Grid) -> tuple[Sheet, Sheet]:
    """A tab with its lines down, and with its lines across."""
    return _turned(grid, across=False), _turned(grid, across=True)


def texts(grid: Grid) -> Iterator[tuple[tuple[int, int], str]]:
    """Every cell that is not blank, in reading order: where it stands and what people see; a formula without a result as its words."""
    for at, value in sorted(grid.cells.items()):
        if text := seen(value):
            yield at, text


def seen(value: Value) -> str:
    """What people see in a cell; the formula itself where nothing can be shown."""
    shown = shown_text(value)
    return f"={value.raw}" if not shown and isinstance(value, Typed) else shown


def _turned(grid: Grid, *, across: bool) -> Sheet:
    lines: dict[int, dict[int, str]] = {}
    for (row, column), text in texts(grid):
        number, at = (column, row) if across else (row, column)
        lines.setdefault(number, {})[at] = text
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    rows, columns = (sorted({at[axis] for at in grid.cells}) for axis in (0, 1))
    for top, left, bottom, right in grid.merges:
        if (top, left) not in grid.cells or len(covered) > _MOST_COVERED:
            continue
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            for column in columns[bisect_left(columns, left) : bisect_right(columns, right)]:
                if (row, column) not in grid.cells:
                    covered[(column, row) if across else (row, column)] = (left, top) if across else (top, left)
    return Sheet(grid, across, lines, covered)
