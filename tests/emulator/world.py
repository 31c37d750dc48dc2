"""What exists in the local Google: accounts, files, who may do what, comment threads, and the log of changes."""

import copy
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from tests.emulator.sheets.book import Book

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Role = Literal["owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"]
RANK: dict[str, int] = {"reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 4, "organizer": 5, "owner": 6}

SHEETS_SCOPE = "https://www.googleapis.com/auth/spreadsheets"
DRIVE_SCOPE = "https://www.googleapis.com/auth/drive"
DRIVE_FILE_SCOPE = "https://www.googleapis.com/auth/drive.file"


@dataclass(slots=True)
class Account:
    """A person or a service account. ``project`` is the client project that tokens of a service account are made for."""

    email: str
    name: str
    kind: Literal["person", "service"] = "person"
    project: str = "1"
    id: str = ""


@dataclass(slots=True)
class Permission:
    """One line of a file's sharing."""

    id: str
    type: Literal["user", "group", "domain", "anyone"]
    role: Role
    email: str = ""
    domain: str = ""


@dataclass(slots=True)
class Post:
    """The head of a comment thread, or a reply. ``action`` is ``RESOLVE``, ``REOPEN`` or empty."""

    id: str
    author: str
    content: str
    created: datetime
    updated: datetime
    action: str = ""
    assignee: str = ""
    deleted: bool = False


@dataclass(slots=True)
class Thread:
    """A comment thread: one and the same in Drive's comments and in Sheets' native ones; its id is the head's.

    ``anchor`` is the opaque id that a spreadsheet maps to a cell (``Book.anchors``), or whatever string a Drive client sent (``native`` off).
    """

    head: Post
    replies: list[Post] = field(default_factory=list)
    anchor: str = ""
    native: bool = False
    resolved: bool = False
    quote: str = ""
    copied: bool = False


@dataclass(slots=True)
class Drive:
    """A shared drive. Its root folder's id is its own id."""

    id: str
    name: str
    permissions: list[Permission] = field(default_factory=list)


@dataclass(slots=True)
class File:
    """A file or folder.

    ``apps`` are the client projects that made or opened it (what ``drive.file`` sees); ``book`` is its spreadsheet content, ``content`` the bytes
    of a file of another kind. ``app_properties`` are kept by client project.
    """

    id: str
    name: str
    mime_type: str
    parents: list[str]
    created: datetime
    modified: datetime
    owner: str = ""
    drive: str = ""
    version: int = 1
    trashed: bool = False
    permissions: list[Permission] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    app_properties: dict[str, dict[str, str]] = field(default_factory=dict)
    apps: set[str] = field(default_factory=set)
    threads: list[Thread] = field(default_factory=list)
    book: "Book | None" = None
    content: bytes = b""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the change log; it can be seen from ``visible`` on. ``viewers`` are those who could see the file when it happened."""

    number: int
    file_id: str
    at: datetime
    visible: datetime
    removed: bool = False
    viewers: frozenset[str] = frozenset()
    apps: frozenset[str] = frozenset()
    drive: str = ""
    content: bool = True


class World:
    """The whole state.

    ``clock`` gives the moment in UTC, ``lag`` is how long change signals are late, ``listing_lag`` how long a new file stays out of listings.
    ``member_changes`` says whether members of a shared drive see its items in their own change log too: Google promises only the drive's own log.
    ``strangers`` are addresses that no Google account stands behind; ``sharing_limit`` is how many more invitations may be sent (``None``: any).
    ``comment_failures`` is how many more batches lose their comment requests behind a 200. Two things about comment anchors are unverified, so tests
    choose: ``anchors_follow_sorting``, and ``anchors_stay_empty`` (the anchor of a deleted cell stays as an empty range instead of going).
    Where Google would refuse native comments to whoever may comment is unverified as well: ``unseen_comments`` and ``refused_comments`` say, by the
    id of a file, with which status nobody gets to see its native threads, or to post natively; Drive shows and takes comments there all the same.
    """

    def __init__(self, clock: Callable[[], datetime] | None = None, seed: int = 0) -> None:
        self.clock = clock or _now
        self.random = random.Random(seed)  # noqa: S311 - ids of a test double
        self.lock = threading.RLock()
        self.lag = timedelta(0)
        self.comment_failures = 0
        self.unseen_comments: dict[str, Literal[400, 403]] = {}
        self.refused_comments: dict[str, Literal[400, 403]] = {}
        self.listing_lag = timedelta(0)
        self.member_changes = False
        self.strangers: set[str] = set()
        self.sharing_limit: int | None = None
        self.anchors_follow_sorting = False
        self.anchors_stay_empty = False
        self.accounts: dict[str, Account] = {}
        self.drives: dict[str, Drive] = {}
        self.files: dict[str, File] = {}
        self.changes: list[Change] = []
        self._numbers = iter(range(1, 10**9))

    def copy(self) -> "World":
        """A world that stands as this one does now and goes its own way from here."""
        twin = World(self.clock)
        vars(twin).update(copy.deepcopy({name: value for name, value in vars(self).items() if name not in {"clock", "lock"}}))
        return twin

    def account(self, email: str, *, name: str = "", kind: Literal["person", "service"] | None = None, project: str = "") -> Account:
        """The account of that address, made when there is none (a person's), with what is said of it."""
        key = email.lower()
        if key not in self.accounts:
            self.accounts[key] = Account(email, email.partition("@")[0], id=f"1{self.random.randrange(10**19, 10**20)}")
        found = self.accounts[key]
        found.name, found.kind, found.project = name or found.name, kind or found.kind, project or found.project
        return found

    def file_id(self) -> str:
        """A new id as Drive makes them: 44 characters."""
        return "1" + self._letters(43)

    def post_id(self) -> str:
        """A new id as comment threads have them."""
        return "AAAC" + self._letters(7)

    def number(self, bits: int = 31) -> int:
        """A new number as sheets, named and protected ranges, charts and metadata have them."""
        return self.random.randrange(1, 2**bits)

    def add_drive(self, name: str, **members: Role) -> Drive:
        """A shared drive; ``members`` are given later with ``permit`` where their address is no identifier."""
        found = Drive(self.file_id(), name, [self._permission(email, role) for email, role in members.items()])
        self.drives[found.id] = found
        return found

    def add_file(self, name: str, mime_type: str, account: Account, *, parents: list[str], app: str = "", file_id: str = "") -> File:
        """A new file of ``account`` in the first of ``parents`` (a folder, or a shared drive's id); in a shared drive nobody owns it."""
        now = self.clock()
        drive = next((self._drive_of(parent) for parent in parents), "")
        file = File(file_id or self.file_id(), name, mime_type, parents, now, now, "" if drive else account.email, drive)
        if not drive:
            file.permissions.append(self._permission(account.email, "owner"))
        if app:
            file.apps.add(app)
        self.files[file.id] = file
        self.touch(file)
        return file

    def permit(self, place: File | Drive, email: str, role: Role) -> Permission:
        """Let ``email`` have ``role`` on a file, folder or shared drive, whatever it had before."""
        place.permissions[:] = [one for one in place.permissions if one.email.lower() != email.lower()]
        place.permissions.append(self._permission(email, role))
        return place.permissions[-1]

    def role(self, account: Account, file: File) -> Role | None:
        """What ``account`` may do with ``file``: the best of the file's, its folders' and its shared drive's permissions."""
        return max(self._roles(account, file), key=lambda role: RANK[role], default=None)

    def viewers(self, file: File) -> frozenset[str]:
        """The addresses of the accounts that may see ``file``, in lower case."""
        return frozenset(key for key, account in self.accounts.items() if self.role(account, file))

    def touch(self, file: File, *, removed: bool = False, content: bool = True) -> None:
        """Note that ``file`` changed now: a new version, and an entry in the change log that is seen after the lag.

        Without ``content`` only what is around it changed (sharing, comments, trash): its time of modification stays.
        """
        now = self.clock()
        if content:
            file.modified = now
        file.version += 1
        viewers, apps = self.viewers(file), frozenset(file.apps)
        self.changes.append(Change(next(self._numbers), file.id, now, now + self.lag, removed, viewers, apps, file.drive, content))

    def _roles(self, account: Account, file: File) -> Iterator[Role]:
        seen: set[str] = set()
        places: list[File | Drive] = [file]
        while places:
            place = places.pop()
            if place.id in seen:
                continue
            seen.add(place.id)
            yield from (one.role for one in place.permissions if _covers(one, account))
            if isinstance(place, File):
                places.extend(found for parent in place.parents if (found := self.files.get(parent) or self.drives.get(parent)))

    def _drive_of(self, parent: str) -> str:
        if parent in self.drives:
            return parent
        found = self.files.get(parent)
        return found.drive if found else ""

    def _permission(self, email: str, role: Role) -> Permission:
        return Permission(self.account(email).id, "user", role, email)

    def _letters(self, count: int) -> str:
        return "".join(self.random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", k=count))


def _covers(permission: Permission, account: Account) -> bool:
    match permission.type:
        case "anyone":
            return True
        case "domain":
            return account.email.lower().endswith("@" + permission.domain.lower())
        case _:
            return permission.email.lower() == account.email.lower()


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the emulator's own clock, unless a test gives one
