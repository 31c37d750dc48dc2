"""Bytes that are sent into a file, and the old upload address that turns CSV into a sheet."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from tests.emulator.calls import Call, Handler
from tests.emulator.drive.lookup import find_to
from tests.emulator.drive.resources import stamp, user
from tests.emulator.errors import ApiError, unimplemented
from tests.emulator.sheets.book import Book, Cell
from tests.emulator.sheets.locales import locale_of
from tests.emulator.sheets.new import COLUMNS, ROWS, new_sheet
from tests.emulator.sheets.typed import read_typed
from tests.emulator.world import SPREADSHEET, File, World

Json = dict[str, Any]

DELIMITERS: Mapping[str, str] = {"text/csv": ",", "text/tab-separated-values": "\t"}


Rows = list[list[str]]


def read_content(call: Call, mime_type: str) -> bytes | Rows | None:
    """What the call sends for a file of that type: bytes, or for a spreadsheet the rows of CSV or TSV; ``None`` when it sends nothing.

    Raises ``ApiError`` for what can't become a spreadsheet.
    """
    if not call.media_type:
        return None
    if mime_type != SPREADSHEET:
        return call.media
    kind = call.media_type.partition(";")[0].strip()
    if kind not in DELIMITERS:
        raise unimplemented(f"turning {kind} into a spreadsheet")
    return _rows(call.media, DELIMITERS[kind])


def put_content(world: World, file: File, content: bytes | Rows | None) -> None:
    """Give ``file`` what ``read_content`` read."""
    if isinstance(content, bytes):
        file.content = content
    elif content is not None and file.book is not None:
        _import_rows(world, file.book, content)


def update_v2(world: World, call: Call) -> Json:
    """``PUT /upload/drive/v2/files/{id}?uploadType=media&convert=True``: replace everything in a spreadsheet by one sheet of CSV."""
    if not call.media_type:
        raise unimplemented("Drive v2 other than uploads")
    file = find_to(world, call, call.path["fileId"], "writer")
    put_content(world, file, read_content(call, file.mime_type))
    world.touch(file)
    return _file_v2(world, call, file)


def _rows(media: bytes, delimiter: str) -> Rows:
    try:
        text = media.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ApiError(400, "Bad Request", reason="badRequest") from problem
    if delimiter == "\t":
        return [line.split(delimiter) for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text, newline="")))


def _import_rows(world: World, book: Book, rows: Rows) -> None:
    """The first sheet keeps its id and title (unverified), the others go."""
    first = next(book.ordered())
    size = {"rows": max(ROWS, len(rows)), "columns": max(COLUMNS, *(len(row) for row in rows), 0)}
    sheet = new_sheet(first.id, first.title, 0, **size)
    locale, today = locale_of(str(book.properties["locale"])), world.clock()
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            typed = read_typed(text, locale, today)
            if typed.value is not None:
                look = {"numberFormat": typed.number_format} if typed.number_format else None
                sheet.cells[row, column] = Cell(typed.value, look)
    book.sheets = [sheet]
    book.named_ranges.clear()
    book.anchors.clear()


def _file_v2(world: World, call: Call, file: File) -> Json:
    owner = user(world.accounts.get(file.owner.lower()), file.owner, call.account)
    return {
        "kind": "drive#file",
        "id": file.id,
        "title": file.name,
        "mimeType": file.mime_type,
        "alternateLink": f"https://docs.google.com/spreadsheets/d/{file.id}/edit?usp=drivesdk",
        "labels": {"starred": False, "hidden": False, "trashed": file.trashed, "restricted": False, "viewed": True},
        "createdDate": stamp(file.created),
        "modifiedDate": stamp(file.modified),
        "version": str(file.version),
        "parents": [{"kind": "drive#parentReference", "id": parent, "isRoot": False} for parent in file.parents],
        "owners": [] if file.drive else [owner],
        "editable": True,
        "copyable": True,
        "shared": len(file.permissions) > 1,
    }


HANDLERS: Mapping[str, Handler] = {"drive.v2.files.update": update_v2}
