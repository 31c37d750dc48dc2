"""The *To complete* tab: findings as rows, and the edits that bring a workbook's tab up to date."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from itertools import count
from typing import NamedTuple

from sheetsync.lint.index import quoted
from sheetsync.model.anatomy import FINGERPRINT, SKIP
from sheetsync.model.design import DesignCell
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed, Value
from sheetsync.model.layout import FindingRow, to_complete_rows
from sheetsync.model.layout.complete import GONE_WORD
from sheetsync.model.places import Reading
from sheetsync.model.skips import TO_COMPLETE_KEYS, WRITTEN_KEYS, Again, RowKey, RowState, ToComplete, seal_of, shown
from sheetsync.model.words import Language, Text, tidy
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

    Nothing that people typed is written over: only blank cells, texts of ours and reasons that the archive has. A row in which people wrote stays
    with its finding where it is, or as it is where that is gone; the list goes around it.
    """
    tab = ToComplete.find(grids)
    return tuple(_edits(tab, reading, findings, skipped or Skipped())) if tab else ()


class _Row(NamedTuple):
    """A row as it stands: its key, in which columns people wrote, and whether they wrote beside the list."""

    key: RowKey
    theirs: frozenset[str]
    is_noted: bool

    @property
    def is_free(self) -> bool:
        return not (self.theirs or self.is_noted)


def _edits(tab: ToComplete, reading: Reading, findings: Sequence[Finding], skipped: Skipped) -> Iterator[CellEdit]:
    wanted = to_complete_rows(finding_rows(reading, findings, skipped), reading.map.language)
    rows = _rows(tab, wanted, skipped.known)
    for number, cells in sorted(_planned(tab, rows, wanted, reading.map.language).items()):
        theirs = rows[number].theirs if number in rows else frozenset()
        for key, cell in cells.items():
            if key not in theirs and (edit := _edit(tab, number, tab.columns[key], cell)):
                yield edit


def _planned(
    tab: ToComplete, rows: Mapping[int, _Row], wanted: Sequence[Sequence[DesignCell]], language: Language
) -> dict[int, Mapping[str, DesignCell]]:
    """What each row is to say; rows in which people wrote keep their findings, all others are filled in the order of ``wanted``."""
    speakers = tab.speakers()
    held = {mark: number for mark, number in speakers.items() if rows[number].key.seal and not rows[number].is_free}
    free = (number for number in count(tab.first) if number not in rows or rows[number].is_free)
    planned: dict[int, Mapping[str, DesignCell]] = {}
    listed: set[str] = set()
    for cells in wanted:
        mark = RowKey.parse(cells[0].value).fingerprint
        number = next(free) if mark in listed or mark not in held else held[mark]
        planned[number] = dict(zip(TO_COMPLETE_KEYS, cells, strict=True))
        listed.add(mark)
    blank = dict.fromkeys(TO_COMPLETE_KEYS, DesignCell())
    for number, row in rows.items():
        if number not in planned:
            planned[number] = blank if row.is_free or (row.key.seal and not row.key.fingerprint) else _left(tab, number, row, listed, language)
    return planned


def _left(tab: ToComplete, number: int, row: _Row, listed: Collection[str], language: Language) -> Mapping[str, DesignCell]:
    """What changes in a row of people's that holds no finding any more: one that stands elsewhere, or one that is gone."""
    if row.key.fingerprint in listed:
        return {FINGERPRINT: DesignCell()}
    if not row.key.seal:
        return {}
    told = {"severity": GONE_WORD.of(language), "where": ""}
    key = row.key.sealed_for(None if key in row.theirs else told.get(key, tab.text(number, key)) for key in WRITTEN_KEYS)
    return {FINGERPRINT: DesignCell(key.text)} | {key: DesignCell(text) for key, text in told.items()}


def _rows(tab: ToComplete, wanted: Sequence[Sequence[DesignCell]], known: Mapping[str, frozenset[str]]) -> dict[int, _Row]:
    """Every row of the list and below it, with what people wrote there.

    Ours is what a row's seal tells, or that of another row in the same column, since rows are sorted and copied in part; and a whole row that says
    what ``wanted`` says, whose key somebody deleted.
    """
    numbers = range(tab.first, tab.last + 1)
    keys = {number: tab.key(number) for number in numbers}
    seals = dict(zip(WRITTEN_KEYS, map(frozenset, zip(*(key.seal for key in keys.values() if key.seal), strict=True)), strict=False))
    listed = {seal_of(cell.value for cell in cells[1:-1]) for cells in wanted}
    noted = tab.noted()

    def theirs(number: int) -> Iterator[str]:
        key, skip = keys[number], tab.grid.cells.get((number, tab.columns[SKIP]), "")
        if not key.is_ours:
            yield FINGERPRINT
        is_computed = isinstance(skip, Typed) and (skip.kind == "formula" or not shown(skip))
        if is_computed or (shown(skip) and shown(skip) not in known.get(key.fingerprint, ())):
            yield SKIP
        texts = seal_of(tab.written(number))
        for name, mark in zip(WRITTEN_KEYS, texts, strict=True):
            value = tab.grid.cells.get((number, tab.columns[name]), "")
            is_ours = mark in seals.get(name, ()) if key.seal else texts in listed
            is_foreign = isinstance(value, Typed) and not (name == "where" and _is_jump(value))
            if is_foreign or (shown(value) and not is_ours):
                yield name

    return {number: _Row(keys[number], frozenset(theirs(number)), number in noted) for number in numbers}


def _is_jump(value: Value) -> bool:
    return isinstance(value, Typed) and value.kind == "formula" and value.raw.lstrip().upper().startswith('HYPERLINK("#')


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
