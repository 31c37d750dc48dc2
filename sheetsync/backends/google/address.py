"""Addresses in Google Drive: every form that people paste, the id inside, and the one form that we write."""

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

PREFIX: Final = "google:"
"""What an address in ``sheetsync.toml`` starts with."""
SPREADSHEET: Final = "application/vnd.google-apps.spreadsheet"
FOLDER: Final = "application/vnd.google-apps.folder"
"""What Drive calls the kinds of files that addresses lead to."""

_ID: Final = r"[A-Za-z0-9_-]{19,100}"
_BARE_WORKBOOK: Final = r"1[A-Za-z0-9_-]{43}"
"""An id without anything around it: so long, and with this first letter, that no title is taken for one."""
_WORKBOOK_PATH: Final = rf"/(?:a/[^/]+/)?(?:spreadsheets(?:/u/\d+)?|file(?:/u/\d+)?)/d/({_ID})(?:/.*)?"
_FOLDER_PATH: Final = rf"/(?:a/[^/]+/)?drive(?:/u/\d+|/mobile)?/folders/({_ID})/?"
_ID_IN_QUERY: Final = frozenset({"/open", "/folderview", "/drive/folderview", "/uc"})
_HOSTS: Final = frozenset({"docs.google.com", "drive.google.com", "sheets.google.com"})


def workbook_ref(file_id: str) -> str:
    """The address of a workbook, as ``list`` writes it and as a browser opens it."""
    return f"https://docs.google.com/spreadsheets/d/{file_id}/edit"


def folder_ref(folder_id: str) -> str:
    """The address of a folder, as a browser opens it."""
    return f"https://drive.google.com/drive/folders/{folder_id}"


def workbook_id(word: str) -> str | None:
    """The id of the workbook that ``word`` names: a link in any of its forms, ``google:<id>``, or the bare id; ``None`` if it can't be one."""
    word = word.strip()
    if re.fullmatch(_BARE_WORKBOOK, word):
        return word
    return _id_in(word, _WORKBOOK_PATH)


def folder_id(word: str) -> str | None:
    """The id of the folder or shared drive that ``word`` names: a link, ``google:<id>``, or the bare id; ``None`` if it can't be one."""
    word = word.strip()
    if re.fullmatch(_ID, word):
        return word
    return _id_in(word, _FOLDER_PATH)


def _id_in(word: str, path: str) -> str | None:
    if word.startswith(PREFIX):
        inner = word.removeprefix(PREFIX).strip()
        return inner if re.fullmatch(_ID, inner) else _id_in_link(inner, path)
    return _id_in_link(word, path)


def _id_in_link(word: str, path: str) -> str | None:
    try:
        link = urlsplit(word if "://" in word else f"https://{word}")
    except ValueError:
        return None
    if link.scheme not in {"http", "https"} or link.netloc.lower() not in _HOSTS:
        return None
    if found := re.fullmatch(path, link.path):
        return found[1]
    named = parse_qs(link.query).get("id", [""])[0] if link.path in _ID_IN_QUERY else ""
    return named if re.fullmatch(_ID, named) else None


def is_loopback(address: str) -> bool:
    """Whether ``address`` is plain http to this computer and nothing else."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "http" or parts.username is not None or parts.password is not None:
        return False
    if host == "localhost":
        return True
    # Imported here because only a local Google needs it.
    from ipaddress import ip_address  # noqa: PLC0415

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
