"""drive.files.export: a spreadsheet as a file of another kind."""

from collections.abc import Callable, Mapping
from datetime import datetime

from tests.emulator.calls import Call, Handler, Reply
from tests.emulator.drive.export_xlsx import workbook_bytes
from tests.emulator.drive.lookup import find
from tests.emulator.drive.resources import EXPORTS
from tests.emulator.errors import ApiError, unimplemented
from tests.emulator.sheets.book import Book
from tests.emulator.sheets.formulas import Results
from tests.emulator.world import XLSX, World

LARGEST = 10 * 2**20


def export(world: World, call: Call) -> Reply:
    """The bytes. CSV and TSV hold the first sheet as people see it; what can't be made here is said to be so."""
    file = find(world, call, call.path["fileId"], drives=True)
    if file.book is None:
        raise ApiError(403, "Export only supports Docs Editors files.", reason="fileNotExportable")
    wanted = str(call.query["mimeType"]).partition(";")[0].strip()
    if wanted not in EXPORTS:
        message = "The requested conversion is not supported."
        raise ApiError(400, message, reason="badRequest", location="convertTo", location_type="parameter")
    if wanted not in WRITERS:
        raise unimplemented(f"export to {wanted}: ask for xlsx, CSV or TSV")
    content = WRITERS[wanted](file.book, world.clock())
    if len(content) > LARGEST:
        raise ApiError(403, "This file is too large to be exported.", reason="exportSizeLimitExceeded")
    return Reply(200, content, wanted)


def as_csv(book: Book, now: datetime) -> bytes:
    """Quotes only where they must be, CRLF between rows and none at the end."""
    return "\r\n".join(",".join(_quoted(text) for text in row) for row in _shown(book, now)).encode()


def as_tsv(book: Book, now: datetime) -> bytes:
    """No quoting: what would break a row becomes a space."""
    return "\r\n".join("\t".join(" ".join(text.splitlines()).replace("\t", " ") for text in row) for row in _shown(book, now)).encode()


def _shown(book: Book, now: datetime) -> list[list[str]]:
    """The first sheet up to its last used row and column."""
    sheet = next(book.ordered())
    used = [place for place, cell in sheet.cells.items() if cell.entered is not None]
    results = Results(book, now)
    rows, columns = (max((place[axis] + 1 for place in used), default=0) for axis in (0, 1))
    return [[results.text(sheet, row, column) for column in range(columns)] for row in range(rows)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n\r') else text


WRITERS: Mapping[str, Callable[[Book, datetime], bytes]] = {"text/csv": as_csv, "text/tab-separated-values": as_tsv, XLSX: workbook_bytes}

HANDLERS: Mapping[str, Handler] = {"drive.files.export": export}
