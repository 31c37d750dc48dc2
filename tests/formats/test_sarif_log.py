"""SARIF: held against its schema, with everything a viewer needs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from sheetsync.formats import sarif
from sheetsync.lint.engine import rules
from sheetsync.report.build import Report, build
from tests.formats.gym import FOUND, gym, report

SCHEMA = json.loads((Path(__file__).resolve().parents[1] / "json" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


def run_of(shown: Report, language: str = "vi", *, waived: bool = False) -> Any:
    """The run of a log that keeps to the schema."""
    log = json.loads(sarif.render(shown, language, waived=waived))
    Draft4Validator(SCHEMA).validate(log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("shown", [report(), build([gym()]), build([])], ids=["findings", "clean", "no workbook"])
def test_every_log_keeps_to_the_schema(shown: Report, language: str) -> None:
    assert run_of(shown, language, waived=True)["language"] == language


def test_the_schema_notices_what_is_wrong() -> None:
    log = json.loads(sarif.render(report(), "vi"))
    log["runs"][0]["results"][0]["level"] = "bad"
    assert [error.validator for error in Draft4Validator(SCHEMA).iter_errors(log)] == ["enum"]


def test_rules_tell_what_why_and_how_to_fix_it() -> None:
    driver = run_of(report(), "en")["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.slug for rule in rules()]
    told = next(rule for rule in driver["rules"] if rule["id"] == "emotion-missing")
    assert told["shortDescription"]["text"] == "Every step says how the customer feels"
    assert told["defaultConfiguration"] == {"level": "warning"}
    assert told["help"]["text"].endswith("\n\n`sheetsync rules emotion-missing` shows examples.")
    assert told["properties"]["criterion"] == "emotions"


def test_a_result_names_its_rule_its_place_and_its_lasting_fingerprint() -> None:
    run = run_of(report())
    first, second = run["results"]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "question-no-touchpoint"
    assert (first["level"], second["level"]) == ("error", "note")
    assert first["partialFingerprints"] == {"sheetsync/v1": "0123456789abcdef"}
    assert first["occurrenceCount"] == 2
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "maps/Ph%C3%B2ng%20t%E1%BA%ADp.xlsx"},
                "region": {"startLine": 7, "startColumn": 6, "snippet": {"text": "Phòng tập có gần không?\nCó đắt không?"}},
            },
            "logicalLocations": [
                {"name": "Bản đồ!F7", "fullyQualifiedName": "Bản đồ!F7", "kind": "cell"},
                {"name": "Nhận thức", "fullyQualifiedName": "gym/awareness", "kind": "stage"},
            ],
        }
    ]
    assert second["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "maps/Ph%C3%B2ng%20t%E1%BA%ADp.xlsx"}}}]


def test_waived_findings_are_suppressed_results_where_they_are_wanted() -> None:
    assert len(run_of(report())["results"]) == 2
    *open_, waived = run_of(report(), waived=True)["results"]
    assert not any("suppressions" in result for result in open_)
    assert waived["ruleId"] == "cell-empty"
    assert waived["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "Quý sau mới làm | <xong>",
            "properties": {"author": "Lan", "at": "2026-11-20T03:00:00.000000Z"},
        }
    ]


def test_a_workbook_that_cant_be_read_is_told_by_the_invocation() -> None:
    (invocation,) = run_of(report())["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [note["descriptor"]["id"] for note in invocation["toolExecutionNotifications"]] == ["not-found"]
    assert run_of(build([gym()]))["invocations"] == [{"executionSuccessful": True}]


@pytest.mark.parametrize(
    ("ref", "uri"),
    [
        ("maps/a b#1.xlsx", "maps/a%20b%231.xlsx"),
        ("a:b.xlsx", "a%3Ab.xlsx"),
        ("/srv/maps/Gym.xlsx", "file:///srv/maps/Gym.xlsx"),
        ("C:\\maps\\Gym.xlsx", "file:///C:/maps/Gym.xlsx"),
        ("https://docs.google.com/spreadsheets/d/1/edit", "https://docs.google.com/spreadsheets/d/1/edit"),
    ],
)
def test_addresses_are_uris(ref: str, uri: str) -> None:
    (result,) = run_of(build([gym(FOUND)._replace(ref=ref)]))["results"]
    shown = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert shown == uri
    assert re.fullmatch(r"[\w./:%-]+", shown, re.ASCII)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{0} and {name}", "{{0}} and {{name}}"),
        ("[here](https://evil.example)", "[here]\u2060(https://evil.example)"),
        ("a\x1b[31m\nb", "a\\x1b[31m b"),
        ("[a] (b)", "[a] (b)"),
    ],
    ids=["placeholders", "link", "steering", "brackets"],
)
def test_a_message_means_only_what_it_shows(text: str, shown: str) -> None:
    (result,) = run_of(build([gym(FOUND._replace(message=text))]))["results"]
    assert result["message"] == {"text": shown}


def test_nothing_in_it_steers_a_terminal() -> None:
    log = sarif.render(build([gym(FOUND._replace(text="\x1b[2J\u202e"))]), "vi")
    assert all(letter.isprintable() or letter == "\n" for letter in log)
