"""Requests about the basic filter and filter views."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.emulator.errors import unimplemented
from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.book import Json, Sheet
from tests.emulator.sheets.ranges import with_sheet
from tests.emulator.sheets.requests.conditions import check_condition
from tests.emulator.sheets.requests.sorting import sort
from tests.emulator.sheets.work import Kind, Rejected, Work


def set_basic_filter(work: Work, request: Json) -> Json:
    """``setBasicFilter``: the one filter that everybody sees. It sorts and hides rows at once; its first row is the heading."""
    given = request.get("filter", {})
    if "tableId" in given:
        raise unimplemented("filters of tables")
    where = given.get("range") or {"sheetId": 0}
    area = work.area(where)
    kept = _kept(work, {**given, "range": where})
    area.sheet.basic_filter = kept
    body = Area(area.sheet, area.rows.start + 1, area.columns.start, area.rows.stop, area.columns.stop)
    if kept.get("sortSpecs"):
        work.guard(area)
        sort(work, body, kept["sortSpecs"])
    _hide(work, area.sheet, body, kept)
    return {}


def clear_basic_filter(work: Work, request: Json) -> Json:
    """``clearBasicFilter``: all rows are seen again."""
    sheet = work.sheet(request.get("sheetId"))
    sheet.basic_filter = None
    _show_all(sheet)
    return {}


def add_filter_view(work: Work, request: Json) -> Json:
    """``addFilterView``: a filter that people choose for themselves; it changes nothing in the sheet."""
    given = request.get("filter", {})
    ids = (one["filterViewId"] for sheet in work.book.sheets for one in sheet.filter_views)
    found = {**_view(work, given), "filterViewId": work.new_id(given.get("filterViewId"), ids, "Filter view")}
    found.setdefault("title", f"Filter {sum(len(sheet.filter_views) for sheet in work.book.sheets) + 1}")
    work.sheet(found["range"]["sheetId"]).filter_views.append(found)
    return {"filter": found}


def update_filter_view(work: Work, request: Json) -> Json:
    """``updateFilterView``."""
    given = request.get("filter", {})
    mask = work.mask(request.get("fields"), "FilterView")
    sheet, old = _filter_view(work, given.get("filterViewId"))
    new = {**_view(work, mask.updated(old, given)), "filterViewId": old["filterViewId"]}
    sheet.filter_views.remove(old)
    work.sheet(new["range"]["sheetId"]).filter_views.append(new)
    return {}


def delete_filter_view(work: Work, request: Json) -> Json:
    """``deleteFilterView``."""
    sheet, found = _filter_view(work, request.get("filterId"))
    sheet.filter_views.remove(found)
    return {}


def duplicate_filter_view(work: Work, request: Json) -> Json:
    """``duplicateFilterView``: the same filter under a new id."""
    sheet, found = _filter_view(work, request.get("filterId"))
    ids = (one["filterViewId"] for other in work.book.sheets for one in other.filter_views)
    new = {**found, "filterViewId": work.new_id(None, ids, "Filter view"), "title": f"Copy of {found['title']}"}
    sheet.filter_views.append(new)
    return {"filter": new}


def _filter_view(work: Work, filter_id: Any) -> tuple[Sheet, Json]:
    for sheet in work.book.sheets:
        for found in sheet.filter_views:
            if found["filterViewId"] == int(filter_id or 0):
                return sheet, found
    raise Rejected(f"No filter view with id: {filter_id}")


def _view(work: Work, given: Json) -> Json:
    if "tableId" in given:
        raise unimplemented("filters of tables")
    where = given.get("range")
    if where is None and "namedRangeId" in given:
        where = next((one.get("range") for one in work.book.named_ranges if one["namedRangeId"] == given["namedRangeId"]), None)
    return _kept(work, {**given, "range": where})


def _kept(work: Work, given: Json) -> Json:
    """A filter as it is kept: with its criteria in both spellings. Raises ``Rejected``."""
    area = work.area(given["range"])
    specs = list(given.get("filterSpecs", [])) or [
        {"columnIndex": int(column), "filterCriteria": criteria} for column, criteria in given.get("criteria", {}).items()
    ]
    for spec in specs:
        if int(spec.get("columnIndex", 0)) not in area.columns:
            raise Rejected(f"filterSpecs.columnIndex[{spec.get('columnIndex', 0)}] is outside of the range.")
        if "condition" in spec.get("filterCriteria", {}):
            check_condition(spec["filterCriteria"]["condition"], "filters")
    rest = {name: value for name, value in given.items() if name not in {"range", "criteria", "filterSpecs"} and value not in ([], {})}
    found: Json = {"range": with_sheet(given["range"]), **rest}
    if specs:
        found["filterSpecs"] = specs
        found["criteria"] = {str(spec.get("columnIndex", 0)): spec.get("filterCriteria", {}) for spec in specs}
    return found


def _hide(work: Work, sheet: Sheet, body: Area, kept: Json) -> None:
    _show_all(sheet)
    results = work.results()
    for row in body.rows:
        shown = {column: results.text(sheet, row, column) for column in body.columns}
        if not all(_passes(shown[int(spec.get("columnIndex", 0))], spec.get("filterCriteria", {})) for spec in kept.get("filterSpecs", [])):
            sheet.rows[row] = {**sheet.rows.get(row, {}), "hiddenByFilter": True}


def _passes(text: str, criteria: Json) -> bool:
    """Whether a row is seen that shows ``text`` in the column. Raises ``ApiError`` (501) for conditions that are not done."""
    if text in criteria.get("hiddenValues", []):
        return False
    condition = criteria.get("condition")
    if condition is None:
        return True
    wanted = next((str(value.get("userEnteredValue", "")).casefold() for value in condition.get("values", [])), "")
    folded = text.casefold()
    match condition["type"]:
        case "BLANK":
            return not text
        case "NOT_BLANK":
            return bool(text)
        case "TEXT_EQ":
            return folded == wanted
        case "TEXT_CONTAINS":
            return wanted in folded
        case "TEXT_NOT_CONTAINS":
            return wanted not in folded
        case "TEXT_STARTS_WITH":
            return folded.startswith(wanted)
        case "TEXT_ENDS_WITH":
            return folded.endswith(wanted)
        case other:
            raise unimplemented(f"a basic filter with the condition {other}")


def _show_all(sheet: Sheet) -> None:
    shown = ((row, dict(_without(properties))) for row, properties in sheet.rows.items())
    sheet.rows = {row: properties for row, properties in shown if properties}


def _without(properties: Json) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in properties.items() if name != "hiddenByFilter")


KINDS: Mapping[str, Kind] = {
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addFilterView": add_filter_view,
    "updateFilterView": update_filter_view,
    "deleteFilterView": delete_filter_view,
    "duplicateFilterView": duplicate_filter_view,
}
