"""So much gone at once that somebody should be asked."""

import pytest

from sheetsync.history.sweep import Sweep, sweeps
from sheetsync.model.journey import FieldRef, JourneyMap, Record, Tab


def journey(count: int, *, gap: bool = True) -> JourneyMap:
    values = {"action": "A", "gap": "G"} if gap else {"action": "A"}
    return JourneyMap("m1", "t", 1, "T", "en", {}, {"map": Tab(records=tuple(Record(f"s{at}", None, values) for at in range(count)))})


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (3, 3, []),
        (3, 1, []),
        (3, 0, [Sweep("map", 3, 3)]),
        (1, 0, [Sweep("map", 1, 1)]),
        (9, 5, []),
        (9, 4, [Sweep("map", 5, 9)]),
        (12, 6, []),
        (12, 5, [Sweep("map", 7, 12)]),
    ],
)
def test_asks_when_all_is_gone_or_more_than_half_and_at_least_five(before: int, after: int, found: list[Sweep]):
    assert list(sweeps(journey(before), journey(after), lost_tabs=(), lost_fields=())) == found


def test_a_lost_tab_and_a_lost_column_count_as_a_sweep():
    assert sweeps(journey(3), journey(3), lost_tabs=("map",), lost_fields=()) == (Sweep("map", 0, 3),)
    lost = FieldRef("map", field="gap")
    assert sweeps(journey(3), journey(3, gap=False), lost_tabs=(), lost_fields=(lost,)) == (Sweep("map", 3, 3, "gap"),)
    assert sweeps(journey(3, gap=False), journey(3, gap=False), lost_tabs=(), lost_fields=(lost,)) == ()
