"""A report as JSON for machines: format 1, keys in a fixed order; keys are only ever added."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from sheetsync.formats._criteria import Standing, standings
from sheetsync.model.finding import Finding
from sheetsync.report.build import Counts, MapReport, Report, Waived, total

_RAW = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""What JSON allows unescaped, and a terminal or an encoder may stumble over."""


def render(report: Report, language: str, *, waived: bool = False) -> str:
    """The whole report, one workbook a line; waived findings where they are wanted."""
    return "".join(pieces(report.maps, language, waived=waived))


def pieces(
    maps: Iterable[MapReport], language: str, *, waived: bool = False, beside: Mapping[str, Mapping[str, object]] | None = None
) -> Iterator[str]:
    """The report piece by piece, so that a thousand workbooks need not be held at once; joined, the pieces are what ``render`` gives.

    ``beside`` holds, by ref, further keys of workbooks; it is looked at only when a workbook is told.
    """
    yield '{"format":1,"maps":['
    counts = Counts()
    between = "\n"
    for report in maps:
        yield between + dump(_map(report, language, waived=waived) | dict((beside or {}).get(report.ref, {})))
        counts = total((counts, report.counts))
        between = ",\n"
    yield f'\n],\n"counts":{dump(_counts(counts))}}}\n'


def dump(value: object) -> str:
    """``value`` as compact JSON, readable in every language, with nothing in it that steers a terminal."""
    return escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def escaped(text: str) -> str:
    """JSON that says the same, with nothing in it that steers a terminal."""
    return _RAW.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _map(report: MapReport, language: str, *, waived: bool) -> dict[str, object]:
    shown: dict[str, object] = {"map": report.map, "type": report.type, "title": report.title, "ref": report.ref, "status": report.status}
    if report.error is not None:
        shown["error"] = {"code": report.error.code, "message": report.error.message.of(language)}
    shown["findings"] = [_finding(finding) for finding in report.findings]
    shown["counts"] = _counts(report.counts)
    shown["criteria"] = [_standing(standing) for standing in standings(report)] if report.status == "ok" else []
    return shown | {"waived": [waived_finding(each) for each in report.waived]} if waived else shown


def _standing(standing: Standing) -> dict[str, object]:
    counts = _counts(standing.counts)
    return {"criterion": standing.criterion.key, "state": standing.state, "rules": standing.rules, "counts": counts, "waived": standing.waived}


def waived_finding(waived: Waived) -> dict[str, object]:
    """A finding that people skip for a reason, and who skipped it, when and why."""
    return _finding(waived.finding) | {"author": waived.author, "at": waived.at, "reason": waived.reason}


def _finding(finding: Finding) -> dict[str, object]:
    shown: dict[str, object] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "stage": finding.stage,
        "step": finding.ref.step,
        "tab": finding.ref.tab,
        "field": finding.ref.field,
        "cell": finding.cell.a1 if finding.cell is not None else None,
        "fingerprint": finding.fingerprint,
        "source": finding.source,
        "count": finding.count,
        "text": finding.text,
    }
    return shown if finding.group is None else shown | {"group": finding.group}


def _counts(counts: Counts) -> dict[str, int]:
    return counts._asdict()
