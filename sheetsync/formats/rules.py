"""The rules themselves, for ``sheetsync rules``: a list of all, and one as a page with its examples."""

from collections.abc import Iterable, Mapping
from textwrap import dedent

from sheetsync.formats.json import dump
from sheetsync.formats.terminal import Paint, cells, columns, printable, wrap
from sheetsync.lint.examples import Example, parse
from sheetsync.lint.rule import PROFILES, Rule
from sheetsync.model.words import Language, Text

_MARKS = {"error": "red", "warning": "yellow", "info": "blue"}
_SEVERITIES = {"error": Text("lỗi", "error"), "warning": Text("cảnh báo", "warning"), "info": Text("gợi ý", "hint")}


def profiles_of(rule: Rule) -> tuple[str, ...]:
    """The profiles that run ``rule``, in their order."""
    return tuple(profile for profile in PROFILES if rule.runs_in(profile))


def list_text(rules: Iterable[Rule], language: Language, width: int = 100, *, colour: bool = False) -> str:
    """All rules as a table: name, severity, what holds where the rule is kept, source."""
    paint = Paint(colour=colour)
    rules = list(rules)
    lead = columns([(rule.slug, _SEVERITIES[rule.severity].of(language), rule.source, "") for rule in rules])
    indent = max(map(cells, lead), default=0) + 2
    lines = []
    for rule, start in zip(rules, lead, strict=True):
        first, *others = wrap(rule.summary.of(language), max(width - indent, 24))
        named = start.replace(rule.slug, paint(rule.slug, "bold", _MARKS[rule.severity]), 1)
        lines.append(named + " " * (indent - cells(start)) + first)
        lines += [" " * indent + other for other in others]
    return "\n".join(lines) + "\n"


def page_text(rule: Rule, language: Language, width: int = 100, *, colour: bool = False, titles: Mapping[str, str] | None = None) -> str:
    """One rule as a page. ``titles`` may give the headings of its map type's fields, to be shown instead of their keys."""
    paint = Paint(colour=colour)
    words = {
        "why": Text("Vì sao", "Why"),
        "fix": Text("Cách sửa", "How to fix"),
        "good": Text("Đạt", "Good"),
        "bad": Text("Chưa đạt", "Not yet"),
        "options": Text("Tùy chọn", "Options"),
        "severity": Text("Mức độ", "Severity"),
        "profiles": Text("Bộ quy tắc", "Profiles"),
        "source": Text("Nguồn", "Source"),
    }
    facts = [
        (words["severity"].of(language), _severities(rule, language)),
        (words["profiles"].of(language), ", ".join(profiles_of(rule))),
        (words["source"].of(language), rule.source),
        *((words["options"].of(language), f"{name} = {value}") for name, value in rule.options.items()),
    ]
    lines = [paint(rule.slug, "bold", _MARKS[rule.severity]), *wrap(f"{rule.summary.of(language)}.", width), ""]
    lines += columns(facts)
    for key, text in (("why", rule.why), ("fix", rule.fix)):
        lines += ["", paint(words[key].of(language), "bold"), *(f"  {line}" for line in wrap(text.of(language), width - 2))]
    for key, example in (("good", rule.good), ("bad", rule.bad)):
        shown = _example(parse(example, language), titles or {})
        lines += ["", paint(words[key].of(language), "bold"), *(f"  {line}".rstrip() for line in shown)]
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
    }


def _severities(rule: Rule, language: Language) -> str:
    usual = _SEVERITIES[rule.severity].of(language)
    others = [f"{profile}: {_SEVERITIES[severity].of(language)}" for profile, severity in rule.severity_in.items()]
    return f"{usual} ({', '.join(others)})" if others else usual


def _example(example: Example, titles: Mapping[str, str]) -> list[str]:
    lines = [f"{titles.get(key, key)}: {value}" for key, value in (("type", example.type), *example.values.items())]
    for table in example.tables:
        lines += ["", *([f"[{heading}]"] if (heading := table.heading) else [])]
        head = [key if table.raw else titles.get(key, key) for key in table.rows[0]] if table.rows else []
        body = [[printable(cell) or "–" for cell in (*row, *([""] * (len(head) - len(row))))] for row in table.rows[1:]]
        lines += columns([head, *body])
    return lines
