"""Where things stand in an archive: keys, and the names that people may not choose freely."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

FORMAT_KEY = "format.json"
MAPS, SNAPSHOTS, SYNC, DECISIONS, THREADS, CURSORS = "maps", "snapshots", "sync", "decisions", "threads", "cursors"

MAP_ID = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
"""What a map id looks like. Ids come from cells that people can edit, and become folders: so nothing else is let in."""
WORKBOOK_KEY = r"^[0-9a-f]{16}$"
LABEL = r"^[0-9]{4}-Q[1-4]$"
INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"
"""ISO 8601 in UTC, with a ``Z``."""

MAX_NUMBER = 999_999
"""Six digits: names then sort as numbers do. A version every quarter of an hour fills 28 years."""

_NUMBERED = re.compile(r"[0-9]{6}\.json")
_MANIFEST = re.compile(r"([0-9]{4}-Q[1-4])(?:~([1-9][0-9]{0,5}))?\.json")


def is_map_id(text: str) -> bool:
    """Whether ``text`` may name a map's folder."""
    return _matches(MAP_ID, text)


def is_workbook_key(text: str) -> bool:
    """Whether ``text`` is a key as ``workbook_key`` makes them."""
    return _matches(WORKBOOK_KEY, text)


def is_instant(text: str) -> bool:
    """Whether ``text`` is an instant as the archive writes them, and one that exists."""
    if not _matches(INSTANT, text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _matches(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern.removesuffix("$"), text) is not None


def workbook_key(ref: str) -> str:
    """A name for a workbook's address that is safe as a folder: 16 hexadecimal digits."""
    return hashlib.sha256(ref.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def map_folder(map_id: str) -> str:
    """The folder of a map's versions."""
    return f"{MAPS}/{map_id}"


def sync_folder(map_id: str, workbook: str) -> str:
    """The folder of the sync records of one map and workbook."""
    return f"{SYNC}/{map_id}/{workbook}"


def decision_folder(map_id: str) -> str:
    """The folder of the decisions about a map."""
    return f"{DECISIONS}/{map_id}"


def post_folder(workbook: str) -> str:
    """The folder of what is kept of comments in one workbook."""
    return f"{THREADS}/{workbook}"


def numbered_key(folder: str, number: int) -> str:
    """The key of file ``number`` (from 1) of a folder that is numbered through."""
    return f"{folder}/{number:06}.json"


def number_of(name: str) -> int | None:
    """The number of a file of a numbered folder; ``None`` for any other name."""
    return (int(name[:6]) or None) if _NUMBERED.fullmatch(name) else None


def numbers_of(names: Iterable[str]) -> tuple[int, ...]:
    """The numbers of all numbered names, in the order of the names."""
    return tuple(number for name in names if (number := number_of(name)) is not None)


def snapshot_key(label: str, edition: int) -> str:
    """The key of a snapshot: ``2026-Q4`` at first, ``2026-Q4~2`` once amended."""
    return f"{SNAPSHOTS}/{edition_name(label, edition)}.json"


def edition_name(label: str, edition: int) -> str:
    """``2026-Q4`` for the first edition, ``2026-Q4~2`` for the second."""
    return label if edition == 1 else f"{label}~{edition}"


def is_snapshot_name(word: str) -> bool:
    """Whether ``word`` names a snapshot: ``2026-Q4``, or one edition of it such as ``2026-Q4~1``."""
    return _MANIFEST.fullmatch(f"{word}.json") is not None


def edition_of(name: str) -> tuple[str, int] | None:
    """Label and edition of a file under ``snapshots/``; ``None`` for any other name."""
    match = _MANIFEST.fullmatch(name)
    if match is None or match[2] == "1":
        return None
    return match[1], int(match[2] or 1)
