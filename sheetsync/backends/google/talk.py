"""Comment threads as Google describes them, by Sheets or by Drive → threads.

Both tell of the same ones under the same ids. Sheets alone knows on which cell they hang, and can hang new ones there; to Drive their anchors mean
nothing, and what is posted by Drive hangs nowhere, so it begins with a link to its cell.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sheetsync.backends.google.values import Json
from sheetsync.model.grid import CellRef
from sheetsync.model.thread import Post, Thread

DRIVE_FIELDS: Final = (
    "id,createdTime,author(displayName,me),content,anchor,resolved,deleted,replies(id,createdTime,author(displayName,me),content,action,deleted)"
)
"""What is asked for of each comment in Drive."""

_ACTIONS: Final = {"RESOLVE": "resolve", "REOPEN": "reopen"}
_LINE: Final = re.compile(r"(\S+)#gid=(\d{1,10})&range=([A-Z]{1,3})([1-9]\d{0,7})")


def with_link(text: str, link: str) -> str:
    """``text`` below ``link`` (which leads to its cell); what stands at its end stays there."""
    return f"{link}\n{text}"


def linked_cell(text: str, ref: str, titles: Mapping[int, str]) -> CellRef | None:
    """The cell that the link names with which ``text`` begins; ``None`` where there is none, or it leads into no tab of ``ref``.

    ``titles`` are those of the tabs, by their ids.
    """
    found = _LINE.fullmatch(text.partition("\n")[0].strip())
    if found is None or found[1] != ref or int(found[2]) not in titles:
        return None
    column = 0
    for letter in found[3]:
        column = column * 26 + ord(letter) - 64
    return CellRef(titles[int(found[2])], int(found[4]) - 1, column - 1)


def native_threads(answer: Mapping[str, Any], sheets: Iterable[Json], ref: str) -> tuple[Thread, ...]:
    """The threads in an answer of ``spreadsheets.get`` about the spreadsheet at ``ref``; ``sheets`` are its tabs that have a grid."""
    anchors: dict[str, CellRef] = {}
    titles: dict[int, str] = {}
    for sheet in sheets:
        title = sheet["properties"]["title"]
        titles[int(sheet["properties"].get("sheetId", 0))] = title
        for anchor in sheet.get("commentAnchors", ()):
            area = anchor.get("range")
            if area is not None:
                anchors[anchor["anchorId"]] = CellRef(title, area.get("startRowIndex", 0), area.get("startColumnIndex", 0))
    found: list[Thread] = []
    for raw in answer.get("comments", ()):
        head = raw.get("headPost", {})
        if head.get("deleted"):
            continue
        anchor_id = raw.get("anchorId", "")
        cell = anchors.get(anchor_id) or linked_cell(head.get("content", ""), ref, titles)
        posts = tuple(_native_post(post) for post in (head, *raw.get("replies", ())) if not post.get("deleted"))
        copied = bool(head.get("fromCopiedSpreadsheet") or head.get("fromImportedSpreadsheet"))
        found.append(Thread(raw["commentId"], cell, posts, raw.get("status") == "RESOLVED", copied))
    return tuple(found)


def drive_threads(comments: Iterable[Json], ref: str, titles: Mapping[int, str]) -> tuple[Thread, ...]:
    """The threads that Drive tells of as ``comments`` (with ``DRIVE_FIELDS``, newest first) of the spreadsheet at ``ref``; the oldest comes first."""
    found: list[Thread] = []
    for raw in comments:
        if not raw.get("deleted"):
            cell = linked_cell(raw.get("content", ""), ref, titles)
            posts = tuple(_drive_post(post) for post in (raw, *raw.get("replies", ())) if not post.get("deleted"))
            found.append(Thread(raw["id"], cell, posts, bool(raw.get("resolved")), unseen=cell is None and bool(raw.get("anchor"))))
    found.reverse()
    return tuple(sorted(found, key=lambda thread: thread.posts[0].at))


def _native_post(raw: Json) -> Post:
    action = _ACTIONS.get(raw.get("commentAction", ""), "")
    return _post(raw.get("postId", ""), raw, raw.get("createTime", ""), action)


def _drive_post(raw: Json) -> Post:
    return _post(raw.get("id", ""), raw, raw.get("createdTime", ""), raw.get("action", ""))


def _post(post_id: str, raw: Json, at: str, action: str) -> Post:
    author = raw.get("author", {})
    return Post(post_id, author.get("displayName", ""), bool(author.get("me")), raw.get("content", ""), at, action)
