"""Requests that copy, cut, fill and paste cells."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from tests.emulator.errors import unimplemented
from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.book import Cell, Json, Sheet
from tests.emulator.sheets.ranges import full_range, inside, overlap, spans
from tests.emulator.sheets.references import Reference, copied, rewrite_all
from tests.emulator.sheets.requests.cells import PARTLY_MERGED, drop_merges
from tests.emulator.sheets.work import Kind, Rejected, Work
from tests.emulator.sheets.writing import write

_TAKES_MERGES = frozenset({"PASTE_NORMAL", "PASTE_NO_BORDERS", "PASTE_FORMAT"})


def copy_paste(work: Work, request: Json) -> Json:
    """``copyPaste``: the source as often as it goes into the destination, at least once."""
    source, target = work.area(request.get("source")), work.writable(request.get("destination"))
    kind, transposed = request.get("pasteType", "PASTE_NORMAL"), request.get("pasteOrientation") == "TRANSPOSE"
    if kind == "PASTE_CONDITIONAL_FORMATTING":
        raise unimplemented("copyPaste of conditional formatting alone")
    height, width = (len(source.columns), len(source.rows)) if transposed else (len(source.rows), len(source.columns))
    corners = list(_tiles(target, height, width))
    last_row, last_column = corners[-1]
    whole = Area(target.sheet, target.rows.start, target.columns.start, last_row + height, last_column + width)
    work.guard(_in_grid(whole))
    if kind in _TAKES_MERGES:
        drop_merges(whole)
    taken = {(row, column): source.sheet.cells.get((row, column), Cell()) for row in source.rows for column in source.columns}
    merges = [one for one in source.sheet.merges if inside(one, source)]
    results = work.results()
    values = {place: results.effective(source.sheet, *place) for place in taken} if kind == "PASTE_VALUES" else {}
    for top, left in corners:
        for (row, column), cell in taken.items():
            down, right = row - source.rows.start, column - source.columns.start
            place = (top + right, left + down) if transposed else (top + down, left + right)
            copy = replace(cell, entered=values[row, column]) if kind == "PASTE_VALUES" else _copied(cell, place[0] - row, place[1] - column)
            _paste(target.sheet, place, copy, kind)
        if kind in _TAKES_MERGES and not transposed:
            target.sheet.merges += (_shifted(one, target.sheet, top - source.rows.start, left - source.columns.start) for one in merges)
    _copy_conditional_formats(source, whole, kind, transposed=transposed)
    return {}


def cut_paste(work: Work, request: Json) -> Json:
    """``cutPaste``: cells go to another place; formulas, merges and comment anchors follow them (the last is unverified)."""
    source = work.writable(request.get("source"))
    sheet, top, left = work.place(request.get("destination"))
    kind = request.get("pasteType", "PASTE_NORMAL")
    down, right = top - source.rows.start, left - source.columns.start
    target = _in_grid(Area(sheet, top, left, top + len(source.rows), left + len(source.columns)))
    work.guard(target)
    merges = [one for one in source.sheet.merges if overlap(one, source)]
    if any(not inside(one, source) for one in merges):
        raise Rejected(PARTLY_MERGED)
    source.sheet.merges = [one for one in source.sheet.merges if one not in merges]
    drop_merges(target)
    taken = {place: source.sheet.cells.pop(place) for place in list(source.sheet.cells) if place[0] in source.rows and place[1] in source.columns}
    values = {place: work.results().effective(source.sheet, *place) for place in taken} if kind == "PASTE_VALUES" else {}
    for row in source.rows:
        for column in source.columns:
            cell = taken.get((row, column), Cell())
            cut = replace(cell, entered=values.get((row, column))) if kind == "PASTE_VALUES" else cell
            _paste(sheet, (row + down, column + right), cut, kind)
    sheet.merges += (_shifted(one, sheet, down, right) for one in merges)
    _follow(work, source, sheet, down, right)
    return {}


def paste_data(work: Work, request: Json) -> Json:
    """``pasteData``: delimited text, read as typed."""
    if request.get("html"):
        raise unimplemented("pasteData with html")
    sheet, top, left = work.place(request.get("coordinate"))
    delimiter = request.get("delimiter")
    if not delimiter:
        raise Rejected("Exactly one of delimiter or html must be set.")
    rows = list(csv.reader(io.StringIO(str(request.get("data", ""))), delimiter=delimiter)) if len(delimiter) == 1 else None
    if rows is None:
        raise unimplemented("pasteData with a delimiter of several characters")
    widest = max((len(row) for row in rows), default=0)
    if not widest:
        return {}
    work.guard(_in_grid(Area(sheet, top, left, top + len(rows), left + widest)))
    write(work.book, Area(sheet, top, left, top + len(rows), left + widest), rows, "USER_ENTERED", work.now)
    return {}


def auto_fill(work: Work, request: Json) -> Json:
    """``autoFill`` from a source: one number or text is repeated, two or more numbers go on by their step, formulas move along."""
    if "sourceAndDestination" not in request:
        raise unimplemented("autoFill that finds its own source")
    given = request["sourceAndDestination"]
    source, length = work.area(given.get("source")), int(given.get("fillLength", 0))
    if length < 0:
        raise unimplemented("autoFill towards the start")
    is_down = given.get("dimension") == "ROWS"
    along = source.rows if is_down else source.columns
    across = source.columns if is_down else source.rows
    target = _in_grid(
        Area(source.sheet, along.stop, across.start, along.stop + length, across.stop)
        if is_down
        else Area(source.sheet, across.start, along.stop, across.stop, along.stop + length)
    )
    work.guard(target)
    for line in across:
        cells = [source.sheet.cells.get((index, line) if is_down else (line, index), Cell()) for index in along]
        step = _step(cells)
        for offset in range(length):
            index = along.stop + offset
            model = along.start + offset % len(along)
            cell = cells[offset % len(along)]
            copy = _copied(cell, index - model, 0) if is_down else _copied(cell, 0, index - model)
            if step is not None and cells[-1].entered:
                copy = replace(copy, entered={"numberValue": cells[-1].entered["numberValue"] + step * (offset + 1)})
            _paste(source.sheet, (index, line) if is_down else (line, index), copy, "PASTE_NORMAL")
    return {}


def _step(cells: list[Cell]) -> float | None:
    """By how much numbers go on; ``None`` when they don't."""
    numbers = [float(cell.entered["numberValue"]) for cell in cells if cell.entered and "numberValue" in cell.entered]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return steps.pop() if len(numbers) == len(cells) and len(steps) == 1 else None


def _tiles(target: Area, height: int, width: int) -> Iterator[tuple[int, int]]:
    """The corners of the copies: as many as fill the destination exactly, else one."""
    down = len(target.rows) // height if len(target.rows) % height == 0 else 1
    right = len(target.columns) // width if len(target.columns) % width == 0 else 1
    for row in range(max(down, 1)):
        for column in range(max(right, 1)):
            yield target.rows.start + row * height, target.columns.start + column * width


def _in_grid(area: Area) -> Area:
    sheet = area.sheet
    if (area.bottom or 0) > sheet.row_count or (area.right or 0) > sheet.column_count:
        raise Rejected(f"The destination is larger than the grid. Max rows: {sheet.row_count}, max columns: {sheet.column_count}")
    return area


def _copied(cell: Cell, rows: int, columns: int) -> Cell:
    formula = (cell.entered or {}).get("formulaValue")
    return replace(cell, entered={"formulaValue": copied(str(formula), rows, columns)}) if formula else replace(cell)


def _paste(sheet: Sheet, place: tuple[int, int], cell: Cell, kind: str) -> None:
    """Put what ``kind`` takes of ``cell`` into a place; the rest of what is there stays."""
    old = sheet.cells.get(place, Cell())
    match kind:
        case "PASTE_VALUES" | "PASTE_FORMULA":
            new = replace(old, entered=cell.entered, runs=None)
        case "PASTE_FORMAT":
            new = replace(old, format=cell.format)
        case "PASTE_DATA_VALIDATION":
            new = replace(old, validation=cell.validation)
        case "PASTE_NO_BORDERS":
            new = replace(cell, format=_with_borders_of(old, cell))
        case _:
            new = replace(cell)
    if new.blank:
        sheet.cells.pop(place, None)
    else:
        sheet.cells[place] = new


def _with_borders_of(old: Cell, new: Cell) -> Json | None:
    rest = {name: value for name, value in (new.format or {}).items() if name != "borders"}
    borders = (old.format or {}).get("borders")
    return ({**rest, "borders": borders} if borders else rest) or None


def _shifted(given: Json, sheet: Sheet, down: int, right: int) -> Json:
    return {
        "sheetId": sheet.id,
        "startRowIndex": given["startRowIndex"] + down,
        "endRowIndex": given["endRowIndex"] + down,
        "startColumnIndex": given["startColumnIndex"] + right,
        "endColumnIndex": given["endColumnIndex"] + right,
    }


def _copy_conditional_formats(source: Area, whole: Area, kind: str, *, transposed: bool) -> None:
    """Rules that hold for all of the source hold for the copy as well (as far as the emulator goes)."""
    if kind not in _TAKES_MERGES or transposed or source.sheet is not whole.sheet:
        return
    for number, rule in enumerate(source.sheet.conditional_formats):
        covers = any(spans(one, source) for one in rule["ranges"])
        if covers and not any(spans(one, whole) for one in rule["ranges"]):
            source.sheet.conditional_formats[number] = {**rule, "ranges": [*rule["ranges"], full_range(whole)]}


def _follow(work: Work, source: Area, sheet: Sheet, down: int, right: int) -> None:
    """References, named ranges and anchors that lie in the source go along to ``sheet``."""

    def moved(given: Json) -> Json:
        here = int(given.get("sheetId", 0)) == source.sheet.id
        bounded = {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"} <= set(given)
        return {**given, **_shifted(given, sheet, down, right)} if here and bounded and inside(given, source) else given

    def follow(reference: Reference, here: Sheet) -> Reference:
        meant = here if reference.sheet is None else work.book.by_title(reference.sheet)
        if meant is not source.sheet:
            return reference
        old = reference.grid_range(source.sheet.id)
        new = moved(old)
        if new == old:
            return reference
        title = None if reference.sheet is None and here is sheet else sheet.title
        return replace(reference.at(new), sheet=title)

    rewrite_all(work.book, follow)
    work.book.named_ranges = [{**one, "range": moved(one["range"])} if "range" in one else one for one in work.book.named_ranges]
    work.book.anchors = {key: moved(one) for key, one in work.book.anchors.items()}


KINDS: Mapping[str, Kind] = {
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "pasteData": paste_data,
    "autoFill": auto_fill,
}
