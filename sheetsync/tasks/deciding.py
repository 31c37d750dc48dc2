"""What a sync is to do with one map: from the sheet, the archive and what they last agreed on to what each side is to say. Decides only."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sheetsync.history.direction import Direction, direction
from sheetsync.history.merge import Conflict, Merged, merge
from sheetsync.history.record import Side, SyncRecord
from sheetsync.history.settling import said_at, saying, settled
from sheetsync.history.sweep import MANY, Sweep, sweeps
from sheetsync.history.version import Version, content_digest
from sheetsync.model import anatomy
from sheetsync.model.journey import FieldRef, JourneyMap, Tab
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text
from sheetsync.tasks import sync_words as words
from sheetsync.tasks.opening import Opened
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.standing import History


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What the person said: only tell; that so much was deleted on purpose; which side is right where both moved apart, or the other lost much."""

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
    if moved == "old-copy":  # each side is a version as it is, so nothing can be lost
        right = journey if options.prefer == "sheet" else history.latest.journey
        return Decided(moved, Merged(right, right, ()), prefers=options.prefer)
    return _guarded(space, _Case(opened, opened.map_type, history.latest, moved, options.prefer), history, options)


@dataclass(frozen=True, slots=True)
class _Case:
    """What is merged: the sheet as read, the archive's latest version, who moved, and which side people prefer."""

    opened: Opened
    map_type: MapType
    latest: Version
    moved: Direction
    prefer: Side | None

    @property
    def sheet(self) -> JourneyMap:
        return self.opened.reading.map


def _guarded(space: Workspace, case: _Case, history: History, options: SyncOptions) -> Decided:
    """Both sides merged, unless so much is gone from one of them that people have to say whether it was meant.

    Who prefers the other side says it was not: what is gone counts as not deleted then, and everything else is merged as ever.
    """
    base = _base(space, case, history)
    gone: tuple[Sweep, ...] = _gone_here(case, history, options)
    answered = bool(gone) and case.prefer == "archive" and not options.accept_deletions
    if answered:
        base = _without_gone(base, case.sheet, gone) if base is not None else None
    elif gone and not options.accept_deletions:
        return replace(_merged(case, base), stop=("deletions", words.much_gone(case.opened, gone, "sheet")))
    decided = _merged(case, base)
    lost = _gone_there(space, case, history, decided.merged) if answered or not gone else ()
    if lost and not options.accept_deletions:
        if base is None or case.prefer != "sheet":
            return replace(decided, stop=("deletions", words.much_gone(case.opened, lost, "archive")))
        answered, decided = True, _merged(case, _without_gone(base, case.latest.journey, lost))
    return replace(decided, prefers=case.prefer if answered else decided.prefers, accepts_deletions=bool(gone or lost) and not answered)


def _older(space: Workspace, map_id: str, newest: int) -> Iterator[str]:
    return (space.ledger.load(map_id, number).content for number in range(newest - 1, 0, -1))


def _base(space: Workspace, case: _Case, history: History) -> JourneyMap | None:
    """What the merge starts from: what both sides last said alike, but for the conflicts that were settled since."""
    base, conflict = history.agreed, history.conflict
    if base is None or conflict is None:
        return base
    return settled(base, conflict.conflicts, case.sheet, case.latest.journey, _chosen(space, case.sheet.id, conflict))


def _merged(case: _Case, base: JourneyMap | None) -> Decided:
    sheet, archive, prefer = case.sheet, case.latest.journey, case.prefer
    merged = _but_formulas(merge(base, sheet, archive, is_list=_lists(case.map_type)), case.opened)
    shown = {(tab, record.id) for tab, content in sheet.tabs.items() for record in content.records if not record.values}
    if not merged.conflicts or prefer is None:
        here = _without_blanks(merged.sheet, shown)
        both = {(tab, record.id) for tab, content in here.tabs.items() for record in content.records}
        return Decided(case.moved, Merged(here, _without_blanks(merged.archive, both), merged.conflicts))
    right = _without_blanks(merged.sheet if prefer == "sheet" else merged.archive, shown)
    return Decided(case.moved, Merged(right, right, ()), prefers=prefer, overruled=merged.conflicts)


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


def _gone_here(case: _Case, history: History, options: SyncOptions) -> tuple[Sweep, ...]:
    """What vanished from the sheet since both sides were in step, at a size that asks for a question.

    Who prefers the archive may have brought back the empty column that was lost: then all texts of a field count, too.
    """
    before = history.common
    if before is None:
        return ()
    found = sweeps(before, case.sheet, lost_tabs=_lost_tabs(case.opened), lost_fields=_lost_fields(case.opened))
    is_right = options.prefer == "archive" and not options.accept_deletions
    return (*found, *_emptied(before, case.sheet, found)) if is_right else found


def _emptied(before: JourneyMap, sheet: JourneyMap, found: Collection[Sweep]) -> Iterator[Sweep]:
    """The fields of steps that said a lot, and say nothing any more, but for those that were ``found``."""
    known = {(sweep.tab, sweep.field) for sweep in found}
    for tab in before.tabs:
        had = Counter(field for record in before.records(tab) for field in record.values)
        here = {field for record in sheet.records(tab) for field in record.values}
        for field, count in had.items():
            if count >= MANY and field not in here and not known & {(tab, None), (tab, field)}:
                yield Sweep(tab, count, count, field)


def _gone_there(space: Workspace, case: _Case, history: History, merged: Merged) -> tuple[Sweep, ...]:
    """What the sheet is to lose because it is gone from the archive, at a size that asks for a question, but for what people agreed to there."""
    if not sweeps(case.sheet, merged.sheet, lost_tabs=(), lost_fields=()):
        return ()
    agreed = _agreed_to(space, case.latest, history.base.version if history.base else case.latest.version)
    kept = {(tab, record.id) for tab, content in merged.sheet.tabs.items() for record in content.records}
    return sweeps(_without(case.sheet, agreed - kept), merged.sheet, lost_tabs=(), lost_fields=())


def _agreed_to(space: Workspace, latest: Version, base: int) -> set[tuple[str, str]]:
    """The steps, each with its tab, that versions since ``base`` lack because somebody restored an earlier one, or accepted so many deletions."""
    shrunk = space.ledger.decisions(latest.map).shrunk
    found: set[tuple[str, str]] = set()
    after = latest
    for number in range(latest.version - 1, base - 1, -1):
        before = space.ledger.load(latest.map, number)
        if after.reason == "restore" or number in shrunk:
            found |= _steps(before.journey) - _steps(after.journey)
        after = before
    return found


def _steps(journey: JourneyMap) -> set[tuple[str, str]]:
    return {(tab, record.id) for tab, content in journey.tabs.items() for record in content.records}


def _without(journey: JourneyMap, steps: Collection[tuple[str, str]]) -> JourneyMap:
    tabs = {key: tab._replace(records=tuple(record for record in tab.records if (key, record.id) not in steps)) for key, tab in journey.tabs.items()}
    return journey._replace(tabs=tabs)


def _without_gone(base: JourneyMap, side: JourneyMap, gone: Iterable[Sweep]) -> JourneyMap:
    """``base`` without what is ``gone`` from ``side``: to a merge, what the other side still says of it is new."""
    fields: defaultdict[str, set[str | None]] = defaultdict(set)
    for sweep in gone:
        fields[sweep.tab].add(sweep.field)
    tabs = dict(base.tabs)
    for key, lost in fields.items():
        tab, theirs = base.tabs.get(key, Tab()), side.tabs.get(key, Tab())
        tabs[key] = _shared(tab, theirs) if None in lost else _but_fields(tab, theirs, lost)
    return base._replace(tabs=tabs)


def _shared(tab: Tab, side: Tab) -> Tab:
    """Of the stages, steps and texts of ``tab`` those that ``side`` has, too."""
    stages, records = {one.key: one.values for one in side.stages}, {one.id: one.values for one in side.records}
    return Tab(
        tuple(one._replace(values=_of(one.values, stages[one.key])) for one in tab.stages if one.key in stages),
        tuple(one._replace(values=_of(one.values, records[one.id])) for one in tab.records if one.id in records),
    )


def _but_fields(tab: Tab, side: Tab, fields: Collection[str | None]) -> Tab:
    """``tab`` without what ``fields`` say in the steps that ``side`` has, and without those it lacks because they say nothing else."""
    here = {one.id for one in side.records}
    left = [(one, _of(one.values, one.values.keys() - fields)) for one in tab.records]
    return tab._replace(records=tuple(one._replace(values=rest) if one.id in here else one for one, rest in left if one.id in here or rest))


def _of(values: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {name: text for name, text in values.items() if name in names}


def _lost_tabs(opened: Opened) -> set[str]:
    """Tabs that can't be found, or whose hidden key line is gone."""
    places = opened.reading.places
    return {tab for tab in opened.reading.map.tabs if tab not in places or anatomy.ID not in places[tab].columns}


def _lost_fields(opened: Opened) -> list[FieldRef]:
    return [problem.ref for problem in opened.reading.problems if problem.code == "lane-missing" and problem.ref.field]
