"""Finding words and phrases of either language in what people typed."""

import re
from functools import cache, lru_cache

from sheetsync.lint.vocabulary.phrases import early_tones

Patterns = tuple[str, ...]
"""Words and phrases in lower case with their diacritics, as regular expressions, so that one may say what must not follow it."""


def mentions(patterns: Patterns, text: str) -> bool:
    """Whether one of ``patterns`` stands in ``text`` as whole words; "bàn" is not "bạn", and "ads" is not in "roads"."""
    return place(patterns, text) is not None


def place(patterns: Patterns, text: str) -> int | None:
    """Where the first of ``patterns`` begins in ``text``; ``None`` where there is none."""
    found = _pattern(patterns).search(_folded(text))
    return found.start() if found else None


def is_one_of(patterns: Patterns, text: str) -> bool:
    """Whether ``text`` is one of ``patterns`` and nothing else but what stands around words: quotes, brackets, full stops."""
    return _pattern(patterns).fullmatch(" ".join(_folded(text).split()).strip(" .,;:!?…“”\"'()[]")) is not None


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    """``text`` for comparing: many patterns look at the same one. Values of a map are NFC already."""
    return text.casefold() if text.isascii() else early_tones(text.casefold())


@cache
def _pattern(patterns: Patterns) -> re.Pattern[str]:
    longest_first = sorted(map(early_tones, patterns), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
