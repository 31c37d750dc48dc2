"""A spreadsheet as an ``.xlsx`` workbook: good enough to look at what was made. Protections and developer metadata stay behind."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.cell import MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tests.emulator.drive.xlsx_charts import chart
from tests.emulator.drive.xlsx_formulas import portable
from tests.emulator.drive.xlsx_looks import Palette, look_of, rich_text, solid
from tests.emulator.drive.xlsx_rules import Rules, validations
from tests.emulator.sheets.book import Book, Cell, Json, Sheet
from tests.emulator.sheets.formulas import Results

Place = XlsxCell | MergedCell

LISTS = "_lists"
ROW_PIXELS, COLUMN_PIXELS = 21, 100
FONT_SIZE = 10
LINE_HEIGHT = 1.35
LETTER_WIDTH = 0.72
PADDING = {"top": 2, "right": 3, "bottom": 2, "left": 3}
POINTS_A_PIXEL = 0.75
NOT_IN_TITLES = re.compile(r"[\\*?:/\[\]]")


def workbook_bytes(book: Book, now: datetime) -> bytes:
    """The workbook as it stands at ``now``."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook._fonts[0] = Font(name="Arial", size=10)  # type: ignore[attr-defined]  # what cells without a look of their own have
    worksheets = {sheet.id: workbook.create_sheet(_title(sheet)) for sheet in book.ordered()}
    results, palette = Results(book, now), Palette(book)
    long_list = _Lists(workbook)
    for sheet in book.ordered():
        _fill(worksheets[sheet.id], sheet, results, palette)
        _add_rules(worksheets[sheet.id], sheet, Rules(palette, results.locale.decimal, long_list))
    for sheet in book.ordered():
        for one in sheet.charts:
            if drawn := chart(one, worksheets, palette):
                worksheets[sheet.id].add_chart(drawn)
    for named in book.named_ranges:
        title = worksheets[int(named["range"].get("sheetId", 0))].title
        area = _area(named["range"], book.by_id(int(named["range"].get("sheetId", 0))), fixed=True)
        workbook.defined_names[named["name"]] = DefinedName(named["name"], attr_text=f"{_quoted_title(title)}!{area}")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


class _Lists:
    """A hidden sheet for the choices that are too long to stand in a rule."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.sheet: Worksheet | None = None
        self.count = 0

    def __call__(self, choices: list[str]) -> str:
        if self.sheet is None:
            self.sheet = self.workbook.create_sheet(LISTS)
            self.sheet.sheet_state = "hidden"
        self.count += 1
        for row, choice in enumerate(choices, start=1):
            _put_text(self.sheet.cell(row, self.count), choice)
        column = get_column_letter(self.count)
        return f"{LISTS}!${column}$1:${column}${len(choices)}"


def _fill(worksheet: Worksheet, sheet: Sheet, results: Results, palette: Palette) -> None:
    _set_view(worksheet, sheet, palette)
    _set_sizes(worksheet, sheet)
    for (row, column), cell in sorted(sheet.cells.items()):
        _put(worksheet.cell(row + 1, column + 1), cell, palette, results.locale.decimal)
        _put_number_format(worksheet.cell(row + 1, column + 1), results, sheet, row, column)
    for band in sheet.banded_ranges:
        _paint_band(worksheet, sheet, band, palette)
    _fit_rows(worksheet, sheet, results)
    for merge in sheet.merges:
        worksheet.merge_cells(_area(merge, sheet))
    if sheet.basic_filter:
        worksheet.auto_filter.ref = _area(sheet.basic_filter["range"], sheet)


def _set_view(worksheet: Worksheet, sheet: Sheet, palette: Palette) -> None:
    grid = sheet.properties["gridProperties"]
    if sheet.properties.get("hidden"):
        worksheet.sheet_state = "hidden"
    if frozen := (int(grid.get("frozenRowCount", 0)), int(grid.get("frozenColumnCount", 0))):
        worksheet.freeze_panes = f"{get_column_letter(frozen[1] + 1)}{frozen[0] + 1}" if any(frozen) else None
    worksheet.sheet_view.showGridLines = not grid.get("hideGridlines")
    worksheet.sheet_view.rightToLeft = bool(sheet.properties.get("rightToLeft"))
    if color := palette.of(sheet.properties, "tabColor"):
        worksheet.sheet_properties.tabColor = color
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)  # a sheet as wide as a page is easier to look at


def _set_sizes(worksheet: Worksheet, sheet: Sheet) -> None:
    worksheet.sheet_format.defaultColWidth = _width(COLUMN_PIXELS)
    for index, properties in sheet.columns.items():
        column = worksheet.column_dimensions[get_column_letter(index + 1)]
        column.width = _width(int(properties.get("pixelSize", COLUMN_PIXELS)))
        column.hidden = _hidden(properties)
    for index, properties in sheet.rows.items():
        row = worksheet.row_dimensions[index + 1]
        if "pixelSize" in properties:
            row.height = int(properties["pixelSize"]) * POINTS_A_PIXEL
        row.hidden = _hidden(properties)
    for groups, dimensions, name in (
        (sheet.row_groups, worksheet.row_dimensions, str),
        (sheet.column_groups, worksheet.column_dimensions, get_column_letter),
    ):
        _set_outline(groups, dimensions, name)


def _fit_rows(worksheet: Worksheet, sheet: Sheet, results: Results) -> None:
    """Rows without a height of their own are as high as their texts and the padding around them: programs that open the file don't see to that."""
    merged = {(row, column) for merge in sheet.merges for row in _rows(merge, sheet) for column in _columns(merge, sheet)}
    for (row, column), cell in sheet.cells.items():
        dimension, beside = worksheet.row_dimensions[row + 1], sheet.columns.get(column, {})
        if "pixelSize" in sheet.rows.get(row, {}) or (row, column) in merged or _hidden(beside):
            continue
        form = cell.format or {}
        size = float(form.get("textFormat", {}).get("fontSize", FONT_SIZE))
        padding = PADDING | form.get("padding", {})
        width = int(beside.get("pixelSize", COLUMN_PIXELS)) - padding["left"] - padding["right"]
        text = results.text(sheet, row, column) if cell.entered else ""
        lines = _lines(text, int(width / (size * LETTER_WIDTH)) if form.get("wrapStrategy") == "WRAP" else None)
        needed = lines * size * LINE_HEIGHT + (padding["top"] + padding["bottom"]) * POINTS_A_PIXEL
        dimension.height = max(needed, dimension.height or ROW_PIXELS * POINTS_A_PIXEL)


def _lines(text: str, fitting: int | None) -> int:
    """About how many lines a text takes when ``fitting`` letters stand on each; ``None``: as many as need be."""
    paragraphs = text.split("\n")
    if fitting is None:
        return len(paragraphs)
    return sum(max(1, ceil(len(paragraph) / max(1, fitting))) for paragraph in paragraphs)


def _set_outline(groups: list[Json], dimensions: Any, name: Callable[[int], str]) -> None:
    for group in groups:
        for index in range(int(group["range"].get("startIndex", 0)), int(group["range"]["endIndex"])):
            dimensions[int(name(index + 1)) if name is str else name(index + 1)].outline_level = int(group.get("depth", 1))


def _put(target: Place, cell: Cell, palette: Palette, decimal: str) -> None:
    entered = cell.entered or {}
    if "stringValue" in entered:
        _put_text(target, str(entered["stringValue"]))
        if cell.runs:
            target.value = rich_text(str(target.value), cell.runs, palette)
    elif "formulaValue" in entered:
        target.value = portable(str(entered["formulaValue"]), decimal)
    elif entered:
        target.value = entered.get("numberValue", entered.get("boolValue"))
    if cell.note:
        target.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", cell.note), "Google Sheets", height=140, width=320)
    look = look_of(cell.format or {}, palette)
    for name in ("font", "fill", "alignment", "border"):
        if (style := getattr(look, name)) is not None:
            setattr(target, name, style)
    if look.link:
        target.hyperlink = look.link


def _put_text(target: Place, text: str) -> None:
    """Text stays text, also where it looks like a formula."""
    target.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    target.data_type = "s"


def _put_number_format(target: Place, results: Results, sheet: Sheet, row: int, column: int) -> None:
    number_format = results.number_format(sheet, row, column)
    if number_format and number_format.get("type") == "TEXT":
        target.number_format = "@"
    elif number_format and (pattern := results.pattern(number_format)):
        target.number_format = pattern


def _paint_band(worksheet: Worksheet, sheet: Sheet, band: Json, palette: Palette) -> None:
    """Alternating colours, on cells that have none of their own."""
    properties = band.get("rowProperties", {})
    header = palette.of(properties, "headerColor")
    colors = [palette.of(properties, name) for name in ("firstBandColor", "secondBandColor")]
    for number, row in enumerate(_rows(band["range"], sheet)):
        color = header if header and not number else colors[(number - bool(header)) % 2]
        for column in _columns(band["range"], sheet):
            own = (sheet.cells.get((row, column)) or Cell()).format or {}
            if color and not own.keys() & {"backgroundColor", "backgroundColorStyle"}:
                worksheet.cell(row + 1, column + 1).fill = solid(color)


def _add_rules(worksheet: Worksheet, sheet: Sheet, rules: Rules) -> None:
    for rule, places in validations(sheet):
        if made := rules.validation(rule):
            for area in _runs(places):
                made.add(area)
            worksheet.add_data_validation(made)
    for rule in sheet.conditional_formats:
        first = _bounds(rule["ranges"][0], sheet)
        if look := rules.conditional(rule, f"{get_column_letter(first[2] + 1)}{first[0] + 1}"):
            worksheet.conditional_formatting.add(" ".join(_area(one, sheet) for one in rule["ranges"]), look)


def _runs(places: list[tuple[int, int]]) -> Iterator[str]:
    """Cells of one column that follow each other, as ranges."""
    by_column = sorted((column, row) for row, column in places)
    start = 0
    for at in range(1, len(by_column) + 1):
        column, row = by_column[at - 1]
        if at == len(by_column) or by_column[at] != (column, row + 1):
            yield f"{get_column_letter(column + 1)}{by_column[start][1] + 1}:{get_column_letter(column + 1)}{row + 1}"
            start = at


def _bounds(given: Json, sheet: Sheet) -> tuple[int, int, int, int]:
    """First row, row behind the last, first column, column behind the last."""
    return (
        int(given.get("startRowIndex", 0)),
        int(given.get("endRowIndex", sheet.row_count)),
        int(given.get("startColumnIndex", 0)),
        int(given.get("endColumnIndex", sheet.column_count)),
    )


def _rows(given: Json, sheet: Sheet) -> range:
    return range(*_bounds(given, sheet)[:2])


def _columns(given: Json, sheet: Sheet) -> range:
    return range(*_bounds(given, sheet)[2:])


def _area(given: Json, sheet: Sheet | None, *, fixed: bool = False) -> str:
    if sheet is None:
        return "#REF!"
    top, bottom, left, right = _bounds(given, sheet)
    sign = "$" if fixed else ""
    return f"{sign}{get_column_letter(left + 1)}{sign}{top + 1}:{sign}{get_column_letter(right)}{sign}{bottom}"


def _title(sheet: Sheet) -> str:
    return NOT_IN_TITLES.sub("_", sheet.title)[:31]


def _quoted_title(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _width(pixels: int) -> float:
    return pixels / 7


def _hidden(properties: Json) -> bool:
    return bool(properties.get("hiddenByUser") or properties.get("hiddenByFilter"))
