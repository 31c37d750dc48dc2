"""Requests about charts that lie over a grid."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.emulator.errors import unimplemented
from tests.emulator.sheets.book import Json, Sheet
from tests.emulator.sheets.colors import with_styles
from tests.emulator.sheets.ranges import with_sheet
from tests.emulator.sheets.work import Kind, Rejected, Work

WIDTH, HEIGHT = 600, 371
_CHARTS = frozenset(
    {
        "basicChart",
        "pieChart",
        "bubbleChart",
        "candlestickChart",
        "orgChart",
        "histogramChart",
        "waterfallChart",
        "treemapChart",
        "scorecardChart",
    }
)


def add_chart(work: Work, request: Json) -> Json:
    """``addChart``: over the grid of a sheet; a sheet of its own is not done."""
    given = request.get("chart", {})
    ids = (one["chartId"] for sheet in work.book.sheets for one in sheet.charts)
    spec = _checked_spec(work, given.get("spec"))
    sheet, overlay = _overlay(work, given.get("position", {}))
    found: Json = {"chartId": work.new_id(given.get("chartId"), ids, "Embedded object"), "spec": spec, "position": {"overlayPosition": overlay}}
    found |= with_styles({"border": given["border"]}) if "border" in given else {}
    sheet.charts.append(found)
    return {"chart": found}


def update_chart_spec(work: Work, request: Json) -> Json:
    """``updateChartSpec``: the whole spec anew; the place stays."""
    sheet, old = _chart(work, request.get("chartId"), "chart")
    new = {**old, "spec": _checked_spec(work, request.get("spec"))}
    sheet.charts[sheet.charts.index(old)] = new
    return {}


def update_embedded_object_position(work: Work, request: Json) -> Json:
    """``updateEmbeddedObjectPosition``: another cell, offset or size."""
    sheet, old = _chart(work, request.get("objectId"), "embedded object")
    given = request.get("newPosition", {})
    if "overlayPosition" not in given:
        raise unimplemented("charts on sheets of their own")
    mask = work.mask(request.get("fields"), "OverlayPosition")
    merged = mask.updated(old["position"]["overlayPosition"], given["overlayPosition"])
    target, overlay = _overlay(work, {"overlayPosition": merged})
    sheet.charts.remove(old)
    target.charts.append({**old, "position": {"overlayPosition": overlay}})
    return {"position": {"overlayPosition": overlay}}


def delete_embedded_object(work: Work, request: Json) -> Json:
    """``deleteEmbeddedObject``."""
    sheet, found = _chart(work, request.get("objectId"), "embedded object")
    sheet.charts.remove(found)
    return {}


def _chart(work: Work, object_id: Any, what: str) -> tuple[Sheet, Json]:
    for sheet in work.book.sheets:
        for found in sheet.charts:
            if found["chartId"] == int(object_id or 0):
                return sheet, found
    raise Rejected(f"No {what} with id: {object_id}")


def _overlay(work: Work, position: Json) -> tuple[Sheet, Json]:
    """The sheet and the OverlayPosition as it is kept: with a cell that exists, and a size."""
    if position.get("newSheet") or "sheetId" in position:
        raise unimplemented("charts on sheets of their own")
    overlay = position.get("overlayPosition", {})
    sheet, row, column = work.place(overlay.get("anchorCell", {}))
    cell = {"sheetId": sheet.id, "rowIndex": row, "columnIndex": column}
    return sheet, {"widthPixels": WIDTH, "heightPixels": HEIGHT, **overlay, "anchorCell": cell}


def _checked_spec(work: Work, spec: Json | None) -> Json:
    """A ChartSpec as it is kept: one kind of chart, made of cells that exist."""
    kinds = _CHARTS & set(spec or {})
    if spec is None or len(kinds) != 1:
        raise Rejected("Exactly one chart must be set in the spec.")
    if "basicChart" in spec and not spec["basicChart"].get("chartType"):
        raise Rejected("basicChart.chartType must be specified.")
    for source in _sources(spec):
        area = work.area(source)
        if min(len(area.rows), len(area.columns)) != 1:
            raise Rejected("A source range must be exactly one row or one column.")
    kept: Json = with_styles(_with_sheets(spec))
    return kept


def _sources(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for one in value:
            yield from _sources(one)
    elif isinstance(value, dict):
        yield from value.get("sources", [])
        for name, one in value.items():
            if name != "sources":
                yield from _sources(one)


def _with_sheets(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_sheets(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: [with_sheet(source) for source in one] if name == "sources" else _with_sheets(one) for name, one in value.items()}


KINDS: Mapping[str, Kind] = {
    "addChart": add_chart,
    "updateChartSpec": update_chart_spec,
    "updateEmbeddedObjectPosition": update_embedded_object_position,
    "deleteEmbeddedObject": delete_embedded_object,
}
