"""A report as Markdown: for a chat, a page or a merge request, with every finding under its stage."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sheetsync.formats._criteria import EMPTY, Overview, standings, told
from sheetsync.formats._wording import (
    BY_CRITERION,
    WAIVED,
    by_stage,
    clean_of,
    listed,
    message_of,
    name_of,
    overview_of,
    reason_of,
    sentence,
    shown_as_one,
    words_of,
)
from sheetsync.formats.terminal import printable
from sheetsync.model.finding import SEVERITIES, Finding, Severity
from sheetsync.model.words import Text
from sheetsync.report.build import MapReport, Report

_LABELS: Final[dict[Severity, Text]] = {"error": Text("Lỗi", "Error"), "warning": Text("Cảnh báo", "Warning"), "info": Text("Gợi ý", "Hint")}
_NOTHING: Final = Text("Không có bảng tính nào để xem.", "There is no workbook to look at.")
_CRITERION: Final = Text("Tiêu chí", "Criterion")
_RESULT: Final = Text("Kết quả", "Result")
_MEANING: Final = re.compile(r"([\\`*_{}\[\]<>|#~!&])")
"""Letters that would be markup."""
_CALLS: Final = re.compile(r"(?<=@)(?=\w)|(?<=#)(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\bGH)(?=-\d)", re.IGNORECASE)
"""Where a mention, a link or the number of an issue would begin: sites look for those in what is shown, escaped or not."""
_JOINER: Final = "\u2060"


def render(report: Report, language: str, *, waived: bool = False) -> str:
    """The whole report; waived findings where they are wanted."""
    return "".join(pieces(report.maps, language, waived=waived))


def pieces(maps: Iterable[MapReport], language: str, *, waived: bool = False) -> Iterator[str]:
    """The report workbook by workbook, then how they stand by each criterion."""
    between, overview = "", EMPTY
    for report in maps:
        yield between + "\n".join(_map(report, language, waived=waived)) + "\n"
        between = "\n"
        if report.status == "ok":
            overview = tuple(each.plus(standing) for each, standing in zip(overview, standings(report), strict=True))
    if told(overview):
        yield between + "\n".join(_criteria(overview, language)) + "\n"
    if not between:
        yield f"{_NOTHING.of(language)}\n"


def plain(text: str) -> str:
    """``text`` on one line, meaning nothing but itself: no markup, no HTML, no link, nobody mentioned."""
    return _MEANING.sub(r"\\\1", _CALLS.sub(_JOINER, printable(text)))


def code(text: str) -> str:
    """``text`` as code; a longer fence where it holds backquotes itself."""
    shown = printable(text)
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", shown)), default=0))
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _map(report: MapReport, language: str, *, waived: bool) -> Iterator[str]:
    type_title = report.type_title.of(language) if report.type_title is not None else report.type
    yield f"## {' · '.join(plain(part) for part in (name_of(report, language), type_title) if part)}"
    yield ""
    yield f"{_address(report.ref)} · {_summary(report, language)}"
    for stage, findings in by_stage(report, language):
        yield ""
        yield f"### {plain(stage)}"
        yield ""
        for group in shown_as_one(findings):
            yield from _lines(group, language)
    if waived and report.waived:
        yield ""
        yield f"### {WAIVED.of(language)}"
        yield ""
        for each in report.waived:
            yield from _lines([each.finding], language)
            yield f"  {plain(reason_of(each, report.zone, language))}"


def _summary(report: MapReport, language: str) -> str:
    if report.error is not None:
        return plain(report.error.message.of(language))
    return listed(report.counts, language) or sentence(clean_of(standings(report)).of(language))


def _lines(group: list[Finding], language: str) -> Iterator[str]:
    first = group[0]
    severity = min((finding.severity for finding in group), key=SEVERITIES.index)
    yield f"- **{_LABELS[severity].of(language)}**{_place(first)} {plain(message_of(group, language))} — {code(first.rule)}, {plain(first.source)}"
    if words := words_of(first):
        yield f"  > “{plain(words)}”"


def _place(finding: Finding) -> str:
    if finding.cell is None:
        return ""
    shown = code(finding.cell.a1)
    return f" [{shown}]({finding.link})" if re.fullmatch(r"https://[\w./#?=&%-]+", finding.link, re.ASCII) else f" {shown}"


def _address(ref: str) -> str:
    return f"<{ref}>" if re.fullmatch(r"https://[\w./#?=&%-]+", ref, re.ASCII) else code(ref)


def _criteria(overview: Iterable[Overview], language: str) -> Iterator[str]:
    yield f"## {BY_CRITERION.of(language)}"
    yield ""
    yield f"| {_CRITERION.of(language)} | {_RESULT.of(language)} |"
    yield "|---|---|"
    for each in overview:
        yield f"| {each.criterion.title.of(language)} | {overview_of(each, language)} |"
