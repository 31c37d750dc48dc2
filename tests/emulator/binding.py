"""What was sent, read as the discovery document says: query values get their types, bodies their official names; what can't be read is listed.

Everything unreadable goes into one answer. The texts are those of Google's JSON reader, which names fields as its protocol buffers do.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.emulator.discovery import Json, Method, Shape, snake
from tests.emulator.errors import ApiError, invalid, violations

TYPE_URL = "type.googleapis.com/"
PACKAGES = {"sheets": "google.apps.sheets.v4.", "drive": "google.apps.drive.v3."}  # the name of Drive's package is unverified
SPELLED = {**dict.fromkeys(("true", "1", "t", "y", "yes"), True), **dict.fromkeys(("false", "0", "f", "n", "no"), False)}

ENUM_NAMES: Mapping[str, str] = {
    "majorDimension": "Dimension",
    "responseValueRenderOption": "ValueRenderOption",
    "responseDateTimeRenderOption": "DateTimeRenderOption",
    "insertDataOption": "AppendValuesRequest.InsertDataOption",
}
"""Enums that are not named after their field; the document doesn't tell (unverified beyond the first)."""

BODY_FIELDS: Mapping[str, str] = {
    "sheets.spreadsheets.create": "spreadsheet",
    "sheets.spreadsheets.values.update": "data",
    "sheets.spreadsheets.values.append": "data",
}
"""Methods whose body is one field of the request message: error paths start with it."""

ONE_OF: Mapping[str, tuple[str, frozenset[str]]] = {
    "AutoFillRequest": ("area", frozenset({"range", "sourceAndDestination"})),
    "AutoResizeDimensionsRequest": ("dimension_range", frozenset()),
    "ChartData": ("type", frozenset({"sourceRange", "columnReference"})),
    "ColorStyle": ("kind", frozenset()),
    "ConditionValue": ("value", frozenset()),
    "ConditionalFormatRule": ("rule", frozenset({"booleanRule", "gradientRule"})),
    "DataFilter": ("filter", frozenset()),
    "DeveloperMetadataLocation": ("location", frozenset({"spreadsheet", "sheetId", "dimensionRange"})),
    "EmbeddedObjectPosition": ("location", frozenset({"sheetId", "overlayPosition", "newSheet"})),
    "ExtendedValue": ("value", frozenset()),
    "Request": ("kind", frozenset()),
    "SortSpec": ("reference", frozenset({"dimensionIndex", "dataSourceColumnReference"})),
    "UpdateCellsRequest": ("area", frozenset({"start", "range"})),
    "UpdateDimensionPropertiesRequest": ("dimension_range", frozenset({"range", "dataSourceSheetRange"})),
}
"""Messages with members of which only one may be set: the name of the choice, and its members (none given: all). Documents don't tell."""

INDEXES = frozenset({"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"})
"""Integers of a GridRange that are messages on the inside, so that a missing one differs from 0."""


@dataclass(slots=True)
class Complaints:
    """What couldn't be read so far: (field, description)."""

    listed: list[tuple[str, str]] = field(default_factory=list)

    def unknown(self, name: str, path: str, why: str) -> None:
        where = f" at '{path}'" if path else ""
        self.listed.append((path, f'Invalid JSON payload received. Unknown name "{name}"{where}: {why}'))

    def value(self, path: str, kind: str, value: Any) -> None:
        said = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else f'"{value}"'
        self.listed.append((path, f"Invalid value at '{path}' ({kind}), {said}"))

    def taken(self, path: str, choice: str, name: str) -> None:
        self.listed.append((path, f"Invalid value at '{path}' (oneof), oneof field '{choice}' is already set. Cannot set '{name}'"))

    def error(self) -> ApiError | None:
        """All of it in one answer."""
        return violations("\n".join(said for _, said in self.listed), *self.listed) if self.listed else None


def read_query(method: Method, pairs: Sequence[tuple[str, str]], complaints: Complaints) -> Json:
    """The typed query values by their discovery name. ``pairs`` are the query without what every method takes (``fields``, ``alt`` …)."""
    found: Json = {}
    known = {snake(name): name for name in method.parameters} if method.service == "sheets" else {}
    for sent, text in pairs:
        name = known.get(sent, sent)
        parameter = method.parameters.get(name)
        if parameter is None:
            _unknown_parameter(method, sent, complaints)
            continue
        value = _scalar(Shape(method.api, parameter), name, text, snake(name), complaints, lenient=True)
        if value is None:
            continue
        if parameter.get("repeated"):
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def check_bounds(method: Method, query: Mapping[str, Any]) -> None:
    """Raise what Drive answers when a required parameter is missing or a number is outside of its bounds."""
    for name, parameter in method.parameters.items():
        if parameter.get("required") and not query.get(name):
            raise ApiError(400, f"Required parameter: {name}", reason="required", location=name, location_type="parameter")
        low, high = parameter.get("minimum"), parameter.get("maximum")
        if low and high and name in query and not int(low) <= query[name] <= int(high):
            message = f"Invalid value '{query[name]}'. Values must be within the range: [{low}, {high}]"
            raise ApiError(400, message, reason="invalidParameter", location=name, location_type="parameter")


def parse_json(data: bytes) -> Any:
    """The JSON of a body; an empty one is an empty object. Raises ``ApiError``."""
    if not data.strip():
        return {}
    try:
        return json.loads(data, parse_constant=_no_constant)
    except ValueError as problem:
        at = problem.pos if isinstance(problem, json.JSONDecodeError) else 0
        line = data.decode("utf-8", "replace")[at : at + 40]
        raise invalid(f"Invalid JSON payload received. Unexpected token.\n{line}\n^") from problem


def check_path(method: Method, path: Mapping[str, str], complaints: Complaints) -> None:
    """Complain of path parameters that should be numbers and aren't."""
    for name in method.path_numbers:
        _scalar(Shape(method.api, {"type": "integer"}), name, path[name], snake(name), complaints, lenient=True)


def read_body(method: Method, body: Any, complaints: Complaints) -> Json:
    """``body`` with official field names and enum spellings and without nulls.

    Nulls stay in free maps and in rows of free values, where they say something.
    """
    if method.request is None:
        return {}
    path = BODY_FIELDS.get(method.id, "")
    if not isinstance(body, dict):
        complaints.unknown("", path, "Root element must be a message.")
        return {}
    return _message(method.request, body, path, complaints)


def _no_constant(name: str) -> float:
    """Python reads NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def _unknown_parameter(method: Method, name: str, complaints: Complaints) -> None:
    if method.service == "sheets":  # Drive takes no notice of parameters that it doesn't know
        why = f"Cannot bind query parameter. Field '{name}' could not be found in request message."
        complaints.listed.append(("", f'Invalid JSON payload received. Unknown name "{name}": {why}'))


def _message(shape: Shape, value: Json, path: str, complaints: Complaints) -> Json:
    found: Json = {}
    for sent, inner in value.items():
        member = shape.field(sent)
        if member is None:
            if shape.api.service == "sheets":  # Drive drops what it doesn't know
                complaints.unknown(sent, path, "Cannot find field.")
            continue
        if inner is None:
            continue
        name, inner_shape = member
        if not _free_to_set(shape.name, name, found):
            complaints.taken(path, ONE_OF[shape.name][0], sent)
            continue
        inner_path = f"{path}.{snake(name)}" if path else snake(name)
        if shape.name == "GridRange" and name in INDEXES:
            inner_path += ".value"
        read = _value(inner_shape, name, inner, inner_path, complaints)
        if read is not None:
            found[name] = read
    return found


def _free_to_set(message: str, name: str, found: Json) -> bool:
    """Whether no other member of the same choice is set."""
    if message not in ONE_OF:
        return True
    _, members = ONE_OF[message]
    if not members:
        return not found
    return name not in members or not members & found.keys()


def _value(shape: Shape, name: str, value: Any, path: str, complaints: Complaints) -> Any:
    if shape.element is not None:
        return _list(shape.element, name, value, path, complaints)
    if shape.node.get("type") == "any":
        return value
    parent = path.rpartition(".")[0]
    if isinstance(value, list):
        complaints.unknown(name, parent, "Proto field is not repeating, cannot start list.")
        return None
    if shape.entry is not None and isinstance(value, dict):
        return {key: None if inner is None else _value(shape.entry, key, inner, f'{path}["{key}"]', complaints) for key, inner in value.items()}
    if shape.node.get("type") == "object":
        if isinstance(value, dict):
            return _message(shape, value, path, complaints)
        complaints.value(path, _type_url(shape, shape.name), value)
        return None
    if isinstance(value, dict):
        complaints.unknown(name, parent, "Starting an object on a scalar field.")
        return None
    return _scalar(shape, name, value, path, complaints, lenient=False)


def _list(element: Shape, name: str, value: Any, path: str, complaints: Complaints) -> list[Any] | None:
    """A list; a single value stands for a list of one."""
    values = [(path, value)] if not isinstance(value, list) else [(f"{path}[{at}]", one) for at, one in enumerate(value)]
    if element.element is not None:
        return _list_values(values, complaints)
    read = (_value(element, name, one, where, complaints) for where, one in values)
    return [one for one in read if one is not None]


def _list_values(values: Iterable[tuple[str, Any]], complaints: Complaints) -> list[Any]:
    """Rows of free values, as they were sent."""
    found: list[Any] = []
    for where, one in values:
        if isinstance(one, list):
            found.append(one)
        elif one is not None:
            complaints.value(where, f"{TYPE_URL}google.protobuf.ListValue", one)
    return found


def _scalar(shape: Shape, name: str, value: Any, path: str, complaints: Complaints, *, lenient: bool) -> Any:
    """A single value. ``lenient`` is how query strings are read: their booleans have many spellings."""
    kind, reader = _reader(shape, name, lenient=lenient)
    try:
        return reader(value)
    except (ValueError, TypeError, LookupError):
        complaints.value(path, kind, value)
        return None


def _reader(shape: Shape, name: str, *, lenient: bool) -> tuple[str, Callable[[Any], Any]]:
    """What the type is called, and what reads it or raises an error of whatever kind Python has for it."""
    if shape.choices:
        enum = ENUM_NAMES.get(name) or name[0].upper() + name[1:]
        return _type_url(shape, enum), lambda value: _enum(shape.choices, value)
    match shape.node.get("type"), shape.node.get("format"):
        case "boolean", _:
            return "TYPE_BOOL", _query_boolean if lenient else _boolean
        case "integer", _:
            return "TYPE_INT32", lambda value: _integer(value, 31)
        case "string", "int64":
            return "TYPE_INT64", lambda value: str(_integer(value, 63))
        case "number", form:
            return f"TYPE_{str(form).upper()}", _number
        case _, form:
            return f"{TYPE_URL}google.protobuf.FieldMask" if form == "google-fieldmask" else "TYPE_STRING", _string


def _type_url(shape: Shape, name: str) -> str:
    package = PACKAGES["sheets" if shape.api.service == "sheets" else "drive"]
    return f"{TYPE_URL}{package}{name}"


def _enum(names: Mapping[str, str], value: Any) -> str:
    """An enum's name, whatever its case, or its number."""
    said = str(value)
    return list(names.values())[int(said)] if said.isdecimal() else names[said.replace("-", "_").casefold()]


def _query_boolean(value: str) -> bool:
    return SPELLED[value.casefold()]


def _boolean(value: Any) -> bool:
    return value if isinstance(value, bool) else {"true": True, "false": False}[value]


def _integer(value: Any, bits: int) -> int:
    """A whole number, perhaps as a text or with a fraction of 0."""
    if isinstance(value, bool):
        raise TypeError(value)
    number = int(value) if isinstance(value, int) or str(value).lstrip("-").isdecimal() else _whole(float(value))
    if not -(2**bits) <= number < 2**bits:
        raise ValueError(value)
    return number


def _whole(number: float) -> int:
    if not number.is_integer():
        raise ValueError(number)
    return int(number)


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError(value)
    number: float = value if isinstance(value, int | float) else float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
