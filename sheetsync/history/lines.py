"""Lists in a cell, merged line by line: what either side only added or took away."""

from collections import defaultdict
from collections.abc import Sequence


def merge_lines(base: str, one: str, other: str) -> str | None:
    """The list in which both sides did what they did; ``None`` where a side changed a line itself, which nobody can merge for them.

    What both added at the same place is there once; what each added there stands in alphabetical order of the first lines.
    """
    was = base.split("\n") if base else []
    sides = [_side(was, text.split("\n") if text else []) for text in (one, other)]
    if any(side is None for side in sides):
        return None
    gone = {at for side in sides if side for at in side[1]}
    merged: list[str] = []
    for at in range(len(was) + 1):
        runs = sorted({tuple(side[0][at]) for side in sides if side and at in side[0]})
        merged += [line for run in _without_repeats(runs) for line in run]
        if at < len(was) and at not in gone:
            merged.append(was[at])
    return "\n".join(merged)


def _side(was: Sequence[str], now: Sequence[str]) -> tuple[dict[int, list[str]], set[int]] | None:
    """What one side added, by the place before which it stands, and the places of what it took away; ``None`` where it replaced a line."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - slow to import, and needed only where both sides changed a list

    added: defaultdict[int, list[str]] = defaultdict(list)
    gone: set[int] = set()
    for what, start, end, first, last in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what == "replace":
            return None
        if what == "insert":
            added[start] += now[first:last]
        elif what == "delete":
            gone |= set(range(start, end))
    return dict(added), gone


def _without_repeats(runs: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Runs in which a line that an earlier run has too is there once."""
    seen: set[str] = set()
    found: list[tuple[str, ...]] = []
    for run in runs:
        found.append(tuple(line for line in run if line not in seen))
        seen |= set(run)
    return found
