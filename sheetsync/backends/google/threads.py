"""Posting into comment threads: natively on the cells, all in one call; by Drive, one call each, where Google refuses that.

Nothing is ever sent again that may have been done already: whoever asked reads again first.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sheetsync.backends.google.address import workbook_id
from sheetsync.backends.google.refusals import Refusal, kind_of, translated, write_refused
from sheetsync.backends.google.talk import DRIVE_FIELDS, drive_threads, with_link
from sheetsync.backends.google.values import Json, place
from sheetsync.errors import CellRefused, ChangedElsewhere, PostsInDoubt, PostsRefused, SheetsyncError, TextTooLong
from sheetsync.model.thread import Posting, Thread

if TYPE_CHECKING:
    from sheetsync.backends.google.client import GoogleClient
    from sheetsync.ports import WorkbookState

LONGEST: Final = 2048
"""How many bytes of UTF-8 a post holds."""

_ACTIONS: Final = {"resolve": "RESOLVE", "reopen": "REOPEN"}
_REFUSED: Final = frozenset({"ALL_FAILED_UNKNOWN_REASON", "NO_UPDATES_REQUESTED"})
"""What Google says behind a 200 when none of the comments was saved."""
_LOOK: Final = "sheets(properties(sheetId,gridProperties(rowCount,columnCount))),comments(commentId,headPost(deleted))"


def drive_talk(client: "GoogleClient", state: "WorkbookState") -> tuple[Thread, ...]:
    """The comment threads of a workbook as Drive tells them; on which cell one hangs is known where it begins with a link of ours.

    Raises:
        SheetsyncError: Drive refuses, or can't be reached.
    """
    try:
        comments = client.comments(_id(state), fields=DRIVE_FIELDS)
    except Refusal as refusal:
        raise translated(state.ref, refusal) from refusal
    return drive_threads(comments, state.ref, {number: title for title, number in _numbers(state).items()})


def post(client: "GoogleClient", state: "WorkbookState", postings: Sequence[Posting]) -> tuple[str, ...]:
    """Post all of ``postings`` into the workbook that was read as ``state``, and return the ids of their threads; see ``Backend.post``.

    Raises:
        SheetsyncError: as ``Backend.post`` says.
    """
    numbers = _numbers(state)
    _check(state, postings, numbers)
    if not postings:
        return ()
    if state.threads is not None:
        try:
            return _natively(client, state, postings, numbers)
        except Refusal as refusal:
            _check_it_is_no_fault_of_ours(client, state, postings, refusal)
    try:
        return tuple(_by_drive(client, state, posting, numbers) for posting in postings)
    except Refusal as refusal:
        raise _error(client, state, refusal) from refusal


def _natively(client: "GoogleClient", state: "WorkbookState", postings: Sequence[Posting], numbers: dict[str, int]) -> tuple[str, ...]:
    """Post on the cells, in one call. Whoever can't be asked to see to something is not asked: Google says no before it does anything.

    Raises:
        Refusal: Google did nothing.
        PostsRefused: it says so behind a success.
        PostsInDoubt: nobody knows.
    """
    try:
        answer = _sent(client, state, [_request(posting, numbers) for posting in postings])
    except Refusal as refusal:
        if kind_of(refusal) not in {"odd", "denied"} or not any(posting.owner for posting in postings):
            raise
        answer = _sent(client, state, [_request(posting._replace(owner=None), numbers) for posting in postings])
    outcome = answer.get("commentUpdateState")
    if outcome in _REFUSED:
        raise PostsRefused(state.ref)
    replies = answer.get("replies", ())
    if outcome != "ALL_SAVED" or len(replies) != len(postings):
        raise PostsInDoubt(state.ref)
    ids = tuple(_new_id(reply) if posting.action == "open" else posting.thread for posting, reply in zip(postings, replies, strict=True))
    if not all(ids):
        raise PostsInDoubt(state.ref)
    return tuple(found for found in ids if found)


def _sent(client: "GoogleClient", state: "WorkbookState", requests: list[Json]) -> Json:
    try:
        return client.batch_update(_id(state), {"requests": requests})  # without a mask: one that names comments may be refused
    except Refusal as refusal:
        if refusal.doubtful:
            raise PostsInDoubt(state.ref) from refusal
        raise


def _request(posting: Posting, numbers: dict[str, int]) -> Json:
    if posting.cell is not None and posting.action == "open":
        coordinate = {"sheetId": numbers[posting.cell.tab], "rowIndex": posting.cell.row, "columnIndex": posting.cell.column}
        assignee = {"assigneeEmailAddress": posting.owner} if posting.owner else {}
        return {"insertComment": {"content": posting.text, "coordinate": coordinate, **assignee}}
    action = {"commentAction": _ACTIONS[posting.action]} if posting.action in _ACTIONS else {}
    return {"addCommentReply": {"commentId": posting.thread, "post": {"content": posting.text, **action}}}


def _new_id(reply: Json) -> str:
    return str(reply.get("insertComment", {}).get("commentThread", {}).get("commentId", ""))


def _check_it_is_no_fault_of_ours(client: "GoogleClient", state: "WorkbookState", postings: Sequence[Posting], refusal: Refusal) -> None:
    """Return where Google refuses native comments as such, and nothing that we asked for is to blame.

    A deleted tab, cell or thread is answered like a request that Google does not know, and its words are no contract: so it is looked up.

    Raises:
        ChangedElsewhere: the workbook is not what it was.
        SheetsyncError: Google refuses for another reason, or can't be reached.
    """
    kind = kind_of(refusal)
    if kind not in {"denied", "odd", "missing"}:
        raise translated(state.ref, refusal) from refusal
    if kind == "denied":
        return
    try:
        now = client.spreadsheet(_id(state), fields=_LOOK, comments=True)
    except Refusal as trouble:
        raise translated(state.ref, trouble) from trouble
    if kind == "missing" or not _stands(now, postings, _numbers(state)):
        raise ChangedElsewhere(state.ref) from refusal


def _stands(now: Json, postings: Sequence[Posting], numbers: dict[str, int]) -> bool:
    """Whether all cells and threads that ``postings`` mean are there."""
    sizes = {int(one["properties"].get("sheetId", 0)): one["properties"].get("gridProperties", {}) for one in now.get("sheets", ())}
    threads = {one["commentId"] for one in now.get("comments", ()) if not one.get("headPost", {}).get("deleted")}
    for posting in postings:
        if posting.action != "open" and posting.thread not in threads:
            return False
        if posting.action == "open" and posting.cell is not None:
            size = sizes.get(numbers[posting.cell.tab], {})
            if posting.cell.row >= size.get("rowCount", 0) or posting.cell.column >= size.get("columnCount", 0):
                return False
    return True


def _by_drive(client: "GoogleClient", state: "WorkbookState", posting: Posting, numbers: dict[str, int]) -> str:
    """Post in the list of all comments, with a link to the cell. Nobody can be asked to see to it there.

    Raises:
        Refusal: Drive did nothing.
        PostsInDoubt: nobody knows.
    """
    try:
        if posting.cell is not None and posting.action == "open":
            link = f"{state.ref}#{place(posting.cell, numbers[posting.cell.tab])}"
            return client.comment(_id(state), with_link(posting.text, link))
        thread = posting.thread or ""
        client.reply(_id(state), thread, posting.text, posting.action if posting.action in _ACTIONS else "")
    except Refusal as refusal:
        if refusal.doubtful:
            raise PostsInDoubt(state.ref) from refusal
        raise
    return thread


def _error(client: "GoogleClient", state: "WorkbookState", refusal: Refusal) -> SheetsyncError:
    """What it amounts to that Drive refuses a post: where something is missing, it may be the thread or the whole workbook."""
    if kind_of(refusal) != "missing":
        return write_refused(state.ref, refusal)
    try:
        client.file(_id(state), fields="id")
    except Refusal as trouble:
        return translated(state.ref, trouble)
    return ChangedElsewhere(state.ref)


def _check(state: "WorkbookState", postings: Sequence[Posting], numbers: dict[str, int]) -> None:
    """Refuse, before anything is sent, what Google would refuse.

    Raises:
        UnsafeEdit: a thread is to be opened on a cell in no tab.
        TextTooLong: a text is longer than a post.
    """
    for posting in postings:
        cell = posting.cell
        if posting.action == "open" and (cell is None or cell.tab not in numbers):
            title = "" if cell is None else cell.tab
            raise CellRefused(state.ref, en=f"no tab has the title “{title}”", vi=f"không có trang tính nào tên “{title}”")
        if (length := len(posting.text.encode("utf-8", "replace"))) > LONGEST:
            raise TextTooLong(state.ref, cell=cell.a1 if cell else str(posting.thread), length=length, most=LONGEST)


def _numbers(state: "WorkbookState") -> dict[str, int]:
    """The ids of the tabs by their titles."""
    return {grid.title: grid.number for grid in state.grids if grid.number is not None}


def _id(state: "WorkbookState") -> str:
    """The id in the address of a workbook that was read."""
    return workbook_id(state.ref) or ""
