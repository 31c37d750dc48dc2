"""What rules say against what an expert says: ``python benchmarks/run.py --only rules``, and ``--held-out`` for the maps nobody looked at.

Recall and precision over the labelled maps in ``tests/corpus``, as its README defines them: each rule below the goal, then all of them together.
"""

from collections.abc import Iterator

from benchmarks.measure import Row
from tests.corpus.measuring import GOAL, Measured, Score, measure


def rows() -> Iterator[Row]:
    """The rules on the maps that they may be made on."""
    return _rows(measure(held_out=False), "open maps", goal=True)


def held_out() -> Iterator[Row]:
    """The rules on the maps that stay closed while they are made: told, and nothing to aim at."""
    return _rows(measure(held_out=True), "held-out maps", goal=False)


def _rows(found: Measured, which: str, *, goal: bool) -> Iterator[Row]:
    for slug, score in found.rules.items():
        if min(score.recall, score.precision) < GOAL:
            yield Row(f"  {slug}", _told(score))
    for name, figure in (("recall", found.total.recall), ("precision", found.total.precision)):
        what, counts = f"{name} of all rules, {which}", f" ({_counts(found.total, name)})"
        yield Row.at_least(what, figure, GOAL, "", counts) if goal else Row(what, f"{figure:.3f}{counts}")


def _told(score: Score) -> str:
    return f"recall {score.recall:.2f} ({_counts(score, 'recall')}), precision {score.precision:.2f} ({_counts(score, 'precision')})"


def _counts(score: Score, what: str) -> str:
    part, rest = (score.answered, score.missed) if what == "recall" else (score.wanted, score.false)
    return f"{part} of {part + rest}"
