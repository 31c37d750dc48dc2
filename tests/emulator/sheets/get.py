"""The methods ``spreadsheets.get`` and ``getByDataFilter``."""

from collections.abc import Mapping, Sequence

from tests.emulator.calls import Call, Handler
from tests.emulator.errors import ApiError, invalid
from tests.emulator.masks import Mask
from tests.emulator.sheets.a1 import Area, parse
from tests.emulator.sheets.access import Opened, may_see_comments, open_to_read
from tests.emulator.sheets.answer import INCLUDED, OMITTED, View, spreadsheet_json
from tests.emulator.sheets.book import Json
from tests.emulator.sheets.cells import EVERYTHING
from tests.emulator.sheets.filters import areas
from tests.emulator.world import World

DEFAULT = "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"
NO_COMMENTS = "You do not have permission to view comments on this spreadsheet."
_COMMENT_FIELDS = ("comments", "sheets.commentAnchors")


def get(world: World, call: Call) -> Json:
    """``spreadsheets.get``: all of it, or what touches the ranges."""
    opened = open_to_read(world, call)
    ranges = call.query.get("ranges", [])
    chosen = [parse(opened.book, text) for text in ranges] if ranges else None
    grid, mode = bool(call.query.get("includeGridData")), str(call.query.get("commentsViewMode", ""))
    return shown(world, call, opened, chosen, grid=grid, mode=mode)


def get_by_data_filter(world: World, call: Call) -> Json:
    """``spreadsheets.getByDataFilter``: all of it, or what the filters choose."""
    opened = open_to_read(world, call)
    filters = call.body.get("dataFilters", [])
    chosen = [area for one in filters for area in areas(opened.book, one, no_sheet="No sheet with id: {}")] if filters else None
    grid, mode = bool(call.body.get("includeGridData")), str(call.body.get("commentsViewMode", ""))
    return shown(world, call, opened, chosen, grid=grid, mode=mode)


def shown(world: World, call: Call, opened: Opened, chosen: Sequence[Area] | None, *, grid: bool, mode: str, mask: Mask | None = None) -> Json:
    """The Spreadsheet for the caller. ``mask`` (the call's own if left out) overrides ``grid``: cells come when it reaches them.

    Raises ``ApiError``: 400 for a mask that names comments nobody asked for, 403 for comments that the caller may not see.
    """
    mask = mask or call.mask or EVERYTHING
    mode = _mode(world, call, opened, mode)
    if mode == OMITTED and any(mask.names(field) for field in _COMMENT_FIELDS):
        raise invalid("Field mask may not contain comment-specific fields if comments are not requested")
    grid = grid if mask.whole else mask.reaches("sheets.data")
    reported = mode if (grid if mask.whole else mask.names("commentsViewMode")) else ""
    view = View(world, opened.file, opened.book, call.account, chosen, grid, mode == INCLUDED, reported, mask)
    return spreadsheet_json(view)


def _mode(world: World, call: Call, opened: Opened, asked: str) -> str:
    """The comments view that the caller gets: what was asked for, the default being what they may see at most."""
    refused = world.unseen_comments.get(opened.file.id)
    allowed = refused is None and may_see_comments(world, call, opened.file)
    if asked == DEFAULT:
        return INCLUDED if allowed else OMITTED
    if asked == INCLUDED and not allowed:
        raise ApiError(refused or 403, NO_COMMENTS)
    return INCLUDED if asked == INCLUDED else OMITTED


HANDLERS: Mapping[str, Handler] = {
    "sheets.spreadsheets.get": get,
    "sheets.spreadsheets.getByDataFilter": get_by_data_filter,
}
