"""A table in the making: its headings, which lane each position has, and how far it reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sheetsync.adoption.lexicon import FIELD, Lexicon
from sheetsync.adoption.sheets import REACH, Sheet
from sheetsync.adoption.words import FLOOR, SURE, Match


class Heading(NamedTuple):
    """What stands over a position of the lines: where, as typed, and what it may mean, surest first."""

    line: int
    text: str
    matches: tuple[Match, ...]


class Claim(NamedTuple):
    """A field with the position that it gets; ``by_cue`` where only what its heading asks tells the field."""

    at: int
    text: str
    confidence: float
    line: int
    by_cue: bool = False


@dataclass(slots=True)
class Table:
    """A table in the making: its headings and how far it reaches, counted in lines and positions in them."""

    sheet: Sheet
    head: int
    headings: Mapping[int, Heading]
    first: int
    last: int
    start: int
    end: int
    fields: dict[str, Claim] = field(default_factory=dict)
    of_stage: dict[str, Claim] = field(default_factory=dict)
    rivals: dict[int, str] = field(default_factory=dict)
    more: dict[str, tuple[int, ...]] = field(default_factory=dict)
    label_at: int | None = None
    borrowed: bool = False

    def texts(self, number: int) -> dict[int, str]:
        """The texts of a line between the table's edges."""
        return {at: text for at, text in self.sheet.line(number).items() if self.first <= at <= self.last}

    def is_heading_line(self, number: int, lexicon: Lexicon) -> bool:
        """Whether a line says again what the headings say: a repeated heading, or guidance under it; far down only word for word."""
        filled = hits = 0
        found = self.texts(number)
        for key, claim in self.fields.items():
            if text := found.get(claim.at):
                filled += 1
                asks = number == self.start and text.rstrip().endswith("?")  # "What is she up to?" under "Actions"
                named = lexicon.headings.best(text, misspelt=False) if number - self.start < REACH else None
                match = next(iter(lexicon.meant(text)), None) if asks else named
                guides = (lexicon.fields[key].guide, lexicon.fields[key].title)
                hits += (
                    text == claim.text
                    or (match is not None and match.key == FIELD + key and match.confidence >= (FLOOR if asks else SURE))
                    or any(text in guide for guide in guides)
                )
        return hits > 0 and hits * 2 >= filled and (hits > 1 or filled == hits == len(self.fields))
