"""Which findings come out of a map, in which order, under which names."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.catalog import builtin
from sheetsync.errors import UsageError
from sheetsync.lint import engine
from sheetsync.lint.engine import RuleSettings, check_settings, find_rule, lint, rules
from sheetsync.lint.rule import PROFILES, Context, Rule
from sheetsync.model.finding import Finding, Problem
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef, JourneyMap, Record, Stage, Tab
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text
from tests.lint.gym import gym

CATALOG = builtin()
CUSTOMER = CATALOG.load("customer-journey")
TODAY = date(2026, 11, 22)


def found(
    journey: JourneyMap,
    map_type: MapType = CUSTOMER,
    *,
    profile: str = "zapier",
    settings: Mapping[str, RuleSettings] | None = None,
    language: str = "en",
    problems: tuple[Problem, ...] = (),
) -> tuple[Finding, ...]:
    return lint(Context(journey, map_type, TODAY, problems), profile=profile, settings=settings, language=language)


def shape(findings: tuple[Finding, ...]) -> list[tuple[str, str, str | None]]:
    return [(finding.severity, finding.rule, finding.stage) for finding in findings]


def one_stage(*steps: Mapping[str, str], stage: str = "awareness", **values: str) -> JourneyMap:
    records = tuple(Record(f"s{number}", stage, step) for number, step in enumerate(steps, start=1))
    return JourneyMap("m", "customer-journey", 1, "Map", "en", {}, {"map": Tab((Stage(stage, "Awareness", values),), records)})


# The gym


def test_the_gym_has_no_errors_under_its_own_profile() -> None:
    assert shape(found(gym(), profile=CUSTOMER.profile)) == [
        ("warning", "objective-missing", None),
        ("warning", "persona-missing", None),
        ("warning", "touchpoint-vague", "consideration"),
        ("warning", "gap-without-plan", "awareness"),
        ("warning", "gap-without-plan", "consideration"),
        ("warning", "gap-without-plan", "conversion"),
        ("warning", "gap-without-plan", "retention"),
        ("warning", "gap-without-plan", "loyalty"),
    ]


@pytest.mark.parametrize("stage", ["awareness", "consideration", "conversion", "retention", "loyalty"])
def test_emptying_touchpoints_and_gap_of_a_stage_is_one_error_at_its_touchpoints(stage: str) -> None:
    errors = [finding for finding in found(gym(**{stage: ("touchpoint", "gap")}), language="vi") if finding.severity == "error"]

    assert [(finding.rule, finding.ref, finding.count) for finding in errors] == [
        ("question-no-touchpoint", FieldRef("map", step=f"step-{stage}", field="touchpoint"), 2)
    ]
    assert "2 câu hỏi" in errors[0].message


def test_without_touchpoints_the_planned_one_makes_it_a_warning() -> None:
    findings = [
        finding for finding in found(gym(awareness=("touchpoint",))) if finding.ref.step == "step-awareness" and finding.ref.field == "touchpoint"
    ]

    assert shape(tuple(findings)) == [("warning", "question-planned-only", "awareness")]


# Giving way


def test_a_milestone_speaks_only_where_no_question_does() -> None:
    silent = found(one_stage({"action": "Looks for a gym", "thought": "Is it near?"}))
    heard = found(one_stage({"action": "Looks for a gym"}))

    assert "milestone-no-touchpoint" not in {finding.rule for finding in silent}
    assert "milestone-no-touchpoint" in {finding.rule for finding in heard}


def test_a_rule_that_is_off_silences_nobody() -> None:
    journey = one_stage({"action": "Looks for a gym", "thought": "Is it near?"})

    assert "milestone-no-touchpoint" in {finding.rule for finding in found(journey, settings={"question-no-touchpoint": RuleSettings(off=True)})}


def test_a_blank_cell_is_told_once_by_the_rule_that_says_most() -> None:
    findings = found(one_stage({"thought": "Is it near?"}))

    assert [(finding.rule, finding.ref.field) for finding in findings if finding.ref.step] == [
        ("cell-empty", "action"),
        ("question-no-touchpoint", "touchpoint"),
    ]


def test_a_contact_point_without_process_and_program_is_one_finding() -> None:
    step = {"touchpoint": "Parking", "expectation": "A safe place", "emotion": "neutral"}
    findings = found(one_stage(step, stage="try"), CATALOG.load("hourglass"), profile="ducttape")

    assert shape(tuple(finding for finding in findings if finding.ref.step)) == [("error", "touchpoint-no-program", "try")]


def test_of_an_empty_stage_only_its_emptiness_is_told() -> None:
    stages = (Stage("awareness", "Awareness"), Stage("loyalty", "Loyalty"))
    journey = JourneyMap("m", "customer-journey", 1, "Map", "en", {}, {"map": Tab(stages, ())})

    assert [finding.rule for finding in found(journey, profile="strict") if finding.stage == "loyalty"] == ["stage-empty"]


# Names, order, counts


def test_fingerprints_survive_moves_renames_and_new_words() -> None:
    before = one_stage({"thought": "Is it near?"}, {"thought": "Is it open?", "touchpoint": "Maps", "action": "Asks"})
    after = before._replace(
        tabs={
            "map": Tab(
                (Stage("awareness", "Discovery"), Stage("loyalty", "Loyalty")),
                (before.main.records[1], Record("s1", "loyalty", {"thought": "Something else?"})),
            )
        },
    )

    def prints(journey: JourneyMap, language: str) -> set[str]:
        return {finding.fingerprint for finding in found(journey, language=language) if finding.rule == "question-no-touchpoint"}

    assert prints(before, "en") == prints(after, "vi")
    assert prints(before, "en") != prints(before._replace(id="other"), "en")


def test_findings_come_in_the_order_of_a_review_then_of_the_map() -> None:
    stages = (Stage("b", "B"), Stage("a", "A"))
    records = (Record("1", "a", {"thought": "?"}), Record("2", "b", {"thought": "?"}), Record("3", "b", {"thought": "?"}))
    journey = JourneyMap("m", "customer-journey", 1, "Map", "en", {}, {"map": Tab(stages, records)})

    assert [(finding.rule, finding.ref.step) for finding in found(journey)] == [
        ("objective-missing", None),
        ("persona-missing", None),
        ("cell-empty", "2"),
        ("question-no-touchpoint", "2"),
        ("question-no-touchpoint", "3"),
        ("question-no-touchpoint", "1"),
    ]


def test_more_than_five_of_a_rule_in_a_stage_are_a_group() -> None:
    six = found(one_stage(*[{"action": "Waits at the desk", "thought": "?"}] * 6))
    five = found(one_stage(*[{"action": "Waits at the desk", "thought": "?"}] * 5))

    assert {finding.group for finding in six if finding.rule == "question-no-touchpoint"} == {"question-no-touchpoint:awareness"}
    assert len([finding for finding in six if finding.group]) == 6
    assert not [finding for finding in five if finding.group]


def test_hits_at_one_place_are_one_finding_with_a_count() -> None:
    place, cell = FieldRef("map", step="s1", field="touchpoint"), CellRef("Map", 4, 5)
    problems = (
        Problem("cell-error", place, cell, {"field": Text("Điểm chạm", "Touchpoints"), "value": "#REF!"}),
        Problem("cell-error", place, cell, {"field": Text("Điểm chạm", "Touchpoints"), "value": "#N/A"}),
    )

    errors = [finding for finding in found(one_stage({"action": "Asks"}), problems=problems) if finding.rule == "cell-error"]

    assert [(finding.count, finding.message, finding.cell) for finding in errors] == [(2, "“Touchpoints” shows the error #REF!.", cell)]


def test_long_or_broken_cell_texts_are_cut_in_messages() -> None:
    problem = Problem("stage-unknown", FieldRef("map", step="s1"), None, {"label": "A\nvery " + "long " * 50})

    (finding,) = [finding for finding in found(one_stage({"action": "Asks"}), problems=(problem,)) if finding.rule == "stage-unknown"]

    assert finding.message == "There is no stage “A very long long long long long long long long long long lo…”."


def test_braces_in_a_cell_are_just_text() -> None:
    problem = Problem("stage-unknown", FieldRef("map", step="s1"), None, {"label": "{nearest}"})

    assert "There is no stage “{nearest}”." in {finding.message for finding in found(one_stage({"action": "Asks"}), problems=(problem,))}


# Profiles and settings


def test_severity_is_the_hits_own_then_the_settings_then_the_profiles() -> None:
    renamed = Problem("header-tampered", FieldRef("map", field="action"), None, {"field": Text("a", "a"), "found": "b"}, "renamed", "info")
    settings = {"header-tampered": RuleSettings(severity="error"), "gap-without-plan": RuleSettings(severity="info")}
    findings = found(gym(), settings=settings, problems=(renamed,))
    severities = {finding.rule: finding.severity for finding in findings}

    assert severities["header-tampered"] == "info"
    assert severities["gap-without-plan"] == "info"
    assert severities["persona-missing"] == "warning"
    assert {finding.severity for finding in found(gym(), profile="hubspot") if finding.rule == "persona-missing"} == {"error"}


def test_options_move_a_threshold() -> None:
    journey = one_stage({"action": "\n".join("abcdefgh"), "thought": "?", "touchpoint": "Maps"})

    def heard(**options: int) -> bool:
        findings = found(journey, profile="hubspot", settings={"too-many-actions": RuleSettings(options=options)})
        return "too-many-actions" in {finding.rule for finding in findings}

    assert heard()
    assert not heard(max_per_stage=9)
    assert heard(max_per_stage=9, max_total=7)


def test_only_structural_rules_run_for_validate_and_for_unknown_types() -> None:
    problem = Problem("map-type-unknown", FieldRef(), None, {"type": "x", "nearest": "hourglass"})
    context = Context(gym(awareness=("touchpoint", "gap")), CUSTOMER, TODAY, (problem,))

    assert [finding.rule for finding in lint(context, profile="zapier", only_structural=True)] == ["map-type-unknown"]
    assert [finding.rule for finding in lint(replace(context, map_type=None), profile="strict")] == ["map-type-unknown"]


def test_strict_runs_every_rule_as_severely_as_any_profile_does() -> None:
    assert all(rule.runs_in("strict") for rule in rules())
    assert find_rule("touchpoint-no-program").usual_severity("strict") == "error"
    assert find_rule("question-no-touchpoint").usual_severity("strict") == "error"


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"emotion-flatt": RuleSettings()}, "emotion-flat"),
        ({"too-many-actions": RuleSettings(options={"max_per_stages": 3})}, "max_per_stage"),
    ],
)
def test_settings_that_name_nothing_are_refused_with_the_nearest_name(settings: dict[str, RuleSettings], named: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_settings(settings)

    assert f"“{named}”" in refused.value.en
    assert f"“{named}”" in refused.value.vi


def test_an_unknown_profile_or_rule_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="Did you mean “hubspot”"):
        found(gym(), profile="hubspt")
    with pytest.raises(UsageError, match="Did you mean “stage-empty”"):
        find_rule("stage-emty")


# Rules as a registry


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_loads_exactly_the_rules_that_it_runs(profile: str) -> None:
    assert rules(profile) == tuple(rule for rule in rules() if rule.runs_in(profile))


def test_rules_are_sorted_and_found_by_their_slugs() -> None:
    assert list(rules()) == sorted(rules(), key=lambda rule: (rule.order, rule.slug))
    assert find_rule("stage-empty").slug == "stage-empty"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"slug": "other-name"}, "name the file after it"),
        ({"messages": {}}, "no message"),
        ({"severity": "fatal"}, "no severity"),
        ({"profiles": ("zapir",)}, "its profiles"),
        ({"severity_in": {"zapir": "error"}}, "severity_in"),
        ({"profiles": ()}, "no profile"),
    ],
)
def test_a_rule_with_a_mistake_is_refused_by_name(changes: dict[str, object], fault: str) -> None:
    module = ModuleType("sheetsync.lint.rules.stage_empty")
    module.RULE = find_rule("stage-empty")._replace(**changes)  # type: ignore[attr-defined, arg-type]

    with pytest.raises(ValueError, match=fault):
        engine._rule_of(module)


def test_a_file_without_a_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="must define RULE"):
        engine._rule_of(ModuleType("sheetsync.lint.rules.stage_empty"))


# Any map


def texts() -> st.SearchStrategy[str]:
    sample = st.sampled_from(["", "-", "X", "[1]", "[…]", "annoyed", "satisfied", "Lan, Minh", "• a\n• b", "awareness", "{where}", "2026-11-22"])
    return sample | st.text(max_size=20)


@st.composite
def maps(draw: st.DrawFn) -> tuple[JourneyMap, MapType]:
    map_type = CATALOG.load(draw(st.sampled_from(CATALOG.keys())))
    stages = tuple(Stage(key, draw(texts()), {"owner": "Lan"}) for key in draw(st.lists(st.sampled_from("abc"), unique=True)))

    def values(tab: str | None) -> dict[str, str]:
        return {field.key: text for field in map_type.fields_of(tab) if (text := draw(texts()))}

    def records(tab: str) -> Iterator[Record]:
        for number in range(draw(st.integers(0, 4))):
            yield Record(f"{tab}{number % 3}", draw(st.sampled_from(["a", "b", "c", None])) if tab == "map" else None, values(tab))

    tabs = {tab.key: Tab(stages if tab.key == "map" else (), tuple(records(tab.key))) for tab in map_type.tabs}
    return JourneyMap("m", map_type.key, 1, draw(texts()), "vi", values(None), tabs), map_type


@given(maps(), st.sampled_from(PROFILES), st.sampled_from(["vi", "en"]))
def test_rules_never_fail_and_always_say_the_same(made: tuple[JourneyMap, MapType], profile: str, language: str) -> None:
    findings = found(*made, profile=profile, language=language)

    assert findings == found(*made, profile=profile, language=language)
    assert len({finding.fingerprint for finding in findings}) == len(findings)
    assert all(finding.message and finding.count > 0 for finding in findings)


def test_every_rule_of_the_registry_is_a_rule() -> None:
    assert all(isinstance(rule, Rule) for rule in rules())
    assert len({rule.slug for rule in rules()}) == len(rules())
