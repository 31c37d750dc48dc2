"""How well the rules say what an expert would say: recall and precision over the labelled maps. ``README.md`` defines both."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.catalog.examples import Example
from sheetsync.cli.demo import filled
from sheetsync.lint.engine import lint
from sheetsync.lint.rule import Context
from sheetsync.model.finding import Finding
from sheetsync.model.journey import MAIN, JourneyMap, Record
from sheetsync.model.layout import design_workbook
from sheetsync.model.places import Reading
from sheetsync.model.reading import read_map, read_meta
from sheetsync.model.words import fold
from sheetsync.tasks.provision import blank_map
from tests.corpus.reading import CATALOG, Label, LabelledMap, Place, names, read

GOAL = 0.95
"""The least recall, and the least precision, that the rules should have."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Where rules and expert differ: a label that no finding answers, or a finding that nobody asked for."""

    map: str
    rule: str
    place: Place
    told: str


@dataclass(frozen=True, slots=True)
class Score:
    """How a rule did, or all of them: labels answered and missed, findings that were asked for and those that were not."""

    answered: int = 0
    missed: int = 0
    wanted: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """Of all labels, the share that a finding answers; 1 where nothing was expected."""
        return self.answered / (self.answered + self.missed) if self.answered + self.missed else 1.0

    @property
    def precision(self) -> float:
        """Of all findings that count, the share that was asked for; 1 where nothing was found."""
        return self.wanted / (self.wanted + self.false) if self.wanted + self.false else 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What the rules did on some maps: ``rules`` in the order of their names, all of them together, and each slip."""

    rules: Mapping[str, Score]
    total: Score
    missed: tuple[Slip, ...]
    false: tuple[Slip, ...]


def measure(*, held_out: bool) -> Measured:
    """The rules on the maps that are open, or on those that were held out."""
    return _summed(_judged(labelled) for labelled in (read(name) for name in names()) if labelled.held_out is held_out)


def findings(labelled: LabelledMap) -> tuple[tuple[Finding, Place], ...]:
    """What the rules find in one map, each with its place as labels write it."""
    map_type, reading = CATALOG.load(labelled.example.type), _read(labelled.name)
    related = {key: other for key, other in _library().items() if key != labelled.name}
    context = Context(reading.map, map_type, labelled.today, reading.problems, related=related)
    found = lint(context, profile=labelled.profile, language=labelled.example.language)
    return tuple((finding, _place(finding, reading.map)) for finding in found)


# The maps


@cache
def _library() -> Mapping[str, JourneyMap]:
    """Every map of the corpus, and the shipped examples, by id."""
    shipped = {name: _filled(CATALOG.example(name), name) for name in CATALOG.examples()}
    return {name: _read(name).map for name in names()} | shipped


def _filled(example: Example, name: str) -> JourneyMap:
    return filled(blank_map(CATALOG.load(example.type), example.title, name, language=example.language, stages=example.stages), example)


@cache
def _read(name: str) -> Reading:
    """The map as people would have it: in a workbook, and read from there."""
    labelled = read(name)
    map_type, journey = CATALOG.load(labelled.example.type), _filled(labelled.example, name)
    for typed in labelled.typed:
        journey = _retyped(journey, typed.place, typed.text)
    grids = read_grids(create_workbook(design_workbook(journey, map_type)), name)
    return read_map(grids, read_meta(grids, name), map_type)


def _retyped(journey: JourneyMap, place: Place, text: str) -> JourneyMap:
    tab, field = place.tab or MAIN, place.field or ""
    meant = _steps(journey, tab, place.stage)[(place.step or 1) - 1]
    records = tuple(record._replace(values={**record.values, field: text}) if record.id == meant.id else record for record in journey.records(tab))
    return journey._replace(tabs={**journey.tabs, tab: journey.tabs[tab]._replace(records=records)})


def _steps(journey: JourneyMap, tab: str, stage: str | None) -> list[Record]:
    return [record for record in journey.records(tab) if stage is None or record.stage == _stage(journey, stage)]


def _stage(journey: JourneyMap, named: str | None) -> str | None:
    """The key of the stage that a label names by key or title."""
    return next((stage.key for stage in journey.main.stages if named and fold(named) in {fold(stage.key), fold(stage.title)}), named)


# Places


def _place(finding: Finding, journey: JourneyMap) -> Place:
    """Where a finding stands, as labels write it; a field of *About this map* has no tab."""
    ref = finding.ref
    if ref.step is None:
        return Place(ref.tab, ref.stage, None, ref.field)
    stage = next((record.stage for record in journey.records(ref.tab or MAIN) if record.id == ref.step), None)
    steps = [record.id for record in _steps(journey, ref.tab or MAIN, stage)]
    return Place(ref.tab, stage, steps.index(ref.step) + 1, ref.field)


def _meets(label: Place, found: Place, journey: JourneyMap) -> bool:
    """Whether one of the two places lies within the other."""
    if label == Place() or found == Place():
        return True
    if (label.tab or MAIN) != (found.tab or MAIN):
        return False
    if found.tab is None and (label.stage or label.tab):
        return False
    pairs = ((_stage(journey, label.stage), found.stage), (label.step, found.step), (label.field, found.field))
    return all(wanted is None or there is None or wanted == there for wanted, there in pairs)


# Counting


@dataclass(frozen=True, slots=True)
class _Judged:
    """One map: each label with whether it was answered, each finding that counts with whether it was asked for."""

    labels: tuple[tuple[Slip, bool], ...]
    findings: tuple[tuple[Slip, bool], ...]


def _judged(labelled: LabelledMap) -> _Judged:
    journey, found = _read(labelled.name).map, findings(labelled)

    def answers(label: Label, finding: Finding, place: Place) -> bool:
        return finding.rule in label.rules and _meets(label.place, place, journey)

    def speaks(label: Label) -> str:
        """The rule that answers a label: the best of those that do, for one cause is to be said once."""
        return next((rule for rule in label.rules for finding, place in found if finding.rule == rule and answers(label, finding, place)), "")

    spoken = {label: speaks(label) for label in labelled.expect}
    asked = [any(finding.rule == rule and answers(label, finding, place) for label, rule in spoken.items()) for finding, place in found]
    free = [any(answers(label, finding, place) for label in labelled.may) for finding, place in found]
    return _Judged(
        tuple((Slip(labelled.name, label.rules[0], label.place, label.why), bool(rule)) for label, rule in spoken.items()),
        tuple(
            (Slip(labelled.name, finding.rule, place, finding.message), wanted)
            for (finding, place), wanted, allowed in zip(found, asked, free, strict=True)
            if wanted or not allowed
        ),
    )


def _summed(maps: Iterable[_Judged]) -> Measured:
    labels: list[tuple[Slip, bool]] = []
    counted: list[tuple[Slip, bool]] = []
    for one in maps:
        labels += one.labels
        counted += one.findings
    scores = {rule: _score(rule, labels, counted) for rule in sorted({slip.rule for slip, _ in (*labels, *counted)})}
    return Measured(
        scores,
        Score(*(sum(getattr(score, name) for score in scores.values()) for name in ("answered", "missed", "wanted", "false"))),
        tuple(slip for slip, answered in labels if not answered),
        tuple(slip for slip, wanted in counted if not wanted),
    )


def _score(rule: str, labels: Iterable[tuple[Slip, bool]], counted: Iterable[tuple[Slip, bool]]) -> Score:
    answered, asked = (Counter(fine for slip, fine in pairs if slip.rule == rule) for pairs in (labels, counted))
    return Score(answered[True], answered[False], asked[True], asked[False])
