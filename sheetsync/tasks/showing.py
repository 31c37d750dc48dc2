"""Findings for people to read: with the words of their cells, and addresses that open the workbook there."""

from collections.abc import Iterable

from sheetsync.lint.vocabulary.personal import personal_data
from sheetsync.model.finding import Finding
from sheetsync.ports import Backend
from sheetsync.tasks.opening import Opened


def shown(findings: Iterable[Finding], opened: Opened, backend: Backend, *, links: bool = False) -> tuple[Finding, ...]:
    """``findings`` of a workbook that was opened, with what stands in their cells; with links too, if they are wanted.

    Cells that hold somebody's e-mail address, telephone number or the like are not repeated: reports travel further than sheets do.
    """
    return tuple(_shown(finding, opened, backend, links=links) for finding in findings)


def _shown(finding: Finding, opened: Opened, backend: Backend, *, links: bool) -> Finding:
    text = opened.reading.text(finding.ref)
    address = backend.link(opened.state, finding.cell) if links else None
    return finding._replace(text="" if personal_data(text) else text, link=address or "")
