"""What other people do to a spreadsheet in their browsers, for tests: no API call, no quota, no entry in the log.

Rows and columns are numbered from 0. Who acts may do anything, protections or not: a warning is clicked away.
"""

from collections.abc import Sequence

from tests.emulator.sheets import batch, comments
from tests.emulator.sheets.a1 import Area, parse, quoted
from tests.emulator.sheets.book import Book, Json, Sheet
from tests.emulator.sheets.formulas import Results
from tests.emulator.sheets.moves import Dimension
from tests.emulator.sheets.work import Work
from tests.emulator.sheets.writing import target_of, write
from tests.emulator.world import File, Thread, World

SOMEBODY = "somebody@example.com"


def insert_rows(world: World, file_id: str, sheet_title: str, at: int, count: int = 1, *, by: str = SOMEBODY) -> None:
    """Insert empty rows before row ``at``; they look like the row above."""
    _insert(world, file_id, sheet_title, "ROWS", at, count, by)


def insert_columns(world: World, file_id: str, sheet_title: str, at: int, count: int = 1, *, by: str = SOMEBODY) -> None:
    """Insert empty columns before column ``at``; they look like the column to the left."""
    _insert(world, file_id, sheet_title, "COLUMNS", at, count, by)


def delete_rows(world: World, file_id: str, sheet_title: str, at: int, count: int = 1, *, by: str = SOMEBODY) -> None:
    """Delete rows from row ``at`` on."""
    act(world, file_id, {"deleteDimension": {"range": _lines(world, file_id, sheet_title, "ROWS", at, count)}}, by=by)


def delete_columns(world: World, file_id: str, sheet_title: str, at: int, count: int = 1, *, by: str = SOMEBODY) -> None:
    """Delete columns from column ``at`` on."""
    act(world, file_id, {"deleteDimension": {"range": _lines(world, file_id, sheet_title, "COLUMNS", at, count)}}, by=by)


def move_row(world: World, file_id: str, sheet_title: str, at: int, to: int, *, by: str = SOMEBODY) -> None:
    """Drag row ``at`` before row ``to`` (as it is numbered before)."""
    act(world, file_id, {"moveDimension": {"source": _lines(world, file_id, sheet_title, "ROWS", at, 1), "destinationIndex": to}}, by=by)


def move_column(world: World, file_id: str, sheet_title: str, at: int, to: int, *, by: str = SOMEBODY) -> None:
    """Drag column ``at`` before column ``to`` (as it is numbered before)."""
    act(world, file_id, {"moveDimension": {"source": _lines(world, file_id, sheet_title, "COLUMNS", at, 1), "destinationIndex": to}}, by=by)


def sort_rows(world: World, file_id: str, sheet_title: str, cells: str, column: int, *, descending: bool = False, by: str = SOMEBODY) -> None:
    """Sort the rows of the range ``cells`` (``A5:H40``) by what stands in ``column`` of the sheet."""
    area = parse(_book(world, file_id), f"{quoted(sheet_title)}!{cells}").clamped()
    grid_range = {
        "sheetId": area.sheet.id,
        "startRowIndex": area.rows.start,
        "endRowIndex": area.rows.stop,
        "startColumnIndex": area.columns.start,
        "endColumnIndex": area.columns.stop,
    }
    order = "DESCENDING" if descending else "ASCENDING"
    act(world, file_id, {"sortRange": {"range": grid_range, "sortSpecs": [{"dimensionIndex": column, "sortOrder": order}]}}, by=by)


def type_in(world: World, file_id: str, sheet_title: str, a1: str, text: str) -> None:
    """Type a text into a cell; ``""`` empties it."""
    type_rows(world, file_id, sheet_title, a1, [[text]])


def type_rows(world: World, file_id: str, sheet_title: str, a1: str, rows: Sequence[Sequence[str]]) -> None:
    """Paste texts as they are typed, row by row from the cell ``a1`` on."""
    with world.lock:
        file, book = _file(world, file_id), _book(world, file_id)
        write(book, target_of(book, parse(book, f"{quoted(sheet_title)}!{a1}"), rows), rows, "USER_ENTERED", world.clock())
        world.touch(file)


def shown(world: World, file_id: str, sheet_title: str, a1: str) -> str:
    """What people see in a cell."""
    with world.lock:
        area = _cell(world, file_id, sheet_title, a1)
        return Results(_book(world, file_id), world.clock()).text(area.sheet, area.top, area.left)


def rename_tab(world: World, file_id: str, sheet_title: str, new_title: str, *, by: str = SOMEBODY) -> None:
    """Give a tab another title."""
    sheet = _sheet(world, file_id, sheet_title)
    act(world, file_id, {"updateSheetProperties": {"properties": {"sheetId": sheet.id, "title": new_title}, "fields": "title"}}, by=by)


def comment_on(world: World, email: str, file_id: str, sheet_title: str, a1: str, text: str) -> str:
    """Comment on a cell; the id of the thread. A thread made in the editor quotes the cell."""
    with world.lock:
        file, area = _file(world, file_id), _cell(world, file_id, sheet_title, a1)
        head = comments.new_post(world, world.account(email).email, text)
        place = {"sheetId": area.sheet.id, "rowIndex": area.top, "columnIndex": area.left}
        comments.add_thread(world, file, head, place, quote=shown(world, file_id, sheet_title, a1))
        world.touch(file, content=False)
        return head.id


def reply(world: World, email: str, file_id: str, thread_id: str, text: str) -> str:
    """Answer in a thread; the id of the reply."""
    return _reply(world, email, file_id, thread_id, text)


def resolve(world: World, email: str, file_id: str, thread_id: str, text: str = "") -> str:
    """Mark a thread as resolved, with or without a word; the id of the reply."""
    return _reply(world, email, file_id, thread_id, text, "RESOLVE")


def reopen(world: World, email: str, file_id: str, thread_id: str, text: str = "") -> str:
    """Open a resolved thread again; the id of the reply."""
    return _reply(world, email, file_id, thread_id, text, "REOPEN")


def delete_thread(world: World, file_id: str, thread_id: str) -> None:
    """Delete a thread, whoever began it (that the editor lets other people do so is unverified)."""
    with world.lock:
        file = _file(world, file_id)
        thread = _thread(file, thread_id)
        thread.head.deleted, thread.head.content, thread.head.updated = True, "", world.clock()
        if file.book is not None:
            file.book.anchors.pop(thread.anchor, None)
        world.touch(file, content=False)


def act(world: World, file_id: str, *requests: Json, by: str = SOMEBODY) -> list[Json]:
    """Carry out requests of ``spreadsheets.batchUpdate`` as somebody else; their replies. Raises ``ApiError``."""
    with world.lock:
        work = Work(world, _file(world, file_id), _book(world, file_id), world.account(by), guarded=False)
        return batch.carry_out(work, requests).replies


def _insert(world: World, file_id: str, sheet_title: str, dimension: Dimension, at: int, count: int, by: str) -> None:
    lines = _lines(world, file_id, sheet_title, dimension, at, count)
    act(world, file_id, {"insertDimension": {"range": lines, "inheritFromBefore": at > 0}}, by=by)


def _reply(world: World, email: str, file_id: str, thread_id: str, text: str, action: str = "") -> str:
    with world.lock:
        file = _file(world, file_id)
        thread = _thread(file, thread_id)
        post = comments.new_post(world, world.account(email).email, text, action=action)
        thread.replies.append(post)
        thread.head.updated = post.updated
        thread.resolved = action == "RESOLVE" or (thread.resolved and action != "REOPEN")
        world.touch(file, content=False)
        return post.id


def _lines(world: World, file_id: str, sheet_title: str, dimension: Dimension, at: int, count: int) -> Json:
    return {"sheetId": _sheet(world, file_id, sheet_title).id, "dimension": dimension, "startIndex": at, "endIndex": at + count}


def _cell(world: World, file_id: str, sheet_title: str, a1: str) -> Area:
    return parse(_book(world, file_id), f"{quoted(sheet_title)}!{a1}")


def _file(world: World, file_id: str) -> File:
    return world.files[file_id]


def _book(world: World, file_id: str) -> Book:
    book = world.files[file_id].book
    if book is None:
        message = f"no spreadsheet: {file_id}"
        raise LookupError(message)
    return book


def _sheet(world: World, file_id: str, title: str) -> Sheet:
    found = _book(world, file_id).by_title(title)
    if found is None:
        message = f"no tab {title!r} in {file_id}"
        raise LookupError(message)
    return found


def _thread(file: File, thread_id: str) -> Thread:
    found = next((thread for thread in file.threads if thread.head.id == thread_id), None)
    if found is None:
        message = f"no thread {thread_id} in {file.id}"
        raise LookupError(message)
    return found
