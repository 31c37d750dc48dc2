import unicodedata
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.history.words import Piece, compare_items, compare_words, is_edited

SYLLABLES = ["khách", "hàng", "không", "Tìm", "tìm", "phòng tập", "20:30", "1.500.000", "a.b@c.vn", "đường", "é", "e\u0301", "?", "—", "(", "…", "\n"]
texts = st.lists(st.sampled_from(SYLLABLES), max_size=12).map(" ".join) | st.text(max_size=20)


def marked(before: str, after: str) -> str:
    """Both texts as one, what went in [-…-], what came in {+…+}."""
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in compare_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Tìm trên mạng các phòng tập", "Tìm trên Google các phòng tập", "Tìm trên [-mạng -]{+Google +}các phòng tập"),
        ("hỏi bạn bè", "hỏi bạn bè, người thân", "hỏi bạn bè{+, người thân+}"),
        ("giá không ghi rõ", "giá ghi rõ", "giá [-không -]ghi rõ"),
        ("từ 20:30 mỗi ngày", "từ 21:00 mỗi ngày", "từ [-20:30 -]{+21:00 +}mỗi ngày"),
        ("mất 1.500.000 đồng", "mất 1.200.000 đồng", "mất [-1.500.000 -]{+1.200.000 +}đồng"),
        ("cùng một câu", "cùng một câu", "cùng một câu"),
        ("cùng  một\ncâu", "cùng một câu", "cùng một câu"),
        ("đường đi", unicodedata.normalize("NFD", "đường đi"), "đường đi"),
        ("một hai ba bốn", "hoàn toàn khác hẳn", "[-một hai ba bốn-]{+hoàn toàn khác hẳn+}"),
        ("", "mới", "{+mới+}"),
        ("cũ", "", "[-cũ-]"),
        ("đọc sách hay, báo mới mỗi tối ở nhà", "đọc tạp chí, tin mới mỗi tối ở nhà", "đọc [-sách hay, báo -]{+tạp chí, tin +}mới mỗi tối ở nhà"),
    ],
)
def test_words_that_changed(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


@given(texts, texts)
def test_the_pieces_hold_every_word_of_both_texts(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    old, new = ("".join(piece.text for piece in pieces if piece.kind != other) for other in ("new", "gone"))
    assert new == unicodedata.normalize("NFC", after).strip()
    assert closed(old) == closed(before)


@given(texts, texts)
def test_something_changed_where_more_than_spaces_differs(before: str, after: str) -> None:
    is_same = all(piece.kind == "same" for piece in compare_words(before, after))
    assert is_same or closed(before) != closed(after) or before.split() != after.split()
    assert not is_same or closed(before) == closed(after)


def closed(text: str) -> str:
    """A text without its white space."""
    return "".join(unicodedata.normalize("NFC", text).split())


@given(texts, texts)
def test_pieces_of_a_kind_never_stand_side_by_side_and_none_is_empty(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(one != other for one, other in pairwise(kinds))
    assert ("new", "gone") not in set(pairwise(kinds))


def test_two_texts_that_share_nothing_are_not_one_that_was_edited() -> None:
    assert is_edited(compare_words("mở cửa sớm", "mở cửa muộn"))
    assert not is_edited(compare_words("một hai ba", "bốn, năm, sáu"))


@pytest.mark.parametrize(
    ("before", "after", "changes", "is_reordered"),
    [
        ("Web|Zalo", "Web|Zalo|Tờ rơi", [(None, "Tờ rơi")], False),
        ("Web|Zalo", "Zalo", [("Web", None)], False),
        ("Web|Zalo", "Zalo|Web", [], True),
        ("Web|Web", "Web", [("Web", None)], False),
        (
            "Quảng cáo trả phí quanh nhà|Web",
            "Web|Quảng cáo Facebook quanh nhà",
            [("Quảng cáo trả phí quanh nhà", "Quảng cáo Facebook quanh nhà")],
            False,
        ),
        ("a b c|Web", "d e f|Web", [("a b c", None), (None, "d e f")], False),
        ("", "Web", [(None, "Web")], False),
    ],
)
def test_items_that_changed(before: str, after: str, changes: list[tuple[str | None, str | None]], *, is_reordered: bool) -> None:
    found = compare_items(*(tuple(filter(None, text.split("|"))) for text in (before, after)))
    assert ([tuple(change) for change in found.items], found.is_reordered) == (changes, is_reordered)


lists = st.lists(st.sampled_from(["một hai ba", "một hai bốn", "x", "y", "một"]), max_size=6)


@given(lists, lists)
def test_taking_out_what_went_and_adding_what_came_gives_the_later_list(before: list[str], after: list[str]) -> None:
    found = compare_items(before, after)
    left = list(before)
    for old, new in found.items:
        if old is not None:
            left.remove(old)
        if new is not None:
            left.append(new)
    assert sorted(left) == sorted(after)
    assert (not found.items and not found.is_reordered) == (before == after)


@pytest.mark.parametrize(("count", "other"), [(7_000, 7_000), (1_400, 1_400), (8_000, 1)])
def test_the_longest_cells_are_compared_in_no_time(count: int, other: int) -> None:
    before = " ".join(f"từ{at % 50}" for at in range(count))
    after = " ".join(f"từ{at * 7 % 53}" for at in range(other))
    began = perf_counter()
    pieces = compare_words(before, after)
    assert perf_counter() - began < 3
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def test_a_long_list_that_was_replaced_is_told_without_comparing_every_pair() -> None:
    found = compare_items([f"dòng {at}" for at in range(3_000)], [f"hàng {at}" for at in range(3_000)])
    assert len(found.items) == 6_000


def test_white_space_alone_is_nothing() -> None:
    assert compare_words(" " * 40_000, "\n") == ()
    assert compare_words("", "x") == (Piece("new", "x"),)
