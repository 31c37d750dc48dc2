"""What people ask of us in a reply to one of our threads: ``/waive reason``, ``/bỏ qua lý do``, ``/keep sheet``, ``/keep archive``."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

from sheetsync.model.thread import Post
from sheetsync.threads.reconcile import Standing
from sheetsync.threads.tag import read_tag

LONGEST_REASON = 1000
_WAIVE = re.compile(r"\s*/\s*(?:waive|bỏ\s*qua|bo\s*qua)(?![^\W\d_])[\s:,.\-–—]*(.*)", re.IGNORECASE | re.DOTALL)
_KEEP = re.compile(
    r"\s*/\s*(?:keep|giữ|giu)\s+(?:the\s+)?(?:(sheet|bảng(?:\s+tính)?|bang(?:\s+tinh)?)|(archive|kho(?:\s+lưu\s+trữ)?|kho(?:\s+luu\s+tru)?))\s*[.!]?\s*",
    re.IGNORECASE,
)


class Request(NamedTuple):
    """Somebody asks something in ``standing``, and nobody of ours answered yet.

    Without ``keep``: to skip what it tells of, for ``reason`` (which may be empty). With ``keep``: of two texts, which is right.
    """

    standing: Standing
    post: Post
    reason: str = ""
    keep: Literal["sheet", "archive"] | None = None


def requests(standing: Iterable[Standing], map_id: str) -> tuple[Request, ...]:
    """What is asked in our threads: in each the last request, unless we posted after it."""
    return tuple(request for one in standing if (request := _request(one, map_id)) is not None)


def _request(standing: Standing, map_id: str) -> Request | None:
    for post in reversed(standing.thread.posts):
        if read_tag(post.text, map_id) is not None:
            return None
        text = unicodedata.normalize("NFC", post.text)
        if (asked := _WAIVE.fullmatch(text)) is not None:
            return Request(standing, post, " ".join(asked[1].split())[:LONGEST_REASON])
        if (asked := _KEEP.fullmatch(text)) is not None:
            return Request(standing, post, keep="sheet" if asked[1] else "archive")
    return None
