"""Comment threads and replies."""

import pytest

from tests.emulator.drive_desk import START, Caller, Desk, Json
from tests.emulator.world import Post, Thread

FIELDS = "*"


@pytest.fixture
def lan(desk: Desk) -> Caller:
    return desk.person("lan@example.com")


@pytest.fixture
def sheet(lan: Caller) -> str:
    return lan.sheet("A")


def comment(caller: Caller, sheet: str, content: str, **more: object) -> Json:
    return caller.post(f"files/{sheet}/comments", {"content": content, **more}, fields=FIELDS)


def comments(caller: Caller, sheet: str, **query: object) -> list[Json]:
    found: list[Json] = caller.get(f"files/{sheet}/comments", fields=FIELDS, **query)["comments"]
    return found


def test_a_new_thread(lan: Caller, sheet: str):
    made = comment(lan, sheet, "Why <b>here</b>?\n+minh@example.com")
    assert made == {
        "kind": "drive#comment",
        "id": made["id"],
        "createdTime": "2026-11-02T09:00:00.000Z",
        "modifiedTime": "2026-11-02T09:00:00.000Z",
        "author": {"kind": "drive#user", "displayName": "lan", "me": True},
        "deleted": False,
        "content": "Why <b>here</b>?\n+minh@example.com",
        "htmlContent": "Why &lt;b&gt;here&lt;/b&gt;?<br>+minh@example.com",
        "mentionedEmailAddresses": ["minh@example.com"],
        "replies": [],
    }
    assert lan.get(f"files/{sheet}/comments/{made['id']}", fields=FIELDS) == made


@pytest.mark.parametrize(("verb", "path"), [("GET", ""), ("POST", ""), ("GET", "/x"), ("PATCH", "/x")])
def test_fields_are_required(lan: Caller, sheet: str, verb: str, path: str):
    refused = lan.refused(verb, f"files/{sheet}/comments{path}", {"content": "a"} if verb != "GET" else None)
    assert refused == (400, "required", "The 'fields' parameter is required for this method.", "fields")


def test_content_is_required(lan: Caller, sheet: str):
    assert lan.refused("POST", f"files/{sheet}/comments", {}, fields="id").reason == "required"
    assert lan.refused("POST", f"files/{sheet}/comments", {"content": " "}, fields="id").reason == "required"


def test_any_anchor_and_quote_are_kept(lan: Caller, sheet: str):
    made = comment(lan, sheet, "here", anchor='{"r":"head"}', quotedFileContent={"mimeType": "text/html", "value": "E7"})
    assert (made["anchor"], made["quotedFileContent"]) == ('{"r":"head"}', {"mimeType": "text/html", "value": "E7"})


def test_a_comment_on_a_cell_is_the_same_thread(desk: Desk, lan: Caller, sheet: str):
    anchor = '{"type":"workbook-range","uid":0,"range":"1708485136"}'
    head = Post("AAACabcdefg", "minh@example.com", "from the sheet", START, START, assignee="lan@example.com")
    desk.world.files[sheet].threads.append(Thread(head, anchor=anchor, native=True))
    (seen,) = comments(lan, sheet)
    assert (seen["id"], seen["anchor"], seen["author"]["me"], seen["assigneeEmailAddress"]) == (head.id, anchor, False, "lan@example.com")


def test_replies_resolve_and_reopen(lan: Caller, sheet: str):
    thread = comment(lan, sheet, "fix this")["id"]
    done = lan.post(f"files/{sheet}/comments/{thread}/replies", {"content": "done", "action": "resolve"}, fields=FIELDS)
    assert (done["kind"], done["action"], done["content"]) == ("drive#reply", "resolve", "done")
    assert comments(lan, sheet)[0]["resolved"] is True
    lan.post(f"files/{sheet}/comments/{thread}/replies", {"action": "reopen"}, fields="id")
    (seen,) = comments(lan, sheet)
    assert "resolved" not in seen
    assert [reply["action"] for reply in seen["replies"]] == ["resolve", "reopen"]
    assert lan.refused("POST", f"files/{sheet}/comments/{thread}/replies", {"action": "close"}, fields="id").status == 400
    assert lan.refused("POST", f"files/{sheet}/comments/{thread}/replies", {}, fields="id").reason == "required"


def test_only_authors_edit_and_delete(desk: Desk, lan: Caller, sheet: str):
    minh = desk.person("minh@example.com")
    desk.world.permit(desk.world.files[sheet], "minh@example.com", "commenter")
    thread = comment(minh, sheet, "mine")["id"]
    reply = lan.post(f"files/{sheet}/comments/{thread}/replies", {"content": "hers"}, fields="id")["id"]
    assert lan.refused("PATCH", f"files/{sheet}/comments/{thread}", {"content": "not mine"}, fields="id").status == 403
    assert lan.refused("DELETE", f"files/{sheet}/comments/{thread}").status == 403
    assert minh.refused("DELETE", f"files/{sheet}/comments/{thread}/replies/{reply}").status == 403
    desk.later(minutes=1)
    assert minh.patch(f"files/{sheet}/comments/{thread}", {"content": "still mine"}, fields="content,modifiedTime") == {
        "content": "still mine",
        "modifiedTime": "2026-11-02T09:01:00.000Z",
    }
    assert lan.patch(f"files/{sheet}/comments/{thread}/replies/{reply}", {"content": "still hers"}, fields="content") == {"content": "still hers"}


def test_deleted_threads_stay_without_their_text(lan: Caller, sheet: str):
    thread = comment(lan, sheet, "oops")["id"]
    lan.delete(f"files/{sheet}/comments/{thread}")
    assert comments(lan, sheet) == []
    (seen,) = comments(lan, sheet, includeDeleted=True)
    assert (seen["deleted"], "content" in seen, "htmlContent" in seen) == (True, False, False)
    assert lan.refused("GET", f"files/{sheet}/comments/{thread}", fields=FIELDS)[:3] == (404, "notFound", f"Comment not found: {thread}.")
    assert lan.get(f"files/{sheet}/comments/{thread}", includeDeleted=True, fields="deleted") == {"deleted": True}


def test_deleted_replies_too(lan: Caller, sheet: str):
    thread = comment(lan, sheet, "a")["id"]
    reply = lan.post(f"files/{sheet}/comments/{thread}/replies", {"content": "b"}, fields="id")["id"]
    lan.delete(f"files/{sheet}/comments/{thread}/replies/{reply}")
    assert comments(lan, sheet)[0]["replies"] == []
    assert lan.get(f"files/{sheet}/comments/{thread}/replies", fields="replies")["replies"] == []
    (seen,) = lan.get(f"files/{sheet}/comments/{thread}/replies", fields=FIELDS, includeDeleted=True)["replies"]
    assert (seen["deleted"], "content" in seen) == (True, False)
    assert lan.refused("GET", f"files/{sheet}/comments/{thread}/replies/{reply}", fields=FIELDS).status == 404


def test_what_changed_since(desk: Desk, lan: Caller, sheet: str):
    old = comment(lan, sheet, "old")["id"]
    comment(lan, sheet, "silent")
    desk.later(minutes=50)
    new = comment(lan, sheet, "new")["id"]
    lan.post(f"files/{sheet}/comments/{old}/replies", {"content": "still?"}, fields="id")
    assert [seen["id"] for seen in comments(lan, sheet, startModifiedTime="2026-11-02T09:30:00Z")] == [new, old]
    assert lan.refused("GET", f"files/{sheet}/comments", startModifiedTime="soon", fields="*").location == "startModifiedTime"


def test_pages_of_twenty(lan: Caller, sheet: str):
    for number in range(21):
        comment(lan, sheet, str(number))
    first = lan.get(f"files/{sheet}/comments", fields="nextPageToken,comments(content)")
    assert len(first["comments"]) == 20
    second = lan.get(f"files/{sheet}/comments", fields="nextPageToken,comments(content)", pageToken=first["nextPageToken"])
    assert (len(second["comments"]), "nextPageToken" in second) == (1, False)
    assert lan.refused("GET", f"files/{sheet}/comments", fields="*", pageSize=101).status == 400


def test_readers_see_no_comments(desk: Desk, sheet: str):
    desk.world.permit(desk.world.files[sheet], "minh@example.com", "reader")
    assert desk.person("minh@example.com").refused("GET", f"files/{sheet}/comments", fields="*").reason == "insufficientFilePermissions"
    assert desk.person("thu@example.com").refused("GET", f"files/{sheet}/comments", fields="*").reason == "notFound"


def test_shared_drives_need_no_flag(desk: Desk, lan: Caller):
    drive = desk.world.add_drive("Team")
    desk.world.permit(drive, "lan@example.com", "commenter")
    desk.world.permit(drive, "owner@example.com", "organizer")
    sheet = desk.person("owner@example.com").sheet("A", drive.id)
    assert comment(lan, sheet, "hello")["content"] == "hello"


def test_comments_leave_the_time_of_modification_alone(desk: Desk, lan: Caller, sheet: str):
    desk.later(minutes=1)
    before = lan.get(f"files/{sheet}", fields="version,modifiedTime")
    comment(lan, sheet, "hello")
    after = lan.get(f"files/{sheet}", fields="version,modifiedTime")
    assert after["modifiedTime"] == before["modifiedTime"]
    assert int(after["version"]) > int(before["version"])
