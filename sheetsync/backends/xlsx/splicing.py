"""Changes of a part as splices of its bytes, and how the changed cells of one worksheet become such."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from sheetsync.backends.xlsx.escapes import xml
from sheetsync.backends.xlsx.spans import CellSpan, RowSpan, SheetSpans
from sheetsync.model.grid import column_letters

_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])([0-9]+):([0-9]+)(["'])""")
_HEIGHT = re.compile(rb'\sht=["\x27]([0-9.]+)["\x27]')
_LINE_HEIGHT, _LETTERS_A_LINE, _TALLEST = 14.0, 36, 409.0
_FIXED_HEIGHT = re.compile(rb'\scustomHeight=["\x27](?:1|true)["\x27]')
_REF = re.compile(rb"""(\sref\s*=\s*["'])[^"']*(["'])""")

Place = tuple[int, int]
Splice = tuple[int, int, bytes]
"""First byte, the byte after the last one, and what stands there instead."""


def spliced(body: bytes, splices: Iterable[Splice]) -> bytes:
    """``body`` with ``splices``. Several insertions at one place keep the order in which they were planned."""
    pieces, at = [], 0
    for start, end, piece in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [body[at:start], piece]
        at = end
    return b"".join((*pieces, body[at:]))


def prefixed(inner: str, prefix: bytes) -> bytes:
    """``inner`` with the prefix that the part's elements carry. Text can't be mistaken for a tag: its ``<`` is escaped."""
    body = inner.encode()
    return re.sub(rb"<(/?)", rb"<\g<1>" + prefix, body) if prefix and body else body


class CellWriter:
    """Collects the changes of one worksheet and writes them into its bytes."""

    def __init__(self, spans: SheetSpans, body: bytes) -> None:
        self._spans, self._body = spans, body
        self._splices: list[Splice] = []
        self._new: dict[int, tuple[RowSpan | None, list[tuple[int, bytes]]]] = {}
        self._lines: dict[int, int] = {}
        self._heights: dict[int, float] = {}

    def put(self, row: RowSpan | None, cell: CellSpan | None, place: Place, style: str, content: tuple[str, str]) -> None:
        """Take in the new content of one cell: of ``cell`` where there is one, else of a new one in ``row`` or a new row."""
        kind, inner = content
        prefix = self._spans.prefix
        attributes = f' r="{column_letters(place[1])}{place[0] + 1}"' + (f' s="{xml(style)}"' if style else "") + (f' t="{kind}"' if kind else "")
        inside = prefixed(inner, prefix)
        if cell and cell.formula and inner.startswith("<v>"):
            inside = self._body[slice(*cell.formula)] + inside
        tag = prefix + b"c"
        element = b"<" + tag + attributes.encode() + (b">" + inside + b"</" + tag + b">" if inside else b"/>")
        if cell:
            self._splices.append((cell.start, cell.end, element))
        else:
            self._new.setdefault(place[0], (row, []))[1].append((place[1], element))

    def make_room(self, row: RowSpan | None, text: str, number: int, model: RowSpan | None) -> None:
        """Note how many lines ``text`` needs in ``row``, as far as that can be told without fonts and widths.

        Without a row, row ``number`` will be a new one, no lower than its ``model``.
        """
        needed = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
        if row:
            self._lines[row.row] = max(needed, self._lines.get(row.row, 0))
        elif model and (height := _HEIGHT.search(self._body[model.start : model.head])):
            self._heights[number] = max(float(height[1]), min(needed * _LINE_HEIGHT, _TALLEST), self._heights.get(number, 0))

    def drop_jumps(self, places: AbstractSet[Place]) -> None:
        """Take away the jumps that stand beside the cells at ``places``: they would lead where the cell no longer points. Web links stay."""
        spans = self._spans
        gone = [jump for jump in spans.jumps if jump.area and jump.area[:2] == jump.area[2:] and jump.area[:2] in places and not jump.outside]
        if gone and len(gone) == len(spans.jumps):
            self._splices.append((*spans.jumps_all, b""))
        else:
            self._splices.extend((jump.start, jump.end, b"") for jump in gone)

    def written(self) -> bytes:
        """The bytes of the worksheet with all changes."""
        fresh: list[tuple[int, bytes]] = []
        for changed in self._spans.rows:
            if changed.row in self._lines:
                self._splices.extend(self._head(changed, [column for column, _ in self._new.get(changed.row, (None, []))[1]]))
        for number, (row, cells) in self._new.items():
            if row:
                self._splices.extend(self._into_row(row, cells))
            else:
                tag = self._spans.prefix + b"row"
                inside = b"".join(element for _, element in cells)
                height = f' ht="{self._heights[number]:g}"' if number in self._heights else ""
                fresh.append((number, b"<" + tag + f' r="{number + 1}"{height}>'.encode() + inside + b"</" + tag + b">"))
        self._splices.extend(self._new_rows(fresh))
        self._splices.extend(self._dimension())
        return spliced(self._body, self._splices)

    def _head(self, row: RowSpan, columns: Sequence[int]) -> Iterator[Splice]:
        """The start tag of a changed row: open and wide enough for new cells.

        A height that was only worked out from the old texts is raised where the new ones need more. It does not just go: LibreOffice would take the
        usual height then.
        """
        head = new_head = self._body[row.start : row.head]
        if columns:
            new_head = _SPANS.sub(lambda match: _wider(match, columns), new_head)
            new_head = new_head[:-2].rstrip() + b">" if new_head.endswith(b"/>") else new_head
        height, needed = _HEIGHT.search(new_head), min(self._lines[row.row] * _LINE_HEIGHT, _TALLEST)
        if height and not _FIXED_HEIGHT.search(new_head) and needed > float(height[1]):
            new_head = _HEIGHT.sub(f' ht="{needed:g}"'.encode(), new_head)
        if new_head != head:
            yield row.start, row.head, new_head

    def _into_row(self, row: RowSpan, cells: Sequence[tuple[int, bytes]]) -> Iterator[Splice]:
        if self._body[: row.head].endswith(b"/>"):
            yield row.head, row.head, b"".join(element for _, element in cells) + b"</" + self._spans.prefix + b"row>"
            return
        for column, element in cells:
            place = max((cell.end for cell in row.cells if cell.column < column), default=row.head)
            yield place, place, element

    def _new_rows(self, fresh: Sequence[tuple[int, bytes]]) -> Iterator[Splice]:
        spans = self._spans
        start, end = spans.data
        head = self._body[start : spans.data_head]
        if fresh and head.endswith(b"/>"):
            tag = spans.prefix + b"sheetData"
            yield start, end, b"<" + tag + b">" + b"".join(element for _, element in fresh) + b"</" + tag + b">"
            return
        for number, element in fresh:
            place = max((row.end for row in spans.rows if row.row < number), default=spans.data_head)
            yield place, place, element

    def _dimension(self) -> Iterator[Splice]:
        new = [(number, column) for number, (_, cells) in self._new.items() for column, _ in cells]
        if not new or self._spans.dimension is None:
            return
        (start, end), (top, left, bottom, right) = self._spans.dimension
        rows, columns = [row for row, _ in new], [column for _, column in new]
        area = min(top, *rows), min(left, *columns), max(bottom, *rows), max(right, *columns)
        if area != (top, left, bottom, right):
            text = f"{column_letters(area[1])}{area[0] + 1}:{column_letters(area[3])}{area[2] + 1}".encode()
            yield start, end, _REF.sub(rb"\g<1>" + text + rb"\g<2>", self._body[start:end])


def _wider(match: re.Match[bytes], columns: Sequence[int]) -> bytes:
    """A row's hint about its columns, so wide that the new ones are in it."""
    low, high = min(int(match[2]), min(columns) + 1), max(int(match[3]), max(columns) + 1)
    return match[1] + f"{low}:{high}".encode() + match[4]
