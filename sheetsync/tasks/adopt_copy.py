"""Copies of a map's workbook: made a map of its own, or the known one from now on."""

from dataclasses import dataclass

from sheetsync.errors import SheetsyncError, UsageError
from sheetsync.history.version import Source, content_digest
from sheetsync.model.grid import CellEdit, CellRef, Grid
from sheetsync.model.identity import map_id
from sheetsync.model.places import Meta
from sheetsync.model.reading import read_map, read_meta
from sheetsync.model.realign import realign
from sheetsync.model.tabs import shown_text
from sheetsync.model.writing import plan_upkeep
from sheetsync.ports import WorkbookState
from sheetsync.tasks.adopt import archive_first
from sheetsync.tasks.opening import open_state
from sheetsync.tasks.parts import Parts, Workspace
from sheetsync.tasks.standing import standing_copy
from sheetsync.tasks.sync import Synced, sync
from sheetsync.tasks.unchanged import Unchanged


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a copy: the map it is now and its version.

    ``instead_of`` is the workbook it stands in for, ``before`` what became of that one's last changes; ``troubles`` say what is left to be done.
    """

    map: str
    title: str
    ref: str
    version: int | None
    instead_of: str | None = None
    before: Synced | None = None
    troubles: tuple[SheetsyncError, ...] = ()


def as_new(parts: Parts, state: WorkbookState) -> Settled:
    """Give the map in a workbook an id and a history of its own; every step keeps its id, every other cell its content.

    Raises:
        UsageError: the workbook is where its map is known to stand: another id would leave the map without a workbook.
        WorkbookError: it can't be written.
    """
    meta = read_meta(state.grids, state.ref)
    if isinstance(parts, Workspace) and _is_known(parts, meta.map, state.ref):
        raise _not_a_copy(state.ref, "--as-new")
    fresh = map_id(parts.random(16))
    map_type = parts.types.load(meta.type)
    reading = read_map(state.grids, meta._replace(map=fresh), map_type, state.ref)
    edits = (CellEdit(_map_cell(state, meta), fresh), *plan_upkeep(reading))
    after = parts.backend.write(state.ref, edits, if_revision=state.revision)
    version, troubles = archive_first(parts, after, Source(parts.backend.kind, after.ref, after.revision))
    if isinstance(parts, Workspace) and not troubles:
        list(sync(parts, [after.ref]))  # what is to be completed is listed under the new id
    return Settled(fresh, reading.map.title, after.ref, version, troubles=troubles)


def take_over(space: Workspace, state: WorkbookState) -> Settled:
    """Make the workbook the one where its map stands from now on, instead of the known one, whose last changes are archived first.

    Raises:
        UsageError: it is no copy of another workbook.
        ArchiveError: the archive can't be read or written.
    """
    opened = open_state(space.types, state)
    found = opened.reading.map.id
    standing = standing_copy(space, found, state.ref, {})
    if standing is None:
        raise _not_a_copy(state.ref, "--replace")
    before = next(iter(sync(space, [standing])))
    latest = space.ledger.latest(found)
    journey = realign(space.ledger.load(found, latest.version).journey, opened.reading).map if latest else opened.reading.map
    stored = latest
    if latest is None or space.ledger.load(found, latest.version).content != content_digest(journey):
        source = Source(space.backend.kind, state.ref, state.revision)
        stored = space.ledger.append(found, journey, author=space.author, reason="adopt", source=source, saved_at=space.instant(), parent=latest)
    if stored is not None:
        space.ledger.done(found, state.ref, version=stored, revision=state.revision, at=space.instant())
    _look_again(space, standing)
    list(sync(space, [state.ref]))
    return Settled(found, journey.title, state.ref, stored.version if stored else None, standing, before)


def _look_again(space: Workspace, ref: str) -> None:
    """Let the next sync read the workbook at ``ref`` although nobody touched it: it means something else now."""
    unchanged = Unchanged(space)
    unchanged.keep(ref, None, None, None)
    unchanged.store()


def _is_known(space: Workspace, known: str, ref: str) -> bool:
    """Whether the archive knows the map, and no other workbook stands in the way of ``ref`` being the one."""
    return bool(space.ledger.numbers(known)) and standing_copy(space, known, ref, {}) is None


def _map_cell(state: WorkbookState, meta: Meta) -> CellRef:
    grid: Grid = next(grid for grid in state.grids if grid.title == meta.tab)
    row = next(row for (row, column), value in sorted(grid.cells.items()) if column == 0 and shown_text(value) == "map")
    return CellRef(meta.tab, row, 1)


def _not_a_copy(ref: str, option: str) -> UsageError:
    return UsageError(
        en=f"{ref} is the workbook of its map, not a copy of another one, so {option} has nothing to do. Leave it out and run `sheetsync sync`.",
        vi=f"{ref} là bảng tính chính của bản đồ, không phải bản sao, nên {option} không có gì để làm. Hãy bỏ tùy chọn đó và chạy `sheetsync sync`.",
    )
