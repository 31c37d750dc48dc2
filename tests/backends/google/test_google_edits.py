"""Edits: only cells that change are sent, as literal values, and what could do harm is refused before anything is sent."""

import pytest

from sheetsync.backends.google.edits import plan, requests
from sheetsync.backends.google.values import alike, everywhere, is_link, iso, serial
from sheetsync.errors import CellRefused, TextTooLong
from sheetsync.model.grid import CellEdit, CellRef
from tests.backends.google.answers import Json, book, sheet

TAB = "Bản đồ"


def at(row: int, column: int, tab: str = TAB) -> CellRef:
    return CellRef(tab, row, column)


def looks(kind: str, **cell: object) -> Json:
    return {**cell, "effectiveFormat": {"numberFormat": {"type": kind}}}


BOOK = book(
    sheet(
        TAB,
        {
            (0, 0): "_id",
            (1, 0): "a1",
            (1, 1): "Tìm phòng tập",
            (1, 2): 2,
            (1, 3): looks("DATE", userEnteredValue={"numberValue": 46296}, formattedValue="01/10/2026"),
            (1, 4): True,
            (1, 5): "=C2*3",
            (1, 6): '=HYPERLINK("#gid=0&range=B2","Bản đồ!B2")',
            (1, 7): looks("TEXT"),
            (1, 8): {"effectiveValue": {"stringValue": "tràn"}, "formattedValue": "tràn"},
            (3, 0): "gộp",
        },
        merges=[{"startRowIndex": 3, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 2}],
    ),
    sheet("Giai đoạn", {}, number=12),
)


def sent(*edits: CellEdit) -> list[Json]:
    return requests(BOOK, plan(BOOK, edits))


def update(row: int, column: int, *cells: Json, fields: str = "userEnteredValue", sheet_id: int = 0) -> Json:
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": list(cells)}], "fields": fields}}


def text(value: str) -> Json:
    return {"userEnteredValue": {"stringValue": value}}


WITH_FORMAT = "userEnteredValue,userEnteredFormat.numberFormat"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (CellEdit(at(1, 1), "=1+1"), update(1, 1, text("=1+1"))),
        (CellEdit(at(1, 1), "00123"), update(1, 1, text("00123"))),
        (CellEdit(at(1, 1), ""), update(1, 1, {})),
        (CellEdit(at(1, 2), "2.5", "number"), update(1, 2, {"userEnteredValue": {"numberValue": 2.5}})),
        (CellEdit(at(1, 4), "false", "boolean"), update(1, 4, {"userEnteredValue": {"boolValue": False}})),
        (CellEdit(at(1, 3), "2027-01-31", "date"), update(1, 3, {"userEnteredValue": {"numberValue": 46418}})),
        (
            CellEdit(at(1, 2), "2027-01-31", "date"),
            update(
                1,
                2,
                {"userEnteredValue": {"numberValue": 46418}, "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "dd/mm/yyyy"}}},
                fields=WITH_FORMAT,
            ),
        ),
        (CellEdit(at(1, 2), "sớm thôi", "date"), update(1, 2, text("sớm thôi"))),
        (CellEdit(at(1, 3), "7", "number"), update(1, 3, {"userEnteredValue": {"numberValue": 7}}, fields=WITH_FORMAT)),
        (CellEdit(at(1, 7), "true", "boolean"), update(1, 7, {"userEnteredValue": {"boolValue": True}}, fields=WITH_FORMAT)),
        (
            CellEdit(at(1, 6), 'nói "có"', "link", target=at(0, 27, "Giai đoạn")),
            update(1, 6, {"userEnteredValue": {"formulaValue": '=HYPERLINK("#gid=12&range=AB1";"nói ""có""")'}}),
        ),
    ],
    ids=lambda part: "" if isinstance(part, dict) else f"{part.kind} {part.value}",
)
def test_a_value_is_sent_as_what_it_is(edit: CellEdit, expected: Json):
    assert sent(edit) == [expected]


def test_what_a_cell_says_already_is_not_sent():
    assert (
        sent(
            CellEdit(at(1, 1), "Tìm phòng tập"),
            CellEdit(at(1, 2), "2", "number"),
            CellEdit(at(1, 3), "2026-10-01", "date"),
            CellEdit(at(1, 4), "true", "boolean"),
            CellEdit(at(1, 6), "Bản đồ!B2", "link", target=at(1, 1)),
            CellEdit(at(9, 9), ""),
        )
        == []
    )


def test_neighbours_go_together_and_grids_grow_first():
    edits = [CellEdit(at(100, 27), "cuối"), CellEdit(at(1, 1), "b"), CellEdit(at(1, 0), "a"), CellEdit(at(0, 0, "Giai đoạn"), "c")]
    assert sent(*edits) == [
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}},
        {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 2}},
        update(1, 0, text("a"), text("b")),
        update(100, 27, text("cuối")),
        update(0, 0, text("c"), sheet_id=12),
    ]


def test_a_new_cell_takes_the_look_it_is_told_to_and_others_keep_theirs():
    copied, value = sent(CellEdit(at(6, 1), "mới", style_from=(1, 1)), CellEdit(at(1, 1), "khác", style_from=(1, 2)))[:2]
    assert copied == {
        "copyPaste": {
            "source": {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2},
            "destination": {"sheetId": 0, "startRowIndex": 6, "endRowIndex": 7, "startColumnIndex": 1, "endColumnIndex": 2},
            "pasteType": "PASTE_FORMAT",
        }
    }
    assert value == update(1, 1, text("khác"))


def test_an_empty_new_cell_takes_its_look_too():
    copied, value = sent(CellEdit(at(6, 1), "", style_from=(1, 1)))
    assert copied["copyPaste"]["pasteType"] == "PASTE_FORMAT"
    assert value == update(6, 1, {})


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (CellEdit(at(0, 0, "Không có"), "x"), "no tab has the title “Không có”"),
        (CellEdit(at(1, 5), "x"), "it holds a formula"),
        (CellEdit(at(1, 5), ""), "it holds a formula"),
        (CellEdit(at(1, 8), "x"), "it holds a formula"),
        (CellEdit(at(1, 6), "3", "number"), "it holds a formula"),
        (CellEdit(at(1, 5), "7", "cached"), "Google calculates"),
        (CellEdit(at(4, 1), "x"), "merged"),
        (CellEdit(at(1, 2), "nhiều", "number"), "not a number"),
        (CellEdit(at(1, 4), "có", "boolean"), "neither true nor false"),
        (CellEdit(at(1, 6), "x", "link"), "leads nowhere"),
        (CellEdit(at(1, 6), "x", "link", target=at(0, 0, "Không có")), "leads nowhere"),
        (CellEdit(at(-1, 0), "x"), "no such place"),
        (CellEdit(at(1, 1), "\ud83d"), "half a character"),
    ],
)
def test_what_could_do_harm_is_refused_with_the_cell_and_the_reason(edit: CellEdit, why: str):
    with pytest.raises(CellRefused, match=why) as refused:
        plan(BOOK, [CellEdit(at(8, 8), "kèm theo"), edit])
    assert edit.cell.a1 in refused.value.vi


def test_one_cell_cannot_be_asked_to_say_two_things():
    with pytest.raises(CellRefused, match="two changes"):
        plan(BOOK, [CellEdit(at(1, 1), "a"), CellEdit(at(1, 1), "b")])


def test_a_cell_holds_fifty_thousand_units_and_no_more():
    assert plan(BOOK, [CellEdit(at(1, 1), "😀" * 25_000)])
    with pytest.raises(TextTooLong, match="50,002 characters, and a cell holds 50,000"):
        plan(BOOK, [CellEdit(at(1, 1), "😀" * 25_001)])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-10-01", 46296),
        ("1899-12-30", 0),
        ("1899-12-29", -1),
        ("1900-02-28", 60),
        ("2026-10-01T06:00:00", 46296.25),
        ("2026-10-01T23:59:59", 46296.999988425923),
    ],
)
def test_dates_are_counted_as_google_counts_them(text: str, days: float):
    assert serial(text) == pytest.approx(days, abs=1e-9)
    assert iso(days) == text


@pytest.mark.parametrize("text", ["", "mai", "2026-13-01", "2026-10-01T00:00:00+07:00"])
def test_what_is_no_date_has_no_serial(text: str):
    assert serial(text) is None


def test_semicolons_stand_between_arguments_and_nowhere_else():
    assert everywhere("IF('a,b'!A1=\"c,d\",1,SUM(A1,B1))") == "IF('a,b'!A1=\"c,d\";1;SUM(A1;B1))"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('HYPERLINK("#gid=0&range=A1";"x")', True),
        ('HYPERLINK("#\'Bản đồ\'!A1","nói ""có""")', True),
        ('HYPERLINK("https://example.com";"x")', False),
        ('HYPERLINK("#gid=0&range=A1";B1)', False),
        ('HYPERLINK("#gid=0";"x")&A1', False),
    ],
)
def test_only_a_plain_jump_inside_the_workbook_is_ours(formula: str, expected: bool):  # noqa: FBT001
    assert is_link(formula) is expected


def test_spelling_of_separators_and_line_ends_makes_no_difference():
    assert alike({"formulaValue": "=IF(A1;1;2)"}, {"formulaValue": "=IF(A1,1,2)"})
    assert alike({"stringValue": "a\r\nb\x00"}, {"stringValue": "a\nb"})
    assert not alike({"stringValue": "1"}, {"numberValue": 1.0})
    assert not alike({"stringValue": "=A1"}, {"formulaValue": "=A1"})
    assert not alike(None, {"stringValue": "a"})
