"""What a plan of new contents writes, cell by cell, and what it had to leave undone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sheetsync.model.grid import CellEdit, CellRef, Typed
from sheetsync.model.journey import FieldRef, JourneyMap
from sheetsync.model.layout import to_cell
from sheetsync.model.layout.content import CellKind
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.places import Place, Reading
from sheetsync.model.reading import tidy_line
from sheetsync.model.reading.stages import title_index
from sheetsync.model.skips import is_typed
from sheetsync.model.tabs import TypeWords, shown_text
from sheetsync.model.values import read_value
from sheetsync.model.words import fold

Spot = tuple[int, str]
"""A line of a tab and the key of a column in it."""


class Ground:
    """One tab as it stands, looked at once: what its cells hold, and which of them can't be written."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.formulas: set[Spot] = set()
        self.strangers: set[int] = set()
        """Lines with something between our columns that is none of ours."""
        self.noted: set[int] = set()
        """Those, and lines beside which people wrote: no place for another record."""
        self.last = max((row.number for row in place.rows), default=place.head)
        keys = {column: key for key, column in place.columns.items()}
        shown = [column for key, column in place.columns.items() if not key.startswith("_")]
        low, high = min(shown, default=0), max(shown, default=-1)
        for merge in self._merges():
            if any(merge[1] <= column <= merge[3] for column in keys):
                self.last = max(self.last, merge[2])
        for at, value in place.grid.cells.items():
            line, column = (at[1], at[0]) if place.across else at
            key = keys.get(column)
            if key is not None or low <= column <= high:
                self.last = max(self.last, line)
            if key is None:
                is_between = low <= column <= high
                is_beside = column > high or (column < low and not place.across)  # above the lanes of a tab that runs across is its banner
                self.strangers.update([line] if is_between else [])
                self.noted.update([line] if is_between or (is_beside and is_typed(value)) else [])
            elif isinstance(value, Typed) and value.kind == "formula":
                self.formulas.add((line, key))
        self.covered = dict(self._covered(keys))
        """Spots under merged cells, with the line whose cell shows there (-1: in another column)."""
        self.shared = {(top, key) for (_, key), top in self.covered.items() if top >= 0}
        """Spots whose cell is merged with those of further lines."""
        self.locked = defaultdict[int, set[str]](set)
        """Keys of the cells that can't be written, by line."""
        for line, key in (*self.formulas, *self.covered):
            self.locked[line].add(key)

    def new_line(self) -> int:
        """The next line behind all that are in use, beside which nobody wrote."""
        self.last += 1
        while self.last in self.noted:
            self.last += 1
        return self.last

    def _covered(self, keys: Mapping[int, str]) -> Iterable[tuple[Spot, int]]:
        for top, left, bottom, right in self._merges():
            for column, key in keys.items():
                if left <= column <= right:
                    for line in range(top, min(bottom, self.last) + 1):
                        if (line, column) != (top, left):
                            yield (line, key), top if column == left else -1

    def _merges(self) -> list[tuple[int, int, int, int]]:
        merges = self.place.grid.merges
        return [(left, top, right, bottom) for top, left, bottom, right in merges] if self.place.across else list(merges)

    def raw(self, line: int, key: str) -> Typed | str:
        """What the cell holds; an empty text where that is nothing, or where there is no such column."""
        column = self.place.columns.get(key)
        if column is None:
            return ""
        cell = self.place.cell(line, column)
        return self.place.grid.cells.get((cell.row, cell.column), "")

    def shown(self, line: int, key: str) -> str:
        """The one line of text that the cell shows."""
        return tidy_line(shown_text(self.raw(line, key)))


class Desk:
    """Collects the edits of one plan and what could not be placed.

    ``before`` maps the names that stages go by today, folded, to their keys; ``names`` those they will go by; ``remembered`` are the keys and titles
    that the hidden tab will hold.
    """

    def __init__(self, reading: Reading, wanted: JourneyMap, map_type: MapType) -> None:
        self.reading = reading
        self.wanted = wanted
        self.type = map_type
        self.remembered = tuple(reading.meta.titles)
        self.before: Mapping[str, str] = title_index(reading.map.main.stages, self.remembered, map_type)
        self.names: Mapping[str, str] = {}
        self.edits: dict[CellRef, CellEdit] = {}
        self.unplaced: dict[FieldRef, None] = {}

    def miss(self, ref: FieldRef) -> None:
        """Note what ``wanted`` says and the sheet will not."""
        self.unplaced[ref] = None

    def put(self, ground: Ground, spot: Spot, value: str, kind: CellKind = "text", like: int | None = None) -> None:
        """Write a cell, whatever it holds; a new one looks as that of the line ``like``."""
        line, key = spot
        column = ground.place.columns[key]
        cell = ground.place.cell(line, column)
        model = ground.place.cell(like, column) if like is not None else None
        self.edits[cell] = CellEdit(cell, value, kind, None, (model.row, model.column) if model else None)

    def mark(self, ground: Ground, spot: Spot, value: str, like: int | None = None) -> bool:
        """Make a cell say ``value`` that is no content: a key or a label; whether it will."""
        line, key = spot
        if key not in ground.place.columns:
            return False
        if ground.shown(line, key) == value:
            return True
        if key in ground.locked.get(line, ()):
            return False
        self.put(ground, spot, value, like=like)
        return True

    def text(self, ground: Ground, spot: Spot, item: Field | None, ref: FieldRef, texts: tuple[str, str], like: int | None = None) -> None:
        """Bring what a cell says from the first of ``texts`` to the second, as its field's kind writes it."""
        line, key = spot
        before, after = texts
        if item is not None and item.kind == "stage" and key in ground.place.columns:
            before = self._read(item, ground.raw(line, key))
        if before == after:
            if like is not None and key in ground.place.columns:
                self.put(ground, spot, "", like=like)
            return
        value, kind = to_cell(item, after, self.wanted, self.type) if item and after else (after, "text")
        blocked = key not in ground.place.columns or key in ground.locked.get(line, ())
        if blocked or (after and (item is None or self._read(item, value) != after)):
            self.miss(ref)
            return
        self.put(ground, spot, value, kind, like)

    def _read(self, item: Field, value: Typed | str) -> str:
        return read_value(item, value, TypeWords.of(self.type).choices_of(item), lambda title: self.names.get(fold(title))).text

    def told(self, label: str, hidden: str) -> str | None:
        """The stage of a step whose label and hidden key say this, once the stages are as they are to be."""
        stages = self.wanted.main.stages
        named = self.names.get(fold(label)) if label else None
        if named is not None:
            return hidden if any(stage.key == hidden and fold(stage.title) == fold(label) for stage in stages) else named
        if any(stage.key == hidden for stage in stages):
            return hidden
        remembered = not label and any(key == hidden for key, _ in self.remembered)
        return hidden if hidden and remembered else None


def is_title(text: str) -> bool:
    """Whether a cell can say ``text`` as the title of a map or a stage."""
    return bool(text) and tidy_line(shown_text(text)) == text
