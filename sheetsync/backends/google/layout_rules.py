"""What a design does beyond its cells: lists to choose from, colours that follow content, charts, names, and areas that warn before a change."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from sheetsync.backends.google.layout_cells import colour, grid_range
from sheetsync.backends.google.values import Json, everywhere
from sheetsync.model.design import FONT, Area, Chart, Dropdown, Highlight, Name, TabDesign
from sheetsync.model.layout.page import absolute_area
from sheetsync.model.words import Text

_KEPT: Final = Text(
    "Mã và tiêu đề giúp sheetsync nhận ra từng ô, dù bạn dời nó đi đâu. Xin bấm Hủy và viết vào các ô khác.",
    "Keys and headings by which sheetsync knows every cell, wherever you move it. Please press Cancel and write in the other cells.",
)
_PIECE: Final = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|(?P<area>'(?:[^']|'')*'!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)|(?P<word>[A-Za-z_][A-Za-z0-9_.]*)(?P<call>\()?"""
)


def names(all_names: Iterable[Name], ids: Mapping[str, int]) -> Iterator[Json]:
    """Requests that give areas their names."""
    for name in all_names:
        yield {"addNamedRange": {"namedRange": {"name": name.name, "range": grid_range(ids[name.tab], name.area)}}}


def dropdowns(tab: TabDesign, sheet_id: int) -> Iterator[Json]:
    """Requests that give cells their lists."""
    for dropdown in tab.dropdowns:
        for area, shown in _parts(dropdown.area, tab):
            yield {"setDataValidation": {"range": grid_range(sheet_id, area), "rule": _rule(dropdown, shown=shown)}}


def highlights(tab: TabDesign, sheet_id: int, all_names: Iterable[Name]) -> Iterator[Json]:
    """Requests for conditional formats; the first of a tab counts most."""
    known = frozenset(name.name for name in all_names)
    for index, highlight in enumerate(tab.highlights):
        formula = f"={everywhere(within_a_rule(highlight.formula, known))}"
        rule = {
            "ranges": [grid_range(sheet_id, highlight.area)],
            "booleanRule": {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}, "format": _look(highlight)},
        }
        yield {"addConditionalFormatRule": {"rule": rule, "index": index}}


def charts(tab: TabDesign, sheet_id: int, ids: Mapping[str, int]) -> Iterator[Json]:
    """Requests that draw the tab's charts, where they scroll with the rest: over a frozen line they'd be cut in two."""
    frozen_rows, frozen_columns = tab.freeze
    for chart in tab.charts:
        position = {
            "anchorCell": {"sheetId": sheet_id, "rowIndex": max(chart.row, frozen_rows), "columnIndex": max(chart.column, frozen_columns)},
            "widthPixels": chart.width,
            "heightPixels": chart.height,
        }
        border = {"colorStyle": colour("D8E0E3")}
        yield {"addChart": {"chart": {"spec": _drawing(chart, ids[chart.source_tab]), "position": {"overlayPosition": position}, "border": border}}}


def protections(tab: TabDesign, sheet_id: int, language: str) -> Iterator[Json]:
    """Requests that make Google warn people before they change keys or headings: everybody still may, for moving and sorting must go on."""
    for area in tab.keys:
        kept = {"range": grid_range(sheet_id, area), "description": _KEPT.of(language), "warningOnly": True}
        yield {"addProtectedRange": {"protectedRange": kept}}


def within_a_rule(formula: str, known: frozenset[str]) -> str:
    """``formula`` as conditional formats take it: there, names and other tabs are only reached through ``INDIRECT``."""

    def reached(piece: re.Match[str]) -> str:
        if piece["area"] or (piece["word"] in known and not piece["call"]):
            named = piece[0].replace('"', '""')
            return f'INDIRECT("{named}")'
        return piece[0]

    return _PIECE.sub(reached, formula)


def _parts(area: Area, tab: TabDesign) -> Iterator[tuple[Area, bool]]:
    """``area`` in lines that are there, and in room for more, where no arrow is to show: Google draws them in empty cells too, below the table."""
    bottom = max((row for row, _ in tab.cells), default=area.bottom)
    right = max((column for _, column in tab.cells), default=area.right)
    yield replace(area, bottom=min(area.bottom, bottom), right=min(area.right, right)), True
    if area.bottom > bottom:
        yield replace(area, top=bottom + 1), False
    if area.right > right:
        yield replace(area, left=right + 1), False


def _rule(dropdown: Dropdown, *, shown: bool) -> Json:
    said = dropdown.prompt or dropdown.warning
    rule: Json = {"condition": _choices(dropdown), "strict": dropdown.strict, "showCustomUi": shown}
    return rule | ({"inputMessage": said} if said else {})


def _choices(dropdown: Dropdown) -> Json:
    if dropdown.source is not None:
        source = absolute_area(dropdown.source_tab, dropdown.source)
        return {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": f"={source}"}]}
    return {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": value} for value in dropdown.values]}


def _look(highlight: Highlight) -> Json:
    text: Json = {"foregroundColorStyle": colour(highlight.ink)} if highlight.ink else {}
    text |= {"bold": True} if highlight.bold else {}
    look: Json = {"textFormat": text} if text else {}
    return look | ({"backgroundColorStyle": colour(highlight.fill)} if highlight.fill else {})


def _drawing(chart: Chart, source_id: int) -> Json:
    small = {"fontFamily": FONT, "fontSize": 9, "foregroundColorStyle": colour("5B6B75")}
    ends = f"{chart.low} → {chart.high}" if chart.low and chart.high else ""
    window = {"viewWindowMode": "EXPLICIT", "viewWindowMin": chart.minimum, "viewWindowMax": chart.maximum}
    upright: Json = {"position": "LEFT_AXIS", "viewWindowOptions": window, "format": small} | ({"title": ends} if ends else {})
    line = {
        "series": _source(chart.values, source_id),
        "targetAxis": "LEFT_AXIS",
        "colorStyle": colour(chart.line),
        "lineStyle": {"type": "SOLID", "width": 3},
        "pointStyle": {"shape": "CIRCLE", "size": 8},
    }
    return {
        "title": chart.title,
        "titleTextFormat": {"fontFamily": FONT, "fontSize": 12, "bold": True, "foregroundColorStyle": colour(chart.line)},
        "altText": chart.title,
        "fontName": FONT,
        "backgroundColorStyle": colour("FFFFFF"),
        "hiddenDimensionStrategy": "SHOW_ALL",
        "basicChart": {
            "chartType": "LINE",
            "legendPosition": "NO_LEGEND",
            "headerCount": 0,
            "interpolateNulls": False,
            "axis": [upright, {"position": "BOTTOM_AXIS", "format": small}],
            "domains": [{"domain": _source(chart.categories, source_id)}],
            "series": [line],
        },
    }


def _source(area: Area, sheet_id: int) -> Json:
    return {"sourceRange": {"sources": [grid_range(sheet_id, area)]}}
