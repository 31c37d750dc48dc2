"""Google's basic charts as openpyxl draws them."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from openpyxl.chart import AreaChart, BarChart, LineChart, Reference, Series
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.emulator.drive.xlsx_looks import Palette
from tests.emulator.sheets.book import Json

Shape = Literal["circle", "diamond", "square", "star", "triangle", "x"]

CENTIMETRES_A_PIXEL = 2.54 / 96
EMU_A_PIXEL = 9525
WIDTH, HEIGHT = 600, 371
FONT_SIZE = 10
GRID = "CCCCCC"
SHAPES: Mapping[str, Shape] = {"CIRCLE": "circle", "DIAMOND": "diamond", "SQUARE": "square", "STAR": "star", "TRIANGLE": "triangle", "X_MARK": "x"}

KINDS: Mapping[str, Callable[[], Any]] = {"LINE": LineChart, "AREA": AreaChart, "COLUMN": BarChart, "BAR": BarChart}


def chart(one: Json, worksheets: Mapping[int, Worksheet], palette: Palette) -> Any:
    """The chart, drawn from cells of ``worksheets`` (by sheet id); ``None`` for a kind that isn't drawn."""
    spec = one["spec"]
    basic = spec.get("basicChart", {})
    if basic.get("chartType") not in KINDS:
        return None
    drawn = KINDS[basic["chartType"]]()
    if basic["chartType"] == "BAR":
        drawn.type = "bar"
    drawn.title = _title(spec.get("title", ""), spec.get("titleTextFormat", {}), palette)
    if basic.get("legendPosition") == "NO_LEGEND":
        drawn.legend = None
    drawn.visible_cells_only = spec.get("hiddenDimensionStrategy") != "SHOW_ALL"
    drawn.display_blanks = "span"  # with gaps, LibreOffice draws what is missing as zeros
    headed = int(basic.get("headerCount", 0)) > 0
    for series in basic.get("series", ()):
        drawn.series.append(_series(series, worksheets, palette, headed=headed, smooth=bool(basic.get("lineSmoothing"))))
    if domains := basic.get("domains"):
        drawn.set_categories(_reference(domains[0]["domain"], worksheets, skip=int(headed)))
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.x_axis.tickLblPos = "low"
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GRID))
    for axis in basic.get("axis", ()):
        _set_axis(drawn.x_axis if axis.get("position") == "BOTTOM_AXIS" else drawn.y_axis, axis, palette)
    _place(drawn, one.get("position", {}).get("overlayPosition", {}))
    return drawn


def _series(given: Json, worksheets: Mapping[int, Worksheet], palette: Palette, *, headed: bool, smooth: bool) -> Any:
    made = Series(_reference(given["series"], worksheets), title_from_data=headed)
    made.smooth = smooth
    if color := palette.of(given, "color"):
        made.graphicalProperties = GraphicalProperties(solidFill=color)
        made.graphicalProperties.line.solidFill = color
    if width := given.get("lineStyle", {}).get("width"):
        made.graphicalProperties.line.width = int(width) * EMU_A_PIXEL
    if points := given.get("pointStyle"):
        made.marker = Marker(SHAPES.get(points.get("shape", ""), "circle"), int(points.get("size", 7)), made.graphicalProperties)
    return made


def _set_axis(drawn: Any, axis: Json, palette: Palette) -> None:
    form = axis.get("format", {})
    drawn.title = _title(axis.get("title", ""), form, palette)
    drawn.txPr = _rich("", form, palette)
    window = axis.get("viewWindowOptions", {})
    drawn.scaling.min, drawn.scaling.max = window.get("viewWindowMin"), window.get("viewWindowMax")


def _title(text: str, form: Json, palette: Palette) -> Title | None:
    return Title(tx=Text(rich=_rich(text, form, palette)), overlay=False) if text else None


def _rich(text: str, form: Json, palette: Palette) -> RichText:
    """A text of a chart, in the font that a TextFormat says."""
    font = CharacterProperties(sz=100 * int(form.get("fontSize", FONT_SIZE)), b=bool(form.get("bold")), i=bool(form.get("italic")))
    font.latin = Font(typeface=form.get("fontFamily", "Arial"))
    if color := palette.of(form, "foregroundColor"):
        font.solidFill = color
    run = [RegularTextRun(rPr=font, t=text)] if text else None
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=font), r=run, endParaRPr=font)])


def _place(drawn: Any, place: Json) -> None:
    anchor = place.get("anchorCell", {})
    drawn.anchor = f"{get_column_letter(anchor.get('columnIndex', 0) + 1)}{anchor.get('rowIndex', 0) + 1}"
    drawn.width = place.get("widthPixels", WIDTH) * CENTIMETRES_A_PIXEL
    drawn.height = place.get("heightPixels", HEIGHT) * CENTIMETRES_A_PIXEL


def _reference(data: Json, worksheets: Mapping[int, Worksheet], skip: int = 0) -> Reference:
    source = data["sourceRange"]["sources"][0]
    return Reference(
        worksheets[int(source.get("sheetId", 0))],
        min_col=source.get("startColumnIndex", 0) + 1,
        max_col=source["endColumnIndex"],
        min_row=source.get("startRowIndex", 0) + 1 + skip,
        max_row=source["endRowIndex"],
    )
