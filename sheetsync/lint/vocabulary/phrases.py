"""Texts as words, and lists of phrases to find in them."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, lru_cache

_LATE_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
"""Both ways of writing a tone at the end of a syllable are common in Vietnam; "quý" has only one, for its u belongs to the q."""

_LATE = r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)"
_WORD = r"[^\W_]+(?:['\-][^\W_]+)*"


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` for comparing: NFC, case folded, tones in one place, without punctuation. Vietnamese ones are syllables."""
    if text.isascii():
        return tuple(re.findall(_WORD, text.casefold()))
    return tuple(re.findall(_WORD, _comparable(text)))


def _comparable(text: str) -> str:
    return early_tones(unicodedata.normalize("NFC", text).replace("’", "'").replace("Ð", "Đ").casefold())


def early_tones(text: str) -> str:
    """``text`` with every tone in the place where it is written since the reform ("thoả" is "thỏa"); it stays as long as it is."""
    return re.sub(_LATE, lambda late: _LATE_TONES[late.group()], text)


class Phrases(Collection[str]):
    """Phrases of one or more words, found whole: "ta" is no part of "tai", nor "bàn" of "bạn"."""

    def __init__(self, *lists: str) -> None:
        """``lists`` hold phrases with commas between them."""
        self._texts = tuple(phrase.strip() for text in lists for phrase in text.split(",") if phrase.strip())

    def __contains__(self, phrase: object) -> bool:
        return phrase in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    @cached_property
    def _by_first(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """First words → the phrases that start with them, longest first."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for text in _comparable("\n".join(self._texts)).split("\n"):  # all at once, as there are many
            phrase = tuple(text.split(" ")) if text.replace(" ", "").isalnum() else tuple(re.findall(_WORD, text))
            found.setdefault(phrase[0], []).append(phrase)
        return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()}

    def at(self, found: Sequence[str], start: int = 0) -> int:
        """How many words the longest phrase takes that stands at ``start``; 0 when none does."""
        if start >= len(found):
            return 0
        for phrase in self._by_first.get(found[start], ()):
            if len(phrase) == 1 or tuple(found[start : start + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def places(self, found: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where phrases stand, from left to right without overlap: the first word's place, and how many words."""
        if self._by_first.keys().isdisjoint(found):
            return
        place = 0
        while place < len(found):
            length = self.at(found, place)
            if length:
                yield place, length
            place += length or 1

    def within(self, found: Sequence[str]) -> bool:
        """Whether any phrase stands somewhere in ``found``."""
        return next(self.places(found), None) is not None

    def make_up(self, found: Sequence[str]) -> bool:
        """Whether ``found`` is nothing but phrases, and at least one."""
        place = 0
        while length := self.at(found, place):
            place += length
        return 0 < place == len(found)
