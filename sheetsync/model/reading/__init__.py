"""Grids → map: by keys, then by headings, then by saying honestly what could not be placed.

Nothing here fails because a person inserted, deleted, moved, sorted, merged or renamed rows, columns or headings.
"""

from collections.abc import Sequence

from sheetsync.errors import NewerThanThis
from sheetsync.model import anatomy
from sheetsync.model.finding import Problem
from sheetsync.model.grid import Grid
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Tab
from sheetsync.model.maptype import MapType
from sheetsync.model.places import ABOUT, STAGES, Meta, Reading
from sheetsync.model.reading.about import read_about
from sheetsync.model.reading.headings import find_tabs
from sheetsync.model.reading.meta import read_meta
from sheetsync.model.reading.notes import Notes, tidy_line
from sheetsync.model.reading.records import read_records
from sheetsync.model.reading.stages import read_stages

__all__ = ["read_map", "read_meta", "tidy_line", "unknown_type"]


def unknown_type(meta: Meta, nearest: str) -> Reading:
    """The reading of a workbook whose map type nobody knows: an empty map and the one problem that says so."""
    journey = JourneyMap(meta.map, meta.type, meta.type_version, "", meta.language)
    return Reading(journey, (Problem("map-type-unknown", FieldRef(), None, {"type": meta.type, "nearest": nearest}),), meta)


def read_map(grids: Sequence[Grid], meta: Meta, map_type: MapType, ref: str = "") -> Reading:
    """The map that ``grids`` mean, as a workbook of ``map_type``.

    Raises:
        NewerThanThis: it was made from a newer version of the type.
    """
    if meta.type_version > map_type.version:
        raise NewerThanThis(ref, what=f"map type {map_type.key}", found=str(meta.type_version), known=str(map_type.version))
    notes = Notes(meta, map_type)
    found = find_tabs(notes, [grid for grid in grids if grid.title not in {anatomy.META_TAB, anatomy.CURVE_TAB, meta.tab}])
    read_stages(notes, found.get(STAGES))
    tabs: dict[str, Tab] = {}
    for tab in map_type.tabs:
        here = found.get(tab.key)
        if here is None:
            notes.problem("lane-missing", FieldRef(tab.key), {"tab": tab.title}, variant="tab")
            tabs[tab.key] = Tab()
        else:
            tabs[tab.key] = Tab(records=tuple(read_records(notes, tab, here)))
    values, title = read_about(notes, found.get(ABOUT))
    order = {stage.key: at for at, stage in enumerate(notes.stages)}
    steps = sorted(tabs[MAIN].records, key=lambda record: order.get(record.stage or "", len(order)))
    tabs[MAIN] = Tab(tuple(notes.stages), tuple(steps))
    journey = JourneyMap(meta.map, meta.type, meta.type_version, title, meta.language, values, tabs)
    return Reading(journey, tuple(notes.problems), meta, notes.places, frozenset(notes.formulas))
