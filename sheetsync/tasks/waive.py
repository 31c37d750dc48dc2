"""Waive: say of findings why they won't be fixed, or take that back."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sheetsync.errors import UsageError
from sheetsync.history.record import Decision
from sheetsync.history.waivers import waivers
from sheetsync.lint.engine import find_rule
from sheetsync.lint.rule import STRICT
from sheetsync.model.finding import Finding
from sheetsync.model.grid import column_letters
from sheetsync.model.journey import JourneyMap
from sheetsync.model.maptype import MapType
from sheetsync.model.skips import ToComplete
from sheetsync.model.words import fold, tidy
from sheetsync.report.build import Waived
from sheetsync.tasks.lint import Around, Checked, check_map
from sheetsync.tasks.opening import Opened, open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.showing import shown

MOST_PLACES = 12
"""So many cells are named where a person named none of them."""
LONGEST_REASON = 1000
"""A reason is to be read beside its finding, in a cell."""


@dataclass(frozen=True, slots=True)
class Waiving:
    """What became of the findings a person named: each with its waiver (the one taken back, for ``unwaive``), and how many are new decisions."""

    map: str
    ref: str
    title: str
    rule: str
    findings: tuple[Waived, ...]
    recorded: int


def waive(space: Workspace, ref: str, rule: str, fields: Sequence[str], reason: str) -> Waiving:
    """Record that what ``rule`` found in the map at ``ref`` won't be fixed, for ``reason``: all of it, or what one of ``fields`` names.

    A field is a cell as people see it (``E7``, ``Bản đồ!E7``), the title or key of a stage or of a field, or a fingerprint. Without ``fields``, what
    is waived already keeps its reason.

    Raises:
        UsageError: there is no such rule, it found nothing there, a field fits nothing of it, or the reason is empty or too long.
        ArchiveError: the archive can't be trusted or written.
        WorkbookError: the workbook can't be read.
    """
    said = _reason(reason)
    found = _Found.of(space, ref, rule)
    if not found.all:
        raise found.nothing()
    chosen = found.narrowed(fields) if fields else [finding for finding in found.all if finding.fingerprint not in found.waived] or found.all
    at = space.instant()
    new = [finding for finding in chosen if not found.is_waived_for(finding, said if fields else None)]
    for decision in waivers(new, found.journey, at=at, author=space.author, reason=said):
        space.ledger.decide(found.journey.id, decision)
    fresh = {finding.fingerprint: Waived(finding, space.author, at, said) for finding in new}
    told = tuple(fresh.get(finding.fingerprint) or found.waived[finding.fingerprint] for finding in chosen)
    return found.waiving(told, len(new), space)


def unwaive(space: Workspace, ref: str, rule: str, fields: Sequence[str], reason: str = "") -> Waiving:
    """Take back the waivers of what ``rule`` found in the map at ``ref``, all or those that ``fields`` name; ``reason`` may say why.

    Raises:
        UsageError: as for ``waive``; or nothing of it is waived there, or its reason stands only in the sheet.
        ArchiveError: the archive can't be trusted or written.
        WorkbookError: the workbook can't be read.
    """
    said = _reason(reason) if reason else ""
    found = _Found.of(space, ref, rule)
    chosen = found.narrowed(fields) if fields and found.all else found.all
    recorded = space.ledger.decisions(found.journey.id).waived
    typed = next((finding for finding in chosen if finding.fingerprint in found.typed), None)
    held = [(finding, recorded[finding.fingerprint]) for finding in chosen if finding.fingerprint in recorded.keys() - found.typed.keys()]
    if typed is not None and (fields or not held):
        raise found.stands_in_the_sheet(typed)
    if not held:
        raise found.not_waived()
    marks = tuple(finding.fingerprint for finding, _ in held)
    space.ledger.decide(found.journey.id, Decision("unwaive", space.instant(), space.author, said, marks))
    told = tuple(Waived(finding, one.author, one.at, one.reason) for finding, one in held)
    return found.waiving(told, len(held), space)


class _Found(NamedTuple):
    """What one rule found in a map: all findings in their order, those that are waived, and where reasons stand that no archive has yet."""

    opened: Opened
    rule: str
    all: list[Finding]
    waived: dict[str, Waived]
    typed: dict[str, str]
    others: Counter[str]

    @classmethod
    def of(cls, space: Workspace, ref: str, rule: str) -> "_Found":
        """Under the map's own profile; and what only ``strict`` finds, since people look at that too."""
        find_rule(rule)
        opened, around = open_map(space, ref), Around(space)
        usual, strict = (_checked(parts, opened, around) for parts in (space, _under_strict(space)))
        there = {finding.fingerprint: finding for checked in (strict, usual) for finding in _every(checked) if finding.rule == rule}
        waived = {one.finding.fingerprint: one for checked in (strict, usual) for one in checked.waived if one.finding.rule == rule}
        unrecorded = {mark for checked in (strict, usual) for one in checked.unrecorded if one.kind == "waive" for mark in one.fingerprints}
        others = Counter(finding.rule for finding in usual.findings)
        return cls(opened, rule, list(there.values()), waived, _places(opened, unrecorded), others)

    @property
    def journey(self) -> JourneyMap:
        return self.opened.reading.map

    def waiving(self, findings: Sequence[Waived], recorded: int, space: Workspace) -> Waiving:
        """What became of ``findings``, with the words of their cells."""
        told = shown((one.finding for one in findings), self.opened, space.backend)
        named = tuple(one._replace(finding=finding) for one, finding in zip(findings, told, strict=True))
        return Waiving(self.journey.id, self.opened.state.ref, self.journey.title, self.rule, named, recorded)

    def is_waived_for(self, finding: Finding, reason: str | None) -> bool:
        """Whether the archive holds a waiver of ``finding``, with that reason if one is given."""
        waived = self.waived.get(finding.fingerprint)
        return waived is not None and finding.fingerprint not in self.typed and reason in {None, waived.reason}

    def narrowed(self, fields: Sequence[str]) -> list[Finding]:
        """The findings that at least one of ``fields`` names, in their order."""
        marks = {finding.fingerprint for field in fields for finding in self._named(field)}
        return [finding for finding in self.all if finding.fingerprint in marks]

    def _named(self, field: str) -> list[Finding]:
        cell = _CELL.fullmatch(tidy(field))
        named = [finding for finding in self.all if finding.fingerprint == field or _is_in(finding, field, self.journey, self.opened.map_type)]
        if not named and cell:
            named = [finding for finding in self.all if _stands_at(finding, cell)]
            if len({finding.cell.tab for finding in named if finding.cell}) > 1:
                raise self._ambiguous(field, named)
        if not named:
            raise self._misses(field)
        return named

    # What is said where that can't be done

    def nothing(self) -> UsageError:
        title, listed = self.journey.title, ", ".join(f"{rule} ({count})" for rule, count in self.others.most_common())
        en = f"What is found there: {listed}. Name one of these." if listed else f'Run `sheetsync lint "{title}" --profile strict` to see what is.'
        vi = (
            f"Ở đó đang có: {listed}. Hãy nêu một trong số này." if listed else f'Hãy chạy `sheetsync lint "{title}" --profile strict` để xem còn gì.'
        )
        return UsageError(en=f"{self.rule} finds nothing in “{title}”. {en}", vi=f"{self.rule} không thấy gì trong “{title}”. {vi}")

    def not_waived(self) -> UsageError:
        title = self.journey.title
        return UsageError(
            en=f'Nothing of {self.rule} is skipped there. Run `sheetsync lint "{title}" --show-waived` to see what is.',
            vi=f'Ở đó không có gì của {self.rule} đang được bỏ qua. Hãy chạy `sheetsync lint "{title}" --show-waived` để xem đang bỏ qua những gì.',
        )

    def stands_in_the_sheet(self, finding: Finding) -> UsageError:
        cell = self.typed[finding.fingerprint]
        return UsageError(
            en=f"The reason to skip this stands in the sheet, at {cell}, and is not archived yet. Open the sheet and empty that cell.",
            vi=f"Lý do bỏ qua chỗ này đang nằm trong bảng tính, ở ô {cell}, và chưa được lưu. Hãy mở bảng tính và xóa ô đó.",
        )

    def _misses(self, field: str) -> UsageError:
        places = _listed(self.all)
        return UsageError(
            en=f"“{field}” names nothing that {self.rule} found in “{self.journey.title}”. It found something at: {places}. Name one of these.",
            vi=f"“{field}” không khớp với chỗ nào {self.rule} đã thấy trong “{self.journey.title}”. Hãy nêu một trong các ô sau: {places}.",
        )

    def _ambiguous(self, field: str, named: Iterable[Finding]) -> UsageError:
        places = _listed(named)
        return UsageError(
            en=f"“{field}” may be any of these: {places}. Write the tab too.",
            vi=f"“{field}” có thể là một trong các ô: {places}. Hãy ghi rõ cả tên trang.",
        )


_CELL = re.compile(r"(?:(?P<tab>.+)!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9][0-9]*)")
"""A cell as people write it: ``E7``, ``$E$7``, ``Bản đồ!E7``, ``'Bản đồ 2'!E7``."""


def _reason(reason: str) -> str:
    """The reason as it is kept: one that can stand in a cell, and be read there."""
    said = tidy("".join(letter if letter.isprintable() or letter == "\n" else " " if letter.isspace() else "" for letter in reason))
    if not said:
        raise UsageError(
            en='Name the reason, so that whoever reads the report knows why: --reason "waits for next quarter’s budget".',
            vi='Hãy nêu lý do để người đọc báo cáo hiểu vì sao: --reason "chờ ngân sách quý sau".',
        )
    if len(said) > LONGEST_REASON:
        raise UsageError(
            en=f"The reason has {len(said):,} characters; at most {LONGEST_REASON:,} can be read beside a finding. Shorten it.",
            vi=f"Lý do dài {len(said)} ký tự; tối đa {LONGEST_REASON} ký tự thì mới đọc được bên cạnh phát hiện. Hãy rút gọn.",
        )
    return said


def _under_strict(space: Workspace) -> Workspace:
    return replace(space, profile=STRICT, maps={name: said._replace(profile=None) for name, said in space.maps.items()})


def _checked(space: Workspace, opened: Opened, around: Around) -> Checked:
    checked = check_map(space, opened.reading, opened.map_type, around=around, ref=opened.state.ref, grids=opened.state.grids)
    if checked.distrusted is not None:
        raise checked.distrusted
    return checked


def _every(checked: Checked) -> Iterable[Finding]:
    return (*checked.findings, *(one.finding for one in checked.waived))


def _places(opened: Opened, marks: Iterable[str]) -> dict[str, str]:
    """The cells of *To complete* in which the reasons for the findings ``marks`` stand."""
    wanted, tab = set(marks), ToComplete.find(opened.state.grids)
    rows = tab.skips().items() if tab else ()
    return {skip.fingerprint: tab.cell(row) for row, skip in reversed(list(rows)) if tab and skip.reason and skip.fingerprint in wanted}


def _is_in(finding: Finding, word: str, journey: JourneyMap, map_type: MapType | None) -> bool:
    """Whether ``word`` is the title or key of the finding's stage, or of its field."""
    titles = {stage.key: stage.title for stage in journey.main.stages}
    names = {finding.stage, titles.get(finding.stage or ""), finding.ref.field}
    fields = map_type.fields_of(finding.ref.tab, of_stage=finding.ref.stage is not None) if map_type else ()
    names |= {name for field in fields if field.key == finding.ref.field for name in (*field.title, *field.aliases)}
    return fold(word) in {fold(name) for name in names if name}


def _stands_at(finding: Finding, cell: re.Match[str]) -> bool:
    if finding.cell is None:
        return False
    tab = (cell["tab"] or "").strip("'").replace("''", "'")
    place = f"{column_letters(finding.cell.column)}{finding.cell.row + 1}"
    return place == f"{cell['column'].upper()}{cell['row']}" and (not tab or fold(tab) == fold(finding.cell.tab))


def _listed(findings: Iterable[Finding]) -> str:
    places = list(dict.fromkeys(finding.cell.a1 if finding.cell else finding.fingerprint for finding in findings))
    return ", ".join(places[:MOST_PLACES]) + (" …" if len(places) > MOST_PLACES else "")
