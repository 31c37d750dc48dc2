"""A report as Markdown: for a chat, a page or a merge request, with every finding under its stage."""

import re
from collections.abc import Iterable, Iterator

from sheetsync.formats._wording import CLEAN, by_stage, counted, message_of, name_of, shown_as_one
from sheetsync.formats.terminal import printable
from sheetsync.model.finding import SEVERITIES, Finding, Severity
from sheetsync.model.words import Text
from sheetsync.report.build import Counts, MapReport, Report

_LABELS: dict[Severity, Text] = {"error": Text("Lỗi", "Error"), "warning": Text("Cảnh báo", "Warning"), "info": Text("Gợi ý", "Hint")}
_NOTHING = Text("Không có bảng tính nào để xem.", "There is no workbook to look at.")
_MEANING = re.compile(r"([\\`*_{}\[\]<>|#~!&])")
"""Letters that would be markup."""


def render(report: Report, language: str) -> str:
    """The whole report."""
    return "".join(pieces(report.maps, language))


def pieces(maps: Iterable[MapReport], language: str) -> Iterator[str]:
    """The report workbook by workbook."""
    between = ""
    for report in maps:
        yield between + "\n".join(_map(report, language)) + "\n"
        between = "\n"
    if not between:
        yield f"{_NOTHING.of(language)}\n"


def _map(report: MapReport, language: str) -> Iterator[str]:
    type_title = report.type_title.of(language) if report.type_title is not None else report.type
    yield f"## {' · '.join(_plain(part) for part in (name_of(report, language), type_title) if part)}"
    yield ""
    yield f"{_address(report.ref)} · {_summary(report, language)}"
    for stage, findings in by_stage(report, language):
        yield ""
        yield f"### {_plain(stage)}"
        yield ""
        for group in shown_as_one(findings):
            yield _line(group, language)


def _summary(report: MapReport, language: str) -> str:
    if report.error is not None:
        return _plain(report.error.message.of(language))
    return _numbers(report.counts, language) or CLEAN.of(language)


def _numbers(counts: Counts, language: str) -> str:
    return ", ".join(counted(severity, number).of(language) for severity, number in zip(SEVERITIES, counts, strict=True) if number)


def _line(group: list[Finding], language: str) -> str:
    first = group[0]
    severity = min((finding.severity for finding in group), key=SEVERITIES.index)
    place = f" {_code(first.cell.a1)}" if first.cell is not None else ""
    return f"- **{_LABELS[severity].of(language)}**{place} {_plain(message_of(group, language))} — {_code(first.rule)}, {_plain(first.source)}"


def _address(ref: str) -> str:
    return f"<{ref}>" if ref.startswith("https://") else _code(ref)


def _plain(text: str) -> str:
    """``text`` on one line, meaning nothing but itself."""
    return _MEANING.sub(r"\\\1", printable(text))


def _code(text: str) -> str:
    """``text`` as code; a longer fence where it holds backquotes itself."""
    shown = printable(text)
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", shown)), default=0))
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"
