"""``sheetsync archive check``: read every file of an archive and name what can't be trusted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sheetsync.errors import NewerThanThis, NotInArchive, SheetsyncError
from sheetsync.history import posts, record, snapshot, version
from sheetsync.history.keys import (
    CURSORS,
    DECISIONS,
    FORMAT_KEY,
    MAPS,
    SNAPSHOTS,
    SYNC,
    THREADS,
    edition_of,
    is_map_id,
    is_workbook_key,
    map_folder,
    number_of,
    numbered_key,
    snapshot_key,
)
from sheetsync.model.words import Text
from sheetsync.ports import Archive

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one file (or folder) of an archive, with a stable code for machines."""

    key: str
    code: str
    message: Text


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check read and found. ``faults`` can't be trusted; ``notes`` only don't belong there."""

    maps: int
    versions: int
    snapshots: int
    records: int
    faults: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()


def audit(archive: Archive) -> CheckReport:
    """Check the format, every digest and both ends of every reference. Faults in the archive are told, never raised."""
    check = _Audit(archive)
    if check.format():
        check.versions()
        check.snapshots()
        check.records()
    return CheckReport(
        maps=check.maps,
        versions=check.version_count,
        snapshots=check.editions,
        records=check.record_count,
        faults=tuple(check.faults),
        notes=tuple(check.notes),
    )


class _Audit:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.maps = self.version_count = self.editions = self.record_count = 0
        self.faults: list[Remark] = []
        self.notes: list[Remark] = []
        self.digests: dict[str, str | None] = {}
        """Of every version read, by key; ``None`` once it is known to be damaged, so that one cause is told once."""

    def format(self) -> bool:
        """Whether this is an archive that we understand."""
        self._names("", lambda name: name in {FORMAT_KEY, MAPS, SNAPSHOTS, SYNC, DECISIONS, THREADS, CURSORS})
        try:
            body = self._archive.read(FORMAT_KEY)
        except NotInArchive:
            if any(self._names(folder, bool) for folder in (MAPS, SNAPSHOTS, SYNC, DECISIONS, THREADS)):
                self._fault(FORMAT_KEY, "missing", "tệp bị mất dù kho lưu trữ đang có dữ liệu", "it is missing, although the archive holds files")
            return True
        except SheetsyncError as error:
            self._raised(FORMAT_KEY, error)
            return True
        before = len(self.faults)
        self._trusted(version.examine_format, body, FORMAT_KEY)
        return not any(fault.code == NewerThanThis.code for fault in self.faults[before:])

    def versions(self) -> None:
        """Every version of every map, and the chain that binds them."""
        for map_id in self._names(MAPS, is_map_id):
            self.maps += 1
            before: tuple[str, str | None] | None = None
            for number, key, body in self._numbered(map_folder(map_id)):
                self.version_count += 1
                found = self._version(key, body)
                if found:
                    self._chain(found, key, before if before and number > 1 else None)
                before = (key, self.digests[key])

    def _version(self, key: str, body: bytes | None) -> version.Version | None:
        found = self._trusted(version.examine, body, key) if body is not None else None
        self.digests[key] = version.digest(body) if body is not None and found else None
        return found

    def _chain(self, found: version.Version, key: str, before: tuple[str, str | None] | None) -> None:
        if found.version == 1 and found.parent is not None:
            self._fault(key, "chain", "đây là phiên bản đầu tiên nhưng lại ghi có bản trước", "it is the first version, yet names one before it")
        if found.version == 1 or before is None:
            return
        older, digest = before
        if older == numbered_key(map_folder(found.map), found.version - 1) and digest is not None and digest != found.parent:
            self._fault(
                older,
                "chain",
                f"mã băm không khớp với mã mà {key} ghi lại: một trong hai tệp đã bị sửa hoặc tráo",
                f"its digest is not the one that {key} names: one of the two was changed or swapped",
            )
            self.digests[older] = None

    def snapshots(self) -> None:
        """Every edition of every snapshot, and the versions they name."""
        editions = sorted(edition for name in self._names(SNAPSHOTS, edition_of) if (edition := edition_of(name)))
        bodies: dict[tuple[str, int], str] = {}
        for label, number in editions:
            self.editions += 1
            key = snapshot_key(label, number)
            if number > 1 and (label, number - 1) not in editions:
                self._missing(snapshot_key(label, number - 1))
            body = self._read(key)
            if body is None:
                continue
            bodies[label, number] = version.digest(body)
            manifest = self._trusted(snapshot.examine, body, key)
            if manifest is None:
                continue
            amended = bodies.get((label, number - 1))
            if (number == 1 and manifest.amends is not None) or (amended is not None and manifest.amends != amended):
                self._fault(key, "chain", "mã băm của bản chụp trước không khớp", "the digest of the edition before it doesn't match")
            for entry in manifest.maps:
                self._names_version(key, numbered_key(map_folder(entry.map), entry.version), entry.digest)

    def records(self) -> None:
        """Every act of sync, every decision and every record of comments, and the versions they name."""
        for map_id in self._names(SYNC, is_map_id):
            for workbook in self._names(f"{SYNC}/{map_id}", is_workbook_key):
                for _, key, body in self._numbered(f"{SYNC}/{map_id}/{workbook}"):
                    self.record_count += 1
                    act = self._trusted(record.examine_sync, body, key) if body is not None else None
                    if act and act.version is not None and act.digest is not None:
                        self._names_version(key, numbered_key(map_folder(act.map), act.version), act.digest)
        for map_id in self._names(DECISIONS, is_map_id):
            for _, key, body in self._numbered(f"{DECISIONS}/{map_id}"):
                self.record_count += 1
                if body is not None:
                    self._trusted(record.examine_decision, body, key)
        for workbook in self._names(THREADS, is_workbook_key):
            for _, key, body in self._numbered(f"{THREADS}/{workbook}"):
                self.record_count += 1
                if body is not None:
                    self._trusted(posts.examine_posts, body, key)

    def _names_version(self, by: str, key: str, digest: str) -> None:
        if key not in self.digests and not self._arrived(key):
            self._missing(key, by)
        elif self.digests[key] not in {None, digest}:
            self._fault(
                key,
                "chain",
                f"mã băm không khớp với mã mà {by} ghi lại: tệp đã bị sửa hoặc tráo",
                f"its digest is not the one that {by} names: it was changed or swapped",
            )
        else:
            return
        self.digests[key] = None

    def _arrived(self, key: str) -> bool:
        """Whether a version was stored since we looked: others may work while we check."""
        try:
            body = self._archive.read(key)
        except SheetsyncError:
            return False
        self._version(key, body)
        return True

    def _numbered(self, folder: str) -> Iterator[tuple[int, str, bytes | None]]:
        """The files of a folder that is numbered through; gaps are faults. A body that can't be read is ``None``."""
        expected = 1
        for name in self._names(folder, number_of):
            number = number_of(name) or 0
            for gap in range(expected, number):
                self._missing(numbered_key(folder, gap))
            expected = number + 1
            key = numbered_key(folder, number)
            yield number, key, self._read(key)

    def _names(self, folder: str, belongs: Callable[[str], object]) -> list[str]:
        """The names in a folder that belong there; the others are noted."""
        try:
            names = self._archive.names(folder)
        except SheetsyncError as error:
            self._raised(folder or ".", error)
            return []
        for name in names:
            if not belongs(name):
                key = f"{folder}/{name}" if folder else name
                left = name.startswith(".") and name.endswith(".tmp")
                self.notes.append(
                    Remark(key, "leftover", Text("tệp tạm của một lần chạy bị ngắt, sẽ được dọn", "left by a run that was stopped; it will be swept"))
                    if left
                    else Remark(key, "foreign", Text("không phải do sheetsync tạo, được bỏ qua", "not of sheetsync; passed over"))
                )
        return [name for name in names if belongs(name)]

    def _read(self, key: str) -> bytes | None:
        try:
            return self._archive.read(key)
        except SheetsyncError as error:
            self._raised(key, error)
            return None

    def _trusted(self, examine: Callable[[bytes, str], Value], body: bytes, key: str) -> Value | None:
        try:
            return examine(body, key)
        except version.Damage as damage:
            self._fault(key, "damaged", *damage.why)
        except NewerThanThis as error:
            self._raised(key, error)
        return None

    def _missing(self, key: str, by: str | None = None) -> None:
        if by is None:
            self._fault(key, "missing", "tệp bị mất: các số sau nó vẫn còn", "it is missing: later numbers are there")
        else:
            self._fault(key, "missing", f"tệp bị mất dù {by} có nhắc đến", f"it is missing, although {by} names it")
        self.digests.setdefault(key, None)

    def _raised(self, key: str, error: SheetsyncError) -> None:
        self._fault(key, error.code, error.vi, error.en)

    def _fault(self, key: str, code: str, vi: str, en: str) -> None:
        fault = Remark(key, code, Text(vi, en))
        if fault not in self.faults:
            self.faults.append(fault)
