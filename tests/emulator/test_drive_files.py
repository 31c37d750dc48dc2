"""Files and folders: made, looked at, changed, copied, moved, deleted; and who may do that."""

import json

import requests

from tests.emulator.drive_desk import Desk
from tests.emulator.world import DRIVE_FILE_SCOPE, DRIVE_SCOPE, FOLDER, SPREADSHEET, XLSX

READ_ONLY = f"{DRIVE_SCOPE}.readonly"


def test_a_new_spreadsheet_is_told_in_four_fields(desk: Desk):
    lan = desk.person("lan@example.com")
    made = lan.post("files", {"name": "Bản đồ", "mimeType": SPREADSHEET}, supportsAllDrives="True")
    assert made == {"kind": "drive#file", "id": made["id"], "name": "Bản đồ", "mimeType": SPREADSHEET}
    assert lan.get(f"files/{made['id']}") == made
    assert len(made["id"]) == 44
    book = desk.world.files[made["id"]].book
    assert book is not None
    assert book.properties["title"] == "Bản đồ"


def test_what_gspread_asks_of_a_file(desk: Desk):
    lan = desk.person("lan@example.com")
    sheet = lan.sheet("A")
    told = lan.get(f"files/{sheet}", supportsAllDrives="True", includeItemsFromAllDrives="True", fields="id,name,createdTime,modifiedTime")
    assert told == {"id": sheet, "name": "A", "createdTime": "2026-11-02T09:00:00.000Z", "modifiedTime": "2026-11-02T09:00:00.000Z"}


def test_everything_known_of_a_file(desk: Desk):
    lan = desk.person("lan@example.com")
    sheet = lan.sheet("A", properties={"open": "1"}, appProperties={"map": "m1"})
    told = lan.get(f"files/{sheet}", fields="*")
    assert told["owners"][0]["emailAddress"] == "lan@example.com"
    assert told["capabilities"]["canTrash"] is True
    assert (told["trashed"], told["properties"], told["appProperties"]) == (False, {"open": "1"}, {"map": "m1"})
    assert told["webViewLink"].startswith(f"https://docs.google.com/spreadsheets/d/{sheet}/edit")
    assert isinstance(told["version"], str)
    assert "md5Checksum" not in told


def test_unknown_fields_are_refused(desk: Desk):
    lan = desk.person("lan@example.com")
    assert lan.refused("GET", "files", fields="files(bogus)").location == "fields"


def test_a_file_that_is_not_there_and_one_of_somebody_else_look_alike(desk: Desk):
    lan, minh = desk.person("lan@example.com"), desk.person("minh@example.com")
    sheet = lan.sheet("A")
    assert minh.refused("GET", f"files/{sheet}") == (404, "notFound", f"File not found: {sheet}.", "fileId")
    assert minh.refused("GET", "files/nothing") == (404, "notFound", "File not found: nothing.", "fileId")


def test_app_properties_belong_to_the_app_and_null_clears_them(desk: Desk):
    ours, theirs = desk.person("lan@example.com", app="1"), desk.person("lan@example.com", app="2")
    sheet = ours.sheet("A", appProperties={"map": "m1", "type": "gym"})
    assert "appProperties" not in theirs.get(f"files/{sheet}", fields="*")
    ours.patch(f"files/{sheet}", {"appProperties": {"type": None, "version": "2"}})
    assert ours.get(f"files/{sheet}", fields="appProperties") == {"appProperties": {"map": "m1", "version": "2"}}


def test_a_property_has_124_bytes(desk: Desk):
    lan = desk.person("lan@example.com")
    sheet = lan.sheet("A", appProperties={"k" * 24: "v" * 100})
    assert lan.refused("PATCH", f"files/{sheet}", {"appProperties": {"k" * 24: "ấ" * 100}}).status == 403


def test_rename_reaches_the_spreadsheet(desk: Desk):
    lan = desk.person("lan@example.com")
    sheet = lan.sheet("A")
    desk.later(minutes=5)
    lan.patch(f"files/{sheet}", {"name": "B"})
    book = desk.world.files[sheet].book
    assert book is not None
    assert book.properties["title"] == "B"
    assert lan.get(f"files/{sheet}", fields="modifiedTime")["modifiedTime"] == "2026-11-02T09:05:00.000Z"


def test_trash_and_back_leaves_the_time_of_modification_alone(desk: Desk):
    lan = desk.person("lan@example.com")
    folder = lan.folder("F")
    sheet = lan.sheet("A", folder)
    desk.later(minutes=5)
    lan.patch(f"files/{folder}", {"trashed": True})
    told = lan.get(f"files/{sheet}", fields="trashed,explicitlyTrashed,modifiedTime")
    assert told == {"trashed": True, "explicitlyTrashed": False, "modifiedTime": "2026-11-02T09:00:00.000Z"}
    lan.patch(f"files/{folder}", {"trashed": False})
    assert lan.get(f"files/{sheet}", fields="trashed") == {"trashed": False}


def test_read_only_fields_and_parents_are_not_written(desk: Desk):
    lan = desk.person("lan@example.com")
    sheet = lan.sheet("A")
    assert lan.refused("PATCH", f"files/{sheet}", {"parents": ["root"]}).reason == "fieldNotWritable"
    assert lan.refused("PATCH", f"files/{sheet}", {"version": "7"}).reason == "fieldNotWritable"


def test_a_file_moves_from_folder_to_folder(desk: Desk):
    lan = desk.person("lan@example.com")
    first, second = lan.folder("1"), lan.folder("2")
    sheet = lan.sheet("A", first)
    moved = lan.patch(f"files/{sheet}", addParents=second, removeParents=first, fields="parents")
    assert moved == {"parents": [second]}
    top = lan.get("files/root", fields="id")["id"]
    assert lan.patch(f"files/{sheet}", addParents="root", fields="parents") == {"parents": [top]}


def test_a_folder_does_not_go_into_itself(desk: Desk):
    lan = desk.person("lan@example.com")
    outer = lan.folder("outer")
    inner = lan.folder("inner", outer)
    assert lan.refused("PATCH", f"files/{outer}", addParents=inner).reason == "cyclicMembershipsNotAllowed"


def test_an_editor_can_not_put_somebody_elses_file_into_a_second_folder(desk: Desk):
    lan, minh = desk.person("lan@example.com"), desk.person("minh@example.com")
    first = lan.folder("F")
    sheet = lan.sheet("A", first)
    desk.world.permit(desk.world.files[first], "minh@example.com", "writer")
    mine = minh.folder("mine")
    assert minh.refused("PATCH", f"files/{sheet}", addParents=mine).reason == "cannotAddParent"


def test_parents_must_be_there_be_folders_and_be_open_to_the_caller(desk: Desk):
    lan, minh = desk.person("lan@example.com"), desk.person("minh@example.com")
    sheet, folder = lan.sheet("A"), lan.folder("F")
    desk.world.permit(desk.world.files[folder], "minh@example.com", "reader")

    def reason(parents: list[str]) -> str:
        return minh.refused("POST", "files", {"name": "B", "mimeType": SPREADSHEET, "parents": parents}).reason

    assert reason(["nothing"]) == "notFound"
    assert reason([folder]) == "insufficientParentPermissions"
    assert lan.refused("POST", "files", {"name": "B", "parents": [sheet]}).reason == "parentNotAFolder"
    assert lan.refused("POST", "files", {"name": "B", "parents": [folder, "root"]}).reason == "cannotAddParent"


def test_a_service_account_stores_nothing_of_its_own(desk: Desk):
    robot, lan = desk.service("robot@p.iam.gserviceaccount.com"), desk.person("lan@example.com")
    folder = lan.folder("shared with the robot")
    desk.world.permit(desk.world.files[folder], "robot@p.iam.gserviceaccount.com", "writer")
    for parents in ([], [folder]):
        answer = robot.send("POST", "files", {"name": "A", "mimeType": SPREADSHEET, "parents": parents})
        assert answer.status_code == 403
        assert answer.json()["error"]["errors"][0]["reason"] == "storageQuotaExceeded"
        assert answer.json()["error"]["errors"][0]["domain"] == "usageLimits"


def test_a_service_account_works_in_a_shared_drive(desk: Desk):
    robot = desk.service("robot@p.iam.gserviceaccount.com")
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "robot@p.iam.gserviceaccount.com", "writer")
    sheet = robot.sheet("A", drive.id)
    told = robot.get(f"files/{sheet}", supportsAllDrives=True, fields="*")
    assert (told["driveId"], told["parents"]) == (drive.id, [drive.id])
    assert "owners" not in told
    assert "permissions" not in told


def test_items_of_shared_drives_need_the_flag(desk: Desk):
    lan = desk.person("lan@example.com")
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "organizer")
    sheet = lan.sheet("A", drive.id)
    assert lan.refused("GET", f"files/{sheet}").reason == "notFound"
    assert lan.refused("POST", "files", {"name": "B", "parents": [drive.id]}).reason == "notFound"
    assert lan.get(f"files/{sheet}", supportsAllDrives="true")["id"] == sheet


def test_a_contributor_of_a_shared_drive_edits_but_does_not_trash_or_delete(desk: Desk):
    lan, minh = desk.person("lan@example.com"), desk.person("minh@example.com")
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "organizer")
    desk.world.permit(drive, "minh@example.com", "writer")
    sheet = lan.sheet("A", drive.id)
    minh.patch(f"files/{sheet}", {"name": "B"}, supportsAllDrives=True)
    assert minh.refused("PATCH", f"files/{sheet}", {"trashed": True}, supportsAllDrives=True).reason == "insufficientFilePermissions"
    assert minh.refused("DELETE", f"files/{sheet}", supportsAllDrives=True).reason == "insufficientFilePermissions"
    lan.delete(f"files/{sheet}", supportsAllDrives=True)


def test_a_file_moves_into_a_shared_drive_and_belongs_to_nobody(desk: Desk):
    lan = desk.person("lan@example.com")
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "writer")
    sheet = lan.sheet("A")
    told = lan.patch(f"files/{sheet}", addParents=drive.id, removeParents="root", supportsAllDrives=True, fields="driveId,ownedByMe,owners")
    assert told == {"driveId": drive.id, "ownedByMe": False}


def test_readers_read_and_editors_edit(desk: Desk):
    lan, minh = desk.person("lan@example.com"), desk.person("minh@example.com")
    sheet = lan.sheet("A")
    desk.world.permit(desk.world.files[sheet], "minh@example.com", "reader")
    assert minh.get(f"files/{sheet}")["name"] == "A"
    refused = minh.refused("PATCH", f"files/{sheet}", {"name": "B"})
    assert refused[:3] == (403, "insufficientFilePermissions", f"The user does not have sufficient permissions for this file {sheet}.")
    desk.world.permit(desk.world.files[sheet], "minh@example.com", "writer")
    assert minh.patch(f"files/{sheet}", {"name": "B"})["name"] == "B"
    assert minh.refused("DELETE", f"files/{sheet}").reason == "insufficientFilePermissions"


def test_drive_file_sees_only_what_the_app_made(desk: Desk):
    app = desk.person("lan@example.com", scopes=[DRIVE_FILE_SCOPE], app="ours")
    browser = desk.person("lan@example.com", app="browser")
    ours, hers = app.sheet("made by the app"), browser.sheet("made by hand")
    assert app.refused("GET", f"files/{hers}").reason == "notFound"
    assert [file["id"] for file in app.get("files")["files"]] == [ours]
    copied = browser.post(f"files/{ours}/copy")["id"]
    assert app.refused("GET", f"files/{copied}").reason == "notFound"


def test_an_app_that_may_read_everything_writes_only_its_own(desk: Desk):
    app = desk.person("lan@example.com", scopes=[DRIVE_FILE_SCOPE, READ_ONLY], app="ours")
    sheet = desk.person("lan@example.com", app="browser").sheet("A")
    assert app.get(f"files/{sheet}")["name"] == "A"
    refused = app.refused("PATCH", f"files/{sheet}", {"name": "B"})
    assert refused[:3] == (403, "appNotAuthorizedToFile", f"The user has not granted the app ours write access to the file {sheet}.")


def test_a_copy_is_the_callers_own(desk: Desk):
    lan, minh = desk.person("lan@example.com"), desk.person("minh@example.com")
    sheet = lan.sheet("A", appProperties={"map": "m1"})
    desk.world.permit(desk.world.files[sheet], "minh@example.com", "reader")
    copied = minh.post(f"files/{sheet}/copy", {"appProperties": {"map": "m2"}}, fields="*")
    assert (copied["name"], copied["ownedByMe"], copied["appProperties"]) == ("Copy of A", True, {"map": "m2"})
    assert len(copied["permissions"]) == 1
    assert desk.world.files[copied["id"]].book is not desk.world.files[sheet].book


def test_a_copy_lies_beside_its_source_or_where_it_is_sent(desk: Desk):
    lan = desk.person("lan@example.com")
    first, second = lan.folder("1"), lan.folder("2")
    sheet = lan.sheet("A", first)
    assert lan.post(f"files/{sheet}/copy", fields="parents") == {"parents": [first]}
    assert lan.post(f"files/{sheet}/copy", {"parents": [second], "name": "B"}, fields="parents,name") == {"parents": [second], "name": "B"}
    assert lan.refused("POST", f"files/{first}/copy", {}).reason == "cannotCopyFile"


def test_comments_are_copied_when_asked_for_and_only_open_ones(desk: Desk):
    lan = desk.person("lan@example.com")
    sheet = lan.sheet("A")
    lan.post(f"files/{sheet}/comments", {"content": "open"}, fields="id")
    done = lan.post(f"files/{sheet}/comments", {"content": "done"}, fields="id")["id"]
    lan.post(f"files/{sheet}/comments/{done}/replies", {"action": "resolve"}, fields="id")

    def comments(file: str) -> list[str]:
        return [comment["content"] for comment in lan.get(f"files/{file}/comments", fields="comments(content)")["comments"]]

    assert comments(lan.post(f"files/{sheet}/copy")["id"]) == []
    assert comments(lan.post(f"files/{sheet}/copy", copyComments=True)["id"]) == ["open"]


def test_a_deleted_folder_takes_everything_with_it(desk: Desk):
    lan = desk.person("lan@example.com")
    folder = lan.folder("F")
    sheet = lan.sheet("A", folder)
    lan.delete(f"files/{folder}")
    assert lan.refused("GET", f"files/{sheet}").status == 404


def test_the_trash_is_emptied(desk: Desk):
    lan = desk.person("lan@example.com")
    gone, kept = lan.sheet("gone"), lan.sheet("kept")
    lan.patch(f"files/{gone}", {"trashed": True})
    lan.delete("files/trash")
    assert [file["id"] for file in lan.get("files")["files"]] == [kept]


def test_generated_ids_name_folders(desk: Desk):
    lan = desk.person("lan@example.com")
    (chosen,) = lan.get("files/generateIds", count=1)["ids"]
    assert lan.folder("F", id=chosen) == chosen
    assert lan.refused("POST", "files", {"name": "F", "mimeType": FOLDER, "id": chosen}).status == 409


def test_a_file_with_bytes_goes_up_and_down(desk: Desk):
    lan = desk.person("lan@example.com")
    headers = {"Content-Type": "text/plain"}
    upload = f"{desk.google.url}/upload/drive/v3/files"
    made = lan.session.post(upload, params={"uploadType": "media"}, data=b"hello", headers=headers, timeout=10).json()
    assert made["mimeType"] == "text/plain"
    assert lan.send("GET", f"files/{made['id']}", query={"alt": "media"}).content == b"hello"
    assert lan.get(f"files/{made['id']}", fields="size,md5Checksum")["size"] == "5"
    assert lan.refused("GET", f"files/{lan.sheet('A')}", alt="media").reason == "fileNotDownloadable"


def test_gspread_imports_csv(desk: Desk):
    lan = desk.person("lan@example.com")
    sheet = lan.sheet("A")
    answer = lan.visitor.gspread().import_csv(sheet, "tên,số\nLan,7\n")
    assert (answer["id"], answer["title"]) == (sheet, "A")
    book = desk.world.files[sheet].book
    assert book is not None
    (only,) = book.sheets
    assert {place: cell.entered for place, cell in only.cells.items()} == {
        (0, 0): {"stringValue": "tên"},
        (0, 1): {"stringValue": "số"},
        (1, 0): {"stringValue": "Lan"},
        (1, 1): {"numberValue": 7},
    }


def test_gspread_creates_copies_lists_and_deletes(desk: Desk):
    lan = desk.person("lan@example.com")
    client = lan.visitor.gspread()
    spreadsheet = client.create("A", folder_id=lan.folder("F"))
    lan.post(f"files/{spreadsheet.id}/comments", {"content": "look here"}, fields="id")
    twin = client.copy(spreadsheet.id, title="B", copy_comments=True)
    assert [file["name"] for file in client.list_spreadsheet_files()] == ["B", "A"]
    assert [one["content"] for one in lan.get(f"files/{twin.id}/comments", fields="comments(content)")["comments"]] == ["look here"]
    client.del_spreadsheet(spreadsheet.id)
    assert [file["name"] for file in client.list_spreadsheet_files()] == ["B"]


def test_about_needs_fields_and_names_the_caller(desk: Desk):
    lan, robot = desk.person("lan@example.com"), desk.service("robot@p.iam.gserviceaccount.com")
    assert lan.refused("GET", "about") == (400, "required", "The 'fields' parameter is required for this method.", "fields")
    assert lan.get("about", fields="user(emailAddress,me)") == {"user": {"emailAddress": "lan@example.com", "me": True}}
    assert robot.get("about", fields="storageQuota(limit)") == {"storageQuota": {"limit": "0"}}


def test_shared_drives_are_listed_for_their_members(desk: Desk):
    lan, minh = desk.person("lan@example.com"), desk.person("minh@example.com")
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "organizer")
    assert lan.get("drives")["drives"] == [{"kind": "drive#drive", "id": drive.id, "name": "Team"}]
    assert lan.get(f"drives/{drive.id}", fields="capabilities(canManageMembers)") == {"capabilities": {"canManageMembers": True}}
    assert minh.get("drives")["drives"] == []
    assert minh.refused("GET", f"drives/{drive.id}").reason == "notFound"


def test_revisions_are_merged_and_for_editors(desk: Desk):
    lan, minh = desk.person("lan@example.com"), desk.person("minh@example.com")
    sheet = lan.sheet("A")
    for minutes in (1, 1, 30):
        desk.later(minutes=minutes)
        lan.patch(f"files/{sheet}", {"name": f"after {minutes}"})
    revisions = lan.get(f"files/{sheet}/revisions")["revisions"]
    assert [one["modifiedTime"] for one in revisions] == ["2026-11-02T09:02:00.000Z", "2026-11-02T09:32:00.000Z"]
    assert lan.get(f"files/{sheet}/revisions/{revisions[0]['id']}") == revisions[0]
    desk.world.permit(desk.world.files[sheet], "minh@example.com", "reader")
    assert minh.refused("GET", f"files/{sheet}/revisions").reason == "insufficientFilePermissions"


def test_what_is_not_done_says_so(desk: Desk):
    lan = desk.person("lan@example.com")
    sheet = lan.sheet("A")
    assert lan.refused("POST", f"files/{sheet}/watch", {"id": "c", "type": "web_hook", "address": "https://example.com"}).status == 501
    assert lan.refused("PATCH", f"files/{sheet}", {"writersCanShare": False}).status == 501
    assert lan.refused("PATCH", f"files/{sheet}", {"mimeType": "text/plain"}).status == 501
    assert lan.refused("POST", "files/root/permissions", {"type": "anyone", "role": "reader"}).status == 501


def test_bytes_that_can_not_become_a_spreadsheet_leave_nothing_behind(desk: Desk):
    lan = desk.person("lan@example.com")
    address = f"{desk.google.url}/upload/drive/v3/files"
    form = {"metadata": (None, json.dumps({"name": "A", "mimeType": SPREADSHEET}), "application/json"), "media": (None, b"PK", XLSX)}
    request = requests.Request("POST", address, params={"uploadType": "multipart"}, files=form)
    prepared = lan.session.prepare_request(request)
    prepared.headers["Content-Type"] = prepared.headers["Content-Type"].replace("form-data", "related")
    answer = lan.session.send(prepared, timeout=10)
    assert answer.status_code == 501
    assert lan.get("files")["files"] == []
