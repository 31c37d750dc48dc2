import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sheetsync.history.restoring import Misplaced, with_stage, with_step
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from tests.history.maps import GYM, maps, with_main, with_records, with_text

STEPS = GYM.main.records
STAGES = GYM.main.stages


def steps_of(journey: JourneyMap, stage: str | None) -> list[Record]:
    return [record for record in journey.main.records if record.stage == stage]


def ids_of(journey: JourneyMap, stage: str | None) -> list[str]:
    return [record.id for record in steps_of(journey, stage)]


class TestOneStage:
    def test_its_title_values_and_steps_come_back_in_their_order(self) -> None:
        now = with_main(
            GYM,
            Tab(
                (Stage("awareness", "Biết đến", {"kpi": "3 %"}), *STAGES[1:]),
                (STEPS[2], STEPS[0]._replace(values={"action": "Khác"}), Record("a9", "awareness", {"action": "Mới"}), *STEPS[3:]),
            ),
        )
        found = with_stage(now, GYM, "awareness")
        assert found.main.stages == STAGES
        assert steps_of(found, "awareness") == list(STEPS[:3])
        assert steps_of(found, "trial") == list(STEPS[3:])

    def test_a_step_that_left_it_comes_back_once_as_it_was(self) -> None:
        now = with_records(GYM, (STEPS[0], STEPS[2], STEPS[3], Record("a2", "trial", {"action": "Sửa sau khi chuyển"}), STEPS[4]))
        found = with_stage(now, GYM, "awareness")
        assert found.main.records.count(STEPS[1]) == 1
        assert ids_of(found, "awareness") == ["a1", "a2", "a3"]
        assert ids_of(found, "trial") == ["t1", "t2"]

    def test_a_step_that_came_into_it_returns_to_its_own_stage_as_it_is_now(self) -> None:
        moved = Record("a2", "trial", {"action": "Sửa sau khi chuyển"})
        now = with_records(GYM, (STEPS[0], STEPS[2], STEPS[3], moved, STEPS[4]))
        found = with_stage(now, GYM, "trial")
        assert ids_of(found, "awareness") == ["a1", "a2", "a3"]
        assert steps_of(found, "awareness")[1].values == {"action": "Sửa sau khi chuyển"}
        assert steps_of(found, "trial") == list(STEPS[3:])

    def test_a_step_whose_own_stage_is_gone_stays(self) -> None:
        now = with_main(GYM, Tab(STAGES[1:], (STEPS[0]._replace(stage="trial"), *STEPS[3:])))
        assert ids_of(with_stage(now, GYM, "trial"), "trial") == ["t1", "t2", "a1"]

    @pytest.mark.parametrize(("stage", "order"), [("awareness", ["awareness", "trial", "member"]), ("member", ["awareness", "trial", "member"])])
    def test_a_stage_that_is_gone_comes_back_behind_its_old_neighbour(self, stage: str, order: list[str]) -> None:
        left = tuple(one for one in STAGES if one.key != stage)
        now = with_main(GYM, Tab(left, tuple(record for record in STEPS if record.stage != stage)))
        found = with_stage(now, GYM, stage)
        assert [one.key for one in found.main.stages] == order
        assert steps_of(found, stage) == steps_of(GYM, stage)

    def test_one_that_was_never_there(self) -> None:
        with pytest.raises(KeyError):
            with_stage(GYM, GYM, "renewal")


@given(maps(), maps(), st.data())
def test_restoring_a_stage_leaves_all_others_as_they_are_but_for_steps_that_moved_between(
    now: JourneyMap, then: JourneyMap, data: st.DataObject
) -> None:
    assume(then.main.stages)
    key = data.draw(st.sampled_from([stage.key for stage in then.main.stages]))
    found = with_stage(now, then, key)
    assert next(stage for stage in found.main.stages if stage.key == key) == next(stage for stage in then.main.stages if stage.key == key)
    assert [stage for stage in found.main.stages if stage.key != key] == [stage for stage in now.main.stages if stage.key != key]
    assert (found.title, found.values) == (now.title, now.values)
    assert {tab: content for tab, content in found.tabs.items() if tab != MAIN} == {tab: content for tab, content in now.tabs.items() if tab != MAIN}
    ids = [record.id for record in found.main.records]
    assert len(set(ids)) == len(ids)
    here, there = set(ids_of(now, key)), set(ids_of(then, key))
    for stage in {record.stage for record in (*now.main.records, *found.main.records)} - {key}:
        assert [one for one in steps_of(found, stage) if one.id not in here] == [one for one in steps_of(now, stage) if one.id not in there]
    assert [one for one in steps_of(found, key) if one.id in there] == steps_of(then, key)
    lost = {record.id for record in now.main.records} - set(ids)
    assert lost <= here - {record.id for record in then.main.records}


@given(maps(), st.data())
def test_restoring_a_stage_of_the_same_state_changes_nothing(journey: JourneyMap, data: st.DataObject) -> None:
    assume(journey.main.stages)
    key = data.draw(st.sampled_from([stage.key for stage in journey.main.stages]))
    found = with_stage(journey, journey, key)
    assert found.main.stages == journey.main.stages
    for stage in {record.stage for record in journey.main.records}:
        assert steps_of(found, stage) == steps_of(journey, stage)


class TestOneStep:
    def test_its_texts_come_back_where_it_stands(self) -> None:
        now = with_text(with_records(GYM, (STEPS[1], STEPS[0], *STEPS[2:])), "a1", {"action": "Khác"})
        found = with_step(now, GYM, "a1")
        assert isinstance(found, JourneyMap)
        assert found.main.records == (STEPS[1], STEPS[0], *STEPS[2:])

    def test_one_that_is_gone_comes_back_behind_its_old_neighbour(self) -> None:
        found = with_step(with_records(GYM, (STEPS[0], *STEPS[2:])), GYM, "a2")
        assert isinstance(found, JourneyMap)
        assert found.main.records == STEPS
        first = with_step(with_records(GYM, STEPS[1:]), GYM, "a1")
        assert isinstance(first, JourneyMap)
        assert first.main.records == STEPS

    def test_one_that_moved_goes_back_to_its_stage(self) -> None:
        now = with_records(GYM, (STEPS[0], *STEPS[2:], STEPS[1]._replace(stage="trial")))
        found = with_step(now, GYM, "a2")
        assert isinstance(found, JourneyMap)
        assert (ids_of(found, "awareness"), ids_of(found, "trial")) == (["a1", "a2", "a3"], ["t1", "t2"])

    def test_an_entry_of_a_list(self) -> None:
        now = GYM._replace(tabs={**GYM.tabs, "personas": Tab(records=(Record("p2", None, {"name": "Minh"}),))})
        found = with_step(now, GYM, "p1")
        assert isinstance(found, JourneyMap)
        assert found.records("personas") == GYM.records("personas")

    def test_one_whose_stage_is_gone_cannot(self) -> None:
        now = with_main(GYM, Tab(STAGES[1:], STEPS[3:]))
        assert with_step(now, GYM, "a1") == Misplaced("awareness")

    def test_one_that_was_never_there(self) -> None:
        with pytest.raises(KeyError):
            with_step(GYM, GYM, "zz")


@given(maps(), maps(), st.data())
def test_restoring_a_step_changes_nothing_else(now: JourneyMap, then: JourneyMap, data: st.DataObject) -> None:
    assume(then.main.records)
    step = data.draw(st.sampled_from(then.main.records))
    found = with_step(now, then, step.id)
    if isinstance(found, Misplaced):
        assert found.stage not in {stage.key for stage in now.main.stages}
        return
    assert [record for record in found.main.records if record.id == step.id] == [step]
    for stage in {record.stage for record in found.main.records}:
        rest = [record for record in steps_of(found, stage) if record.id != step.id]
        assert rest == [record for record in steps_of(now, stage) if record.id != step.id]
    assert found.main.stages == now.main.stages
