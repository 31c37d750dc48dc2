"""A folder of ``.xlsx`` files as a backend: no account, no server."""

import os
import stat
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from sheetsync.backends.xlsx import files
from sheetsync.backends.xlsx.container import check_file_size
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.errors import CannotShare, ChangedElsewhere, NotAWorkbook, UsageError, WorkbookInUse, WorkbookNotFound
from sheetsync.model.grid import CellEdit, CellRef, Lane
from sheetsync.model.hashing import sha256
from sheetsync.model.thread import Posting
from sheetsync.model.words import Text
from sheetsync.ports import Backend, Check, News, Role, WorkbookState

if TYPE_CHECKING:
    from sheetsync.model.design import WorkbookDesign

FRESH: Final = 2.0
"""A file touched within so many seconds may change again without its marks changing."""


class XlsxBackend(Backend):
    """The workbooks under a folder; a ref is the path of a file, relative to ``base`` where it lies below that."""

    kind: ClassVar[str] = "xlsx"
    longest_text: ClassVar[int] = 32_767

    def __init__(self, folder: Path, base: Path | None = None, *, current: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        """Serve ``folder``, which need not exist yet.

        ``base`` is where refs start from (the current folder, if left out), ``current`` where people name files from (``base``, if left out);
        ``clock`` gives the seconds since 1970.
        """
        self._folder = folder
        self._base = base
        self._current = current
        self._clock = clock
        self._swept: set[Path] = set()

    def list(self) -> tuple[str, ...]:
        found: list[str] = []
        for place, folders, names in os.walk(self._folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            within = self._ref(Path(place, "_"))[:-1]  # once a folder: a Path for each of 10,000 files would take longer than the rest of a sync
            found.extend(within + name for name in names if files.is_workbook_name(name))
        return tuple(sorted(found))

    def news(self, cursor: str | None) -> News:
        marks: dict[str, str | None] = {}
        for ref in self.list():
            try:
                marks[ref] = self.glance(ref)
            except WorkbookNotFound:  # it went away after it was listed
                marks[ref] = None
        return News(marks, cursor or "")

    def locate(self, word: str) -> str | None:
        if word.startswith(("https://", "http://")):
            raise UsageError(
                en=f'{word} is a link, and the maps here are files. Set maps = "google:FOLDER" in sheetsync.toml to work in Google Sheets.',
                vi=f'{word} là đường liên kết, còn bản đồ ở đây là tệp. Hãy đặt maps = "google:MÃ THƯ MỤC" trong sheetsync.toml rồi chạy lại.',
            )
        path = self._current / word if self._current else Path(word)
        try:
            if path.is_file():
                return self._named(path)
            return word if os.path.isfile(self._path(word)) else None  # noqa: PTH113  (see _stat)
        except (OSError, ValueError):  # too long, or a letter that no path has: a title, then
            return None

    def read(self, ref: str) -> WorkbookState:
        data = self._bytes_of(ref)
        return WorkbookState(ref, _revision(data), read_grids(data, ref), threads=None)

    def threads(self, state: WorkbookState) -> WorkbookState:
        if state.threads is not None:
            return state
        # Imported here because most runs don't ask for notes.
        from sheetsync.backends.xlsx.notes import threads_in  # noqa: PLC0415
        from sheetsync.backends.xlsx.package import Package  # noqa: PLC0415

        data = self._bytes_of(state.ref)
        if _revision(data) != state.revision:
            raise ChangedElsewhere(state.ref)
        threads, taken = threads_in(Package(data, state.ref))
        return state._replace(threads=threads, taken=taken)

    def link(self, state: WorkbookState, cell: CellRef | None = None) -> str:  # noqa: ARG002 - no program takes a cell behind a file's address
        return Path(self._path(state.ref)).absolute().as_uri()

    def glance(self, ref: str) -> str | None:
        """A mark of the file that differs whenever it may have changed since; ``None`` when too fresh to trust.

        Raises:
            WorkbookNotFound: nothing stands there.
        """
        state = self._stat(ref)
        fresh = max(state.st_mtime, state.st_ctime) > self._clock() - FRESH
        return None if fresh else f"{state.st_size}-{state.st_mtime_ns}-{state.st_ctime_ns}-{state.st_ino}"

    def create(self, design: "WorkbookDesign") -> WorkbookState:
        # Imported here because XlsxWriter is heavy, and only making a workbook needs it.
        from sheetsync.backends.xlsx.create import create_workbook  # noqa: PLC0415

        stem = files.file_stem(design.title)
        body = create_workbook(design)
        wished = self._folder / (stem + files.SUFFIX)
        with files.translated(str(wished)):
            files.make_folder(self._folder)
            files.check_writable(str(wished), self._folder)
            self._sweep(self._folder)
            temporary = files.write_beside(wished, body)
            try:
                path = _linked(temporary, self._folder, stem)
            finally:
                temporary.unlink(missing_ok=True)
            files.sync_folder(self._folder)
        return self.read(self._ref(path))

    def write(self, ref: str, edits: Sequence[CellEdit], *, if_revision: str) -> WorkbookState:
        # Imported here because most runs only read.
        from sheetsync.backends.xlsx.patch import patch  # noqa: PLC0415

        return self._changed(ref, if_revision, lambda before: patch(before, edits, ref))

    def attach(self, ref: str, design: "WorkbookDesign", edits: Sequence[CellEdit], *, hide: Sequence[Lane] = (), if_revision: str) -> WorkbookState:
        # Imported here because XlsxWriter is heavy, and only making tabs needs it.
        from sheetsync.backends.xlsx.attach import attach  # noqa: PLC0415

        return self._changed(ref, if_revision, lambda before: attach(before, design, edits, hide, ref))

    def post(self, state: WorkbookState, postings: Sequence[Posting]) -> tuple[str, ...]:
        # Imported here because most runs only read.
        from sheetsync.backends.xlsx.post import post  # noqa: PLC0415

        ids: tuple[str, ...] = ()

        def change(before: bytes) -> bytes:
            nonlocal ids
            after, ids = post(before, postings, state.ref)
            return after

        self._changed(state.ref, state.revision, change)
        return ids

    def _changed(self, ref: str, if_revision: str, change: Callable[[bytes], bytes]) -> WorkbookState:
        """The workbook after ``change`` was made to its bytes: whole and durable, or not at all, and only from ``if_revision``."""
        before = self._bytes_of(ref)
        named = Path(self._path(ref))
        path = Path(os.path.realpath(named))
        _check_unlocked(ref, named, path)
        if _revision(before) != if_revision:
            raise ChangedElsewhere(ref)
        files.check_writable(ref, path, path.parent)
        after = change(before)
        if after == before:
            return WorkbookState(ref, if_revision, read_grids(before, ref), threads=None)
        with files.translated(ref):
            self._sweep(path.parent)
            temporary = files.write_beside(path, after, mode=stat.S_IMODE(path.stat().st_mode))
            try:
                _check_unlocked(ref, named, path)
                if _revision(self._bytes_of(ref)) != if_revision:
                    raise ChangedElsewhere(ref)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
            files.sync_folder(path.parent)
        return self.read(ref)

    def share(self, ref: str, email: str, role: Role) -> None:  # noqa: ARG002
        self._stat(ref)
        raise CannotShare(
            ref,
            en=f"a file on disk knows no sharing. Send it to {email}, put it on a drive you share, or keep the maps in Google Sheets.",
            vi=f"tệp trên máy không có chức năng chia sẻ. Hãy gửi tệp cho {email}, đặt vào ổ đĩa dùng chung, hoặc dùng Google Trang tính.",
        )

    def examine(self) -> tuple[Check, ...]:
        place = self._folder
        nearest = next((folder for folder in (place, *place.parents) if folder.exists()), place)
        if not nearest.is_dir() or not nearest.stat().st_mode & 0o222 or not os.access(nearest, os.W_OK | os.X_OK):
            said = Text(vi=f"không ghi được vào {nearest}", en=f"{nearest} can't be written")
            fix = Text(
                vi=f"Hãy cấp quyền ghi cho thư mục {nearest}, hoặc đổi `maps` trong sheetsync.toml sang thư mục khác.",
                en=f"Give yourself write access to {nearest}, or name another folder as `maps` in sheetsync.toml.",
            )
            return (Check("maps", "failed", said, fix),)
        if nearest != place:
            return (Check("maps", "ok", Text(vi=f"{place} sẽ được tạo khi cần", en=f"{place} will be made when it is needed")),)
        count = len(self.list())
        return (Check("maps", "ok", Text(vi=f"{count} bảng tính trong {place}", en=f"workbooks in {place}: {count}")),)

    def _path(self, ref: str) -> str:
        return os.path.join(self._base, ref) if self._base else ref  # noqa: PTH118  (see _stat)

    def _ref(self, path: Path) -> str:
        if self._base is None:
            return str(path)
        return path.relative_to(self._base).as_posix() if path.is_relative_to(self._base) else str(path)

    def _named(self, path: Path) -> str:
        if self._base is None:
            return str(path)
        full, base = path.resolve(), self._base.resolve()
        return full.relative_to(base).as_posix() if full.is_relative_to(base) else str(path.absolute())

    def _stat(self, ref: str) -> os.stat_result:
        try:
            return os.stat(self._path(ref))  # noqa: PTH116  (a Path for each of 10,000 files would take longer than the look at them)
        except (OSError, ValueError) as error:
            raise WorkbookNotFound(ref) from error

    def _bytes_of(self, ref: str) -> bytes:
        state = self._stat(ref)
        if not stat.S_ISREG(state.st_mode):
            raise NotAWorkbook(ref, en="it is not a file", vi="đây không phải là một tệp")
        check_file_size(state.st_size, ref)
        try:
            return Path(self._path(ref)).read_bytes()
        except FileNotFoundError as error:
            raise WorkbookNotFound(ref) from error
        except OSError as error:
            raise NotAWorkbook(ref, en="you may not read it, or the disk failed", vi="bạn không có quyền đọc tệp, hoặc ổ đĩa gặp lỗi") from error

    def _sweep(self, folder: Path) -> None:
        """Once a folder is enough: what this run leaves behind is none of its business."""
        if folder not in self._swept:
            self._swept.add(folder)
            files.sweep(folder, self._clock())


def _linked(temporary: Path, folder: Path, stem: str) -> Path:
    """The file under the first name that is free; a link fails where a name is taken, so nothing is ever replaced."""
    for name in files.candidates(stem):
        path = folder / name
        try:
            os.link(temporary, path)
        except FileExistsError:
            continue
        return path
    raise AssertionError  # pragma: no cover (the names never end)


def _check_unlocked(ref: str, *places: Path) -> None:
    lock = next((name for place in sorted({place.absolute() for place in places}) if (name := files.lock_beside(place))), None)
    if lock:
        raise WorkbookInUse(ref, lock)


def _revision(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"
