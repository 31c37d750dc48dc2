"""Restore: earlier states come back as new versions, what stood there is kept, and nothing else changes."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.errors import AlreadyInArchive, NotInArchive, UsageError
from sheetsync.model.journey import MAIN, Record, Stage, Tab
from sheetsync.tasks.restore import Restored, Restoring, Wanted, restore
from tests.tasks.archived import Office, said


@pytest.fixture
def office() -> Office:
    return Office()


def bring_back(office: Office, number: int, *, stage: str | None = None, step: str | None = None) -> Restored:
    return restore(office.space, office.named, Wanted(number, stage, step))


def texts(office: Office, stage: str) -> list[str]:
    return [step.values["touchpoint"] for step in office.steps(stage)]


class TestWhole:
    def test_the_earlier_content_is_the_next_version(self, office: Office) -> None:
        done = bring_back(office, 1)
        assert (done.outcome, done.version, said(office.version()) == said(office.version(1))) == ("restored", 3, True)
        version = office.space.ledger.load(office.map, 3)
        assert (version.reason, version.source.kind, version.source.ref) == ("restore", "archive", f"{office.map}@1")
        assert version.source.revision == office.space.ledger.stored(office.map, 1).digest
        assert office.space.ledger.check().faults == ()

    def test_nothing_to_restore(self, office: Office) -> None:
        assert (bring_back(office, 2).outcome, office.numbers) == ("unchanged", (1, 2))

    def test_what_stands_in_the_sheet_is_archived_first(self, office: Office) -> None:
        office.type(office.steps()[0].id, "process", "Vừa gõ xong")
        done = bring_back(office, 1)
        assert done.safety is not None
        assert (done.safety.outcome, done.version) == ("archived", 4)
        assert office.version(3).main.records[0].values["process"] == "Vừa gõ xong"
        assert said(office.version()) == said(office.version(1))

    def test_the_next_sync_brings_the_sheet_in_step(self, office: Office) -> None:
        office.type(office.steps()[0].id, "process", "Bỏ đi")
        office.sync()
        bring_back(office, 2)
        assert office.sync().message is None
        assert office.numbers == (1, 2, 3, 4)
        assert office.space.ledger.base(office.map, office.ref) == 4

    def test_what_is_restored_can_be_restored_from(self, office: Office) -> None:
        filled = said(office.version())
        bring_back(office, 1)
        bring_back(office, 2)
        assert said(office.version()) == filled

    def test_a_map_whose_workbook_is_gone(self, office: Office) -> None:
        done = restore(office.space, office.named._replace(ref=None), Wanted(1))
        assert (done.outcome, done.safety) == ("restored", None)


class TestParts:
    def test_one_stage_by_its_title_leaves_the_others_alone(self, office: Office) -> None:
        for at in (0, 2):
            office.type(office.steps()[at].id, "touchpoint", f"Khác {at}")
        office.sync()
        done = bring_back(office, 2, stage="trước khi MUA")
        assert (done.outcome, [change.stage for change in done.done.changes] if done.done else []) == ("restored", ["before"])
        assert (texts(office, "before"), texts(office, "during")) == (["Biển hiệu", "Hỏi bạn bè"], ["Khác 2"])

    def test_a_step_that_moved_comes_back_once(self, office: Office) -> None:
        moved = office.steps()[1]
        office.put(lambda journey: journey["tabs"][MAIN]["records"][1].update(stage="during"))
        assert texts(office, "during") == ["Hỏi bạn bè", "Quầy thu ngân"]
        bring_back(office, 2, stage="before")
        assert (texts(office, "before"), texts(office, "during")) == (["Biển hiệu", "Hỏi bạn bè"], ["Quầy thu ngân"])
        assert [step.id for step in office.steps()].count(moved.id) == 1

    def test_one_step(self, office: Office) -> None:
        first, second, _ = office.steps()
        office.type(first.id, "touchpoint", "Khác")
        office.type(second.id, "touchpoint", "Khác nữa")
        office.sync()
        assert bring_back(office, 2, step=first.id).outcome == "restored"
        assert texts(office, "before") == ["Biển hiệu", "Khác nữa"]

    @pytest.mark.parametrize(
        ("wanted", "told"),
        [
            (Wanted(2, stage="Trước khi mau"), "Did you mean “Trước khi mua”?"),
            (Wanted(2, stage="xxxxxxxx"), "Name one of its stages: “Trước khi mua”"),
            (Wanted(2, step="zz"), "Run `sheetsync show REF@2 --format json`"),
        ],
    )
    def test_what_was_not_there_is_said_before_anything_is_done(self, office: Office, wanted: Wanted, told: str) -> None:
        office.type(office.steps()[0].id, "process", "Vừa gõ xong")
        with pytest.raises(UsageError) as refused:
            restore(office.space, office.named, wanted)
        assert told in refused.value.en
        assert office.numbers == (1, 2)

    def test_a_step_of_a_stage_that_is_gone_names_the_stage(self, office: Office) -> None:
        step = office.steps("during")[0].id
        office.append(
            office.version()._replace(
                tabs={MAIN: Tab(tuple(one for one in office.version().main.stages if one.key != "during"), office.steps("before"))},
            )
        )
        with pytest.raises(UsageError, match="--stage “Trong khi mua”"):
            restore(office.space, office.named._replace(ref=None), Wanted(2, step=step))
        assert restore(office.space, office.named._replace(ref=None), Wanted(2, stage="during")).outcome == "restored"
        assert [stage.key for stage in office.version().main.stages] == ["before", "during", "at-home", "after"]


class TestOlderTemplates:
    """A version that was made with an earlier version of the map's template."""

    def older(self, office: Office, **values: str) -> None:
        """Make version 3 one of template 0, with a step that says ``values``, and version 4 what stands today."""
        now = office.version()
        first, *others = now.main.records
        then = now._replace(type_version=0, tabs={MAIN: Tab(now.main.stages, (first._replace(values=values), *others))})
        office.append(then)
        office.append(now)

    def test_comes_back_in_the_template_of_today(self, office: Office) -> None:
        self.older(office, touchpoint="Cũ")
        done = restore(office.space, office.named._replace(ref=None), Wanted(3))
        assert done.outcome == "restored"
        assert (office.version().type_version, texts(office, "before")) == (1, ["Cũ", "Hỏi bạn bè"])

    def test_with_fields_that_are_no_more_it_says_which(self, office: Office) -> None:
        self.older(office, touchpoint="Cũ", mood="Vui")
        with pytest.raises(UsageError, match="“mood”"):
            restore(office.space, office.named._replace(ref=None), Wanted(3))
        assert restore(office.space, office.named._replace(ref=None), Wanted(3, stage="during")).outcome == "unchanged"
        assert office.numbers == (1, 2, 3, 4)

    def test_of_another_type_it_says_so(self, office: Office) -> None:
        office.append(office.version()._replace(type="lifecycle"))
        office.append(office.version(2))
        with pytest.raises(UsageError, match="of the map type lifecycle"):
            restore(office.space, office.named._replace(ref=None), Wanted(3))


class TestAsking:
    def test_no_changes_nothing(self, office: Office) -> None:
        asked: list[Restoring] = []

        def refuse(plan: Restoring) -> bool:
            asked.append(plan)
            return False

        done = restore(office.space, office.named, Wanted(1), agreed=refuse)
        assert (done.outcome, len(asked), office.numbers) == ("declined", 1, (1, 2))

    def test_a_dry_run_asks_nobody_and_archives_nothing(self, office: Office) -> None:
        office.type(office.steps()[0].id, "process", "Vừa gõ xong")
        done = restore(office.space, office.named, Wanted(1), agreed=lambda _: pytest.fail("asked"), dry_run=True)
        assert (done.outcome, office.numbers) == ("planned", (1, 2))
        assert done.done is not None
        assert len(done.done.changes) == 3

    def test_when_somebody_is_faster_it_is_asked_again(self, office: Office) -> None:
        plans: list[Restoring] = []

        def agree(plan: Restoring) -> bool:
            plans.append(plan)
            return True

        office.archive.rivals = [lambda: office.append(office.version()._replace(title="Quán"))]
        done = restore(office.space, office.named, Wanted(1), agreed=agree)
        assert (done.outcome, done.version) == ("restored", 4)
        assert [plan.before.title for plan in plans] == ["Cửa hàng", "Quán"]
        assert said(office.version()) == said(office.version(1))

    def test_somebody_who_is_always_faster_ends_it(self, office: Office) -> None:
        titles = iter(f"Quán {number}" for number in range(9))
        office.archive.rivals = [lambda: office.append(office.version()._replace(title=next(titles))), lambda: None] * 9
        with pytest.raises(AlreadyInArchive):
            bring_back(office, 1)

    def test_a_sheet_that_has_to_be_settled_first_stops_it(self, office: Office) -> None:
        office.put(lambda journey: journey["tabs"][MAIN]["records"][0]["values"].update(process="Trong kho"))
        office.type(office.steps()[0].id, "process", "Trong bảng")
        done = bring_back(office, 1)
        assert done.outcome == "stopped"
        assert done.safety is not None
        assert done.safety.message is not None
        assert office.space.ledger.load(office.map, office.numbers[-1]).reason != "restore"


def test_versions_and_maps_that_are_not_there(office: Office) -> None:
    with pytest.raises(NotInArchive):
        bring_back(office, 9)
    with pytest.raises(NotInArchive):
        restore(office.space, office.named._replace(map="m2", ref=None), Wanted(1))


edits = st.lists(
    st.tuples(st.sampled_from(["text", "move", "add", "drop", "stage"]), st.integers(0, 9), st.sampled_from(["before", "during", "after"])),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(edits, st.data())
def test_restoring_any_version_gives_exactly_its_content_and_history_only_grows(script: list[tuple[str, int, str]], data: st.DataObject) -> None:
    office = Office()
    for kind, at, stage in script:
        journey = office.version()
        steps, stages = list(journey.main.records), list(journey.main.stages)
        where = at % max(len(steps), 1)
        match kind:
            case "text" if steps:
                steps[where] = steps[where]._replace(values={"touchpoint": f"Sửa {at}"})
            case "move" if steps:
                steps.append(steps.pop(where)._replace(stage=stage))
            case "drop" if steps:
                del steps[where]
            case "stage":
                stages[0] = Stage(stages[0].key, f"Đổi tên {at}", {"goal": f"{at}"})
            case _:
                steps.append(Record(f"new-{len(office.numbers)}", stage, {"touchpoint": f"Mới {at}"}))
        office.append(journey._replace(tabs={**journey.tabs, MAIN: Tab(tuple(stages), tuple(steps))}))
    number = data.draw(st.sampled_from(office.numbers))
    known = [office.space.ledger.body(office.map, one) for one in office.numbers]
    done = restore(office.space, office.named._replace(ref=None), Wanted(number))
    assert said(office.version()) == said(office.version(number))
    assert (done.outcome == "unchanged") == (len(office.numbers) == len(known))
    assert [office.space.ledger.body(office.map, one) for one in office.numbers[: len(known)]] == known
    assert all(one + 1 == other for one, other in pairwise(office.numbers))
