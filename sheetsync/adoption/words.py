"""Which name a heading or a label means: exact, numbered, in two languages, without diacritics, misspelt, or within a longer phrase."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

FLOOR = 0.6
"""Below it nothing is placed: the text is listed with its nearest guess."""
SURE = 0.75
"""From here on a heading counts as evidence that there is a map."""
UNSURE = 0.5
"""What a short syllable without its diacritics is at least worth: sure enough where its neighbours are stage names."""

_GUESS = 0.45
LONGEST = 80
_MOST_WORDS = 14
_FEWEST_LETTERS = 5
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_KINDS = frozenset({"giai đoạn", "gđ", "bước", "chặng", "phần", "stage", "phase", "step", "giai doan", "buoc", "gd"})
_PARTS = re.compile(r"[\n\r()\[\]/|:→>•;]+|\s[-–—]+\s|[–—]")
_PAIRS = re.compile(r"[\n\r()\[\]/|:→>•;&+,]+|\s[-–—]+\s|[–—]|(?<!\w)(?:và|and|va)(?!\w)")
_LETTERED = re.compile(r"^\W*(?:[ivx]{1,4}|[a-h])\s*[.):\-–—/]+\s*(?=\S)", re.IGNORECASE)
_GLUED = re.compile(r"(gđ|gd|g|s|p|b)(\d{1,2})")


class Match(NamedTuple):
    """A key that a text may mean, and how sure that is, from 0 to 1; ``by_cue`` where only what a heading asks tells it, and no name."""

    key: str
    confidence: float
    by_cue: bool = False


@lru_cache(maxsize=32_768)
def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` for comparing: case folded, without symbols and emoji, the tone of a Vietnamese syllable behind its letters.

    So "hoà" is "hòa", composed or not, and a wrong or missing tone is one wrong letter.
    """
    found: list[str] = []
    letters: list[str] = []
    tones: list[str] = []

    def end() -> None:
        if letters:
            found.append("".join((*letters, *sorted(tones))))
        letters.clear()
        tones.clear()

    for character in unicodedata.normalize("NFD", text.replace("Ð", "Đ").casefold()):
        if character in _TONES:
            if letters:
                tones.append(character)
        elif character.isalnum() or (letters and unicodedata.combining(character)):
            letters.append(character)
        elif unicodedata.category(character) != "Cf":
            end()
    end()
    return tuple(found)


@lru_cache(maxsize=32_768)
def plain(found: tuple[str, ...]) -> str:
    """Words as one text without any diacritics, spaces between them."""
    return "".join("d" if letter == "đ" else letter for letter in " ".join(found) if not unicodedata.combining(letter))


def without_number(text: str) -> tuple[str, ...]:
    """The words of ``text`` without what numbers it: "1.", "Stage 2:", "GĐ 3 –", "II)"; all of them where nothing else would be left."""
    found = words(_LETTERED.sub("", text, count=1))
    at = _kind_length(found)
    glued = _GLUED.fullmatch(found[0]) if found else None
    if glued:
        at = 1
    elif at < len(found) and found[at].isdigit() and len(found[at]) < 3:
        at += 1
    elif found and at == 0 and found[0].isdigit() and len(found[0]) < 3:
        at = 1
    return found[at:] or found


def _kind_length(found: Sequence[str]) -> int:
    """How many words "giai đoạn", "stage" and the like take at the beginning."""
    for length in (2, 1):
        if " ".join(found[:length]) in _KINDS_FOLDED and len(found) > length:
            return length
    return 0


def is_turned(before: Sequence[str], behind: Sequence[str], turns: Collection[str]) -> bool:
    """Whether the words around a name make another thing of it: "sau khi mua hàng", "mua hàng lại"."""
    near = [word for word in before[-2:] if word not in _BETWEEN][-1:]
    return any(word in turns for word in near) or (len(turns) > 0 and any(word in _AGAIN for word in behind[:1]))


class Names:
    """Names by key, each with how much an exact hit is worth; finds what a text means."""

    def __init__(self, names: Iterable[tuple[str, str, float]], whole: Iterable[str] = (), turns: Iterable[str] = ()) -> None:
        """``names``: key, name and worth; of equal names the first with the highest worth counts most.

        ``whole``: names that are not looked for within longer texts; ``turns``: words after which a name means something else ("after buying").
        """
        self._turns = {turn for word in turns for turn in (" ".join(words(word)), plain(words(word)))}
        self._whole = {words(name) for name in whole}
        self._whole_texts = {text for found in self._whole for text in (" ".join(found), plain(found))}
        self._exact: dict[tuple[str, ...], dict[str, float]] = {}
        for key, name, worth in names:
            if found := words(name):
                hits = self._exact.setdefault(found, {})
                hits[key] = max(worth, hits.get(key, 0.0))
        self._plain: dict[str, dict[str, float]] = {}
        for found, hits in self._exact.items():
            for key, worth in hits.items():
                by_key = self._plain.setdefault(plain(found), {})
                by_key[key] = max(worth, by_key.get(key, 0.0))
        self._joined = {" ".join(found): found for found in self._exact}
        self._order = {key: at for at, key in enumerate(dict.fromkeys(key for hits in self._exact.values() for key in hits))}
        self._lengths: dict[tuple[int, bool], list[str]] = {}
        self._firsts = {found[0] for found in self._exact}
        self._known = frozenset(word for found in self._exact for word in (*found, *plain(found).split()))
        self._kept = lru_cache(maxsize=16_384)(self._of)

    def is_whole(self, text: str) -> bool:
        """Whether a text is a name that means something only by itself."""
        return " ".join(without_number(text)) in self._whole_texts

    def find(self, text: str, *, misspelt: bool = True) -> tuple[Match, ...]:
        """What ``text`` may mean, surest first; of a long text only what stands before its first line break, colon or bracket counts.

        ``misspelt``: whether slips of the pen are forgiven, which takes longer than all the rest.
        """
        return self._kept(text, misspelt)

    def _of(self, text: str, misspelt: bool) -> tuple[Match, ...]:  # noqa: FBT001 - the key of a cache
        if len(text) <= LONGEST:
            return self._find(text, misspelt=misspelt)
        start = _PARTS.split(text[:LONGEST].lstrip(), maxsplit=1)[0]
        found = self._find(start, misspelt=misspelt) if len(start) < LONGEST else ()
        return tuple(Match(match.key, round(match.confidence * 0.9, 3)) for match in found)

    def best(self, text: str, *, misspelt: bool = True) -> Match | None:
        """What ``text`` means most probably, however unsure."""
        return next(iter(self._kept(text, misspelt)), None)

    def _find(self, text: str, *, misspelt: bool) -> tuple[Match, ...]:
        hits: dict[str, float] = {}

        def add(found: dict[str, float], factor: float) -> None:
            for key, worth in found.items():
                hits[key] = max(hits.get(key, 0.0), round(worth * factor, 3))

        is_known = not self._known.isdisjoint(words(text))
        if is_known:
            for found, factor in _variants(text):
                add(self._exact.get(found, {}), factor)
                add(self._unaccented(found), factor)
            if not hits or max(hits.values()) < 0.9:
                for key, sure in self._of_parts(text).items():
                    add({key: 1.0}, sure)
        if not hits and (is_known or misspelt):
            for found, factor in _variants(text):
                add(self._contained(found), factor)
                if misspelt:
                    add(self._misspelt(found), factor)
        ranked = sorted(hits.items(), key=lambda hit: (-hit[1], hit[0].startswith("other:"), self._order[hit[0]]))
        return tuple(Match(key, confidence) for key, confidence in ranked)

    def _unaccented(self, found: tuple[str, ...]) -> dict[str, float]:
        """Names that lost their diacritics: only where none is left, and where just one key can be meant."""
        joined = " ".join(found)
        if not joined.isascii():
            return {}
        keys = self._plain.get(joined, {})
        keys = {key: worth for key, worth in keys.items() if not key.startswith("other:")} or keys
        if len(keys) != 1:
            return {}
        long_enough = len(joined.replace(" ", "")) >= 6 and len(found) > 1
        return {key: worth * (0.9 if long_enough else 0.55) for key, worth in keys.items()}

    def _of_parts(self, text: str) -> dict[str, float]:
        """A heading in two languages, or with a remark: "Nhận thức (Awareness)", "Suy nghĩ & cảm xúc"."""
        found: dict[str, float] = {}
        for pieces, first_only in _pieces(text):
            hits: list[tuple[str, float, int]] = []
            for at, variants in enumerate(pieces):
                options: dict[str, float] = {}
                for variant, factor in variants:
                    if self._known.isdisjoint(variant) or (at > 0 and " ".join(variant) in self._whole_texts):
                        continue
                    for by_key in (self._exact.get(variant, {}), self._unaccented(variant)):
                        for key, worth in by_key.items():
                            options[key] = max(options.get(key, 0.0), worth * factor)
                if options:
                    key = max(options, key=lambda key: (options[key], -self._order[key]))
                    hits.append((key, options[key], at))
            keys = {key for key, _, _ in hits}
            if not hits:
                continue
            key, worth, at = hits[0]
            if len(keys) > 1:
                found[key] = worth * 0.68
            elif len(hits) > 1:
                found[key] = worth * 0.98
            else:
                found[key] = worth * ((0.92 if at == 0 else 0.82) if not first_only else 0.7)
            return found
        return found

    def _contained(self, found: tuple[str, ...]) -> dict[str, float]:
        """The longest name that stands within a longer heading; a mere guess where the words around it make another thing of it."""
        if not 1 < len(found) <= _MOST_WORDS:
            return {}
        size = sum(map(len, found))
        best: tuple[int, int, int] | None = None
        for start in (at for at, word in enumerate(found) if word in self._firsts):
            for end in range(start + 1, len(found) + 1):
                part = found[start:end]
                length = sum(map(len, part))
                if part in self._exact and part not in self._whole and (len(part) > 1 or length > 4) and (best is None or length > best[0]):
                    best = length, start, end
        if best is None:
            return {}
        length, start, end = best
        sure = _GUESS if is_turned(found[:start], found[end:], self._turns) else 0.55 + 0.4 * length / size
        return {key: worth * sure for key, worth in self._exact[found[start:end]].items()}

    def _misspelt(self, found: tuple[str, ...]) -> dict[str, float]:
        """A name with a slip of the pen in it."""
        joined = " ".join(found)
        if len(plain(found).replace(" ", "")) < _FEWEST_LETTERS or len(joined) > LONGEST:
            return {}
        if any(joined.startswith(turn) and joined.removeprefix(turn).strip() in self._joined for turn in self._turns):
            return {}
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only adopting needs it, and every start would pay

        hit = process.extractOne(joined, self._near(len(joined), self._joined), scorer=fuzz.ratio, score_cutoff=80)
        if hit is not None and not _other_word(found, self._joined[hit[0]]):
            return {key: worth * 0.92 * hit[1] / 100 for key, worth in self._exact[self._joined[hit[0]]].items()}
        if joined.isascii():
            hit = process.extractOne(joined, self._near(len(joined), self._plain), scorer=fuzz.ratio, score_cutoff=86)
            if hit is not None and len(self._plain[hit[0]]) == 1:
                return {key: worth * 0.85 * hit[1] / 100 for key, worth in self._plain[hit[0]].items()}
        return {}

    def _near(self, length: int, names: Mapping[str, object]) -> list[str]:
        """The names about as long as a text; no slip of the pen makes a name a quarter longer."""
        kept = self._lengths.setdefault((length, names is self._plain), [])
        if not kept:
            near = (name for name in names if length * 4 <= len(name) * 5 and len(name) * 4 <= length * 5)
            kept += [name for name in near if name not in self._whole_texts] or [""]
        return kept


def _other_word(found: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a name has another word in the place of one, and no slip of the pen: "where we lose them" and "where we meet them"."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - as above

    pairs = zip(found, name, strict=True) if len(found) == len(name) else ()
    return any(Indel.distance(one, other) > max(2, len(other) // 2) for one, other in pairs)


_Variants = tuple[tuple[tuple[str, ...], float], ...]


@lru_cache(maxsize=16_384)
def _pieces(text: str) -> tuple[tuple[tuple[_Variants, ...], bool], ...]:
    """``text`` cut at brackets, dashes and the like, then at commas and "and" too, where only the first piece counts; none that stay whole."""
    shown = unicodedata.normalize("NFC", text).casefold()
    cut = (
        (tuple(_variants(piece) for piece in pattern.split(shown) if words(piece)), first_only)
        for pattern, first_only in ((_PARTS, False), (_PAIRS, True))
    )
    return tuple((pieces, first_only) for pieces, first_only in cut if len(pieces) > 1)


@lru_cache(maxsize=32_768)
def _variants(text: str) -> _Variants:
    """``text`` as words, then without its number, then without "giai đoạn" or "stage" around it; each with its worth."""
    whole = words(text)
    found = [(whole, 1.0)]
    bare = without_number(text)
    if bare != whole:
        found.append((bare, 0.98))
    at = _kind_length(bare)
    if at:
        found.append((bare[at:], 0.96))
    found += [(bare[:-length], 0.96) for length in (1, 2) if len(bare) > length and " ".join(bare[-length:]) in _KINDS_FOLDED]
    for whose, at_end in _WHOSE:
        if len(bare) > len(whose) and (bare[-len(whose) :] if at_end else bare[: len(whose)]) == whose:
            found.append((bare[: -len(whose)] if at_end else bare[len(whose) :], 0.93))
    return tuple(found)


_KINDS_FOLDED = frozenset(" ".join(words(kind)) for kind in _KINDS)
_BETWEEN = frozenset(words("khi lúc the a khi luc"))
_AGAIN = frozenset(words("lại lai again"))
_WHOSE = tuple(
    (spelled, at_end)
    for phrases, at_end in (
        (("của khách hàng", "của khách", "khách hàng", "của họ", "của người dùng", "người dùng", "of the customer", "of customers"), True),
        (("mong muốn", "lý tưởng"), True),
        (("desired", "ideal"), False),
        (("customer", "customers", "customer's", "user", "users", "their", "the", "các", "những"), False),
    )
    for phrase in phrases
    for spelled in dict.fromkeys((words(phrase), tuple(plain(words(phrase)).split())))
)
"""Whose a lane is, or that it is wished for, which no name needs to say: "Kỳ vọng của khách", "Customer expectations", "Cảm xúc mong muốn"."""
