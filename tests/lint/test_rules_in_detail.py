"""Edges of single rules that one good and one bad example can't show."""

from datetime import date

import pytest

from sheetsync.catalog import builtin
from sheetsync.lint.engine import find_rule
from sheetsync.lint.examples import journey, parse
from sheetsync.lint.rule import Context, Hit
from sheetsync.model.journey import FieldRef

CATALOG = builtin()


def hits(slug: str, example: str) -> list[Hit]:
    """What one rule finds in an example."""
    shown = parse(example, "en")
    map_type = CATALOG.load(shown.type)
    rule = find_rule(slug)
    context = Context(journey(shown, map_type, "en"), map_type, date(2026, 11, 22)).with_options(rule.options)
    return list(rule.check(context))


def refs(slug: str, example: str) -> list[FieldRef]:
    return [hit.ref for hit in hits(slug, example)]


# Questions and touchpoints


def test_every_question_counts() -> None:
    (hit,) = hits(
        "question-no-touchpoint",
        """
        type: customer-journey
        stage | thought
        awareness | Is it near? · Is it open? · Is it clean?
        """,
    )

    assert hit.count == 3


def test_a_dash_is_no_touchpoint() -> None:
    assert refs(
        "question-no-touchpoint",
        """
        type: customer-journey
        stage | thought | touchpoint | gap
        awareness | Is it near? | - | —
        """,
    ) == [FieldRef("map", step="map-1", field="touchpoint")]


def test_a_step_does_not_borrow_the_touchpoint_of_another() -> None:
    assert refs(
        "question-no-touchpoint",
        """
        type: customer-journey
        stage | thought | touchpoint
        awareness | Is it near? |
        awareness | Is it open? | Maps
        """,
    ) == [FieldRef("map", step="map-1", field="touchpoint")]


def test_a_milestone_with_only_a_plan_is_told_as_such() -> None:
    (hit,) = hits(
        "question-planned-only",
        """
        type: customer-journey
        stage | action | gap
        awareness | Looks for a gym | Live chat
        """,
    )

    assert hit.variant == "milestone"


def test_in_a_day_of_somebodys_life_moments_need_no_brand() -> None:
    example = """
        type: {}
        stage | action
        morning | Brushes their teeth
        """

    assert not hits("milestone-no-touchpoint", example.format("day-in-the-life"))
    assert hits("milestone-no-touchpoint", example.format("customer-journey"))


def test_rules_say_nothing_about_types_without_their_lanes() -> None:
    blueprint = """
        type: service-blueprint
        stage | action
        people | Orders
        """

    for slug in ("question-no-touchpoint", "emotion-missing", "gap-without-plan", "touchpoint-no-program", "support-frontline-empty"):
        assert not hits(slug, blueprint)


def test_touchpoints_repeat_across_the_steps_of_a_stage_but_not_across_stages() -> None:
    assert refs(
        "touchpoint-duplicate",
        """
        type: hourglass
        stage | touchpoint
        know | Facebook ad
        know | facebook  AD.
        like | Facebook ad
        """,
    ) == [FieldRef("map", step="map-2", field="touchpoint")]


# Plans and remedies


@pytest.mark.parametrize(("owner", "due", "planned"), [("Lan", "2026-12-01", True), ("Lan", "", False), ("", "2026-12-01", False)])
def test_a_change_plans_a_gap_only_with_owner_and_date(owner: str, due: str, planned: bool) -> None:  # noqa: FBT001
    found = hits(
        "gap-without-plan",
        f"""
        type: customer-journey
        stage | gap
        awareness | Live chat

        [changes]
        change | stage | owner | due
        Open a chat | awareness | {owner} | {due}
        """,
    )

    assert bool(found) is not planned


def test_a_change_for_the_stage_eases_its_pains() -> None:
    example = """
        type: current-state
        stage | pain
        search | Finds no prices

        [changes]
        change | reason | stage
        Show prices | No prices anywhere on it | {}
        """

    assert not hits("pain-no-mitigation", example.format("search"))
    assert hits("pain-no-mitigation", example.format("support"))


# Feelings


def test_only_worse_than_neutral_asks_for_a_pain() -> None:
    assert refs(
        "negative-without-pain",
        """
        type: current-state
        stage | emotion
        search | Neutral
        search | Annoyed
        search | Bewildered
        """,
    ) == [FieldRef("map", step="map-2", field="pain")]


def test_two_stages_or_a_blank_one_are_no_flat_journey() -> None:
    two = """
        type: current-state
        stage | action | emotion
        search | Looks | satisfied
        awareness | Reads | satisfied
        decision | {} | {}
        """

    assert not hits("emotion-flat", two.format("", ""))
    assert not hits("emotion-flat", two.format("Orders", ""))
    assert hits("emotion-flat", two.format("Orders", "satisfied"))


# Personas


PERSONAS = """
    type: customer-journey
    persona: {}
    stage | action
    awareness | Looks for a gym

    [personas]
    name | occupation | motto | traits | interaction | need | personal_goal
    Mai | Clerk | I want to be fit | Curious | Chats | Time | Health
    Nam | | I have no time | Busy | Calls | Peace | Sleep
    """


@pytest.mark.parametrize(
    ("chosen", "count"),
    [("Mai, an office worker", 1), ("Mai, Nam", 2), ("MAI", 1), ("Mai · Nam · Lan", 3), ("Lan, a nurse", 1)],
)
def test_names_before_a_comma_are_known_from_the_persona_tab(chosen: str, count: int) -> None:
    shown = parse(PERSONAS.format(chosen), "en")
    map_type = CATALOG.load(shown.type)

    assert len(Context(journey(shown, map_type, "en"), map_type, date(2026, 11, 22)).index.chosen) == count


def test_only_chosen_personas_are_looked_at() -> None:
    assert not hits("persona-fields", PERSONAS.format("Mai, an office worker"))
    assert [(hit.ref.step, hit.facts["missing"], hit.severity) for hit in hits("persona-fields", PERSONAS.format("Mai · Nam"))] == [
        ("personas-2", ("nghề nghiệp", "occupation"), None)
    ]


def test_a_chosen_persona_that_nobody_described_is_told_at_the_choice() -> None:
    assert [(hit.ref, hit.variant) for hit in hits("persona-fields", PERSONAS.format("Lan"))] == [(FieldRef(field="persona"), "unknown")]


def test_described_personas_are_offered_where_none_is_chosen() -> None:
    (hit,) = hits("persona-missing", PERSONAS.replace("persona: {}\n", ""))

    assert hit.variant == "choose"
    assert hit.facts["waiting"] == ("2 người", "2 are")


# Placeholders


@pytest.mark.parametrize(
    "text",
    ["What is [your product’s name]?", "X", "How can I do X better?", "Làm việc X thế nào?", "Name: ____", "[...]", "xx"],
)
def test_blanks_of_the_template_are_found(text: str) -> None:
    assert hits("placeholder-left", f"type: customer-journey\nstage | thought\nawareness | {text}")


@pytest.mark.parametrize(
    "text",
    ["See note [1]", "[our page](https://example.org)", "Ads on X and Facebook", "Xem trang giá", "Size XL", "x-ray", "2 x 3"],
)
def test_ordinary_words_are_no_blanks(text: str) -> None:
    assert not hits("placeholder-left", f"type: customer-journey\nstage | thought\nawareness | {text}")


def test_guidance_typed_as_content_is_found() -> None:
    guide = CATALOG.load("customer-journey").with_role("thought")[0].guide.en

    (hit,) = hits("placeholder-left", f"type: customer-journey\nstage | thought\nawareness | {guide}")

    assert hit.variant == "guide"


# Stages


def test_a_value_that_every_stage_needs_is_asked_for_once_the_stage_has_content() -> None:
    goals = refs(
        "cell-empty",
        """
        type: future-state
        stages: search · awareness
        stage | action | thought | emotion | touchpoint | change | scenario
        search | Asks a robot | Wow | fulfilled | Voice | Add a robot | At home
        """,
    )

    assert goals == [FieldRef("map", stage="search", field="goal")]


def test_evidence_asks_for_both_sides_and_a_column_without_evidence_for_none() -> None:
    found = hits(
        "bp-evidence-unmatched",
        """
        type: service-blueprint
        stage | evidence | action | frontstage | backstage
        people | Waiter | | | Kitchen porter
        objects | Menu | | |
        places | | Waits | |
        """,
    )

    assert [(hit.ref.step, hit.ref.field) for hit in found] == [("map-1", "action"), ("map-2", "action"), ("map-2", "frontstage")]
