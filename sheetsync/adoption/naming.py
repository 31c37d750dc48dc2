"""Which stages of the type the stage names of a table mean, seen together."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from sheetsync.adoption.alignment import aligned
from sheetsync.adoption.lexicon import Lexicon
from sheetsync.adoption.words import FLOOR, SURE, UNSURE, without_number, words

_ONE_WORD = 6
"""So many letters a single word has that is a stage name cut short; a Vietnamese syllable says too little."""

_FEWEST = 2
"""So many stages of the type must be there for words to tell any."""


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
        floor = UNSURE if sure >= min(3, max(2, len(lexicon.type.stages) - 1)) and len(words(text)) < 3 and text.isascii() else strict
        if text in found or confidence < floor or key in given:
            continue
        found[text] = key, confidence, ""
        given[key] = text
    found |= _by_words(list(dict.fromkeys(texts)), {text: key for text, (key, _, _) in found.items() if key}, lexicon)
    for text in texts:
        if text not in found:
            guess = lexicon.stages.best(text)
            found[text] = None, guess.confidence if guess else 0.0, guess.key if guess else ""
    return found


def _by_words(texts: Sequence[str], named: Mapping[str, str], lexicon: Lexicon) -> dict[str, tuple[str | None, float, str]]:
    """Stages that only their words tell, where enough of the type's stages are there: one that sounds like another may be anything."""
    stages = lexicon.type.stages
    told = aligned(texts, [named.get(text) for text in texts], stages)
    if len(named) + len(told) < _FEWEST or (lexicon.type.policy == "open" and (len(named) + len(told)) * 3 < len(texts)):
        return {}
    return {texts[at]: (key, sure, "") for at, (key, sure) in told.items()}


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


def by_neighbours(keys: Sequence[str | None], lexicon: Lexicon, *, named: bool = True) -> dict[int, str]:
    """Names that nobody knows, by their place among all, where their neighbours tell the stage; ``keys`` are the stages found so far.

    Only for types whose stages are given, where those found stand in the type's order: between two that follow each other in the sheet there must be
    just one name, and just one stage that nobody claims. Where people may not rename stages, no other one may be missing. At either end a name tells
    its stage only where it is the one unknown, no stage but that is missing, and all others are ``named``, not only told by their words: else it may
    as well be a stage too many.
    """
    order = [stage.key for stage in lexicon.type.stages]
    found = [(at, order.index(key)) for at, key in enumerate(keys) if key is not None]
    places = [place for _, place in found]
    if lexicon.type.policy == "open" or len(found) * 2 < len(order) or len(found) < 2 or places != sorted(set(places)):
        return {}
    if lexicon.type.policy == "fixed" and len(found) < len(order) - 1:
        return {}
    told = {at + 1: order[place + 1] for (at, place), (then, after) in pairwise(found) if then - at == after - place == 2}
    if named and not told and lexicon.type.policy == "renamable" and len(keys) == len(order) == len(found) + 1:
        return {
            at: order[at] for at, key in enumerate(keys) if key is None and [place for _, place in found] == [*range(at), *range(at + 1, len(order))]
        }
    return told


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
