"""New contents of the *Stages* tab: titles, order and values of stages, new ones and ones that go."""

from collections.abc import Mapping, Sequence

from sheetsync.model import anatomy
from sheetsync.model.grid import Typed
from sheetsync.model.identity import is_id
from sheetsync.model.journey import MAIN, FieldRef, Stage
from sheetsync.model.places import STAGES
from sheetsync.model.rewriting_cells import Desk, Ground, is_title
from sheetsync.model.rewriting_rows import arrange
from sheetsync.model.tabs import shown_text, stage_names
from sheetsync.model.words import fold

_MOST = 10_000


def expressible(desk: Desk) -> tuple[Stage, ...]:
    """The stages that the sheet can be made to have; what ``wanted`` says beyond them is noted as missing."""
    here = {stage.key: stage for stage in desk.reading.map.main.stages}
    known = {stage.key: stage for stage in desk.type.stages}
    place = desk.reading.places.get(STAGES)
    can_grow = place is not None and {anatomy.ID, anatomy.TITLE} <= place.columns.keys()
    found: list[Stage] = []
    for stage in desk.wanted.main.stages:
        was, own = here.get(stage.key), known.get(stage.key)
        ref = FieldRef(MAIN, stage=stage.key)
        if was is None and not (can_grow and is_id(stage.key) and is_title(stage.title) and (own or desk.type.policy == "open")):
            desk.miss(ref)
            continue
        title, old = stage.title, was.title if was else ""
        fits = is_title(title) and (desk.type.policy != "fixed" or (own is not None and fold(title) in stage_names(own)))
        if title != old and not (fits and can_grow):
            desk.miss(ref._replace(field=anatomy.TITLE))
            if was is None:
                continue
            title = old
        found.append(stage._replace(title=title))
    wanted = {stage.key for stage in desk.wanted.main.stages}
    for at, (key, stage) in enumerate(here.items()):
        if key not in wanted and not _can_go(desk, key):
            desk.miss(FieldRef(MAIN, stage=key))
            found.insert(at, stage)
    if place is None and [stage.key for stage in found] != [key for key in here if any(stage.key == key for stage in found)]:
        desk.miss(FieldRef(MAIN, field=anatomy.ORDER))
    return tuple(found)


def _can_go(desk: Desk, key: str) -> bool:
    """Whether everything that the *Stages* tab says of a stage can be emptied."""
    place = desk.reading.places.get(STAGES)
    line = place.row_of(key) if place is not None else None
    if place is None or line is None:
        return place is not None
    ground = Ground(place)
    return not any(ground.raw(line, name) for name in ground.locked.get(line, ()))


def plan_stages(desk: Desk, stages: Sequence[Stage]) -> None:
    """Write ``stages`` into the *Stages* tab."""
    place = desk.reading.places.get(STAGES)
    here = {stage.key: stage for stage in desk.reading.map.main.stages}
    if place is None:
        for stage in stages:
            _values(desk, None, stage, here.get(stage.key), 0, None)
        return
    ground = Ground(place)
    lines = {row.record: row.number for row in place.rows if row.record}
    wanted = {stage.key for stage in stages}
    fields = [item.key for item in desk.type.stage_fields]
    everything = (anatomy.ID, anatomy.ORDER, anatomy.TITLE, *fields)
    empty = {row.number for row in place.rows if row.record is None} | {line for key, line in lines.items() if key not in wanted}
    free = iter(sorted(line for line in empty if line not in ground.noted and not ground.locked.get(line)))
    model = max((line for key, line in lines.items() if key in wanted), default=None)
    used: dict[int, str] = {}
    for stage in stages:
        line, like = lines.get(stage.key), None
        if line is None:
            line = next(free, None)
            if line is None:
                line, like = ground.new_line(), model
        used[line] = stage.key
        was = here.get(stage.key) if lines.get(stage.key) == line else None
        old = next((here[key] for key, number in lines.items() if number == line and key in here), None)
        _stage(desk, ground, stage, was or (old._replace(title="") if old else None), line, like)
    for key in lines.keys() - wanted:
        if lines[key] not in used:
            for name in everything:
                if name in place.columns and ground.raw(lines[key], name):
                    desk.put(ground, (lines[key], name), "")
    _order(desk, ground, stages, used, model)


def _stage(desk: Desk, ground: Ground, stage: Stage, was: Stage | None, line: int, like: int | None) -> None:
    desk.mark(ground, (line, anatomy.ID), stage.key, like)
    renamed = was is None or stage.title != was.title or (desk.type.policy != "fixed" and ground.raw(line, anatomy.TITLE))
    if renamed and anatomy.TITLE in ground.place.columns and not desk.mark(ground, (line, anatomy.TITLE), stage.title, like):
        desk.miss(FieldRef(MAIN, stage=stage.key, field=anatomy.TITLE))
    _values(desk, ground, stage, was, line, like)


def _values(desk: Desk, ground: Ground | None, stage: Stage, was: Stage | None, line: int, like: int | None) -> None:
    fields = {item.key: item for item in desk.type.stage_fields}
    for key in dict.fromkeys((*fields, *stage.values)):
        ref = FieldRef(MAIN, stage=stage.key, field=key)
        before, after = was.values.get(key, "") if was else "", stage.values.get(key, "")
        if ground is not None and key in fields:
            desk.text(ground, (line, key), fields[key], ref, (before, after), like)
        elif before != after:
            desk.miss(ref)


def _order(desk: Desk, ground: Ground, stages: Sequence[Stage], used: Mapping[int, str], model: int | None) -> None:
    """Number the stages anew where they would not stand in their order; as many as possible keep their number."""
    wanted = [stage.key for stage in stages]
    lines = {key: line for line, key in used.items()}
    rows = {row.number: row.record for row in ground.place.rows}
    is_new = {key for key, line in lines.items() if rows.get(line) != key}
    today = {key: None if key in is_new else _number(ground, line) for key, line in lines.items()}
    if not is_new and _shown(lines, today) == wanted:
        return
    if anatomy.ORDER not in ground.place.columns:
        if _shown(lines, today) != wanted:
            desk.miss(FieldRef(MAIN, field=anatomy.ORDER))
        return
    for key, number in zip(wanted, _numbered(wanted, today), strict=True):
        line = lines[key]
        if number == _number(ground, line):
            continue
        if anatomy.ORDER in ground.locked.get(line, ()):
            desk.miss(FieldRef(MAIN, stage=key, field=anatomy.ORDER))
        else:
            desk.put(ground, (line, anatomy.ORDER), str(number), "number", None if line in rows else model)


def _number(ground: Ground, line: int) -> float | None:
    value = ground.raw(line, anatomy.ORDER)
    text = value.raw if isinstance(value, Typed) and value.kind == "number" else shown_text(value)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _shown(lines: Mapping[str, int], numbers: Mapping[str, float | None]) -> list[str]:
    """The order that reading would find."""
    ranked: list[tuple[float, int, str]] = []
    for at, (line, key) in enumerate(sorted((line, key) for key, line in lines.items())):
        number = numbers[key]
        ranked.append((at + 1.0 if number is None else number, line, key))
    return [key for _, _, key in sorted(ranked)]


def _numbered(wanted: Sequence[str], today: Mapping[str, float | None]) -> list[int]:
    """Ascending whole numbers that keep as many of today's as possible; from 1 where two are the same."""
    whole = {key: int(number) for key, number in today.items() if number is not None and number == int(number) and 0 < number < _MOST}
    if len(set(whole.values())) < len(whole):
        return list(range(1, len(wanted) + 1))
    room = range(1, max(whole.values(), default=0) + len(wanted) + 1)
    return [number for number in arrange([whole.get(key) for key in wanted], list(room)) if number is not None]
