"""What stands under the headings of a table: stage names, the records of each stage, and where the table ends."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Literal, NamedTuple

from sheetsync.adoption.kinds import counts_on, guides, is_aside, is_beside, is_label, is_link, is_next, is_period
from sheetsync.adoption.lexicon import Lexicon
from sheetsync.adoption.naming import assign_stages, by_neighbours, cut_short
from sheetsync.adoption.table import Claim, Table
from sheetsync.adoption.words import FLOOR, LONGEST, SURE, words

Reason = Literal["heading", "stage", "rival", "repeated", "stage-value", "outside", "second-map", "other-tab", "formula"]

_TIME = re.compile(
    r"(?<!\w)(?:tuần|tháng|ngày|giờ|phút|quý|năm|week|weeks|month|months|day|days|hour|hours|min|minutes|quarter|year)(?!\w)|\d\s*[-–]\s*\d|^\("
)
_DURATION = re.compile(
    r"(?:[\W\d]|(?:tuần|tháng|ngày|giờ|phút|quý|năm|thứ|week|month|day|hour|min|minute|quarter|year)s?(?!\w)|(?:to|or|đến|tới|about|khoảng|h)(?!\w))+"
)
"""A time and nothing else: with other words it is a name, "First three months"."""
_FEWEST_NAMED = 2
_NEAR = 2
"""So many lines below the last stage the next one may stand: behind a blank line."""


class Label(NamedTuple):
    """A stage name as it stands: its line and position, the text, and the stage it names (``None`` where the type has no such stage)."""

    line: int
    at: int
    text: str
    key: str | None
    confidence: float
    guess: str = ""


class Step(NamedTuple):
    """One record: its line, the number of its stage among the labels (``None``: none), and where each of its texts stands."""

    line: int
    label: int | None
    cells: dict[str, tuple[int, int]]


@dataclass(slots=True)
class Body:
    """What was read of a table: its stage names and steps, the values of its stages, and what has no place although it stands in the table."""

    labels: list[Label] = field(default_factory=list)
    again: list[tuple[int, int]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    values: dict[int, dict[str, tuple[int, int]]] = field(default_factory=dict)
    same: list[tuple[int, int]] = field(default_factory=list)
    left: dict[tuple[int, int], tuple[Reason, str]] = field(default_factory=dict)
    ends: int = -1


def read_body(table: Table, lexicon: Lexicon) -> Body:
    """The stages and steps of a table."""
    return _Reader(table, lexicon).read()


class _Reader:
    """One table being read line by line."""

    def __init__(self, table: Table, lexicon: Lexicon) -> None:
        self.table = table
        self.lexicon = lexicon
        self.body = Body(ends=table.head)
        self.lanes = {key: (claim.at, *table.more.get(key, ())) for key, claim in table.fields.items()}
        self.places = {at: key for key, places in self.lanes.items() for at in places}
        self.stage_places = {claim.at: key for key, claim in table.of_stage.items()}
        self.numbers = [number for number in sorted(table.sheet.lines) if table.start <= number <= table.end and table.texts(number)]
        self.repeats = {number for number in self.numbers if table.is_heading_line(number, lexicon)}
        self.current: int | None = None
        self.beside = ""
        self.named_before: dict[int, str] = {}
        self.named_near: dict[int, str] = {}

    def read(self) -> Body:
        self._number_labels()
        if self._labels_stand_alone():
            self.table.label_at = None
            self._number_labels()
        banners = self._banners()
        self.named_before, self.named_near = self._named_before(1), self._named_before(_NEAR)
        if self.table.label_at is None and not banners:
            self._stage_over_headings()
        for number in self._inside(banners):
            self.body.ends = number
            if number in self.repeats:
                for at in self.table.texts(number):
                    self.body.left[number, at] = "repeated", ""
                continue
            if number in banners:
                self._start(banners[number])
                continue
            self._line(number)
        self._name_in_full()
        self._name_by_neighbours()
        return self.body

    # Stage names

    def _label_of(self, number: int) -> str:
        at = self.table.label_at
        return self.table.texts(number).get(at, "") if at is not None else ""

    def _number_labels(self) -> None:
        """Find the key of every stage name: the surest takes the stage; the same words again are the same stage."""
        at = self.table.label_at
        shown: dict[str, int] = {}
        if at is not None:
            for number in self.numbers:
                text = self._label_of(number)
                if text and number not in self.repeats:
                    shown.setdefault(text, number)
        self.keys = assign_stages(list(shown), self.lexicon)
        self.known = {text for text, (key, _, _) in self.keys.items() if key is not None}

    def _labels_stand_alone(self) -> bool:
        """Whether stage names stand on lines of their own, in a column that numbers the records or holds nothing else."""
        named = [number for number in self.numbers if self._label_of(number) in self.known]
        filled = [number for number in self.numbers if self._filled(number) and number not in self.repeats]
        return len(named) > 0 and not any(map(self._filled, named)) and len(filled) > len(named) // 2 and self._each_leads(named, filled)

    @staticmethod
    def _each_leads(named: Sequence[int], filled: Sequence[int]) -> bool:
        """Whether records follow most of the stage names."""
        edges = [*named, 1 << 62]
        leading = sum(any(first < number < after for number in filled) for first, after in pairwise(edges))
        return leading * 2 > len(named)

    def _stage_over_headings(self) -> None:
        """One block a stage: its name stands over the lanes, before the first of them or on a line of its own."""
        table = self.table
        first = min(claim.at for claim in (*table.fields.values(), *table.of_stage.values()))
        places = [(table.head, at) for at in range(table.first, first) if at in table.sheet.line(table.head)]
        for number in (table.head - 1, table.head - 2):
            texts = list(table.texts(number))
            places += [(number, at) for at in texts if len(texts) == 1]
        for number, at in places:
            text = table.sheet.line(number)[at]
            match = self.lexicon.stages.best(text)
            if match is not None and match.confidence >= SURE:
                self._start(Label(number, at, text, match.key, match.confidence))
                return

    def _banners(self) -> dict[int, Label]:
        """Lines that hold nothing but the name of a stage, over the lines of that stage."""
        found: dict[int, tuple[int, str]] = {}
        if len(self.known) > 1:
            return {}
        for number in self.numbers:
            filled = self.table.texts(number).items()
            texts = list(islice(((at, text) for at, text in filled if any(len(word) > 2 for word in words(text[:LONGEST]))), 2))
            if len(texts) == 1 and number not in self.repeats:
                at, text = texts[0]
                merged = sum(first == (number, at) for first in self.table.sheet.covered.values())
                match = self.lexicon.stages.best(text)
                if (match is not None and match.confidence >= SURE) or (merged and self.lexicon.type.policy == "open" and is_label(text)):
                    found[number] = at, text
        keys = assign_stages([text for _, text in found.values()], self.lexicon)
        labels = {number: Label(number, at, text, *keys[text]) for number, (at, text) in found.items()}
        return labels if sum(label.key is not None for label in labels.values()) > 1 or len(labels) > 1 else {}

    def _start(self, label: Label) -> None:
        """A stage begins; one that was named before goes on."""
        for number, known in enumerate(self.body.labels):
            if known.text == label.text or (known.key is not None and known.key == label.key):
                self.current = number
                self.body.again.append((label.line, label.at))
                return
        self.body.labels.append(label)
        self.current = len(self.body.labels) - 1
        if label.key is None and not self._may_be_new(label.text):
            self.body.left[label.line, label.at] = "stage", label.guess

    def _name_in_full(self) -> None:
        """Names cut short take the stage that is missing where they stand."""
        labels = self.body.labels
        for at, key in cut_short([label.text for label in labels], [label.key for label in labels], self.lexicon).items():
            labels[at] = labels[at]._replace(key=key, confidence=SURE)
            self.body.left.pop((labels[at].line, labels[at].at), None)

    def _name_by_neighbours(self) -> None:
        """Names that nobody knows take the stage that is missing between their neighbours."""
        labels = self.body.labels
        named = all(label.confidence >= SURE for label in labels if label.key is not None)
        for at, key in by_neighbours([label.key for label in labels], self.lexicon, named=named).items():
            if is_label(labels[at].text):
                labels[at] = labels[at]._replace(key=key, confidence=FLOOR)
                self.body.left.pop((labels[at].line, labels[at].at), None)

    def _may_be_new(self, text: str) -> bool:
        return self.lexicon.type.policy == "open" and is_label(text)

    # Lines

    def _filled(self, number: int) -> int:
        texts = self.table.texts(number)
        return sum(1 for at in texts if at in self.places)

    def _inside(self, banners: dict[int, Label]) -> Iterator[int]:
        """The lines that belong to the table: up to the last stage name, and what follows it without a gap and without being a note."""
        strong = [number for number in self.numbers if number in banners or number in self.repeats or self._is_strong(number)]
        last = max((number for number in strong if number not in self.repeats), default=-1)
        previous = self.table.head
        for number in self.numbers:
            if number > last:
                label = self._label_of(number)
                texts = list(self.table.texts(number).values())
                away = number - previous > 1 and last >= 0 and (self.table.label_at is not None or self._filled(number) < 2)
                if label or away or self._filled(number) == 0 or any(is_aside(text) for text in texts):
                    if number in self.repeats:
                        continue
                    return
                if self.table.label_at is None and not banners and self._filled(number) < 2 and number - previous > 1:
                    return
            yield number
            previous = number

    def _is_strong(self, number: int) -> bool:
        """Whether a line surely belongs to the table: it names a stage, or a new one with content beside it."""
        text = self._label_of(number)
        if not text or number in self.repeats:
            return False
        if text in self.known:  # a note beside the table may have a word in common with a stage
            return self.keys[text][1] >= SURE or self._filled(number) > 0 or number in self.named_before
        if not is_label(text) or self._is_beside(number, text):
            return False
        filled = self._filled(number)
        return filled > 1 or (filled == 1 and len(self.lanes) < 3) or self._goes_on(number, text)

    def _goes_on(self, number: int, text: str) -> bool:
        """Whether a name with one text beside it, or none, is a stage like those before, and no note beside or below them."""
        near = self.named_near.get(number, "")
        if near and self._filled(number) and (is_next(near, text) or self._filled_below(number) > 1):
            return True
        at, sheet, before = self.table.label_at, self.table.sheet, self.named_before.get(number, "")
        if at is None or not before:
            return False
        if before == text or counts_on(before, text):
            return True
        if sheet.across or not self._filled(number):
            return sheet.covered.get((number + 1, at)) == (number, at) and self._filled(number) > 0
        places = [place for place in self.table.texts(number) if place in self.places]
        if places[0] - at > 1:  # "Updated | 12 May" has its value right beside it
            return True
        return self._filled_below(number) > 0

    def _filled_below(self, number: int) -> int:
        """How many lanes the next line fills, where it has no name of its own."""
        return self._filled(number + 1) if number + 1 in self.table.sheet.lines and not self._label_of(number + 1) else 0

    def _named_before(self, reach: int) -> dict[int, str]:
        """For each line at most so many lines below another one the last name that stands above it."""
        found: dict[int, str] = {}
        name, previous = "", -1 - reach
        for number in self.numbers:
            if number - previous <= reach:
                found[number] = name
            if number not in self.repeats:
                name = self._label_of(number) or name
            previous = number
        return found

    def _line(self, number: int) -> None:
        texts = self.table.texts(number)
        at = self.table.label_at
        text = self._over(number)
        if at is not None and text and not self.body.labels and text not in self.known and guides(text):
            for place in texts:
                self.body.left[number, place] = "repeated", ""
            return
        if text:
            self.beside = text if self._is_beside(number, text) else ""
        if self.beside:
            for place in texts:
                self.body.left[number, place] = "heading", "" if texts[place] == self.beside else self.beside
            return
        if at is not None and text:
            if self._is_sub_line(text):
                self.body.left[number, at] = "heading", ""
            elif self._is_sub_title(number, text):
                self.body.left[number, at] = "outside", ""
            else:
                self._start(Label(number, at, text, *self.keys[text]))
        elif at is not None and not self.body.labels and self._before_first(number):
            for place in texts:
                self.body.left[number, place] = "heading", ""
            return
        for turn in range(max(map(len, self.lanes.values()))):
            cells = {key: (number, places[turn]) for key, places in self.lanes.items() if turn < len(places) and places[turn] in texts}
            if cells:
                self.body.steps.append(Step(number, self.current, cells))
        self._stage_values(number, texts)
        for place in texts.keys() - self.places.keys() - self.stage_places.keys() - ({at} if at is not None else set()):
            heading = self.table.headings.get(place)
            rival = self.table.rivals.get(place)
            self.body.left[number, place] = ("rival", rival) if rival else ("heading", heading.text if heading else "")

    def _over(self, number: int) -> str:
        """What stands over a line: a stage name, or something else right before the lanes where no stages are named."""
        if self.table.label_at is not None or not self.table.sheet.across:
            return self._label_of(number)
        texts = self.table.texts(number)
        return texts.get(max((at for at in texts if at < min(self.places) and not self._is_about_records(at)), default=-1), "")

    def _is_about_records(self, at: int) -> bool:
        """Whether a position says something of each record that has no lane here, such as its owner or channel."""
        heading = self.table.headings.get(at)
        match = heading.matches[0] if heading and heading.matches else None
        return at in self.stage_places or (match is not None and match.confidence >= SURE)

    def _is_beside(self, number: int, text: str) -> bool:
        """Whether a line stands beside the stages: remarks or links by its heading, nothing but links, or headings where no stages are named."""
        if text in self.known:
            return False
        texts = [other for at, other in self.table.texts(number).items() if at in self.places]
        if is_beside(text) or (texts and all(map(is_link, texts))):
            return True
        headed = self.table.label_at is None and self.current is None and any(map(str.isalpha, text))
        return headed and sum(is_label(self._over(other)) for other in self.numbers) > 1

    def _is_sub_line(self, text: str) -> bool:
        """Whether a text under a stage name only says when that stage is: "(tuần 1–2)"."""
        if self.current is None or len(self.known) < _FEWEST_NAMED or text in self.known or _TIME.search(text.casefold()) is None:
            return False
        before = self.body.labels[0].text
        is_aside = _DURATION.fullmatch(text.casefold()) is not None or (text[:1].islower() and not before[:1].islower())
        return text.startswith("(") or (is_aside and not is_period(before))

    def _is_sub_title(self, number: int, text: str) -> bool:
        """Whether the first line under the headings only says whose map this is: alone in its line, before stages that are known."""
        return (
            not self.body.labels
            and not self.table.sheet.across
            and text not in self.known
            and len(self.known) > 1
            and len(self.table.texts(number)) == 1
        )

    def _before_first(self, number: int) -> bool:
        """Whether a line without a stage stands between the headings and the first stage: guidance, no record.

        So does one that only the heading of the stage names reaches into.
        """
        at, sheet = self.table.label_at, self.table.sheet
        first = sheet.covered.get((number, at)) if at is not None else None
        is_named = first is not None and first[0] > self.table.head
        return not is_named and any(self._label_of(later) for later in self.numbers if later > number)

    def _stage_values(self, number: int, texts: dict[int, str]) -> None:
        stage = self.current
        for place, key in self.stage_places.items():
            if place not in texts:
                continue
            if stage is None:
                self.body.left[number, place] = "stage-value", key
                continue
            held = self.body.values.setdefault(stage, {})
            if key not in held:
                held[key] = number, place
            elif self.table.sheet.line(held[key][0])[place] == texts[place]:
                self.body.same.append((number, place))
            else:
                self.body.left[number, place] = "stage-value", key


def chosen_places(table: Table, body: Body, lexicon: Lexicon) -> dict[str, Claim]:
    """Lanes told by what stands in them: a position without a heading that we know, whose texts are mostly the choices of one lane."""
    found: dict[str, Claim] = {}
    taken = {claim.at for claim in (*table.fields.values(), *table.of_stage.values())} | {at for more in table.more.values() for at in more}
    for key in sorted(lexicon.choices.keys() - table.fields.keys()):
        for at in range(table.first, table.last + 1):
            if at == table.label_at or at in taken:
                continue
            texts = [text for number in sorted({step.line for step in body.steps}) if (text := table.texts(number).get(at))]
            hits = sum(lexicon.chosen(key, text) for text in texts)
            if hits > 1 and hits * 5 >= len(texts) * 3:
                heading = table.headings.get(at)
                found[key] = Claim(at, heading.text if heading else "", 0.8, heading.line if heading else table.head)
                taken.add(at)
                break
    return found
