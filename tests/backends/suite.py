"""What every backend must do, wherever its workbooks stand. A backend joins with a ``backend`` fixture and the acts of ``Elsewhere``."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace

import pytest

from sheetsync.errors import (
    ChangedElsewhere,
    NotAWorkbook,
    TextTooLong,
    UnsafeEdit,
    UsageError,
    WorkbookInUse,
    WorkbookNotFound,
    WorkbookReadOnly,
    WorkbookTooLarge,
)
from sheetsync.model.design import DesignCell, Style, TabDesign, WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed, Value
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


def at(row: int, column: int, tab: str = TAB) -> CellRef:
    return CellRef(tab, row, column)


def told(value: Value | None) -> tuple[str, str | None]:
    """The kind of a value and what it says, for those that say it in more than one way."""
    if value is None or isinstance(value, str):
        return "text", value
    return value.kind, value.date or value.shown


class BackendSuite(ABC):
    """The shared suite; subclasses say how the world outside acts on a workbook."""

    @abstractmethod
    def damage(self, backend: Backend, ref: str, /) -> None:
        """Make the workbook unreadable."""

    @abstractmethod
    def bloat(self, backend: Backend, ref: str, /) -> None:
        """Make the workbook larger than the limits."""

    @abstractmethod
    def open_elsewhere(self, backend: Backend, ref: str, /) -> None:
        """Let another program open the workbook."""

    @abstractmethod
    def mark_read_only(self, backend: Backend, ref: str, /) -> None:
        """Take the right to write the workbook, and to make another of that name."""

    @abstractmethod
    def delete(self, backend: Backend, ref: str, /) -> None:
        """Delete the workbook."""

    def grids(self, backend: Backend, ref: str) -> dict[str, Grid]:
        return {grid.title: grid for grid in backend.read(ref).grids}

    def test_a_new_workbook_reads_as_designed(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        state = backend.read(ref)
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
        refs = [backend.create(replace(DESIGN, title=title)) for title in ("Quán cà phê", "Cửa hàng", "Phòng tập")]
        assert backend.list() == tuple(sorted(refs))

    def test_creating_never_replaces_a_workbook(self, backend: Backend) -> None:
        first = backend.create(DESIGN)
        written = backend.write(first, [CellEdit(at(4, 2), "của tôi")], if_revision=backend.read(first).revision)
        others = [backend.create(DESIGN), backend.create(DESIGN)]
        assert len({first, *others}) == 3
        assert (backend.read(first).revision, self.grids(backend, first)[TAB].cells[4, 2]) == (written, "của tôi")

    @pytest.mark.parametrize("title", ["", "   ", "\t\n"])
    def test_a_title_of_spaces_names_no_workbook(self, backend: Backend, title: str) -> None:
        with pytest.raises(UsageError):
            backend.create(replace(DESIGN, title=title))
        assert backend.list() == ()

    def test_creating_refuses_a_text_that_no_cell_holds(self, backend: Backend) -> None:
        long = replace(DESIGN.tabs[0], cells={(0, 0): DesignCell("x" * 32_768)})
        with pytest.raises(TextTooLong):
            backend.create(replace(DESIGN, tabs=(long,)))
        assert backend.list() == ()

    def test_creating_in_a_place_marked_read_only_is_refused(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        self.delete(backend, ref)
        self.mark_read_only(backend, ref)
        with pytest.raises(WorkbookReadOnly):
            backend.create(DESIGN)

    def test_what_was_written_reads_back_and_nothing_else_changes(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        before = backend.read(ref)
        edits = [
            CellEdit(at(4, 2), "Hỏi giá\nvà giờ mở cửa"),
            CellEdit(at(4, 3), "2.5", "number"),
            CellEdit(at(4, 4), "2027-01-31", "date"),
            CellEdit(at(4, 5), "false", "boolean"),
            CellEdit(at(4, 6), "7.5", "cached"),
            CellEdit(at(4, 0), ""),
            CellEdit(at(9, 30), "00123"),
            CellEdit(at(5, 2), "Bản đồ!C5", "link", target=at(4, 2)),
        ]
        revision = backend.write(ref, edits, if_revision=before.revision)
        after = backend.read(ref)
        assert after.revision == revision != before.revision
        assert {place: told(value) for place, value in after.grids[0].cells.items()} == {
            (0, 0): ("text", "_id"),
            (0, 2): ("text", "action"),
            (3, 2): ("text", "Hành động"),
            (4, 2): ("text", "Hỏi giá\nvà giờ mở cửa"),
            (4, 3): ("number", "2.5"),
            (4, 4): ("date", "2027-01-31"),
            (4, 5): ("boolean", "FALSE"),
            (4, 6): ("formula", "7.5"),
            (5, 2): ("formula", "Bản đồ!C5"),
            (9, 30): ("text", "00123"),
        }
        formula = after.grids[0].cells[4, 6]
        assert isinstance(formula, Typed)
        assert formula.raw == "D5*3"
        assert after.grids[1] == before.grids[1]

    def test_a_link_can_be_replaced_by_another_by_text_and_by_nothing(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        revision = backend.read(ref).revision
        for edit, expected in (
            (CellEdit(at(8, 2), "một", "link", target=at(4, 2)), ("formula", "một")),
            (CellEdit(at(8, 2), "hai", "link", target=at(5, 2)), ("formula", "hai")),
            (CellEdit(at(8, 2), "ba"), ("text", "ba")),
            (CellEdit(at(8, 2), "bốn", "link", target=at(5, 2)), ("formula", "bốn")),
            (CellEdit(at(8, 2), ""), ("text", None)),
        ):
            revision = backend.write(ref, [edit], if_revision=revision)
            assert told(self.grids(backend, ref)[TAB].cells.get((8, 2))) == expected

    def test_writing_nothing_changes_nothing(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        revision = backend.read(ref).revision
        assert backend.write(ref, [], if_revision=revision) == revision == backend.read(ref).revision

    def test_the_glance_moves_when_the_workbook_does(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        first = backend.glance(ref)
        assert backend.glance(ref) == first
        backend.write(ref, [CellEdit(at(4, 2), "khác")], if_revision=backend.read(ref).revision)
        assert backend.glance(ref) != first or first is None

    def test_a_workbook_saved_by_somebody_is_not_overwritten(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        seen = backend.read(ref).revision
        now = backend.write(ref, [CellEdit(at(4, 2), "người khác")], if_revision=seen)
        with pytest.raises(ChangedElsewhere):
            backend.write(ref, [CellEdit(at(4, 2), "chúng ta")], if_revision=seen)
        assert (backend.read(ref).revision, self.grids(backend, ref)[TAB].cells[4, 2]) == (now, "người khác")

    @pytest.mark.parametrize(
        "edit",
        [
            CellEdit(at(4, 6), "đè lên công thức"),
            CellEdit(at(4, 6), ""),
            CellEdit(at(4, 2), "5", "cached"),
            CellEdit(at(4, 2, "Không có"), "lạc"),
        ],
        ids=["formula", "formula cleared", "result without formula", "unknown tab"],
    )
    def test_an_unsafe_edit_is_refused_with_all_the_others(self, backend: Backend, edit: CellEdit) -> None:
        ref = backend.create(DESIGN)
        before = backend.read(ref)
        with pytest.raises(UnsafeEdit):
            backend.write(ref, [CellEdit(at(5, 2), "kèm theo"), edit], if_revision=before.revision)
        assert backend.read(ref) == before

    def test_a_text_that_no_cell_holds_is_refused_and_never_cut(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        before = backend.read(ref)
        revision = backend.write(ref, [CellEdit(at(4, 2), "x" * 32_767)], if_revision=before.revision)
        for text in ("x" * 32_768, "😀" * 16_384):
            with pytest.raises(TextTooLong, match="32,768"):
                backend.write(ref, [CellEdit(at(4, 2), text)], if_revision=revision)
        assert self.grids(backend, ref)[TAB].cells[4, 2] == "x" * 32_767

    def test_nothing_at_an_address_is_told_as_such(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        revision = backend.read(ref).revision
        self.delete(backend, ref)
        with pytest.raises(WorkbookNotFound):
            backend.read(ref)
        with pytest.raises(WorkbookNotFound):
            backend.glance(ref)
        with pytest.raises(WorkbookNotFound):
            backend.write(ref, [CellEdit(at(4, 2), "x")], if_revision=revision)
        assert backend.list() == ()

    def test_a_damaged_workbook_is_refused(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        self.damage(backend, ref)
        with pytest.raises(NotAWorkbook):
            backend.read(ref)

    def test_a_workbook_over_the_limits_is_refused(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        self.bloat(backend, ref)
        with pytest.raises(WorkbookTooLarge):
            backend.read(ref)

    def test_a_workbook_open_elsewhere_is_read_but_not_written(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        before = backend.read(ref)
        self.open_elsewhere(backend, ref)
        with pytest.raises(WorkbookInUse):
            backend.write(ref, [CellEdit(at(4, 2), "x")], if_revision=before.revision)
        assert backend.read(ref) == before

    def test_a_workbook_marked_read_only_is_read_but_not_written(self, backend: Backend) -> None:
        ref = backend.create(DESIGN)
        before = backend.read(ref)
        self.mark_read_only(backend, ref)
        with pytest.raises(WorkbookReadOnly):
            backend.write(ref, [CellEdit(at(4, 2), "x")], if_revision=before.revision)
        assert backend.read(ref) == before
