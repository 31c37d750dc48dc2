"""What every task is given: the parts it works with and the facts of the moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

from sheetsync.lint.engine import RuleSettings
from sheetsync.model.journey import JourneyMap
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Language, fold
from sheetsync.ports import Backend

if TYPE_CHECKING:
    from sheetsync.tasks.ledger import Ledger


class MapTypes(Protocol):
    """Where map types come from."""

    def keys(self) -> tuple[str, ...]:
        """The keys of all map types."""
        ...

    def load(self, key: str) -> MapType:
        """The map type of that key; raises ``UsageError`` for an unknown one, ``TemplateError`` for one with a mistake."""
        ...


class MapSettings(NamedTuple):
    """What the settings say about one map alone: a profile instead of the workspace's, and rules whose settings replace the workspace's."""

    profile: str | None = None
    rules: Mapping[str, RuleSettings] = {}


@dataclass(frozen=True, eq=False, repr=False)
class Parts:
    """The parts of one run: where workbooks stand, what map types there are, the clock, the random source, and the settings of lint.

    ``language`` is absent where each map speaks its own. ``author`` is who runs the tool. ``maps`` holds settings of single maps, by title or id.
    ``most_open`` is how many open comment threads of ours a map may have.
    """

    backend: Backend
    types: MapTypes
    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    zone: tzinfo
    author: str
    language: Language | None = None
    profile: str | None = None
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    maps: Mapping[str, MapSettings] = field(default_factory=dict)
    most_open: int = 20

    def of_map(self, journey: JourneyMap) -> Self:
        """The same parts with the settings of lint that hold for one map: what is said of its id comes before what is said of its title."""
        parts = self
        for said in (said for fits in (_has_title, _has_id) for name, said in self.maps.items() if fits(journey, name)):
            parts = replace(parts, profile=said.profile or parts.profile, rules={**parts.rules, **said.rules})
        return parts

    def instant(self) -> str:
        """This moment as the archive writes it: ISO 8601 in UTC, with a ``Z``."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, eq=False, repr=False)
class Workspace(Parts):
    """Parts with an archive: what everything needs that remembers."""

    ledger: "Ledger" = field(kw_only=True)


def _has_id(journey: JourneyMap, name: str) -> bool:
    return journey.id == name


def _has_title(journey: JourneyMap, name: str) -> bool:
    return fold(journey.title) == fold(name)
