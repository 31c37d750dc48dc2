"""Waivers by themselves: what text they cover, when they hold, and what the reasons beside findings come to."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.history.record import Decided, Decision, fold
from sheetsync.history.waivers import covered, hear, judge, waivers
from sheetsync.model.finding import Finding, fingerprint
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage, Tab
from sheetsync.model.skips import Again, Skip

AT, LATER = "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"

GYM = JourneyMap(
    "gym",
    "customer-journey",
    1,
    "Phòng tập",
    "vi",
    {"objective": "Giữ hội viên"},
    {
        MAIN: Tab(
            (Stage("aware", "Nhận thức", {"goal": "Được biết đến"}), Stage("join", "Gia nhập")),
            (
                Record("s1", "aware", {"action": "Tìm phòng tập", "emotion": "neutral"}),
                Record("s2", "aware", {"action": "Hỏi bạn"}),
                Record("s3", "join", {"action": "Tập thử", "emotion": "happy"}),
            ),
        ),
        "personas": Tab((), (Record("p1", None, {"name": "Hương"}),)),
    },
)

REFS = {
    "a field of the map": FieldRef(field="objective"),
    "its title": FieldRef(field="title"),
    "a field of a stage": FieldRef(MAIN, stage="aware", field="goal"),
    "the title of a stage": FieldRef(MAIN, stage="aware", field="title"),
    "a field of a step": FieldRef(MAIN, step="s1", field="action"),
    "an empty field of a step": FieldRef(MAIN, step="s1", field="touchpoint"),
    "a step": FieldRef(MAIN, step="s1"),
    "a stage": FieldRef(MAIN, stage="aware"),
    "a field of a whole tab": FieldRef(MAIN, field="emotion"),
    "a tab": FieldRef(MAIN),
    "the map": FieldRef(),
}


def changed(edit: str) -> JourneyMap:
    """The gym after somebody typed into one place of it."""
    stages, steps = GYM.main.stages, GYM.main.records
    match edit:
        case "objective":
            return GYM._replace(values={"objective": "Khác"})
        case "map title":
            return GYM._replace(title="Khác")
        case "goal":
            stages = (stages[0]._replace(values={"goal": "Khác"}), stages[1])
        case "stage title":
            stages = (stages[0]._replace(title="Khác"), stages[1])
        case "action":
            steps = (steps[0]._replace(values={**steps[0].values, "action": "Khác"}), *steps[1:])
        case "touchpoint":
            steps = (steps[0]._replace(values={**steps[0].values, "touchpoint": "Biển hiệu"}), *steps[1:])
        case "neighbour":
            steps = (steps[0], steps[1]._replace(values={"action": "Khác"}), steps[2])
        case "new step":
            steps = (*steps, Record("s4", "aware", {"action": "Mới"}))
        case "other stage":
            steps = (*steps[:2], steps[2]._replace(values={"action": "Tập thử", "emotion": "annoyed"}))
        case "persona":
            return GYM._replace(tabs={**GYM.tabs, "personas": Tab((), (Record("p1", None, {"name": "Lan"}),))})
    return GYM._replace(tabs={**GYM.tabs, MAIN: Tab(stages, steps)})


COVERS = {
    "a field of the map": {"objective"},
    "its title": {"map title"},
    "a field of a stage": {"goal"},
    "the title of a stage": {"stage title"},
    "a field of a step": {"action"},
    "an empty field of a step": {"touchpoint", "action"},
    "a step": {"action", "touchpoint"},
    "a stage": {"goal", "stage title", "action", "touchpoint", "neighbour", "new step"},
    "a field of a whole tab": {"other stage"},
    "a tab": {"goal", "stage title", "action", "touchpoint", "neighbour", "new step", "other stage"},
    "the map": {"objective", "map title"},
}
"""Which edits change the text that stands at which ref."""
EDITS = (*sorted(set().union(*COVERS.values())), "persona")


@pytest.mark.parametrize("place", REFS)
def test_what_is_covered_is_the_text_at_that_place_and_no_other(place: str) -> None:
    before = covered(GYM, REFS[place])
    assert {edit for edit in EDITS if covered(changed(edit), REFS[place]) != before} == COVERS[place]


@pytest.mark.parametrize("place", REFS)
def test_who_moves_text_changes_none(place: str) -> None:
    main = GYM.main
    moved = GYM._replace(tabs={"personas": GYM.tabs["personas"], MAIN: Tab(main.stages[::-1], main.records[::-1])})
    assert covered(moved, REFS[place]) == covered(GYM, REFS[place])


def test_half_a_letter_does_no_harm() -> None:
    assert covered(GYM._replace(values={"objective": "\ud800"}), FieldRef(field="objective")).startswith("sha256:")


def found(*places: str, rule: str = "cell-empty") -> tuple[Finding, ...]:
    return tuple(Finding(rule, "warning", "…", REFS[place], None, fingerprint(rule, GYM.id, REFS[place]), "S3:35") for place in places)


def waive(findings: Sequence[Finding], reason: str = "để sau", journey: JourneyMap = GYM, at: str = AT) -> tuple[Decision, ...]:
    return waivers(findings, journey, at=at, author="Hương", reason=reason)


def test_a_waived_finding_is_no_longer_open_and_says_who_when_and_why() -> None:
    step, stage = found("a field of a step", "a stage")
    judged = judge([step, stage], fold(waive([step])), GYM)
    assert judged.findings == (stage,)
    (waived,) = judged.waived
    assert waived[0] == step
    assert (waived[1].author, waived[1].at, waived[1].reason) == ("Hương", AT, "để sau")


def test_a_waiver_whose_text_changed_has_expired() -> None:
    (step,) = found("a field of a step")
    decided = fold(waive([step]))
    judged = judge([step], decided, changed("action"))
    assert (judged.findings, judged.waived) == ((step,), ())
    assert judged.again == {step.fingerprint: Again(AT, "để sau", lapsed=True)}
    assert judge([step], decided, changed("neighbour")).findings == ()


def test_what_was_taken_back_is_open_and_remembered() -> None:
    (step,) = found("a field of a step")
    decided = fold([*waive([step]), Decision("unwaive", LATER, "Lan", fingerprints=(step.fingerprint,))])
    judged = judge([step], decided, GYM)
    assert judged.findings == (step,)
    assert judged.again == {step.fingerprint: Again(AT, "để sau", lapsed=False)}


def test_findings_about_the_same_text_share_a_decision() -> None:
    findings = found("an empty field of a step", "a field of a step", "a field of a stage")
    findings += found("a field of a step", rule="step-vague")
    decisions = waive(findings)
    assert sorted(len(decision.fingerprints) for decision in decisions) == [1, 1, 2]
    assert judge(findings, fold(decisions), GYM).findings == ()


# Reasons in the sheet


def heard(skip: Skip, findings: Sequence[Finding], decided: Decided, journey: JourneyMap = GYM) -> list[tuple[str, str]]:
    """Kind and reason of the decisions that one row comes to."""
    return [(one.kind, one.reason) for one in hear([skip], findings, decided, journey, at=LATER, author="Lan")]


STEP = found("a field of a step")
MARK = STEP[0].fingerprint
NOBODY = Decided()
WAIVED = fold(waive(STEP))
TAKEN_BACK = fold([Decision("unwaive", AT, "Lan", fingerprints=(MARK,))], WAIVED)
TWICE = fold(waive(STEP, "lý do mới"), WAIVED)


@pytest.mark.parametrize(
    ("skip", "decided", "journey", "expected"),
    [
        (Skip(MARK, "để sau"), NOBODY, GYM, [("waive", "để sau")]),
        (Skip(MARK, ""), NOBODY, GYM, []),
        (Skip(MARK, "để sau"), WAIVED, GYM, []),
        (Skip(MARK, "để sau", "skipped"), WAIVED, GYM, []),
        (Skip(MARK, "vì khác", "skipped"), WAIVED, GYM, [("waive", "vì khác")]),
        (Skip(MARK, "", "skipped"), WAIVED, GYM, [("unwaive", "")]),
        (Skip(MARK, ""), WAIVED, GYM, []),  # waived on the command line, and the sheet does not show it yet
        (Skip(MARK, "để sau", "skipped"), TWICE, GYM, []),  # the command line gave another reason since
        (Skip(MARK, "để sau", "skipped"), TAKEN_BACK, GYM, []),  # the command line took it back since
        (Skip(MARK, "để sau"), TAKEN_BACK, GYM, []),  # likewise, while the sheet could not be written
        (Skip(MARK, "để sau", "again"), TAKEN_BACK, GYM, [("waive", "để sau")]),  # somebody saw that, and asks again
        (Skip(MARK, "", "again"), TAKEN_BACK, GYM, []),
        (Skip(MARK, "để sau", "skipped"), WAIVED, changed("action"), []),  # expired: the row still has to say so
        (Skip(MARK, "để sau"), WAIVED, changed("action"), []),
        (Skip(MARK, "để sau", "again"), WAIVED, changed("action"), [("waive", "để sau")]),
        (Skip(MARK, "để sau", "skipped"), NOBODY, GYM, [("waive", "để sau")]),  # an archive begun anew
        (Skip("another", "để sau"), NOBODY, GYM, []),
    ],
)
def test_a_reason_is_heard_once(skip: Skip, decided: Decided, journey: JourneyMap, expected: list[tuple[str, str]]) -> None:
    assert heard(skip, STEP, decided, journey) == expected


def test_a_reason_that_was_emptied_is_heard_even_when_the_finding_is_gone() -> None:
    assert heard(Skip(MARK, "", "skipped"), (), WAIVED) == [("unwaive", "")]


# Laws

PLACES = st.lists(st.sampled_from(sorted(REFS)), unique=True)
DECISIONS = st.lists(
    st.one_of(
        PLACES.map(lambda places: waive(found(*places))),
        PLACES.map(lambda places: (Decision("unwaive", AT, "Lan", fingerprints=tuple(one.fingerprint for one in found(*places))),)),
    )
).map(lambda groups: [one for group in groups for one in group])


@given(DECISIONS, PLACES, PLACES)
def test_waive_then_unwaive_is_nothing(before: list[Decision], present: list[str], waived: list[str]) -> None:
    findings, chosen = found(*present), found(*waived)
    decided = fold(before)
    free = [one for one in chosen if one.fingerprint not in decided.waived]
    after = fold([*waive(free), Decision("unwaive", LATER, "Lan", fingerprints=tuple(one.fingerprint for one in free))], decided)
    assert after.waived == decided.waived
    assert judge(findings, after, GYM)[:2] == judge(findings, decided, GYM)[:2]


@given(DECISIONS, PLACES, st.sampled_from(sorted(COVERS["the map"])))
def test_a_waiver_hides_its_finding_and_no_other(decisions: list[Decision], present: list[str], edit: str) -> None:
    findings, decided = found(*present), fold(decisions)
    for journey in (GYM, changed(edit)):
        judged = judge(findings, decided, journey)
        hidden = [finding for finding, _ in judged.waived]
        assert sorted((*judged.findings, *hidden), key=findings.index) == list(findings)
        assert {finding.fingerprint for finding in hidden} <= decided.waived.keys()


@given(DECISIONS, DECISIONS)
def test_decisions_fold_in_steps_as_at_once(first: list[Decision], then: list[Decision]) -> None:
    assert fold(then, fold(first)) == fold([*first, *then])


@given(PLACES, st.text(min_size=1), st.sampled_from(["open", "skipped", "again"]))
def test_what_was_recorded_is_not_heard_again(present: list[str], reason: str, state: str) -> None:
    findings = found(*present)
    skips = [Skip(finding.fingerprint, reason, state) for finding in findings]  # type: ignore[arg-type]
    decided = fold(hear(skips, findings, NOBODY, GYM, at=AT, author="Lan"))
    assert judge(findings, decided, GYM).findings == ()
    assert hear(skips, findings, decided, GYM, at=LATER, author="Lan") == ()
