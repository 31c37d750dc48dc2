"""What notes ask of a worksheet part: where boxes stand beside its cells, and the element that leads to their drawing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sheetsync.backends.xlsx.graft_book import OFFICE
from sheetsync.backends.xlsx.outline import TAG
from sheetsync.backends.xlsx.package import MAIN_VOCABULARIES, RELATIONSHIP_IDS, Attributes, Package
from sheetsync.backends.xlsx.places import MAX_COLUMN, MAX_ROW
from sheetsync.backends.xlsx.proof import STRICT, Reason, refuse
from sheetsync.backends.xlsx.splicing import Place, spliced

ODD: Final = Reason("the notes of a tab are written in an unusual way", "ghi chú của một trang tính được ghi khác thường")

_BEFORE: Final = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState "
    "dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup "
    "headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing"
)
"""What the format wants before the element that leads to the drawing of the boxes."""
_TRUE: Final = ("1", "true")
_PIXELS_A_CHARACTER, _PIXELS_A_POINT = 7, 96 / 72
_ASIDE, _ABOVE, _BELOW_THE_TOP = 15, 10, 2
"""Pixels from the edge of a column or row to the box, as Excel leaves them."""
_MOST: Final = 2_000


@dataclass(slots=True)
class NoteSheet:
    """A worksheet part. ``drawing`` is the relationship by which it leads to the boxes of notes (empty: it has none).

    A new element goes to ``place``, ``prefix`` before its name; ``relations`` stands before attributes that name relationships (empty: nothing does).
    Widths and heights are in pixels; ``columns`` are (first, last, width).
    """

    drawing: str = ""
    prefix: bytes = b""
    relations: str = ""
    place: int = 0
    width: int = 64
    height: int = 20
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)

    def anchor(self, place: Place, width: int, height: int) -> str:
        """Where a box of that size begins and ends beside the cell at ``place``: columns and rows, and pixels into them."""
        row, column = place
        left, right = _walk(self._width, min(column + 1, MAX_COLUMN - 6), _ASIDE, width, MAX_COLUMN)
        top, bottom = _walk(self._height, min(max(row - 1, 0), MAX_ROW - 40), _ABOVE if row else _BELOW_THE_TOP, height, MAX_ROW)
        return ", ".join(str(number) for number in (*left, *top, *right, *bottom))

    def linked(self, body: bytes, relation: str) -> bytes:
        """``body``, that of the part, leading to its drawing by ``relation``."""
        declared, prefix = ("", self.relations) if self.relations else (f' xmlns:r="{OFFICE}"', "r")
        element = b"<" + self.prefix + f'legacyDrawing{declared} {prefix}:id="{relation}"/>'.encode()
        return spliced(body, [(self.place, self.place, element)])

    def _width(self, column: int) -> int:
        return next((width for first, last, width in self.columns if first <= column <= last), self.width)

    def _height(self, row: int) -> int:
        return self.rows.get(row, self.height)


def read_note_sheet(package: Package, part: str, body: bytes) -> NoteSheet:  # noqa: C901 - one pass over the part
    """What notes ask of ``part``, a worksheet that says ``body``.

    Raises:
        NotAWorkbook: it is damaged.
        UnsafeEdit: no note can be put there.
    """
    parser = package.parser(" ")
    sheet = NoteSheet()
    before = frozenset(_BEFORE.split())
    main = f"{MAIN_VOCABULARIES[0]} "
    depth = next_row = head = 0
    drawings: list[tuple[int, str]] = []

    def declare(prefix: str | None, vocabulary: str) -> None:
        if vocabulary == OFFICE and prefix and not depth:
            sheet.relations = prefix

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal depth, next_row, head
        name = tag.removeprefix(main)
        if depth <= 1:
            opening = TAG.match(body, parser.CurrentByteIndex)
            head = opening.end() if opening else 0
            if not depth:
                sheet.prefix = (opening[1] or b"") if opening else b""
                if name != "worksheet":
                    refuse(package.ref, STRICT if tag.startswith(MAIN_VOCABULARIES[1]) else ODD)
        if name == "row":
            next_row = _number(attributes["r"]) if "r" in attributes else next_row + 1
            if (height := _row_height(attributes)) is not None:
                sheet.rows[next_row - 1] = height
        elif name == "col":
            sheet.columns.append((_number(attributes.get("min", "")) - 1, _number(attributes.get("max", "")) - 1, _column_width(attributes, sheet)))
        elif name == "sheetFormatPr":
            sheet.width = _pixels(attributes.get("defaultColWidth", ""), _PIXELS_A_CHARACTER) or sheet.width
            sheet.height = _pixels(attributes.get("defaultRowHeight", ""), _PIXELS_A_POINT) or sheet.height
        elif name == "legacyDrawing":
            drawings.append((depth, next((attributes[key] for key in RELATIONSHIP_IDS if key in attributes), "")))
        depth += 1

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 1 and tag.removeprefix(main) in before:
            at = parser.CurrentByteIndex
            sheet.place = head if body[head - 2 : head] == b"/>" else body.index(b">", at) + 1

    parser.StartNamespaceDeclHandler = declare
    parser.StartElementHandler, parser.EndElementHandler = start, end
    package.feed(parser, part, body)
    parser.StartNamespaceDeclHandler = None
    if len(drawings) > 1 or any(at != 1 or not name for at, name in drawings) or not sheet.place:
        refuse(package.ref, ODD)
    sheet.drawing = drawings[0][1] if drawings else ""
    return sheet


def _walk(size: Callable[[int], int], at: int, offset: int, length: int, limit: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """From ``offset`` pixels into the line ``at``, ``length`` pixels on: both ends, each as a line and the pixels into it."""
    ends: list[tuple[int, int]] = []
    for step in (offset, length):
        offset = step + (ends[-1][1] if ends else 0)
        while at < limit - 1 and offset >= (room := size(at)):
            offset -= room
            at += 1
        ends.append((at, offset))
    return ends[0], ends[1]


def _row_height(attributes: Attributes) -> int | None:
    if attributes.get("hidden") in _TRUE:
        return 0
    return _pixels(attributes["ht"], _PIXELS_A_POINT) if "ht" in attributes else None


def _column_width(attributes: Attributes, sheet: NoteSheet) -> int:
    if attributes.get("hidden") in _TRUE:
        return 0
    return _pixels(attributes["width"], _PIXELS_A_CHARACTER) if "width" in attributes else sheet.width


def _pixels(text: str, unit: float) -> int:
    try:
        return max(0, min(_MOST, round(float(text) * unit)))
    except (ValueError, OverflowError):
        return 0


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else 0
