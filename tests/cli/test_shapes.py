"""The schemas under ``tests/json`` themselves: every documented key is required, keys may be added, and what is missing or misplaced is noticed."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from tests.cli.desk import Desk
from tests.cli.shapes import FOLDER, hold, schema

NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
SOMETIMES = {"account", "actions", "comment_error", "error", "errors", "fix", "group", "outcome", "stages", "waived"}
"""Keys that are there only when there is something to say."""


def objects(part: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that describes an object with known keys."""
    if isinstance(part, dict):
        if part.get("type") == "object" and "properties" in part:
            yield part
        for inner in part.values():
            yield from objects(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from objects(inner)


def test_every_command_that_lists_or_reports_has_a_shape() -> None:
    verbs = [
        "adopt",
        "comment",
        "diff",
        "doctor",
        "import",
        "lint",
        "list",
        "log",
        "new",
        "restore",
        "rule",
        "rules",
        "show",
        "snapshot",
        "snapshots",
        "sync",
        "type",
        "types",
        "waive",
    ]
    assert sorted([*verbs, "archive-check", "archive-stats"]) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_documented_keys_are_required_and_others_may_come(name: str) -> None:
    whole = schema(name)
    Draft202012Validator.check_schema(whole)
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for part in objects(whole):
        assert part["additionalProperties"] is True
        assert {key for key in part["properties"] if key not in part["required"]} <= SOMETIMES


def test_a_missing_key_is_noticed(folder: Desk) -> None:
    value = folder.json("types")
    del value["types"][3]["tabs"]
    with pytest.raises(ValidationError, match="tabs"):
        hold(value, ["types"])


def test_a_misplaced_key_is_noticed(folder: Desk) -> None:
    value = folder.json("types")
    value["types"][3] = dict(reversed(value["types"][3].items()))
    with pytest.raises(AssertionError, match=r"types\[3\]"):
        hold(value, ["types"])


def test_a_new_key_is_welcome(folder: Desk) -> None:
    value = folder.json("types")
    value["types"][3]["colour"] = "teal"
    hold(value, ["types"])
