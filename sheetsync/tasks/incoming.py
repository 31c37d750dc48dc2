"""A map's JSON as people edit it: parsed, and held against the shape of a version file, with every mistake at once."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from sheetsync.errors import NewerThanThis, UsageError
from sheetsync.history.version import FORMAT
from sheetsync.model.words import Text, fold

LARGEST = 50_000_000
"""Bytes of the largest file that is read; a map of 5,000 steps has five million."""


_SHOWN = 60
"""How much of a list is shown as the text that it should be."""


class Mistake(NamedTuple):
    """Something in the file that can't be taken: where it stands (``journey.tabs.map.records[3].values.emotion``), and what is right."""

    path: str
    message: Text


class RawFile(NamedTuple):
    """A file as parsed: the journey in it, the path to it, and which version of which map it says it was made from, if it does."""

    journey: Mapping[str, Any]
    path: str
    map: str | None
    version: int | None
    content: str | None
    mistakes: tuple[Mistake, ...]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Record(_Shape):
    id: str | None = None
    stage: str | None = None
    values: dict[str, str]


class _Stage(_Shape):
    key: str
    title: str
    values: dict[str, str] = {}


class _Tab(_Shape):
    stages: list[_Stage] = []
    records: list[_Record] = []


class _Journey(_Shape):
    type: str
    type_version: int
    title: str
    language: str
    values: dict[str, str] = {}
    tabs: dict[str, _Tab]


class _File(_Shape):
    format: int
    map: str
    version: int | None = None
    parent: Any = None
    content: str | None = None
    saved_at: Any = None
    author: Any = None
    reason: Any = None
    source: Any = None
    journey: _Journey


class _Decimal(float):
    """A number with a point, which knows how it was typed: ``3.50``."""

    typed: str

    def __new__(cls, typed: str) -> Self:
        made = super().__new__(cls, typed)
        made.typed = typed
        return made


def parse(body: bytes, name: str) -> RawFile:
    """What stands in a file: a version file as ``show --format json`` prints it, or only its ``journey``.

    Raises:
        UsageError: it is no JSON, or the JSON of something else; ``name`` is what the file is called.
        NewerThanThis: a newer sheetsync wrote it.
    """
    value, twins = _json(body, name)
    if not isinstance(value, dict) or not ("journey" in value or "tabs" in value):
        raise UsageError(
            en=f"{name} holds no map. Write one with `sheetsync show REF --format json > map.json`, edit it, and import that.",
            vi=f"{name} không chứa bản đồ nào. Hãy xuất bằng `sheetsync show REF --format json > map.json`, sửa rồi nhập tệp đó.",
        )
    is_file = "journey" in value
    found = value.get("format")
    if is_file and type(found) is int and found > FORMAT:
        raise NewerThanThis(name, what="format", found=str(found), known=str(FORMAT))
    journey = value["journey"] if is_file else value
    mistakes = [*twins, *_shape_mistakes(_File if is_file else _Journey, value)]
    if is_file and type(found) is int and found < FORMAT:
        mistakes.append(Mistake("format", Text(vi=f"phải là {FORMAT}", en=f"must be {FORMAT}")))
    text = {key: value[key] if is_file and isinstance(value.get(key), str) else None for key in ("map", "content")}
    number = value.get("version")
    version = number if is_file and type(number) is int else None
    usable = journey if isinstance(journey, dict) else {}
    return RawFile(usable, "journey" if is_file else "", text["map"], version, text["content"], tuple(mistakes))


def _json(body: bytes, name: str) -> tuple[Any, list[Mistake]]:
    """The JSON in ``body``, and the keys that stand in it twice: of those nobody could say which one counts."""
    twins: dict[int, tuple[dict[str, Any], list[str]]] = {}

    def paired(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twins[id(found)] = found, [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
        return found

    try:
        encoding = "utf-16" if body[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        value = json.loads(body.decode(encoding), object_pairs_hook=paired, parse_float=_Decimal)
        return value, [
            Mistake(place((*path, key)), Text(vi="đứng hai lần trong cùng một khối; hãy giữ một", en="stands twice in one object; keep one of them"))
            for path, one in (_objects(value) if twins else ())
            for key in (twins[id(one)][1] if id(one) in twins else ())
        ]
    except UnicodeDecodeError:
        why = Text(vi="không phải chữ mã UTF-8", en="it is not UTF-8 text")
    except json.JSONDecodeError as error:
        why = Text(vi=f"sai ở dòng {error.lineno}, cột {error.colno}", en=f"line {error.lineno}, column {error.colno} is wrong")
    except RecursionError:
        why = Text(vi="các khối lồng vào nhau quá sâu", en="it is nested too deeply")
    except ValueError:
        why = Text(vi="có một con số quá dài", en="it holds a number that is too long")
    raise UsageError(
        en=f"{name} is not the JSON of a map: {why.en}. Write it with `sheetsync show REF --format json > map.json`, edit it, and import that.",
        vi=f"{name} không phải JSON của bản đồ: {why.vi}. Hãy xuất bằng `sheetsync show REF --format json > map.json`, sửa rồi nhập tệp đó.",
    )


def _objects(value: object) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Every object in a JSON value, with the path to it, in their order."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, dict):
            yield path, part
        inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        waiting += [((*path, key), one) for key, one in reversed(list(inner))]


def _shape_mistakes(shape: type[_Shape], value: object) -> Iterator[Mistake]:
    try:
        shape.model_validate(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False):
            yield Mistake(place(fault["loc"]), _told(fault))


_KINDS: dict[str, Text] = {
    "string_type": Text(vi="phải là chữ trong ngoặc kép", en="must be a text in quotes"),
    "int_type": Text(vi="phải là số nguyên", en="must be a whole number"),
    "dict_type": Text(vi="phải là một khối {…}", en="must be an object {…}"),
    "model_type": Text(vi="phải là một khối {…}", en="must be an object {…}"),
    "list_type": Text(vi="phải là một danh sách […]", en="must be a list […]"),
    "missing": Text(vi="còn thiếu", en="is missing"),
}


def _told(fault: ErrorDetails) -> Text:
    if fault["type"] == "extra_forbidden":
        *within, word = fault["loc"]
        return unknown_word(Text(vi="không có mục này trong tệp bản đồ", en="is not part of a map’s file"), str(word), _keys_of(within))
    found = _KINDS.get(fault["type"], Text(vi="không hợp lệ", en="is not valid"))
    if fault["type"] == "string_type":
        hint = _as_text(fault["input"], in_cell="values" in fault["loc"])
        return Text(found.vi + hint.vi, found.en + hint.en)
    return found


def _as_text(given: object, *, in_cell: bool) -> Text:
    """How to write as a text what is none; nothing where nobody can know."""
    match given:
        case None if in_cell:
            return Text(vi='; để trống thì bỏ mục này đi hoặc ghi ""', en='; to leave it empty, leave it out or write ""')
        case bool() if in_cell:
            word = json.dumps(given)
            return Text(vi=f'; chỉ ghi "{word}" nếu mục này là mục có/không', en=f'; write "{word}" only where the field asks for yes or no')
        case _Decimal() | int() if not isinstance(given, bool):
            shown = given.typed if isinstance(given, _Decimal) else str(given)
            return Text(vi=f': "{shown}"', en=f': "{shown}"')
        case list() if in_cell:
            items = "\n".join(item for item in given if isinstance(item, str))
            example = json.dumps(items, ensure_ascii=False) if 0 < len(items) <= _SHOWN else '"…\\n…"'
            return Text(vi=f", mỗi mục một dòng: {example}", en=f", one line for each item: {example}")
        case _:
            return Text("", "")


def _keys_of(within: Sequence[str | int]) -> list[str]:
    """The keys of the object at a path."""
    shapes: dict[str, type[_Shape]] = {"records": _Record, "stages": _Stage, "tabs": _Tab, "journey": _Journey}
    return list(next((shapes[part] for part in reversed(within) if isinstance(part, str) and part in shapes), _File).model_fields)


def place(parts: Iterable[str | int]) -> str:
    """A path of JSON as people write it: ``journey.tabs.map.records[3].values.emotion``."""
    path = ""
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        elif re.fullmatch(r"[\w-]+", part):
            path += f".{part}" if path else part
        else:
            path += f"[{json.dumps(part, ensure_ascii=False)}]"
    return path


def unknown_word(what: Text, word: str, known: Collection[str], titles: Mapping[str, str] | None = None) -> Text:
    """That ``word`` is none of ``known``; names the nearest, where titles (folded, with the key they stand for) count too."""
    names = {fold(key): key for key in known} | dict(titles or {})
    near = get_close_matches(fold(word), list(names), n=1, cutoff=0.7)
    if near:
        right = names[near[0]]
        return Text(vi=f"{what.vi}. Có phải bạn muốn “{right}”?", en=f"{what.en}. Did you mean “{right}”?")
    listed = ", ".join(dict.fromkeys(known))
    return Text(vi=f"{what.vi}. Dùng được: {listed}.", en=f"{what.en}. There are: {listed}.") if listed else what
