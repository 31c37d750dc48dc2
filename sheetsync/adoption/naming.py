"""Which stages of the type the stage names of a table mean, seen together."""

from collections.abc import Iterator, Sequence

from sheetsync.adoption.lexicon import Lexicon
from sheetsync.adoption.words import FLOOR, SURE, UNSURE, without_number, words

_ONE_WORD = 6
"""So many letters a single word has that is a stage name cut short; a Vietnamese syllable says too little."""


def assign_stages(texts: Sequence[str], lexicon: Lexicon) -> dict[str, tuple[str | None, float, str]]:
    """For every stage name the stage it means (each stage once, the surest name first), how sure that is, and the nearest guess."""
    strict = 0.75 if lexicon.type.policy == "open" else FLOOR
    ranked = sorted(
        (-match.confidence, at, text, match.key) for at, text in enumerate(dict.fromkeys(texts)) for match in lexicon.stages.find(text)[:2]
    )
    found: dict[str, tuple[str | None, float, str]] = {}
    given: dict[str, str] = {}
    sure = sum(1 for confidence, *_ in ranked if -confidence >= SURE)
    for negative, _, text, key in ranked:
        confidence = -negative
        floor = UNSURE if sure >= 3 and len(words(text)) < 3 and text.isascii() else strict
        if text in found or confidence < floor or key in given:
            continue
        found[text] = key, confidence, ""
        given[key] = text
    for text in texts:
        if text not in found:
            guess = lexicon.stages.best(text)
            found[text] = None, guess.confidence if guess else 0.0, guess.key if guess else ""
    return found


def cut_short(texts: Sequence[str], keys: Sequence[str | None], lexicon: Lexicon) -> dict[int, str]:
    """Stage names that are known ones without their last words ("Hỗ trợ sau"), by their place among all; ``keys`` are the stages found so far.

    Only where all stages found stand in the type's order, and just one that nobody claims belongs between the neighbours.
    """
    order = [stage.key for stage in lexicon.type.stages]
    found = [order.index(key) for key in keys if key is not None]
    if len(found) < 2 or found != sorted(found):
        return {}
    short: dict[int, str] = {}
    for at, key in enumerate(keys):
        if key is None:
            before = max((order.index(known) for known in keys[:at] if known is not None), default=-1)
            after = min((order.index(known) for known in keys[at:] if known is not None), default=len(order))
            between = order[before + 1 : after]
            if len(between) == 1 and between[0] not in short.values() and _begins(texts[at], between[0], lexicon):
                short[at] = between[0]
    return short


def _begins(text: str, key: str, lexicon: Lexicon) -> bool:
    """Whether a text is the first words of a name of the stage ``key``, and of no other stage."""
    found = without_number(text)
    if len(found) < 2 and len("".join(found)) < _ONE_WORD:
        return False
    return {stage for stage, name in _whole_names(lexicon) if len(name) > len(found) and name[: len(found)] == found} == {key}


def _whole_names(lexicon: Lexicon) -> Iterator[tuple[str, tuple[str, ...]]]:
    for stage in lexicon.type.stages:
        for name in (*stage.title, *stage.aliases):
            yield stage.key, words(name)
