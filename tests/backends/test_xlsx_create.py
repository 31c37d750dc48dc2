"""Creating: a design as a file that Excel and LibreOffice open as it was meant. openpyxl and LibreOffice are the judges."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.catalog import builtin
from sheetsync.errors import TextTooLong
from sheetsync.model.design import Area, Chart, DesignCell, Dropdown, Highlight, Name, Style, TabDesign, WorkbookDesign
from sheetsync.model.grid import CellRef
from sheetsync.model.layout import FindingRow, design_workbook
from sheetsync.model.words import LANGUAGES, Language
from tests.model.filled import filled_map
from tests.office import Office

CATALOG = builtin()
EVERY = [(key, language) for key in CATALOG.keys() for language in LANGUAGES]  # noqa: SIM118  (a catalogue is no mapping)
TEXT = Style(text=True)


def tab(cells: Mapping[tuple[int, int], DesignCell], **options: object) -> TabDesign:
    return TabDesign("map", "Bản đồ", cells, {0: 20.0}, {0: 40.0}, **options)  # type: ignore[arg-type]


def file_of(*tabs: TabDesign, title: str = "Phòng tập", names: tuple[Name, ...] = ()) -> bytes:
    return create_workbook(WorkbookDesign(title, "vi", tabs, names))


def opened(*tabs: TabDesign) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(*tabs)))["Bản đồ"]
    assert isinstance(sheet, Worksheet)
    return sheet


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


TRICKS = ["=1+1", "24/7", "00123", "https://example.org", "a\nb", "  hai ", "<r>x</r>", "<r>&</r>", "_x0041_", "a\x01b", "Ế\u0301 😀", "+1", "@b"]


@pytest.mark.parametrize("text", TRICKS)
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    design = tab({(0, 0): DesignCell(text, TEXT)})
    assert read_grids(file_of(design), "x")[0].cells == {(0, 0): text}
    cell = opened(design).cell(1, 1)
    assert (cell.data_type, cell.number_format, cell.hyperlink) == ("s", "@", None)


def test_numbers_dates_and_booleans_are_real_ones() -> None:
    cells = {
        (0, 0): DesignCell("7.5", Style(), "number"),
        (0, 1): DesignCell("2026-11-22", Style(date=True), "date"),
        (0, 2): DesignCell("true", Style(), "boolean"),
        (0, 3): DesignCell("12", Style(), "number"),
    }
    assert [cell.value for cell in next(opened(tab(cells)).iter_rows())] == [7.5, datetime(2026, 11, 22), True, 12]  # noqa: DTZ001


def test_a_link_jumps_to_a_cell_of_a_tab_with_blanks_in_its_name() -> None:
    cell = opened(tab({(0, 0): DesignCell("Về bản đồ này!C5", TEXT, "link", target=CellRef("Về bản đồ này", 4, 2))})).cell(1, 1)
    assert cell.value == '=HYPERLINK("#\'Về bản đồ này\'!C5","Về bản đồ này!C5")'


def test_a_formula_carries_its_result_so_that_nothing_needs_recalculating() -> None:
    cells = {
        (0, 0): DesignCell("Biết\x02", Style(), "formula", 'IF("a"="","",B1)'),
        (0, 1): DesignCell("-0.67", Style(), "formula", "1/3", numeric=True),
        (0, 2): DesignCell("#N/A", Style(), "formula", "NA()", numeric=True),
    }
    data = file_of(tab(cells))
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Bản đồ"]
    assert [cell.value for cell in next(shown.iter_rows())] == ["Biết", -0.67, "#N/A"]
    assert "<f>NA()</f>" in part(data, "xl/worksheets/sheet1.xml")


def test_a_text_over_the_limit_of_a_cell_is_refused_and_named() -> None:
    with pytest.raises(TextTooLong, match=r"Bản đồ!B3 has 32,768 characters"):
        file_of(tab({(2, 1): DesignCell("x" * 32_768)}))
    with pytest.raises(TextTooLong):
        file_of(tab({(0, 0): DesignCell("😀" * 16_384)}))
    assert len(str(opened(tab({(0, 0): DesignCell("x" * 32_767)})).cell(1, 1).value)) == 32_767


def test_half_a_surrogate_pair_does_not_stop_the_file() -> None:
    assert opened(tab({(0, 0): DesignCell("a\ud800b")})).cell(1, 1).value == "a\ufffdb"


def test_growing_rows_start_high_and_follow_what_people_type() -> None:
    rows = part(file_of(tab({(0, 0): DesignCell("a"), (1, 0): DesignCell("b")}, growing=frozenset({0}))), "xl/worksheets/sheet1.xml")
    assert re.search(r'<row r="1"[^>]* ht="39.75"', rows)
    assert "customHeight" not in rows
    fixed = part(file_of(tab({(0, 0): DesignCell("a")})), "xl/worksheets/sheet1.xml")
    assert re.search(r'<row r="1"[^>]*customHeight="1"', fixed)


def test_frame_rules_and_print_setup_come_out_as_designed() -> None:
    design = tab(
        {(row, column): DesignCell("x", TEXT, note="Ghi chú" if row == 0 else "") for row in range(6) for column in range(4)},
        hidden_rows=(1,),
        hidden_columns=(0,),
        freeze=(2, 1),
        filter=Area(0, 0, 5, 3),
        dropdowns=(
            Dropdown(Area(2, 1, 5, 1), ("Có", "Không"), warning="Chọn trong danh sách"),
            Dropdown(Area(2, 2, 5, 2), source_tab="Bản đồ", source=Area(2, 3, 5, 3)),
        ),
        highlights=(Highlight(Area(2, 1, 5, 1), '$B3="Có"', "FFEEDD", "112233", bold=True),),
        colour="2F6F6B",
        print_area=Area(0, 1, 5, 3),
        repeat_rows=(0, 0),
        one_page=True,
    )  # fmt: skip
    sheet = opened(replace(design, widths={0: 10.0, 1: 30.0}))
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B3", "A1:D6", "$1:$1")
    assert sheet.print_area == "'Bản đồ'!$B$1:$D$6"
    assert (sheet.row_dimensions[2].hidden, sheet.column_dimensions["A"].hidden) == (True, True)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == ("landscape", None, None)
    listed = {str(rule.sqref): (rule.formula1, rule.errorStyle) for rule in sheet.data_validations.dataValidation}
    assert listed == {"B3:B6": ('"Có,Không"', "warning"), "C3:C6": ("'Bản đồ'!$D$3:$D$6", "warning")}
    ((area, rules),) = [(str(found.sqref), found.rules) for found in sheet.conditional_formatting]
    assert (area, rules[0].formula) == ("B3:B6", ['$B3="Có"'])
    assert sheet["B1"].comment is not None
    assert sheet["B1"].comment.text == "Ghi chú"


def test_a_chart_draws_data_of_a_hidden_tab() -> None:
    chart = Chart("Đường cong", "_curve", Area(0, 0, 1, 0), Area(0, 1, 1, 1), 3, 0, 600, 270, -2, 3, "Bực tức", "Thoả mãn")
    points = {
        (0, 0): DesignCell("Biết"),
        (1, 0): DesignCell("Mua"),
        (0, 1): DesignCell("-2", Style(), "number"),
        (1, 1): DesignCell("3", Style(), "number"),
    }
    data = file_of(tab({(0, 0): DesignCell("x")}, charts=(chart,)), TabDesign("_curve", "_curve", points, {}, {}, hidden=True))
    drawn = part(data, "xl/charts/chart1.xml")
    assert "'_curve'!$B$1:$B$2" in drawn
    assert '<c:min val="-2"/>' in drawn
    assert "Thoả mãn" in drawn
    assert 'c:plotVisOnly val="1"' not in drawn


def test_a_title_full_of_tricks_makes_a_sound_file() -> None:
    title = '7 "A&B" <x>\x01\ud800' + "y" * 400
    book = openpyxl.load_workbook(io.BytesIO(file_of(tab({(0, 0): DesignCell("x")}, print_area=Area(0, 0, 0, 0)), title=title)))
    assert str(book.properties.title).startswith('7 "A&B" <x>\ufffdyyy')
    footer = book["Bản đồ"].oddFooter
    assert footer is not None
    assert '7 "A' in str(footer.left.text)


def test_equal_designs_give_equal_bytes() -> None:
    map_type = CATALOG.load("current-state")
    assert create_workbook(design_workbook(filled_map(map_type), map_type)) == create_workbook(design_workbook(filled_map(map_type), map_type))


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_openpyxl_reads_every_value_of_every_type(key: str, language: Language) -> None:
    map_type = CATALOG.load(key)
    design = design_workbook(filled_map(map_type, language), map_type, [FindingRow("ab", "error", CellRef("x", 0, 0), "", "m", "w", "f")])
    book = openpyxl.load_workbook(io.BytesIO(create_workbook(design)), data_only=True)
    assert book.sheetnames == [each.title for each in design.tabs]
    for each in design.tabs:
        sheet = book[each.title]
        assert sheet.sheet_state == ("hidden" if each.hidden else "visible")
        for (row, column), cell in each.cells.items():
            found = sheet.cell(row + 1, column + 1).value
            if cell.kind in {"text", "link"}:
                assert (found or "") == cell.value
            elif cell.kind == "date":
                assert str(found) == f"{cell.value} 00:00:00"
            elif cell.kind == "boolean":
                assert found is (cell.value == "true")
            elif cell.kind == "number" or (cell.numeric and cell.value != "#N/A"):
                assert float(str(found)) == float(cell.value)
            else:
                assert (found or "") == cell.value


@pytest.mark.parametrize("key", ["customer-journey", "current-state"])
def test_libreoffice_keeps_every_text_and_agrees_on_the_curve(key: str, office: Office, tmp_path: Path) -> None:
    map_type = CATALOG.load(key)
    design = design_workbook(filled_map(map_type), map_type)
    made = tmp_path / "made.xlsx"
    made.write_bytes(create_workbook(design))
    saved = openpyxl.load_workbook(office.convert(made, to="xlsx", out_dir=tmp_path / "saved"), data_only=True)
    for each in design.tabs:
        for (row, column), cell in each.cells.items():
            if cell.kind in {"text", "formula"} and not cell.numeric:
                assert (saved[each.title].cell(row + 1, column + 1).value or "") == cell.value, (each.title, row, column)
            elif cell.numeric:
                assert str(saved[each.title].cell(row + 1, column + 1).value) == cell.value


def test_the_curve_follows_what_people_choose(office: Office, tmp_path: Path) -> None:
    map_type = CATALOG.load("current-state")
    design = design_workbook(filled_map(map_type), map_type)
    ((row, column), _) = next(place for place in design.tabs[0].cells.items() if place[1].value == "Thoả mãn")
    made, saved = tmp_path / "made.xlsx", tmp_path / "saved.xlsx"
    made.write_bytes(create_workbook(design))
    office.run("set_cell", made, saved, sheet=design.tabs[0].title, row=row, column=column, text="Bực tức")
    curve = openpyxl.load_workbook(saved, data_only=True)["_curve"]
    assert [curve.cell(number, 3).value for number in (2, 3)] == [-2, 3]
