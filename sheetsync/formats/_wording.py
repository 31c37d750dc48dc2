"""What the formats for people have in common: findings by stage, groups as one, numbers in words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from itertools import groupby

from sheetsync.formats._criteria import Overview, Standing
from sheetsync.lint.index import quoted
from sheetsync.model.finding import SEVERITIES, Finding, Severity
from sheetsync.model.words import Text
from sheetsync.report.build import Counts, MapReport, Waived

WHOLE_MAP = Text("Cả bản đồ", "The whole map")
WAIVED = Text("Đã bỏ qua", "Waived")
BY_CRITERION = Text("Theo tiêu chí", "By criterion")
UNREADABLE = Text("không đọc được", "unreadable")


def by_stage(report: MapReport, language: str) -> Iterator[tuple[str, list[Finding]]]:
    """Findings under the titles of their stages, in the order of the map; first those about the map as a whole."""
    titles = {stage.key: stage.title for stage in report.stages}
    position = {key: number for number, key in enumerate(titles)}
    ordered = sorted(
        report.findings, key=lambda finding: (position.get(finding.stage or "", len(position)), finding.stage or "") if finding.stage else (-1, "")
    )
    for stage, findings in groupby(ordered, key=lambda finding: finding.stage):
        yield WHOLE_MAP.of(language) if stage is None else titles.get(stage, stage), list(findings)


def shown_as_one(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Findings one by one, a group as one list where its first one stands."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.group is not None:
            groups.setdefault(finding.group, []).append(finding)
    for finding in findings:
        if finding.group is None:
            yield [finding]
        elif groups[finding.group][0] is finding:
            yield groups[finding.group]


def name_of(report: MapReport, language: str) -> str:
    """What a workbook is called: the title of its map, or that it can't be read."""
    return (report.title if report.title or report.status == "ok" else UNREADABLE.of(language)) or "—"


def message_of(group: Sequence[Finding], language: str) -> str:
    """What a group of findings says, as one."""
    message = group[0].message
    more = len(group) - 1
    if not more:
        return message
    end = message[-1:] if message.endswith((".", "?", "!")) else ""
    return f"{message.removesuffix(end)} {Text(f'(và {more} chỗ nữa như vậy)', f'(and {more} more like this)').of(language)}{end}"


def counted(severity: Severity, number: int) -> Text:
    """How many findings of a severity there are, in words."""
    match severity:
        case "error":
            return Text(f"{number} lỗi", "1 error" if number == 1 else f"{number} errors")
        case "warning":
            return Text(f"{number} cảnh báo", "1 warning" if number == 1 else f"{number} warnings")
        case "info":
            return Text(f"{number} gợi ý", "1 hint" if number == 1 else f"{number} hints")


def clean_of(standings: Iterable[Standing | Overview]) -> Text:
    """How nothing open is told: not as if all were well where something was not checked, or is skipped."""
    standings = tuple(standings)
    if any(each.unchecked for each in standings):
        return Text("không có gì cần bổ sung trong những phần đã kiểm tra", "nothing to add in what was checked")
    if waived := sum(each.waived for each in standings):
        return Text(f"không còn gì cần bổ sung, ngoài {waived} mục đã được bỏ qua", f"nothing left to add, besides {waived} waived")
    return Text("không có gì cần bổ sung", "nothing to add")


def sentence(text: str) -> str:
    """``text`` with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def words_of(finding: Finding) -> str:
    """What stands in the cell of a finding, short and on one line; nothing where its message says it already."""
    words = quoted(finding.text)
    return "" if words in finding.message else words


def listed(counts: Counts, language: str) -> str:
    """How many findings there are of each severity, in words: ``1 error, 2 warnings``."""
    return ", ".join(counted(severity, number).of(language) for severity, number in zip(SEVERITIES, counts, strict=True) if number)


def overview_of(overview: Overview, language: str) -> str:
    """How maps stand by one criterion: ``2 warnings in 1 of 3 maps; 1 map not checked``."""
    many = overview.maps > 1
    parts = []
    if overview.counts.total:
        where = Text(f" ở {overview.open}/{overview.maps} bản đồ", f" in {overview.open} of {overview.maps} maps") if many else Text("", "")
        parts.append(listed(overview.counts, language) + where.of(language))
    elif overview.unchecked < overview.maps and not overview.waived:
        parts.append(Text("không thấy vấn đề", "nothing found").of(language))
    if overview.waived:
        parts.append(Text(f"{overview.waived} mục đã được bỏ qua", f"{overview.waived} waived").of(language))
    if overview.unchecked:
        some = many and overview.unchecked < overview.maps
        unchecked = Text("chưa kiểm tra", "not checked")
        if some:
            unchecked = Text(f"{overview.unchecked} bản đồ chưa kiểm tra", f"{overview.unchecked} of {overview.maps} maps not checked")
        parts.append(unchecked.of(language))
    return "; ".join(parts)


def reason_of(waived: Waived, zone: tzinfo, language: str) -> str:
    """Who waived a finding, on which day in ``zone``, and why."""
    day = datetime.fromisoformat(waived.at).astimezone(zone).date().isoformat()
    return Text(f"{waived.author} bỏ qua ngày {day}: {waived.reason}", f"waived by {waived.author} on {day}: {waived.reason}").of(language)
