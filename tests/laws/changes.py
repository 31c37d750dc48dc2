"""What the archive may come to say of a map: any few changes to it, by dice."""

from collections.abc import Callable
from random import Random

from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.model.maptype import Field, MapType

Change = Callable[[JourneyMap, MapType, Random], JourneyMap]


def changed(journey: JourneyMap, map_type: MapType, dice: Random, changes: int) -> JourneyMap:
    """``journey`` after some changes, of texts, records, stages and their order."""
    for _ in range(changes):
        journey = dice.choice(CHANGES)(journey, map_type, dice)
    return journey


def _with_records(journey: JourneyMap, tab: str, records: list[Record]) -> JourneyMap:
    return journey._replace(tabs={**journey.tabs, tab: journey.tabs[tab]._replace(records=tuple(records))})


def _with_stages(journey: JourneyMap, stages: list[Stage]) -> JourneyMap:
    return journey._replace(tabs={**journey.tabs, MAIN: journey.main._replace(stages=tuple(stages))})


def _any_tab(journey: JourneyMap, dice: Random) -> tuple[str, list[Record]]:
    key = dice.choice([MAIN, *journey.tabs])
    return key, list(journey.records(key))


def _home(journey: JourneyMap, tab: str, dice: Random) -> str | None:
    return dice.choice([stage.key for stage in journey.main.stages]) if tab == MAIN and journey.main.stages else None


def _text(field: Field, journey: JourneyMap, dice: Random) -> str:
    match field.kind:
        case "choice":
            return dice.choice(field.choices).key
        case "number":
            return str(dice.randrange(field.minimum or 0, (field.maximum or 99) + 1))
        case "date":
            return f"2026-0{dice.randrange(1, 10)}-15"
        case "boolean":
            return dice.choice(("true", "false"))
        case "stage":
            return _home(journey, MAIN, dice) or "nơi nào"
        case _:
            return f"Từ kho {dice.randrange(1000)}\n=1+1"


def text_changed(journey: JourneyMap, map_type: MapType, dice: Random) -> JourneyMap:
    """One field of one record gets a text, or loses it where others remain."""
    tab, records = _any_tab(journey, dice)
    if not records:
        return journey
    at, field = dice.randrange(len(records)), dice.choice(map_type.fields_of(tab))
    text = "" if len(records[at].values) > 1 and dice.random() < 0.3 else _text(field, journey, dice)
    values = {**records[at].values, field.key: text}
    left = {key: text for key, text in values.items() if text} or dict(records[at].values)
    records[at] = records[at]._replace(values=left)
    return _with_records(journey, tab, records)


def record_added(journey: JourneyMap, map_type: MapType, dice: Random) -> JourneyMap:
    """A new record, anywhere."""
    tab, records = _any_tab(journey, dice)
    fields = map_type.fields_of(tab)
    values = {field.key: _text(field, journey, dice) for field in dice.sample(fields, dice.randrange(1, len(fields) + 1))}
    records.insert(dice.randrange(len(records) + 1), Record(f"new{dice.randrange(10**9)}", _home(journey, tab, dice), values))
    return _with_records(journey, tab, records)


def record_removed(journey: JourneyMap, _type: MapType, dice: Random) -> JourneyMap:
    """A record less."""
    tab, records = _any_tab(journey, dice)
    if records:
        records.pop(dice.randrange(len(records)))
    return _with_records(journey, tab, records)


def record_moved(journey: JourneyMap, _type: MapType, dice: Random) -> JourneyMap:
    """A record goes to another place, of another stage maybe."""
    tab, records = _any_tab(journey, dice)
    if not records:
        return journey
    record = records.pop(dice.randrange(len(records)))
    stage = _home(journey, tab, dice) if dice.random() < 0.5 else record.stage
    records.insert(dice.randrange(len(records) + 1), record._replace(stage=stage))
    return _with_records(journey, tab, records)


def stage_changed(journey: JourneyMap, map_type: MapType, dice: Random) -> JourneyMap:
    """A stage gets another value, and where people may, another title: a new one, or that of another stage, which takes its own."""
    stages = list(journey.main.stages)
    if not stages:
        return journey
    at, other = dice.randrange(len(stages)), dice.randrange(len(stages))
    if map_type.policy != "fixed" and dice.random() < 0.7:
        if dice.random() < 0.4:
            stages[at], stages[other] = stages[at]._replace(title=stages[other].title), stages[other]._replace(title=stages[at].title)
        else:
            stages[at] = stages[at]._replace(title=f"Giai đoạn {dice.randrange(10**6)}")
    fields = [field for field in map_type.stage_fields if field.kind != "stage"]
    if fields and dice.random() < 0.6:
        field = dice.choice(fields)
        stages[at] = stages[at]._replace(values={**stages[at].values, field.key: _text(field, journey, dice)})
    return _with_stages(journey, stages)


def stages_reordered(journey: JourneyMap, _type: MapType, dice: Random) -> JourneyMap:
    """A stage goes to another place."""
    stages = list(journey.main.stages)
    if stages:
        stages.insert(dice.randrange(len(stages)), stages.pop(dice.randrange(len(stages))))
    return _with_stages(journey, stages)


def stage_added(journey: JourneyMap, map_type: MapType, dice: Random) -> JourneyMap:
    """A new stage with a step, where people may add some."""
    if map_type.policy != "open":
        return journey
    stages, number = list(journey.main.stages), dice.randrange(10**9)
    stages.insert(dice.randrange(len(stages) + 1), Stage(f"new-{number}", f"Mới {number}"))
    field = next(field for field in map_type.main.fields if field.kind in {"text", "list"})
    step = Record(f"n{number}", f"new-{number}", {field.key: "Bước đầu"})
    return _with_records(_with_stages(journey, stages), MAIN, [*journey.main.records, step])


def stage_removed(journey: JourneyMap, map_type: MapType, dice: Random) -> JourneyMap:
    """A stage less, and its steps with it or gone to another one."""
    stages = list(journey.main.stages)
    if map_type.policy != "open" or len(stages) < 2:
        return journey
    gone = stages.pop(dice.randrange(len(stages)))
    to = dice.choice((None, dice.choice(stages).key))
    moved = [record._replace(stage=to) if record.stage == gone.key else record for record in journey.main.records]
    left = [record for record, was in zip(moved, journey.main.records, strict=True) if to or was.stage != gone.key]
    return _without_word(_with_records(_with_stages(journey, stages), MAIN, left), map_type, gone.key)


def _without_word(journey: JourneyMap, map_type: MapType, key: str) -> JourneyMap:
    """``journey`` without the fields that name a stage which is gone."""

    def kept(tab: str, record: Record) -> Record:
        named = {field.key for field in map_type.fields_of(tab) if field.kind == "stage"}
        values = {name: text for name, text in record.values.items() if not (name in named and text == key)}
        return record._replace(values=values)

    tabs = {
        tab: Tab(content.stages, tuple(new for record in content.records if (new := kept(tab, record)).values or not record.values))
        for tab, content in journey.tabs.items()
    }
    own = {field.key for field in map_type.about if field.kind == "stage"}
    return journey._replace(values={name: text for name, text in journey.values.items() if name not in own or text != key}, tabs=tabs)


def about_changed(journey: JourneyMap, map_type: MapType, dice: Random) -> JourneyMap:
    """Another title, or another text of *About this map*."""
    if dice.random() < 0.4:
        return journey._replace(title=f"Tên khác {dice.randrange(100)}")
    field = dice.choice(map_type.about)
    values = {**journey.values, field.key: dice.choice(("", _text(field, journey, dice)))}
    return journey._replace(values={key: text for key, text in values.items() if text})


CHANGES: tuple[Change, ...] = (
    text_changed,
    record_added,
    record_removed,
    record_moved,
    stage_changed,
    stages_reordered,
    stage_added,
    stage_removed,
    about_changed,
)
