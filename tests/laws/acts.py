"""What people do to a workbook, as pure functions of its grids: insert, delete, sort, swap, rename, respell, cut and paste."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from sheetsync.model.anatomy import ABOUT_TAB, CURVE_TAB, HOW_TO_TAB, META_TAB, STAGES_TAB, TO_COMPLETE_TAB
from sheetsync.model.grid import CellEdit, Grid, Typed
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Language

Grids = tuple[Grid, ...]
Mover = Callable[[int, int], tuple[int, int] | None]
"""Where a cell (row, column) goes; ``None`` when it is deleted."""

HIDDEN = frozenset({META_TAB, CURVE_TAB})
GENERATED = frozenset({*TO_COMPLETE_TAB, *HOW_TO_TAB})


class Table:
    """A tab of records (or *Stages*) turned so that its records run down: where its keys, headings and records stand."""

    def __init__(self, grid: Grid, *, across: bool) -> None:
        self.across = across
        self.grid = turned(grid) if across else grid
        self.keys = {str(value): column for (row, column), value in self.grid.cells.items() if row == 0 and isinstance(value, str)}
        self.heading = 1 if across else 3
        self.first = self.heading + 1
        self.last = max(row for row, column in self.grid.cells if column == self.keys["_id"])

    @classmethod
    def main(cls, grids: Grids, map_type: MapType, language: Language) -> "Table":
        """The map itself."""
        return cls(named(grids, map_type.main.title.of(language)), across=map_type.main.axis == "across")

    @property
    def lines(self) -> range:
        """The rows of its records and empty slots."""
        return range(self.first, self.last + 1)

    @property
    def visible(self) -> frozenset[int]:
        """The columns that people see."""
        return frozenset(column for key, column in self.keys.items() if not key.startswith("_"))

    def is_empty(self, line: int) -> bool:
        """Whether a row is an empty slot: no content, whatever its keys and label say."""
        marks = {column for key, column in self.keys.items() if key.startswith("_") or (key == "stage" and "_stage" in self.keys)}
        return not any((line, column) in self.grid.cells for column in self.visible - marks)

    def rearranged(self, order: Mapping[int, int], columns: Iterable[int] | None = None) -> Grid:
        """The tab after the cells of ``columns`` (all, if left out) went from each row to the one that ``order`` gives."""
        chosen = None if columns is None else frozenset(columns)
        return self.changed(lambda row, column: (order.get(row, row) if chosen is None or column in chosen else row, column))

    def changed(self, mover: Mover) -> Grid:
        """The tab after its cells went where ``mover`` says, turned back."""
        return self.back(moved(self.grid, mover))

    def back(self, grid: Grid) -> Grid:
        """``grid``, which runs down, as the tab stands in the workbook."""
        return turned(grid) if self.across else grid


def tables(grids: Grids, map_type: MapType, language: Language) -> dict[str, Table]:
    """Every tab that holds records, by its title; *Stages* too."""
    found = {STAGES_TAB.of(language): Table(named(grids, STAGES_TAB.of(language)), across=False)}
    for tab in map_type.tabs:
        title = tab.title.of(language)
        found[title] = Table(named(grids, title), across=tab.axis == "across")
    return found


def about(grids: Grids, language: Language) -> Grid:
    """*About this map*."""
    return named(grids, ABOUT_TAB.of(language))


def named(grids: Grids, title: str) -> Grid:
    """The tab of that title."""
    return next(grid for grid in grids if grid.title == title)


def replaced(grids: Grids, *new: Grid) -> Grids:
    """The workbook with the tabs of ``new`` in the place of those with their titles."""
    by_title = {grid.title: grid for grid in new}
    return tuple(by_title.get(grid.title, grid) for grid in grids)


def each_visible(grids: Grids, change: Callable[[Grid], Grid]) -> Grids:
    """The workbook with every tab that people see changed."""
    return tuple(grid if grid.title in HIDDEN else change(grid) for grid in grids)


def moved(grid: Grid, mover: Mover) -> Grid:
    """``grid`` after its cells went where ``mover`` says; what it overwrites is gone, as after a paste."""
    places = {at: mover(*at) for at in grid.cells}
    still = {at: grid.cells[at] for at, to in places.items() if to == at}
    return grid._replace(cells=still | {to: grid.cells[at] for at, to in places.items() if to is not None and to != at})


def turned(grid: Grid) -> Grid:
    """``grid`` with rows and columns swapped."""
    return moved(grid, lambda row, column: (column, row))


def with_inserted(grid: Grid, *, row: int | None = None, column: int | None = None, count: int = 1) -> Grid:
    """``grid`` after empty rows were inserted above ``row``, or empty columns to the left of ``column``."""
    return moved(grid, lambda r, c: (r + count if row is not None and r >= row else r, c + count if column is not None and c >= column else c))


def without_rows(grid: Grid, rows: Iterable[int]) -> Grid:
    """``grid`` after whole rows were deleted."""
    gone = sorted(set(rows))
    return moved(grid, lambda row, column: None if row in gone else (row - sum(1 for each in gone if each < row), column))


def without_columns(grid: Grid, columns: Iterable[int]) -> Grid:
    """``grid`` after whole columns were deleted."""
    return turned(without_rows(turned(grid), columns))


def respelled(grid: Grid) -> Grid:
    """``grid`` with all its texts in NFD, as a Mac types them."""
    return grid._replace(cells={at: unicodedata.normalize("NFD", value) if isinstance(value, str) else value for at, value in grid.cells.items()})


def retitled(grids: Grids, order: Sequence[int]) -> Grids:
    """The workbook after somebody gave the tabs that people see other names and another order."""
    new = each_visible(grids, lambda grid: grid._replace(title=f"{grid.title[:20]} của cả nhóm"))
    return tuple(new[at] for at in order)


def written(grids: Grids, edits: Iterable[CellEdit]) -> Grids:
    """The workbook after ``edits``."""
    cells = {grid.title: dict(grid.cells) for grid in grids}
    for edit in edits:
        tab, row, column = edit.cell
        if edit.value == "":
            cells[tab].pop((row, column), None)
        elif edit.kind in {"number", "date", "boolean"}:
            kind = "boolean" if edit.kind == "boolean" else "number"
            cells[tab][row, column] = Typed(kind, edit.value, edit.value, edit.value if edit.kind == "date" else None)  # type: ignore[arg-type]
        else:
            cells[tab][row, column] = edit.value
    return tuple(grid._replace(cells=cells[grid.title]) for grid in grids)
