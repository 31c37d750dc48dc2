"""The map: what the grids of a workbook mean. Content only, no rows, columns or colours."""

from collections.abc import Mapping
from typing import NamedTuple

from sheetsync.model.words import Language

MAIN = "map"
"""The key of the tab that holds the map itself."""


class FieldRef(NamedTuple):
    """A lasting address inside one map. What is absent means the whole.

    ``FieldRef()`` is the map, ``FieldRef(field="objective")`` a field of *About this map*, ``FieldRef("map", stage="awareness", field="goal")``
    a value of a stage, ``FieldRef("map", step="k3…", field="touchpoint")`` a field of a step. A step is named without its stage, so that
    it keeps its address when it moves to another one.
    """

    tab: str | None = None
    stage: str | None = None
    step: str | None = None
    field: str | None = None


class Record(NamedTuple):
    """One step of a stage, or one entry of a supporting tab. ``values`` maps field keys to non-empty texts."""

    id: str
    stage: str | None
    values: Mapping[str, str]


class Stage(NamedTuple):
    """One stage: its lasting key, the title people gave it, and its own values (goal, owner, KPI …)."""

    key: str
    title: str
    values: Mapping[str, str] = {}


class Tab(NamedTuple):
    """The content of one tab: stages in their order (main tab only) and records in theirs."""

    stages: tuple[Stage, ...] = ()
    records: tuple[Record, ...] = ()


class JourneyMap(NamedTuple):
    """A map's content. ``values`` are the fields of *About this map*; ``tabs`` maps tab keys to tabs, ``"map"`` first."""

    id: str
    type: str
    type_version: int
    title: str
    language: Language
    values: Mapping[str, str] = {}
    tabs: Mapping[str, Tab] = {}

    @property
    def main(self) -> Tab:
        """The tab that holds the map itself."""
        return self.tabs.get(MAIN, Tab())

    def records(self, tab: str) -> tuple[Record, ...]:
        """The records of a tab; none when the map has no such tab."""
        return self.tabs[tab].records if tab in self.tabs else ()


def items(text: str) -> tuple[str, ...]:
    """The items of a list field: one a line; bullets and numbers before them don't count."""
    return tuple(item for line in text.split("\n") if (item := _without_bullet(line)))


def _without_bullet(line: str) -> str:
    line = line.strip()
    stripped = line.lstrip("-–—•*·▪◦●○✓➤►").lstrip()
    if stripped != line:
        return stripped
    digits = len(line) - len(line.lstrip("0123456789"))
    if 0 < digits < 4 and line[digits : digits + 1] in {".", ")"} and line[digits + 1 : digits + 2] in {" ", "\t"}:
        return line[digits + 1 :].strip()
    return line
