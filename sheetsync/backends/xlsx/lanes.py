"""Hiding whole columns and rows of a worksheet that a person made: only their own tags change."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sheetsync.backends.xlsx.escapes import xml
from sheetsync.backends.xlsx.outline import TAG
from sheetsync.backends.xlsx.package import Attributes, Package
from sheetsync.backends.xlsx.places import MAX_COLUMN, MAX_ROW
from sheetsync.backends.xlsx.proof import UNPROVED, Reason, refuse
from sheetsync.backends.xlsx.splicing import Splice, spliced

_USUAL_WIDTH: Final = "9.140625"
_PLACES: Final = ("r", "min", "max")
_TRUE: Final = ("1", "true")
_DISORDER: Final = Reason("columns or rows of a tab are doubled or out of order", "cột hoặc hàng của một trang tính bị trùng hay sai thứ tự")
_NOWHERE: Final = Reason("a sheet has no such column or row", "trang tính không có cột hoặc hàng đó")


class _Lane(NamedTuple):
    """The start tag of columns (the first to the last) or of a row, counted from 0; it stands from ``start`` to ``head``."""

    first: int
    last: int
    start: int
    head: int
    attributes: Attributes


@dataclass(slots=True)
class _Lanes:
    """The columns and rows of a worksheet, as far as it speaks of them, and where the elements begin and end that hold them."""

    prefix: bytes = b""
    width: str = _USUAL_WIDTH
    columns: list[_Lane] = field(default_factory=list)
    rows: list[_Lane] = field(default_factory=list)
    groups: int = 0
    columns_end: int = 0
    data_start: int = 0
    data_head: int = 0
    data_end: int = 0

    @property
    def orderly(self) -> bool:
        """Whether everybody understands them alike."""
        return self.groups == bool(self.columns) and _rising(self.columns, MAX_COLUMN) and _rising(self.rows, MAX_ROW)


def hide(package: Package, part: str, body: bytes, columns: Collection[int], rows: Collection[int]) -> bytes:
    """``body``, that of the worksheet ``part``, with those columns and rows hidden, and nothing else changed.

    Raises:
        UnsafeEdit: a sheet has no such place, or it can't be proved that nothing else changes.
    """
    if any(not 0 <= column < MAX_COLUMN for column in columns) or any(not 0 <= row < MAX_ROW for row in rows):
        refuse(package.ref, _NOWHERE)
    before = _read(package, part, body)
    if not before.orderly:
        refuse(package.ref, _DISORDER)
    hidden = spliced(body, [*_hide_columns(before, body, columns), *_hide_rows(before, body, rows)])
    after = _read(package, part, hidden)
    if not (after.orderly and _only_hidden(before.columns, after.columns, columns) and _only_hidden(before.rows, after.rows, rows)):
        refuse(package.ref, UNPROVED)
    return hidden


def _read(package: Package, part: str, body: bytes) -> _Lanes:
    separator, vocabulary = package.vocabulary(part, body)
    parser = package.parser(separator)
    lanes = _Lanes()

    def start(tag: str, attributes: Attributes) -> None:
        at = parser.CurrentByteIndex
        name = tag.removeprefix(vocabulary)
        if name == "row" and lanes.data_head:
            following = lanes.rows[-1].last + 1 if lanes.rows else 0
            number = _number(attributes["r"]) if "r" in attributes else following
            lanes.rows.append(_Lane(number, number, at, _head(body, at), attributes))
        elif name == "col" and lanes.groups:
            first, last = _number(attributes.get("min", "")), _number(attributes.get("max", ""))
            lanes.columns.append(_Lane(first, last, at, _head(body, at), attributes))
        elif name == "cols":
            lanes.groups += 1
        elif name == "sheetFormatPr":
            lanes.width = attributes.get("defaultColWidth", _USUAL_WIDTH)
        elif name == "sheetData":
            lanes.prefix = body[at + 1 : body.index(b"sheetData", at)]
            lanes.data_start, lanes.data_head = at, _head(body, at)

    def end(tag: str) -> None:
        name = tag.removeprefix(vocabulary)
        if name == "cols":
            lanes.columns_end = parser.CurrentByteIndex
        elif name == "sheetData":
            lanes.data_end = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, end
    package.feed(parser, part, body)
    return lanes


def _hide_columns(lanes: _Lanes, body: bytes, columns: Collection[int]) -> Iterator[Splice]:
    covered: set[int] = set()
    for lane in lanes.columns:
        wanted = [] if _is_hidden(lane) else sorted(column for column in columns if lane.first <= column <= lane.last)
        covered.update(column for column in columns if lane.first <= column <= lane.last)
        if wanted:
            yield lane.start, lane.head, _split(body[lane.start : lane.head], lane, wanted)
    new = sorted(set(columns) - covered)
    tags = {column: _new_column(lanes, column) for column in new}
    if tags and not lanes.columns:
        name = lanes.prefix + b"cols"
        yield lanes.data_start, lanes.data_start, b"<" + name + b">" + b"".join(tags.values()) + b"</" + name + b">"
        return
    for column, tag in tags.items():
        place = min((lane.start for lane in lanes.columns if lane.first > column), default=lanes.columns_end)
        yield place, place, tag


def _split(tag: bytes, lane: _Lane, wanted: Sequence[int]) -> bytes:
    """The tag of some columns as several: those ``wanted`` are hidden, the others stay. What follows a tag follows the last one."""
    pieces: list[bytes] = []
    at = lane.first
    for column in wanted:
        if at < column:
            pieces.append(_set(tag, min=at + 1, max=column))
        pieces.append(_set(tag, min=column + 1, max=column + 1, hidden=1))
        at = column + 1
    if at <= lane.last:
        pieces.append(_set(tag, min=at + 1, max=lane.last + 1))
    return b"".join((*(piece if piece.endswith(b"/>") else piece[:-1] + b"/>" for piece in pieces[:-1]), pieces[-1]))


def _new_column(lanes: _Lanes, column: int) -> bytes:
    said = f'col min="{column + 1}" max="{column + 1}" width="{xml(lanes.width)}" hidden="1" customWidth="1"/>'
    return b"<" + lanes.prefix + said.encode()


def _hide_rows(lanes: _Lanes, body: bytes, rows: Collection[int]) -> Iterator[Splice]:
    known = {lane.first: lane for lane in lanes.rows}
    for row in sorted(set(rows) & known.keys()):
        lane = known[row]
        if not _is_hidden(lane):
            yield lane.start, lane.head, _set(body[lane.start : lane.head], hidden=1)
    tags = {row: b"<" + lanes.prefix + f'row r="{row + 1}" hidden="1"/>'.encode() for row in sorted(set(rows) - known.keys())}
    head = body[lanes.data_start : lanes.data_head]
    if tags and head.endswith(b"/>"):
        name = lanes.prefix + b"sheetData"
        yield lanes.data_start, lanes.data_head, b"<" + name + b">" + b"".join(tags.values()) + b"</" + name + b">"
        return
    for row, tag in tags.items():
        place = min((lane.start for lane in lanes.rows if lane.first > row), default=lanes.data_end)
        yield place, place, tag


def _set(tag: bytes, **attributes: int) -> bytes:
    """A start tag with those attributes, whether it had them or not."""
    for name, number in attributes.items():
        said = f' {name}="{number}"'.encode()
        tag, found = re.subn(rb"""\s%s\s*=\s*(?:"[^"]*"|'[^']*')""" % name.encode(), said, tag, count=1)
        if not found:
            end = -2 if tag.endswith(b"/>") else -1
            tag = tag[:end].rstrip() + said + tag[end:]
    return tag


def _only_hidden(before: Sequence[_Lane], after: Sequence[_Lane], wanted: Collection[int]) -> bool:
    """Whether the lines ``wanted`` are hidden now, and that is all that became of them and the others."""
    old, new = _by_line(before), _by_line(after)
    if new.keys() != old.keys() | set(wanted) or not all(_is_hidden(new[line]) for line in wanted):
        return False
    return all(_said(lane, but_hidden=line in wanted) == _said(new[line], but_hidden=line in wanted) for line, lane in old.items())


def _by_line(lanes: Sequence[_Lane]) -> Mapping[int, _Lane]:
    return {line: lane for lane in lanes for line in range(lane.first, lane.last + 1)}


def _said(lane: _Lane, *, but_hidden: bool) -> Attributes:
    """What is said of a line, but for where it is."""
    return {name: value for name, value in lane.attributes.items() if name not in _PLACES and not (but_hidden and name == "hidden")}


def _is_hidden(lane: _Lane) -> bool:
    return lane.attributes.get("hidden") in _TRUE


def _rising(lanes: Sequence[_Lane], end: int) -> bool:
    """Whether lines are in order, none twice, and all of them places of a sheet."""
    ends = [-1, *(lane.last for lane in lanes)]
    return ends[-1] < end and all(before < lane.first <= lane.last for before, lane in zip(ends, lanes, strict=False))


def _number(text: str) -> int:
    """The number of a line counted from 0; -1 where it is none."""
    return int(text) - 1 if text.isascii() and text.isdigit() and len(text) < 8 else -1


def _head(body: bytes, at: int) -> int:
    tag = TAG.match(body, at)
    return tag.end() if tag else at
