"""Tables that may be maps, weighed against each other: which count, which of them go on with one another, and which are none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sheetsync.adoption.block import says_what
from sheetsync.adoption.bodies import Body, Reason, Step, chosen_places, read_body
from sheetsync.adoption.edge import says_who
from sheetsync.adoption.kinds import says_map
from sheetsync.adoption.lexicon import LABEL, TIME, Lexicon
from sheetsync.adoption.sheets import Sheet
from sheetsync.adoption.table import Claim, Heading, Table
from sheetsync.adoption.tables import bare_tables, tables
from sheetsync.adoption.vocabulary import CORE, PEOPLE, PLACES
from sheetsync.adoption.words import SURE, words
from sheetsync.model.grid import CellRef
from sheetsync.model.tabs import shown_text


class FoundStage:
    """One stage of a table that may be a map."""

    __slots__ = ("cell", "confidence", "key", "text", "values")

    def __init__(self, key: str | None, text: str, cell: CellRef, confidence: float) -> None:
        self.key = key
        self.text = text
        self.cell = cell
        self.confidence = confidence
        self.values: dict[str, CellRef] = {}


@dataclass(slots=True)
class FoundStep:
    """One record: its line, its stage, and where each of its texts stands."""

    line: int
    stage: FoundStage | None
    cells: dict[str, CellRef]


@dataclass(slots=True)
class Found:
    """A table that may be a map, in the workbook's own cells. ``corner`` names the map in the corner of its headings."""

    tab: str
    across: bool
    head: int
    label_at: int | None
    fields: dict[str, Claim]
    of_stage: dict[str, Claim]
    more: dict[str, tuple[int, ...]]
    stages: list[FoundStage] = field(default_factory=list)
    steps: list[FoundStep] = field(default_factory=list)
    used: set[CellRef] = field(default_factory=set)
    left: dict[CellRef, tuple[Reason, str]] = field(default_factory=dict)
    corner: CellRef | None = None

    @property
    def known(self) -> set[str]:
        """The stages of the type that it names."""
        return {stage.key for stage in self.stages if stage.key is not None}

    @property
    def edges(self) -> tuple[int, int, int, int]:
        """First row, first column, last row and last column of its cells."""
        cells = self.used | self.left.keys()
        rows, columns = [cell.row for cell in cells], [cell.column for cell in cells]
        return min(rows), min(columns), max(rows), max(columns)

    @property
    def score(self) -> float:
        """How much speaks for it, to choose between tables that overlap."""
        lanes = sum(claim.confidence for claim in self.fields.values()) + 0.5 * sum(claim.confidence for claim in self.of_stage.values())
        named = sum(stage.confidence for stage in self.stages if stage.key is not None)
        return lanes + 1.2 * named + 0.3 * min(5, len(self.stages) - len(self.known)) + 0.02 * min(50, sum(len(step.cells) for step in self.steps))


_FEWEST_TOLD = 3
"""Where so many stages of the type are there, or half of them, lanes that are only likely speak for a map too."""


_TITLE_ABOVE = 2
"""So many lines above a table beside another one its title stands."""


def candidates(sheets: tuple[Sheet, Sheet], lexicon: Lexicon) -> list[Found]:
    """The tables of a tab that count, without any that overlap, in reading order; each may still be a part of a map, or none."""
    found = [_found(table, lexicon) for sheet in sheets for table in tables(sheet, lexicon)]
    if not any(is_map(one, lexicon) for one in joined(_apart(found), sheets[0], lexicon)):
        found += [_found(table, lexicon) for sheet in sheets for table in bare_tables(sheet, lexicon)]
    return _apart(found)


def _apart(found: Iterable[Found]) -> list[Found]:
    """Of tables that overlap the one for which most speaks, in reading order."""
    chosen: list[Found] = []
    for one in sorted((one for one in found if one.used), key=lambda one: -one.score):
        if not any(_overlap(one.edges, other.edges) for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.edges[:2])


def joined(parts: Sequence[Found], rows: Sheet, lexicon: Lexicon) -> list[Found]:
    """Tables that go on with one another as one map: the same lanes, stages that the one before does not have, no title between."""
    whole: list[Found] = []
    for part in parts:
        before = whole[-1] if whole else None
        if before is not None and _goes_on(before, part, lexicon) and not _is_titled(before, part, rows):
            before.stages += part.stages
            before.steps += part.steps
            before.used |= part.used
            before.left |= part.left
            for key, claim in part.fields.items():
                before.fields.setdefault(key, claim)
            for key, claim in part.of_stage.items():
                before.of_stage.setdefault(key, claim)
        else:
            whole.append(
                replace(
                    part,
                    stages=[*part.stages],
                    steps=[*part.steps],
                    used={*part.used},
                    left={**part.left},
                    fields={**part.fields},
                    of_stage={**part.of_stage},
                )
            )
    return whole


def is_map(found: Found, lexicon: Lexicon) -> bool:
    """Whether a table has enough of what only a map of this type has."""
    half = (len(lexicon.type.stages) + 1) // 2
    follows = len(found.known) >= max(_FEWEST_TOLD, half) and _in_blocks(found)
    roles = {lexicon.fields[key].role for key, claim in found.fields.items() if claim.confidence >= SURE or (claim.by_cue and follows)}
    named = {stage.key for stage in found.stages if stage.key is not None and stage.confidence >= SURE}
    core, lanes, known = len(roles & CORE), len(found.fields), len(found.known if len(found.known) >= min(_FEWEST_TOLD, half) else named)
    if not found.steps:
        return core > 1 and known > 2
    if lanes == 1 or _told_by_place(found):
        return known > 2 and known * 2 >= len(lexicon.type.stages) and len(found.steps) > 1 and _is_list(found, lexicon)
    if known > 1:
        headed = sum(claim.confidence >= SURE and not claim.by_cue for claim in found.fields.values())
        return core > 0 or (known > 2 and headed > 1 and (lanes > 2 or known * 2 >= len(lexicon.type.stages)))
    if lexicon.type.policy != "open":
        return core > 2 and lanes > 3 and known == 1
    if len(found.stages) > 1:
        return core > 1 and lanes > 2
    if _lists_people(found):
        return False
    return core > 2 and bool(roles & PLACES) and (len(found.steps) > 1 or lanes > 3)


def _lists_people(found: Found) -> bool:
    """Whether each record of a table without stages begins with who somebody is: a list of people and what they said."""
    first = min(claim.at for claim in found.fields.values())
    before = {said for cell, (reason, said) in found.left.items() if reason == "heading" and (cell.row if found.across else cell.column) < first}
    by_cue = any(claim.by_cue for claim in found.fields.values())
    return any(words(said) in _PEOPLE or (by_cue and says_who(Heading(found.head, said, ()))) for said in before)


_PEOPLE = frozenset(map(words, PEOPLE))


def _in_blocks(found: Found) -> bool:
    """Whether the records of each stage stand together, as those of a journey do and those of a list of deals or posts do not."""
    runs = [
        id(step.stage) for step, before in zip(found.steps, [None, *found.steps], strict=False) if before is None or step.stage is not before.stage
    ]
    return len(runs) == len(set(runs))


def _is_list(found: Found, lexicon: Lexicon) -> bool:
    """Whether a table with one lane is a list of what the type collects, and not a list of something else with a column like it."""
    first = lexicon.type.main.fields[0]
    collects = first.required and first.kind == "text" and found.fields.keys() == {first.key}
    others = sum(reason == "heading" for reason, _ in found.left.values())
    return (collects or _told_by_place(found)) and others <= len(found.stages)


def _told_by_place(found: Found) -> bool:
    """Whether lanes without any heading were told by their place alone, which only stage names in a row allow."""
    return all(not claim.text for claim in found.fields.values())


def _found(table: Table, lexicon: Lexicon) -> Found:
    body = read_body(table, lexicon)
    if body.steps and (more := chosen_places(table, body, lexicon)):
        table.fields |= more
        body = read_body(table, lexicon)
    return _in_cells(table, body)


def _in_cells(table: Table, body: Body) -> Found:
    sheet = table.sheet
    found = Found(sheet.grid.title, sheet.across, table.head, table.label_at, dict(table.fields), dict(table.of_stage), dict(table.more))
    _add_stages(found, table, body)
    lost = {number for number, label in enumerate(body.labels) if (label.line, label.at) in body.left}
    for step in body.steps:
        if step.label in lost:
            found.left.update((sheet.cell(*at), ("heading", body.labels[step.label].text)) for at in step.cells.values())
            continue
        _add_step(found, table, step, None if step.label is None else found.stages[step.label])
    found.stages = [stage for stage in found.stages if stage.cell in found.used]
    found.used.update(sheet.cell(*at) for at in (*body.again, *body.same))
    if not table.borrowed:
        _add_headings(found, table, body)
    for at, why in body.left.items():
        found.left[sheet.cell(*at)] = why
    return found


def _add_stages(found: Found, table: Table, body: Body) -> None:
    """The stages with their values; those of a stage that the type does not have are left over with it."""
    sheet = table.sheet
    for number, label in enumerate(body.labels):
        stage = FoundStage(label.key, label.text, sheet.cell(label.line, label.at), label.confidence)
        found.stages.append(stage)
        is_lost = (label.line, label.at) in body.left
        if not is_lost:
            found.used.add(stage.cell)
        for key, at in body.values.get(number, {}).items():
            if is_lost:
                found.left[sheet.cell(*at)] = "stage-value", key
            else:
                stage.values[key] = sheet.cell(*at)
                found.used.add(sheet.cell(*at))


def _add_step(found: Found, table: Table, step: Step, stage: FoundStage | None) -> None:
    """A record with what people see in its cells; a formula without a result shows nothing."""
    cells: dict[str, CellRef] = {}
    for key, at in step.cells.items():
        cell = table.sheet.cell(*at)
        if shown_text(table.sheet.value(*at)):
            cells[key] = cell
        else:
            found.left[cell] = "formula", ""
    if cells:
        found.steps.append(FoundStep(step.line, stage, cells))
    found.used.update(cells.values())


def _add_headings(found: Found, table: Table, body: Body) -> None:
    """The headings that have a lane, and those that have none."""
    sheet = table.sheet
    for claim in (*table.fields.values(), *table.of_stage.values()):
        if claim.text and sheet.line(claim.line).get(claim.at) == claim.text:
            found.used.add(sheet.cell(claim.line, claim.at))
    for place, heading in table.headings.items():
        cell = sheet.cell(heading.line, place)
        kind = heading.matches[0].key if heading.matches else ""
        if cell in found.used:
            continue
        if place == table.label_at and says_map(heading.text) and not (heading.matches and heading.matches[0].confidence >= 1.0):
            found.corner = cell
            found.left[cell] = "heading", ""
        elif place == table.label_at and kind in {LABEL, TIME}:
            found.used.add(cell)
        elif _stands_over(table, body, place):
            rival = table.rivals.get(place)
            found.left[cell] = ("rival", rival) if rival else ("heading", _guess(kind))


def _stands_over(table: Table, body: Body, at: int) -> bool:
    """Whether what is in line with the headings is one: between the lanes, or with something under it."""
    places = [claim.at for claim in (*table.fields.values(), *table.of_stage.values())]
    if table.label_at is not None:
        places.append(table.label_at)
    return min(places) <= at <= max(places) or any(place == at for _, place in body.left)


def _guess(key: str) -> str:
    kind, _, name = key.partition(":")
    return name if kind in {"field", "stage"} else ""


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _is_titled(before: Found, part: Found, rows: Sheet) -> bool:
    """Whether something stands between two tables that names the second, "Buyer 2: Grant": a map of its own, then."""
    top, left, _, right = part.edges
    if before.edges[2] < top:
        return any(row in rows.lines for row in range(before.edges[2] + 1, top))
    above = (rows.line(row) for row in range(top - _TITLE_ABOVE, top))
    return any(left <= column <= right and says_what(text) for texts in above for column, text in texts.items())


def _goes_on(before: Found, part: Found, lexicon: Lexicon) -> bool:
    same = before.fields.keys() & part.fields.keys()
    if before.across != part.across or len(same) * 2 < len(before.fields.keys() | part.fields.keys()):
        return False
    if not part.stages or not before.stages:
        return False
    again = {stage.text for stage in before.stages} & {stage.text for stage in part.stages}
    order = [stage.key for stage in lexicon.type.stages]
    last = max((order.index(key) for key in before.known), default=-1)
    first = min((order.index(key) for key in part.known), default=last + 1)
    return not again and not before.known & part.known and last < first
