"""Adopt: a sheet that people made themselves becomes a map. What they wrote is neither moved nor changed.

Where it can be proved safe, the map stays *in place*: their tab as it is, with a hidden column of ids, and our tabs behind theirs. The proof is a
trial: the workbook as it would be is read, and has to say exactly what a new workbook with the same map would say. Everywhere else a new workbook
is made *beside* it, which lists whatever found no place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from sheetsync.adoption.placement import LeftOver, Placement, draft, placements
from sheetsync.adoption.rank import Fit, looked_for, rank
from sheetsync.errors import NotAMap, NothingToAdopt, SheetsyncError, TabTaken, UnsafeEdit, UsageError, WorkbookInUse, WorkbookReadOnly
from sheetsync.history.version import Source
from sheetsync.model.anatomy import META_TAB
from sheetsync.model.grid import CellRef
from sheetsync.model.identity import map_id
from sheetsync.model.journey import JourneyMap
from sheetsync.model.layout import design_workbook
from sheetsync.model.layout.left_over import LeftOverRow, with_left_over
from sheetsync.model.maptype import MapType
from sheetsync.model.places import Meta
from sheetsync.model.reading import read_map, read_meta
from sheetsync.model.words import Language, Text, fold
from sheetsync.model.writing import write_map
from sheetsync.ports import WorkbookState
from sheetsync.tasks import adopt_words as words
from sheetsync.tasks.adopt_in_place import InPlace, NotSafe, plan_in_place, with_findings
from sheetsync.tasks.complete import finding_rows
from sheetsync.tasks.lint import lint_map
from sheetsync.tasks.opening import open_state
from sheetsync.tasks.parts import Parts, Workspace
from sheetsync.tasks.provision import usable_title

Way = Literal["in-place", "beside"]

TEXT = "csv"
"""The kind of sheets that are text files: nothing can be added to them."""

REFUSALS = (UnsafeEdit, TabTaken, WorkbookInUse, WorkbookReadOnly)
"""Why a workbook that people made can't be added to: the map is made beside it then."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be adopted, as read: ``kind`` is the kind of place it stands in, ``name`` what people call it.

    ``is_ours`` says that it stands where the workbooks of this run stand, so that it can be written; ``guessed`` what had to be guessed to read it.
    """

    state: WorkbookState
    kind: str
    name: str
    is_ours: bool
    guessed: Text | None = None


class Wishes(NamedTuple):
    """What the person said about how to adopt: a title and language instead of what the sheet says, one table of several, a new workbook anyway."""

    title: str | None = None
    language: Language | None = None
    table: int | None = None
    beside: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """One map that was found: where everything would be placed, the map it would be, and how it would be kept.

    ``in_place`` is absent where the map would be made in a new workbook; ``why`` says why this way. ``number`` counts the tables from 1.
    """

    sheet: Sheet
    number: int
    placement: Placement
    map_type: MapType
    journey: JourneyMap
    why: Text
    in_place: InPlace | None = None

    @property
    def way(self) -> Way:
        """Whether the map would stay in people's workbook, or be made beside it."""
        return "in-place" if self.in_place else "beside"


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of a proposal: the map and where it stands now; ``why`` says why this way, ``troubles`` why it could not be archived yet.

    There is no ``proposal`` where an earlier run had done all but archive it.
    """

    proposal: Proposal | None
    map: str
    title: str
    ref: str
    way: Way
    why: Text
    version: int | None
    troubles: tuple[SheetsyncError, ...] = ()


def meta_of(state: WorkbookState) -> Meta | None:
    """What the hidden tab of a workbook says; ``None`` where it is no map of ours.

    Raises:
        NotAMap: it has our hidden tab, which was damaged.
        NewerThanThis: the workbook's format is newer than ours.
    """
    try:
        return read_meta(state.grids, state.ref)
    except NotAMap:
        if any(grid.title == META_TAB for grid in state.grids):
            raise
        return None


def fits(parts: Parts, sheet: Sheet) -> tuple[Fit, ...]:
    """The map types that the sheet can be a map of, the best first, each with its reasons.

    Raises:
        NothingToAdopt: it is no journey map; says what was looked for.
    """
    types = [parts.types.load(key) for key in parts.types.keys()]  # noqa: SIM118 - not a mapping
    found = rank(sheet.state.grids, types)
    if not found:
        raise _nothing(sheet, types)
    return found


def _nothing(sheet: Sheet, types: Sequence[MapType]) -> NothingToAdopt:
    looked = looked_for(types)
    return NothingToAdopt(sheet.state.ref, en=looked.en, vi=looked.vi)


def propose(parts: Parts, sheet: Sheet, map_type: MapType, wishes: Wishes) -> tuple[Proposal, ...]:
    """The maps of ``map_type`` that the sheet holds, each with the way it would be kept. Writes nothing.

    Raises:
        NothingToAdopt: no table has enough of what the type asks for; says what was looked for.
        UsageError: there is no table of the wished number, the title is unusable, or one is given for several maps; or the sheet was adopted before.
    """
    found = placements(sheet.state.grids, map_type)
    if not found:
        raise _nothing(sheet, [map_type])
    if not wishes.again and isinstance(parts, Workspace) and (before := _adopted_before(parts, sheet.state.ref)):
        raise words.adopted_before(sheet.state.ref, *before)
    numbered = list(enumerate(found, start=1))
    chosen = [one for one in numbered if wishes.table in {None, one[0]}]
    if not chosen:
        raise words.no_such_table(sheet.state.ref, wishes.table or 0, len(found))
    if wishes.title is not None and len(chosen) > 1:
        raise words.one_title_for_many(sheet.state.ref, len(found))
    return tuple(_proposal(parts, sheet, map_type, number, placement, wishes, alone=len(chosen) == 1) for number, placement in chosen)


def _proposal(parts: Parts, sheet: Sheet, map_type: MapType, number: int, placement: Placement, wishes: Wishes, *, alone: bool) -> Proposal:
    placement = placement._replace(language=wishes.language or placement.language)
    title = usable_title(wishes.title) if wishes.title is not None else _title(sheet, placement, map_type, alone=alone)
    journey = draft(placement, map_type, map_id(parts.random(16)))._replace(title=title)
    against = _against(parts, sheet, wishes, alone=alone)
    if against is not None:
        return Proposal(sheet, number, placement, map_type, journey, against)
    plan = plan_in_place(sheet.state.grids, placement, journey, map_type)
    if isinstance(plan, NotSafe):
        return Proposal(sheet, number, placement, map_type, journey, plan.why)
    findings = lint_map(parts, plan.reading, map_type, ref=sheet.state.ref, language=journey.language)
    plan = with_findings(plan, sheet.state.grids, placement, map_type, finding_rows(plan.reading, findings))
    return Proposal(sheet, number, placement, map_type, plan.reading.map, words.PROVED, plan)


def _against(parts: Parts, sheet: Sheet, wishes: Wishes, *, alone: bool) -> Text | None:
    """Why nobody need even try to keep the map in place."""
    if wishes.beside:
        return words.WISHED
    if sheet.kind == TEXT:
        return words.TEXT_FILE
    if sheet.kind != parts.backend.kind:
        return words.OTHER_KIND
    if not sheet.is_ours:
        return words.ELSEWHERE
    return None if alone else words.SEVERAL


def _title(sheet: Sheet, placement: Placement, map_type: MapType, *, alone: bool) -> str:
    """What the map is called: its title in the sheet, else the file's name, else the tab's, else that of its type."""
    tab = "" if fold(placement.tab.rstrip("0123456789 ")) in words.NAMELESS else placement.tab
    named = (placement.title, sheet.name if alone else "", tab, f"{sheet.name} {placement.tab}" if sheet.name else "")
    for title in named:
        try:
            return usable_title(title)
        except UsageError:
            continue
    return map_type.title.of(placement.language)


def _adopted_before(space: Workspace, ref: str) -> tuple[str, str] | None:
    """Title and address of the map that was made out of the sheet at ``ref``, if there is one that nobody retired."""
    for known in space.ledger.maps():
        first = space.ledger.load(known, space.ledger.numbers(known)[0])
        if first.reason == "adopt" and first.source.ref == ref and space.ledger.decisions(known).retired is None:
            addresses = space.ledger.addresses(known)
            return first.journey.title, addresses[-1] if addresses else known
    return None


def resume(parts: Parts, sheet: Sheet) -> Adopted | None:
    """Archive what a run that was ended made out of the sheet, in place or beside it; ``None`` where there is nothing of that kind."""
    if not isinstance(parts, Workspace):
        return None
    state = _unfinished(parts, sheet)
    if state is None:
        return None
    journey = open_state(parts.types, state).reading.map
    is_beside = state.ref != sheet.state.ref
    origin = sheet.state if is_beside else state
    version, troubles = archive_first(parts, state, Source(sheet.kind, origin.ref, origin.revision))
    return Adopted(None, journey.id, journey.title, state.ref, "beside" if is_beside else "in-place", words.RESUMED, version, troubles)


def _unfinished(space: Workspace, sheet: Sheet) -> WorkbookState | None:
    """The workbook that was adopted out of ``sheet`` and never archived: itself, or one of those that the archive does not know."""
    own = meta_of(sheet.state)
    if own is not None:
        return sheet.state if own.is_adopted and not space.ledger.numbers(own.map) else None
    known = {address for map_ in space.ledger.maps() for address in space.ledger.addresses(map_)}
    for ref in space.backend.list():
        if ref in known or ref == sheet.state.ref:
            continue
        try:
            state = space.backend.read(ref)
            meta = read_meta(state.grids, ref)
        except SheetsyncError:
            continue
        if meta.origin == sheet.state.ref and not space.ledger.numbers(meta.map):
            return state
    return None


def adopt(parts: Parts, proposals: Sequence[Proposal]) -> Iterator[Adopted]:
    """Carry out ``proposals``, one after another.

    Raises:
        ChangedElsewhere: somebody saved the sheet since it was read.
        WorkbookError: neither can the map be kept in place, nor a new workbook be made.
    """
    placed = {cell for proposal in proposals for cell in proposal.placement.used}
    for proposal in proposals:
        yield _adopt_one(parts, proposal, placed)


def _adopt_one(parts: Parts, proposal: Proposal, placed: set[CellRef]) -> Adopted:
    why = proposal.why
    if proposal.in_place is not None:
        try:
            return _in_place(parts, proposal, proposal.in_place)
        except REFUSALS as reason:
            why = words.refused(reason)
            proposal = replace(proposal, in_place=None)
    return _beside(parts, proposal, why, placed)


def _in_place(parts: Parts, proposal: Proposal, plan: InPlace) -> Adopted:
    state, journey = proposal.sheet.state, proposal.journey
    after = parts.backend.attach(state.ref, plan.design, plan.edits, hide=plan.hide, if_revision=state.revision)
    source = Source(parts.backend.kind, after.ref, after.revision)
    version, troubles = archive_first(parts, after, source)
    return Adopted(proposal, journey.id, journey.title, after.ref, "in-place", proposal.why, version, troubles)


def _beside(parts: Parts, proposal: Proposal, why: Text, placed: set[CellRef]) -> Adopted:
    journey, map_type, origin = proposal.journey, proposal.map_type, proposal.sheet.state
    grids = write_map(journey, map_type)
    reading = read_map(grids, read_meta(grids, journey.title), map_type)
    findings = lint_map(parts, reading, map_type, language=journey.language)
    left = [one for one in proposal.placement.left_over if one.cell not in placed]
    rows = left_over_rows(left, map_type, journey.language)
    design = with_left_over(design_workbook(journey, map_type, finding_rows(reading, findings)), rows, origin.ref)
    after = parts.backend.create(design)
    version, troubles = archive_first(parts, after, Source(proposal.sheet.kind, origin.ref, origin.revision))
    return Adopted(proposal, journey.id, journey.title, after.ref, "beside", why, version, troubles)


def archive_first(parts: Parts, state: WorkbookState, source: Source) -> tuple[int | None, tuple[SheetsyncError, ...]]:
    """Archive an adopted workbook as version 1, read from ``source``: the number, or why it failed. The workbook stands, so the next sync does it."""
    if not isinstance(parts, Workspace):
        return None, ()
    try:
        journey = open_state(parts.types, state).reading.map
        stored = parts.ledger.append(journey.id, journey, author=parts.author, reason="adopt", source=source, saved_at=parts.instant(), parent=None)
        parts.ledger.done(journey.id, state.ref, version=stored, revision=state.revision, at=parts.instant())
    except SheetsyncError as reason:
        return None, (reason,)
    return stored.version, ()


def left_over_rows(left: Sequence[LeftOver], map_type: MapType, language: str) -> list[LeftOverRow]:
    """What found no place, as the new workbook lists it; other tabs stay where they are, so one line each is enough."""
    rows = [LeftOverRow(one.cell.a1, one.text, words.left_over(one, map_type).of(language)) for one in left if one.reason != "other-tab"]
    tabs: dict[str, int] = {}
    for one in left:
        if one.reason == "other-tab":
            tabs[one.cell.tab] = tabs.get(one.cell.tab, 0) + 1
    return rows + [LeftOverRow(tab, words.cells(count).of(language), words.OTHER_TAB.of(language)) for tab, count in tabs.items()]
