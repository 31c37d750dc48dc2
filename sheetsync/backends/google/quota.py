"""How many calls Google grants, counted in this process."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from operator import itemgetter
from threading import Lock
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from sheetsync.ports import Quota

Kind = Literal["read", "write", "drive"]

WINDOW: Final = 61.0
"""Google counts by the minute, we by any 61 seconds: then no minute of Google's is ever over, wherever it begins, and though some calls travel up
to a second longer than others."""


class Limit(NamedTuple):
    """Units a minute: for one account, and for all accounts of a project together."""

    account: int
    project: int


LIMITS: Final[Mapping[Kind, Limit]] = MappingProxyType({"read": Limit(60, 300), "write": Limit(60, 300), "drive": Limit(325_000, 1_000_000)})
"""What Google grants a new project."""


class LocalQuota(Quota):
    """The quota as long as nobody else spends it. An account's name is its project, a slash, and the rest; accounts of one project share its limit.

    ``clock`` gives seconds; it never goes back. May be used by several threads.
    """

    def __init__(self, clock: Callable[[], float], limits: Mapping[Kind, Limit] = LIMITS) -> None:
        self._clock, self._limits = clock, limits
        self._books: dict[tuple[Kind, str, str], _Book] = {}
        self._lock = Lock()

    def delay(self, account: str, kind: Kind, units: int = 1) -> float:
        with self._lock:
            now, at, units, books = self._earliest(account, kind, units)
            for book in books:
                book.add(at, units)
            return at - now

    def peek(self, account: str, kind: Kind, units: int = 1) -> float:
        with self._lock:
            now, at, _, _ = self._earliest(account, kind, units)
            return at - now

    def _earliest(self, account: str, kind: Kind, units: int) -> tuple[float, float, int, "tuple[_Book, ...]"]:
        """Now; the first moment when both the account and its project have ``units`` left; what of these can ever be had; the books of both."""
        limit, now = self._limits[kind], self._clock()
        units = min(units, *limit)
        books = (self._book(kind, "account", account, limit.account), self._book(kind, "project", account.partition("/")[0], limit.project))
        for book in books:
            book.forget(now)
        moments = sorted({now, *(moment for book in books for moment in book.releases())})
        return now, next(at for at in moments if all(book.fits(at, units) for book in books)), units, books

    def _book(self, kind: Kind, scope: str, name: str, most: int) -> "_Book":
        return self._books.setdefault((kind, scope, name), _Book(most))


class _Book:
    """What was booked against one limit, by moment; never more than ``most`` within any window."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._booked: list[tuple[float, int]] = []

    def add(self, at: float, units: int) -> None:
        insort(self._booked, (at, units), key=itemgetter(0))

    def forget(self, now: float) -> None:
        """Drop what no window from now on holds."""
        del self._booked[: sum(1 for at, _ in self._booked if at + WINDOW <= now)]

    def releases(self) -> Iterator[float]:
        """The moments at which something booked leaves the window."""
        return (at + WINDOW for at, _ in self._booked)

    def fits(self, at: float, units: int) -> bool:
        """Whether ``units`` more at ``at`` would keep to the limit in every window around it."""
        near = [(when, booked) for when, booked in self._booked if when + WINDOW > at and when < at + WINDOW]
        moments = [when for when, _ in near]
        sums = [0, *accumulate(booked for _, booked in near)]
        starts = [*(when for when in moments if when <= at), at]
        return all(sums[bisect_left(moments, start + WINDOW)] - sums[bisect_left(moments, start)] + units <= self._most for start in starts)
