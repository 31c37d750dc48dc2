"""The value that every format shows: what linting found, workbook by workbook, with today's cells."""

from collections import Counter
from collections.abc import Callable, Iterable
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
    """One workbook. What an unreadable one does not tell is ``None``; its ``error`` says why. ``ran`` are the rules that looked at it."""

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
) -> MapReport:
    """The report of one workbook that was read. Findings keep a cell they brought along; ``locate`` finds the others'."""
    return MapReport(
        ref=ref,
        status="ok",
        map=journey.id,
        type=journey.type,
        title=journey.title,
        type_title=map_type.title if map_type is not None else None,
        stages=journey.main.stages,
        findings=tuple(finding if finding.cell is not None else finding._replace(cell=locate(finding.ref)) for finding in findings),
        waived=tuple(waived),
        ran=tuple(ran),
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
