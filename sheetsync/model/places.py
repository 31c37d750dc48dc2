"""Where everything stands in a workbook today: what reading gives beside the map, so that others can find cells and write them."""

from collections.abc import Mapping
from typing import NamedTuple

from sheetsync.model import anatomy
from sheetsync.model.finding import Problem
from sheetsync.model.grid import CellRef, Grid
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap
from sheetsync.model.words import Language

ABOUT, STAGES = "about", "stages"
"""Names of the two places that are no tab of the map type."""


class Learned(NamedTuple):
    """What adopting noted of a tab that people made: its title then, and key and text of each heading in their order (``IGNORE``: none of ours)."""

    title: str
    headings: tuple[tuple[str, str], ...]


class Meta(NamedTuple):
    """What the hidden tab says: whose map this is, every title its stages ever had, and what was learned of tabs that people made.

    ``origin`` is the address of the sheet that the map was copied out of, where it was.
    """

    map: str
    type: str
    type_version: int
    language: Language
    titles: tuple[tuple[str, str], ...]
    tab: str
    last_row: int
    learned: Mapping[str, Learned] = {}
    origin: str = ""

    @property
    def is_adopted(self) -> bool:
        """Whether the map was made out of a sheet of people's own."""
        return bool(self.learned or self.origin)


class Row(NamedTuple):
    """One line of a tab as it stands: its number, the hidden id and stage key in it, and the record it holds (``None`` for an empty slot)."""

    number: int
    id: str
    stage: str
    record: str | None


class Place(NamedTuple):
    """Where a tab stands today. ``columns`` maps keys to positions; for a tab that runs *across*, rows and columns are swapped.

    ``grid`` is the tab as it was read, never turned.
    """

    title: str
    across: bool
    columns: Mapping[str, int]
    head: int
    rows: tuple[Row, ...]
    grid: Grid = Grid("", {})

    def cell(self, row: int, column: int) -> CellRef:
        """The cell of a line and a position in it."""
        return CellRef(self.title, column, row) if self.across else CellRef(self.title, row, column)

    def row_of(self, record: str) -> int | None:
        """The line that holds ``record``; else the empty slot of that id."""
        slot = None
        for row in self.rows:
            if row.record == record:
                return row.number
            if row.record is None and row.id == record and slot is None:
                slot = row.number
        return slot


class Reading(NamedTuple):
    """What a workbook means: the map, what could not be placed, and where everything stands today."""

    map: JourneyMap
    problems: tuple[Problem, ...]
    meta: Meta
    places: Mapping[str, Place] = {}
    formulas: frozenset[FieldRef] = frozenset()

    def cell(self, ref: FieldRef) -> CellRef | None:
        """Today's cell of a field ref: a step at its first content, a stage at its title, the map at its field on *About*, else its title."""
        if ref.tab is None:
            return self._about_cell(ref.field or anatomy.TITLE)
        if ref.stage is not None and ref.step is None:
            return self._stage_cell(ref.stage, ref.field)
        place = self.places.get(ref.tab)
        if place is None:
            return None
        row = place.head if ref.step is None else place.row_of(ref.step)
        if row is None:
            return None
        column = place.columns.get(ref.field) if ref.field else self._first_column(place, ref)
        return None if column is None else place.cell(row, column)

    def ref_at(self, cell: CellRef) -> FieldRef | None:
        """What stands in a cell today; ``None`` for a cell without a meaning.

        That is a field of a step, a stage (in its label, or in a slot that nobody filled yet) or a value of one, a field of *About this map*, or a
        field of a tab (in its heading).
        """
        for tab, place in self.places.items():
            line, column = (cell.column, cell.row) if place.across else (cell.row, cell.column)
            key = next((key for key, at in place.columns.items() if at == column), None)
            if place.title != cell.tab or key is None:
                continue
            if line == place.head:
                return FieldRef(tab, field=key) if tab not in {ABOUT, STAGES} else None
            row = next((row for row in place.rows if row.number == line), None)
            return self._ref_in(tab, row, key) if row is not None else None
        return None

    def _ref_in(self, tab: str, row: Row, key: str) -> FieldRef:
        field = None if key.startswith("_") else key
        if tab == ABOUT:
            return FieldRef(field=row.id)
        if tab == STAGES:
            return FieldRef(MAIN, stage=row.id, field=field)
        if key == anatomy.LABEL or row.record is None:
            stage = next((record.stage for record in self.map.main.records if record.id == row.record), None)
            return FieldRef(tab, stage=stage or row.stage or None)
        return FieldRef(tab, step=row.record, field=field)

    def text(self, ref: FieldRef) -> str:
        """What stands in the cell of a field ref; nothing where that is no content: for the whole map or a whole stage, or the heading of a tab."""
        if ref.tab is None:
            return self.map.values.get(ref.field, "") if ref.field else ""
        if ref.stage is not None and ref.step is None:
            stage = next((stage for stage in self.map.main.stages if stage.key == ref.stage), None)
            return stage.values.get(ref.field, "") if stage is not None and ref.field else ""
        place, record = self.places.get(ref.tab), next((record for record in self.map.records(ref.tab) if record.id == ref.step), None)
        if place is None or record is None:
            return ""
        first = self._first_column(place, ref)
        return record.values.get(ref.field or next((key for key, column in place.columns.items() if column == first), ""), "")

    def _about_cell(self, name: str) -> CellRef | None:
        place = self.places.get(ABOUT)
        if place is None:
            return None
        row = next((row for row in (place.row_of(name), place.row_of(anatomy.TITLE)) if row is not None), None)
        return None if row is None else place.cell(row, place.columns[anatomy.VALUE])

    def _stage_cell(self, stage: str, name: str | None) -> CellRef | None:
        place = self.places.get(MAIN)
        if name is None and place and anatomy.LABEL in place.columns:
            stages = {record.id: record.stage for record in self.map.main.records}
            for row in place.rows:
                if (stages[row.record] if row.record else row.stage) == stage:
                    return place.cell(row.number, place.columns[anatomy.LABEL])
        place = self.places.get(STAGES)
        row_number = place.row_of(stage) if place else None
        if place is None or row_number is None:
            return None
        return place.cell(row_number, place.columns.get(name or anatomy.TITLE, place.columns.get(anatomy.TITLE, 0)))

    def _first_column(self, place: Place, ref: FieldRef) -> int | None:
        shown = [column for key, column in place.columns.items() if not key.startswith("_")]
        for record in self.map.records(ref.tab or MAIN):
            if record.id == ref.step:
                filled = [place.columns[key] for key in record.values if key in place.columns]
                return min(filled or shown, default=None)
        return min(shown, default=None)
