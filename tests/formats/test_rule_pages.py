"""What ``sheetsync rules`` shows."""

import json
from textwrap import dedent

import pytest

from sheetsync.catalog import builtin
from sheetsync.formats.rules import list_json, list_text, page_json, page_text
from sheetsync.formats.terminal import cells
from sheetsync.lint.criteria import CRITERIA
from sheetsync.lint.engine import find_rule, rules
from sheetsync.lint.examples import parse
from sheetsync.lint.rule import Rule
from sheetsync.model.words import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_each_rule_under_its_criterion_in_columns_that_line_up(language: Language) -> None:
    lines = list_text(rules(), language, 200).splitlines()
    listed = [line for line in lines if line.startswith("  ")]

    assert [line.split()[0] for line in listed] == [rule.slug for rule in rules()]
    assert len({cells(line) - cells(f"{rule.summary.of(language)} ({rule.source})") for line, rule in zip(listed, rules(), strict=True)}) == 1
    assert [line for line in lines if line and not line.startswith("  ")] == [criterion.title.of(language) for criterion in CRITERIA]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_fits_a_usual_terminal(language: Language) -> None:
    assert max(map(cells, list_text(rules(), language, 80).splitlines())) <= 80


def test_a_narrow_list_wraps_under_its_last_column() -> None:
    assert list_text([find_rule("bp-evidence-unmatched"), find_rule("stage-empty")], "en", 70) == dedent("""\
        Questions and touchpoints
          bp-evidence-unmatched  error  Every physical evidence goes with a
                                        customer's action and a staff
                                        interaction (S0:298)

        Stages
          stage-empty            error  Every stage has content (S3:35)
    """)


def test_a_page_tells_the_whole_rule() -> None:
    assert page_text(find_rule("emotion-missing"), "en", 80, map_type=builtin().load("current-state")) == dedent("""\
        emotion-missing
        Every step says how the customer feels.

        Severity   warning
        Criterion  Emotions and pains
        Profiles   hubspot, ducttape, ecommerce, strict
        Source     S0:85

        Why
          Every action is driven by a feeling; without it nobody sees where customers
          lose heart.

        How to fix
          Choose the feeling that comes nearest, best of all from what customers said in
          your survey.

        Good
          Map type: Current state (current-state)

          Stage      Actions            Emotion
          Awareness  Calls the hotline  Annoyed

        Not yet
          Map type: Current state (current-state)

          Stage      Actions            Emotion
          Awareness  Calls the hotline  –
    """)


def test_examples_without_their_map_type_show_keys() -> None:
    page = page_text(find_rule("emotion-missing"), "en", 80)

    assert "  Map type: current-state\n\n  Stage      action             emotion\n  awareness  Calls the hotline  annoyed\n" in page


@pytest.mark.parametrize(
    ("slug", "shown"),
    [
        ("cells-merged", "Merged cells: E5:E6"),
        ("touchpoint-removed", "[2026-Q3: Map]"),
        ("generic-map", "[Gym: Map]"),
        ("review-overdue", "Today: 2026-11-22"),
        ("stakeholders-too-few", "People with access: "),
        ("map-type-unknown", "Map type: customer-path"),
    ],
)
def test_examples_tell_what_they_are_about(slug: str, shown: str) -> None:
    rule = find_rule(slug)
    assert shown in page_text(rule, "en", map_type=builtin().load(parse(rule.good, "en").type))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.slug)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_shown(rule: Rule, language: Language) -> None:
    page = page_text(rule, language, 80)

    assert rule.source in page
    assert " // " not in page
    assert all(line == line.rstrip() for line in page.splitlines())
    assert page in page_text(rule, language, 80, colour=True).replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[1;31m", "").replace(
        "\x1b[1;33m", ""
    ).replace("\x1b[1;34m", "")


def test_the_list_as_json() -> None:
    shown = json.loads(list_json(rules(), "en"))

    assert shown["format"] == 1
    assert shown["rules"][0].keys() == {"rule", "severity", "summary", "source", "profiles", "criterion"}
    assert {"rule": "stage-empty", "severity": "error", "summary": "Every stage has content", "source": "S3:35"}.items() <= next(
        entry for entry in shown["rules"] if entry["rule"] == "stage-empty"
    ).items()


def test_a_page_as_json_adds_what_a_page_tells() -> None:
    (shown,) = json.loads(page_json(find_rule("too-many-actions"), "vi"))["rules"]

    assert list(shown) == ["rule", "severity", "summary", "source", "profiles", "criterion", "why", "fix", "good", "bad", "options"]
    assert shown["options"] == {"max_per_stage": 7, "max_total": 15}
    assert shown["good"].startswith("type: buyer-journey")
