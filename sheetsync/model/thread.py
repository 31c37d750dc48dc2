"""Comment threads as they stand in a workbook, whoever wrote them."""

from typing import NamedTuple

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
    """A comment and its replies.

    ``cell`` is where it hangs today, ``None`` once that cell is gone or where it never had one. ``copied`` came along from another workbook.
    """

    id: str
    cell: CellRef | None
    posts: tuple[Post, ...]
    resolved: bool = False
    copied: bool = False
