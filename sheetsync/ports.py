"""What a backend and an archive must do. Every "Raises" here is tested by the shared suites under ``tests/``."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from sheetsync.model.grid import CellEdit, Grid

if TYPE_CHECKING:
    from sheetsync.model.design import WorkbookDesign


class WorkbookState(NamedTuple):
    """A workbook as read: its address, the revision that was read, and the grids of its tabs in order."""

    ref: str
    revision: str
    grids: tuple[Grid, ...]


class Backend(ABC):
    """A place where workbooks stand."""

    kind: ClassVar[str]

    @abstractmethod
    def list(self) -> tuple[str, ...]:
        """The addresses of all workbooks of the place, in a fixed order."""

    @abstractmethod
    def read(self, ref: str) -> WorkbookState:
        """The workbook at ``ref``.

        Raises:
            WorkbookNotFound: nothing stands there.
            NotAWorkbook: it is damaged, hostile, protected by a password, or of another kind.
            WorkbookTooLarge: it is over the limits.
        """

    @abstractmethod
    def glance(self, ref: str) -> str | None:
        """A cheap mark that differs whenever the workbook may have changed since it was taken; ``None`` when too fresh to trust.

        Raises:
            WorkbookNotFound: nothing stands there.
        """

    @abstractmethod
    def create(self, design: "WorkbookDesign") -> str:
        """Make a new workbook named after the design's title and return its address; never replaces one (a number is added to the name).

        Raises:
            WorkbookReadOnly: the place can't be written.
            TextTooLong: a text does not fit a cell.
        """

    @abstractmethod
    def write(self, ref: str, edits: Sequence[CellEdit], *, if_revision: str) -> str:
        """Change only the cells named by ``edits``, all or none, and return the new revision. Nothing else in the workbook changes.

        Raises:
            WorkbookNotFound: nothing stands there.
            ChangedElsewhere: the workbook is not at ``if_revision`` any more.
            WorkbookInUse: it is open in another program.
            WorkbookReadOnly: it can't be written.
            UnsafeEdit: the write can't be proved to keep everything.
            TextTooLong: a text does not fit a cell.
        """


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
