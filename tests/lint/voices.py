"""One text in one lane, as rules about wording see it."""

from datetime import date

from sheetsync.catalog import builtin
from sheetsync.lint.engine import find_rule
from sheetsync.lint.examples import journey, parse
from sheetsync.lint.rule import Context, Hit
from sheetsync.model.words import Language

CATALOG = builtin()
TODAY = date(2026, 11, 22)


def hits(slug: str, example: str, language: Language = "vi") -> list[Hit]:
    """What one rule finds in an example."""
    shown = parse(example, language)
    map_type = CATALOG.load(shown.type)
    rule = find_rule(slug)
    return list(rule.check(Context(journey(shown, map_type, language), map_type, TODAY).with_options(rule.options)))


def told(slug: str, lane: str, text: str, *, kind: str = "current-state", stage: str = "awareness") -> bool:
    """Whether a rule speaks about ``text`` standing in ``lane``."""
    return bool(hits(slug, f"type: {kind}\nstage | {lane}\n{stage} | {text}"))
