"""Where ``values.append`` takes a table to be: cells with values that touch each other, and the box around them."""

from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.book import Sheet

Box = tuple[int, int, int, int]


def last_table(area: Area) -> Area | None:
    """The lowest table that shares a cell with ``area``; of two that end in the same row the one further right."""
    found = [box for box in boxes(area.sheet) if _meets(box, (area.rows.start, area.columns.start, area.rows.stop, area.columns.stop))]
    top, left, bottom, right = max(found, key=lambda box: (box[2], box[3]), default=(0, 0, 0, 0))
    return Area(area.sheet, top, left, bottom, right) if bottom else None


def boxes(sheet: Sheet) -> list[Box]:
    """The tables of a sheet as (top, left, bottom, right), half open. That cells touch at corners too is unverified."""
    waiting = {place for place, cell in sheet.cells.items() if cell.entered is not None}
    found: list[Box] = []
    while waiting:
        box = _joined(waiting)
        while touched := next((other for other in found if _meets(other, box)), None):
            found.remove(touched)
            box = (min(box[0], touched[0]), min(box[1], touched[1]), max(box[2], touched[2]), max(box[3], touched[3]))
        found.append(box)
    return found


def _joined(waiting: set[tuple[int, int]]) -> Box:
    """The box around one group of cells, which is taken out of ``waiting``."""
    edge = [waiting.pop()]
    group = list(edge)
    while edge:
        row, column = edge.pop()
        near = {(row + down, column + along) for down in (-1, 0, 1) for along in (-1, 0, 1)} & waiting
        waiting -= near
        edge += near
        group += near
    rows, columns = [row for row, _ in group], [column for _, column in group]
    return min(rows), min(columns), max(rows) + 1, max(columns) + 1


def _meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
