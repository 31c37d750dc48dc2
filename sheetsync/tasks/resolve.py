"""What a person means by REF: a path or link, a map id, or a unique part of a title."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sheetsync.errors import SheetsyncError, UsageError, WorkbookNotFound
from sheetsync.model.words import fold
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Parts, Workspace


class Named(NamedTuple):
    """A map that was found: its id, its title, and where its workbook stands (``None`` when only the archive has it)."""

    map: str
    title: str
    ref: str | None


def refs_of(parts: Parts, words: Sequence[str]) -> tuple[str, ...]:
    """The addresses that ``words`` mean; every workbook of the place when there are none.

    Raises:
        WorkbookNotFound: a word means nothing, or a map whose workbook is gone.
        UsageError: a part of a title fits several maps.
    """
    if not words:
        return parts.backend.list()
    return tuple(dict.fromkeys(_ref_of(parts, word) for word in words))


def find(parts: Parts, word: str) -> Named:
    """The one map that ``word`` means.

    Raises:
        WorkbookNotFound: it means nothing.
        UsageError: it is a part of several titles; names them.
        WorkbookError: it is the path of a workbook that can't be read.
    """
    if ref := parts.backend.locate(word):
        journey = open_map(parts, ref).reading.map
        return Named(journey.id, journey.title, ref)
    found = list(_known(parts))
    exact = [named for named in found if named.map == word or fold(named.title) == fold(word)]
    fitting = exact or [named for named in found if fold(word) in fold(named.title)]
    by_map = {named.map: named for named in reversed(fitting)}
    if not by_map:
        raise WorkbookNotFound(word)
    if len(by_map) > 1:
        titles = "; ".join(f"{named.title} ({named.ref or named.map})" for named in reversed(by_map.values()))
        raise UsageError(
            en=f"“{word}” fits several maps: {titles}. Write more of the title, or the path.",
            vi=f"“{word}” khớp với nhiều bản đồ: {titles}. Hãy viết rõ tên hơn, hoặc ghi đường dẫn.",
        )
    return next(iter(by_map.values()))


def _ref_of(parts: Parts, word: str) -> str:
    ref = parts.backend.locate(word) or find(parts, word).ref
    if ref is None:
        raise WorkbookNotFound(word)
    return ref


def _known(parts: Parts) -> Iterator[Named]:
    """Every map that stands somewhere, then those that only the archive knows."""
    standing: set[str] = set()
    for ref in parts.backend.list():
        try:
            journey = open_map(parts, ref).reading.map
        except SheetsyncError:
            continue
        standing.add(journey.id)
        yield Named(journey.id, journey.title, ref)
    if isinstance(parts, Workspace):
        for map_id in parts.ledger.maps():
            if map_id not in standing:
                newest = parts.ledger.numbers(map_id)[-1]
                yield Named(map_id, parts.ledger.load(map_id, newest).journey.title, None)
