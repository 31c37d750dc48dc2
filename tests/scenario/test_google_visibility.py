"""Who sees what: sheets that people copy in the web, or drag into the folder, under each kind of sign-in."""

import json
from typing import Any

import pytest

from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.google_desk import LAN, GoogleDesk
from tests.emulator.world import DRIVE_FILE_SCOPE, FOLDER


def link(file_id: str) -> str:
    return f"https://docs.google.com/spreadsheets/d/{file_id}/edit"


def copied(desk: GoogleDesk, ref: str, folder: str, title: str = "Bản sao của phòng tập") -> str:
    """``LAN`` makes a copy of a sheet in the web."""
    with desk.gspread() as client:
        return link(client.copy(desk.file_id(ref), title, folder_id=folder, copy_comments=False).id)


def dragged_in(desk: GoogleDesk, folder: str) -> str:
    """``LAN`` drags a spreadsheet of her own into the folder."""
    with desk.gspread() as client:
        mine = client.create("Ngân sách quý 3")
        mine.sheet1.update([["Hạng mục", "Số tiền"], ["Quảng cáo", 120]], "A1")
        address = f"https://www.googleapis.com/drive/v3/files/{mine.id}"
        client.http_client.request("patch", address, params={"addParents": folder, "supportsAllDrives": "true"}, json={})
        return link(mine.id)


def by_ref(told: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {entry["ref"]: entry for entry in told}


def synced(desk: GoogleDesk) -> None:
    """Sync until nothing is left to do."""
    while {told["outcome"] for told in desk.sync().values()} != {"unchanged"}:
        pass


class TestAServiceAccount:
    """It has the scopes ``drive`` and ``spreadsheets``: whatever is shared with it is there."""

    @pytest.fixture
    def gym(self, google_desk: GoogleDesk) -> GoogleDesk:
        google_desk.google.world.permit(google_desk.drive, LAN, "fileOrganizer")
        google_desk.ref = google_desk.make("gym")
        synced(google_desk)
        return google_desk

    def test_a_copy_made_in_the_web_is_seen_and_told_from_the_map(self, gym: GoogleDesk) -> None:
        copy = copied(gym, gym.ref, gym.drive.id)
        assert sorted(entry["ref"] for entry in gym.json("list")["maps"]) == sorted([gym.ref, copy])
        assert {report["ref"] for report in gym.json("lint", "--fail-on", "never")["maps"]} == {gym.ref, copy}
        told = gym.sync(status=1)
        assert {ref: entry["outcome"] for ref, entry in told.items()} == {gym.ref: "unchanged", copy: "copy"}
        assert gym.ref in told[copy]["error"]["message"], "it says whose copy it is"
        assert all(f"--{choice}`" in told[copy]["error"]["message"] for choice in ("as-new", "replace")), "and what to do"

    def test_a_copy_is_left_alone_whatever_is_typed_into_it(self, gym: GoogleDesk) -> None:
        copy = copied(gym, gym.ref, gym.drive.id)
        gym.type(copy, {FieldRef(MAIN, step=gym.records(copy)[0].id, field="touchpoint"): "Chỉ trong bản sao"})
        version = gym.google.world.files[gym.file_id(copy)].version
        for _ in range(2):
            assert gym.sync(status=1)[copy]["outcome"] == "copy"
        assert gym.google.world.files[gym.file_id(copy)].version == version, "nothing is written into it"
        assert "Chỉ trong bản sao" not in json.dumps(gym.json("show", gym.ref), ensure_ascii=False)

    def test_what_is_typed_into_the_map_beside_its_copy_is_archived(self, gym: GoogleDesk) -> None:
        copy = copied(gym, gym.ref, gym.drive.id)
        gym.type(gym.ref, {FieldRef(MAIN, step=gym.records(gym.ref)[0].id, field="touchpoint"): "Trong bản chính"})
        told = gym.sync(status=1)
        assert {ref: entry["outcome"] for ref, entry in told.items()} == {gym.ref: "archived", copy: "copy"}
        assert "Trong bản chính" in json.dumps(gym.json("show", gym.ref), ensure_ascii=False)

    def test_a_copy_outlives_the_map_as_the_map(self, gym: GoogleDesk) -> None:
        """Who throws the first one away keeps the copy: it is the same map at another address."""
        copy = copied(gym, gym.ref, gym.drive.id)
        gym.google.world.files.pop(gym.file_id(gym.ref))
        assert gym.sync()[copy]["outcome"] in {"unchanged", "archived"}

    def test_a_spreadsheet_that_is_no_map_is_told_as_such_and_the_others_still_work(self, gym: GoogleDesk) -> None:
        foreign = dragged_in(gym, gym.drive.id)
        listed = by_ref(gym.json("list", status=2)["maps"])
        assert (listed[gym.ref]["status"], listed[foreign]["status"]) == ("ok", "unreadable")
        linted = by_ref(gym.json("lint", "--fail-on", "never", status=2)["maps"])
        assert linted[gym.ref]["findings"]
        gym.type(gym.ref, {FieldRef(MAIN, step=gym.records(gym.ref)[0].id, field="touchpoint"): "Vẫn lưu được"})
        told = gym.sync(status=2)
        assert {ref: entry["outcome"] for ref, entry in told.items()} == {gym.ref: "archived", foreign: "failed"}
        for error in (listed[foreign]["error"], linted[foreign]["error"], told[foreign]["error"]):
            assert error["code"] == "not-a-map"
            assert f"{foreign} không chứa bản đồ" in error["message"]
            assert "hãy tạo bản đồ bằng `sheetsync new" in error["message"]

    def test_who_looks_for_a_title_is_not_stopped_by_what_was_dragged_in(self, gym: GoogleDesk) -> None:
        dragged_in(gym, gym.drive.id)
        assert gym.lint("thể dục", "--fail-on", "never")

    def test_doctor_says_nothing_of_invisible_sheets(self, gym: GoogleDesk) -> None:
        assert "visibility" not in {check["check"] for check in gym.json("doctor")["checks"]}


class TestAPerson:
    """Under ``drive.file`` only what sheetsync made is there."""

    @pytest.fixture
    def gym(self, google_desk: GoogleDesk) -> GoogleDesk:
        client = google_desk.google.oauth_client("maps")["installed"]
        world, tokens = google_desk.google.world, google_desk.google.tokens
        refresh = tokens.grant(world.account(LAN), [DRIVE_FILE_SCOPE], "maps", client["client_id"])
        info = {"type": "authorized_user", "refresh_token": refresh, "scopes": [DRIVE_FILE_SCOPE], **client}
        (google_desk.folder / "key.json").write_text(json.dumps(info), encoding="utf-8")
        folder = world.add_file("Bản đồ", FOLDER, world.account(LAN), parents=[], app="maps")
        google_desk.settle(folder=folder.id)
        google_desk.ref = google_desk.make("gym")
        synced(google_desk)
        return google_desk

    def folder(self, desk: GoogleDesk) -> str:
        (folder,) = desk.google.world.files[desk.file_id(desk.ref)].parents
        return folder

    def test_copies_and_what_was_dragged_in_stay_invisible(self, gym: GoogleDesk) -> None:
        copy, foreign = copied(gym, gym.ref, self.folder(gym)), dragged_in(gym, self.folder(gym))
        assert {gym.google.world.files[gym.file_id(ref)].parents[0] for ref in (copy, foreign)} == {self.folder(gym)}
        assert [entry["ref"] for entry in gym.json("list")["maps"]] == [gym.ref]
        assert [report["ref"] for report in gym.json("lint", "--fail-on", "never")["maps"]] == [gym.ref]
        assert set(gym.sync()) == {gym.ref}

    def test_doctor_says_so(self, gym: GoogleDesk) -> None:
        for language, said in (("vi", "bản sao tạo trên web và bảng tính được kéo vào thư mục sẽ không hiện ra"), ("en", "stay invisible")):
            (warning,) = (check for check in gym.json("doctor", "--language", language)["checks"] if check["state"] == "warning")
            assert warning["check"] == "visibility"
            assert said in warning["message"]

    def test_who_names_such_a_sheet_is_told_why_it_can_not_be_opened(self, gym: GoogleDesk) -> None:
        copy = copied(gym, gym.ref, self.folder(gym))
        (report,) = gym.json("lint", copy, status=2)["maps"]
        assert report["status"] == "unreadable"
        assert copy in report["error"]["message"]
