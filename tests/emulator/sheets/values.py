"""The methods of ``spreadsheets.values``."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.emulator.calls import Call, Handler
from tests.emulator.errors import ApiError, invalid
from tests.emulator.sheets import moves
from tests.emulator.sheets.a1 import Area, echo, parse
from tests.emulator.sheets.access import Opened, open_to_read, open_to_write
from tests.emulator.sheets.book import Json
from tests.emulator.sheets.filters import areas
from tests.emulator.sheets.formulas import Results
from tests.emulator.sheets.reading import value_range
from tests.emulator.sheets.tables import last_table
from tests.emulator.sheets.work import PROTECTED, is_protected
from tests.emulator.sheets.writing import check_option, clear, rows_of, target_of, write, written
from tests.emulator.world import World

RESPONSE = {"render": "responseValueRenderOption", "moments": "responseDateTimeRenderOption"}
REQUEST = {"render": "valueRenderOption", "moments": "dateTimeRenderOption"}
UNSPECIFIED = {"DIMENSION_UNSPECIFIED", "INPUT_VALUE_OPTION_UNSPECIFIED"}


@dataclass(frozen=True, slots=True)
class Rows:
    """Values on their way into an area."""

    area: Area
    target: Area
    values: list[list[Any]]


def get(world: World, call: Call) -> Json:
    """``values.get``: one ValueRange."""
    opened = open_to_read(world, call)
    area = parse(opened.book, call.path["range"])
    return value_range(Results(opened.book, world.clock()), area, **_options(call.query, REQUEST))


def batch_get(world: World, call: Call) -> Json:
    """``values.batchGet``: one ValueRange for each range, in their order; a bad range fails all."""
    opened = open_to_read(world, call)
    found = [parse(opened.book, text) for text in call.query.get("ranges", [])]
    return _answer(call, "valueRanges", _read(world, opened, found, _options(call.query, REQUEST)))


def batch_get_by_data_filter(world: World, call: Call) -> Json:
    """``values.batchGetByDataFilter``: matched ranges by place, each once, with the filters that chose it."""
    opened = open_to_read(world, call)
    results, options = Results(opened.book, world.clock()), _options(call.body, REQUEST)
    found = [{"valueRange": value_range(results, area, **options), "dataFilters": filters} for area, filters in _filtered(opened, call)]
    return _answer(call, "valueRanges", found)


def update(world: World, call: Call) -> Json:
    """``values.update``: put the body's values at the path's range."""
    opened = open_to_write(world, call)
    check_option(call.query.get("valueInputOption", ""))
    rows = _rows(world, call, opened, parse(opened.book, call.path["range"], whole=True), call.body)
    return _put(world, call, opened, rows, call.query)


def batch_update(world: World, call: Call) -> Json:
    """``values.batchUpdate``: all ValueRanges of the body, or none."""
    opened = open_to_write(world, call)
    check_option(call.body.get("valueInputOption", ""))
    rows = []
    for number, given in enumerate(call.body.get("data", [])):
        with _part(f"data[{number}]"):
            rows.append(_rows(world, call, opened, parse(opened.book, given.get("range", ""), whole=True), given))
    return _put_all(world, call, opened, rows)


def batch_update_by_data_filter(world: World, call: Call) -> Json:
    """``values.batchUpdateByDataFilter``: all values at what their filters choose, or nothing."""
    opened = open_to_write(world, call)
    check_option(call.body.get("valueInputOption", ""))
    rows: list[Rows] = []
    filters: list[Json] = []
    for number, given in enumerate(call.body.get("data", [])):
        data_filter = given.get("dataFilter", {})
        with _part(f"data[{number}]"):
            chosen = areas(opened.book, data_filter)
            rows += [_rows(world, call, opened, area, given) for area in chosen]
        filters += [data_filter] * len(chosen)
    found = _put_all(world, call, opened, rows)
    found["responses"] = [{**one, "dataFilter": given} for one, given in zip(found.get("responses", []), filters, strict=True)]
    return found


def append(world: World, call: Call) -> Json:
    """``values.append``: below the last table that the range touches, or at the range's start."""
    opened = open_to_write(world, call)
    check_option(call.query.get("valueInputOption", ""))
    area = parse(opened.book, call.path["range"])
    values = rows_of(call.body.get("values", []), call.body.get("majorDimension", "ROWS"))
    table = last_table(area)
    start = Area(area.sheet, area.top, area.left) if table is None else Area(area.sheet, table.bottom or 0, table.left)
    found: Json = {"spreadsheetId": opened.file.id}
    if table is not None:
        found["tableRange"] = echo(table)
    rows = Rows(start, target_of(opened.book, start, values), values)
    _guard(world, call, opened, rows.target)
    if call.query.get("insertDataOption") == "INSERT_ROWS" and table is not None and values:
        _make_room(opened, rows)
    return {**found, "updates": _put(world, call, opened, rows, call.query)}


def clear_one(world: World, call: Call) -> Json:
    """``values.clear``."""
    opened = open_to_write(world, call)
    cleared = _clear(world, call, opened, [parse(opened.book, call.path["range"])])
    return {"spreadsheetId": opened.file.id, "clearedRange": cleared[0]}


def batch_clear(world: World, call: Call) -> Json:
    """``values.batchClear``."""
    opened = open_to_write(world, call)
    found = [parse(opened.book, text) for text in call.body.get("ranges", [])]
    return _answer(call, "clearedRanges", _clear(world, call, opened, found))


def batch_clear_by_data_filter(world: World, call: Call) -> Json:
    """``values.batchClearByDataFilter``."""
    opened = open_to_write(world, call)
    found = [area for area, _ in _filtered(opened, call)]
    return _answer(call, "clearedRanges", _clear(world, call, opened, found))


def _answer(call: Call, name: str, found: list[Any]) -> Json:
    return {"spreadsheetId": call.path["spreadsheetId"], **({name: found} if found else {})}


def _options(given: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    options = {option: given[name] for option, name in {"dimension": "majorDimension", **names}.items() if name in given}
    return {option: value for option, value in options.items() if value not in UNSPECIFIED}


def _read(world: World, opened: Opened, found: Iterable[Area], options: dict[str, Any]) -> list[Json]:
    results = Results(opened.book, world.clock())
    return [value_range(results, area, **options) for area in found]


def _filtered(opened: Opened, call: Call) -> list[tuple[Area, list[Json]]]:
    """What the body's data filters choose: by place, each range once."""
    filters = call.body.get("dataFilters", [])
    if not filters:
        raise invalid("Must specify at least one dataFilter.")
    found: dict[tuple[int, ...], tuple[Area, list[Json]]] = {}
    for number, data_filter in enumerate(filters):
        with _part(f"dataFilter[{number}]"):
            chosen = areas(opened.book, data_filter)
        for area in chosen:
            found.setdefault(area.key, (area, []))[1].append(data_filter)
    return [found[key] for key in sorted(found)]


@contextmanager
def _part(where: str) -> Iterator[None]:
    """What is refused inside says which part of the body it was."""
    try:
        yield
    except ApiError as error:
        raise invalid(f"Invalid {where}: {error.message}", details=error.details) from error


def _rows(world: World, call: Call, opened: Opened, area: Area, given: Mapping[str, Any]) -> Rows:
    values = rows_of(given.get("values", []), given.get("majorDimension", "ROWS"))
    target = target_of(opened.book, area, values)
    _guard(world, call, opened, target)
    return Rows(area, target, values)


def _guard(world: World, call: Call, opened: Opened, area: Area) -> None:
    if is_protected(world, opened.file, call.account, area):
        raise invalid(PROTECTED)


def _put(world: World, call: Call, opened: Opened, rows: Rows, options: Mapping[str, Any]) -> Json:
    """Write, and say what was written: an UpdateValuesResponse."""
    write(opened.book, rows.target, rows.values, options["valueInputOption"], world.clock())
    world.touch(opened.file)
    count = written(rows.values)
    counts = {"updatedRows": len(rows.target.rows), "updatedColumns": len(rows.target.columns), "updatedCells": count}
    covered = rows.target if all(counts.values()) else _first_cell(rows.area)
    found: Json = {"spreadsheetId": call.path["spreadsheetId"], "updatedRange": echo(covered)}
    found |= {name: value for name, value in counts.items() if value and count}
    if options.get("includeValuesInResponse"):
        found["updatedData"] = value_range(Results(opened.book, world.clock()), covered, **_options(options, RESPONSE) | {"dimension": "ROWS"})
    return found


def _first_cell(area: Area) -> Area:
    return Area(area.sheet, area.top, area.left, area.top + 1, area.left + 1)


def _put_all(world: World, call: Call, opened: Opened, rows: list[Rows]) -> Json:
    responses = [_put(world, call, opened, one, call.body) for one in rows]
    lines = {(one.area.sheet.id, row) for one in rows for row in one.target.rows}
    columns = {(one.area.sheet.id, column) for one in rows for column in one.target.columns}
    totals = {
        "totalUpdatedRows": len(lines),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(written(one.values) for one in rows),
        "totalUpdatedSheets": len({one.area.sheet.id for one in rows}),
    }
    found: Json = {"spreadsheetId": opened.file.id, **{name: value for name, value in totals.items() if value}}
    return found | ({"responses": responses} if responses else {})


def _make_room(opened: Opened, rows: Rows) -> None:
    sheet, at, count = rows.area.sheet, rows.area.top, len(rows.values)
    if at < sheet.row_count:
        moves.insert(opened.book, sheet, "ROWS", at, count)


def _clear(world: World, call: Call, opened: Opened, found: list[Area]) -> list[str]:
    for area in found:
        _guard(world, call, opened, area.clamped())
    for area in found:
        clear(area)
    world.touch(opened.file)
    return [echo(area) for area in found]


_VALUES = "sheets.spreadsheets.values."

HANDLERS: Mapping[str, Handler] = {
    _VALUES + "get": get,
    _VALUES + "batchGet": batch_get,
    _VALUES + "batchGetByDataFilter": batch_get_by_data_filter,
    _VALUES + "update": update,
    _VALUES + "batchUpdate": batch_update,
    _VALUES + "batchUpdateByDataFilter": batch_update_by_data_filter,
    _VALUES + "append": append,
    _VALUES + "clear": clear_one,
    _VALUES + "batchClear": batch_clear,
    _VALUES + "batchClearByDataFilter": batch_clear_by_data_filter,
}
