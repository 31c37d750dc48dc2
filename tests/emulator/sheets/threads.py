"""Comment threads as the Sheets API shows them."""

from datetime import datetime
from html import escape

from tests.emulator.sheets.book import Book, Json
from tests.emulator.world import Account, Post, Thread, World


def thread_json(world: World, book: Book, account: Account, thread: Thread) -> Json:
    """The CommentThread as ``account`` sees it; ``anchorId`` only while its cell is there."""
    found: Json = {"commentId": thread.head.id}
    if thread.anchor in book.anchors:
        found["anchorId"] = thread.anchor
    found["headPost"] = post_json(world, account, thread.head, copied=thread.copied)
    if thread.quote:
        found["plainTextQuote"] = thread.quote
    if thread.replies:
        found["replies"] = [post_json(world, account, reply) for reply in thread.replies]
    return found | {"status": "RESOLVED" if thread.resolved else "OPEN"}


def post_json(world: World, account: Account, post: Post, *, copied: bool = False) -> Json:
    """The Post as ``account`` sees it; of a deleted one neither text nor action is left."""
    author = world.account(post.author)
    found: Json = {"postId": post.id}
    if not post.deleted:
        found |= {"content": post.content, "contentHtml": escape(post.content).replace("\n", "<br>")}
    found["author"] = {"displayName": author.name} | ({"me": True} if author is account else {}) | {"user": f"users/{author.id}"}
    found |= {"createTime": _stamp(post.created), "updateTime": _stamp(post.updated)}
    if post.action and not post.deleted:
        found["commentAction"] = post.action
    if post.assignee:
        found["assigneeEmail"] = post.assignee
    flags = {"deleted": post.deleted, "fromCopiedSpreadsheet": copied}
    return found | {name: True for name, on in flags.items() if on}


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
