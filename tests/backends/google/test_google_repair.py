"""Somebody moves rows or columns, or types, in the second between our read and our write: what that may cost, and what it must not."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.backends.google.edits import Puts, plan
from sheetsync.backends.google.reader import Book
from sheetsync.backends.google.repair import is_as_meant, repairs
from sheetsync.model.grid import CellEdit, CellRef
from tests.backends.google.answers import book, sheet

Cells = dict[tuple[int, int], str]
Act = Callable[[Cells], Cells]

TAB = "Bản đồ"
DOWN: Cells = {
    (0, 0): "_id", (0, 1): "_stage", (0, 2): "action", (0, 3): "emotion",
    (1, 2): "PHÒNG TẬP",
    (3, 2): "Hành động", (3, 3): "Cảm xúc",
    (4, 0): "a1", (4, 1): "know", (4, 2): "tìm", (4, 3): "vui",
    (5, 0): "a2", (5, 1): "know", (5, 2): "hỏi",
    (6, 2): "hàng mới", (6, 3): "lo",
    (7, 0): "a3", (7, 1): "buy", (7, 2): "mua", (7, 3): "mừng",
    (8, 0): "a4", (8, 1): "buy",
}  # fmt: skip
ACROSS: Cells = {(column, row): text for (row, column), text in DOWN.items()}
META: Cells = {(0, 0): "map", (0, 1): "gym", (1, 0): "type", (1, 1): "small", (2, 0): "stage", (2, 1): "know", (3, 0): "stage", (3, 1): "buy"}


def inserted(line: int, count: int = 1, *, column: bool = False) -> Act:
    return lambda cells: {_shifted(place, line, count, column): text for place, text in cells.items()}


def deleted(line: int, *, column: bool = False) -> Act:
    kept = int(column)
    return lambda cells: {_shifted(place, line, -1, column): text for place, text in cells.items() if place[kept] != line}


def moved(order: Mapping[int, int], *, column: bool = False) -> Act:
    def act(cells: Cells) -> Cells:
        if column:
            return {(row, order.get(at, at)): text for (row, at), text in cells.items()}
        return {(order.get(row, row), at): text for (row, at), text in cells.items()}

    return act


def typed(row: int, column: int, text: str) -> Act:
    return lambda cells: {**cells, (row, column): text}


def _shifted(place: tuple[int, int], line: int, count: int, column: bool) -> tuple[int, int]:  # noqa: FBT001
    row, at = place
    if column:
        return row, at + count if at >= line else at
    return (row + count if row >= line else row), at


def put(cells: Cells, puts: Puts) -> Cells:
    """The cells after the values of ``puts`` were written where they point."""
    found = dict(cells)
    for place, one in puts.get(0, {}).items():
        found.pop(place, None)
        if one.value is not None:
            found[place] = one.value["stringValue"]
    return found


def happened(cells: Cells, act: Act, edits: Mapping[tuple[int, int], str]) -> tuple[Cells, Puts]:
    """The tab after somebody's act, our write and our repair; and what the repair did."""
    before = read(cells)
    puts = plan(before, [CellEdit(CellRef(TAB, *place), text) for place, text in edits.items()])
    after = put(act(cells), puts)
    mended = repairs(before, puts, read(after))
    return put(after, mended), mended


def read(cells: Cells) -> Book:
    return book(sheet(TAB, cells))


EDITS = {(5, 2): "hỏi giá", (6, 0): "b6", (7, 3): "", (8, 2): "trả tiền"}


@pytest.mark.parametrize(
    "act",
    [
        inserted(2),
        inserted(5),
        inserted(5, 3),
        inserted(6),
        deleted(1),
        deleted(2),
        deleted(4),
        deleted(5),
        deleted(8),
        moved({4: 7, 7: 4}),
        moved({4: 8, 5: 4, 6: 5, 7: 6, 8: 7}),
        inserted(0),
        inserted(2, column=True),
        inserted(0, column=True),
        deleted(1, column=True),
        deleted(3, column=True),
        moved({2: 3, 3: 2}, column=True),
    ],
)
@pytest.mark.parametrize(("cells", "turned"), [(DOWN, False), (ACROSS, True)], ids=["down", "across"])
def test_whatever_moved_nothing_of_theirs_is_lost_and_nothing_of_ours_is_in_the_wrong_place(cells: Cells, turned: bool, act: Act):  # noqa: FBT001
    edits = {(column, row): text for (row, column), text in EDITS.items()} if turned else EDITS
    now, _ = happened(cells, act, edits)
    assert now == written(act(cells), {place: text for place, text in edits.items() if stays(act, place)})


def stays(act: Act, place: tuple[int, int]) -> bool:
    """Whether ``act`` leaves the cell where it is."""
    return act({place: "?"}).get(place) == "?"


def written(cells: Cells, texts: Mapping[tuple[int, int], str]) -> Cells:
    """The cells with ``texts`` in their places."""
    return {place: text for place, text in {**cells, **texts}.items() if text}


def test_where_nothing_moved_nothing_is_mended():
    for act in (typed(5, 3, "buồn"), typed(40, 9, "ghi chú"), typed(5, 2, "hỏi kỹ hơn"), typed(5, 0, "")):
        assert happened(DOWN, act, EDITS)[1] == {}


def test_a_tab_without_keys_is_mended_by_what_its_rows_say():
    edits = {(4, 0): "stage", (4, 1): "keep"}
    assert happened(META, inserted(1), edits)[0] == inserted(1)(META)
    assert happened(META, deleted(0), edits)[0] == deleted(0)(META)
    assert happened(META, typed(1, 1, "large"), edits)[1] == {}


def test_when_the_keys_went_in_that_very_second_the_rest_is_all_there_is_to_go_by():
    assert happened(DOWN, deleted(0), {(5, 2): "x"})[0] == deleted(0)(DOWN)
    assert happened(DOWN, deleted(0, column=True), {(5, 2): "x"})[1] == {}


def test_a_row_without_a_key_that_our_values_covered_whole_is_told_by_where_it_can_not_have_gone():
    edits = {(5, 2): "của ta", (5, 3): "của ta"}
    assert happened(DOWN, inserted(2, 2), edits)[0] == inserted(2, 2)(DOWN)


def test_what_was_typed_over_our_value_stays():
    before = read(DOWN)
    puts = plan(before, [CellEdit(CellRef(TAB, 5, 2), "của ta")])
    after = put(inserted(5)(DOWN), puts) | {(5, 2): "của họ"}
    assert repairs(before, puts, read(after)) == {}


def test_doubled_keys_prove_nothing_by_themselves():
    doubled = {**DOWN, (5, 0): "a1"}
    assert happened(doubled, inserted(4), EDITS)[0] == inserted(4)(doubled)


def test_a_formula_that_was_covered_comes_back_as_a_formula():
    cells = {**DOWN, (6, 3): "=D5"}
    before = read(cells)
    puts = plan(before, [CellEdit(CellRef(TAB, 7, 3), "buồn")])
    after = put({**inserted(5)(cells)}, puts)
    assert repairs(before, puts, read(after))[0][7, 3].value == {"formulaValue": "=D5"}


def test_a_tab_that_is_gone_needs_no_mending():
    before = read(DOWN)
    puts = plan(before, [CellEdit(CellRef(TAB, 5, 2), "x")])
    assert repairs(before, puts, book(sheet("Khác", {}, number=3))) == {}


def test_the_write_is_as_meant_only_when_nothing_else_differs():
    before = read(DOWN)
    puts = plan(before, [CellEdit(CellRef(TAB, *place), text) for place, text in EDITS.items()])
    assert is_as_meant(before, puts, read(put(DOWN, puts)))
    for act in (inserted(5), typed(30, 3, "ghi chú"), typed(5, 2, "khác")):
        assert not is_as_meant(before, puts, read(act(put(DOWN, puts))))
    assert not is_as_meant(before, puts, book(sheet("Tên mới", put(DOWN, puts))))
    assert not is_as_meant(before, puts, book(sheet(TAB, put(DOWN, puts)), sheet("Thêm", {}, number=4)))


ACTS = st.one_of(
    st.builds(inserted, st.integers(1, 10), st.integers(1, 3)),
    st.builds(deleted, st.integers(1, 10)),
    st.permutations(range(4, 9)).map(lambda order: moved(dict(zip(range(4, 9), order, strict=True)))),
    st.builds(typed, st.integers(4, 8), st.just(5), st.just("gõ thêm")),
)


@given(ACTS, st.dictionaries(st.tuples(st.integers(4, 10), st.integers(2, 4)), st.sampled_from(["mới", "khác", ""]), max_size=8))
def test_no_act_of_others_makes_a_write_lose_what_stood_in_keyed_rows(act: Act, edits: dict[tuple[int, int], str]):
    keyed = {place: text for place, text in DOWN.items() if place[0] != 6}
    now, _ = happened(keyed, act, edits)
    for place, text in act(keyed).items():
        assert now.get(place) == text or (place in edits and stays(act, place))
