"""A sheet that says one thing → the cells to be changed so that it says another: what goes back from the archive into a sheet.

Records stay in their lines as far as the wanted order allows; new ones take free slots of their stage, then lines behind the last. What a formula
says is never overwritten, and never torn from its record.
"""

from typing import NamedTuple

from sheetsync.model import anatomy
from sheetsync.model.grid import CellEdit
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Tab
from sheetsync.model.maptype import MapType
from sheetsync.model.places import ABOUT, Reading
from sheetsync.model.reading.stages import title_index
from sheetsync.model.rewriting_cells import Desk, Ground, is_title
from sheetsync.model.rewriting_records import plan_records
from sheetsync.model.rewriting_stages import expressible, plan_stages
from sheetsync.model.writing import plan_news


class Rewrite(NamedTuple):
    """What to write, and what a sheet can't be made to say: fields under formulas or without a place, or whole steps, stages and tabs."""

    edits: tuple[CellEdit, ...]
    unplaced: tuple[FieldRef, ...]


def plan_map(reading: Reading, wanted: JourneyMap, map_type: MapType) -> Rewrite:
    """The fewest edits after which the sheet says ``wanted``; none where it does already.

    Args:
        reading: the sheet as it stands, realigned.
        wanted: another state of the same map.
        map_type: its type.

    Returns:
        Edits, those of ``plan_upkeep`` for the same reading included (never write both), and the refs of what they leave undone.

    Raises:
        ValueError: ``wanted`` is no state of that map.
    """
    if (wanted.id, wanted.type) != (reading.map.id, reading.map.type):
        raise ValueError("only another state of the same map can be written")
    if _said(reading.map) == _said(wanted):
        return Rewrite((), ())
    desk = Desk(reading, wanted, map_type)
    stages = expressible(desk)
    known = (*reading.map.main.stages, *stages)
    desk.remembered += tuple((stage.key, stage.title) for stage in known)
    desk.wanted = wanted._replace(tabs={**wanted.tabs, MAIN: wanted.main._replace(stages=stages)})
    plan_stages(desk, stages)
    desk.names = title_index(stages, desk.remembered, map_type)
    for tab in map_type.tabs:
        plan_records(desk, tab, stages)
    for key in wanted.tabs.keys() - map_type.tabs_by_key.keys():
        if wanted.tabs[key] != Tab():
            desk.miss(FieldRef(key))
    _about(desk)
    return Rewrite((*desk.edits.values(), *plan_news(reading, known, _facts(desk))), tuple(desk.unplaced))


def _said(journey: JourneyMap) -> tuple[object, ...]:
    """What a map says, as far as that can differ between its states: tabs without content and the mixture of stages say nothing."""
    tabs = {key: _tab_said(tab) for key, tab in journey.tabs.items() if tab != Tab()}
    return journey.title, journey.language, journey.type_version, dict(journey.values), tabs


def _tab_said(tab: Tab) -> tuple[object, ...]:
    groups: dict[str | None, list[tuple[str, dict[str, str]]]] = {}
    for record in tab.records:
        groups.setdefault(record.stage, []).append((record.id, dict(record.values)))
    return [(stage.key, stage.title, dict(stage.values)) for stage in tab.stages], groups


def _about(desk: Desk) -> None:
    place = desk.reading.places.get(ABOUT)
    here, wanted = desk.reading.map, desk.wanted
    ground = Ground(place) if place is not None else None
    title = FieldRef(field=anatomy.TITLE)
    if here.title != wanted.title:
        line = place.row_of(anatomy.TITLE) if place is not None else None
        if ground is None or line is None or not is_title(wanted.title) or not desk.mark(ground, (line, anatomy.VALUE), wanted.title):
            desk.miss(title)
    fields = {item.key: item for item in desk.type.about}
    for key in dict.fromkeys((*here.values, *wanted.values)):
        line = place.row_of(key) if place is not None else None
        texts = here.values.get(key, ""), wanted.values.get(key, "")
        if ground is not None and line is not None and key in fields:
            desk.text(ground, (line, anatomy.VALUE), fields[key], FieldRef(field=key), texts)
        elif texts[0] != texts[1]:
            desk.miss(FieldRef(field=key))


def _facts(desk: Desk) -> list[tuple[str, ...]]:
    """Rows for the hidden tab about the map as a whole: of several rows with one name the last counts."""
    here, wanted = desk.reading.map, desk.wanted
    facts: list[tuple[str, ...]] = []
    if wanted.language != here.language:
        facts.append(("language", wanted.language))
    if wanted.type_version != here.type_version:
        if 0 < wanted.type_version <= desk.type.version:
            facts.append(("type_version", str(wanted.type_version)))
        else:
            desk.miss(FieldRef(field="type_version"))
    return facts
