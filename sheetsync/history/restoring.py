"""What a map is to say when an earlier state of it comes back: all of it, one stage, or one step. Pure."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab


class Misplaced(NamedTuple):
    """A step that can't come back, because the stage that it stood in is gone today."""

    stage: str


def with_stage(now: JourneyMap, then: JourneyMap, key: str) -> JourneyMap:
    """``now`` with stage ``key`` as it was: its title, its values, and its steps in their order.

    Other stages stay as they are. Only steps that moved between them and this one go back to where they stood, each with the texts that belong to its
    stage: one that left comes back as it was, one that came in since returns as it is now. A stage that is gone comes back behind its old neighbour.

    Raises:
        KeyError: ``then`` had no such stage.
    """
    stage = {stage.key: stage for stage in then.main.stages}[key]
    stages = list(now.main.stages)
    if key in _keys(now):
        stages[_keys(now).index(key)] = stage
    else:
        stages.insert(_behind(_keys(then), key, _keys(now)), stage)
    held = [record for record in then.main.records if record.stage == key]
    back = {record.id for record in held}
    homes = {record.id: record.stage for record in then.main.records}
    known = {stage.key for stage in stages}
    records = [record for record in now.main.records if record.stage != key and record.id not in back] + held
    for record in (one for one in now.main.records if one.stage == key and one.id not in back and one.id in homes):
        home = homes[record.id]
        records = _put(records, record._replace(stage=home if home in known else key), then.main.records)
    return _with_tab(now, MAIN, Tab(tuple(stages), tuple(records)))


def with_step(now: JourneyMap, then: JourneyMap, step: str) -> JourneyMap | Misplaced:
    """``now`` with one step put back as it was: its texts, and where it has left its stage or is gone, its place behind its old neighbour.

    Raises:
        KeyError: ``then`` had no such step.
    """
    tab = next((key for key in (MAIN, *then.tabs) if any(record.id == step for record in then.records(key))), None)
    if tab is None:
        raise KeyError(step)
    record = next(record for record in then.records(tab) if record.id == step)
    today = now.tabs.get(tab, Tab())
    if record.stage is not None and record.stage not in {stage.key for stage in today.stages}:
        return Misplaced(record.stage)
    is_there = any(one.id == step and one.stage == record.stage for one in today.records)
    if is_there:
        records: Sequence[Record] = [record if one.id == step else one for one in today.records]
    else:
        records = _put([one for one in today.records if one.id != step], record, then.records(tab))
    return _with_tab(now, tab, today._replace(records=tuple(records)))


def _put(records: Sequence[Record], record: Record, then: Sequence[Record]) -> list[Record]:
    """``records`` and ``record``, behind the nearest of those that stood before it then and stand in its stage today; else before them all."""
    return _inserted(records, record, [one.id for one in then if one.stage == record.stage], lambda one: one.stage == record.stage)


def _inserted(records: Sequence[Record], record: Record, order: Sequence[str], is_near: Callable[[Record], bool]) -> list[Record]:
    before = order[: order.index(record.id)] if record.id in order else order
    places = {one.id: at for at, one in enumerate(records) if is_near(one)}
    neighbours = [places[name] for name in before if name in places]
    at = neighbours[-1] + 1 if neighbours else min(places.values(), default=len(records))
    return [*records[:at], record, *records[at:]]


def _behind(order: Sequence[str], key: str, today: Sequence[str]) -> int:
    """Where ``key`` belongs among ``today``: behind the nearest that stood before it."""
    before = [today.index(name) for name in order[: order.index(key)] if name in today]
    return before[-1] + 1 if before else 0


def _keys(journey: JourneyMap) -> list[str]:
    return [stage.key for stage in journey.main.stages]


def _with_tab(journey: JourneyMap, key: str, tab: Tab) -> JourneyMap:
    return journey._replace(tabs={**journey.tabs, key: tab})


def stage_called(journeys: Sequence[JourneyMap], word: str, fold: Callable[[str], str]) -> Stage | None:
    """The stage of the first of ``journeys`` that has one by this key or title; titles are compared as ``fold`` makes them."""
    for journey in journeys:
        for stage in journey.main.stages:
            if stage.key == word or fold(stage.title) == fold(word):
                return stage
    return None
