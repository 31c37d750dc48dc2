"""The *Stages* tab: which stages there are, in which order, and every name they go by."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from sheetsync.model import anatomy
from sheetsync.model.grid import CellRef, Typed
from sheetsync.model.identity import is_id, stage_key
from sheetsync.model.journey import MAIN, FieldRef, Stage
from sheetsync.model.maptype import MapType, StageType
from sheetsync.model.places import STAGES, Place, Row
from sheetsync.model.reading.notes import Notes, tidy_line
from sheetsync.model.tabs import FoundTab, Line, data_lines, fold, shown_text, stage_names


def read_stages(notes: Notes, here: FoundTab | None) -> None:
    """Read the *Stages* tab; without one, the stages are those that the workbook remembers, or those of the type."""
    known = {stage.key: stage for stage in notes.type.stages}
    if here is None:
        notes.problem("lane-missing", FieldRef(), {"tab": anatomy.STAGES_TAB}, variant="tab")
        remembered = dict(notes.meta.titles) or {key: stage.title.of(notes.meta.language) for key, stage in known.items()}
        notes.stages = [Stage(key, title) for key, title in remembered.items()]
        notes.titles = title_index(notes.stages, notes.meta.titles, notes.type)
        return
    fields = {item.key: item for item in notes.type.stage_fields}
    remembered = dict(notes.meta.titles)
    listed: list[tuple[float, int, Stage]] = []
    rows: list[Row] = []
    lines = data_lines(here)
    keys = _stage_keys(notes, here, lines)
    taken: set[str] = set(keys.values())
    for number, line in lines:
        title = _stage_title(here, line)
        hidden = shown_text(line.get(here.columns.get(anatomy.ID, -1), ""))
        texts = {name: line[here.columns[name]] for name in fields if name in here.columns and here.columns[name] in line}
        key = keys.get(number, "")
        if not key:
            if hidden and not title and not texts:
                rows.append(Row(number, hidden, "", None))
            if not title:
                if any(shown_text(value) for value in texts.values()):
                    cell = _cell(here, number, anatomy.TITLE)
                    notes.problem("stage-unknown", FieldRef(MAIN, field=anatomy.TITLE), {"label": ""}, cell, "untitled")
                continue
            key = _key_of_title(notes, title, taken) or stage_key(title, taken | known.keys() | remembered.keys())
        if notes.type.policy != "open" and key not in known:
            notes.problem("stage-unknown", FieldRef(MAIN), {"label": title or key}, _cell(here, number, anatomy.TITLE))
            continue
        taken.add(key)
        title = title or remembered.get(key, "") or (known[key].title.of(notes.meta.language) if key in known else key)
        title = _fixed_title(notes, known.get(key), title, _cell(here, number, anatomy.TITLE))
        values = {}
        for name, value in texts.items():
            ref = FieldRef(MAIN, stage=key, field=name)
            if text := notes.value(fields[name], value, ref, _cell(here, number, name)):
                values[name] = text
        listed.append((_order(notes, here, line, len(listed), key), number, Stage(key, title, values)))
        rows.append(Row(number, hidden, "", key))
    notes.places[STAGES] = Place(here.sheet.grid.title, here.sheet.across, here.columns, here.head, tuple(rows), here.sheet.grid)
    notes.stages = [stage for _, _, stage in sorted(listed, key=lambda entry: entry[:2])]
    _check_stages(notes)
    notes.titles = title_index(notes.stages, notes.meta.titles, notes.type)


def _stage_keys(notes: Notes, here: FoundTab, lines: Sequence[tuple[int, Line]]) -> dict[int, str]:
    """The stage keys that stand in the hidden column; where titles changed places past it (somebody sorted), keys follow titles."""
    found: dict[int, str] = {}
    moved: dict[int, str] = {}
    for number, line in lines:
        key, title = shown_text(line.get(here.columns.get(anatomy.ID, -1), "")), _stage_title(here, line)
        is_blank = not title and not any(here.columns.get(item.key) in line for item in notes.type.stage_fields)
        if not is_id(key) or key in found.values() or (is_blank and notes.type.policy == "open"):
            continue
        found[number] = key
        other = _key_of_title(notes, title, ()) if title and not _was_called(notes, key, title) else None
        if other is not None:
            moved[number] = other
    return found | moved if sorted(moved.values()) == sorted(found[number] for number in moved) else found


def _stage_title(here: FoundTab, line: Line) -> str:
    return tidy_line(shown_text(line.get(here.columns.get(anatomy.TITLE, -1), "")))


def _was_called(notes: Notes, key: str, title: str) -> bool:
    """Whether a stage ever had that title."""
    own = {fold(known) for other, known in notes.meta.titles if other == key}
    return fold(title) in own.union(*(stage_names(stage) for stage in notes.type.stages if stage.key == key))


def _cell(here: FoundTab, number: int, key: str) -> CellRef | None:
    if key not in here.columns:
        return None
    return Place(here.sheet.grid.title, here.sheet.across, here.columns, here.head, ()).cell(number, here.columns[key])


def _key_of_title(notes: Notes, title: str, taken: Collection[str]) -> str | None:
    """The key a title had before, so that a stage whose hidden key was deleted stays the same stage."""
    folded = fold(title)
    for key, known in notes.meta.titles:
        if fold(known) == folded and key not in taken:
            return key
    for stage in notes.type.stages:
        if folded in stage_names(stage) and stage.key not in taken:
            return stage.key
    return None


def _fixed_title(notes: Notes, stage: StageType | None, title: str, cell: CellRef | None) -> str:
    if notes.type.policy != "fixed" or stage is None or fold(title) in stage_names(stage):
        return title
    own = stage.title.of(notes.meta.language)
    notes.problem("stage-renamed", FieldRef(MAIN, stage=stage.key), {"stage": stage.title, "found": title}, cell)
    return own


def _order(notes: Notes, here: FoundTab, line: Line, position: int, key: str) -> float:
    value = line.get(here.columns.get(anatomy.ORDER, -1), "")
    text = value.raw if isinstance(value, Typed) and value.kind == "number" else shown_text(value)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        if text:
            ref = FieldRef(MAIN, stage=key, field=anatomy.ORDER)
            notes.problem("number-invalid", ref, {"field": anatomy.ORDER_HEADING, "value": text})
        return position + 1.0


def _check_stages(notes: Notes) -> None:
    keys = [stage.key for stage in notes.stages]
    if notes.type.policy != "open":
        for stage in notes.type.stages:
            if stage.key not in keys:
                notes.problem("stage-missing", FieldRef(MAIN, stage=stage.key), {"stage": stage.title})
        wanted = [stage.key for stage in notes.type.stages if stage.key in keys]
        late = next((at for at, (is_, should) in enumerate(zip(keys, wanted, strict=True)) if is_ != should), None)
        if late is not None:
            notes.problem("stage-order", FieldRef(MAIN, stage=keys[late]), {"stage": notes.stages[late].title})
    doubled = [title for title, count in Counter(fold(stage.title) for stage in notes.stages).items() if count > 1]
    for folded in doubled:
        second = [stage for stage in notes.stages if fold(stage.title) == folded][1]
        notes.problem("stage-duplicate", FieldRef(MAIN, stage=second.key), {"title": second.title})


def title_index(stages: Sequence[Stage], remembered: Iterable[tuple[str, str]], map_type: MapType) -> dict[str, str]:
    """Every name a stage is known by → its key: today's titles first, then earlier ones, then the type's own and their aliases."""
    index: dict[str, str] = {}
    keys = {stage.key for stage in stages}
    for stage in stages:
        index.setdefault(fold(stage.title), stage.key)
    for key, title in remembered:
        if key in keys:
            index.setdefault(fold(title), key)
    for stage_type in map_type.stages:
        if stage_type.key in keys:
            for name in stage_names(stage_type):
                index.setdefault(name, stage_type.key)
    for key in keys:
        index.setdefault(fold(key), key)
    return index
