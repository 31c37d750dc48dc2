"""A report as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): for code scanning and other viewers of findings."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from sheetsync import __version__
from sheetsync.formats.json import escaped
from sheetsync.formats.terminal import printable
from sheetsync.lint.criteria import criterion_of
from sheetsync.lint.engine import rules
from sheetsync.lint.rule import Rule
from sheetsync.model.finding import Finding, Severity
from sheetsync.model.words import Text
from sheetsync.report.build import MapReport, Report

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT: Final = "sheetsync/v1"
"""Under this name a finding keeps its identity from run to run, wherever its cell moves."""

_LEVELS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
Json = dict[str, Any]


def render(report: Report, language: str, *, waived: bool = False) -> str:
    """The whole report as one log with one run. Rows count as lines and columns as columns, so that viewers have a place to point at.

    Waived findings are in it as suppressed results, where they are wanted.
    """
    return "".join(pieces(report.maps, language, waived=waived))


def pieces(maps: Iterable[MapReport], language: str, *, waived: bool = False) -> Iterator[str]:
    """The log in one piece: what could not be read stands before the findings in it."""
    reports = tuple(maps)
    catalogue = rules()
    places = {rule.slug: number for number, rule in enumerate(catalogue)}
    run: Json = {
        "tool": {"driver": {"name": "sheetsync", "semanticVersion": __version__, "rules": [_rule(rule, language) for rule in catalogue]}},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(reports, language)],
        "results": [result for report in reports for result in _results(report, places, waived=waived)],
    }
    yield escaped(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)) + "\n"


def _results(report: MapReport, places: Mapping[str, int], *, waived: bool) -> Iterator[Json]:
    for finding in report.findings:
        yield _result(report, finding, places)
    for each in report.waived if waived else ():
        said = {"kind": "external", "status": "accepted", "justification": each.reason, "properties": {"author": each.author, "at": each.at}}
        yield _result(report, each.finding, places) | {"suppressions": [said]}


def _rule(rule: Rule, language: str) -> Json:
    return {
        "id": rule.slug,
        "shortDescription": _message(rule.summary.of(language)),
        "fullDescription": _message(rule.why.of(language)),
        "help": {"text": "\n\n".join(_message(text.of(language))["text"] for text in (rule.why, rule.fix, _examples(rule)))},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"criterion": criterion_of(rule).key, "source": rule.source, "profiles": list(rule.profiles)},
    }


def _examples(rule: Rule) -> Text:
    command = f"`sheetsync rules {rule.slug}`"
    return Text(f"Chạy {command} để xem ví dụ.", f"{command} shows examples.")


def _message(text: str) -> Json:
    """``text`` as a message that means only what it shows: braces would be placeholders, and brackets before parentheses a link."""
    return {"text": printable(text).replace("{", "{{").replace("}", "}}").replace("](", "]\u2060(")}


def _invocation(reports: Sequence[MapReport], language: str) -> Json:
    broken = [report for report in reports if report.error is not None]
    notes = [
        {
            "level": "error",
            "descriptor": {"id": report.error.code},
            "message": _message(report.error.message.of(language)),
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
        "message": _message(finding.message),
        "locations": [_location(report, finding)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "occurrenceCount": finding.count,
        "properties": {key: value for key, value in told.items() if value is not None} | {"source": finding.source},
    }


def _location(report: MapReport, finding: Finding) -> Json:
    physical: Json = {"artifactLocation": _artifact(report.ref)}
    logical: list[Json] = []
    if finding.cell is not None:
        physical["region"] = {"startLine": finding.cell.row + 1, "startColumn": finding.cell.column + 1}
        if finding.text:
            physical["region"]["snippet"] = {"text": finding.text}
        logical.append({"name": finding.cell.a1, "fullyQualifiedName": finding.cell.a1, "kind": "cell"})
    if finding.stage is not None:
        title = next((stage.title for stage in report.stages if stage.key == finding.stage), finding.stage)
        logical.append({"name": title, "fullyQualifiedName": f"{report.map}/{finding.stage}", "kind": "stage"})
    return {"physicalLocation": physical} | ({"logicalLocations": logical} if logical else {})


def _artifact(ref: str) -> Json:
    """Where a workbook stands: a link, a path on this machine, or one from the workspace's folder on."""
    if ref.startswith("https://"):
        return {"uri": ref}
    path = ref.replace("\\", "/")
    drive = path[1:3] == ":/"
    return {"uri": f"file://{'/' if drive else ''}{quote(path, safe='/:')}" if drive or path.startswith("/") else quote(path)}
