"""Text on its way to a terminal: nothing that could steer it, columns that line up, colour where it is wanted."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

_STEERING = r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
"""Control and escape characters, marks that turn the direction of writing, invisible letters, and halves of surrogate pairs: none is printable.

Compiled when first needed, since most texts hold nothing unprintable."""

_ADDRESS = r"[a-z]+:[!-~]{1,2000}"
"""An address that may stand in a link of a terminal: nothing unprintable, nothing endless."""

_UNSEEN = r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\"
"""What ``Paint`` puts around a text: a style, or the address of a link."""

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}

_NARROW_BELOW = 0x300
"""Every printable character below this takes one cell of a terminal."""


def printable(text: str) -> str:
    r"""``text`` on one line, with every character that could steer a terminal spelled out (``\x1b``, ``\u202e``); white space becomes spaces."""
    if text.isprintable():
        return text
    line = " ".join(text.split()) if any(space in text for space in "\n\r\t\v\f") else text
    return re.sub(_STEERING, _spell, line)


def _spell(match: re.Match[str]) -> str:
    number = ord(match.group())
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def cells(text: str) -> int:
    """How many cells of a terminal ``text`` takes, painted or not: styles, links and marks none, wide letters two."""
    if "\x1b" in text:
        text = re.sub(_UNSEEN, "", text)
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(letter: str) -> int:
    if ord(letter) < _NARROW_BELOW:
        return 1
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def pad(text: str, width: int) -> str:
    """``text`` with spaces behind it up to ``width`` cells."""
    return text + " " * (width - cells(text))


def wrap(text: str, width: int, *, whole: bool = False) -> list[str]:
    """``text`` broken into lines of at most ``width`` cells; a longer word is broken where it must be, or stays ``whole``: an address to copy."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = cells(word)
        pieces = [(word, size)] if whole or size <= width else [(piece, cells(piece)) for piece in _chopped(word, max(width, 2))]
        for piece, more in pieces:
            if line and used + 1 + more > width:
                lines.append(line)
                line, used = piece, more
            else:
                line, used = (f"{line} {piece}", used + 1 + more) if line else (piece, more)
    return [*lines, line]


def _chopped(word: str, width: int) -> list[str]:
    pieces, piece, used = [], "", 0
    for letter in word:
        size = _cells(letter)
        if used + size > width:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + letter, used + size
    return [*pieces, piece]


def clip(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells, with an ellipsis where it is cut."""
    if cells(text) <= width:
        return text
    shown, room = "", width - 1
    for letter in text:
        room -= _cells(letter)
        if room < 0:
            break
        shown += letter
    return f"{shown.rstrip()}…"


class Paint:
    """Styles texts with ANSI codes and makes links of them (OSC 8), or leaves them plain."""

    def __init__(self, *, colour: bool, links: bool = False) -> None:
        self._colour = colour
        self._links = links

    def __call__(self, text: str, *styles: str) -> str:
        """``text`` in ``styles``: ``bold``, ``dim``, or a colour."""
        if not self._colour or not styles or not text:
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"

    def link(self, text: str, address: str) -> str:
        """``text`` as a link to ``address``, a URI; plain where that is none, or links are not wanted."""
        if not self._links or not text or not re.fullmatch(_ADDRESS, address):
            return text
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"


def columns(rows: Iterable[Sequence[str]], gap: int = 2) -> list[str]:
    """Rows of printable cells, painted or not, as lines in which columns line up; the last column is not padded."""
    rows = [list(row) for row in rows]
    widths = [max((cells(row[at]) for row in rows if at < len(row)), default=0) for at in range(max(map(len, rows), default=0))]
    return [(" " * gap).join(pad(cell, width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows]
