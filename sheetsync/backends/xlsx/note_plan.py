"""What our notes say once some postings are done: pure."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple, NoReturn

from sheetsync.backends.xlsx.escapes import storable
from sheetsync.backends.xlsx.notes import Talk, thread_ids
from sheetsync.backends.xlsx.package import SheetPart
from sheetsync.backends.xlsx.places import MAX_COLUMN, MAX_ROW
from sheetsync.backends.xlsx.proof import Reason, refuse
from sheetsync.backends.xlsx.splicing import Place
from sheetsync.model.grid import CellRef
from sheetsync.model.thread import Posting
from sheetsync.model.words import units
from sheetsync.threads.tag import note_of, posts_in

MAX_NOTE: Final = 32_767
"""UTF-16 units."""

_TAKEN: Final = Reason(
    "somebody else has a note or a comment there",
    "ô đã có ghi chú hoặc nhận xét của người khác",
    (
        "Move that note or delete it and run again; until then, read the finding in the “To complete” tab.",
        "Hãy dời hoặc xóa ghi chú đó rồi chạy lại; trong lúc chờ, hãy xem mục này ở trang “Cần bổ sung”.",
    ),
)
_FULL: Final = Reason("its note would be longer than notes can be", "ghi chú của ô sẽ dài quá giới hạn")
_NO_PLACE: Final = Reason("a sheet has no such place", "trang tính không có vị trí đó")
_NO_CELL: Final = Reason("a note needs a cell to hang on", "ghi chú cần gắn với một ô")
_NO_THREAD: Final = Reason("a note that was to be changed is not there", "không còn ghi chú cần sửa")
_NO_TAG: Final = Reason("what was to be posted does not end in a tag of ours", "nội dung cần ghi không kết thúc bằng dòng nhận dạng của sheetsync")
_NO_REOPENING: Final = Reason("notes can't be reopened", "ghi chú không thể mở lại")


class Plan(NamedTuple):
    """``notes`` are the posts of each note that changes (none: it goes), ``ids`` those of the threads that the postings speak in."""

    notes: Mapping[SheetPart, Mapping[Place, tuple[str, ...]]]
    ids: tuple[str, ...]


def plan_notes(talks: Mapping[SheetPart, Talk], postings: Sequence[Posting], ref: str) -> Plan:
    """What becomes of the notes that say ``talks`` when ``postings`` are done in their order; ``ref`` is for messages.

    Raises:
        UnsafeEdit: one of them can't be done.
    """
    return _Planner(talks, ref).plan(postings)


_Where = tuple[SheetPart, Place]


class _Planner:
    """One run of ``plan_notes``. Each post has a number of its own, by which it is found again whatever happens to those beside it."""

    def __init__(self, talks: Mapping[SheetPart, Talk], ref: str) -> None:
        self._talks, self._ref = talks, ref
        self._numbers = count()
        self._notes: dict[_Where, dict[int, str]] = {}
        self._by_id: dict[str, tuple[_Where, int]] = {}
        for sheet, talk in talks.items():
            for place, posts in talk.mine.items():
                numbered = self._notes[sheet, place] = dict(zip(self._numbers, posts, strict=False))
                for name, number in zip(thread_ids(_cell(sheet, place), posts), numbered, strict=True):
                    self._by_id.setdefault(name, ((sheet, place), number))

    def plan(self, postings: Sequence[Posting]) -> Plan:
        before = {where: tuple(posts.values()) for where, posts in self._notes.items()}
        done = [self._do(posting) for posting in postings]
        notes: dict[SheetPart, dict[Place, tuple[str, ...]]] = {}
        names: dict[int, str] = {}
        for (sheet, place), posts in self._notes.items():
            texts = tuple(posts.values())
            names.update(zip(posts, thread_ids(_cell(sheet, place), texts), strict=True))
            if texts != before.get((sheet, place), ()):
                self._check(sheet, place, texts)
                notes.setdefault(sheet, {})[place] = texts
        return Plan(notes, tuple(names.get(number, posting.thread or "") for number, posting in zip(done, postings, strict=True)))

    def _do(self, posting: Posting) -> int:
        """Do it; the number of the post that it made, changed or took out."""
        if posting.action == "open":
            number = next(self._numbers)
            self._notes.setdefault(self._place(posting), {})[number] = self._text(posting)
            return number
        if posting.action == "reopen":
            self._refuse(_NO_REOPENING, posting.cell)
        where, number = self._by_id.get(posting.thread or "", (None, 0))
        if where is None or number not in self._notes[where]:
            self._refuse(_NO_THREAD, posting.cell)
        if posting.action == "resolve":
            del self._notes[where][number]
        else:
            self._notes[where][number] = self._text(posting)
        return number

    def _place(self, posting: Posting) -> _Where:
        cell = posting.cell
        if cell is None:
            self._refuse(_NO_CELL)
        named = [sheet for sheet in self._talks if sheet.title == cell.tab]
        if len(named) != 1:
            self._refuse(Reason(f"{len(named)} tabs have the title “{cell.tab}”", f"có {len(named)} trang tính tên “{cell.tab}”"), cell)
        if not (0 <= cell.row < MAX_ROW and 0 <= cell.column < MAX_COLUMN):
            self._refuse(_NO_PLACE)
        if (cell.row, cell.column) in self._talks[named[0]].taken:
            self._refuse(_TAKEN, cell)
        return named[0], (cell.row, cell.column)

    def _text(self, posting: Posting) -> str:
        """The text of a post as it will be read again."""
        text = posting.text.strip()
        if not storable(text) or posts_in(text) != (text,):
            self._refuse(_NO_TAG, posting.cell)
        return text

    def _check(self, sheet: SheetPart, place: Place, texts: tuple[str, ...]) -> None:
        note = note_of(texts)
        if units(note) > MAX_NOTE:
            self._refuse(_FULL, _cell(sheet, place))
        if texts and posts_in(note) != texts:
            self._refuse(_NO_TAG, _cell(sheet, place))

    def _refuse(self, why: Reason, cell: CellRef | None = None) -> NoReturn:
        refuse(self._ref, why, cell)


def _cell(sheet: SheetPart, place: Place) -> CellRef:
    return CellRef(sheet.title, *place)
