"""What the formats for people have in common: findings by stage, groups as one, numbers in words."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sheetsync.model.finding import Finding, Severity
from sheetsync.model.words import Text
from sheetsync.report.build import MapReport

WHOLE_MAP = Text("Cả bản đồ", "The whole map")
CLEAN = Text("Không có gì cần bổ sung.", "Nothing to add.")
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
    return f"{message} {Text(f'(và {more} chỗ nữa như vậy)', f'(and {more} more like this)').of(language)}"


def counted(severity: Severity, number: int) -> Text:
    """How many findings of a severity there are, in words."""
    match severity:
        case "error":
            return Text(f"{number} lỗi", "1 error" if number == 1 else f"{number} errors")
        case "warning":
            return Text(f"{number} cảnh báo", "1 warning" if number == 1 else f"{number} warnings")
        case "info":
            return Text(f"{number} gợi ý", "1 hint" if number == 1 else f"{number} hints")
