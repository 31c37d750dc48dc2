"""Somebody moved rows or columns between our read and our write: what our values covered that they were not meant for, and how to put it back.

Google has no compare-and-set: a write names places, and what stands there may have moved a second ago. So every write brings the workbook back, and
where it is not what it should be, the hidden keys tell where the rows and columns that we read have gone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sheetsync.backends.google.edits import Put, Puts
from sheetsync.backends.google.reader import Book, Sheet
from sheetsync.backends.google.values import Json, Place, alike
from sheetsync.model import anatomy

CORNERS: Final = (anatomy.ID, anatomy.KEY, anatomy.FINGERPRINT, anatomy.GUIDE)
"""Keys in whose row stand the keys of all columns, and in whose column those of all rows (or the other way: both ways serve here)."""

Entered = Mapping[Place, Json]


def is_as_meant(before: Book, puts: Puts, after: Book) -> bool:
    """Whether ``after`` is ``before`` with ``puts`` and nothing else."""
    tabs = [(sheet.id, sheet.grid.title, sheet.grid.hidden, sheet.grid.merges) for sheet in before.sheets]
    if [(sheet.id, sheet.grid.title, sheet.grid.hidden, sheet.grid.merges) for sheet in after.sheets] != tabs:
        return False
    return all(_same(_meant(old.entered, puts.get(old.id, {})), new.entered) for old, new in zip(before.sheets, after.sheets, strict=True))


def repairs(before: Book, puts: Puts, after: Book) -> Puts:
    """What must be put back into ``after``, so that no value of ours stands where it was not meant to.

    ``before`` is the workbook as it was read, ``puts`` what was written into it, ``after`` what came back. A cell is mended only where it holds our
    value, and where keys prove that another row or column stands there now: with what stood there before, or with nothing where it is new.
    """
    now = {sheet.id: sheet for sheet in after.sheets}
    found = {sheet.id: _mended(sheet, puts[sheet.id], now[sheet.id]) for sheet in before.sheets if sheet.id in puts and sheet.id in now}
    return {sheet_id: mended for sheet_id, mended in found.items() if mended}


def undone(before: Book, puts: Puts, after: Book) -> Puts:
    """What must be put into ``after`` so that no value of ours stands there any more, wherever rows and columns have gone; see ``repairs``."""
    now = {sheet.id: sheet for sheet in after.sheets}
    found = {sheet.id: _mended(sheet, puts[sheet.id], now[sheet.id], all_of_them=True) for sheet in before.sheets if sheet.id in {*puts} & {*now}}
    return {sheet_id: mended for sheet_id, mended in found.items() if mended}


def _mended(before: Sheet, puts: Mapping[Place, Put], after: Sheet, *, all_of_them: bool = False) -> dict[Place, Put]:
    ours = {place for place, put in puts.items() if alike(after.entered.get(place), put.value)}
    moves = _moves(before, after, ours)
    mended: dict[Place, Put] = {}
    for row, column in sorted(ours):
        stays = moves.stays(row, column)
        if stays and not all_of_them:
            continue
        source = (row, column) if stays else moves.source(row, column)
        stood = before.entered.get(source) if source else None
        if not alike(stood, puts[row, column].value):
            mended[row, column] = Put(stood)
    return mended


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where the lines (rows, or columns) went: old number → new one, as far as that is certain; ``gone`` are those that are certainly no more."""

    to: Mapping[int, int]
    gone: frozenset[int] = frozenset()

    @property
    def back(self) -> Mapping[int, int]:
        return {new: old for old, new in self.to.items()}

    def stays(self, line: int) -> bool:
        """Whether nothing says that another line stands at that number now."""
        return self.to.get(line) == line or (line not in self.to and line not in self.gone and line not in self.back)


@dataclass(frozen=True, slots=True)
class _Moves:
    rows: _Axis
    columns: _Axis

    def stays(self, row: int, column: int) -> bool:
        return self.rows.stays(row) and self.columns.stays(column)

    def source(self, row: int, column: int) -> Place | None:
        """The place from which the cell that stands there now has come; ``None`` for one in a new line."""
        old_row, old_column = self.rows.back.get(row), self.columns.back.get(column)
        return None if old_row is None or old_column is None else (old_row, old_column)


@dataclass(frozen=True, slots=True)
class _Labels:
    """What the lines of a sheet are known by: the ``old`` ones, the ``new`` ones, and those new ones whose label our own values have ``covered``.

    ``last`` is the last line of which anything needs to be known.
    """

    old: Mapping[int, str]
    new: Mapping[int, str]
    covered: set[int]
    last: int


Likeness = Callable[[int, int], int | None]
"""How many cells besides its label an old line has in common with a new one; ``None`` when one speaks against it."""


def _moves(before: Sheet, after: Sheet, ours: set[Place]) -> _Moves:
    """Where rows and columns went, told by the keys; keys that we wrote ourselves prove nothing."""
    theirs = {place: value for place, value in after.entered.items() if place not in ours}
    old, new = _corner(before.entered), _corner(theirs)
    last_row = max(row for row, _ in (*before.entered, *ours))
    last_column = max(column for _, column in (*before.entered, *ours))
    if old is None or new is None:
        rows = _axis(_Labels(_contents(before.entered), _contents(theirs), {row for row, _ in ours}, last_row), _unlike)
        return _Moves(rows, _Axis({column: column for column in range(last_column + 1)}))
    columns = _axis(
        _Labels(
            {column: text for (row, column), text in _texts(before.entered) if row == old[0]},
            {column: text for (row, column), text in _texts(theirs) if row == new[0]},
            {column for row, column in ours if row == new[0]},
            last_column,
        ),
        _unlike,
    )
    labels = _Labels(
        {row: text for (row, column), text in _texts(before.entered) if column == old[1]},
        {row: text for (row, column), text in _texts(theirs) if column == new[1]},
        {row for row, column in ours if column == new[1]},
        last_row,
    )
    compared = {column: place for column, place in columns.to.items() if column != old[1]}
    return _Moves(_axis(labels, lambda *rows: _likeness(before.entered, theirs, ours, rows, compared)), columns)


def _axis(labels: _Labels, likeness: Likeness) -> _Axis:
    """Match lines by their labels; those that have none (any more) by the matched lines around them and by what they say."""
    old, new = _unique(labels.old), _unique(labels.new)
    to = {line: new[label] for label, line in old.items() if label in new}
    anchors = dict(to)
    gone: set[int] = set()
    for line in range(labels.last + 1):
        if line in anchors:
            continue
        shared = {place: likeness(line, place) for place in _candidates(line, anchors) - set(to.values())}
        possible = {place: count for place, count in shared.items() if count is not None}
        fitting = [place for place, count in possible.items() if _fits(line, place, labels, count, is_sure=len(possible) == 1)]
        if len(fitting) == 1:
            to[line] = fitting[0]
        elif anchors and line in old.values():
            gone.add(line)
    return _Axis(to, frozenset(gone))


def _candidates(line: int, anchors: Mapping[int, int]) -> set[int]:
    """Where a line may have gone: as far as the nearest matched ones before and behind it."""
    before = max((one for one in anchors if one < line), default=None)
    behind = min((one for one in anchors if one > line), default=None)
    return {line + anchors[one] - one for one in (before, behind) if one is not None}


def _fits(line: int, place: int, labels: _Labels, shared: int, *, is_sure: bool) -> bool:
    """Whether the old ``line`` can be the new one at ``place``, with which it has ``shared`` cells in common.

    Where there is another candidate, or where the label was changed by others, it must say so itself: have something in common.
    """
    is_relabelled = place not in labels.covered and labels.old.get(line) != labels.new.get(place)
    return shared > 0 or (is_sure and not is_relabelled)


def _unlike(_line: int, _place: int) -> int:
    """Lines of which nothing is known but their labels."""
    return 0


def _likeness(before: Entered, after: Entered, ours: set[Place], rows: tuple[int, int], columns: Mapping[int, int]) -> int | None:
    """How many cells of two rows are the same and not blank, as far as we did not write over them; ``None`` where any two differ."""
    old, new = rows
    pairs = [(before.get((old, column)), after.get((new, place))) for column, place in columns.items() if (new, place) not in ours]
    return sum(one is not None for one, _ in pairs) if all(alike(one, other) for one, other in pairs) else None


def _corner(entered: Entered) -> Place | None:
    """The cell whose row and column hold the keys."""
    for key in CORNERS:
        places = [place for place, value in entered.items() if value == {"stringValue": key}]
        if places:
            return min(places)
    return None


def _texts(entered: Entered) -> Iterator[tuple[Place, str]]:
    return ((place, value["stringValue"]) for place, value in entered.items() if "stringValue" in value)


def _contents(entered: Entered) -> dict[int, str]:
    rows: dict[int, list[str]] = {}
    for (row, column), value in sorted(entered.items()):
        rows.setdefault(row, []).append(f"{column} {value}")
    return {row: "\n".join(texts) for row, texts in rows.items()}


def _unique(labels: Mapping[int, str]) -> dict[str, int]:
    """Lines by their label, where no other has the same."""
    counts = Counter(labels.values())
    return {label: line for line, label in labels.items() if counts[label] == 1}


def _meant(entered: Entered, puts: Mapping[Place, Put]) -> dict[Place, Json]:
    changed = {**entered, **{place: put.value for place, put in puts.items() if put.value is not None}}
    return {place: value for place, value in changed.items() if place not in puts or puts[place].value is not None}


def _same(one: Entered, other: Entered) -> bool:
    return one.keys() == other.keys() and all(alike(value, other[place]) for place, value in one.items())
