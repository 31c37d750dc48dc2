"""A report as annotations of a GitHub workflow: one line a finding, shown beside the file in a pull request."""

from collections.abc import Iterable, Iterator

from sheetsync.formats._wording import message_of, reason_of, shown_as_one
from sheetsync.formats.terminal import printable
from sheetsync.model.finding import SEVERITIES, Finding, Severity
from sheetsync.report.build import MapReport, Report

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, language: str, *, waived: bool = False) -> str:
    """The whole report as workflow commands; nothing where nothing was found. Waived findings are notices, where they are wanted."""
    return "".join(pieces(report.maps, language, waived=waived))


def pieces(maps: Iterable[MapReport], language: str, *, waived: bool = False) -> Iterator[str]:
    """The report finding by finding; a group of findings is one annotation."""
    for report in maps:
        if report.error is not None:
            yield _command("error", _file(report) | {"title": report.error.code}, [report.error.message.of(language)])
        for group in shown_as_one(report.findings):
            first = group[0]
            severity = min((finding.severity for finding in group), key=SEVERITIES.index)
            yield _command(_COMMANDS[severity], _place(report, first), _told(report, first, message_of(group, language), first.fix))
        for each in report.waived if waived else ():
            yield _command(
                "notice", _place(report, each.finding), _told(report, each.finding, each.finding.message, reason_of(each, report.zone, language))
            )


def _place(report: MapReport, finding: Finding) -> dict[str, str | int]:
    """Where a finding stands, a row being a line."""
    place = _file(report)
    if place and finding.cell is not None:
        place |= {"line": finding.cell.row + 1, "col": finding.cell.column + 1}
    return place | {"title": f"{finding.rule} ({finding.source})"}


def _file(report: MapReport) -> dict[str, str | int]:
    """The file of a workbook, where it is one: GitHub knows no others than those of the repository."""
    return {} if report.ref.startswith("https://") else {"file": report.ref}


def _told(report: MapReport, finding: Finding, message: str, more: str) -> list[str]:
    """The lines of an annotation: which map and cell, what is found there, and what to do (or why not)."""
    place = [part for part in (report.title, finding.cell.a1 if finding.cell is not None else None) if part]
    return [f"{', '.join(place)}: {message}" if place else message, *([more] if more else [])]


def _command(name: str, properties: dict[str, str | int], lines: Iterable[str]) -> str:
    listed = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    return f"::{name} {listed}::{'%0A'.join(map(_escaped, lines))}\n"


def _escaped(text: str, more: str = "") -> str:
    """``text`` on one line as GitHub reads it in a command; properties have two letters ``more`` that mean something."""
    text = printable(text)
    for letter in f"%{more}":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text
