"""Lint: what is missing in a map, with today's cells."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from sheetsync.errors import ArchiveError, SheetsyncError
from sheetsync.lint.engine import NotRun, grouped, lint, needed, not_run, ran
from sheetsync.lint.rule import STRICT, Context, Earlier, Need
from sheetsync.model.anatomy import TO_COMPLETE_TAB
from sheetsync.model.finding import Finding
from sheetsync.model.grid import Grid
from sheetsync.model.journey import JourneyMap
from sheetsync.model.maptype import MapType
from sheetsync.model.places import Reading
from sheetsync.model.skips import Again, Skip, skips_of
from sheetsync.ports import Access
from sheetsync.report.build import Waived
from sheetsync.tasks.parts import Parts, Workspace

if TYPE_CHECKING:
    from sheetsync.history.record import Decided, Decision

LOOK_BACK = 2
"""How many snapshots rules can look back at."""
WITHIN = 4
"""Among how many of the newest snapshots these are looked for: a map that was in none of them for a year is as good as new."""


class Around:
    """What rules may see beyond the map itself. Looked up when it is first needed, and kept for a whole run: make one a run.

    ``until`` (an instant) hides whatever was archived from then on; ``None``: nothing.
    """

    def __init__(self, parts: Parts, until: datetime | None = None) -> None:
        self._parts = parts
        self._until = until
        self._snapshots: dict[str, Mapping[str, int]] = {}
        self._access: dict[str, Access | None] = {}

    @cached_property
    def _maps(self) -> Mapping[str, JourneyMap]:
        """Every map that the archive holds and nobody retired, in its latest version; damaged ones are left out."""
        return dict(self._latest(self._parts)) if isinstance(self._parts, Workspace) else {}

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        """The labels of all snapshots, newest first."""
        return tuple(reversed(self._parts.ledger.snapshots())) if isinstance(self._parts, Workspace) else ()

    def earlier(self, map_id: str, today: date) -> tuple[Earlier, ...] | None:
        """The newest snapshots of a map that are of quarters before that of ``today``, newest first.

        ``None`` where there is no archive, or one that can't be trusted: ``sheetsync archive check`` says what is wrong.
        """
        if not isinstance(self._parts, Workspace):
            return None
        try:
            return tuple(islice(self._frozen(self._parts, map_id, today), LOOK_BACK))
        except SheetsyncError:
            return None

    def _frozen(self, space: Workspace, map_id: str, today: date) -> Iterator[Earlier]:
        if not self._labels or not space.ledger.numbers(map_id):
            return
        from sheetsync.history.snapshot import Quarter  # noqa: PLC0415 - nothing of history is loaded where there is none

        before = [quarter for label in self._labels if (quarter := Quarter.parse(label)) < Quarter.of(today)]
        for quarter in before[:WITHIN]:
            number = self._versions(space, str(quarter)).get(map_id)
            if number is not None:
                yield Earlier(str(quarter), quarter.last_day, space.ledger.load(map_id, number).journey)

    def related(self, map_id: str) -> Mapping[str, JourneyMap] | None:
        """The other maps of the workspace, loaded when a rule first looks at one; ``None`` where there is no archive."""
        return _Others(map_id, lambda: self._maps) if isinstance(self._parts, Workspace) else None

    def people(self, ref: str | None) -> tuple[str, ...] | None:
        """The e-mail addresses that may open the workbook at ``ref``; ``None`` where nobody can tell all of them."""
        access = self.access(ref)
        return access.addresses if access is not None else None

    def access(self, ref: str | None) -> Access | None:
        """Who may open the workbook at ``ref``, asked once a run; ``None`` where nobody can tell."""
        if ref is not None and ref not in self._access:
            try:
                self._access[ref] = self._parts.backend.access(ref)
            except SheetsyncError:
                self._access[ref] = None
        return self._access[ref] if ref is not None else None

    def decided(self, map_id: str) -> "Decided | None":
        """What people decided about a map; ``None`` where there is no archive, or nothing about that map in it.

        Raises:
            ArchiveError: a decision can't be trusted.
        """
        space = self._parts
        return space.ledger.decisions(map_id, self._until) if isinstance(space, Workspace) and space.ledger.decided(map_id) else None

    def _versions(self, space: Workspace, label: str) -> Mapping[str, int]:
        """Which version of each map a snapshot froze."""
        if label not in self._snapshots:
            self._snapshots[label] = {entry.map: entry.version for entry in space.ledger.snapshot(label).maps}
        return self._snapshots[label]

    def _latest(self, space: Workspace) -> Iterator[tuple[str, JourneyMap]]:
        for map_id in space.ledger.maps():
            try:
                number = space.ledger.last_before(map_id, self._until) if self._until else space.ledger.numbers(map_id)[-1]
                if number is not None and space.ledger.decisions(map_id).retired is None:
                    yield map_id, space.ledger.load(map_id, number).journey
            except SheetsyncError:
                continue


class _Others(Mapping[str, JourneyMap]):
    """All maps but one."""

    def __init__(self, left_out: str, load: Callable[[], Mapping[str, JourneyMap]]) -> None:
        self._left_out = left_out
        self._load = load

    def __getitem__(self, map_id: str) -> JourneyMap:
        if map_id == self._left_out:
            raise KeyError(map_id)
        return self._load()[map_id]

    def __iter__(self) -> Iterator[str]:
        return (map_id for map_id in self._load() if map_id != self._left_out)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Checked(NamedTuple):
    """What linting one map came to: its open findings, the rules that could not run, and those that did.

    ``waived`` are the findings that people skip for a reason; ``again`` tells by fingerprint which open ones they skipped once, ``known`` every
    reason that was ever archived. ``unrecorded`` are decisions that people made in the sheet and that no archive has yet; ``decisions`` counts those
    that one has. ``distrusted`` says why the archived ones were left out of account, where they can't be trusted.
    """

    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...] = ()
    ran: tuple[str, ...] = ()
    waived: tuple[Waived, ...] = ()
    again: Mapping[str, Again] = {}
    known: Mapping[str, frozenset[str]] = {}
    unrecorded: "tuple[Decision, ...]" = ()
    decisions: int = 0
    distrusted: ArchiveError | None = None


def lint_map(
    parts: Parts,
    reading: Reading,
    map_type: MapType | None,
    *,
    around: Around | None = None,
    ref: str | None = None,
    grids: Sequence[Grid] = (),
    language: str | None = None,
) -> tuple[Finding, ...]:
    """The open findings of one map in ``language`` (else the run's, else the map's), each with the cell it stands at today.

    ``around`` is shared by all maps of a run; ``ref`` is where the workbook stands, so that rules may know who can open it; ``grids`` are its
    tabs, where *To complete* may hold reasons to skip findings.

    Raises:
        UsageError: the profile or a rule's settings name something that does not exist.
    """
    around = around or Around(parts)
    return check_map(parts, reading, map_type, around=around, ref=ref, grids=grids, language=language).findings


def check_map(
    parts: Parts,
    reading: Reading,
    map_type: MapType | None,
    *,
    around: Around,
    ref: str | None = None,
    grids: Sequence[Grid] = (),
    language: str | None = None,
    only_structural: bool = False,
) -> Checked:
    """As ``lint_map``, with all that linting came to."""
    parts = parts.of_map(reading.map)
    profile = profile_of(parts, map_type)
    context = Context(reading.map, map_type, parts.now().astimezone(parts.zone).date(), reading.problems)
    if not only_structural and map_type is not None:
        context = with_surroundings(context, around, needed(profile, parts.rules), ref)
    findings = lint(
        context,
        profile=profile,
        settings=parts.rules,
        language=language or parts.language or reading.map.language,
        only_structural=only_structural,
    )
    placed = tuple(finding if finding.cell else finding._replace(cell=reading.cell(finding.ref)) for finding in findings)
    left_out = () if only_structural else not_run(context, profile=profile, settings=parts.rules)
    checked = Checked(placed, left_out, ran(context, profile=profile, settings=parts.rules, only_structural=only_structural))
    try:
        decided = around.decided(reading.map.id)
    except ArchiveError as damage:
        return checked._replace(distrusted=damage)
    typist = f"{parts.author} ({TO_COMPLETE_TAB.of(reading.map.language)})"
    return without_waived(checked, decided, skips_of(grids), reading.map, at=parts.instant(), author=typist)


def without_waived(checked: Checked, decided: "Decided | None", skips: Sequence[Skip], journey: JourneyMap, *, at: str, author: str) -> Checked:
    """``checked`` without the findings that people skip for a reason: one that the archive knows, or one that stands in the sheet (``skips``).

    A reason that stands only in the sheet counts as given at ``at`` by ``author``.
    """
    if decided is None and not any(skip.reason for skip in skips):
        return checked
    from sheetsync.history.record import Decided, fold  # noqa: PLC0415 - nothing of history is loaded where nobody decided anything
    from sheetsync.history.waivers import hear, judge  # noqa: PLC0415

    before = decided or Decided()
    heard = hear(skips, checked.findings, before, journey, at=at, author=author)
    after = fold(heard, before)
    judged = judge(checked.findings, after, journey)
    return checked._replace(
        findings=grouped(judged.findings),
        waived=tuple(Waived(finding._replace(group=None), one.author, one.at, one.reason) for finding, one in judged.waived),
        again=judged.again,
        known={mark: frozenset(one.reason for one in said) for mark, said in after.said.items()},
        unrecorded=heard,
        decisions=before.count,
    )


def with_surroundings(context: Context, around: Around, needs: Collection[Need], ref: str | None = None) -> Context:
    """``context`` with as much of what is around the map as rules need; the other maps are not loaded before a rule looks at one."""
    map_id = context.map.id
    return replace(
        context,
        earlier=around.earlier(map_id, context.today) if "earlier" in needs else None,
        related=around.related(map_id),
        people=around.people(ref) if "people" in needs else None,
    )


def profile_of(parts: Parts, map_type: MapType | None) -> str:
    """The profile that a map is linted under: that of its parts (see ``Parts.of_map``), else its type's."""
    return parts.profile or (map_type.profile if map_type else STRICT)
