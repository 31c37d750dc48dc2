"""One cell's value, read as the kind of its field."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.model.grid import Typed, Value
from sheetsync.model.maptype import Choice, Field, Kind
from sheetsync.model.values import choice_keys, decimal, iso_date, read_value
from sheetsync.model.words import Text

MOODS = (Choice("angry", Text("Bực tức", "Angry"), ("tức giận",), -2), Choice("fine", Text("Bình thường", "Neutral"), (), 0))


def read(kind: Kind, value: Value, role: str = "note") -> tuple[str, str]:
    """The text, and the code of the fault, if any."""
    field = Field("f", role, kind, Text("Trường", "Field"), Text("", ""), choices=MOODS if kind == "choice" else (), minimum=1, maximum=10)
    text, fault = read_value(field, value, choice_keys(field), lambda title: "awareness" if title == "Nhận thức" else None)
    return text, ".".join(part for part in (fault.code, fault.variant) if part) if fault else ""


@pytest.mark.parametrize(
    ("kind", "value", "text", "fault"),
    [
        ("text", "  Đọc\r\ngiá  ", "Đọc\ngiá", ""),
        ("text", "=1+1", "=1+1", ""),
        ("text", "00123", "00123", ""),
        ("text", Typed("number", "24.5", "24,5"), "24,5", ""),
        ("text", Typed("number", "46348", "22/11/2026", "2026-11-22"), "22/11/2026", ""),
        ("text", Typed("number", "7", None), "7", "number-unreadable"),
        ("text", Typed("boolean", "1", "TRUE"), "TRUE", ""),
        ("text", Typed("formula", "A1&A2", "Shown"), "Shown", ""),
        ("text", Typed("formula", "A1&A2", None), "", "formula-unreadable"),
        ("number", Typed("formula", "A1+A2", None), "", "formula-unreadable"),
        ("text", Typed("error", "#REF!", "#REF!"), "#REF!", "cell-error"),
        ("text", Typed("formula", "1/0", "#DIV/0!"), "#DIV/0!", "cell-error"),
        ("list", "- một\n- hai", "- một\n- hai", ""),
        ("choice", "bực TỨC", "angry", ""),
        ("choice", "Tức giận", "angry", ""),
        ("choice", "Angry", "angry", ""),
        ("choice", "fine", "fine", ""),
        ("choice", "vui", "vui", "choice-invalid"),
        ("number", Typed("number", "7.0", "7"), "7", ""),
        ("number", "7,5", "7.5", ""),
        ("number", "bảy", "bảy", "number-invalid"),
        ("number", Typed("number", "11", "11"), "11", "number-invalid.range"),
        ("number", "1_0", "1_0", "number-invalid"),
        ("number", "nan", "nan", "number-invalid"),
        ("date", Typed("number", "46348", "22/11/26", "2026-11-22"), "2026-11-22", ""),
        ("date", Typed("number", "46348.5", "…", "2026-11-22T12:00:00"), "2026-11-22T12:00:00", ""),
        ("date", "2026-11-22", "2026-11-22", ""),
        ("date", "22/11/2026", "2026-11-22", ""),
        ("date", "31/2/2026", "31/2/2026", "date-invalid"),
        ("date", "hôm qua", "hôm qua", "date-invalid"),
        ("boolean", Typed("boolean", "1", "TRUE"), "true", ""),
        ("boolean", "Không", "false", ""),
        ("boolean", "có lẽ", "có lẽ", "choice-invalid"),
        ("stage", "Nhận thức", "awareness", ""),
        ("stage", "Nhận thúc", "Nhận thúc", "choice-invalid.stage"),
        ("number", "   ", "", ""),
    ],
)
def test_reads_a_value_as_its_kind(kind: Kind, value: Value, text: str, fault: str):
    assert read(kind, value) == (text, fault)


def test_an_emotion_off_the_scale_is_told_by_its_own_rule():
    assert read("choice", "vui", role="emotion") == ("vui", "emotion-off-scale")


@pytest.mark.parametrize(
    ("raw", "text"), [("1E-3", "0.001"), ("1e+20", "100000000000000000000"), ("-0", "0"), ("0.1", "0.1"), ("x", None), ("inf", None)]
)
def test_numbers_have_one_shortest_form(raw: str, text: str | None):
    assert decimal(raw) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12).map(lambda number: round(number, 6)))
def test_a_shortest_decimal_reads_as_itself(number: float):
    text = decimal(repr(number))
    assert text is not None
    assert decimal(text) == text


@given(st.integers(0, 80_000))
def test_day_first_dates_read_as_iso(days: int):
    day = date(1900, 1, 1) + timedelta(days)
    assert iso_date(f"{day.day}/{day.month}/{day.year}") == day.isoformat() == iso_date(day.isoformat())
