"""The words that one map type is looked for by: its lanes, the values of its stages, its stages, and *About this map*."""

from collections.abc import Iterator
from itertools import chain

from sheetsync.adoption.vocabulary import ROLE_HEADINGS, SHORT_HEADINGS, STAGE_ALIKE, STAGE_HEADINGS, TIME_HEADINGS
from sheetsync.adoption.words import Names, plain, words
from sheetsync.model.anatomy import STAGE_HEADING, TITLE, TITLE_HEADING
from sheetsync.model.maptype import Field, MapType, StageType, TabType
from sheetsync.model.values import choice_keys
from sheetsync.model.words import fold

FIELD, OF_STAGE, LABEL, TIME, OTHER = "field:", "stage:", "label:", "time:", "other:"
"""What a heading can be: a lane of the map, a value of its stages, the heading of the stage names, and a lane this type lacks."""

ALIKE, ROLE, SHORT = 0.8, 0.9, 0.85
"""Worth of a name that only other methods, or other teams, use; and of one that leaves its subject unsaid."""


class Lexicon:
    """The words of one map type."""

    def __init__(self, map_type: MapType) -> None:
        self.type = map_type
        self.headings = Names(_headings(map_type), whole=chain.from_iterable(SHORT_HEADINGS.values()))
        self.stages = Names(_stages(map_type.stages))
        self.about = Names(_about(map_type))
        self.lists = {tab.key: Names(_plain_headings(tab)) for tab in map_type.tabs[1:]}
        self.fields = {field.key: field for field in map_type.main.fields}
        self.stage_fields = {field.key: field for field in map_type.stage_fields}
        named: list[Field | StageType] = [*map_type.main.fields, *map_type.stages]
        self.unaccented = {plain(words(name)) for one in named for name in _names(one) if not name.isascii()}
        self.choices = {field.key: choice_keys(field) for field in map_type.main.fields if field.kind == "choice"}

    @classmethod
    def of(cls, map_type: MapType) -> "Lexicon":
        """The words of ``map_type``, kept with it: a sheet is tried against many types, and a type on many sheets."""
        kept: Lexicon | None = vars(map_type).get("_adoption")
        if kept is None:
            kept = vars(map_type)["_adoption"] = cls(map_type)
        return kept

    def chosen(self, key: str, text: str) -> bool:
        """Whether ``text`` is one of the choices of the lane ``key``."""
        return fold(text) in self.choices.get(key, {})


def _headings(map_type: MapType) -> Iterator[tuple[str, str, float]]:
    lanes = [(FIELD, field) for field in map_type.main.fields] + [(OF_STAGE, field) for field in map_type.stage_fields]
    for kind, field in lanes:
        for name in (*field.title, *field.aliases):
            yield kind + field.key, name, 1.0
    for name in (*STAGE_HEADING, *STAGE_HEADINGS):
        yield LABEL, name, 1.0
    for name in TIME_HEADINGS:
        yield TIME, name, ROLE
    roles = set()
    for kind, field in lanes:
        if field.role != "note":  # "Ghi chú" stands over anything
            roles.add(field.role)
            for name in ROLE_HEADINGS.get(field.role, ()):
                yield kind + field.key, name, ROLE
            for name in SHORT_HEADINGS.get(field.role, ()):
                yield kind + field.key, name, SHORT
    for listed, worth in ((ROLE_HEADINGS, ROLE), (SHORT_HEADINGS, SHORT)):
        for role, names in listed.items():
            if role not in roles:
                for name in names:
                    yield OTHER + role, name, worth


def _stages(stages: tuple[StageType, ...]) -> Iterator[tuple[str, str, float]]:
    groups = [{fold(name) for name in (*stage.title, *stage.aliases)} for stage in stages]
    for stage in stages:
        for name in stage.title:
            yield stage.key, name, 1.0
    titles = {fold(name): stage.key for stage in stages for name in stage.title}
    for stage in stages:
        for name in stage.aliases:
            if titles.get(fold(name), stage.key) == stage.key:
                yield stage.key, name, 1.0
    known = set().union(*groups)
    for alike in STAGE_ALIKE:
        keys = [stage.key for stage, names in zip(stages, groups, strict=True) if names & alike]
        if len(keys) == 1:
            for name in sorted(alike - known):
                yield keys[0], name, ALIKE


def _about(map_type: MapType) -> Iterator[tuple[str, str, float]]:
    for name in TITLE_HEADING:
        yield TITLE, name, 1.0
    for field in map_type.about:
        for name in (*field.title, *field.aliases):
            yield field.key, name, 1.0
    for field in map_type.about:
        for name in ROLE_HEADINGS.get(field.role, ()):
            yield field.key, name, ROLE


def _plain_headings(tab: TabType) -> Iterator[tuple[str, str, float]]:
    for field in tab.fields:
        for name in _names(field):
            yield field.key, name, 1.0


def _names(field: Field | StageType) -> tuple[str, ...]:
    return (*field.title, *field.aliases)
