"""drive.replies: answers in a thread; one with an action resolves or reopens it."""

from collections.abc import Mapping
from typing import Any

from tests.emulator.calls import Call, Handler, Reply
from tests.emulator.drive.comments import NO_CONTENT, commentable, erase, new_post, reply_json, required_content, rewrite, thread_of
from tests.emulator.drive.pages import page
from tests.emulator.errors import ApiError
from tests.emulator.world import Post, Thread, World

Json = dict[str, Any]

ACTIONS: Mapping[str, bool] = {"resolve": True, "reopen": False}


def create(world: World, call: Call) -> Json:
    """A reply with a text, an action, or both."""
    file = commentable(world, call)
    thread = thread_of(call, file)
    action = str(call.body.get("action", ""))
    if action and action not in ACTIONS:
        raise ApiError(400, "Invalid Value", reason="invalid")
    reply = new_post(world, call, str(call.body.get("content", "")) if action else required_content(call), action.upper())
    thread.replies.append(reply)
    thread.head.updated = reply.updated
    if action:
        thread.resolved = ACTIONS[action]
    world.touch(file, content=False)
    return reply_json(world, call.account, reply)


def get(world: World, call: Call) -> Json:
    thread = thread_of(call, commentable(world, call), deleted=True)
    return reply_json(world, call.account, _reply(call, thread, deleted=bool(call.query.get("includeDeleted"))))


def list_replies(world: World, call: Call) -> Json:
    """The replies, oldest first."""
    thread = thread_of(call, commentable(world, call), deleted=True)
    replies = [reply for reply in thread.replies if call.query.get("includeDeleted") or not reply.deleted]
    shown, here = page(call, replies, 20)
    return {"kind": "drive#replyList", **here.answer(), "replies": [reply_json(world, call.account, reply) for reply in shown]}


def update(world: World, call: Call) -> Json:
    """A new text. Only the author may give it."""
    file = commentable(world, call)
    reply = _reply(call, thread_of(call, file))
    rewrite(world, call, file, reply)
    return reply_json(world, call.account, reply)


def delete(world: World, call: Call) -> Reply:
    """The reply stays, marked as deleted and without its text. Only the author may do that."""
    file = commentable(world, call)
    erase(world, call, file, _reply(call, thread_of(call, file)))
    return NO_CONTENT


def _reply(call: Call, thread: Thread, *, deleted: bool = False) -> Post:
    wanted = call.path["replyId"]
    found = next((reply for reply in thread.replies if reply.id == wanted and (deleted or not reply.deleted)), None)
    if found is None:
        raise ApiError(404, f"Reply not found: {wanted}.", reason="notFound", location="replyId", location_type="parameter")
    return found


HANDLERS: Mapping[str, Handler] = {
    "drive.replies.create": create,
    "drive.replies.get": get,
    "drive.replies.list": list_replies,
    "drive.replies.update": update,
    "drive.replies.delete": delete,
}
