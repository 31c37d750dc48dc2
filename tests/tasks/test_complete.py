"""What people write in the tab *To complete*, in its list, below or beside it: none of it is written over, and a note stays with its finding."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sheetsync.model.anatomy import FINGERPRINT, SKIP, TO_COMPLETE_TAB
from sheetsync.model.grid import CellEdit, CellRef, Typed, Value
from sheetsync.model.skips import TO_COMPLETE_KEYS, RowKey, ToComplete
from tests.tasks.test_waive import Office

TAB = TO_COMPLETE_TAB.vi
NOTES = 8
"""The column I, behind all of ours."""


class Reader(Office):
    """Somebody who works in the list."""

    def note(self, row: int, column: int | str, text: str) -> None:
        """Type into a cell; a column of ours goes by its key."""
        self.write(CellEdit(CellRef(TAB, row, TO_COMPLETE_KEYS.index(column) if isinstance(column, str) else column), text))

    def at(self, row: int, column: int | str) -> Value:
        at = TO_COMPLETE_KEYS.index(column) if isinstance(column, str) else column
        return self.tab.grid.cells.get((row, at), "")

    def row(self, mark: str) -> int:
        """The row that lists a finding."""
        return self.tab.speakers()[mark]

    def listed(self) -> dict[str, int]:
        """The rows of all findings, from the first on."""
        return dict(sorted(self.tab.speakers().items(), key=lambda one: one[1]))

    def settle(self) -> None:
        """Answer the first step's question: its finding is gone, and others move up."""
        self.type(0, "touchpoint", "Trang Google Maps")
        self.sync()

    def unsettle(self) -> None:
        self.type(0, "touchpoint", "")
        self.sync()

    def put(self, cells: Mapping[tuple[int, int], Value]) -> None:
        """Leave the list as ``cells``, as sorting or pasting would."""
        grids = self.backend.read(self.ref).grids
        self.backend.put(self.ref, [grid._replace(cells=cells) if grid.title == TAB else grid for grid in grids])

    def is_in_step(self) -> bool:
        return self.sync().edits == 0


@pytest.fixture
def reader() -> Reader:
    return Reader()


class TestBelowTheList:
    @pytest.mark.parametrize(("row", "column"), [(19, "stage"), (24, "message"), (39, "severity"), (60, "where"), (30, SKIP), (30, FINGERPRINT)])
    def test_what_is_typed_there_stays(self, row: int, column: str, reader: Reader) -> None:
        reader.note(row, column, "gõ dưới danh sách")
        reader.settle()
        reader.unsettle()
        assert reader.at(row, column) == "gõ dưới danh sách"
        assert reader.is_in_step()

    def test_a_list_that_grows_goes_around_it(self, reader: Reader) -> None:
        rows = reader.listed()
        reader.settle()
        below = max(reader.listed().values()) + 1
        reader.note(below, "stage", "việc của Lan")
        reader.unsettle()
        assert reader.at(below, "stage") == "việc của Lan"
        assert reader.at(below, "message") == ""
        assert reader.listed() == {mark: row + (row >= below) for mark, row in rows.items()}
        assert reader.is_in_step()


class TestInTheList:
    @pytest.mark.parametrize("column", ["severity", "where", "stage", "message", "why", "fix"])
    def test_what_is_typed_over_a_text_of_ours_stays_beside_its_finding(self, column: str, reader: Reader) -> None:
        mark = list(reader.listed())[-1]
        row = reader.row(mark)
        before = reader.rows()[mark]
        reader.note(row, column, "Lan hỏi kho trước thứ Sáu")
        reader.settle()
        reader.unsettle()
        assert reader.row(mark) == row
        assert reader.rows()[mark] == before | {column: "Lan hỏi kho trước thứ Sáu"}
        assert reader.is_in_step()

    def test_when_its_finding_is_gone_the_row_stays_and_says_so(self, reader: Reader) -> None:
        mark = reader.mark()
        row, before = reader.row(mark), reader.rows()[mark]
        reader.note(row, "fix", "Lan hỏi kho")
        reader.settle()
        assert reader.rows()[mark] == before | {"severity": "Không còn", "where": "", "fix": "Lan hỏi kho"}
        assert reader.is_in_step()
        reader.unsettle()
        assert (reader.row(mark), reader.rows()[mark]) == (row, before | {"fix": "Lan hỏi kho"})
        assert reader.is_in_step()

    def test_what_they_empty_is_written_again(self, reader: Reader) -> None:
        mark = reader.mark()
        before = dict(reader.tab.grid.cells)
        reader.note(reader.row(mark), "message", "")
        reader.sync()
        assert reader.tab.grid.cells == before

    def test_a_formula_of_theirs_stays(self, reader: Reader) -> None:
        place = reader.row(reader.mark()), TO_COMPLETE_KEYS.index("stage")
        formula = Typed("formula", 'VLOOKUP("a",A:B,2)', "Nhận biết")
        reader.put({**reader.tab.grid.cells, place: formula})
        reader.settle()
        assert reader.tab.grid.cells[place] == formula

    def test_a_reason_for_what_is_done_by_now_stays_with_all_that_its_row_said(self, reader: Reader) -> None:
        mark = reader.mark()
        before = reader.rows()[mark]
        reader.say(mark, "đang bàn")
        reader.settle()
        assert reader.rows()[mark] == before | {"skip": "đang bàn", "severity": "Không còn", "where": ""}
        assert reader.is_in_step()

    def test_the_line_that_nothing_is_missing_gives_way_and_a_note_beside_it_stays(self, reader: Reader) -> None:
        for mark in reader.findings():
            reader.say(mark, "để sau")
        reader.sync()
        quiet = reader.tab.first
        reader.note(quiet, NOTES, "giỏi quá")
        reader.say(list(reader.listed())[-1], "")
        reader.sync()
        assert {column: value for (row, column), value in reader.tab.grid.cells.items() if row == quiet} == {NOTES: "giỏi quá"}
        assert reader.is_in_step()


class TestBesideTheList:
    def test_a_note_stays_beside_its_finding(self, reader: Reader) -> None:
        mark = list(reader.listed())[-1]
        row = reader.row(mark)
        reader.note(row, NOTES, "Minh lo")
        reader.settle()
        assert (reader.row(mark), reader.at(row, NOTES)) == (row, "Minh lo")

    def test_the_others_keep_their_order(self, reader: Reader) -> None:
        order = list(reader.listed())
        reader.note(reader.row(order[-1]), NOTES, "Minh lo")
        reader.settle()
        reader.unsettle()
        assert list(reader.listed()) == order

    def test_columns_of_formulas_and_of_empty_boxes_change_nothing(self, reader: Reader) -> None:
        plain, busy = Reader(), reader
        unticked, counted = Typed("boolean", "false", "FALSE"), Typed("formula", "LEN(E5)", "3")
        busy.put({**busy.tab.grid.cells, **{(row, NOTES): unticked for row in range(4, 60)}, **{(row, NOTES + 1): counted for row in range(4, 60)}})
        for office in (plain, busy):
            office.settle()
        assert list(busy.listed().values()) == list(plain.listed().values())


class TestWhatIsOurs:
    def test_rows_sorted_without_their_keys_heal(self, reader: Reader) -> None:
        before = dict(reader.tab.grid.cells)
        first, last = reader.tab.first, reader.tab.last
        torn = {(first + last - row if row >= first and column else row, column): value for (row, column), value in before.items()}
        assert torn != before
        reader.put(torn)
        reader.sync()
        assert reader.tab.grid.cells == before

    def test_a_list_whose_keys_were_deleted_heals(self, reader: Reader) -> None:
        before = dict(reader.tab.grid.cells)
        reader.put({(row, column): value for (row, column), value in before.items() if row < reader.tab.first or column})
        reader.sync()
        assert reader.tab.grid.cells == before

    def test_texts_of_ours_in_another_language_or_wording_are_known_by_the_seal(self, reader: Reader) -> None:
        """What an earlier version said of findings that are gone by now goes, whatever it was."""
        tab = reader.tab
        row = tab.last + 1
        texts = ("Warning", "", "Awareness", "No touchpoint", "As it was once said.", "Name one.")
        key = RowKey("0123456789abcdef").sealed_for(texts)
        reader.write(*(CellEdit(CellRef(TAB, row, column), text) for column, text in enumerate((key.text, *texts)) if text))
        reader.sync()
        assert not any(at == row for at, _ in reader.tab.grid.cells)


def places(tab: ToComplete) -> Iterator[tuple[int, int]]:
    for row in range(tab.first, tab.last + 8):
        yield from ((row, column) for column in range(len(TO_COMPLETE_KEYS) + 2))


@settings(max_examples=12, deadline=None, phases=[Phase.generate])  # an example takes too long to look for a shorter one
@given(data=st.data())
def test_whatever_they_type_wherever_stays_in_the_tab_or_in_the_archive(data: st.DataObject) -> None:
    reader = Reader()
    acts: dict[str, Callable[[], object]] = {"settle": reader.settle, "unsettle": reader.unsettle, "sync": reader.sync}
    typed: dict[tuple[int, int], str] = {}
    for turn in range(4):
        place = data.draw(st.sampled_from(sorted(places(reader.tab))))
        typed[place] = f"ghi chú {turn}"
        reader.note(*place, typed[place])
        acts[data.draw(st.sampled_from(sorted(acts)))]()
    assert reader.is_in_step()
    cells, skip = reader.tab.grid.cells, TO_COMPLETE_KEYS.index(SKIP)
    said = {one.reason for one in reader.space.ledger.decisions(reader.map).waived.values()}
    assert {text for place, text in typed.items() if place[1] == skip} <= said | set(cells.values())
    assert all(cells.get(place) == text for place, text in typed.items() if place[1] != skip)
