"""Big sheets that are no maps: they are refused after as much work as a few hundred lines take."""

from dataclasses import replace
from unittest.mock import patch

from rapidfuzz import process

from sheetsync.adoption.placement import placements
from sheetsync.adoption.rank import rank
from sheetsync.model.grid import Grid
from tests.laws.maps import CATALOG, TYPES

WORDS = ("đơn", "kho", "order", "refund", "phiếu", "store", "invoice", "Hà Nội", "giao", "ticket", "report")


def _sheet(rows: int, columns: int) -> Grid:
    """Texts that all differ, some of them near to headings."""
    cells = {(row, at): f"{WORDS[(row + at) % 11]} {WORDS[(row * 7 + at * 3) % 11]} {row}-{at}" for row in range(rows) for at in range(columns)}
    return Grid("Sheet1", cells)


def _compared(grid: Grid, key: str) -> int:
    """How many texts are compared for slips of the pen with the names of a type that nobody has used yet."""
    with patch.object(process, "extractOne", wraps=process.extractOne) as fuzzy:
        assert placements([grid], replace(CATALOG.load(key))) == ()
    return fuzzy.call_count


def test_a_big_sheet_of_other_texts_is_refused():
    assert rank([_sheet(3_000, 12)], [CATALOG.load(key) for key in TYPES]) == ()


def test_a_bigger_sheet_takes_no_more_comparisons():
    assert 0 < _compared(_sheet(3_000, 12), "current-state") <= 20_000
