"""What ``sheetsync rules`` shows."""

import json
from textwrap import dedent

import pytest

from sheetsync.formats.rules import list_json, list_text, page_json, page_text
from sheetsync.formats.terminal import cells
from sheetsync.lint.engine import find_rule, rules
from sheetsync.lint.rule import Rule
from sheetsync.model.words import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_a_line_for_each_rule_and_columns_that_line_up(language: Language) -> None:
    lines = list_text(rules(), language, 200).splitlines()

    assert [line.split()[0] for line in lines] == [rule.slug for rule in rules()]
    assert len({cells(line) - cells(rule.summary.of(language)) for line, rule in zip(lines, rules(), strict=True)}) == 1


def test_a_narrow_list_wraps_under_its_last_column() -> None:
    first, second, *_ = list_text([find_rule("bp-evidence-unmatched")], "en", 70).splitlines()

    assert first.index("Every") == len(second) - len(second.lstrip())


def test_a_page_tells_the_whole_rule() -> None:
    assert page_text(find_rule("emotion-missing"), "en", 80, titles={"action": "Actions", "emotion": "Emotion", "stage": "Stage"}) == dedent("""\
        emotion-missing
        Every step says how the customer feels.

        Severity  warning
        Profiles  hubspot, ducttape, ecommerce, strict
        Source    S0:85

        Why
          Every action is driven by a feeling; without it nobody sees where customers
          lose heart.

        How to fix
          Choose the feeling that comes nearest, best of all from what customers said in
          your survey.

        Good
          type: current-state

          Stage      Actions            Emotion
          awareness  Calls the hotline  annoyed

        Not yet
          type: current-state

          Stage      Actions            Emotion
          awareness  Calls the hotline  –
    """)


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
    assert shown["rules"][0].keys() == {"rule", "severity", "summary", "source", "profiles"}
    assert {"rule": "stage-empty", "severity": "error", "summary": "Every stage has content", "source": "S3:35"}.items() <= next(
        entry for entry in shown["rules"] if entry["rule"] == "stage-empty"
    ).items()


def test_a_page_as_json_adds_what_a_page_tells() -> None:
    (shown,) = json.loads(page_json(find_rule("too-many-actions"), "vi"))["rules"]

    assert list(shown) == ["rule", "severity", "summary", "source", "profiles", "why", "fix", "good", "bad", "options"]
    assert shown["options"] == {"max_per_stage": 7, "max_total": 15}
    assert shown["good"].startswith("type: buyer-journey")
