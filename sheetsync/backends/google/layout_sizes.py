"""How wide columns and how high rows are, and what is hidden.

In Google, a row that was given a height keeps it whatever is typed into it, and one that was given none is as high as its texts and the padding
around them, and grows with them (both unverified for rows sized over the API); while it is empty, it is too low to invite anybody to write. So
growing rows get no height of their own: where one is to be higher than its texts, one of its cells holds it open by padding.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from sheetsync.backends.google.values import Json, Place
from sheetsync.model.design import TabDesign
from sheetsync.model.layout.fit import row_height

ROW_PIXELS: Final = 21
"""How high a row is that nobody sized and nobody wrote in."""

_COLUMN_PIXELS: Final = 100
_PIXELS_A_LETTER, _PIXELS_BESIDE = 7, 5
_PIXELS_A_POINT: Final = 96 / 72


class Padding(NamedTuple):
    """Pixels above and below the text of a cell, on top of the usual ones."""

    top: int = 0
    bottom: int = 0


def column_pixels(tab: TabDesign, column: int) -> int:
    """The width of a column."""
    return round(tab.widths[column] * _PIXELS_A_LETTER + _PIXELS_BESIDE) if column in tab.widths else _COLUMN_PIXELS


def paddings(tab: TabDesign) -> dict[Place, Padding]:
    """The cells that hold their rows open: in each growing row that is to be higher than its texts, one that stands in the middle, or the first."""
    shown: dict[int, dict[int, float]] = {}
    for (row, column), cell in tab.cells.items():
        if row in tab.growing and column not in tab.hidden_columns:
            letters = (column_pixels(tab, column) - _PIXELS_BESIDE) / _PIXELS_A_LETTER
            shown.setdefault(row, {})[column] = row_height(cell.value, cell.style, letters)
    return {
        (row, column): _padding(tab.cells[row, column].style.valign, tab.heights[row] - needed[column])
        for row, needed in shown.items()
        if tab.heights.get(row, 0) > max(needed.values())
        for column in (min(needed, key=lambda column: (tab.cells[row, column].style.valign != "center", column)),)
    }


def sizes(tab: TabDesign, sheet_id: int) -> Iterator[Json]:
    """Requests that size columns and the rows that don't grow, and hide what is hidden."""
    columns: dict[int, Json] = {column: {"pixelSize": column_pixels(tab, column)} for column in tab.widths}
    rows: dict[int, Json] = {row: {"pixelSize": _row_pixels(points)} for row, points in tab.heights.items() if row not in tab.growing}
    for lines, hidden in ((columns, tab.hidden_columns), (rows, tab.hidden_rows)):
        for line in hidden:
            lines[line] = lines.get(line, {}) | {"hiddenByUser": True}
    yield from _dimensions(sheet_id, "COLUMNS", columns)
    yield from _dimensions(sheet_id, "ROWS", rows)


def _padding(valign: str, spare: float) -> Padding:
    pixels = _row_pixels(spare)
    above = {"top": 0, "center": pixels // 2, "bottom": pixels}[valign]
    return Padding(above, pixels - above)


def _row_pixels(points: float) -> int:
    return round(points * _PIXELS_A_POINT)


def _dimensions(sheet_id: int, dimension: str, lines: Mapping[int, Json]) -> Iterator[Json]:
    """Give rows or columns their properties, neighbours that are alike together."""
    for properties, alike in groupby(sorted(lines), key=lambda line: lines[line]):
        for first, last in _runs(alike):
            place = {"sheetId": sheet_id, "dimension": dimension, "startIndex": first, "endIndex": last + 1}
            yield {"updateDimensionProperties": {"range": place, "properties": properties, "fields": ",".join(properties)}}


def _runs(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of lines that follow each other without a gap."""
    for _, run in groupby(enumerate(sorted(lines)), key=lambda numbered: numbered[1] - numbered[0]):
        together = [line for _, line in run]
        yield together[0], together[-1]
