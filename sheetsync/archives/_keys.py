"""Which keys archives take: the same everywhere, so that an archive can move from one place to another."""

import re

from sheetsync.errors import ArchiveError

_SEGMENT = r"[A-Za-z0-9_](?:[A-Za-z0-9._~-]{0,126}[A-Za-z0-9_~-])?"
_KEY = re.compile(f"{_SEGMENT}(?:/{_SEGMENT})*")


def check_key(key: str) -> None:
    """Refuse a key that could lead out of the archive or that some store can't hold.

    Raises:
        ArchiveError: empty, absolute, with ``..``, a backslash, a drive, a hidden or a non-ASCII name in it.
    """
    if _KEY.fullmatch(key):
        return
    raise ArchiveError(
        en=f"“{key}” can't be the name of an archive file. Names there are made of letters A to Z, digits, “-”, “_”, “~” and “.”.",
        vi=f"“{key}” không thể là tên tệp trong kho lưu trữ. Tên chỉ gồm chữ cái A đến Z, chữ số và các dấu “-”, “_”, “~”, “.”.",
    )


def check_cache_key(key: str) -> None:
    """Refuse a cache outside ``cursors/``: caches may be replaced, and nothing else in an archive ever is.

    Raises:
        ArchiveError: as ``check_key``, or the key lies elsewhere.
    """
    check_key(key)
    if not key.startswith("cursors/"):
        raise ArchiveError(
            en=f"“{key}” is no cache, so it is never replaced. Nothing was written.",
            vi=f"“{key}” không phải bộ nhớ đệm nên không bao giờ bị thay thế. Chưa có gì bị ghi.",
        )
