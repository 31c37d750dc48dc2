"""Which record stands in which line, so that as few lines as possible change."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

_PINNED = 1 << 32  # outweighs any number of lines that are free to change


def arrange(now: Sequence[int | None], pool: Sequence[int], filled: Collection[int] = (), pinned: Collection[int] = ()) -> list[int | None]:
    """A line for each record of one stage, in the order they are to have.

    Args:
        now: the line in which each record may stay; ``None`` for one that comes from elsewhere.
        pool: the lines that the stage has, ascending; those in ``now`` are among them.
        filled: lines that hold something today: if it does not stay they change in any case, so they are used before empty ones.
        pinned: lines whose record had better stay.

    Returns:
        Lines in ascending order, ``None`` for each record behind them that needs a new line.
    """
    used = {line for line in pool if line in filled}.union(line for line in now if line is not None)
    taken = [line for line in pool if line in used]
    last = taken[-1] if taken else -1
    plans = [_arranged(now, rows, used, pinned) for rows in (pool, [line for line in pool if line in used or line > last])]
    return min(plans, key=lambda plan: _cost(now, plan, used, pinned))


def _cost(now: Sequence[int | None], plan: Sequence[int | None], used: Collection[int], pinned: Collection[int]) -> tuple[int, int, int]:
    """Records that leave a pinned line, lines that change, and those among them that nobody used before."""
    kept = {line for line, new in zip(now, plan, strict=True) if line == new}
    fresh = sum(new not in used for new in plan)
    return len({line for line in now if line in pinned} - kept), len(used) - len(kept - {None}) + fresh, fresh


def _arranged(now: Sequence[int | None], pool: Sequence[int], used: Collection[int], pinned: Collection[int]) -> list[int | None]:
    taken = [line for line in pool if line in used]
    place = {line: at for at, line in enumerate(pool)}
    rank = {line: at for at, line in enumerate(taken)}
    # A record may stay when the records before it fit before its line, and so on from one that stays to the next.
    stays = [
        _Stay(number, place[line] - number, rank[line] - number, _PINNED if line in pinned else 1)
        for number, line in enumerate(now)
        if line is not None and place[line] >= number
    ]
    found: list[int | None] = []
    start = 0
    for number, spare in (*_heaviest(stays, len(taken) - len(now)), (len(now), None)):
        end = len(pool) if spare is None else number + spare
        found += _fitted(pool[start:end], used, number - len(found))
        if spare is not None:
            found.append(pool[end])
        start = end + 1
    return found


def _fitted(lines: Sequence[int], used: Collection[int], count: int) -> list[int | None]:
    """Lines for ``count`` records in a row: used ones first, since they change anyway, then the first free ones, then new ones."""
    chosen = sorted(sorted(lines, key=lambda line: line not in used)[:count])
    return [*chosen, *[None] * (count - len(chosen))]


class _Stay(NamedTuple):
    """A record that may stay: its number, how many lines, and how many used ones, are to spare before it, and what it is worth."""

    number: int
    spare: int
    spare_used: int
    weight: int


def _heaviest(stays: Sequence[_Stay], spare_used: int) -> list[tuple[int, int]]:
    """Numbers and spare lines of the subsequence of the greatest worth in which the spare lines never become fewer.

    ``spare_used`` is how many used lines there are to spare in all: each that the records behind the last one that stays lack costs a free line.
    """
    levels = sorted({stay.spare for stay in stays})
    tree: list[tuple[int, int]] = [(0, -1)] * (len(levels) + 1)
    before: list[int] = []
    best, end = -max(0, -spare_used), -1
    for at, stay in enumerate(stays):
        level = bisect_right(levels, stay.spare)
        behind = _best(tree, level)
        before.append(behind[1])
        total = (behind[0] + stay.weight, at)
        worth = total[0] - max(0, stay.spare_used - spare_used)
        if worth > best:
            best, end = worth, at
        while level < len(tree):
            tree[level] = max(tree[level], total, key=lambda entry: entry[0])
            level += level & -level
    kept: list[tuple[int, int]] = []
    while end >= 0:
        kept.append((stays[end].number, stays[end].spare))
        end = before[end]
    return kept[::-1]


def _best(tree: Sequence[tuple[int, int]], level: int) -> tuple[int, int]:
    best = (0, -1)
    while level > 0:
        best = max(best, tree[level], key=lambda entry: entry[0])
        level -= level & -level
    return best
