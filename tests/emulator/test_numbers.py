"""Numbers as people see them, and what people type, in two locales."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.emulator.errors import ApiError
from tests.emulator.sheets.locales import locale_of
from tests.emulator.sheets.numbers import formatted, general, is_date_pattern, moment, serial, text_under
from tests.emulator.sheets.typed import read_typed

EN, VI = locale_of("en_US"), locale_of("vi_VN")
TODAY = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "english", "vietnamese"),
    [
        (42.0, "42", "42"),
        (42.01, "42.01", "42,01"),
        (-0.5, "-0.5", "-0,5"),
        (1 / 3, "0.3333333333", "0,3333333333"),
        (0.1 + 0.2, "0.3", "0,3"),
        (1234567.891, "1234567.891", "1234567,891"),
        (123456789012345.0, "123456789012345", "123456789012345"),
        (1e15, "1E+15", "1E+15"),
        (1.5e-10, "1.5E-10", "1,5E-10"),
    ],
)
def test_a_number_without_a_format(number: float, english: str, vietnamese: str):
    assert general(number, EN) == english
    assert general(number, VI) == vietnamese


@pytest.mark.parametrize(
    ("number", "pattern", "english", "vietnamese"),
    [
        (1234.5, "#,##0.00", "1,234.50", "1.234,50"),
        (1234567, "#,##0", "1,234,567", "1.234.567"),
        (0.125, "0%", "13%", "13%"),
        (0.1234, "0.00%", "12.34%", "12,34%"),
        (-5, '"$"#,##0.00;("$"#,##0.00)', "($5.00)", "($5,00)"),
        (0, '0;-0;"none"', "none", "none"),
        (50000, '#,##0 "₫"', "50,000 ₫", "50.000 ₫"),
        (12345678, "0.00E+00", "1.23E+07", "1,23E+07"),
        (1234567, '#,##0,"K"', "1,235K", "1.235K"),
        (5, "000", "005", "005"),
        (0.5, "#.##", ".5", ",5"),
        (3.14159, "0.0#", "3.14", "3,14"),
        (7, "[Red][<5]0;[>=5]00", "07", "07"),
        (46328, "M/d/yyyy", "11/2/2026", "11/2/2026"),
        (46328.75, "yyyy-MM-dd HH:mm:ss", "2026-11-02 18:00:00", "2026-11-02 18:00:00"),
        (46328.75, "h:mm AM/PM", "6:00 PM", "6:00 PM"),
        (46328, "dddd, d mmmm", "Monday, 2 November", "Thứ Hai, 2 tháng 11"),
        (1.5, "[h]:mm", "36:00", "36:00"),
        (0.5, "@", "0.5", "0,5"),
    ],
)
def test_a_number_under_a_pattern(number: float, pattern: str, english: str, vietnamese: str):
    assert formatted(number, pattern, EN) == english
    assert formatted(number, pattern, VI) == vietnamese


def test_fractions_are_not_pretended():
    with pytest.raises(ApiError) as refused:
        formatted(0.5, "# ?/?", EN)
    assert refused.value.status == 501


def test_a_text_under_a_pattern():
    assert text_under("gym", "#,##0.00") == "gym"
    assert text_under("gym", '0;0;0;"the "@') == "the gym"


def test_months_and_minutes_share_a_letter():
    assert formatted(46328.5, "mm/dd hh:mm", EN) == "11/02 12:00"
    assert formatted(46328 + 61 / 86400, "mm:ss", EN) == "01:01"


def test_serial_numbers_count_from_the_end_of_1899():
    assert serial(datetime(1899, 12, 31, tzinfo=UTC)) == 1
    assert serial(datetime(2026, 11, 2, 18, tzinfo=UTC)) == 46328.75
    assert moment(46328.75) == datetime(2026, 11, 2, 18, tzinfo=UTC)


def test_which_patterns_are_dates():
    assert is_date_pattern("dd/MM/yyyy")
    assert is_date_pattern("[h]:mm")
    assert not is_date_pattern("#,##0.00")
    assert not is_date_pattern('0 "days"')
    assert not is_date_pattern("0.00E+00")


@pytest.mark.parametrize(
    ("text", "locale", "value", "pattern"),
    [
        ("42", EN, 42, None),
        ("0042", EN, 42, None),
        ("-3.5", EN, -3.5, None),
        ("-3,5", VI, -3.5, None),
        ("1,234", EN, 1234, "#,##0"),
        ("1,234", VI, 1.234, None),
        ("1.234,5", VI, 1234.5, "#,##0.00"),
        ("12%", EN, 0.12, "0%"),
        ("12,5%", VI, 0.125, "0.00%"),
        ("$5.25", EN, 5.25, '"$"#,##0.00'),
        ("50.000 ₫", VI, 50000, '#,##0 "₫"'),
        ("1e5", EN, 100000, "0.00E+00"),
        ("(5)", EN, -5, None),
        ("2026-11-02", EN, 46328, "yyyy-MM-dd"),
        ("11/2/2026", EN, 46328, "M/d/yyyy"),
        ("02/11/2026", VI, 46328, "dd/MM/yyyy"),
        ("11/2", EN, 46328, "M/d"),
        ("Nov 2, 2026", EN, 46328, "MMM d, yyyy"),
        ("2 Nov 2026", EN, 46328, "d MMM yyyy"),
        ("18:00", EN, 0.75, "H:mm"),
        ("6:00 pm", EN, 0.75, "h:mm am/pm"),
        ("2026-11-02 18:00", EN, 46328.75, "yyyy-MM-dd H:mm"),
    ],
)
def test_typed_numbers(text: str, locale: Any, value: float, pattern: str | None):
    typed = read_typed(text, locale, TODAY)
    assert typed.value == {"numberValue": value}
    assert (typed.number_format or {}).get("pattern") == pattern


@pytest.mark.parametrize("text", ["gym", "1.5.2026.1", "31/31/2026", "1,23,4", "-", ".", "%", "$", "12:75", "1 2", "Smarch 3"])
def test_what_is_no_number_stays_text(text: str):
    assert read_typed(text, EN, TODAY).value == {"stringValue": text}


def test_other_things_typed():
    assert read_typed("", EN, TODAY).value is None
    assert read_typed("true", EN, TODAY).value == {"boolValue": True}
    assert read_typed("=A1", EN, TODAY).value == {"formulaValue": "=A1"}
    assert read_typed("+A1", EN, TODAY).value == {"formulaValue": "=+A1"}
    assert read_typed("=", EN, TODAY).value == {"stringValue": "="}
    assert read_typed("'=A1", EN, TODAY).value == {"stringValue": "=A1"}
    assert read_typed("0042", EN, TODAY, as_text=True).value == {"stringValue": "0042"}


def test_locales_by_language_and_unknown_ones():
    assert locale_of("vi") == VI
    assert locale_of("xx_YY") == EN
    assert locale_of("fr_FR").decimal == ","
