"""The *To complete* tab: findings as rows, and the edits that bring a workbook's tab up to date."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from sheetsync.lint.index import quoted
from sheetsync.model.design import DesignCell
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed, Value
from sheetsync.model.layout import FindingRow, to_complete_rows
from sheetsync.model.places import Reading
from sheetsync.model.skips import TO_COMPLETE_KEYS, Again, RowState, ToComplete, shown
from sheetsync.model.words import Text, tidy
from sheetsync.report.build import Waived

LONGEST_QUOTE = 300
"""So much of an earlier reason is quoted beside a finding; the archive has all of it."""


class Skipped(NamedTuple):
    """What the tab tells of waivers.

    ``waived`` are the findings that are skipped; ``again`` tells by fingerprint which open ones were skipped once, and ``known`` the reasons that
    the archive remembers. Days are told in ``zone``.
    """

    waived: Sequence[Waived] = ()
    again: Mapping[str, Again] = {}
    known: Mapping[str, frozenset[str]] = {}
    zone: tzinfo = UTC


def finding_rows(reading: Reading, findings: Sequence[Finding], skipped: Skipped | None = None) -> tuple[FindingRow, ...]:
    """The rows of the tab: what is to be done, then what is skipped."""
    titles = {stage.key: stage.title for stage in reading.map.main.stages}
    language = reading.map.language
    skipped = skipped or Skipped()

    def row(finding: Finding, told: Text | None = None, skip: str = "", state: RowState = "open") -> FindingRow:
        stage = titles.get(finding.stage or "", "")
        fix = "\n".join(part for part in (finding.fix if state != "skipped" else "", told.of(language) if told else "") if part)
        return FindingRow(finding.fingerprint, finding.severity, finding.cell, stage, finding.message, finding.why, fix, skip, state)

    def to_do(finding: Finding) -> FindingRow:
        once = skipped.again.get(finding.fingerprint)
        return row(finding, _once_skipped(once, skipped.zone), state="again") if once else row(finding)

    done = (row(one.finding, _is_skipped(one, skipped.zone), one.reason, "skipped") for one in skipped.waived)
    return (*map(to_do, findings), *done)


def plan_complete(grids: Sequence[Grid], reading: Reading, findings: Sequence[Finding], skipped: Skipped | None = None) -> tuple[CellEdit, ...]:
    """The edits after which the workbook's *To complete* tab lists ``findings`` and what is skipped; none when it does, or when there is no such tab.

    A reason that is neither shown nor in the archive stays below, with all that its row said: nothing typed is lost.
    """
    tab = ToComplete.find(grids)
    return tuple(_edits(tab, reading, findings, skipped or Skipped())) if tab else ()


def _edits(tab: ToComplete, reading: Reading, findings: Sequence[Finding], skipped: Skipped) -> Iterator[CellEdit]:
    rows = list(to_complete_rows(finding_rows(reading, findings, skipped), reading.map.language))
    rows += [
        _as_it_stands(tab, row) for row, skip in tab.skips().items() if skip.reason and skip.reason not in skipped.known.get(skip.fingerprint, ())
    ]
    blank = tuple(DesignCell() for _ in TO_COMPLETE_KEYS)
    rows += [blank] * (tab.last + 1 - tab.first - len(rows))
    for row, cells in enumerate(rows, start=tab.first):
        for key, cell in zip(TO_COMPLETE_KEYS, cells, strict=True):
            if edit := _edit(tab, row, tab.columns[key], cell):
                yield edit


def _as_it_stands(tab: ToComplete, row: int) -> tuple[DesignCell, ...]:
    """Everything that a row said, but for its link."""
    return tuple(DesignCell("" if key == "where" else tab.text(row, key)) for key in TO_COMPLETE_KEYS)


def _edit(tab: ToComplete, row: int, column: int, cell: DesignCell) -> CellEdit | None:
    today = tab.grid.cells.get((row, column), "")
    is_link = isinstance(today, Typed) and today.kind == "formula"
    if shown(today) == tidy(cell.value) and is_link == (cell.kind == "link") and not (is_link and not _jumps_to(today, cell.target)):
        return None
    place = CellRef(tab.grid.title, row, column)
    style = (tab.first, column) if row > tab.first else None
    if cell.kind == "link":
        return CellEdit(place, cell.value, "link", cell.target, style)
    return CellEdit(place, cell.value, "text", None, style)


def _jumps_to(value: Value, target: CellRef | None) -> bool:
    if not isinstance(value, Typed) or target is None:
        return False
    return f'{target.a1.rpartition("!")[2]}"' in value.raw


def _is_skipped(one: Waived, zone: tzinfo) -> Text:
    day = _day(one.at, zone)
    return Text(
        f"Đã bỏ qua từ ngày {day}, lý do ở ô bên cạnh. Muốn đưa trở lại danh sách, hãy xóa lý do đó.",
        f"Skipped since {day} for the reason beside this. To bring it back, empty the reason.",
    )


def _once_skipped(once: Again, zone: tzinfo) -> Text:
    day, reason = _day(once.at, zone), quoted(once.reason, LONGEST_QUOTE)
    if once.lapsed:
        return Text(
            f"Ngày {day} đã bỏ qua vì “{reason}”, nhưng nội dung đã thay đổi từ đó. Nếu vẫn muốn bỏ qua, hãy ghi lại lý do.",
            f"It was skipped on {day} because “{reason}”, but the text has changed since. If it still need not be done, write the reason again.",
        )
    return Text(
        f"Ngày {day} đã bỏ qua vì “{reason}”, sau đó lý do được rút lại.",
        f"It was skipped on {day} because “{reason}”; that was taken back.",
    )


def _day(at: str, zone: tzinfo) -> str:
    return datetime.fromisoformat(at).astimezone(zone).date().isoformat()
