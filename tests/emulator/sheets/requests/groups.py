"""Requests about groups of rows and columns. A group is a stretch that is at least so deep."""

from collections import Counter
from collections.abc import Mapping

from tests.emulator.sheets.book import Json, Sheet
from tests.emulator.sheets.requests.dimensions import Lines, lines
from tests.emulator.sheets.work import Kind, Rejected, Work

DEEPEST = 8
_AFTER: Mapping[str, str] = {"ROWS": "rowGroupControlAfter", "COLUMNS": "columnGroupControlAfter"}


def add_dimension_group(work: Work, request: Json) -> Json:
    """``addDimensionGroup``: each of the rows or columns gets one deeper."""
    found = lines(work, request.get("range"), "group")
    depths = _depths(_groups(found))
    for index in range(found.start, found.end):
        depths[index] += 1
    if max(depths.values()) > DEEPEST:
        raise Rejected(f"Groups can't be nested deeper than {DEEPEST} levels.")
    _store(found, depths)
    found.sheet.properties["gridProperties"][_AFTER[found.dimension]] = True
    return {"dimensionGroups": [_answered(group) for group in _groups(found)]}


def delete_dimension_group(work: Work, request: Json) -> Json:
    """``deleteDimensionGroup``: each of the rows or columns gets one less deep."""
    found = lines(work, request.get("range"), "group")
    depths = _depths(_groups(found))
    if not any(depths[index] for index in range(found.start, found.end)):
        raise Rejected("There is no group over the given range.")
    for index in range(found.start, found.end):
        depths[index] = max(0, depths[index] - 1)
    _store(found, depths)
    groups = [_answered(group) for group in _groups(found)]
    return {"dimensionGroups": groups} if groups else {}


def update_dimension_group(work: Work, request: Json) -> Json:
    """``updateDimensionGroup``: collapse or expand; the rows or columns are hidden or shown with it."""
    given = request.get("dimensionGroup", {})
    mask = work.mask(request.get("fields"), "DimensionGroup")
    found = lines(work, given.get("range"), "group")
    group = next((one for one in _groups(found) if _same(one, found) and one["depth"] == int(given.get("depth", 1))), None)
    if group is None:
        raise Rejected("There is no group with the given range and depth.")
    if mask.below("collapsed") is not None:
        collapsed = bool(given.get("collapsed"))
        rest = {name: value for name, value in group.items() if name != "collapsed"}
        _groups(found)[_groups(found).index(group)] = {**rest, "collapsed": True} if collapsed else rest
        for index in range(found.start, found.end):
            shown = {name: value for name, value in found.properties.get(index, {}).items() if name != "hiddenByUser"}
            found.properties[index] = {**shown, "hiddenByUser": True} if collapsed else shown
    return {}


def _groups(found: Lines) -> list[Json]:
    return found.sheet.row_groups if found.dimension == "ROWS" else found.sheet.column_groups


def _same(group: Json, found: Lines) -> bool:
    return (group["range"]["startIndex"], group["range"]["endIndex"]) == (found.start, found.end)


def _depths(groups: list[Json]) -> Counter[int]:
    depths: Counter[int] = Counter()
    for group in groups:
        depths.update(range(group["range"]["startIndex"], group["range"]["endIndex"]))
    return depths


def _store(found: Lines, depths: Counter[int]) -> None:
    """Groups anew from how deep each one is; those that stay the same stay collapsed."""
    groups = _groups(found)
    collapsed = {_key(group) for group in groups if group.get("collapsed")}
    made = [_group(found.sheet, found.dimension, start, end, depth) for start, end, depth in _stretches(depths)]
    groups[:] = [{**group, "collapsed": True} if _key(group) in collapsed else group for group in made]


def _stretches(depths: Counter[int]) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        indexes = sorted(index for index, deep in depths.items() if deep >= depth)
        starts = [index for index in indexes if depths[index - 1] < depth]
        ends = [index + 1 for index in indexes if depths[index + 1] < depth]
        found += ((start, end, depth) for start, end in zip(starts, ends, strict=True))
    return sorted(found, key=lambda stretch: (stretch[0], stretch[2]))


def _group(sheet: Sheet, dimension: str, start: int, end: int, depth: int) -> Json:
    return {"range": {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}, "depth": depth}


def _key(group: Json) -> tuple[int, int, int]:
    return group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]


def _answered(group: Json) -> Json:
    return {**group, "range": {name: value for name, value in group["range"].items() if name != "sheetId" or value}}


KINDS: Mapping[str, Kind] = {
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
    "updateDimensionGroup": update_dimension_group,
}
