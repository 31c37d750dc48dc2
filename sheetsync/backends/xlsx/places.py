"""Addresses of cells and areas, as files write them and as grids count them."""

import re
from functools import lru_cache
from typing import Final

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE | re.ASCII)
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")

Area = tuple[int, int, int, int]
"""First row and column, last row and column, inclusive, counted from 0."""


@lru_cache(maxsize=32_768)
def place_of(address: str) -> tuple[int, int] | None:
    """Row and column of an address such as ``E7``, counted from 0; ``None`` where a sheet has no such place.

    Maps look alike, so most addresses were met before.
    """
    match = _PLACE.fullmatch(address)
    if match is None:
        return None
    row, column = int(match[2]) - 1, column_of(match[1].upper())
    return (row, column) if 0 <= row < MAX_ROW and column < MAX_COLUMN else None


def area_of(text: str) -> Area | None:
    """The corners of an area such as ``A1:C3`` or ``B2``; ``None`` where a sheet has no such area."""
    match = _AREA.fullmatch(text)
    if match is None:
        return None
    first, last = place_of(match[1] + match[2]), place_of((match[3] or match[1]) + (match[4] or match[2]))
    if first is None or last is None:
        return None
    return min(first[0], last[0]), min(first[1], last[1]), max(first[0], last[0]), max(first[1], last[1])


def column_of(letters: str) -> int:
    """The number of a column, counted from 0: A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
