"""Which heading gets which lane, all of a table seen together: each lane once, the best of all ways, and none where two ways are as good."""

from collections.abc import Iterator, Mapping
from itertools import chain
from math import prod

_MOST = 3_000
"""So many ways to share out the same lanes are weighed; of more the surest goes first."""
_SAME = 1e-6

Options = Mapping[int, Mapping[str, float]]
"""What each heading may be, by its position, each with its worth."""


def assigned(options: Options) -> dict[int, str]:
    """The lane that each heading gets, by position; two that could as well change places, or compete as equals for one lane, get none."""
    found: dict[int, str] = {}
    for part in _parts(options):
        found |= _best(part) if prod(len(keys) + 1 for keys in part.values()) <= _MOST else _surest_first(part)
    return found


def _parts(options: Options) -> Iterator[dict[int, Mapping[str, float]]]:
    """The headings in groups that share no lane with each other."""
    rest = {at: keys for at, keys in options.items() if keys}
    while rest:
        start = next(iter(rest))
        part = {start: rest.pop(start)}
        while more := [at for at, keys in rest.items() if keys.keys() & set(chain.from_iterable(part.values()))]:
            part |= {at: rest.pop(at) for at in more}
        yield part


def _best(part: Options) -> dict[int, str]:
    ways = list(_ways(list(part.items()), frozenset()))
    highest = max(worth for worth, _ in ways)
    best = [dict(way) for worth, way in ways if worth > highest - _SAME]
    return {at: key for at, key in best[0].items() if all(other.get(at) == key for other in best)}


def _ways(rest: list[tuple[int, Mapping[str, float]]], taken: frozenset[str]) -> Iterator[tuple[float, tuple[tuple[int, str], ...]]]:
    if not rest:
        yield 0.0, ()
        return
    (at, keys), *after = rest
    for worth, way in _ways(after, taken):
        yield worth, way
    for key, sure in keys.items():
        if key not in taken:
            for worth, way in _ways(after, taken | {key}):
                yield worth + sure, ((at, key), *way)


def _surest_first(part: Options) -> dict[int, str]:
    found: dict[int, str] = {}
    ranked = sorted((-sure, at, key) for at, keys in part.items() for key, sure in keys.items())
    for _, at, key in ranked:
        if at not in found and key not in found.values():
            found[at] = key
    return found
