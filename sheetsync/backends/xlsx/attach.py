"""Adding our tabs to a workbook that a person made, editing cells and hiding columns and rows of theirs, without touching anything else."""

from collections.abc import Iterable, Sequence

from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.graft import Grafted, graft
from sheetsync.backends.xlsx.lanes import hide
from sheetsync.backends.xlsx.package import Package, SheetPart
from sheetsync.backends.xlsx.patch import Patch
from sheetsync.backends.xlsx.proof import UNPROVED, Reason, prove_cells, prove_parts, refuse
from sheetsync.backends.xlsx.reader import Reader
from sheetsync.errors import WorkbookError
from sheetsync.model.design import WorkbookDesign
from sheetsync.model.grid import CellEdit, Grid, Lane


def attach(data: bytes, design: WorkbookDesign, edits: Sequence[CellEdit], lanes: Sequence[Lane], ref: str) -> bytes:
    """The workbook ``data`` with the tabs and names of ``design`` behind its own, ``edits`` made, and ``lanes`` hidden; ``ref`` is for messages.

    Raises:
        NotAWorkbook, WorkbookTooLarge: it can't be read.
        TabTaken: a title or name of ours stands there already.
        TextTooLong: a text has more UTF-16 units than a cell holds.
        UnsafeEdit: it can't be done, or can't be proved to keep everything of theirs.
    """
    package = Package(data, ref)
    before = Reader(package).grids(package.sheets)
    patching = Patch(package, edits)
    grids = dict(zip(package.sheets, before, strict=True))
    changed = patching.changes([grids[sheet] for sheet in patching.by_sheet])
    for sheet, (columns, rows) in _by_sheet(package, lanes).items():
        body = changed.get(sheet.part) or package.body(sheet.part)
        hidden = hide(package, sheet.part, body, columns, rows)
        if hidden != body:
            changed[sheet.part] = hidden
    grafted, ours = Grafted({}, {}, ()), tuple[Grid, ...]()
    if design.tabs:
        alone = Package(create_workbook(design, ref, epoch1904=package.epoch1904), ref)
        ours = Reader(alone).grids(alone.sheets)
        grafted = graft(package, design, alone, changed)
    changed |= grafted.changed
    if not changed:
        return data
    attached = package.container.rebuilt(changed, grafted.added)
    try:
        after = Package(attached, ref)
    except WorkbookError:  # it has more parts than we would read, for one
        refuse(ref, UNPROVED)
    prove_parts(package.container, after.container, changed, list(grafted.added))
    if after.sheets != (*package.sheets, *grafted.sheets) or after.epoch1904 != package.epoch1904:
        refuse(ref, UNPROVED)
    _prove_grids(patching, before, ours, Reader(after).grids(after.sheets))
    return attached


def _by_sheet(package: Package, lanes: Iterable[Lane]) -> dict[SheetPart, tuple[set[int], set[int]]]:
    """The columns and the rows that are to be hidden, by the tab they are in."""
    found: dict[SheetPart, tuple[set[int], set[int]]] = {}
    for lane in lanes:
        named = [sheet for sheet in package.sheets if sheet.title == lane.tab]
        if len(named) != 1:
            refuse(package.ref, Reason(f"{len(named)} tabs have the title “{lane.tab}”", f"có {len(named)} trang tính tên “{lane.tab}”"))
        found.setdefault(named[0], (set(), set()))[lane.kind == "row"].add(lane.index)
    return found


def _prove_grids(patching: Patch, before: Sequence[Grid], ours: Sequence[Grid], after: Sequence[Grid]) -> None:
    """Refuse unless the workbook reads as before, but for the edits, and behind that as a workbook of our tabs alone reads."""
    for sheet, was, now in zip(patching.package.sheets, before, after, strict=False):
        prove_cells(patching.ref, patching.by_sheet.get(sheet, {}), was, now)
    told = [(grid.title, grid.cells, grid.merges) for grid in after[len(before) :]]
    if told != [(grid.title, grid.cells, grid.merges) for grid in ours]:
        refuse(patching.ref, UNPROVED)
