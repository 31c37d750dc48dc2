"""How much room a text needs: an estimate that errs on the generous side, because nothing printed may be clipped.

Widths are in characters and heights in points, as spreadsheets count them.
"""

import unicodedata
from functools import lru_cache

from sheetsync.model.design import Style

TALLEST = 409.0
"""The highest row that Excel knows, in points."""

_PIXELS_PER_CHARACTER, _CELL_PADDING, _INDENT = 7, 8, 9
_LEADING = 1.42  # room for letters with two marks above each other, such as Ế and Ộ
_SPARE = 1.1  # typefaces that stand in for Arial run up to a tenth wider
_BOLD = 1.07
_WIDTHS = {
    **dict.fromkeys("ijl'|", 222), **dict.fromkeys(" !,./:;I[]\\ft·", 278), **dict.fromkeys('()-r`“”"{}•', 345),
    **dict.fromkeys("ckJsvxyz^*’‘", 500), **dict.fromkeys("abdeghnopqu0123456789?L_$–", 556), **dict.fromkeys("FTZ+<>=~", 600),
    **dict.fromkeys("ABEKPSVXY&", 667), **dict.fromkeys("CDHNRUw", 722), **dict.fromkeys("GOQ", 778), **dict.fromkeys("mM", 833),
    **dict.fromkeys("W%", 920), **dict.fromkeys("@—…→", 1015), "đ": 556, "Đ": 722, "\u031b": 70,
}  # fmt: skip
"""Advance widths in thousandths of the size; a mark above or below a letter takes none."""


def row_height(text: str, style: Style, width: float) -> float:
    """The height that ``text`` needs in a cell ``width`` characters wide, at most ``TALLEST``."""
    lines = _lines(text, width, style.size, style.bold, style.indent) if style.wrap else 1
    return min(TALLEST, round(lines * style.size * _LEADING + 7))


def text_width(text: str, style: Style) -> float:
    """How many characters wide a column must be for ``text`` to stand on one line."""
    widest = max((_pixels(line, style.size, style.bold) for line in text.split("\n")), default=0)
    return (widest + _CELL_PADDING + style.indent * _INDENT - 5) / _PIXELS_PER_CHARACTER


def widened(texts: list[str], style: Style, width: float, widest: float = 110) -> float:
    """``width``, or the next wider column in which none of ``texts`` needs more than the highest row."""
    while width < widest and any(len(text) > 400 or text.count("\n") > 20 for text in texts):
        if all(row_height(text, style, width) < TALLEST for text in texts):
            break
        width = min(widest, width * 1.4)
    return width


@lru_cache(maxsize=4096)
def _lines(text: str, width: float, size: int, bold: bool, indent: int) -> int:  # noqa: FBT001
    room = width * _PIXELS_PER_CHARACTER + 5 - _CELL_PADDING - indent * _INDENT
    return sum(_wrapped(line, room, size, bold) for line in text.split("\n"))


def _wrapped(line: str, room: float, size: int, bold: bool) -> int:  # noqa: FBT001
    if _pixels(line, size, bold) <= room:
        return 1
    space = _pixels(" ", size, bold)
    lines, used = 1, 0.0
    for word in line.split(" "):
        need = _pixels(word, size, bold)
        if used and used + space + need > room:
            lines, used = lines + 1, 0.0
        used += need + (space if used else 0)
        if used > room:
            broken = int(used // room)
            lines, used = lines + broken, used - broken * room
    return lines


def _pixels(text: str, size: int, bold: bool) -> float:  # noqa: FBT001
    return sum(map(_width, text)) * size * (96 / 72 / 1000) * (_BOLD if bold else 1) * _SPARE


@lru_cache(maxsize=2048)
def _width(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter):
        return 0
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) > 1:
        return sum(map(_width, parts))
    return 1000 if unicodedata.east_asian_width(letter) in "WF" else 650
