"""The corpus is what its README says: maps that load, labels that name what is there, all types, a third held out."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date

import pytest

from sheetsync.model.journey import MAIN
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.words import fold
from tests.corpus.reading import CATALOG, MAPS, Label, LabelledMap, Place, names, read

RULES = frozenset(MAPS.with_name("slugs.txt").read_text("utf-8").split())


@pytest.fixture(scope="module", params=names())
def labelled(request: pytest.FixtureRequest) -> LabelledMap:
    return read(request.param)


def test_a_map_is_for_today_and_the_strict_profile(labelled: LabelledMap):
    assert labelled.today == date(2026, 11, 22)
    assert labelled.profile == "strict"
    assert isinstance(labelled.held_out, bool)


def test_labels_name_rules_and_places_that_are_there(labelled: LabelledMap):
    problems = [f"{label}: {problem}" for label in (*labelled.expect, *labelled.annoy, *labelled.may) for problem in _problems(label, labelled)]

    assert not problems


def test_typed_cells_stand_in_a_step_and_a_choice_field(labelled: LabelledMap):
    kind = CATALOG.load(labelled.example.type)
    for typed in labelled.typed:
        assert not list(_place_problems(typed.place, labelled))
        assert any(field.key == typed.place.field and field.kind == "choice" for field in kind.main.fields)


def test_rules_are_judged_and_expected_ones_are_among_them(labelled: LabelledMap):
    assert labelled.judged <= RULES
    assert len(labelled.judged) >= 25
    assert {label.rules[0] for label in labelled.expect} <= labelled.judged


def test_no_place_is_wanted_and_annoying_at_once(labelled: LabelledMap):
    both = [
        (label, other)
        for label in labelled.expect
        for other in labelled.annoy
        if {label.rules[0], "*"} & set(other.rules) and _holds(other.place, label.place)
    ]

    assert not both


def test_every_type_in_both_languages_with_a_third_held_out():
    maps = [read(name) for name in names()]
    languages, held = Counter(one.example.language for one in maps), [one.example.type for one in maps if one.held_out]

    assert len(maps) >= 60
    assert {one.example.type for one in maps} == set(CATALOG.keys())
    assert set(held) == set(CATALOG.keys())
    assert len(maps) / 3 <= len(held) <= len(maps) / 2
    assert max(Counter(held).values()) <= 3
    assert languages["en"] >= len(maps) / 4
    assert languages["vi"] >= len(maps) / 2


def test_some_files_are_decomposed_as_a_mac_writes_them():
    texts = [(MAPS / f"{name}.toml").read_text("utf-8") for name in names()]

    assert sum(not unicodedata.is_normalized("NFC", text) for text in texts) >= 2


def _problems(label: Label, labelled: LabelledMap) -> Iterator[str]:
    yield from (f"no rule {rule}" for rule in label.rules if rule not in RULES and rule != "*")
    yield from _place_problems(label.place, labelled)
    if not label.why:
        yield "no reason"


def _place_problems(place: Place, labelled: LabelledMap) -> Iterator[str]:
    kind, example, tab = CATALOG.load(labelled.example.type), labelled.example, place.tab or MAIN
    stages = {fold(name) for name in (example.stages or [stage.key for stage in kind.stages])}
    if place.stage is not None and fold(place.stage) not in stages:
        yield f"no stage {place.stage}"
    if tab not in kind.tabs_by_key:
        yield f"no tab {tab}"
        return
    steps = sum(record.tab == tab and (place.stage is None or fold(record.stage or "") == fold(place.stage)) for record in example.records)
    if place.step is not None and not 1 <= place.step <= steps:
        yield f"no step {place.step}"
    if place.field is not None and place.field not in {field.key for field in _fields(place, kind)}:
        yield f"no field {place.field}"


def _fields(place: Place, kind: MapType) -> tuple[Field, ...]:
    """The fields that a place can mean: of its tab; else of the map and its stages, and without a stage of *About this map* too."""
    if place.tab is not None:
        return kind.tabs_by_key[place.tab].fields
    return (*kind.main.fields, *kind.stage_fields, *(kind.about if place.stage is None else ()))


def _holds(outer: Place, inner: Place) -> bool:
    """Whether all of ``inner`` lies within ``outer``."""
    return all(here is None or here == there for here, there in zip(astuple(outer), astuple(inner), strict=True))
