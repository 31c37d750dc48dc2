"""Lint: what is missing in a map, with today's cells."""

from dataclasses import replace

from sheetsync.lint.engine import lint
from sheetsync.lint.rule import STRICT, Context
from sheetsync.model.finding import Finding
from sheetsync.model.maptype import MapType
from sheetsync.model.places import Reading
from sheetsync.tasks.parts import Parts


def lint_map(
    parts: Parts, reading: Reading, map_type: MapType | None, *, language: str | None = None, only_structural: bool = False
) -> tuple[Finding, ...]:
    """The findings of one map in ``language`` (else the run's, else the map's), each with the cell it stands at today.

    Raises:
        UsageError: the profile or a rule's settings name something that does not exist.
    """
    context = Context(reading.map, map_type, parts.now().astimezone(parts.zone).date(), reading.problems)
    findings = lint(
        context,
        profile=profile_of(parts, map_type),
        settings=parts.rules,
        language=language or parts.language or reading.map.language,
        only_structural=only_structural,
    )
    return tuple(finding if finding.cell else replace(finding, cell=reading.cell(finding.ref)) for finding in findings)


def profile_of(parts: Parts, map_type: MapType | None) -> str:
    """The profile that a map is linted under: the run's, else its type's."""
    return parts.profile or (map_type.profile if map_type else STRICT)
