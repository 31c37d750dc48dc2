"""A workbook's design → the requests of one ``batchUpdate`` on an empty spreadsheet.

    layout.py        the whole, in the order in which one thing needs another
    layout_cells.py  values, notes and looks of cells
    layout_sizes.py  widths and heights, what is hidden
    layout_rules.py  dropdowns, conditional formats, charts, names, protected areas

What Google has no request for is left out: how a tab prints. A chart's scale has no words at its ends there; they stand beside the axis.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from sheetsync.backends.google.layout_cells import colour, grid_range, looks, values
from sheetsync.backends.google.layout_rules import charts, dropdowns, highlights, names, protections
from sheetsync.backends.google.layout_sizes import ROW_PIXELS, column_pixels, sizes
from sheetsync.backends.google.values import Json
from sheetsync.model.design import TabDesign, WorkbookDesign

LOCALES: Final = {"vi": "vi_VN", "en": "en_US"}

_SPARE_ROWS, _SPARE_COLUMNS = 20, 2


def layout(design: WorkbookDesign, zone: str) -> list[Json]:
    """The requests that turn a new, empty spreadsheet into ``design``; ``zone`` is its time zone (IANA).

    The spreadsheet's one sheet, whose id is 0, becomes the first tab; the others get the ids 1, 2 and so on. Texts are cut nowhere: whoever calls
    has checked their length.
    """
    ids = sheet_ids(design)
    locale = LOCALES.get(design.language, LOCALES["en"])
    properties = {"properties": {"locale": locale, "timeZone": zone}, "fields": "locale,timeZone"}
    first, *others = ({**_sheet(tab, ids[tab.title]), "index": ids[tab.title]} for tab in design.tabs)
    return [{"updateSpreadsheetProperties": properties}, _renewed(first), *map(_added, others), *_filled(design, ids)]


def layout_behind(design: WorkbookDesign, ids: Mapping[str, int]) -> list[Json]:
    """The requests that add the tabs and names of ``design`` behind the sheets of a spreadsheet.

    ``ids`` are those of all sheets by title: of ours, which are free, and of those that stand there, to which our cells may lead.
    """
    return [*(_added(_sheet(tab, ids[tab.title])) for tab in design.tabs), *_filled(design, ids)]


def sheet_ids(design: WorkbookDesign) -> dict[str, int]:
    """The id of each tab's sheet, by title."""
    return {tab.title: number for number, tab in enumerate(design.tabs)}


def _filled(design: WorkbookDesign, ids: Mapping[str, int]) -> Iterator[Json]:
    """What makes tabs of empty sheets."""
    yield from names(design.names, ids)
    for tab in design.tabs:
        yield from _tab(tab, ids, design)
    yield from (_hidden(ids[tab.title]) for tab in design.tabs if tab.hidden)


def _sheet(tab: TabDesign, sheet_id: int) -> Json:
    """What is to be said of a tab's sheet itself."""
    rows, columns = _size(tab)
    grid = {
        "rowCount": rows,
        "columnCount": columns,
        "frozenRowCount": tab.freeze[0],
        "frozenColumnCount": tab.freeze[1],
        "hideGridlines": True,
    }
    properties: Json = {"sheetId": sheet_id, "title": tab.title, "gridProperties": grid}
    return properties | ({"tabColorStyle": colour(tab.colour)} if tab.colour else {})


def _added(properties: Json) -> Json:
    return {"addSheet": {"properties": properties}}


def _renewed(properties: Json) -> Json:
    """The request that makes a sheet what ``properties`` say."""
    colours = ("tabColorStyle",) if "tabColorStyle" in properties else ()
    fields = ",".join(("title", *(f"gridProperties.{name}" for name in properties["gridProperties"]), *colours))
    return {"updateSheetProperties": {"properties": properties, "fields": fields}}


def _tab(tab: TabDesign, ids: Mapping[str, int], design: WorkbookDesign) -> Iterator[Json]:
    sheet_id = ids[tab.title]
    yield from looks(tab, sheet_id, design.language)
    yield from values(tab, sheet_id, ids)
    yield from sizes(tab, sheet_id)
    yield from dropdowns(tab, sheet_id)
    yield from highlights(tab, sheet_id, design.names)
    yield from charts(tab, sheet_id, ids)
    yield from protections(tab, sheet_id, design.language)
    if tab.filter is not None:
        yield {"setBasicFilter": {"filter": {"range": grid_range(sheet_id, tab.filter)}}}


def _size(tab: TabDesign) -> tuple[int, int]:
    """Rows and columns: all that the design speaks of, and some to write on."""
    areas = [*(one.area for one in tab.dropdowns), *(one.area for one in tab.highlights), *tab.keys, *filter(None, (tab.filter,))]
    rows = [row for row, _ in tab.cells] + [area.bottom for area in areas] + list(tab.heights) + [tab.freeze[0]]
    columns = [column for _, column in tab.cells] + [area.right for area in areas] + list(tab.widths) + [tab.freeze[1]]
    rows += [chart.row + chart.height // ROW_PIXELS + 1 for chart in tab.charts]
    columns += [_last_column_under(tab, chart.column, chart.width) for chart in tab.charts]
    bottom = max((row for row, _ in tab.cells), default=0)
    return max(bottom + _SPARE_ROWS, *rows) + 1, max(columns) + _SPARE_COLUMNS + 1


def _last_column_under(tab: TabDesign, column: int, width: int) -> int:
    while width > 0:
        width -= column_pixels(tab, column)
        column += 1
    return column


def _hidden(sheet_id: int) -> Json:
    return {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "hidden": True}, "fields": "hidden"}}
