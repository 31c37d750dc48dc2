"""Three-way merge: what a map is to be, on either side, from the base, the sheet and the archive. Pure.

The truth table of one text (``b`` in the base, ``s`` in the sheet, ``a`` in the archive; a missing text is an empty one):

=======================  =======================================================================
``s == a``               that
``s == b``               ``a``: only the archive moved
``a == b``               ``s``: only the sheet moved
a list, lines only       both: lines added on either side are there, lines taken away on either
added or taken away      side are gone
else                     a conflict: the sheet keeps ``s``, the archive keeps ``a``
=======================  =======================================================================

A step or a stage, by its lasting id (a stage by its key; its title is one of its texts):

=======================  =======================================================================
new on one side          there, behind the neighbour that it has on that side
new on both, equal       there once (under two ids: the one that sorts first)
gone on one side, and    gone
as in the base on the
other
gone on one side,        a conflict: where it stands it stays, where it is gone it stays gone
changed on the other
gone on both             gone; a stage that still holds steps of one side stays
moved to another stage   as one text: moved on one side, moved; apart on both sides, a conflict
order                    of the side that changed it; changed apart on both, a conflict
                         (each side keeps its own); where they only put the same new ones
                         at different places, one of the two
=======================  =======================================================================

Without a base everything is new on both sides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sheetsync.history.lines import merge_lines
from sheetsync.model.journey import FieldRef, JourneyMap, Record, Stage, Tab

TITLE, STAGE_OF = "title", "stage"
"""In the field ref of a conflict: the title of the map or of a stage, and the stage that a step stands in."""


class Conflict(NamedTuple):
    """One thing that both sides changed apart: as it stands on each of them, ``None`` where it is not there.

    ``order`` is about the order of a stage's steps (of the stages, where the field ref names none): the ids of what both sides have, one a line;
    nothing of the texts is in question.
    """

    kind: Literal["changed", "removed", "moved", "order"]
    ref: FieldRef
    base: str | None = None
    sheet: str | None = None
    archive: str | None = None


class Merged(NamedTuple):
    """What the sheet and the archive are to say. They differ only where there are conflicts."""

    sheet: JourneyMap
    archive: JourneyMap
    conflicts: tuple[Conflict, ...]


IsList = Callable[[FieldRef], bool]
_Records = tuple[dict[str, Record], dict[str, Record]]
"""Records by their ids, on the sheet's side and on the archive's."""
_Order = tuple[list[str], list[str]]
"""Ids in their order on the sheet's side and on the archive's."""


def merge(base: JourneyMap | None, sheet: JourneyMap, archive: JourneyMap, *, is_list: IsList) -> Merged:
    """What both sides are to say, and what only people can decide. ``is_list`` says whether a field holds one item a line.

    Raises:
        ValueError: these are not states of one map.
    """
    if len({(one.id, one.type) for one in (base, sheet, archive) if one is not None}) > 1:
        raise ValueError("only states of one map can be merged")
    is_first = base is None
    base = base or sheet._replace(title="", values={}, tabs={})
    merger = _Merger(is_list, is_first)
    title = merger.text(FieldRef(field=TITLE), base.title, sheet.title, archive.title)
    values = merger.texts(FieldRef(), base.values, sheet.values, archive.values)
    tabs = {
        key: merger.tab(key, base.tabs.get(key, Tab()), sheet.tabs.get(key, Tab()), archive.tabs.get(key, Tab()))
        for key in dict.fromkeys((*sheet.tabs, *archive.tabs))
    }
    language = archive.language if sheet.language == base.language else sheet.language
    version = max(sheet.type_version, archive.type_version)
    first, second = (
        JourneyMap(sheet.id, sheet.type, version, title[at], language, values[at], {key: both[at] for key, both in tabs.items()}) for at in (0, 1)
    )
    return Merged(first, second, tuple(merger.conflicts))


@dataclass(slots=True)
class _Merger:
    """Merges one part after the other, each for the sheet and for the archive, and collects the conflicts."""

    is_list: IsList
    is_first: bool
    conflicts: list[Conflict] = field(default_factory=list)

    def text(self, ref: FieldRef, base: str, sheet: str, archive: str) -> tuple[str, str]:
        if archive in {sheet, base}:
            return sheet, sheet
        if sheet == base:
            return archive, archive
        lines = merge_lines(base, sheet, archive) if self.is_list(ref) else None
        if lines is not None:
            return lines, lines
        self.conflicts.append(Conflict("moved" if ref.field == STAGE_OF and ref.step else "changed", ref, base, sheet, archive))
        return sheet, archive

    def texts(
        self, whole: FieldRef, base: Mapping[str, str], sheet: Mapping[str, str], archive: Mapping[str, str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        if sheet == archive:
            return dict(sheet), dict(sheet)
        found = {
            key: self.text(whole._replace(field=key), base.get(key, ""), sheet.get(key, ""), archive.get(key, ""))
            for key in dict.fromkeys((*sheet, *archive))
        }
        first, second = ({key: both[at] for key, both in found.items() if both[at]} for at in (0, 1))
        return first, second

    def tab(self, tab: str, base: Tab, sheet: Tab, archive: Tab) -> tuple[Tab, Tab]:
        if archive in (sheet, base):
            return sheet, sheet
        if sheet == base:
            return archive, archive
        sheet, archive = _same_named(base, sheet, archive)
        was, here, there = ({record.id: record for record in one.records} for one in (base, sheet, archive))
        records: _Records = ({}, {})
        for name in dict.fromkeys((*here, *there)):
            old, one, other = was.get(name), here.get(name), there.get(name)
            if old is not None and one is not None and other is not None and (one in (other, old) or other == old):
                records[0][name] = records[1][name] = other if one == old else one
            else:
                self._record(tab, name, old, one, other, records)
        if records[0] == records[1]:
            records = (records[0], records[0])
        stages = self._stages(tab, base, sheet, archive, records)
        orders = self._steps_in_order(tab, base, sheet, archive, records, list(dict.fromkeys(key for side in stages for key in side)))
        first, second = (Tab(tuple(stages[at].values()), tuple([records[at][name] for name in orders[at]])) for at in (0, 1))
        return first, second

    def _record(
        self,
        tab: str,
        record_id: str,
        was: Record | None,
        here: Record | None,
        there: Record | None,
        merged: _Records,
    ) -> None:
        ref = FieldRef(tab, step=record_id)
        if here is not None and there is not None:
            stage = self.text(ref._replace(field=STAGE_OF), *((one.stage or "") if one else "" for one in (was, here, there)))
            values = self.texts(ref, was.values if was else {}, here.values, there.values)
            for at in (0, 1):
                merged[at][record_id] = Record(record_id, stage[at] or None, values[at])
            return
        only = here or there
        if only is None or only == was:
            return
        if was is not None:
            self._removed(ref, told(was.values), told(here.values) if here else None, told(there.values) if there else None)
        for at, side in enumerate((here, there)):
            if side is not None or was is None:
                merged[at][record_id] = only

    def _removed(self, ref: FieldRef, base: str, sheet: str | None, archive: str | None) -> None:
        self.conflicts.append(Conflict("removed", ref, base, sheet, archive))

    def _stages(self, tab: str, base: Tab, sheet: Tab, archive: Tab, records: _Records) -> tuple[dict[str, Stage], dict[str, Stage]]:
        """The stages of both sides in their order; one that still holds some of ``records`` is there, whoever took it away."""
        if sheet.stages == archive.stages:
            both = {stage.key: stage for stage in sheet.stages}
            return both, both
        was, here, there = ({stage.key: stage for stage in one.stages} for one in (base, sheet, archive))
        holding = {record.stage for side in records for record in side.values()}
        merged: tuple[dict[str, Stage], dict[str, Stage]] = ({}, {})
        for key in dict.fromkeys((*here, *there)):
            old, one, other = was.get(key), here.get(key), there.get(key)
            ref = FieldRef(tab, stage=key)
            only = one or other
            if one is not None and other is not None:
                title = self.text(ref._replace(field=TITLE), old.title if old else "", one.title, other.title)
                values = self.texts(ref, old.values if old else {}, one.values, other.values)
                for at in (0, 1):
                    merged[at][key] = Stage(key, title[at], values[at])
            elif only is not None and (old is None or key in holding):
                merged[0][key] = merged[1][key] = only
            elif only is not None and only != old:
                self._removed(ref, *(told(one.values, one.title) if one else None for one in (old, one, other)))  # type: ignore[arg-type]
                merged[0 if one is not None else 1][key] = only
        orders = self._in_order(tab, None, list(was), list(here), list(there), {key for side in merged for key in side})
        first, second = ({key: merged[at][key] for key in orders[at] if key in merged[at]} for at in (0, 1))
        return first, second

    def _steps_in_order(self, tab: str, base: Tab, sheet: Tab, archive: Tab, records: _Records, stages: Sequence[str]) -> _Order:
        was, here, there = (_by_stage(one.records) for one in (base, sheet, archive))
        members: defaultdict[str | None, set[str]] = defaultdict(set)
        for side in records if records[0] is not records[1] else records[:1]:
            for record in side.values():
                members[record.stage].add(record.id)
        found: _Order = ([], [])
        for stage in dict.fromkeys((*stages, *sorted(members.keys() - {None, *stages}, key=str), None)):
            orders = self._in_order(tab, stage, was[stage], here[stage], there[stage], members[stage])
            for at, standing in enumerate(records):
                found[at].extend([name for name in orders[at] if name in standing and standing[name].stage == stage])
        return found

    def _in_order(self, tab: str, stage: str | None, base: list[str], sheet: list[str], archive: list[str], members: set[str]) -> _Order:
        """``members`` in the order that either side has, or one side changed; each that only one side has stands behind its neighbour there."""
        moved = sheet if archive in (base, sheet) else archive if sheet == base else None
        if moved is not None and len(moved) == len(members) and members.issuperset(moved):
            return moved, moved
        common = members & set(sheet) & set(archive)
        was, here, there = ([name for name in one if name in common] for one in (base, sheet, archive))
        skeletons = self._skeletons(was, here, there)
        if skeletons[0] != skeletons[1]:
            self.conflicts.append(Conflict("order", FieldRef(tab, stage=stage), *("\n".join(names) for names in (was, *skeletons))))
        arriving: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for side in (sheet, archive):
            for anchor, run in _runs([name for name in side if name in members], common).items():
                arriving[anchor].add(tuple(run))
        return _joined(skeletons[0], arriving), _joined(skeletons[1], arriving)

    def _skeletons(self, was: list[str], here: list[str], there: list[str]) -> _Order:
        """The order of what both sides have. Nobody is asked where something stands that both put in as new."""
        known = set(was)
        moved_here, moved_there = ([name for name in one if name in known] for one in (here, there))
        if here == there or (moved_here != was and moved_there == was):
            return here, here
        if moved_here == was and moved_there != was:
            return there, there
        if moved_here != moved_there:
            return here, there
        either = here if self.is_first else min(here, there)
        return either, either


def _runs(names: Iterable[str], common: set[str]) -> dict[str, list[str]]:
    """The names that are not ``common``, by the common one they stand behind (empty: before all)."""
    runs: defaultdict[str, list[str]] = defaultdict(list)
    anchor = ""
    for name in names:
        if name in common:
            anchor = name
        else:
            runs[anchor].append(name)
    return runs


def _joined(skeleton: Sequence[str], arriving: Mapping[str, set[tuple[str, ...]]]) -> list[str]:
    return list(
        dict.fromkeys(name for anchor in ("", *skeleton) for name in (anchor, *(n for run in sorted(arriving.get(anchor, ())) for n in run)) if name)
    )


def _by_stage(records: Iterable[Record]) -> defaultdict[str | None, list[str]]:
    found: defaultdict[str | None, list[str]] = defaultdict(list)
    for record in records:
        found[record.stage].append(record.id)
    return found


def _same_named(base: Tab, sheet: Tab, archive: Tab) -> tuple[Tab, Tab]:
    """Both tabs, in which equal records that each side added under an id of its own share the id that sorts first."""
    was, here, there = ({record.id for record in one.records} for one in (base, sheet, archive))
    new_here, new_there = here - was - there, there - was - here
    waiting: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    for record in sheet.records:
        if record.id in new_here:
            waiting[_content(record)].append(record.id)
    names: dict[str, str] = {}
    for record in archive.records:
        if record.id in new_there and (same := waiting.get(_content(record))):
            own = same.pop(0)
            names |= dict.fromkeys((own, record.id), min(own, record.id))
    if not names:
        return sheet, archive
    first, second = (
        one._replace(records=tuple(record._replace(id=names.get(record.id, record.id)) for record in one.records)) for one in (sheet, archive)
    )
    return first, second


def _content(record: Record) -> tuple[object, ...]:
    return record.stage, tuple(sorted(record.values.items()))


def told(values: Mapping[str, str], title: str | None = None) -> str:
    """Everything a step or stage says, as conflicts tell it."""
    return "\n".join([*([] if title is None else [title]), *(values[key] for key in sorted(values))])
