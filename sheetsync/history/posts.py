"""What the archive keeps of comments: who is posting into a workbook just now, and what was said there when the last one was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from sheetsync.history.keys import MAX_NUMBER, is_instant, is_map_id, numbered_key, post_folder, workbook_key
from sheetsync.history.version import FORMAT, checked, same_bytes, same_place, sealed, trusted

CLAIM_LASTS = timedelta(minutes=15)
"""A run that has not said that it is done by then was killed: longer than all tries of one call and the 180 seconds that Google works on one."""


@dataclass(frozen=True, slots=True)
class PostRecord:
    """``posting`` before anything is posted into a workbook, ``posted`` when all that is certain.

    A workbook's records are numbered through and created exclusively: whoever looked before reading the workbook, and then creates the next record,
    knows that nobody posted in between. ``by`` tells runs apart. ``standing`` maps the fingerprints of what is said in the workbook to the digest
    of the text each covers; ``known`` those of findings that people accepted as known.
    """

    kind: Literal["posting", "posted"]
    map: str
    number: int
    ref: str
    at: str
    by: str
    standing: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)


def encode_posts(record: PostRecord) -> bytes:
    """The body of a record's file.

    Raises:
        ValueError: map id, number or instant is not one the archive takes.
    """
    if not is_map_id(record.map) or not 1 <= record.number <= MAX_NUMBER or not is_instant(record.at):
        raise ValueError(f"not a record: {record.map!r} {record.number!r} {record.at!r}")
    return sealed(
        {
            "format": FORMAT,
            "kind": record.kind,
            "map": record.map,
            "number": record.number,
            "ref": record.ref,
            "at": record.at,
            "by": record.by,
            "standing": dict(record.standing),
            "known": dict(record.known),
        }
    )


def decode_posts(body: bytes, key: str) -> PostRecord:
    """The record that stands under ``key`` with this ``body``.

    Raises:
        ArchiveDamaged: truncated, edited by hand, or under a name that is not its own.
        NewerThanThis: written by a newer sheetsync.
    """
    return trusted(examine_posts, body, key)


def examine_posts(body: bytes, key: str) -> PostRecord:
    """As ``decode_posts``, but raises ``Damage`` instead of ``ArchiveDamaged``."""
    from sheetsync.history.guard import PostShape  # noqa: PLC0415 - pydantic is loaded only when something is decoded

    shape = checked(PostShape, body, key)
    record = PostRecord(shape.kind, shape.map, shape.number, shape.ref, shape.at, shape.by, shape.standing, shape.known)
    same_place(key, numbered_key(post_folder(workbook_key(record.ref)), record.number))
    same_bytes(encode_posts, record, body)
    return record
