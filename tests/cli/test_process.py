"""The command as a process of its own: status, streams, signals, encodings."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "sheetsync"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and terminals as POSIX has them")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "PYTHONIOENCODING", "COLUMNS"}}
    return kept | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"} | more


def sheetsync(*words: str, folder: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *words], cwd=folder, env=environment(**more), capture_output=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one Vietnamese map that has errors."""
    place = tmp_path_factory.mktemp("process")
    made = sheetsync("new", "customer-journey", "Phòng tập", folder=place)
    assert (made.returncode, made.stdout.decode(), made.stderr) == (0, "Phòng tập.xlsx\n", b"")
    return place


def test_json_is_all_there_is_on_standard_output(folder: Path) -> None:
    done = sheetsync("lint", "Phòng tập.xlsx", "--format", "json", folder=folder)
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)["maps"][0]["title"] == "Phòng tập"


def test_an_error_is_one_sentence_on_standard_error(folder: Path) -> None:
    done = sheetsync("lint", "nope.xlsx", folder=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert (
        done.stderr.decode() == "sheetsync: No map or file is called “nope.xlsx”. Run `sheetsync list` to see the title and the path of every map.\n"
    )


def test_debug_shows_the_traceback_and_keeps_the_status(folder: Path) -> None:
    done = sheetsync("lint", "nope.xlsx", "--debug", folder=folder)
    assert done.returncode == 2
    assert b"Traceback (most recent call last)" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_pipes_get_utf8_whatever_the_system_thinks(encoding: str, folder: Path) -> None:
    done = sheetsync("types", "lifecycle", "--language", "vi", folder=folder, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Vòng đời ba giai đoạn" in done.stdout.decode("utf-8")


def test_a_reader_who_has_seen_enough_is_no_error(folder: Path) -> None:
    with subprocess.Popen([*COMMAND, "rules"], cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_ctrl_c_ends_quietly(folder: Path) -> None:
    with subprocess.Popen([*COMMAND, "demo", "demo"], cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        while not (folder / "demo" / "archive" / "maps").exists():
            assert running.poll() is None, running.stderr.read()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err.strip()) == (130, b"", b"")
    assert sheetsync("archive", "check", folder=folder / "demo").returncode == 0


def on_a_terminal(*words: str, folder: Path, **more: str) -> str:
    """What a command shows on a real terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([*COMMAND, *words], cwd=folder, env=environment(**more), stdout=theirs, stderr=theirs, stdin=theirs) as running:
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], 30)[0]:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not piece:
                break
            shown += piece
        running.wait(timeout=30)
    os.close(ours)
    return shown.decode("utf-8")


def test_colours_only_on_a_terminal_and_only_when_wanted(folder: Path) -> None:
    assert "\x1b[" in on_a_terminal("lint", "Phòng tập.xlsx", folder=folder)
    assert "\x1b[" not in on_a_terminal("lint", "Phòng tập.xlsx", folder=folder, NO_COLOR="1")
    assert b"\x1b[" not in sheetsync("lint", "Phòng tập.xlsx", folder=folder).stdout


def test_links_only_on_a_terminal_that_opens_them(folder: Path) -> None:
    ours = dict.fromkeys(("TERM_PROGRAM", "VTE_VERSION", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM", "KITTY_WINDOW_ID", "FORCE_HYPERLINK"), "")

    def shown(**more: str) -> str:
        return on_a_terminal("lint", "Phòng tập.xlsx", folder=folder, **ours | more)

    link = f"\x1b]8;;{(folder / 'Phòng tập.xlsx').as_uri()}\x1b\\"
    for terminal in ({"VTE_VERSION": "7600"}, {"TERM_PROGRAM": "vscode", "NO_COLOR": "1"}, {"FORCE_HYPERLINK": "1"}):
        assert link in shown(**terminal)
    for terminal in ({}, {"VTE_VERSION": "4205"}, {"VTE_VERSION": "7600", "FORCE_HYPERLINK": "0"}, {"TERM": "dumb", "FORCE_HYPERLINK": "1"}):
        assert "\x1b]8" not in shown(**terminal)
    assert b"\x1b]8" not in sheetsync("lint", "Phòng tập.xlsx", folder=folder, FORCE_HYPERLINK="1").stdout


def test_a_mistake_of_ours_is_told_without_a_traceback(folder: Path) -> None:
    broken = "import sys; import sheetsync.cli.main as main; main.COMMANDS['types'] = ('json', ''); sys.argv = ['sheetsync', 'types']; main.run()"
    done = subprocess.run([sys.executable, "-c", broken], cwd=folder, env=environment(), capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"sheetsync: something went wrong inside (AttributeError")
    assert b"--debug" in done.stderr
    assert done.stderr.count(b"\n") == 1
