"""A design → the bytes of a new ``.xlsx`` workbook. Equal designs give equal bytes: nothing here knows the time."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sheetsync.backends.xlsx.links import link_formula
from sheetsync.backends.xlsx.note_boxes import FILL, SIZE, WIDTH, box_height
from sheetsync.backends.xlsx.notes import AUTHOR
from sheetsync.backends.xlsx.patch import patch
from sheetsync.errors import TextTooLong
from sheetsync.model.design import FONT, Area, Chart, DesignCell, Dropdown, Highlight, Style, TabDesign, WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef
from sheetsync.model.layout.page import absolute_area
from sheetsync.model.words import units

LIMIT = 32_767
"""The characters (UTF-16 units) that a cell holds."""

_CREATED = datetime(2020, 1, 1, tzinfo=UTC)
_LITERAL = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DATE_FORMATS = {"vi": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
_VALIDATION_TEXT, _VALIDATION_TITLE = 255, 32
_FOOTER_TITLE = 80
_PROPERTY = 255
_A4 = 9
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_MEAN = "#N/A"
_ESCAPE_AFTER_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
"""Two texts in a row that look like escapes: XlsxWriter defuses only the first, since they share an underscore."""


def create_workbook(design: WorkbookDesign, ref: str = "", *, epoch1904: bool = False) -> bytes:
    """The file that ``design`` describes; ``ref`` is for messages (its title, if left out). ``epoch1904`` is the date system of old Macs.

    Raises:
        TextTooLong: a text does not fit a cell.
    """
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "date_1904": epoch1904, **_LITERAL})
    book.set_properties({"title": _printable(design.title)[:_PROPERTY], "created": _CREATED})
    book.set_size(2400, 1500)
    formats = _Formats(book, _DATE_FORMATS["vi" if design.language == "vi" else "en"])
    sheets = [_add_sheet(book, tab) for tab in design.tabs]
    for name in design.names:
        book.define_name(name.name, f"={absolute_area(name.tab, name.area)}")
    later: list[CellEdit] = []
    for tab, sheet in zip(design.tabs, sheets, strict=True):
        later += _write_cells(sheet, tab, formats, ref or design.title)
        _set_frame(sheet, tab)
        _set_print(sheet, tab, design.title)
        _add_rules(sheet, tab, formats)
        for chart in tab.charts:
            _insert_chart(book, sheet, chart)
    sheets[0].activate()
    book.close()
    return patch(buffer.getvalue(), later, ref or design.title) if later else buffer.getvalue()


class _Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose growing rows say how high they are now without fixing it, so that they follow what people type."""

    growing: frozenset[int] = frozenset()

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]] = []) -> None:  # noqa: B006
        if tag == "row" and attributes[0][1] - 1 in self.growing:
            attributes = [attribute for attribute in attributes if attribute[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        """Our formulas hold no function that needs a prefix; XlsxWriter would search each for a hundred of them, a quarter of the time."""
        return formula.removeprefix("=")


class _Formats:
    """The book's formats, one a style. Styles are few and shared, so they are looked up by identity first."""

    def __init__(self, book: Any, date_format: str) -> None:
        self._book = book
        self._date = date_format
        self._by_style: dict[Style, Any] = {}
        self._by_identity: dict[int, Any] = {}
        self._highlights: dict[tuple[str | None, str | None, bool], Any] = {}
        self.run = book.add_format({"font_name": FONT, "font_size": 10})

    def of(self, style: Style) -> Any:
        """The format of ``style``."""
        found = self._by_identity.get(id(style))
        if found is None:
            found = self._by_style.get(style)
            if found is None:
                found = self._by_style[style] = self._book.add_format(self._properties(style))
            self._by_identity[id(style)] = found
        return found

    def highlight(self, highlight: Highlight) -> Any:
        """The format of a conditional format."""
        key = (highlight.fill, highlight.ink, highlight.bold)
        if key not in self._highlights:
            properties: dict[str, Any] = {"bold": True} if highlight.bold else {}
            properties |= {"bg_color": f"#{highlight.fill}"} if highlight.fill else {}
            properties |= {"font_color": f"#{highlight.ink}"} if highlight.ink else {}
            self._highlights[key] = self._book.add_format(properties)
        return self._highlights[key]

    def _properties(self, style: Style) -> dict[str, Any]:
        properties: dict[str, Any] = {
            "font_name": FONT,
            "font_size": style.size,
            "font_color": f"#{style.ink}",
            "bold": style.bold,
            "italic": style.italic,
            "underline": int(style.underline),
            "text_wrap": style.wrap,
            "align": style.align,
            "valign": {"center": "vcenter"}.get(style.valign, style.valign),
            "indent": style.indent,
        }
        if style.fill:
            properties["bg_color"] = f"#{style.fill}"
        if style.border:
            properties |= {"border": 1, "border_color": f"#{style.border}"}
        if style.text or style.date:
            properties["num_format"] = "@" if style.text else self._date
        return properties


def _add_sheet(book: Any, tab: TabDesign) -> Any:
    sheet = book.add_worksheet(tab.title, worksheet_class=_Sheet)
    sheet.growing = tab.growing
    return sheet


def _write_cells(sheet: Any, tab: TabDesign, formats: _Formats, ref: str) -> list[CellEdit]:
    """Write the cells of a tab; those that XlsxWriter would spell wrong come back, to be put into the finished file."""
    later: list[CellEdit] = []
    format_of, write_string, write_blank = formats.of, sheet.write_string, sheet.write_blank
    for (row, column), cell in tab.cells.items():
        look = format_of(cell.style)
        if cell.kind != "text":
            _write_typed(sheet, row, column, cell, look)
        elif not cell.value:
            write_blank(row, column, None, look)
        else:
            text = cell.value if cell.value.isascii() else _sound(cell.value)
            if len(text) * 2 > LIMIT and (length := units(text)) > LIMIT:
                raise TextTooLong(ref, cell=CellRef(tab.title, row, column).a1, length=length)
            if "_x" in text and _ESCAPE_AFTER_ESCAPE.search(text):
                later.append(CellEdit(CellRef(tab.title, row, column), text))
                write_blank(row, column, None, look)
            elif text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter would take it for its own markup
                sheet.write_rich_string(row, column, text[:3], formats.run, text[3:], look)
            else:
                write_string(row, column, text, look)
        if cell.note:
            _write_note(sheet, row, column, cell.note)
    return later


def _write_typed(sheet: Any, row: int, column: int, cell: DesignCell, look: Any) -> None:
    match cell.kind:
        case "number":
            sheet.write_number(row, column, _number(cell.value), look)
        case "date":
            sheet.write_datetime(row, column, date.fromisoformat(cell.value), look)
        case "boolean":
            sheet.write_boolean(row, column, cell.value == "true", look)
        case "link" if cell.target is not None:
            sheet.write_formula(row, column, f"={link_formula(cell.value, cell.target)}", look, _printable(cell.value))
        case "formula":
            value = _number(cell.value) if cell.numeric and cell.value != _NO_MEAN else _printable(cell.value)
            sheet.write_formula(row, column, f"={cell.formula}", look, value)


def _write_note(sheet: Any, row: int, column: int, text: str) -> None:
    options = {"author": AUTHOR, "font_name": FONT, "font_size": SIZE, "color": FILL, "width": WIDTH, "height": box_height(text)}
    sheet.write_comment(row, column, text, options)


def _set_frame(sheet: Any, tab: TabDesign) -> None:
    hidden_columns, hidden_rows = set(tab.hidden_columns), set(tab.hidden_rows)
    for column, width in tab.widths.items():
        sheet.set_column(column, column, width, None, {"hidden": column in hidden_columns})
    for row, height in tab.heights.items():
        if row not in hidden_rows:
            sheet.set_row(row, height)
    for row in tab.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    sheet.hide_gridlines(2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if tab.freeze != (0, 0):
        sheet.freeze_panes(*tab.freeze)
    if tab.filter is not None:
        sheet.autofilter(*_corners(tab.filter))
    if tab.colour:
        sheet.set_tab_color(f"#{tab.colour}")
    if tab.hidden:
        sheet.hide()


def _set_print(sheet: Any, tab: TabDesign, title: str) -> None:
    if tab.print_area is None:
        return
    sheet.set_paper(_A4)
    (sheet.set_landscape if tab.landscape else sheet.set_portrait)()
    sheet.print_area(*_corners(tab.print_area))
    sheet.fit_to_pages(1, int(tab.one_page))
    sheet.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.55)
    sheet.center_horizontally()
    shown = _printable(title)[:_FOOTER_TITLE].replace("&", "&&")
    sheet.set_footer(f"&L&8{' ' if shown[:1].isdigit() else ''}{shown} · {tab.title.replace('&', '&&')}&R&8&P / &N")
    if tab.repeat_rows is not None:
        sheet.repeat_rows(*tab.repeat_rows)
    if tab.repeat_columns is not None:
        sheet.repeat_columns(*tab.repeat_columns)


def _add_rules(sheet: Any, tab: TabDesign, formats: _Formats) -> None:
    for dropdown in tab.dropdowns:
        sheet.data_validation(*_corners(dropdown.area), _validation(dropdown))
    for highlight in tab.highlights:
        rule = {"type": "formula", "criteria": f"={highlight.formula}", "format": formats.highlight(highlight)}
        sheet.conditional_format(*_corners(highlight.area), rule)


def _validation(dropdown: Dropdown) -> dict[str, Any]:
    source: Any = list(dropdown.values)
    if dropdown.source is not None:
        source = f"={absolute_area(dropdown.source_tab, dropdown.source)}"
    options: dict[str, Any] = {"validate": "list", "source": source, "error_type": "stop" if dropdown.strict else "warning"}
    if dropdown.prompt:
        options["input_message"] = dropdown.prompt[:_VALIDATION_TEXT]
    if dropdown.warning:
        options |= {"error_title": AUTHOR[:_VALIDATION_TITLE], "error_message": dropdown.warning[:_VALIDATION_TEXT]}
    return options


def _insert_chart(book: Any, sheet: Any, chart: Chart) -> None:
    drawn = book.add_chart({"type": "line"})
    tab = chart.source_tab
    line = f"#{chart.line}"
    drawn.add_series(
        {
            "name": chart.title,
            "categories": f"={absolute_area(tab, chart.categories)}",
            "values": f"={absolute_area(tab, chart.values)}",
            "line": {"color": line, "width": 2.5},
            "marker": {"type": "circle", "size": 9, "border": {"color": line, "width": 1.75}, "fill": {"color": "#FFFFFF"}},
        }
    )
    small = {"name": FONT, "size": 9, "color": "#5B6B75", "bold": False}
    drawn.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 12, "bold": True, "color": line}, "overlay": False})
    drawn.set_legend({"none": True})
    ends = f'[>={chart.maximum}]"{_quotable(chart.high)}";[<={chart.minimum}]"{_quotable(chart.low)}";""' if chart.high and chart.low else "0"
    drawn.set_y_axis(
        {
            "min": chart.minimum,
            "max": chart.maximum,
            "major_unit": 1,
            "num_format": ends,
            "num_font": small,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#E4EAEC", "width": 0.75}},
        }
    )
    drawn.set_x_axis({"num_font": small, "label_position": "low", "line": {"color": "#B8C4C9", "width": 1}, "major_tick_mark": "none"})
    drawn.set_chartarea({"border": {"color": "#D8E0E3"}, "fill": {"color": "#FFFFFF"}})
    drawn.show_hidden_data()
    drawn.show_blanks_as("span")  # LibreOffice draws gaps as zeros, and zero is a mood
    drawn.set_size({"width": chart.width, "height": chart.height})
    sheet.insert_chart(chart.row, chart.column, drawn, {"object_position": 2, "description": chart.title})


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


def _quotable(text: str) -> str:
    return text.replace('"', "”")


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.top, area.left, area.bottom, area.right


def _sound(text: str) -> str:
    """``text`` without halves of surrogate pairs, which no file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _printable(text: str) -> str:
    """``text`` for places where a workbook has no way to write control characters."""
    return _UNPRINTABLE.sub("", _sound(text))
