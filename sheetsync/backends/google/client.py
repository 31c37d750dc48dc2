"""The calls we make to Google, in our words: which account makes them, what they cost, which flags they need."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Final, Literal, NamedTuple, Self
from urllib.parse import quote, urlsplit

from gspread.urls import DRIVE_FILES_API_V3_URL, SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from sheetsync.backends.google.address import SPREADSHEET
from sheetsync.backends.google.credentials import GoogleAccount
from sheetsync.backends.google.refusals import GARBLED, Refusal
from sheetsync.backends.google.transport import Json, Manner, Patience, Transport
from sheetsync.ports import Quota

PAGE: Final = 1000
"""How many entries a page of a list holds: the most that Drive gives."""

_DRIVE: Final = DRIVE_FILES_API_V3_URL.removesuffix("/files")
_ALL_DRIVES: Final = {"supportsAllDrives": "true"}
_ITEMS_OF_ALL_DRIVES: Final = {**_ALL_DRIVES, "includeItemsFromAllDrives": "true"}
_READ, _WRITTEN, _LISTED, _EXPORTED = 5, 50, 100, 200
"""Drive's quota units, as several public projects quote Google's table (unverified)."""


class Cost(NamedTuple):
    """Which quota a call counts against, and for how much."""

    kind: Literal["read", "write", "drive"]
    units: int = 1


def cost(method: str, address: str) -> Cost:
    """What a call costs. Sheets counts calls, reads and writes apart; Drive counts units."""
    parts = urlsplit(address)
    reads = method.upper() == "GET"
    if parts.hostname == "sheets.googleapis.com":
        return Cost("read" if reads else "write")
    if not reads:
        return Cost("drive", _WRITTEN)
    match parts.path.rsplit("/", 1)[-1]:
        case "files" | "changes" | "comments" | "replies" | "permissions" | "revisions":
            return Cost("drive", _LISTED)
        case "export":
            return Cost("drive", _EXPORTED)
        case _:
            return Cost("drive", _READ)


class _Door(NamedTuple):
    account: GoogleAccount
    transport: Transport


class GoogleClient:
    """Google as ``accounts`` may use it, one call at a time.

    Sheets is called as whichever account may go first, so that their quotas add up. Drive is called as the first account alone: page tokens, change
    logs and a file's ``appProperties`` belong to one. Every account must be able to open every file. ``clock`` gives seconds since the epoch.

    Every method raises ``Refusal`` when Google does not answer with success; see ``refusals.translated``.
    """

    def __init__(
        self,
        accounts: Sequence[GoogleAccount],
        quota: Quota,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        random: Callable[[], float],
        endpoint: str | None = None,
        timeout: tuple[float, float] = (10.0, 60.0),
        patience: Patience = Patience(),  # noqa: B008 - immutable
    ) -> None:
        self._quota, self._turn = quota, 0
        self._manner = manner = Manner(clock, sleep, random, endpoint, timeout, patience)

        def door(account: GoogleAccount) -> _Door:
            def pace(method: str, address: str) -> None:
                kind, units = cost(method, address)
                if wait := quota.delay(account.key, kind, units):
                    sleep(wait)

            facts = {"account": account.name, "project": account.project, "sign_in": account.sign_in}
            return _Door(account, Transport(account.credentials, manner, pace=pace, facts=facts))

        self._doors = tuple(map(door, accounts))

    @property
    def accounts(self) -> tuple[GoogleAccount, ...]:
        """Whose calls these are."""
        return tuple(door.account for door in self._doors)

    @property
    def skew(self) -> float | None:
        """By how many seconds our clock was ahead of Google's when it last answered; ``None`` before."""
        return next((door.transport.skew for door in self._doors if door.transport.skew is not None), None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        for door in self._doors:
            door.transport.close()

    def each(self, patience: Patience) -> "Iterator[GoogleClient]":
        """A client for each account alone, closed when the next one is taken, with ``patience`` of its own."""
        clock, sleep, random, endpoint, timeout, *_ = self._manner
        for account in self.accounts:
            with GoogleClient(
                [account], self._quota, clock=clock, sleep=sleep, random=random, endpoint=endpoint, timeout=timeout, patience=patience
            ) as alone:
                yield alone

    def spreadsheet(self, file_id: str, *, fields: str, comments: bool = False) -> Json:
        """A spreadsheet (``spreadsheets.get``) as far as the mask ``fields`` goes; with ``comments`` the mask may name comment threads."""
        params = {"fields": fields} | ({"commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED"} if comments else {})
        return self._first("read").call("GET", SPREADSHEET_URL % _segment(file_id), params=params)

    def batch_update(self, file_id: str, body: Json, *, fields: str = "") -> Json:
        """Do the requests in ``body`` (``spreadsheets.batchUpdate``). Never repeated unless Google said that nothing was done."""
        params = {"fields": fields} if fields else {}
        return self._first("write").call("POST", SPREADSHEET_BATCH_UPDATE_URL % _segment(file_id), params=params, body=body)

    def create_file(self, name: str, *, parents: Sequence[str], app_properties: Mapping[str, str], mime_type: str = SPREADSHEET) -> str:
        """Make an empty file, without ``parents`` at the top of My Drive, and return its id (``files.create``).

        Never repeated unless Google said that nothing was done.
        """
        body: Json = {"name": name, "mimeType": mime_type, "appProperties": dict(app_properties)} | ({"parents": list(parents)} if parents else {})
        made = self._drive("POST", "/files", {**_ALL_DRIVES, "fields": "id"}, body)
        return _word(made, "id", doubtful=True)

    def files(self, query: str, *, fields: str, page: int = PAGE) -> Iterator[Json]:
        """The files that ``query`` finds (``files.list``, all pages of ``page`` each), each with ``fields`` such as ``id,name``."""
        params = {**_ITEMS_OF_ALL_DRIVES, "q": query, "pageSize": str(page), "fields": f"nextPageToken,files({fields})"}
        return self._pages("/files", "files", params)

    def file(self, file_id: str, *, fields: str) -> Json:
        """What Drive knows of a file (``files.get``)."""
        return self._drive("GET", f"/files/{_segment(file_id)}", {**_ALL_DRIVES, "fields": fields})

    def update_file(self, file_id: str, body: Json) -> None:
        """Change what Drive knows of a file (``files.update``): its name, ``trashed``, ``appProperties``."""
        self._drive("PATCH", f"/files/{_segment(file_id)}", {**_ALL_DRIVES, "fields": "id"}, body)

    def start_token(self, folder: str = "") -> str:
        """From where on ``changes`` tells what happens after now, in the log that covers ``folder`` (by default the account's own).

        A shared drive has a log of its own (``files.get``, ``changes.getStartPageToken``).
        """
        drive = str(self.file(folder, fields="driveId").get("driveId", "")) if folder else ""
        params = {**_ALL_DRIVES, **_log_of(drive)}
        return f"{drive}/{_word(self._drive('GET', '/changes/startPageToken', params), 'startPageToken')}"

    def changes(self, token: str, *, fields: str) -> tuple[list[Json], str]:
        """What changed since ``token`` (``changes.list``, all pages), each with ``fields`` such as ``fileId,removed``, and the token for next time.

        Google may tell a change some minutes late.
        """
        drive, _, number = token.rpartition("/")
        shown = f"nextPageToken,newStartPageToken,changes({fields})"
        params = {**_ITEMS_OF_ALL_DRIVES, **_log_of(drive), "pageSize": str(PAGE), "fields": shown}
        found: list[Json] = []
        while True:
            page = self._drive("GET", "/changes", {**params, "pageToken": number})
            found += page.get("changes", ())
            if "nextPageToken" not in page:
                return found, f"{drive}/{_word(page, 'newStartPageToken')}"
            number = page["nextPageToken"]

    def permit(self, file_id: str, email: str, role: str) -> None:
        """Give a person that role on a file (``permissions.create``). Google writes them a mail with the link, unless too many were sent.

        Where the answer is lost, it is looked up whether they have it, and asked for once more if not.
        """
        body: Json = {"type": "user", "role": role, "emailAddress": email}

        def give(**more: str) -> None:
            self._drive("POST", f"/files/{_segment(file_id)}/permissions", {**_ALL_DRIVES, "fields": "id", **more}, body)

        try:
            give()
        except Refusal as refusal:
            if refusal.reason == "sharingRateLimitExceeded":
                give(sendNotificationEmail="false")
            elif not refusal.doubtful:
                raise
            elif not self._is_permitted(file_id, email, role, refusal):
                give()

    def _is_permitted(self, file_id: str, email: str, role: str, doubt: Refusal) -> bool:
        """Whether the person has the role (``permissions.list``); raises ``doubt`` where that can't be told."""
        try:
            found = self.permissions(file_id, fields="emailAddress,role")
        except Refusal:
            raise doubt from None
        return any(one.get("emailAddress", "").lower() == email.lower() and one.get("role") == role for one in found)

    def permissions(self, file_id: str, *, fields: str) -> list[Json]:
        """Who may open a file, itself or by a folder or drive that holds it (``permissions.list``, all pages), each with ``fields``."""
        params = {**_ALL_DRIVES, "pageSize": "100", "fields": f"nextPageToken,permissions({fields})"}
        return list(self._pages(f"/files/{_segment(file_id)}/permissions", "permissions", params))

    def comments(self, file_id: str, *, fields: str) -> list[Json]:
        """The comment threads of a file (``comments.list``, all pages), each with ``fields``."""
        params = {"pageSize": "100", "includeDeleted": "false", "fields": f"nextPageToken,comments({fields})"}
        return list(self._pages(f"/files/{_segment(file_id)}/comments", "comments", params))

    def comment(self, file_id: str, content: str) -> str:
        """Open a comment thread on a file, on no cell of it, and return its id (``comments.create``).

        Never repeated unless Google said that nothing was done.
        """
        made = self._drive("POST", f"/files/{_segment(file_id)}/comments", {"fields": "id"}, {"content": content})
        return _word(made, "id", doubtful=True)

    def reply(self, file_id: str, comment_id: str, content: str, action: str = "") -> None:
        """Answer in a comment thread, and ``resolve`` or ``reopen`` it where ``action`` says so (``replies.create``).

        Never repeated unless Google said that nothing was done.
        """
        path = f"/files/{_segment(file_id)}/comments/{_segment(comment_id)}/replies"
        made = self._drive("POST", path, {"fields": "id"}, {"content": content} | ({"action": action} if action else {}))
        _word(made, "id", doubtful=True)

    def about(self) -> Json:
        """Who we are for Drive, and its storage (``about.get``)."""
        return self._drive("GET", "/about", {"fields": "user(emailAddress,displayName),storageQuota(limit,usage)"})

    def _pages(self, path: str, name: str, params: Mapping[str, str]) -> Iterator[Json]:
        """The entries called ``name`` of a list in Drive, page by page."""
        token: str | None = None
        while True:
            page = self._drive("GET", path, {**params, **({"pageToken": token} if token else {})})
            yield from page.get(name, ())
            if not (token := page.get("nextPageToken")):
                return

    def _drive(self, method: str, path: str, params: Mapping[str, str], body: Json | None = None) -> Json:
        return self._doors[0].transport.call(method, _DRIVE + path, params=params, body=body)

    def _first(self, kind: Literal["read", "write"]) -> Transport:
        """The account that may call first; those that may at the same moment take turns."""
        self._turn = (self._turn + 1) % len(self._doors)
        turned = self._doors[self._turn :] + self._doors[: self._turn]
        return min(turned, key=lambda door: self._quota.peek(door.account.key, kind)).transport


def _log_of(drive: str) -> Mapping[str, str]:
    """The parameter that picks the change log of a shared drive."""
    return {"driveId": drive} if drive else {}


def _word(answer: Json, key: str, *, doubtful: bool = False) -> str:
    word = answer.get(key)
    if not isinstance(word, str):
        raise Refusal(200, GARBLED, f"no {key}", doubtful=doubtful)
    return word


def _segment(word: str) -> str:
    """``word`` as one part of a path."""
    return quote(word, safe="")
