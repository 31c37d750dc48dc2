"""Data filters: A1 ranges, GridRanges and lookups of developer metadata, as areas of a spreadsheet."""

from tests.emulator.errors import invalid
from tests.emulator.sheets.a1 import Area, from_grid_range, parse
from tests.emulator.sheets.book import Book, Json


def areas(book: Book, data_filter: Json, *, no_sheet: str = "No grid with id: {}") -> list[Area]:
    """The areas that a DataFilter chooses; a lookup chooses the rows, columns and sheets that carry matching metadata.

    Raises ``ApiError`` (400) for ranges that make no sense; ``no_sheet`` words the one for an unknown sheet.
    """
    match data_filter:
        case {"a1Range": text}:
            return [parse(book, str(text))]
        case {"gridRange": given}:
            return [from_grid_range(book, given, missing=no_sheet)]
        case {"developerMetadataLookup": lookup}:
            return [area for entry in matching(book, lookup) if (area := location_area(book, entry["location"])) is not None]
        case _:
            return [Area(sheet) for sheet in book.ordered()]


def matching(book: Book, lookup: Json) -> list[Json]:
    """The developer metadata that a DeveloperMetadataLookup finds. Raises ``ApiError`` (400) for a lookup whose parts contradict each other."""
    place = lookup.get("metadataLocation")
    _check(lookup, place)
    strategy = lookup.get("locationMatchingStrategy", "INTERSECTING_LOCATION")
    exact = bool(place) and (strategy == "EXACT_LOCATION" or "spreadsheet" in (place or {}))
    return [entry for entry in book.metadata if _fits(entry, lookup) and (not place or _at(book, entry["location"], place, exact=exact))]


def location_area(book: Book, location: Json) -> Area | None:
    """The cells of a DeveloperMetadataLocation; ``None`` for the spreadsheet as such and for a sheet that is gone."""
    dimension = location.get("dimensionRange")
    if dimension is None and "sheetId" not in location:
        return None
    sheet = book.by_id(int((dimension or location).get("sheetId", 0)))
    if sheet is None:
        return None
    if dimension is None:
        return Area(sheet)
    start, end = dimension.get("startIndex", 0), dimension.get("endIndex")
    return Area(sheet, top=start, bottom=end) if dimension["dimension"] == "ROWS" else Area(sheet, left=start, right=end)


def location_type(location: Json) -> str:
    """A location's ``locationType``."""
    if dimension := location.get("dimensionRange"):
        return "ROW" if dimension["dimension"] == "ROWS" else "COLUMN"
    return "SHEET" if "sheetId" in location else "SPREADSHEET"


def _check(lookup: Json, place: Json | None) -> None:
    strategy = lookup.get("locationMatchingStrategy")
    if strategy and not place:
        raise invalid("A locationMatchingStrategy may only be specified if a metadataLocation is also specified.")
    if strategy == "EXACT_LOCATION" and "locationType" in lookup:
        raise invalid("A locationType may not be specified when the locationMatchingStrategy is EXACT_LOCATION.")
    if strategy == "INTERSECTING_LOCATION" and (place or {}).get("spreadsheet"):
        raise invalid("A metadataLocation of spreadsheet may not be specified when the locationMatchingStrategy is INTERSECTING_LOCATION.")
    dimension = (place or {}).get("dimensionRange")
    if dimension and dimension.get("endIndex", 0) - dimension.get("startIndex", 0) != 1:
        raise invalid("DimensionRange must represent a single row or column.")


def _fits(entry: Json, lookup: Json) -> bool:
    wanted = {name: lookup[name] for name in ("metadataId", "metadataKey", "metadataValue", "visibility") if name in lookup}
    kind = lookup.get("locationType")
    return all(entry.get(name) == value for name, value in wanted.items()) and kind in {None, location_type(entry["location"])}


def _at(book: Book, location: Json, place: Json, *, exact: bool) -> bool:
    mine, wanted = location_area(book, location), location_area(book, place)
    if mine is None or wanted is None:
        return location_type(location) == location_type(place) == "SPREADSHEET"
    if exact:
        return location_type(location) == location_type(place) and mine.key == wanted.key
    same_sheet = mine.sheet is wanted.sheet
    return same_sheet and _cross(mine.rows, wanted.rows) and _cross(mine.columns, wanted.columns)


def _cross(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
