"""The line under each of our posts that says what it speaks of, so that the threads themselves are all the memory we need."""

import hashlib
import re
import unicodedata
from typing import NamedTuple

SEPARATOR = "\n\n— sheetsync · "
_TAG = re.compile(r"— sheetsync · ([a-z0-9-]{1,60}) · ([0-9a-f]{16})\.([0-9a-f]{8})\.(\d{1,4})\.([0-9a-f]{4})\.([0-9a-f]{4})[^\S\n]*$", re.MULTILINE)


class Tag(NamedTuple):
    """What a post speaks of: the rule, the fingerprint, a digest of the text it covers (8 hexadecimal digits), and how many findings it tells of.

    A ``size`` of 0 marks an answer to somebody, which tells of no finding.
    """

    rule: str
    fingerprint: str
    covers: str
    size: int = 1


def tagged(text: str, tag: Tag, map_id: str) -> str:
    """``text`` with its tag below. The tag holds in the map ``map_id`` alone: a thread copied from another sheet is none of ours."""
    return f"{text}{SEPARATOR}{tag.rule} · {tag.fingerprint}.{tag.covers}.{tag.size}.{_digest_of(text)}.{_check(tag, map_id)}"


def read_tag(text: str, map_id: str) -> Tag | None:
    """The tag below a post; ``None`` where there is none, or one of another map."""
    found = _last(text)
    if found is None:
        return None
    tag = Tag(found[1], found[2], found[3], int(found[4]))
    return tag if found[6] == _check(tag, map_id) else None


def untagged(text: str) -> str:
    """What a post says, without its tag."""
    found = _last(text)
    return (text[: found.start()] if found else text).rstrip()


def posts_in(note: str) -> tuple[str, ...] | None:
    """The posts, each with its tag, that a note is made of; ``None`` if anything in it is not word for word as we wrote it, but for white space."""
    posts: list[str] = []
    start = 0
    for found in _TAG.finditer(note):
        words = note[start : found.start()]
        if _digest_of(words) != found[5]:
            return None
        posts.append(note[start : found.end()].strip())
        start = found.end()
    return tuple(posts) if posts and not note[start:].strip() else None


def subject_of(post: str) -> str:
    """The fingerprint in the tag below a post, whatever map it is of; empty where there is no tag."""
    found = _last(post)
    return found[2] if found else ""


def note_of(posts: tuple[str, ...]) -> str:
    """The text of a note that says ``posts``, one below the other."""
    return "\n\n".join(posts)


def covering(text: str) -> str:
    """The digest of a text that a post covers."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _last(text: str) -> re.Match[str] | None:
    found = None
    for found in _TAG.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found if found is not None and not text[found.end() :].strip() else None


def _digest_of(words: str) -> str:
    """A digest of what was said; programs may wrap and trim it, or write its letters in another form."""
    return covering("".join(unicodedata.normalize("NFC", words).split()))[:4]


def _check(tag: Tag, map_id: str) -> str:
    return hashlib.sha256("\0".join((map_id, *map(str, tag))).encode()).hexdigest()[:4]
