"""Comment threads of a spreadsheet: the requests about them, how they fail, and that Drive shows the same ones."""

import json
from typing import Literal

import pytest

from tests.emulator import people
from tests.emulator.sheet_desk import Refused
from tests.emulator.sheets.book import Json
from tests.emulator.visitor import Visitor
from tests.emulator.workbook_desk import Workbook, a1, lines

INCLUDED = "COMMENTS_VIEW_MODE_INCLUDED"


@pytest.fixture
def book(lan: Visitor) -> Workbook:
    return Workbook(lan)


def comment(book: Workbook, cell: str, content: str = "Why?", *, by: Visitor | None = None, **more: str) -> Json:
    (reply,) = book.batch({"insertComment": {"content": content, "coordinate": book.place(cell), **more}}, by=by)
    thread: Json = reply["insertComment"]["commentThread"]
    return thread


def answer(book: Workbook, thread: Json, by: Visitor | None = None, **post: str) -> Json:
    (reply,) = book.batch({"addCommentReply": {"commentId": thread["commentId"], "post": post}}, by=by)
    made: Json = reply["addCommentReply"]["post"]
    return made


def threads(book: Workbook) -> list[Json]:
    found: list[Json] = book.get(commentsViewMode=INCLUDED).get("comments", [])
    return found


def test_a_new_thread(book: Workbook):
    answered = book.answer({"insertComment": {"content": "Why <here>?", "coordinate": book.place("B3"), "assigneeEmailAddress": "minh@example.com"}})
    assert answered["commentUpdateState"] == "ALL_SAVED"
    thread = answered["replies"][0]["insertComment"]["commentThread"]
    head = thread["headPost"]
    assert thread["commentId"] == head["postId"]
    assert json.loads(thread["anchorId"]) == {"type": "workbook-range", "uid": 0, "range": json.loads(thread["anchorId"])["range"]}
    assert thread["status"] == "OPEN"
    assert "plainTextQuote" not in thread
    assert (head["content"], head["contentHtml"], head["author"]["me"]) == ("Why <here>?", "Why &lt;here&gt;?", True)
    assert head["assigneeEmail"] == "minh@example.com"
    assert threads(book) == [thread]
    (anchor,) = book.sheet(commentsViewMode=INCLUDED)["commentAnchors"]
    assert (anchor["anchorId"], a1(anchor["range"])) == (thread["anchorId"], "B3")


def test_a_batch_without_comments_says_nothing_of_them(book: Workbook):
    assert "commentUpdateState" not in book.answer({"addSheet": {"properties": {"title": "Map"}}})


def test_a_comment_can_stand_on_a_sheet_made_in_the_same_batch(book: Workbook):
    replies = book.batch(
        {"insertComment": {"content": "first in the list, last to be done", "coordinate": {"sheetId": 5}}},
        {"addSheet": {"properties": {"sheetId": 5, "title": "Map"}}},
    )
    assert [next(iter(reply)) for reply in replies] == ["insertComment", "addSheet"]


def test_replies_resolve_and_reopen(book: Workbook):
    thread = comment(book, "A1")
    post = answer(book, thread, content="Fixed.", commentAction="RESOLVE")
    assert (post["content"], post["commentAction"]) == ("Fixed.", "RESOLVE")
    assert threads(book)[0]["status"] == "RESOLVED"
    answer(book, thread, commentAction="REOPEN")
    answer(book, thread, content="Really?")
    (seen,) = threads(book)
    assert (seen["status"], len(seen["replies"])) == ("OPEN", 3)
    assert seen["headPost"]["updateTime"] == seen["replies"][-1]["createTime"]


def test_drive_shows_the_same_threads(book: Workbook):
    thread = comment(book, "A1", "Why?")
    answer(book, thread, content="Because.")
    (seen,) = book.visitor.get(f"/drive/v3/files/{book.id}/comments", fields="*").json()["comments"]
    assert (seen["id"], seen["content"], seen["anchor"]) == (thread["commentId"], "Why?", thread["anchorId"])
    book.visitor.call("POST", f"/drive/v3/files/{book.id}/comments/{seen['id']}/replies", body={"action": "resolve"}, fields="*")
    assert threads(book)[0]["status"] == "RESOLVED"


def test_a_deleted_row_leaves_its_thread_without_a_place(book: Workbook):
    comment(book, "B3")
    book.batch({"deleteDimension": {"range": lines("ROWS", 2, 3)}})
    assert [thread["headPost"]["content"] for thread in threads(book)] == ["Why?"]
    assert "commentAnchors" not in book.sheet(commentsViewMode=INCLUDED)


def test_a_deleted_sheet_leaves_its_threads_as_well(book: Workbook):
    book.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Map"}}})
    comment(book, "Map!A1")
    book.batch({"deleteSheet": {"sheetId": 5}})
    assert (len(threads(book)), book.book.anchors) == (1, {})


def test_authors_change_and_delete_their_own(book: Workbook):
    thread = comment(book, "A1")
    reply = answer(book, thread, content="one")
    book.batch({"updateCommentPost": {"commentId": thread["commentId"], "postId": reply["postId"], "content": "two"}})
    book.batch({"updateCommentPost": {"commentId": thread["commentId"], "postId": thread["commentId"], "content": "How?"}})
    (seen,) = threads(book)
    assert (seen["headPost"]["content"], seen["replies"][0]["content"]) == ("How?", "two")
    book.batch({"deleteComment": {"commentId": thread["commentId"]}})
    assert (threads(book), book.book.anchors) == ([], {})


def test_nobody_changes_or_deletes_what_others_wrote(book: Workbook):
    thread = comment(book, "A1")
    reply = answer(book, thread, content="one")
    with book.share("minh@example.com", "writer") as minh:
        for request in (
            {"updateCommentPost": {"commentId": thread["commentId"], "postId": reply["postId"], "content": "mine"}},
            {"deleteCommentReply": {"commentId": thread["commentId"], "postId": reply["postId"]}},
        ):
            assert book.refused_batch(request, by=minh) == Refused(400, "The requesting user is not the author of the post.")
        said = book.refused_batch({"deleteComment": {"commentId": thread["commentId"]}}, by=minh)
        assert said == Refused(400, "The requesting user is not the author of the head post.")


def test_a_reply_that_acted_stays(book: Workbook):
    thread = comment(book, "A1")
    said, acted = answer(book, thread, content="one"), answer(book, thread, commentAction="RESOLVE")
    refused = book.refused_batch({"deleteCommentReply": {"commentId": thread["commentId"], "postId": acted["postId"]}})
    assert refused == Refused(400, "The reply post contains a comment action.")
    book.batch({"deleteCommentReply": {"commentId": thread["commentId"], "postId": said["postId"]}})
    assert [post.deleted for post in book.world.files[book.id].threads[0].replies] == [True, False]


@pytest.mark.parametrize(
    ("request_", "status", "said"),
    [
        ({"insertComment": {"content": "", "coordinate": {}}}, 400, "Insert comment requests must specify non-empty post text."),
        ({"insertComment": {"content": "ế" * 1000, "coordinate": {}}}, 400, "The content may not exceed 2048 UTF-8 code units."),
        ({"insertComment": {"content": "x", "coordinate": {"sheetId": 9}}}, 400, "No grid with id: 9"),
        (
            {"insertComment": {"content": "x", "coordinate": {"rowIndex": 99}}},
            400,
            "GridCoordinate.rowIndex[99] is after last row in grid[19]",
        ),
        ({"addCommentReply": {"commentId": "none", "post": {"content": "x"}}}, 404, "Comment with ID none does not exist."),
        ({"deleteComment": {"commentId": "none"}}, 404, "Comment thread with ID 'none' was not found."),
    ],
)
def test_comments_that_are_refused(book: Workbook, request_: Json, status: int, said: str):
    refused = book.refused_batch(request_)
    assert refused.status == status
    assert refused.message.endswith(said)
    assert threads(book) == []


def test_an_assignee_comes_only_where_there_was_one(book: Workbook):
    thread = comment(book, "A1")
    post = {"content": "yours", "assigneeEmail": "minh@example.com"}
    assert book.refused_batch({"addCommentReply": {"commentId": thread["commentId"], "post": post}}).status == 400
    assigned = comment(book, "A2", assigneeEmailAddress="lan@example.com")
    assert answer(book, assigned, content="yours", assigneeEmail="minh@example.com")["assigneeEmail"] == "minh@example.com"


def test_a_bad_comment_takes_the_other_requests_with_it(book: Workbook):
    good, bad = {"insertComment": {"content": "x", "coordinate": {}}}, {"insertComment": {"content": "", "coordinate": {}}}
    said = book.refused_batch({"addSheet": {"properties": {"title": "Map"}}}, good, bad)
    assert said.message.startswith("Invalid requests[2].insertComment: ")
    assert ([sheet.title for sheet in book.book.sheets], threads(book), book.book.anchors) == (["Sheet1"], [], {})


def test_comments_can_get_lost_behind_a_200(book: Workbook):
    book.world.comment_failures = 1
    requests = ({"insertComment": {"content": "x", "coordinate": {}}}, {"addSheet": {"properties": {"title": "Map"}}})
    answered = book.answer(*requests)
    assert answered["commentUpdateState"] == "ALL_FAILED_UNKNOWN_REASON"
    assert answered["replies"][0] == {}
    assert ([sheet.title for sheet in book.book.sheets], threads(book)) == (["Sheet1", "Map"], [])
    assert book.answer(requests[0])["commentUpdateState"] == "ALL_SAVED"


def test_who_may_comment(book: Workbook):
    with book.share("minh@example.com", "commenter") as minh, book.share("hoa@example.com", "reader") as hoa:
        thread = comment(book, "A1", by=minh)
        answer(book, thread, minh, commentAction="RESOLVE")
        assert book.refused_batch({"insertComment": {"content": "x", "coordinate": {}}}, by=hoa) == Refused(
            403, "The caller does not have permission"
        )
        mixed = ({"insertComment": {"content": "x", "coordinate": {}}}, {"addSheet": {"properties": {"title": "Map"}}})
        assert book.refused_batch(*mixed, by=minh).status == 403


def test_the_answer_shows_threads_when_asked_to(book: Workbook):
    insert = {"insertComment": {"content": "x", "coordinate": {}}}
    plain = book.answer(insert, includeSpreadsheetInResponse=True)
    assert "comments" not in plain["updatedSpreadsheet"]
    shown = book.answer(insert, includeSpreadsheetInResponse=True, commentsViewMode=INCLUDED)
    assert len(shown["updatedSpreadsheet"]["comments"]) == 2


def test_comments_made_in_the_editor_quote_their_cell(book: Workbook):
    people.type_in(book.world, book.id, "Sheet1", "C2", "Book a trial")
    made = people.comment_on(book.world, "minh@example.com", book.id, "Sheet1", "C2", "Too early?")
    people.reply(book.world, "lan@example.com", book.id, made, "Yes")
    (seen,) = threads(book)
    assert (seen["commentId"], seen["plainTextQuote"], seen["status"]) == (made, "Book a trial", "OPEN")
    assert "me" not in seen["headPost"]["author"]
    people.resolve(book.world, "minh@example.com", book.id, made)
    assert threads(book)[0]["status"] == "RESOLVED"
    people.reopen(book.world, "minh@example.com", book.id, made, "no")
    assert threads(book)[0]["status"] == "OPEN"


def test_comments_are_a_change_of_the_file_but_not_of_its_content(book: Workbook):
    file = book.world.files[book.id]
    version, modified = file.version, file.modified
    comment(book, "A1")
    assert (file.version, file.modified) == (version + 1, modified)


def test_nobody_is_assigned_who_has_no_account(book: Workbook):
    book.world.strangers.add("nobody@example.com")
    insert = {"insertComment": {"content": "x", "coordinate": {}, "assigneeEmailAddress": "Nobody@example.com"}}
    assert book.refused_batch(insert).status == 400
    assert threads(book) == []


@pytest.mark.parametrize("status", [400, 403])
def test_native_comments_can_be_refused_where_those_of_drive_are_not(book: Workbook, status: Literal[400, 403]):
    comment(book, "A1", "before")
    book.world.refused_comments[book.id] = status
    assert book.refused_batch({"insertComment": {"content": "x", "coordinate": {}}}).status == status
    assert len(threads(book)) == 1
    book.world.unseen_comments[book.id] = status
    assert book.visitor.get(f"/v4/spreadsheets/{book.id}", commentsViewMode=INCLUDED).status_code == status
    assert "comments" not in book.get(commentsViewMode="COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS")
    path = f"/drive/v3/files/{book.id}/comments"
    book.visitor.call("POST", path, body={"content": "by Drive"}, fields="id")
    assert {seen["content"] for seen in book.visitor.get(path, fields="*").json()["comments"]} == {"before", "by Drive"}


def test_a_person_deletes_the_thread_of_another(book: Workbook):
    thread = comment(book, "A1")
    people.delete_thread(book.world, book.id, thread["commentId"])
    assert (threads(book), book.book.anchors) == ([], {})
    assert book.visitor.get(f"/drive/v3/files/{book.id}/comments", fields="*").json()["comments"] == []
