"""What a person types into a sheet, as cell edits."""

from collections.abc import Sequence

from sheetsync.model.anatomy import LABEL
from sheetsync.model.grid import CellEdit
from sheetsync.model.journey import MAIN, Record
from sheetsync.model.layout import to_cell
from sheetsync.model.layout.content import CellKind
from sheetsync.model.maptype import MapType
from sheetsync.model.places import Place, Reading


def plan_steps(reading: Reading, map_type: MapType, tab: str, steps: Sequence[Record]) -> tuple[CellEdit, ...]:
    """Edits that type new records into a tab as a person would: into empty slots (of their stage), then on new lines behind the last one.

    The ids of ``steps`` do not matter: a slot keeps the id it has, and a new line gets one when it is next read.
    """
    place = reading.places.get(tab)
    if place is None:
        return ()
    titles = {stage.key: stage.title for stage in reading.map.main.stages}
    fields = {field.key: field for field in map_type.fields_of(tab)}
    free = [row for row in place.rows if row.record is None]
    last = max((row.number for row in place.rows), default=place.head)
    edits: list[CellEdit] = []
    for step in steps:
        slot = next((row for row in free if tab != MAIN or row.stage == step.stage), None)
        if slot is not None:
            free.remove(slot)
            number, like = slot.number, None
        else:
            number, like = last + 1, last
            last = number
        if slot is None and LABEL in place.columns:
            edits.append(_typed(place, number, LABEL, titles.get(step.stage or "", ""), "text", like))
        for key, text in step.values.items():
            if key in place.columns:
                edits.append(_typed(place, number, key, *to_cell(fields[key], text, reading.map, map_type), like))
    return tuple(edits)


def _typed(place: Place, number: int, key: str, value: str, kind: CellKind, like: int | None) -> CellEdit:
    style = place.cell(like, place.columns[key]) if like is not None else None
    return CellEdit(place.cell(number, place.columns[key]), value, kind, None, (style.row, style.column) if style else None)
