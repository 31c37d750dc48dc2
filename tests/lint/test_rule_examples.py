"""Every rule's bad example fires it, and its good example, which differs by the fix alone, does not."""

from datetime import date
from difflib import SequenceMatcher
from string import Formatter
from textwrap import dedent

import pytest

from sheetsync.catalog import builtin
from sheetsync.lint.engine import rules
from sheetsync.lint.examples import EXAMPLE_ID, Example, context, grids, journey, parse
from sheetsync.lint.rule import Context, Rule
from sheetsync.model.journey import JourneyMap
from sheetsync.model.places import Meta
from sheetsync.model.reading import read_map, read_meta, unknown_type
from sheetsync.model.words import LANGUAGES, Language, Text

CATALOG = builtin()
TYPES = CATALOG.keys()
TODAY = date(2026, 11, 22)

every_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.slug)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def context_of(example: Example, language: Language) -> Context:
    if example.type not in TYPES:
        reading = unknown_type(Meta(EXAMPLE_ID, example.type, 1, language, (), "_sheetsync", 0), TYPES[0])
        return Context(reading.map, None, TODAY, reading.problems)
    map_type = CATALOG.load(example.type)
    if example.raw:
        sheets = grids(example, map_type, language)
        reading = read_map(sheets, read_meta(sheets, "example"), map_type)
        return Context(reading.map, map_type, TODAY, reading.problems)
    return context(example, map_type, language, TODAY)


def fires(rule: Rule, text: str, language: Language) -> int:
    shown = context_of(parse(text, language), language).with_options(rule.options)
    assert all(getattr(shown, need) is not None for need in rule.needs)
    return len(list(rule.check(shown)))


@both_languages
@every_rule
def test_the_bad_example_fires_and_the_good_one_does_not(rule: Rule, language: Language) -> None:
    assert fires(rule, rule.bad, language)
    assert not fires(rule, rule.good, language)


@every_rule
def test_the_two_examples_are_close(rule: Rule) -> None:
    good, bad = dedent(rule.good).strip(), dedent(rule.bad).strip()

    assert good != bad
    assert good.splitlines()[0].startswith("type: ")
    assert SequenceMatcher(None, good, bad, autojunk=False).ratio() > 0.5


@every_rule
def test_everything_people_read_is_there_in_both_languages(rule: Rule) -> None:
    texts: list[Text] = [rule.summary, rule.why, rule.fix, *rule.messages.values()]

    for text in texts:
        assert text.vi.strip()
        assert text.en.strip()
        assert text.vi != text.en
    for text in (rule.why, rule.fix, *rule.messages.values()):
        assert text.vi.endswith((".", "?"))
        assert text.en.endswith((".", "?"))


@every_rule
def test_both_languages_tell_the_same_facts(rule: Rule) -> None:
    for message in rule.messages.values():
        assert places(message.vi) == places(message.en)


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


@every_rule
def test_examples_name_fields_that_their_type_has(rule: Rule) -> None:
    for text in (rule.good, rule.bad):
        example = parse(text, "en")
        if example.type not in TYPES:
            continue
        map_type = CATALOG.load(example.type)
        for table in example.tables:
            if table.raw or table.tab == "stages":
                continue
            known = {"stage", *(field.key for field in map_type.fields_of(table.tab))}
            assert set(table.rows[0]) <= known


def test_an_example_reads_like_the_map_it_shows() -> None:
    map_type = CATALOG.load("customer-journey")
    text = """
        type: customer-journey
        persona: Lan · Minh
        stage | action | gap
        awareness | Tìm phòng tập · Đọc đánh giá // Looks for a gym · Reads reviews | Trò chuyện // Live chat

        [stages]
        stage | owner
        awareness | Hùng

        [changes]
        change | due
        Mở hộp chat // Opens a chat | 2026-12-01
    """

    shown: JourneyMap = journey(parse(text, "en"), map_type, "en")

    assert shown.values == {"persona": "Lan\nMinh"}
    assert [(stage.title, stage.values) for stage in shown.main.stages] == [("Awareness", {"owner": "Hùng"})]
    assert [record.values for record in shown.main.records] == [{"action": "Looks for a gym\nReads reviews", "gap": "Live chat"}]
    assert [record.values for record in shown.records("changes")] == [{"change": "Opens a chat", "due": "2026-12-01"}]


def test_an_example_shows_other_quarters_other_maps_and_people() -> None:
    map_type = CATALOG.load("customer-journey")
    text = """
        type: customer-journey
        today: 2026-11-22
        people: lan@x.vn, minh@y.vn
        persona: Lan
        stage | action
        awareness | Hỏi bạn // Asks a friend

        [earlier 2026-Q3: map]
        stage | action
        awareness | Đọc báo // Reads the news

        [earlier 2026-Q2: stages]
        stage | owner
        awareness | Minh

        [related Hành trình cũ // Old journey: map]
        stage | action
        awareness | Gọi điện // Phones
    """

    shown = context(parse(text, "en"), map_type, "en", TODAY.replace(year=2030))

    assert shown.today == TODAY
    assert shown.people == ("lan@x.vn", "minh@y.vn")
    assert [record.values for record in shown.map.main.records] == [{"action": "Asks a friend"}]
    assert shown.earlier is not None
    assert [(before.label, before.day) for before in shown.earlier] == [("2026-Q3", date(2026, 9, 30)), ("2026-Q2", date(2026, 6, 30))]
    assert [record.values for record in shown.earlier[0].map.main.records] == [{"action": "Reads the news"}]
    assert [record.id for record in shown.earlier[0].map.main.records] == [record.id for record in shown.map.main.records]
    assert shown.related is not None
    assert [(other.title, len(other.main.records)) for other in shown.related.values()] == [("Old journey", 1)]


def test_of_what_an_example_does_not_show_nobody_knows() -> None:
    shown = context(parse("type: customer-journey", "vi"), CATALOG.load("customer-journey"), "vi", TODAY)

    assert (shown.today, shown.earlier, shown.related, shown.people) == (TODAY, None, None, None)
