"""A person signs in with `sheetsync doctor --login`: a real process, the consent page, a browser, and what works afterwards."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.browser import SECONDS, Chromium, chromium, press
from tests.cli.desk import says_what_next
from tests.cli.google_desk import LAN, GoogleDesk
from tests.cli.shapes import hold
from tests.emulator.world import DRIVE_FILE_SCOPE, FOLDER

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "sheetsync")
IMPATIENT = (sys.executable, "-c", "from sheetsync.backends.google import login; login.PATIENCE = 1; from sheetsync.cli.main import run; run()")
"""The same command, but it waits for one second instead of five minutes."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights and signals as POSIX has them")


class Ended(NamedTuple):
    """What a process came to."""

    status: int
    out: str
    err: str


class Computer:
    """The computer of ``LAN``, where nobody signed in yet; the settings name an OAuth client, and no folder."""

    def __init__(self, desk: GoogleDesk, config: Path) -> None:
        self.desk, self.config = desk, config
        (desk.folder / "client.json").write_text(json.dumps(desk.google.oauth_client("maps")), encoding="utf-8")
        desk.google.world.account(LAN)
        self.settle("")

    def settle(self, folder: str) -> None:
        """Name ``folder`` in the settings."""
        self.desk.settle(folder=folder, credentials=["client.json"])

    def start(self, *words: str, browser: str = "true %s", command: Sequence[str] = COMMAND) -> "subprocess.Popen[str]":
        """``sheetsync`` as a process that can't open a ``browser`` unless one is given."""
        known = os.environ | {"BROWSER": browser, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen([*command, *words], cwd=self.desk.folder, env=known, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")

    def sign_in(self, *words: str, button: str = "allow") -> Ended:
        """Sign in; the browser opens by itself, and presses ``button``."""
        with self.start("doctor", "--login", *words, browser=f"{sys.executable} -m tests.browser {button} {LAN} %s") as running:
            return ended(running)

    def own_folder(self) -> str:
        """Sign in, and write the line that is asked for then into the settings; the id of the folder that was made."""
        (folder,) = (check for check in checks(self.sign_in("--format", "json")) if check["check"] == "folder")
        found = re.search(r'maps = "google:([\w-]+)"', folder["fix"])
        assert found is not None
        self.settle(found[1])
        return found[1]

    def kept(self) -> list[Path]:
        """Everything that stands where sign-ins are kept."""
        return sorted(self.config.rglob("*"))


@pytest.fixture
def computer(google_desk: GoogleDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Computer(google_desk, tmp_path / "config")


def ended(running: "subprocess.Popen[str]") -> Ended:
    out, err = running.communicate(timeout=SECONDS)
    return Ended(running.returncode, out, err)


def page_of(running: "subprocess.Popen[str]") -> str:
    """The address of the consent page, as it is shown."""
    assert running.stderr is not None
    return next(line.strip() for line in running.stderr if line.startswith("  http"))


def checks(told: Ended) -> list[dict[str, Any]]:
    """What doctor printed for machines, and nothing else."""
    value = json.loads(told.out)
    hold(value, ("doctor",))
    found: list[dict[str, Any]] = value["checks"]
    return found


def test_who_names_no_folder_gets_one_and_is_told_where_to_write_it(computer: Computer) -> None:
    told = computer.sign_in("--language", "vi")
    assert told.status == 1, "there is a line to write"
    assert "Đã đăng nhập" in told.err
    (folder,) = (file for file in computer.desk.google.world.files.values() if file.mime_type == FOLDER)
    assert (folder.name, folder.owner, folder.parents) == ("Bản đồ hành trình (sheetsync)", LAN, [])
    said = " ".join(told.out.split())
    assert f'Hãy ghi maps = "google:{folder.id}" trong sheetsync.toml rồi chạy `sheetsync doctor`.' in said
    assert f"https://drive.google.com/drive/folders/{folder.id}" in said


def test_who_signs_in_again_gets_the_same_folder(computer: Computer) -> None:
    first = computer.own_folder()
    computer.settle("")
    assert computer.own_folder() == first


def test_afterwards_every_command_works_as_that_person(computer: Computer) -> None:
    folder, desk = computer.own_folder(), computer.desk
    told = desk.json("doctor", "--language", "en")
    assert [check["check"] for check in told["checks"] if check["state"] != "ok"] == ["visibility"]
    assert told["checks"][1]["message"] == f"Signed in as {LAN}."

    ref = desk.make("gym")
    file = desk.google.world.files[desk.file_id(ref)]
    assert (file.owner, file.parents) == (LAN, [folder])
    assert desk.lint(ref, "--fail-on", "never")
    assert desk.sync()[ref]["outcome"] == "archived"
    assert [one["ref"] for one in desk.json("list")["maps"]] == [ref]
    assert {call.account for call in desk.calls()} == {LAN}


def test_the_token_is_for_its_owner_alone(computer: Computer) -> None:
    computer.own_folder()
    folder, token = computer.kept()
    assert (folder.name, stat.S_IMODE(folder.stat().st_mode)) == ("sheetsync", 0o700)
    assert stat.S_IMODE(token.stat().st_mode) == 0o600
    kept = json.loads(token.read_text(encoding="utf-8"))
    assert kept["scopes"] == [DRIVE_FILE_SCOPE]
    secret = json.loads((computer.desk.folder / "client.json").read_text(encoding="utf-8"))["installed"]["client_secret"]
    assert secret not in token.read_text(encoding="utf-8"), "secrets are not copied"


def test_nothing_secret_is_shown(computer: Computer) -> None:
    told = computer.sign_in("--format", "json", "--debug")
    _, token = computer.kept()
    kept = json.loads(token.read_text(encoding="utf-8"))
    assert [secret for secret in (kept["token"], kept["refresh_token"]) if secret in told.out + told.err] == []


def test_where_no_browser_opens_the_link_is_enough(computer: Computer) -> None:
    with computer.start("doctor", "--login", "--language", "vi", browser="no-such-program %s") as running:
        page = press(page_of(running), "allow", LAN)
        told = ended(running)
    assert "Hãy đóng trang này và quay lại cửa sổ dòng lệnh" in page
    assert told.status == 1
    assert "Đã đăng nhập" in told.err


def test_in_a_real_browser(computer: Computer, tmp_path: Path) -> None:
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed")
    with Chromium(program, tmp_path / "profile") as browser, computer.start("doctor", "--login", "--language", "vi") as running:
        assert LAN in browser.open(page_of(running))
        farewell = browser.click('button[value="allow"]')
        told = ended(running)
    assert "sheetsync đã nhận được câu trả lời của bạn." in farewell
    assert "Đã đăng nhập" in told.err
    assert len(computer.kept()) == 2


def test_a_refusal_is_told(computer: Computer) -> None:
    said = {}
    for language in ("vi", "en"):
        told = computer.sign_in("--language", language, button="deny")
        assert (told.status, told.out) == (2, "")
        said[language] = told.err.splitlines()[-1]
    assert "bạn đã từ chối" in said["vi"]
    assert "you refused" in said["en"]
    assert says_what_next(said["vi"], said["en"])
    assert computer.kept() == []


def test_a_permission_that_is_ticked_off_is_told(computer: Computer) -> None:
    with computer.start("doctor", "--login", "--language", "en") as running:
        press(page_of(running), "allow", LAN, granted="openid")
        told = ended(running)
    assert told.status == 2
    assert "a permission was unticked" in told.err
    assert computer.kept() == []


def test_a_page_that_is_closed_is_told(computer: Computer) -> None:
    said = {}
    for language in ("vi", "en"):
        with computer.start("doctor", "--login", "--language", language, command=IMPATIENT) as running:
            told = ended(running)
        assert (told.status, told.out) == (2, "")
        said[language] = told.err.splitlines()[-1]
    assert "không được trả lời kịp" in said["vi"]
    assert "not answered in time" in said["en"]
    assert says_what_next(said["vi"], said["en"])
    assert computer.kept() == []


def test_who_closed_the_page_need_not_wait(computer: Computer) -> None:
    with computer.start("doctor", "--login") as running:
        page_of(running)
        running.send_signal(signal.SIGINT)
        told = ended(running)
    assert (told.status, told.out, told.err.strip()) == (130, "", "")
    assert computer.kept() == []


def test_a_sign_in_that_was_taken_back_is_asked_for_again(computer: Computer) -> None:
    computer.own_folder()
    desk = computer.desk
    ref = desk.new()
    desk.google.tokens.revoke(LAN)
    desk.google.tokens.expire(LAN)
    told = desk.json("doctor", "--language", "en", status=1)
    (failed,) = (check for check in told["checks"] if check["state"] == "failed")
    assert failed["check"] == "sign-in"
    assert failed["fix"].startswith("Run `sheetsync doctor --login` to sign in again.")
    for verb in ("list", "sync", "lint"):
        vi, en = desk.both(verb)
        assert "Hãy chạy `sheetsync doctor --login` để đăng nhập lại" in vi
        assert "Run `sheetsync doctor --login` to sign in again" in en
    assert computer.sign_in().status == 0
    assert desk.sync()[ref]["outcome"] == "unchanged"


def test_who_has_not_signed_in_is_told_how(computer: Computer) -> None:
    computer.settle("1" + "x" * 43)
    vi, en = computer.desk.both("list")
    assert "Hãy chạy `sheetsync doctor --login`" in vi
    assert "Run `sheetsync doctor --login`" in en


@pytest.mark.parametrize("kind", ["a key of a service account", "a web client"])
def test_credentials_that_nobody_signs_in_with_are_told(kind: str, computer: Computer) -> None:
    desk = computer.desk
    if kind == "a web client":
        (desk.folder / "key.json").write_text('{"web": {"client_id": "1-a"}}', encoding="utf-8")
    desk.settle(folder="")
    vi, en = desk.both("doctor", "--login")
    assert "OAuth client loại Desktop app" in vi
    assert "an OAuth client of the type Desktop app" in en
