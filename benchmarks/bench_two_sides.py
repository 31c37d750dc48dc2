"""Two-way sync over a long run of whatever two people and two machines do: ``python benchmarks/run.py --only two-sides``.

No figure of speed: the acts are those of ``tests/scenario/test_two_sides.py``, more of them, and the first one that loses anything ends the run.
"""

from collections.abc import Iterator
from random import Random

from benchmarks.measure import Row
from tests.scenario.two_people import Act
from tests.scenario.two_sides import Room, names
from tests.scenario.watched import small

SCRIPTS, ACTS = 250, 40


def rows() -> Iterator[Row]:
    """A map down and a map across, each in many lives."""
    known = names()
    for axis in ("down", "across"):
        room = Room(map_type=small(axis))
        for seed in range(SCRIPTS):
            dice = Random(seed)  # noqa: S311 - repeatable on purpose
            room.twin().run([Act(dice.choice(known), dice.randrange(8), dice.randrange(8), dice.randrange(12)) for _ in range(ACTS)])
        yield Row(f"acts on a map {axis}, nothing lost", f"{SCRIPTS * ACTS:,}")
