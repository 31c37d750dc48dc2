"""How people settle a conflict: by editing one side, or by a word."""

import pytest

from sheetsync.history.merge import merge
from sheetsync.history.record import Side
from sheetsync.history.settling import agreed_on, name_of, settled
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab

STAGES = (Stage("know", "Know"), Stage("try", "Try"))


def gym(text: str | None, *, stage: str = "know", order: str = "ab", title: str = "Know") -> JourneyMap:
    first = () if text is None else (Record("a", stage, {"action": text}),)
    records = sorted((*first, Record("b", "know", {"action": "B"})), key=lambda record: order.index(record.id))
    return JourneyMap("mgym", "t", 1, "Gym", "en", {}, {MAIN: Tab((Stage("know", title), STAGES[1]), tuple(records))})


def told(base: JourneyMap, sheet: JourneyMap, archive: JourneyMap, later: tuple[JourneyMap, JourneyMap], chosen: Side | None = None) -> object:
    """What both sides come to after people were told of the conflict, and ``later`` stands."""
    first = merge(base, sheet, archive, is_list=lambda _: False)
    assert first.conflicts
    names = {name_of(conflict, "mgym"): chosen for conflict in first.conflicts if chosen is not None}
    again = merge(settled(base, first.conflicts, *later, names), *later, is_list=lambda _: False)
    return "conflict" if again.conflicts else again.sheet


@pytest.mark.parametrize(
    ("later", "chosen", "result"),
    [
        pytest.param(("call", "visit"), None, "conflict", id="nobody did anything"),
        pytest.param(("call them", "visit"), None, gym("call them"), id="the sheet was edited"),
        pytest.param(("call", "visit us"), None, gym("visit us"), id="the archive was edited"),
        pytest.param(("call them", "visit us"), None, "conflict", id="both were edited"),
        pytest.param(("visit", "visit"), None, gym("visit"), id="the sheet says what the archive says"),
        pytest.param(("call", "visit"), "sheet", gym("call"), id="somebody said: the sheet"),
        pytest.param(("call", "visit"), "archive", gym("visit"), id="somebody said: the archive"),
        pytest.param((None, "visit"), None, gym(None), id="deleted in the sheet"),
    ],
)
def test_a_text(later: tuple[str | None, str], chosen: Side | None, result: object) -> None:
    assert told(gym("mail"), gym("call"), gym("visit"), (gym(later[0]), gym(later[1])), chosen) == result


@pytest.mark.parametrize(
    ("later", "chosen", "result"),
    [
        pytest.param((None, "visit"), None, "conflict", id="nobody did anything"),
        pytest.param((None, "visit"), "sheet", gym(None), id="somebody said: the sheet, where it is gone"),
        pytest.param((None, "visit"), "archive", gym("visit"), id="somebody said: the archive, where it stands"),
        pytest.param((None, "visit us"), None, gym("visit us"), id="the archive was edited"),
        pytest.param((None, None), None, gym(None), id="gone from both"),
    ],
)
def test_a_deleted_step(later: tuple[str | None, str | None], chosen: Side | None, result: object) -> None:
    assert told(gym("mail"), gym(None), gym("visit"), (gym(later[0]), gym(later[1])), chosen) == result


@pytest.mark.parametrize(("chosen", "result"), [(None, "conflict"), ("sheet", "Sheet"), ("archive", "Archive")])
def test_the_title_of_a_stage(chosen: Side | None, result: str) -> None:
    sides = (gym("mail", title="Sheet"), gym("mail", title="Archive"))
    assert told(gym("mail"), *sides, sides, chosen) == (result if chosen is None else gym("mail", title=result))


@pytest.mark.parametrize(("chosen", "stage"), [("sheet", "try"), ("archive", "buy")])
def test_where_a_step_stands(chosen: Side, stage: str) -> None:
    sides = (gym("mail", stage="try"), gym("mail", stage="buy"))
    settled_map = told(gym("mail"), *sides, sides, chosen)
    assert isinstance(settled_map, JourneyMap)
    assert {record.id: record.stage for record in settled_map.main.records}["a"] == stage


class TestAgreedOn:
    """What both sides said alike when people were told: all that the archive said, and where they were apart, what had been there before."""

    def test_a_text(self) -> None:
        first = merge(gym("mail"), gym("call", title="Sheet"), gym("visit"), is_list=lambda _: False)
        assert agreed_on(gym("mail"), first.archive, first.conflicts) == gym("mail", title="Sheet")

    def test_a_text_that_was_never_agreed_on(self) -> None:
        first = merge(None, gym("call"), gym("visit"), is_list=lambda _: False)
        again = merge(agreed_on(None, first.archive, first.conflicts), gym("call"), gym("visit", title="Later"), is_list=lambda _: False)
        assert [one.ref for one in again.conflicts] == [one.ref for one in first.conflicts]
        assert again.sheet == gym("call", title="Later")

    @pytest.mark.parametrize(("sheet", "archive"), [(None, "visit"), ("call", None)])
    def test_a_deleted_step(self, sheet: str | None, archive: str | None) -> None:
        sides = gym(sheet), gym(archive)
        first = merge(gym("mail"), *sides, is_list=lambda _: False)
        again = merge(agreed_on(gym("mail"), first.archive, first.conflicts), *sides, is_list=lambda _: False)
        assert again.conflicts == first.conflicts

    def test_a_deleted_stage(self) -> None:
        base, gone, renamed = gym("mail"), gym("mail")._replace(tabs={MAIN: gym("mail").main._replace(stages=STAGES[:1])}), stage_called("Buy")
        for sides in ((gone, renamed), (renamed, gone)):
            first = merge(base, *sides, is_list=lambda _: False)
            again = merge(agreed_on(base, first.archive, first.conflicts), *sides, is_list=lambda _: False)
            assert [one.kind for one in again.conflicts] == ["removed"]

    def test_an_order(self) -> None:
        base, *sides = (ordered(order) for order in ("abc", "bac", "acb"))
        first = merge(base, *sides, is_list=lambda _: False)
        again = merge(agreed_on(base, first.archive, first.conflicts), *sides, is_list=lambda _: False)
        assert [one.kind for one in again.conflicts] == ["order"]


@pytest.mark.parametrize(("chosen", "index"), [("sheet", 0), ("archive", 1)])
def test_a_deleted_stage_and_a_word(chosen: Side, index: int) -> None:
    gone = gym("mail")._replace(tabs={MAIN: gym("mail").main._replace(stages=STAGES[:1])})
    sides = (gone, stage_called("Buy"))
    assert told(gym("mail"), *sides, sides, chosen) == sides[index]


def stage_called(title: str) -> JourneyMap:
    """The gym whose last stage, which holds no steps, has that title."""
    return gym("mail")._replace(tabs={MAIN: gym("mail").main._replace(stages=(STAGES[0], STAGES[1]._replace(title=title)))})


def ordered(order: str) -> JourneyMap:
    """A gym with these steps in their order."""
    records = tuple(Record(name, "know", {"action": name}) for name in order)
    return gym("mail")._replace(tabs={MAIN: Tab(STAGES, records)})


@pytest.mark.parametrize(
    ("later", "chosen", "result"),
    [
        pytest.param(("bac", "acb"), None, "conflict", id="nobody did anything"),
        pytest.param(("cba", "acb"), None, "cba", id="the sheet has a third order"),
        pytest.param(("bac", "cba"), None, "cba", id="the archive has a third order"),
        pytest.param(("acb", "acb"), None, "acb", id="the sheet has the order of the archive"),
        pytest.param(("cba", "bca"), None, "conflict", id="both have another order"),
        pytest.param(("bac", "acb"), "sheet", "bac", id="somebody said: the sheet"),
        pytest.param(("bac", "acb"), "archive", "acb", id="somebody said: the archive"),
        pytest.param(("cba", "acb"), "archive", "conflict", id="a word that came before the sheet's third order"),
        pytest.param(("bdac", "acb"), None, "conflict", id="a step came"),
        pytest.param(("ba", "acb"), None, "ba", id="the step went that the archive had moved"),
    ],
)
def test_an_order(later: tuple[str, str], chosen: Side | None, result: str) -> None:
    come_to = told(ordered("abc"), ordered("bac"), ordered("acb"), (ordered(later[0]), ordered(later[1])), chosen)
    assert come_to == (result if result == "conflict" else ordered(result))


def test_an_order_that_was_told_before_orders_were_noted_waits_for_a_word() -> None:
    (noted,) = merge(ordered("abc"), ordered("bac"), ordered("acb"), is_list=lambda _: False).conflicts
    old, later = noted._replace(base=None, sheet=None, archive=None), (ordered("cba"), ordered("acb"))
    assert settled(ordered("abc"), [old], *later, {}) == ordered("abc")
    assert settled(ordered("abc"), [old], *later, {name_of(old, "mgym"): "archive"}) == ordered("cba")


def test_a_word_is_about_the_texts_that_people_saw() -> None:
    sides = gym("call"), gym("visit")
    assert told(gym("mail"), *sides, (gym("call them"), sides[1]), "archive") == "conflict"
    assert told(gym("mail"), *sides, (sides[0], gym("visit us")), "sheet") == "conflict"
