"""What the files of an archive mean: versions of maps, acts of sync, decisions, snapshots.

Every act creates one file that never changes. Nothing is kept in memory that another process could make untrue.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import takewhile
from typing import Literal

from sheetsync.errors import AlreadyInArchive, ArchiveDamaged, NotInArchive, UsageError
from sheetsync.history import snapshot as snapshots
from sheetsync.history.keys import (
    CURSORS,
    DECISIONS,
    FORMAT_KEY,
    MAPS,
    SNAPSHOTS,
    SYNC,
    THREADS,
    decision_folder,
    edition_name,
    edition_of,
    is_map_id,
    is_snapshot_name,
    is_workbook_key,
    map_folder,
    number_of,
    numbered_key,
    numbers_of,
    post_folder,
    snapshot_key,
    sync_folder,
    workbook_key,
)
from sheetsync.history.merge import Conflict
from sheetsync.history.posts import PostRecord, decode_posts, encode_posts
from sheetsync.history.record import Decided, Decision, SyncRecord, decode_decision, decode_sync, encode_decision, encode_sync, fold
from sheetsync.history.snapshot import Manifest, last_before, midnight, says_the_same
from sheetsync.history.version import (
    FORMAT_BODY,
    Reason,
    Source,
    Version,
    canonical,
    content_digest,
    decode,
    digest,
    encode,
    examine_format,
    instant,
    trusted,
)
from sheetsync.model.journey import JourneyMap
from sheetsync.ports import Archive, Check
from sheetsync.tasks.audit import CheckReport, audit


@dataclass(frozen=True, slots=True)
class Stored:
    """A version as the archive names it: its number and the digest of its file."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Stats:
    """The size of an archive. ``bytes`` counts every file that matters; ``oldest`` and ``newest`` are instants of versions."""

    maps: int
    versions: int
    snapshots: int
    bytes: int
    oldest: str | None
    newest: str | None


class Ledger:
    """An archive, in the words of maps.

    Any method raises ``NewerThanThis`` where a newer sheetsync wrote the archive, ``ArchiveDamaged`` where a file it needs can't be trusted,
    and ``StorageFailed`` where the place can't be read or written. An archive that doesn't exist yet reads as empty.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known = False

    # Versions

    def maps(self) -> tuple[str, ...]:
        """The ids of all maps that have a version."""
        return tuple(name for name in self._names(MAPS) if is_map_id(name) and self.numbers(name))

    def numbers(self, map_id: str) -> tuple[int, ...]:
        """The numbers of a map's versions, lowest first; none for an unknown map."""
        return numbers_of(self._names(map_folder(map_id))) if is_map_id(map_id) else ()

    def latest_body(self, map_id: str) -> tuple[int, bytes] | None:
        """Number and file of a map's newest version, unchecked; ``None`` for an unknown map."""
        number = self._newest(map_folder(map_id)) if is_map_id(map_id) else 0
        return (number, self._archive.read(numbered_key(map_folder(map_id), number))) if number else None

    def latest(self, map_id: str) -> Stored | None:
        """A map's newest version; ``None`` for an unknown map."""
        found = self.latest_body(map_id)
        return Stored(found[0], digest(found[1])) if found else None

    def load(self, map_id: str, number: int) -> Version:
        """Version ``number`` of a map.

        Raises:
            NotInArchive: there is no such version.
        """
        return decode(*self._body(map_id, number))

    def stored(self, map_id: str, number: int) -> Stored:
        """Number and digest of version ``number`` of a map.

        Raises:
            NotInArchive: there is no such version.
        """
        return Stored(number, digest(self._body(map_id, number)[0]))

    def append(
        self, map_id: str, journey: JourneyMap, *, author: str, reason: Reason, source: Source, saved_at: str, parent: Stored | None
    ) -> Stored:
        """Store ``journey`` as the version after ``parent`` (``None``: as the first).

        Raises:
            AlreadyInArchive: somebody stored that version first: read again and decide again.
            ArchiveError: the map can't be archived (ids held twice, broken characters).
            UsageError: the map's id is none.
        """
        _require_map_id(map_id)
        version = Version(
            map=map_id,
            version=parent.version + 1 if parent else 1,
            parent=parent.digest if parent else None,
            content=content_digest(journey),
            saved_at=saved_at,
            author=author,
            reason=reason,
            source=source,
            journey=journey,
        )
        body = encode(version)
        self._create(numbered_key(map_folder(map_id), version.version), body)
        return Stored(version.version, digest(body))

    def last_before(self, map_id: str, end: datetime) -> int | None:
        """The number of a map's last version saved before ``end``; ``None`` when it had none by then."""
        newest_first = reversed(self.numbers(map_id))
        return last_before(((number, self.load(map_id, number).saved_at) for number in newest_first), end)

    def resolve(self, map_id: str, spec: str, zone: tzinfo) -> int:
        """The number of the version that ``spec`` names: a number, a snapshot (``2026-Q3``), or a date, meaning the end of that day in ``zone``.

        Raises:
            NotInArchive: there is no such version.
            UsageError: ``spec`` is none of these.
        """
        if spec.isascii() and spec.isdigit():
            number = int(spec) if len(spec) < 9 and int(spec) in self.numbers(map_id) else None
        elif is_snapshot_name(spec):
            number = next((entry.version for entry in self.snapshot(spec).maps if entry.map == map_id), None)
        else:
            number = self.last_before(map_id, midnight(_day(spec) + timedelta(days=1), zone))
        if number is None:
            raise NotInArchive(f"{map_id}@{spec}")
        return number

    # Acts of sync

    def intent(self, map_id: str, ref: str, *, version: Stored | None, revision: str, at: str, conflicts: Sequence[Conflict] = ()) -> None:
        """Note that the workbook at ``ref``, read at ``revision``, is about to be written, and ``conflicts`` decided as somebody said."""
        self._record_sync("intent", map_id, ref, version, revision, at, tuple(conflicts))

    def done(self, map_id: str, ref: str, *, version: Stored, revision: str, at: str) -> None:
        """Note that the workbook at ``ref`` was read back at ``revision``, equal to ``version``."""
        self._record_sync("done", map_id, ref, version, revision, at)

    def conflict(self, map_id: str, ref: str, conflicts: Sequence[Conflict], *, version: Stored, revision: str, at: str, heard: int) -> None:
        """Note that the workbook at ``ref``, read at ``revision``, differs from ``version`` in ``conflicts`` alone, and that people are told of them.

        ``heard`` is how many decisions about the map were heeded.
        """
        self._record_sync("conflict", map_id, ref, version, revision, at, tuple(conflicts), heard)

    def open_conflict(self, map_id: str, ref: str) -> SyncRecord | None:
        """The newest note of conflicts of a map and workbook, unless both were in step since."""
        ends = (record for record in self._sync_records(map_id, workbook_key(ref)) if record.kind != "intent")
        newest = next(ends, None)
        return newest if newest is not None and newest.kind == "conflict" else None

    def open_conflicts(self, map_id: str, ref: str) -> tuple[SyncRecord, ...]:
        """All notes of conflicts of a map and workbook since both were in step, oldest first."""
        since = takewhile(lambda record: record.kind != "done", self._sync_records(map_id, workbook_key(ref)))
        return tuple(reversed([record for record in since if record.kind == "conflict"]))

    def last_done(self, map_id: str, ref: str) -> SyncRecord | None:
        """The newest ``done`` of a map and workbook."""
        return next((record for record in self._sync_records(map_id, workbook_key(ref)) if record.kind == "done"), None)

    def base(self, map_id: str, ref: str) -> int | None:
        """The version that the workbook at ``ref`` was last in step with: the common ancestor of a merge."""
        record = self.last_done(map_id, ref)
        return record.version if record else None

    def addresses(self, map_id: str) -> tuple[str, ...]:
        """Every address at which a map was ever synced, the one of the newest act last."""
        if not is_map_id(map_id):
            return ()
        workbooks = [name for name in self._names(f"{SYNC}/{map_id}") if is_workbook_key(name)]
        newest = [record for workbook in workbooks for record in [next(self._sync_records(map_id, workbook), None)] if record]
        return tuple(record.ref for record in sorted(newest, key=lambda record: (record.at, record.ref)))

    # Decisions

    def decide(self, map_id: str, decision: Decision) -> None:
        """Keep what a person decided about a map.

        Raises:
            UsageError: the map's id is none.
        """
        _require_map_id(map_id)
        folder = decision_folder(map_id)
        for number in self._free_numbers(folder):
            if self._took(numbered_key(folder, number), encode_decision(map_id, number, decision)):
                return

    def decisions(self, map_id: str, before: datetime | None = None, *, after: int = 0) -> Decided:
        """What all decisions about a map come to; with ``before`` only those made before that instant, with ``after`` but for so many first ones."""
        folder = decision_folder(map_id)
        numbers = numbers_of(self._names(folder)) if is_map_id(map_id) else ()
        keys = [numbered_key(folder, number) for number in numbers[after:]]
        made = (decode_decision(self._archive.read(key), key) for key in keys)
        return fold(decision for decision in made if before is None or instant(decision.at) < before)

    def decided(self, map_id: str) -> int:
        """How many decisions there are about a map."""
        return len(numbers_of(self._names(decision_folder(map_id)))) if is_map_id(map_id) else 0

    # Comments

    def last_posts(self, ref: str) -> PostRecord | None:
        """The newest record of comments in the workbook at ``ref``."""
        folder = post_folder(workbook_key(ref))
        number = self._newest(folder)
        return decode_posts(self._archive.read(numbered_key(folder, number)), numbered_key(folder, number)) if number else None

    def record_posts(self, record: PostRecord) -> None:
        """Keep ``record`` under its number.

        Raises:
            AlreadyInArchive: another run did something there meanwhile.
            UsageError: the map's id is none.
        """
        _require_map_id(record.map)
        self._create(numbered_key(post_folder(workbook_key(record.ref)), record.number), encode_posts(record))

    # Snapshots

    def snapshots(self) -> tuple[str, ...]:
        """The labels of all snapshots, newest last."""
        return tuple(sorted({edition[0] for name in self._names(SNAPSHOTS) if (edition := edition_of(name))}))

    def snapshot(self, label: str) -> Manifest:
        """A snapshot as last amended; ``2026-Q4~1`` names its first edition, ``2026-Q4~2`` the next.

        Raises:
            NotInArchive: there is no such snapshot.
        """
        editions = [edition for name in self._names(SNAPSHOTS) if (edition := edition_of(name))]
        wanted = max((edition for edition in editions if label in {edition[0], f"{edition[0]}~{edition[1]}"}), default=None)
        if wanted is None:
            raise NotInArchive(label)
        return self._manifest(*wanted)

    def freeze(self, manifest: Manifest, *, amend: bool = False) -> str:
        """Store a snapshot (its ``edition`` and ``amends`` are set here) and return its name: ``2026-Q4``, or ``2026-Q4~2`` when it amends one.

        A snapshot that says the same as the one that stands is not stored again.

        Raises:
            UsageError: another state is frozen under that label, and ``amend`` is not set.
            AlreadyInArchive: somebody froze it at this very moment: run again.
        """
        editions = [edition[1] for name in self._names(SNAPSHOTS) if (edition := edition_of(name)) and edition[0] == manifest.label]
        if not editions:
            return self._freeze(replace(manifest, edition=1, amends=None))
        standing = self._manifest(manifest.label, max(editions))
        name = edition_name(standing.label, standing.edition)
        if says_the_same(standing, manifest):
            return name
        if not amend:
            raise UsageError(
                en=f"The snapshot {name} is frozen and what stands today differs from it. To keep both, add --amend.",
                vi=f"Bản chụp {name} đã được chốt và hiện trạng khác với nó. Muốn giữ cả hai, hãy thêm --amend.",
            )
        return self._freeze(replace(manifest, edition=standing.edition + 1, amends=digest(snapshots.encode(standing))))

    # Caches

    def cursor(self, name: str) -> str | None:
        """A cached mark; ``None`` when it was lost or never kept."""
        try:
            value = json.loads(self._archive.read(f"{CURSORS}/{name}.json"))
        except (NotInArchive, ValueError):
            return None
        return value["value"] if isinstance(value, dict) and isinstance(value.get("value"), str) else None

    def keep_cursor(self, name: str, value: str) -> None:
        """Cache a mark; losing it costs time, nothing else."""
        self._archive.cache(f"{CURSORS}/{name}.json", canonical({"value": value}))

    # The whole

    def examine(self) -> Sequence[Check]:
        """Whether the place of the archive can be used, and what to do if not."""
        return self._archive.examine()

    def check(self) -> CheckReport:
        """Read everything and name whatever can't be trusted; raises for nothing that stands in the archive."""
        return audit(self._archive)

    def stats(self) -> Stats:
        """How much the archive holds."""
        maps = self.maps()
        first = [self.load(map_id, self.numbers(map_id)[0]).saved_at for map_id in maps]
        last = [self.load(map_id, self.numbers(map_id)[-1]).saved_at for map_id in maps]
        return Stats(
            maps=len(maps),
            versions=sum(len(self.numbers(map_id)) for map_id in maps),
            snapshots=len(self.snapshots()),
            bytes=sum(len(self._archive.read(key)) for key in self._keys()),
            oldest=min(first, default=None),
            newest=max(last, default=None),
        )

    def _keys(self) -> Iterator[str]:
        """The keys of all files that matter."""
        if self._enter():
            yield FORMAT_KEY
        yield from (f"{SNAPSHOTS}/{name}" for name in self._names(SNAPSHOTS) if edition_of(name))
        folders = [map_folder(name) for name in self._names(MAPS) if is_map_id(name)]
        folders += [decision_folder(name) for name in self._names(DECISIONS) if is_map_id(name)]
        for map_id in filter(is_map_id, self._names(SYNC)):
            folders += [sync_folder(map_id, name) for name in self._names(f"{SYNC}/{map_id}") if is_workbook_key(name)]
        folders += [post_folder(name) for name in self._names(THREADS) if is_workbook_key(name)]
        for folder in folders:
            yield from (numbered_key(folder, number) for number in numbers_of(self._names(folder)))

    def body(self, map_id: str, number: int) -> bytes:
        """The file of version ``number`` of a map, as archived and unchecked.

        Raises:
            NotInArchive: there is no such version.
        """
        return self._body(map_id, number)[0]

    def _body(self, map_id: str, number: int) -> tuple[bytes, str]:
        """The file of a version, and its key."""
        if not is_map_id(map_id) or not self._enter():
            raise NotInArchive(f"{map_id}@{number}")
        key = numbered_key(map_folder(map_id), number)
        try:
            return self._archive.read(key), key
        except NotInArchive:
            raise NotInArchive(f"{map_id}@{number}") from None

    def _record_sync(
        self,
        kind: Literal["intent", "done", "conflict"],
        map_id: str,
        ref: str,
        version: Stored | None,
        revision: str,
        at: str,
        conflicts: tuple[Conflict, ...] = (),
        heard: int = 0,
    ) -> None:
        _require_map_id(map_id)
        folder = sync_folder(map_id, workbook_key(ref))
        for number in self._free_numbers(folder):
            record = SyncRecord(
                kind=kind,
                map=map_id,
                number=number,
                ref=ref,
                version=version.version if version else None,
                digest=version.digest if version else None,
                revision=revision,
                at=at,
                conflicts=conflicts,
                heard=heard,
            )
            if self._took(numbered_key(folder, number), encode_sync(record)):
                return

    def _sync_records(self, map_id: str, workbook: str) -> Iterator[SyncRecord]:
        """The records of a map and workbook, newest first."""
        folder = sync_folder(map_id, workbook)
        numbers = numbers_of(self._names(folder)) if is_map_id(map_id) else ()
        for number in reversed(numbers):
            key = numbered_key(folder, number)
            yield decode_sync(self._archive.read(key), key)

    def _manifest(self, label: str, edition: int) -> Manifest:
        key = snapshot_key(label, edition)
        return snapshots.decode(self._archive.read(key), key)

    def _freeze(self, manifest: Manifest) -> str:
        self._create(snapshot_key(manifest.label, manifest.edition), snapshots.encode(manifest))
        return edition_name(manifest.label, manifest.edition)

    def _newest(self, folder: str) -> int:
        """The highest number of a numbered folder; 0 when it is empty."""
        return next((number for name in reversed(self._names(folder)) if (number := number_of(name))), 0)

    def _free_numbers(self, folder: str) -> Iterator[int]:
        """Numbers to try for a file whose place in the row doesn't matter."""
        while True:
            yield self._newest(folder) + 1

    def _took(self, key: str, body: bytes) -> bool:
        try:
            self._create(key, body)
        except AlreadyInArchive:
            return False
        return True

    def _names(self, folder: str) -> tuple[str, ...]:
        return self._archive.names(folder) if self._enter() else ()

    def _create(self, key: str, body: bytes) -> None:
        if not self._enter():
            self._took_format()
        self._archive.create(key, body)

    def _took_format(self) -> None:
        try:
            self._archive.create(FORMAT_KEY, FORMAT_BODY)
        except AlreadyInArchive:
            self._enter()

    def _enter(self) -> bool:
        """Whether there is an archive; refuses one that we don't understand."""
        if not self._known:
            body = self._format()
            if body is None and any(self._archive.names(folder) for folder in (MAPS, SNAPSHOTS, SYNC, DECISIONS, THREADS)):
                body = self._format()  # somebody may have begun the archive between these looks
                if body is None:
                    raise ArchiveDamaged(
                        FORMAT_KEY,
                        en="it is missing, although the archive holds files",
                        vi="tệp này bị mất dù kho lưu trữ đang có dữ liệu",
                    )
            if body is not None:
                trusted(examine_format, body, FORMAT_KEY)
                self._known = True
        return self._known

    def _format(self) -> bytes | None:
        try:
            return self._archive.read(FORMAT_KEY)
        except NotInArchive:
            return None


def _day(spec: str) -> date:
    try:
        return date.fromisoformat(spec)
    except ValueError:
        raise UsageError(
            en=f"“{spec}” names no version. Write a number (12), a snapshot (2026-Q3) or a date (2026-10-01).",
            vi=f"“{spec}” không chỉ phiên bản nào. Hãy viết một số (12), một bản chụp (2026-Q3) hoặc một ngày (2026-10-01).",
        ) from None


def _require_map_id(map_id: str) -> None:
    if not is_map_id(map_id):
        raise UsageError(
            en=f"“{map_id}” can't be a map's id: letters A to Z, digits, “-” and “_”, at most 64. Someone edited the hidden tab _sheetsync.",
            vi=f"“{map_id}” không thể là mã bản đồ: chỉ gồm chữ cái A đến Z, chữ số, “-” và “_”, tối đa 64. Trang ẩn _sheetsync đã bị sửa.",
        )
