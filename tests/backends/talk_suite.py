"""What every backend must do whose comment threads have replies."""

from abc import abstractmethod
from collections.abc import Sequence

import pytest

from sheetsync.errors import ChangedElsewhere, UnsafeEdit, WorkbookNotFound
from sheetsync.model.grid import CellRef, Grid
from sheetsync.model.thread import Posting, Thread
from sheetsync.ports import Backend
from tests.backends.suite import DESIGN, BackendSuite, at

SAID = "Bước này chưa có điểm chạm nào.\nVì sao: …\n\n— sheetsync · question-no-touchpoint · 0123456789abcdef.01234567.1.0123.4567"


class ConversingSuite(BackendSuite):
    """The shared suite of threads; subclasses say how people talk there."""

    @abstractmethod
    def person_says(self, backend: Backend, ref: str, text: str, place: CellRef | str, /) -> str:
        """Let a person comment on a cell, or answer in a thread; returns the thread's id."""

    @abstractmethod
    def person_deletes(self, backend: Backend, ref: str, thread: str, /) -> None:
        """Let a person delete a thread."""

    def threads(self, backend: Backend, ref: str) -> dict[str, Thread]:
        return {thread.id: thread for thread in backend.threads(backend.read(ref)).threads or ()}

    def posted(self, backend: Backend, ref: str, *postings: Posting) -> tuple[str, ...]:
        return backend.post(backend.read(ref), postings)

    def cells(self, grids: Sequence[Grid]) -> list[object]:
        return [(grid.title, grid.cells, grid.merges, grid.hidden) for grid in grids]

    def test_threads_hang_where_they_were_opened(self, backend: Backend) -> None:
        before = backend.create(DESIGN)
        assert before.threads == ()
        places = [at(4, 2), at(5, 2), at(4, 2), at(0, 1, "_sheetsync")]
        ids = backend.post(before, [Posting("open", f"{number}: {SAID}", place) for number, place in enumerate(places)])
        after = backend.read(before.ref)
        found = {thread.id: thread for thread in after.threads or ()}
        assert [found[one].cell for one in ids] == places
        assert [found[one].posts[0].text for one in ids] == [f"{number}: {SAID}" for number in range(4)]
        assert all((thread.resolved, thread.copied, len(thread.posts), thread.posts[0].mine) == (False, False, 1, True) for thread in found.values())
        assert (after.revision, self.cells(after.grids)) == (before.revision, self.cells(before.grids))

    def test_threads_are_answered_resolved_and_reopened(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        (thread,) = self.posted(backend, ref, Posting("open", SAID, at(4, 2)))
        for action, is_resolved in (("reply", False), ("resolve", True), ("reply", True), ("reopen", False)):
            assert self.posted(backend, ref, Posting(action, f"{action}: {SAID}", thread=thread)) == (thread,)  # type: ignore[arg-type]
            assert self.threads(backend, ref)[thread].resolved is is_resolved
        (found,) = self.threads(backend, ref).values()
        said = [("", SAID), *((action.replace("reply", ""), f"{action}: {SAID}") for action in ("reply", "resolve", "reply", "reopen"))]
        assert [(post.action, post.text) for post in found.posts] == said
        assert [post.at for post in found.posts] == sorted(post.at for post in found.posts)
        assert found.cell == at(4, 2)

    def test_the_ids_come_in_the_order_of_what_was_posted(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        first, second = self.posted(backend, ref, Posting("open", "một", at(4, 2)), Posting("open", "hai", at(5, 2)))
        mixed = [Posting("resolve", "xong", thread=second), Posting("open", "ba", at(5, 3)), Posting("reply", "thêm", thread=first)]
        ids = self.posted(backend, ref, *mixed)
        assert (ids[0], ids[2]) == (second, first)
        found = self.threads(backend, ref)
        assert {number: [post.text for post in found[number].posts] for number in (first, second, ids[1])} == {
            first: ["một", "thêm"],
            second: ["hai", "xong"],
            ids[1]: ["ba"],
        }

    def test_what_people_say_stays_as_it_is(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        theirs = self.person_says(backend, ref, "Chỗ này ai lo?", at(4, 2))
        (ours,) = self.posted(backend, ref, Posting("open", SAID, at(4, 2)))
        before = self.threads(backend, ref)[theirs]
        assert (before.cell, before.posts[0].text, before.posts[0].mine) == (at(4, 2), "Chỗ này ai lo?", False)
        self.person_says(backend, ref, "Để tôi xem", ours)
        self.posted(backend, ref, Posting("resolve", "xong", thread=ours), Posting("open", "khác", at(5, 2)))
        after = self.threads(backend, ref)
        assert after[theirs] == before
        assert [(post.mine, post.text) for post in after[ours].posts] == [(True, SAID), (False, "Để tôi xem"), (True, "xong")]

    def test_nothing_to_post_is_nothing_posted(self, backend: Backend) -> None:
        before = backend.create(DESIGN)
        assert backend.post(before, []) == ()
        assert backend.read(before.ref) == before

    def test_a_cell_in_no_tab_keeps_all_from_being_posted(self, backend: Backend) -> None:
        before = backend.create(DESIGN)
        with pytest.raises(UnsafeEdit, match="Không có"):
            backend.post(before, [Posting("open", SAID, at(4, 2)), Posting("open", SAID, at(4, 2, "Không có"))])
        assert backend.read(before.ref) == before

    def test_a_thread_that_a_person_deleted_keeps_all_from_being_posted(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        (thread,) = self.posted(backend, ref, Posting("open", SAID, at(4, 2)))
        seen = backend.read(ref)
        self.person_deletes(backend, ref, thread)
        with pytest.raises(ChangedElsewhere):
            backend.post(seen, [Posting("open", SAID, at(5, 2)), Posting("reply", SAID, thread=thread)])
        assert self.threads(backend, ref) == {}

    def test_a_workbook_that_is_gone_takes_no_posts(self, backend: Backend) -> None:
        seen = backend.create(DESIGN)
        (thread,) = backend.post(seen, [Posting("open", SAID, at(4, 2))])
        self.delete(backend, seen.ref)
        for posting in (Posting("open", SAID, at(4, 2)), Posting("reply", SAID, thread=thread)):
            with pytest.raises(WorkbookNotFound):
                backend.post(seen, [posting])

    def test_who_may_edit_is_told_by_the_name_they_post_under(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        backend.share(ref, "lan.tran@example.com", "writer")
        backend.share(ref, "hoa.le@example.com", "commenter")
        access = backend.access(ref)
        assert access
        names = {person.email: person.name for person in access.people}
        assert access.may_edit(names["lan.tran@example.com"])
        assert not access.may_edit(names["hoa.le@example.com"])
        assert not access.may_edit("ai đó")
