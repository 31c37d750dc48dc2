"""How well free-form sheets are placed, against where an expert would place them. ``README.md`` defines every figure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from sheetsync.adoption.placement import PlacedField, PlacedRecord, PlacedStage, Placement, placements
from sheetsync.adoption.rank import rank
from sheetsync.catalog import builtin
from sheetsync.model.grid import CellRef
from sheetsync.model.maptype import MapType
from sheetsync.model.words import tidy
from tests.corpus.freeform.reading import NEW, NONE, FieldLabel, Home, LabelledMap, StageLabel, Workbook, a1, text, workbooks

STAGES, FIELDS = 0.95, 0.9
"""The least share of stages, and of fields, to be placed right."""

CATALOG = builtin()

What = Literal["stage", "field", "cell", "records", "misplaced", "lost", "altered", "not refused", "type"]


Judgement = tuple[What, str]
"""A kind, and what is wrong; ``""`` where it is right."""


class Share(NamedTuple):
    """How many of how many."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """The part that is right; 1 where there is nothing."""
        return self.right / self.of if self.of else 1.0


class Slip(NamedTuple):
    """Where placement and expert differ. ``layout``: what is odd about the sheet."""

    sheet: str
    layout: tuple[str, ...]
    what: What
    told: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of some sheets. ``right`` counts what is right of each kind, ``slips`` tells all that isn't."""

    right: Mapping[What, int]
    slips: tuple[Slip, ...]

    def share(self, *kinds: What) -> Share:
        """The share of what is right of these kinds."""
        right = sum(self.right.get(kind, 0) for kind in kinds)
        return Share(right, right + len(self.of(*kinds)))

    def of(self, *kinds: What) -> tuple[Slip, ...]:
        """The slips of these kinds."""
        return tuple(slip for slip in self.slips if slip.what in kinds)


@dataclass(frozen=True)
class _Match:
    """A labelled map and what was found in its place."""

    labelled: LabelledMap
    placement: Placement
    known: frozenset[str]

    @cached_property
    def stages(self) -> Mapping[str, StageLabel]:
        """For each key that was placed, the stage as the expert sees it."""
        return {placed.key: label for placed in self.placement.stages if (label := self.stage_of(placed))}

    @cached_property
    def of_stages(self) -> Mapping[int, str]:
        """The positions that hold values of stages, and whose they are."""
        return {placed.position: placed.key for placed in self.placement.stage_fields}

    def stage_of(self, placed: PlacedStage) -> StageLabel | None:
        if placed.cell is None:
            return None
        at = placed.cell.row, placed.cell.column
        if placed.cell.tab != self.labelled.grid.title or at not in self.labelled.area:
            return None
        exact = next((stage for stage in self.labelled.stages if at in stage.cells), None)
        return exact or (None if at in self.labelled.homes else self.labelled.stage_at(at))

    def field_of(self, placed: PlacedField) -> FieldLabel | None:
        first = self.labelled.area.first
        at = (first[0], placed.position) if self.labelled.axis == "down" else (placed.position, first[1])
        return self.labelled.field_at(at) if at in self.labelled.area else None

    def is_right(self, key: str, allowed: Sequence[str]) -> bool:
        return key in allowed or (NEW in allowed and key not in self.known)


def measure(*, held_out: bool) -> Measured:
    """The sheets that are open, or those held out."""
    return measured(workbooks(held_out=held_out))


def measured(books: Iterable[Workbook]) -> Measured:
    """What comes of these sheets."""
    right: Counter[What] = Counter()
    slips: list[Slip] = []
    for book in books:
        for what, wrong in _judged(book):
            if wrong:
                slips.append(Slip(book.name, book.layout, what, wrong))
            else:
                right[what] += 1
    return Measured(right, tuple(slips))


def _judged(book: Workbook) -> Iterator[Judgement]:
    types = [CATALOG.load(key) for key in CATALOG.keys()]  # noqa: SIM118 - a catalogue is no mapping
    ranked = [fit.type.key for fit in rank(book.grids, types)]
    if book.type is None:
        taken = [kind.key for kind in types if placements(book.grids, kind)]
        yield "not refused", f"taken for {', '.join(sorted({*taken, *ranked}))}" if taken or ranked else ""
        return
    first = ranked[0] if ranked else "nothing"
    yield "type", "" if first in {book.type, *book.also} else f"ranked first: {first}, not {book.type}"
    for kind in types:
        labelled = [one for one in book.maps if one.type == kind.key]
        if labelled:
            yield from _of_type(book, labelled, kind)


def _of_type(book: Workbook, labelled: Sequence[LabelledMap], kind: MapType) -> Iterator[Judgement]:
    found = list(placements(book.grids, kind))
    for one in labelled:
        best = max(found, key=lambda placement: _overlap(placement, one), default=None)
        if best is None or not _overlap(best, one):
            yield from _nothing_found(one)
            continue
        found.remove(best)
        yield from compared(best, one, book)
    for extra in found:
        if not any(_overlap(extra, one) for one in book.maps):
            yield "misplaced", f"{extra.tab} row {extra.head + 1}: no map, taken for one"


def compared(placement: Placement, labelled: LabelledMap, book: Workbook) -> Iterator[Judgement]:
    """What is right and what is wrong about the placement of one map."""
    known = frozenset(stage.key for stage in CATALOG.load(labelled.type).stages)
    match = _Match(labelled, placement, known)
    yield from _stages(match)
    yield from _fields(match)
    yield from _cells(match)
    yield from _records(match)
    yield from _kept(match, book)


def _overlap(placement: Placement, labelled: LabelledMap) -> int:
    """How many cells of the labelled map the placement uses."""
    own = {CellRef(labelled.grid.title, *cell) for cell in (*labelled.homes, *labelled.heading_cells)}
    return len(own & placement.used)


def _nothing_found(labelled: LabelledMap) -> Iterator[Judgement]:
    told = f"{labelled.grid.title}!{a1(labelled.area.first)}: no map found"
    yield from (("stage", told) for stage in labelled.stages if NONE not in stage.keys)
    yield from (("field", told) for field in labelled.fields if NONE not in field.keys)
    yield from (("cell", told) for home in labelled.homes.values() if NONE not in (*home.stage.keys, *home.field.keys))


# Stages and fields


def _stages(match: _Match) -> Iterator[Judgement]:
    """Each stage as labelled; and one that was placed where none is, or twice, is wrong too."""
    of: dict[StageLabel, list[PlacedStage]] = {stage: [] for stage in match.labelled.stages}
    for placed in match.placement.stages:
        label = match.stage_of(placed)
        if label is None or match.placement.across != (match.labelled.axis == "across"):
            yield "stage", f"{_said(placed.cell, placed.label)} is no stage, placed as {placed.key}"
        else:
            of[label].append(placed)
    for label, found in of.items():
        wrong = [placed.key for placed in found if not match.is_right(placed.key, label.keys)]
        if wrong or len({placed.key for placed in found}) > 1:
            yield "stage", f"{label.typed!r} is {' or '.join(label.keys)}, placed as {', '.join(placed.key for placed in found)}"
        elif not found and NONE not in label.keys:
            yield "stage", f"{label.typed!r} is {' or '.join(label.keys)}, not placed"
        elif label.keys != (NONE,):
            yield "stage", ""


def _fields(match: _Match) -> Iterator[Judgement]:
    """Each heading as labelled; and a lane that was placed where none is is wrong too."""
    of: dict[FieldLabel, list[str]] = {field: [] for field in match.labelled.fields}
    corner = match.labelled.corner
    for placed in (*match.placement.fields, *match.placement.stage_fields):
        label = match.field_of(placed)
        turned = match.placement.across != (match.labelled.axis == "across")
        if label is not None and not turned:
            of[label].append(placed.key)
        elif turned or not (corner and placed.key in corner.keys):
            yield "field", f"{placed.heading!r} is no heading of a lane, placed as {placed.key}"
    for label, keys in of.items():
        if not set(keys) <= set(label.keys):
            yield "field", f"{label.typed!r} is {' or '.join(label.keys)}, placed as {', '.join(keys)}"
        elif not keys and NONE not in label.keys:
            yield "field", f"{label.typed!r} is {' or '.join(label.keys)}, not placed"
        elif label.keys != (NONE,):
            yield "field", ""


# Cells


def _cells(match: _Match) -> Iterator[Judgement]:
    """Every text of the map in its stage and field; and every text in a field is one of the map, as it was typed."""
    placed = {cell: (record, key) for record in match.placement.records for key, cell in record.cells.items()}
    twice = Counter(cell for record in match.placement.records for cell in record.cells.values())
    yield from (("misplaced", f"{cell.a1} is placed {count} times") for cell, count in twice.items() if count > 1)
    for cell, (record, key) in placed.items():
        yield from _placed_cell(match, cell, record, key)
    for at, home in match.labelled.homes.items():
        cell = CellRef(match.labelled.grid.title, *at)
        if cell in placed:
            continue
        if value := match.of_stages.get(at[match.labelled.axis == "down"]):
            yield from _stage_value(match, cell, home, value)
        elif cell in match.placement.used:
            yield "lost", f"{cell.a1} counts as placed, and stands nowhere"
        if cell not in match.placement.used and NONE not in (*home.stage.keys, *home.field.keys):
            yield "cell", f"{cell.a1} not placed"


def _stage_value(match: _Match, cell: CellRef, home: Home, key: str) -> Iterator[Judgement]:
    """A value of a stage (its owner, its KPI) stands with that stage, whole or as one line of several."""
    if cell not in match.placement.used:
        return
    typed = tidy(text(match.labelled.grid.cells[cell.row, cell.column]))
    values = [placed.values.get(key, "") for placed in match.placement.stages if match.stages.get(placed.key) == home.stage]
    if key not in home.field.keys:
        yield "misplaced", f"{cell.a1} is {'/'.join(home.field.keys)}, placed as {key} of the stage"
    elif not any(typed in tidy(value) for value in values):
        yield "lost", f"{cell.a1} {typed!r} counts as {key} of its stage, which has {values}"
    else:
        yield "cell", ""


def _placed_cell(match: _Match, cell: CellRef, record: PlacedRecord, key: str) -> Iterator[Judgement]:
    at, labelled = (cell.row, cell.column), match.labelled
    home = labelled.homes.get(at) if cell.tab == labelled.grid.title else None
    if home is None:
        if not (labelled.corner and key in labelled.corner.keys and at in labelled.heading_cells):
            yield "misplaced", f"{cell.a1} is no content of the map, placed as {key}"
        return
    typed = text(labelled.grid.cells[at])
    if tidy(record.values[key]) != tidy(typed) and isinstance(labelled.grid.cells[at], str):
        yield "altered", f"{cell.a1} {typed!r} became {record.values[key]!r}"
    wrong_stage = record.stage is not None and match.stages.get(record.stage) != home.stage
    if key not in home.field.keys or home.stage.keys == (NONE,) or wrong_stage:
        meant = f"{'/'.join(home.stage.keys)} {'/'.join(home.field.keys)}"
        yield "misplaced", f"{cell.a1} is {meant}, placed as {record.stage} {key}"
    elif record.stage is None and NONE not in home.stage.keys:
        yield "cell", f"{cell.a1} stands in no stage"
    else:
        yield "cell", ""


def _records(match: _Match) -> Iterator[Judgement]:
    """As many records a stage as an expert would make."""
    found = Counter(label.typed for record in match.placement.records if record.stage and (label := match.stages.get(record.stage)))
    for stage in match.labelled.stages:
        if stage.keys != (NONE,):
            told = f"{stage.typed!r} has {found[stage.typed]} records, not {' or '.join(map(str, stage.records))}"
            yield "records", "" if found[stage.typed] in stage.records else told


def _kept(match: _Match, book: Workbook) -> Iterator[Judgement]:
    """Every cell of the workbook has a place or stands among the left over, and none of *About this map* was taken from within a map."""
    left = {one.cell for one in match.placement.left_over}
    for grid in book.grids:
        for at, value in grid.cells.items():
            cell = CellRef(grid.title, *at)
            if cell not in left and cell not in match.placement.used:
                yield "lost", f"{cell.a1} {text(value)!r} is neither placed nor left over"
            if cell in left and cell in match.placement.used:
                yield "lost", f"{cell.a1} {text(value)!r} is placed and left over"
    for key, cell in match.placement.about_cells.items():
        at = cell.row, cell.column
        inside = any(cell.tab == one.grid.title and at in one.homes for one in book.maps)
        allowed = match.labelled.about.get(at, (key,)) if cell.tab == match.labelled.grid.title else (key,)
        if inside or key not in allowed:
            yield "misplaced", f"{cell.a1} is no {key} of the map"


def _said(cell: CellRef | None, typed: str) -> str:
    return f"{cell.a1 if cell else 'nowhere'} {typed!r}"
