"""Where rows and columns go when some are inserted, deleted or moved: one number, or a stretch of them, at a time."""

from dataclasses import dataclass
from typing import Protocol

Span = tuple[int | None, int | None]
"""From a start up to, not including, an end; ``None`` is an end that was not said."""


class Shift(Protocol):
    """A change of the order of rows, or of columns."""

    def index(self, old: int) -> int | None:
        """Where a single one goes; ``None`` when it is deleted."""

    def span(self, start: int | None, end: int | None) -> Span | None:
        """What becomes of a stretch; ``None`` when all of it is deleted."""


@dataclass(frozen=True, slots=True)
class Insert:
    """``count`` new ones before ``at``. A stretch grows when they come strictly inside of it."""

    at: int
    count: int

    def index(self, old: int) -> int | None:
        return old + self.count if old >= self.at else old

    def span(self, start: int | None, end: int | None) -> Span | None:
        new_start = start if start is None or start < self.at else start + self.count
        new_end = end if end is None or end <= self.at else end + self.count
        return new_start, new_end


@dataclass(frozen=True, slots=True)
class Delete:
    """Those from ``start`` up to ``end`` go; later ones close up."""

    start: int
    end: int

    def index(self, old: int) -> int | None:
        if self.start <= old < self.end:
            return None
        return old - (self.end - self.start) if old >= self.end else old

    def span(self, start: int | None, end: int | None) -> Span | None:
        new_start = None if start is None else self._edge(start)
        new_end = None if end is None else self._edge(end)
        return None if new_end is not None and new_end <= (new_start or 0) else (new_start, new_end)

    def _edge(self, edge: int) -> int:
        return edge - max(0, min(edge, self.end) - self.start)


@dataclass(frozen=True, slots=True)
class Move:
    """Those from ``start`` up to ``end`` go to ``to``, which is counted as it was before.

    A stretch that is moved whole goes along; one that the moved ones neither leave nor enter stays; one that loses some shrinks, one that gets some
    in its middle grows (the last two are unverified).
    """

    start: int
    end: int
    to: int

    @property
    def _target(self) -> int:
        return self.to if self.to <= self.start else max(self.start, self.to - (self.end - self.start))

    def index(self, old: int) -> int | None:
        if self.start <= old < self.end:
            return self._target + old - self.start
        lifted = Delete(self.start, self.end).index(old)
        return lifted if lifted is None else Insert(self._target, self.end - self.start).index(lifted)

    def span(self, start: int | None, end: int | None) -> Span | None:
        low = start or 0
        if end is not None and self.start <= low and end <= self.end:
            return self._target + low - self.start, self._target + end - self.start
        inside = low <= self.start and (end is None or self.end <= end)
        if inside and low <= self.to and (end is None or self.to <= end):
            return start, end
        lifted = Delete(self.start, self.end).span(start, end)
        return lifted and Insert(self._target, self.end - self.start).span(*lifted)
