"""What people ask of us in a reply to one of our threads: ``/waive reason``, ``/bỏ qua lý do``."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from sheetsync.model.thread import Post
from sheetsync.threads.reconcile import Standing
from sheetsync.threads.tag import read_tag

LONGEST_REASON = 1000
_WAIVE = re.compile(r"\s*/\s*(?:waive|bỏ\s*qua|bo\s*qua)(?![^\W\d_])[\s:,.\-–—]*(.*)", re.IGNORECASE | re.DOTALL)


class Request(NamedTuple):
    """Somebody asks in ``standing`` to skip what it tells of, for ``reason`` (which may be empty); nobody of ours answered yet."""

    standing: Standing
    post: Post
    reason: str


def requests(standing: Iterable[Standing], map_id: str) -> tuple[Request, ...]:
    """What is asked in our threads: in each the last request, unless we posted after it."""
    return tuple(request for one in standing if (request := _request(one, map_id)) is not None)


def _request(standing: Standing, map_id: str) -> Request | None:
    for post in reversed(standing.thread.posts):
        if read_tag(post.text, map_id) is not None:
            return None
        asked = _WAIVE.fullmatch(unicodedata.normalize("NFC", post.text))
        if asked is not None:
            return Request(standing, post, " ".join(asked[1].split())[:LONGEST_REASON])
    return None
