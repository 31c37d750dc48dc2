"""Import: a map's JSON that a person edited becomes the next version. What came into the archive meanwhile is merged, never overwritten."""

from dataclasses import dataclass, replace
from typing import Literal

from sheetsync.errors import AlreadyInArchive, NotInArchive
from sheetsync.history.diff import Change, diff
from sheetsync.history.merge import Conflict, IsList, merge
from sheetsync.history.record import Decision
from sheetsync.history.sweep import Sweep, sweeps
from sheetsync.history.version import Source, Version, content_digest, digest
from sheetsync.model.journey import FieldRef, JourneyMap
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text
from sheetsync.tasks.incoming import Mistake, RawFile, parse
from sheetsync.tasks.incoming_journey import Context, read_journey
from sheetsync.tasks.ledger import Stored
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.resolve import Named

ATTEMPTS = 5
"""How often it is decided again when somebody else archived a version meanwhile."""

Outcome = Literal["imported", "merged", "unchanged", "conflict", "stopped", "invalid"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file. ``before`` and ``after`` are the newest version before it and what it comes to; ``version`` is the newest one now.

    ``invalid`` has ``mistakes``, ``conflict`` has ``conflicts`` (the file is their sheet), ``stopped`` has ``gone``: so much would be deleted.
    """

    map: str
    outcome: Outcome
    version: int
    before: JourneyMap
    after: JourneyMap
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    gone: tuple[Sweep, ...] = ()


def import_map(space: Workspace, named: Named, body: bytes, name: str, *, accept_deletions: bool = False) -> Imported:
    """Put the map in the file ``body``, which is called ``name``, into the archive as the next version of the map that is ``named``.

    Raises:
        NotInArchive: the map was never archived.
        UsageError: the file is no JSON of a map, or the map is of a type that nobody knows.
        NewerThanThis: a newer sheetsync wrote the file.
        AlreadyInArchive: others archived versions again and again meanwhile.
    """
    raw = parse(body, name)
    first: Version | None = None
    for attempt in range(ATTEMPTS):
        standing = space.ledger.latest(named.map)
        if standing is None:
            raise NotInArchive(named.map)
        latest = space.ledger.load(named.map, standing.version)
        first = first or latest
        decided = _decide(space, raw, latest, first, accept_deletions=accept_deletions)
        if decided.outcome not in {"imported", "merged"}:
            return decided
        try:
            return _archived(space, decided, standing, Source("file", name, digest(body)))
        except AlreadyInArchive:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError  # the last attempt returned or raised


def _decide(space: Workspace, raw: RawFile, latest: Version, first: Version, *, accept_deletions: bool) -> Imported:
    """What is to become of a file, whose edits began at the version it names, else at ``first``."""
    map_type = space.types.load(latest.journey.type)
    base, wrong = _base(space, raw, latest, first)
    known = [latest.journey, *([base.journey] if base.content != latest.content else [])]
    journey, mistakes = read_journey(raw, Context(map_type, known, space.random))
    told = Imported(latest.map, "unchanged", latest.version, latest.journey, latest.journey)
    if wrong or mistakes or raw.mistakes:
        return replace(told, outcome="invalid", mistakes=_once((*wrong, *raw.mistakes, *mistakes)))
    has_moved = base.content != latest.content
    if has_moved:
        merged = merge(base.journey, journey, latest.journey, is_list=_lists(map_type))
        if merged.conflicts:
            return replace(told, outcome="conflict", conflicts=merged.conflicts)
        journey = merged.archive
    if content_digest(journey) == latest.content:
        return told
    told = replace(told, outcome="merged" if has_moved else "imported", after=journey, changes=diff(latest.journey, journey))
    gone = sweeps(latest.journey, journey, lost_tabs=(), lost_fields=())
    return replace(told, gone=gone) if accept_deletions or not gone else replace(told, outcome="stopped", gone=gone)


def _base(space: Workspace, raw: RawFile, latest: Version, first: Version) -> tuple[Version, tuple[Mistake, ...]]:
    """The version that a file was made from, and what is wrong with what it says of that."""
    if raw.map is not None and raw.map != latest.map:
        told = Text(
            vi=f"đây là tệp của bản đồ khác; bản đồ này có mã “{latest.map}”", en=f"this is the file of another map; this one is “{latest.map}”"
        )
        return first, (Mistake("map", told),)
    if raw.version is None:
        return first, ()
    again = Text(vi="hãy xuất lại bằng `sheetsync show REF --format json`", en="write the file anew with `sheetsync show REF --format json`")
    if raw.version not in space.ledger.numbers(latest.map):
        return first, (
            Mistake(
                "version",
                Text(
                    vi=f"kho lưu trữ không có phiên bản {raw.version}; hãy để nguyên số này như khi xuất ra, hoặc {again.vi}",
                    en=f"the archive has no version {raw.version}; leave that number as it was, or {again.en}",
                ),
            ),
        )
    base = space.ledger.load(latest.map, raw.version)
    if raw.content is not None and raw.content != base.content:
        told = Text(
            vi=f"không phải của phiên bản {raw.version}; hãy để nguyên mục này như khi xuất ra, hoặc {again.vi}",
            en=f"is not that of version {raw.version}; leave it as it was, or {again.en}",
        )
        return first, (Mistake("content", told),)
    return base, ()


def _once(mistakes: tuple[Mistake, ...]) -> tuple[Mistake, ...]:
    """One mistake a path: what is said first of it."""
    found: dict[str, Mistake] = {}
    for mistake in mistakes:
        found.setdefault(mistake.path, mistake)
    return tuple(found.values())


def _archived(space: Workspace, decided: Imported, standing: Stored, source: Source) -> Imported:
    if decided.gone:
        space.ledger.decide(decided.map, Decision("accept-deletions", space.instant(), space.author, version=standing.version))
    stored = space.ledger.append(
        decided.map, decided.after, author=space.author, reason="import", source=source, saved_at=space.instant(), parent=standing
    )
    return replace(decided, version=stored.version)


def _lists(map_type: MapType) -> IsList:
    """Which fields hold one item a line."""
    keys = {(tab.key, field.key) for tab in map_type.tabs for field in tab.fields if field.kind == "list"}

    def is_list(ref: FieldRef) -> bool:
        return ref.step is not None and (ref.tab or "", ref.field or "") in keys

    return is_list
