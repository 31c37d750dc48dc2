from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.history.diff import Change, Place, diff, to_json
from sheetsync.history.version import content_digest
from sheetsync.model.journey import JourneyMap, Record, Stage, Tab
from tests.history.maps import GYM, maps, with_main, with_records, with_text

STEPS = GYM.main.records
STAGES = GYM.main.stages


def stages(*changed: Stage) -> JourneyMap:
    return with_main(GYM, GYM.main._replace(stages=changed))


def persona(*records: Record) -> JourneyMap:
    return GYM._replace(tabs={**GYM.tabs, "personas": Tab(records=records)})


ONE_EDIT = {
    "title": (GYM._replace(title="Gym"), Change("changed", field="title", before="Phòng tập Nam Sài Gòn", after="Gym")),
    "language": (GYM._replace(language="en"), Change("changed", field="language", before="vi", after="en")),
    "type version": (GYM._replace(type_version=2), Change("changed", field="type_version", before="1", after="2")),
    "objective emptied": (
        GYM._replace(values={"persona": "Lan, 28 tuổi"}),
        Change("changed", field="objective", before="Biết vì sao khách bỏ cuộc"),
    ),
    "owner filled": (GYM._replace(values={**GYM.values, "owner": "Hương"}), Change("changed", field="owner", after="Hương")),
    "stage renamed": (
        stages(STAGES[0], STAGES[1]._replace(title="Dùng thử"), STAGES[2]),
        Change("changed", "map", "trial", field="title", before="Tập thử", after="Dùng thử"),
    ),
    "stage goal": (
        stages(STAGES[0]._replace(values={"goal": "Gấp đôi"}), *STAGES[1:]),
        Change("changed", "map", "awareness", field="goal", before="Nhiều người biết đến hơn", after="Gấp đôi"),
    ),
    "stage added": (
        stages(*STAGES[:2], Stage("renew", "Gia hạn", {"kpi": "80 %"}), STAGES[2]),
        Change("added", "map", "renew", after="Gia hạn · 80 %", to=Place(None, 2)),
    ),
    "empty stage removed": (stages(*STAGES[:2]), Change("removed", "map", "member", before="Thành viên", from_=Place(None, 2))),
    "stage moved": (stages(STAGES[2], *STAGES[:2]), Change("moved", "map", "member", from_=Place(None, 2), to=Place(None, 0))),
    "text changed": (
        with_text(GYM, "t2", {"action": "Hỏi lễ tân"}),
        Change("changed", "map", "trial", "t2", "action", "Hỏi huấn luyện viên", "Hỏi lễ tân"),
    ),
    "text added": (
        with_text(GYM, "t2", {"action": "Hỏi huấn luyện viên", "pain": "Chờ lâu"}),
        Change("changed", "map", "trial", "t2", "pain", None, "Chờ lâu"),
    ),
    "step added": (
        with_records(GYM, (*STEPS[:1], Record("a9", "awareness", {"action": "Gọi điện", "touchpoint": "Tổng đài\nZalo"}), *STEPS[1:])),
        Change("added", "map", "awareness", "a9", after="Gọi điện · Tổng đài / Zalo", to=Place("awareness", 1)),
    ),
    "step removed": (
        with_records(GYM, (*STEPS[:3], STEPS[4])),
        Change("removed", "map", "trial", "t1", before="Đến tập thử · happy", from_=Place("trial", 0)),
    ),
    "step moved down": (
        with_records(GYM, (*STEPS[1:3], STEPS[0], *STEPS[3:])),
        Change("moved", "map", "awareness", "a1", from_=Place("awareness", 0), to=Place("awareness", 2)),
    ),
    "step moved up": (
        with_records(GYM, (STEPS[2], *STEPS[:2], *STEPS[3:])),
        Change("moved", "map", "awareness", "a3", from_=Place("awareness", 2), to=Place("awareness", 0)),
    ),
    "step to another stage": (
        with_records(GYM, (STEPS[0], STEPS[2], STEPS[3], STEPS[1]._replace(stage="trial"), STEPS[4])),
        Change("moved", "map", "trial", "a2", from_=Place("awareness", 1), to=Place("trial", 1)),
    ),
    "step to a stage that is gone": (
        with_records(GYM, (*STEPS[:4], STEPS[4]._replace(stage=None))),
        Change("moved", "map", None, "t2", from_=Place("trial", 1), to=Place(None, 0)),
    ),
    "list entry added": (
        persona(*GYM.records("personas"), Record("p3", None, {"name": "Tú"})),
        Change("added", "personas", None, "p3", after="Tú", to=Place(None, 2)),
    ),
    "list entries swapped": (
        persona(*reversed(GYM.records("personas"))),
        Change("moved", "personas", None, "p2", from_=Place(None, 1), to=Place(None, 0)),
    ),
}


@pytest.mark.parametrize(("after", "change"), ONE_EDIT.values(), ids=ONE_EDIT)
def test_one_edit_is_one_change(after: JourneyMap, change: Change) -> None:
    assert diff(GYM, after) == (change,)


def test_a_step_that_moved_and_was_edited_tells_both() -> None:
    edited = STEPS[0]._replace(stage="trial", values={**STEPS[0].values, "emotion": "happy"})
    assert [(change.kind, change.step, change.field) for change in diff(GYM, with_records(GYM, (*STEPS[1:], edited)))] == [
        ("moved", "a1", None),
        ("changed", "a1", "emotion"),
    ]


def test_changes_come_in_the_order_of_the_map() -> None:
    after = with_main(
        GYM,
        Tab(
            stages=(STAGES[0], STAGES[1]._replace(title="Thử"), Stage("renew", "Gia hạn")),
            records=(STEPS[4]._replace(values={"action": "Hỏi"}), Record("r1", "renew", {"action": "Đóng phí"}), *STEPS[1:4]),
        ),
    )._replace(
        title="Gym",
    )
    assert [(change.kind, change.stage, change.step, change.field) for change in diff(GYM, after)] == [
        ("changed", None, None, "title"),
        ("removed", "awareness", "a1", None),
        ("changed", "trial", None, "title"),
        ("moved", "trial", "t2", None),
        ("changed", "trial", "t2", "action"),
        ("added", "renew", None, None),
        ("added", "renew", "r1", None),
        ("removed", "member", None, None),
    ]


def test_a_change_has_the_documented_json() -> None:
    assert to_json(Change("moved", "map", "trial", "a2", from_=Place("awareness", 1), to=Place("trial", 0))) == {
        "kind": "moved",
        "tab": "map",
        "stage": "trial",
        "step": "a2",
        "field": None,
        "before": None,
        "after": None,
        "from": {"stage": "awareness", "index": 1},
        "to": {"stage": "trial", "index": 0},
    }
    assert to_json(Change("changed", field="title", before="a"))["from"] is None


@given(maps(), maps())
def test_nothing_changed_exactly_when_the_content_is_equal(a: JourneyMap, b: JourneyMap) -> None:
    assert diff(a, a) == ()
    assert (diff(a, b) == ()) == (content_digest(a) == content_digest(b))


@given(maps(), maps())
def test_the_way_back_undoes_the_same_things(a: JourneyMap, b: JourneyMap) -> None:
    there, back = diff(a, b), diff(b, a)
    undone = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(undone[c.kind], c.tab, c.step or c.stage, c.field, c.after, c.before) for c in there if c.kind != "moved"} == {
        (c.kind, c.tab, c.step or c.stage, c.field, c.before, c.after) for c in back if c.kind != "moved"
    }
    assert len([c for c in there if c.kind == "moved"]) == len([c for c in back if c.kind == "moved"])


@pytest.mark.parametrize(("order", "moved"), [((2, 1, 0), {2, 0}), ((0, 2, 1), {2}), ((1, 2, 0), {0})])
def test_a_stage_whose_place_is_the_same_is_not_moved_where_that_is_as_good(order: tuple[int, ...], moved: set[int]) -> None:
    changes = diff(GYM, stages(*(STAGES[at] for at in order)))
    assert {change.stage for change in changes} == {STAGES[at].key for at in moved}


@given(st.permutations(range(7)))
def test_the_fewest_steps_that_explain_an_order_are_moved(order: list[int]) -> None:
    steps = [Record(f"s{n}", "trial", {"action": str(n)}) for n in range(7)]
    changes = diff(with_records(GYM, tuple(steps)), with_records(GYM, tuple(steps[n] for n in order)))
    moved = {change.step for change in changes}
    stayed = [n for n in order if f"s{n}" not in moved]
    assert stayed == sorted(stayed)
    runs = (run for size in range(7, len(stayed), -1) for run in combinations(order, size))
    assert not any(list(run) == sorted(run) for run in runs)


@given(st.data())
def test_moving_one_step_anywhere_is_one_move(data: st.DataObject) -> None:
    steps = [Record(f"s{n}", "trial", {"action": str(n)}) for n in range(8)]
    before = with_records(GYM, tuple(steps))
    step = steps.pop(data.draw(st.integers(0, 7)))
    steps.insert(data.draw(st.integers(0, 7)), step)
    after = with_records(GYM, tuple(steps))
    changes = diff(before, after)
    assert [change.kind for change in changes] == ([] if before == after else ["moved"])
