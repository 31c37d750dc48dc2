"""List: the maps of the workspace and how each one stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheetsync.errors import ArchiveError, SheetsyncError
from sheetsync.model.finding import SEVERITIES
from sheetsync.tasks.lint import Around, lint_map
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Parts, Workspace


@dataclass(frozen=True, slots=True)
class Listed:
    """One workbook: its map, the last archived version, the date of the last review, conflicts that people have to settle, findings by severity.

    ``status`` is ``ok``, ``conflict`` or ``unreadable``.
    """

    ref: str
    status: str
    map: str | None = None
    type: str | None = None
    title: str | None = None
    version: int | None = None
    last_review: str | None = None
    conflicts: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    error: SheetsyncError | None = None


def list_maps(parts: Parts, refs: Sequence[str]) -> Iterator[Listed]:
    """How each workbook of ``refs`` stands; one that can't be read is listed with the reason."""
    around = Around(parts)
    for ref in refs:
        try:
            opened = open_map(parts, ref)
            journey = opened.reading.map
            findings = lint_map(parts, opened.reading, opened.map_type, around=around, ref=ref, grids=opened.state.grids)
        except SheetsyncError as error:
            yield Listed(ref, "unreadable", error=error)
            continue
        conflicts = _conflicts(parts, journey.id, ref)
        numbers = parts.ledger.numbers(journey.id) if isinstance(parts, Workspace) else ()
        review = next((item.key for item in opened.map_type.about if item.role == "date"), "") if opened.map_type else ""
        yield Listed(
            ref,
            "conflict" if conflicts else "ok",
            journey.id,
            journey.type,
            journey.title,
            numbers[-1] if numbers else None,
            journey.values.get(review),
            conflicts,
            {severity: sum(1 for finding in findings if finding.severity == severity) for severity in SEVERITIES},
        )


def _conflicts(parts: Parts, map_id: str, ref: str) -> int:
    """How many conflicts people were told of and have not settled; none where the archive can't be trusted, which ``archive check`` tells."""
    if not isinstance(parts, Workspace):
        return 0
    try:
        found = parts.ledger.open_conflict(map_id, ref)
    except ArchiveError:
        return 0
    return len(found.conflicts) if found else 0
