"""A report as annotations of a GitHub workflow: one line a finding, shown beside the file in a pull request."""

from collections.abc import Iterable, Iterator

from sheetsync.formats._wording import message_of, shown_as_one
from sheetsync.formats.terminal import printable
from sheetsync.model.finding import Finding, Severity
from sheetsync.report.build import MapReport, Report

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, language: str) -> str:
    """The whole report as workflow commands; nothing where nothing was found."""
    return "".join(pieces(report.maps, language))


def pieces(maps: Iterable[MapReport], language: str) -> Iterator[str]:
    """The report finding by finding; a group of findings is one annotation."""
    for report in maps:
        if report.error is not None:
            yield _command("error", {"file": report.ref, "title": report.error.code}, report.error.message.of(language))
        for group in shown_as_one(report.findings):
            first = group[0]
            yield _command(_COMMANDS[first.severity], _place(report, first), _told(first, message_of(group, language)))


def _place(report: MapReport, finding: Finding) -> dict[str, str | int]:
    """Where a finding stands, a row being a line."""
    place: dict[str, str | int] = {"file": report.ref}
    if finding.cell is not None:
        place |= {"line": finding.cell.row + 1, "col": finding.cell.column + 1}
    return place | {"title": f"{finding.rule} ({finding.source})"}


def _told(finding: Finding, message: str) -> str:
    return f"{finding.cell.a1}: {message}" if finding.cell is not None else message


def _command(name: str, properties: dict[str, str | int], message: str) -> str:
    listed = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    return f"::{name} {listed}::{_escaped(printable(message))}\n"


def _escaped(text: str, more: str = "") -> str:
    """``text`` as GitHub reads it in a command; properties have two letters ``more`` that mean something."""
    for letter in f"%\r\n{more}":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text
