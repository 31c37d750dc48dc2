"""What a sync is to do with one map: from the sheet, the archive and what they last agreed on to what each side is to say. Decides only."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from sheetsync.history.direction import Direction, direction
from sheetsync.history.merge import Conflict, Merged, merge
from sheetsync.history.record import Side, SyncRecord
from sheetsync.history.settling import said_at, saying, settled
from sheetsync.history.sweep import Sweep, sweeps
from sheetsync.history.version import Version, content_digest
from sheetsync.model import anatomy
from sheetsync.model.journey import FieldRef, JourneyMap
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text
from sheetsync.tasks import sync_words as words
from sheetsync.tasks.opening import Opened
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.standing import History


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What the person said: only tell; that so much was deleted on purpose; which side is right where both moved apart."""

    dry_run: bool = False
    accept_deletions: bool = False
    prefer: Side | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Who moved, and what the sheet and the archive are to say; why to stop, if there is a reason (a code and a message).

    ``prefers`` and ``accepts_deletions`` say that a person's word was needed; ``overruled`` are the conflicts that the first of them decides.
    """

    moved: Direction
    merged: Merged
    stop: tuple[str, Text] | None = None
    prefers: Side | None = None
    accepts_deletions: bool = False
    overruled: tuple[Conflict, ...] = ()

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What only people can decide."""
        return self.merged.conflicts


def decide(space: Workspace, opened: Opened, history: History, options: SyncOptions) -> Decided:
    """What is to be done with the map that was read as ``opened`` and of which the archive knows ``history``."""
    journey, ref = opened.reading.map, opened.state.ref
    moved = direction(
        content_digest(journey),
        latest=history.latest.content if history.latest else None,
        base=history.base.content if history.base else None,
        older=_older(space, journey.id, history.number or 0),
    )
    alone = Merged(journey, journey, ())
    if moved != "same" and any(problem.code == "formula-unreadable" for problem in opened.reading.problems):
        return Decided(moved, alone, ("formula-unreadable", words.not_calculated(ref)))
    if moved == "old-copy" and options.prefer is None:
        return Decided(moved, alone, ("old-copy", words.looks_old(ref)))
    if history.latest is None or opened.map_type is None or moved == "same":
        return Decided(moved, alone)
    decided = _merged(space, opened, opened.map_type, history, history.latest, moved, options.prefer)
    gone = _gone(opened, history, decided.merged)
    if gone and not options.accept_deletions:
        return replace(decided, stop=("deletions", words.much_gone(opened, gone)))
    return replace(decided, accepts_deletions=bool(gone))


def _older(space: Workspace, map_id: str, newest: int) -> Iterator[str]:
    return (space.ledger.load(map_id, number).content for number in range(newest - 1, 0, -1))


def _merged(space: Workspace, opened: Opened, map_type: MapType, history: History, latest: Version, moved: Direction, prefer: Side | None) -> Decided:
    sheet, archive = opened.reading.map, latest.journey
    if prefer is not None and moved == "old-copy":  # each side is a version as it is, so nothing can be lost
        right = sheet if prefer == "sheet" else archive
        return Decided(moved, Merged(right, right, ()), prefers=prefer)
    base = history.agreed
    if base is not None and history.conflict is not None:
        base = settled(base, history.conflict.conflicts, sheet, archive, _chosen(space, sheet.id, history.conflict))
    merged = _but_formulas(merge(base, sheet, archive, is_list=_lists(map_type)), opened)
    shown = {(tab, record.id) for tab, content in sheet.tabs.items() for record in content.records if not record.values}
    if not merged.conflicts or prefer is None:
        here = _without_blanks(merged.sheet, shown)
        both = {(tab, record.id) for tab, content in here.tabs.items() for record in content.records}
        return Decided(moved, Merged(here, _without_blanks(merged.archive, both), merged.conflicts))
    right = _without_blanks(merged.sheet if prefer == "sheet" else merged.archive, shown)
    return Decided(moved, Merged(right, right, ()), prefers=prefer, overruled=merged.conflicts)


def _without_blanks(journey: JourneyMap, but: Collection[tuple[str, str]]) -> JourneyMap:
    """``journey`` without steps that say nothing, which no sheet can show, ``but`` for some: each side may have emptied a part of a step."""
    tabs = {
        key: tab._replace(records=tuple(record for record in tab.records if record.values or (key, record.id) in but))
        for key, tab in journey.tabs.items()
    }
    return journey._replace(tabs=tabs)


def _chosen(space: Workspace, map_id: str, conflict: SyncRecord) -> Mapping[str, Side]:
    """Which side people said is right since they were told of conflicts. Clocks differ; the numbers of decisions don't."""
    prefers = space.ledger.decisions(map_id, after=conflict.heard).prefers
    return {name: word.side for name, word in prefers.items() if word.side is not None}


def _lists(map_type: MapType) -> "_Lists":
    return _Lists({(tab.key, field.key) for tab in map_type.tabs for field in tab.fields if field.kind == "list"})


class _Lists:
    """Which fields hold one item a line."""

    def __init__(self, keys: set[tuple[str, str]]) -> None:
        self._keys = keys

    def __call__(self, ref: FieldRef) -> bool:
        return ref.step is not None and (ref.tab or "", ref.field or "") in self._keys


def _but_formulas(merged: Merged, opened: Opened) -> Merged:
    """``merged`` in which no text is to go into a cell that holds a formula: that is a conflict."""
    conflicts = list(merged.conflicts)
    sheet = merged.sheet
    known = {conflict.ref for conflict in conflicts}
    for ref in sorted(opened.reading.formulas, key=str):
        now, wanted = said_at(opened.reading.map, ref), said_at(sheet, ref)
        if wanted is None or now is None or wanted == now:
            continue
        sheet = saying(sheet, opened.reading.map, ref)
        if ref not in known:
            conflicts.append(Conflict("changed", ref, now, now, wanted))
    return Merged(sheet, merged.archive, tuple(conflicts))


def _gone(opened: Opened, history: History, merged: Merged) -> tuple[Sweep, ...]:
    """What vanished at a size that asks for a question: from the sheet since both were in step, or from the archive and so from the sheet now."""
    before = history.common
    if before is None:
        return ()
    here = sweeps(before, opened.reading.map, lost_tabs=_lost_tabs(opened), lost_fields=_lost_fields(opened))
    return here or sweeps(opened.reading.map, merged.sheet, lost_tabs=(), lost_fields=())


def _lost_tabs(opened: Opened) -> set[str]:
    """Tabs that can't be found, or whose hidden key line is gone."""
    places = opened.reading.places
    return {tab for tab in opened.reading.map.tabs if tab not in places or anatomy.ID not in places[tab].columns}


def _lost_fields(opened: Opened) -> list[FieldRef]:
    return [problem.ref for problem in opened.reading.problems if problem.code == "lane-missing" and problem.ref.field]
