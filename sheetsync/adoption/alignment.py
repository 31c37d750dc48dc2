"""Which stages of a type the stages of a table in own words may mean: told by what happens in them, and always in the type's order."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sheetsync.adoption.cues import phrase_index, spans
from sheetsync.adoption.stage_words import HOURS, KINDS
from sheetsync.adoption.vocabulary import STAGE_TURNS
from sheetsync.adoption.words import is_turned, plain, without_number, words
from sheetsync.model.maptype import StageType
from sheetsync.model.words import fold

LEAST, MOST = 0.6, 0.72
"""What a stage is worth that its words tell, by how many of them do."""
_LONGEST, _MOST_WORDS = 70, 14
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:h](\d{2}))?\s*(h|am|pm|giờ)?\s*(?:[-–—]|to|đến|tới)?\s*(\d{1,2})?(?:[:h](\d{2}))?\s*(h|am|pm|giờ)?", re.IGNORECASE
)
_NOON = 12
_TURNS = frozenset(turn for word in STAGE_TURNS for turn in (*words(word), plain(words(word))))


def told(text: str, stages: Sequence[StageType]) -> dict[str, float]:
    """The stages that a name may mean by its words, or by the hours in it, each with how sure that is."""
    kinds = _kinds_of(tuple(stages))
    found: dict[str, float] = {}
    for at, sure in _kinds_told(text):
        for key in kinds.get(at, ()):
            found[key] = max(found.get(key, 0.0), sure)
    return found


def aligned(names: Sequence[str], keys: Sequence[str | None], stages: Sequence[StageType]) -> dict[int, tuple[str, float]]:
    """For names without a stage, by their place among all, the one that their words tell; ``keys`` are the stages found by name.

    The best of all ways that keep to the type's order, between the stages found by name; none where those are out of order themselves.
    """
    order = [stage.key for stage in stages]
    known = [order.index(key) for key in keys if key is not None]
    if not order or known != sorted(known):
        return {}
    options = [{} if key is not None else told(name, stages) for name, key in zip(names, keys, strict=True)]
    taken = {key for key in keys if key is not None}
    # best[j]: worth and way of the names so far when the last stage used is before j
    best: list[tuple[float, tuple[tuple[int, str, float], ...]]] = [(0.0, ())] * (len(order) + 1)
    for at, key in enumerate(keys):
        if key is not None:
            place = order.index(key)
            best = [(-1.0, ())] * (place + 1) + [best[place]] * (len(order) - place)
            continue
        after = list(best)
        for place, stage in enumerate(order):
            if stage in options[at] and stage not in taken and best[place][0] >= 0:
                worth, way = best[place]
                mine = worth + options[at][stage], (*way, (at, stage, options[at][stage]))
                for later in range(place + 1, len(order) + 1):
                    if mine[0] > after[later][0]:
                        after[later] = mine
        best = after
    return {at: (stage, sure) for at, stage, sure in best[-1][1]}


@lru_cache(maxsize=4_096)
def _kinds_told(text: str) -> tuple[tuple[int, float], ...]:
    """The kinds of stages that a name tells, each with how sure that is: by the hours in it, else by its words."""
    if len(text) > _LONGEST:
        return ()
    by_hour = _by_hour(text)
    if by_hour is not None:
        return ((by_hour, MOST),)
    found = without_number(text)
    if not 0 < len(found) <= _MOST_WORDS:
        return ()
    hits: dict[int, set[int]] = {}
    for at, span in spans(found, _INDEX[all(word.isascii() for word in found)]):
        if not is_turned(found[: min(span)], found[max(span) + 1 :][-1:], _TURNS):
            hits.setdefault(at, set()).update(span)
    return tuple((at, round(LEAST + (MOST - LEAST) * min(1.0, len(span) / len(found) + (0.2 if 0 in span else 0.0)), 3)) for at, span in hits.items())


def _by_hour(text: str) -> int | None:
    """The kind of stage that the hours in a name stand for: that of the middle between both."""
    match = next((found for found in _CLOCK.finditer(text) if found[2] or found[3] or found[5] or found[6] or found[4]), None)
    if match is None:
        return None
    start, end = _hour(match[1], match[2], match[3] or match[6]), _hour(match[4], match[5], match[6] or match[3]) if match[4] else None
    if start > 24 or (end or 0) > 24:
        return None
    if match[6] and not match[3] and end is not None and start > end:
        start -= _NOON
    if end is not None and end <= start:
        end += _NOON if end + _NOON > start and end < _NOON else 2 * _NOON
    middle = start if end is None else (start + end) / 2
    middle += 2 * _NOON if middle < HOURS[0][1] else 0
    name = next((name for name, first, after in HOURS if first <= middle < after), None)
    return next((at for at, kind in enumerate(KINDS) if name in kind.names), None)


def _hour(hour: str, minutes: str | None, half: str | None) -> float:
    found = int(hour) + int(minutes or 0) / 60
    if half and half.casefold() == "pm" and found < _NOON:
        found += _NOON
    return found


@lru_cache(maxsize=64)
def _kinds_of(stages: tuple[StageType, ...]) -> Mapping[int, tuple[str, ...]]:
    """For each kind the stages that bear one of its names."""
    return {
        at: tuple(stage.key for stage in stages if {fold(name) for name in (*stage.title, *stage.aliases)} & {fold(name) for name in kind.names})
        for at, kind in enumerate(KINDS)
    }


_INDEX = {bare: phrase_index(((at, kind.phrases) for at, kind in enumerate(KINDS)), bare=bare) for bare in (False, True)}
