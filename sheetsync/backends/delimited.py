"""Text files with one table: CSV and TSV, read as a workbook of one tab. Nothing is ever written here."""

import csv
import hashlib
import re
import unicodedata
from collections import Counter
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from sheetsync.errors import NotATable, WorkbookNotFound, WorkbookTooLarge
from sheetsync.model.grid import Grid
from sheetsync.model.words import Text
from sheetsync.ports import WorkbookState

SUFFIXES: Final = frozenset({".csv", ".tsv", ".tab"})
MAX_BYTES: Final = 10_000_000
MAX_CELLS: Final = 200_000
LONGEST_CELL: Final = 1_000_000

_DELIMITERS: Final = (",", ";", "\t")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS_SHARE: Final = 50
"""A text in which more than one letter in so many is none that people can see is no text."""
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_TONED: Final = frozenset("aăâeêioôơuưy")
_ONLY_VIETNAMESE: Final = frozenset("đĐơƠưƯ")


class Table(NamedTuple):
    """The file as a workbook of one tab, and what had to be guessed to read it (``None``: nothing)."""

    state: WorkbookState
    guessed: Text | None


def is_table_name(name: str) -> bool:
    """Whether a file of that name holds a table as text."""
    return Path(name).suffix.lower() in SUFFIXES


def read_table(path: Path, ref: str) -> Table:
    """The table in the file at ``path``, which people know as ``ref``; its tab has the file's name.

    Raises:
        WorkbookNotFound: nothing stands there.
        WorkbookTooLarge: it is over the limits.
        NotATable: it is no text, in an encoding that can't be told, or a cell in it never ends.
    """
    data = _bytes_of(path, ref)
    encoding, text = _decoded(data, ref)
    rows = _rows(text, path.suffix.lower(), ref)
    cells = {(row, column): value for row, line in enumerate(rows) for column, value in enumerate(line) if value.strip()}
    if len(cells) > MAX_CELLS:
        raise WorkbookTooLarge(ref, en=f"it has more than {MAX_CELLS:,} cells", vi=f"tệp có hơn {_dotted(MAX_CELLS)} ô")
    state = WorkbookState(ref, f"sha256:{hashlib.sha256(data).hexdigest()}", (Grid(path.stem[:100] or "CSV", cells),))
    return Table(state, _GUESSES.get(encoding))


_GUESSES: Final = {
    "cp1258": Text(
        "Tệp không ghi bảng mã; đã đọc theo bảng mã tiếng Việt cũ của Windows (1258). Nếu chữ bị sai, hãy lưu lại dạng CSV UTF-8.",
        "The file does not say how its letters are stored; it was read as Windows Vietnamese (1258). If letters look wrong, save it as CSV UTF-8.",
    ),
    "cp1252": Text(
        "Tệp không ghi bảng mã; đã đọc theo bảng mã phương Tây của Windows (1252). Nếu chữ bị sai, hãy lưu lại dạng CSV UTF-8.",
        "The file does not say how its letters are stored; it was read as Windows Western (1252). If letters look wrong, save it as CSV UTF-8.",
    ),
}


def _bytes_of(path: Path, ref: str) -> bytes:
    try:
        if not path.is_file():
            raise WorkbookNotFound(ref)
        if path.stat().st_size > MAX_BYTES:
            raise WorkbookTooLarge(ref, en=f"it has more than {MAX_BYTES // 1_000_000} MB", vi=f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbookNotFound(ref) from error
    except OSError as error:
        raise NotATable(ref, en="you may not read it, or the disk failed", vi="bạn không có quyền đọc tệp, hoặc ổ đĩa gặp lỗi") from error


def _decoded(data: bytes, ref: str) -> tuple[str, str]:
    """The encoding of a file and its text: the one its first bytes name, else UTF-8, else one of Windows that makes sense of every letter."""
    said = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (said,) if said else ("utf-8", "cp1258", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1258" and not _is_vietnamese(text):
            continue
        controls = sum(1 for letter in text if unicodedata.category(letter) == "Cc" and letter not in "\t\n\r")
        if "\0" in text or controls * _CONTROLS_SHARE > len(text):
            break
        return encoding, unicodedata.normalize("NFC", text)
    raise NotATable(
        ref,
        en="it is no text in UTF-8, UTF-16 or an encoding of Windows",
        vi="nội dung không phải văn bản theo bảng mã UTF-8, UTF-16 hay bảng mã Windows",
    )


def _is_vietnamese(text: str) -> bool:
    """Whether every tone stands on a vowel that can carry it, and there is a tone or a letter that only Vietnamese has."""
    composed = unicodedata.normalize("NFC", text)
    if any(unicodedata.combining(letter) for letter in composed):
        return False
    bases = (before for before, tone in pairwise(text) if tone in _TONES)
    tones = [before.casefold() in _TONED for before in bases]
    return all(tones) and (bool(tones) or any(letter in _ONLY_VIETNAMESE for letter in text))


def _rows(text: str, suffix: str, ref: str) -> list[list[str]]:
    """The lines of the table, divided by the sign that divides most of them alike. A first line ``sep=;`` says which one, as Excel writes it."""
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if told:
        return _parsed(text[told.end() :], told[1], ref)
    first = "\t" if suffix in {".tsv", ".tab"} else ","
    tried = [_parsed(text, sign, ref) for sign in sorted(_DELIMITERS, key=lambda sign: sign != first)]
    return max(tried, key=_evenness)


def _parsed(text: str, sign: str, ref: str) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=sign))
    except csv.Error as error:
        raise NotATable(ref, en="a cell in it never ends: a quotation mark is missing", vi="có ô không kết thúc: thiếu một dấu ngoặc kép") from error


def _evenness(rows: list[list[str]]) -> int:
    """How many divisions the lines of the most frequent length (above 1) have in all."""
    lengths = Counter(len(row) for row in rows if len(row) > 1)
    length, count = max(lengths.items(), key=lambda entry: (entry[1] * (entry[0] - 1), entry[0]), default=(1, 0))
    return (length - 1) * count


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
