"""How many calls go out in a minute: never more than Google grants, never much less."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.backends.google.quota import LIMITS, WINDOW, Kind, Limit, LocalQuota
from tests.backends.google.loopback import Ticker

SMALL: Mapping[Kind, Limit] = {"read": Limit(3, 5), "write": Limit(2, 4), "drive": Limit(100, 150)}
ACCOUNTS = ("acme/a", "acme/b", "other/c")


def departures(quota: LocalQuota, ticker: Ticker, account: str, kind: Kind, count: int) -> list[float]:
    """When ``count`` calls go out, one after the other, each as soon as it may."""
    left: list[float] = []
    for _ in range(count):
        ticker.now += quota.delay(account, kind)
        left.append(ticker.now)
    return left


def busiest(moments: list[tuple[float, int]], window: float) -> int:
    """The most units in any stretch of that length, wherever it begins."""
    return max((sum(units for at, units in moments if start <= at < start + window) for start, _ in moments), default=0)


def test_a_minute_s_worth_goes_at_once_and_the_next_call_waits_for_the_first_to_be_a_minute_old() -> None:
    ticker = Ticker(0.0)
    assert departures(LocalQuota(ticker.clock), ticker, "acme/bot", "read", 61) == [0.0] * 60 + [WINDOW]


def test_reads_writes_and_drive_are_counted_apart() -> None:
    ticker = Ticker()
    quota = LocalQuota(ticker.clock, SMALL)
    for _ in range(3):
        assert quota.delay("acme/a", "read") == 0
    assert quota.peek("acme/a", "read") == WINDOW
    assert quota.peek("acme/a", "write") == quota.peek("acme/a", "drive", 100) == 0


def test_accounts_of_a_project_share_its_limit_and_those_of_another_do_not() -> None:
    quota = LocalQuota(Ticker().clock, SMALL)
    waits = [quota.delay(account, "read") for account in ("acme/a", "acme/a", "acme/a", "acme/b", "acme/b")]
    assert waits == [0] * 5
    assert quota.peek("acme/b", "read") == WINDOW
    assert quota.peek("other/c", "read") == 0


def test_peeking_books_nothing() -> None:
    quota = LocalQuota(Ticker().clock, SMALL)
    assert {quota.peek("acme/a", "write") for _ in range(10)} == {0}


def test_units_weigh() -> None:
    quota = LocalQuota(Ticker().clock, SMALL)
    assert [quota.delay("acme/a", "drive", units) for units in (60, 40, 1)] == [0, 0, WINDOW]


def test_a_call_over_the_whole_limit_goes_when_nothing_else_does() -> None:
    quota = LocalQuota(Ticker().clock, SMALL)
    assert [quota.delay("acme/a", "drive", 5000), quota.delay("acme/a", "drive")] == [0, WINDOW]


def test_one_that_booked_far_ahead_does_not_hold_up_the_others() -> None:
    quota = LocalQuota(Ticker().clock, SMALL)
    waits = [quota.delay("acme/a", "read") for _ in range(9)]
    assert waits == [0] * 3 + [WINDOW] * 3 + [2 * WINDOW] * 3
    assert [quota.delay("acme/b", "read") for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("kind", ["read", "write"])
def test_a_thousand_calls_take_about_as_long_as_the_quota_says(kind: Kind) -> None:
    ticker = Ticker(0.0)
    quota = LocalQuota(ticker.clock)
    for _ in range(1000):
        ticker.now += quota.delay("acme/bot", kind) + 0.02
    floor = (1000 - LIMITS[kind].account) / LIMITS[kind].account * 60
    assert floor <= ticker.now <= 1.1 * floor


CALLS = st.lists(
    st.tuples(
        st.sampled_from(ACCOUNTS), st.sampled_from(["read", "write", "drive"]), st.integers(1, 60), st.sampled_from([0.0, 0.0, 0.1, 7.0, 45.0, 100.0])
    ),
    max_size=60,
)


@given(CALLS)
def test_no_stretch_of_a_minute_is_ever_over_a_limit(calls: list[tuple[str, Kind, int, float]]) -> None:
    ticker = Ticker(0.0)
    quota = LocalQuota(ticker.clock, SMALL)
    booked: dict[tuple[Kind, str], list[tuple[float, int]]] = {}
    for account, kind, drawn, pause in calls:
        ticker.now += pause
        units = drawn if kind == "drive" else 1
        expected = quota.peek(account, kind, units)
        wait = quota.delay(account, kind, units)
        assert wait == expected >= 0
        for name in (account, account.partition("/")[0]):
            booked.setdefault((kind, name), []).append((ticker.now + wait, units))
    for (kind, name), moments in booked.items():
        limit = SMALL[kind]
        assert busiest(moments, 60.999) <= (limit.account if "/" in name else limit.project)


@given(st.lists(st.sampled_from([0.0, 0.3, 20.0]), min_size=1, max_size=40))
def test_a_call_waits_only_when_it_has_to(pauses: list[float]) -> None:
    """One account alone: a call leaves at once, or exactly when the third last one is a window old."""
    ticker = Ticker(0.0)
    quota = LocalQuota(ticker.clock, SMALL)
    left: list[float] = []
    for pause in pauses:
        ticker.now += pause
        asked = ticker.now
        ticker.now += quota.delay("acme/a", "read")
        left.append(ticker.now)
        third_last = left[-4] + WINDOW if len(left) > 3 else asked
        assert left[-1] == pytest.approx(max(asked, third_last))
    assert all(earlier <= later for earlier, later in pairwise(left))
