import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.backends.xlsx.package import Package
from sheetsync.backends.xlsx.reader import Reader, read_grids
from sheetsync.errors import NotAWorkbook
from sheetsync.model.grid import Grid, Typed, Value
from tests.backends.packages import MAIN, OFFICE, SHEET, STRICT, STRICT_OFFICE, Parts, packed, parts, relations, shared, sheet, styles
from tests.office import Office


def cells(members: Parts) -> dict[tuple[int, int], Value]:
    """The cells of the first tab, read by both lanes, which must agree."""
    data = packed(members)
    package = Package(data, "gym.xlsx")
    careful = Reader(package, careful=True).grids(package.sheets)
    assert careful == read_grids(data, "gym.xlsx")
    return dict(careful[0].cells)


def number(raw: str, shown: str | None = "") -> Typed:
    return Typed("number", raw, raw if shown == "" else shown)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('<row r="2"><c r="B2" t="inlineStr"><is><t>chữ</t></is></c></row>', {(1, 1): "chữ"}),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", {(0, 0): number("1"), (0, 1): number("2"), (1, 0): number("3")}),
        (
            '<row r="5"><c r="C5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>',
            {(4, 2): number("1"), (4, 3): number("2"), (5, 0): number("3")},
        ),
        ('<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>', {(0, 0): "hai & <ba>", (0, 1): "một"}),
        ('<row r="1"><c r="A1" t="s"><v>2</v></c></row>', {(0, 0): "đậm và thường"}),
        ('<row r="1"><c r="A1" t="s"><v>3</v></c></row>', {(0, 0): "東京"}),
        ('<row r="1"><c r="A1" t="s"><v>4</v></c></row>', {}),
        (
            '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>',
            {(0, 0): Typed("boolean", "true", "TRUE"), (0, 1): Typed("boolean", "false", "FALSE")},
        ),
        ('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>', {(0, 0): Typed("error", "#REF!", "#REF!")}),
        ('<row r="1"><c r="A1" t="d"><v>2026-10-01</v></c></row>', {(0, 0): Typed("date", "2026-10-01", "2026-10-01", "2026-10-01")}),
        ('<row r="1"><c r="A1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>', {(0, 0): Typed("formula", '"a"&"b"', "ab")}),
        ('<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c></row>', {(0, 0): Typed("formula", "B1*2", "4")}),
        ('<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row>', {(1, 0): Typed("formula", "", "6")}),
        ('<row r="1"><c r="A1"><f>1/0</f></c></row>', {(0, 0): Typed("formula", "1/0", None)}),
        ('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>', {(0, 0): Typed("formula", '""', "")}),
        ('<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>', {(0, 0): Typed("formula", "1/0", "#DIV/0!")}),
        ('<row r="1"><c r="A1" t="b"><f>TRUE()</f><v>1</v></c></row>', {(0, 0): Typed("formula", "TRUE()", "TRUE")}),
        ('<row r="1"><c r="A1" t="str"><v>không công thức</v></c></row>', {(0, 0): "không công thức"}),
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><r><t>đậm</t></r><r><rPr><b/></rPr><t xml:space="preserve"> nhạt</t></r></is></c></row>',
            {(0, 0): "đậm nhạt"},
        ),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000D_b_x005F_x000D_ _xD800_</t></is></c></row>', {(0, 0): "a\rb_x000D_ _xD800_"}),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">  hai\n dòng </t></is></c></row>', {(0, 0): "  hai\n dòng "}),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>&#x110;&#7891;ng &quot;&apos;&gt;</t></is></c></row>', {(0, 0): "Đồng \"'>"}),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<b>&amp;]]></t></is></c></row>', {(0, 0): "<b>&amp;"}),
        ('<row r="1"><!-- lời --><c r="A1"><v>1</v></c></row>', {(0, 0): number("1")}),
        ('<row r="1">\n  <c r="A1" t="str">\n    <v>giữ nguyên</v>\n  </c>\n</row>', {(0, 0): "giữ nguyên"}),
        ('<row r="1"><c t="inlineStr" r="A1"><is><t>lộn thứ tự</t></is></c></row>', {(0, 0): "lộn thứ tự"}),
        ('<row r="1"><c r="A1" s="1"/><c r="B1" t="inlineStr"><is><t></t></is></c><c r="C1"><v/></c><c r="D1"/></row>', {}),
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', {(1_048_575, 16_383): number("1")}),
        ("", {}),
    ],
)
def test_cells_read_as_they_are_meant(rows: str, expected: dict[tuple[int, int], Value]):
    texts = shared(
        "<t>một</t>",
        "<t>hai &amp; &lt;ba&gt;</t>",
        '<r><rPr><b/></rPr><t>đậm</t></r><r><t xml:space="preserve"> và thường</t></r>',
        '<t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh><phoneticPr fontId="1"/>',
        "<t></t>",
    )
    assert cells(parts(rows, texts=texts)) == expected


PREFIXED = f"""<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">
<x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>b</x:t></x:is></x:c>
</x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>"""


def test_prefixed_vocabularies_read_the_same():
    texts = f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>a</x:t></x:si></x:sst>'
    data = packed(parts(sheet=PREFIXED, texts=texts))
    assert read_grids(data, "x") == (Grid("Tab", {(0, 0): "a", (0, 1): "b"}, ((0, 0, 1, 1),)),)


def test_a_foreign_element_of_the_same_name_is_not_a_cell():
    rows = '<row r="1"><c r="A1"><v>1</v><extLst><ext><y:c xmlns:y="urn:y" r="B1"><y:v>2</y:v></y:c></ext></extLst></c></row>'
    assert cells(parts(rows)) == {(0, 0): number("1")}


def test_the_strict_flavour_and_other_names_of_parts_are_followed():
    members = {
        name: str(body).replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE)
        for name, body in parts('<row r="1"><c r="A1"><v>1</v></c></row>').items()
    }
    members["_rels/.rels"] = relations(("rId9", "officeDocument", "/book/main%20part.xml")).replace(OFFICE, STRICT_OFFICE)
    members["book/main part.xml"] = members.pop("xl/workbook.xml")
    members["book/_rels/main part.xml.rels"] = relations(("rId1", "worksheet", "../XL/worksheets/./Sheet1.xml")).replace(OFFICE, STRICT_OFFICE)
    del members["xl/_rels/workbook.xml.rels"]
    assert cells({**members}) == {(0, 0): number("1")}


def test_tabs_keep_their_order_titles_merges_and_state():
    members = parts(sheet=sheet("", after='<mergeCells count="2"><mergeCell ref="A1:C2"/><mergeCell ref="B5"/></mergeCells>'))
    members["xl/workbook.xml"] = f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
        <sheet name="Bản đồ &amp; _x0041_" sheetId="7" r:id="rId1"/><sheet name="Biểu đồ" sheetId="8" r:id="rId8"/>
        <sheet name="_sheetsync" sheetId="3" state="veryHidden" r:id="rId2"/>
        <sheet name="Ẩn" sheetId="4" state="hidden" r:id="rId3"/></sheets></workbook>"""
    members["xl/_rels/workbook.xml.rels"] = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "worksheet", "/xl/worksheets/sheet2.xml"),
        ("rId3", "worksheet", "worksheets/sheet3.xml"),
        ("rId8", "chartsheet", "chartsheets/sheet1.xml"),
    )
    members |= {"xl/worksheets/sheet2.xml": sheet(""), "xl/worksheets/sheet3.xml": sheet(""), "xl/chartsheets/sheet1.xml": "<chartsheet/>"}
    assert read_grids(packed(members), "x") == (
        Grid("Bản đồ & A", {}, ((0, 0, 1, 2), (4, 1, 4, 1))),
        Grid("_sheetsync", {}, hidden=True),
        Grid("Ẩn", {}, hidden=True),
    )


@pytest.mark.parametrize(
    ("code", "raw", "shown", "date"),
    [
        ("General", "24", "24", None),
        ("General", "-0.30000000000000004", "-0.3", None),
        ("General", "1E-3", "0.001", None),
        ("General", "84901234567", "84901234567", None),
        ("General", "1.5E+300", None, None),
        ("0", "2.5", "3", None),
        ("0.00", "2.675", "2.68", None),
        ("0.00", "-0.001", "-0.00", None),
        ("#,##0", "1234567", "1,234,567", None),
        ("#,##0.0#", "1234.5", "1,234.5", None),
        ("000", "7", "007", None),
        ("0%", "0.125", "13%", None),
        ("0.0%", "0.125", "12.5%", None),
        ("#,##0 ;(#,##0)", "-1234", "(1,234)", None),
        ('#,##0"đ"', "50000", "50,000đ", None),
        ("#,##0\\ [$₫-42A]", "50000", "50,000 ₫", None),
        ('0;-0;"không"', "0", None, None),
        ("[Red]0", "5", "5", None),
        ("@", "5", "5", None),
        ("0.00E+00", "12345", None, None),
        ("# ?/?", "0.5", None, None),
        ("[>100]0", "5", None, None),
        ("0,", "5000", None, None),
        ("yyyy-mm-dd", "46296", "2026-10-01", "2026-10-01"),
        ("dd/mm/yyyy", "46296", "01/10/2026", "2026-10-01"),
        ("d/m/yy;@", "46296", "1/10/26", "2026-10-01"),
        ("d-mmm", "46296", "1-Oct", "2026-10-01"),
        ("[$-42A]d mmmm yyyy", "46296", None, "2026-10-01"),
        ("[$-409]mmmm d, yyyy", "46296", "October 1, 2026", "2026-10-01"),
        ("dddd", "46296", "Thursday", "2026-10-01"),
        ("dd/mm/yyyy hh:mm", "46296.75", "01/10/2026 18:00", "2026-10-01T18:00:00"),
        ("h:mm AM/PM", "0.75", "6:00 PM", None),
        ("[h]:mm", "1.5", "36:00", None),
        ("mm:ss", "0.001", "01:26", None),
        ("yyyy-mm-dd", "59", "1900-02-28", "1900-02-28"),
        ("yyyy-mm-dd", "60", None, None),
        ("yyyy-mm-dd", "61", "1900-03-01", "1900-03-01"),
        ("yyyy-mm-dd", "-5", None, None),
        ("yyyy-mm-dd", "99999999999", None, None),
        ("0" * 300, "5", None, None),
        ("0.00", "năm", None, None),
        ("General", "NaN", None, None),
        ("General", "1E-20", None, None),
        ("yyyy-mm-dd", "mai", None, None),
        ("ggge", "46296", None, None),
        ("hhh:mm", "0.5", None, None),
        ("mm/dd/yy hh:mm:ss A/P", "46296.75", "10/01/26 06:00:00 P", "2026-10-01T18:00:00"),
    ],
)
def test_numbers_and_dates_are_shown_as_people_see_them(code: str, raw: str, shown: str | None, date: str | None):
    escaped = code.replace("&", "&amp;").replace('"', "&quot;").replace(">", "&gt;")
    found = cells(parts(f'<row r="1"><c r="A1" s="1"><v>{raw}</v></c></row>', looks=styles(0, 164, codes={164: escaped})))[0, 0]
    assert found == (Typed("date" if date else "number", raw, shown, date) if raw[0] not in "nmN" else raw)


@pytest.mark.parametrize(
    ("built_in", "shown"), [(14, "2026-10-01"), (15, "1-Oct-26"), (16, "1-Oct"), (17, "Oct-26"), (22, "2026-10-01 00:00"), (31, "2026-10-01")]
)
def test_built_in_date_formats_are_known_by_number(built_in: int, shown: str):
    found = cells(parts('<row r="1"><c r="A1" s="1"><v>46296</v></c></row>', looks=styles(0, built_in)))
    assert found == {(0, 0): Typed("date", "46296", shown, "2026-10-01")}


def test_the_date_system_of_1904_counts_from_there():
    found = cells(parts('<row r="1"><c r="A1" s="1"><v>44834</v></c></row>', looks=styles(0, 14), properties='<workbookPr date1904="1"/>'))
    assert found == {(0, 0): Typed("date", "44834", "2026-10-01", "2026-10-01")}


def test_a_formula_with_a_date_tells_the_date():
    found = cells(parts('<row r="1"><c r="A1" s="1"><f>TODAY()</f><v>46296</v></c></row>', looks=styles(0, 14)))
    assert found == {(0, 0): Typed("formula", "TODAY()", "2026-10-01", "2026-10-01")}


def test_the_style_of_a_named_style_is_not_that_of_a_cell():
    """The number format of ``cellStyleXfs`` is a date in these parts; cells don't have it."""
    assert cells(parts('<row r="1"><c r="A1"><v>46296</v></c></row>')) == {(0, 0): number("46296")}


@pytest.mark.parametrize(
    ("rows", "en", "vi"),
    [
        ('<row r="1"><c r="A1" t="s"><v>5</v></c></row>', "names a shared text ('5') that is not there", "chuỗi dùng chung ('5') không tồn tại"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "names a shared text ('-1')", "chuỗi dùng chung ('-1')"),
        ('<row r="1"><c r="A1" t="s"><v>x</v></c></row>', "names a shared text ('x')", "chuỗi dùng chung ('x')"),
        ('<row r="1"><c r="XFE1"><v>5</v></c></row>', "a cell at 'XFE1'", "ô ở 'XFE1'"),
        ('<row r="1"><c r="A0"><v>5</v></c></row>', "a cell at 'A0'", "ô ở 'A0'"),
        ('<row r="1048577"><c><v>5</v></c></row>', "a cell at 'A1048577'", "ô ở 'A1048577'"),
        ('<row r="-3"><c><v>5</v></c></row>', "a cell at 'A0'", "ô ở 'A0'"),
    ],
)
def test_cells_that_lead_nowhere_are_refused_by_name(rows: str, en: str, vi: str):
    with pytest.raises(NotAWorkbook) as refusal:
        read_grids(packed(parts(rows, texts=shared("<t>một</t>"))), "gym.xlsx")
    assert en in refusal.value.en
    assert vi in refusal.value.vi


def test_a_merged_area_that_is_none_is_refused_by_name():
    with pytest.raises(NotAWorkbook, match="a cell at 'nowhere'"):
        read_grids(packed(parts(sheet=sheet("", after='<mergeCells><mergeCell ref="nowhere"/></mergeCells>'))), "x")


def made(fill: Callable[[xlsxwriter.Workbook], None], **options: Any) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        fill(book)
    return file.getvalue()


def everyday(book: xlsxwriter.Workbook) -> None:
    """A workbook as people have them."""
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    first, second = book.add_worksheet("Bản đồ"), book.add_worksheet("Chị Lan's")
    first.merge_range("A1:D1", "Hành trình", book.add_format({"bold": True}))
    first.write_rich_string("B2", "đậm ", book.add_format({"bold": True}), "nhạt")
    for row in range(3, 30):
        first.write_row(row, 0, [f"bước {row}", row * 1.5, row % 2 == 0, None, "  cách ", "=x" if row % 5 else ""])
        first.write_datetime(row, 6, datetime(2026, 10, row % 28 + 1), day)  # noqa: DTZ001
        first.write_formula(row, 7, f"=B{row + 1}*2", None, row * 3)
    second.write_string("Z99", "góc xa")
    second.write_string("A1", "Đường\nxuống dòng\tvà <thẻ> & “ngoặc”")


def as_openpyxl_reads(data: bytes) -> list[tuple[str, dict[tuple[int, int], object]]]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [(tab.title, {(c.row - 1, c.column - 1): c.value for c in tab._cells.values() if c.value is not None}) for tab in book.worksheets]


def plain(value: Value) -> object:
    """A value as openpyxl tells it."""
    if isinstance(value, str):
        return value
    if value.date:
        return datetime.fromisoformat(value.date)
    return value.shown == "TRUE" if value.shown in {"TRUE", "FALSE"} else float(value.shown or "nan")


def agree(data: bytes) -> None:
    ours = [(grid.title, {place: plain(value) for place, value in grid.cells.items()}) for grid in read_grids(data, "x")]
    assert ours == as_openpyxl_reads(data)


@pytest.mark.parametrize(
    "options", [{}, {"constant_memory": True, "in_memory": False}, {"use_zip64": True}, {"date_1904": True}], ids=lambda o: "-".join(o) or "plain"
)
def test_a_workbook_of_xlsxwriter_reads_as_openpyxl_reads_it(options: dict[str, Any]):
    agree(made(everyday, **options))


def test_a_workbook_of_openpyxl_reads_as_openpyxl_reads_it():
    book = openpyxl.load_workbook(io.BytesIO(made(everyday)), data_only=True)
    file = io.BytesIO()
    book.save(file)
    agree(file.getvalue())


def test_a_workbook_of_libreoffice_reads_as_openpyxl_reads_it(office: Office, tmp_path: Path):
    path = tmp_path / "bản đồ.xlsx"
    path.write_bytes(made(everyday))
    saved = office.convert(path, to="xlsx", out_dir=tmp_path / "saved").read_bytes()
    agree(saved)
    assert [grid.cells for grid in read_grids(saved, "x")] != [{}, {}]


INSIDE = st.text(st.sampled_from("aĐ<>&\"'_x0D5F\n\t ]😀"), max_size=30)


@given(texts=st.lists(INSIDE, max_size=6), inline=st.booleans(), spaced=st.booleans())
def test_both_lanes_come_to_the_same_grids(texts: list[str], *, inline: bool, spaced: bool):
    """The swift lane picks cells by one expression, the careful one listens to the parser."""

    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    gap = "\n " if spaced else ""
    kind = 'inlineStr"><is><t xml:space="preserve">{}</t></is></c>' if inline else 's"><v>{}</v></c>'
    row = gap.join(
        f'<c r="{letter}1" s="0" t="' + kind.format(escaped(text) if inline else at)
        for at, (letter, text) in enumerate(zip("ABCDEF", texts, strict=False))
    )
    items = shared(*(f'<t xml:space="preserve">{escaped(text)}</t>' for text in texts))
    found = cells(parts(sheet=sheet(f'<row r="1">{gap}{row}</row>'), texts=items))
    assert len(found) == sum(bool(text) for text in texts)


def test_a_part_may_be_read_only_through_its_relationship():
    members = parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    del members[SHEET]
    with pytest.raises(NotAWorkbook, match="its tab “Tab” leads nowhere") as refusal:
        read_grids(packed(members), "x")
    assert "trang tính “Tab” không dẫn tới đâu cả" in refusal.value.vi
