"""What `sheetsync doctor` looks at: everything that can be wrong between us and a folder in Drive. Changes nothing there."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sheetsync.backends.google import doctor_sentences as says
from sheetsync.backends.google import sentences
from sheetsync.backends.google.address import FOLDER, SPREADSHEET, folder_ref, workbook_ref
from sheetsync.backends.google.client import GoogleClient
from sheetsync.backends.google.credentials import GoogleAccount
from sheetsync.backends.google.refusals import NO_CONNECTION, NO_TOKEN, SKEWED, Refusal, kind_of, told_of
from sheetsync.backends.google.sentences import Told
from sheetsync.backends.google.transport import Patience
from sheetsync.model.words import Text
from sheetsync.ports import Check

_NO_SUCH: Final = "sheetsync-doctor"
"""No spreadsheet has this id: Google looks for it only after it has accepted sign-in, API and scope."""
_FIELDS: Final = "id,name,mimeType,trashed,driveId,capabilities(canAddChildren)"
_SHEET: Final = "id,name,capabilities(canComment)"
_TOLERATED: Final = 60.0
"""By how many seconds a clock may be off without a word."""
_FULL: Final = 0.95
_HURRIED: Final = Patience(attempts=2, attempts_under_load=1)
"""Somebody is waiting for the answer, and trouble is one."""


def examine(client: GoogleClient, folder: str) -> tuple[Check, ...]:
    """Try what work in the Drive folder ``folder`` (an id) needs, as each account of ``client``, and say what is wrong and how to mend it.

    Raises nothing. What could not be tried, because something before it failed, is left out.
    """
    many = len(client.accounts) > 1
    found: list[Check] = []
    for alone in client.each(_HURRIED):
        account = alone.accounts[0]
        name = (account.name or account.project) if many else ""
        found += (check._replace(account=name) for check in _examined(alone, account, folder))
    return tuple(found)


def _examined(client: GoogleClient, account: GoogleAccount, folder: str) -> Iterator[Check]:
    about, refusal = _about(client)
    if refusal and refusal.reason in {NO_CONNECTION, NO_TOKEN}:
        yield _failed("connection", told_of(refusal))
        return
    email = str(about.get("user", {}).get("emailAddress", account.name))
    kind = kind_of(refusal) if refusal else None
    if refusal and kind == "sign-in":
        yield _failed("sign-in", told_of(refusal))
    elif refusal is None or refusal.status in {403, 429}:  # other answers come whoever asks
        yield _ok("sign-in", says.signed_in(email))
    yield from _clock(client.skew, refusal if kind == "clock" else None)
    if kind in {"sign-in", "clock"}:
        return
    yield _failed("drive", told_of(refusal)) if refusal else _ok("drive", says.service_answers(drive=True))
    yield _sheets(client)
    if refusal is None:
        yield from _folder(client, account, about, folder, email or "?")


def _about(client: GoogleClient) -> tuple[Mapping[str, Any], Refusal | None]:
    try:
        return client.about(), None
    except Refusal as refusal:
        return {}, refusal


def _clock(skew: float | None, refusal: Refusal | None) -> Iterator[Check]:
    if refusal:
        yield _failed("clock", told_of(refusal))
    elif skew is not None and abs(skew) >= SKEWED:
        yield _failed("clock", sentences.clock_off(skew, refused=False, far=True))
    elif skew is not None and abs(skew) >= _TOLERATED:
        yield _warned("clock", sentences.clock_off(skew, refused=False, far=False))
    elif skew is not None:
        yield _ok("clock", says.clock_right())


def _sheets(client: GoogleClient) -> Check:
    try:
        client.spreadsheet(_NO_SUCH, fields="spreadsheetId")
    except Refusal as refusal:
        if kind_of(refusal) != "missing":
            return _failed("sheets", told_of(refusal))
    return _ok("sheets", says.service_answers(drive=False))


def _folder(client: GoogleClient, account: GoogleAccount, about: Mapping[str, Any], folder: str, email: str) -> Iterator[Check]:
    link = folder_ref(folder)
    try:
        found = client.file(folder, fields=_FIELDS)
    except Refusal as refusal:
        unseen = kind_of(refusal) in {"missing", "denied"}
        yield _failed("folder", says.folder_unseen(link, email, sees_all=account.sees_all) if unseen else told_of(refusal))
        return
    name, in_shared_drive = str(found.get("name", folder)), "driveId" in found
    if found.get("mimeType") != FOLDER:
        yield _failed("folder", says.no_folder(name))
        return
    if found.get("trashed"):
        yield _failed("folder", says.folder_binned(name))
        return
    if found.get("capabilities", {}).get("canAddChildren") is False:
        yield _failed("folder", says.folder_only_viewed(name, link, email, in_shared_drive=in_shared_drive))
    else:
        yield _ok("folder", says.folder_usable(name))
    yield _storage(account, email, about, in_shared_drive=in_shared_drive)
    yield from _comments(client, folder, email)
    if not account.sees_all:
        yield _warned("visibility", says.not_all_seen())


def _comments(client: GoogleClient, folder: str, email: str) -> Iterator[Check]:
    """Whether we can comment, on the cells or at least by Drive; only a spreadsheet of the folder can tell, so an empty folder tells nothing."""
    sheet: Mapping[str, Any] | None = None
    try:
        sheets = client.files(f"'{folder}' in parents and mimeType = '{SPREADSHEET}' and trashed = false", fields=_SHEET, page=1)
        sheet = next(sheets, None)
        if sheet is None:
            return
        client.spreadsheet(str(sheet["id"]), fields="comments(commentId)", comments=True)
    except Refusal as refusal:
        if sheet is None or kind_of(refusal) not in {"denied", "odd"}:
            yield _failed("comments", told_of(refusal))
            return
        on_cells = False
    else:
        on_cells = True
    if sheet.get("capabilities", {}).get("canComment") is False:
        yield _failed("comments", says.no_comments(str(sheet.get("name", "")), workbook_ref(str(sheet["id"])), email))
    else:
        yield _ok("comments", says.comments_on_cells()) if on_cells else _warned("comments", says.comments_beside_cells())


def _storage(account: GoogleAccount, email: str, about: Mapping[str, Any], *, in_shared_drive: bool) -> Check:
    """Whether files can be made there: a service account owns none, a person's storage may be full."""
    if in_shared_drive:
        return _ok("storage", says.in_shared_drive())
    if account.sign_in == "service":
        return _failed("storage", sentences.no_storage(email))
    quota = about.get("storageQuota", {})
    used, limit = _number(quota.get("usage")), _number(quota.get("limit"))
    if limit and used >= limit:
        return _failed("storage", sentences.full(email))
    if limit and used >= limit * _FULL:
        return _warned("storage", says.almost_full(email))
    return _ok("storage", says.room_left(email))


def _number(value: object) -> int:
    return int(value) if isinstance(value, str) and value.isdecimal() else 0


def _ok(name: str, said: Text) -> Check:
    return Check(name, "ok", said)


def _failed(name: str, told: Told) -> Check:
    return Check(name, "failed", told.said, told.fix)


def _warned(name: str, told: Told) -> Check:
    return Check(name, "warning", told.said, told.fix)
