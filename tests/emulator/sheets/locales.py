"""How numbers, money and dates look in a spreadsheet's locale."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

DateOrder = Literal["MDY", "DMY", "YMD"]

_EN_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_SHORT = tuple(month[:3] for month in _EN_MONTHS)
_EN_SHORT_DAYS = tuple(day[:3] for day in _EN_DAYS)
_VI_MONTHS = tuple(f"tháng {month}" for month in range(1, 13))
_VI_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@dataclass(frozen=True, slots=True)
class Locale:
    """One locale. ``date`` is the pattern of a date that has none of its own; ``money`` puts the currency's symbol beside a number pattern."""

    decimal: str = "."
    group: str = ","
    order: DateOrder = "MDY"
    date: str = "M/d/yyyy"
    time: str = "h:mm:ss am/pm"
    symbol: str = "$"
    symbol_first: bool = True
    cents: int = 2
    months: tuple[str, ...] = _EN_MONTHS
    short_months: tuple[str, ...] = _EN_SHORT
    days: tuple[str, ...] = _EN_DAYS
    short_days: tuple[str, ...] = _EN_SHORT_DAYS

    def money(self, *, cents: bool) -> str:
        """The pattern of an amount of the local currency."""
        number = "#,##0" + ("." + "0" * self.cents if cents and self.cents else "")
        return f'"{self.symbol}"{number}' if self.symbol_first else f'{number} "{self.symbol}"'

    def pattern(self, kind: str) -> str:
        """The pattern of a NumberFormat that only says its type."""
        patterns = {
            "TEXT": "@",
            "NUMBER": "#,##0.00",
            "PERCENT": "0.00%",
            "CURRENCY": self.money(cents=True),
            "DATE": self.date,
            "TIME": self.time,
            "DATE_TIME": f"{self.date} H:mm:ss",
            "SCIENTIFIC": "0.00E+00",
        }
        return patterns.get(kind, "")


_EN_US = Locale()

# Patterns that Google's documents and recordings don't show (all but en_US) are unverified.
_LOCALES = {
    "en_US": _EN_US,
    "en_GB": Locale(order="DMY", date="dd/MM/yyyy", time="HH:mm:ss", symbol="£"),
    "en_AU": Locale(order="DMY", date="dd/MM/yyyy"),
    "en_CA": Locale(order="YMD", date="yyyy-MM-dd"),
    "ja_JP": Locale(order="YMD", date="yyyy/MM/dd", time="H:mm:ss", symbol="¥", cents=0),
    "vi_VN": Locale(
        decimal=",",
        group=".",
        order="DMY",
        date="dd/MM/yyyy",
        time="HH:mm:ss",
        symbol="₫",
        symbol_first=False,
        cents=0,
        months=_VI_MONTHS,
        short_months=tuple(f"thg {month}" for month in range(1, 13)),
        days=_VI_DAYS,
        short_days=("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    ),
    "de_DE": Locale(decimal=",", group=".", order="DMY", date="dd.MM.yyyy", time="HH:mm:ss", symbol="€", symbol_first=False),
    "fr_FR": Locale(decimal=",", group="\u202f", order="DMY", date="dd/MM/yyyy", time="HH:mm:ss", symbol="€", symbol_first=False),
    "es_ES": Locale(decimal=",", group=".", order="DMY", date="dd/MM/yyyy", time="H:mm:ss", symbol="€", symbol_first=False),
}
_BY_LANGUAGE = {"vi": "vi_VN", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "ja": "ja_JP"}


@cache
def locale_of(name: str) -> Locale:
    """The locale of that name (``vi_VN``, also ``vi``); one that isn't in the table is shown as ``en_US``."""
    return _LOCALES.get(name) or _LOCALES.get(_BY_LANGUAGE.get(name.split("_", maxsplit=1)[0], "")) or _EN_US
