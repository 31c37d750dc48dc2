"""A report for people at a terminal."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sheetsync.formats._criteria import EMPTY, Overview, standings, told
from sheetsync.formats._wording import (
    BY_CRITERION,
    WAIVED,
    by_stage,
    clean_of,
    counted,
    message_of,
    name_of,
    overview_of,
    reason_of,
    sentence,
    shown_as_one,
    words_of,
)
from sheetsync.formats.terminal import Paint, cells, clip, pad, printable, wrap
from sheetsync.model.finding import SEVERITIES, Finding, Severity
from sheetsync.model.words import Text
from sheetsync.report.build import Counts, MapReport, Report, total

_MARKS: dict[Severity, tuple[str, str]] = {"error": ("✗", "red"), "warning": ("▲", "yellow"), "info": ("•", "blue")}
_NO_WORKBOOK = Text("Không có bảng tính nào để xem.", "There is no workbook to look at.")
_UNCHECKED = Text(
    "Chưa kiểm tra: không có quy tắc nào cho tiêu chí đó được chạy; `--profile strict` chạy tất cả.",
    "Not checked: no rule for it ran; `--profile strict` runs them all.",
)
_MIN_MESSAGE = 24


class _Page(NamedTuple):
    """How a report is written: its language, its width, its paint, and whether waived findings are listed."""

    language: str
    width: int
    paint: Paint
    waived: bool = False


def render(report: Report, language: str, width: int = 100, *, colour: bool = False, links: bool = False, waived: bool = False) -> str:
    """The whole report, at most ``width`` cells wide where words allow; ANSI colours, links and waived findings where they are wanted."""
    return "".join(pieces(report.maps, language, width, colour=colour, links=links, waived=waived))


def pieces(
    maps: Iterable[MapReport], language: str, width: int = 100, *, colour: bool = False, links: bool = False, waived: bool = False
) -> Iterator[str]:
    """The report workbook by workbook, then the summary; joined, the pieces are what ``render`` gives."""
    page = _Page(language, width, Paint(colour=colour, links=links), waived)
    counts, seen, broken, overview = Counts(), 0, 0, EMPTY
    for report in maps:
        yield "\n".join([*_map(report, page), "", ""])
        counts = total((counts, report.counts))
        if report.status == "ok":
            seen += 1
            overview = tuple(each.plus(standing) for each, standing in zip(overview, standings(report), strict=True))
        else:
            broken += 1
    if seen and told(overview):
        yield "\n".join([*_criteria(overview, page), "", ""])
    yield _summary(counts, seen, broken, overview, page) + "\n"


# One workbook


def _map(report: MapReport, page: _Page) -> Iterator[str]:
    paint, language = page.paint, page.language
    yield _heading(report, page)
    if report.error is not None:
        mark = paint("✗", "red", "bold")
        for number, line in enumerate(wrap(printable(report.error.message.of(language)), page.width - 4)):
            yield f"  {mark if number == 0 else ' '} {line}"
        return
    if not report.findings:
        yield f"  {paint('✓', 'green')} {sentence(clean_of(standings(report)).of(language))}"
    shown = [*report.findings, *(each.finding for each in report.waived if page.waived)]
    column = min(max((cells(_place(finding)) for finding in shown), default=0), max(page.width // 4, 8))
    for title, findings in by_stage(report, language):
        yield ""
        yield f"  {paint(printable(title), 'bold', 'cyan')}"
        for group in shown_as_one(findings):
            yield from _finding(group, column, page)
    if page.waived and report.waived:
        yield ""
        yield f"  {paint(WAIVED.of(language), 'bold', 'dim')}"
        for waived in report.waived:
            yield from _finding([waived.finding], column, page, reason_of(waived, report.zone, language))


def _heading(report: MapReport, page: _Page) -> str:
    type_title = report.type_title.of(page.language) if report.type_title is not None else report.type
    parts = [printable(part) for part in (name_of(report, page.language), type_title, report.ref) if part]
    return f"{page.paint(parts[0], 'bold')}{page.paint(''.join(f' · {part}' for part in parts[1:]), 'dim')}"


def _finding(group: list[Finding], column: int, page: _Page, reason: str = "") -> Iterator[str]:
    """A group of findings as one; with the ``reason`` why it is skipped, where it is."""
    first, paint = group[0], page.paint
    severity = min((finding.severity for finding in group), key=SEVERITIES.index)
    mark, tone = ("–", "dim") if reason else _MARKS[severity]
    indent = " " * (4 + 2 + column + 2)
    room = max(page.width - len(indent), _MIN_MESSAGE)
    lines = wrap(printable(message_of(group, page.language)), room)
    tail = f"{first.rule} · {first.source}"
    fits = cells(lines[-1]) + 2 + cells(tail) <= room
    for number, line in enumerate(lines):
        ending = f"  {paint(tail, 'dim')}" if fits and number == len(lines) - 1 else ""
        if number == 0:
            yield from _placed(f"    {paint(mark, tone)} ", first, column, line + ending, indent, paint)
        else:
            yield f"{indent}{line}{ending}"
    if words := words_of(first):
        yield f"{indent}{paint(f'“{clip(printable(words), room - 2)}”', 'dim')}"
    if not fits:
        yield f"{indent}{paint(tail, 'dim')}"
    if reason:
        yield from (f"{indent}{line}" for line in wrap(printable(reason), room))


def _placed(lead: str, finding: Finding, column: int, text: str, indent: str, paint: Paint) -> Iterator[str]:
    """The first line of a finding: its mark, its cell, its text; a cell too long for its column takes a line of its own."""
    place = _place(finding)
    shown = paint.link(paint(place, "dim"), finding.link)
    if cells(place) <= column:
        yield f"{lead}{shown}{' ' * (column - cells(place))}  {text}"
    else:
        yield f"{lead}{shown}"
        yield f"{indent}{text}"


def _place(finding: Finding) -> str:
    return printable(finding.cell.a1) if finding.cell is not None else ""


# Summary


def _criteria(overview: Iterable[Overview], page: _Page) -> Iterator[str]:
    overview = list(overview)
    titles = [each.criterion.title.of(page.language) for each in overview]
    column = max(map(cells, titles))
    yield page.paint(BY_CRITERION.of(page.language), "bold")
    for each, title in zip(overview, titles, strict=True):
        worst = next((severity for severity, number in zip(SEVERITIES, each.counts, strict=True) if number), None)
        mark, tone = _MARKS[worst] if worst else ("–", "dim") if each.waived or each.unchecked else ("✓", "green")
        lines = wrap(overview_of(each, page.language), max(page.width - column - 6, _MIN_MESSAGE))
        yield f"  {page.paint(mark, tone)} {pad(title, column)}  {lines[0]}"
        yield from (" " * (column + 6) + line for line in lines[1:])
    if any(each.unchecked for each in overview):
        for line in wrap(_UNCHECKED.of(page.language), page.width - 4):
            yield f"    {page.paint(line, 'dim')}"


def _summary(counts: Counts, seen: int, broken: int, overview: tuple[Overview, ...], page: _Page) -> str:
    if not seen and not broken:
        return _NO_WORKBOOK.of(page.language)
    sentences = []
    if seen:
        sentences.append(_findings_line(counts, seen, overview, page))
    if broken:
        text = Text(
            f"{broken} bảng tính không đọc được.", "1 workbook could not be read." if broken == 1 else f"{broken} workbooks could not be read."
        ).of(page.language)
        sentences.append(page.paint(text, "red", "bold"))
    return " ".join(sentences)


def _findings_line(counts: Counts, seen: int, overview: tuple[Overview, ...], page: _Page) -> str:
    language, paint = page.language, page.paint
    maps = Text(f"{seen} bản đồ", "1 map" if seen == 1 else f"{seen} maps").of(language)
    if not counts.total:
        style = () if any(each.unchecked or each.waived for each in overview) else ("green",)
        return paint(f"{Text(f'Đã xem {maps}', f'Looked at {maps}').of(language)}: {clean_of(overview).of(language)}.", "bold", *style)
    parts = [paint(counted(severity, number).of(language), _MARKS[severity][1], "bold") for severity, number in _by_severity(counts) if number]
    joined = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {Text('và', 'and').of(language)} {parts[-1]}"
    return Text(f"{joined} trong {maps}.", f"{joined} in {maps}.").of(language)


def _by_severity(counts: Counts) -> Iterator[tuple[Severity, int]]:
    yield from zip(SEVERITIES, counts, strict=True)
