"""The pages of rules under ``docs``: each rule once, in both languages, readable when rendered. ``make check`` sees that they are fresh."""

import re
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from sheetsync.catalog import builtin
from sheetsync.formats.catalogue import catalogue
from sheetsync.lint.engine import rules
from sheetsync.lint.rule import Rule
from sheetsync.model.words import LANGUAGES, Language

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES: dict[Language, str] = {"en": "rules.md", "vi": "rules.vi.md"}
BOTH = pytest.mark.parametrize("language", LANGUAGES)


@cache
def page(language: Language) -> str:
    return catalogue(rules(), language, builtin().load)


def section(rule: Rule, language: Language) -> str:
    return page(language).partition(f"\n## {rule.slug}\n")[2].partition("\n## ")[0]


@BOTH
def test_every_rule_has_a_section_and_a_line_in_the_contents(language: Language) -> None:
    slugs = [rule.slug for rule in rules()]
    assert re.findall(r"^## (.*)$", page(language), re.MULTILINE) == slugs
    assert re.findall(r"^- \[(.*?)\]\(#(.*?)\) ", page(language), re.MULTILINE) == [(slug, slug) for slug in slugs]


@BOTH
@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.slug)
def test_a_section_tells_the_whole_rule(rule: Rule, language: Language) -> None:
    html = MarkdownIt("commonmark").enable("table").render(section(rule, language))
    text = re.sub(r"<[^>]*>|\u2060", "", html).replace("&quot;", '"').replace("&amp;", "&")
    for said in (rule.summary, rule.why, rule.fix):
        assert said.of(language).replace("`", "") in text
    assert rule.source in text
    for name, value in rule.options.items():
        assert f"{name} = {value}" in text
    assert html.count("<table>") >= 2 or rule.slug == "map-type-unknown"
    assert "|" not in text
    assert " // " not in text


@BOTH
def test_tables_have_as_many_cells_in_each_line(language: Language) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", page(language), re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


@BOTH
def test_each_language_has_its_page_with_a_link_to_the_other(language: Language) -> None:
    other = next(name for key, name in PAGES.items() if key != language)
    shown = (DOCS / PAGES[language]).read_text(encoding="utf-8")
    assert f"]({other})" in shown
    assert f'catalogue(rules(), "{language}", builtin().load)' in shown
    makefile = (DOCS.parent / "Makefile").read_text(encoding="utf-8")
    assert f"docs/{PAGES[language]}" in makefile
