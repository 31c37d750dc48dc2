"""Reads the files of ``maps/``: a worked example of the catalogue's kind, and what an expert says about it. The format stands in ``README.md``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sheetsync.catalog import builtin
from sheetsync.catalog.examples import Example, read_example

MAPS = Path(__file__).with_name("maps")
CATALOG = builtin()


@dataclass(frozen=True, slots=True)
class Place:
    """As far as it goes; what is ``None`` means the whole. Steps count from 1 within their stage, or within their tab."""

    tab: str | None = None
    stage: str | None = None
    step: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What an expert says about one rule at one place. ``rules`` has the best rule first; any of the others would do as well."""

    rules: tuple[str, ...]
    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell as people typed it, where an example takes known words only (a feeling that is none of the five)."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class LabelledMap:
    """One file of the corpus."""

    name: str
    today: date
    profile: str
    held_out: bool
    example: Example
    typed: tuple[Typed, ...]
    judged: frozenset[str]
    expect: tuple[Label, ...]
    annoy: tuple[Label, ...]
    may: tuple[Label, ...]


def names() -> list[str]:
    """The names of all maps, in order."""
    return sorted(path.stem for path in MAPS.glob("*.toml"))


def read(name: str) -> LabelledMap:
    """One map with its labels; a mistake in the map itself is the catalogue's ``TemplateError``."""
    data = tomllib.loads((MAPS / f"{name}.toml").read_text("utf-8"))
    own = {key: data.pop(key, None) for key in ("today", "profile", "held_out", "judged", "expect", "annoy", "may", "typed")}
    return LabelledMap(
        name=name,
        today=own["today"],
        profile=own["profile"],
        held_out=own["held_out"],
        example=read_example(data, name, CATALOG.load),
        typed=tuple(Typed(_place(item, "text"), item["text"]) for item in own["typed"] or ()),
        judged=frozenset(own["judged"]["rules"]),
        expect=tuple(_labels(own["expect"])),
        annoy=tuple(_labels(own["annoy"])),
        may=tuple(_labels(own["may"])),
    )


def _labels(items: list[dict[str, Any]] | None) -> Iterator[Label]:
    for item in items or ():
        yield Label((item["rule"], *item.get("or", ())), _place(item, "rule", "or", "why"), item["why"])


def _place(item: Mapping[str, Any], *beside: str) -> Place:
    return Place(**{key: value for key, value in item.items() if key not in beside})
