"""Numbers as people see them: number format patterns, and what a number looks like that has none."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from tests.emulator.errors import unimplemented
from tests.emulator.sheets.locales import Locale

EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
FIRST_DAY, LAST_DAY = -693_593, 2_958_465  # the years 1 to 9999
DATE_TYPES = frozenset({"DATE", "TIME", "DATE_TIME"})

_TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p|e[+-]|y+|m+|d+|h+|s+|general|[0#?]|.',
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTERS = "ymdhs"
_GENERAL_DIGITS = 10
_TOO_LONG = 10**15
_TOO_SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a pattern between semicolons."""

    pieces: tuple[str, ...]
    condition: tuple[str, float] | None

    @property
    def of_dates(self) -> bool:
        return any(piece[0].lower() in _DATE_LETTERS or _ELAPSED.fullmatch(piece) for piece in self.pieces)


def serial(moment: datetime) -> float:
    """Days since 30 December 1899; the moment's own time zone is not looked at."""
    return (moment.replace(tzinfo=UTC) - EPOCH) / timedelta(days=1)


def moment(number: float) -> datetime:
    """The moment of a serial number, to the millisecond."""
    return EPOCH + timedelta(milliseconds=round(number * 86_400_000))


def is_date_pattern(pattern: str) -> bool:
    """Whether a number under that pattern is shown as a date or time."""
    return bool(pattern) and _sections(pattern)[0].of_dates


def general(number: float, locale: Locale) -> str:
    """A number without a format: up to ten digits that count, very large and very small ones with an exponent (limits unverified)."""
    if number == int(number) and abs(number) < _TOO_LONG:
        return str(int(number))
    if abs(number) >= _TOO_LONG or abs(number) < _TOO_SMALL:
        digits, _, exponent = f"{number:.{_GENERAL_DIGITS - 1}E}".partition("E")
        text = f"{_trimmed(digits)}E{exponent[0]}{exponent[1:].lstrip('0').zfill(2)}"
    else:
        whole = len(str(int(abs(number)))) if abs(number) >= 1 else 1
        places = max(_GENERAL_DIGITS - whole, 0) if abs(number) >= 1 else _GENERAL_DIGITS
        text = _trimmed(f"{_rounded(number, places):f}")
    return text.replace(".", locale.decimal)


def formatted(number: float, pattern: str, locale: Locale) -> str:
    """A number under a pattern. Raises ``ApiError`` (501) for patterns with fractions (``# ?/?``), which the emulator does not do."""
    sections = _sections(pattern)
    section, shown = _chosen(sections, number)
    if section.of_dates:
        return _date(shown, section.pieces, locale) if FIRST_DAY <= shown <= LAST_DAY else general(shown, locale)
    if any(piece.lower() == "general" for piece in section.pieces):
        return "".join(general(shown, locale) if piece.lower() == "general" else _literal(piece) for piece in section.pieces)
    if not any(piece in "0#?" for piece in section.pieces):
        sign = "-" if shown < 0 else ""
        return sign + "".join(general(abs(shown), locale) if piece == "@" else _literal(piece) for piece in section.pieces)
    return _number(shown, section.pieces, locale)


def text_under(text: str, pattern: str) -> str:
    """A text under a pattern: as it is, unless the pattern has a part for texts."""
    sections = _sections(pattern) if "@" in pattern else ()
    with_text = next((section for section in sections[3:] or sections if "@" in section.pieces), None)
    return text if with_text is None else "".join(text if piece == "@" else _literal(piece) for piece in with_text.pieces)


@lru_cache(maxsize=512)
def _sections(pattern: str) -> tuple[_Section, ...]:
    parts: list[list[str]] = [[]]
    for piece in _TOKEN.findall(pattern):
        if piece == ";":
            parts.append([])
        else:
            parts[-1].append(piece)
    return tuple(_section(part) for part in parts)


def _section(pieces: list[str]) -> _Section:
    conditions = [found for piece in pieces if (found := _CONDITION.fullmatch(piece))]
    kept = [piece for piece in pieces if not piece.startswith("[") or _ELAPSED.fullmatch(piece)]
    return _Section(tuple(kept), (conditions[0][1], float(conditions[0][2])) if conditions else None)


def _chosen(sections: tuple[_Section, ...], number: float) -> tuple[_Section, float]:
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(number, *section.condition):
                return section, number
        return sections[-1], number
    if number < 0 and len(sections) > 1 and sections[1].pieces:
        return sections[1], -number
    if number == 0 and len(sections) > 2 and sections[2].pieces:
        return sections[2], number
    return sections[0], number


def _holds(number: float, sign: str, limit: float) -> bool:
    return {
        "<": number < limit,
        ">": number > limit,
        "=": number == limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "<>": number != limit,
    }[sign]


def _literal(piece: str) -> str:
    if piece.startswith('"'):
        return piece[1:-1]
    if piece.startswith("\\"):
        return piece[1:]
    return {"_": " ", "*": ""}.get(piece[0], piece) if len(piece) == 2 else piece


def _rounded(number: float, places: int) -> Decimal:
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(number: float, pieces: tuple[str, ...], locale: Locale) -> str:
    if "/" in pieces:
        raise unimplemented("number formats with fractions")
    exponent = next((at for at, piece in enumerate(pieces) if re.fullmatch(r"[eE][+-]", piece)), None)
    if exponent is not None:
        return _scientific(number, pieces, exponent, locale)
    last = max(at for at, piece in enumerate(pieces) if piece in "0#?")
    scale = 0
    while last + 1 + scale < len(pieces) and pieces[last + 1 + scale] == ",":
        scale += 1
    number = number * 100 ** pieces.count("%") / 1000**scale
    pieces = pieces[: last + 1] + pieces[last + 1 + scale :]
    return _filled(number, pieces, locale)


def _scientific(number: float, pieces: tuple[str, ...], at: int, locale: Locale) -> str:
    digits = pieces[:at]
    after = digits[digits.index(".") + 1 :] if "." in digits else ()
    places = sum(piece in "0#?" for piece in after)
    mantissa, _, power = f"{number:.{places}E}".partition("E")
    width = sum(piece == "0" for piece in pieces[at + 1 :])
    rest = [piece for piece in pieces[at + 1 :] if piece not in "0#?"]
    sign = "-" if power[0] == "-" else pieces[at][1].replace("-", "")
    text = _filled(float(mantissa), digits, locale) + f"E{sign}{power[1:].lstrip('0').zfill(width)}"
    return text + "".join(_literal(piece) for piece in rest)


def _filled(number: float, pieces: tuple[str, ...], locale: Locale) -> str:
    point = pieces.index(".") if "." in pieces else len(pieces)
    places = [piece for piece in pieces[point:] if piece in "0#?"]
    amount = _rounded(number, len(places))
    whole, _, part = f"{abs(amount):f}".partition(".")
    slots = [at for at, piece in enumerate(pieces[:point]) if piece in "0#?"]
    least = sum(piece == "0" for piece in pieces[:point])
    grouped = any(piece == "," and slots and slots[0] < at < slots[-1] for at, piece in enumerate(pieces[:point]))
    digits = whole.lstrip("0").zfill(least)
    if grouped:
        digits = _grouped(digits, locale.group)
    kept = part[: max((at + 1 for at, piece in enumerate(places) if piece != "#" or part[at:].strip("0")), default=0)]
    shown = _spread(pieces, slots, point, (digits, kept), locale) if slots or kept or point < len(pieces) else digits
    return ("-" if amount < 0 else "") + shown


def _spread(pieces: tuple[str, ...], slots: list[int], point: int, amount: tuple[str, str], locale: Locale) -> str:
    digits, part = amount
    out: list[str] = []
    for at, piece in enumerate(pieces):
        if at < point and piece in "0#?":
            out.append(digits if at == slots[0] else "")
        elif at == point:
            out.append(("" if slots else digits) + locale.decimal + part)
        elif piece not in "0#?" and not (piece == "," and at < point):
            out.append(_literal(piece))
    return "".join(out)


def _grouped(digits: str, mark: str) -> str:
    head = len(digits) % 3
    parts = ([digits[:head]] if head else []) + [digits[at : at + 3] for at in range(head, len(digits), 3)]
    return mark.join(parts)


def _date(number: float, pieces: tuple[str, ...], locale: Locale) -> str:
    fraction = _fraction_digits(pieces)
    step = 10 ** (3 - fraction)
    milliseconds = round(number * 86_400_000 / step) * step
    at = EPOCH + timedelta(milliseconds=milliseconds)
    half_day = any(piece.lower() in {"am/pm", "a/p"} for piece in pieces)
    out: list[str] = []
    for index, piece in enumerate(pieces):
        if elapsed := _ELAPSED.fullmatch(piece):
            unit = {"h": 3_600_000, "m": 60_000, "s": 1000}[elapsed[1][0].lower()]
            out.append(str(int(milliseconds // unit)).zfill(len(elapsed[1])))
        elif piece == "0" and "." in pieces[:index]:
            out.append(str(at.microsecond // 1000).zfill(3)[pieces[:index][::-1].index(".")])
        else:
            out.append(_date_part(at, piece, minutes=_is_minutes(pieces, index), half_day=half_day, locale=locale))
    return "".join(out)


def _fraction_digits(pieces: tuple[str, ...]) -> int:
    return min(sum(piece == "0" for piece in pieces), 3)


def _is_minutes(pieces: tuple[str, ...], index: int) -> bool:
    if pieces[index][0].lower() != "m":
        return False
    letters = [(at, piece.strip("[]")[:1].lower()) for at, piece in enumerate(pieces) if piece.strip("[]")[:1].lower() in _DATE_LETTERS]
    place = next(number for number, (at, _) in enumerate(letters) if at == index)
    before = letters[place - 1][1] if place else ""
    after = letters[place + 1][1] if place + 1 < len(letters) else ""
    return before == "h" or after == "s"


def _date_part(at: datetime, piece: str, *, minutes: bool, half_day: bool, locale: Locale) -> str:
    kind, width = piece[0].lower(), len(piece)
    if piece.lower() in {"am/pm", "a/p"}:
        return ("AM" if at.hour < 12 else "PM")[: 2 if "m" in piece.lower() else 1]
    match kind:
        case "y":
            return f"{at.year % 100:02}" if width <= 2 else f"{at.year:04}"
        case "m" if minutes:
            return str(at.minute).zfill(min(width, 2))
        case "m":
            months = {3: locale.short_months, 4: locale.months, 5: tuple(month[:1] for month in locale.months)}
            return months[min(width, 5)][at.month - 1] if width > 2 else str(at.month).zfill(width)
        case "d":
            return (locale.short_days, locale.days)[width > 3][at.weekday()] if width > 2 else str(at.day).zfill(width)
        case "h":
            return str(at.hour % 12 or 12 if half_day else at.hour).zfill(min(width, 2))
        case "s":
            return str(at.second).zfill(min(width, 2))
        case _:
            return _literal(piece)
