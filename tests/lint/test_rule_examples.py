"""Every rule's bad example fires it, and its good example, which differs by the fix alone, does not."""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from string import Formatter

import pytest

from sheetsync.catalog import builtin
from sheetsync.lint.engine import RuleSettings, lint, rules
from sheetsync.lint.examples import EXAMPLE_ID, Example, context, grids, journey, parse
from sheetsync.lint.rule import STRICT, Context, Rule
from sheetsync.model.finding import Finding
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


ALL_OFF = {rule.slug: RuleSettings(off=True) for rule in rules()}


def alone(rule: Rule, text: str, language: Language) -> tuple[Finding, ...]:
    """What is found in an example with only this rule on."""
    shown = context_of(parse(text, language), language)
    assert all(getattr(shown, need) is not None for need in rule.needs)
    return lint(shown, profile=STRICT, settings={**ALL_OFF, rule.slug: RuleSettings()}, language=language)


@both_languages
@every_rule
def test_alone_a_rule_fires_on_its_bad_example_and_not_on_its_good_one(rule: Rule, language: Language) -> None:
    assert {finding.rule for finding in alone(rule, rule.bad, language)} == {rule.slug}
    assert not alone(rule, rule.good, language)


@both_languages
@every_rule
def test_the_two_examples_differ_by_the_fix_alone(rule: Rule, language: Language) -> None:
    """One value above the tables, one record, one column, or one table as a whole."""
    places = set(differing(parse(rule.good, language), parse(rule.bad, language)))
    rows, columns = {place[:3] for place in places}, {(*place[:2], place[3]) for place in places}

    assert places
    assert min(len(rows), len(columns)) == 1


def differing(good: Example, bad: Example) -> Iterator[tuple[str, str, int, int]]:
    """Each place where two examples differ: the table, the map it shows, line and column; -1 stands for all of them."""
    yield from (("about", key, -1, -1) for key in good.values.keys() | bad.values.keys() if good.values.get(key) != bad.values.get(key))
    if good.type != bad.type:
        yield "type", "", -1, -1
    for one, other in zip_longest(good.tables, bad.tables):
        if one is None or other is None or (one.tab, one.other) != (other.tab, other.other):
            yield (one or other).tab, "", -1, -1
        elif one.quarter != other.quarter or one.title != other.title or one.merged != other.merged:
            yield one.tab, one.other, -1, -1
        else:
            yield from ((one.tab, one.quarter + one.other, row, column) for row, column in cells(one.rows, other.rows))


def cells(good: Sequence[Sequence[str]], bad: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Line and column of each cell that differs; -1 for a whole line that only one of both has."""
    for _, start, end, at, until in (same for same in SequenceMatcher(None, good, bad, autojunk=False).get_opcodes() if same[0] != "equal"):
        for row, (one, other) in enumerate(zip_longest(good[start:end], bad[at:until]), start):
            if one is None or other is None:
                yield row, -1
            else:
                yield from ((row, column) for column, (here, there) in enumerate(zip_longest(one, other, fillvalue="")) if here != there)


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
