"""Pages of a listing, and the tokens that lead from one to the next."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from tests.emulator.calls import Call
from tests.emulator.errors import ApiError

Item = TypeVar("Item")

NOT_PART_OF_THE_QUESTION = {"pageSize", "pageToken"}


class Page(NamedTuple):
    """Where a page starts and what leads to the next one; ``token`` is empty on the last page."""

    start: int
    stop: int
    token: str

    def answer(self) -> dict[str, Any]:
        """What a listing says about its next page."""
        return {"nextPageToken": self.token} if self.token else {}


def page(call: Call, items: Sequence[Item], default: int) -> tuple[Sequence[Item], Page]:
    """The page of ``items`` that the call asks for. Raises ``ApiError`` for a token that was made for another question."""
    start = _start(call)
    stop = start + int(call.query.get("pageSize", default))
    token = _token(call, stop) if stop < len(items) else ""
    return items[start:stop], Page(start, stop, token)


def invalid_value(location: str) -> ApiError:
    """400, as Drive answers a query value that it can't read."""
    return ApiError(400, "Invalid Value", reason="invalid", location=location, location_type="parameter")


def _token(call: Call, at: int) -> str:
    return "~!!~" + base64.urlsafe_b64encode(f"{_question(call)}:{at}".encode()).decode()


def _start(call: Call) -> int:
    token = call.query.get("pageToken", "")
    if not token:
        return 0
    try:
        question, _, at = base64.urlsafe_b64decode(token.removeprefix("~!!~")).decode().rpartition(":")
        if question == _question(call):
            return int(at)
    except (binascii.Error, ValueError):
        pass
    raise invalid_value("pageToken")


def _question(call: Call) -> str:
    asked = sorted((name, value) for name, value in call.query.items() if name not in NOT_PART_OF_THE_QUESTION)
    return hashlib.sha256(repr((call.method, call.account.email, sorted(call.path.items()), asked)).encode()).hexdigest()[:16]
