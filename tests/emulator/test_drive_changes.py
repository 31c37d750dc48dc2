"""The change logs: what is in them, for whom, and when."""

from datetime import timedelta
from typing import Any

import pytest

from tests.emulator.drive_desk import Caller, Desk, Json
from tests.emulator.world import DRIVE_FILE_SCOPE

ALL_DRIVES: dict[str, Any] = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}


@pytest.fixture
def lan(desk: Desk) -> Caller:
    return desk.person("lan@example.com")


def start(caller: Caller, **query: object) -> str:
    return str(caller.get("changes/startPageToken", **query)["startPageToken"])


def changes(caller: Caller, token: str, **query: object) -> list[Json]:
    found: list[Json] = caller.get("changes", pageToken=token, **query)["changes"]
    return found


def ids(caller: Caller, token: str, **query: object) -> list[str]:
    return [change["fileId"] for change in changes(caller, token, **query)]


def test_a_change_tells_how_the_file_is_now(lan: Caller):
    token = start(lan)
    sheet = lan.sheet("A")
    lan.patch(f"files/{sheet}", {"name": "B"})
    listed = lan.get("changes", pageToken=token)
    (change,) = listed["changes"]
    assert change == {
        "kind": "drive#change",
        "changeType": "file",
        "type": "file",
        "time": "2026-11-02T09:00:00.000Z",
        "removed": False,
        "fileId": sheet,
        "file": {"kind": "drive#file", "id": sheet, "name": "B", "mimeType": "application/vnd.google-apps.spreadsheet"},
    }
    assert changes(lan, listed["newStartPageToken"]) == []


def test_a_new_start_stands_only_on_the_last_page(lan: Caller):
    token = start(lan)
    made = [lan.sheet(str(number)) for number in range(5)]
    lan.patch(f"files/{made[0]}", {"name": "again"})
    seen: list[str] = []
    while token:
        page = lan.get("changes", pageToken=token, pageSize=2, fields="nextPageToken,newStartPageToken,changes(fileId)")
        seen += [change["fileId"] for change in page["changes"]]
        assert ("nextPageToken" in page) != ("newStartPageToken" in page)
        token = page.get("nextPageToken", "")
    assert seen == [*made[1:], made[0]]


def test_deleted_and_unshared_files_are_removed_and_trashed_ones_are_not(desk: Desk, lan: Caller):
    minh = desk.person("minh@example.com")
    gone, hidden, trash = lan.sheet("gone"), lan.sheet("hidden"), lan.sheet("trash")
    body = {"type": "user", "role": "reader", "emailAddress": "minh@example.com"}
    shares = [lan.post(f"files/{file}/permissions", body)["id"] for file in (gone, hidden, trash)]
    token = start(minh)
    lan.delete(f"files/{gone}")
    lan.delete(f"files/{hidden}/permissions/{shares[1]}")
    lan.patch(f"files/{trash}", {"trashed": True})
    told = {change["fileId"]: change for change in changes(minh, token, fields="*")}
    assert (told[gone]["removed"], told[hidden]["removed"], told[trash]["removed"]) == (True, True, False)
    assert told[trash]["file"]["trashed"] is True
    assert "file" not in told[gone]
    assert ids(minh, token, includeRemoved=False) == [trash]


def test_a_file_that_becomes_mine_to_see_is_a_change(desk: Desk, lan: Caller):
    minh = desk.person("minh@example.com")
    token = start(minh)
    sheet = lan.sheet("A")
    assert ids(minh, token) == []
    lan.post(f"files/{sheet}/permissions", {"type": "user", "role": "reader", "emailAddress": "minh@example.com"})
    assert ids(minh, token) == [sheet]


def test_signals_are_late(desk: Desk, lan: Caller):
    desk.world.lag = timedelta(minutes=3)
    token = start(lan)
    sheet = lan.sheet("A")
    listed = lan.get("changes", pageToken=token)
    assert (listed["changes"], listed["newStartPageToken"]) == ([], token)
    assert start(lan) == token
    desk.later(minutes=3)
    assert ids(lan, token) == [sheet]


def test_comments_and_sharing_are_changes_too(lan: Caller):
    sheet = lan.sheet("A")
    token = start(lan)
    lan.post(f"files/{sheet}/comments", {"content": "hello"}, fields="id")
    assert ids(lan, token) == [sheet]


def test_a_shared_drive_has_a_log_of_its_own(desk: Desk, lan: Caller):
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "writer")
    token = start(lan, driveId=drive.id, supportsAllDrives=True)
    mine, theirs = lan.sheet("mine"), lan.sheet("the team's", drive.id)
    (change,) = changes(lan, token, driveId=drive.id, **ALL_DRIVES)
    assert (change["fileId"], change["driveId"]) == (theirs, drive.id)
    assert ids(lan, token, **ALL_DRIVES) == [mine]
    desk.world.member_changes = True
    assert ids(lan, token, **ALL_DRIVES) == [mine, theirs]
    assert ids(lan, token) == [mine]


def test_an_item_shared_on_its_own_stands_in_the_users_log(desk: Desk, lan: Caller):
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "writer")
    sheet, guest = lan.sheet("A", drive.id), desk.person("guest@example.com")
    desk.world.permit(desk.world.files[sheet], "guest@example.com", "reader")
    token = start(guest)
    lan.patch(f"files/{sheet}", {"name": "B"}, supportsAllDrives=True)
    assert ids(guest, token, **ALL_DRIVES) == [sheet]


def test_what_moves_to_another_house_leaves_the_log_of_the_old_one(desk: Desk, lan: Caller):
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "organizer")
    sheet = lan.sheet("A")
    token = start(lan)
    lan.patch(f"files/{sheet}", addParents=drive.id, removeParents="root", supportsAllDrives=True)
    (left,) = changes(lan, token, **ALL_DRIVES)
    assert (left["fileId"], left["removed"], "file" in left) == (sheet, True, False)
    (kept,) = changes(lan, token, includeCorpusRemovals=True, **ALL_DRIVES)
    assert kept["file"]["id"] == sheet
    (arrived,) = changes(lan, token, driveId=drive.id, **ALL_DRIVES)
    assert arrived["removed"] is False


def test_under_drive_file_the_app_hears_of_its_own_files(desk: Desk, lan: Caller):
    app = desk.person("lan@example.com", scopes=[DRIVE_FILE_SCOPE], app="ours")
    token = start(app)
    ours = app.sheet("ours")
    lan.sheet("made by hand")
    assert ids(app, token) == [ours]
    app.delete(f"files/{ours}")
    assert [change["removed"] for change in changes(app, token)] == [True]


def test_my_drive_alone(desk: Desk, lan: Caller):
    minh = desk.person("minh@example.com")
    token = start(minh)
    own = minh.sheet("own")
    sheet = lan.sheet("A")
    lan.post(f"files/{sheet}/permissions", {"type": "user", "role": "reader", "emailAddress": "minh@example.com"})
    assert ids(minh, token, restrictToMyDrive=True) == [own]


@pytest.mark.parametrize("token", ["bogus", "0", "999999", "-1"])
def test_bad_tokens(lan: Caller, token: str):
    assert lan.refused("GET", "changes", pageToken=token) == (400, "invalid", "Invalid Value", "pageToken")


def test_parameters_that_do_not_fit_each_other(desk: Desk, lan: Caller):
    drive = desk.world.add_drive("Team")
    token = start(lan)
    assert lan.refused("GET", "changes").reason == "required"
    assert lan.refused("GET", "changes", pageToken=token, includeItemsFromAllDrives=True).reason == "supportsTeamDrivesRequired"
    assert lan.refused("GET", "changes", pageToken=token, driveId=drive.id).reason == "supportsTeamDrivesRequired"
    assert lan.refused("GET", "changes", pageToken=token, driveId=drive.id, **ALL_DRIVES).reason == "notFound"
    assert lan.refused("GET", "changes", pageToken=token, pageSize=0).status == 400


def test_push_channels_are_not_done(lan: Caller):
    channel = {"id": "c", "type": "web_hook", "address": "https://example.com"}
    assert lan.refused("POST", "changes/watch", channel, pageToken=start(lan)).status == 501
    assert lan.refused("POST", "channels/stop", {"id": "c", "resourceId": "r"}).status == 501
