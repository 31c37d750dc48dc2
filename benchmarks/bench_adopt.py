"""Where existing sheets are placed, against where an expert would place them: ``python benchmarks/run.py --only adopt``.

With ``--held-out`` also the sheets that nobody looked at. The figures are those of ``tests/corpus/freeform/README.md``.
"""

from collections import Counter
from collections.abc import Iterator

from benchmarks.measure import Row
from tests.corpus.freeform.measuring import FIELDS, STAGES, Measured, Share, What, measure


def rows() -> Iterator[Row]:
    """The sheets that ``adopt`` may be made on."""
    return _rows(measure(held_out=False), "open sheets")


def held_out() -> Iterator[Row]:
    """The sheets that stay closed while it is made."""
    return _rows(measure(held_out=True), "held-out sheets")


def _rows(found: Measured, which: str) -> Iterator[Row]:
    yield _at_least(f"stages placed right, {which}", found.share("stage"), STAGES)
    yield _at_least(f"fields placed right, {which}", found.share("field"), FIELDS)
    yield Row(f"texts placed right, {which}", _told(found.share("cell")))
    yield Row(f"stages with the right number of records, {which}", _told(found.share("records")))
    for kind in ("misplaced", "lost", "altered"):
        yield _none(f"texts {kind}, {which}", found, kind)
    yield _at_least(f"refused where there is no map, {which}", found.share("not refused"), 1)
    yield Row(f"best type ranked first, {which}", _told(found.share("type")))


def _at_least(what: str, found: Share, goal: float) -> Row:
    return Row.at_least(what, found.share, goal, "", f"({found.right} of {found.of})")


def _none(what: str, found: Measured, kind: What) -> Row:
    sheets = Counter(slip.sheet for slip in found.of(kind))
    return Row.at_most(what, sheets.total(), 0, "", f"in {len(sheets)} sheets" if sheets else "")


def _told(found: Share) -> str:
    return f"{found.share:.3f} ({found.right} of {found.of})"
