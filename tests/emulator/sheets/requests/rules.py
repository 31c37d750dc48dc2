"""Requests about conditional formats and banding."""

from collections.abc import Mapping
from typing import Any

from tests.emulator.sheets.book import Json, Sheet
from tests.emulator.sheets.colors import updated, with_styles
from tests.emulator.sheets.ranges import overlap, with_sheet
from tests.emulator.sheets.requests.conditions import check_condition
from tests.emulator.sheets.work import Kind, Rejected, Work


def add_conditional_format_rule(work: Work, request: Json) -> Json:
    """``addConditionalFormatRule``: before the rule that has the index now; 0 is the first to hold."""
    sheet, rule = _checked_rule(work, request.get("rule"))
    index = int(request.get("index", 0))
    if not 0 <= index <= len(sheet.conditional_formats):
        raise Rejected(f"Invalid conditional format index {index}: there are only {len(sheet.conditional_formats)} rules.")
    sheet.conditional_formats.insert(index, rule)
    return {}


def update_conditional_format_rule(work: Work, request: Json) -> Json:
    """``updateConditionalFormatRule``: another rule in its place, or the rule in another place."""
    if ("rule" in request) == ("newIndex" in request):
        raise Rejected("Exactly one of rule or newIndex must be set.")
    index = int(request.get("index", 0))
    if "rule" in request:
        sheet, rule = _checked_rule(work, request["rule"])
        old = _rule_at(sheet, index)
        sheet.conditional_formats[index] = rule
        return {"newRule": rule, "newIndex": index, "oldRule": old}
    sheet, new_index = work.sheet(request.get("sheetId")), int(request["newIndex"])
    rule = _rule_at(sheet, index)
    _rule_at(sheet, new_index)
    sheet.conditional_formats.insert(new_index, sheet.conditional_formats.pop(index))
    return {"newRule": rule, "newIndex": new_index, "oldIndex": index}


def delete_conditional_format_rule(work: Work, request: Json) -> Json:
    """``deleteConditionalFormatRule``: later ones move up."""
    sheet, index = work.sheet(request.get("sheetId")), int(request.get("index", 0))
    rule = _rule_at(sheet, index)
    del sheet.conditional_formats[index]
    return {"rule": rule}


def add_banding(work: Work, request: Json) -> Json:
    """``addBanding``: colours by turns over cells that have none yet."""
    given = request.get("bandedRange", {})
    area = work.writable(given.get("range"))
    ids = (one["bandedRangeId"] for sheet in work.book.sheets for one in sheet.banded_ranges)
    found = with_styles({**given, "bandedRangeId": work.new_id(given.get("bandedRangeId"), ids, "Banded range"), "range": with_sheet(given["range"])})
    if not found.get("rowProperties") and not found.get("columnProperties"):
        raise Rejected("At least one of rowProperties or columnProperties must be specified.")
    if any(overlap(one["range"], area) for one in area.sheet.banded_ranges):
        raise Rejected("You cannot add alternating background colors to a range that already has alternating background colors.")
    area.sheet.banded_ranges.append(found)
    return {"bandedRange": found}


def update_banding(work: Work, request: Json) -> Json:
    """``updateBanding``: its colours, its cells."""
    given = request.get("bandedRange", {})
    mask = work.mask(request.get("fields"), "BandedRange")
    sheet, old = _banding(work, given.get("bandedRangeId"))
    new = updated(mask, old, given) | {"bandedRangeId": old["bandedRangeId"]}
    new["range"] = with_sheet(new.get("range") or old["range"])
    target = work.writable(new["range"]).sheet
    sheet.banded_ranges.remove(old)
    target.banded_ranges.append(new)
    return {}


def delete_banding(work: Work, request: Json) -> Json:
    """``deleteBanding``."""
    sheet, found = _banding(work, request.get("bandedRangeId"))
    sheet.banded_ranges.remove(found)
    return {}


def _checked_rule(work: Work, rule: Json | None) -> tuple[Sheet, Json]:
    """The sheet that a rule is about, and the rule as it is kept. Raises ``Rejected``."""
    given = rule or {}
    ranges = given.get("ranges", [])
    if not ranges:
        raise Rejected("At least one range must be specified.")
    sheets = {work.area(one).sheet.id for one in ranges}
    if len(sheets) > 1:
        raise Rejected("All ranges of a conditional format rule must be on the same sheet.")
    if ("booleanRule" in given) == ("gradientRule" in given):
        raise Rejected("Exactly one of booleanRule or gradientRule must be set.")
    if "booleanRule" in given:
        check_condition(given["booleanRule"].get("condition"), "conditional formatting")
    elif not all(given["gradientRule"].get(point, {}).get("type") for point in ("minpoint", "maxpoint")):
        raise Rejected("A gradientRule must have a minpoint and a maxpoint.")
    return work.sheet(sheets.pop()), with_styles({**given, "ranges": [with_sheet(one) for one in ranges]})


def _rule_at(sheet: Sheet, index: int) -> Json:
    if not 0 <= index < len(sheet.conditional_formats):
        raise Rejected(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return sheet.conditional_formats[index]


def _banding(work: Work, banded_range_id: Any) -> tuple[Sheet, Json]:
    for sheet in work.book.sheets:
        for found in sheet.banded_ranges:
            if found["bandedRangeId"] == int(banded_range_id or 0):
                return sheet, found
    raise Rejected(f"No banded range with id: {banded_range_id}")


KINDS: Mapping[str, Kind] = {
    "addConditionalFormatRule": add_conditional_format_rule,
    "updateConditionalFormatRule": update_conditional_format_rule,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
    "addBanding": add_banding,
    "updateBanding": update_banding,
    "deleteBanding": delete_banding,
}
