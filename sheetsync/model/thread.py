"""Comment threads as they stand in a workbook, whoever wrote them, and what is to be posted."""

from typing import Literal, NamedTuple

from sheetsync.model.grid import CellRef


class Post(NamedTuple):
    """One message of a thread.

    ``mine`` says that the account we run as wrote it; ``action`` is ``resolve``, ``reopen`` or empty; ``at`` is ISO 8601 in UTC.
    """

    id: str
    author: str
    mine: bool
    text: str
    at: str
    action: str = ""


class Thread(NamedTuple):
    """A comment and its replies; in a workbook that knows no replies, what we say in a note of ours (each thing in it is a thread of one post).

    ``cell`` is where it hangs today, ``None`` once that cell is gone or where it never had one; ``unseen`` hangs on one, and the place does not tell
    on which. ``copied`` came along from another workbook.
    """

    id: str
    cell: CellRef | None
    posts: tuple[Post, ...]
    resolved: bool = False
    copied: bool = False
    unseen: bool = False


class Posting(NamedTuple):
    """One thing to post: ``open`` hangs a thread on ``cell``, and asks ``owner`` (an e-mail address) to see to it; the others speak in ``thread``."""

    action: Literal["open", "reply", "resolve", "reopen"]
    text: str
    cell: CellRef | None = None
    thread: str | None = None
    owner: str | None = None
