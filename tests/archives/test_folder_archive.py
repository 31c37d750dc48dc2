import errno
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sheetsync.archives import folder as folder_module
from sheetsync.archives.folder import FolderArchive
from sheetsync.errors import AlreadyInArchive, StorageFailed
from sheetsync.ports import Archive
from tests.archives.suite import ArchiveTests

KEY = "maps/gym/000001.json"


class TestFolderArchive(ArchiveTests):
    @pytest.fixture
    def archive(self, tmp_path: Path) -> Archive:
        return FolderArchive(tmp_path / "a" / "kho lưu trữ")


class Disk:
    """Forces nothing; counts, remembers what was forced, and fails from the n-th time on."""

    def __init__(self, fails_at: int = 0, error: int = errno.EIO) -> None:
        self.forced: list[str] = []
        self._fails_at = fails_at
        self._error = error

    def fsync(self, descriptor: int) -> None:
        self.forced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        if self._fails_at and len(self.forced) >= self._fails_at:
            raise OSError(self._error, os.strerror(self._error))


def files_under(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to see what is forced to the disk")


@needs_proc
def test_a_file_costs_two_fsyncs_itself_and_its_folder(tmp_path: Path) -> None:
    disk = Disk()
    archive = FolderArchive(tmp_path, fsync=disk.fsync)
    archive.create("maps/gym/000001.json", b"1")
    disk.forced.clear()
    archive.create("maps/gym/000002.json", b"2")
    file, folder = disk.forced
    assert re.fullmatch(r".*/maps/gym/\.sheetsync-.*\.tmp", file)
    assert folder == str(tmp_path / "maps" / "gym")


@needs_proc
def test_every_new_folder_is_forced_into_its_parent_before_the_file(tmp_path: Path) -> None:
    disk = Disk()
    FolderArchive(tmp_path / "new" / "archive", fsync=disk.fsync).create("maps/gym/000001.json", b"1")
    at = [str(Path(path).relative_to(tmp_path)) for path in disk.forced]
    assert at[:4] == ["new", ".", "new/archive", "new/archive/maps"]
    assert at[5:] == ["new/archive/maps/gym"]


@needs_proc
def test_an_empty_folder_of_a_killed_run_is_forced_again(tmp_path: Path) -> None:
    (tmp_path / "maps" / "gym").mkdir(parents=True)
    disk = Disk()
    FolderArchive(tmp_path, fsync=disk.fsync).create(KEY, b"1")
    assert {str(tmp_path), str(tmp_path / "maps")} <= set(disk.forced)


@needs_proc
@pytest.mark.parametrize("at", range(1, 6))
def test_a_disk_that_fails_is_named_and_shows_no_file_that_was_not_forced(tmp_path: Path, at: int) -> None:
    disk = Disk(fails_at=at)
    with pytest.raises(StorageFailed, match="Input/output error") as caught:
        FolderArchive(tmp_path, fsync=disk.fsync).create(KEY, b"1")
    assert KEY in caught.value.vi
    assert files_under(tmp_path) == ([KEY] if at == 5 else [])


@needs_proc
def test_a_network_drive_that_cannot_force_folders_still_stores(tmp_path: Path) -> None:
    disk = Disk(fails_at=1, error=errno.EINVAL)

    def force_files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            disk.fsync(descriptor)

    archive = FolderArchive(tmp_path, fsync=force_files_only)
    archive.create(KEY, b"1")
    assert archive.read(KEY) == b"1"


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to count what the process really does")
def test_the_kernel_sees_two_fsyncs_a_version(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from sheetsync.archives.folder import FolderArchive
archive = FolderArchive(Path({str(tmp_path / "archive")!r}))
archive.create("maps/gym/000001.json", b"1")
print("READY", flush=True)
for number in range(2, 12):
    archive.create(f"maps/gym/{{number:06}}.json", b"x" * 20_000)
"""
    trace = tmp_path / "trace"
    run = subprocess.run(
        ["strace", "-f", "-e", "trace=fsync,fdatasync,sync,link,linkat,write", "-s", "8", "-o", str(trace), sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode and "ptrace" in run.stderr:
        pytest.skip("this machine lets nobody trace a process")
    assert run.returncode == 0, run.stderr
    calls = trace.read_text().partition("READY")[2]
    assert len(re.findall(r"\bf(?:data)?sync\(", calls)) == 20
    assert len(re.findall(r"\blink(?:at)?\(", calls)) == 10
    assert "ENOSPC" not in calls


def child(code: str, *arguments: str) -> str:
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_a_disk_that_fills_up_in_the_middle_of_a_file_leaves_nothing(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="needs a limit on file sizes to fill a disk without filling it")
    code = """
import resource, sys
from pathlib import Path
from sheetsync.archives.folder import FolderArchive
from sheetsync.errors import StorageFailed
archive = FolderArchive(Path(sys.argv[1]))
archive.create("maps/gym/000001.json", b"x" * 100)
archive.cache("cursors/drive.json", b"page 1")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    archive.create("maps/gym/000002.json", b"x" * 500_000)
except StorageFailed as error:
    print(error.en)
archive.cache("cursors/drive.json", b"x" * 500_000)
"""
    assert child(code, str(tmp_path)).startswith("maps/gym/000002.json could not be stored (File too large).")
    assert files_under(tmp_path) == ["cursors/drive.json", KEY]
    assert (tmp_path / "cursors" / "drive.json").read_bytes() == b"page 1"


def test_a_place_without_rights_is_named(tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from sheetsync.archives.folder import FolderArchive
from sheetsync.errors import StorageFailed
archive = FolderArchive(Path(sys.argv[1]))
if os.geteuid() == 0:
    os.seteuid(65534)
for act in (lambda: archive.create("maps/x.json", b"1"), lambda: archive.read("secret/x.json"), lambda: archive.names("secret")):
    try:
        act()
    except StorageFailed as error:
        print("denied" if "Permission denied" in error.vi else error)
archive.cache("cursors/drive.json", b"1")
"""
    place = tmp_path / "archive"
    (place / "secret").mkdir(parents=True)
    (place / "secret" / "x.json").write_bytes(b"1")
    (place / "secret").chmod(0)
    place.chmod(0o555)
    try:
        assert child(code, str(place)).split() == ["denied", "denied", "denied"]
    finally:
        place.chmod(0o755)
        (place / "secret").chmod(0o755)
    assert files_under(place) == ["secret/x.json"]


def test_a_file_where_the_archive_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(b"my notes")
    with pytest.raises(StorageFailed):
        FolderArchive(tmp_path / "archive").create(KEY, b"1")
    assert (tmp_path / "archive").read_bytes() == b"my notes"


def test_a_drive_without_hard_links_is_refused_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(StorageFailed, match="no hard links"):
        FolderArchive(tmp_path).create(KEY, b"1")
    assert files_under(tmp_path) == []


def leftover(place: Path, *, host: str = folder_module._HOST, process: int, run: str = "0" * 8) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    path = place / f".sheetsync-{host}-{process}-{run}-0.tmp"
    path.write_bytes(b"half a ver")
    return path


def gone_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def test_the_next_run_sweeps_what_a_killed_one_left_beside(tmp_path: Path) -> None:
    place = tmp_path / "maps" / "gym"
    swept = [leftover(place, process=gone_process()), leftover(place, process=os.getpid())]
    old = leftover(place, host="0" * 8, process=1)
    os.utime(old, (0, 0))
    FolderArchive(tmp_path).create(KEY, b"1")
    assert [path for path in (*swept, old) if path.exists()] == []


def test_what_someone_may_still_be_writing_or_what_is_not_ours_stays(tmp_path: Path) -> None:
    place = tmp_path / "maps" / "gym"
    kept = [
        leftover(place, process=os.getppid()),
        leftover(place, process=os.getpid(), run=folder_module._RUN),
        leftover(place, host="0" * 8, process=gone_process()),
        place / ".sheetsync-notes.tmp",
        place / "ghi chú.tmp",
    ]
    for path in kept[-2:]:
        path.write_bytes(b"mine")
        os.utime(path, (0, 0))
    FolderArchive(tmp_path).create(KEY, b"1")
    assert all(path.exists() for path in kept)


def test_a_file_swept_away_under_the_writer_is_written_again(tmp_path: Path) -> None:
    swept: list[Path] = []

    def sweep_once(_: int) -> None:
        beside = [] if swept else list(tmp_path.rglob("*.tmp"))
        for path in beside:
            path.unlink()
            swept.append(path)

    archive = FolderArchive(tmp_path, fsync=sweep_once)
    archive.create(KEY, b"1")
    assert swept
    assert archive.read(KEY) == b"1"


def test_an_archive_that_was_moved_away_is_begun_again(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path / "archive")
    archive.create(KEY, b"1")
    (tmp_path / "archive").rename(tmp_path / "elsewhere")
    archive.create(KEY, b"2")
    assert archive.read(KEY) == b"2"
    with pytest.raises(AlreadyInArchive):
        FolderArchive(tmp_path / "elsewhere").create(KEY, b"3")


KILLS = 60
NURSERY = Path(__file__).with_name("nursery.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to start many writers quickly")
def test_a_writer_killed_at_any_instant_loses_and_tears_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, str(NURSERY), str(tmp_path / "archive"), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["kills"] == KILLS
    assert told["lost"] == []
    assert told["faults"] == []
    assert told["acked"] > KILLS // 2
    assert told["leftovers_after_the_last_run"] == []
