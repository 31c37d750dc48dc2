"""Runs rules over one map: chooses them, lets the more useful one speak, and makes findings of their hits in a fixed order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from sheetsync.errors import UsageError
from sheetsync.lint.index import quoted
from sheetsync.lint.rule import PROFILES, STRICT, Context, Hit, Need, Rule
from sheetsync.model.finding import SEVERITIES, Finding, Severity, fingerprint
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text
from sheetsync.plugins import modules, names

GROUP_ABOVE = 5
"""More findings of one rule in one stage than this are shown as one."""

Hits = Mapping[FieldRef, Hit]
"""The hits of one rule, one a field ref."""


class RuleSettings(NamedTuple):
    """What a workspace says about one rule. ``options`` are thresholds; those left out keep the rule's own."""

    off: bool = False
    severity: Severity | None = None
    options: Mapping[str, int] = {}


class NotRun(NamedTuple):
    """A rule that was wanted and could not run: what it needs, and nobody knows of this map."""

    rule: str
    needs: tuple[Need, ...]


_RULES = "sheetsync.lint.rules"


@cache
def rules(profile: str = STRICT) -> tuple[Rule, ...]:
    """The rules that ``profile`` runs (``strict``: every rule), in the order of an expert's review, then by name.

    The files of the others are not even imported: half of what a short run takes is importing. A rule that a profile runs says so in its file, by
    the profile's name, as one of ``METHODS``, or as ``structural``.

    Raises:
        ValueError: a rule's file is wrong; says which one and why.
    """
    signs = () if profile == STRICT else (f'"{profile}"', "METHODS", "structural")
    found = [rule for module in modules(_RULES, mentioning=signs) if (rule := _rule_of(module)).runs_in(profile)]
    for rule in found:
        if unknown := set(rule.gives_way_to) - _slugs():
            raise ValueError(f"rule {rule.slug} gives way to {sorted(unknown)}, and there is no such rule")
    return tuple(sorted(found, key=lambda rule: (rule.order, rule.slug)))


@cache
def known_rule(slug: str) -> Rule | None:
    """The rule ``slug``, if there is one; no other is imported.

    Raises:
        ValueError: its file is wrong; says why.
    """
    return _rule_of(import_module(f"{_RULES}.{slug.replace('-', '_')}")) if slug in _slugs() else None


def find_rule(slug: str) -> Rule:
    """The rule ``slug``.

    Raises:
        UsageError: there is no such rule; names the nearest one.
    """
    found = known_rule(slug)
    if found is None:
        raise _unknown(Text("quy tắc", "rule"), slug, _slugs(), "sheetsync rules")
    return found


def lint(
    context: Context,
    *,
    profile: str,
    settings: Mapping[str, RuleSettings] | None = None,
    language: str = "en",
    only_structural: bool = False,
) -> tuple[Finding, ...]:
    """What the rules of ``profile`` find in one map, with texts in ``language``: one finding a rule and field ref, in a fixed order.

    ``only_structural`` runs just the rules of ``validate``. Where the map type is unknown, only those can run.

    Raises:
        UsageError: there is no such profile, or ``settings`` name a rule or an option that does not exist.
    """
    settings = settings or {}
    check_profile(profile)
    check_settings(settings)
    chosen = [rule for rule in _wanted(profile, settings, only_structural=only_structural or context.map_type is None) if not _missing(rule, context)]
    hits = {rule.slug: _collect(_run(rule, context, _settings_of(rule, settings))) for rule in chosen}
    places = _Places(context)
    findings = [
        (places.key(rule, hit.ref), _finding(rule, hit, context, _severity(rule, hit, profile, settings), language, places.stage(hit.ref)))
        for rule in chosen
        for hit in _heard(rule, hits, places)
    ]
    return grouped([finding for _, finding in sorted(findings, key=lambda entry: entry[0])])


def needed(profile: str, settings: Mapping[str, RuleSettings] | None = None) -> frozenset[Need]:
    """What the rules of ``profile`` need beyond the map, so that nothing else has to be looked up."""
    return frozenset(need for rule in _wanted(profile, settings or {}, only_structural=False) for need in rule.needs)


def ran(context: Context, *, profile: str, settings: Mapping[str, RuleSettings] | None = None, only_structural: bool = False) -> tuple[str, ...]:
    """The rules of ``profile`` that ``lint`` runs in this context, in their order."""
    wanted = _wanted(profile, settings or {}, only_structural=only_structural or context.map_type is None)
    return tuple(rule.slug for rule in wanted if not _missing(rule, context))


def not_run(context: Context, *, profile: str, settings: Mapping[str, RuleSettings] | None = None) -> tuple[NotRun, ...]:
    """The rules of ``profile`` that ``lint`` passes over in this context, each with what it lacks, in the order of rules."""
    wanted = _wanted(profile, settings or {}, only_structural=context.map_type is None)
    return tuple(NotRun(rule.slug, missing) for rule in wanted if (missing := _missing(rule, context)))


def check_profile(profile: str) -> None:
    """See that ``profile`` exists.

    Raises:
        UsageError: it does not; names the nearest one.
    """
    if profile not in PROFILES:
        raise _unknown(Text("bộ quy tắc", "profile"), profile, PROFILES, "sheetsync rules")


def check_settings(settings: Mapping[str, RuleSettings]) -> None:
    """See that every rule and option that ``settings`` name exists.

    Raises:
        UsageError: one does not; names the nearest one.
    """
    for slug, chosen in settings.items():
        rule = find_rule(slug)
        for option in chosen.options:
            if option not in rule.options:
                raise _unknown(Text(f"tùy chọn của quy tắc {slug}", f"option of rule {slug}"), option, rule.options, f"sheetsync rules {slug}")


# Rules


@cache
def _slugs() -> frozenset[str]:
    """The slugs of all rules: their files are named after them."""
    return frozenset(name.replace("_", "-") for name in names(_RULES))


def _rule_of(module: ModuleType) -> Rule:
    rule = getattr(module, "RULE", None)
    if not isinstance(rule, Rule):
        raise ValueError(f"{module.__name__} must define RULE = Rule(…)")  # noqa: TRY004 - a broken part of the program, told as one
    faults = [
        (rule.slug.replace("-", "_") == module.__name__.rpartition(".")[2], f"its slug is {rule.slug}; name the file after it"),
        (bool(rule.messages), "it has no message"),
        (rule.severity in SEVERITIES, f"{rule.severity} is no severity"),
        (set(rule.profiles) <= set(PROFILES), f"its profiles must be of {', '.join(PROFILES)}"),
        (set(rule.severity_in) <= set(PROFILES), f"severity_in must name profiles of {', '.join(PROFILES)}"),
        (rule.structural or bool(rule.profiles), "it belongs to no profile"),
    ]
    for fine, fault in faults:
        if not fine:
            raise ValueError(f"{module.__name__}: {fault}")
    return rule


def _wanted(profile: str, settings: Mapping[str, RuleSettings], *, only_structural: bool) -> list[Rule]:
    return [rule for rule in rules(profile) if (rule.structural or not only_structural) and not _settings_of(rule, settings).off]


def _missing(rule: Rule, context: Context) -> tuple[Need, ...]:
    return tuple(need for need in rule.needs if getattr(context, need) is None)


def _settings_of(rule: Rule, settings: Mapping[str, RuleSettings]) -> RuleSettings:
    return settings.get(rule.slug, _NO_SETTINGS)


_NO_SETTINGS = RuleSettings()


# Hits


def _run(rule: Rule, context: Context, settings: RuleSettings) -> Iterator[Hit]:
    if rule.options:
        context = context.with_options({**rule.options, **settings.options})
    return rule.check(context)


def _collect(found: Iterable[Hit]) -> Hits:
    """One hit a field ref: counts are added up, the first one speaks, unless a later one is worse."""
    hits: dict[FieldRef, Hit] = {}
    for hit in found:
        known = hits.get(hit.ref)
        hits[hit.ref] = hit if known is None else _merged(known, hit)
    return hits


def _merged(first: Hit, second: Hit) -> Hit:
    worse = min(first, second, key=lambda hit: SEVERITIES.index(hit.severity) if hit.severity else 0)
    return worse._replace(count=first.count + second.count, also=(*first.also, *second.also))


def _heard(rule: Rule, hits: Mapping[str, Hits], places: "_Places") -> Iterator[Hit]:
    """The hits of ``rule`` at whose place none of the rules speaks that it gives way to."""
    louder = {place for slug in rule.gives_way_to for hit in hits.get(slug, {}).values() for place in (hit.ref, *hit.also)}
    for ref, hit in hits[rule.slug].items():
        if not louder or louder.isdisjoint(places.around(ref)):
            yield hit


class _Places:
    """Where field refs stand in the order of the map."""

    def __init__(self, context: Context) -> None:
        self._map = context.map
        self._type = context.map_type
        self._stages = {stage.key: number for number, stage in enumerate(context.map.main.stages)}

    @cached_property
    def _steps(self) -> Mapping[tuple[str | None, str | None], tuple[int, str | None]]:
        found: dict[tuple[str | None, str | None], tuple[int, str | None]] = {}
        for key, tab in self._map.tabs.items():
            for number, record in enumerate(tab.records):
                found.setdefault((key, record.id), (number, record.stage))
        return found

    @cached_property
    def _tabs(self) -> Mapping[str | None, int]:
        return {key: number for number, key in enumerate(self._map.tabs)}

    def stage(self, ref: FieldRef) -> str | None:
        """The key of the stage that ``ref`` stands in."""
        if ref.stage is not None or ref.step is None:
            return ref.stage
        return self._steps.get((ref.tab, ref.step), (0, None))[1]

    def around(self, ref: FieldRef) -> tuple[FieldRef, ...]:
        """``ref`` itself, and the whole step and stage that hold it."""
        whole = (ref, ref._replace(field=None)) if ref.field is not None else (ref,)
        stage = self.stage(ref)
        return whole if stage is None else (*whole, FieldRef(ref.tab, stage=stage))

    def key(self, rule: Rule, ref: FieldRef) -> tuple[int | str, ...]:
        """Findings are sorted by this: the review's order, then stage, tab, step, rule and field."""
        step = self._steps.get((ref.tab, ref.step), (len(self._steps), None))[0] if ref.step is not None else -1
        return (
            rule.order,
            self._stages.get(self.stage(ref) or "", -1),
            self._tabs.get(ref.tab, -1),
            step,
            rule.slug,
            self._field(ref),
            ref.step or "",
            ref.field or "",
        )

    def _field(self, ref: FieldRef) -> int:
        if self._type is None or ref.field is None:
            return -1
        fields = self._type.fields_of(ref.tab, of_stage=ref.stage is not None)
        return next((number for number, item in enumerate(fields) if item.key == ref.field), len(fields))


# Findings


def _severity(rule: Rule, hit: Hit, profile: str, settings: Mapping[str, RuleSettings]) -> Severity:
    return hit.severity or _settings_of(rule, settings).severity or rule.usual_severity(profile)


def _finding(rule: Rule, hit: Hit, context: Context, severity: Severity, language: str, stage: str | None) -> Finding:
    facts = {name: _fact(value, language) for name, value in hit.facts.items()}
    return Finding(
        rule=rule.slug,
        severity=severity,
        message=rule.messages[hit.variant].of(language).format_map(facts),
        ref=hit.ref,
        stage=stage,
        fingerprint=fingerprint(rule.slug, context.map.id, hit.ref),
        source=rule.source,
        count=hit.count,
        cell=hit.cell,
        why=rule.why.of(language),
        fix=rule.fix.of(language),
    )


def _fact(value: str | int | Text, language: str) -> str | int:
    if isinstance(value, Text):
        return value.of(language)
    return quoted(value) if isinstance(value, str) else value


def grouped(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """``findings``, each with its group where more than ``GROUP_ABOVE`` of a rule stand in a stage, and without one elsewhere."""
    groups = Counter(f"{finding.rule}:{finding.stage}" for finding in findings if finding.stage is not None)
    crowded = {group for group, count in groups.items() if count > GROUP_ABOVE}
    names = [(finding, f"{finding.rule}:{finding.stage}") for finding in findings]
    return tuple(
        finding if finding.group == (named := name if name in crowded else None) else finding._replace(group=named) for finding, name in names
    )


def _unknown(what: Text, word: str, known: Iterable[str], command: str) -> UsageError:
    from difflib import get_close_matches  # noqa: PLC0415 - slow to import, and needed only when something is wrong

    listed = sorted(known)
    nearest = next(iter(get_close_matches(word, listed, n=1, cutoff=0)), "")
    hint = Text(f" Có phải bạn muốn “{nearest}”?", f" Did you mean “{nearest}”?") if nearest else Text("", "")
    return UsageError(
        en=f"There is no {what.en} “{word}”.{hint.en} Run `{command}` to see what there is.",
        vi=f"Không có {what.vi} “{word}”.{hint.vi} Hãy chạy `{command}` để xem những gì đang có.",
    )
