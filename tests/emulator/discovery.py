"""What the discovery documents of google-api-python-client say: which method a path means, what it takes, what it answers, who may call it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import unquote

Json = dict[str, Any]
Service = Literal["sheets", "drive", "drive2"]

DOCUMENTS: Mapping[Service, str] = {"sheets": "sheets.v4", "drive": "drive.v3", "drive2": "drive.v2"}
PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, eq=False)
class Shape:
    """A schema, or a part of one. ``child`` is what a field mask asks. What is asked of it often is worked out once."""

    api: "Api"
    node: Json

    @cached_property
    def name(self) -> str:
        """The name of the message; empty for anything else."""
        return str(self.node.get("id", ""))

    @cached_property
    def element(self) -> "Shape | None":
        """The shape of an element, where this is a list."""
        return self.api.at(self.node["items"]) if self.node.get("type") == "array" else None

    @cached_property
    def entry(self) -> "Shape | None":
        """The shape of a value, where this is a map with free keys."""
        return self.api.at(self.node["additionalProperties"]) if "additionalProperties" in self.node else None

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The names of an enum, by what they are without regard to case."""
        return {name.casefold(): name for name in self.node.get("enum", ())}

    def field(self, name: str) -> "tuple[str, Shape] | None":
        """The official name and the shape of the field ``name``, in camelCase or (Sheets) snake_case."""
        return self._fields.get(name)

    @cached_property
    def _fields(self) -> "Mapping[str, tuple[str, Shape]]":
        """All fields by every spelling that is accepted."""
        fields = {name: (name, self.api.at(node)) for name, node in self.node.get("properties", {}).items()}
        return {snake(name): one for name, one in fields.items()} | fields if self.api.snake_case else fields

    def child(self, name: str) -> "tuple[str, Shape] | None":
        """The field ``name`` as a mask means it: lists are looked through, and a map has every key."""
        shape = self
        while shape.element is not None:
            shape = shape.element
        if shape.entry is not None:
            return name, shape.entry
        return shape.field(name)


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A method as its document describes it.

    ``id`` is the discovery id; those of Drive v2 start with ``drive.v2.``. ``parameters`` are those of the query, ``path_numbers`` those of the path
    that must be numbers.
    """

    api: "Api"
    id: str
    verb: str
    path: re.Pattern[str]
    path_numbers: frozenset[str]
    parameters: Mapping[str, Json]
    request: Shape | None
    response: Shape | None
    scopes: frozenset[str]

    @property
    def service(self) -> str:
        """``sheets`` or ``drive``: whose manners errors have."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Api:
    """One discovery document."""

    service: Service
    document: Json
    snake_case: bool

    def at(self, node: Json) -> Shape:
        """The shape of a place in the document, which may refer to a schema."""
        return shape(self.service, node["$ref"]) if "$ref" in node else Shape(self, node)


@cache
def api(service: Service) -> Api:
    """The document of ``service``, read when first needed."""
    text = files("googleapiclient").joinpath("discovery_cache", "documents", f"{DOCUMENTS[service]}.json").read_text(encoding="utf-8")
    return Api(service, json.loads(text), snake_case=service == "sheets")


@cache
def shape(service: Service, schema: str) -> Shape:
    """The schema of that name, which also checks the masks inside of request bodies.

    ``Mask.parse(fields, shape("sheets", "CellData"))`` is how.
    """
    found = api(service)
    return Shape(found, found.document["schemas"][schema])


def route(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """The method that ``verb`` and the (still percent-encoded) ``path`` mean, and its decoded path parameters; ``None`` when there is none."""
    service = _service_of(path)
    if service is None:
        return None
    for method in _methods(service):
        if method.verb == verb and (match := method.path.fullmatch(path)):
            return method, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


@cache
def snake(name: str) -> str:
    """``startRowIndex`` as ``start_row_index``."""
    return re.sub(r"([A-Z])", lambda match: "_" + match[1].lower(), name)


def _service_of(path: str) -> Service | None:
    if path.startswith("/v4/"):
        return "sheets"
    if path.startswith(("/drive/v3/", "/upload/drive/v3/")):
        return "drive"
    if path.startswith(("/drive/v2/", "/upload/drive/v2/")):
        return "drive2"
    return None


@cache
def _methods(service: Service) -> tuple[Method, ...]:
    """All methods; those with fewer parameters in their path first, so that ``files/generateIds`` isn't taken for a file's id."""
    found: list[Method] = []
    pending = [api(service).document]
    while pending:
        resource = pending.pop()
        found += (_method(api(service), described) for described in resource.get("methods", {}).values())
        pending += resource.get("resources", {}).values()
    return tuple(sorted(found, key=lambda method: method.path.groups))


def _method(owner: Api, described: Json) -> Method:
    base = "/" + owner.document["servicePath"]
    upload = "(?:/upload)?" if described.get("supportsMediaUpload") else ""
    parameters = described.get("parameters", {})
    return Method(
        owner,
        described["id"].replace("drive.", "drive.v2.", 1) if owner.service == "drive2" else described["id"],
        described["httpMethod"],
        re.compile(upload + _pattern(base + described["path"])),
        frozenset(name for name, one in parameters.items() if one["location"] == "path" and one["type"] == "integer"),
        {name: one for name, one in parameters.items() if one["location"] == "query"},
        owner.at(described["request"]) if "request" in described else None,
        owner.at(described["response"]) if "response" in described else None,
        frozenset(described.get("scopes", ())),
    )


def _pattern(template: str) -> str:
    parts = PARAMETER.split(template)
    return "".join(f"(?P<{part}>{_segment(part)})" if number % 2 else re.escape(part) for number, part in enumerate(parts))


def _segment(parameter: str) -> str:
    """A path parameter is one segment; only a range may hold colons, since a colon starts a custom verb."""
    return "[^/]+" if parameter == "range" else "[^/:]+"
