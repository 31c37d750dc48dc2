"""What a backend and an archive must do. Every "Raises" here is tested by the shared suites under ``tests/``."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from sheetsync.model.grid import CellEdit, CellRef, Grid, Lane
from sheetsync.model.words import Text

if TYPE_CHECKING:
    from sheetsync.model.design import WorkbookDesign
    from sheetsync.model.thread import Posting, Thread


class WorkbookState(NamedTuple):
    """A workbook as read: its address, the revision that was read, the grids of its tabs in order, and the comment threads in it.

    ``threads`` is ``None`` where seeing them takes more than reading; ``Backend.threads`` does it. On the cells in ``taken`` no thread of ours can be
    opened, because they hold a note that nobody may touch.
    """

    ref: str
    revision: str
    grids: tuple[Grid, ...]
    threads: "tuple[Thread, ...] | None" = ()
    taken: frozenset[CellRef] = frozenset()


class News(NamedTuple):
    """The workbooks of a place, and where the next look for news starts.

    Each has a mark that differs once the place has noticed that the workbook changed; ``None`` where no mark can be trusted yet. A place may notice
    late: a mark says where to look, and is no proof that nothing changed.
    """

    marks: Mapping[str, str | None]
    cursor: str


class Check(NamedTuple):
    """One thing that has to be right before a place can be worked in: ``said`` is what was found, ``fix`` what to do about it.

    ``account`` is whose access was tried, where a place is worked in as several.
    """

    name: str
    state: Literal["ok", "warning", "failed"]
    said: Text
    fix: Text | None = None
    account: str = ""


Role = Literal["reader", "commenter", "writer"]


class Person(NamedTuple):
    """Somebody who may open a workbook, and what for: e-mail address, and the name that their posts show."""

    email: str
    name: str
    role: Role


class Access(NamedTuple):
    """Who may open a workbook: people one by one, and the roles of groups, companies and links, whose members nobody can list."""

    people: tuple[Person, ...]
    others: tuple[Role, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...] | None:
        """The e-mail addresses of all who may open it; ``None`` where some can't be listed."""
        return None if self.others else tuple(sorted(person.email for person in self.people))

    def may_edit(self, name: str) -> bool:
        """Whether whoever posts under ``name`` certainly may change the workbook."""
        roles = [person.role for person in self.people if person.name == name] or self.others
        return bool(roles) and all(role == "writer" for role in roles)


class Backend(ABC):
    """A place where workbooks stand.

    Where nothing is said of it, every method may also raise ``ServiceError`` (a service on the net refuses us, or can't be reached).
    """

    kind: ClassVar[str]
    calculates: ClassVar[bool] = False
    """Whether formulas are calculated there whenever a cell changes: their stored results are never ours to write then."""
    shares: ClassVar[bool] = False
    """Whether people can be given access to one workbook there."""
    longest_text: ClassVar[int]
    """How many UTF-16 code units fit a cell."""
    converses: ClassVar[bool] = False
    """Whether threads there have replies, and stay when they are resolved; else they are notes, which change and go."""

    @abstractmethod
    def list(self) -> tuple[str, ...]:
        """The addresses of all workbooks of the place, in a fixed order."""

    @abstractmethod
    def news(self, cursor: str | None) -> News:
        """All workbooks of the place with their marks, asked as cheaply as it can be since ``cursor`` (``None``, or one of no use: everything)."""

    @abstractmethod
    def locate(self, word: str) -> str | None:
        """The address that a person means by ``word`` (a path, a link), as ``list`` writes it, without looking; ``None`` if it can't be one.

        Raises:
            UsageError: it is an address of another kind of place.
        """

    @abstractmethod
    def read(self, ref: str) -> WorkbookState:
        """The workbook at ``ref``.

        Raises:
            WorkbookNotFound: nothing stands there.
            NotAWorkbook: it is damaged, hostile, protected by a password, or of another kind.
            WorkbookTooLarge: it is over the limits.
        """

    @abstractmethod
    def create(self, design: "WorkbookDesign") -> WorkbookState:
        """Make a new workbook named after the design's title and return it as it stands then; never replaces one.

        Raises:
            WorkbookReadOnly: the place can't be written.
            TextTooLong: a text does not fit a cell.
        """

    @abstractmethod
    def write(self, ref: str, edits: Sequence[CellEdit], *, if_revision: str) -> WorkbookState:
        """Change only the cells named by ``edits``, all or none, and return the workbook as it stands then. Nothing else in the workbook changes.

        Raises:
            WorkbookNotFound: nothing stands there.
            ChangedElsewhere: the workbook is not at ``if_revision`` any more.
            WorkbookInUse: it is open in another program.
            WorkbookReadOnly: it can't be written.
            UnsafeEdit: the write can't be proved to keep everything.
            TextTooLong: a text does not fit a cell.
        """

    @abstractmethod
    def attach(self, ref: str, design: "WorkbookDesign", edits: Sequence[CellEdit], *, hide: Sequence[Lane] = (), if_revision: str) -> WorkbookState:
        """Add the tabs and names of ``design`` behind the tabs of a workbook that people made, and return it as it stands then.

        In their own tabs, only the cells named by ``edits`` change, and the columns and rows of ``hide`` are hidden. All of it is done, or nothing;
        nothing else in the workbook changes. Links may lead from each side to the other.

        Raises:
            WorkbookNotFound: nothing stands there.
            TabTaken: a tab with a title of ours (whatever the case of its letters), or a name of ours, stands there already.
            ChangedElsewhere: the workbook is not at ``if_revision`` any more.
            WorkbookInUse: it is open in another program.
            WorkbookReadOnly: it can't be written.
            UnsafeEdit: it can't be proved that everything of theirs is kept.
            TextTooLong: a text does not fit a cell.
        """

    @abstractmethod
    def share(self, ref: str, email: str, role: Role) -> None:
        """Give the person at ``email`` that role on the workbook.

        Raises:
            WorkbookNotFound: nothing stands there.
            CannotShare: the place knows no sharing, or that person can't be given it.
        """

    def link(self, state: WorkbookState, cell: CellRef | None = None) -> str | None:  # noqa: ARG002 - not every place has addresses
        """An address (a URI) that opens the workbook, at ``cell`` where an address can say that; ``None`` where there is none."""
        return None

    def access(self, ref: str) -> Access | None:  # noqa: ARG002 - most places can't tell
        """Who may open the workbook at ``ref``; ``None`` where the place can't tell.

        Raises:
            WorkbookNotFound: nothing stands there.
        """
        return None

    def people(self, ref: str) -> tuple[str, ...] | None:
        """The e-mail addresses of all who may open the workbook at ``ref``; ``None`` where nobody can tell all of them.

        Raises:
            WorkbookNotFound: nothing stands there.
        """
        access = self.access(ref)
        return access.addresses if access is not None else None

    def threads(self, state: WorkbookState) -> WorkbookState:
        """``state`` with the comment threads of the workbook and the cells that are ``taken``; looks again where reading could not see them.

        Raises:
            WorkbookNotFound: nothing stands there any more.
            ChangedElsewhere: the workbook is not at the revision of ``state`` any more.
            NotAWorkbook, WorkbookTooLarge: as ``read``, about the parts that hold them.
            AccessDenied: we may not see them.
        """
        return state if state.threads is not None else state._replace(threads=())

    @abstractmethod
    def post(self, state: WorkbookState, postings: "Sequence[Posting]") -> tuple[str, ...]:
        """Post all of ``postings``, in their order, into the workbook that was read as ``state``; returns the id of the thread of each.

        Where threads are notes, ``resolve`` takes the words out and ``reply`` puts others in their place. No text in a cell changes, nor anything
        that somebody else wrote. Where it raises, some may be posted: read again before anything is posted.

        Raises:
            WorkbookNotFound: nothing stands there.
            ChangedElsewhere: the workbook is not what it was, as far as the place can tell.
            PostsRefused: the place answered that it took none of them.
            PostsInDoubt: nobody knows whether it took them, or will yet.
            WorkbookInUse: it is open in another program.
            WorkbookReadOnly: it can't be written.
            UnsafeEdit: it can't be proved that everything of theirs is kept; a cell is ``taken``, or is in no tab.
        """

    def close(self) -> None:  # noqa: B027 - most places have nothing to give back
        """Give back connections; nothing is asked of the backend afterwards."""

    @abstractmethod
    def examine(self) -> Sequence[Check]:
        """Try everything that work in this place needs, and say what is wrong and how to mend it. Changes nothing; raises nothing."""


class Quota(ABC):
    """How many calls a service grants: one for all that call it, wherever they run."""

    @abstractmethod
    def delay(self, account: str, kind: Literal["read", "write", "drive"], units: int = 1) -> float:
        """Book ``units`` of ``kind`` for ``account`` and return after how many seconds the call may go out."""

    @abstractmethod
    def peek(self, account: str, kind: Literal["read", "write", "drive"], units: int = 1) -> float:
        """What ``delay`` would say now, without booking anything."""


class Archive(ABC):
    """A store of files that are created once and never changed. Keys are relative paths with ``/``."""

    kind: ClassVar[str]

    @abstractmethod
    def create(self, key: str, body: bytes) -> None:
        """Store ``body`` under ``key``, durably and all or nothing.

        Raises:
            AlreadyInArchive: the key is taken.
            StorageFailed: the disk is full, rights are missing, or the disk failed.
        """

    @abstractmethod
    def read(self, key: str) -> bytes:
        """The body stored under ``key``.

        Raises:
            NotInArchive: nothing is stored there.
            StorageFailed: it can't be read.
        """

    @abstractmethod
    def names(self, folder: str) -> tuple[str, ...]:
        """The sorted names directly under ``folder`` (files and folders); empty when there is no such folder."""

    @abstractmethod
    def cache(self, key: str, body: bytes) -> None:
        """Store a cache under ``cursors/``: may be replaced, may be lost, never half written; failures are silent."""

    @abstractmethod
    def examine(self) -> Sequence[Check]:
        """Try everything that this store needs, and say what is wrong and how to mend it. Leaves nothing behind; raises nothing."""
