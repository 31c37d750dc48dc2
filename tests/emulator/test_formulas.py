"""What formulas come to."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.emulator.sheets.a1 import parse
from tests.emulator.sheets.book import Book
from tests.emulator.sheets.formulas import Results
from tests.emulator.sheets.new import new_book, new_sheet
from tests.emulator.sheets.results import Problem

NOW = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
PEOPLE = (("Lan", 3.0, True), ("minh", 5.0, False), ("Hoa", 4.0, True))


@pytest.fixture
def book() -> Book:
    """``Sheet1!A1:C3`` holds names, scores and flags, ``'Bản đồ'!B2`` a 7."""
    book = new_book("Maps")
    book.sheets.append(new_sheet(7, "Bản đồ", 1))
    for row, values in enumerate(PEOPLE, 1):
        for column, value in zip("ABC", values, strict=True):
            put(book, f"{column}{row}", value)
    put(book, "'Bản đồ'!B2", 7.0)
    book.named_ranges.append(
        {"namedRangeId": "1", "name": "Scores", "range": {"startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 2}}
    )
    return book


def put(book: Book, cell: str, value: object) -> None:
    area = parse(book, cell)
    is_formula = isinstance(value, str) and value.startswith("=")
    kind = "formulaValue" if is_formula else {str: "stringValue", float: "numberValue", bool: "boolValue"}[type(value)]
    area.sheet.cell(area.top, area.left).entered = {kind: value}


def come_to(book: Book, formula: str, cell: str = "E5") -> Any:
    put(book, cell, formula)
    area = parse(book, cell)
    return Results(book, NOW).value(area.sheet, area.top, area.left)


def shown(book: Book, formula: str) -> str:
    put(book, "E5", formula)
    return Results(book, NOW).text(book.sheets[0], 4, 4)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3", 9),
        ("=-2^2", 4),
        ("=2^3%", 2**0.03),
        ("=10-2-3", 5),
        ('="5"+1', 6),
        ("=TRUE+1", 2),
        ('=1&"-"&TRUE', "1-TRUE"),
        ('="a"="A"', True),
        ('="b">"A"', True),
        ("=1<>2", True),
        ('=D9=""', True),
        ("=D9=0", True),
        ("=1=TRUE", False),
        ('=9<"1"', True),
        ('="say ""hi"""', 'say "hi"'),
        ("=  SUM( 1 ,  2 ) ", 3),
    ],
)
def test_operators(book: Book, formula: str, value: object):
    assert come_to(book, formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(B1:B3)", 12),
        ("=SUM(B:B,1)", 13),
        ("=SUM(A1:C3)", 12),
        ("=SUM(Scores)", 12),
        ("=SUM({1,2;3,4})", 10),
        ("=SUM('Bản đồ'!$B$2,1)", 8),
        ("=AVERAGE(B1:B3)", 4),
        ("=COUNT(A1:C3)", 3),
        ("=COUNTA(A1:D4)", 9),
        ("=MIN(B1:B3)&MAX(B1:B3;9)", "39"),
        ("=MEDIAN(B1:B3)", 4),
        ('=COUNTIF(B1:B3,">3")', 2),
        ('=COUNTIF(A1:A3,"m*")', 1),
        ('=COUNTIF(A1:A3,"<>lan")', 2),
        ('=COUNTIFS(B1:B3,">=3",C1:C3,TRUE)', 2),
        ('=SUMIF(A1:A3,"LAN",B1:B3)', 3),
        ('=SUMIFS(B1:B3,A1:A3,"?oa")', 4),
        ("=SUMPRODUCT(B1:B3,{1;0;2})", 11),
        ('=SUMPRODUCT((A1:A3="lan")*B1:B3)', 3),
        ('=SUMPRODUCT((((A1:A3="lan")+(A1:A3="hoa")*(B1:B3<>""))>0)*((B1:B3=3)*10+(B1:B3=4)*20))', 30),
        ("=ROUND(2.345,2)", 2.35),
        ("=ROUND(-2.5)", -3),
        ("=INT(-1.5)", -2),
        ("=MOD(-1,3)", 2),
    ],
)
def test_numbers_of_ranges(book: Book, formula: str, value: object):
    assert come_to(book, formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=IF(B1>2,"many","few")', "many"),
        ("=IF(FALSE,1)", False),
        ("=IF(FALSE,1/0,2)", 2),
        ('=IFERROR(1/0,"none")', "none"),
        ("=IFERROR(1/0)", ""),
        ("=IFERROR(3,1/0)", 3),
        ('=IFNA(NA(),"gone")', "gone"),
        ('=IFS(B1=9,"x",TRUE,"y")', "y"),
        ('=SWITCH(B1,3,"three",5,"five")', "three"),
        ("=AND(C1:C3)", False),
        ("=OR(C1:C3)", True),
        ("=NOT(B1)", False),
        ("=ISBLANK(D1)", True),
        ('=ISBLANK("")', False),
        ("=ISERROR(1/0)", True),
        ("=ISNA(1/0)", False),
        ("=INDEX(A1:B3,2,1)", "minh"),
        ("=SUM(INDEX(A1:B3,0,2))", 12),
        ('=INDEX(B1:B3,MATCH("HOA",A1:A3,0))', 4),
        ("=MATCH(4,{1;3;5})", 2),
        ("=MATCH(4,{5;3;1},-1)", 1),
        ('=VLOOKUP("minh",A1:C3,2,FALSE)', 5),
        ("=VLOOKUP(4,{1,10;3,30;5,50},2)", 30),
        ('=INDIRECT("B"&2)', 5),
        ("=INDIRECT(\"'Bản đồ'!B2\")", 7),
        ('=HYPERLINK("https://example.com","there")', "there"),
        ('=HYPERLINK("https://example.com")', "https://example.com"),
        ("=ROW()", 5),
        ("=COLUMN()", 5),
        ("=ROW(A3)", 3),
        ("=ROWS(A1:B3)", 3),
        ('=LEN(TRIM("  a  b "))', 3),
        ('=UPPER("đồ")&LOWER("ĐỒ")', "ĐỒđồ"),
        ('=CONCATENATE(A1,"-",B1)', "Lan-3"),
        ('=TEXTJOIN(", ",TRUE,A1:A5)', "Lan, minh, Hoa"),
        ('=LEFT("gym",1)&MID("gym",2,1)&RIGHT("gym",1)', "gym"),
        ('=SUBSTITUTE("a-b","-","+")', "a+b"),
        ('=SEARCH("B","abc")', 2),
        ('=TEXT(1234.5,"#,##0.00")', "1,234.50"),
        ("=DATE(2026,14,2)", 46420),
        ("=YEAR(46328)*100+MONTH(46328)", 202611),
    ],
)
def test_functions(book: Book, formula: str, value: object):
    assert come_to(book, formula) == value


@pytest.mark.parametrize(
    ("formula", "kind", "message"),
    [
        ("=1/0", "DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero."),
        ('="x"+1', "VALUE", "Function ADD parameter 1 expects number values. But 'x' is a text and cannot be coerced to a number."),
        ("=FOO(1)", "NAME", "Unknown function: 'FOO'."),
        ("=nowhere", "NAME", "Unknown range name: 'NOWHERE'."),
        ("=SUM(", "ERROR", "Formula parse error."),
        ("=1 2", "ERROR", "Formula parse error."),
        ("=NA()", "N_A", ""),
        ("=#REF!+1", "REF", "Reference does not exist."),
        ("=Sheet1!#REF!", "REF", "Reference does not exist."),
        ("=Gone!A1", "REF", "Unresolved sheet name 'Gone'."),
        ("=ZZ5000", "REF", "Reference does not exist."),
        ("=IF(TRUE)", "N_A", "Wrong number of arguments to IF. Expected between 2 and 3 arguments, but got 1 arguments."),
        ('=MATCH("x",A1:A3,0)', "N_A", "Did not find value 'x' in MATCH evaluation."),
        ('=VLOOKUP("x",A1:B3,2,FALSE)', "N_A", "Did not find value 'x' in VLOOKUP evaluation."),
        ("=A1:B3", "VALUE", "An array value could not be found."),
        ("=AVERAGE(A1:A3)", "DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error."),
        ("=SQRT(-1)", "NUM", "Function SQRT parameter 1 value is -1. It should be greater than or equal to 0."),
        ("=SUM(1,1/0)", "DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero."),
    ],
)
def test_errors(book: Book, formula: str, kind: str, message: str):
    assert come_to(book, formula) == Problem(kind, message)


def test_circles_are_lost_references(book: Book):
    put(book, "F1", "=F2+1")
    put(book, "F2", "=F3")
    put(book, "F3", "=SUM(F1:F2)")
    results = Results(book, NOW)
    found = [results.value(book.sheets[0], row, 5) for row in range(3)]
    assert {value.type for value in found if isinstance(value, Problem)} == {"REF"}
    assert len([value for value in found if isinstance(value, Problem)]) == 3


def test_a_range_beside_the_formula_gives_the_cell_of_its_row(book: Book):
    assert come_to(book, "=B1:B3", "E2") == 5


def test_an_empty_cell_stays_empty(book: Book):
    assert come_to(book, "=D9") is None
    assert shown(book, "=D9") == ""


def test_long_chains_are_worked_out(book: Book):
    for row in range(1, 1000):
        put(book, f"H{row}", f"=H{row + 1}+1")
    put(book, "H1000", 1.0)
    assert Results(book, NOW).value(book.sheets[0], 0, 7) == 1000


def test_today_follows_the_spreadsheets_time_zone(book: Book):
    assert shown(book, "=TODAY()") == "11/2/2026"
    book.properties |= {"timeZone": "Asia/Ho_Chi_Minh", "locale": "vi_VN"}
    assert shown(book, "=TODAY()") == "03/11/2026"
    assert shown(book, "=NOW()") == "03/11/2026 6:30:00"


def test_a_decimal_comma_belongs_to_the_number(book: Book):
    assert come_to(book, "=ROUND(2,5;0)") == Problem(
        "N_A", "Wrong number of arguments to ROUND. Expected between 1 and 2 arguments, but got 3 arguments."
    )
    book.properties["locale"] = "vi_VN"
    assert come_to(book, "=ROUND(2,5;0)") == 3
    assert come_to(book, "=IF(B1=3,A1,A2)") == "Lan"
    assert shown(book, "=1/4") == "0,25"


def test_results_follow_what_they_depend_on(book: Book):
    assert come_to(book, "=SUM(B1:B3)") == 12
    put(book, "B2", 50.0)
    assert come_to(book, "=SUM(B1:B3)") == 57
    put(book, "B2", PEOPLE[0][2])
    assert come_to(book, "=COUNT(B1:B3)") == 2
    put(book, "B2", 1.0)
    assert come_to(book, "=COUNT(B1:B3)") == 3


@pytest.mark.parametrize(
    ("formula", "text"), [("=B1", "1900-01-02"), ("=B1+1", "1900-01-03"), ("=MAX(B1:B2)", "1900-01-04"), ("=B1-B1", "0"), ("=COUNT(B1)", "1")]
)
def test_a_formula_shows_dates_as_the_cell_it_names(book: Book, formula: str, text: str):
    book.sheets[0].cell(0, 1).format = {"numberFormat": {"type": "DATE", "pattern": "yyyy-MM-dd"}}
    assert shown(book, formula) == text
