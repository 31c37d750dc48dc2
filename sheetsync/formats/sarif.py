"""A report as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): for code scanning and other viewers of findings."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from sheetsync import __version__
from sheetsync.formats.json import escaped
from sheetsync.lint.engine import rules
from sheetsync.lint.rule import Rule
from sheetsync.model.finding import Finding, Severity
from sheetsync.report.build import MapReport, Report

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT: Final = "sheetsync/v1"
"""Under this name a finding keeps its identity from run to run, wherever its cell moves."""

_LEVELS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
Json = dict[str, Any]


def render(report: Report, language: str) -> str:
    """The whole report as one log with one run. Rows count as lines and columns as columns, so that viewers have a place to point at."""
    return "".join(pieces(report.maps, language))


def pieces(maps: Iterable[MapReport], language: str) -> Iterator[str]:
    """The log in one piece: what could not be read stands before the findings in it."""
    reports = tuple(maps)
    catalogue = rules()
    places = {rule.slug: number for number, rule in enumerate(catalogue)}
    run: Json = {
        "tool": {"driver": {"name": "sheetsync", "semanticVersion": __version__, "rules": [_rule(rule, language) for rule in catalogue]}},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(reports, language)],
        "results": [_result(report, finding, places) for report in reports for finding in report.findings],
    }
    yield escaped(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)) + "\n"


def _rule(rule: Rule, language: str) -> Json:
    return {
        "id": rule.slug,
        "shortDescription": {"text": rule.summary.of(language)},
        "fullDescription": {"text": rule.why.of(language)},
        "help": {"text": rule.fix.of(language)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"source": rule.source, "profiles": list(rule.profiles)},
    }


def _invocation(reports: Sequence[MapReport], language: str) -> Json:
    broken = [report for report in reports if report.error is not None]
    notes = [
        {
            "level": "error",
            "descriptor": {"id": report.error.code},
            "message": {"text": report.error.message.of(language)},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(report.ref)}}],
        }
        for report in broken
        if report.error is not None
    ]
    found: Json = {"executionSuccessful": not broken}
    return found | ({"toolExecutionNotifications": notes} if notes else {})


def _result(report: MapReport, finding: Finding, places: Mapping[str, int]) -> Json:
    told = {"map": report.map, "stage": finding.stage, "step": finding.ref.step, "tab": finding.ref.tab, "field": finding.ref.field}
    numbered = {"ruleIndex": places[finding.rule]} if finding.rule in places else {}
    return {
        "ruleId": finding.rule,
        **numbered,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(report, finding)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "occurrenceCount": finding.count,
        "properties": {key: value for key, value in told.items() if value is not None} | {"source": finding.source},
    }


def _location(report: MapReport, finding: Finding) -> Json:
    physical: Json = {"artifactLocation": _artifact(report.ref)}
    if finding.cell is None:
        return {"physicalLocation": physical}
    physical["region"] = {"startLine": finding.cell.row + 1, "startColumn": finding.cell.column + 1}
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": finding.cell.a1, "kind": "element"}]}


def _artifact(ref: str) -> Json:
    return {"uri": ref if ref.startswith("https://") else quote(ref.replace("\\", "/"))}
