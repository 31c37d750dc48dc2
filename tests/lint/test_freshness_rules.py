"""Edges of the rules about time: reviews, meetings, snapshots, and what moved since an earlier quarter."""

from datetime import date

import pytest

from sheetsync.catalog import builtin
from sheetsync.lint.engine import find_rule
from sheetsync.lint.examples import context, parse
from sheetsync.lint.lists import quarter_before, spoken
from sheetsync.lint.rule import Hit
from sheetsync.model.journey import FieldRef

CATALOG = builtin()
TODAY = date(2026, 11, 22)


def hits(slug: str, example: str, **options: int) -> list[Hit]:
    """What one rule finds in an example."""
    shown = parse(example, "en")
    rule = find_rule(slug)
    return list(rule.check(context(shown, CATALOG.load(shown.type), "en", TODAY).with_options({**rule.options, **options})))


# Reviews


@pytest.mark.parametrize(
    ("cadence", "last", "fired"),
    [
        ("monthly", "2026-10-22", []),
        ("monthly", "2026-10-21", ["review-overdue"]),
        ("monthly", "2026-08-22", ["review-overdue"]),
        ("monthly", "2026-08-21", ["review-overdue", "review-lapsed"]),
        ("quarterly", "2026-08-22", []),
        ("quarterly", "2026-08-21", ["review-overdue"]),
        ("quarterly", "2026-05-22", ["review-overdue"]),
        ("quarterly", "2026-05-21", ["review-overdue", "review-lapsed"]),
        ("every other day", "2026-08-22", []),
        ("monthly", "soon", []),
        ("monthly", "2027-01-05", []),
    ],
)
def test_a_review_is_due_when_the_map_says(cadence: str, last: str, fired: list[str]) -> None:
    example = f"type: customer-journey\ncadence: {cadence}\nlast_review: {last}"

    assert [slug for slug in ("review-overdue", "review-lapsed") if hits(slug, example)] == fired


def test_a_map_without_a_cadence_is_due_every_quarter() -> None:
    assert hits("review-overdue", "type: customer-journey\nlast_review: 2026-08-21")
    assert not hits("review-overdue", "type: customer-journey\nlast_review: 2026-08-22")


def test_the_review_log_counts_as_much_as_the_map_itself() -> None:
    example = """
        type: customer-journey
        cadence: monthly
        last_review: 2026-06-01

        [reviews]
        date | kind
        2026-12-24 | review
        {} | meeting
        """

    assert not hits("review-overdue", example.format("2026-11-10"))
    for late in ("2026-07-10", ""):
        assert [hit.ref for hit in hits("review-overdue", example.format(late))] == [FieldRef(field="last_review")]


def test_a_lapsed_review_is_not_told_as_overdue_too() -> None:
    assert find_rule("review-overdue").gives_way_to == ("review-lapsed",)


def test_messages_stay_the_same_from_day_to_day() -> None:
    """Comments are answered whenever a message changes, so that none may count days."""
    example = "type: current-state\ntoday: {}\ncadence: monthly\nlast_review: 2026-05-01"

    for slug in ("review-overdue", "review-lapsed"):
        (one,), (other,) = (hits(slug, example.format(day)) for day in ("2026-11-22", "2026-11-23"))
        assert one == other


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ("", "cadence"),
        ("last_review: 2026-09-30", "cadence"),
        ("cadence: quarterly", "last_review"),
        ("cadence: quarterly\n        last_review: 2026-09-30", None),
    ],
)
def test_the_next_review_needs_a_rhythm_and_a_beginning(values: str, place: str | None) -> None:
    example = f"""
        type: current-state
        {values}
        stage | action
        search | Looks for a gym
        """

    assert [hit.ref.field for hit in hits("review-date-missing", example)] == ([place] if place else [])


def test_a_map_nobody_filled_in_yet_needs_no_review() -> None:
    assert not hits("review-date-missing", "type: current-state")


@pytest.mark.parametrize(("slug", "kind"), [("meeting-overdue", "meeting"), ("third-party-review-missing", "outside")])
def test_meetings_and_outsiders_are_asked_for_once_reviews_have_begun(slug: str, kind: str) -> None:
    log = "type: hourglass\n\n[reviews]\ndate | kind\n{} | {}"

    assert not hits(slug, "type: hourglass")
    assert [hit.variant for hit in hits(slug, log.format("2026-11-02", "review"))] == [""]
    assert [hit.variant for hit in hits(slug, log.format("2025-11-21", kind))] == []
    assert [hit.variant for hit in hits(slug, log.format("2025-11-20", kind))] == ["old"]
    assert not hits(slug, "type: hourglass\nlast_review: 2026-11-02")


def test_days_are_written_as_people_write_them() -> None:
    assert spoken(date(2026, 3, 9)) == ("9/3/2026", "9 March 2026")


# Snapshots


@pytest.mark.parametrize(
    ("day", "label", "last"),
    [
        (date(2026, 11, 22), "2026-Q3", date(2026, 9, 30)),
        (date(2026, 10, 1), "2026-Q3", date(2026, 9, 30)),
        (date(2026, 3, 31), "2025-Q4", date(2025, 12, 31)),
        (date(2028, 4, 1), "2028-Q1", date(2028, 3, 31)),
    ],
)
def test_the_quarter_before(day: date, label: str, last: date) -> None:
    assert quarter_before(day) == (label, last)


FROZEN = """
    type: customer-journey
    today: {}
    stage | action
    awareness | Looks for a gym

    [earlier {}: map]
    stage | action
    awareness | Looks for a gym
    """


@pytest.mark.parametrize(
    ("today", "last", "missing"),
    [
        ("2026-11-22", "2026-Q3", False),
        ("2026-11-22", "2026-Q2", True),
        ("2026-10-14", "2026-Q2", False),
        ("2026-10-15", "2026-Q2", True),
        ("2027-01-20", "2026-Q3", True),
    ],
)
def test_a_quarter_is_missed_two_weeks_after_its_end(today: str, last: str, missing: bool) -> None:  # noqa: FBT001
    assert bool(hits("snapshot-missing", FROZEN.format(today, last))) is missing


def test_a_map_that_was_never_frozen_must_have_been_there_by_then() -> None:
    rule = find_rule("snapshot-missing")

    def fired(example: str) -> bool:
        shown = parse(example, "en")
        known = context(shown, CATALOG.load(shown.type), "en", TODAY)
        return bool(list(rule.check(type(known)(known.map, known.map_type, known.today, options=rule.options, earlier=()))))

    assert not fired("type: current-state")
    assert not fired("type: current-state\nlast_review: 2026-10-01")
    assert fired("type: current-state\nlast_review: 2026-09-30")
    assert fired("type: current-state\n\n[walkthroughs]\npersona | date | finding\nLan | 2026-08-01 | Too many mails")


# What moved


def before_and_now(before: str, now: str, kind: str = "current-state") -> str:
    return f"type: {kind}\n{now}\n\n[earlier 2026-Q3: map]\n{before}"


def test_a_stage_filled_in_since_asks_nobody_for_more() -> None:
    before = "stage | action\nsearch | Asks a friend"
    filled = before + "\ndecision | Orders · Signs up · Pays"
    grown = "stage | action\nsearch | Asks a friend · Waits · Calls"

    assert not hits("actions-grew", before_and_now(before, filled))
    (hit,) = hits("actions-grew", before_and_now(before, grown))
    assert (hit.facts, hit.count) == ({"before": 1, "now": 3, "quarter": "2026-Q3"}, 2)


def test_one_action_more_is_no_trend() -> None:
    before, now = "stage | action\nsearch | Asks", "stage | action\nsearch | Asks · Waits"

    assert not hits("actions-grew", before_and_now(before, now))
    assert hits("actions-grew", before_and_now(before, now), by=1)


@pytest.mark.parametrize(
    ("was", "now", "fell"),
    [
        ("satisfied", "annoyed", True),
        ("neutral", "annoyed", True),
        ("fulfilled", "satisfied", True),
        ("fulfilled", "delighted", False),
        ("satisfied", "neutral", False),
        ("annoyed", "delighted", False),
        ("satisfied", "", False),
        ("elated", "annoyed", False),
    ],
)
def test_an_emotion_falls_by_more_than_a_shade(was: str, now: str, fell: bool) -> None:  # noqa: FBT001
    example = before_and_now(f"stage | action | emotion\nsearch | Asks | {was}", f"stage | action | emotion\nsearch | Asks | {now}")

    assert bool(hits("emotion-fell", example)) is fell


def test_emotions_are_told_by_their_words() -> None:
    (hit,) = hits("emotion-fell", before_and_now("stage | emotion\nsearch | delighted", "stage | emotion\nsearch | annoyed"))

    assert hit.facts["before"] == ("vui sướng", "delighted")
    assert hit.facts["now"] == ("bực tức", "annoyed")


@pytest.mark.parametrize(
    "now",
    [
        "awareness | Ads · Reviews on Google Maps |",
        "awareness | Ads |\nloyalty | Google Maps reviews |",
        "awareness | Ads | Google Maps reviews",
        "awareness | ads · google maps  REVIEWS. |",
    ],
)
def test_a_touchpoint_moved_reworded_or_planned_anew_is_not_gone(now: str) -> None:
    before = "stage | touchpoint\nawareness | Ads · Google Maps reviews"

    assert not hits("touchpoint-removed", before_and_now(before, f"stage | touchpoint | gap\n{now}", "customer-journey"))


def test_a_touchpoint_is_missed_where_it_stood() -> None:
    before = "stage | touchpoint\nsearch | Ads · Flyers\ndecision | The front desk"

    assert [hit.ref for hit in hits("touchpoint-removed", before_and_now(before, "stage | touchpoint\nsearch | Ads\ndecision | The front desk"))] == [
        FieldRef("map", step="map-1", field="touchpoint")
    ]
    assert [
        hit.ref for hit in hits("touchpoint-removed", before_and_now(before, "stages: search · decision\nstage | touchpoint\nsearch | Ads · Flyers"))
    ] == [FieldRef("map", stage="decision")]
    assert [hit.ref for hit in hits("touchpoint-removed", before_and_now(before, "stage | touchpoint\nsearch | Ads · Flyers"))] == [
        FieldRef("map", field="touchpoint")
    ]


def test_a_map_emptied_of_all_touchpoints_has_other_worries() -> None:
    assert not hits("touchpoint-removed", before_and_now("stage | touchpoint\nsearch | Ads", "stage | action\nsearch | Asks"))


GAPS = """
    type: customer-journey
    stage | touchpoint | gap
    awareness | Website | Live chat · {now}

    [changes]
    change | stage | due
    {change}

    [earlier 2026-Q3: map]
    stage | touchpoint | gap
    awareness | Website | live  chat.

    [earlier 2026-Q2: map]
    stage | touchpoint | gap
    awareness | Website | {then}
    """


def test_a_gap_is_stale_when_it_stood_in_both_quarters_before() -> None:
    (hit,) = hits("gap-stale", GAPS.format(now="An app", then="Live chat · An app", change=""))

    assert (hit.count, hit.facts["gap"], hit.facts["quarter"]) == (1, "Live chat", "2026-Q2")
    assert not hits("gap-stale", GAPS.format(now="An app", then="An app", change=""))


@pytest.mark.parametrize(("due", "stale"), [("2026-12-24", False), ("2026-11-22", False), ("2026-11-21", True), ("", True)])
def test_a_change_that_is_still_in_time_buys_time(due: str, stale: bool) -> None:  # noqa: FBT001
    example = GAPS.format(now="An app", then="Live chat", change=f"Open a chat | awareness | {due}")

    assert bool(hits("gap-stale", example)) is stale


def test_one_quarter_is_not_yet_stale() -> None:
    example = before_and_now("stage | gap\nawareness | Live chat", "stage | gap\nawareness | Live chat", "customer-journey")

    assert not hits("gap-stale", example)


@pytest.mark.parametrize("slug", ["actions-grew", "emotion-fell", "touchpoint-removed", "gap-stale"])
def test_without_an_earlier_quarter_nothing_moved(slug: str) -> None:
    assert not hits(slug, "type: customer-journey\nstage | action | touchpoint | gap\nawareness | Asks | Ads | Live chat")
