"""The rules themselves, for ``sheetsync rules``: a list of all, and one as a page with its examples."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import dedent

from sheetsync.formats._examples import Shown, show
from sheetsync.formats.json import dump
from sheetsync.formats.terminal import Paint, cells, columns, printable, wrap
from sheetsync.lint.criteria import criterion_of
from sheetsync.lint.rule import PROFILES, Rule
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Language, Text

_MARKS = {"error": "red", "warning": "yellow", "info": "blue"}
_SEVERITIES = {"error": Text("lỗi", "error"), "warning": Text("cảnh báo", "warning"), "info": Text("gợi ý", "hint")}
_MIN_SUMMARY = 24

SEVERITY = Text("Mức độ", "Severity")
CRITERION = Text("Tiêu chí", "Criterion")
PROFILE = Text("Bộ quy tắc", "Profiles")
SOURCE = Text("Nguồn", "Source")
OPTIONS = Text("Tùy chọn", "Options")
WHY = Text("Vì sao", "Why")
FIX = Text("Cách sửa", "How to fix")
GOOD = Text("Đạt", "Good")
BAD = Text("Chưa đạt", "Not yet")


def profiles_of(rule: Rule) -> tuple[str, ...]:
    """The profiles that run ``rule``, in their order."""
    return tuple(profile for profile in PROFILES if rule.runs_in(profile))


def severities_of(rule: Rule, language: Language) -> str:
    """The severity of ``rule`` in words, and the profiles in which it is another."""
    usual = _SEVERITIES[rule.severity].of(language)
    others = [f"{profile}: {_SEVERITIES[severity].of(language)}" for profile, severity in rule.severity_in.items()]
    return f"{usual} ({', '.join(others)})" if others else usual


def list_text(rules: Iterable[Rule], language: Language, width: int = 100, *, colour: bool = False) -> str:
    """Rules under the criteria they belong to: name, severity, what holds where the rule is kept, source."""
    paint = Paint(colour=colour)
    rules = list(rules)
    lead = columns([(f"  {rule.slug}", _SEVERITIES[rule.severity].of(language), "") for rule in rules])
    indent = max(map(cells, lead), default=0) + 2
    lines = []
    for criterion, group in groupby(zip(rules, lead, strict=True), key=lambda pair: criterion_of(pair[0])):
        lines += ["", paint(criterion.title.of(language), "bold", "cyan")]
        for rule, start in group:
            first, *others = wrap(f"{rule.summary.of(language)} ({rule.source})", max(width - indent, _MIN_SUMMARY))
            named = start.replace(rule.slug, paint(rule.slug, "bold", _MARKS[rule.severity]), 1)
            lines.append(named + " " * (indent - cells(start)) + first)
            lines += [" " * indent + other for other in others]
    return "\n".join(lines[1:]) + "\n"


def page_text(rule: Rule, language: Language, width: int = 100, *, colour: bool = False, map_type: MapType | None = None) -> str:
    """One rule as a page. ``map_type`` is that of its examples; without it they show keys where the sheet has titles."""
    paint = Paint(colour=colour)
    facts = [
        (SEVERITY.of(language), severities_of(rule, language)),
        (CRITERION.of(language), criterion_of(rule).title.of(language)),
        (PROFILE.of(language), ", ".join(profiles_of(rule))),
        (SOURCE.of(language), rule.source),
        *((OPTIONS.of(language), f"{name} = {value}") for name, value in rule.options.items()),
    ]
    lines = [paint(rule.slug, "bold", _MARKS[rule.severity]), *wrap(f"{rule.summary.of(language)}.", width), ""]
    lines += columns(facts)
    for title, text in ((WHY, rule.why), (FIX, rule.fix)):
        lines += ["", paint(title.of(language), "bold"), *(f"  {line}" for line in wrap(text.of(language), width - 2))]
    for title, example in ((GOOD, rule.good), (BAD, rule.bad)):
        shown = _example(show(example, language, map_type))
        lines += ["", paint(title.of(language), "bold"), *(f"  {line}".rstrip() for line in shown)]
    return "\n".join(lines) + "\n"


def list_json(rules: Iterable[Rule], language: Language) -> str:
    """All rules as JSON."""
    return dump({"format": 1, "rules": [_entry(rule, language) for rule in rules]}) + "\n"


def page_json(rule: Rule, language: Language) -> str:
    """One rule as JSON: its entry in the list, with why, fix, examples (as they are written in its file) and options."""
    page = {
        "why": rule.why.of(language),
        "fix": rule.fix.of(language),
        "good": dedent(rule.good).strip(),
        "bad": dedent(rule.bad).strip(),
        "options": dict(rule.options),
    }
    return dump({"format": 1, "rules": [_entry(rule, language) | page]}) + "\n"


def _entry(rule: Rule, language: Language) -> dict[str, object]:
    return {
        "rule": rule.slug,
        "severity": rule.severity,
        "summary": rule.summary.of(language),
        "source": rule.source,
        "profiles": list(profiles_of(rule)),
        "criterion": criterion_of(rule).key,
    }


def _example(shown: Shown) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in shown.facts)
    for table in shown.tables:
        yield ""
        if table.title:
            yield f"[{table.title}]"
        yield from columns([list(map(printable, line)) for line in (table.head, *table.lines)])
        if table.note:
            yield table.note
