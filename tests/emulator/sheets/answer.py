"""A spreadsheet as the API shows it. Only what is asked for is built."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.emulator.access import has
from tests.emulator.masks import Mask
from tests.emulator.sheets.a1 import Area, shown_range
from tests.emulator.sheets.book import Book, Json, Sheet
from tests.emulator.sheets.cells import EVERYTHING
from tests.emulator.sheets.formulas import Results
from tests.emulator.sheets.grid import grid_data, metadata_json
from tests.emulator.sheets.ranges import overlap, shown
from tests.emulator.sheets.threads import thread_json
from tests.emulator.sheets.work import is_protected
from tests.emulator.world import Account, File, World

INCLUDED, OMITTED = "COMMENTS_VIEW_MODE_INCLUDED", "COMMENTS_VIEW_MODE_OMITTED"

_KEPT_AT_ZERO = frozenset({"sheetId", "index", "rowCount", "columnCount"})


@dataclass(frozen=True, slots=True)
class View:
    """What of a spreadsheet is to be shown, and to whom.

    ``areas`` limits it to these areas and their sheets, ``grid`` asks for cells, ``comments`` for comment threads; ``mask`` is that of Spreadsheet.
    ``mode`` is the comments view that is reported where a mask names it or cells are asked for.
    """

    world: World
    file: File
    book: Book
    account: Account
    areas: Sequence[Area] | None = None
    grid: bool = False
    comments: bool = False
    mode: str = ""
    mask: Mask = EVERYTHING

    def of(self, sheet: Sheet) -> list[Area]:
        """What is asked for of a sheet."""
        if self.areas is None:
            return [Area(sheet)]
        return [area for area in self.areas if area.sheet is sheet]

    def anchors(self, sheet: Sheet) -> list[str]:
        """The anchors of comments on what is asked for of a sheet."""
        on_it = {name: place for name, place in self.book.anchors.items() if int(place.get("sheetId", 0)) == sheet.id}
        return [name for name, place in on_it.items() if any(overlap(place, area) for area in self.of(sheet))]


def spreadsheet_json(view: View) -> Json:
    """The Spreadsheet."""
    results = Results(view.book, view.world.clock())
    parts: dict[str, Callable[[Mask], Any]] = {
        "spreadsheetId": lambda _mask: view.file.id,
        "properties": lambda _mask: view.book.properties,
        "sheets": lambda mask: [_sheet_json(view, results, sheet, mask) for sheet in view.book.ordered() if view.of(sheet)],
        "namedRanges": lambda _mask: [shown(one) for one in view.book.named_ranges],
        "spreadsheetUrl": lambda _mask: f"https://docs.google.com/spreadsheets/d/{view.file.id}/edit",
        "developerMetadata": lambda _mask: _metadata(view.book, {"spreadsheet"}),
        "commentsViewMode": lambda _mask: view.mode,
        "comments": lambda _mask: _comments(view),
    }
    return _built(parts, view.mask)


def properties_json(properties: Json) -> Json:
    """SheetProperties without what is as always."""
    found = {name: value for name, value in properties.items() if value or name in _KEPT_AT_ZERO}
    if "gridProperties" in found:
        found["gridProperties"] = {name: value for name, value in found["gridProperties"].items() if value or name in _KEPT_AT_ZERO}
    return found


def _built(parts: dict[str, Callable[[Mask], Any]], mask: Mask) -> Json:
    found: Json = {}
    for name, make in parts.items():
        below = mask.below(name)
        if below is not None and (value := make(below)) not in (None, [], "", {}):
            found[name] = value
    return found


def _sheet_json(view: View, results: Results, sheet: Sheet, mask: Mask) -> Json:
    def listed(found: list[Json]) -> Callable[[Mask], Any]:
        return lambda _mask: [shown(one) for one in found]

    parts: dict[str, Callable[[Mask], Any]] = {
        "properties": lambda _mask: properties_json(sheet.properties),
        "data": lambda below: [grid_data(results, area, below) for area in view.of(sheet)] if view.grid else None,
        "merges": listed(sheet.merges),
        "conditionalFormats": listed(sheet.conditional_formats),
        "filterViews": listed(sheet.filter_views),
        "protectedRanges": lambda _mask: [_protected(view, sheet, one) for one in sheet.protected_ranges],
        "basicFilter": lambda _mask: shown(sheet.basic_filter),
        "charts": listed(sheet.charts),
        "bandedRanges": listed(sheet.banded_ranges),
        "developerMetadata": lambda _mask: _metadata(view.book, {"sheetId"}, sheet.id),
        "rowGroups": listed(sheet.row_groups),
        "columnGroups": listed(sheet.column_groups),
        "tables": listed(sheet.tables),
        "commentAnchors": lambda _mask: [_anchor(view.book, name) for name in view.anchors(sheet)] if view.comments else None,
    }
    return _built(parts, mask)


def _protected(view: View, sheet: Sheet, given: Json) -> Json:
    """A ProtectedRange for this reader: its editors are shown to those who may edit it, the file's owner always among them."""
    found: Json = {name: value for name, value in shown(given).items() if value or name == "range"}
    place = given.get("range", {})
    ends = (place.get("startRowIndex", 0), place.get("startColumnIndex", 0), place.get("endRowIndex"), place.get("endColumnIndex"))
    may_edit = has(view.world, view.account, view.file, "writer") and not is_protected(view.world, view.file, view.account, Area(sheet, *ends))
    found.pop("editors", None)
    found.pop("requestingUserCanEdit", None)
    if not may_edit:
        return found
    editors = given.get("editors", {})
    users = dict.fromkeys([*([view.file.owner] if view.file.owner else []), *editors.get("users", [])])
    return found | {"requestingUserCanEdit": True, "editors": {**editors, "users": list(users)}}


def _metadata(book: Book, at: set[str], sheet_id: int | None = None) -> list[Json]:
    """The developer metadata of the spreadsheet as such, or of one sheet as such."""
    return [
        metadata_json(entry)
        for entry in book.metadata
        if at & entry["location"].keys() and "dimensionRange" not in entry["location"] and entry["location"].get("sheetId") == sheet_id
    ]


def _anchor(book: Book, name: str) -> Json:
    return {"anchorId": name, "range": shown_range(book.anchors[name])}


def _comments(view: View) -> list[Json]:
    """The threads, unless ranges were asked for: then those on them."""
    if not view.comments:
        return []
    shown = {name for sheet in view.book.sheets for name in view.anchors(sheet)}
    threads = [one for one in view.file.threads if not one.head.deleted and (view.areas is None or one.anchor in shown)]
    return [thread_json(view.world, view.book, view.account, one) for one in threads]
