"""Edges of the rules about evidence: survey, walkthroughs, inventory, resources, copies of other maps, people."""

from datetime import date

import pytest

from sheetsync.catalog import builtin
from sheetsync.lint.engine import find_rule
from sheetsync.lint.examples import context, parse
from sheetsync.lint.likeness import alike, content, share, titled, words
from sheetsync.lint.lists import same_person
from sheetsync.lint.rule import Hit
from sheetsync.lint.vocabulary.customers import customers_took_part
from sheetsync.model.journey import FieldRef, JourneyMap

CATALOG = builtin()
TODAY = date(2026, 11, 22)


def hits(slug: str, example: str, **options: int) -> list[Hit]:
    """What one rule finds in an example."""
    shown = parse(example, "en")
    rule = find_rule(slug)
    return list(rule.check(context(shown, CATALOG.load(shown.type), "en", TODAY).with_options({**rule.options, **options})))


# Personas and what stands behind them


def test_no_persona_needs_no_evidence() -> None:
    assert not hits("persona-no-evidence", "type: customer-journey")


def test_a_respondent_who_answered_nothing_is_no_evidence() -> None:
    example = """
        type: customer-journey
        persona: Lan

        [survey]
        respondent | q1
        8 new members | {}
        """

    assert hits("persona-no-evidence", example.format("-"))
    assert not hits("persona-no-evidence", example.format("Friends"))


def test_a_type_without_a_survey_is_not_asked_for_one() -> None:
    assert not hits("persona-no-evidence", "type: hourglass\npersona: Lan")


def test_several_personas_are_one_finding_with_their_number() -> None:
    (hit,) = hits("persona-no-evidence", "type: customer-journey\npersona: Lan · Minh")

    assert (hit.ref, hit.count, hit.variant) == (FieldRef(field="persona"), 2, "several")


@pytest.mark.parametrize(
    ("played", "waiting"), [("Lan", "Minh"), ("Lan, office worker", "Minh"), ("lan anh", "Minh"), ("", None), ("Hùng", "Lan, new here, Minh")]
)
def test_each_persona_is_walked_for(played: str, waiting: str | None) -> None:
    found = hits(
        "walkthrough-missing",
        f"""
        type: current-state
        persona: Lan, new here · Minh

        [walkthroughs]
        persona | channel | finding
        {played} | search | The ad led to an error page
        """,
    )

    assert [hit.facts["names"] for hit in found] == ([waiting] if waiting else [])


def test_a_planned_walkthrough_is_none() -> None:
    example = """
        type: current-state
        persona: Lan

        [walkthroughs]
        persona | who
        Lan | Minh
        """

    assert hits("walkthrough-missing", example)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mai", "Mai, nhân viên văn phòng", True),
        ("Mai (28 tuổi)", "mai", True),
        ("Mai Anh", "Mai", True),
        ("Mai", "Mại", False),
        ("Mai", "Maika", False),
        ("", "Mai", False),
    ],
)
def test_names_are_compared_as_words_with_their_diacritics(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert same_person(one, other) is same


def test_a_question_counts_as_asked_once_somebody_answered_it() -> None:
    example = """
        type: current-state

        [survey]
        respondent | q1 | q2 | q3 | q4 | q5 | q6 | q7 | q8 | q9
        New members | Friends | Prices | Fitness | 5 min | Near | | 8 | | Chat
        Old members | Ads | | | | | {} | 7 | 9 |
        """

    assert not hits("survey-incomplete", example.format("Cost"))
    (hit,) = hits("survey-incomplete", example.format(""))
    assert (hit.ref, hit.count) == (FieldRef("survey"), 1)


def test_ratings_alone_may_be_blank_since_not_everybody_asked_for_support() -> None:
    example = """
        type: current-state

        [survey]
        respondent | q1 | q2 | q3 | q4 | q5 | q6 | q7 | q8 | q9
        New members | Friends | Prices | Fitness | 5 min | Near | Cost | 8 | | Chat
        """

    assert not hits("survey-incomplete", example)


def test_a_survey_nobody_answered_is_not_incomplete_but_missing() -> None:
    assert not hits("survey-incomplete", "type: current-state\n\n[survey]\nrespondent | q1\nNew members |")


# The map as a whole


def test_a_map_with_a_persona_hears_of_its_evidence_through_the_persona() -> None:
    example = "type: customer-journey{}\nstage | thought\nawareness | Is it near? · Is it open?"

    assert [hit.count for hit in hits("evidence-missing", example.format(""))] == [2]
    assert not hits("evidence-missing", example.format("\npersona: Lan"))


def test_a_map_that_only_says_what_happens_claims_nothing() -> None:
    assert not hits("evidence-missing", "type: customer-journey\nstage | action | touchpoint\nawareness | Asks a friend | The website")


@pytest.mark.parametrize(("day", "stale"), [("2026-09-14", False), ("", False), ("2027-01-10", True), ("last summer", False)])
def test_evidence_is_stale_only_where_every_day_is_known(day: str, stale: bool) -> None:  # noqa: FBT001
    example = f"""
        type: current-state
        persona: Lan

        [walkthroughs]
        persona | channel | date | finding
        Lan | email | 2024-01-10 | Too many mails
        Lan | search | {day} | The price page is hard to find
        """

    assert bool(hits("evidence-stale", example)) is stale


def test_the_newest_walkthrough_speaks_for_all() -> None:
    example = """
        type: current-state

        [walkthroughs]
        persona | date | finding
        Lan | 2024-01-10 | Too many mails
        Lan | 2025-06-01 | The price page is hard to find
        """

    assert [hit.ref.step for hit in hits("evidence-stale", example)] == ["walkthroughs-2"]
    assert not hits("evidence-stale", example, max_days=600)


@pytest.mark.parametrize(
    ("who", "took_part"),
    [
        ("Lan (marketing), Minh (chăm sóc khách hàng)", False),
        ("Lan và 3 khách hàng", True),
        ("Nhóm khách hàng thân thiết", True),
        ("5 hội viên mới", True),
        ("Phòng dịch vụ khách hàng", False),
        ("Giám đốc khách sạn", False),
        ("Minh (customer care), team members", False),
        ("Lan, two customers", True),
    ],
)
def test_departments_that_look_after_customers_are_no_customers(who: str, took_part: bool) -> None:  # noqa: FBT001
    example = f"type: current-state\n\n[reviews]\ndate | kind | who\n2026-11-02 | review | {who}"

    assert customers_took_part(who) is took_part
    assert bool(hits("not-validated", example)) is not took_part


def test_an_answered_survey_validates_and_an_outsider_alone_does_not() -> None:
    reviewed = "type: current-state\n\n[reviews]\ndate | kind | who\n2026-11-02 | {} | {}\n\n[survey]\nrespondent | q1\nMembers | {}"

    assert hits("not-validated", reviewed.format("review", "Lan", ""))
    assert hits("not-validated", reviewed.format("outside", "A consultancy", ""))
    assert not hits("not-validated", reviewed.format("outside", "Mystery shopper", ""))
    assert not hits("not-validated", reviewed.format("outside", "", ""))
    assert not hits("not-validated", reviewed.format("review", "Lan", "Friends"))


def test_before_the_first_review_there_is_nothing_to_validate() -> None:
    assert not hits("not-validated", "type: current-state\nstage | action\nsearch | Looks for a gym")


# Inventory and resources


INVENTORY = """
    type: current-state
    stage | touchpoint
    search | {}

    [touchpoints]
    touchpoint | status
    {} | {}
    """


@pytest.mark.parametrize(
    ("used", "listed"),
    [
        ("Trang giá", "Trang bảng giá"),
        ("Email nhắc gia hạn", "Email"),
        ("The price page.", "Price page"),
        ("“Live chat”", "live chat on the website"),
    ],
)
def test_names_a_little_longer_or_shorter_are_the_same_touchpoint(used: str, listed: str) -> None:
    assert not hits("touchpoint-not-in-inventory", INVENTORY.format(used, listed, "used"))


def test_other_names_are_told_from_both_sides() -> None:
    found = hits("touchpoint-not-in-inventory", INVENTORY.format("Bàn tiếp tân", "Bạn bè giới thiệu", "used"))

    assert [(hit.ref, hit.variant, hit.severity) for hit in found] == [
        (FieldRef("map", step="map-1", field="touchpoint"), "", None),
        (FieldRef("touchpoints", step="touchpoints-1"), "unmapped", "info"),
    ]


def test_what_should_be_used_need_not_be_on_the_map() -> None:
    found = hits("touchpoint-not-in-inventory", INVENTORY.format("Website · Live chat", "Website", "used") + "    Phone line | should\n")

    assert [hit.variant for hit in found] == [""]


def test_an_inventory_not_begun_and_a_map_not_begun_are_silent() -> None:
    assert not hits("touchpoint-not-in-inventory", INVENTORY.format("Website", "", ""))
    assert not hits("touchpoint-not-in-inventory", INVENTORY.format("-", "Website", "used"))


def test_an_inventory_just_begun_is_one_finding() -> None:
    used = " · ".join(f"Place{number} of ours{number}" for number in range(7))
    (hit,) = hits("touchpoint-not-in-inventory", INVENTORY.format(f"Website · {used}", "Website", "used"))

    assert (hit.ref, hit.count, hit.variant) == (FieldRef("touchpoints"), 7, "most")


def test_many_places_that_are_not_on_the_map_are_one_finding() -> None:
    rows = "".join(f"    Place{number} | used\n" for number in range(6))
    (hit,) = hits("touchpoint-not-in-inventory", INVENTORY.format("Website", "Website", "used") + rows)

    assert (hit.count, hit.variant, hit.severity) == (6, "unmapped-many", "info")


@pytest.mark.parametrize(
    ("kind", "state", "owner", "fired"),
    [
        ("technology", "have", "", []),
        ("technology", "need", "Minh", []),
        ("technology", "need", "-", ["resource-need-no-owner"]),
        ("technology", "", "", ["resource-unclassified"]),
        ("", "need", "", ["resource-unclassified", "resource-need-no-owner"]),
        ("something odd", "have", "", []),
    ],
)
def test_resources(kind: str, state: str, owner: str, fired: list[str]) -> None:
    example = f"type: current-state\n\n[resources]\nresource | kind | state | owner\nSoftware | {kind} | {state} | {owner}"

    assert [slug for slug in ("resource-unclassified", "resource-need-no-owner") if hits(slug, example)] == fired


def test_a_line_without_a_resource_is_nobodys_business() -> None:
    assert not hits("resource-unclassified", "type: current-state\n\n[resources]\nresource | kind | owner\n | people | Lan")


# Other maps


STEPS = """
    stage | action | touchpoint
    search | Reads flyers · Calls the office · Asks older students | The school fair · Word of mouth
    decision | Hands in papers · Waits for a letter | The front desk · A letter
"""


def test_a_map_that_builds_on_the_other_may_say_the_same() -> None:
    example = "type: future-state\nbase_map: {}\n" + STEPS + "\n[related Students this year: map]" + STEPS

    assert hits("generic-map", example.format("Something else"), min_items=5)
    assert not hits("generic-map", example.format("Students this year"), min_items=5)


def test_a_small_map_is_no_copy_yet() -> None:
    example = "type: current-state\nstage | action\nsearch | Asks a friend\n\n[related Gym: map]\nstage | action\nsearch | Asks a friend"

    assert not hits("generic-map", example)


def test_most_of_it_said_otherwise_is_another_map() -> None:
    other = STEPS.replace("Reads flyers", "Watches videos").replace("Hands in papers", "Applies online")

    assert not hits("generic-map", "type: current-state" + STEPS + "\n[related Gym: map]" + other, min_items=5)


@pytest.mark.parametrize(("named", "variants"), [("", [""]), ("Students this year", ["copy"]), ("this year", ["copy"]), ("Students last year", [])])
def test_the_future_starts_from_a_named_map_and_leaves_it(named: str, variants: list[str]) -> None:
    example = "type: future-state\n" + (f"base_map: {named}\n" if named else "") + STEPS + "\n[related Students this year: map]" + STEPS

    assert [hit.variant for hit in hits("future-copy", example)] == variants


def test_an_empty_map_of_the_future_is_not_asked_where_it_starts() -> None:
    assert not hits("future-copy", "type: future-state")


def test_a_zoomed_map_names_a_base_and_is_no_future() -> None:
    assert not hits("future-copy", "type: custom-period\nstages: one\nstage | action\none | Studies")


@pytest.mark.parametrize("named", ["Dinner", "https://docs.google.com/spreadsheets/d/1"])
def test_a_blueprint_names_a_map_wherever_that_is_kept(named: str) -> None:
    blueprint = "stage | evidence | action\nobjects | The menu | Orders"

    assert hits("bp-no-base-map", f"type: service-blueprint\n{blueprint}")
    assert not hits("bp-no-base-map", f"type: service-blueprint\nbase_map: {named}\n{blueprint}")


# People


@pytest.mark.parametrize(
    ("people", "variants"),
    [("lan@x.vn, minh@y.vn", []), ("lan@x.vn", [""]), ("lan@x.vn, Lan@X.vn", [""])],
)
def test_people_are_counted_once(people: str, variants: list[str]) -> None:
    assert [hit.variant for hit in hits("stakeholders-too-few", f"type: current-state\npeople: {people}")] == variants


def test_of_unknown_people_nothing_is_said() -> None:
    assert not hits("stakeholders-too-few", "type: current-state")


# Likeness


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Trang giá", "trang bảng giá", True),
        ("Bàn tư vấn", "Bạn tư vấn viên", False),
        ("Quảng cáo Facebook", "Quảng cáo trên Facebook của phòng tập", True),
        ("Phone line", "Website", False),
        ("Email reminder for renewal", "Reminder email on renewal", True),
        ("", "Website", False),
    ],
)
def test_alike(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert alike(words(one), words(other)) is same


def test_share_is_told_in_per_cent() -> None:
    assert share(frozenset({words("a b"), words("c d")}), frozenset({words("b A.")})) == 50
    assert share(frozenset(), frozenset()) == 0
    assert content(JourneyMap("m", "current-state", 1, "Map", "en")) == frozenset()


def test_a_title_means_one_map_or_none() -> None:
    maps = [JourneyMap(key, "current-state", 1, title, "en") for key, title in (("a", "Gym today"), ("b", "Gym tomorrow"))]

    assert titled("gym  TODAY", maps) is maps[0]
    assert titled("tomorrow", maps) is maps[1]
    assert titled("gym", maps) is None
    assert titled("b", maps) is maps[1]
    assert titled("", maps) is None
