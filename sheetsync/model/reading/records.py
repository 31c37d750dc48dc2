"""Tabs of records: steps with their stages, entries of lists."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from sheetsync.model import anatomy
from sheetsync.model.grid import Typed
from sheetsync.model.identity import is_id, provisional_id
from sheetsync.model.journey import MAIN, FieldRef, Record, Stage
from sheetsync.model.maptype import Field, TabType
from sheetsync.model.places import Place, Row
from sheetsync.model.reading.notes import Notes, tidy_line
from sheetsync.model.tabs import FoundTab, Line, data_lines, fold, is_marked, shown_text, stage_names
from sheetsync.model.words import Text, tidy

PLAIN = frozenset({"text", "list"})
"""Kinds of fields whose typed text is taken as it is."""


def read_records(notes: Notes, tab: TabType, here: FoundTab) -> Iterator[Record]:
    """The records of a tab, one after another; where they stand is noted when all were read."""
    lines = data_lines(here)
    staged = tab.key == MAIN
    columns = here.columns
    labels = _labels(here, lines, carried=tab.key in notes.meta.learned) if staged else {}
    if staged:
        _rename_from_labels(notes, here, lines, labels)
    id_at, stage_at = columns.get(anatomy.ID, -1), columns.get(anatomy.STAGE, -1)
    fields = [(item, columns[item.key]) for item in tab.fields if item.key in columns]
    held = {shown_text(line[id_at]) for _, line in lines if id_at in line}
    given: set[str] = set()
    equals: Counter[tuple[str, ...]] = Counter()
    rows: list[Row] = []
    place = Place(here.sheet.grid.title, here.sheet.across, columns, here.head, ())
    for number, line in lines:
        hidden = shown_text(line.get(id_at, ""))
        hidden_stage = shown_text(line.get(stage_at, "")) if staged else ""
        filled = [(item, column, line[column]) for item, column in fields if column in line]
        if not any(isinstance(value, Typed) or tidy(value) for _, _, value in filled):
            rows.append(Row(number, hidden, hidden_stage, None))
            continue
        if is_id(hidden) and hidden not in given:
            record_id = hidden
        else:
            texts = {item.key: shown_text(value) for item, _, value in filled}
            record_id = _provisional(notes, tab.key, texts, equals, held | given)
            if hidden in given:
                cell = place.cell(number, min((column for _, column, _ in filled), default=0))
                notes.problem("row-id-broken", FieldRef(tab.key, step=record_id), {"cell": cell.a1}, cell, "copied", "info")
        given.add(record_id)
        values: dict[str, str] = {}
        for item, column, value in filled:
            if item.kind in PLAIN and isinstance(value, str):
                text = tidy(value)
            else:
                text = notes.value(item, value, FieldRef(tab.key, step=record_id, field=item.key), partial(place.cell, number, column))
            if text:
                values[item.key] = text
        stage = _stage_of_row(notes, labels.get(number, ""), hidden_stage, FieldRef(tab.key, step=record_id), place, number) if staged else None
        rows.append(Row(number, hidden, hidden_stage, record_id))
        yield Record(record_id, stage, values)
    notes.places[tab.key] = place._replace(rows=tuple(rows), grid=here.sheet.grid)
    _check_merges(notes, tab, here, lines, fields)


def _provisional(notes: Notes, tab: str, texts: Mapping[str, str], equals: Counter[tuple[str, ...]], taken: set[str]) -> str:
    first = tuple([text for text in texts.values() if text][:2])
    while True:
        equals[first] += 1
        found = provisional_id(notes.meta.map, tab, first, equals[first])
        if found not in taken:
            return found


def _labels(here: FoundTab, lines: Sequence[tuple[int, Line]], *, carried: bool) -> dict[int, str]:
    """The visible stage label of each line; lines covered by a merged label share its text.

    Where labels are ``carried``, as people do in tabs of their own, one also counts for the lines right behind it that have none, are said to be
    of no other stage, and were not told to be no steps.
    """
    column = here.columns.get(anatomy.LABEL)
    if column is None:
        return {}
    labels = {number: tidy_line(shown_text(line[column])) for number, line in lines if column in line}
    for top, left, bottom, right in here.sheet.grid.merges:
        if here.sheet.across:
            top, left, bottom, right = left, top, right, bottom  # noqa: PLW2901
        if left <= column <= right and labels.get(top):
            for number in range(top + 1, min(bottom, lines[-1][0] if lines else top) + 1):
                labels.setdefault(number, labels[top])
    if carried:
        stage_at, id_at = here.columns.get(anatomy.STAGE, -1), here.columns.get(anatomy.ID, -1)
        for (before, above), (number, line) in pairwise(lines):
            is_of_it = line.get(stage_at, "") in {"", above.get(stage_at, "")} and not is_marked(line.get(id_at, ""))
            if before + 1 == number and before in labels and is_of_it:
                labels.setdefault(number, labels[before])
    return labels


def _rename_from_labels(notes: Notes, here: FoundTab, lines: Sequence[tuple[int, Line]], labels: Mapping[int, str]) -> None:
    """A stage is renamed in the map itself when every step of it carries the same new label."""
    stage_at = here.columns.get(anatomy.STAGE, -1)
    ends = {here.columns.get(key, -1) for key in (anatomy.ID, anatomy.STAGE, anatomy.LABEL)}
    shown: defaultdict[str, set[str]] = defaultdict(set)
    slots: defaultdict[str, set[str]] = defaultdict(set)
    for number, line in lines:
        key = shown_text(line.get(stage_at, ""))
        (shown if line.keys() - ends else slots)[key].add(labels.get(number, ""))
    earlier: defaultdict[str, set[str]] = defaultdict(set)
    for key, title in notes.meta.titles:
        earlier[key].add(fold(title))
    for at, stage in enumerate(notes.stages):
        names = shown.get(stage.key) or slots.get(stage.key) or set()
        if len(names) != 1:
            continue
        label = next(iter(names))
        if not label or fold(label) == fold(stage.title) or fold(label) in earlier[stage.key]:
            continue
        if notes.titles.get(fold(label), stage.key) != stage.key or (earlier[stage.key] and fold(stage.title) not in earlier[stage.key]):
            continue
        if notes.type.policy == "fixed":
            known = next((known for known in notes.type.stages if known.key == stage.key), None)
            if known is None or fold(label) not in stage_names(known):
                facts: dict[str, str | Text] = {"stage": stage.title, "found": label}
                notes.problem("stage-renamed", FieldRef(MAIN, stage=stage.key), facts)
                notes.titles.setdefault(fold(label), stage.key)
            continue
        notes.stages[at] = Stage(stage.key, label, stage.values)
        notes.titles[fold(label)] = stage.key


def _stage_of_row(notes: Notes, label: str, hidden: str, ref: FieldRef, place: Place, number: int) -> str | None:
    named = notes.titles.get(fold(label)) if label else None
    if named is not None:
        same = [stage.key for stage in notes.stages if fold(stage.title) == fold(label)]
        return hidden if hidden in same else named
    cell = place.cell(number, place.columns.get(anatomy.LABEL, 0))
    kept = hidden if any(stage.key == hidden for stage in notes.stages) else None
    if label:
        nearest = _nearest(label, [stage.title for stage in notes.stages])
        variant = "near" if nearest else ""
        notes.problem("stage-unknown", ref, {"label": label, "nearest": nearest}, cell, variant)
    elif hidden and kept is None and (title := dict(notes.meta.titles).get(hidden)):
        notes.stages.append(Stage(hidden, title))
        notes.problem("stage-missing", FieldRef(MAIN, stage=hidden), {"stage": title}, cell)
        return hidden
    elif kept is None:
        notes.problem("stage-unknown", ref, {"label": ""}, cell, "blank")
    return kept


def _check_merges(notes: Notes, tab: TabType, here: FoundTab, lines: Sequence[tuple[int, Line]], fields: Iterable[tuple[Field, int]]) -> None:
    numbers = {number for number, _ in lines}
    columns = {column for _, column in fields}
    place = Place(here.sheet.grid.title, here.sheet.across, here.columns, here.head, ())
    for merge in here.sheet.grid.merges:
        top, left, bottom, right = (merge[1], merge[0], merge[3], merge[2]) if here.sheet.across else merge
        hit = next((column for column in sorted(columns) if left <= column <= right), None)
        if hit is not None and any(top <= number <= bottom for number in numbers):
            cell = place.cell(top, left)
            notes.problem("cells-merged", FieldRef(tab.key), {"cell": cell.a1}, cell, severity="info")


def _nearest(label: str, titles: Sequence[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  rarely needed, and slow to import

    by_fold = {fold(title): title for title in titles}
    return next((by_fold[match] for match in get_close_matches(fold(label), list(by_fold), n=1, cutoff=0.5)), "")
