"""Log: the versions of a map, newest last, and how much each one changed."""

from dataclasses import dataclass

from sheetsync.errors import NotInArchive
from sheetsync.history.diff import diff
from sheetsync.history.version import Version
from sheetsync.tasks.parts import Workspace


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One version, and how many changes it holds against the one before."""

    version: Version
    changes: int


def log(space: Workspace, map_id: str) -> tuple[LogEntry, ...]:
    """The versions of a map, oldest first.

    Raises:
        NotInArchive: the map was never archived.
    """
    numbers = space.ledger.numbers(map_id)
    if not numbers:
        raise NotInArchive(map_id)
    entries: list[LogEntry] = []
    before: Version | None = None
    for number in numbers:
        version = space.ledger.load(map_id, number)
        entries.append(LogEntry(version, len(diff(before.journey, version.journey)) if before else 0))
        before = version
    return tuple(entries)
