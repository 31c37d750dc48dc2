"""What contact points lack: told once a stage where all of them lack the same, and one by one where some do."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sheetsync.lint.index import Index, at, in_stage
from sheetsync.lint.rule import Hit
from sheetsync.model.journey import FieldRef, Record
from sheetsync.model.maptype import Field
from sheetsync.model.words import Text

ALL = "all"
"""How the names of messages begin that speak for a whole stage."""


class Lack(NamedTuple):
    """What a contact point lacks: the fields that are blank, and the message that says so."""

    fields: tuple[Field, ...]
    variant: str = ""


def lacking(index: Index, lack_of: Callable[[Record], Lack]) -> Iterator[Hit]:
    """The hits for all contact points of which ``lack_of`` names a field, stage by stage.

    Where every one of several lacks the same, nobody has come to it yet: one hit at the first, with their number.
    """
    for stage in index.stages:
        points = [step for step in index.by_stage[stage.key] if index.has(step, "touchpoint")]
        lacks = [(step, lack) for step in points if (lack := lack_of(step)).fields]
        if 1 < len(points) == len(lacks) and len({lack.variant for _, lack in lacks}) == 1:
            places = tuple(place for step, lack in lacks for place in _places(step, lack))
            variant = "-".join(filter(None, (ALL, lacks[0][1].variant)))
            yield Hit(places[0], {"where": in_stage(stage), "none": _none_of(len(points))}, len(points), variant, also=places)
        else:
            yield from (_hit(index, step, lack) for step, lack in lacks)


def _none_of(points: int) -> Text:
    return Text(f"cả {points} điểm tiếp xúc đều chưa", "neither contact point" if points == 2 else f"none of the {points} contact points")


def _hit(index: Index, step: Record, lack: Lack) -> Hit:
    places, touchpoints = _places(step, lack), index.items(step, "touchpoint")
    return Hit(places[0], {"where": index.where(step), "touchpoint": touchpoints[0]}, len(touchpoints), lack.variant, also=places)


def _places(step: Record, lack: Lack) -> tuple[FieldRef, ...]:
    return tuple(at(step, item) for item in lack.fields)
