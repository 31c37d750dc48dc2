"""What a text may be by itself: the name of a stage or of a map, a link, a remark, a total or a note."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from sheetsync.adoption.vocabulary import ASIDE, BESIDE, BESIDE_STARTS, GUIDES, MAP_WORDS
from sheetsync.adoption.words import plain, without_number, words

_LONGEST_LABEL = 80
_LONGEST_TITLE = 200
_CLOCK = re.compile(r"\s*\d{1,2}:\d{2}")
_LONGEST_PERIOD = 40
_PERIOD = re.compile(
    r"\W*(?:(?:giai đoạn|gđ|stage|phase)\s*\d|(?:(?:đầu|giữa|cuối|early|mid|late)[\s-]+)?"
    r"(?:tuần|tháng|ngày|quý|năm|học kỳ|kỳ|thứ|buổi|week|month|day|quarter|year|semester|term)(?!\w)"
    r"|\d{1,2}(?:\s*[-–—]\s*\d{1,2})?\s*(?:[:h]|[ap]m(?!\w)|giờ(?!\w)))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\W*(?:\d{1,4}|[ivx]{1,4})\W*", re.IGNORECASE)
_NUMBERS = re.compile(r"[0-9]{1,4}")
_FIRST_NUMBER = re.compile(r"\D{0,12}([0-9]{1,3})(?!\d)")
_LINKS = re.compile(r"(?:\s*[-•*]?\s*(?:https?://|www\.)\S+[\s,;]*)+", re.IGNORECASE)


def stands_beside(heading: str, column: Collection[str]) -> bool:
    """Whether a position holds remarks or links, by its heading or by what stands in it."""
    return is_beside(heading) or mostly_links(column)


def in_runs(labels: Sequence[str]) -> bool:
    """Whether texts name lines the way stages do: each one line, or several in a row."""
    runs = 1 + sum(one != other for one, other in pairwise(labels))
    return runs <= len(set(labels)) + 1


def is_numbering(column: Collection[str]) -> bool:
    """Whether texts only number the lines: "1", "02", "#3", "IV."."""
    return all(_NUMBER.fullmatch(text) for text in column)


def counts_up(column: Collection[str]) -> bool:
    """Whether texts are the numbers from one on, each once."""
    return len(column) > 1 and sorted(column, key=lambda text: (len(text), text)) == [str(number) for number in range(1, len(column) + 1)]


def is_numbered(text: str) -> bool:
    """Whether a number stands before a name: "3. Checking out", "GĐ 3 – Trả phòng"."""
    return without_number(text) != words(text)


def counts_on(before: str, text: str) -> bool:
    """Whether the number before a name is the next one after that of the name before."""
    numbers = [_FIRST_NUMBER.match(one) for one in (before, text)]
    first, second = (int(found[1]) if found else -1 for found in numbers)
    return is_numbered(before) and is_numbered(text) and first >= 0 and second == first + 1 and not is_aside(" ".join(without_number(text)))


def is_next(before: str, text: str) -> bool:
    """Whether two names say the same but for their numbers, and the second counts on: "Học kỳ 3" and "Học kỳ 4", "Days 2-7" and "Days 8-14"."""
    numbers = [[int(number) for number in _NUMBERS.findall(one)] for one in (before, text)]
    return numbers[0] < numbers[1] and words(_NUMBERS.sub("0", before)) == words(_NUMBERS.sub("0", text))


def is_period(text: str) -> bool:
    """Whether a text names a time or a numbered phase: "Tuần 2", "08:30", "Stage 3"."""
    return len(text) <= _LONGEST_PERIOD and _PERIOD.match(text) is not None


def says_map(text: str) -> bool:
    """Whether a text says that there is a map of a journey."""
    found = words(text[:_LONGEST_TITLE])
    return any(" ".join(found[start : start + length]) in _MAP_WORDS for start in range(len(found)) for length in (1, 2, 3))


_MAP_WORDS = frozenset(" ".join(words(word)) for word in MAP_WORDS)


def guides(text: str) -> bool:
    """Whether a text right under the heading of the stage names only says what to write there: "(name of the step)", "E.g. first visit"."""
    found = words(text[:_LONGEST_LABEL])
    bracketed = text.lstrip()[:1] == "(" and text.rstrip()[-1:] == ")"
    return bracketed or any(" ".join(found[:length]) in _GUIDES for length in (1, 2, 3))


def is_label(text: str) -> bool:
    """Whether a text may be the name of a stage: short, one thing, with a letter in it, and no total or note."""
    if len(text) > _LONGEST_LABEL or not words(text) or text.count("\n") > 2 or is_link(text) or is_beside(text):
        return False
    return any(letter.isalpha() for letter in text) or _CLOCK.match(text) is not None


def is_link(text: str) -> bool:
    """Whether a text is nothing but addresses of pages."""
    return _LINKS.fullmatch(text) is not None


def mostly_links(column: Collection[str]) -> bool:
    """Whether more than half of some texts are links."""
    return sum(map(is_link, column)) * 2 > len(column)


def is_beside(text: str) -> bool:
    """Whether a heading stands over remarks or links, which are neither a stage nor a lane."""
    return is_aside(text) or " ".join(without_number(text)) in _BESIDE


def remarks_on(text: str) -> bool:
    """Whether a heading stands over remarks on a lane, or over links to it: "Notes on actions"."""
    found = words(text[:_LONGEST_LABEL])
    return is_beside(text) or any(" ".join(found[:length]) in _BESIDE_STARTS for length in (1, 2))


@lru_cache(maxsize=65_536)
def is_aside(text: str) -> bool:
    """Whether a text begins like a total, a note or a legend."""
    if text.lstrip()[:1] in {"*", "※", "†"}:
        return True
    found = words(text[:_LONGEST_LABEL])
    if text.isascii() and " ".join(found) in _ASIDE_BARE:
        return True
    for length in (1, 2, 3):
        start = " ".join(found[:length])
        if start in _ASIDE and (length == len(found) or ":" in text or start in _ALWAYS_ASIDE):
            return True
    return False


_GUIDES = frozenset(" ".join(words(phrase)) for phrase in GUIDES)
_ALWAYS_ASIDE = frozenset(" ".join(words(phrase)) for phrase in ("tổng cộng", "tổng số", "ghi chú", "lưu ý", "chú thích", "chú giải"))
_ASIDE = frozenset(" ".join(words(phrase)) for phrase in ASIDE)
_ASIDE_BARE = frozenset(plain(words(phrase)) for phrase in ASIDE)
_BESIDE = frozenset(" ".join(words(phrase)) for phrase in BESIDE)
_BESIDE_STARTS = frozenset(" ".join(words(phrase)) for phrase in BESIDE_STARTS)
