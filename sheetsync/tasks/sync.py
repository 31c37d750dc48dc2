"""Sync: what people changed in a sheet becomes a version; hidden ids and the *To complete* tab are brought up to date.

Only the direction sheet → archive is taken. Whatever would have to be merged, or looks like an accident, is stopped and asked about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sheetsync.errors import (
    AlreadyInArchive,
    ChangedElsewhere,
    SheetsyncError,
    TextTooLong,
    UnsafeEdit,
    WorkbookInUse,
    WorkbookReadOnly,
)
from sheetsync.history.direction import Direction, direction
from sheetsync.history.record import Decision, DecisionKind
from sheetsync.history.sweep import Sweep, sweeps
from sheetsync.history.version import Reason, Source, content_digest
from sheetsync.model import anatomy
from sheetsync.model.grid import CellEdit
from sheetsync.model.journey import FieldRef
from sheetsync.model.realign import realign
from sheetsync.model.words import Text
from sheetsync.model.writing import pending_ids, plan_curve, plan_upkeep
from sheetsync.tasks.complete import Skipped, plan_complete
from sheetsync.tasks.ledger import Stored
from sheetsync.tasks.lint import Around, Checked, check_map
from sheetsync.tasks.opening import Opened, open_map, open_state
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.standing import History, is_a_copy, standing_copy
from sheetsync.tasks.unchanged import Unchanged

Outcome = Literal["unchanged", "archived", "written", "stopped", "copy", "failed"]

ATTEMPTS = 5
"""How often a map is decided again when somebody else was faster."""

UNWRITABLE = (WorkbookInUse, WorkbookReadOnly, UnsafeEdit, TextTooLong)
"""Why a sheet can't be written just now; it is archived and linted all the same."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of one workbook: ``edits`` counts cells written, ``ids_pending`` ids that could not be; ``message`` says why, or what to do.

    ``waived`` and ``unwaived`` count the findings for which people gave, or took back, a reason in *To complete*; ``decisions`` those about the
    map that the archive held when it was looked at.
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


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What the person said: only tell, or that today's sheet is right although it looks like an accident."""

    dry_run: bool = False
    accept_deletions: bool = False
    prefer_sheet: bool = False


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
    journey = opened.reading.map
    if opened.map_type is None:
        return _stopped(journey.id, ref, None, "map-type-unknown", _unknown_type(journey.type))
    standing = standing_copy(space, journey.id, ref, seen)
    if standing is not None:
        return Synced(journey.id, ref, "copy", code="copy", message=is_a_copy(ref, standing))
    seen[journey.id] = ref
    history = History.of(space, journey.id, ref)
    if history.base_or_latest is not None:
        opened = opened._replace(reading=realign(history.base_or_latest.journey, opened.reading))
    decided = _decide(space, opened, history, options)
    if decided.stop is not None:
        return _stopped(journey.id, ref, history.number, *decided.stop)
    return _carry_out(space, opened, history, decided, around, dry_run=options.dry_run)


@dataclass(frozen=True, slots=True)
class _Decided:
    """Who moved; why to stop, if there is a reason (a code and a message); else what it took a person's word for."""

    moved: Direction
    stop: tuple[str, Text] | None = None
    prefers_sheet: bool = False
    accepts_deletions: bool = False


def _decide(space: Workspace, opened: Opened, history: History, options: SyncOptions) -> _Decided:
    journey = opened.reading.map
    ref = opened.state.ref
    moved = direction(
        content_digest(journey),
        latest=history.latest.content if history.latest else None,
        base=history.base.content if history.base else None,
        older=_older(space, journey.id, history.number or 0),
    )
    if moved != "same" and any(problem.code == "formula-unreadable" for problem in opened.reading.problems):
        return _Decided(moved, ("formula-unreadable", _not_calculated(ref)))
    if moved in {"archive", "both", "unrelated"} and not options.prefer_sheet:
        return _Decided(moved, ("would-merge", _would_merge(ref, moved)))
    if moved == "old-copy" and not options.prefer_sheet:
        return _Decided(moved, ("old-copy", _looks_old(ref)))
    before = history.base_or_latest
    if moved in {"first", "same"} or before is None:
        return _Decided(moved)
    gone = sweeps(before.journey, journey, lost_tabs=_lost_tabs(opened), lost_fields=_lost_fields(opened))
    if gone and not options.accept_deletions:
        return _Decided(moved, ("deletions", _much_gone(opened, gone)))
    return _Decided(moved, prefers_sheet=moved != "sheet", accepts_deletions=bool(gone))


def _older(space: Workspace, map_id: str, newest: int) -> Iterator[str]:
    return (space.ledger.load(map_id, number).content for number in range(newest - 1, 0, -1))


def _lost_tabs(opened: Opened) -> set[str]:
    """Tabs that can't be found, or whose hidden key line is gone."""
    places = opened.reading.places
    return {tab for tab in opened.reading.map.tabs if tab not in places or anatomy.ID not in places[tab].columns}


def _lost_fields(opened: Opened) -> list[FieldRef]:
    return [problem.ref for problem in opened.reading.problems if problem.code == "lane-missing" and problem.ref.field]


def _carry_out(space: Workspace, opened: Opened, history: History, decided: _Decided, around: Around, *, dry_run: bool) -> Synced:
    """Record what people decided in the sheet, write what it lacks, archive what is new, and note that both are in step."""
    journey, ref = opened.reading.map, opened.state.ref
    checked = _checked(space, opened, around)
    edits = _edits(space, opened, checked)
    is_new = decided.moved != "same"
    told = Synced(
        journey.id,
        ref,
        "archived" if is_new else "written" if edits else "unchanged",
        (history.number or 0) + 1 if is_new else history.number,
        len(edits),
        waived=_count(checked, "waive"),
        unwaived=_count(checked, "unwaive"),
        decisions=checked.decisions,
    )
    if dry_run:
        return told
    for decision in checked.unrecorded:  # first of all: only then may the rows that ask for them be written anew
        space.ledger.decide(journey.id, decision)
    revision, trouble = opened.state.revision, None
    if edits:
        try:
            revision = _write(space, opened, edits, history.stored)
        except UNWRITABLE as reason:
            edits, trouble = (), reason
    stored = history.stored
    if is_new or stored is None:
        _keep_word(space, journey.id, history, decided)
        source = Source(space.backend.kind, ref, revision)
        origin: Reason = "sync" if stored else "adopt" if opened.reading.meta.is_adopted else "new"
        stored = space.ledger.append(journey.id, journey, author=space.author, reason=origin, source=source, saved_at=space.instant(), parent=stored)
    if is_new or edits or space.ledger.base(journey.id, ref) != stored.version or space.ledger.addresses(journey.id)[-1] != ref:
        space.ledger.done(journey.id, ref, version=stored, revision=revision, at=space.instant())
    told = replace(told, version=stored.version)
    if trouble is None:
        return told
    pending, message = pending_ids(opened.reading), Text(vi=trouble.vi, en=trouble.en)
    return replace(told, outcome="archived" if is_new else "unchanged", edits=0, ids_pending=pending, code=trouble.code, message=message)


def _checked(space: Workspace, opened: Opened, around: Around) -> Checked:
    """What lint says in the map's language.

    Raises:
        ArchiveError: what people decided about the map can't be trusted.
    """
    reading, grids, ref = opened.reading, opened.state.grids, opened.state.ref
    checked = check_map(space, reading, opened.map_type, around=around, ref=ref, grids=grids, language=reading.map.language)
    if checked.distrusted is not None:
        raise checked.distrusted
    return checked


def _count(checked: Checked, kind: DecisionKind) -> int:
    """How many findings the decisions of ``kind`` speak of that people made in the sheet."""
    return sum(len(decision.fingerprints) for decision in checked.unrecorded if decision.kind == kind)


def _edits(space: Workspace, opened: Opened, checked: Checked) -> tuple[CellEdit, ...]:
    if opened.map_type is None:
        return ()
    reading, grids = opened.reading, opened.state.grids
    curve = () if space.backend.calculates else plan_curve(grids, reading, opened.map_type)
    skipped = Skipped(checked.waived, checked.again, checked.known, space.zone)
    return (*plan_upkeep(reading), *curve, *plan_complete(grids, reading, checked.findings, skipped))


def _write(space: Workspace, opened: Opened, edits: Sequence[CellEdit], stored: Stored | None) -> str:
    """Write ``edits`` and read them back; the new revision.

    Raises:
        ChangedElsewhere: the sheet says something else than what was read, before the write or after it.
    """
    journey, ref = opened.reading.map, opened.state.ref
    space.ledger.intent(journey.id, ref, version=stored, revision=opened.state.revision, at=space.instant())
    back = open_state(space.types, space.backend.write(ref, edits, if_revision=opened.state.revision))
    if content_digest(realign(journey, back.reading).map) != content_digest(journey):
        raise ChangedElsewhere(ref)
    return back.state.revision


def _keep_word(space: Workspace, map_id: str, history: History, decided: _Decided) -> None:
    """Record what a person said, where it was needed to go on."""
    if decided.prefers_sheet:
        space.ledger.decide(map_id, Decision("prefer", space.instant(), space.author, version=history.number, side="sheet"))
    if decided.accepts_deletions:
        space.ledger.decide(map_id, Decision("accept-deletions", space.instant(), space.author, version=history.number))


def _stopped(map_id: str, ref: str, version: int | None, code: str, message: Text) -> Synced:
    return Synced(map_id, ref, "stopped", version, code=code, message=message)


def _unknown_type(key: str) -> Text:
    return Text(
        vi=f"Bản đồ thuộc loại “{key}” mà sheetsync không biết. Hãy chạy `sheetsync types` để xem các loại, hoặc cài bản mới hơn.",
        en=f"The map is of type “{key}”, which sheetsync does not know. Run `sheetsync types` to see the types, or install a newer version.",
    )


def _would_merge(ref: str, moved: Direction) -> Text:
    if moved == "unrelated":
        return Text(
            vi=f"{ref} khác với bản đã lưu và không còn dấu vết lần khớp gần nhất. Nếu bảng tính đúng, hãy chạy lại với `--prefer sheet`.",
            en=f"{ref} differs from the archive, and no record says when they were last in step. "
            "If the sheet is right, run again with `--prefer sheet`.",
        )
    return Text(
        vi=f"Kho lưu trữ có bản mới hơn lần {ref} khớp gần nhất; trộn hai bên chưa làm được. Nếu bảng tính đúng, hãy chạy lại với `--prefer sheet`.",
        en=f"The archive moved on since {ref} was last in step, and merging both sides is not possible yet. "
        "If the sheet is right, run again with `--prefer sheet`.",
    )


def _not_calculated(ref: str) -> Text:
    return Text(
        vi=f"{ref} có công thức chưa lưu kết quả nên chưa biết ô đó nói gì. Hãy mở bằng Excel hoặc LibreOffice, lưu lại rồi chạy lại lệnh.",
        en=f"{ref} holds formulas without a stored result, so nobody can tell what those cells say. "
        "Open it in Excel or LibreOffice, save it, and run again.",
    )


def _looks_old(ref: str) -> Text:
    return Text(
        vi=f"{ref} giống hệt một phiên bản cũ: có lẽ ai đó đã lưu đè bản cũ. Nếu đúng là muốn vậy, hãy chạy lại với `--prefer sheet`.",
        en=f"{ref} says exactly what an older version said: probably an old copy was saved back. If it is meant, run again with `--prefer sheet`.",
    )


def _much_gone(opened: Opened, gone: Sequence[Sweep]) -> Text:
    map_type = opened.map_type
    titles = {tab.key: tab.title for tab in map_type.tabs} if map_type else {}

    def told(sweep: Sweep, language: str) -> str:
        title = titles.get(sweep.tab, Text(sweep.tab, sweep.tab)).of(language)
        field = next((item.title.of(language) for item in map_type.fields_of(sweep.tab) if item.key == sweep.field), "") if map_type else ""
        if field:
            return f"{title} / {field}: {sweep.gone}"
        return f"{title}: {sweep.gone}/{sweep.had}"

    def parts(language: str) -> str:
        return "; ".join(told(sweep, language) for sweep in gone)

    ref = opened.state.ref
    return Text(
        vi=f"{ref}: quá nhiều nội dung biến mất so với lần trước ({parts('vi')}). Nếu đã xóa có chủ ý, hãy chạy lại với `--accept-deletions`.",
        en=f"{ref}: a lot is gone since last time ({parts('en')}). If it was deleted on purpose, run again with `--accept-deletions`.",
    )
