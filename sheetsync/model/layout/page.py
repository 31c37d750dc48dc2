"""What all tabs share: a page in the making, its banner, and words that several of them print."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sheetsync.model.anatomy import ABOUT_TAB
from sheetsync.model.design import Area, DesignCell, Style
from sheetsync.model.grid import CellRef, column_letters
from sheetsync.model.layout import palette
from sheetsync.model.layout.fit import TALLEST, row_height, text_width
from sheetsync.model.sources import DOCUMENTS
from sheetsync.model.words import Text

ABOUT_TITLE = (3, 2)
"""The cell of *About this map* that holds the map's title."""

_PAGE_WIDTH, _PAGE_HEIGHT = 146, 520  # of A4 on its side between the margins, in characters and in points
_USUAL_WIDTH, _USUAL_HEIGHT = 8.43, 15.0

_SOURCE = Text("Nguồn", "Source")


@dataclass(slots=True)
class Page:
    """A tab in the making: cells are put on it, and it knows how high its rows must be."""

    widths: dict[int, float]
    cells: dict[tuple[int, int], DesignCell] = field(default_factory=dict)
    least: dict[int, float] = field(default_factory=dict)

    def put(
        self,
        row: int,
        column: int,
        value: str,
        style: Style,
        *,
        kind: Literal["text", "number", "date", "boolean", "link"] = "text",
        note: str = "",
        target: CellRef | None = None,
    ) -> None:
        """Put a value on the page."""
        self.cells[row, column] = DesignCell(value, style, kind, note=note, target=target)

    def formula(self, row: int, column: int, formula: str, value: str, style: Style, *, numeric: bool = False) -> None:
        """Put a formula with its stored result on the page."""
        self.cells[row, column] = DesignCell(value, style, "formula", formula, numeric)

    def fill(self, area: Area, style: Style) -> None:
        """Give the cells of ``area`` that are still free a look."""
        blank = DesignCell("", style)
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                self.cells.setdefault((row, column), blank)

    def heights(self, hidden_columns: Iterable[int] = ()) -> dict[int, float]:
        """The height of every row: what its texts need, and no less than ``least`` says."""
        heights = dict(self.least)
        skipped = set(hidden_columns)
        for (row, column), cell in self.cells.items():
            if cell.value and column not in skipped:
                need = row_height(cell.value, cell.style, self.widths.get(column, _USUAL_WIDTH))
                if need > heights.get(row, 0):
                    heights[row] = need
        return {row: min(TALLEST, height) for row, height in sorted(heights.items())}

    def banner(self, row: int, first: int, last: int, title: DesignCell, subtitle: str) -> None:
        """A band over columns ``first`` to ``last``: the title large, and the subtitle in the first roomy column that leaves space for it."""
        size = 18 if len(title.value) <= 60 else 13
        style = replace(palette.BANNER, size=size)
        self.cells[row, first] = replace(title, style=style)
        total = sum(self.widths[column] for column in range(first, last + 1))
        taken = max(min(text_width(title.value, style) + 3, total * 0.6), total * 0.4)
        self.put(row, self._roomy(first, last, taken), subtitle, palette.BANNER_NOTE)
        self.fill(Area(row, first, row, last), palette.BANNER_NOTE)
        self.least[row] = 54
        self.least[row + 1] = 9

    def _roomy(self, first: int, last: int, taken: float) -> int:
        left, found = 0.0, last
        for column in range(first, last + 1):
            if left >= taken and self.widths[column] >= 20:
                return column
            left += self.widths[column]
            if column > first and self.widths[column] >= self.widths[found]:
                found = column
        return found


def fits_one_page(widths: Mapping[int, float], heights: Mapping[int, float], area: Area) -> bool:
    """Whether ``area`` prints on one landscape page at no less than half its size."""
    width = sum(widths.get(column, _USUAL_WIDTH) for column in range(area.left, area.right + 1))
    height = sum(heights.get(row, _USUAL_HEIGHT) for row in range(area.top, area.bottom + 1))
    return min(_PAGE_WIDTH / width, _PAGE_HEIGHT / height) >= 0.5


def live_title(title: str, language: str) -> DesignCell:
    """The map's title as a formula, so that the banner follows when somebody renames the map."""
    cell = absolute(ABOUT_TAB.of(language), *ABOUT_TITLE)
    return DesignCell(title, palette.BANNER, "formula", f'IF({cell}="","",{cell})')


def note(guide: str, source: str, language: str) -> str:
    """A heading's note: what to write there, and where that comes from."""
    return "\n\n".join(part for part in (guide, source_line(source, language)) if part)


def source_line(source: str, language: str) -> str:
    """``S3:35`` as people can follow it: the document's name, and the place in it."""
    if not source:
        return ""
    names = dict.fromkeys(DOCUMENTS[code].of(language) for code in re.findall(r"S[0-4]", source))
    return f"{_SOURCE.of(language)}: {', '.join((*names, source))}"


def documents(sources: Iterable[str], language: str) -> tuple[tuple[str, str], ...]:
    """Codes and names of the documents that ``sources`` point to, each once."""
    codes = sorted({code for source in sources for code in re.findall(r"S[0-4]", source)})
    return tuple((code, DOCUMENTS[code].of(language)) for code in codes)


def quoted(tab: str) -> str:
    """A tab's title as formulas name it."""
    return "'" + tab.replace("'", "''") + "'"


def absolute(tab: str, row: int, column: int) -> str:
    """A cell of a tab as formulas name it: ``'Bản đồ'!$C$5``."""
    return f"{quoted(tab)}!${column_letters(column)}${row + 1}"


def absolute_area(tab: str, area: Area) -> str:
    """An area of a tab as formulas name it: ``'Bản đồ'!$C$5:$C$20``."""
    return f"{absolute(tab, area.top, area.left)}:${column_letters(area.right)}${area.bottom + 1}"


def literal(text: str) -> str:
    """A text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'
