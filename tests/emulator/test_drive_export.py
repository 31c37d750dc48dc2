"""Export: CSV and TSV to the letter, ``.xlsx`` good enough to look at."""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.emulator.drive import export
from tests.emulator.drive_desk import Caller, Desk, Json
from tests.emulator.sheets.book import Book, Cell, Sheet
from tests.emulator.sheets.new import new_sheet
from tests.emulator.world import XLSX

RED: Json = {"rgbColor": {"red": 1}}
STAGES = [f"giai đoạn rất dài số {number}" for number in range(20)]


@pytest.fixture
def lan(desk: Desk) -> Caller:
    return desk.person("lan@example.com")


def book_of(desk: Desk, sheet: str) -> Book:
    book = desk.world.files[sheet].book
    assert book is not None
    return book


def text(value: str, **more: Any) -> Cell:
    return Cell({"stringValue": value}, **more)


def exported(caller: Caller, sheet: str, mime_type: str) -> bytes:
    answer = caller.send("GET", f"files/{sheet}/export", query={"mimeType": mime_type})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, mime_type)
    return answer.content


def workbook(caller: Caller, sheet: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(exported(caller, sheet, XLSX)), rich_text=True)


@pytest.fixture
def small(desk: Desk, lan: Caller) -> str:
    sheet = lan.sheet("A")
    first = book_of(desk, sheet).sheets[0]
    first.cells |= {
        (0, 0): text("a,b"),
        (0, 1): text('say "hi"'),
        (1, 0): text("two\nlines\tand a tab"),
        (2, 2): Cell({"numberValue": 0.5}, {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}),
        (2, 1): Cell({"formulaValue": "=1+1"}),
    }
    return sheet


def test_csv(lan: Caller, small: str):
    assert exported(lan, small, "text/csv") == b'"a,b","say ""hi""",\r\n"two\nlines\tand a tab",,\r\n,2,50%'


def test_tsv(lan: Caller, small: str):
    assert exported(lan, small, "text/tab-separated-values") == b'a,b\tsay "hi"\t\r\ntwo lines and a tab\t\t\r\n\t2\t50%'


def test_an_empty_sheet_is_empty(lan: Caller):
    assert exported(lan, lan.sheet("A"), "text/csv") == b""


def test_what_is_refused(lan: Caller, small: str, monkeypatch: pytest.MonkeyPatch):
    assert lan.refused("GET", f"files/{small}/export").reason == "required"
    refused = lan.refused("GET", f"files/{small}/export", mimeType="text/plain")
    assert (refused.status, refused.message, refused.location) == (400, "The requested conversion is not supported.", "convertTo")
    assert lan.refused("GET", f"files/{small}/export", mimeType="application/pdf").status == 501
    assert lan.refused("GET", f"files/{lan.folder('F')}/export", mimeType="text/csv").reason == "fileNotExportable"
    monkeypatch.setattr(export, "LARGEST", 10)
    assert lan.refused("GET", f"files/{small}/export", mimeType="text/csv")[:2] == (403, "exportSizeLimitExceeded")


def test_values_and_looks(desk: Desk, lan: Caller):
    sheet = lan.sheet("A")
    bold = {"textFormat": {"bold": True, "foregroundColorStyle": {"themeColor": "ACCENT1"}, "fontSize": 14}}
    look = {
        **bold,
        "backgroundColorStyle": RED,
        "wrapStrategy": "WRAP",
        "horizontalAlignment": "CENTER",
        "borders": {"top": {"style": "SOLID_MEDIUM"}},
    }
    book_of(desk, sheet).sheets[0].cells |= {
        (0, 0): text("Tiêu đề", format=look, note="how to fill this in"),
        (1, 0): text("=not a formula"),
        (1, 1): Cell({"numberValue": 46000}, {"numberFormat": {"type": "DATE", "pattern": "dd/mm/yyyy"}}),
        (1, 2): Cell({"boolValue": True}),
        (1, 3): text("a link", format={"textFormat": {"link": {"uri": "https://example.com/"}}}),
        (1, 4): text("đỏ đen", runs=[{"startIndex": 0, "format": {"foregroundColorStyle": RED}}, {"startIndex": 2}]),
    }
    page = workbook(lan, sheet)["Sheet1"]
    title = page["A1"]
    assert (title.value, title.font.bold, title.font.size, title.font.color.rgb) == ("Tiêu đề", True, 14, "FF4285F4")
    assert (title.fill.start_color.rgb, title.alignment.wrap_text, title.alignment.horizontal) == ("00FF0000", True, "center")
    assert (title.border.top.style, title.comment.text) == ("medium", "how to fill this in")
    assert (page["A2"].value, page["A2"].data_type) == ("=not a formula", "s")
    assert (page["B2"].number_format, page["B2"].is_date) == ("dd/mm/yyyy", True)
    assert page["C2"].value is True
    assert page["D2"].hyperlink.target == "https://example.com/"
    assert str(page["E2"].value) == "đỏ đen"


def rich_sheet(book: Book) -> Sheet:
    sheet = book.sheets[0]
    sheet.properties["title"] = "Bản đồ"
    sheet.properties["gridProperties"] |= {"frozenRowCount": 2, "frozenColumnCount": 1, "hideGridlines": True}
    sheet.columns |= {0: {"pixelSize": 40, "hiddenByUser": True}, 1: {"pixelSize": 250}}
    sheet.rows |= {0: {"hiddenByUser": True}, 1: {"pixelSize": 42}}
    sheet.merges.append({"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 4})
    sheet.basic_filter = {"range": {"sheetId": 0, "startRowIndex": 2, "endRowIndex": 8, "startColumnIndex": 0, "endColumnIndex": 3}}
    return sheet


def test_layout(desk: Desk, lan: Caller):
    sheet = lan.sheet("A")
    book = book_of(desk, sheet)
    rich_sheet(book)
    book.sheets.append(new_sheet(7, "_hidden", 1, hidden=True))
    book.named_ranges.append(
        {"name": "Choices", "range": {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1}}
    )
    made = workbook(lan, sheet)
    page = made["Bản đồ"]
    assert (page.freeze_panes, page.sheet_view.showGridLines) == ("B3", False)
    assert page.column_dimensions["A"].hidden
    assert page.column_dimensions["B"].width == pytest.approx(250 / 7)
    assert (page.row_dimensions[1].hidden, page.row_dimensions[2].height) == (True, 31.5)
    assert [str(merge) for merge in page.merged_cells.ranges] == ["B2:D2"]
    assert page.auto_filter.ref == "A3:C8"
    assert made["_hidden"].sheet_state == "hidden"
    assert made.defined_names["Choices"].attr_text == "'_hidden'!$A$1:$A$3"


def test_choices_and_colours_that_follow_the_content(desk: Desk, lan: Caller):
    sheet = lan.sheet("A")
    page = book_of(desk, sheet).sheets[0]
    short = {
        "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "vui"}, {"userEnteredValue": "buồn"}]},
        "showCustomUi": True,
        "strict": True,
    }
    long = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": stage} for stage in STAGES]}, "inputMessage": "choose"}
    for row in (3, 4, 6):
        page.cell(row, 1).validation = short
    page.cell(3, 2).validation = long
    page.conditional_formats.append(
        {
            "ranges": [{"sheetId": 0, "startRowIndex": 3, "endRowIndex": 9, "startColumnIndex": 1, "endColumnIndex": 2}],
            "booleanRule": {
                "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=$B4="vui"'}]},
                "format": {"backgroundColorStyle": RED, "textFormat": {"bold": True}},
            },
        }
    )
    made = workbook(lan, sheet)
    rules = {str(rule.sqref): rule for rule in made["Sheet1"].data_validations.dataValidation}
    assert rules["B4:B5 B7"].formula1 == '"vui,buồn"'
    assert (rules["B4:B5 B7"].errorStyle, rules["B4:B5 B7"].showErrorMessage) == ("stop", True)
    assert (rules["C4"].formula1, rules["C4"].prompt) == ("_lists!$A$1:$A$20", "choose")
    assert made["_lists"]["A20"].value == STAGES[-1]
    (area,) = made["Sheet1"].conditional_formatting
    (rule,) = area.rules
    assert (str(area.sqref), rule.formula, rule.dxf.fill.bgColor.rgb, rule.dxf.font.bold) == ("B4:B9", ['$B4="vui"'], "00FF0000", True)


def test_formulas_are_written_as_everywhere(desk: Desk, lan: Caller):
    sheet = lan.sheet("A")
    book = book_of(desk, sheet)
    book.properties["locale"] = "vi_VN"
    book.sheets[0].cells[0, 0] = Cell({"formulaValue": '=IF(B1>1,5; "a;b" ;SUM({1\\2;3\\4}))'})
    assert workbook(lan, sheet)["Sheet1"]["A1"].value == '=IF(B1>1.5, "a;b" ,SUM({1,2;3,4}))'


def source(column: int) -> Json:
    return {"sourceRange": {"sources": [{"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": column, "endColumnIndex": column + 1}]}}


def test_a_line_chart(desk: Desk, lan: Caller):
    sheet = lan.sheet("A")
    page = book_of(desk, sheet).sheets[0]
    for row, (stage, mood) in enumerate([("stage", "mood"), ("a", 1), ("b", 3), ("c", 2)]):
        page.cells[row, 0] = text(stage)
        page.cells[row, 1] = text(mood) if isinstance(mood, str) else Cell({"numberValue": mood})
    spec = {"chartType": "LINE", "headerCount": 1, "domains": [{"domain": source(0)}], "series": [{"series": source(1)}]}
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 5, "columnIndex": 3}}}
    page.charts.append({"chartId": 5, "spec": {"title": "Emotion", "basicChart": spec}, "position": position})
    (drawn,) = workbook(lan, sheet)["Sheet1"]._charts  # type: ignore[attr-defined]
    assert type(drawn).__name__ == "LineChart"
    assert drawn.series[0].val.numRef.f == "'Sheet1'!$B$2:$B$4"
    assert drawn.series[0].cat.numRef.f == "'Sheet1'!$A$2:$A$4"
    assert (drawn.anchor._from.col, drawn.anchor._from.row) == (3, 5)


def test_rows_nobody_sized_are_as_high_as_what_people_see_in_them(desk: Desk, lan: Caller):
    sheet = lan.sheet("A")
    page = book_of(desk, sheet).sheets[0]
    roomy = {"padding": {"top": 20, "right": 3, "bottom": 22, "left": 12}}
    page.columns[1] = {"hiddenByUser": True}
    page.cells |= {
        (0, 0): text("one line"),
        (1, 0): text("two\nlines"),
        (2, 0): Cell(format=roomy),
        (3, 0): Cell({"formulaValue": "=A2"}),
        (4, 1): text("two\nlines"),
    }
    made = workbook(lan, sheet)["Sheet1"]
    heights = [made.row_dimensions[row].height for row in (1, 2, 3, 4, 5)]
    assert heights == [pytest.approx(16.5), pytest.approx(30), pytest.approx(45), pytest.approx(30), None]
    assert made["A3"].alignment.indent == 1


def test_a_chart_looks_as_it_was_asked_to(desk: Desk, lan: Caller):
    sheet = lan.sheet("A")
    page = book_of(desk, sheet).sheets[0]
    font = {"fontFamily": "Arial", "fontSize": 9, "bold": True, "foregroundColorStyle": RED}
    upright = {"position": "LEFT_AXIS", "title": "sad → glad", "format": font, "viewWindowOptions": {"viewWindowMin": -2, "viewWindowMax": 3}}
    spec = {
        "chartType": "LINE",
        "axis": [upright, {"position": "BOTTOM_AXIS"}],
        "domains": [{"domain": source(0)}],
        "series": [{"series": source(1)}],
    }
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 5, "columnIndex": 3}}}
    page.charts.append({"chartId": 5, "spec": {"title": "Emotion", "titleTextFormat": font, "basicChart": spec}, "position": position})
    (drawn,) = workbook(lan, sheet)["Sheet1"]._charts  # type: ignore[attr-defined]
    assert [title.tx.rich.p[0].r[0].t for title in (drawn.title, drawn.y_axis.title)] == ["Emotion", "sad → glad"]
    shown = drawn.title.tx.rich.p[0].r[0].rPr
    assert (shown.sz, shown.b, shown.solidFill.srgbClr) == (900, True, "FF0000")
    assert (drawn.y_axis.scaling.min, drawn.y_axis.scaling.max, drawn.x_axis.tickLblPos) == (-2, 3, "low")
