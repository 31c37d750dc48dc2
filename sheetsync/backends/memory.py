"""Workbooks in memory: the port without a file system, for tests and for trying things out."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Literal

from sheetsync.errors import (
    CannotShare,
    ChangedElsewhere,
    SheetsyncError,
    TabTaken,
    TextTooLong,
    UnsafeEdit,
    UsageError,
    WorkbookError,
    WorkbookNotFound,
)
from sheetsync.model.design import DesignCell, TabDesign, WorkbookDesign, taken_title
from sheetsync.model.grid import CellEdit, CellRef, Grid, Lane, Typed, Value, column_letters
from sheetsync.model.thread import Post, Posting, Thread
from sheetsync.model.words import Text, units
from sheetsync.ports import Access, Backend, Check, News, Person, Role, WorkbookState


class MemoryBackend(Backend):
    """Workbooks as grids.

    ``read_faults`` and ``write_faults`` hold, by ref, an error to be raised instead: that is how a damaged file or one that is open
    elsewhere looks here, and ``post_faults`` one that comes before or after the posts are there. ``shared`` says who may do what, by ref and e-mail;
    ``hidden`` which columns and rows were hidden, by ref; ``talk`` the comment threads, by ref. ``put`` is somebody else saving. Everybody posts
    under their e-mail address, and ``clock`` says when.
    """

    kind: ClassVar[str] = "memory"
    shares: ClassVar[bool] = True
    converses: ClassVar[bool] = True
    longest_text: ClassVar[int] = 32_767

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self.talk: dict[str, tuple[Thread, ...]] = {}
        self.post_faults: dict[str, tuple[Literal["before", "after"], SheetsyncError]] = {}
        self._clock = clock
        self.read_faults: dict[str, WorkbookError] = {}
        self.write_faults: dict[str, WorkbookError] = {}
        self.hidden: dict[str, set[Lane]] = {}
        self.shared: dict[str, dict[str, Role]] = {}
        self._grids: dict[str, tuple[Grid, ...]] = {}
        self._saves: dict[str, int] = {}

    def put(self, ref: str, grids: Iterable[Grid]) -> None:
        """Save ``grids`` at ``ref``, whatever stood there."""
        self._grids[ref] = tuple(grids)
        self._saves[ref] = self._saves.get(ref, 0) + 1

    def remove(self, ref: str) -> None:
        """Delete the workbook at ``ref``.

        Raises:
            WorkbookNotFound: nothing stands there.
        """
        self._stored(ref)
        del self._grids[ref]

    def list(self) -> tuple[str, ...]:
        return tuple(sorted(self._grids))

    def news(self, cursor: str | None) -> News:
        return News({ref: self._revision(ref) for ref in self.list()}, cursor or "")

    def locate(self, word: str) -> str | None:
        return word if word in self._grids else None

    def read(self, ref: str) -> WorkbookState:
        self._stored(ref)
        if fault := self.read_faults.get(ref):
            raise fault
        return self._state(ref)

    def create(self, design: WorkbookDesign) -> WorkbookState:
        title = " ".join(design.title.split())
        if not title:
            raise UsageError(en="The title is empty. Give the map a title.", vi="Tiêu đề đang trống. Hãy đặt tên cho bản đồ.")
        grids = tuple(_grid(tab, title) for tab in design.tabs)
        ref, number = title, 1
        while ref in self._grids:
            number += 1
            ref = f"{title} ({number})"
        if fault := self.write_faults.get(ref):
            raise fault
        self.put(ref, grids)
        return self.read(ref)

    def write(self, ref: str, edits: Sequence[CellEdit], *, if_revision: str) -> WorkbookState:
        edited = _edited(self._writable(ref, if_revision), edits, ref)
        if edits:
            self.put(ref, edited)
        return self._state(ref)

    def attach(self, ref: str, design: WorkbookDesign, edits: Sequence[CellEdit], *, hide: Sequence[Lane] = (), if_revision: str) -> WorkbookState:
        grids = self._writable(ref, if_revision)
        if taken := taken_title(design.tabs, (grid.title for grid in grids)):
            raise TabTaken(ref, taken)
        titles = {grid.title for grid in grids}
        for lane in hide:
            if lane.tab not in titles:
                raise _unknown_tab(ref, lane.tab)
            if lane.index < 0:
                raise UnsafeEdit(ref, en="a sheet has no such column or row", vi="trang tính không có cột hoặc hàng đó")
        edited, added = _edited(grids, edits, ref), [_grid(tab, ref) for tab in design.tabs]
        if edits or added or hide:
            self.put(ref, [*edited, *added])
            self.hidden.setdefault(ref, set()).update(hide)
        return self._state(ref)

    def share(self, ref: str, email: str, role: Role) -> None:
        self._stored(ref)
        if "@" not in email:
            raise CannotShare(ref, en=f"{email} is no e-mail address. Write it in full.", vi=f"{email} không phải địa chỉ e-mail. Hãy viết đầy đủ.")
        self.shared.setdefault(ref, {})[email] = role

    def access(self, ref: str) -> Access:
        self._stored(ref)
        return Access(tuple(Person(email, email, role) for email, role in sorted(self.shared.get(ref, {}).items())))

    def post(self, state: WorkbookState, postings: Sequence[Posting]) -> tuple[str, ...]:
        ref = state.ref
        titles = {grid.title for grid in self._stored(ref)}
        if lost := next((one.cell for one in postings if one.cell is not None and one.cell.tab not in titles), None):
            raise _unknown_tab(ref, lost.tab)
        known = {thread.id for thread in self.talk.get(ref, ())}
        if any(one.action != "open" and one.thread not in known for one in postings):
            raise ChangedElsewhere(ref)
        when, fault = self.post_faults.pop(ref, (None, None))
        if fault is not None and when == "before":
            raise fault
        ids = tuple(self.say(ref, one) for one in postings)
        if fault is not None:
            raise fault
        return ids

    def say(self, ref: str, posting: Posting, author: str = "") -> str:
        """Post as ``author`` (we ourselves, if left out); returns the thread's id."""
        threads = self.talk.get(ref, ())
        post = Post(
            f"p{sum(len(thread.posts) for thread in threads) + 1}",
            author or "sheetsync",
            not author,
            posting.text,
            self._clock().isoformat(),
            posting.action if posting.action in {"resolve", "reopen"} else "",
        )
        if posting.action == "open":
            opened = Thread(f"t{len(threads) + 1}", posting.cell, (post,))
            self.talk[ref] = (*threads, opened)
            return opened.id
        said = next(thread for thread in threads if thread.id == posting.thread)
        heard = said._replace(posts=(*said.posts, post), resolved={"resolve": True, "reopen": False}.get(posting.action, said.resolved))
        self.talk[ref] = tuple(heard if thread is said else thread for thread in threads)
        return said.id

    def examine(self) -> tuple[Check, ...]:
        return (Check("maps", "ok", Text(vi=f"{len(self._grids)} bảng tính trong bộ nhớ", en=f"{len(self._grids)} workbooks in memory")),)

    def _writable(self, ref: str, if_revision: str) -> tuple[Grid, ...]:
        grids = self._stored(ref)
        if fault := self.write_faults.get(ref):
            raise fault
        if if_revision != self._revision(ref):
            raise ChangedElsewhere(ref)
        return grids

    def _stored(self, ref: str) -> tuple[Grid, ...]:
        if ref not in self._grids:
            raise WorkbookNotFound(ref)
        return self._grids[ref]

    def _state(self, ref: str) -> WorkbookState:
        return WorkbookState(ref, self._revision(ref), self._grids[ref], self.talk.get(ref, ()))

    def _revision(self, ref: str) -> str:
        return f"save {self._saves[ref]}"


def _grid(tab: TabDesign, ref: str) -> Grid:
    cells = {(row, column): _designed(cell, CellRef(tab.title, row, column), ref) for (row, column), cell in tab.cells.items() if cell.value}
    return Grid(tab.title, cells, hidden=tab.hidden)


def _designed(cell: DesignCell, at: CellRef, ref: str) -> Value:
    if cell.kind == "formula":
        return Typed("formula", cell.formula, cell.value)
    return _value(CellEdit(at, cell.value, cell.kind, cell.target), ref)


def _edited(grids: Sequence[Grid], edits: Sequence[CellEdit], ref: str) -> tuple[Grid, ...]:
    by_title = {grid.title: grid for grid in grids}
    cells = {title: dict(grid.cells) for title, grid in by_title.items()}
    for edit in edits:
        if edit.cell.tab not in by_title:
            raise _unknown_tab(ref, edit.cell.tab)
        _apply(edit, cells[edit.cell.tab], by_title[edit.cell.tab], ref)
    return tuple(grid._replace(cells=cells[grid.title]) for grid in grids)


def _unknown_tab(ref: str, title: str) -> UnsafeEdit:
    return UnsafeEdit(ref, en=f"no tab has the title “{title}”", vi=f"không có trang tính nào tên “{title}”")


def _apply(edit: CellEdit, cells: dict[tuple[int, int], Value], grid: Grid, ref: str) -> None:
    at = (edit.cell.row, edit.cell.column)
    before = cells.get(at)
    formula = before.raw if isinstance(before, Typed) and before.kind == "formula" else None
    if any(top <= at[0] <= bottom and left <= at[1] <= right and at != (top, left) for top, left, bottom, right in grid.merges):
        raise UnsafeEdit(ref, en=f"{edit.cell.a1}: it is covered by merged cells", vi=f"{edit.cell.a1}: ô nằm trong vùng ô gộp")
    if edit.kind == "cached" and formula is None:
        raise UnsafeEdit(ref, en=f"{edit.cell.a1}: it holds no formula", vi=f"{edit.cell.a1}: ô không có công thức")
    if edit.kind != "cached" and formula is not None and not formula.startswith('HYPERLINK("#'):
        raise UnsafeEdit(ref, en=f"{edit.cell.a1}: it holds a formula", vi=f"{edit.cell.a1}: ô chứa công thức")
    if edit.kind == "cached" and formula is not None:
        cells[at] = Typed("formula", formula, edit.value)
    elif edit.value:
        cells[at] = _value(edit, ref)
    else:
        cells.pop(at, None)


def _value(edit: CellEdit, ref: str) -> Value:
    value = edit.value
    if (length := units(value)) > MemoryBackend.longest_text:
        raise TextTooLong(ref, cell=edit.cell.a1, length=length)
    match edit.kind:
        case "number":
            return Typed("number", value, value)
        case "date":
            return Typed("date", value, value, value)
        case "boolean":
            return Typed("boolean", value, value.upper())
        case "link":
            return Typed("formula", _jump(edit.target), value)
        case _:
            return value


def _jump(target: CellRef | None) -> str:
    place = f"'{target.tab}'!{column_letters(target.column)}{target.row + 1}" if target else ""
    return f'HYPERLINK("#{place}")'
