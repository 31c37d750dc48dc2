"""*To complete* as it stands: where its columns are, and the reasons that people typed beside findings."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from sheetsync.model.anatomy import FINGERPRINT, SKIP
from sheetsync.model.grid import CellRef, Grid, Value
from sheetsync.model.words import Text, fold, tidy

TO_COMPLETE_KEYS = (FINGERPRINT, "severity", "where", "stage", "message", "why", "fix", SKIP)
"""The keys of the tab's columns, from A."""
SKIP_HEADING = Text("Bỏ qua, vì …", "Skip, because …")
FIRST_FINDING_ROW = 4
"""The row of the first finding, counted from 0, in the tab as it is made."""

RowState = Literal["open", "skipped", "again"]
"""How a row shows its finding: as something to do, as skipped for the reason beside it, or as something to do once more, after it was skipped."""


class Skip(NamedTuple):
    """What stands in the column "skip, because …" beside a finding, and how its row shows it."""

    fingerprint: str
    reason: str
    state: RowState = "open"


class Again(NamedTuple):
    """When and why a finding was skipped that is open again: its text changed since (``lapsed``), or somebody took the waiver back."""

    at: str
    reason: str
    lapsed: bool


class ToComplete(NamedTuple):
    """The tab as it stands: its columns by key, and the row of its first finding."""

    grid: Grid
    columns: Mapping[str, int]
    first: int

    @classmethod
    def find(cls, grids: Sequence[Grid]) -> "ToComplete | None":
        """The first tab with all the keys; ``None`` where people removed it."""
        wanted = frozenset(TO_COMPLETE_KEYS)
        for grid in grids:
            key_row = next((row for (row, _), value in grid.cells.items() if value == FINGERPRINT), None)
            if key_row is None:
                continue
            columns = {value: at for (row, at), value in grid.cells.items() if row == key_row and isinstance(value, str) and value in wanted}
            if columns.keys() == wanted:
                return cls(grid, columns, _heading_row(grid, columns[SKIP], key_row) + 1)
        return None

    @property
    def last(self) -> int:
        """The last row that holds anything."""
        return max((row for row, _ in self.grid.cells), default=self.first)

    def text(self, row: int, key: str) -> str:
        """What people see in a column of a row."""
        return shown(self.grid.cells.get((row, self.columns[key]), ""))

    def cell(self, row: int) -> str:
        """Where the reason of a row stands, as people write it."""
        return CellRef(self.grid.title, row, self.columns[SKIP]).a1

    def skips(self) -> dict[int, Skip]:
        """Every row of a finding, and every other with a reason in it."""
        found: dict[int, Skip] = {}
        for row in range(self.first, self.last + 1):
            fingerprint, state = split_key(self.text(row, FINGERPRINT))
            reason = self.text(row, SKIP)
            if fingerprint or reason:
                found[row] = Skip(fingerprint, reason, state)
        return found


def skips_of(grids: Sequence[Grid]) -> tuple[Skip, ...]:
    """What the tab says about each finding: of rows that were copied, the first with a reason speaks."""
    tab = ToComplete.find(grids)
    found: dict[str, Skip] = {}
    for skip in tab.skips().values() if tab else ():
        if skip.fingerprint and not (skip.fingerprint in found and found[skip.fingerprint].reason):
            found[skip.fingerprint] = skip
    return tuple(found.values())


def row_key(fingerprint: str, state: RowState) -> str:
    """The hidden key of a row: the fingerprint of its finding, and its state where that is not the usual one."""
    return fingerprint if state == "open" else f"{fingerprint} {state}"


def split_key(key: str) -> tuple[str, RowState]:
    """Fingerprint and state of a row, from its hidden key."""
    fingerprint, _, word = key.partition(" ")
    match word:
        case "skipped" | "again":
            return fingerprint, word
        case _:
            return key, "open"


def shown(value: Value) -> str:
    """A cell's text as people see it."""
    return tidy(value) if isinstance(value, str) else tidy(value.shown or "")


def _heading_row(grid: Grid, column: int, key_row: int) -> int:
    names = {fold(name) for name in SKIP_HEADING}
    rows = (row for (row, at), value in grid.cells.items() if at == column and isinstance(value, str) and fold(value) in names)
    return min(rows, default=key_row + FIRST_FINDING_ROW - 1)
