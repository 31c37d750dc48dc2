"""Developer metadata: the requests about it, and the methods that read it."""

from collections.abc import Mapping
from typing import Any

from tests.emulator.calls import Call, Handler
from tests.emulator.errors import ApiError, invalid
from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.access import open_to_read
from tests.emulator.sheets.book import Book, Json
from tests.emulator.sheets.filters import areas, location_area, matching
from tests.emulator.sheets.grid import metadata_json
from tests.emulator.sheets.ranges import with_sheet
from tests.emulator.sheets.work import Kind, Rejected, Work
from tests.emulator.world import World

LONGEST = 30_000
_LOCATIONS = ("spreadsheet", "sheetId", "dimensionRange")


def get(world: World, call: Call) -> Json:
    """``developerMetadata.get``: one entry by its id."""
    book = open_to_read(world, call).book
    wanted = str(call.path["metadataId"])
    found = next((one for one in visible(book, call.app) if str(one["metadataId"]) == wanted), None)
    if found is None:
        raise ApiError(404, f"No developer metadata with ID {wanted}.")
    return metadata_json(found)


def search(world: World, call: Call) -> Json:
    """``developerMetadata.search``: every entry that some filter finds, once, with the filters that found it."""
    book = open_to_read(world, call).book
    filters = call.body.get("dataFilters", [])
    if not filters:
        raise invalid("Must specify at least one dataFilter.")
    found = [(filter_, _chosen(book, call.app, filter_)) for filter_ in filters]
    matched = [
        {"developerMetadata": metadata_json(one), "dataFilters": [filter_ for filter_, ones in found if one in ones]}
        for one in visible(book, call.app)
    ]
    listed = [one for one in matched if one["dataFilters"]]
    return {"matchedDeveloperMetadata": listed} if listed else {}


def create_developer_metadata(work: Work, request: Json) -> Json:
    """``createDeveloperMetadata``: on the spreadsheet, a sheet, or exactly one row or column."""
    given = request.get("developerMetadata", {})
    metadata_id = work.new_id(given.get("metadataId"), (one["metadataId"] for one in work.book.metadata), "Developer metadata")
    entry = _checked(work, {**given, "metadataId": metadata_id})
    work.book.metadata.append(entry)
    work.book.metadata_projects[metadata_id] = work.app
    _check_length(work.book, entry)
    return {"developerMetadata": metadata_json(entry)}


def update_developer_metadata(work: Work, request: Json) -> Json:
    """``updateDeveloperMetadata``: all that the filters find."""
    given, filters = request.get("developerMetadata", {}), request.get("dataFilters", [])
    mask = work.mask(request.get("fields"), "DeveloperMetadata")
    if not filters:
        raise Rejected("Must specify at least one dataFilter.")
    found = [one for one in visible(work.book, work.app) if any(one in _filtered(work, filter_) for filter_ in filters)]
    new: list[Json] = []
    for old in found:
        changed = {**old, **given} if mask.whole else mask.updated(old, given)
        entry = _checked(work, {**changed, "metadataId": old["metadataId"]})
        work.book.metadata[work.book.metadata.index(old)] = entry
        _check_length(work.book, entry)
        new.append(metadata_json(entry))
    return {"developerMetadata": new} if new else {}


def delete_developer_metadata(work: Work, request: Json) -> Json:
    """``deleteDeveloperMetadata``: all that the filter finds."""
    if "dataFilter" not in request:
        raise Rejected("A dataFilter must be specified.")
    found = _filtered(work, request["dataFilter"])
    work.book.metadata = [one for one in work.book.metadata if one not in found]
    return {"deletedDeveloperMetadata": [metadata_json(one) for one in found]} if found else {}


def visible(book: Book, app: str) -> list[Json]:
    """What the client project ``app`` sees: all for the document, and of what is for a project its own."""
    return [one for one in book.metadata if one["visibility"] == "DOCUMENT" or book.metadata_projects.get(one["metadataId"]) == app]


def _chosen(book: Book, app: str, data_filter: Json) -> list[Json]:
    """The entries that a filter finds: by a lookup, or all that are on cells of a range. Raises ``ApiError``."""
    seen = visible(book, app)
    if "developerMetadataLookup" in data_filter:
        return [one for one in matching(book, data_filter["developerMetadataLookup"]) if one in seen]
    ranges = areas(book, data_filter)
    return [one for one in seen if (place := location_area(book, one["location"])) and any(_cross(place, area) for area in ranges)]


def _filtered(work: Work, data_filter: Json) -> list[Json]:
    try:
        return _chosen(work.book, work.app, data_filter)
    except ApiError as error:
        raise Rejected(error.message) from error


def _cross(one: Area, other: Area) -> bool:
    return one.sheet is other.sheet and _overlap(one.rows, other.rows) and _overlap(one.columns, other.columns)


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _checked(work: Work, given: Json) -> Json:
    """An entry as it is kept. Raises ``Rejected``."""
    if int(given["metadataId"]) <= 0:
        raise Rejected("metadataId must be positive.")
    if not given.get("metadataKey"):
        raise Rejected("Developer metadata must have a key specified.")
    if given.get("visibility") not in {"DOCUMENT", "PROJECT"}:
        raise Rejected("Developer metadata must have visibility specified.")
    kept: Json = {name: given[name] for name in ("metadataId", "metadataKey", "metadataValue") if name in given}
    return {**kept, "location": _location(work, given.get("location", {})), "visibility": given["visibility"]}


def _location(work: Work, given: Json) -> Json:
    named = [name for name in _LOCATIONS if name in given]
    if len(named) != 1:
        raise Rejected("Developer metadata must have a location specified.")
    match named[0]:
        case "sheetId":
            return {"sheetId": work.sheet(given["sheetId"], missing="No sheet with id: {}").id}
        case "dimensionRange":
            return {"dimensionRange": _single(work, with_sheet(given["dimensionRange"]))}
        case _:
            return {"spreadsheet": True}


def _single(work: Work, given: Json) -> Json:
    sheet = work.sheet(given["sheetId"], missing="No sheet with id: {}")
    start, end = int(given.get("startIndex", 0)), int(given.get("endIndex", 0))
    if end - start != 1 or given.get("dimension") not in {"ROWS", "COLUMNS"}:
        raise Rejected("DimensionRange must represent a single row or column.")
    count = sheet.row_count if given["dimension"] == "ROWS" else sheet.column_count
    if not 0 <= start < count:
        raise Rejected(f"DimensionRange index[{start}] is outside of the grid[{count}].")
    return {**given, "startIndex": start, "endIndex": end}


def _check_length(book: Book, entry: Json) -> None:
    """The spreadsheet's own entries, and those of each sheet with its rows and columns, may be so long together."""
    where = _owner(entry)
    total = sum(len(one["metadataKey"]) + len(one.get("metadataValue", "")) for one in book.metadata if _owner(one) == where)
    if total > LONGEST:
        raise Rejected(f"Developer metadata may not exceed {LONGEST} characters.")


def _owner(entry: Json) -> Any:
    location = entry["location"]
    return location.get("dimensionRange", location).get("sheetId")


HANDLERS: Mapping[str, Handler] = {
    "sheets.spreadsheets.developerMetadata.get": get,
    "sheets.spreadsheets.developerMetadata.search": search,
}

KINDS: Mapping[str, Kind] = {
    "createDeveloperMetadata": create_developer_metadata,
    "updateDeveloperMetadata": update_developer_metadata,
    "deleteDeveloperMetadata": delete_developer_metadata,
}
