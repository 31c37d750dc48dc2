"""A report for people at a terminal."""

from collections.abc import Iterable, Iterator

from sheetsync.formats._wording import CLEAN, by_stage, counted, message_of, name_of, shown_as_one
from sheetsync.formats.terminal import Paint, cells, pad, printable, wrap
from sheetsync.model.finding import SEVERITIES, Finding, Severity
from sheetsync.model.words import Text
from sheetsync.report.build import Counts, MapReport, Report, total

_MARKS: dict[Severity, tuple[str, str]] = {"error": ("✗", "red"), "warning": ("▲", "yellow"), "info": ("•", "blue")}
_NO_WORKBOOK = Text("Không có bảng tính nào để xem.", "There is no workbook to look at.")
_MIN_MESSAGE = 24


def render(report: Report, language: str, width: int = 100, *, colour: bool = False) -> str:
    """The whole report, at most ``width`` cells wide where words allow, with ANSI colours if ``colour``."""
    return "".join(pieces(report.maps, language, width, colour=colour))


def pieces(maps: Iterable[MapReport], language: str, width: int = 100, *, colour: bool = False) -> Iterator[str]:
    """The report workbook by workbook, then the summary; joined, the pieces are what ``render`` gives."""
    paint = Paint(colour=colour)
    counts, seen, broken = Counts(), 0, 0
    for report in maps:
        yield "\n".join([*_map(report, language, width, paint), "", ""])
        counts = total((counts, report.counts))
        seen += report.status == "ok"
        broken += report.status == "unreadable"
    yield _summary(counts, seen, broken, language, paint) + "\n"


# One workbook


def _map(report: MapReport, language: str, width: int, paint: Paint) -> Iterator[str]:
    yield _heading(report, language, paint)
    if report.error is not None:
        mark = paint("✗", "red", "bold")
        for number, line in enumerate(wrap(printable(report.error.message.of(language)), width - 4)):
            yield f"  {mark if number == 0 else ' '} {line}"
        return
    if not report.findings:
        yield f"  {paint('✓', 'green')} {CLEAN.of(language)}"
        return
    places = {finding.fingerprint: printable(finding.cell.a1) if finding.cell is not None else "" for finding in report.findings}
    column = min(max(map(cells, places.values())), max(width // 4, 8))
    for title, findings in by_stage(report, language):
        yield ""
        yield f"  {paint(printable(title), 'bold', 'cyan')}"
        for shown in shown_as_one(findings):
            yield from _finding(shown, places[shown[0].fingerprint], column, language, width, paint)


def _heading(report: MapReport, language: str, paint: Paint) -> str:
    type_title = report.type_title.of(language) if report.type_title is not None else report.type
    parts = [printable(part) for part in (name_of(report, language), type_title, report.ref) if part]
    return f"{paint(parts[0], 'bold')}{paint(''.join(f' · {part}' for part in parts[1:]), 'dim')}"


def _finding(shown: list[Finding], place: str, column: int, language: str, width: int, paint: Paint) -> Iterator[str]:
    first = shown[0]
    severity = min((finding.severity for finding in shown), key=SEVERITIES.index)
    mark, tone = _MARKS[severity]
    indent = " " * (4 + 2 + column + 2)
    room = max(width - len(indent), _MIN_MESSAGE)
    lines = wrap(printable(message_of(shown, language)), room)
    tail = f"{first.rule} · {first.source}"
    fits = cells(lines[-1]) + 2 + cells(tail) <= room
    for number, line in enumerate(lines):
        ending = f"  {paint(tail, 'dim')}" if fits and number == len(lines) - 1 else ""
        if number == 0:
            yield from _placed(f"    {paint(mark, tone)} ", place, column, line + ending, indent, paint)
        else:
            yield f"{indent}{line}{ending}"
    if not fits:
        yield f"{indent}{paint(tail, 'dim')}"


def _placed(lead: str, place: str, column: int, text: str, indent: str, paint: Paint) -> Iterator[str]:
    """The first line of a finding: its mark, its cell, its text; a cell too long for its column takes a line of its own."""
    if cells(place) <= column:
        yield f"{lead}{paint(pad(place, column), 'dim') if place else ' ' * column}  {text}"
    else:
        yield f"{lead}{paint(place, 'dim')}"
        yield f"{indent}{text}"


# Summary


def _summary(counts: Counts, seen: int, broken: int, language: str, paint: Paint) -> str:
    if not seen and not broken:
        return _NO_WORKBOOK.of(language)
    sentences = []
    if seen:
        sentences.append(_findings_line(counts, seen, language, paint))
    if broken:
        text = Text(
            f"{broken} bảng tính không đọc được.", "1 workbook could not be read." if broken == 1 else f"{broken} workbooks could not be read."
        ).of(language)
        sentences.append(paint(text, "red", "bold"))
    return " ".join(sentences)


def _findings_line(counts: Counts, seen: int, language: str, paint: Paint) -> str:
    maps = Text(f"{seen} bản đồ", "1 map" if seen == 1 else f"{seen} maps").of(language)
    if not counts.total:
        return paint(Text(f"Đã xem {maps}: không có gì cần bổ sung.", f"Looked at {maps}: nothing to add.").of(language), "green", "bold")
    parts = [paint(counted(severity, number).of(language), _MARKS[severity][1], "bold") for severity, number in _by_severity(counts) if number]
    joined = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {Text('và', 'and').of(language)} {parts[-1]}"
    return Text(f"{joined} trong {maps}.", f"{joined} in {maps}.").of(language)


def _by_severity(counts: Counts) -> Iterator[tuple[Severity, int]]:
    yield from zip(SEVERITIES, counts, strict=True)
