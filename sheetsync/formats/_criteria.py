"""How a map stands by each criterion of an expert's review: never one number, and never perfect where nobody looked."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from sheetsync.lint.criteria import CRITERIA, Criterion, criterion_of
from sheetsync.lint.engine import known_rule
from sheetsync.model.finding import Finding
from sheetsync.report.build import Counts, MapReport, count, total

State = Literal["open", "waived", "clear", "unchecked"]


class Standing(NamedTuple):
    """One criterion: its open findings, how many are waived, how many rules looked, and whether these are enough to judge by."""

    criterion: Criterion
    counts: Counts
    waived: int
    rules: int
    judged: bool

    @property
    def state(self) -> State:
        """``clear`` only where rules looked and nothing was found, waived or not."""
        if self.counts.total:
            return "open"
        if self.waived:
            return "waived"
        return "clear" if self.judged else "unchecked"

    @property
    def unchecked(self) -> bool:
        """Whether nobody can say how it stands."""
        return self.state == "unchecked"


class Overview(NamedTuple):
    """One criterion over many maps: open findings, and in how many maps there are some, and how many were not checked."""

    criterion: Criterion
    counts: Counts = Counts()
    waived: int = 0
    open: int = 0
    unchecked: int = 0
    maps: int = 0

    def plus(self, standing: Standing) -> "Overview":
        """With one map more."""
        return self._replace(
            counts=total((self.counts, standing.counts)),
            waived=self.waived + standing.waived,
            open=self.open + (standing.state == "open"),
            unchecked=self.unchecked + standing.unchecked,
            maps=self.maps + 1,
        )


EMPTY = tuple(Overview(criterion) for criterion in CRITERIA)
"""What is known before the first map."""


def standings(report: MapReport) -> Iterator[Standing]:
    """How a map stands by each criterion, in the order of the review."""
    found, waived = _by_criterion(report.findings), _by_criterion(each.finding for each in report.waived)
    ran: dict[str, list[str]] = {}
    for slug in report.ran:
        ran.setdefault(_criterion(slug), []).append(slug)
    for criterion in CRITERIA:
        looked = ran.get(criterion.key, [])
        open_ = count(found.get(criterion.key, ()))
        yield Standing(criterion, open_, len(waived.get(criterion.key, ())), len(looked), criterion.judged(looked))


def told(overview: tuple[Overview, ...]) -> bool:
    """Whether there is more to tell of than whether sheets can be read."""
    return any(each.unchecked < each.maps for each in overview[1:])


def _by_criterion(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(_criterion(finding.rule), []).append(finding)
    return found


def _criterion(slug: str) -> str:
    rule = known_rule(slug)
    return criterion_of(rule).key if rule is not None else CRITERIA[0].key
