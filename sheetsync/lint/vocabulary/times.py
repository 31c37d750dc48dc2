"""Times of a day, a week, a year, as people write them over columns."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sheetsync.lint.vocabulary.patterns import Patterns, mentions, place


class Frame(NamedTuple):
    """A time frame: what it is counted in (``minute`` of a day, ``weekday``, ``tháng`` …; nothing where it can't be ordered), and where it begins."""

    unit: str
    at: float = 0


def frame(title: str) -> Frame | None:
    """The time frame that ``title`` names; ``None`` where it names none."""
    text = " ".join(title.casefold().replace("–", "-").replace("—", "-").split())
    return _counted(text) or _weekday(text) or _clock(text) or _part_of_day(text) or (Frame("") if mentions(_TIMES, text) else None)


def out_of_order(frames: Sequence[Frame]) -> int | None:
    """The place of the first frame that begins before the one in front of it; ``None`` where all is well, or nobody can tell.

    A day may begin in the evening, and a week on any day: one way round is in order too, unless a whole night is left out on the way.
    """
    units = {one.unit for one in frames}
    if len(units) != 1 or "" in units:
        return None
    begins = [one.at for one in frames]
    late = [place for place in range(1, len(begins)) if begins[place] < begins[place - 1]]
    goes_round = units <= {"minute", "weekday"} and len(late) == 1 and begins[-1] <= begins[0] and _is_near(frames[late[0] - 1], frames[late[0]])
    return late[0] if late and not goes_round else None


def _is_near(last: Frame, first: Frame) -> bool:
    """Whether the next day begins with ``first`` soon after ``last``."""
    return last.unit != "minute" or first.at + 1440 - last.at <= _NIGHT_LONG


_NIGHT_LONG = 12 * 60
"""From late evening to the morning after it goes on; from dinner to breakfast somebody has put things the wrong way round."""


# Counted periods: "Tháng 3", "tuần thứ hai", "Week 1", "third trimester"

_NUMBERS = {
    "một": 1, "nhất": 1, "đầu": 1, "đầu tiên": 1, "hai": 2, "nhì": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "one": 1, "first": 1, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4, "fourth": 4, "five": 5, "fifth": 5, "six": 6,
    "sixth": 6, "seven": 7, "seventh": 7, "eight": 8, "eighth": 8, "nine": 9, "ninth": 9, "ten": 10, "tenth": 10, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_PERIODS = "tam cá nguyệt|học kỳ|học kì|tuần|tháng|ngày|quý|năm|giờ|trimesters?|semesters?|terms?|weeks?|months?|days?|quarters?|years?|hours?"
_AFTER = rf"(?<!\w)({_PERIODS})(?: thứ)? (\d+|{_WORDS})(?!\w)"
_IN_FRONT = rf"(?<!\w)(\d+(?:st|nd|rd|th)|{_WORDS}) ({_PERIODS})(?!\w)"


def _counted(text: str) -> Frame | None:
    if found := re.search(_AFTER, text):
        return Frame(found[1].removesuffix("s"), _number(found[2]))
    if found := re.search(_IN_FRONT, text):
        return Frame(found[2].removesuffix("s"), _number(found[1]))
    return None


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(re.sub(r"\D", "", word))


# Days of the week

_WEEKDAYS: tuple[Patterns, ...] = (
    ("thứ hai", "thứ 2", "mondays?"), ("thứ ba", "thứ 3", "tuesdays?"), ("thứ tư", "thứ 4", "wednesdays?"), ("thứ năm", "thứ 5", "thursdays?"),
    ("thứ sáu", "thứ 6", "fridays?"), ("thứ bảy", "thứ bẩy", "thứ 7", "saturdays?"), ("chủ nhật", "chủ nhựt", "sundays?"),
)  # fmt: skip


def _weekday(text: str) -> Frame | None:
    day = next((number for number, names in enumerate(_WEEKDAYS) if mentions(names, text)), None)
    if day is None:
        return None
    part = _clock(text) or _part_of_day(text)
    return Frame("weekday", day * 1440 + (part.at if part else 0))


# Hours: "6h", "6:30", "6 giờ tối", "9pm", "6-8 giờ"

_CLOCK = (
    r"(?<![\w:.])(\d{1,2})(?:[:.](\d{2})|\s?(?:h|g|giờ)\s?(\d{2})?)?(?!\d)\s?(am|pm|a\.m\.|p\.m\.)?"
    r"(?:\s?(?:-|đến|tới|to)\s?\d{1,2}(?:[:.]\d{2})?\s?(h|g|giờ|am|pm)?(?!\w))?"
)
_AFTER_NOON: Patterns = ("chiều", "tối")
_NIGHT: Patterns = ("đêm", "khuya")


def _clock(text: str) -> Frame | None:
    for found in re.finditer(_CLOCK, text):
        hour, said = int(found[1]), found[4] or found[5] or ""
        if hour > 24 or not (found[2] or said or re.search(r"\d\s?(?:h|g|giờ)", found[0])):
            continue
        return Frame("minute", _of_day(hour, said, text) * 60 + int(found[2] or found[3] or 0))
    return None


def _of_day(hour: int, said: str, text: str) -> int:
    """The hour of the day that a clock face shows: "9 pm" and "9 giờ tối" are 21, "12 giờ đêm" is the end of the day, "2 giờ đêm" its beginning."""
    night = mentions(_NIGHT, text)
    if hour == 12 and (said.startswith("a") or night):
        return 0 if said.startswith("a") else 24
    late = said.startswith("p") or (not said.startswith("a") and (mentions(_AFTER_NOON, text) or (night and hour > 5)))
    return hour + 12 if late and hour < 12 else hour


# Parts of a day, and what everybody's day is made of

_PARTS: tuple[tuple[float, Patterns], ...] = (
    (24, ("nửa đêm", "midnight")),
    (4, ("rạng sáng", "tờ mờ sáng", "dawn")),
    (5, ("sáng sớm", "sớm mai", "early morning")),
    (6, ("thức dậy", "ngủ dậy", "wak(?:e|es|ing) up", "wake-up", "get(?:s|ting) up")),
    (7, ("ăn sáng", "bữa sáng", "breakfast")),
    (10, ("cuối (?:buổi )?sáng", "giữa (?:buổi )?sáng", "late morning", "mid-?morning")),
    (13, ("đầu giờ chiều", "đầu (?:buổi )?chiều", "early afternoon")),
    (16.5, ("cuối (?:buổi )?chiều", "late afternoon")),
    (18, ("chiều tối", "chập tối", "hoàng hôn", "tan làm", "tan tầm", "tan ca", "tan học", "giờ tan", "dusk", "sunset", "after (?:work|school)")),
    (18.5, ("ăn tối", "bữa tối", "dinner", "supper", "early evening")),
    (12, ("trưa", "noon", "midday", "lunch(?: ?time| break)?")),
    (8, ("sáng(?! (?:tạo|kiến|tác|suốt|lập|mắt|giá|sủa))", "morning")),
    (14, ("chiều(?! (?:cao|dài|rộng|sâu|chuộng|khách|lòng))", "afternoon")),
    (22.5, ("khuya", "đêm", "đi ngủ", "trước khi ngủ", "giờ ngủ", "night", "bed ?time", "before (?:bed|sleep)", "late evening", "tối khuya")),
    (19, ("tối(?! (?:ưu|đa|thiểu|tân|giản|hậu|cao))", "evening")),
)  # fmt: skip
"""Hours at which parts of a day begin. Longer names stand before the shorter ones that they begin with."""


def _part_of_day(text: str) -> Frame | None:
    found = [(at, hour) for hour, names in _PARTS if (at := place(names, text)) is not None]
    return Frame("minute", min(found, key=lambda one: one[0])[1] * 60) if found else None


_TIMES: Patterns = (
    "giờ (?:làm|nghỉ|cao điểm|hành chính|học|ra chơi)", "đi (?:làm|học)", "trong ngày", "cả ngày",
    "ngày (?:thường|nghỉ|lễ|tết|cuối|đầu|khai|làm việc|hôm)", "hôm sau", "hôm trước", "cuối tuần", "trong tuần", "đầu tuần", "giữa tuần",
    "đầu tháng", "cuối tháng", "giữa tháng", "dịp tết", "tết", "nghỉ lễ", "nghỉ hè", "giáng sinh",
    "mùa (?:xuân|hè|hạ|thu|đông|mưa|khô|cưới|thi|sale|lễ)", "ngày", "tuần", "tháng", "quý(?! khách| vị| giá)", "học kỳ", "học kì", "tam cá nguyệt",
    "tháng giêng", "tháng chạp", "weekends?", "weekdays?", "workday", "working hours", "work hours", "rush hour", "commut(?:e|ing)",
    "(?:on the|the) way (?:to|home|back)[\\w ]*", "(?:at|to) (?:work|school)", "holidays?", "christmas", "spring", "summer", "autumn", "fall",
    "winter", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "days?",
    "weeks?", "months?", "quarters?", "years?", "semesters?", "trimesters?", "hours?", "today", "tomorrow", "(?:trước|sau|trong) (?:giờ|bữa)",
    "(?:trước|sau|trong) khi(?! mua)", "(?:before|after|during|while|when)(?! (?:the |they )?(?:buy|buying|purchase|sale))", "q[1-4]",
)  # fmt: skip
"""Times without a place in the order of a day."""
