"""What the server and the handlers say to each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.emulator.masks import Mask
    from tests.emulator.world import Account, World


@dataclass(frozen=True, slots=True)
class Call:
    """One call that passed the checks that need no file: credential, typed query values, body against the discovery schema, field mask.

    ``method`` is the discovery id (``sheets.spreadsheets.get``, ``drive.files.create``); ``path`` holds the decoded path parameters by name.
    ``query`` holds typed query values by their discovery name: booleans, integers, strings (enums in their official spelling), lists where the
    parameter is repeated; absent ones are absent. ``body`` is the JSON body with camelCase names and without nulls (except in free maps and rows of
    values, see ``binding``), ``media`` the raw body of an upload. ``mask`` is the parsed ``fields``, ``None`` when there is none (in Sheets, where it
    means the same, also for ``*``). ``app`` is the client project that the token was made for.
    """

    method: str
    account: "Account"
    scopes: frozenset[str]
    app: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    media: bytes = b""
    media_type: str = ""
    mask: "Mask | None" = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer other than JSON with status 200: no content, exported bytes."""

    status: int
    body: bytes = b""
    content_type: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[["World", Call], "Mapping[str, Any] | Reply"]
"""Does one method. Gives the whole answer; the server applies the field mask. Raises ``ApiError``. Runs alone: the server holds the world's lock."""
