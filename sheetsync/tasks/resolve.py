"""What a person means by REF: a path or link, a map id, or a unique part of a title."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from sheetsync.errors import ServiceError, SheetsyncError, UsageError, WorkbookNotFound
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
        WorkbookError: it is the address of a workbook that can't be read.
        ServiceError: the place can't be asked for now.
    """
    if ref := parts.backend.locate(word):
        journey = open_map(parts, ref).reading.map
        return Named(journey.id, journey.title, ref)
    listed = parts.backend.list()
    remembered = _remembered(parts, listed)
    known = {named.ref for named in remembered}
    unread: list[str] = []
    by_map = _fitting(word, [*_read(parts, (ref for ref in listed if ref not in known), unread), *remembered])
    if not by_map:  # somebody may have changed a title since it was archived
        by_map = _fitting(word, _read(parts, (ref for ref in listed if ref in known), unread))
    if not by_map:
        raise WorkbookNotFound(word, unread=len(unread))
    if len(by_map) > 1:
        titles = "; ".join(f"{named.title} ({named.ref or named.map})" for named in by_map.values())
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


def _fitting(word: str, names: Iterable[Named]) -> dict[str, Named]:
    """The maps that ``word`` may mean, by id: those whose id or whole title it is, else those with it in their title."""
    wanted = sorted(names, key=lambda named: named.ref is None)
    exact = [named for named in wanted if named.map == word or fold(named.title) == fold(word)]
    found: dict[str, Named] = {}
    for named in exact or [named for named in wanted if fold(word) in fold(named.title)]:
        found.setdefault(named.map, named)
    return found


def _remembered(parts: Parts, listed: Collection[str]) -> list[Named]:
    """Every map that the archive knows: its title there, and the address it was last synced at if a workbook still stands at it."""
    if not isinstance(parts, Workspace):
        return []
    ledger, standing = parts.ledger, set(listed)
    found = []
    for map_id in ledger.maps():
        title = ledger.load(map_id, ledger.numbers(map_id)[-1]).journey.title
        address = next(iter(ledger.addresses(map_id)[-1:]), None)
        found.append(Named(map_id, title, address if address in standing else None))
    return found


def _read(parts: Parts, refs: Iterable[str], unread: list[str]) -> Iterator[Named]:
    """The maps that stand at ``refs``; the addresses of those that can't be read are added to ``unread``.

    Raises:
        ServiceError: none of them can be read for now.
    """
    for ref in refs:
        try:
            journey = open_map(parts, ref).reading.map
        except ServiceError:
            raise
        except SheetsyncError:
            unread.append(ref)
        else:
            yield Named(journey.id, journey.title, ref)
