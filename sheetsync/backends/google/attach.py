"""Our tabs, added to a spreadsheet that people made: the requests of one batch, and those that take all of it away again.

Google has no compare-and-set. Where somebody changed the spreadsheet between our read and our batch, nobody knows whether our keys stand where they
should: then all that the batch did is undone. Empty rows and columns by which a grid had to grow stay, and so does the look that an empty cell took.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sheetsync.backends.google.edits import MOST_COLUMNS, MOST_ROWS, Puts, plan, requests
from sheetsync.backends.google.layout import layout_behind
from sheetsync.backends.google.reader import Book, Sheet
from sheetsync.backends.google.repair import is_as_meant, undone
from sheetsync.backends.google.values import Json
from sheetsync.errors import CellRefused, TabTaken
from sheetsync.model.design import WorkbookDesign, taken_title
from sheetsync.model.grid import CellEdit, Lane

_DIMENSIONS: Final = {"column": "COLUMNS", "row": "ROWS"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is to be added to the spreadsheet ``before``.

    ``titles`` are our tabs by the ids of their sheets, ``names`` the ids of our named ranges, ``puts`` what cells of theirs become, and ``lanes``
    the rows and columns to be hidden that were not.
    """

    before: Book
    titles: Mapping[int, str]
    names: Sequence[str]
    puts: Puts
    lanes: Sequence[Lane]
    requests: Sequence[Json]

    def is_done(self, after: Book) -> bool:
        """Whether ``after`` is the spreadsheet as it was, with what was to be added, and nothing else."""
        ours = {sheet.id: sheet.grid.title for sheet in after.sheets if sheet.id in self.titles}
        return ours == self.titles and is_as_meant(self.before, self.puts, self._theirs(after))

    def undoing(self, after: Book) -> list[Json]:
        """The requests that take away again what ``after`` has of ours."""
        there = {sheet.id for sheet in after.sheets}
        standing = [sheet_id for sheet_id in self.titles if sheet_id in there]
        puts = undone(self.before, self.puts, after)
        if not standing and not puts:
            return []
        return [
            *({"deleteNamedRange": {"namedRangeId": name}} for name in self.names if standing),
            *({"deleteSheet": {"sheetId": sheet_id}} for sheet_id in standing),
            *requests(after, puts),
            *_lanes_set([sheet for sheet in self.before.sheets if sheet.id in there], self.lanes, hidden=False),
        ]

    def _theirs(self, book: Book) -> Book:
        return replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet.id not in self.titles))


def attachment(
    before: Book, answer: Json, design: WorkbookDesign, edits: Sequence[CellEdit], hide: Sequence[Lane], random: Callable[[int], bytes]
) -> Attachment:
    """What is to be done to ``before``, which Google described in ``answer``; ``random`` gives so many random bytes.

    Raises:
        TabTaken: a tab has a title of ours, or a range a name of ours.
        CellRefused: an edit can't be made without harm, or a tab or line that should be hidden is not there.
    """
    listed = {int(sheet["properties"].get("sheetId", 0)): str(sheet["properties"]["title"]) for sheet in answer.get("sheets", ())}
    if taken := taken_title(design.tabs, listed.values()):
        raise TabTaken(before.ref, taken)
    names = {str(one["name"]).casefold() for one in answer.get("namedRanges", ())}
    if taken_name := next((name.name for name in design.names if name.name.casefold() in names), None):
        raise TabTaken(before.ref, taken_name, is_name=True)
    titles = dict(zip(_free_ids(listed, random), (tab.title for tab in design.tabs), strict=False))
    ours = {title: sheet_id for sheet_id, title in titles.items()}
    puts = plan(before, edits, ours)
    _check_lanes(before, hide)
    lanes = sorted(set(hide) - _hidden(answer))
    named = [random(12).hex() for _ in design.names]
    tasks = [
        *_named(layout_behind(design, ours | {sheet.grid.title: sheet.id for sheet in before.sheets}), named),
        *requests(before, puts),
        *_grown(before, puts, lanes),
        *_lanes_set(before.sheets, lanes, hidden=True),
    ]
    return Attachment(before, titles, named, puts, lanes, tasks)


def _free_ids(taken: Mapping[int, str], random: Callable[[int], bytes]) -> Iterator[int]:
    """Ids of sheets that are not ``taken``. Nobody else draws the same ones, so they prove later whose sheets those are."""
    drawn = set(taken)
    while True:
        number = int.from_bytes(random(4), "big") & 0x7FFF_FFFF
        if number not in drawn:
            drawn.add(number)
            yield number


def _named(tasks: Sequence[Json], ids: Sequence[str]) -> Iterator[Json]:
    """``tasks`` with ``ids`` for the ranges that they name."""
    left = iter(ids)
    for task in tasks:
        named = task.get("addNamedRange")
        yield {"addNamedRange": {"namedRange": {**named["namedRange"], "namedRangeId": next(left)}}} if named else task


def _hidden(answer: Json) -> set[Lane]:
    """The rows and columns that people hid."""
    found: set[Lane] = set()
    for sheet in answer.get("sheets", ()):
        title = str(sheet["properties"]["title"])
        for block in sheet.get("data", ()):
            for at, line in enumerate(block.get("columnMetadata", ()), start=int(block.get("startColumn", 0))):
                found |= {Lane(title, "column", at)} if line.get("hiddenByUser") else set()
            for at, line in enumerate(block.get("rowMetadata", ()), start=int(block.get("startRow", 0))):
                found |= {Lane(title, "row", at)} if line.get("hiddenByUser") else set()
    return found


def _check_lanes(book: Book, hide: Sequence[Lane]) -> None:
    titles = {sheet.grid.title for sheet in book.sheets}
    for lane in hide:
        if lane.tab not in titles:
            raise CellRefused(book.ref, en=f"no tab has the title “{lane.tab}”", vi=f"không có trang tính nào tên “{lane.tab}”")
        if not 0 <= lane.index < (MOST_ROWS if lane.kind == "row" else MOST_COLUMNS):
            raise CellRefused(book.ref, en="a sheet has no such column or row", vi="trang tính không có cột hoặc hàng đó")


def _grown(book: Book, puts: Puts, lanes: Sequence[Lane]) -> Iterator[Json]:
    """Requests that give grids the lines that are to be hidden, where the cells that are put there have not done so."""
    for sheet in book.sheets:
        places = puts.get(sheet.id, {})
        for kind, size, axis in (("row", sheet.rows, 0), ("column", sheet.columns, 1)):
            wide = max([size, *(place[axis] + 1 for place in places)])
            needed = max((lane.index + 1 for lane in lanes if (lane.tab, lane.kind) == (sheet.grid.title, kind)), default=0)
            if needed > wide:
                yield {"appendDimension": {"sheetId": sheet.id, "dimension": _DIMENSIONS[kind], "length": needed - wide}}


def _lanes_set(sheets: Sequence[Sheet], lanes: Sequence[Lane], *, hidden: bool) -> Iterator[Json]:
    """Requests that hide lines, or show them."""
    ids = {sheet.grid.title: sheet.id for sheet in sheets}
    for lane in lanes:
        if lane.tab in ids:
            place = {"sheetId": ids[lane.tab], "dimension": _DIMENSIONS[lane.kind], "startIndex": lane.index, "endIndex": lane.index + 1}
            yield {"updateDimensionProperties": {"range": place, "properties": {"hiddenByUser": hidden}, "fields": "hiddenByUser"}}
