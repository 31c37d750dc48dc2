"""Adopting in place: which cells and tabs make people's own workbook hold a map, and the proof that it then says the same as a new one would."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sheetsync.adoption.placement import Placement
from sheetsync.model import anatomy
from sheetsync.model.design import WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Grid, Lane
from sheetsync.model.journey import MAIN, JourneyMap
from sheetsync.model.layout import FindingRow, design_companions
from sheetsync.model.maptype import MapType
from sheetsync.model.places import Learned, Reading
from sheetsync.model.reading import read_map, read_meta, tidy_line
from sheetsync.model.tabs import headings_of, ignored, shown_text, turned
from sheetsync.model.words import Text
from sheetsync.model.writing import grids_of, plan_upkeep, with_edits, write_map

LAST_COLUMN, LAST_ROW = 16_383, 1_048_575
"""The last column and row of a spreadsheet, counted from 0."""


class NotSafe(NamedTuple):
    """Why a map can't stay in place."""

    why: Text


class InPlace(NamedTuple):
    """What makes people's workbook hold a map: our tabs, cells beside their table, what to hide; and the reading of the workbook as it would be."""

    design: WorkbookDesign
    edits: tuple[CellEdit, ...]
    hide: tuple[Lane, ...]
    reading: Reading


def plan_in_place(grids: Sequence[Grid], placement: Placement, journey: JourneyMap, map_type: MapType) -> InPlace | NotSafe:
    """How ``journey``, which ``placement`` found in a tab of ``grids``, can stay there.

    Only blank cells outside of everything people use are written: a hidden column (row, where the table runs across) with ids and one with stages,
    right behind the last one in use. The plan is tried out before it is given: what would be read is exactly what a new workbook would say.
    """
    grid = next(grid for grid in grids if grid.title == placement.tab)
    if any(value in {anatomy.ID, anatomy.STAGE} for value in grid.cells.values() if isinstance(value, str)):
        return NotSafe(_KEYS)
    learned = _learned(grid, placement)
    if isinstance(learned, NotSafe):
        return learned
    lanes = _Lanes.behind(grid, across=placement.across)
    if lanes is None:
        return NotSafe(_NO_ROOM)
    design = _design(journey, map_type, learned, grids, placement)
    marked = {edit.cell: edit for edit in lanes.marks(grid, placement)}
    reading = _read(grids, design, tuple(marked.values()), map_type)
    upkeep = plan_upkeep(reading)
    if any(edit.cell.tab != grid.title for edit in upkeep):
        return NotSafe(_NOT_THE_SAME)
    edits = tuple((marked | {edit.cell: edit for edit in upkeep}).values())
    if any((edit.cell.row, edit.cell.column) in grid.cells for edit in edits):
        return NotSafe(_NO_ROOM)
    reading = _read(grids, design, edits, map_type)
    fault = _difference(reading, journey, map_type)
    return NotSafe(fault) if fault else InPlace(design, edits, lanes.hidden(grid), reading)


def with_findings(plan: InPlace, grids: Sequence[Grid], placement: Placement, map_type: MapType, findings: Sequence[FindingRow]) -> InPlace:
    """The same plan with what is to be completed on its tab."""
    learned = plan.reading.meta.learned[MAIN]
    return plan._replace(design=_design(plan.reading.map, map_type, learned, grids, placement, findings))


def _design(
    journey: JourneyMap, map_type: MapType, learned: Learned, grids: Sequence[Grid], placement: Placement, findings: Sequence[FindingRow] = ()
) -> WorkbookDesign:
    names = _stage_names(next(grid for grid in grids if grid.title == placement.tab), placement)
    taken = [grid.title for grid in grids]
    return design_companions(journey, map_type, learned, across=placement.across, names=names, taken=taken, findings=findings)


class _Lanes(NamedTuple):
    """The two columns (rows) behind everything in use on a tab: one for ids, one for stages."""

    across: bool
    ids: int

    @classmethod
    def behind(cls, grid: Grid, *, across: bool) -> "_Lanes | None":
        """The first two that are free; ``None`` where the tab is used to its end."""
        cells = max((at[0] if across else at[1] for at in grid.cells), default=0)
        merged = max((merge[2] if across else merge[3] for merge in grid.merges), default=0)
        ids = max(cells, merged) + 1
        return cls(across, ids) if ids + 1 <= (LAST_ROW if across else LAST_COLUMN) else None

    def marks(self, grid: Grid, placement: Placement) -> Iterator[CellEdit]:
        """The cells that tell steps from other lines: the keys, the stage of each step, and a mark beside what is no step of this map."""
        yield self._edit(grid, placement.head, self.ids, anatomy.ID)
        yield self._edit(grid, placement.head, self.ids + 1, anatomy.STAGE)
        stages = {record.line: record.stage for record in placement.records}
        fields = {field.position for field in placement.fields}
        for number, line in sorted(turned(grid, across=self.across).lines.items()):
            if number in stages:
                yield from [self._edit(grid, number, self.ids + 1, stages[number] or "")] if stages[number] else []
            elif number > placement.head and line.keys() & fields:
                yield self._edit(grid, number, self.ids, ignored(line, fields))

    def hidden(self, grid: Grid) -> tuple[Lane, ...]:
        """What people need not see."""
        return tuple(Lane(grid.title, "row" if self.across else "column", at) for at in (self.ids, self.ids + 1))

    def _edit(self, grid: Grid, line: int, at: int, text: str) -> CellEdit:
        return CellEdit(CellRef(grid.title, at, line) if self.across else CellRef(grid.title, line, at), text)


def _learned(grid: Grid, placement: Placement) -> Learned | NotSafe:
    """The headings of the tab as they stand, each with the field it was placed as."""
    keys = {field.position: field.key for field in placement.fields}
    if placement.label_at is not None:
        keys[placement.label_at] = anatomy.LABEL
    texts = dict(headings_of(turned(grid, across=placement.across), placement.head))
    missing = [at for at, key in keys.items() if key != anatomy.LABEL and not shown_text(texts.get(at, ""))]
    if missing:
        return NotSafe(_NO_HEADING)
    return Learned(grid.title, tuple((keys.get(at, anatomy.IGNORE), shown_text(text)) for at, text in sorted(texts.items()) if shown_text(text)))


def _stage_names(grid: Grid, placement: Placement) -> tuple[tuple[str, str], ...]:
    """What stages are called in the tab: their labels as typed, and those that stand beside their steps."""
    names = [(stage.key, tidy_line(stage.label)) for stage in placement.stages]
    if placement.label_at is not None:
        sheet = turned(grid, across=placement.across)
        at = placement.label_at
        names += [
            (record.stage, tidy_line(shown_text(sheet.lines[record.line][at])))
            for record in placement.records
            if record.stage and at in sheet.lines.get(record.line, {})
        ]
    return tuple(dict.fromkeys((key, name) for key, name in names if key and name))


def _read(grids: Sequence[Grid], design: WorkbookDesign, edits: Sequence[CellEdit], map_type: MapType) -> Reading:
    """What the workbook would say after the edits and with our tabs."""
    after = (*with_edits(grids, edits), *grids_of(design))
    return read_map(after, read_meta(after, design.title), map_type)


def _difference(reading: Reading, journey: JourneyMap, map_type: MapType) -> Text | None:
    """Why the workbook would not say what a new one with the same map says; ``None`` when it does."""
    fresh = write_map(journey, map_type)
    expected = read_map(fresh, read_meta(fresh, journey.title), map_type)
    if _contents(reading.map) != _contents(expected.map):
        return _NOT_THE_SAME
    if plan_upkeep(reading):
        return _NOT_THE_SAME
    known = {problem.code for problem in expected.problems}
    worse = next(
        (problem for problem in reading.problems if problem.code in _FATAL and problem.severity != "info" and problem.code not in known), None
    )
    return None if worse is None else _NOT_THE_SAME


_FATAL = frozenset({"lane-missing", "header-tampered", "tab-duplicate", "stage-unknown", "row-id-broken", "stage-duplicate", "stage-missing"})


def _contents(journey: JourneyMap) -> object:
    """Everything a map says, without ids."""
    tabs = {key: (tab.stages, [(record.stage, dict(record.values)) for record in tab.records]) for key, tab in journey.tabs.items()}
    return journey.type, journey.title, journey.language, dict(journey.values), tabs


_NO_ROOM = Text(
    "bảng đã dùng tới cột hoặc dòng cuối cùng nên không còn chỗ cho mã ẩn",
    "the tab is used up to its last column or row, so there is no room for hidden ids",
)
_KEYS = Text(
    "trong bảng có ô ghi đúng một từ khóa của sheetsync (_id hoặc _stage)",
    "a cell of the tab holds a word that sheetsync goes by (_id or _stage)",
)
_NO_HEADING = Text(
    "có phần không có tiêu đề riêng nên lần sau sẽ không nhận ra được nữa",
    "something that was placed has no heading of its own, so it could not be told again",
)
_NOT_THE_SAME = Text(
    "khi đọc thử, bảng này chưa nói lên đúng bản đồ như đã hiểu",
    "in a trial, reading the tab did not give exactly the map that was understood",
)
