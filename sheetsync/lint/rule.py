"""What a rule is: one file under ``rules/`` that says what it checks, why, with a good and a bad example, and does it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from sheetsync.lint.index import Index
from sheetsync.model.finding import SEVERITIES, Problem, Severity
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef, JourneyMap
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text

METHODS = ("zapier", "hubspot", "ducttape", "blueprint", "support", "ecommerce")
"""The profiles that each follow one source method."""
STRICT = "strict"
"""The profile that runs every rule."""
PROFILES = (*METHODS, STRICT)

Facts = Mapping[str, str | int | Text]
"""What fills the places of a message. Texts are told in its language; strings are what people typed."""


class Hit(NamedTuple):
    """One place where a rule fires. ``facts`` fill the message; ``variant`` picks among several messages.

    ``also`` names further places that this hit speaks for, so that rules which give way to it are silent there too.
    ``cell`` is set only by rules about the sheet itself, where the cell says more than the field ref does.
    """

    ref: FieldRef
    facts: Facts = {}  # noqa: RUF012 - nobody can change it through this type
    count: int = 1  # type: ignore[assignment]  # hides a method of tuples
    variant: str = ""
    severity: Severity | None = None
    cell: CellRef | None = None
    also: tuple[FieldRef, ...] = ()


Need = Literal["earlier", "related", "people"]
"""What a rule may need beyond the map: see ``Context``."""


class Earlier(NamedTuple):
    """The map as a snapshot froze it: the quarter's label (``2026-Q3``), its last day, and the map."""

    label: str
    day: date
    map: JourneyMap


@dataclass(frozen=True, eq=False, repr=False)
class Context:
    """What rules see. ``map_type`` is absent only when the workbook names an unknown one.

    Three things are ``None`` where nobody knows them, and rules that need them don't run then: ``earlier`` are the newest snapshots of this map
    that were made of quarters before today's, newest first (empty: it was never frozen before); ``related`` the other maps of the workspace by id;
    ``people`` the e-mail addresses that may open the workbook.
    """

    map: JourneyMap
    map_type: MapType | None
    today: date
    problems: tuple[Problem, ...] = ()
    options: Mapping[str, int] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] | None = None
    related: Mapping[str, JourneyMap] | None = None
    people: tuple[str, ...] | None = None

    @cached_property
    def index(self) -> Index:
        """The map by stages and roles, worked out once for all rules."""
        return Index(self.map, self.map_type)

    def with_options(self, options: Mapping[str, int]) -> "Context":
        """The same context with the thresholds of one rule; the index is shared."""
        other = replace(self, options=options)
        vars(other)["index"] = self.index
        return other


class Rule(NamedTuple):
    """A check. ``order`` is its place in an expert's review; ``gives_way_to`` names rules that silence it at the same place.

    The same place: the same field, or the whole step or stage that holds it. ``messages`` maps variants to texts with ``{fact}`` places;
    ``""`` is the usual one. ``good`` and ``bad`` are small tables as text (``lint/examples.py`` says how they are written), parsed only by
    ``sheetsync rules`` and by tests. ``options`` are the thresholds that ``sheetsync.toml`` may set, with their defaults.
    ``profiles`` names methods, or only ``strict``, which runs every rule; every profile runs the structural ones. ``needs`` names parts of the
    context without which the rule can't run.
    """

    slug: str
    severity: Severity
    order: int
    source: str
    summary: Text
    why: Text
    fix: Text
    messages: Mapping[str, Text]
    good: str
    bad: str
    check: Callable[[Context], Iterator[Hit]]
    profiles: tuple[str, ...] = ()
    structural: bool = False
    severity_in: Mapping[str, Severity] = {}
    options: Mapping[str, int] = {}
    gives_way_to: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()

    def runs_in(self, profile: str) -> bool:
        """Whether ``profile`` runs this rule."""
        return self.structural or profile == STRICT or profile in self.profiles

    def usual_severity(self, profile: str) -> Severity:
        """The severity of this rule in ``profile``, when nobody set another; ``strict`` takes the worst of all profiles."""
        if profile == STRICT:
            return min((self.severity, *self.severity_in.values()), key=SEVERITIES.index)
        return self.severity_in.get(profile, self.severity)
