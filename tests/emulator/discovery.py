"""What the discovery documents of google-api-python-client say: which method a path means, what it takes, what it answers, who may call it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import unquote

Json = dict[str, Any]
Service = Literal["sheets", "drive", "drive2"]

DOCUMENTS: Mapping[Service, str] = {"sheets": "sheets.v4", "drive": "drive.v3", "drive2": "drive.v2"}
PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema, or a part of one. ``child`` is what a field mask asks."""

    api: "Api"
    node: Json

    @property
    def name(self) -> str:
        """The name of the message; empty for anything else."""
        return str(self.resolved.get("id", ""))

    @property
    def resolved(self) -> Json:
        """The schema itself, whether it stands here or is referred to."""
        return self.api.schemas[self.node["$ref"]] if "$ref" in self.node else self.node

    @property
    def element(self) -> "Shape | None":
        """The shape of an element, where this is a list."""
        return Shape(self.api, self.node["items"]) if self.node.get("type") == "array" else None

    @property
    def entry(self) -> "Shape | None":
        """The shape of a value, where this is a map with free keys."""
        return Shape(self.api, self.resolved["additionalProperties"]) if "additionalProperties" in self.resolved else None

    def field(self, name: str) -> "tuple[str, Shape] | None":
        """The official name and the shape of the field ``name``, in camelCase or (Sheets) snake_case."""
        official = self.api.official(self.name).get(name) if self.name else name
        node = self.resolved.get("properties", {}).get(official)
        return (official, Shape(self.api, node)) if official and node else None

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

    @property
    def schemas(self) -> Mapping[str, Json]:
        return self.document["schemas"]  # type: ignore[no-any-return]

    def shape(self, name: str) -> Shape:
        """The schema of that name."""
        return Shape(self, self.schemas[name])

    def official(self, schema: str) -> Mapping[str, str]:
        """The field names of a schema, by every spelling that is accepted."""
        return _spellings(self.service, schema)


@cache
def api(service: Service) -> Api:
    """The document of ``service``, read when first needed."""
    text = files("googleapiclient").joinpath("discovery_cache", "documents", f"{DOCUMENTS[service]}.json").read_text(encoding="utf-8")
    return Api(service, json.loads(text), snake_case=service == "sheets")


def shape(service: Service, schema: str) -> Shape:
    """The schema of that name, which also checks the masks inside of request bodies.

    ``Mask.parse(fields, shape("sheets", "CellData"))`` is how.
    """
    return api(service).shape(schema)


def route(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """The method that ``verb`` and the (still percent-encoded) ``path`` mean, and its decoded path parameters; ``None`` when there is none."""
    service = _service_of(path)
    if service is None:
        return None
    for method in _methods(service):
        if method.verb == verb and (match := method.path.fullmatch(path)):
            return method, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


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
        _shape_at(owner, described.get("request")),
        _shape_at(owner, described.get("response")),
        frozenset(described.get("scopes", ())),
    )


def _pattern(template: str) -> str:
    parts = PARAMETER.split(template)
    return "".join(f"(?P<{part}>{_segment(part)})" if number % 2 else re.escape(part) for number, part in enumerate(parts))


def _segment(parameter: str) -> str:
    """A path parameter is one segment; only a range may hold colons, since a colon starts a custom verb."""
    return "[^/]+" if parameter == "range" else "[^/:]+"


def _shape_at(owner: Api, described: Json | None) -> Shape | None:
    return Shape(owner, {"$ref": described["$ref"]}) if described else None


@cache
def _spellings(service: Service, schema: str) -> Mapping[str, str]:
    names = api(service).schemas[schema].get("properties", {})
    return {**{snake(name): name for name in names}, **{name: name for name in names}} if api(service).snake_case else {name: name for name in names}
