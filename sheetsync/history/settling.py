"""Conflicts that people were told of, and how they settle them: by editing one side, or by a word. Pure."""

from collections.abc import Mapping, Sequence

from sheetsync.history.merge import STAGE_OF, TITLE, Conflict, told
from sheetsync.history.record import Side
from sheetsync.model.finding import fingerprint
from sheetsync.model.journey import FieldRef, JourneyMap, Record, Stage, Tab

RULE = "conflict"
"""Stands for a rule in the fingerprints of conflicts."""


def name_of(conflict: Conflict, map_id: str) -> str:
    """The lasting name of a conflict."""
    return fingerprint(RULE, map_id, conflict.ref)


def settled(base: JourneyMap, open_ones: Sequence[Conflict], sheet: JourneyMap, archive: JourneyMap, chosen: Mapping[str, Side]) -> JourneyMap:
    """The base of the next merge, in which every conflict of ``open_ones`` that was settled says what the side that lost says: the other one moved.

    People saw both texts, or both orders. So ``chosen`` settles it (by names of conflicts), where somebody said which side is right and the other one
    still says what they saw; else the side that was edited since. One edited on both sides stays a conflict.
    """
    for conflict in open_ones:
        side = _right(conflict, sheet, archive, chosen.get(name_of(conflict, base.id)))
        if side is not None:
            base = saying(base, archive if side == "sheet" else sheet, conflict.ref, order=conflict.kind == "order")
    return base


def _right(conflict: Conflict, sheet: JourneyMap, archive: JourneyMap, chosen: Side | None) -> Side | None:
    """Which side settles a conflict."""
    if conflict.kind == "order":
        if conflict.sheet is None or conflict.archive is None:  # told before the orders themselves were noted
            return chosen
        moved_here, moved_there = _is_reordered(sheet, conflict.ref, conflict.sheet), _is_reordered(archive, conflict.ref, conflict.archive)
    else:
        here, there = said_at(sheet, conflict.ref), said_at(archive, conflict.ref)
        if conflict.kind == "changed":  # an emptied field may have been the last one of its step
            here, there = here or "", there or ""
        moved_here, moved_there = here != conflict.sheet, there != conflict.archive
    if chosen is not None:
        return None if (moved_there if chosen == "sheet" else moved_here) else chosen
    if moved_here == moved_there:
        return None
    return "sheet" if moved_here else "archive"


def _is_reordered(journey: JourneyMap, ref: FieldRef, told_order: str) -> bool:
    """Whether ``journey`` has the ids of ``told_order`` in another order; what came, went or moved to another stage since does not count."""
    return not _ids_alike(told_order.split("\n"), order_at(journey, ref))


def stands(conflict: Conflict, sheet: JourneyMap, archive: JourneyMap) -> bool:
    """Whether both sides are still apart where people were told of ``conflict``."""
    if conflict.kind == "order":
        return not _ids_alike(order_at(sheet, conflict.ref), order_at(archive, conflict.ref))
    return said_at(sheet, conflict.ref) != said_at(archive, conflict.ref)


def _ids_alike(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the ids that both have follow one another alike."""
    return [name for name in some if name in set(others)] == [name for name in others if name in set(some)]


def order_at(journey: JourneyMap, ref: FieldRef) -> tuple[str, ...]:
    """The ids of the steps of the stage ``ref`` in their order; without a stage, the keys of its stages (the ids of its records, in a list)."""
    tab = journey.tabs.get(ref.tab or "", Tab())
    if ref.stage is None and tab.stages:
        return tuple(stage.key for stage in tab.stages)
    return tuple(record.id for record in tab.records if record.stage == ref.stage)


def agreed_on(base: JourneyMap | None, version: JourneyMap, conflicts: Sequence[Conflict]) -> JourneyMap:
    """What both sides said alike when people were told of ``conflicts``: ``version``, and where they were apart what ``base`` had said.

    ``version`` is what the archive said then, as the sheet did but for the conflicts.
    """
    for conflict in conflicts:
        if conflict.kind in {"changed", "moved"}:
            version = _with_text(version, conflict.ref, conflict.base or "")
        elif base is not None:
            version = saying(version, base, conflict.ref, order=conflict.kind == "order")
    return version


def said_at(journey: JourneyMap, ref: FieldRef) -> str | None:
    """What ``journey`` says at ``ref``, as conflicts tell it; ``None`` where what ``ref`` names is not there."""
    if ref.tab is None:
        return journey.title if ref.field == TITLE else journey.values.get(ref.field or "", "")
    tab = journey.tabs.get(ref.tab, Tab())
    if ref.step is not None:
        return _of_record(next((record for record in tab.records if record.id == ref.step), None), ref)
    if ref.stage is not None:
        return _of_stage(next((stage for stage in tab.stages if stage.key == ref.stage), None), ref)
    return None


def _of_record(record: Record | None, ref: FieldRef) -> str | None:
    if record is None:
        return None
    if ref.field == STAGE_OF:
        return record.stage or ""
    return told(record.values) if ref.field is None else record.values.get(ref.field, "")


def _of_stage(stage: Stage | None, ref: FieldRef) -> str | None:
    if stage is None:
        return None
    if ref.field == TITLE:
        return stage.title
    return told(stage.values, stage.title) if ref.field is None else stage.values.get(ref.field, "")


def saying(base: JourneyMap, other: JourneyMap, ref: FieldRef, *, order: bool = False) -> JourneyMap:
    """``base`` that says at ``ref`` what ``other`` says there; with ``order``, what that says of the order of the stage's steps, or of the stages."""
    if ref.tab is None:
        return _with_text(base, ref, said_at(other, ref) or "")
    tab, theirs = base.tabs.get(ref.tab, Tab()), other.tabs.get(ref.tab, Tab())
    if order:
        return base._replace(tabs={**base.tabs, ref.tab: _in_order(tab, theirs, ref)})
    said = said_at(other, ref)
    if ref.field is not None and said is not None:
        return _with_text(base, ref, said)
    if ref.step is not None:
        records = (*(one for one in tab.records if one.id != ref.step), *(one for one in theirs.records if one.id == ref.step))
        return base._replace(tabs={**base.tabs, ref.tab: tab._replace(records=records)})
    stages = (*(one for one in tab.stages if one.key != ref.stage), *(one for one in theirs.stages if one.key == ref.stage))
    return base._replace(tabs={**base.tabs, ref.tab: tab._replace(stages=stages)})


def _with_text(base: JourneyMap, ref: FieldRef, text: str) -> JourneyMap:
    """``base`` that says ``text`` in the field ``ref``, where there is such a step or stage."""
    name = ref.field or ""
    if ref.tab is None:
        return base._replace(title=text) if name == TITLE else base._replace(values=_put(base.values, name, text))
    tab = base.tabs.get(ref.tab, Tab())
    if ref.step is not None:
        tab = tab._replace(records=tuple(_record_with(one, name, text) if one.id == ref.step else one for one in tab.records))
    else:
        tab = tab._replace(stages=tuple(_stage_with(one, name, text) if one.key == ref.stage else one for one in tab.stages))
    return base._replace(tabs={**base.tabs, ref.tab: tab})


def _record_with(record: Record, name: str, text: str) -> Record:
    return record._replace(stage=text or None) if name == STAGE_OF else record._replace(values=_put(record.values, name, text))


def _stage_with(stage: Stage, name: str, text: str) -> Stage:
    return stage._replace(title=text) if name == TITLE else stage._replace(values=_put(stage.values, name, text))


def _in_order(tab: Tab, theirs: Tab, ref: FieldRef) -> Tab:
    """``tab`` with the steps of the stage ``ref`` in the order that they have in ``theirs``; without a stage, its stages (its records, in a list)."""
    if ref.stage is None and theirs.stages and tab.stages:
        places = {stage.key: at for at, stage in enumerate(theirs.stages)}
        return tab._replace(stages=tuple(sorted(tab.stages, key=lambda stage: places.get(stage.key, len(places)))))
    places = {record.id: at for at, record in enumerate(theirs.records)}
    moved = iter(sorted((one for one in tab.records if one.stage == ref.stage), key=lambda record: places.get(record.id, len(places))))
    return tab._replace(records=tuple(next(moved) if one.stage == ref.stage else one for one in tab.records))


def _put(values: Mapping[str, str], key: str, text: str) -> dict[str, str]:
    others = {name: value for name, value in values.items() if name != key}
    return {**others, key: text} if text else others
