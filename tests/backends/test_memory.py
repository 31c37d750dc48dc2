import pytest

from sheetsync.backends.memory import MemoryBackend
from sheetsync.errors import NotAWorkbook, UnsafeEdit, WorkbookInUse, WorkbookReadOnly, WorkbookTooLarge
from sheetsync.model.grid import CellEdit, CellRef, Grid
from sheetsync.model.thread import Posting
from sheetsync.ports import Backend
from tests.backends.suite import TAB, LockingSuite, at
from tests.backends.talk_suite import ConversingSuite


def in_memory(backend: Backend) -> MemoryBackend:
    assert isinstance(backend, MemoryBackend)
    return backend


class TestMemoryBackend(LockingSuite, ConversingSuite):
    @pytest.fixture
    def backend(self) -> Backend:
        return MemoryBackend()

    def damage(self, backend: Backend, ref: str, /) -> None:
        in_memory(backend).read_faults[ref] = NotAWorkbook(ref, en="damaged", vi="bị hỏng")

    def bloat(self, backend: Backend, ref: str, /) -> None:
        in_memory(backend).read_faults[ref] = WorkbookTooLarge(ref, en="too large", vi="quá lớn")

    def open_elsewhere(self, backend: Backend, ref: str, /) -> None:
        in_memory(backend).write_faults[ref] = WorkbookInUse(ref, "~$lock")

    def mark_read_only(self, backend: Backend, ref: str, /) -> None:
        in_memory(backend).write_faults[ref] = WorkbookReadOnly(ref, reason="r--r--r--")

    def delete(self, backend: Backend, ref: str, /) -> None:
        in_memory(backend).remove(ref)

    def hidden(self, backend: Backend, ref: str, title: str, /) -> set[tuple[str, int]]:
        return {(lane.kind, lane.index) for lane in in_memory(backend).hidden.get(ref, ()) if lane.tab == title}

    def person_says(self, backend: Backend, ref: str, text: str, place: CellRef | str, /) -> str:
        posting = Posting("reply", text, thread=place) if isinstance(place, str) else Posting("open", text, place)
        return in_memory(backend).say(ref, posting, "lan@example.com")

    def person_deletes(self, backend: Backend, ref: str, thread: str, /) -> None:
        talk = in_memory(backend).talk
        talk[ref] = tuple(one for one in talk[ref] if one.id != thread)


def test_somebody_elses_save_is_seen_and_counts_as_a_new_revision():
    backend = MemoryBackend()
    backend.put("gym", [Grid(TAB, {(0, 0): "trước"})])
    seen = backend.read("gym")
    backend.put("gym", [Grid(TAB, {(0, 0): "sau"})])
    assert backend.read("gym").grids[0].cells == {(0, 0): "sau"}
    assert backend.read("gym").revision != seen.revision


def test_cells_under_merged_ones_are_not_written():
    backend = MemoryBackend()
    backend.put("gym", [Grid(TAB, {(0, 0): "gộp"}, merges=((0, 0, 1, 1),))])
    with pytest.raises(UnsafeEdit, match="B2: it is covered by merged cells"):
        backend.write("gym", [CellEdit(at(1, 1), "x")], if_revision=backend.read("gym").revision)
