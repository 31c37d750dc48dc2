"""The rules as a page of Markdown to read and to link to: every rule with why, fix, source, profiles, thresholds and examples."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from sheetsync.formats._examples import Shown, show
from sheetsync.formats.markdown import code, plain
from sheetsync.formats.rules import BAD, FIX, GOOD, OPTIONS, PROFILE, SEVERITY, SOURCE, WHY, profiles_of, severities_of
from sheetsync.lint.criteria import criterion_of
from sheetsync.lint.examples import parse
from sheetsync.lint.rule import PROFILES, Need, Rule
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Language, Text

_ALL: Final = Text("mọi bộ quy tắc", "all of them")
_STRICT: Final = Text("chỉ `strict`", "`strict` only")
_NEEDS: Final = Text("Cần biết", "Needs")
_NEEDED: Final[Mapping[Need, Text]] = {
    "earlier": Text("các quý trước, trong kho lưu trữ", "earlier quarters, from the archive"),
    "related": Text("các bản đồ khác, trong kho lưu trữ", "the other maps, from the archive"),
    "people": Text("ai mở được bảng tính, trên Google", "who may open the sheet, from Google"),
}
_SILENT: Final = Text("Không nhắc lại ở chỗ đã có", "Silent where there is already")
_STRUCTURAL: Final = Text("mọi bộ quy tắc, cả `sheetsync validate`", "all of them, and `sheetsync validate`")


def catalogue(rules: Iterable[Rule], language: Language, types: Callable[[str], MapType]) -> str:
    """All ``rules`` (in their order): a table of contents, then each of them. ``types`` gives map types by key."""
    rules = tuple(rules)
    return "\n".join((*_contents(rules, language), *(line for rule in rules for line in _rule(rule, language, types)))).strip() + "\n"


def _contents(rules: tuple[Rule, ...], language: Language) -> Iterator[str]:
    for criterion, group in groupby(rules, key=criterion_of):
        yield f"**{criterion.title.of(language)}**"
        yield ""
        yield from (f"- [{rule.slug}](#{rule.slug}) {plain(rule.summary.of(language))}" for rule in group)
        yield ""


def _rule(rule: Rule, language: Language, types: Callable[[str], MapType]) -> Iterator[str]:
    yield f"## {rule.slug}"
    yield ""
    yield f"{plain(rule.summary.of(language))}."
    yield ""
    yield from _table((SEVERITY.of(language), PROFILE.of(language), SOURCE.of(language)), [_facts(rule, language)])
    said = ", ".join(f"{name} = {value}" for name, value in rule.options.items())
    more = (
        (OPTIONS, code(f"{rule.slug} = {{ {said} }}") if said else ""),
        (_NEEDS, ", ".join(_NEEDED[need].of(language) for need in rule.needs)),
        (_SILENT, ", ".join(f"[{slug}](#{slug})" for slug in rule.gives_way_to)),
    )
    for title, shown in more:
        if shown:
            yield ""
            yield f"{title.of(language)}: {shown}"
    for title, text in ((WHY, rule.why), (FIX, rule.fix)):
        yield ""
        yield f"**{title.of(language)}.** {_prose(text.of(language))}"
    map_type = types(parse(rule.good, language).type)
    for title, example in ((GOOD, rule.good), (BAD, rule.bad)):
        yield ""
        yield from _example(title.of(language), show(example, language, map_type))
    yield ""


def _prose(text: str) -> str:
    """A text of ours: what stands between backquotes is code."""
    return "".join(code(part) if number % 2 else plain(part) for number, part in enumerate(text.split("`")))


def _facts(rule: Rule, language: Language) -> tuple[str, ...]:
    profiles = profiles_of(rule)
    if rule.structural:
        named = _STRUCTURAL.of(language)
    elif profiles == PROFILES:
        named = _ALL.of(language)
    elif len(profiles) == 1:
        named = _STRICT.of(language)
    else:
        named = ", ".join(map(code, profiles))
    return severities_of(rule, language), named, plain(rule.source)


def _example(title: str, shown: Shown) -> Iterator[str]:
    facts = "; ".join(f"{plain(name)}: {plain(value)}" for name, value in shown.facts)
    yield f"*{title}* · {facts}"
    for table in shown.tables:
        yield ""
        if table.title:
            yield f"{plain(table.title)}:"
            yield ""
        yield from _table(map(plain, table.head), (map(plain, line) for line in table.lines))
        if table.note:
            yield ""
            yield plain(table.note)


def _table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> Iterator[str]:
    head = tuple(head)
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(line)} |" for line in lines)
