"""The *To complete* tab: findings as rows, and the edits that bring a workbook's tab up to date."""

from collections.abc import Iterator, Mapping, Sequence

from sheetsync.model import anatomy
from sheetsync.model.design import DesignCell
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed, Value
from sheetsync.model.layout import FIRST_FINDING_ROW, TO_COMPLETE_KEYS, FindingRow, to_complete_rows
from sheetsync.model.places import Reading
from sheetsync.model.words import tidy


def finding_rows(reading: Reading, findings: Sequence[Finding], skips: Mapping[str, str] | None = None) -> tuple[FindingRow, ...]:
    """The rows for ``findings``; ``skips`` are the reasons people typed beside them, by fingerprint."""
    titles = {stage.key: stage.title for stage in reading.map.main.stages}
    return tuple(
        FindingRow(
            finding.fingerprint,
            finding.severity,
            finding.cell,
            titles.get(finding.stage or "", ""),
            finding.message,
            finding.why,
            finding.fix,
            (skips or {}).get(finding.fingerprint, ""),
        )
        for finding in findings
    )


def plan_complete(grids: Sequence[Grid], reading: Reading, findings: Sequence[Finding]) -> tuple[CellEdit, ...]:
    """The edits after which the workbook's *To complete* tab lists ``findings``; none when it does already, or when people removed the tab.

    What people typed as a reason stays beside its finding; where the finding is gone, it stays below, so that nothing typed is lost.
    """
    tab = _Tab.find(grids)
    return tuple(tab.edits(reading, findings)) if tab else ()


class _Tab:
    """The tab as it stands: its columns by key, the row of its first finding, and the reasons typed in it."""

    def __init__(self, grid: Grid, key_row: int, columns: Mapping[str, int]) -> None:
        self.grid = grid
        self.columns = columns
        self.first = key_row + FIRST_FINDING_ROW
        self.last = max((row for row, _ in grid.cells), default=self.first)
        self.reasons: dict[str, str] = {}
        for row in range(self.first, self.last + 1):
            if reason := self._text(row, anatomy.SKIP):
                self.reasons.setdefault(self._text(row, anatomy.FINGERPRINT) or f"row{row}", reason)

    @classmethod
    def find(cls, grids: Sequence[Grid]) -> "_Tab | None":
        for grid in grids:
            key_row = next((row for (row, _), value in grid.cells.items() if value == anatomy.FINGERPRINT), None)
            if key_row is None:
                continue
            keys = set(TO_COMPLETE_KEYS)
            columns = {value: at for (row, at), value in grid.cells.items() if row == key_row and isinstance(value, str) and value in keys}
            if columns.keys() == keys:
                return cls(grid, key_row, columns)
        return None

    def edits(self, reading: Reading, findings: Sequence[Finding]) -> Iterator[CellEdit]:
        language = reading.map.language
        rows = list(to_complete_rows(finding_rows(reading, findings, self.reasons), language))
        listed = {finding.fingerprint for finding in findings}
        done = {key: reason for key, reason in self.reasons.items() if key not in listed}
        rows += [self._kept(key, reason) for key, reason in done.items()]
        blank = tuple(DesignCell() for _ in TO_COMPLETE_KEYS)
        rows += [blank] * (self.last + 1 - self.first - len(rows))
        for row, cells in enumerate(rows, start=self.first):
            for key, cell in zip(TO_COMPLETE_KEYS, cells, strict=True):
                if edit := self._edit(row, self.columns[key], cell):
                    yield edit

    def _kept(self, key: str, reason: str) -> tuple[DesignCell, ...]:
        """A row for a reason whose finding is gone: everything it said before."""
        row = next((row for row in range(self.first, self.last + 1) if self._text(row, anatomy.FINGERPRINT) == key), None)
        texts = {name: self._text(row, name) if row is not None and name != "where" else "" for name in TO_COMPLETE_KEYS}
        return tuple(DesignCell(reason if name == anatomy.SKIP else texts[name]) for name in TO_COMPLETE_KEYS)

    def _edit(self, row: int, column: int, cell: DesignCell) -> CellEdit | None:
        today = self.grid.cells.get((row, column), "")
        is_link = isinstance(today, Typed) and today.kind == "formula"
        if _shown(today) == tidy(cell.value) and is_link == (cell.kind == "link") and not (is_link and not _jumps_to(today, cell.target)):
            return None
        place = CellRef(self.grid.title, row, column)
        style = (self.first, column) if row > self.first else None
        if cell.kind == "link":
            return CellEdit(place, cell.value, "link", cell.target, style)
        return CellEdit(place, cell.value, "text", None, style)

    def _text(self, row: int, key: str) -> str:
        return _shown(self.grid.cells.get((row, self.columns[key]), ""))


def _shown(value: Value) -> str:
    return tidy(value) if isinstance(value, str) else tidy(value.shown or "")


def _jumps_to(value: Value, target: CellRef | None) -> bool:
    if not isinstance(value, Typed) or target is None:
        return False
    return f'{target.a1.rpartition("!")[2]}"' in value.raw
