"""Which spreadsheet a call means, and whether the caller may do that with it."""

from typing import NamedTuple

from tests.emulator.access import has, in_scope
from tests.emulator.calls import Call
from tests.emulator.errors import ApiError, invalid, no_permission, no_such_spreadsheet
from tests.emulator.sheets.book import Book
from tests.emulator.world import XLSX, File, Role, World

DOCUMENT = "application/vnd.google-apps.document"


class Opened(NamedTuple):
    """A spreadsheet that the caller may use."""

    file: File
    book: Book


def open_to_read(world: World, call: Call) -> Opened:
    """The spreadsheet of the call's ``spreadsheetId``. Raises ``ApiError``: 404, 403, or 400 for a file of another kind."""
    return _open(world, call, "reader")


def open_to_write(world: World, call: Call) -> Opened:
    """The same for somebody who may edit it."""
    return _open(world, call, "writer")


def may_see_comments(world: World, call: Call, file: File) -> bool:
    """Whether the caller may see comment threads: commenters and better."""
    return has(world, call.account, file, "commenter")


def _open(world: World, call: Call, least: Role) -> Opened:
    file = world.files.get(call.path["spreadsheetId"])
    if file is None or not in_scope(call, file):  # 404 for what drive.file doesn't show is unverified
        raise no_such_spreadsheet()
    if not has(world, call.account, file, least):
        raise no_permission()
    if file.book is None:
        raise _other_kind(file.mime_type)
    return Opened(file, file.book)


def _other_kind(mime_type: str) -> ApiError:
    if mime_type == XLSX:
        message = "This operation is not supported for this document. The document must not be an Office file."
        return ApiError(400, message, name="FAILED_PRECONDITION")
    return no_such_spreadsheet() if mime_type == DOCUMENT else invalid("Request contains an invalid argument.")
