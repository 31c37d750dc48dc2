"""The stage that every line of the map shows: its visible label, and the hidden key beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sheetsync.model import anatomy
from sheetsync.model.journey import MAIN, FieldRef, Record, Stage
from sheetsync.model.places import Row
from sheetsync.model.rewriting_cells import Desk, Ground
from sheetsync.model.words import fold


class Line(NamedTuple):
    """A line of the map: as it stands (``None`` for a new one), the record it is to hold, and for a new one the line whose look it takes."""

    number: int
    row: Row | None
    record: Record | None
    like: int | None


def plan_labels(desk: Desk, ground: Ground, lines: Sequence[Line], stages: Mapping[str, Stage]) -> None:
    """Make every line say its stage; ``lines`` are in order, ``stages`` those that the sheet will have."""
    labels = _Labels(desk, ground, stages)
    for line in lines:
        labels.write(line)
    labels.keep_titles()


class _Labels:
    """Writes labels and stage keys from the first line to the last, following what reading will make of them."""

    def __init__(self, desk: Desk, ground: Ground, stages: Mapping[str, Stage]) -> None:
        self.desk, self.ground, self.stages = desk, ground, stages
        before = {stage.key: stage.title for stage in desk.reading.map.main.stages}
        self.renamed = {key for key, stage in stages.items() if before.get(key, stage.title) != stage.title}
        self.gone = before.keys() - stages.keys()
        self.carries = MAIN in desk.reading.meta.learned
        self.above: tuple[int, str, str] = (-2, "", "")
        self.labels: dict[int, str] = {}
        self.filled: defaultdict[str, list[int]] = defaultdict(list)
        self.slots: defaultdict[str, list[int]] = defaultdict(list)

    def write(self, line: Line) -> None:
        """Write the label and the key of one line."""
        hidden = self._hidden(line)
        own = self.ground.shown(line.number, anatomy.LABEL)
        label = self._inherited(line.number, hidden) or own
        if line.record is None:
            home = self.desk.before.get(fold(own))
            title = self.stages[home].title if home in self.renamed else "" if home in self.gone else own
            label = title if title != own and self._relabel(line, title) else label
        elif self._wants_title(line, line.record, own, label, hidden):
            title = self.stages[line.record.stage].title if line.record.stage else ""
            label = title if self._relabel(line, title) else label
            if self.desk.told(label, hidden) != line.record.stage:
                self.desk.miss(FieldRef(MAIN, step=line.record.id, field=anatomy.LABEL))
        self.above = line.number, hidden, label
        self.labels[line.number] = label
        is_filled = line.record is not None or line.number in self.ground.strangers
        (self.filled if is_filled else self.slots)[hidden].append(line.number)

    def _hidden(self, line: Line) -> str:
        """Write the hidden key of a line; what it will be."""
        today = line.row.stage if line.row else ""
        wanted = (line.record.stage or "") if line.record else "" if today in self.gone else today
        return wanted if self.desk.mark(self.ground, (line.number, anatomy.STAGE), wanted, line.like) else today

    def _inherited(self, number: int, hidden: str) -> str:
        """The label that a line shares with others, without having one of its own."""
        top = self.ground.covered.get((number, anatomy.LABEL), -1)
        if top >= 0:
            return self.labels.get(top) or self.ground.shown(top, anatomy.LABEL)
        line, key, label = self.above
        is_bare = self.carries and not self.ground.shown(number, anatomy.LABEL)
        return label if is_bare and line + 1 == number and hidden in {"", key} else ""

    def _wants_title(self, line: Line, record: Record, own: str, label: str, hidden: str) -> bool:
        if line.row is None or self.desk.told(label, hidden) != record.stage:
            return True
        if own:
            return record.stage in self.renamed
        return not label and line.row.record != record.id

    def _relabel(self, line: Line, title: str) -> bool:
        """Give a line its own label, where that says nothing about others."""
        spot = (line.number, anatomy.LABEL)
        is_shared = spot in self.ground.shared and self.desk.before.get(fold(self.ground.shown(*spot))) not in self.renamed
        return not is_shared and self.desk.mark(self.ground, spot, title, line.like)

    def keep_titles(self) -> None:
        """Where all lines of a stage show one word that is none of its names, reading would take it for the stage's new title."""
        if self.desk.type.policy == "fixed":
            return
        earlier: defaultdict[str, set[str]] = defaultdict(set)
        for key, title in self.desk.remembered:
            earlier[key].add(fold(title))
        for key, stage in self.stages.items():
            numbers = self.filled[key] or self.slots[key]
            words = {self.labels[number] for number in numbers}
            word = fold(next(iter(words), ""))
            if len(words) != 1 or not word or word in {fold(stage.title), *earlier[key]} or self.desk.names.get(word, key) != key:
                continue
            if not all(self.desk.mark(self.ground, (number, anatomy.LABEL), stage.title) for number in self._own(numbers)):
                self.desk.miss(FieldRef(MAIN, stage=key, field=anatomy.TITLE))

    def _own(self, numbers: Iterable[int]) -> list[int]:
        return [number for number in numbers if self.ground.shown(number, anatomy.LABEL)]
