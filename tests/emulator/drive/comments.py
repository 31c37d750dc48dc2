"""drive.comments: the threads of a file, the same ones that a spreadsheet shows on its cells."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.emulator.calls import Call, Handler, Reply
from tests.emulator.drive.lookup import find_to
from tests.emulator.drive.pages import invalid_value, page
from tests.emulator.drive.resources import stamp
from tests.emulator.errors import ApiError
from tests.emulator.world import Account, File, Post, Thread, World

Json = dict[str, Any]

NO_CONTENT = Reply(204, content_type="text/html")
MENTION = re.compile(r"(?<![\w.])[+@]([\w.%-]+@[\w-]+(?:\.[\w-]+)+)")


def create(world: World, call: Call) -> Json:
    """A new thread. Whatever ``anchor`` says is kept; it shows on no cell."""
    file = commentable(world, call)
    content = required_content(call)
    head = new_post(world, call, content)
    quote = str(call.body.get("quotedFileContent", {}).get("value", ""))
    thread = Thread(head, anchor=str(call.body.get("anchor", "")), quote=quote)
    file.threads.append(thread)
    world.touch(file, content=False)
    return comment(world, call.account, thread)


def get(world: World, call: Call) -> Json:
    file = commentable(world, call)
    return comment(world, call.account, thread_of(call, file, deleted=bool(call.query.get("includeDeleted"))), deleted=_deleted_too(call))


def list_comments(world: World, call: Call) -> Json:
    """The threads, newest first (the order is unverified)."""
    file = commentable(world, call)
    since = _moment(str(call.query.get("startModifiedTime", "")))
    threads = [thread for thread in file.threads if (_deleted_too(call) or not thread.head.deleted) and modified(thread) >= since]
    shown, here = page(call, sorted(threads, key=lambda thread: thread.head.created, reverse=True), 20)
    comments = [comment(world, call.account, thread, deleted=_deleted_too(call)) for thread in shown]
    return {"kind": "drive#commentList", **here.answer(), "comments": comments}


def update(world: World, call: Call) -> Json:
    """A new text. Only the author may give it."""
    file = commentable(world, call)
    thread = thread_of(call, file)
    rewrite(world, call, file, thread.head)
    return comment(world, call.account, thread)


def delete(world: World, call: Call) -> Reply:
    """The thread stays, marked as deleted and without its text. Only the author may do that."""
    file = commentable(world, call)
    thread = thread_of(call, file)
    erase(world, call, file, thread.head)
    if file.book is not None:
        file.book.anchors.pop(thread.anchor, None)
    return NO_CONTENT


def comment(world: World, me: Account, thread: Thread, *, deleted: bool = False) -> Json:
    """A thread as Drive shows it; ``deleted`` shows deleted replies too."""
    shown = {"kind": "drive#comment", **post_json(world, me, thread.head)}
    shown["modifiedTime"] = stamp(modified(thread))
    if thread.resolved:
        shown["resolved"] = True
    if thread.anchor:
        shown["anchor"] = thread.anchor
    if thread.quote:
        shown["quotedFileContent"] = {"mimeType": "text/html", "value": thread.quote}
    shown["replies"] = [reply_json(world, me, reply) for reply in thread.replies if deleted or not reply.deleted]
    return shown


def reply_json(world: World, me: Account, reply: Post) -> Json:
    """A reply as Drive shows it."""
    action = {"action": reply.action.lower()} if reply.action else {}
    return {"kind": "drive#reply", **post_json(world, me, reply), **action}


def post_json(world: World, me: Account, post: Post) -> Json:
    """What comments and replies have in common. Names, no addresses: that is all Drive tells about authors."""
    author = world.accounts.get(post.author.lower())
    mine = post.author.lower() == me.email.lower()
    shown: Json = {
        "id": post.id,
        "createdTime": stamp(post.created),
        "modifiedTime": stamp(post.updated),
        "author": {"kind": "drive#user", "displayName": author.name if author else post.author, "me": mine},
        "deleted": post.deleted,
    }
    if post.deleted:
        return shown
    if post.content:
        shown |= {"content": post.content, "htmlContent": html.escape(post.content, quote=False).replace("\n", "<br>")}
    if post.assignee:
        shown["assigneeEmailAddress"] = post.assignee
    if mentioned := MENTION.findall(post.content):
        shown["mentionedEmailAddresses"] = list(dict.fromkeys(mentioned))
    return shown


def modified(thread: Thread) -> datetime:
    """When anything in the thread changed last."""
    return max(post.updated for post in (thread.head, *thread.replies))


def commentable(world: World, call: Call) -> File:
    """The file, for somebody who may comment on it; that readers see no comments is unverified. No flag is needed for shared drives."""
    return find_to(world, call, call.path["fileId"], "commenter", drives=True)


def thread_of(call: Call, file: File, *, deleted: bool = False) -> Thread:
    """The thread that the call means. Raises ``ApiError`` 404; a deleted one is gone unless ``deleted`` ones are wanted too."""
    wanted = call.path["commentId"]
    found = next((thread for thread in file.threads if thread.head.id == wanted and (deleted or not thread.head.deleted)), None)
    if found is None:
        raise ApiError(404, f"Comment not found: {wanted}.", reason="notFound", location="commentId", location_type="parameter")
    return found


def required_content(call: Call) -> str:
    """The text of a new post. Raises ``ApiError`` without one."""
    content = str(call.body.get("content", ""))
    if not content.strip():
        raise ApiError(400, "Required field missing: content", reason="required")  # the wording is unverified
    return content


def new_post(world: World, call: Call, content: str, action: str = "") -> Post:
    """A post of the caller's, now."""
    now = world.clock()
    return Post(world.post_id(), call.account.email, content, now, now, action)


def rewrite(world: World, call: Call, file: File, post: Post) -> None:
    """Another text for the caller's own post. Raises ``ApiError`` for anybody else's."""
    _own(call, post)
    post.content = required_content(call)
    post.updated = world.clock()
    world.touch(file, content=False)


def erase(world: World, call: Call, file: File, post: Post) -> None:
    """The caller's own post loses its text and is marked. Raises ``ApiError`` for anybody else's."""
    _own(call, post)
    post.deleted, post.content, post.updated = True, "", world.clock()
    world.touch(file, content=False)


def _own(call: Call, post: Post) -> None:
    if post.author.lower() != call.account.email.lower():
        message = "The user does not have sufficient permissions for this comment."  # the wording is unverified
        raise ApiError(403, message, reason="insufficientFilePermissions")


def _deleted_too(call: Call) -> bool:
    return bool(call.query.get("includeDeleted"))


def _moment(text: str) -> datetime:
    if not text:
        return datetime.min.replace(tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise invalid_value("startModifiedTime") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


HANDLERS: Mapping[str, Handler] = {
    "drive.comments.create": create,
    "drive.comments.get": get,
    "drive.comments.list": list_comments,
    "drive.comments.update": update,
    "drive.comments.delete": delete,
}
