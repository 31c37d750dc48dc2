"""The value that every format shows: what linting found, workbook by workbook, with today's cells."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, tzinfo
from typing import Literal, NamedTuple

from sheetsync.errors import SheetsyncError
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef, JourneyMap, Stage
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text


class Counts(NamedTuple):
    """How many findings there are of each severity."""

    error: int = 0
    warning: int = 0
    info: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


class Failure(NamedTuple):
    """Why a workbook could not be linted: a code for machines, a sentence for people."""

    code: str
    message: Text


class Waived(NamedTuple):
    """A finding that somebody said won't be fixed: who, when (ISO 8601, UTC) and why."""

    finding: Finding
    author: str
    at: str
    reason: str


class MapReport(NamedTuple):
    """One workbook. What an unreadable one does not tell is ``None``; its ``error`` says why. ``ran`` are the rules that looked at it.

    ``stages`` are those of the map, and behind them those of its type that it lacks. ``zone`` is where people read the report.
    """

    ref: str
    status: Literal["ok", "unreadable"]
    map: str | None = None
    type: str | None = None
    title: str | None = None
    type_title: Text | None = None
    stages: tuple[Stage, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: Failure | None = None
    waived: tuple[Waived, ...] = ()
    ran: tuple[str, ...] = ()
    zone: tzinfo = UTC

    @property
    def counts(self) -> Counts:
        """The findings of this workbook by severity."""
        return count(self.findings)


class Report(NamedTuple):
    """Workbooks in the order they were asked for, with the counts of all of them."""

    maps: tuple[MapReport, ...]
    counts: Counts


Locate = Callable[[FieldRef], CellRef | None]
"""Where a field ref stands in the workbook today."""


def linted(
    ref: str,
    journey: JourneyMap,
    map_type: MapType | None,
    findings: Iterable[Finding],
    locate: Locate,
    *,
    waived: Iterable[Waived] = (),
    ran: Iterable[str] = (),
    zone: tzinfo = UTC,
) -> MapReport:
    """The report of one workbook that was read. Findings keep a cell they brought along; ``locate`` finds the others'."""
    own = {stage.key for stage in journey.main.stages}
    lacking = (stage for stage in (map_type.stages if map_type is not None else ()) if stage.key not in own)
    return MapReport(
        ref=ref,
        status="ok",
        map=journey.id,
        type=journey.type,
        title=journey.title,
        type_title=map_type.title if map_type is not None else None,
        stages=(*journey.main.stages, *(Stage(stage.key, stage.title.of(journey.language)) for stage in lacking)),
        findings=tuple(finding if finding.cell is not None else finding._replace(cell=locate(finding.ref)) for finding in findings),
        waived=tuple(waived),
        ran=tuple(ran),
        zone=zone,
    )


def unreadable(ref: str, error: SheetsyncError) -> MapReport:
    """The report of one workbook that could not be read."""
    return MapReport(ref=ref, status="unreadable", error=Failure(error.code, Text(error.vi, error.en)))


def build(maps: Iterable[MapReport]) -> Report:
    """All workbooks together."""
    maps = tuple(maps)
    return Report(maps, total(report.counts for report in maps))


def count(findings: Iterable[Finding]) -> Counts:
    """How many of ``findings`` there are of each severity; a finding counts once, however often it was met within its field."""
    found = Counter(finding.severity for finding in findings)
    return Counts(found["error"], found["warning"], found["info"])


def total(counts: Iterable[Counts]) -> Counts:
    """Counts added up."""
    errors = warnings = infos = 0
    for each in counts:
        errors, warnings, infos = errors + each.error, warnings + each.warning, infos + each.info
    return Counts(errors, warnings, infos)
