"""Reading one workbook as a map: the first step of every verb."""

from typing import NamedTuple

from sheetsync.errors import UsageError
from sheetsync.model.maptype import MapType
from sheetsync.model.places import Reading
from sheetsync.model.reading import read_map, read_meta, unknown_type
from sheetsync.ports import WorkbookState
from sheetsync.tasks.parts import MapTypes, Parts


class Opened(NamedTuple):
    """A workbook, what it means, and its type (absent when nobody knows the type it names)."""

    state: WorkbookState
    reading: Reading
    map_type: MapType | None


def open_map(parts: Parts, ref: str) -> Opened:
    """The workbook at ``ref``, read as a map.

    Raises:
        WorkbookError: it can't be read, is no map, or comes from a newer sheetsync.
    """
    return open_state(parts.types, parts.backend.read(ref))


def open_state(types: MapTypes, state: WorkbookState) -> Opened:
    """A workbook that was read already, as a map; errors as for ``open_map``."""
    meta = read_meta(state.grids, state.ref)
    try:
        map_type = types.load(meta.type)
    except UsageError:
        from difflib import get_close_matches  # noqa: PLC0415 - slow to import, and rarely needed

        nearest = get_close_matches(meta.type, types.keys(), n=1, cutoff=0)
        return Opened(state, unknown_type(meta, nearest[0]), None)
    return Opened(state, read_map(state.grids, meta, map_type, state.ref), map_type)
