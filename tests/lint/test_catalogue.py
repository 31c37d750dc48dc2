"""The catalogue is whole: every check of the source documents and of expert reviewers is a rule, or is left out for a reason that stands here."""

import pytest

from sheetsync.lint.engine import rules

OF_THE_DOCUMENTS = """
    map-type-unknown objective-missing stage-missing stage-order stage-alias stage-empty lane-missing cell-empty post-purchase-missing
    placeholder-left generic-map persona-missing persona-count persona-multiple-in-map persona-fields motto-not-first-person
    persona-is-individual persona-no-evidence survey-incomplete survey-rating-range question-no-touchpoint question-planned-only
    milestone-no-touchpoint gap-not-listed gap-without-plan touchpoint-unlinked touchpoint-vague touchpoint-duplicate
    touchpoint-not-in-inventory touchpoint-count-low touchpoint-count-high offsite-channels-missing touchpoint-no-program
    touchpoint-no-expectation touchpoint-no-feeling touchpoint-is-feeling too-many-actions actions-grew action-not-customer step-vague
    thought-not-customer-voice emotion-missing emotion-off-scale emotion-flat emotion-no-cause negative-without-pain pain-no-mitigation
    change-not-linked resource-unclassified resource-need-no-owner walkthrough-missing day-axis-not-time day-only-brand future-no-change
    future-no-scenario future-no-goal future-copy bp-columns-are-stages bp-evidence-unmatched bp-orphan-below-line bp-layers-missing
    bp-no-base-map support-bounds support-frontline-empty support-backstage-no-dept ecom-no-returns review-overdue review-lapsed
    meeting-overdue snapshot-missing stakeholders-too-few metric-missing third-party-review-missing header-tampered row-id-broken
""".split()  # noqa: SIM905 - a table to read
OF_EXPERTS = """
    scenario-missing scope-bounds-missing stage-count-odd company-language stage-goal-missing evidence-missing evidence-stale emotion-generic
    mot-none mot-too-many mot-no-evidence pain-no-severity low-no-opportunity opportunity-untied owner-missing kpi-no-number kpi-wrong-stage
    channel-lopsided failure-no-recovery handoff-unowned backstage-in-journey not-validated review-date-missing legend-missing
    unexplained-acronym
""".split()  # noqa: SIM905 - a table to read

LEFT_OUT = {
    "touchpoint-count-low": "S0:60 compares with how many touchpoints a team expects, and no document has a place to write that down",
    "touchpoint-count-high": "S0:60 compares with how many touchpoints a team expects, and no document has a place to write that down",
    "mot-none": "none of the five documents marks moments of truth, so no map type has a lane for them",
    "mot-too-many": "none of the five documents marks moments of truth, so no map type has a lane for them",
    "mot-no-evidence": "none of the five documents marks moments of truth, so no map type has a lane for them",
    "pain-no-severity": "none of the five documents rates pains; how bad a moment is stands in the emotion of its step",
}
"""Checks that no map can satisfy today, and why; a rule that fires on every map teaches people to look away."""


@pytest.mark.parametrize("slug", [*OF_THE_DOCUMENTS, *OF_EXPERTS])
def test_a_check_is_a_rule_or_left_out_for_a_reason(slug: str) -> None:
    assert (slug in {rule.slug for rule in rules()}) is (slug not in LEFT_OUT)


def test_only_checks_that_were_asked_for_are_left_out() -> None:
    assert set(LEFT_OUT) <= {*OF_THE_DOCUMENTS, *OF_EXPERTS}
    assert all(LEFT_OUT.values())
