"""Which grid is which tab, and what became of its headings."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sheetsync.model import anatomy
from sheetsync.model.grid import Grid
from sheetsync.model.journey import FieldRef
from sheetsync.model.places import ABOUT, STAGES, Learned, Place
from sheetsync.model.reading.notes import Notes
from sheetsync.model.tabs import (
    MARKS,
    FoundTab,
    WantedTab,
    find_about,
    fold,
    record_headings,
    shown_text,
    stage_headings,
    tab_as_learned,
    tab_by_headings,
    tab_by_keys,
)
from sheetsync.model.words import Text


def find_tabs(notes: Notes, grids: Sequence[Grid]) -> dict[str, FoundTab]:
    """The tabs that were found among ``grids``, by their keys.

    Where people's own tab was adopted, other tabs of theirs may look like ours: there, one without keys counts only where none with keys is found.
    """
    learned = notes.meta.learned
    wanted = notes.words.wanted | {key: notes.words.wanted[key].as_learned(own) for key, own in learned.items() if key in notes.words.wanted}
    best: dict[str, FoundTab] = {}
    looks = [_Look.at(grid, notes) for grid in grids]
    if learned:
        looks.sort(key=lambda look: not look.marks)
    keyed: set[str] = set()
    for grid, known, marks in looks:
        first = next(iter(marks), "")
        if first in {anatomy.FINGERPRINT, anatomy.GUIDE}:
            continue
        if about := find_about(grid, marks if first in {anatomy.KEY, anatomy.VALUE} else {}, notes.words.about):
            best.setdefault(ABOUT, about)
            continue
        named = fold(grid.title)
        fits = _by_keys(grid, known, marks[anatomy.ID], wanted, learned) if first == anatomy.ID else {}
        has_keys = bool(fits)
        fits = fits or {name: tab_by_headings(grid, tab) for name, tab in wanted.items()}
        name, here = max(fits.items(), key=lambda fit: (len(fit[1].columns), named in wanted[fit[0]].names))
        if len(here.columns) < 2 or (name in keyed and not has_keys):
            continue
        if learned and has_keys:
            keyed.add(name)
        if name in best:
            is_own = named in wanted[name].names and fold(best[name].sheet.grid.title) not in wanted[name].names
            copy, best[name] = (best[name], here) if is_own else (here, best[name])
            facts = {"tab": copy.sheet.grid.title, "used": best[name].sheet.grid.title}
            notes.problem("tab-duplicate", FieldRef(None if name == STAGES else name), facts)
        else:
            best[name] = here
    for name, here in best.items():
        if name != ABOUT:
            _check_headings(notes, name, here, wanted[name].headings)
    return best


class _Look(NamedTuple):
    """What a first look at a grid shows: the keys in it, and where each kind of tab has its mark, the first one first."""

    grid: Grid
    known: Mapping[tuple[int, int], str]
    marks: Mapping[str, tuple[int, int]]

    @classmethod
    def at(cls, grid: Grid, notes: Notes) -> "_Look":
        known = {at: value for at, value in grid.cells.items() if value in notes.words.keys and isinstance(value, str)}
        marks: dict[str, tuple[int, int]] = {}
        for at, value in sorted(known.items()):
            if value in MARKS:
                marks.setdefault(value, at)  # the first is ours: below it people may type the same words
        return cls(grid, known, marks)


def _by_keys(
    grid: Grid,
    known: Mapping[tuple[int, int], str],
    corner: tuple[int, int],
    wanted: Mapping[str, WantedTab],
    learned: Mapping[str, Learned],
) -> dict[str, FoundTab]:
    """The tabs that a grid with ids can be: one of ours, by all its keys, or one that people made, by the headings in line with ``_id``."""
    beside = {key for at, key in known.items() if at != corner and (at[0] == corner[0] or at[1] == corner[1])}
    for key, own in learned.items():
        if anatomy.STAGE in beside or fold(grid.title) == fold(own.title):
            return {key: tab_as_learned(grid, corner, wanted[key])}
    return tab_by_keys(grid, known, corner, wanted)


def _check_headings(notes: Notes, name: str, here: FoundTab, headings: Mapping[str, frozenset[str]]) -> None:
    """Say which headings were renamed, swapped or doubled, and which fields can't be placed."""
    sheet = here.sheet
    titles = (
        {key: title for key, title, _ in stage_headings(notes.type)}
        if name == STAGES
        else {key: title for key, title, _ in record_headings(notes.type.tabs_by_key[name])}
    )
    learned = notes.meta.learned.get(name)
    line = sheet.lines.get(here.head, {})
    tab_ref = None if name == STAGES else name
    place = Place(sheet.grid.title, sheet.across, here.columns, here.head, ())
    for key, title in titles.items():
        if key.startswith("_"):
            continue
        ref = FieldRef(tab_ref, field=key)
        if key not in here.columns:
            tab_title = anatomy.STAGES_TAB if name == STAGES else notes.type.tabs_by_key[name].title
            if learned is None or any(key == had for had, _ in learned.headings):
                notes.problem("lane-missing", ref, {"field": title, "tab": tab_title})
            elif key != anatomy.LABEL:
                notes.problem("lane-missing", ref, {"field": title, "tab": Text(learned.title, learned.title)}, None, "never", "info")
            continue
        typed = shown_text(line.get(here.columns[key], ""))
        shown = fold(typed)
        if here.head >= 0 and shown and shown not in headings[key]:
            other = next((other for other, names in headings.items() if shown in names and other in titles), None)
            variant, severity = ("renamed", "info" if learned is None else "warning") if other is None else ("swapped", "warning")
            cell = place.cell(here.head, here.columns[key])
            notes.problem("header-tampered", ref, {"field": title, "found": typed}, cell, variant, severity)
    seen = {column: key for key, column in here.columns.items()}
    for column, value in sorted(sheet.lines.get(here.keys, {}).items()):
        key = shown_text(value)
        if key in here.columns and column not in seen and _has_content(here, column):
            first = place.cell(here.head, here.columns[key])
            second = place.cell(here.head, column)
            facts: dict[str, str | Text] = {"field": titles.get(key, Text(key, key)), "cell": second.a1, "other": first.a1}
            notes.problem("header-tampered", FieldRef(tab_ref, field=key), facts, second, "duplicate", "error")


def _has_content(here: FoundTab, column: int) -> bool:
    return any(number > here.head and column in line for number, line in here.sheet.lines.items())
