"""A field's text to a cell: the way out. The way back is ``sheetsync.model.values``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from typing import Literal, NamedTuple

from sheetsync.model.identity import slot_id
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage
from sheetsync.model.maptype import Field, MapType, TabType

CellKind = Literal["text", "number", "date", "boolean"]

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", re.ASCII)
_DIGITS = 15  # what a spreadsheet's numbers carry without loss
_FIRST_DATE = "1900-03-01"  # before it, Excel counts a day that never was


_CHOICES_LIMIT = 255  # characters of a dropdown's list inside a workbook


class Entry(NamedTuple):
    """One line of a tab to be laid out: a record, or an empty slot (no values)."""

    id: str
    stage: str
    label: str
    values: Mapping[str, str]


def to_cell(field: Field, text: str, journey: JourneyMap, map_type: MapType) -> tuple[str, CellKind]:
    """What a cell shows for ``text`` of ``field``, and how it is stored.

    A choice shows its title in the map's language, a stage its title in this map; numbers, dates and booleans are stored as such where
    ``text`` is in their canonical form. What is none of these stays as typed.
    """
    match field.kind:
        case "choice":
            titles = (choice.title.of(journey.language) for choice in field.choices if choice.key == text)
            return next(titles, text), "text"
        case "stage":
            return stage_titles(journey, map_type).get(text, text), "text"
        case "number" if _is_decimal(text):
            return text, "number"
        case "date" if _is_date(text):
            return text, "date"
        case "boolean" if text in {"true", "false"}:
            return text, "boolean"
    return text, "text"


def initial_stages(map_type: MapType, language: str) -> tuple[Stage, ...]:
    """The stages that a new map of a type starts with; the goal the document gives stands in the stage's goal field, where it has one."""
    goal = next((field.key for field in map_type.stage_fields if field.role == "goal"), None)
    return tuple(
        Stage(stage.key, stage.title.of(language), {goal: stage.goal.of(language)} if goal and stage.goal else {}) for stage in map_type.stages
    )


def stages_of(journey: JourneyMap, map_type: MapType) -> tuple[Stage, ...]:
    """The stages of a map; those its type starts with when it has none yet."""
    return journey.main.stages or initial_stages(map_type, journey.language)


def stage_titles(journey: JourneyMap, map_type: MapType) -> dict[str, str]:
    """Stage keys → titles."""
    return {stage.key: stage.title for stage in stages_of(journey, map_type)}


def entries(journey: JourneyMap, map_type: MapType, tab: TabType) -> tuple[Entry, ...]:
    """The lines of a tab in stage order: its records, then empty slots as many as the type starts with. What has no stage goes last."""
    records = journey.records(tab.key)
    fresh = _fresh_ids(journey.id, tab.key, (record.id for record in records))
    if tab.key != MAIN:
        return tuple(_filled("", "", records, tab.slots, fresh))
    titles = stage_titles(journey, map_type)
    lines: list[Entry] = []
    for key, title in titles.items():
        lines += _filled(key, title, [record for record in records if record.stage == key], tab.slots, fresh)
    strays = [record for record in records if record.stage not in titles]
    return (*lines, *_filled("", "", strays, 0 if titles else tab.slots, fresh))


def choice_values(field: Field, language: str) -> tuple[str, ...]:
    """What a field's dropdown offers; nothing for fields that are free to fill."""
    if field.kind == "boolean":
        return ("TRUE", "FALSE")
    return tuple(choice.title.of(language) for choice in field.choices) if field.kind == "choice" else ()


def fits_literally(values: tuple[str, ...]) -> bool:
    """Whether a dropdown's values can stand in the workbook as one list; else they need cells of their own."""
    return len(",".join(values)) <= _CHOICES_LIMIT and not any("," in value for value in values)


def _filled(key: str, label: str, records: Iterable[Record], slots: int, fresh: Iterator[str]) -> Iterator[Entry]:
    filled = [Entry(record.id, key or record.stage or "", label, record.values) for record in records]
    yield from filled
    for _ in range(len(filled), slots):
        yield Entry(next(fresh), key, label, {})


def _fresh_ids(map_id: str, tab: str, used: Iterable[str]) -> Iterator[str]:
    taken = set(used)
    return (name for ordinal in count() if (name := slot_id(map_id, tab, ordinal)) not in taken)


def _is_decimal(text: str) -> bool:
    return _DECIMAL.fullmatch(text) is not None and text != "-0" and sum(map(str.isdigit, text)) <= _DIGITS


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text >= _FIRST_DATE
    except ValueError:
        return False
