"""Listing files: the query language, order, pages, drives."""

from datetime import timedelta
from typing import Any

import pytest

from tests.emulator.drive.query import All, Not, QuerySyntaxError, Some, Term, parse_query
from tests.emulator.drive_desk import Caller, Desk, Refused
from tests.emulator.world import FOLDER, SPREADSHEET

ALL_DRIVES: dict[str, Any] = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}


@pytest.fixture
def lan(desk: Desk) -> Caller:
    return desk.person("lan@example.com")


def names(caller: Caller, q: str = "", **more: Any) -> list[str]:
    return [file["name"] for file in caller.get("files", q=q, **more)["files"]]


def found(caller: Caller, q: str) -> set[str]:
    return set(names(caller, q))


def bad_query(caller: Caller, q: str) -> Refused:
    return caller.refused("GET", "files", q=q)


def test_a_query_becomes_a_tree():
    said = "not name = 'a' and (trashed = false or \"F\" in parents) or appProperties has { key='k' and value='v' }"
    assert parse_query(said) == Some(
        (
            All((Not(Term("name", "=", "a")), Some((Term("trashed", "=", value=False), Term("parents", "in", "F"))))),
            Term("appProperties", "has", "", ("k", "v")),
        )
    )


@pytest.mark.parametrize(
    ("text", "value"), [(r"name = 'it\'s'", "it's"), ('name = "it\'s"', "it's"), (r'name = "a\\b"', "a\\b"), ("name='ấ — 😀'", "ấ — 😀")]
)
def test_quotes_and_escapes(text: str, value: str):
    assert parse_query(text) == Term("name", "=", value)


@pytest.mark.parametrize(
    "text", ["name", "name =", "name = a", "name = 'a", "(name = 'a'", "name = 'a' name = 'b'", "name ~ 'a'", "'a' = name", "and"]
)
def test_what_is_no_query(text: str):
    with pytest.raises(QuerySyntaxError):
        parse_query(text)


def test_without_fields_a_list_says_little(lan: Caller):
    sheet = lan.sheet("A")
    listed = lan.get("files")
    assert listed == {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [{"kind": "drive#file", "id": sheet, "name": "A", "mimeType": SPREADSHEET}],
    }


def test_what_gspread_asks(lan: Caller):
    lan.folder("A")
    sheet = lan.sheet("A")
    q = f'mimeType="{SPREADSHEET}" and name = "A"'
    fields = "kind,nextPageToken,files(id,name,createdTime,modifiedTime)"
    listed = lan.get("files", q=q, pageSize=1000, supportsAllDrives="True", includeItemsFromAllDrives="True", fields=fields, pageToken="")
    assert listed == {
        "kind": "drive#fileList",
        "files": [{"id": sheet, "name": "A", "createdTime": "2026-11-02T09:00:00.000Z", "modifiedTime": "2026-11-02T09:00:00.000Z"}],
    }


def test_names(lan: Caller):
    for name in ("Bản đồ khách hàng", "Customer journey map", "it's"):
        lan.sheet(name)
    assert found(lan, "name contains 'jour'") == {"Customer journey map"}
    assert found(lan, "name contains 'ourney'") == set()
    assert found(lan, "name contains 'map cust'") == {"Customer journey map"}
    assert found(lan, r"name = 'it\'s'") == {"it's"}
    assert found(lan, 'name != "it\'s"') == {"Bản đồ khách hàng", "Customer journey map"}
    assert found(lan, "name contains 'bản'") == {"Bản đồ khách hàng"}


def test_folders_both_ways_round(lan: Caller):
    folder = lan.folder("F")
    lan.sheet("in", folder)
    lan.sheet("out")
    assert found(lan, f"'{folder}' in parents") == found(lan, f'"{folder}" in parents and trashed = false') == {"in"}
    assert found(lan, f'parents in "{folder}"') == {"in"}
    assert found(lan, "'root' in parents") == {"F", "out"}
    assert found(lan, f"mimeType = '{FOLDER}'") == {"F"}
    assert found(lan, "mimeType contains 'application/vnd.google-apps'") == {"F", "in", "out"}


def test_trash_and_stars(lan: Caller):
    gone, bright = lan.sheet("gone"), lan.sheet("bright")
    lan.patch(f"files/{gone}", {"trashed": True})
    lan.patch(f"files/{bright}", {"starred": True})
    assert found(lan, "") == {"gone", "bright"}
    assert found(lan, "trashed = false") == {"bright"}
    assert found(lan, "not trashed = false") == {"gone"}
    assert found(lan, "starred = true and trashed != true") == {"bright"}


def test_times(desk: Desk, lan: Caller):
    lan.sheet("early")
    desk.later(minutes=50)
    lan.sheet("late")
    assert found(lan, "modifiedTime > '2026-11-02T09:30:00'") == {"late"}
    assert found(lan, "createdTime <= '2026-11-02T16:00:00+07:00'") == {"early"}
    assert bad_query(lan, "modifiedTime > 'yesterday'").location == "q"


def test_people(desk: Desk, lan: Caller):
    minh = desk.person("minh@example.com")
    shared = lan.sheet("shared")
    minh.sheet("own")
    desk.world.permit(desk.world.files[shared], "minh@example.com", "writer")
    assert found(minh, "'me' in owners") == {"own"}
    assert found(minh, "'lan@example.com' in owners") == {"shared"}
    assert found(minh, "sharedWithMe = true") == {"shared"}
    assert found(minh, "'minh@example.com' in writers") == {"own", "shared"}
    assert found(lan, "'minh@example.com' in readers") == {"shared"}


def test_properties(desk: Desk, lan: Caller):
    lan.sheet("A", appProperties={"cjm": "v1"}, properties={"team": "x"})
    lan.sheet("B", appProperties={"cjm": "v2"})
    assert found(lan, "appProperties has { key='cjm' and value='v1' }") == {"A"}
    assert found(lan, "properties has {key='team' and value='x'}") == {"A"}
    assert found(desk.person("lan@example.com", app="2"), "appProperties has { key='cjm' and value='v1' }") == set()


def test_words_in_the_content(desk: Desk, lan: Caller):
    sheet = lan.sheet("A", description="for the gym")
    book = desk.world.files[sheet].book
    assert book is not None
    book.sheets[0].cell(0, 0).entered = {"stringValue": "first week pass"}
    assert found(lan, "fullText contains 'week gym'") == {"A"}
    assert found(lan, "fullText contains 'wee'") == set()
    assert found(lan, "fullText contains '\"week pass\"'") == {"A"}
    assert found(lan, "fullText contains '\"pass week\"'") == set()


@pytest.mark.parametrize(
    "q", ["nosuchfield = 1", "nosuchfield = 'a'", "trashed = 'no'", "name = true", "name < 'a'", "parents = 'F'", "name contains"]
)
def test_bad_queries(lan: Caller, q: str):
    assert bad_query(lan, q) == (400, "invalid", "Invalid Value", "q")


def test_fields_that_only_the_real_drive_knows(lan: Caller):
    assert bad_query(lan, "visibility = 'limited'").status == 501


def test_the_newest_come_first_unless_an_order_is_given(desk: Desk, lan: Caller):
    for name in ("map 10", "Map 9", "a"):
        lan.sheet(name)
        desk.later(minutes=1)
    lan.folder("z")
    assert names(lan) == ["z", "a", "Map 9", "map 10"]
    assert names(lan, orderBy="createdTime") == ["map 10", "Map 9", "a", "z"]
    assert names(lan, orderBy="folder,name") == ["z", "a", "map 10", "Map 9"]
    assert names(lan, orderBy="name_natural desc") == ["z", "map 10", "Map 9", "a"]


def test_orders_that_are_refused(lan: Caller):
    assert lan.refused("GET", "files", orderBy="size") == (400, "invalid", "Invalid Value", "orderBy")
    assert lan.refused("GET", "files", orderBy="name,name desc").status == 403
    refused = lan.refused("GET", "files", orderBy="name", q="fullText contains 'a'")
    assert (refused.status, refused.location) == (403, "orderBy")


def test_pages(lan: Caller):
    for number in range(5):
        lan.sheet(str(number))
    first = lan.get("files", pageSize=2, orderBy="name")
    second = lan.get("files", pageSize=2, orderBy="name", pageToken=first["nextPageToken"])
    third = lan.get("files", pageSize=2, orderBy="name", pageToken=second["nextPageToken"])
    assert [file["name"] for page in (first, second, third) for file in page["files"]] == list("01234")
    assert "nextPageToken" not in third


def test_a_token_fits_only_the_question_it_was_given_for(desk: Desk, lan: Caller):
    for number in range(3):
        lan.sheet(str(number))
    token = lan.get("files", pageSize=1)["nextPageToken"]
    assert lan.refused("GET", "files", pageSize=1, q="trashed = false", pageToken=token) == (400, "invalid", "Invalid Value", "pageToken")
    assert lan.refused("GET", "files", pageToken="BOGUS").location == "pageToken"
    assert desk.person("minh@example.com").refused("GET", "files", pageSize=1, pageToken=token).location == "pageToken"
    assert lan.refused("GET", "files", pageSize=1001).status == 400


def test_shared_drives(desk: Desk, lan: Caller):
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "writer")
    lan.sheet("in the drive", drive.id)
    lan.sheet("mine")
    assert found(lan, "") == {"mine"}
    assert set(names(lan, **ALL_DRIVES)) == {"mine", "in the drive"}
    assert names(lan, corpora="drive", driveId=drive.id, **ALL_DRIVES) == ["in the drive"]
    assert names(lan, f"'{drive.id}' in parents", **ALL_DRIVES) == ["in the drive"]
    assert names(desk.person("minh@example.com"), **ALL_DRIVES) == []


def test_parameters_that_do_not_fit_each_other(desk: Desk, lan: Caller):
    drive = desk.world.add_drive("Team")
    refused = lan.refused("GET", "files", includeItemsFromAllDrives=True)
    assert refused[:3] == (403, "supportsTeamDrivesRequired", "The supportsAllDrives parameter was not set to true.")
    assert lan.refused("GET", "files", driveId=drive.id, **ALL_DRIVES).status == 400
    assert lan.refused("GET", "files", corpora="drive", **ALL_DRIVES).status == 400
    assert lan.refused("GET", "files", corpora="drive", driveId=drive.id, **ALL_DRIVES).reason == "notFound"
    assert lan.refused("GET", "files", corpora="everything").location == "corpora"


def test_a_new_file_may_be_late_in_listings(desk: Desk, lan: Caller):
    desk.world.listing_lag = timedelta(seconds=30)
    sheet = lan.sheet("A")
    assert names(lan) == []
    assert lan.get(f"files/{sheet}")["name"] == "A"
    desk.later(seconds=30)
    assert names(lan) == ["A"]
