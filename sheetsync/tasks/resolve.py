"""What a person means by REF: a path or link, a map id, a title or a unique part of it, or the name of a file."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from sheetsync.errors import NoSuchMap, ServiceError, SheetsyncError, UsageError, WorkbookGone
from sheetsync.model.words import fold
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Parts, Workspace


class Named(NamedTuple):
    """A map that was found: its id, its title, and where its workbook stands (``None`` when only the archive has it)."""

    map: str
    title: str
    ref: str | None


class _Known(NamedTuple):
    """The maps there are, with the workbook that counts; and the workbooks that are copies of those, which only their files' names mean."""

    maps: list[Named]
    copies: list[Named]


def refs_of(parts: Parts, words: Sequence[str]) -> tuple[str, ...]:
    """The addresses that ``words`` mean; every workbook of the place when there are none.

    Raises:
        WorkbookNotFound: a word means nothing, or a map whose workbook is gone.
        UsageError: a word is blank, or fits several maps.
    """
    if not words:
        return parts.backend.list()
    return tuple(dict.fromkeys(_ref_of(parts, word) for word in words))


def find(parts: Parts, word: str) -> Named:
    """The one map that ``word`` means.

    Raises:
        WorkbookNotFound: it means nothing.
        UsageError: it is blank, or fits several maps; names them.
        WorkbookError: it is the address of a workbook that can't be read.
        ServiceError: the place can't be asked for now.
    """
    if ref := _address(parts, word):
        journey = open_map(parts, ref).reading.map
        return Named(journey.id, journey.title, ref)
    listed = parts.backend.list()
    remembered = _remembered(parts, listed)
    at_home = {named.ref for named in remembered}
    unread: list[str] = []
    known = _sorted_out(parts, _read(parts, (ref for ref in listed if ref not in at_home), unread), remembered)
    found = _fitting(word, known, fold)
    if not found:  # somebody may have changed a title since it was archived
        now = _sorted_out(parts, _read(parts, (ref for ref in listed if ref in at_home), unread), known.maps)
        known = now._replace(copies=[*known.copies, *now.copies])
        found = _fitting(word, known, fold) or _fitting(word, known, _without_marks)
    if not found:
        raise NoSuchMap(word, unread=len(unread))
    if len(found) > 1:
        titles = "; ".join(f"{named.title} ({named.ref or named.map})" for named in found)
        raise UsageError(
            en=f"“{word}” fits several maps: {titles}. Write more of the title, or the path.",
            vi=f"“{word}” khớp với nhiều bản đồ: {titles}. Hãy viết rõ tên hơn, hoặc ghi đường dẫn.",
        )
    return found[0]


def _address(parts: Parts, word: str) -> str | None:
    """The address that ``word`` is, if it is one.

    Raises:
        UsageError: it is blank, or an address of another kind of place.
    """
    if not word.strip():
        raise UsageError(
            en="The name of the map is empty. Write its title or its path; `sheetsync list` shows both.",
            vi="Tên bản đồ đang trống. Hãy ghi tiêu đề hoặc đường dẫn của bản đồ; `sheetsync list` cho thấy cả hai.",
        )
    return parts.backend.locate(word)


def _ref_of(parts: Parts, word: str) -> str:
    if ref := _address(parts, word):
        return ref
    named = find(parts, word)
    if named.ref is None:
        raise WorkbookGone(named.title)
    return named.ref


def _fitting(word: str, known: _Known, form: Callable[[str], str]) -> list[Named]:
    """The maps that ``word`` may mean, in that ``form``: those whose id or title it is, else whose file it names, else with it in their title."""
    wanted = form(word)

    def is_whole(named: Named) -> bool:
        return named.map == word or form(named.title) == wanted

    def is_file(named: Named) -> bool:
        return named.ref is not None and form(_file_name(named.ref)) == wanted

    def is_part(named: Named) -> bool:
        return wanted in form(named.title)

    tries = ((known.maps, is_whole), ([*known.maps, *known.copies], is_file), (known.maps, is_part))
    return next((found for names, fits in tries if wanted and (found := list(filter(fits, names)))), [])


def _file_name(ref: str) -> str:
    """The name of the file at ``ref``, without its folders and its ending."""
    name = ref.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _without_marks(text: str) -> str:
    # Imported here because hardly anybody leaves the marks out.
    from sheetsync.adoption.words import plain, words  # noqa: PLC0415

    return plain(words(text))


def _sorted_out(parts: Parts, read: Iterable[Named], others: Iterable[Named]) -> _Known:
    """Every map once: as it was ``read`` where that is no copy, else as one of ``others`` has it."""
    maps: dict[str, Named] = {}
    copies: list[Named] = []
    for named in read:
        if named.map in maps or _is_copy(parts, named):
            copies.append(named)
        else:
            maps[named.map] = named
    for named in others:
        maps.setdefault(named.map, named)
    return _Known(list(maps.values()), copies)


def _is_copy(parts: Parts, named: Named) -> bool:
    if not isinstance(parts, Workspace) or named.ref is None:
        return False
    from sheetsync.tasks.standing import standing_copy  # noqa: PLC0415 - nothing of history is loaded where there is none

    return standing_copy(parts, named.map, named.ref, {}) is not None


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
