"""What a heading in a team's own words may mean: roles by whom it speaks of and what it asks about them, each with how sure that is.

"Trong đầu nghĩ gì" asks what somebody thinks, "What Dolores wonders" the same; "Máy trả lời thế nào" what technology does, "khach_lam_gi" what the
customer does. How much of the heading its words explain tells how sure: a name that no list can know ("CardBee") does not count against it.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sheetsync.adoption.cue_words import CUES, DOERS, IDLE, SUBJECTS, WISHES, Who
from sheetsync.adoption.words import plain, words

HIGHEST = 0.8
"""What a cue is worth at most: likely, and never as sure as a name that people give a lane by convention."""
_LEAST = 0.48
"""What it is worth at least, when next to nothing of the heading is explained."""
_LONGEST, _MOST_WORDS = 60, 11
_LONGEST_TYPED = 4 * _LONGEST
"""Letters may be decomposed, and blanks stand around."""
_SHORTEST = 4
"""A single word without diacritics that is shorter may be another one that lost them ("do": đo, độ, đỏ)."""
_QUOTED = re.compile(r"\W*[“\"«].*[”\"»]\W*", re.DOTALL)
_RULED = re.compile(r"[-–—_=]\s*[-–—_=]|[-–—=]\s.*\s[-–—=]$")
"""A line drawn over the sheet, whatever is written on it."""
_ENGLISH = frozenset(word for phrase in (*IDLE, *SUBJECTS["customer"]) if phrase.isascii() for word in phrase.split())
"""Words that one without its diacritics may be taken for: "thèm" and "them"."""
_GAP = "…"
_REACH = 4

_WHO_WORDS = frozenset({"ai", "who", "whom", "whose"})
PEOPLE = frozenset({"owner", "people"})
"""Roles of lanes that name somebody."""
_PEOPLE = PEOPLE | {"none"}
"""Who somebody is, only a lane of people says: "Who said it" asks for no thoughts."""
_PLACED = frozenset({"staff", "front", "behind"})
"""Who is told better by where they stand than by being a department."""
_OURS = frozenset({"our", "the", "cua", "của"})
"""Whose customers they are says nothing of the company: "What our drivers do"."""
_ALSO_WHY = re.compile(r"(?<=[\w)])(?:\s*[,;/&+–-]|\s+(?:and|và|va))\s*(?:why|vì sao|tại sao|vi sao|tai sao)\W*$", re.IGNORECASE)
"""What only asks for a reason too: "What we change, and why?"."""
_CAUSES = frozenset(words("làm lam"))
"""Right before somebody this says what something makes of them, not what they do: "điều làm khách nản"."""
_ASKS_WHICH = _WHO_WORDS | {"which", *words("nào")}
_DEEDS = frozenset(words("gì do does doing say says saying think thinks feel feels"))
_DEEDS_BARE = frozenset(plain((word,)) for word in _DEEDS)
"""The last word of a heading that asks what somebody does or says."""
_WISHED = frozenset({"need", "expectation"})
"""What it is that somebody wishes of us."""
_OWN = frozenset({*_WISHED, "goal", "motivation"})
"""What a wish may be by itself; what we wish somebody did is what they do."""
_BETWEEN = frozenset(word for one in ("the", "our", "a", "an", "each", "every", "các", "những", "mỗi", "một") for word in words(one))
_FROM = frozenset(word for one in ("from", "of", "ở", "từ") for word in words(one))
_CLAUSES = frozenset(word for one in ("to", "that", "which", "để", "mà", "khi", "de", "ma") for word in words(one))
"""What follows these says more of the word before: "ideas to make it easier"."""

Span = frozenset[int]


class _Phrase(NamedTuple):
    """Words in a row with ``None`` where others may stand between; a word that ends in ``*`` may go on."""

    parts: tuple[str | None, ...]
    own: int


class _Index(NamedTuple):
    """Phrases by their first word, and by the first letters of it where it may go on; each with what it belongs to."""

    exact: Mapping[str, tuple[tuple[_Phrase, int], ...]]
    open: Mapping[str, tuple[tuple[_Phrase, int], ...]]


@lru_cache(maxsize=16_384)
def cues(text: str) -> tuple[tuple[str, float], ...]:
    """The roles that a heading may ask for, surest first; none for a text that is no heading: long, a sentence of content, or a number."""
    shown = _ALSO_WHY.sub("", unicodedata.normalize("NFC", text.strip())) if len(text) < _LONGEST_TYPED else ""
    if not shown or len(shown) > _LONGEST or not any(map(str.isalpha, shown)) or _RULED.match(shown):
        return ()
    found = words(shown)
    if not 0 < len(found) <= _MOST_WORDS:
        return ()
    bare = all(word.isascii() for word in found)
    subjects = _subjects(found, bare=bare)
    spoken = frozenset[int]().union(*(span for _, span in subjects))
    wish = _wish(found, subjects, bare=bare)
    told_by = _told_by(found, subjects, wish, bare=bare)
    idle = _IDLE_BARE if bare else _IDLE
    small = frozenset(at for at, word in enumerate(found) if word in idle)
    names = _names(shown, found)
    told: dict[str, float] = {}
    for at, own in told_by.items():
        cue = CUES[at]
        if all(_is_inner(span, cue.role, told_by) for span in own):
            continue
        if cue.role == "goal" and all(_goes_on(span, wish.words | spoken | small, told_by) for span in own):
            continue
        clause = max((max(span) for span in own), default=0) + 1
        rest = frozenset(range(clause, len(found))) if clause < len(found) and found[clause] in _CLAUSES else frozenset()
        also = (span for other, more in told_by.items() if CUES[other].role in cue.over for span in more)
        sure = _sure(found, frozenset().union(*own, *also), spoken | names | rest | small)
        widest = max(map(len, own)) + (2 if cue.over & {CUES[other].role for other in told_by} else 0)
        told[cue.role] = max(told.get(cue.role, 0.0), sure + 0.004 * min(widest, 4))
    if wish.only and told:
        told["expectation"] = max(told.values())
    quoted = 0.85 if _QUOTED.fullmatch(shown) else 1.0
    ranked = sorted(told.items(), key=lambda one: (-one[1], _ORDER[one[0]]))
    return tuple((role, round(min(sure, HIGHEST) * quoted, 3)) for role, sure in ranked)


def asks_deeds(text: str) -> bool:
    """Whether a heading asks what somebody does, and so for nobody's name: "Phòng ban làm gì", "What the team does"."""
    return _asks_deeds(words(text))


def _asks_deeds(found: tuple[str, ...]) -> bool:
    if not _ASKS_WHICH.isdisjoint(found):
        return False
    return len(found) > 1 and found[-1] in (_DEEDS_BARE if all(word.isascii() for word in found) else _DEEDS)


def _told_by(found: tuple[str, ...], subjects: Sequence[tuple[Who, Span]], wish: "_Wish", *, bare: bool) -> dict[int, list[Span]]:
    """The cues that speak of whom the heading does, by their place in ``CUES``, each with the words of its phrases."""
    spoken = frozenset[int]().union(*(span for _, span in subjects))
    who = frozenset(who for who, _ in subjects) - wish.silent
    asks_who = found[0] in _WHO_WORDS
    names_nobody = _asks_deeds(found)
    caused = frozenset(min(span) - 1 for who, span in subjects if who == "customer" and found[min(span) - 1] in _CAUSES)
    told_by: dict[int, list[Span]] = {}
    for at, span in spans(found, _INDEX[bare]):
        cue = CUES[at]
        if (asks_who and cue.role not in _PEOPLE) or (names_nobody and cue.role in PEOPLE) or (wish.only and cue.role not in wish.only):
            continue
        if (cue.role in _OWN and wish.ours and span - spoken <= wish.ours) or (cue.role == "action" and span <= caused):
            continue
        if (not cue.whom or cue.whom & who) and not cue.unless & who:
            told_by.setdefault(at, []).append(span)
    return told_by


def _is_inner(span: Span, role: str, told_by: Mapping[int, list[Span]]) -> bool:
    """Whether another role says more with the same words: "làm" within "nên làm thêm"."""
    return any(span < other for at, others in told_by.items() if CUES[at].role != role for other in others)


def _goes_on(span: Span, wished: Span, told_by: Mapping[int, list[Span]]) -> bool:
    """Whether a goal is no more than the word that we want something, and what that is stands behind it: "what we want to change"."""
    return span <= wished and any(min(other) > max(span) for at, others in told_by.items() if CUES[at].role not in _OWN for other in others)


def _sure(found: tuple[str, ...], told: Span, free: Span) -> float:
    """How much of a heading its words explain, as a confidence."""
    return _LEAST + (HIGHEST - 0.016 - _LEAST) * len(told | free) / len(found)


class _Wish(NamedTuple):
    """Somebody's wish in a heading: its words; those by which we wish something of others; who goes without saying; and the only roles left."""

    words: Span = frozenset()
    ours: Span = frozenset()
    silent: frozenset[Who] = frozenset()
    only: frozenset[str] = frozenset()


def _wish(found: tuple[str, ...], subjects: Sequence[tuple[Who, Span]], *, bare: bool) -> _Wish:
    """Who wishes what: "What we want her to do" asks what she does, "What they expect us to do" what they expect."""
    theirs = [span for who, span in subjects if who == "customer"]
    ours = [span for who, span in subjects if who == "company"]
    wishes = [span for _, span in spans(found, _WISHES[bare])]
    said = frozenset[int]().union(*wishes)
    for span in wishes:
        is_theirs = any(max(other) < min(span) for other in theirs)
        if is_theirs and any(_follows(other, span, found, _FROM) for other in ours):
            return _Wish(said, silent=frozenset({"company"}), only=_WISHED)
        is_verb = not found[max(span)].endswith("s")  # "wishes she had" are her own
        if not is_theirs and is_verb and any(_follows(other, span, found, _BETWEEN) for other in theirs):
            is_said = all(max(other) < min(span) for other in ours)
            return _Wish(said, span, frozenset({"company"} if is_said else ()))
    return _Wish(said)


def _follows(subject: Span, wish: Span, found: tuple[str, ...], between: Collection[str]) -> bool:
    """Whether somebody is named right behind a wish, but for small words."""
    start = max(wish) + 1
    return min(subject) >= start and all(word in between for word in found[start : min(subject)])


def _subjects(found: tuple[str, ...], *, bare: bool) -> list[tuple[Who, Span]]:
    """Whom a heading speaks of, and with which words; of two for the same words only the one with more of them."""
    hits = [(_WHO[at], span) for at, span in spans(found, _SUBJECTS[bare])]
    if _asks_deeds(found) and not any(who in _PLACED for who, _ in hits):
        hits += [(_DOERS[at], span) for at, span in spans(found, _DOING[bare])]
    kept = [(who, span) for who, span in hits if not any(span < other for _, other in hits)]
    theirs = frozenset(min(span) for who, span in kept if who == "customer")
    ours = [(who, span) for who, span in kept if who == "company" and max(span) + 1 in theirs and found[max(span)] in _OURS]
    return [one for one in kept if one not in ours]


def _names(shown: str, found: tuple[str, ...]) -> Span:
    """The words that are written like names: with a capital letter, where not all of them are."""
    pieces = [piece for piece in re.split(r"[\W_]+", shown) if piece]
    if len(pieces) != len(found) or sum(piece[0].isupper() for piece in pieces) * 2 > len(pieces) + 1:
        return frozenset()
    return frozenset(at for at, piece in enumerate(pieces) if at > 0 and piece[0].isupper())


def spans(found: tuple[str, ...], index: _Index) -> Iterable[tuple[int, Span]]:
    """Every phrase of an index that stands in some words: what it belongs to, and the places of its words."""
    for start, word in enumerate(found):
        starts = (*index.exact.get(word, ()), *(index.open.get(word[:2], ()) if len(word) > 1 else ()))
        for phrase, at in starts:
            span = _span(phrase, found, start)
            if span:
                yield at, span


def _span(phrase: _Phrase, found: tuple[str, ...], start: int) -> Span:
    """The places of a phrase's words from ``start`` on; empty where they are not all there."""
    places: list[int] = []
    at, gap = start, False
    for part in phrase.parts:
        if part is None:
            gap = True
            continue
        reach = range(at, min(at + _REACH + 1, len(found))) if gap else range(at, min(at + 1, len(found)))
        place = next((place for place in reach if _is_word(part, found[place])), None)
        if place is None:
            return frozenset()
        places.append(place)
        at, gap = place + 1, False
    return frozenset(places)


def _is_word(part: str, word: str) -> bool:
    before, star, after = part.partition("*")
    if not star:
        return word == part
    return word.startswith(before) and word.endswith(after) and len(word) >= len(before) + len(after)


def _phrase(text: str, *, bare: bool) -> _Phrase | None:
    parts: list[str | None] = []
    for piece in text.split():
        if piece == _GAP:
            parts.append(None)
        elif "*" in piece:
            parts.append(piece.casefold())
        else:
            parts += plain(words(piece)).split() if bare else words(piece)
    own = [part for part in parts if part]
    vietnamese = any(not word.isascii() for word in words(text.replace("*", "").replace(_GAP, "")))
    if bare and vietnamese and len(own) == 1 and (len(own[0]) < _SHORTEST or own[0] in _ENGLISH):
        return None
    return _Phrase(tuple(parts), len(own))


def phrase_index(lists: Iterable[tuple[int, Iterable[str]]], *, bare: bool) -> _Index:
    """Phrases with what each list of them belongs to, to be looked up by ``spans``; ``bare``: for texts without any diacritics."""
    exact: dict[str, list[tuple[_Phrase, int]]] = {}
    stems: dict[str, list[tuple[_Phrase, int]]] = {}
    for at, phrases in lists:
        for text in dict.fromkeys(phrases):
            phrase = _phrase(text, bare=bare)
            first = phrase.parts[0] if phrase else None
            if phrase is None or first is None:
                continue
            place = stems.setdefault(first[:2], []) if "*" in first else exact.setdefault(first, [])
            place.append((phrase, at))
    return _Index({key: tuple(found) for key, found in exact.items()}, {key: tuple(found) for key, found in stems.items()})


_ORDER = {role: at for at, role in enumerate(dict.fromkeys(cue.role for cue in CUES))}
_WHO: tuple[Who, ...] = tuple(SUBJECTS)
_DOERS: tuple[Who, ...] = tuple(DOERS)
_INDEX = {bare: phrase_index(((at, cue.phrases) for at, cue in enumerate(CUES)), bare=bare) for bare in (False, True)}
_WISHES = {bare: phrase_index([(0, WISHES)], bare=bare) for bare in (False, True)}
_SUBJECTS = {bare: phrase_index(enumerate(SUBJECTS.values()), bare=bare) for bare in (False, True)}
_DOING = {bare: phrase_index(enumerate(DOERS.values()), bare=bare) for bare in (False, True)}
_IDLE = frozenset(word for phrase in IDLE for word in words(phrase))
_IDLE_BARE = frozenset(word for phrase in IDLE for word in plain(words(phrase)).split())
