import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from sheetsync.backends.xlsx import files
from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.errors import ChangedElsewhere, NotAWorkbook, UsageError, WorkbookInUse, WorkbookNotFound, WorkbookReadOnly
from sheetsync.model.grid import CellEdit
from sheetsync.ports import Backend
from tests.backends.suite import DESIGN, LockingSuite, at

LATER = 4_000_000_000.0
ROOT = Path(__file__).parents[2]


class TestXlsxBackend(LockingSuite):
    @pytest.fixture
    def backend(self, tmp_path: Path) -> Backend:
        return XlsxBackend(tmp_path / "maps", clock=lambda: LATER)

    def damage(self, _: Backend, ref: str, /) -> None:
        path = Path(ref)
        path.write_bytes(path.read_bytes()[:-100])

    def bloat(self, _: Backend, ref: str, /) -> None:
        os.truncate(ref, 60 * 1024 * 1024)

    def open_elsewhere(self, _: Backend, ref: str, /) -> None:
        path = Path(ref)
        path.with_name(f"~${path.name}").write_bytes(b"")

    def mark_read_only(self, _: Backend, ref: str, /) -> None:
        Path(ref).parent.chmod(0o555)

    def delete(self, _: Backend, ref: str, /) -> None:
        Path(ref).unlink()

    def hidden(self, _: Backend, ref: str, title: str, /) -> set[tuple[str, int]]:
        sheet = openpyxl.load_workbook(ref)[title]
        columns = [column for column in sheet.column_dimensions.values() if column.hidden]
        return {("row", number - 1) for number, row in sheet.row_dimensions.items() if row.hidden} | {
            ("column", number - 1) for column in columns for number in range(column.min or 1, (column.max or 0) + 1)
        }


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    return tmp_path / "maps"


@pytest.fixture
def backend(maps: Path) -> XlsxBackend:
    return XlsxBackend(maps, clock=lambda: LATER)


@pytest.fixture
def gym(backend: XlsxBackend) -> Path:
    return Path(backend.create(DESIGN).ref)


def census(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def edit(text: str) -> list[CellEdit]:
    return [CellEdit(at(4, 2), text)]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Phòng tập", "Phòng tập.xlsx"),
        ("Pho\u0300ng ta\u0323\u0302p", "Phòng tập.xlsx"),
        ("../../etc/passwd", "etc passwd.xlsx"),
        ("..", None),
        ("///", None),
        ("a/b\\c:d*e?f", "a b c d e f.xlsx"),
        ("dòng\nhai\x00\x1b[31m", "dòng hai [31m.xlsx"),
        ("\u202egnp.exe", "gnp.exe.xlsx"),
        ("CON", "CON_.xlsx"),
        ("nul.txt", "nul.txt_.xlsx"),
        ("~$Phòng tập", "Phòng tập.xlsx"),
        (".ẩn", "ẩn.xlsx"),
        ("x" * 300, "x" * 80 + ".xlsx"),
        ("ậ" * 300, "ậ" * 66 + ".xlsx"),
    ],
)
def test_a_title_becomes_a_safe_file_name(backend: XlsxBackend, maps: Path, title: str, name: str | None):
    if name is None:
        with pytest.raises(UsageError) as refusal:
            backend.create(replace(DESIGN, title=title))
        assert "tiêu đề" in refusal.value.vi
        assert not maps.exists()
    else:
        assert backend.create(replace(DESIGN, title=title)).ref == str(maps / name)


def test_names_that_are_taken_get_a_number(backend: XlsxBackend, gym: Path):
    assert backend.create(DESIGN).ref == str(gym.with_name("Phòng tập (2).xlsx"))
    assert backend.create(DESIGN).ref == str(gym.with_name("Phòng tập (3).xlsx"))


def test_a_link_opens_the_file(backend: XlsxBackend, gym: Path, monkeypatch: pytest.MonkeyPatch):
    assert backend.link(backend.read(str(gym)), at(4, 2)) == gym.as_uri()
    monkeypatch.chdir(gym.parent.parent)
    beside = XlsxBackend(Path("maps"), Path())
    (ref,) = beside.list()
    assert beside.link(beside.read(ref)) == gym.as_uri()


def test_only_workbooks_are_listed(backend: XlsxBackend, gym: Path, maps: Path):
    deeper = maps / "quý 3" / "B2B.XLSX"
    deeper.parent.mkdir()
    deeper.write_bytes(gym.read_bytes())
    for name in ("~$Phòng tập.xlsx", ".~lock.Phòng tập.xlsx#", ".hidden.xlsx", ".sheetsync-0-0-0.tmp", "notes.txt", ".git/x.xlsx"):
        path = maps / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    assert backend.list() == (str(gym), str(deeper))


@pytest.mark.parametrize("lock", ["~$Phòng tập.xlsx", ".~lock.Phòng tập.xlsx#"])
def test_the_lock_files_of_both_programs_are_heeded_and_named(backend: XlsxBackend, gym: Path, lock: str):
    state = backend.read(str(gym))
    gym.with_name(lock).write_bytes(b"")
    before = census(gym.parent)
    with pytest.raises(WorkbookInUse) as refusal:
        backend.write(str(gym), edit("x"), if_revision=state.revision)
    assert lock in refusal.value.en
    assert lock in refusal.value.vi
    assert census(gym.parent) == before


def test_a_file_marked_read_only_stays_although_its_folder_is_writable(backend: XlsxBackend, gym: Path):
    state = backend.read(str(gym))
    gym.chmod(0o444)
    before = census(gym.parent)
    with pytest.raises(WorkbookReadOnly, match=r"-r--r--r-- Phòng tập\.xlsx"):
        backend.write(str(gym), edit("x"), if_revision=state.revision)
    assert census(gym.parent) == before


def test_a_write_keeps_the_mode_of_the_file_and_leaves_nothing_beside_it(backend: XlsxBackend, gym: Path):
    gym.chmod(0o640)
    backend.write(str(gym), edit("x"), if_revision=backend.read(str(gym)).revision)
    assert stat.S_IMODE(gym.stat().st_mode) == 0o640
    assert [path.name for path in gym.parent.iterdir()] == [gym.name]


def test_a_new_file_has_the_mode_of_any_new_file(gym: Path, tmp_path: Path):
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert stat.S_IMODE(gym.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_symlink_is_followed_and_stays_one(backend: XlsxBackend, gym: Path, tmp_path: Path):
    real = tmp_path / "elsewhere" / "gym.xlsx"
    real.parent.mkdir()
    gym.rename(real)
    gym.symlink_to(real)
    backend.write(str(gym), edit("qua liên kết"), if_revision=backend.read(str(gym)).revision)
    assert gym.is_symlink()
    assert XlsxBackend(real.parent).read(str(real)).grids[0].cells[4, 2] == "qua liên kết"


def test_a_lock_beside_the_target_of_a_symlink_counts(backend: XlsxBackend, gym: Path, tmp_path: Path):
    real = tmp_path / "elsewhere" / "gym.xlsx"
    real.parent.mkdir()
    gym.rename(real)
    gym.symlink_to(real)
    (real.parent / "~$gym.xlsx").write_bytes(b"")
    with pytest.raises(WorkbookInUse):
        backend.write(str(gym), edit("x"), if_revision=backend.read(str(gym)).revision)


def test_a_change_made_between_reading_and_writing_is_kept(backend: XlsxBackend, gym: Path):
    seen = backend.read(str(gym)).revision
    other = Path(backend.create(replace(DESIGN, title="khác")).ref)
    other.replace(gym)
    before = census(gym.parent)
    with pytest.raises(ChangedElsewhere):
        backend.write(str(gym), edit("x"), if_revision=seen)
    assert census(gym.parent) == before


def test_a_full_disk_is_told_and_leaves_no_trace(gym: Path):
    """The limit on the size of files stands in for a full disk: the system refuses the bytes in the same place."""
    before = census(gym.parent)
    size = gym.stat().st_size // 2
    script = f"""
        import resource, sys
        from pathlib import Path
        from sheetsync.backends.xlsx.backend import XlsxBackend
        from sheetsync.errors import NoSpaceLeft
        from sheetsync.model.grid import CellEdit
        from tests.backends.suite import DESIGN, at

        backend = XlsxBackend(Path(sys.argv[1]).parent)
        state = backend.read(sys.argv[1])
        Path(backend.create(DESIGN).ref).unlink()
        resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
        for act in (lambda: backend.write(sys.argv[1], [CellEdit(at(4, 2), "x")], if_revision=state.revision), lambda: backend.create(DESIGN)):
            try:
                act()
            except NoSpaceLeft as refusal:
                assert refusal.code == "no-space" and "disk is full" in refusal.en and "ổ đĩa đã đầy" in refusal.vi
            else:
                sys.exit("not refused")
    """
    run(script, str(gym))
    assert census(gym.parent) == before


def test_a_folder_of_the_same_name_is_no_address(maps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = XlsxBackend(maps, tmp_path)
    (maps / "Hotel").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert [folder.locate(word) for word in ("maps", "maps/Hotel", ".", "")] == [None] * 4


def test_what_killed_runs_left_is_swept_by_the_next_write_and_nothing_else_is(gym: Path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    mine = name_of_temporary(os.getpid())
    left = [name_of_temporary(dead.pid), name_of_temporary(dead.pid, host="00000000")]
    kept = [mine, ".sheetsync-notes.tmp", "sheetsync-00000000-1-00000000.tmp", f"{left[0]}.bak"]
    for name in left + kept:
        (gym.parent / name).write_bytes(b"half")
    now = gym.stat().st_mtime
    young = XlsxBackend(gym.parent, clock=lambda: now)
    young.write(str(gym), edit("một"), if_revision=young.read(str(gym)).revision)
    assert {path.name for path in gym.parent.iterdir()} == {gym.name, left[1], *kept}
    old = XlsxBackend(gym.parent, clock=lambda: now + 100_000)
    old.write(str(gym), edit("hai"), if_revision=old.read(str(gym)).revision)
    assert {path.name for path in gym.parent.iterdir()} == {gym.name, *kept[1:]}


def test_the_glance_is_none_while_a_file_is_fresh(gym: Path):
    touched = gym.stat().st_mtime
    assert XlsxBackend(gym.parent, clock=lambda: touched + 1.9).glance(str(gym)) is None
    mark = XlsxBackend(gym.parent, clock=lambda: touched + 10).glance(str(gym))
    assert mark is not None
    os.utime(gym, ns=(0, 0))
    assert XlsxBackend(gym.parent, clock=lambda: touched + 10).glance(str(gym)) != mark


def test_a_write_syncs_exactly_twice(gym: Path, tmp_path: Path):
    """File and folder: one less is not durable, one more is waste."""
    trace = tmp_path / "trace"
    script = """
        import sys
        from pathlib import Path
        from sheetsync.backends.xlsx.backend import XlsxBackend
        from sheetsync.model.grid import CellEdit
        from tests.backends.suite import at

        backend = XlsxBackend(Path(sys.argv[1]).parent)
        backend.write(sys.argv[1], [CellEdit(at(4, 2), "x")], if_revision=backend.read(sys.argv[1]).revision)
    """
    if subprocess.run(["sh", "-c", "command -v strace"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not installed")
    run(script, str(gym), before=["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(trace)])
    assert trace.read_text().count("sync(") == 2


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_refused(backend: XlsxBackend, tmp_path: Path, make: Callable[[Path], None]):
    place = tmp_path / "thing.xlsx"
    make(place)
    with pytest.raises(NotAWorkbook, match="it is not a file") as refusal:
        backend.read(str(place))
    assert "không phải là một tệp" in refusal.value.vi


@pytest.mark.parametrize("ref", ["", "nowhere.xlsx", "a\0b.xlsx", "x" * 5000])
def test_an_address_that_can_be_no_file_is_told_as_nothing_there(backend: XlsxBackend, ref: str):
    with pytest.raises(WorkbookNotFound):
        backend.read(ref)


def test_reading_never_imports_the_writer_of_new_workbooks(gym: Path):
    script = """
        import sys
        from pathlib import Path
        from sheetsync.backends.xlsx.backend import XlsxBackend

        XlsxBackend(Path(sys.argv[1]).parent).read(sys.argv[1])
        heavy = {"xlsxwriter", "openpyxl", "zipfile", "pydantic", "sheetsync.backends.xlsx.patch"} & set(sys.modules)
        sys.exit(f"imported {heavy}" if heavy else 0)
    """
    run(script, str(gym))


def name_of_temporary(process: int, host: str | None = None) -> str:
    return f".sheetsync-{host or files._host()}-{process}-0123abcd.tmp"


def run(script: str, *arguments: str, before: Sequence[str] = ()) -> None:
    done = subprocess.run(
        [*before, sys.executable, "-B", "-c", textwrap.dedent(script), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
