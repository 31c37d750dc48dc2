"""Sharing: who gives whom which role, what comes from a shared drive, what is refused."""

import pytest

from tests.emulator.drive_desk import Caller, Desk


@pytest.fixture
def lan(desk: Desk) -> Caller:
    return desk.person("lan@example.com")


def give(caller: Caller, file: str, email: str, role: str, **query: object) -> str:
    return str(caller.post(f"files/{file}/permissions", {"type": "user", "role": role, "emailAddress": email}, **query)["id"])


def roles(caller: Caller, file: str, **query: object) -> dict[str, str]:
    listed = caller.get(f"files/{file}/permissions", fields="permissions(emailAddress,role)", **query)["permissions"]
    return {one["emailAddress"]: one["role"] for one in listed}


def test_a_person_gets_a_role_and_sees_the_file(desk: Desk, lan: Caller):
    sheet, minh = lan.sheet("A"), desk.person("minh@example.com")
    made = lan.post(f"files/{sheet}/permissions", {"type": "user", "role": "writer", "emailAddress": "minh@example.com"})
    assert made == {"kind": "drive#permission", "id": made["id"], "type": "user", "role": "writer"}
    assert minh.get(f"files/{sheet}")["name"] == "A"
    assert lan.get(f"files/{sheet}/permissions/{made['id']}", fields="emailAddress,role") == {"emailAddress": "minh@example.com", "role": "writer"}
    assert roles(lan, sheet) == {"lan@example.com": "owner", "minh@example.com": "writer"}


def test_a_second_role_replaces_the_first(lan: Caller):
    sheet = lan.sheet("A")
    first = give(lan, sheet, "minh@example.com", "reader")
    assert give(lan, sheet, "Minh@example.com", "commenter") == first
    assert list(roles(lan, sheet).values()) == ["owner", "commenter"]


def test_gspread_shares(lan: Caller):
    spreadsheet = lan.visitor.gspread().open_by_key(lan.sheet("A"))
    spreadsheet.share("minh@example.com", "user", "reader", email_message="Xin chào")
    spreadsheet.share("", "anyone", "reader", with_link=True)
    spreadsheet.share("example.com", "domain", "reader")
    assert [one["role"] for one in spreadsheet.list_permissions()] == ["owner", "reader", "reader", "reader"]
    assert spreadsheet.remove_permissions("minh@example.com", "reader") != []
    assert len(spreadsheet.list_permissions()) == 3


def test_a_body_may_say_more_than_drive_knows(lan: Caller):
    body = {"type": "user", "role": "reader", "withLink": False, "emailAddress": "minh@example.com"}
    assert lan.post(f"files/{lan.sheet('A')}/permissions", body)["role"] == "reader"


def test_a_role_is_changed(lan: Caller):
    sheet = lan.sheet("A")
    one = give(lan, sheet, "minh@example.com", "reader")
    assert lan.patch(f"files/{sheet}/permissions/{one}", {"role": "writer"})["role"] == "writer"
    assert lan.refused("PATCH", f"files/{sheet}/permissions/{one}", {"emailAddress": "x@example.com"}).reason == "fieldNotWritable"
    assert lan.refused("PATCH", f"files/{sheet}/permissions/999", {"role": "reader"})[:3] == (404, "notFound", "Permission not found: 999.")


def test_a_link_for_everybody(desk: Desk, lan: Caller):
    sheet, stranger = lan.sheet("A"), desk.person("stranger@elsewhere.example")
    assert stranger.refused("GET", f"files/{sheet}").status == 404
    assert lan.post(f"files/{sheet}/permissions", {"type": "anyone", "role": "reader"})["id"] == "anyoneWithLink"
    assert stranger.get(f"files/{sheet}")["name"] == "A"


def test_a_whole_domain(desk: Desk, lan: Caller):
    sheet = lan.sheet("A")
    lan.post(f"files/{sheet}/permissions", {"type": "domain", "role": "commenter", "domain": "example.com"})
    assert desk.person("thu@example.com").get(f"files/{sheet}")["name"] == "A"
    assert desk.person("thu@example.org").refused("GET", f"files/{sheet}").status == 404


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"role": "reader", "emailAddress": "minh@example.com"}, "required"),
        ({"type": "user", "emailAddress": "minh@example.com"}, "required"),
        ({"type": "user", "role": "reader", "emailAddress": "minh"}, "invalidSharingRequest"),
        ({"type": "user", "role": "reader"}, "invalidSharingRequest"),
        ({"type": "user", "role": "editor", "emailAddress": "minh@example.com"}, "invalid"),
        ({"type": "anyone", "role": "reader", "emailAddress": "minh@example.com"}, "invalid"),
        ({"type": "domain", "role": "reader"}, "invalid"),
    ],
)
def test_bad_requests(lan: Caller, body: dict[str, str], reason: str):
    refused = lan.refused("POST", f"files/{lan.sheet('A')}/permissions", body)
    assert (refused.status, refused.reason) == (400, reason)


def test_an_address_without_an_account_must_be_written_to(desk: Desk, lan: Caller):
    desk.world.strangers.add("minh@elsewhere.example")
    sheet = lan.sheet("A")
    body = {"type": "user", "role": "reader", "emailAddress": "minh@elsewhere.example"}
    assert lan.refused("POST", f"files/{sheet}/permissions", body, sendNotificationEmail=False)[:2] == (400, "invalidSharingRequest")
    assert lan.post(f"files/{sheet}/permissions", body)["role"] == "reader"


def test_mail_is_only_for_people(lan: Caller):
    refused = lan.refused("POST", f"files/{lan.sheet('A')}/permissions", {"type": "anyone", "role": "reader"}, sendNotificationEmail=False)
    assert (refused.status, refused.reason, refused.location) == (403, "forbidden", "sendNotificationEmail")


def test_too_many_invitations(desk: Desk, lan: Caller):
    desk.world.sharing_limit = 1
    sheet = lan.sheet("A")
    give(lan, sheet, "minh@example.com", "reader")
    body = {"type": "user", "role": "reader", "emailAddress": "thu@example.com"}
    assert lan.refused("POST", f"files/{sheet}/permissions", body)[:2] == (403, "sharingRateLimitExceeded")
    assert lan.post(f"files/{sheet}/permissions", body, sendNotificationEmail=False)["role"] == "reader"


def test_readers_neither_share_nor_see_who_else_does(desk: Desk, lan: Caller):
    sheet, minh = lan.sheet("A"), desk.person("minh@example.com")
    one = give(lan, sheet, "minh@example.com", "reader")
    assert minh.refused("GET", f"files/{sheet}/permissions").reason == "insufficientFilePermissions"
    body = {"type": "user", "role": "reader", "emailAddress": "thu@example.com"}
    assert minh.refused("POST", f"files/{sheet}/permissions", body).reason == "insufficientFilePermissions"
    minh.delete(f"files/{sheet}/permissions/{one}")
    assert minh.refused("GET", f"files/{sheet}").status == 404


def test_the_owner_stays_until_the_file_is_given_away(desk: Desk, lan: Caller):
    sheet, minh = lan.sheet("A"), desk.person("minh@example.com")
    mine = lan.get(f"files/{sheet}", fields="permissionIds")["permissionIds"][0]
    assert lan.refused("DELETE", f"files/{sheet}/permissions/{mine}").reason == "cannotRemoveOwner"
    assert lan.refused("POST", f"files/{sheet}/permissions", {"type": "user", "role": "owner", "emailAddress": "minh@example.com"}).status == 403
    give(lan, sheet, "minh@example.com", "owner", transferOwnership=True)
    assert roles(minh, sheet) == {"lan@example.com": "writer", "minh@example.com": "owner"}
    assert minh.get(f"files/{sheet}", fields="ownedByMe") == {"ownedByMe": True}


def test_members_of_a_shared_drive_are_inherited(desk: Desk, lan: Caller):
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "organizer")
    sheet = lan.sheet("A", drive.id)
    give(lan, sheet, "minh@example.com", "reader", supportsAllDrives=True)
    listed = lan.get(f"files/{sheet}/permissions", supportsAllDrives=True, fields="permissions(id,emailAddress,permissionDetails)")["permissions"]
    told = {one["emailAddress"]: one["permissionDetails"][0] for one in listed}
    assert told["lan@example.com"] == {"permissionType": "member", "role": "organizer", "inherited": True, "inheritedFrom": drive.id}
    assert told["minh@example.com"] == {"permissionType": "file", "role": "reader", "inherited": False}
    member = next(one["id"] for one in listed if one["emailAddress"] == "lan@example.com")
    refused = lan.refused("DELETE", f"files/{sheet}/permissions/{member}", supportsAllDrives=True)
    assert (refused.status, refused.reason) == (403, "cannotModifyInheritedPermission")


def test_a_shared_drive_gets_members(desk: Desk, lan: Caller):
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "organizer")
    give(lan, drive.id, "robot@p.iam.gserviceaccount.com", "fileOrganizer", supportsAllDrives=True)
    assert lan.get("changes", pageToken="1", driveId=drive.id, supportsAllDrives=True)["changes"] == []
    robot = desk.service("robot@p.iam.gserviceaccount.com")
    assert robot.get(f"files/{robot.sheet('A', drive.id)}", supportsAllDrives=True)["name"] == "A"


def test_roles_of_shared_drives_do_not_exist_in_my_drive(lan: Caller):
    body = {"type": "user", "role": "fileOrganizer", "emailAddress": "minh@example.com"}
    assert lan.refused("POST", f"files/{lan.sheet('A')}/permissions", body).status == 403
