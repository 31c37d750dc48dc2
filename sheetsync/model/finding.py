"""Findings, and the reading problems that some of them come from."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from sheetsync.model.grid import CellRef
from sheetsync.model.hashing import sha256
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Problem(NamedTuple):
    """Something reading could not place or trust. ``code`` is the slug of the structural rule that reports it.

    ``severity`` overrides the rule's own where a normal act of people shows in the same place (``header-tampered``: a renamed heading that
    keys still place is info). ``facts`` fill the rule's message; ``variant`` picks the message where a rule has several.
    """

    code: str
    ref: FieldRef
    cell: CellRef | None = None
    facts: Mapping[str, str | Text] = {}
    variant: str = ""
    severity: Severity | None = None


class Finding(NamedTuple):
    """One thing a rule found. ``count`` says how often within that field ref; ``group`` names its group where many are shown as one.

    Where a report is made for people, ``text`` is what stands in its cell, and ``link`` an address that opens the workbook there.
    """

    rule: str
    severity: Severity
    message: str
    ref: FieldRef
    stage: str | None
    fingerprint: str
    source: str
    count: int = 1  # type: ignore[assignment]  # hides a method of tuples
    group: str | None = None
    cell: CellRef | None = None
    text: str = ""
    link: str = ""
    why: str = ""
    fix: str = ""


def fingerprint(rule: str, map_id: str, ref: FieldRef) -> str:
    """The lasting name of a finding: 16 hexadecimal digits of rule, map and field ref; never of a cell or a wording."""
    text = "\0".join((rule, map_id, *(part or "" for part in ref)))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
