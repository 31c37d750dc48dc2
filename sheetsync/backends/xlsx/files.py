"""Files of workbooks on disk: safe names, locks of other programs, and writes that are whole and durable or don't happen."""

import errno
import os
import platform
import re
import stat
import sys
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sheetsync.errors import NoSpaceLeft, UsageError, WorkbookReadOnly

SUFFIX: Final = ".xlsx"
MAX_NAME: Final = 80
MAX_NAME_BYTES: Final = 200
OLD: Final = 86_400.0
"""After so many seconds a temporary file of an unknown writer counts as left over."""

_UNSAFE = r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+'
_RESERVED = r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)"
_TEMPORARY = r"\.sheetsync-([0-9a-f]{8})-([0-9]{1,10})-[0-9a-f]{8}\.tmp"
"""The patterns are compiled when first needed: most runs only read."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def file_stem(title: str) -> str:
    """A file name, without suffix, for a workbook of that title: NFC, short, and safe on every system.

    Raises:
        UsageError: nothing is left of the title.
    """
    words = " ".join(re.sub(_UNSAFE, " ", unicodedata.normalize("NFC", title)).split())
    name = words.strip(". ").removeprefix("~$")[:MAX_NAME]
    while len(name.encode()) > MAX_NAME_BYTES:
        name = name[:-1]
    name = name.strip(". ")
    if not name:
        shown = ascii(title)[1:-1]
        raise UsageError(
            en=f"The title “{shown}” can't name a file. Give the map a title with letters or digits.",
            vi=f"Không đặt được tên tệp từ tiêu đề “{shown}”. Hãy đặt cho bản đồ một tên có chữ hoặc số.",
        )
    return f"{name}_" if re.match(_RESERVED, name, re.IGNORECASE) else name


def candidates(stem: str) -> Iterator[str]:
    """The file names to try for ``stem``, one after the other: the plain one, then with (2), (3) and so on."""
    yield stem + SUFFIX
    number = 2
    while True:
        yield f"{stem} ({number}){SUFFIX}"
        number += 1


def is_workbook_name(name: str) -> bool:
    """Whether a file of that name is a workbook, and not hidden, a lock, or one of our temporary files."""
    return name.lower().endswith(SUFFIX) and not name.startswith((".", "~$"))


def lock_beside(path: Path) -> str | None:
    """The name of the lock file that Excel or LibreOffice has put beside ``path``, or ``None``."""
    names = (f"~${path.name}", f".~lock.{path.name}#")
    return next((name for name in names if os.path.lexists(path.parent / name)), None)


def check_writable(ref: str, *places: Path) -> None:
    """Refuse to change ``ref`` when one of ``places``, a file or folder, is marked read-only: replacing a file would get round its mark.

    Raises:
        WorkbookReadOnly: it is so.
    """
    for place in places:
        mode = place.stat().st_mode
        if not mode & 0o222 or not os.access(place, os.W_OK):
            raise WorkbookReadOnly(ref, reason=f"{stat.filemode(mode)} {place.name}")


@contextmanager
def translated(ref: str) -> Iterator[None]:
    """Errors of the system while writing ``ref``, as errors of ours.

    Raises:
        NoSpaceLeft: the disk or the quota is full.
        WorkbookReadOnly: any other refusal of the system.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpaceLeft(ref) from error
        raise WorkbookReadOnly(ref, reason=errno.errorcode.get(error.errno or 0, type(error).__name__)) from error


def write_beside(path: Path, body: bytes, *, mode: int | None = None) -> Path:
    """``body`` in a durable temporary file beside ``path`` (with ``mode``, else as new files have it); nothing stays behind on failure.

    Raises:
        OSError: the system refuses.
    """
    temporary = path.parent / f".sheetsync-{_host()}-{os.getpid()}-{os.urandom(4).hex()}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
            file.flush()
            if mode is not None:
                temporary.chmod(mode)
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable (Windows has no way to ask for it).

    Raises:
        OSError: the system refuses.
    """
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make ``folder`` and what is missing above it, durably.

    Raises:
        OSError: the system refuses.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in reversed(missing):
        sync_folder(place.parent)


def sweep(folder: Path, now: float) -> None:
    """Remove the temporary files that killed runs left in ``folder``: only ours, and only when their writer is gone or they are old."""
    with os.scandir(folder) as entries:
        left = [(entry, match) for entry in entries if (match := re.fullmatch(_TEMPORARY, entry.name))]
    for entry, match in left:
        with suppress(OSError):
            if _is_gone(match[1], int(match[2])) or entry.stat().st_mtime < now - OLD:
                Path(entry.path).unlink()


def _is_gone(host: str, process: int) -> bool:
    """Whether that process has ended, as far as this machine can tell."""
    if host != _host() or sys.platform == "win32":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _host() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"
