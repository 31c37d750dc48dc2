"""One value on its way into a cell: what Google calls an ExtendedValue, always literal, and how two of them are compared.

Serial numbers of dates count days since 30 December 1899, before which they are negative: Google has no leap day in 1900.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sheetsync.errors import TextTooLong
from sheetsync.model.grid import CellRef, column_letters
from sheetsync.model.words import units

Json = dict[str, Any]
Place = tuple[int, int]
"""Row and column, both counted from 0."""

LONGEST_TEXT: Final = 50_000
"""How many UTF-16 code units a cell holds."""
DATES: Final = frozenset({"DATE", "DATE_TIME"})
"""The types of number formats that show a day."""

_DAY: Final = 86_400
_FIRST: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no zone
_SEPARATOR: Final = r""""(?:[^"]|"")*"|'(?:[^']|'')*'|([;,])"""
"""Texts and quoted tab titles, to be passed over, and what separates the arguments of functions."""
_LINK: Final = r'HYPERLINK\(\s*"(#(?:[^"]|"")*+)"\s*[;,]\s*"((?:[^"]|"")*+)"\s*\)'
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def check_length(text: str, cell: CellRef, ref: str) -> None:
    """Refuse a text that no cell holds.

    Raises:
        TextTooLong: it is so.
    """
    if len(text) * 2 > LONGEST_TEXT and (length := units(text)) > LONGEST_TEXT:
        raise TextTooLong(ref, cell=cell.a1, length=length, most=LONGEST_TEXT)


def number(text: str) -> int | float:
    """A decimal as JSON has numbers."""
    return float(text) if re.search(r"[.eE]", text) else int(text)


def serial(text: str) -> int | float | None:
    """The serial number of an ISO 8601 date, or date and time; ``None`` where ``text`` is neither."""
    try:
        when = datetime.fromisoformat(text) if "T" in text or " " in text else datetime.combine(date.fromisoformat(text), datetime.min.time())
    except ValueError:
        return None
    if when.tzinfo:
        return None
    passed = when - _FIRST
    return passed.days + passed.seconds / _DAY if passed.seconds else passed.days


def iso(days: float) -> str | None:
    """The ISO 8601 date of a serial number, with the time to the second where there is one; ``None`` beyond the calendar."""
    try:
        when = _FIRST + timedelta(seconds=round(days * _DAY))
    except (OverflowError, ValueError):
        return None
    return when.isoformat(timespec="seconds") if round(days * _DAY) % _DAY else when.date().isoformat()


def link(text: str, target: CellRef, sheet_id: int) -> Json:
    """A jump to ``target``, on the sheet of that id, as a formula: it survives sorting and copying."""
    return {"formulaValue": f'=HYPERLINK("#{place(target, sheet_id)}";"{_doubled(text)}")'}


def place(target: CellRef, sheet_id: int) -> str:
    """How a link ends that jumps to ``target``, on the sheet of that id."""
    return f"gid={sheet_id}&range={column_letters(target.column)}{target.row + 1}"


def is_link(formula: str) -> bool:
    """Whether ``formula`` (without ``=``) is nothing but a jump inside the workbook, as we write them, here or in an ``.xlsx`` file."""
    return re.fullmatch(_LINK, formula.strip(), re.IGNORECASE) is not None


def everywhere(formula: str) -> str:
    """``formula`` with semicolons between arguments: commas mean decimals where people write 2,5, and semicolons are understood everywhere."""
    return re.sub(_SEPARATOR, lambda match: ";" if match[1] else match[0], formula)


def alike(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether two entered values are the same, however Google spells line ends, control characters and the separators of a formula."""
    return _plain(one) == _plain(other)


def _plain(value: Mapping[str, Any] | None) -> object:
    match value:
        case None:
            return None
        case {"formulaValue": str(formula)}:
            return "formula", everywhere(formula)
        case {"stringValue": str(text)}:
            return "text", _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        case _:
            return tuple(value.items())


def _doubled(text: str) -> str:
    return text.replace('"', '""')
