"""Adding tabs to workbooks that no program would write so, and to those that must not get any."""

import io
import re
from dataclasses import replace

import openpyxl
import pytest

from sheetsync.backends.xlsx.attach import attach
from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.package import Package
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.errors import NotAWorkbook, TabTaken, UnsafeEdit
from sheetsync.model.design import Name, WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Lane, Typed
from tests.backends.packages import MAIN, OFFICE, STRICT, STRICT_OFFICE, Parts, packed, parts, relations, sheet, unpacked
from tests.backends.suite import KEYS, OURS

LEADS = "xl/_rels/workbook.xml.rels"
ROWS = '<row r="1"><c r="A1" s="1"><v>45000</v></c></row>'
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KINDS}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KINDS}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KINDS}.sharedStrings+xml"/></Types>'
)
LOOKS = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="dd.mm.yyyy"/></numFmts>'
    '<fonts count="1"><font><sz val="12"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="170" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/></styleSheet>'
)
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Tab" sheetId="1" r:id="rId1"/></sheets></workbook>'


def theirs(**more: str | bytes) -> Parts:
    """A small workbook as a program would write it; ``book``, ``looks``, ``types`` and ``page`` replace those parts."""
    members = parts(ROWS)
    replaced = {"book": "xl/workbook.xml", "looks": "xl/styles.xml", "types": "[Content_Types].xml", "page": "xl/worksheets/sheet1.xml"}
    given: dict[str, str | bytes] = {"looks": LOOKS, "types": TYPES, "book": BOOK, **more}
    return {**members, **{replaced[name]: text for name, text in given.items()}}


def check(members: Parts, design: WorkbookDesign = OURS) -> dict[str, bytes]:
    """The parts after our tabs were added, and were found as they are in a workbook of their own, behind what was there."""
    before = packed(members)
    after = attach(before, design, [], [], "gym.xlsx")
    grids, were, ours = (read_grids(data, "x") for data in (after, before, create_workbook(design)))
    assert grids[: len(were)] == were
    assert [(grid.title, grid.cells) for grid in grids[len(were) :]] == [(grid.title, grid.cells) for grid in ours]
    return unpacked(after)


def opened(members: Parts) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(attach(packed(members), OURS, [], [], "gym.xlsx")))


def refused(members: Parts, design: WorkbookDesign = OURS) -> UnsafeEdit:
    with pytest.raises(UnsafeEdit) as refusal:
        attach(packed(members), design, [], [], "gym.xlsx")
    return refusal.value


def prefixed(text: str) -> str:
    """The same part with a prefix for its vocabulary."""
    return re.sub(r"<(/?)(?=\w)", r"<\1x:", text).replace("xmlns=", "xmlns:x=")


# --- Written in rare ways ---

ODD: dict[str, Parts] = {
    "plain": theirs(),
    "every part with prefixes": theirs(book=prefixed(BOOK), looks=prefixed(LOOKS), types=prefixed(TYPES), page=prefixed(sheet(ROWS))),
    "relationships under another prefix": theirs(book=BOOK.replace("xmlns:r=", "xmlns:d3p1=").replace(" r:id", " d3p1:id")),
    "relationships declared on each tab": theirs(
        book=f'<workbook xmlns="{MAIN}"><sheets><sheet name="Tab" sheetId="1" d:id="rId1" xmlns:d="{OFFICE}"/></sheets></workbook>'
    ),
    "tags with blanks and comments": theirs(
        book=BOOK.replace("/></sheets>", "></sheet >\n<!-- <sheet/> --></sheets >").replace("<sheets>", "\n <sheets>\n")
    ),
    "letters beyond ASCII in a part declared ASCII": theirs(book='<?xml version="1.0" encoding="us-ascii"?>' + BOOK),
    "a mark of the byte order": theirs(book=b"\xef\xbb\xbf" + BOOK.encode(), types=b"\xef\xbb\xbf" + TYPES.encode()),
    "kinds of parts told nowhere": theirs(types='<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    "looks in part only": parts(ROWS, looks=f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'),
    "no looks at all": {
        name: body
        for name, body in (parts("") | {"[Content_Types].xml": TYPES.replace("/xl/styles.xml", "/xl/none.xml")}).items()
        if name != "xl/styles.xml"
    }
    | {LEADS: relations(("rId1", "worksheet", "worksheets/sheet1.xml"))},
    "part names in capitals": {name.replace("xl/worksheets", "XL/Worksheets"): body for name, body in theirs().items()},
}


@pytest.mark.parametrize("members", ODD.values(), ids=ODD)
def test_however_it_is_written_our_tabs_come_behind(members: Parts) -> None:
    check(members)


@pytest.mark.parametrize(
    "name", [name for name in ODD if name not in {"part names in capitals", "looks in part only", "kinds of parts told nowhere"}]
)
def test_others_understand_it(name: str) -> None:
    book = opened(ODD[name])
    assert book.sheetnames == ["Tab", "Cần bổ sung", KEYS]
    heading = book["Cần bổ sung"]["A1"]
    assert (heading.font.name, heading.font.b, heading.fill.fgColor.rgb) == ("Arial", True, "FFDDEEFF")
    assert heading.comment is not None
    assert heading.comment.text == "Bấm để tới ô"


def test_a_place_taken_by_anything_is_not_taken_again() -> None:
    orphan, stale = "xl/worksheets/sheet2.xml", "/xl/worksheets/Sheet3.xml"
    entry = f'<Override PartName="{stale}" ContentType="{KINDS}.worksheet+xml"/></Types>'
    members = theirs(types=TYPES.replace("</Types>", entry)) | {orphan: sheet(""), "xl/worksheets/_rels/sheet4.xml.rels": relations()}
    after = check(members)
    assert [name for name in after if name not in members and "_rels" not in name] == [
        "xl/worksheets/sheet5.xml", "xl/drawings/vmlDrawing1.vml", "xl/comments1.xml", "xl/worksheets/sheet6.xml",
    ]  # fmt: skip


def test_ids_of_relationships_and_numbers_of_tabs_are_new() -> None:
    book = BOOK.replace('sheetId="1"', 'sheetId="7"').replace("rId1", "rId4")
    links = relations(("rId4", "worksheet", "worksheets/sheet1.xml"), ("rId1", "styles", "styles.xml"), ("rId3", "theme", "theme/theme1.xml"))
    after = check(theirs(book=book) | {LEADS: links})
    assert re.findall(r'sheetId="(\d+)"[^>]* r:id="(\w+)"', after["xl/workbook.xml"].decode()) == [("7", "rId4"), ("8", "rId2"), ("9", "rId5")]


def test_when_the_numbers_of_tabs_end_a_lower_one_is_free() -> None:
    after = check(theirs(book=BOOK.replace('sheetId="1"', 'sheetId="65533"')))["xl/workbook.xml"].decode()
    assert re.findall(r'sheetId="(\d+)"', after) == ["65533", "65534", "1"]


def test_names_of_ours_belong_to_our_tabs_and_theirs_to_theirs() -> None:
    printed = '<definedName name="_xlnm.Print_Area" localSheetId="0">Tab!$A$1:$B$2</definedName>'
    names = f'<definedNames>{printed}<definedName name="của_họ">Tab!$A$1</definedName></definedNames>'
    after = check(theirs(book=BOOK.replace("</sheets>", f"</sheets><externalReferences/>{names}<calcPr/>")))
    text = after["xl/workbook.xml"].decode()
    assert re.findall(r'<definedName name="([^"]*)"(?: hidden="1")?(?: localSheetId="(\d)")?', text) == [
        ("_xlnm.Print_Area", "0"), ("của_họ", ""), ("_xlnm._FilterDatabase", "1"), ("khoa_cua_toi", ""),
    ]  # fmt: skip
    assert [element for element in re.findall(r"<(\w+)[ />]", text) if element in {"sheets", "externalReferences", "definedNames", "calcPr"}] == [
        "sheets", "externalReferences", "definedNames", "calcPr",
    ]  # fmt: skip


def test_looks_of_theirs_keep_their_numbers_and_ours_come_behind() -> None:
    looks = check(theirs())["xl/styles.xml"].decode()
    assert looks.startswith(LOOKS.partition("<numFmt ")[0].replace('<numFmts count="1"', '<numFmts count="2"'))
    assert '<numFmt numFmtId="170" formatCode="dd.mm.yyyy"/><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>' in looks
    for name in ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs"):
        told, inside = re.findall(rf'<{name} count="(\d+)">(.*?)</{name}>', looks)[0]
        child = {"numFmts": "<numFmt ", "fonts": "<font>", "fills": "<fill>", "borders": "<border>", "cellXfs": "<xf ", "dxfs": "<dxf>"}[name]
        assert inside.count(child) == int(told), name
    before = opened(theirs())["Tab"]["A1"]
    assert (before.number_format, before.font.name, before.font.sz) == ("dd.mm.yyyy", "Times New Roman", 12)


def test_where_only_the_blank_fill_is_told_ours_are_not_taken_for_the_grey_one() -> None:
    one = LOOKS.replace(
        'count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
        'count="1"><fill><patternFill patternType="none"/></fill>',
    )
    book = opened(theirs(looks=one))
    assert book["Cần bổ sung"]["A1"].fill.fgColor.rgb == "FFDDEEFF"
    assert book["Cần bổ sung"]["B2"].fill.patternType is None


def test_a_number_format_named_but_told_nowhere_does_not_become_ours() -> None:
    looks = LOOKS.replace('<xf numFmtId="170"', '<xf numFmtId="164"')
    after = check(theirs(looks=looks))
    assert 'numFmtId="165" formatCode="dd/mm/yyyy"' in after["xl/styles.xml"].decode()
    assert isinstance(read_grids(packed(after), "x")[0].cells[0, 0], Typed)


def test_macros_and_what_nobody_knows_stay() -> None:
    links = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "styles", "styles.xml"),
        ("rId3", "vbaProject", "vbaProject.bin"),
        ("rId4", "odd", "x/odd.bin"),
    )
    members = theirs() | {"xl/vbaProject.bin": b"\0macro", "xl/x/odd.bin": b"\1\2", LEADS: links}
    after = check(members)
    assert (after["xl/vbaProject.bin"], after["xl/x/odd.bin"]) == (b"\0macro", b"\1\2")


def test_a_chain_of_calculations_that_an_edit_makes_wrong_goes_while_tabs_come() -> None:
    """Both change the list of kinds and the relationships of the workbook."""
    jump = "HYPERLINK(&quot;#'Tab'!A1&quot;,&quot;đi&quot;)"
    page = sheet(f'<row r="1"><c r="A1" t="str"><f>{jump}</f><v>đi</v></c></row>')
    links = relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"), ("rId3", "calcChain", "calcChain.xml"))
    kinds = TYPES.replace("</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{KINDS}.calcChain+xml"/></Types>')
    chain = f'<calcChain xmlns="{MAIN}"><c r="A1" i="1"/></calcChain>'
    before = theirs(page=page, types=kinds) | {LEADS: links, "xl/calcChain.xml": chain}
    edit = CellEdit(CellRef("Tab", 0, 0), "chữ")
    after = unpacked(attach(packed(before), OURS, [edit], [], "gym.xlsx"))
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after[LEADS]
    assert [grid.title for grid in read_grids(packed({**after}), "x")] == ["Tab", "Cần bổ sung", KEYS]
    kept = unpacked(attach(packed(before), OURS, [], [], "gym.xlsx"))
    assert kept["xl/calcChain.xml"].decode() == chain


# --- Refused ---


def linked(kind: str) -> str:
    return relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"), ("rId3", kind, "revisions/log.xml"))


def booked(extra: str) -> Parts:
    return theirs(book=BOOK.replace("<sheets>", f"{extra}<sheets>"))


NO_LOOK = "looks that are not there", "định dạng không tồn tại"
RULE = '<conditionalFormatting sqref="A1"><cfRule type="expression" dxfId="0" priority="1"><formula>1</formula></cfRule></conditionalFormatting>'
LOCAL = '<definedNames><definedName name="a" localSheetId="1">Tab!$A$1</definedName></definedNames>'
REFUSED: dict[str, tuple[Parts, str, str]] = {
    "strict": (theirs(book=BOOK.replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE)), "strict variant", "Strict"),
    "structure locked": (booked('<workbookProtection lockStructure="1"/>'), "Review > Protect Workbook, save, and run again.", "Bảo vệ Sổ làm việc"),
    "a password": (booked('<fileSharing userName="Lan" reservationPassword="CAFE"/>'), "password against changes", "mật khẩu chống sửa"),
    "log of changes": (theirs() | {LEADS: linked("revisionHeaders")}, "log of all changes", "nhật ký thay đổi"),
    "shared": (theirs() | {LEADS: linked("usernames")}, "log of all changes", "nhật ký thay đổi"),
    "signed": (theirs() | {"_xmlsignatures/sig1.xml": "<x/>"}, "it is signed", "chữ ký số"),
    "tabs in an alternative": (
        theirs(book=BOOK.replace("<sheets>", '<m:Alternate xmlns:m="urn:m"><sheets>').replace("</sheets>", "</sheets></m:Alternate>")),
        "list of tabs or names",
        "khác thường",
    ),
    "a name for a tab that is not there": (theirs(book=BOOK.replace("</sheets>", f"</sheets>{LOCAL}")), "list of tabs or names", "khác thường"),
    "a cell of no look": (theirs(page=sheet('<row r="1"><c r="A1" s="2"><v>1</v></c></row>')), *NO_LOOK),
    "a row of no look": (theirs(page=sheet('<row r="1" s="9" customFormat="1"/>')), *NO_LOOK),
    "a column of no look": (theirs(page=sheet("", before='<cols><col min="1" max="1" style="9"/></cols>')), *NO_LOOK),
    "a look of no font": (theirs(looks=LOOKS.replace('numFmtId="170" fontId="0"', 'numFmtId="170" fontId="1"')), *NO_LOOK),
    "a highlight of no look": (theirs(page=sheet(ROWS, after=RULE)), *NO_LOOK),
    "looks told twice": (theirs(looks=LOOKS.replace("<dxfs ", "<dxfs/><dxfs ")), "differs from the original", "khác bản gốc"),
}


@pytest.mark.parametrize(("members", "en", "vi"), REFUSED.values(), ids=REFUSED)
def test_what_can_not_be_proved_is_refused(members: Parts, en: str, vi: str) -> None:
    refusal = refused(members)
    assert en in refusal.en
    assert vi in refusal.vi
    assert "can't be proved safe" in refusal.en


def test_readers_are_only_asked_not_to_change_it() -> None:
    check(booked('<fileSharing readOnlyRecommended="1"/><workbookProtection lockWindows="1"/>'))


def test_a_workbook_with_as_many_looks_as_excel_grants_takes_no_more() -> None:
    many = "<xf/>" * 63_999
    assert "as many cell formats as Excel grants" in refused(theirs(looks=LOOKS.replace('<cellXfs count="2">', f'<cellXfs count="64001">{many}'))).en


def test_a_workbook_with_as_many_parts_as_we_read_takes_no_more() -> None:
    members = theirs() | {f"media/{number}.png": b"" for number in range(1_990)}
    assert "differs from the original" in refused(members).en


def test_a_title_is_taken_also_by_a_chart_sheet_and_when_hidden() -> None:
    tabs = '<sheet name="C&#7847;n B&#7892; SUNG" sheetId="2" state="veryHidden" r:id="rId9"/></sheets>'
    links = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"), ("rId9", "chartsheet", "chartsheets/sheet1.xml")
    )
    members = theirs(book=BOOK.replace("</sheets>", tabs)) | {"xl/chartsheets/sheet1.xml": "<chartsheet/>", LEADS: links}
    with pytest.raises(TabTaken, match=r"already has a tab “Cần bổ sung” of its own") as refusal:
        attach(packed(members), OURS, [], [], "gym.xlsx")
    assert "đã có sẵn trang tính “Cần bổ sung”" in refusal.value.vi


def test_a_name_that_is_taken_is_told() -> None:
    names = '<definedNames><definedName name="KHOA_cua_toi">Tab!$A$1</definedName></definedNames>'
    with pytest.raises(TabTaken, match=r"a named range “khoa_cua_toi” of its own, .* Rename that range") as refusal:
        attach(packed(theirs(book=BOOK.replace("</sheets>", f"</sheets>{names}"))), OURS, [], [], "gym.xlsx")
    assert "Hãy đổi tên vùng đó" in refusal.value.vi


def test_a_tab_named_twice_has_no_lines_of_its_own() -> None:
    twice = BOOK.replace("</sheets>", '<sheet name="Tab" sheetId="2" r:id="rId8"/></sheets>')
    links = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId8", "worksheet", "worksheets/sheet2.xml"), ("rId2", "styles", "styles.xml")
    )
    members = theirs(book=twice) | {"xl/worksheets/sheet2.xml": sheet(""), LEADS: links}
    with pytest.raises(UnsafeEdit, match="2 tabs have the title “Tab”"):
        attach(packed(members), OURS, [], [Lane("Tab", "row", 0)], "gym.xlsx")


def test_what_is_damaged_is_no_workbook() -> None:
    with pytest.raises(NotAWorkbook):
        attach(packed(theirs(looks="<styleSheet")), OURS, [], [], "gym.xlsx")


def test_a_name_may_stand_for_cells_of_theirs() -> None:
    design = replace(OURS, names=(Name("cua_ho", "Tab", OURS.names[0].area),))
    after = attach(packed(theirs()), design, [], [], "gym.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(after)).defined_names["cua_ho"].attr_text == "'Tab'!$A$1:$A$6"
    assert [one.title for one in Package(after, "x").sheets] == ["Tab", "Cần bổ sung", KEYS]
