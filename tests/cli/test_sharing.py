"""`sheetsync new --share`: who gets in, and what is told where somebody does not."""

import json
from typing import Any

import pytest

from tests.cli.desk import Desk, Told
from tests.cli.google_desk import GoogleDesk
from tests.cli.shapes import hold
from tests.emulator import failures
from tests.emulator.failures import Fault
from tests.emulator.world import File

MAI = "mai@example.com"
NEW = ("new", "customer-journey", "Phòng tập")


def sheets(desk: GoogleDesk) -> list[File]:
    """The spreadsheets that stand in Google."""
    return [file for file in desk.google.world.files.values() if file.book is not None and not file.trashed]


def roles(desk: GoogleDesk) -> dict[str, str]:
    """Who has which role on the only sheet, those apart who are in the shared drive."""
    (sheet,) = sheets(desk)
    return {one.email: one.role for one in sheet.permissions}


def made(told: Told) -> dict[str, Any]:
    """What is printed for machines when the map stands and not everybody got in."""
    assert told.status == 2
    value: dict[str, Any] = json.loads(told.out)
    hold(value, NEW)
    return value


def test_everybody_gets_the_role_that_is_named(google_desk: GoogleDesk) -> None:
    people = {"an@example.com": "reader", "binh@example.com": "commenter", "chi@example.com": "writer"}
    google_desk.done(*NEW, *(word for email, role in people.items() for word in ("--share", f"{email}:{role}")))
    assert roles(google_desk) == people


@pytest.mark.parametrize("said", [MAI, f"{MAI}:", f" {MAI}:Writer "])
def test_who_names_no_role_makes_a_writer(said: str, google_desk: GoogleDesk) -> None:
    google_desk.done(*NEW, "--share", said)
    assert roles(google_desk) == {MAI: "writer"}


@pytest.mark.parametrize(
    "said", ["mai", "mai@", "mai@localhost", f"<{MAI}>", f"{MAI},lan@example.com:writer", f"{MAI}:owner", f"{MAI}:writer:reader", "", ":writer"]
)
def test_a_bad_address_or_role_is_refused_before_anything_is_made(said: str, google_desk: GoogleDesk) -> None:
    vi, en = google_desk.both(*NEW, "--share", "lan@example.com:writer", "--share", said)
    for text in (vi, en):
        assert f"“{said}”" in text
        assert "reader, commenter" in text
        assert "lan@example.com:writer" in text
    assert google_desk.calls() == []


def test_a_stranger_without_a_google_account_is_invited_by_mail(google_desk: GoogleDesk) -> None:
    google_desk.google.world.strangers.add(MAI)
    google_desk.done(*NEW, "--share", f"{MAI}:reader")
    assert roles(google_desk) == {MAI: "reader"}


def test_who_can_be_sent_no_more_mails_still_gets_in(google_desk: GoogleDesk) -> None:
    google_desk.google.world.sharing_limit = 1
    google_desk.done(*NEW, "--share", "lan@example.com:writer", "--share", f"{MAI}:reader")
    assert roles(google_desk) == {"lan@example.com": "writer", MAI: "reader"}


def test_a_stranger_who_can_be_sent_no_mail_is_told_and_the_map_stands(google_desk: GoogleDesk) -> None:
    google_desk.google.world.sharing_limit = 0
    google_desk.google.world.strangers.add(MAI)
    told = google_desk(*NEW, "--share", "lan@example.com:writer", "--share", f"{MAI}:reader")
    assert told.status == 2
    assert f"Google không cấp quyền cho {MAI}" in told.err
    assert "no Google account associated" in told.err, "Google's own words"
    assert roles(google_desk) == {"lan@example.com": "writer"}, "the others get in"


REFUSED: dict[str, tuple[Fault, str, str, str]] = {
    "a policy": (failures.forbidden("domainPolicy"), "cannot-share", "quy định chia sẻ của tổ chức", "what your organisation allows"),
    "a role that does not reach": (failures.no_access(), "cannot-share", "bấm Chia sẻ", "press Share"),
    "no more sharing today": (failures.forbidden("sharingRateLimitExceeded"), "quota", "bấm Chia sẻ", "press Share"),
    "Google's bad day": (failures.server_error(), "unavailable", "bấm Chia sẻ", "press Share"),
}


@pytest.mark.parametrize("why", REFUSED)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_where_google_refuses_the_map_stands_and_people_are_told_what_to_do(
    why: str, language: str, google_desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("sheetsync.wiring.pause", waits.append)
    fault, code, vi, en = REFUSED[why]
    google_desk.google.faults.add("drive.permissions.create", fault, times=None)
    told = google_desk(*NEW, "--share", f"{MAI}:writer", "--language", language, "--format", "json")
    value = made(told)
    (sheet,) = sheets(google_desk)
    assert google_desk.file_id(value["ref"]) == sheet.id
    (error,) = value["errors"]
    assert error["code"] == code
    assert MAI in error["message"]
    assert (vi if language == "vi" else en) in error["message"]
    assert error["message"] in told.err
    assert told.err.splitlines()[-1].startswith("Bản đồ đã có ở https://" if language == "vi" else "The map stands at https://")
    assert "chạy lại sau" not in told.err, "running again would make a second map"
    assert google_desk.json("log", value["ref"])["versions"], "it is archived"


def test_people_get_the_address_also_when_somebody_did_not_get_in(google_desk: GoogleDesk) -> None:
    google_desk.google.faults.add("drive.permissions.create", failures.forbidden("domainPolicy"))
    told = google_desk(*NEW, "--share", f"{MAI}:writer")
    (sheet,) = sheets(google_desk)
    assert (told.status, told.out) == (2, f"https://docs.google.com/spreadsheets/d/{sheet.id}/edit\n")


@pytest.mark.parametrize("when", ["before the act", "after the act"])
def test_a_lost_answer_is_looked_up_before_anybody_gets_a_second_mail(when: str, google_desk: GoogleDesk) -> None:
    lost = failures.dropped() if when == "before the act" else failures.acted(failures.dropped())
    google_desk.google.faults.add("drive.permissions.create", lost)
    google_desk.done(*NEW, "--share", f"{MAI}:writer")
    assert roles(google_desk) == {MAI: "writer"}
    asked = [call.method for call in google_desk.calls() if "permissions" in call.method]
    again = ["drive.permissions.create"] if when == "before the act" else []
    assert asked == ["drive.permissions.create", "drive.permissions.list", *again]


def test_what_nobody_knows_is_told_as_such(google_desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("sheetsync.wiring.pause", waits.append)
    google_desk.google.faults.add("drive.permissions.create", failures.acted(failures.dropped()))
    google_desk.google.faults.add("drive.permissions.list", failures.dropped(), times=None)
    (error,) = made(google_desk(*NEW, "--share", f"{MAI}:writer", "--format", "json"))["errors"]
    assert f"Không rõ {MAI} đã được cấp quyền hay chưa; hãy mở bản đồ, bấm Chia sẻ" in error["message"]


def test_a_folder_of_files_knows_no_sharing(desk: Desk) -> None:
    vi, en = desk.both(*NEW, "--share", f"{MAI}:writer")
    assert "Hãy bỏ --share" in vi
    assert "Leave --share out" in en
    assert desk.json("list")["maps"] == []
    assert not any((desk.folder / "maps").iterdir())
