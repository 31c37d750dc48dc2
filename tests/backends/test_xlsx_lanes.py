"""Hiding columns and rows: only their own tags change."""

import pytest

from sheetsync.backends.xlsx.attach import attach
from sheetsync.errors import UnsafeEdit
from sheetsync.model.design import WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Lane
from tests.backends.packages import SHEET, packed, parts, sheet, unpacked

NOTHING = WorkbookDesign("x", "vi", ())
ROWS = '<row r="2"><c r="A2"><v>1</v></c></row><row r="5" ht="30"/>'


def hidden(text: str, *lanes: tuple[str, int], edits: tuple[CellEdit, ...] = ()) -> str:
    """The worksheet ``text`` with those lines hidden."""
    named = [Lane("Tab", kind, index) for kind, index in lanes]  # type: ignore[arg-type]
    return unpacked(attach(packed(parts(sheet=text)), NOTHING, edits, named, "gym.xlsx"))[SHEET].decode()


@pytest.mark.parametrize(
    ("before", "columns", "after"),
    [
        ("", [3], '<cols><col min="4" max="4" width="9.140625" hidden="1" customWidth="1"/></cols>'),
        (
            '<sheetFormatPr defaultColWidth="12.5" defaultRowHeight="15"/>',
            [0],
            (
                '<sheetFormatPr defaultColWidth="12.5" defaultRowHeight="15"/>'
                '<cols><col min="1" max="1" width="12.5" hidden="1" customWidth="1"/></cols>'
            ),
        ),
        ('<cols><col min="2" max="2" width="9"/></cols>', [1], '<cols><col min="2" max="2" width="9" hidden="1"/></cols>'),
        ("<cols><col min='2' hidden='false' max='2' width='9'/></cols>", [1], '<cols><col min="2" hidden="1" max="2" width=\'9\'/></cols>'),
        ('<cols><col min="2" max="2" hidden="1"/></cols>', [1], '<cols><col min="2" max="2" hidden="1"/></cols>'),
        ('<cols><col min="1" max="9" hidden="true"/></cols>', [1], '<cols><col min="1" max="9" hidden="true"/></cols>'),
        (
            '<cols><col min="1" max="16384" width="9" style="1"/></cols>',
            [0, 4, 16383],
            (
                '<cols><col min="1" max="1" width="9" style="1" hidden="1"/><col min="2" max="4" width="9" style="1"/>'
                '<col min="5" max="5" width="9" style="1" hidden="1"/><col min="6" max="16383" width="9" style="1"/>'
                '<col min="16384" max="16384" width="9" style="1" hidden="1"/></cols>'
            ),
        ),
        (
            '<cols><col min="1" max="3" width="9" outlineLevel="1"></col></cols>',
            [1],
            (
                '<cols><col min="1" max="1" width="9" outlineLevel="1"/><col min="2" max="2" width="9" outlineLevel="1" hidden="1"/>'
                '<col min="3" max="3" width="9" outlineLevel="1"></col></cols>'
            ),
        ),
        (
            '<cols><col min="3" max="3"/><col min="8" max="8"/></cols>',
            [9, 0, 4],
            (
                '<cols><col min="1" max="1" width="9.140625" hidden="1" customWidth="1"/><col min="3" max="3"/>'
                '<col min="5" max="5" width="9.140625" hidden="1" customWidth="1"/><col min="8" max="8"/>'
                '<col min="10" max="10" width="9.140625" hidden="1" customWidth="1"/></cols>'
            ),
        ),
    ],
)
def test_only_the_tags_of_columns_change(before: str, columns: list[int], after: str) -> None:
    assert hidden(sheet(ROWS, before=before), *(("column", column) for column in columns)) == sheet(ROWS, before=after)


@pytest.mark.parametrize(
    ("before", "rows", "after"),
    [
        ('<row r="1"/>', [0], '<row r="1" hidden="1"/>'),
        ('<row r="1" ht="30"><c r="A1"/></row>', [0], '<row r="1" ht="30" hidden="1"><c r="A1"/></row>'),
        ('<row r="1" hidden="0" ht="30"/>', [0], '<row r="1" hidden="1" ht="30"/>'),
        ('<row r="1" hidden="true"/>', [0], '<row r="1" hidden="true"/>'),
        ('<row r="2"/><row r="9"/>', [0, 4, 10], '<row r="1" hidden="1"/><row r="2"/><row r="5" hidden="1"/><row r="9"/><row r="11" hidden="1"/>'),
        ("<row><c><v>1</v></c></row><row/>", [1, 2], '<row><c><v>1</v></c></row><row hidden="1"/><row r="3" hidden="1"/>'),
        ("", [6], '<row r="7" hidden="1"/>'),
    ],
)
def test_only_the_tags_of_rows_change(before: str, rows: list[int], after: str) -> None:
    assert hidden(sheet(before), *(("row", row) for row in rows)) == sheet(after)


def test_an_empty_element_of_rows_is_opened() -> None:
    empty = sheet("").replace("<sheetData></sheetData>", "<sheetData />")
    assert hidden(empty, ("row", 0)) == sheet('<row r="1" hidden="1"/>')


def test_elements_keep_their_prefix() -> None:
    def prefixed(text: str) -> str:
        return text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")

    after = prefixed(sheet('<row r="3" hidden="1"/>', before='<cols><col min="1" max="1" width="9.140625" hidden="1" customWidth="1"/></cols>'))
    assert hidden(prefixed(sheet("")), ("row", 2), ("column", 0)) == after


def test_a_row_made_for_an_edit_is_hidden_too() -> None:
    edit = CellEdit(CellRef("Tab", 3, 0), "5", "number")
    assert hidden(sheet(""), ("row", 3), edits=(edit,)) == sheet('<row r="4" hidden="1"><c r="A4"><v>5</v></c></row>')


def test_the_same_line_twice_is_hidden_once() -> None:
    assert hidden(sheet('<row r="1"/>'), ("row", 0), ("row", 0)) == sheet('<row r="1" hidden="1"/>')


@pytest.mark.parametrize("lane", [("column", -1), ("column", 16_384), ("row", -1), ("row", 1_048_576)])
def test_what_is_no_place_of_a_sheet_is_refused(lane: tuple[str, int]) -> None:
    with pytest.raises(UnsafeEdit, match="no such column or row") as refusal:
        hidden(sheet(""), lane)
    assert "không có cột hoặc hàng đó" in refusal.value.vi


@pytest.mark.parametrize(
    "odd",
    [
        sheet('<row r="2"/><row r="1"/>'),
        sheet('<row r="2"/><row r="2"/>'),
        sheet("", before='<cols><col min="2" max="4"/><col min="4" max="5"/></cols>'),
        sheet("", before='<cols><col min="4" max="2"/></cols>'),
        sheet("", before='<cols><col min="1" max="16385"/></cols>'),
        sheet("", before='<cols><col max="2"/></cols>'),
        sheet("", before='<cols><col min="1" max="1"/></cols><cols><col min="2" max="2"/></cols>'),
        sheet("", before="<cols/>"),
    ],
)
def test_where_nobody_can_say_which_line_counts_nothing_is_hidden(odd: str) -> None:
    with pytest.raises(UnsafeEdit, match="doubled or out of order") as refusal:
        hidden(odd, ("column", 7))
    assert "trùng hay sai thứ tự" in refusal.value.vi
