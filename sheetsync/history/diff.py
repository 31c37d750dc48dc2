"""What changed between two states of a map, told by lasting ids: never by where a row stands."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab

ChangeKind = Literal["added", "removed", "changed", "moved"]

_EMPTY = Tab()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step stands: its stage, and its place among the steps of that stage (or of the list), counted from 0.

    For a stage, ``stage`` is ``None`` and ``index`` its place among the stages.
    """

    stage: str | None
    index: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. Without ``step`` it is about the stage, without ``stage`` about the tab, without ``tab`` about the map.

    ``before`` and ``after`` are texts of ``field``, or everything that an added or removed step or stage says, in one line.
    """

    kind: ChangeKind
    tab: str | None = None
    stage: str | None = None
    step: str | None = None
    field: str | None = None
    before: str | None = None
    after: str | None = None
    from_: Place | None = None
    to: Place | None = None


def to_json(change: Change) -> dict[str, object]:
    """A change as ``sheetsync diff --format json`` shows it."""
    return {
        "kind": change.kind,
        "tab": change.tab,
        "stage": change.stage,
        "step": change.step,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "from": _place_to_json(change.from_),
        "to": _place_to_json(change.to),
    }


def _place_to_json(place: Place | None) -> dict[str, object] | None:
    return {"stage": place.stage, "index": place.index} if place else None


def diff(before: JourneyMap, after: JourneyMap) -> tuple[Change, ...]:
    """The changes that lead from ``before`` to ``after``: first the map's own, then tab by tab, stage by stage, step by step.

    Empty exactly when both have the same content (``content_digest``). The fewest steps that explain a new order are called moved.
    """
    changes = [*_fields(_heading(before), _heading(after)), *_fields(before.values, after.values)]
    for key in (MAIN, *sorted({*before.tabs, *after.tabs} - {MAIN})):
        old, new = before.tabs.get(key, _EMPTY), after.tabs.get(key, _EMPTY)
        if old is not new:
            changes += _tab(key, old, new)
    return tuple(changes)


def _heading(journey: JourneyMap) -> dict[str, str]:
    return {"title": journey.title, "type": journey.type, "type_version": str(journey.type_version), "language": journey.language}


def _fields(
    before: Mapping[str, str], after: Mapping[str, str], tab: str | None = None, stage: str | None = None, step: str | None = None
) -> list[Change]:
    if before == after:
        return []
    return [
        Change("changed", tab, stage, step, field, before.get(field), after.get(field))
        for field in sorted({*before, *after})
        if before.get(field) != after.get(field)
    ]


def _tab(tab: str, before: Tab, after: Tab) -> list[Change]:
    old_steps, new_steps = _by_stage(before.records), _by_stage(after.records)
    old = {step.id: (step, index) for steps in old_steps.values() for index, step in enumerate(steps)}
    gone = old.keys() - {step.id for step in after.records}
    stage_changes = _stages(tab, before.stages, after.stages)
    known = dict.fromkeys([*(stage.key for stage in after.stages), *(stage.key for stage in before.stages)])
    named = sorted({stage for stage in (*old_steps, *new_steps) if stage is not None} - known.keys())
    changes: list[Change] = []
    for stage in (*known, *named, None):
        changes += stage_changes.get(stage, ())
        before_steps, after_steps = old_steps.get(stage, []), new_steps.get(stage, [])
        if before_steps != after_steps:
            changes += _steps(tab, stage, after_steps, old)
            changes += [
                Change("removed", tab, stage, step.id, before=_told(step.values), from_=Place(stage, index))
                for index, step in enumerate(before_steps)
                if step.id in gone
            ]
    return changes


def _by_stage(records: Sequence[Record]) -> dict[str | None, list[Record]]:
    groups: dict[str | None, list[Record]] = {}
    for record in records:
        groups.setdefault(record.stage, []).append(record)
    return groups


def _stages(tab: str, before: Sequence[Stage], after: Sequence[Stage]) -> dict[str | None, list[Change]]:
    if before == after:
        return {}
    old = {stage.key: (stage, index) for index, stage in enumerate(before)}
    moved = _moved([(index, old[stage.key][1]) for index, stage in enumerate(after) if stage.key in old])
    changes: dict[str | None, list[Change]] = {}
    for index, stage in enumerate(after):
        here = Place(None, index)
        if stage.key not in old:
            changes[stage.key] = [Change("added", tab, stage.key, after=_told(stage.values, stage.title), to=here)]
            continue
        was, place = old[stage.key]
        changes[stage.key] = [
            *([Change("moved", tab, stage.key, from_=Place(None, place), to=here)] if place in moved else []),
            *_fields({"title": was.title}, {"title": stage.title}, tab, stage.key),
            *_fields(was.values, stage.values, tab, stage.key),
        ]
    for key, (was, place) in old.items():
        if key not in changes:
            changes[key] = [Change("removed", tab, key, before=_told(was.values, was.title), from_=Place(None, place))]
    return changes


def _steps(tab: str, stage: str | None, steps: Sequence[Record], old: Mapping[str, tuple[Record, int]]) -> list[Change]:
    changes: list[Change] = []
    found = [old.get(step.id) for step in steps]
    moved = _moved([(index, was[1]) for index, was in enumerate(found) if was and was[0].stage == stage])
    for index, (step, was) in enumerate(zip(steps, found, strict=True)):
        if was is None:
            changes.append(Change("added", tab, stage, step.id, after=_told(step.values), to=Place(stage, index)))
            continue
        before, place = was
        if before.stage != stage or place in moved:
            changes.append(Change("moved", tab, stage, step.id, from_=Place(before.stage, place), to=Place(stage, index)))
        if before.values != step.values:
            changes += _fields(before.values, step.values, tab, stage, step.id)
    return changes


def _moved(kept: Sequence[tuple[int, int]]) -> set[int]:
    """Of what was kept, the old places of those that lie outside the longest run that is still in order.

    ``kept`` has the new and the old place of each, in the new order. Where several runs are the longest, those count whose place is the same.
    """
    places = [was for _, was in kept]
    if places == sorted(places):
        return set()
    tails: list[int] = []
    levels: list[list[tuple[int, int]]] = []
    for now, was in kept:
        length = bisect_left(tails, was)
        tails[length : length + 1] = [was]
        if length == len(levels):
            levels.append([])
        levels[length].append((now, was))
    moved = set(places)
    end, below = kept[-1][0] + 1, max(places) + 1
    for level in reversed(levels):
        fitting = [(now, was) for now, was in level if now < end and was < below]
        end, below = next((one for one in fitting if one[0] == one[1]), fitting[-1])
        moved.remove(below)
    return moved


def _told(values: Mapping[str, str], title: str | None = None) -> str:
    texts = [] if title is None else [title]
    texts += [values[key] for key in sorted(values)]
    return " · ".join(" / ".join(text.split("\n")) for text in texts)
