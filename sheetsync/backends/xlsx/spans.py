"""Where the cells of a worksheet stand in its bytes, so that a few can be replaced and all the rest stays."""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from sheetsync.backends.xlsx.package import Attributes, Package
from sheetsync.backends.xlsx.places import Area, area_of, place_of

Span = tuple[int, int]
"""First byte and the byte after the last one."""

_TAG: Final = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*+>""")


@dataclass(slots=True)
class CellSpan:
    """One cell. ``head`` is the byte after its start tag. ``style`` is empty where it has none.

    ``formula`` spans the formula element, ``function`` is what it says.
    """

    column: int
    start: int
    head: int
    end: int = 0
    style: str = ""
    rich: bool = False
    formula: Span | None = None
    function: str = ""


@dataclass(slots=True)
class RowSpan:
    """One row; its ``cells`` are kept only where they were asked for. ``head`` is the byte after its start tag."""

    row: int
    start: int
    head: int
    end: int = 0
    cells: list[CellSpan] = field(default_factory=list)


@dataclass(slots=True)
class JumpSpan:
    """One jump that stands beside the cells: the ``area`` it covers, and whether it leads out of the workbook."""

    start: int
    head: int
    area: Area | None
    outside: bool
    end: int = 0


@dataclass(slots=True)
class SheetSpans:
    """One worksheet.

    ``prefix`` stands before the names of its elements. ``data`` spans the element with the rows, whose start tag ends at ``data_head``.
    ``dimension`` is the span of its tag and the area it names. ``arrays`` are the areas of array formulas and data tables.
    ``jumps`` stand in one element, which ``jumps_all`` spans.
    """

    prefix: bytes = b""
    rows: list[RowSpan] = field(default_factory=list)
    data: Span = (0, 0)
    data_head: int = 0
    dimension: tuple[Span, Area] | None = None
    arrays: list[Area] = field(default_factory=list)
    jumps: list[JumpSpan] = field(default_factory=list)
    jumps_all: Span = (0, 0)
    orderly: bool = True


def read_spans(package: Package, part: str, body: bytes, wanted: AbstractSet[int]) -> SheetSpans:
    """The spans of the worksheet ``part``, with the cells of the ``wanted`` rows.

    ``orderly`` is off where rows, or cells of a wanted row, are doubled or out of order: then nobody can say which one counts.

    Raises:
        NotAWorkbook: the part is damaged.
    """
    separator, vocabulary = package.vocabulary(part, body)
    parser = package.parser(separator)
    pieces: list[str] = []
    spans = SheetSpans()
    listener = _Listener(spans, body, wanted)
    handlers: dict[str, Callable[[int, Attributes], None]] = {
        vocabulary + name: handler
        for name, handler in (
            ("c", listener.cell),
            ("row", listener.row),
            ("f", listener.formula),
            ("sheetData", listener.data),
            ("dimension", listener.dimension),
            ("hyperlinks", listener.jumps),
            ("hyperlink", listener.jump),
        )
    }
    enders: dict[str, Callable[[int], None]] = {
        vocabulary + name: handler
        for name, handler in (
            ("c", listener.cell_end),
            ("row", listener.row_end),
            ("sheetData", listener.data_end),
            ("hyperlinks", listener.jumps_end),
            ("hyperlink", listener.jump_end),
        )
    }
    formula_tag = vocabulary + "f"

    def start(tag: str, attributes: Attributes) -> None:
        handler = handlers.get(tag)
        if handler:
            handler(parser.CurrentByteIndex, attributes)

    def end(tag: str) -> None:
        if tag in enders:
            enders[tag](parser.CurrentByteIndex)
        elif tag == formula_tag:
            listener.formula_end(parser.CurrentByteIndex, "".join(pieces))
        pieces.clear()

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, pieces.append
    package.feed(parser, part, body)
    return spans


class _Listener:
    """Takes down what the parser says, with the places of the bytes."""

    __slots__ = ("_body", "_cell", "_inside", "_row", "_spans", "_wanted")

    def __init__(self, spans: SheetSpans, body: bytes, wanted: AbstractSet[int]) -> None:
        self._spans, self._body, self._wanted = spans, body, wanted
        self._row = RowSpan(-1, 0, 0)
        self._cell: CellSpan | None = None
        self._inside = False

    def data(self, at: int, _: Attributes) -> None:
        self._inside = True
        self._spans.prefix = self._body[at + 1 : self._body.index(b"sheetData", at)]
        self._spans.data = (at, 0)
        self._spans.data_head = self._tag_end(at)

    def data_end(self, at: int) -> None:
        self._inside = False
        self._spans.data = (self._spans.data[0], self._element_end(self._spans.data_head, at))

    def dimension(self, at: int, attributes: Attributes) -> None:
        if area := area_of(attributes.get("ref", "")):
            self._spans.dimension = (at, self._tag_end(at)), area

    def jumps(self, at: int, _: Attributes) -> None:
        self._spans.jumps_all = (at, self._tag_end(at))

    def jumps_end(self, at: int) -> None:
        start, head = self._spans.jumps_all
        self._spans.jumps_all = (start, self._element_end(head, at))

    def jump(self, at: int, attributes: Attributes) -> None:
        outside = any(name.rpartition(":")[2].rpartition(" ")[2] == "id" for name in attributes)
        self._spans.jumps.append(JumpSpan(at, self._tag_end(at), area_of(attributes.get("ref", "")), outside))

    def jump_end(self, at: int) -> None:
        jump = self._spans.jumps[-1]
        jump.end = self._element_end(jump.head, at)

    def row(self, at: int, attributes: Attributes) -> None:
        if not self._inside:
            return
        text = attributes.get("r")
        number = self._row.row + 1 if text is None else int(text) - 1 if text.isascii() and text.isdigit() else -1
        if number <= self._row.row:
            self._spans.orderly = False
        self._row = RowSpan(number, at, self._tag_end(at))
        self._spans.rows.append(self._row)

    def row_end(self, at: int) -> None:
        if self._inside:
            self._row.end = self._element_end(self._row.head, at)

    def cell(self, at: int, attributes: Attributes) -> None:
        if not self._inside or self._row.row not in self._wanted:
            return
        cells = self._row.cells
        last = cells[-1].column if cells else -1
        place = place_of(attributes["r"]) if "r" in attributes else (self._row.row, last + 1)
        if place is None or place[0] != self._row.row or place[1] <= last:
            self._spans.orderly = False
            return
        self._cell = CellSpan(place[1], at, self._tag_end(at), style=attributes.get("s", ""), rich="vm" in attributes or "cm" in attributes)
        cells.append(self._cell)

    def cell_end(self, at: int) -> None:
        if self._cell:
            self._cell.end = self._element_end(self._cell.head, at)
            self._cell = None

    def formula(self, at: int, attributes: Attributes) -> None:
        if attributes.get("t") in {"array", "dataTable"} and (area := area_of(attributes.get("ref", ""))):
            self._spans.arrays.append(area)
        if self._cell:
            self._cell.formula = (at, self._tag_end(at))

    def formula_end(self, at: int, function: str) -> None:
        if self._cell and self._cell.formula:
            self._cell.formula = (self._cell.formula[0], self._element_end(self._cell.formula[1], at))
            self._cell.function = function

    def _tag_end(self, at: int) -> int:
        tag = _TAG.match(self._body, at)
        return tag.end() if tag else at

    def _element_end(self, head: int, at: int) -> int:
        """The byte after an element whose start tag ends at ``head``, and whose end the parser reported at ``at``."""
        return head if self._body[head - 2 : head] == b"/>" else self._body.index(b">", at) + 1
