"""Ids: how maps, stages and records are named."""

import unicodedata
from collections.abc import Collection, Iterable

from sheetsync.model.hashing import sha256

ID_LENGTH = 12


def map_id(random: bytes) -> str:
    """The id of a new map, from random bytes (at least 8)."""
    return "m" + _short(random)[: ID_LENGTH - 1]


def slot_id(map_id: str, tab: str, ordinal: int) -> str:
    """The id of the empty slot number ``ordinal`` (from 0) that a tab is provisioned with."""
    return _hash("slot", map_id, tab, str(ordinal))


def provisional_id(map_id: str, tab: str, first: Iterable[str], ordinal: int) -> str:
    """The id of a typed record without one: a hash of map, tab, its first non-empty values and its ordinal (from 1) among equals."""
    return _hash("typed", map_id, tab, *first, str(ordinal))


def digest(texts: Iterable[str]) -> str:
    """A short digest of some texts, whatever their order."""
    return _hash("texts", *sorted(texts))


def stage_key(title: str, taken: Collection[str]) -> str:
    """A key for a stage people added: its title in plain letters (``Học kỳ 1`` → ``hoc-ky-1``), numbered when taken."""
    plain = unicodedata.normalize("NFD", title.replace("đ", "d").replace("Đ", "D").casefold())
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    base = "-".join(letters.split())[:40].strip("-") or _hash("stage", title)
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def is_id(text: str) -> bool:
    """Whether ``text`` can be an id or key: 1 to 64 lower-case letters, digits, ``-`` and ``_`` (so that it can also name a file)."""
    return (
        0 < len(text) <= 64 and text.isascii() and text.replace("-", "").replace("_", "").isalnum() and text == text.lower() and text[0] not in "-_"
    )


def _hash(*parts: str) -> str:
    return _short(sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest())


def _short(data: bytes) -> str:
    from base64 import b32encode  # noqa: PLC0415 - most runs only read, and need no new id

    return b32encode(data).decode("ascii").lower().rstrip("=")[:ID_LENGTH]
