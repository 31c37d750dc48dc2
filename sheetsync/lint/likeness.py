"""Whether two texts, or two maps, say the same in other words."""

from collections.abc import Iterable

from sheetsync.model.journey import JourneyMap, items

_MARKS = str.maketrans(dict.fromkeys("“”\"'’‘.,;:!?…()[]{}/\\|*•–—-+&", " "))


def words(text: str) -> frozenset[str]:
    """The words of ``text``: case, order and punctuation don't count; diacritics do."""
    return frozenset(text.casefold().translate(_MARKS).split())


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether all words of one text stand in the other, or most words are the same: a name made longer or shorter, or worded anew."""
    if not one or not other:
        return False
    shared = len(one & other)
    return shared == min(len(one), len(other)) or 2 * shared > len(one | other)


def content(journey: JourneyMap) -> frozenset[frozenset[str]]:
    """What the map itself says, item by item; single words (mostly choices) say too little to compare."""
    found = (words(item) for record in journey.main.records for text in record.values.values() for item in items(text))
    return frozenset(item for item in found if len(item) > 1)


def cells(journey: JourneyMap) -> frozenset[str]:
    """The texts of the map itself as they stand in cells; single words are left out."""
    return frozenset(text for record in journey.main.records for text in record.values.values() if " " in text)


def shares_a_cell(texts: frozenset[str], other: JourneyMap) -> bool:
    """Whether the other map holds one of ``texts``: much faster to tell than how much two maps share, and copies do."""
    return any(text in texts for record in other.main.records for text in record.values.values())


def share(own: frozenset[frozenset[str]], other: frozenset[frozenset[str]]) -> int:
    """How much of ``own`` the other map says too, in per cent."""
    return 100 * len(own & other) // len(own) if own else 0


def titled(title: str, maps: Iterable[JourneyMap]) -> JourneyMap | None:
    """The map that people mean by ``title``: of that title or id, else the only one whose title holds it, or is held by it."""
    wanted = " ".join(title.casefold().split())
    maps = tuple(maps)
    exact = next((journey for journey in maps if wanted in {" ".join(journey.title.casefold().split()), journey.id.casefold()}), None)
    if exact is not None or not wanted:
        return exact
    near = [journey for journey in maps if _within(wanted, " ".join(journey.title.casefold().split()))]
    return near[0] if len(near) == 1 else None


def _within(one: str, other: str) -> bool:
    return bool(one and other) and (f" {one} " in f" {other} " or f" {other} " in f" {one} ")
