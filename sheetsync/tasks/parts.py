"""What every task is given: the parts it works with and the facts of the moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Protocol

from sheetsync.lint.engine import RuleSettings
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Language
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


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one run: where workbooks stand, what map types there are, the clock, the random source, and the settings of lint.

    ``language`` is absent where each map speaks its own. ``author`` is who runs the tool.
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

    def instant(self) -> str:
        """This moment as the archive writes it: ISO 8601 in UTC, with a ``Z``."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Workspace(Parts):
    """Parts with an archive: what everything needs that remembers."""

    ledger: "Ledger" = field(kw_only=True)
