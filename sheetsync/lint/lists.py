"""The supporting tabs as rules ask for them: found by the roles of their fields, with the days that stand in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sheetsync.lint.index import Index, folded
from sheetsync.model.journey import FieldRef, Record
from sheetsync.model.maptype import Field, TabType
from sheetsync.model.words import Text

REVIEW, MEETING, OUTSIDE = "review", "meeting", "outside"
"""Kinds of entries in the review log."""
MONTHLY = "monthly"
"""The tighter of the two review cadences."""
NEED, PLANNED = "need", "should"
"""A resource that is still needed; a touchpoint that is not used yet, though it should be."""


class Looked(NamedTuple):
    """The map was gone through on ``day``: where that stands, of which kind it was (blank: nobody said), and who took part."""

    ref: FieldRef
    day: date
    kind: str = ""
    who: str = ""


def with_roles(index: Index, *roles: str) -> TabType | None:
    """The supporting tab that has a field of each of ``roles``."""
    return next((tab for tab in index.lists if all(index.field(role, tab.key) for role in roles)), None)


def survey(index: Index) -> TabType | None:
    """The tab that holds what customers answered."""
    return with_roles(index, "name", "answer")


def walkthroughs(index: Index) -> TabType | None:
    """The tab that says who walked the journey in a persona's place."""
    return with_roles(index, "persona", "finding")


def inventory(index: Index) -> TabType | None:
    """The tab that lists all touchpoints."""
    return with_roles(index, "touchpoint", "channel")


def review_log(index: Index) -> TabType | None:
    """The tab that says when the map was reviewed."""
    return with_roles(index, "date", "reviewer", "status")


def text(index: Index, tab: TabType, record: Record, role: str) -> str:
    """What an entry holds in the first field of ``role``; a lone dash is nothing."""
    item = index.field(role, tab.key)
    found = record.values.get(item.key, "") if item is not None else ""
    return found if folded(found).strip("-–—•*·. ") else ""


def answers(index: Index) -> tuple[tuple[Record, tuple[Field, ...]], ...]:
    """Each response of the survey that answers something, with the questions it answers."""
    tab = survey(index)
    if tab is None:
        return ()
    questions = questions_of(index, tab)
    found = [(record, tuple(item for item in questions if record.values.get(item.key, "").strip(" -–—."))) for record in index.map.records(tab.key)]
    return tuple((record, answered) for record, answered in found if answered)


def questions_of(index: Index, tab: TabType) -> tuple[Field, ...]:
    """The questions of a survey, in their order."""
    asked = {item.key for role in ("answer", "rating") for item in index.fields(role, tab.key)}
    return tuple(item for item in tab.fields if item.key in asked)


def walked(index: Index) -> tuple[Record, ...]:
    """The walkthroughs that were made: those that say more than whose part is to be played."""
    tab = walkthroughs(index)
    if tab is None:
        return ()
    return tuple(record for record in index.map.records(tab.key) if any(text(index, tab, record, role) for role in ("date", "finding", "channel")))


def looks(index: Index, today: date) -> tuple[Looked, ...]:
    """Every time the map was gone through until ``today``, oldest first, as *About this map* and the review log tell; plans don't count."""
    found = [Looked(FieldRef(field=item.key), day) for item in index.fields("date", None) if (day := day_of(index.map.values.get(item.key, "")))]
    return _in_order([*found, *_logged(index)], today)


def logged(index: Index, today: date) -> tuple[Looked, ...]:
    """Every time the map was gone through until ``today``, oldest first, as the review log alone tells: who took part, and of which kind it was."""
    return _in_order(_logged(index), today)


def last_look(index: Index, today: date) -> Looked | None:
    """The last time the map was gone through."""
    return next(reversed(looks(index, today)), None)


def long_ago(index: Index, today: date, options: Mapping[str, int]) -> Looked | None:
    """The last time the map was gone through, if that is more days ago than ``options`` allow: ``monthly_days``, else ``quarterly_days``."""
    last = last_look(index, today)
    limit = options["monthly_days" if is_monthly(index) else "quarterly_days"]
    return last if last is not None and (today - last.day).days > limit else None


def is_monthly(index: Index) -> bool:
    """Whether the map says that it is reviewed every month."""
    return any(index.map.values.get(item.key) == MONTHLY for item in index.fields("cadence", None))


def review_place(index: Index, last: Looked) -> FieldRef:
    """Where it is told when the map was last gone through: a lasting place on *About this map*, else the entry itself."""
    return next((FieldRef(field=item.key) for item in index.fields("date", None)), last.ref)


def _in_order(found: Iterable[Looked], today: date) -> tuple[Looked, ...]:
    return tuple(sorted((look for look in found if look.day <= today), key=lambda look: (look.day, look.ref.step or "")))


def _logged(index: Index) -> Iterator[Looked]:
    tab = review_log(index)
    if tab is None:
        return
    for record in index.map.records(tab.key):
        day = day_of(text(index, tab, record, "date"))
        if day is not None:
            yield Looked(FieldRef(tab.key, step=record.id), day, text(index, tab, record, "status"), text(index, tab, record, "reviewer"))


def day_of(written: str) -> date | None:
    """The day that a date field's text names; ``None`` where it names none (``date-invalid`` tells)."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def spoken(day: date) -> Text:
    """A day as people write it."""
    return Text(f"{day.day}/{day.month}/{day.year}", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def quarter_before(day: date) -> tuple[str, date]:
    """The quarter that was over when ``day``'s began: its label, and its last day."""
    last = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)
    return f"{last.year:04}-Q{(last.month + 2) // 3}", last


def same_person(one: str, other: str) -> bool:
    """Whether two texts name the same persona: what follows a comma, a dash or a bracket is a description; the shorter name is enough."""
    names = [_name(one), _name(other)]
    short, long = sorted(names, key=len)
    return bool(short) and any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _name(written: str) -> Sequence[str]:
    for mark in (",", ";", "(", " – ", " — ", " - ", ":", "\n"):
        written = written.partition(mark)[0]
    return folded(written).split()
