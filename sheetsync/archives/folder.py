"""An archive in a folder: plain files, durable once ``create`` returns, whatever happens to the process or the machine.

A file is written beside under a name of ours, forced to the disk, given its real name by ``link`` (which fails if that name is taken) and
the folder is forced to the disk: two fsyncs. So nobody ever sees half a file, and of two writers one wins. What a killed run leaves beside
is swept when its folder is next written. This needs a file system with hard links (NTFS, APFS, ext4 and their like; not FAT, and not every network or
cloud drive); without them the archive refuses to write and says so, because no other call is exclusive, whole and durable everywhere.
"""

import errno
import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import ClassVar

from sheetsync.archives._keys import check_cache_key, check_key
from sheetsync.errors import AlreadyInArchive, NotInArchive, StorageFailed
from sheetsync.model.words import Text
from sheetsync.ports import Archive, Check

_HOST = sha256(socket.gethostname().encode()).hexdigest()[:8]
_RUN = os.urandom(4).hex()
_COUNTER = count()
_BESIDE = re.compile(r"\.sheetsync-([0-9a-f]{8})-([0-9]+)-([0-9a-f]{8})-[0-9]+\.tmp")
_OLD = 24 * 60 * 60.0
"""Seconds after which a file beside is given up, even when its writer may live on another machine."""
_ATTEMPTS = 5
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})


class FolderArchive(Archive):
    """Files under ``folder``, which need not exist yet. ``fsync`` is what forces a file or folder to the disk."""

    kind: ClassVar[str] = "folder"

    def __init__(self, folder: Path, *, fsync: Callable[[int], None] = os.fsync) -> None:
        self._root = Path(os.path.abspath(folder))  # noqa: PTH100 - Path.resolve would follow links that may change later
        self._fsync = fsync
        self._settled: set[Path] = set()

    def create(self, key: str, body: bytes) -> None:
        check_key(key)
        path = self._root / key
        with _told(key):
            for _ in range(_ATTEMPTS):
                # A folder, or our file beside, vanishes only when somebody moves the archive or sweeps it from a machine whose clock is
                # a day off: then everything is made again.
                with suppress(FileNotFoundError):
                    return self._create(path, body, key)
                self._settled.clear()
            raise StorageFailed(key, reason="its folder keeps vanishing")

    def _create(self, path: Path, body: bytes, key: str) -> None:
        self._settle(path.parent)
        for folder in {path.parent, self._root}:
            _sweep(folder)
        if os.path.lexists(path):
            raise AlreadyInArchive(key)
        beside = _beside(path.parent)
        try:
            with beside.open("xb") as file:
                file.write(body)
                file.flush()
                self._fsync(file.fileno())
            _link(beside, path, key)
        finally:
            beside.unlink(missing_ok=True)
        self._fsync_folder(path.parent)

    def read(self, key: str) -> bytes:
        check_key(key)
        with _told(key):
            try:
                with open(f"{self._root}/{key}", "rb", buffering=0) as file:  # noqa: PTH123 - the hot path: a third of what a Path costs
                    return file.read()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                raise NotInArchive(key) from None

    def names(self, folder: str) -> tuple[str, ...]:
        if folder:
            check_key(folder)
        with _told(folder or str(self._root)):
            try:
                return tuple(sorted(os.listdir(f"{self._root}/{folder}")))  # noqa: PTH208 - names are asked for, not paths
            except (FileNotFoundError, NotADirectoryError):
                return ()

    def cache(self, key: str, body: bytes) -> None:
        check_cache_key(key)
        path = self._root / key
        beside = _beside(path.parent)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                _sweep(path.parent)
                beside.write_bytes(body)
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)

    def examine(self) -> tuple[Check, ...]:
        place = next((folder for folder in (self._root, *self._root.parents) if folder.exists()), self._root)
        first, second = _beside(place), _beside(place)
        try:
            first.touch(exist_ok=False)
            _link(first, second, str(place))
        except (OSError, StorageFailed) as failure:
            why = failure.en if isinstance(failure, StorageFailed) else failure.strerror or type(failure).__name__
            fix = Text(
                vi=f"Hãy cấp quyền ghi cho {place}, hoặc đặt `archive` trong sheetsync.toml sang một ổ đĩa có hỗ trợ liên kết cứng (hard link).",
                en=f"Give yourself write access to {place}, or name a folder on a drive with hard links as `archive` in sheetsync.toml.",
            )
            return (Check("archive", "failed", Text(vi=f"không lưu được vào {place} ({why})", en=f"nothing can be stored in {place} ({why})"), fix),)
        finally:
            for beside in (second, first):
                with suppress(OSError):
                    beside.unlink(missing_ok=True)
        if place != self._root:
            return (Check("archive", "ok", Text(vi=f"{self._root} sẽ được tạo khi cần", en=f"{self._root} will be made when it is needed")),)
        return (Check("archive", "ok", Text(vi=f"lưu được vào {place}", en=f"{place} can be written")),)

    def _settle(self, folder: Path) -> None:
        """Make ``folder`` and its parents, so that no power cut can take them away again.

        A folder that holds a file has been settled by whoever put that file there; an empty one may be a killed run's, made but not forced.
        """
        if folder in self._settled:
            return
        if not _holds_a_file(folder):
            if folder == self._root:
                self._make_root()
            else:
                self._settle(folder.parent)
                folder.mkdir(exist_ok=True)
                self._fsync_folder(folder.parent)
        self._settled.add(folder)

    def _make_root(self) -> None:
        missing = [folder for folder in self._root.parents if not folder.exists()]
        self._root.mkdir(parents=True, exist_ok=True)
        for folder in (self._root, *missing):
            with suppress(PermissionError):  # a folder above the archive need not be ours to open
                self._fsync_folder(folder.parent)

    def _fsync_folder(self, folder: Path) -> None:
        if not hasattr(os, "O_DIRECTORY"):  # Windows can't open folders; NTFS keeps its names in a journal
            return
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self._fsync(descriptor)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network drives can force files only
                raise
        finally:
            os.close(descriptor)


@contextmanager
def _told(key: str) -> Iterator[None]:
    """Errors of the system, told as ours."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(key, reason=error.strerror or type(error).__name__) from error


def _link(beside: Path, path: Path, key: str) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        raise AlreadyInArchive(key) from None
    except OSError as error:
        if error.errno in _NO_LINKS:
            raise StorageFailed(key, reason="this drive has no hard links; keep the archive on another one") from error
        raise


def _beside(folder: Path) -> Path:
    return folder / f".sheetsync-{_HOST}-{os.getpid()}-{_RUN}-{next(_COUNTER)}.tmp"


def _sweep(folder: Path) -> None:
    """Remove what killed runs left in ``folder``; nothing but files with names of ours."""
    with os.scandir(folder) as entries:
        leftovers = [entry for entry in entries if (match := _BESIDE.fullmatch(entry.name)) and _given_up(entry, *match.groups())]
    for entry in leftovers:
        with suppress(OSError):
            os.unlink(entry.path)  # noqa: PTH108 - a scandir entry is no Path


def _given_up(entry: "os.DirEntry[str]", host: str, process: str, run: str) -> bool:
    with suppress(OSError):
        if time.time() - entry.stat(follow_symlinks=False).st_mtime > _OLD:
            return True
        if host == _HOST and os.name == "posix":
            return run != _RUN if int(process) == os.getpid() else not _alive(int(process))
    return False


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _holds_a_file(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(entry.is_file(follow_symlinks=False) and not _BESIDE.fullmatch(entry.name) for entry in entries)
    except FileNotFoundError:
        return False
