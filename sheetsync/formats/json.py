"""A report as JSON for machines: format 1, keys in a fixed order; keys are only ever added."""

import json
import re
from collections.abc import Iterable, Iterator

from sheetsync.model.finding import Finding
from sheetsync.report.build import Counts, MapReport, Report, total

_RAW = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""What JSON allows unescaped, and a terminal or an encoder may stumble over."""


def render(report: Report, language: str) -> str:
    """The whole report, one workbook a line."""
    return "".join(pieces(report.maps, language))


def pieces(maps: Iterable[MapReport], language: str) -> Iterator[str]:
    """The report piece by piece, so that a thousand workbooks need not be held at once; joined, the pieces are what ``render`` gives."""
    yield '{"format":1,"maps":['
    counts = Counts()
    between = "\n"
    for report in maps:
        yield between + dump(_map(report, language))
        counts = total((counts, report.counts))
        between = ",\n"
    yield f'\n],\n"counts":{dump(_counts(counts))}}}\n'


def dump(value: object) -> str:
    """``value`` as compact JSON, readable in every language, with nothing in it that steers a terminal."""
    return escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def escaped(text: str) -> str:
    """JSON that says the same, with nothing in it that steers a terminal."""
    return _RAW.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _map(report: MapReport, language: str) -> dict[str, object]:
    shown: dict[str, object] = {"map": report.map, "type": report.type, "title": report.title, "ref": report.ref, "status": report.status}
    if report.error is not None:
        shown["error"] = {"code": report.error.code, "message": report.error.message.of(language)}
    return shown | {"findings": [_finding(finding) for finding in report.findings], "counts": _counts(report.counts)}


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
    }
    return shown if finding.group is None else shown | {"group": finding.group}


def _counts(counts: Counts) -> dict[str, int]:
    return counts._asdict()
