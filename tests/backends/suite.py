"""What every backend must do, wherever its workbooks stand. A backend joins with a ``backend`` fixture and the acts of ``Elsewhere``."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace

import pytest

from sheetsync.errors import (
    CannotShare,
    ChangedElsewhere,
    NotAWorkbook,
    TabTaken,
    TextTooLong,
    UnsafeEdit,
    UsageError,
    WorkbookInUse,
    WorkbookNotFound,
    WorkbookReadOnly,
    WorkbookTooLarge,
)
from sheetsync.model.design import Area, DesignCell, Dropdown, Highlight, Name, Style, TabDesign, WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Grid, Lane, Typed, Value
from sheetsync.ports import Backend

TAB = "Bản đồ"
CELLS: Mapping[tuple[int, int], DesignCell] = {
    (0, 0): DesignCell("_id"),
    (0, 2): DesignCell("action"),
    (3, 2): DesignCell("Hành động", note="Khách làm gì?"),
    (4, 0): DesignCell("a1"),
    (4, 2): DesignCell("Tìm phòng tập gần nhà"),
    (4, 3): DesignCell("2", kind="number"),
    (4, 4): DesignCell("2026-10-01", Style(date=True), kind="date"),
    (4, 5): DesignCell("true", kind="boolean"),
    (4, 6): DesignCell("6", kind="formula", formula="D5*3"),
    (5, 2): DesignCell("=1+1"),
}
DESIGN = WorkbookDesign(
    "Phòng tập",
    "vi",
    (
        TabDesign("map", TAB, CELLS, widths={}, heights={}, hidden_rows=(0,), hidden_columns=(0,)),
        TabDesign("meta", "_sheetsync", {(0, 0): DesignCell("map"), (0, 1): DesignCell("gym")}, widths={}, heights={}, hidden=True),
    ),
)
KEYS = "Khóa"
OURS = WorkbookDesign(
    "Phòng tập",
    "vi",
    (
        TabDesign(
            "complete",
            "Cần bổ sung",
            {
                (0, 0): DesignCell("Ô", Style(bold=True, fill="DDEEFF"), note="Bấm để tới ô"),
                (1, 0): DesignCell("Bản đồ!C5", kind="link", target=CellRef(TAB, 4, 2)),
                (1, 1): DesignCell("3", kind="number"),
                (2, 1): DesignCell("2026-11-22", Style(date=True), kind="date"),
                (3, 1): DesignCell("=đúng như gõ"),
                (4, 1): DesignCell("3", kind="formula", formula="B2", numeric=True),
            },
            widths={0: 20.0},
            heights={},
            freeze=(1, 0),
            filter=Area(0, 0, 4, 1),
            dropdowns=(Dropdown(Area(3, 1, 9, 1), ("có", "không")),),
            highlights=(Highlight(Area(1, 0, 9, 1), "$B2=3", fill="FFEEEE"),),
        ),
        TabDesign("keys", KEYS, {(0, 0): DesignCell("_id")}, widths={}, heights={}, hidden=True),
    ),
    (Name("khoa_cua_toi", KEYS, Area(0, 0, 5, 0)),),
)
"""Tabs of ours for a workbook that people made."""


def at(row: int, column: int, tab: str = TAB) -> CellRef:
    return CellRef(tab, row, column)


def told(value: Value | None) -> tuple[str, str | None]:
    """The kind of a value and what it says, for those that say it in more than one way; decimals may be shown with a comma."""
    if value is None or isinstance(value, str):
        return "text", value
    return value.kind, value.date or (value.shown and re.sub(r"^(\d+),(\d+)$", r"\1.\2", value.shown))


class BackendSuite(ABC):
    """The shared suite; subclasses say how the world outside acts on a workbook."""

    @abstractmethod
    def damage(self, backend: Backend, ref: str, /) -> None:
        """Make the workbook unreadable."""

    @abstractmethod
    def bloat(self, backend: Backend, ref: str, /) -> None:
        """Make the workbook larger than the limits."""

    @abstractmethod
    def mark_read_only(self, backend: Backend, ref: str, /) -> None:
        """Take the right to write the workbook, and to make another of that name."""

    @abstractmethod
    def delete(self, backend: Backend, ref: str, /) -> None:
        """Delete the workbook."""

    @abstractmethod
    def hidden(self, backend: Backend, ref: str, title: str, /) -> set[tuple[str, int]]:
        """The columns and rows of a tab that are hidden: ``("column", 0)``."""

    def grids(self, backend: Backend, ref: str) -> dict[str, Grid]:
        return {grid.title: grid for grid in backend.read(ref).grids}

    def test_a_new_workbook_reads_as_designed(self, backend: Backend) -> None:
        state = backend.create(DESIGN)
        ref = state.ref
        assert backend.read(ref) == state
        first, meta = state.grids
        assert (state.ref, first.title, first.hidden, meta.title, meta.hidden) == (ref, TAB, False, "_sheetsync", True)
        assert {place: told(value) for place, value in first.cells.items()} == {
            (0, 0): ("text", "_id"),
            (0, 2): ("text", "action"),
            (3, 2): ("text", "Hành động"),
            (4, 0): ("text", "a1"),
            (4, 2): ("text", "Tìm phòng tập gần nhà"),
            (4, 3): ("number", "2"),
            (4, 4): ("date", "2026-10-01"),
            (4, 5): ("boolean", "TRUE"),
            (4, 6): ("formula", "6"),
            (5, 2): ("text", "=1+1"),
        }

    def test_all_workbooks_are_listed_in_order(self, backend: Backend) -> None:
        assert backend.list() == ()
        refs = [backend.create(replace(DESIGN, title=title)).ref for title in ("Quán cà phê", "Cửa hàng", "Phòng tập")]
        assert backend.list() == tuple(sorted(refs))

    def test_creating_never_replaces_a_workbook(self, backend: Backend) -> None:
        first = backend.create(DESIGN).ref
        written = backend.write(first, [CellEdit(at(4, 2), "của tôi")], if_revision=backend.read(first).revision).revision
        others = [backend.create(DESIGN).ref, backend.create(DESIGN).ref]
        assert len({first, *others}) == 3
        assert (backend.read(first).revision, self.grids(backend, first)[TAB].cells[4, 2]) == (written, "của tôi")

    @pytest.mark.parametrize("title", ["", "   ", "\t\n"])
    def test_a_title_of_spaces_names_no_workbook(self, backend: Backend, title: str) -> None:
        with pytest.raises(UsageError):
            backend.create(replace(DESIGN, title=title))
        assert backend.list() == ()

    def test_creating_refuses_a_text_that_no_cell_holds(self, backend: Backend) -> None:
        long = replace(DESIGN.tabs[0], cells={(0, 0): DesignCell("x" * (backend.longest_text + 1))})
        with pytest.raises(TextTooLong):
            backend.create(replace(DESIGN, tabs=(long,)))
        assert backend.list() == ()

    def test_creating_in_a_place_marked_read_only_is_refused(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        self.delete(backend, ref)
        self.mark_read_only(backend, ref)
        with pytest.raises(WorkbookReadOnly):
            backend.create(DESIGN)

    def test_what_was_written_reads_back_and_nothing_else_changes(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        edits = [
            CellEdit(at(4, 2), "Hỏi giá\nvà giờ mở cửa"),
            CellEdit(at(4, 3), "2.5", "number"),
            CellEdit(at(4, 4), "2027-01-31", "date"),
            CellEdit(at(4, 5), "false", "boolean"),
            *(() if backend.calculates else (CellEdit(at(4, 6), "7.5", "cached"),)),
            CellEdit(at(4, 0), ""),
            CellEdit(at(9, 30), "00123"),
            CellEdit(at(5, 2), "Bản đồ!C5", "link", target=at(4, 2)),
        ]
        written = backend.write(ref, edits, if_revision=before.revision)
        after = backend.read(ref)
        assert after == written
        assert after.revision != before.revision
        assert {place: told(value) for place, value in after.grids[0].cells.items()} == {
            (0, 0): ("text", "_id"),
            (0, 2): ("text", "action"),
            (3, 2): ("text", "Hành động"),
            (4, 2): ("text", "Hỏi giá\nvà giờ mở cửa"),
            (4, 3): ("number", "2.5"),
            (4, 4): ("date", "2027-01-31"),
            (4, 5): ("boolean", "FALSE"),
            (4, 6): ("formula", "7.5"),  # the stored result as written, or calculated anew from 2.5
            (5, 2): ("formula", "Bản đồ!C5"),
            (9, 30): ("text", "00123"),
        }
        formula = after.grids[0].cells[4, 6]
        assert isinstance(formula, Typed)
        assert formula.raw == "D5*3"
        assert after.grids[1] == before.grids[1]

    def test_a_link_can_be_replaced_by_another_by_text_and_by_nothing(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        revision = backend.read(ref).revision
        for edit, expected in (
            (CellEdit(at(8, 2), "một", "link", target=at(4, 2)), ("formula", "một")),
            (CellEdit(at(8, 2), "hai", "link", target=at(5, 2)), ("formula", "hai")),
            (CellEdit(at(8, 2), "ba"), ("text", "ba")),
            (CellEdit(at(8, 2), "bốn", "link", target=at(5, 2)), ("formula", "bốn")),
            (CellEdit(at(8, 2), ""), ("text", None)),
        ):
            revision = backend.write(ref, [edit], if_revision=revision).revision
            assert told(self.grids(backend, ref)[TAB].cells.get((8, 2))) == expected

    def test_writing_nothing_changes_nothing(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        assert backend.write(ref, [], if_revision=before.revision) == before == backend.read(ref)

    def test_news_names_every_workbook_and_marks_those_that_changed(self, backend: Backend) -> None:
        assert backend.news(None).marks == {}
        first, second = (backend.create(replace(DESIGN, title=title)).ref for title in ("Một", "Hai"))
        before = backend.news(None)
        assert set(before.marks) == {first, second}
        assert backend.news(before.cursor).marks == before.marks
        backend.write(second, [CellEdit(at(4, 2), "khác")], if_revision=backend.read(second).revision)
        third = backend.create(replace(DESIGN, title="Ba")).ref
        self.delete(backend, first)
        after = backend.news(before.cursor)
        assert set(after.marks) == {second, third}
        assert after.marks[second] != before.marks[second] or after.marks[second] is None

    @pytest.mark.parametrize("cursor", ["", "rubbish", "{}", '{"token": 5}'])
    def test_a_cursor_of_no_use_costs_a_full_look(self, backend: Backend, cursor: str) -> None:
        ref = backend.create(DESIGN).ref
        assert set(backend.news(cursor).marks) == {ref}

    def test_an_address_is_told_from_a_title(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        assert (backend.locate(ref), backend.locate("Phòng tập và bạn bè")) == (ref, None)

    def test_a_workbook_is_shared_or_said_not_to_be(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        if backend.shares:
            backend.share(ref, "lan@example.com", "writer")
            assert "lan@example.com" in (backend.people(ref) or ())
        else:
            with pytest.raises(CannotShare, match=r"lan@example\.com"):
                backend.share(ref, "lan@example.com", "writer")
            assert backend.people(ref) is None
        with pytest.raises(CannotShare):
            backend.share(ref, "không phải địa chỉ", "writer")
        self.delete(backend, ref)
        with pytest.raises(WorkbookNotFound):
            backend.share(ref, "lan@example.com", "writer")
        if backend.shares:
            with pytest.raises(WorkbookNotFound):
                backend.people(ref)

    def test_a_place_in_order_is_found_so(self, backend: Backend) -> None:
        backend.create(DESIGN)
        assert {check.state for check in backend.examine()} == {"ok"}

    def test_a_workbook_saved_by_somebody_is_not_overwritten(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        seen = backend.read(ref).revision
        now = backend.write(ref, [CellEdit(at(4, 2), "người khác")], if_revision=seen).revision
        with pytest.raises(ChangedElsewhere):
            backend.write(ref, [CellEdit(at(4, 2), "chúng ta")], if_revision=seen)
        assert (backend.read(ref).revision, self.grids(backend, ref)[TAB].cells[4, 2]) == (now, "người khác")

    @pytest.mark.parametrize(
        "edit",
        [
            CellEdit(at(4, 6), "đè lên công thức"),
            CellEdit(at(4, 6), ""),
            CellEdit(at(4, 2), "5", "cached"),  # refused in every way where formulas are calculated
            CellEdit(at(4, 2, "Không có"), "lạc"),
        ],
        ids=["formula", "formula cleared", "result without formula", "unknown tab"],
    )
    def test_an_unsafe_edit_is_refused_with_all_the_others(self, backend: Backend, edit: CellEdit) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        with pytest.raises(UnsafeEdit):
            backend.write(ref, [CellEdit(at(5, 2), "kèm theo"), edit], if_revision=before.revision)
        assert backend.read(ref) == before

    def test_a_text_that_no_cell_holds_is_refused_and_never_cut(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        most = backend.longest_text
        revision = backend.write(ref, [CellEdit(at(4, 2), "x" * most)], if_revision=before.revision).revision
        for text in ("x" * (most + 1), "😀" * (most // 2 + 1)):
            with pytest.raises(TextTooLong, match=f"{len(text.encode('utf-16-le')) // 2:,}"):
                backend.write(ref, [CellEdit(at(4, 2), text)], if_revision=revision)
        assert self.grids(backend, ref)[TAB].cells[4, 2] == "x" * most

    def test_nothing_at_an_address_is_told_as_such(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        revision = backend.read(ref).revision
        self.delete(backend, ref)
        with pytest.raises(WorkbookNotFound):
            backend.read(ref)
        with pytest.raises(WorkbookNotFound):
            backend.write(ref, [CellEdit(at(4, 2), "x")], if_revision=revision)
        assert backend.list() == ()

    def test_a_damaged_workbook_is_refused(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        self.damage(backend, ref)
        with pytest.raises(NotAWorkbook):
            backend.read(ref)

    def test_a_workbook_over_the_limits_is_refused(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        self.bloat(backend, ref)
        with pytest.raises(WorkbookTooLarge):
            backend.read(ref)

    def test_a_workbook_marked_read_only_is_read_but_not_written(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        self.mark_read_only(backend, ref)
        with pytest.raises(WorkbookReadOnly):
            backend.write(ref, [CellEdit(at(4, 2), "x")], if_revision=before.revision)
        after = backend.read(ref)
        assert (after.revision, after.grids) == (before.revision, before.grids)

    def test_our_tabs_are_added_behind_theirs_which_stay_as_they_were(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        state = backend.attach(ref, OURS, [], if_revision=before.revision)
        assert backend.read(ref) == state
        assert state.revision != before.revision
        assert state.grids[:2] == before.grids
        assert [(grid.title, grid.hidden) for grid in state.grids[2:]] == [("Cần bổ sung", False), (KEYS, True)]
        assert {place: told(value) for place, value in state.grids[2].cells.items()} == {
            (0, 0): ("text", "Ô"),
            (1, 0): ("formula", "Bản đồ!C5"),
            (1, 1): ("number", "3"),
            (2, 1): ("date", "2026-11-22"),
            (3, 1): ("text", "=đúng như gõ"),
            (4, 1): ("formula", "3"),
        }

    def test_cells_of_theirs_are_edited_and_lines_hidden_in_the_same_go(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        edits = [CellEdit(at(0, 9), "_khóa"), CellEdit(at(4, 9), "→", "link", target=at(1, 1, "Cần bổ sung"))]
        hide = [Lane(TAB, "column", 9), Lane(TAB, "column", 40), Lane(TAB, "row", 0), Lane(TAB, "row", 90)]
        state = backend.attach(ref, OURS, edits, hide=hide, if_revision=before.revision)
        assert backend.read(ref) == state
        kept = {place: value for place, value in state.grids[0].cells.items() if place not in {(0, 9), (4, 9)}}
        assert (kept, state.grids[1]) == (before.grids[0].cells, before.grids[1])
        assert [told(state.grids[0].cells[place]) for place in ((0, 9), (4, 9))] == [("text", "_khóa"), ("formula", "→")]
        assert self.hidden(backend, ref, TAB) >= {("column", 9), ("column", 40), ("row", 0), ("row", 90)}
        assert not self.hidden(backend, ref, TAB) & {("column", 8), ("column", 10), ("row", 1), ("row", 89), ("row", 91)}

    def test_lines_can_be_hidden_and_cells_edited_without_new_tabs(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        nothing = replace(OURS, tabs=(), names=())
        assert backend.attach(ref, nothing, [], if_revision=before.revision) == before
        state = backend.attach(ref, nothing, [CellEdit(at(0, 9), "_khóa")], hide=[Lane(TAB, "row", 5)], if_revision=before.revision)
        assert [grid.title for grid in state.grids] == [TAB, "_sheetsync"]
        assert (state.grids[0].cells[0, 9], ("row", 5) in self.hidden(backend, ref, TAB)) == ("_khóa", True)

    @pytest.mark.parametrize("title", [TAB, TAB.upper(), "_SheetSync", "BẢN ĐỒ"])
    def test_a_title_that_a_tab_has_already_is_refused(self, backend: Backend, title: str) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        taken = replace(OURS, tabs=(OURS.tabs[1], replace(OURS.tabs[0], title=title)))
        with pytest.raises(TabTaken) as refusal:
            backend.attach(ref, taken, [CellEdit(at(0, 9), "_khóa")], if_revision=before.revision)
        assert title in refusal.value.en
        assert title in refusal.value.vi
        assert backend.read(ref) == before

    def test_a_workbook_saved_by_somebody_gets_no_tabs(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        seen = backend.read(ref).revision
        backend.write(ref, [CellEdit(at(4, 2), "người khác")], if_revision=seen)
        now = backend.read(ref)
        with pytest.raises(ChangedElsewhere):
            backend.attach(ref, OURS, [CellEdit(at(0, 9), "_khóa")], if_revision=seen)
        assert backend.read(ref) == now

    def test_what_no_cell_holds_keeps_all_from_being_added(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        long = "x" * (backend.longest_text + 1)
        tab = replace(OURS.tabs[1], cells={(0, 0): DesignCell(long)})
        with pytest.raises(TextTooLong):
            backend.attach(ref, replace(OURS, tabs=(OURS.tabs[0], tab)), [], if_revision=before.revision)
        with pytest.raises(TextTooLong):
            backend.attach(ref, OURS, [CellEdit(at(4, 2), long)], if_revision=before.revision)
        assert backend.read(ref) == before

    @pytest.mark.parametrize(
        ("edit", "lane"),
        [
            (CellEdit(at(4, 6), "đè lên công thức"), Lane(TAB, "column", 9)),
            (CellEdit(at(4, 2, "Không có"), "lạc"), Lane(TAB, "column", 9)),
            (CellEdit(at(0, 9), "_khóa"), Lane("Không có", "column", 9)),
            (CellEdit(at(0, 9), "_khóa"), Lane(TAB, "row", -1)),
        ],
        ids=["formula", "unknown tab", "line of an unknown tab", "no line"],
    )
    def test_what_can_not_be_done_keeps_all_from_being_added(self, backend: Backend, edit: CellEdit, lane: Lane) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        with pytest.raises(UnsafeEdit):
            backend.attach(ref, OURS, [CellEdit(at(1, 9), "kèm theo"), edit], hide=[lane], if_revision=before.revision)
        assert backend.read(ref) == before

    def test_a_workbook_marked_read_only_gets_no_tabs(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        self.mark_read_only(backend, ref)
        with pytest.raises(WorkbookReadOnly):
            backend.attach(ref, OURS, [], if_revision=before.revision)
        after = backend.read(ref)
        assert (after.revision, after.grids) == (before.revision, before.grids)

    def test_a_workbook_that_is_gone_gets_no_tabs(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        revision = backend.read(ref).revision
        self.delete(backend, ref)
        with pytest.raises(WorkbookNotFound):
            backend.attach(ref, OURS, [], if_revision=revision)

    def test_a_workbook_with_our_tabs_can_be_written_again(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        state = backend.attach(ref, OURS, [], if_revision=backend.read(ref).revision)
        done = backend.write(ref, [CellEdit(at(3, 1, "Cần bổ sung"), "sửa lại"), CellEdit(at(4, 2), "của họ")], if_revision=state.revision)
        assert (done.grids[2].cells[3, 1], done.grids[0].cells[4, 2]) == ("sửa lại", "của họ")


class LockingSuite(BackendSuite):
    """Where another program can hold a workbook, it is read all the same."""

    @abstractmethod
    def open_elsewhere(self, backend: Backend, ref: str, /) -> None:
        """Let another program open the workbook."""

    def test_a_workbook_open_elsewhere_is_read_but_not_written(self, backend: Backend) -> None:
        ref = backend.create(DESIGN).ref
        before = backend.read(ref)
        self.open_elsewhere(backend, ref)
        with pytest.raises(WorkbookInUse):
            backend.write(ref, [CellEdit(at(4, 2), "x")], if_revision=before.revision)
        with pytest.raises(WorkbookInUse):
            backend.attach(ref, OURS, [], if_revision=before.revision)
        assert backend.read(ref) == before
