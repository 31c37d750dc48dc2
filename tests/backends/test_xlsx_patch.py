"""Changing cells of other people's workbooks: what had to change changes, and nothing else does."""

import base64
import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.package import Package
from sheetsync.backends.xlsx.patch import patch
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.catalog import builtin
from sheetsync.errors import TextTooLong, UnsafeEdit
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed, Value
from sheetsync.model.journey import JourneyMap
from sheetsync.model.layout import design_workbook
from sheetsync.model.words import LANGUAGES, Language
from tests.backends.packages import MAIN, OFFICE, SHEET, Parts, packed, parts, relations, shared, sheet, styles, unpacked, wide
from tests.conftest import LONG
from tests.office import Office

TAB = "Bản đồ"


def at(row: int, column: int, tab: str = TAB) -> CellRef:
    return CellRef(tab, row, column)


def cell(address: tuple[int, int], value: str, kind: Any = "text", **more: Any) -> CellEdit:
    return CellEdit(at(*address, tab="Tab"), value, kind, **more)


def read(data: bytes) -> dict[tuple[int, int], Value]:
    return dict(read_grids(data, "x")[0].cells)


def sheet_after(members: Parts, *edits: CellEdit) -> str:
    """The worksheet part after the edits."""
    return unpacked(patch(packed(members), edits, "gym.xlsx"))[SHEET].decode()


def refused(members: Parts, *edits: CellEdit) -> UnsafeEdit:
    with pytest.raises(UnsafeEdit) as refusal:
        patch(packed(members), edits, "gym.xlsx")
    return refusal.value


# --- Rich workbooks: only the parts that had to change differ ---

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
Feature = Callable[[xlsxwriter.Workbook, Any], None]


def charts(book: xlsxwriter.Workbook, tab: Any) -> None:
    for kind in ("line", "column", "pie"):
        chart = book.add_chart({"type": kind})
        chart.add_series({"values": f"='{TAB}'!$D$5:$D$9", "categories": f"='{TAB}'!$B$5:$B$9"})
        tab.insert_chart("H2", chart)


def images(_: xlsxwriter.Workbook, tab: Any) -> None:
    tab.insert_image("H2", "logo.png", {"image_data": io.BytesIO(PIXEL), "description": "biểu trưng"})
    tab.set_background(io.BytesIO(PIXEL))
    tab.set_header("&L&G", {"image_left": "logo.png", "image_data_left": io.BytesIO(PIXEL)})


def embedded_image(_: xlsxwriter.Workbook, tab: Any) -> None:
    tab.embed_image("H12", "logo.png", {"image_data": io.BytesIO(PIXEL)})


def sparklines(_: xlsxwriter.Workbook, tab: Any) -> None:
    tab.add_sparkline("H5", {"range": f"'{TAB}'!D5:D9", "markers": True})


def notes(_: xlsxwriter.Workbook, tab: Any) -> None:
    for row in range(4, 8):
        tab.write_comment(row, 2, f"ghi chú của chị Lan {row}", {"author": "Lan"})


def conditions(book: xlsxwriter.Workbook, tab: Any) -> None:
    tab.conditional_format("D5:D9", {"type": "data_bar", "data_bar_2010": True})
    tab.conditional_format("D5:D9", {"type": "icon_set", "icon_style": "3_arrows"})
    tab.conditional_format("C5:C9", {"type": "formula", "criteria": '=$C5=""', "format": book.add_format({"bg_color": "#FFEEEE"})})


def table(_: xlsxwriter.Workbook, tab: Any) -> None:
    tab.add_table("J4:L8", {"columns": [{"header": "Kênh"}, {"header": "Điểm"}, {"header": "Tổng"}], "total_row": False})


def validations(_: xlsxwriter.Workbook, tab: Any) -> None:
    tab.data_validation("C5:C9", {"validate": "list", "source": ["có", "không"], "input_title": "Chọn"})
    tab.data_validation("D5:D9", {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 9})


def names(book: xlsxwriter.Workbook, tab: Any) -> None:
    book.define_name("Giai_đoạn", f"='{TAB}'!$B$5:$B$9")
    tab.autofilter("A4:D9")
    tab.print_area("A1:D9")


def frames(_: xlsxwriter.Workbook, tab: Any) -> None:
    tab.freeze_panes(4, 2)
    tab.outline_settings(visible=True)
    tab.set_row(6, None, None, {"level": 1, "hidden": True})
    tab.set_column("A:A", None, None, {"hidden": True})
    tab.protect("", {"sort": True})
    tab.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def formulas(_: xlsxwriter.Workbook, tab: Any) -> None:
    tab.write_formula("H5", "=D5*2", None, 10)
    tab.write_array_formula("H6:H8", "{=D5:D7*2}", None, 4)
    tab.write_dynamic_array_formula("K10:K12", "=UNIQUE(C5:C7)", None, "x")


def links(_: xlsxwriter.Workbook, tab: Any) -> None:
    tab.write_url("H5", "https://example.com/a?b=1&c=2", string="trang")
    tab.write_url("H6", f"internal:'{TAB}'!C5", string="tới C5")


def rich_texts(book: xlsxwriter.Workbook, tab: Any) -> None:
    tab.write_rich_string("H5", "a ", book.add_format({"bold": True}), "đậm", " z")


def buttons(book: xlsxwriter.Workbook, tab: Any) -> None:
    tab.insert_textbox("H8", "Chú thích", {"width": 200})
    tab.insert_checkbox("H4", boolean=True)
    tab.merge_range("A12:D13", "gộp", book.add_format())
    book.set_custom_property("Khách", "Phòng tập")


def other_tabs(book: xlsxwriter.Workbook, _: Any) -> None:
    second = book.add_worksheet("Chị Lan's")
    second.write("A1", "tab khác")
    second.very_hidden()
    book.add_chartsheet("Biểu đồ").set_chart(book.add_chart({"type": "bar"}))
    book.worksheets_objs[-1].chart.add_series({"values": f"='{TAB}'!$D$5:$D$9"})


FEATURES: Sequence[Feature] = (
    charts, images, embedded_image, sparklines, notes, conditions, table, validations, names, frames, formulas, links, rich_texts, buttons,
    other_tabs,
)  # fmt: skip
RICH: Mapping[str, Sequence[Feature]] = {
    **{feature.__name__: (feature,) for feature in FEATURES},
    "pictures": (charts, images, sparklines, embedded_image),
    "rules": (conditions, validations, names, frames),
    "texts": (notes, links, rich_texts, formulas),
    "half": FEATURES[::2],
    "everything": FEATURES,
}


def rich(features: Sequence[Feature]) -> bytes:
    """A filled map with those features, and with parts that XlsxWriter does not know, added by hand."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        tab = book.add_worksheet(TAB)
        look = book.add_format({"text_wrap": True, "bg_color": "#DDEEFF"})
        for row in range(4, 9):
            tab.write_row(row, 0, [f"id{row}", f"giai đoạn {row}", f"Khách hỏi “{row}”?", row], look)
        for feature in features:
            feature(book, tab)
    return with_unknown_parts(file.getvalue())


def with_unknown_parts(data: bytes) -> bytes:
    members = unpacked(data)
    rels = f"xl/worksheets/_rels/{SHEET.rpartition('/')[2]}.rels"
    had = members.pop(rels, relations().encode())
    types = members.pop("[Content_Types].xml")
    newer = "http://schemas.microsoft.com/office/2017/10/relationships"
    threaded = f'<Relationship Id="rId900" Type="{newer}/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
    people = f'<Relationship Id="rId900" Type="{newer}/person" Target="persons/person.xml"/>'
    custom = f'<Relationship Id="rId901" Type="{OFFICE}/customXml" Target="../customXml/item1.xml"/>'
    overrides = (
        '<Override PartName="/xl/threadedComments/threadedComment1.xml" ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
        '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>'
    )
    book = members.pop("xl/_rels/workbook.xml.rels")
    extended: dict[str, str | bytes] = {
        "[Content_Types].xml": types.replace(b"</Types>", overrides.encode() + b"</Types>"),
        **members,
        "xl/_rels/workbook.xml.rels": book.replace(b"</Relationships>", (people + custom).encode() + b"</Relationships>"),
        rels: had.replace(b"</Relationships>", threaded.encode() + b"</Relationships>"),
        "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
        "xl/persons/person.xml": '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
        "customXml/item1.xml": "<khách>Phòng tập</khách>",
    }
    return packed(extended)


def raw_members(data: bytes) -> list[tuple[object, ...]]:
    """Everything an archive says of its members, but for their places; with the packed bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            (
                i.filename,
                i.date_time,
                i.compress_type,
                i.comment,
                i.extra,
                i.create_system,
                i.external_attr,
                i.flag_bits,
                i.CRC,
                i.file_size,
                packed_bytes(data, i),
            )
            for i in archive.infolist()
        ]


def packed_bytes(data: bytes, info: zipfile.ZipInfo) -> bytes:
    start = info.header_offset + 30 + int.from_bytes(data[info.header_offset + 26 : info.header_offset + 28], "little")
    start += int.from_bytes(data[info.header_offset + 28 : info.header_offset + 30], "little")
    return data[start : start + info.compress_size]


EDITS = (
    CellEdit(at(4, 2), "Bãi đỗ xe ở đâu & giá <bao nhiêu>?"),
    CellEdit(at(5, 2), ""),
    CellEdit(at(6, 3), "7.25", "number"),
    CellEdit(at(7, 4), "2026-10-01", "date", style_from=(4, 2)),
    CellEdit(at(8, 5), "true", "boolean"),
    CellEdit(at(40, 2), "hàng mới", style_from=(4, 2)),
    CellEdit(at(41, 0), "Bản đồ!C5", "link", target=at(4, 2)),
)


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning:openpyxl")
@pytest.mark.parametrize("features", RICH.values(), ids=RICH)
def test_only_the_changed_worksheet_differs(features: Sequence[Feature]):
    before = rich(features)
    after = patch(before, EDITS, "gym.xlsx")
    old, new = raw_members(before), raw_members(after)
    assert [a[0] for a, b in zip(old, new, strict=True) if a != b] == [SHEET]
    tab = openpyxl.load_workbook(io.BytesIO(after))[TAB]
    values = [tab[place].value for place in ("C5", "C6", "D7", "E8", "F9", "C41", "A42")]
    assert values == [EDITS[0].value, None, 7.25, "2026-10-01", True, "hàng mới", '=HYPERLINK("#\'Bản đồ\'!C5","Bản đồ!C5")']
    assert len({tab[place].style_id for place in ("C5", "C6", "D7", "E8", "C41")}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("map_type", builtin().keys())
def test_in_our_own_maps_only_the_changed_worksheets_differ(map_type: str, language: Language):
    """Twenty patches, each of a few random cells, of every type in both languages: 520 workbooks (every day 104)."""
    kind = builtin().load(map_type)
    before = create_workbook(design_workbook(JourneyMap("gym", kind.key, kind.version, "Phòng tập", language), kind))
    grids = read_grids(before, "x")
    parts_by_title = {sheet.title: sheet.part for sheet in Package(before, "x").sheets}
    chance = random.Random(map_type + language)  # noqa: S311  (repeatable, not a secret)
    old = raw_members(before)
    for _ in range(20 if LONG else 4):
        touched = chance.sample([grid for grid in grids if not grid.hidden], 2)
        places = {(grid.title, chance.randrange(60), chance.randrange(20)) for grid in touched for _ in range(4)}
        free = [place for place in places if not isinstance(dict(cells_of(grids))[place[0]].get(place[1:]), Typed)]
        edits = [CellEdit(CellRef(*place), f"thử {place}") for place in sorted(free)]
        after = patch(before, edits, "gym.xlsx")
        changed = {a[0] for a, b in zip(old, raw_members(after), strict=True) if a != b}
        assert changed == {parts_by_title[edit.cell.tab] for edit in edits}
        now = dict(cells_of(read_grids(after, "x")))
        assert all(now[edit.cell.tab][edit.cell.row, edit.cell.column] == edit.value for edit in edits)


def cells_of(grids: Sequence[Grid]) -> list[tuple[str, Mapping[tuple[int, int], Value]]]:
    return [(grid.title, grid.cells) for grid in grids]


def test_libreoffice_reads_a_patched_workbook(office: Office, tmp_path: Path):
    path = tmp_path / "gym.xlsx"
    path.write_bytes(patch(rich(FEATURES), EDITS, "gym.xlsx"))
    saved = read_grids(office.convert(path, to="xlsx", out_dir=tmp_path / "saved").read_bytes(), "x")[0]
    found = [saved.cells.get((edit.cell.row, edit.cell.column)) for edit in EDITS]
    assert [value.shown if isinstance(value, Typed) else value for value in found] == [
        EDITS[0].value, None, "7.25", "2026-10-01", "TRUE", "hàng mới", "Bản đồ!C5",
    ]  # fmt: skip


def test_patching_twice_is_patching_once_with_both():
    before = rich(FEATURES)
    one = patch(patch(before, EDITS[:3], "x"), EDITS[3:], "x")
    assert unpacked(one) == unpacked(patch(before, EDITS, "x"))


def test_archives_with_descriptors_comments_and_wide_figures_are_kept():
    """Streaming writers put sizes behind the data, and 64-bit figures into extra fields."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"made by a stream"
        for name, body in parts('<row r="1"><c r="A1"><v>1</v></c></row>').items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(body if isinstance(body, bytes) else body.encode())
    streamed = without_seeking(file.getvalue())
    after = patch(streamed, [cell((0, 0), "2", "number")], "x")
    assert read(after) == {(0, 0): Typed("number", "2", "2")}
    assert [a[0] for a, b in zip(raw_members(streamed), raw_members(after), strict=True) if a != b] == [SHEET]
    assert after.endswith(b"made by a stream")


def test_a_directory_in_64_bit_figures_becomes_a_plain_one():
    data = wide(packed(parts('<row r="1"><c r="A1"><v>1</v></c></row>')))
    after = patch(data, [cell((0, 0), "2", "number")], "x")
    assert read(after) == {(0, 0): Typed("number", "2", "2")}
    assert {name: body for name, body in unpacked(after).items() if name != SHEET} == {n: b for n, b in unpacked(data).items() if n != SHEET}
    assert b"PK\x06\x06" not in after


def without_seeking(data: bytes) -> bytes:
    """The same archive as a writer makes it that can't go back: sizes after the data."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    file = Pipe()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, zipfile.ZipFile(io.BytesIO(data)) as source:
        archive.comment = source.comment
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    return file.getvalue()


# --- One worksheet: where the bytes go ---


@pytest.mark.parametrize(
    ("rows", "edit", "expected"),
    [
        (
            '<row r="1"><c r="A1" s="3" t="s"><v>0</v></c></row>',
            cell((0, 0), "x"),
            '<row r="1"><c r="A1" s="3" t="inlineStr"><is><t xml:space="preserve">x</t></is></c></row>',
        ),
        ('<row r="1"><c r="A1" s="3" t="s"><v>0</v></c></row>', cell((0, 0), ""), '<row r="1"><c r="A1" s="3"/></row>'),
        ('<row r="1"><c r="A1" s="3"/></row>', cell((0, 0), "5", "number"), '<row r="1"><c r="A1" s="3"><v>5</v></c></row>'),
        ('<row r="1"><c r="A1"/></row>', cell((0, 0), "false", "boolean"), '<row r="1"><c r="A1" t="b"><v>0</v></c></row>'),
        ('<row r="1"><c r="B1"/></row>', cell((0, 0), "5", "number"), '<row r="1"><c r="A1"><v>5</v></c><c r="B1"/></row>'),
        ('<row r="1"><c r="A1"/><c r="C1"/></row>', cell((0, 1), "5", "number"), '<row r="1"><c r="A1"/><c r="B1"><v>5</v></c><c r="C1"/></row>'),
        (
            '<row r="1" spans="1:2" ht="30"><c r="A1"/></row>',
            cell((0, 4), "5", "number"),
            '<row r="1" spans="1:5" ht="30"><c r="A1"/><c r="E1"><v>5</v></c></row>',
        ),
        (
            '<row r="1" ht="30" customHeight="1"/>',
            cell((0, 1), "5", "number"),
            '<row r="1" ht="30" customHeight="1"><c r="B1"><v>5</v></c></row>',
        ),
        (
            '<row r="1" ht="30" customHeight="1"/>',
            cell((0, 1), "1\n2\n3"),
            '<row r="1" ht="30" customHeight="1"><c r="B1" t="inlineStr"><is><t xml:space="preserve">1\n2\n3</t></is></c></row>',
        ),
        (
            '<row r="1" ht="30"/>',
            cell((0, 1), "1\n2\n3"),
            '<row r="1" ht="42"><c r="B1" t="inlineStr"><is><t xml:space="preserve">1\n2\n3</t></is></c></row>',
        ),
        ('<row r="1"/><row r="9"/>', cell((4, 1), "5", "number"), '<row r="1"/><row r="5"><c r="B5"><v>5</v></c></row><row r="9"/>'),
        ('<row r="9"/>', cell((4, 1), "5", "number"), '<row r="5"><c r="B5"><v>5</v></c></row><row r="9"/>'),
        ("", cell((4, 1), "5", "number"), '<row r="5"><c r="B5"><v>5</v></c></row>'),
        (
            '<row r="1"><c r="A1" s="3"/></row>',
            cell((7, 7), "5", "number", style_from=(0, 0)),
            '<row r="1"><c r="A1" s="3"/></row><row r="8"><c r="H8" s="3"><v>5</v></c></row>',
        ),
        ("<row><c><v>1</v></c><c><v>2</v></c></row>", cell((0, 1), "5", "number"), '<row><c><v>1</v></c><c r="B1"><v>5</v></c></row>'),
        (
            "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>",
            cell((3, 1), "5", "number"),
            '<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row r="4"><c r="B4"><v>5</v></c></row>',
        ),
        (
            '<row r="1"><c r="A1" t="str"><f>B1&gt;2</f><v>cũ</v></c></row>',
            cell((0, 0), "2.5", "cached"),
            '<row r="1"><c r="A1"><f>B1&gt;2</f><v>2.5</v></c></row>',
        ),
        (
            '<row r="1"><c r="A1"><f>B1</f><v>1</v></c></row>',
            cell((0, 0), "#N/A", "cached"),
            '<row r="1"><c r="A1" t="e"><f>B1</f><v>#N/A</v></c></row>',
        ),
        (
            '<row r="1"><c r="A1" t="e"><f t="shared" si="0"/><v>#N/A</v></c></row>',
            cell((0, 0), "-1", "cached"),
            '<row r="1"><c r="A1"><f t="shared" si="0"/><v>-1</v></c></row>',
        ),
        ('<row r="1">\n <c r="A1" >\n  <v>1</v></c >\n</row >', cell((0, 0), "2", "number"), '<row r="1">\n <c r="A1"><v>2</v></c>\n</row >'),
    ],
)
def test_only_the_bytes_of_the_cell_change(rows: str, edit: CellEdit, expected: str):
    assert sheet_after(parts(rows, texts=shared("<t>cũ</t>"), looks=styles(0, 0, 0, 0)), edit) == sheet(expected)


def test_clearing_what_is_not_there_changes_no_byte():
    data = packed(parts('<row r="1"><c r="A1"><v>1</v></c></row>'))
    assert patch(data, [cell((7, 7), ""), cell((0, 4), "")], "x") == data
    assert patch(data, [], "x") == data


def test_an_empty_element_of_rows_is_opened():
    empty = sheet("").replace("<sheetData></sheetData>", "<sheetData />")
    after = sheet_after(parts(sheet=empty), cell((1, 0), "2", "number"), cell((0, 0), "1", "number"))
    assert after == sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>')


def test_many_new_cells_stand_in_order():
    edits = [cell((row, column), f"{row}.{column}1", "number") for row in (9, 2, 4) for column in (7, 0, 3)]
    data = patch(packed(parts('<row r="3"><c r="B3"><v>0</v></c></row><row r="6"/>')), edits, "x")
    assert list(read(data)) == [(2, 0), (2, 1), (2, 3), (2, 7), (4, 0), (4, 3), (4, 7), (9, 0), (9, 3), (9, 7)]


@pytest.mark.parametrize(
    ("before", "after"),
    [('<dimension ref="B2:C3"/>', '<dimension ref="A1:H9"/>'), ('<dimension ref="A1:Z99"/>', '<dimension ref="A1:Z99"/>'), ("", "")],
)
def test_the_dimension_grows_with_the_cells(before: str, after: str):
    members = parts(sheet=sheet("", before=before))
    found = sheet_after(members, cell((8, 7), "1", "number"), cell((0, 0), "1", "number"))
    assert found.partition("<sheetData>")[0] == sheet("", before=after).partition("<sheetData>")[0]


def test_the_prefix_of_a_part_is_kept():
    prefixed = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    after = sheet_after(parts(sheet=prefixed), cell((0, 0), "a < b"), cell((0, 1), "2", "number"), cell((3, 0), "3", "number"))
    assert after == (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="inlineStr"><x:is><x:t xml:space="preserve">a &lt; b</x:t></x:is></x:c>'
        '<x:c r="B1"><x:v>2</x:v></x:c></x:row><x:row r="4"><x:c r="A4"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )


def test_greater_than_in_an_attribute_does_not_end_the_tag():
    rows = "<row r='1' x='a>b'><c r='A1' y='>'><v>1</v></c></row>"
    assert sheet_after(parts(rows), cell((0, 0), "2", "number"), cell((0, 1), "3", "number")) == sheet(
        "<row r='1' x='a>b'><c r=\"A1\"><v>2</v></c><c r=\"B1\"><v>3</v></c></row>"
    )


@pytest.mark.parametrize(
    ("style", "properties", "value", "expected"),
    [
        (1, "", "2026-10-01", Typed("date", "46296", "2026-10-01", "2026-10-01")),
        (1, "", "2026-10-01T18:00:00", Typed("date", "46296.75", "2026-10-01", "2026-10-01T18:00:00")),
        (1, '<workbookPr date1904="1"/>', "2026-10-01", Typed("date", "44834", "2026-10-01", "2026-10-01")),
        (1, '<workbookPr date1904="1"/>', "1904-01-01", Typed("date", "0", "1904-01-01", "1904-01-01")),
        (1, "", "1900-03-01", Typed("date", "61", "1900-03-01", "1900-03-01")),
        (1, "", "1899-12-31", "1899-12-31"),
        (1, "", "cuối tháng 10", "cuối tháng 10"),
        (0, "", "2026-10-01", "2026-10-01"),
    ],
)
def test_a_date_goes_in_as_people_can_read_it(style: int, properties: str, value: str, expected: Value):
    members = parts(f'<row r="1"><c r="A1" s="{style}"/></row>', looks=styles(0, 14), properties=properties)
    assert read(patch(packed(members), [cell((0, 0), value, "date")], "x")) == {(0, 0): expected}


@given(day=st.dates(date(1900, 3, 1), date(9999, 12, 31)), seconds=st.integers(0, 86_399), epoch1904=st.booleans())
def test_every_second_of_the_calendar_comes_back(day: date, seconds: int, *, epoch1904: bool):
    when = f"{day}T{timedelta(seconds=seconds)!s:0>8}" if seconds else str(day)
    members = parts('<row r="1"><c r="A1" s="1"/></row>', looks=styles(0, 22), properties=f'<workbookPr date1904="{int(epoch1904)}"/>')
    found = read(patch(packed(members), [cell((0, 0), when, "date")], "x"))[0, 0]
    assert (found.date if isinstance(found, Typed) else found) == when


# --- Text comes back as it was ---


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+84 90", "-5", "@lan", "24/7", "00123", "1/2", "TRUE", "#REF!", "  đầu và cuối  ", "\tthẻ\t", "dòng 1\ndòng 2\n", "\n",
        "Pho\u0300ng ta\u0323\u0302p", "Phòng tập", "\u202eABC\u202c", "a\u200bb\ufeff", "👩\u200d👩\u200d👧😀𠮷", "\u00a0",
        "_x000D_", "_x005F_x000D_", "_x000d_",
        "a\rb\r\nc", "\x00\x01\x08\x0b\x1f\x7f\x85", "\ufffe\uffff", "]]>", "<b>&amp;</b>", "'", '"', "_x000D\r", "_x0041", "__x0041__",
        "_xD800_", "x" * 32_767,
    ],
)  # fmt: skip
def test_text_is_text_whatever_it_looks_like(text: str):
    data = patch(packed(parts('<row r="1"><c r="A1"><v>1</v></c></row>')), [cell((0, 0), text), cell((1, 1), text)], "x")
    assert read(data) == {(0, 0): text, (1, 1): text}


@given(
    texts=st.lists(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("_x000D\r\n")), max_size=40), min_size=1, max_size=5)
)
def test_any_text_comes_back_as_it_was(texts: list[str]):
    data = patch(packed(parts()), [cell((row, 0), text) for row, text in enumerate(texts)], "x")
    assert read(data) == {(row, 0): text for row, text in enumerate(texts) if text}


@given(text=st.text(st.sampled_from('_x0041"&<đ😀 '), min_size=1, max_size=600))
def test_any_text_of_a_link_comes_back_as_it_was(text: str):
    data = patch(packed(parts()), [cell((0, 0), text, "link", target=at(4, 2, 'Chị "Lan\'s"'))], "x")
    found = read(data)[0, 0]
    assert isinstance(found, Typed)
    assert found.shown == text
    assert found.raw.startswith('HYPERLINK("#\'Chị ""Lan\'\'s""\'!C5",')
    assert all(len(piece) <= 255 for piece in found.raw.split('"&"'))


@pytest.mark.parametrize(("text", "length"), [("x" * 32_768, "32,768"), ("x" * 50_000, "50,000"), ("😀" * 16_384, "32,768")])
def test_a_text_too_long_is_refused_with_its_length(text: str, length: str):
    with pytest.raises(TextTooLong) as refusal:
        patch(packed(parts()), [cell((0, 0), text)], "gym.xlsx")
    assert f"the text for Tab!A1 has {length} characters" in refusal.value.en
    assert "một ô chỉ chứa 32.767" in refusal.value.vi


# --- Refusals ---

FORMULA = '<row r="1"><c r="A1"><f>B1*2</f><v>4</v></c></row>'
THEIR_LINK = '<row r="1"><c r="A1" t="str"><f>HYPERLINK("#Tab!B1",B1)</f><v>x</v></c></row>'
MERGED = sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
ARRAY = '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'


@pytest.mark.parametrize(
    ("members", "edit", "en", "vi"),
    [
        (parts(FORMULA), cell((0, 0), "x"), "Tab!A1: it holds a formula, and formulas are never overwritten", "công thức không bao giờ bị ghi đè"),
        (parts(FORMULA), cell((0, 0), ""), "it holds a formula", "ô chứa công thức"),
        (parts(THEIR_LINK), cell((0, 0), "x"), "it holds a formula", "ô chứa công thức"),
        (parts(FORMULA), cell((0, 0), "x", "link", target=at(0, 0)), "it holds a formula", "ô chứa công thức"),
        (parts(FORMULA), cell((0, 0), "nhiều", "cached"), "a stored result must be a number or an error", "kết quả lưu sẵn phải là số hoặc lỗi"),
        (parts(FORMULA), cell((0, 1), "5", "cached"), "it holds no formula whose result could", "ô không có công thức nào để thay"),
        (parts(sheet=MERGED), cell((1, 1), "x"), "Tab!B2: it is covered by merged cells", "Tab!B2: ô nằm trong vùng ô gộp"),
        (parts(ARRAY), cell((1, 0), "x"), "belongs to an array formula or a data table", "công thức mảng hoặc bảng dữ liệu"),
        (parts(ARRAY), cell((0, 0), "5", "cached"), "belongs to an array formula", "công thức mảng"),
        (parts('<row r="1"><c r="A1" vm="1" t="e"><v>#VALUE!</v></c></row>'), cell((0, 0), "x"), "holds a picture or linked data", "chứa hình ảnh"),
        (parts('<row r="2"/><row r="1"/>'), cell((0, 0), "x"), "doubled or out of order", "bị trùng hay sai thứ tự"),
        (parts('<row r="1"/><row r="1"/>'), cell((5, 0), "x"), "doubled or out of order", "bị trùng hay sai thứ tự"),
        (parts('<row r="1"><c r="A1"/><c r="A1"/></row>'), cell((0, 3), "x"), "doubled or out of order", "bị trùng hay sai thứ tự"),
        (parts('<row r="1"><c r="A2"/></row>'), cell((0, 3), "x"), "doubled or out of order", "bị trùng hay sai thứ tự"),
        (parts(), CellEdit(at(0, 0, "Khác"), "x"), "0 tabs have the title “Khác”", "có 0 trang tính tên “Khác”"),
        (parts(), cell((0, 16_384), "x"), "a sheet has no such place", "trang tính không có vị trí đó"),
        (parts(), cell((-1, 0), "x"), "a sheet has no such place", "trang tính không có vị trí đó"),
        (parts(), cell((0, 0), "nửa \ud83d ký tự"), "half a character", "nửa ký tự"),
        (parts(), cell((0, 0), "1,5", "number"), "the value is not a number", "giá trị không phải là số"),
        (parts(), cell((0, 0), "NaN", "number"), "the value is not a number", "giá trị không phải là số"),
        (parts(), cell((0, 0), "có", "boolean"), "neither true nor false", "không phải true hay false"),
        (parts(), cell((0, 0), "x", "link"), "the link leads nowhere", "liên kết không dẫn tới đâu"),
        (parts(), cell((0, 0), "x" * 9_000, "link", target=at(0, 0)), "does not fit into a link", "không đặt vừa trong liên kết"),
        (parts(), cell((0, 0), "a\x01", "link", target=at(0, 0)), "does not fit into a link", "không đặt vừa trong liên kết"),
        (parts('<row r="1"><c r="A1" s="1"/></row>', looks=styles(0, 14)), cell((0, 0), "5", "number"), "would not read back", "đọc lại sẽ không ra"),
        ({**parts(), "_xmlsignatures/sig1.xml": "<x/>"}, cell((0, 0), "x"), "it is signed", "tệp có chữ ký số"),
    ],
)  # fmt: skip
def test_what_can_not_be_proved_safe_is_refused(members: Parts, edit: CellEdit, en: str, vi: str):
    refusal = refused(members, edit)
    assert en in refusal.en
    assert vi in refusal.vi


def test_two_changes_of_one_cell_are_refused():
    assert "two changes were asked for that cell" in refused(parts(), cell((0, 0), "a"), cell((0, 0), "b")).en


def test_two_tabs_of_one_title_are_refused():
    members = parts()
    members["xl/workbook.xml"] = str(members["xl/workbook.xml"]).replace("</sheets>", '<sheet name="Tab" sheetId="2" r:id="rId9"/></sheets>')
    members["xl/_rels/workbook.xml.rels"] = relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "worksheet", "worksheets/sheet9.xml"))
    members["xl/worksheets/sheet9.xml"] = sheet("")
    assert "2 tabs have the title “Tab”" in refused(members, cell((0, 0), "x")).en


@pytest.mark.parametrize(("place", "safe"), [((3, 9), False), ((3, 11), False), ((8, 9), False), ((4, 9), True), ((3, 12), True)])
def test_headings_and_totals_of_tables_stay(place: tuple[int, int], *, safe: bool):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        tab = book.add_worksheet("Tab")
        tab.add_table(
            "J4:L9", {"columns": [{"header": "Kênh", "total_string": "Tổng"}, {"header": "Điểm"}, {"header": "Ghi chú"}], "total_row": True}
        )
    if safe:
        assert read(patch(file.getvalue(), [cell(place, "x")], "x"))[place] == "x"
    else:
        with pytest.raises(UnsafeEdit, match="heading or total of a table"):
            patch(file.getvalue(), [cell(place, "x")], "x")


# --- Formulas of ours, and what is kept beside the cells ---

JUMP = '<row r="1"><c r="A1" t="str"><f>HYPERLINK("#Tab!B1","tới")</f><v>tới</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
CHAIN = f'<calcChain xmlns="{MAIN}"><c r="B1" i="1"/><c r="A1"/></calcChain>'


def with_chain(chain: str) -> Parts:
    members = parts(JUMP)
    book = str(members["xl/_rels/workbook.xml.rels"])
    chained = f'<Relationship Id="rId9" Type="{OFFICE}/calcChain" Target="calcChain.xml"></Relationship>'
    override = '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>'
    types = str(members["[Content_Types].xml"])
    return {
        **members,
        "xl/_rels/workbook.xml.rels": book.replace("</Relationships>", f"{chained}</Relationships>"),
        "[Content_Types].xml": types.replace("/>", f">{override}</Types>"),
        "xl/calcChain.xml": chain,
    }


@pytest.mark.parametrize("edit", [cell((0, 0), "chữ"), cell((0, 0), ""), cell((0, 0), "", "link")], ids=["text", "cleared", "no link"])
def test_the_calculation_chain_goes_with_a_formula_it_lists(edit: CellEdit):
    before = unpacked(packed(with_chain(CHAIN)))
    after = unpacked(patch(packed(with_chain(CHAIN)), [edit], "x"))
    assert set(before) - set(after) == {"xl/calcChain.xml"}
    assert b"calcChain" not in after["xl/_rels/workbook.xml.rels"] + after["[Content_Types].xml"]
    assert after["xl/_rels/workbook.xml.rels"] == str(parts()["xl/_rels/workbook.xml.rels"]).encode()


@pytest.mark.parametrize(
    ("chain", "edit"),
    [
        (CHAIN, cell((0, 0), "khác", "link", target=at(1, 1))),
        (CHAIN, cell((0, 1), "3", "cached")),
        (CHAIN, cell((0, 2), "chữ")),
        (CHAIN.replace('i="1"', 'i="2"'), cell((0, 0), "chữ")),
    ],
)
def test_the_calculation_chain_stays_while_all_it_lists_stays(chain: str, edit: CellEdit):
    before, after = unpacked(packed(with_chain(chain))), unpacked(patch(packed(with_chain(chain)), [edit], "x"))
    assert {name for name in before if before[name] != after[name]} == {SHEET}


@pytest.mark.parametrize(
    ("edit", "kept"),
    [
        (cell((0, 0), "mới", "link", target=at(1, 1)), ["B1", "C1"]),
        (cell((0, 0), ""), ["B1", "C1"]),
        (cell((0, 0), "chữ"), ["A1", "B1", "C1"]),
        (cell((0, 1), ""), ["A1", "B1", "C1"]),
    ],
)
def test_a_jump_beside_a_cell_goes_when_the_cell_points_elsewhere(edit: CellEdit, kept: list[str]):
    jumps = '<hyperlink ref="A1" location="Tab!B9" display="x"/><hyperlink ref="B1" r:id="rId5"/><hyperlink ref="C1" location="Tab!C9"></hyperlink>'
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    after = sheet_after(parts(sheet=sheet(cells, after=f"<hyperlinks>{jumps}</hyperlinks><pageMargins/>")), edit)
    assert [ref for ref in ("A1", "B1", "C1") if f'<hyperlink ref="{ref}"' in after] == kept
    assert after.endswith("</hyperlinks><pageMargins/></worksheet>")


def test_the_last_jump_takes_its_list_along():
    one = sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after='<hyperlinks><hyperlink ref="A1" location="Tab!B9"/></hyperlinks><pageMargins/>')
    assert sheet_after(parts(sheet=one), cell((0, 0), "")) == sheet('<row r="1"><c r="A1"/></row>', after="<pageMargins/>")


def test_a_damaged_image_is_none_of_our_business_and_stays_as_it_is():
    members = {**parts('<row r="1"><c r="A1"><v>1</v></c></row>'), "xl/media/1.png": PIXEL}
    data = bytearray(packed(members))
    place = data.find(b"xl/media/1.png") + len("xl/media/1.png") + 4
    data[place] ^= 0xFF
    after = patch(bytes(data), [cell((0, 0), "2", "number")], "x")
    assert [a[0] for a, b in zip(raw_members(bytes(data)), raw_members(after), strict=True) if a != b] == [SHEET]
