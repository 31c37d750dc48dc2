"""The words that one map type is looked for by: its lanes, the values of its stages, its stages, and *About this map*."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from sheetsync.adoption.cue_words import ASKED_INSTEAD, INSTEAD
from sheetsync.adoption.cues import PEOPLE, asks_deeds, cues
from sheetsync.adoption.vocabulary import (
    ABOUT_HEADINGS,
    ACTORS,
    ROLE_HEADINGS,
    SHORT_HEADINGS,
    STAGE_ALIKE,
    STAGE_HEADINGS,
    STAGE_TURNS,
    THEIRS,
    TIME_HEADINGS,
)
from sheetsync.adoption.words import Match, Names, plain, words
from sheetsync.model.anatomy import STAGE_HEADING, TITLE, TITLE_HEADING
from sheetsync.model.maptype import Field, MapType, StageType, TabType
from sheetsync.model.values import choice_keys
from sheetsync.model.words import fold

FIELD, OF_STAGE, LABEL, TIME, OTHER = "field:", "stage:", "label:", "time:", "other:"
"""What a heading can be: a lane of the map, a value of its stages, the heading of the stage names, and a lane this type lacks."""

ALIKE, ROLE, SHORT = 0.8, 0.9, 0.85
"""Worth of a name that only other methods, or other teams, use; and of one that leaves its subject unsaid."""
NEXT_BEST = 0.72
"""Worth of a name where the type has only the next best lane: a channel where it asks for touchpoints."""

_NAMED = 0.88
"""From here on a name tells what a heading means, whatever else its words may ask."""
_SURE_LABEL = 0.85
"""From here on a name is the label of a value about the whole map."""
_INSTEAD = 0.92
"""What is left of a cue where the type has only the next best lane."""


class Lexicon:
    """The words of one map type."""

    def __init__(self, map_type: MapType) -> None:
        self.type = map_type
        self.headings = Names(_headings(map_type), whole=chain.from_iterable(SHORT_HEADINGS.values()))
        self.stages = Names(_stages(map_type.stages), turns=STAGE_TURNS)
        self.about = Names(_about(map_type))
        self.lists = {tab.key: Names(_plain_headings(tab)) for tab in map_type.tabs[1:]}
        self.fields = {field.key: field for field in map_type.main.fields}
        self.stage_fields = {field.key: field for field in map_type.stage_fields}
        named: list[Field | StageType] = [*map_type.main.fields, *map_type.stages]
        self.unaccented = {plain(words(name)) for one in named for name in _names(one) if not name.isascii()}
        self._by_role: dict[str, str] = {}
        for kind, fields in ((FIELD, map_type.main.fields), (OF_STAGE, map_type.stage_fields)):
            for field in fields:
                if field.role != "note":
                    self._by_role.setdefault(field.role, kind + field.key)
        self._of_people = {self._by_role.get(role, OTHER + role) for role in PEOPLE}
        asked = {} if ACTORS & self._by_role.keys() else {role: (*INSTEAD.get(role, ()), *others) for role, others in ASKED_INSTEAD.items()}
        self._instead = {**INSTEAD, **asked}
        self.meant = lru_cache(maxsize=16_384)(self._meant)
        self.choices = {field.key: choice_keys(field) for field in map_type.main.fields if field.kind == "choice"}

    @classmethod
    def of(cls, map_type: MapType) -> "Lexicon":
        """The words of ``map_type``, kept with it: a sheet is tried against many types, and a type on many sheets."""
        kept: Lexicon | None = vars(map_type).get("_adoption")
        if kept is None:
            kept = vars(map_type)["_adoption"] = cls(map_type)
        return kept

    def _meant(self, text: str, misspelt: bool = True) -> tuple[Match, ...]:  # noqa: FBT001, FBT002 - the key of a cache
        """What a heading may mean, surest first: by its name; else, and less surely, by what it asks."""
        named = self.headings.find(text, misspelt=misspelt)
        if named and named[0].confidence >= _NAMED:
            return named
        names_nobody = asks_deeds(text)
        found = {match.key: match for match in named if not (names_nobody and match.key in self._of_people)}
        for role, sure in cues(text):
            for key, worth in self._of_role(role):
                if worth * sure > (found[key].confidence if key in found else 0.0):
                    found[key] = Match(key, round(worth * sure, 3), by_cue=True)
        return tuple(sorted(found.values(), key=lambda match: (-match.confidence, match.key.startswith(OTHER))))

    def _of_role(self, role: str) -> Iterator[tuple[str, float]]:
        if role in self._by_role:
            yield self._by_role[role], 1.0
            return
        instead = [self._by_role[other] for other in self._instead.get(role, ()) if other in self._by_role]
        yield (instead[0], _INSTEAD) if instead else (OTHER + role, 1.0)

    def about_label(self, text: str) -> str:
        """The value about the whole map that ``text`` is the label of: "Map owner"; ``""`` where it is none."""
        match = self.about.best(text)
        return match.key if match is not None and match.confidence >= _SURE_LABEL else ""

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
    held = {field.role: kind + field.key for kind, field in reversed(lanes)}
    for listed, worth in ((ROLE_HEADINGS, ROLE), (SHORT_HEADINGS, SHORT), (THEIRS, 1.0)):
        for role, names in listed.items():
            if role not in roles:
                instead = next((held[other] for other in INSTEAD.get(role, ()) if other in held), "")
                for name in names:
                    yield (instead, name, NEXT_BEST) if instead else (OTHER + role, name, worth)


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
        for name in ABOUT_HEADINGS.get(field.role, ()):
            yield field.key, name, 1.0
        for name in ROLE_HEADINGS.get(field.role, ()):
            yield field.key, name, ROLE


def _plain_headings(tab: TabType) -> Iterator[tuple[str, str, float]]:
    for field in tab.fields:
        for name in _names(field):
            yield field.key, name, 1.0


def _names(field: Field | StageType) -> tuple[str, ...]:
    return (*field.title, *field.aliases)
