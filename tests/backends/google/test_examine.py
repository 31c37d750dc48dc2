"""What `sheetsync doctor` finds: each way access to Google can be wrong, told apart, with what to do."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from google.oauth2.credentials import Credentials

from sheetsync.backends.google.address import FOLDER, SPREADSHEET
from sheetsync.backends.google.client import GoogleClient
from sheetsync.backends.google.credentials import SERVICE_SCOPES, USER_SCOPES, GoogleAccount, load_account
from sheetsync.backends.google.examine import examine
from sheetsync.backends.google.quota import LocalQuota
from sheetsync.ports import Check
from tests.backends.google.loopback import Stage, ok
from tests.emulator.failures import Fault, forbidden, html_error, missing_scope, rate_limited, server_error, service_disabled
from tests.emulator.server import Emulator
from tests.emulator.sheets.new import new_book

BOT = "bot@acme.iam.gserviceaccount.com"
LAN = "lan@example.com"


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@pytest.fixture
def folder(google: Emulator) -> str:
    """A shared drive where the service account manages content."""
    google.world.account(BOT, kind="service", project="acme")
    drive = google.world.add_drive("Maps")
    google.world.permit(drive, BOT, "fileOrganizer")
    return drive.id


def bot(google: Emulator, place: Path) -> GoogleAccount:
    key = place / "key.json"
    key.write_text(json.dumps(google.service_account(BOT, "acme")))
    return load_account(key, folder=place, environ={}, endpoint=google.url)


def person(google: Emulator, scopes: tuple[str, ...] = USER_SCOPES, app: str = "acme") -> GoogleAccount:
    """A person who signed in with the app."""
    return GoogleAccount("", app, Credentials(google.token(LAN, scopes, app)), "user")  # type: ignore[no-untyped-call]


def examined(endpoint: str, folder: str, *accounts: GoogleAccount) -> Mapping[str, Check]:
    slept: list[float] = []
    with GoogleClient(accounts, LocalQuota(time.time), clock=time.time, sleep=slept.append, random=lambda: 1.0, endpoint=endpoint) as client:
        checks = examine(client, folder)
    assert sum(slept) < 5
    for check in checks:
        assert check.said.vi.endswith(".")
        assert check.said.en.endswith(".")
        assert (check.fix is None) == (check.state == "ok")
        if check.fix:
            assert "hãy" in check.fix.vi.lower()
    return {f"{check.account}: {check.name}" if check.account else check.name: check for check in checks}


def troubles(checks: Mapping[str, Check]) -> dict[str, str]:
    return {name: check.state for name, check in checks.items() if check.state != "ok"}


def own_folder(google: Emulator, owner: str = LAN, *, app: str = "") -> str:
    """A folder in a person's own drive."""
    return google.world.add_file("Maps", FOLDER, google.world.account(owner), parents=[], app=app).id


def test_all_is_well_and_nothing_was_changed(google: Emulator, folder: str, tmp_path: Path) -> None:
    checks = examined(google.url, folder, bot(google, tmp_path))
    assert {name: check.state for name, check in checks.items()} == dict.fromkeys(["sign-in", "clock", "drive", "sheets", "folder", "storage"], "ok")
    assert BOT in checks["sign-in"].said.vi
    assert not google.world.files
    assert {entry.verb for entry in google.log if entry.kind != "oauth"} == {"GET"}
    assert len(google.log) == 5, "an empty folder can't tell of comments"


def sheet_in(google: Emulator, folder: str) -> str:
    """The id of a spreadsheet of Lan's there."""
    file = google.world.add_file("Gym", SPREADSHEET, google.world.account(LAN), parents=[folder])
    file.book = new_book("Gym")
    return file.id


def test_comments_are_tried_on_one_sheet_of_the_folder(google: Emulator, folder: str, tmp_path: Path) -> None:
    for _ in range(3):
        sheet_in(google, folder)
    checks = examined(google.url, folder, bot(google, tmp_path))
    assert checks["comments"].state == "ok"
    assert len(google.log) == 6


@pytest.mark.parametrize("status", [400, 403])
def test_comments_that_can_not_hang_on_cells_are_told(google: Emulator, folder: str, tmp_path: Path, status: Literal[400, 403]) -> None:
    google.world.unseen_comments[sheet_in(google, folder)] = status
    checks = examined(google.url, folder, bot(google, tmp_path))
    assert troubles(checks) == {"comments": "warning"}
    assert "with a link to the cell" in checks["comments"].said.en


def test_whoever_may_only_look_is_told_how_to_be_let_comment(google: Emulator, tmp_path: Path) -> None:
    account = bot(google, tmp_path)
    drive = google.world.add_drive("Maps")
    sheet = sheet_in(google, drive.id)
    google.world.permit(drive, BOT, "reader")
    checks = examined(google.url, drive.id, account)
    assert troubles(checks) == {"folder": "failed", "comments": "failed"}
    assert f"{BOT} may not comment on the sheet “Gym”" in checks["comments"].said.en
    assert sheet in str(checks["comments"].fix)


@pytest.mark.parametrize(("method", "said"), [("drive.files.list", "Error 502"), ("sheets.spreadsheets.get", "Error 502")])
def test_a_look_at_comments_that_fails_is_told(google: Emulator, folder: str, tmp_path: Path, method: str, said: str) -> None:
    sheet_in(google, folder)
    google.faults.add(method, html_error(), times=None, skip=1 if method.startswith("sheets") else 0)
    checks = examined(google.url, folder, bot(google, tmp_path))
    assert troubles(checks) == {"comments": "failed"}
    assert said in checks["comments"].said.en


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda google: google.tokens.disable_keys(BOT), "Invalid JWT Signature"),
        (lambda google: google.world.accounts.pop(BOT), "account not found"),
    ],
    ids=["key deleted", "account deleted"],
)
def test_a_key_that_google_does_not_accept_any_more(
    google: Emulator, folder: str, tmp_path: Path, break_it: Callable[[Emulator], object], said: str
) -> None:
    account = bot(google, tmp_path)
    break_it(google)
    checks = examined(google.url, folder, account)
    assert troubles(checks) == {"sign-in": "failed"}
    assert said in checks["sign-in"].said.en
    assert "new JSON key" in str(checks["sign-in"].fix)
    assert "iam-admin/serviceaccounts?project=acme" in str(checks["sign-in"].fix)
    assert "folder" not in checks


def test_a_sign_in_that_was_taken_back(google: Emulator, tmp_path: Path) -> None:
    client = google.oauth_client("acme")["installed"]
    refresh = google.tokens.grant(google.world.account(LAN), USER_SCOPES, "acme", client["client_id"])
    (tmp_path / "user.json").write_text(json.dumps({"type": "authorized_user", "refresh_token": refresh, **client}))
    by_gcloud = load_account(tmp_path / "user.json", folder=tmp_path, environ={}, endpoint=google.url)
    google.tokens.revoke(LAN)
    for account, advice in (
        (replace(by_gcloud, sign_in="user"), "`sheetsync doctor --login`"),
        (by_gcloud, "`gcloud auth application-default login"),
    ):
        checks = examined(google.url, own_folder(google), account)
        assert troubles(checks) == {"sign-in": "failed"}
        assert advice in str(checks["sign-in"].fix)


def test_a_clock_so_far_off_that_google_refuses(tmp_path: Path) -> None:
    with Emulator(clock=lambda: datetime.now(UTC) + timedelta(hours=3)) as google:  # noqa: TID251 - Google's clock in this story
        checks = examined(google.url, "any", bot(google, tmp_path))
    assert troubles(checks) == {"clock": "failed"}
    assert checks["clock"].said.en == "This computer's clock is 3 hours slow, so Google refuses the sign-in."
    assert "internet" in str(checks["clock"].fix)


@pytest.mark.parametrize(("seconds", "state"), [(0, "ok"), (90, "warning"), (-90, "warning"), (900, "failed")])
def test_a_clock_that_begins_to_drift(seconds: float, state: str) -> None:
    account = GoogleAccount(BOT, "acme", Credentials("t"))  # type: ignore[no-untyped-call]
    with Stage(ok(user={}, id="x", mimeType=FOLDER, driveId="d"), date=lambda: time.time() - seconds) as stage:
        checks = examined(stage.url, "x", account)
    assert checks["clock"].state == state
    assert "refuses" not in checks["clock"].said.en, "it did not"


def test_nobody_answers() -> None:
    account = GoogleAccount(BOT, "acme", Credentials("t"))  # type: ignore[no-untyped-call]
    with Stage(ok()) as stage:
        gone = stage.url
    checks = examined(gone, "x", account)
    assert list(checks) == ["connection"]
    assert gone in checks["connection"].said.en


def test_nobody_gives_tokens_today(google: Emulator, folder: str, tmp_path: Path) -> None:
    google.faults.add("oauth2.token", server_error(503), times=None)
    checks = examined(google.url, folder, bot(google, tmp_path))
    assert list(checks) == ["connection"]
    assert "few minutes" in str(checks["connection"].fix)


@pytest.mark.parametrize(
    ("service", "page"), [("sheets", "apis/library/sheets.googleapis.com?project=acme"), ("drive", "apis/library/drive.googleapis.com?project=acme")]
)
def test_an_api_that_is_switched_off(google: Emulator, folder: str, tmp_path: Path, service: str, page: str) -> None:
    google.faults.add(f"{service}.*", service_disabled(), times=None)
    checks = examined(google.url, folder, bot(google, tmp_path))
    assert troubles(checks) == {service: "failed"}
    assert page in str(checks[service].fix)
    assert "Enable" in str(checks[service].fix)


def test_a_scope_that_is_missing(google: Emulator, folder: str, tmp_path: Path) -> None:
    google.faults.add("sheets.*", missing_scope(), times=None)
    checks = examined(google.url, folder, bot(google, tmp_path))
    assert troubles(checks) == {"sheets": "failed"}
    assert "scope" in checks["sheets"].said.en


def test_a_person_without_any_scope_for_drive(google: Emulator) -> None:
    account = person(google, (SERVICE_SCOPES[0],))
    checks = examined(google.url, own_folder(google), account)
    assert troubles(checks) == {"drive": "failed"}
    assert "--login" in str(checks["drive"].fix)


def test_a_folder_that_is_not_there_or_not_shared(google: Emulator, tmp_path: Path) -> None:
    account = bot(google, tmp_path)
    for place in ("1NothingHasThisId", own_folder(google)):
        checks = examined(google.url, place, account)
        assert troubles(checks) == {"folder": "failed"}
        assert BOT in str(checks["folder"].fix)


def test_a_folder_that_may_only_be_viewed(google: Emulator, tmp_path: Path) -> None:
    account = bot(google, tmp_path)
    drive = google.world.add_drive("Maps")
    google.world.permit(drive, BOT, "reader")
    checks = examined(google.url, drive.id, account)
    assert troubles(checks) == {"folder": "failed"}
    assert "only view" in checks["folder"].said.en


def test_a_folder_in_the_bin_and_a_file_that_is_no_folder(google: Emulator, folder: str, tmp_path: Path) -> None:
    account = bot(google, tmp_path)
    file = google.world.add_file("Gym", "application/pdf", google.world.account(BOT), parents=[folder])
    assert "not a folder" in examined(google.url, file.id, account)["folder"].said.en
    file.mime_type, file.trashed = FOLDER, True
    assert "in the bin" in examined(google.url, file.id, account)["folder"].said.en


def test_a_service_account_has_no_storage_outside_a_shared_drive(google: Emulator, tmp_path: Path) -> None:
    account = bot(google, tmp_path)
    place = own_folder(google)
    google.world.permit(google.world.files[place], BOT, "writer")
    checks = examined(google.url, place, account)
    assert troubles(checks) == {"storage": "failed"}
    assert "shared drive" in str(checks["storage"].fix)


@pytest.mark.parametrize(("usage", "state"), [("10", "ok"), ("96", "warning"), ("100", "failed")])
def test_a_person_s_storage_that_fills_up(usage: str, state: str) -> None:
    lan = GoogleAccount(LAN, "acme", Credentials("t"), "user")  # type: ignore[no-untyped-call]
    answer = ok(user={"emailAddress": LAN}, storageQuota={"limit": "100", "usage": usage}, id="x", mimeType=FOLDER)
    with Stage(answer, date=time.time) as stage:
        assert examined(stage.url, "x", lan)["storage"].state == state


def test_a_person_is_told_what_their_sign_in_does_not_see(google: Emulator) -> None:
    account = person(google)
    checks = examined(google.url, own_folder(google, app="acme"), account)
    assert troubles(checks) == {"visibility": "warning"}
    assert "copies" in checks["visibility"].said.en
    hidden = examined(google.url, own_folder(google), account)
    assert troubles(hidden) == {"folder": "failed"}
    assert "drive.file" in hidden["folder"].said.en
    assert "doctor --login" in str(hidden["folder"].fix)


@pytest.mark.parametrize(
    ("fault", "said"),
    [(rate_limited(), "quota"), (forbidden("dailyLimitExceeded"), "quota"), (html_error(), "Error 502"), (forbidden("domainPolicy"), "policy")],
)
def test_a_drive_that_refuses_for_now_is_told_at_once(google: Emulator, folder: str, tmp_path: Path, fault: Fault, said: str) -> None:
    google.faults.add("drive.*", fault, times=None)
    checks = examined(google.url, folder, bot(google, tmp_path))
    assert troubles(checks) == {"drive": "failed"}
    assert said in checks["drive"].said.en


def test_each_account_is_looked_at_by_its_name(google: Emulator, folder: str, tmp_path: Path) -> None:
    other = "ci@acme.iam.gserviceaccount.com"
    stranger = GoogleAccount(other, "acme", Credentials(google.token(other, SERVICE_SCOPES, "acme")))  # type: ignore[no-untyped-call]
    checks = examined(google.url, folder, bot(google, tmp_path), stranger)
    assert troubles(checks) == {f"{other}: folder": "failed"}
    assert f"{BOT}: folder" in checks
