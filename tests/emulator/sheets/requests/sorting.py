"""Requests that give rows another order, or drop those that are there twice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.emulator.errors import unimplemented
from tests.emulator.sheets import moves
from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.book import Cell, Json
from tests.emulator.sheets.ranges import edge, overlap
from tests.emulator.sheets.references import copied
from tests.emulator.sheets.results import Problem, Scalar
from tests.emulator.sheets.work import Kind, Rejected, Work

_BY_COLOR = frozenset({"foregroundColor", "foregroundColorStyle", "backgroundColor", "backgroundColorStyle", "dataSourceColumnReference"})


def sort_range(work: Work, request: Json) -> Json:
    """``sortRange``: the rows of a range by the values in some of its columns."""
    area = work.writable(request.get("range"))
    sort(work, area, request.get("sortSpecs", []))
    return {}


def randomize_range(work: Work, request: Json) -> Json:
    """``randomizeRange``: the rows of a range in any order."""
    area = work.writable(request.get("range"))
    order = list(area.rows)
    work.world.random.shuffle(order)
    reorder(work, area, order)
    return {}


def delete_duplicates(work: Work, request: Json) -> Json:
    """``deleteDuplicates``: rows that say the same as one above them, letter case and formats apart; those below close up."""
    area = work.writable(request.get("range"))
    columns = [column for given in request.get("comparisonColumns", []) for column in _columns(area, given)] or list(area.columns)
    results = work.results()
    seen: set[tuple[str, ...]] = set()
    twice: list[int] = []
    for row in area.rows:
        key = tuple(results.text(area.sheet, row, column).casefold() for column in columns)
        if key in seen:
            twice.append(row)
        seen.add(key)
    for row in reversed(twice):
        gone = Area(area.sheet, row, area.columns.start, row + 1, area.columns.stop)
        moves.delete_cells(work.book, gone, "ROWS", keep_anchors=work.world.anchors_stay_empty)
    return {"duplicatesRemovedCount": len(twice)} if twice else {}


def sort(work: Work, area: Area, specs: Sequence[Json]) -> None:
    """Put the rows of ``area`` in order: numbers, texts, booleans, errors; blanks are last in either direction."""
    if any(_BY_COLOR & set(spec) for spec in specs):
        raise unimplemented("sorting by colour")
    if not specs:
        raise Rejected("At least one sortSpec must be specified.")
    results = work.results()
    order = list(area.rows)
    for spec in reversed(specs):
        column, descending = int(spec.get("dimensionIndex", 0)), spec.get("sortOrder") == "DESCENDING"
        if column not in area.columns:
            raise Rejected(f"sortSpecs.dimensionIndex[{column}] is outside of the range.")
        values = {row: results.value(area.sheet, row, column) for row in order}
        filled = [row for row in order if values[row] not in (None, "")]
        ranks = {row: _rank(values[row]) for row in filled}
        filled.sort(key=ranks.__getitem__, reverse=descending)
        order = filled + [row for row in order if values[row] in (None, "")]
    reorder(work, area, order)


def reorder(work: Work, area: Area, order: Sequence[int]) -> None:
    """Put the cells of ``area`` into another order of rows: ``order`` says which row comes into each place.

    Values, formats, notes and validations go; what belongs to whole rows stays. Comment anchors stay too, unless the world says that they follow
    (which of the two Google does is unverified).
    """
    if any(overlap(one, area) and one["endRowIndex"] - one["startRowIndex"] > 1 for one in area.sheet.merges):
        raise Rejected("You can't sort a range with vertical merges.")
    to = {old: new for new, old in zip(area.rows, order, strict=True) if new != old}
    lifted = {place: area.sheet.cells.pop(place) for place in list(area.sheet.cells) if place[0] in to and place[1] in area.columns}
    for (row, column), cell in lifted.items():
        area.sheet.cells[to[row], column] = _carried(cell, to[row] - row)
    area.sheet.merges = [_carried_range(one, area, to) for one in area.sheet.merges]
    if work.world.anchors_follow_sorting:
        work.book.anchors = {key: _carried_range(one, area, to) for key, one in work.book.anchors.items()}


def _rank(value: Scalar) -> tuple[int, float, str]:
    match value:
        case Problem():
            return 3, 0.0, value.text
        case bool():
            return 2, float(value), ""
        case str():
            return 1, 0.0, value.casefold()
        case _:
            return 0, float(value or 0), ""


def _carried(cell: Cell, rows: int) -> Cell:
    formula = (cell.entered or {}).get("formulaValue")
    return replace(cell, entered={"formulaValue": copied(str(formula), rows, 0)}) if formula else cell


def _carried_range(given: Json, area: Area, to: Mapping[int, int]) -> Json:
    start = edge(given, "startRowIndex", -1)
    if int(given.get("sheetId", 0)) != area.sheet.id or start not in to or edge(given, "startColumnIndex", -1) not in area.columns:
        return given
    return {**given, "startRowIndex": to[start], "endRowIndex": to[start] + given["endRowIndex"] - start}


def _columns(area: Area, given: Json) -> range:
    start, end = int(given.get("startIndex", area.columns.start)), int(given.get("endIndex", area.columns.stop))
    if given.get("dimension") != "COLUMNS" or start < area.columns.start or end > area.columns.stop:
        raise Rejected("comparisonColumns must be columns of the range.")
    return range(start, end)


KINDS: Mapping[str, Kind] = {"sortRange": sort_range, "randomizeRange": randomize_range, "deleteDuplicates": delete_duplicates}
