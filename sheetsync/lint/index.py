"""The map as rules ask for it: steps by stage, fields by role, items of a step. Each answer is worked out once and kept."""

from collections.abc import Mapping
from functools import cached_property

from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage, items
from sheetsync.model.maptype import Field, MapType, TabType
from sheetsync.model.words import Text


class Index:
    """Answers about one map of one type. Without a type there are no roles, so that rules bound to roles say nothing."""

    def __init__(self, journey: JourneyMap, map_type: MapType | None) -> None:
        self.map, self.map_type = journey, map_type
        self._fields: dict[tuple[str | None, str], tuple[Field, ...]] = {}
        self._items: dict[tuple[int, str], tuple[str, ...]] = {}

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the map in their order."""
        return self.map.main.stages

    @cached_property
    def by_stage(self) -> Mapping[str, tuple[Record, ...]]:
        """The steps of each stage, in their order; a stage without content has none."""
        found: dict[str, list[Record]] = {stage.key: [] for stage in self.stages}
        for record in self.map.main.records:
            if record.stage in found and record.values:
                found[record.stage].append(record)
        return {key: tuple(records) for key, records in found.items()}

    @cached_property
    def steps(self) -> tuple[Record, ...]:
        """All steps that stand in a stage, stage by stage; the others are a reading problem already."""
        return tuple(record for records in self.by_stage.values() for record in records)

    @cached_property
    def lists(self) -> tuple[TabType, ...]:
        """The supporting tabs of the type."""
        return self.map_type.tabs[1:] if self.map_type is not None else ()

    @cached_property
    def personas(self) -> TabType | None:
        """The tab that describes personas, where the type has one: names, and what moves those people."""
        return next((tab for tab in self.lists if self.field("name", tab.key) and any(self.field(role, tab.key) for role in PERSONA_ROLES)), None)

    @cached_property
    def chosen(self) -> tuple[str, ...]:
        """The personas named on *About this map*, one a line. What follows a comma is a description, unless it is a persona's name too."""
        names: list[str] = []
        for item in self.fields("persona", None):
            for line in items(self.map.values.get(item.key, "")):
                parts = [part.strip() for part in line.replace(";", ",").split(",")]
                known = [part for part in parts if folded(part) in self.persona_records]
                names += [line] if folded(line) in self.persona_records or not known else known
        return tuple(names)

    @cached_property
    def persona_records(self) -> Mapping[str, Record]:
        """The entries of the persona tab by their folded names."""
        name = self.field("name", self.personas.key) if self.personas is not None else None
        if self.personas is None or name is None:
            return {}
        return {folded(record.values[name.key]): record for record in self.map.records(self.personas.key) if name.key in record.values}

    def fields(self, role: str, tab: str | None = MAIN) -> tuple[Field, ...]:
        """The fields of a tab (``None``: of *About this map*) that carry ``role``."""
        key = (tab, role)
        if key not in self._fields:
            self._fields[key] = self.map_type.with_role(role, tab) if self.map_type is not None else ()
        return self._fields[key]

    def field(self, role: str, tab: str | None = MAIN) -> Field | None:
        """The first field of a tab that carries ``role``."""
        found = self.fields(role, tab)
        return found[0] if found else None

    def stage_field(self, role: str) -> Field | None:
        """The first value of stages that carries ``role``."""
        fields = self.map_type.stage_fields if self.map_type is not None else ()
        return next((item for item in fields if item.role == role), None)

    def items(self, step: Record, role: str) -> tuple[str, ...]:
        """What a step holds in the fields of ``role``: the items of a list, the whole text of any other kind."""
        key = (id(step), role)
        if key not in self._items:
            values = step.values
            found: list[str] = []
            for item in self.fields(role):
                if (text := values.get(item.key)) and text.strip(_FILLERS):
                    found += items(text) if item.kind == "list" else [text]
            self._items[key] = tuple(found)
        return self._items[key]

    def has(self, step: Record, *roles: str) -> bool:
        """Whether a step holds anything in a field of one of ``roles``; a lone dash is nothing."""
        values = step.values
        for role in roles:
            for item in self.fields(role):
                if (text := values.get(item.key)) and text.strip(_FILLERS):
                    return True
        return False

    def score(self, step: Record) -> int | None:
        """Where the emotion of a step stands on its scale; ``None`` where it has none, or none of the scale."""
        for item in self.fields("emotion"):
            chosen = step.values.get(item.key)
            score = next((choice.score for choice in item.choices if choice.key == chosen), None)
            if score is not None:
                return score
        return None

    def where(self, step: Record) -> Text:
        """The place of a step in people's words: its stage, and which step where the stage has several."""
        stage = next((stage for stage in self.stages if stage.key == step.stage), None)
        if stage is None:
            return Text("Ở một bước chưa thuộc giai đoạn nào", "In a step without a stage")
        steps = self.by_stage[stage.key]
        if len(steps) < 2 or self.map_type is None:
            return in_stage(stage)
        number = next((at for at, other in enumerate(steps, start=1) if other is step), 0)
        name = self.map_type.main.step
        return Text(f"Ở “{stage.title}”, {_small(name.vi)} {number}", f"In “{stage.title}”, {_small(name.en)} {number}")


PERSONA_ROLES = ("occupation", "motto", "traits", "interaction", "need", "personal-goal")
"""What a persona says beside its name."""

_FILLERS = "-–—•*·●○…./ \n\t"
"""A text of nothing but these says that there is nothing."""


def in_stage(stage: Stage) -> Text:
    """The place of a stage in people's words."""
    return Text(f"Ở “{stage.title}”", f"In “{stage.title}”")


def at(step: Record, item: Field) -> FieldRef:
    """The field ref of a field of a step of the map itself."""
    return FieldRef(MAIN, step=step.id, field=item.key)


def some(count: int, vi: str, one: str, many: str) -> Text:
    """So many of something: the number is left out for one, as in "the customer's question" and "the customer's 2 questions"."""
    return Text(vi, one) if count == 1 else Text(f"{count} {vi}", f"{count} {many}")


def quoted(text: str, limit: int = 60) -> str:
    """``text`` as it may stand within a message: on one line, and cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def folded(text: str) -> str:
    """``text`` for comparing what people typed: case, white space and a last full stop don't count. Values of a map are NFC already."""
    return " ".join(text.casefold().split()).rstrip(" .…")


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
