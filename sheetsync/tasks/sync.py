"""Sync: what people changed in a sheet becomes a version, and what changed in the archive goes into the sheet; nothing anyone typed is lost.

Both sides are merged from what they last agreed on. Where both changed the same thing, each keeps its own text, and people are asked. What looks
like an accident is stopped and asked about. The sheet is written first, from a plan that was proved beforehand. Wherever a run is killed, the next
one ends the same: merging what is merged already changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from sheetsync.errors import (
    AlreadyInArchive,
    ChangedElsewhere,
    SheetsyncError,
    TextTooLong,
    UnsafeEdit,
    WorkbookInUse,
    WorkbookReadOnly,
)
from sheetsync.history.merge import Conflict
from sheetsync.history.record import Decision, DecisionKind
from sheetsync.history.version import Reason, Source, content_digest
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellEdit
from sheetsync.model.journey import JourneyMap
from sheetsync.model.maptype import MapType
from sheetsync.model.realign import realign
from sheetsync.model.rewriting import plan_map
from sheetsync.model.words import Language, Text
from sheetsync.model.writing import pending_ids, plan_curve, plan_upkeep, with_edits
from sheetsync.tasks import sync_words as words
from sheetsync.tasks.complete import Skipped, plan_complete
from sheetsync.tasks.conflicts import conflict_findings
from sheetsync.tasks.deciding import Decided, SyncOptions, decide
from sheetsync.tasks.ledger import Stored
from sheetsync.tasks.lint import Around, Checked, check_map
from sheetsync.tasks.opening import Opened, open_map, open_state
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.standing import History, is_a_copy, standing_copy
from sheetsync.tasks.unchanged import Unchanged

Outcome = Literal["unchanged", "archived", "written", "merged", "conflict", "stopped", "copy", "failed"]

ATTEMPTS = 5
"""How often a map is decided again when somebody else was faster."""

UNWRITABLE = (WorkbookInUse, WorkbookReadOnly, UnsafeEdit, TextTooLong)
"""Why a sheet can't be written just now; it is archived and linted all the same."""


class Plan(NamedTuple):
    """What a dry run would do: each side as it stands, and as it would."""

    sheet: tuple[JourneyMap, JourneyMap]
    archive: tuple[JourneyMap | None, JourneyMap]


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of one workbook: ``edits`` counts cells written, ``ids_pending`` ids that could not be; ``message`` says why, or what to do.

    ``waived`` and ``unwaived`` count the findings for which people gave, or took back, a reason in *To complete*; ``decisions`` those about the
    map that the archive held when it was looked at. ``conflicts`` are what people have to settle, and how it is told. ``plan`` is what a dry run
    found. ``waits`` says that all the sheet says is archived, and what changed in the archive could not be written into the sheet.
    """

    map: str | None
    ref: str
    outcome: Outcome
    version: int | None = None
    edits: int = 0
    ids_pending: int = 0
    code: str = ""
    message: Text | None = None
    waived: int = 0
    unwaived: int = 0
    decisions: int = 0
    conflicts: tuple[tuple[Conflict, Finding], ...] = ()
    plan: Plan | None = None
    waits: bool = False


def sync(space: Workspace, refs: Sequence[str] | None = None, options: SyncOptions | None = None) -> Iterator[Synced]:
    """Bring the archive in step with each workbook of ``refs``, one after another; a workbook's failure never stops the others.

    Without ``refs`` all workbooks of the place are meant, and those without news are passed over.
    """
    options = options or SyncOptions()
    seen: dict[str, str] = {}
    around = Around(space)
    if refs is None:
        yield from _sync_place(space, options, seen, around)
    else:
        for ref in refs:
            yield _sync_one(space, ref, options, seen, around)


def _sync_place(space: Workspace, options: SyncOptions, seen: dict[str, str], around: Around) -> Iterator[Synced]:
    """Sync all workbooks of the place; those that nobody touched, as far as the place has noticed, are passed over without being read."""
    unchanged = Unchanged(space)
    try:
        for ref, mark in unchanged.marks().items():
            known = unchanged.known(ref, mark)
            if known is not None:
                seen.setdefault(known.map, ref)
                yield Synced(known.map, ref, "unchanged", known.version)
                continue
            result = _sync_one(space, ref, options, seen, around)
            unchanged.keep(ref, mark, result.map, result.version if _is_settled(result) else None, result.decisions)
            yield result
    finally:
        if not options.dry_run:
            unchanged.store()


def _is_settled(result: Synced) -> bool:
    """Whether the state that was marked before reading is the one that is archived, with nothing left to write."""
    return result.outcome in {"unchanged", "archived"} and not (result.edits or result.waived or result.unwaived) and result.message is None


def _sync_one(space: Workspace, ref: str, options: SyncOptions, seen: dict[str, str], around: Around) -> Synced:
    last: SheetsyncError | None = None
    for _ in range(ATTEMPTS):
        try:
            return _attempt(space, ref, options, seen, around)
        except (ChangedElsewhere, AlreadyInArchive) as race:
            last = race
        except SheetsyncError as error:
            return _failed(ref, error)
    return _failed(ref, last) if last else Synced(None, ref, "failed")


def _failed(ref: str, error: SheetsyncError) -> Synced:
    return Synced(None, ref, "failed", code=error.code, message=Text(vi=error.vi, en=error.en))


def _attempt(space: Workspace, ref: str, options: SyncOptions, seen: dict[str, str], around: Around) -> Synced:
    opened = open_map(space, ref)
    journey, map_type = opened.reading.map, opened.map_type
    if map_type is None:
        return _stopped(journey.id, ref, None, "map-type-unknown", words.unknown_type(journey.type))
    standing = standing_copy(space, journey.id, ref, seen)
    if standing is not None:
        return Synced(journey.id, ref, "copy", code="copy", message=is_a_copy(ref, standing))
    seen[journey.id] = ref
    history = History.of(space, journey.id, ref)
    if history.common is not None:
        opened = opened._replace(reading=realign(history.common, opened.reading))
    decided = decide(space, opened, history, options)
    if decided.stop is not None:
        return _stopped(journey.id, ref, history.number, *decided.stop)
    return _Act(space, opened, map_type, history, decided, around).carried_out(dry_run=options.dry_run)


class _Act:
    """What was decided about one workbook, carried out."""

    def __init__(self, space: Workspace, opened: Opened, map_type: MapType, history: History, decided: Decided, around: Around) -> None:
        self.space, self.opened, self.map_type, self.history, self.decided, self.around = space, opened, map_type, history, decided, around
        self.map_id, self.ref = opened.reading.map.id, opened.state.ref

    def carried_out(self, *, dry_run: bool) -> Synced:
        """Record what people decided, write into the sheet what it lacks, archive what is new, and note how both stand."""
        merged = self.decided.merged
        rewrite = plan_map(self.opened.reading, merged.sheet, self.map_type)
        if rewrite.unplaced:
            return _stopped(
                self.map_id, self.ref, self.history.number, "no-place", words.no_place(self.opened, rewrite.unplaced, self.decided.prefers)
            )
        after = self._foreseen(rewrite.edits)
        if after is None:
            return _stopped(self.map_id, self.ref, self.history.number, "unproved", words.unproved(self.ref))
        checked = self._checked(after)
        edits = _joined(rewrite.edits, self._upkeep(after, checked))
        told = self._told(checked, edits, is_rewritten=bool(rewrite.edits))
        if dry_run:
            latest = self.history.latest
            return replace(told, plan=Plan((self.opened.reading.map, merged.sheet), (latest.journey if latest else None, merged.archive)))
        ledger = self.space.ledger
        for decision in checked.unrecorded:  # first of all: only then may the rows that ask for them be written anew
            ledger.decide(self.map_id, decision)
        stored = self.history.stored
        revision, trouble = self.opened.state.revision, None
        if edits:
            try:
                revision = self._write(edits, stored)
            except UNWRITABLE as reason:
                if rewrite.edits and pending_ids(self.opened.reading):  # rows without an id could not be told apart next time
                    raise
                trouble = reason
        stored = self._archived(stored, revision)
        if trouble is None or not rewrite.edits:
            self._note(stored, revision, is_written=bool(edits) and trouble is None)
        told = replace(told, version=stored.version)
        if trouble is None:
            return told
        return self._unwritten(told, trouble, waits=bool(rewrite.edits))

    def _unwritten(self, told: Synced, trouble: SheetsyncError, *, waits: bool) -> Synced:
        """``told`` of a sheet that could not be written; with ``waits`` what changed in the archive is not in it, else only ids and *To complete*."""
        outcome: Outcome = "conflict" if self.decided.conflicts else "archived" if self._is_news else "failed" if waits else "unchanged"
        message = words.waiting(self.ref, trouble) if waits else Text(vi=trouble.vi, en=trouble.en)
        pending = pending_ids(self.opened.reading)
        return replace(told, outcome=outcome, edits=0, ids_pending=pending, code=trouble.code, message=message, waits=waits)

    @property
    def _is_news(self) -> bool:
        """Whether the archive is to say something that it does not say yet."""
        latest = self.history.latest
        return latest is None or content_digest(self.decided.merged.archive) != latest.content

    def _foreseen(self, edits: Sequence[CellEdit]) -> Opened | None:
        """The workbook as it would be read after ``edits``; ``None`` where it would not say what it is to say."""
        if not edits:
            return self.opened
        state = self.opened.state
        after = open_state(self.space.types, state._replace(grids=with_edits(state.grids, edits)))
        wanted = self.decided.merged.sheet
        after = after._replace(reading=realign(wanted, after.reading))
        return after if content_digest(after.reading.map) == content_digest(wanted) else None

    def _checked(self, after: Opened) -> Checked:
        """What lint says in the map's language.

        Raises:
            ArchiveError: what people decided about the map can't be trusted.
        """
        reading, grids = after.reading, after.state.grids
        checked = check_map(self.space, reading, self.map_type, around=self.around, ref=self.ref, grids=grids, language=reading.map.language)
        if checked.distrusted is not None:
            raise checked.distrusted
        return checked

    def _upkeep(self, after: Opened, checked: Checked) -> tuple[CellEdit, ...]:
        """Edits of what is no content: hidden cells, stored results of the curve, and the tab *To complete*."""
        reading, grids = after.reading, after.state.grids
        curve = () if self.space.backend.calculates else plan_curve(grids, reading, self.map_type)
        skipped = Skipped(checked.waived, checked.again, checked.known, self.space.zone)
        findings = (*self._conflicts(after), *checked.findings)
        return (*plan_upkeep(reading), *curve, *plan_complete(grids, reading, findings, skipped))

    def _conflicts(self, opened: Opened, language: Language | None = None) -> tuple[Finding, ...]:
        """What people are told of the conflicts, as the workbook stands in ``opened``."""
        archive, converses = self.decided.merged.archive, self.space.backend.converses
        return conflict_findings(self.decided.conflicts, opened, archive, self.map_type, converses=converses, language=language)

    def _told(self, checked: Checked, edits: Sequence[CellEdit], *, is_rewritten: bool) -> Synced:
        number = self.history.number or 0
        conflicts = self._conflicts(self.opened, self.space.language)
        outcome: Outcome = "unchanged"
        if self.decided.conflicts:
            outcome = "conflict"
        elif self._is_news:
            outcome = "merged" if is_rewritten else "archived"
        elif edits:
            outcome = "written"
        return Synced(
            self.map_id,
            self.ref,
            outcome,
            number + 1 if self._is_news else number or None,
            len(edits),
            waived=_count(checked, "waive"),
            unwaived=_count(checked, "unwaive"),
            decisions=checked.decisions,
            conflicts=tuple(zip(self.decided.conflicts, conflicts, strict=True)),
            message=words.to_settle(self.ref, len(self.decided.conflicts)) if self.decided.conflicts else None,
            code="conflict" if self.decided.conflicts else "",
        )

    def _write(self, edits: Sequence[CellEdit], stored: Stored | None) -> str:
        """Write ``edits`` and read them back; the new revision.

        Raises:
            ChangedElsewhere: the sheet says something else than it is to say, before the write or after it.
        """
        wanted, state = self.decided.merged.sheet, self.opened.state
        at, overruled = self.space.instant(), self.decided.overruled  # the archive has what is about to be overwritten
        self.space.ledger.intent(self.map_id, self.ref, version=stored, revision=state.revision, at=at, conflicts=overruled)
        back = open_state(self.space.types, self.space.backend.write(self.ref, edits, if_revision=state.revision))
        if content_digest(realign(wanted, back.reading).map) != content_digest(wanted):
            raise ChangedElsewhere(self.ref)
        return back.state.revision

    def _archived(self, stored: Stored | None, revision: str) -> Stored:
        """The newest version, which says what the archive is to say."""
        self._keep_word()
        if stored is not None and not self._is_news:
            return stored
        return self._append(self.decided.merged.archive, stored, revision)

    def _append(self, journey: JourneyMap, parent: Stored | None, revision: str) -> Stored:
        source = Source(self.space.backend.kind, self.ref, revision)
        origin: Reason = "sync" if parent else "adopt" if self.opened.reading.meta.is_adopted else "new"
        return self.space.ledger.append(
            self.map_id, journey, author=self.space.author, reason=origin, source=source, saved_at=self.space.instant(), parent=parent
        )

    def _keep_word(self) -> None:
        """Record what a person said, where it was needed to go on."""
        if self.decided.prefers is not None:
            word = Decision("prefer", self.space.instant(), self.space.author, version=self.history.number, side=self.decided.prefers)
            self.space.ledger.decide(self.map_id, word)
        if self.decided.accepts_deletions:
            self.space.ledger.decide(self.map_id, Decision("accept-deletions", self.space.instant(), self.space.author, version=self.history.number))

    def _note(self, stored: Stored, revision: str, *, is_written: bool) -> None:
        """Note that both sides are in step, or the conflicts in which alone they are not; nothing where that is known."""
        ledger, at = self.space.ledger, self.space.instant()
        told = self.history.conflict
        if self.decided.conflicts:
            if told is None or told.conflicts != self.decided.conflicts or told.version != stored.version:
                conflicts, heard = self.decided.conflicts, self.history.heard
                ledger.conflict(self.map_id, self.ref, conflicts, version=stored, revision=revision, at=at, heard=heard)
        elif (
            self._is_news
            or is_written
            or told is not None
            or ledger.base(self.map_id, self.ref) != stored.version
            or ledger.addresses(self.map_id)[-1] != self.ref
        ):
            ledger.done(self.map_id, self.ref, version=stored, revision=revision, at=at)


def _joined(edits: Sequence[CellEdit], upkeep: Sequence[CellEdit]) -> tuple[CellEdit, ...]:
    """Both, a cell at most once: upkeep was planned for the workbook as it is after ``edits``."""
    return tuple({edit.cell: edit for edit in (*edits, *upkeep)}.values())


def _count(checked: Checked, kind: DecisionKind) -> int:
    """How many findings the decisions of ``kind`` speak of that people made in the sheet."""
    return sum(len(decision.fingerprints) for decision in checked.unrecorded if decision.kind == kind)


def _stopped(map_id: str, ref: str, version: int | None, code: str, message: Text) -> Synced:
    return Synced(map_id, ref, "stopped", version, code=code, message=message)
