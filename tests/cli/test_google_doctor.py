"""doctor on a folder in Google Drive: every way access can be wrong, what people read then, and that looking changes nothing."""

import json
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.google_desk import LAN, ROBOT, GoogleDesk
from tests.emulator import failures
from tests.emulator.world import DRIVE_FILE_SCOPE, DRIVE_SCOPE, FOLDER, SHEETS_SCOPE, SPREADSHEET, File

OTHER = "robot2@maps.iam.gserviceaccount.com"
CONSOLE = "https://console.cloud.google.com"
FINE = ["workspace", "sign-in", "clock", "drive", "sheets", "folder", "storage", "archive"]


@pytest.fixture(autouse=True)
def _nobody_signed_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither sign-ins of whoever runs the tests, nor this computer's default credentials, nor a cloud that it may run in."""
    for name in ("XDG_CONFIG_HOME", "HOME", "CLOUDSDK_CONFIG"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)


def checks(desk: GoogleDesk, language: str, *, status: int) -> list[dict[str, Any]]:
    """What doctor says, held against the shape; nobody's files change by it."""
    files = {file.id: file.version for file in desk.google.world.files.values()}
    calls = len(desk.calls())
    found: list[dict[str, Any]] = desk.json("doctor", "--language", language, status=status)["checks"]
    assert {call.verb for call in desk.calls()[calls:]} <= {"GET"}
    assert {file.id: file.version for file in desk.google.world.files.values()} == files
    for check in found:
        if check["check"] not in {"workspace", "archive"}:
            assert check["message"].endswith("."), "a whole sentence"
            assert (check["state"] == "ok") == ("fix" not in check)
    return found


def wrong(found: list[dict[str, Any]]) -> dict[str, str]:
    return {check["check"]: check["state"] for check in found if check["state"] != "ok"}


def advice(check: Mapping[str, str]) -> str:
    return f"{check['message']} {check['fix']}"


# What can be wrong. Each breaks one thing on a desk where everything was right.


def key_file(desk: GoogleDesk) -> Path:
    return desk.folder / "key.json"


def change_key(desk: GoogleDesk, **parts: str) -> None:
    info = json.loads(key_file(desk).read_text(encoding="utf-8"))
    key_file(desk).write_text(json.dumps(info | parts), encoding="utf-8")


def person(desk: GoogleDesk, *scopes: str) -> str:
    """Let the desk's credentials be those of ``LAN``, who signed in with another program; where that app made a folder."""
    client = desk.google.oauth_client("maps")["installed"]
    refresh = desk.google.tokens.grant(desk.google.world.account(LAN), scopes, "maps", client["client_id"])
    info = {"type": "authorized_user", "refresh_token": refresh, "scopes": list(scopes), **client}
    key_file(desk).write_text(json.dumps(info), encoding="utf-8")
    return folder_of(desk, LAN, app="maps").id


def folder_of(desk: GoogleDesk, owner: str, *, app: str = "") -> File:
    return desk.google.world.add_file("Bản đồ của Lan", FOLDER, desk.google.world.account(owner), parents=[], app=app)


def no_credentials(desk: GoogleDesk) -> None:
    text = (desk.folder / "sheetsync.toml").read_text(encoding="utf-8")
    (desk.folder / "sheetsync.toml").write_text(re.sub(r"(credentials|endpoint) = .*\n", "", text), encoding="utf-8")


def clock(minutes: float) -> Callable[[GoogleDesk], None]:
    """Let this computer's clock be that much ahead of Google's."""

    def turn(desk: GoogleDesk) -> None:
        desk.google.world.clock = lambda: datetime.now(UTC) - timedelta(minutes=minutes)  # noqa: TID251 - Google's clock in this story

    return turn


def not_shared(desk: GoogleDesk) -> None:
    desk.settle(folder=folder_of(desk, LAN).id)


def a_sheet_for_a_folder(desk: GoogleDesk) -> None:
    desk.settle(folder=desk.google.world.add_file("Gym", SPREADSHEET, desk.google.world.account(LAN), parents=[desk.drive.id]).id)


def binned(desk: GoogleDesk) -> None:
    folder = desk.google.world.add_file("Bản đồ quý 3", FOLDER, desk.google.world.account(LAN), parents=[desk.drive.id])
    folder.trashed = True
    desk.settle(folder=folder.id)


def in_my_drive(desk: GoogleDesk) -> None:
    folder = folder_of(desk, LAN)
    desk.google.world.permit(folder, ROBOT, "writer")
    desk.settle(folder=folder.id)


def only_viewed_in_my_drive(desk: GoogleDesk) -> None:
    person(desk, SHEETS_SCOPE, DRIVE_SCOPE)
    folder = folder_of(desk, "chi@example.com")
    desk.google.world.permit(folder, LAN, "reader")
    desk.settle(folder=folder.id)


def person_without_the_folder(desk: GoogleDesk) -> None:
    person(desk, DRIVE_FILE_SCOPE)
    desk.settle(folder=folder_of(desk, LAN).id)


def person_signed_out(desk: GoogleDesk) -> None:
    desk.settle(folder=person(desk, DRIVE_FILE_SCOPE))
    desk.google.tokens.revoke(LAN)


def fault(pattern: str, what: failures.Fault) -> Callable[[GoogleDesk], None]:
    return lambda desk: desk.google.faults.add(pattern, what, times=None)


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong, the check that fails, and what people must read then, in each language."""

    break_it: Callable[[GoogleDesk], object]
    check: str
    vi: tuple[str, ...]
    en: tuple[str, ...]


KEYS = f"{CONSOLE}/iam-admin/serviceaccounts"
NEW_KEY_VI, NEW_KEY_EN = ("tạo khóa JSON mới", KEYS), ("a new JSON key", KEYS)

WRONG: dict[str, Wrong] = {
    "no credentials": Wrong(
        no_credentials,
        "sign-in",
        ("Chưa có thông tin đăng nhập", KEYS, 'credentials = "service-account.json"'),
        ("no credentials for Google", KEYS, 'credentials = "service-account.json"'),
    ),
    "no key file": Wrong(
        lambda desk: key_file(desk).unlink(), "sign-in", ("key.json: không có tệp", KEYS), ("key.json: this credentials file", KEYS)
    ),
    "a garbled key file": Wrong(
        lambda desk: key_file(desk).write_text("{", encoding="utf-8"), "sign-in", ("key.json", *NEW_KEY_VI), ("key.json", *NEW_KEY_EN)
    ),
    "half a key": Wrong(lambda desk: change_key(desk, private_key="-----BEGIN"), "sign-in", ("hỏng một phần", *NEW_KEY_VI), ("damaged", *NEW_KEY_EN)),
    "an expired or disabled key": Wrong(
        lambda desk: desk.google.tokens.disable_keys(ROBOT), "sign-in", (ROBOT, "không còn chấp nhận", *NEW_KEY_VI), (ROBOT, "no longer", *NEW_KEY_EN)
    ),
    "a deleted account": Wrong(
        lambda desk: desk.google.tokens.deleted.add(ROBOT),
        "sign-in",
        ("account not found", "tạo tài khoản khác rồi chia sẻ thư mục"),
        ("account not found", "make another one and share the folder"),
    ),
    "nobody signed in yet": Wrong(
        lambda desk: key_file(desk).write_text(json.dumps(desk.google.oauth_client("maps")), encoding="utf-8"),
        "sign-in",
        ("Chưa ai đăng nhập", "`sheetsync doctor --login`"),
        ("Nobody has signed in", "`sheetsync doctor --login`"),
    ),
    "a revoked sign-in": Wrong(
        person_signed_out,
        "sign-in",
        ("không còn chấp nhận", "đăng nhập lại bằng chương trình", "`gcloud auth application-default login --scopes="),
        ("no longer", "Sign in again with the program", "`gcloud auth application-default login --scopes="),
    ),
    "a clock 20 minutes fast": Wrong(
        clock(20), "clock", ("nhanh 20 phút nên Google từ chối", "bật đặt giờ tự động"), ("20 minutes fast, so Google refuses", "from the internet")
    ),
    "a clock 20 minutes slow": Wrong(
        clock(-20), "clock", ("chậm 20 phút", "ghi sai giờ", "bật đặt giờ tự động"), ("20 minutes slow", "a wrong time", "from the internet")
    ),
    "Sheets API switched off": Wrong(
        fault("sheets.*", failures.service_disabled()),
        "sheets",
        ("Google Sheets API chưa được bật", f"{CONSOLE}/apis/library/sheets.googleapis.com?project=1", "bấm Enable"),
        ("Google Sheets API is switched off", f"{CONSOLE}/apis/library/sheets.googleapis.com?project=1", "press Enable"),
    ),
    "Drive API switched off": Wrong(
        fault("drive.*", failures.service_disabled()),
        "drive",
        ("Google Drive API chưa được bật", f"{CONSOLE}/apis/library/drive.googleapis.com?project=1", "bấm Enable"),
        ("Google Drive API is switched off", f"{CONSOLE}/apis/library/drive.googleapis.com?project=1", "press Enable"),
    ),
    "no scope for Sheets": Wrong(
        fault("sheets.*", failures.missing_scope()),
        "sheets",
        ("thiếu quyền (scope) dùng Google Trang tính", SHEETS_SCOPE),
        ("lacks the permission (scope) to use Google Sheets", SHEETS_SCOPE),
    ),
    "a person without a scope for Drive": Wrong(
        lambda desk: person(desk, SHEETS_SCOPE), "drive", ("thiếu quyền (scope) dùng Google Drive", DRIVE_SCOPE), ("to use Google Drive", DRIVE_SCOPE)
    ),
    "no such folder": Wrong(
        lambda desk: desk.settle(folder="1" + "x" * 43),
        "folder",
        (ROBOT, "không thấy thư mục https://drive.google.com/drive/folders/1xxx", "bấm Chia sẻ", "sheetsync.toml"),
        (ROBOT, "can't see the folder https://drive.google.com/drive/folders/1xxx", "press Share", "sheetsync.toml"),
    ),
    "a folder that is not shared": Wrong(not_shared, "folder", (ROBOT, "bấm Chia sẻ", "Người chỉnh sửa"), (ROBOT, "press Share", "as an Editor")),
    "a folder that may only be viewed": Wrong(
        lambda desk: desk.google.world.permit(desk.drive, ROBOT, "reader"),
        "folder",
        (ROBOT, "chỉ được xem thư mục “Bản đồ”", "Quản lý thành viên", "Người quản lý nội dung"),
        (ROBOT, "may only view the folder “Bản đồ”", "Manage members", "Content manager"),
    ),
    "somebody else's folder that may only be viewed": Wrong(
        only_viewed_in_my_drive, "folder", (LAN, "chỉ được xem", "bấm Chia sẻ", "Người chỉnh sửa"), (LAN, "only view", "press Share", "Editor")
    ),
    "a folder in the bin": Wrong(
        binned, "folder", ("“Bản đồ quý 3” đang nằm trong thùng rác", "Khôi phục"), ("“Bản đồ quý 3” is in the bin", "Restore")
    ),
    "a sheet for a folder": Wrong(a_sheet_for_a_folder, "folder", ("“Gym” là một tệp", "/folders/"), ("“Gym” is a file", "/folders/")),
    "a person's own folder under drive.file": Wrong(
        person_without_the_folder,
        "folder",
        (LAN, "chỉ thấy những gì chính nó tạo ra", 'maps = "google:"', "`sheetsync doctor --login`"),
        (LAN, "sees only what it made itself", 'maps = "google:"', "`sheetsync doctor --login`"),
    ),
    "a service account in My Drive": Wrong(
        in_my_drive, "storage", (ROBOT, "không có dung lượng riêng", "bộ nhớ dùng chung"), (ROBOT, "no storage of its own", "Make a shared drive")
    ),
    "the minute's quota used up": Wrong(
        fault("sheets.*", failures.rate_limited()), "sheets", ("hết hạn mức của phút này", "đợi vài phút"), ("quota of this minute", "few minutes")
    ),
    "the day's quota used up": Wrong(
        fault("drive.*", failures.forbidden("dailyLimitExceeded")), "drive", ("đã hết hạn mức", "đợi vài giờ"), ("quota is used up", "some hours")
    ),
    "a policy": Wrong(
        fault("drive.*", failures.forbidden("domainPolicy")),
        "drive",
        ("Chính sách", "https://admin.google.com"),
        ("policy", "https://admin.google.com"),
    ),
    "nobody gives tokens": Wrong(
        fault("oauth2.token", failures.server_error()), "connection", ("tạm thời không trả lời", "vài phút"), ("at the moment", "few minutes")
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_what_to_do(name: str, google_desk: GoogleDesk) -> None:
    one = WRONG[name]
    one.break_it(google_desk)
    said = {}
    for language, fragments in (("vi", one.vi), ("en", one.en)):
        found = checks(google_desk, language, status=1)
        (failed,) = (check for check in found if check["state"] == "failed")
        assert failed["check"] == one.check
        assert [part for part in fragments if part not in advice(failed)] == []
        assert failed["fix"].endswith(".")
        assert "account" not in failed, "there is only one"
        said[language] = advice(failed)
    assert "ãy " in said["vi"], "it says what to do"
    assert said["vi"] != said["en"]


def test_all_is_well(google_desk: GoogleDesk) -> None:
    for language in ("vi", "en"):
        found = checks(google_desk, language, status=0)
        assert [(check["check"], check["state"]) for check in found] == [(name, "ok") for name in FINE]
        assert ROBOT in found[1]["message"]
        assert "“Bản đồ”" in found[5]["message"]


def test_what_can_not_be_tried_is_left_out(google_desk: GoogleDesk) -> None:
    """Where nobody is signed in, nobody knows whether the folder is shared."""
    google_desk.google.tokens.disable_keys(ROBOT)
    assert [check["check"] for check in checks(google_desk, "en", status=1)] == ["workspace", "sign-in", "clock", "archive"]


@pytest.mark.parametrize(("used", "state"), [(10, "ok"), (96, "warning"), (100, "failed")])
def test_a_person_s_storage_fills_up(used: int, state: str, google_desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.emulator.drive.about.QUOTA", 100)
    google_desk.settle(folder=person(google_desk, SHEETS_SCOPE, DRIVE_SCOPE))
    google_desk.google.world.add_file("Phim", "video/mp4", google_desk.google.world.account(LAN), parents=[]).content = b"x" * used
    for language in ("vi", "en"):
        found = checks(google_desk, language, status=int(state == "failed"))
        (storage,) = (check for check in found if check["check"] == "storage")
        assert storage["state"] == state
        assert LAN in storage["message"]
        assert ("https://drive.google.com/drive/quota" in storage.get("fix", "")) == (state != "ok")


def test_nobody_answers(google_desk: GoogleDesk) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        file = google_desk.folder / "sheetsync.toml"
        gone = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        file.write_text(file.read_text(encoding="utf-8").replace(google_desk.google.url, gone), encoding="utf-8")
        found = checks(google_desk, "en", status=1)
    assert wrong(found) == {"connection": "failed"}
    assert found[1]["message"] == f"Nothing answers at {gone}."
    assert "Start the local Google there" in found[1]["fix"]


@pytest.mark.parametrize(("minutes", "vi", "en"), [(3, "nhanh 3 phút", "3 minutes fast"), (-3, "chậm 3 phút", "3 minutes slow")])
def test_a_clock_that_begins_to_drift_is_a_warning(minutes: int, vi: str, en: str, google_desk: GoogleDesk) -> None:
    clock(minutes)(google_desk)
    for language, said in (("vi", vi), ("en", en)):
        found = checks(google_desk, language, status=0)
        assert wrong(found) == {"clock": "warning"}
        assert said in found[2]["message"]


def test_a_person_is_told_what_stays_invisible(google_desk: GoogleDesk) -> None:
    google_desk.settle(folder=person(google_desk, DRIVE_FILE_SCOPE))
    for language, said, fix in (("vi", "bản sao tạo trên web", "tài khoản dịch vụ"), ("en", "copies made in the web", "a service account")):
        found = checks(google_desk, language, status=0)
        assert wrong(found) == {"visibility": "warning"}
        (warning,) = (check for check in found if check["check"] == "visibility")
        assert said in warning["message"]
        assert fix in warning["fix"]
    google_desk.settle(folder=person(google_desk, SHEETS_SCOPE, DRIVE_SCOPE))
    assert wrong(checks(google_desk, "en", status=0)) == {}, "with the whole Drive in scope nothing stays invisible"


class TestSeveralAccounts:
    @pytest.fixture
    def desk(self, google_desk: GoogleDesk) -> GoogleDesk:
        """Maps that are worked on as two service accounts in turn."""
        (google_desk.folder / "other.json").write_text(json.dumps(google_desk.google.service_account(OTHER)), encoding="utf-8")
        google_desk.google.world.permit(google_desk.drive, OTHER, "fileOrganizer")
        google_desk.settle(credentials=("key.json", "other.json"))
        return google_desk

    def test_each_is_looked_at(self, desk: GoogleDesk) -> None:
        found = checks(desk, "en", status=0)
        assert [(check.get("account"), check["check"]) for check in found] == [
            (None, "workspace"),
            *((account, name) for account in (ROBOT, OTHER) for name in FINE[1:-1]),
            (None, "archive"),
        ]

    def test_the_broken_one_is_named(self, desk: GoogleDesk) -> None:
        desk.google.tokens.disable_keys(OTHER)
        (failed,) = (check for check in checks(desk, "en", status=1) if check["state"] == "failed")
        assert (failed["check"], failed["account"]) == ("sign-in", OTHER)

    def test_one_that_may_not_write_is_found_though_the_other_may(self, desk: GoogleDesk) -> None:
        desk.google.world.permit(desk.drive, OTHER, "reader")
        (failed,) = (check for check in checks(desk, "vi", status=1) if check["state"] == "failed")
        assert (failed["check"], failed["account"]) == ("folder", OTHER)

    @pytest.mark.parametrize("settled", [("key.json", "other.json"), ("other.json", "key.json")], ids=["last", "first"])
    def test_a_missing_file_is_named_and_hides_nothing_of_the_others(self, settled: tuple[str, str], desk: GoogleDesk) -> None:
        desk.settle(credentials=settled)
        (desk.folder / "other.json").unlink()
        found = checks(desk, "en", status=1)
        (failed,) = (check for check in found if check["state"] == "failed")
        assert (failed["check"], failed["account"]) == ("sign-in", "other.json")
        assert "other.json: this credentials file is not there" in failed["fix"]
        assert [check["check"] for check in found if check.get("account") == ROBOT] == FINE[1:-1]

    def test_people_read_them_one_below_the_other(self, desk: GoogleDesk) -> None:
        lines = desk.done("doctor", "--language", "vi").splitlines()
        assert [line for line in lines if "@" in line and not line.startswith(("✓", "!", "✗", " "))] == [ROBOT, OTHER]
        assert lines[2] == f"  ✓ đăng nhập           Đã đăng nhập bằng {ROBOT}."


def test_people_read_a_line_for_each_check(google_desk: GoogleDesk) -> None:
    names = {
        "vi": ["không gian làm việc", "đăng nhập", "đồng hồ", "Google Drive", "Google Trang tính", "thư mục", "dung lượng", "kho lưu trữ"],
        "en": ["workspace", "sign-in", "clock", "Google Drive", "Google Sheets", "folder", "storage", "archive"],
    }
    for language, expected in names.items():
        lines = [line for line in google_desk.done("doctor", "--language", language).splitlines() if not line.startswith(" ")]
        assert [line[:24].strip() for line in lines] == [f"✓ {name}" for name in expected]


def test_links_stay_in_one_piece_however_narrow_the_terminal(google_desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    google_desk.google.faults.add("sheets.*", failures.service_disabled(), times=None)
    told = google_desk("doctor", "--language", "en")
    assert told.status == 1
    assert "✗ Google Sheets         The Google Sheets API is switched" in told.out
    assert f"{CONSOLE}/apis/library/sheets.googleapis.com?project=1\n" in told.out


def test_a_folder_that_is_not_named_is_asked_for(google_desk: GoogleDesk) -> None:
    google_desk.settle(folder="")
    vi, en = google_desk.both("doctor")
    assert "đường liên kết của một thư mục Google Drive" in vi
    assert "the link of a folder in Google Drive" in en
    assert google_desk.refused("doctor") == vi, "the workspace's language, though it can't be opened"
