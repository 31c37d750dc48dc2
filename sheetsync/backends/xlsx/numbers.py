"""Numbers and dates of cells, as people see them: the common number formats, and both date systems."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sheetsync.model.grid import Typed

if TYPE_CHECKING:
    from decimal import Decimal

_SYSTEM_DATE, _SYSTEM_DATE_TIME, _SYSTEM_TIME = "system date", "system date and time", "system time"
_LOOK_OF_A_COUNTRY: Final = {_SYSTEM_DATE: "yyyy-mm-dd", _SYSTEM_DATE_TIME: "yyyy-mm-dd hh:mm", _SYSTEM_TIME: "hh:mm:ss"}
"""Formats whose look depends on the reader's country are shown the one way that can't be misread."""

BUILT_IN: Final[Mapping[int, str]] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: _SYSTEM_DATE,
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: _SYSTEM_DATE_TIME,
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), _SYSTEM_DATE),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), _SYSTEM_TIME),
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    49: "@",
}
"""The formats that files name by number alone, as far as we can show them; currencies, fractions and powers are missing on purpose."""

_PIECE = (
    r"""(?is)(?P<quoted>"[^"]*")|\\(?P<escaped>.)|(?P<space>_.)|(?P<fill>\*.)|(?P<bracket>\[[^\]]*\])|(?P<general>General)|(?P<half>AM/PM|A/P)"""
    r"""|(?P<power>E[+-])|(?P<when>y+|m+|d+|h+|s+)|(?P<digits>[0#?.,]+)|(?P<other>.)"""
)
_DIGITS = r"([0#,]*)(?:\.([0#]+))?"
_COLOUR = r"(?i)black|blue|cyan|green|magenta|red|white|yellow|colou?r\d+"
"""The patterns are compiled when first needed, which for most maps is never: their numbers look as they are written."""
_PLAIN: Final[Mapping[str, tuple[str, str]]] = {"General": ("general", "General"), "0": ("digits", "0"), "@": ("other", "@")}
"""The formats under which whole numbers look as written, each with its one token."""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH = {"", "409", "809", "C09", "1009", "1409", "4009"}
_DAY = 86_400

Token = tuple[str, str]


class Format(NamedTuple):
    """A number format: its sections as tokens, whether it shows dates or times, and whether whole numbers look as written."""

    sections: tuple[tuple[Token, ...], ...]
    dated: bool
    timed: bool
    plain: bool

    def value(self, raw: str, *, epoch1904: bool) -> Typed | str:
        """The number written as ``raw`` under this format; text that is no number stays text."""
        if self.plain and len(raw) < 12 and raw.isascii() and raw.isdigit() and (raw[0] != "0" or raw == "0"):
            return Typed("number", raw, raw)
        try:
            number = float(raw)
        except ValueError:
            return raw
        if number != number or number in {float("inf"), float("-inf")}:  # noqa: PLR0124
            return raw
        if not (self.dated or self.timed):
            return Typed("number", raw, self._shown(number))
        when = moment(number, epoch1904=epoch1904)
        if when is None:
            return Typed("number", raw, None)
        shown = _rendered(self.sections[0], when, number)
        return Typed("date", raw, shown, iso(when)) if self.dated else Typed("number", raw, shown)

    def _shown(self, number: float) -> str | None:
        if abs(number) >= 1e15:
            return None
        sections = self.sections
        negative = number < 0
        if len(sections) > 2 and number == 0:
            return _number(sections[2], 0)
        if len(sections) > 1 and negative:
            return _number(sections[1], -number)
        shown = _number(sections[0], abs(number))
        return f"-{shown}" if shown and negative else shown


@lru_cache(maxsize=512)
def read_format(code: str) -> Format:
    """The format written as ``code``; one that we can't show still tells whether it is a date."""
    if code in _PLAIN:
        return Format(((_PLAIN[code],),), dated=False, timed=False, plain=True)
    code = _LOOK_OF_A_COUNTRY.get(code, code)
    sections = tuple(_tokens(section) for section in _sections(code)) if len(code) <= 255 else ((("other", "?"),),)
    first = sections[0]
    letters = {text[0].lower() for kind, text in first if kind == "when"}
    elapsed = any(kind == "bracket" and text[1:2].lower() in "hms" and set(text[1:-1].lower()) in ({"h"}, {"m"}, {"s"}) for kind, text in first)
    dated = bool(letters & {"y", "d"}) or (letters == {"m"} and not elapsed)
    return Format(sections, dated, bool(letters) or elapsed, plain=False)


def moment(serial: float, *, epoch1904: bool) -> datetime | None:
    """The moment of a date serial, to the second; ``None`` where a workbook's calendar has no real day for it."""
    first = datetime(1904, 1, 1) if epoch1904 else datetime(1899, 12, 30) if serial >= 60 else datetime(1899, 12, 31)  # noqa: DTZ001
    if not 0 <= serial < 2_958_466 or (not epoch1904 and 60 <= serial < 61):
        return None
    try:
        return first + timedelta(seconds=round(serial * _DAY))
    except OverflowError:
        return None


def serial(text: str, *, epoch1904: bool) -> str | None:
    """The serial of an ISO 8601 date or date and time, as a file writes it; ``None`` where the date system has none for it."""
    try:
        when = datetime.fromisoformat(text) if "T" in text or " " in text else datetime.combine(date.fromisoformat(text), datetime.min.time())
    except ValueError:
        return None
    first = datetime(1904, 1, 1) if epoch1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    if when.tzinfo or when < (first if epoch1904 else datetime(1900, 3, 1)):  # noqa: DTZ001
        return None
    passed = when - first
    return repr(passed.days + passed.seconds / _DAY) if passed.seconds else str(passed.days)


def iso(when: datetime) -> str:
    """``when`` in ISO 8601: a date, and the time only where there is one."""
    return when.date().isoformat() if when == datetime.combine(when.date(), datetime.min.time()) else when.isoformat(timespec="seconds")


def _sections(code: str) -> list[str]:
    """``code`` cut at its semicolons, but not at quoted or escaped ones."""
    sections = [""]
    for match in re.finditer(_PIECE, code):
        if match[0] == ";":
            sections.append("")
        else:
            sections[-1] += match[0]
    return sections


def _tokens(section: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    for match in re.finditer(_PIECE, section):
        kind, text = match.lastgroup or "other", match[0]
        if kind == "quoted":
            tokens.append(("text", text[1:-1]))
        elif kind == "escaped":
            tokens.append(("text", text[1:]))
        elif kind == "space":
            tokens.append(("text", " "))
        elif kind == "bracket" and text.startswith("[$") and (symbol := text[2:-1].partition("-")[0]):
            tokens.append(("text", symbol))
        elif kind == "bracket" and not re.fullmatch(_COLOUR, text[1:-1]):
            tokens.append((kind, text))
        elif kind == "other" and text in " -/:()+$€£¥₫":
            tokens.append(("text", text))
        elif kind not in {"fill", "bracket"}:
            tokens.append((kind, text))
    return tuple(tokens)


def _number(section: tuple[Token, ...], number: float) -> str | None:
    """``number`` (not negative) as ``section`` shows it, or ``None`` where that needs more than we do."""
    from decimal import Decimal  # noqa: PLC0415 - slow to import, and most numbers look as they are written

    exact = Decimal(format(number, ".15g"))
    percent = sum(text == "%" for _, text in section)
    shown, placed = "", False
    for kind, text in section:
        if kind == "text" or text == "%":
            shown += text
        elif placed or (kind != "general" and text != "@" and kind != "digits"):
            return None
        else:
            digits = _plain(exact) if kind == "general" or text == "@" else _digits(text, exact * 100**percent)
            if digits is None:
                return None
            shown, placed = shown + digits, True
    return shown if placed else None


def _plain(number: "Decimal") -> str | None:
    if number and number.adjusted() < -10:
        return None
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _digits(pattern: str, number: "Decimal") -> str | None:
    from decimal import ROUND_HALF_UP, Decimal  # noqa: PLC0415 - as above

    parts = re.fullmatch(_DIGITS, pattern)
    if parts is None or parts[1].endswith(",") or number.adjusted() > 17:
        return None
    places, least = len(parts[2] or ""), (parts[2] or "").rstrip("#").__len__()
    rounded = format(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    whole, _, fraction = rounded.partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    whole = whole.lstrip("0").rjust(parts[1].count("0"), "0")
    if "," in parts[1]:
        head = len(whole) % 3
        whole = ",".join(filter(None, (whole[:head], *(whole[at : at + 3] for at in range(head, len(whole), 3)))))
    return f"{whole}.{fraction}" if "." in pattern and (fraction or least) else whole


def _rendered(section: tuple[Token, ...], when: datetime, serial_number: float) -> str | None:
    """A date or time as ``section`` shows it, or ``None`` where that depends on a language or era."""
    language = next((text.partition("-")[2].rstrip("]") for kind, text in section if kind == "bracket" and text.startswith("[$-")), "")
    english = language[-4:].lstrip("0").upper() in _ENGLISH
    half_day = any(kind == "half" for kind, _ in section)
    shown = ""
    for at, (kind, text) in enumerate(section):
        if kind == "text":
            shown += text
        elif kind == "half":
            shown += ("AM" if when.hour < 12 else "PM")[: 2 if len(text) > 3 else 1]
        elif kind == "bracket" and text.startswith("[$-"):
            continue
        elif kind == "bracket" and set(text[1:-1].lower()) == {"h"}:
            shown += str(int(serial_number * 24 + 1e-9)).rjust(len(text) - 2, "0")
        elif kind == "when":
            piece = _when(text.lower(), when, minutes=_are_minutes(section, at), half_day=half_day)
            if piece is None or (piece[:1].isalpha() and not english):
                return None
            shown += piece
        elif not (kind == "digits" and text == ","):
            return None
        else:
            shown += text
    return shown


def _are_minutes(section: tuple[Token, ...], at: int) -> bool:
    """Whether an ``m`` at that place means minutes: it follows hours or goes before seconds."""
    letters = [
        (place, text.strip("[]")[0].lower()) for place, (kind, text) in enumerate(section) if kind == "when" or text.lower() in {"[h]", "[hh]"}
    ]
    before = [letter for place, letter in letters if place < at]
    after = [letter for place, letter in letters if place > at]
    return before[-1:] == ["h"] or after[:1] == ["s"]


def _when(letters: str, when: datetime, *, minutes: bool, half_day: bool) -> str | None:
    hour = (when.hour % 12 or 12) if half_day else when.hour
    month = {3: _MONTHS[when.month - 1][:3], 4: _MONTHS[when.month - 1], 5: _MONTHS[when.month - 1][:1]}
    day = {3: _DAYS[when.weekday()][:3], 4: _DAYS[when.weekday()]}
    size = len(letters)
    if letters[0] == "y":
        return f"{when.year:04}" if size > 2 else f"{when.year % 100:02}"
    if letters[0] == "m" and not minutes and size > 2:
        return month.get(size)
    if letters[0] == "d" and size > 2:
        return day.get(size)
    if size > 2:
        return None
    number = {"m": when.minute if minutes else when.month, "d": when.day, "h": hour, "s": when.second}[letters[0]]
    return str(number).rjust(size, "0")
