"""Ranges as text: what is read, what is refused, how it is written back."""

import pytest

from tests.emulator.errors import ApiError
from tests.emulator.sheets.a1 import column_index, column_letters, echo, from_grid_range, parse, quoted
from tests.emulator.sheets.book import Book
from tests.emulator.sheets.new import new_book, new_sheet


@pytest.fixture
def book() -> Book:
    book = new_book("Maps")
    book.sheets += [new_sheet(7, "Bản đồ", 1, rows=10, columns=4), new_sheet(8, "It's", 2), new_sheet(9, "D3", 3), new_sheet(10, "a!b", 4)]
    book.named_ranges.append({"namedRangeId": "1", "name": "stages", "range": {"sheetId": 7, "startRowIndex": 1, "endRowIndex": 3}})
    return book


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A1", "Sheet1!A1"),
        ("A1:A1", "Sheet1!A1"),
        ("$B$2:c4", "Sheet1!B2:C4"),
        ("B2:A1", "Sheet1!A1:B2"),
        ("B3:C1", "Sheet1!B1:C3"),
        ("A:B", "Sheet1!A1:B1000"),
        ("2:3", "Sheet1!A2:Z3"),
        ("A5:C", "Sheet1!A5:C1000"),
        ("B1:1", "Sheet1!B1:Z1"),
        ("A1:ZZ5000", "Sheet1!A1:Z1000"),
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("sheet1!A1", "Sheet1!A1"),
        ("'Bản đồ'!A1:D2", "'Bản đồ'!A1:D2"),
        ("Bản đồ!A1", "'Bản đồ'!A1"),
        ("Bản đồ", "'Bản đồ'!A1:D10"),
        ("'It''s'!B2", "'It''s'!B2"),
        ("It's!B2", "'It''s'!B2"),
        ("'D3'", "'D3'!A1:Z1000"),
        ("D3", "Sheet1!D3"),
        ("D3!A1", "'D3'!A1"),
        ("a!b!C3", "'a!b'!C3"),
        ("!A1", "Sheet1!A1"),
        ("''!A1", "Sheet1!A1"),
        ("R1C1:R2C2", "Sheet1!A1:B2"),
        ("'Bản đồ'!R2C3", "'Bản đồ'!C2"),
        ("R[1]C[1]", "Sheet1!B2"),
        ("stages", "'Bản đồ'!A2:D3"),
        ("STAGES", "'Bản đồ'!A2:D3"),
    ],
)
def test_what_can_be_read(book: Book, text: str, read: str):
    assert echo(parse(book, text)) == read


@pytest.mark.parametrize(
    "text",
    ["", " A1", "A1 ", "Sheet1 !A1", "Sheet1!B", "Sheet1!2", "A0", "Z", "A1:", ":A1", "A1:B2:C3", "AAAA1", "Nowhere!A1", "A:2", "stage", "R0C1"],
)
def test_what_can_not_be_read_is_named_as_it_was_sent(book: Book, text: str):
    with pytest.raises(ApiError) as refused:
        parse(book, text)
    assert (refused.value.status, refused.value.message) == (400, f"Unable to parse range: {text}")


@pytest.mark.parametrize(
    ("text", "place"),
    [("AA1", "Sheet1!AA1"), ("A1001", "Sheet1!A1001"), ("'Bản đồ'!E1:F2", "'Bản đồ'!E1:F2"), ("ZZ1:ZZ", "Sheet1!ZZ1")],
)
def test_a_start_past_the_grid_is_refused(book: Book, text: str, place: str):
    with pytest.raises(ApiError, match=r"exceeds grid limits\. Max rows: (1000|10), max columns: (26|4)") as refused:
        parse(book, text)
    assert refused.value.message.startswith(f"Range ({place}) ")


def test_a_range_without_a_sheet_is_on_the_first_that_can_be_seen(book: Book):
    book.sheets[0].properties["hidden"] = True
    assert echo(parse(book, "A1")) == "'Bản đồ'!A1"


def test_a_named_range_stands_before_a_sheet_of_its_name(book: Book):
    book.sheets.append(new_sheet(11, "Stages", 5))
    assert echo(parse(book, "Stages")) == "'Bản đồ'!A2:D3"
    assert echo(parse(book, "'Stages'")) == "Stages!A1:Z1000"


@pytest.mark.parametrize(
    ("title", "written"),
    [("Data", "Data"), ("Data_1", "Data_1"), ("A1", "'A1'"), ("R1C1", "'R1C1'"), ("2026", "'2026'"), ("two words", "'two words'"), ("đồ", "'đồ'")],
)
def test_titles_are_quoted_unless_they_are_plain(title: str, written: str):
    assert quoted(title) == written


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (18_277, "ZZZ")])
def test_columns_have_letters(index: int, letters: str):
    assert column_letters(index) == letters
    assert column_index(letters) == index


def test_grid_ranges_are_half_open(book: Book):
    assert echo(from_grid_range(book, {"sheetId": 7, "startRowIndex": 1, "endRowIndex": 3, "endColumnIndex": 2})) == "'Bản đồ'!A2:B3"
    assert echo(from_grid_range(book, {})) == "Sheet1!A1:Z1000"
    assert echo(from_grid_range(book, {"startRowIndex": 1, "endRowIndex": 1})) == "#REF!"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sheetId": 5}, "No grid with id: 5"),
        ({"startRowIndex": -1}, "GridRange indexes must be >= 0"),
        ({"startRowIndex": 2, "endRowIndex": 1}, "endRowIndex[1] cannot be before startRowIndex[2]"),
        ({"startRowIndex": 1000}, "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ],
)
def test_grid_ranges_that_make_no_sense(book: Book, given: dict[str, int], message: str):
    with pytest.raises(ApiError) as refused:
        from_grid_range(book, given)
    assert refused.value.message == message
