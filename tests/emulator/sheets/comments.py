"""Native comment threads: the requests about them.

The threads are the file's own, the same that Drive shows; a spreadsheet only knows which cell belongs to which anchor.
"""

import json
from collections.abc import Mapping
from typing import Any

from tests.emulator.errors import ApiError
from tests.emulator.sheets.book import Json
from tests.emulator.sheets.threads import post_json, thread_json
from tests.emulator.sheets.work import Kind, Rejected, Work
from tests.emulator.world import File, Post, Thread, World

LONGEST = 2048
_ACTIONS: Mapping[str, bool] = {"RESOLVE": True, "REOPEN": False}


def insert_comment(work: Work, request: Json) -> Json:
    """``insertComment``: a thread on a cell."""
    sheet, row, column = work.place(request.get("coordinate"))
    content = str(request.get("content", ""))
    if not content:
        raise Rejected("Insert comment requests must specify non-empty post text.")
    _check_length(content)
    assignee = str(request.get("assigneeEmailAddress", ""))
    if assignee.lower() in {one.lower() for one in work.world.strangers}:
        raise Rejected(f"The comment cannot be assigned to {assignee}.")  # that it is refused, and the wording, are unverified
    head = _post(work, content, assignee=assignee)
    thread = add_thread(work.world, work.file, head, {"sheetId": sheet.id, "rowIndex": row, "columnIndex": column})
    return {"commentThread": thread_json(work.world, work.book, work.account, thread)}


def add_comment_reply(work: Work, request: Json) -> Json:
    """``addCommentReply``: a text, an action, or both."""
    thread = _thread(work, request)
    given = request.get("post", {})
    content, action, assignee = str(given.get("content", "")), str(given.get("commentAction", "")), str(given.get("assigneeEmail", ""))
    if not content and action not in _ACTIONS:
        raise Rejected("Add comment reply requests must specify a non-empty content if comment action is not RESOLVE or REOPEN.")
    _check_length(content)
    if assignee and action in _ACTIONS:
        raise Rejected("An assignee cannot be set when resolving or reopening.")
    if assignee and not thread.head.assignee:
        raise ApiError(400, f"Cannot reassign comment thread with ID {thread.head.id} whose head post does not have an assignment.")
    reply = _post(work, content, action=action if action in _ACTIONS else "", assignee=assignee)
    thread.replies.append(reply)
    thread.head.updated = reply.updated
    thread.resolved = _ACTIONS.get(action, thread.resolved)
    return {"post": post_json(work.world, work.account, reply, copied=thread.copied)}


def update_comment_post(work: Work, request: Json) -> Json:
    """``updateCommentPost``: another text, by the author."""
    thread = _thread(work, request)
    post = _post_of(thread, str(request.get("postId", "")))
    content = str(request.get("content", ""))
    if not content:
        raise Rejected("Update comment post requests must specify non-empty content.")
    _check_length(content)
    _check_author(work, post, "post")
    post.content, post.updated = content, work.now
    return {}


def delete_comment(work: Work, request: Json) -> Json:
    """``deleteComment``: the whole thread, by the author of its first post."""
    wanted = str(request.get("commentId", ""))
    thread = _found(work.file, wanted)
    if thread is None:
        raise ApiError(404, f"Comment thread with ID '{wanted}' was not found.")
    _check_author(work, thread.head, "head post")
    _erase(work, thread.head)
    work.book.anchors.pop(thread.anchor, None)
    return {}


def delete_comment_reply(work: Work, request: Json) -> Json:
    """``deleteCommentReply``: by its author, if it neither acted nor assigned."""
    thread = _thread(work, request)
    post = _post_of(thread, str(request.get("postId", "")), replies_only=True)
    _check_author(work, post, "post")
    if post.action:
        raise ApiError(400, "The reply post contains a comment action.")
    if post.assignee:
        raise ApiError(400, "The reply post contains an assignee.")
    _erase(work, post)
    return {}


def add_thread(world: World, file: File, head: Post, coordinate: Json, *, quote: str = "") -> Thread:
    """A new thread of ``head`` on a cell of the file's spreadsheet. API-made threads have no ``quote``, those made in the editor do."""
    anchor = json.dumps({"type": "workbook-range", "uid": 0, "range": str(world.number())}, separators=(",", ":"))
    thread = Thread(head, anchor=anchor, native=True, quote=quote)
    file.threads.append(thread)
    row, column = int(coordinate.get("rowIndex", 0)), int(coordinate.get("columnIndex", 0))
    if file.book is not None:
        file.book.anchors[anchor] = {
            "sheetId": int(coordinate.get("sheetId", 0)),
            "startRowIndex": row,
            "endRowIndex": row + 1,
            "startColumnIndex": column,
            "endColumnIndex": column + 1,
        }
    return thread


def new_post(world: World, email: str, content: str, *, action: str = "", assignee: str = "") -> Post:
    """A post of somebody's, now."""
    now = world.clock()
    return Post(world.post_id(), email, content, now, now, action, assignee)


def _post(work: Work, content: str, **more: Any) -> Post:
    return new_post(work.world, work.account.email, content, **more)


def _found(file: File, comment_id: str) -> Thread | None:
    return next((thread for thread in file.threads if thread.head.id == comment_id and not thread.head.deleted), None)


def _thread(work: Work, request: Json) -> Thread:
    wanted = str(request.get("commentId", ""))
    found = _found(work.file, wanted)
    if found is None:
        raise ApiError(404, f"Comment with ID {wanted} does not exist.")
    return found


def _post_of(thread: Thread, post_id: str, *, replies_only: bool = False) -> Post:
    posts = thread.replies if replies_only else [thread.head, *thread.replies]
    found = next((post for post in posts if post.id == post_id and not post.deleted), None)
    if found is None:
        raise ApiError(404, f"Reply with ID {post_id} does not exist.")
    return found


def _check_length(content: str) -> None:
    if len(content.encode()) > LONGEST:
        raise Rejected(f"The content may not exceed {LONGEST} UTF-8 code units.")


def _check_author(work: Work, post: Post, what: str) -> None:
    if post.author.casefold() != work.account.email.casefold():
        raise ApiError(400, f"The requesting user is not the author of the {what}.")


def _erase(work: Work, post: Post) -> None:
    post.deleted, post.content, post.updated = True, "", work.now


KINDS: Mapping[str, Kind] = {
    "insertComment": insert_comment,
    "addCommentReply": add_comment_reply,
    "updateCommentPost": update_comment_post,
    "deleteComment": delete_comment,
    "deleteCommentReply": delete_comment_reply,
}
