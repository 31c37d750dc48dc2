"""Which workbooks stand in a Drive folder, and which of them are news: few calls, however many there are.

A folder is listed with all that lies below it, level by level: one call for up to a thousand entries of up to forty folders.
Asking for news costs one call for up to a thousand changes. Changes are told late, some minutes at times: they say where to look,
never that nothing happened.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from sheetsync.backends.google.address import FOLDER, SPREADSHEET
from sheetsync.backends.google.refusals import Refusal
from sheetsync.backends.google.values import Json

if TYPE_CHECKING:
    from sheetsync.backends.google.client import GoogleClient

FOLDERS_A_CALL: Final = 40
"""How many folders one query names: more would make its address too long."""

_FILE: Final = "id,mimeType,parents,version,trashed"
_CHANGE: Final = f"fileId,removed,file({_FILE})"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a folder: the marks (versions) of its workbooks by id, the folders of its tree, and after which token changes are news."""

    files: dict[str, str]
    folders: frozenset[str]
    token: str = ""

    @property
    def cursor(self) -> str:
        """This as compact text."""
        return json.dumps({"token": self.token, "folders": sorted(self.folders), "files": self.files}, separators=(",", ":"))

    @classmethod
    def from_cursor(cls, cursor: str | None) -> Self | None:
        """What ``cursor`` says; ``None`` where it is none."""
        try:
            said = json.loads(cursor or "")
        except ValueError:
            return None
        match said:
            case {"token": str(token), "folders": list(folders), "files": dict(files)} if all(isinstance(mark, str) for mark in files.values()):
                return cls(files, frozenset(map(str, folders)), token)
            case _:
                return None


def look(client: "GoogleClient", root: str) -> Standing:
    """All that stands in the folder ``root`` and below it, asked from scratch.

    Raises:
        Refusal: Google refuses.
    """
    files: dict[str, str] = {}
    folders = {root}
    level = [root]
    while level:
        found = [
            entry
            for start in range(0, len(level), FOLDERS_A_CALL)
            for entry in client.files(_within(level[start : start + FOLDERS_A_CALL]), fields=_FILE)
        ]
        files |= {entry["id"]: str(entry["version"]) for entry in found if entry["mimeType"] == SPREADSHEET}
        level = sorted({entry["id"] for entry in found if entry["mimeType"] == FOLDER} - folders)
        folders.update(level)
    return Standing(files, frozenset(folders))


def news(client: "GoogleClient", root: str, cursor: str | None) -> Standing:
    """All that stands in the folder ``root`` and below it; only what changed is asked for where ``cursor`` is of use.

    Raises:
        Refusal: Google refuses.
    """
    known = Standing.from_cursor(cursor)
    if known and root in known.folders:
        told = _changes(client, known.token)
        now = told and _after(known, root, told[0])
        if told and now:
            return replace(now, token=told[1])
    token = client.start_token(root)  # before the look: what changes meanwhile is told twice rather than never
    return replace(look(client, root), token=token)


def _changes(client: "GoogleClient", token: str) -> tuple[list[Json], str] | None:
    """The changes since ``token``, and the next one; ``None`` where Google does not accept it."""
    try:
        return client.changes(token, fields=_CHANGE)
    except Refusal as refusal:
        if refusal.status in {400, 404, 410} or refusal.reason == "pageTokenExpired":
            return None
        raise


def _after(known: Standing, root: str, changes: Iterable[Json]) -> Standing | None:
    """What stands there after ``changes``; ``None`` when a folder came or went: what lies in it is told by no change."""
    files = dict(known.files)
    for change in changes:
        file_id, file = change.get("fileId", ""), change.get("file", {})
        is_there = bool(file) and not change.get("removed") and not file.get("trashed")
        is_ours = is_there and not known.folders.isdisjoint(file.get("parents", ()))
        if file_id in known.folders or file.get("mimeType") == FOLDER:
            if (is_there if file_id == root else is_ours) != (file_id in known.folders):
                return None
        elif is_ours and file.get("mimeType") == SPREADSHEET:
            files[file_id] = str(file["version"])
        else:
            files.pop(file_id, None)
    return replace(known, files=files)


def _within(folders: Sequence[str]) -> str:
    places = " or ".join(f"'{folder}' in parents" for folder in folders)
    return f"({places}) and trashed = false and (mimeType = '{SPREADSHEET}' or mimeType = '{FOLDER}')"
