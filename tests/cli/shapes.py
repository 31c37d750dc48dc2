"""The JSON that commands print, held against its schema under ``tests/json``; documented keys must also stand in their documented order."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).resolve().parents[1] / "json"
COMMANDS = {"validate": "lint"}
"""Commands that print the shape of another one."""


def shape_of(words: Sequence[str]) -> str:
    """The name of the shape that a command with these words prints: ``types`` lists, ``types lifecycle`` shows one type."""
    match words:
        case ["types", name, *_] if not name.startswith("-"):
            return "type"
        case ["rules", name, *_] if not name.startswith("-"):
            return "rule"
        case ["archive", verb, *_]:
            return f"archive-{verb}"
        case _:
            return COMMANDS.get(words[0], words[0])


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of a shape."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def hold(value: object, words: Sequence[str]) -> None:
    """Fail unless ``value`` has the shape of what a command with these words prints."""
    whole = schema(shape_of(words))
    Draft202012Validator(whole).validate(value)
    misplaced = list(disorder(value, whole, whole, "$"))
    assert not misplaced, misplaced


def disorder(value: object, part: dict[str, Any], whole: dict[str, Any], place: str) -> Sequence[str]:
    """Where the documented keys of objects don't stand in their documented order."""
    if "$ref" in part:
        part = whole["$defs"][part["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [fault for at, item in enumerate(value) for fault in disorder(item, part.get("items", {}), whole, f"{place}[{at}]")]
    if not isinstance(value, dict):
        return []
    known = list(part.get("properties", {}))
    here = [key for key in value if key in known]
    faults = [] if here == [key for key in known if key in value] else [f"{place}: {here}"]
    return faults + [fault for key in here for fault in disorder(value[key], part["properties"][key], whole, f"{place}.{key}")]
