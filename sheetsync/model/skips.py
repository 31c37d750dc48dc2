"""*To complete* as it stands: where its columns are, which of its texts people typed, and their reasons beside findings."""

from collections.abc import Iterable, Mapping, Sequence
from string import hexdigits
from typing import Literal, NamedTuple

from sheetsync.model.anatomy import FINGERPRINT, SKIP
from sheetsync.model.grid import CellRef, Grid, Value
from sheetsync.model.hashing import sha256
from sheetsync.model.words import Text, fold, tidy

TO_COMPLETE_KEYS = (FINGERPRINT, "severity", "where", "stage", "message", "why", "fix", SKIP)
"""The keys of the tab's columns, from A."""
WRITTEN_KEYS = TO_COMPLETE_KEYS[1:-1]
"""The keys of the columns in which sheetsync writes texts of its own."""
SKIP_HEADING = Text("Bỏ qua, vì …", "Skip, because …")
FIRST_FINDING_ROW = 4
"""The row of the first finding, counted from 0, in the tab as it is made."""

RowState = Literal["open", "skipped", "again"]
"""How a row shows its finding: as something to do, as skipped for the reason beside it, or as something to do once more, after it was skipped."""


_SEAL = "#"
_DIGITS = 8
_FINGERPRINT_DIGITS = 16


class RowKey(NamedTuple):
    """The hidden key of a row: the fingerprint of its finding, its state, and the seal, which tells what sheetsync wrote there from what people did.

    The seal has a digest of the text of each of ``WRITTEN_KEYS``; a row that nobody sealed has none.
    """

    fingerprint: str
    state: RowState = "open"
    seal: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "RowKey":
        """The key that a hidden cell holds; what is no key of ours is taken for the fingerprint of no finding."""
        head, _, tail = text.partition(_SEAL)
        seal = tuple(tail[at : at + _DIGITS] for at in range(0, len(tail), _DIGITS))
        fingerprint, _, word = head.strip().partition(" ")
        if len(tail) not in {0, _DIGITS * len(WRITTEN_KEYS)}:
            return cls(text)
        match word:
            case "skipped" | "again":
                return cls(fingerprint, word, seal)
            case "":
                return cls(fingerprint, "open", seal)
            case _:
                return cls(text)

    def sealed_for(self, texts: Iterable[str | None]) -> "RowKey":
        """The key of a row with ``texts`` in the columns of ``WRITTEN_KEYS``; ``None`` is for a text of people's."""
        return self._replace(seal=seal_of(texts))

    @property
    def text(self) -> str:
        """What the hidden cell holds; nothing of the state where that is the usual one."""
        seal = _SEAL + "".join(self.seal) if self.seal else ""
        return " ".join(part for part in (self.fingerprint, "" if self.state == "open" else self.state, seal) if part)

    @property
    def is_ours(self) -> bool:
        """Whether sheetsync may have written this into the cell, or the cell is blank."""
        is_mark = len(self.fingerprint) == _FINGERPRINT_DIGITS and set(self.fingerprint) <= set(hexdigits)
        return bool(self.seal) or is_mark or not self.fingerprint


def seal_of(texts: Iterable[str | None]) -> tuple[str, ...]:
    """A digest for each of ``texts``; for ``None`` one that no text has."""
    return tuple("-" * _DIGITS if text is None else sha256(tidy(text).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS] for text in texts)


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

    def key(self, row: int) -> RowKey:
        """The hidden key of a row."""
        return RowKey.parse(self.text(row, FINGERPRINT))

    def written(self, row: int) -> tuple[str, ...]:
        """What stands in the columns of ``WRITTEN_KEYS``."""
        return tuple(self.text(row, key) for key in WRITTEN_KEYS)

    def noted(self) -> frozenset[int]:
        """The rows with something of people's beside the list: neither a formula nor a box that nobody ticked."""
        ours = set(self.columns.values())
        return frozenset(row for (row, column), value in self.grid.cells.items() if column not in ours and is_typed(value))

    def skips(self) -> dict[int, Skip]:
        """Every row of a finding, and every other with a reason in it."""
        found: dict[int, Skip] = {}
        for row in range(self.first, self.last + 1):
            key, reason = self.key(row), self.text(row, SKIP)
            if key.fingerprint or reason:
                found[row] = Skip(key.fingerprint, reason, key.state)
        return found

    def speakers(self) -> dict[str, int]:
        """The row that speaks for each finding: of rows that were copied, the first with a reason."""
        found: dict[str, int] = {}
        skips = self.skips()
        for row, skip in skips.items():
            if skip.fingerprint and not (skip.fingerprint in found and skips[found[skip.fingerprint]].reason):
                found[skip.fingerprint] = row
        return found


def skips_of(grids: Sequence[Grid]) -> tuple[Skip, ...]:
    """What the tab says about each finding, in the row that speaks for it."""
    tab = ToComplete.find(grids)
    if tab is None:
        return ()
    skips = tab.skips()
    return tuple(skips[row] for row in tab.speakers().values())


def shown(value: Value) -> str:
    """A cell's text as people see it."""
    return tidy(value) if isinstance(value, str) else tidy(value.shown or "")


def is_typed(value: Value) -> bool:
    """Whether a cell holds what somebody put there for its own sake: no formula, and no box that nobody ticked."""
    if isinstance(value, str):
        return bool(tidy(value))
    return value.kind != "formula" and (value.kind, value.raw) != ("boolean", "false")


def _heading_row(grid: Grid, column: int, key_row: int) -> int:
    names = {fold(name) for name in SKIP_HEADING}
    rows = (row for (row, at), value in grid.cells.items() if at == column and isinstance(value, str) and fold(value) in names)
    return min(rows, default=key_row + FIRST_FINDING_ROW - 1)
