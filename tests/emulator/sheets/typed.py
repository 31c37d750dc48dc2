"""What somebody types into a cell, read as the editor reads it in the spreadsheet's locale."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.emulator.sheets.book import Json
from tests.emulator.sheets.locales import Locale
from tests.emulator.sheets.numbers import serial

_TIME = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9])(\.[0-9]{1,3})?)?(?:\s*([AaPp])\.?[Mm]\.?)?")
_DATE = re.compile(r"([0-9]{1,4})([/.\-])([0-9]{1,2})(?:\2([0-9]{1,4}))?")
_ISO = re.compile(r"([0-9]{4})([/\-])([0-9]{1,2})\2([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+([0-9]{1,2})(?:\s*,?\s+([0-9]{4}))?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[\s-]([^\W\d_]{3,})\.?(?:[\s,-]+([0-9]{4}))?")
_CURRENCIES = "$€£¥₫"
_CENTURY_TURN = 30


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of it: the ExtendedValue (``None``: nothing), and the NumberFormat that the way of typing asks for."""

    value: Json | None
    number_format: Json | None = None


def read_typed(text: str, locale: Locale, today: datetime, *, as_text: bool = False) -> Typed:
    """Read ``text`` as typed; ``as_text`` is a cell that is formatted as plain text. ``today`` gives the year of dates without one."""
    if text == "":
        return Typed(None)
    if text.startswith("="):
        return Typed({"formulaValue": text} if len(text) > 1 else {"stringValue": text})
    if as_text:
        return Typed({"stringValue": text})
    if text.startswith("'"):
        return Typed({"stringValue": text[1:]})
    bare = text.strip()
    if bare.upper() in {"TRUE", "FALSE"}:
        return Typed({"boolValue": bare.upper() == "TRUE"})
    return _number(bare, locale) or _moment(bare, locale, today) or _plus(bare) or Typed({"stringValue": text})


def read_number(text: str, locale: Locale) -> float | None:
    """A plain number with the locale's decimal sign and groups of three; ``None`` for anything else."""
    group, point = re.escape(locale.group), re.escape(locale.decimal)
    if not re.fullmatch(rf"[+-]?(?:[0-9]+|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|)(?:{point}[0-9]*)?(?:[eE][+-]?[0-9]+)?", text):
        return None
    plain = text.replace(locale.group, "").replace(locale.decimal, ".")
    return float(plain) if re.search(r"[0-9]", plain.lower().partition("e")[0]) else None


def _plus(text: str) -> Typed | None:
    """``+A1`` is a formula."""
    return Typed({"formulaValue": "=" + text}) if re.match(r"\+[A-Za-z$(]", text) else None


def _number(text: str, locale: Locale) -> Typed | None:
    negative = text.startswith("(") and text.endswith(")")
    inner = text[1:-1] if negative else text
    symbol = next((mark for mark in _CURRENCIES if mark in inner), "")
    percent = inner.endswith("%")
    if symbol and not (inner.lstrip("-+").startswith(symbol) or inner.endswith(symbol)):
        return None
    digits = inner.replace(symbol, "", 1).strip() if symbol else inner.removesuffix("%").strip() if percent else inner
    number = read_number(digits, locale)
    if number is None or (symbol and percent):
        return None
    value = -number if negative else number / 100 if percent else number
    return Typed({"numberValue": value}, _number_format(digits, symbol, locale, percent=percent))


def _number_format(digits: str, symbol: str, locale: Locale, *, percent: bool) -> Json | None:
    cents = locale.decimal in digits
    if percent:
        return {"type": "PERCENT", "pattern": "0.00%" if cents else "0%"}
    if symbol:
        number = "#,##0.00" if cents else "#,##0"
        first = symbol != "₫" and (locale.symbol_first or symbol != locale.symbol)
        return {"type": "CURRENCY", "pattern": f'"{symbol}"{number}' if first else f'{number} "{symbol}"'}
    if "e" in digits.lower():
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if locale.group in digits:
        return {"type": "NUMBER", "pattern": "#,##0.00" if cents else "#,##0"}
    return None


def _moment(text: str, locale: Locale, today: datetime) -> Typed | None:
    time = _time(text)
    if time is not None:
        return Typed({"numberValue": time[0]}, {"type": "TIME", "pattern": time[1]})
    day = _date(text, locale, today)
    if day is not None:
        return Typed({"numberValue": serial(day[0])}, {"type": "DATE", "pattern": day[1]})
    date_text, gap, time_text = text.partition("T" if "T" in text else " ")
    while gap and date_text:
        day, time = _date(date_text.rstrip(","), locale, today), _time(time_text.strip().removesuffix("Z"))
        if day and time:
            return Typed({"numberValue": serial(day[0]) + time[0]}, {"type": "DATE_TIME", "pattern": f"{day[1]} {time[1]}"})
        more, gap, time_text = time_text.partition(" ")
        date_text = f"{date_text} {more}"
    return None


def _time(text: str) -> tuple[float, str] | None:
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds = int(match[1]), int(match[2]), float((match[3] or "0") + (match[4] or ""))
    if match[5]:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if match[5].lower() == "p" else 0)
    elif hours >= 24:
        return (hours * 3600 + minutes * 60 + seconds) / 86_400, "[h]:mm:ss"
    pattern = ("h:mm" if match[5] else "H:mm") + (":ss" if match[3] else "") + (" am/pm" if match[5] else "")
    return (hours * 3600 + minutes * 60 + seconds) / 86_400, pattern


def _date(text: str, locale: Locale, today: datetime) -> tuple[datetime, str] | None:
    if iso := _ISO.fullmatch(text):
        return _day(int(iso[1]), int(iso[3]), int(iso[4]), f"yyyy{iso[2]}MM{iso[2]}dd" if len(iso[3]) == 2 else f"yyyy{iso[2]}M{iso[2]}d")
    if figures := _DATE.fullmatch(text):
        return _figures(figures, locale, today)
    if (month_first := _MONTH_FIRST.fullmatch(text)) and (month := _month(month_first[1], locale)):
        return _day(int(month_first[3] or today.year), month, int(month_first[2]), "MMM d, yyyy" if month_first[3] else "MMM d")
    if (day_first := _DAY_FIRST.fullmatch(text)) and (month := _month(day_first[2], locale)):
        return _day(int(day_first[3] or today.year), month, int(day_first[1]), "d MMM yyyy" if day_first[3] else "d-MMM")
    return None


def _figures(match: "re.Match[str]", locale: Locale, today: datetime) -> tuple[datetime, str] | None:
    mark = match[2]
    if mark == "." and "." not in locale.date:
        return None
    if locale.order == "YMD" and match[4]:
        return None
    if len(match[1]) > 2:
        return None
    first, second = int(match[1]), int(match[3])
    month, day = (second, first) if locale.order == "DMY" else (first, second)
    pattern = locale.date.replace("/", mark).replace(".", mark)
    if match[4] is None:
        return _day(today.year, month, day, "d/M" if locale.order == "DMY" else "M/d")
    if len(match[4]) == 3:
        return None
    year = int(match[4])
    if len(match[4]) <= 2:
        year += 2000 if year < _CENTURY_TURN else 1900
    return _day(year, month, day, pattern)


def _month(name: str, locale: Locale) -> int | None:
    wanted = name.casefold()
    for names in (locale.months, locale.short_months):
        folded = [one.casefold() for one in names]
        if wanted in folded:
            return folded.index(wanted) + 1
    return None


def _day(year: int, month: int, day: int, pattern: str) -> tuple[datetime, str] | None:
    try:
        return datetime(year, month, day, tzinfo=UTC), pattern
    except ValueError:
        return None
