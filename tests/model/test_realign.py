"""Realigning: what people do past the hidden ids, and whose step is whose afterwards."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from sheetsync.model.realign import Line, realign_lines

BASE = {"a": ("s1", {"action": "A"}), "b": ("s1", {"action": "B"}), "c": ("s2", {"action": "C"})}


def after(table: str, base: Mapping[str, tuple[str | None, Mapping[str, str]]] = BASE) -> tuple[list[str], list[int]]:
    """Ids of the filled lines of ``hidden id | read id | stage | action`` after realigning, and the doubtful lines."""
    lines: list[Line] = []
    for number, row in enumerate(table.strip().splitlines()):
        hidden, read, stage, action = (part.strip() for part in row.split("|"))
        lines.append(Line(number, hidden, read or None, stage or None, {"action": action} if action else {}))
    result = realign_lines(base, lines)
    return [result.ids.get(line.number, line.id) for line in lines if line.id], list(result.doubtful)


def test_an_edit_keeps_its_id():
    assert after("a|a|s1|A!\nb|b|s1|B\nc|c|s2|C") == (["a", "b", "c"], [])


def test_sorting_only_the_visible_cells_moves_the_ids_along():
    assert after("a|a|s2|C\nb|b|s1|A\nc|c|s1|B") == (["c", "a", "b"], [])


def test_cutting_a_step_into_an_empty_slot_takes_its_id_along():
    assert after("a|||\nb|b|s1|B\nc|c|s2|C\nslot|slot|s1|A") == (["b", "c", "a"], [])


def test_deleted_ids_come_back_where_the_content_is_known():
    assert after("|x1|s1|A\n|x2|s1|B\n|x3|s2|New") == (["a", "b", "x3"], [])


def test_of_two_rows_with_one_id_the_unchanged_one_keeps_it():
    assert after("a|a|s1|Copy, then edited\na|x1|s1|A\nb|b|s1|B\nc|c|s2|C") == (["x1", "a", "b", "c"], [])


def test_a_copied_row_is_new_and_the_first_keeps_its_id():
    assert after("a|a|s1|A\na|x1|s1|A\nb|b|s1|B\nc|c|s2|C") == (["a", "x1", "b", "c"], [])


def test_equal_contents_trade_places_without_doubt():
    base = {"a": ("s1", {"action": "same"}), "b": ("s1", {"action": "same"}), "c": ("s1", {"action": "C"})}
    assert after("c|c|s1|same\na|a|s1|same\nb|b|s1|C", base)[0].count("c") == 1


def test_content_pasted_over_a_changed_row_is_doubtful_and_keeps_its_id():
    assert after("a|a|s1|B\nb|b|s1|something else\nc|c|s2|C") == (["a", "b", "c"], [0])


def test_only_choosing_another_stage_changes_no_id():
    assert after("a|a|s2|A\nb|b|s1|B\nc|c|s2|C") == (["a", "b", "c"], [])


def _lines(order: Sequence[int], texts: Sequence[str]) -> list[Line]:
    return [Line(at, f"id{at}", f"id{at}", "s", {"action": texts[which]}) for at, which in enumerate(order)]


different = st.lists(st.text(min_size=1, max_size=3), min_size=2, max_size=8, unique=True)


@given(different.flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(range(len(texts))))))
def test_any_shuffle_of_different_contents_is_followed(case: tuple[list[str], list[int]]):
    texts, order = case
    base = {f"id{at}": ("s", {"action": text}) for at, text in enumerate(texts)}
    result = realign_lines(base, _lines(order, texts))
    assert [result.ids.get(at, f"id{at}") for at in range(len(texts))] == [f"id{which}" for which in order]
    assert result.doubtful == ()


@given(st.lists(st.tuples(st.sampled_from(["", "id0", "id1", "id2", "id9"]), st.sampled_from("ABCX")), max_size=7))
def test_no_two_lines_ever_share_an_id(rows: list[tuple[str, str]]):
    base = {f"id{at}": ("s", {"action": text}) for at, text in enumerate("ABC")}
    seen: set[str] = set()
    lines = []
    for number, (hidden, text) in enumerate(rows):
        read = hidden if hidden and hidden not in seen else f"new{number}"
        seen.add(read)
        lines.append(Line(number, hidden, read, "s", {"action": text}))
    result = realign_lines(base, lines)
    ids = [result.ids.get(line.number, line.id) for line in lines]
    assert len(set(ids)) == len(ids)
