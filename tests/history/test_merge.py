"""The truth table of ``sheetsync.history.merge``, and the laws it keeps whatever people do."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.history.merge import Conflict, Merged, merge
from sheetsync.history.version import content_digest
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage, Tab

Rows = dict[str, tuple[str, dict[str, str]]]
"""Steps by id, in their order: stage and texts."""


def journey(rows: Rows, stages: str = "know try", *, title: str = "Gym", titles: dict[str, str] | None = None) -> JourneyMap:
    listed = tuple(Stage(key, (titles or {}).get(key, key.title()), {}) for key in stages.split())
    order = {key: at for at, key in enumerate(stages.split())}
    records = sorted((Record(name, stage, values) for name, (stage, values) in rows.items()), key=lambda record: order[record.stage or ""])
    return JourneyMap("mgym", "t", 1, title, "en", {}, {MAIN: Tab(listed, tuple(records))})


def merged(base: JourneyMap | None, sheet: JourneyMap, archive: JourneyMap) -> Merged:
    return merge(base, sheet, archive, is_list=lambda ref: ref.field == "list")


def rows_of(journey: JourneyMap) -> Rows:
    return {record.id: (record.stage or "", dict(record.values)) for record in journey.main.records}


def one(text: str, field: str = "text") -> Rows:
    return {"a": ("know", {field: text} if text else {})}


@pytest.mark.parametrize(
    ("base", "sheet", "archive", "on_the_sheet", "in_the_archive"),
    [
        ("email", "email", "email", "email", "email"),
        ("email", "call", "email", "call", "call"),
        ("email", "email", "call", "call", "call"),
        ("email", "call", "call", "call", "call"),
        ("email", "call", "visit", "call", "visit"),
        ("email", "", "email", "", ""),
        ("email", "", "visit", "", "visit"),
        ("", "call", "", "call", "call"),
        ("", "call", "visit", "call", "visit"),
    ],
)
def test_a_text(base: str, sheet: str, archive: str, on_the_sheet: str, in_the_archive: str) -> None:
    found = merged(*(journey(one(text)) for text in (base, sheet, archive)))
    assert (rows_of(found.sheet), rows_of(found.archive)) == (one(on_the_sheet), one(in_the_archive))
    expected = () if on_the_sheet == in_the_archive else (Conflict("changed", FieldRef(MAIN, step="a", field="text"), base, sheet, archive),)
    assert found.conflicts == expected


@pytest.mark.parametrize(
    ("base", "sheet", "archive", "both"),
    [
        ("A|B", "A|B|C", "A|B|D", "A|B|C|D"),
        ("A|B", "C|A|B", "A|B|D", "C|A|B|D"),
        ("A|B", "A|B|C", "A|B|C", "A|B|C"),
        ("A|B", "A", "A|B|C", "A|C"),
        ("A|B", "A", "B", ""),
        ("", "A", "B", "A|B"),
        ("", "A|C", "B|C", "A|C|B"),
        ("A|B", "A|b", "A|B|C", None),
        ("A|B", "X|B", "Y|B", None),
    ],
)
def test_a_list(base: str, sheet: str, archive: str, both: str | None) -> None:
    found = merged(*(journey(one(text.replace("|", "\n"), "list")) for text in (base, sheet, archive)))
    assert bool(found.conflicts) == (both is None)
    if both is not None:
        assert rows_of(found.sheet) == rows_of(found.archive) == one(both.replace("|", "\n"), "list")


AD: Rows = {"a": ("know", {"text": "ad"})}
AD_BLOG: Rows = {**AD, "b": ("know", {"text": "blog"})}
AD_CALL: Rows = {**AD, "c": ("know", {"text": "call"})}
MOVED: Rows = {**AD, "b": ("try", {"text": "blog"})}
EDITED: Rows = {**AD, "b": ("know", {"text": "vlog"})}


@pytest.mark.parametrize(
    ("base", "sheet", "archive", "both"),
    [
        pytest.param(AD, AD_BLOG, AD, AD_BLOG, id="added in the sheet"),
        pytest.param(AD, AD, AD_BLOG, AD_BLOG, id="added in the archive"),
        pytest.param(AD, AD_BLOG, AD_CALL, {**AD_BLOG, **AD_CALL}, id="added on both sides"),
        pytest.param(AD, AD_BLOG, AD_BLOG, AD_BLOG, id="the same added on both sides"),
        pytest.param(AD, AD_BLOG, {**AD, "z": AD_BLOG["b"]}, AD_BLOG, id="the same added under two ids"),
        pytest.param(AD_BLOG, AD, AD_BLOG, AD, id="gone from the sheet"),
        pytest.param(AD_BLOG, AD_BLOG, AD, AD, id="gone from the archive"),
        pytest.param(AD_BLOG, AD, AD, AD, id="gone from both"),
        pytest.param(AD_BLOG, MOVED, AD_BLOG, MOVED, id="moved in the sheet"),
        pytest.param(AD_BLOG, MOVED, EDITED, {**AD, "b": ("try", {"text": "vlog"})}, id="moved in the sheet, edited in the archive"),
        pytest.param(AD_BLOG, {"b": AD_BLOG["b"], **AD}, EDITED, {"b": EDITED["b"], **AD}, id="reordered in the sheet, edited in the archive"),
        pytest.param({}, AD, AD_BLOG, AD_BLOG, id="no base: everything of both"),
    ],
)
def test_steps(base: Rows, sheet: Rows, archive: Rows, both: Rows) -> None:
    found = merged(*(journey(rows) for rows in (base, sheet, archive)))
    assert found.conflicts == ()
    assert list(rows_of(found.sheet).items()) == list(rows_of(found.archive).items()) == list(both.items())


@pytest.mark.parametrize(
    ("sheet", "archive", "kind"),
    [
        pytest.param(AD, EDITED, "removed", id="gone from the sheet, edited in the archive"),
        pytest.param(EDITED, AD, "removed", id="edited in the sheet, gone from the archive"),
        pytest.param(MOVED, {**AD, "b": ("buy", {"text": "blog"})}, "moved", id="moved apart"),
    ],
)
def test_what_people_have_to_settle(sheet: Rows, archive: Rows, kind: str) -> None:
    found = merged(*(journey(rows, "know try buy") for rows in (AD_BLOG, sheet, archive)))
    assert [(conflict.kind, conflict.ref.step) for conflict in found.conflicts] == [(kind, "b")]
    assert (rows_of(found.sheet), rows_of(found.archive)) == (sheet, archive)


def test_an_order_changed_apart_stays_on_each_side() -> None:
    orders = ("a b c", "b a c", "a c b")
    base, sheet, archive = (journey({name: ("know", {"text": name}) for name in order.split()}) for order in orders)
    found = merged(base, sheet, archive)
    assert [conflict.kind for conflict in found.conflicts] == ["order"]
    assert (list(rows_of(found.sheet)), list(rows_of(found.archive))) == (["b", "a", "c"], ["a", "c", "b"])


def test_a_stage_that_still_holds_a_step_stays() -> None:
    found = merged(journey(AD), journey({**AD, "n": ("try", {"text": "new"})}), journey(AD, "know"))
    assert [stage.key for stage in found.archive.main.stages] == ["know", "try"]
    assert found.conflicts == ()


@pytest.mark.parametrize(
    ("sheet", "archive", "expected"),
    [
        (journey(AD, "know"), journey(AD), ["Know"]),
        (journey(AD), journey(AD, "know buy try"), ["Know", "Buy", "Try"]),
        (journey(AD, "try know"), journey(AD, titles={"try": "Taste"}), ["Taste", "Know"]),
    ],
    ids=["removed", "added", "reordered and renamed"],
)
def test_stages(sheet: JourneyMap, archive: JourneyMap, expected: list[str]) -> None:
    found = merged(journey(AD), sheet, archive)
    assert [stage.title for stage in found.sheet.main.stages] == [stage.title for stage in found.archive.main.stages] == expected


def test_states_of_two_maps_are_refused() -> None:
    with pytest.raises(ValueError, match="one map"):
        merged(journey(AD), journey(AD)._replace(id="other"), journey(AD))


# Laws

TEXTS = st.sampled_from(["", "A", "B", "A\nB", "B\nC", "A\nB\nC", "D"])
ROW = st.tuples(st.sampled_from(["know", "try", "buy"]), st.fixed_dictionaries({"text": TEXTS, "list": TEXTS}))


@st.composite
def states(draw: st.DrawFn) -> JourneyMap:
    stages = draw(st.permutations(["know", "try", "buy"]))[: draw(st.integers(1, 3))]
    names = draw(st.permutations(list("abcde")))[: draw(st.integers(0, 5))]
    rows = {name: (stage, {key: text for key, text in values.items() if text}) for name in names for stage, values in [draw(ROW)]}
    rows = {name: row for name, row in rows.items() if row[0] in stages and row[1]}
    titles = {key: draw(st.sampled_from(["One", "Two"])) + key for key in stages}
    return journey(rows, " ".join(stages), title=draw(st.sampled_from(["Gym", "Fitness"])), titles=titles)


def texts_of(journey: JourneyMap) -> Iterator[tuple[object, str]]:
    yield "title", journey.title
    for stage in journey.main.stages:
        yield stage.key, stage.title
    for record in journey.main.records:
        yield from ((record.id, line) for text in record.values.values() for line in text.split("\n"))


@given(states(), states())
def test_with_one_side_unchanged_the_other_is_the_result(base: JourneyMap, other: JourneyMap) -> None:
    for found in (merged(base, other, base), merged(base, base, other)):
        assert found.conflicts == ()
        assert content_digest(found.sheet) == content_digest(found.archive) == content_digest(other)


@given(states(), states(), states())
def test_merging_is_symmetric(base: JourneyMap, sheet: JourneyMap, archive: JourneyMap) -> None:
    found, turned = merged(base, sheet, archive), merged(base, archive, sheet)
    assert len(found.conflicts) == len(turned.conflicts)
    assert (content_digest(found.sheet), content_digest(found.archive)) == (content_digest(turned.archive), content_digest(turned.sheet))
    if not found.conflicts:
        assert content_digest(found.sheet) == content_digest(found.archive)


@given(states(), states(), states())
def test_merging_what_was_merged_changes_nothing(base: JourneyMap, sheet: JourneyMap, archive: JourneyMap) -> None:
    found = merged(base, sheet, archive)
    again = merged(base, found.sheet, found.archive)
    assert (content_digest(again.sheet), content_digest(again.archive)) == (content_digest(found.sheet), content_digest(found.archive))
    assert {(one.kind, one.ref) for one in again.conflicts} == {(one.kind, one.ref) for one in found.conflicts}


@given(st.none() | states(), states(), states())
def test_nothing_anybody_typed_disappears(base: JourneyMap | None, sheet: JourneyMap, archive: JourneyMap) -> None:
    found = merged(base, sheet, archive)
    was = {text for _, text in texts_of(base)} if base else set()
    told = {text for side in (found.sheet, found.archive) for _, text in texts_of(side)}
    for side in (sheet, archive):
        assert {text for _, text in texts_of(side)} - was <= told


@pytest.mark.parametrize(
    ("base", "sheet", "archive", "both"),
    [
        pytest.param("a b", "a b n", "n a b", "a b n", id="nobody moved anything else"),
        pytest.param("a b", "n b a", "a n b", "n b a", id="the sheet moved another one"),
        pytest.param("a b", "a n b", "b a n", "b a n", id="the archive moved another one"),
        pytest.param("", "m n", "n m", "m n", id="both are new"),
    ],
)
def test_nobody_is_asked_where_the_same_new_step_stands(base: str, sheet: str, archive: str, both: str) -> None:
    found = merged(*(journey({name: ("know", {"text": name}) for name in order.split()}) for order in (base, sheet, archive)))
    assert found.conflicts == ()
    assert list(rows_of(found.sheet)) == list(rows_of(found.archive)) == both.split()
