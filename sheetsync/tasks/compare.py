"""Compare: what changed between two versions of a map, or between two snapshots of all."""

from dataclasses import dataclass, replace

from sheetsync.errors import NotInArchive
from sheetsync.history.diff import Change, diff
from sheetsync.model.journey import JourneyMap
from sheetsync.tasks.parts import Workspace


@dataclass(frozen=True, slots=True)
class MapChanges:
    """What changed in one map. ``before`` or ``after`` is absent when only one side has the map."""

    map: str
    before: JourneyMap | None
    after: JourneyMap | None
    changes: tuple[Change, ...]


def compare_snapshots(space: Workspace, earlier: str, later: str) -> tuple[MapChanges, ...]:
    """What changed in every map between two snapshots, in the order of the maps' titles; equal maps are left out.

    Raises:
        NotInArchive: there is no such snapshot.
    """
    sides = [{entry.map: entry.version for entry in space.ledger.snapshot(label).maps} for label in (earlier, later)]
    found = [_compared(space, map_id, sides[0].get(map_id), sides[1].get(map_id)) for map_id in sorted(sides[0].keys() | sides[1].keys())]
    changed = [entry for entry in found if entry.changes]
    return tuple(sorted(changed, key=lambda entry: ((entry.after or entry.before or _NOTHING).title, entry.map)))


def compare_versions(space: Workspace, map_id: str, earlier: int, later: int) -> MapChanges:
    """What changed in one map between two of its versions.

    Raises:
        NotInArchive: there is no such version.
    """
    return _compared(space, map_id, earlier, later)


def compare_with_sheet(space: Workspace, map_id: str, earlier: int, sheet: JourneyMap) -> MapChanges:
    """What changed in one map between a version and what stands in its sheet today."""
    before = space.ledger.load(map_id, earlier).journey
    return MapChanges(map_id, before, sheet, diff(before, sheet))


_NOTHING = JourneyMap("", "", 1, "", "en")


def _compared(space: Workspace, map_id: str, earlier: int | None, later: int | None) -> MapChanges:
    before, after = (space.ledger.load(map_id, number).journey if number is not None else None for number in (earlier, later))
    if before is not None and after is not None:
        return MapChanges(map_id, before, after, diff(before, after))
    side = after or before
    if side is None:
        raise NotInArchive(map_id)
    empty = side._replace(title="", values={}, tabs={})
    changes = diff(empty, side) if after else diff(side, empty)
    return MapChanges(map_id, before, after, tuple(replace(change, before=change.before or None, after=change.after or None) for change in changes))
