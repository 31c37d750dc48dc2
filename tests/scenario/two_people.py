"""What Lan does in the sheet and Minh in the archive, act by act."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sheetsync.backends.memory import MemoryBackend
from sheetsync.history.merge import TITLE
from sheetsync.history.version import Source, content_digest
from sheetsync.model import anatomy
from sheetsync.model.grid import CellEdit, Grid
from sheetsync.model.identity import provisional_id, stage_key
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage, Tab
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.writing import plan_values
from sheetsync.ports import Backend
from sheetsync.tasks.ledger import Ledger
from sheetsync.tasks.opening import Opened
from tests.laws.acts import Table, replaced, with_inserted
from tests.people import plan_steps


class Act(NamedTuple):
    """Something that somebody does: numbers choose among what is there, ``words`` what is typed."""

    name: str
    a: int = 0
    b: int = 0
    words: int = 0


LAN = ("type", "empty", "add", "clear", "move", "rename stage", "line", "about", "goal", "person")
GRID = ("insert row", "insert column", "sort")
MINH = ("M type", "M empty", "M add", "M remove", "M move", "M reorder", "M rename stage", "M add stage", "M swap stages", "M line")
MINH_BESIDE = ("M about", "M goal")
BOTH = ("clash", "clash", "clash in order", "clash in place", "clash of stages")


class People(ABC):
    """Lan and Minh, who work on one map."""

    type: MapType
    sheets: Backend
    clock: datetime
    ref: str
    map: str
    typed: int = 0

    @property
    @abstractmethod
    def ledger(self) -> Ledger:
        """The archive, looked at without any fault in the way."""

    @abstractmethod
    def opened(self) -> Opened:
        """The sheet as it stands."""

    @property
    def sheet(self) -> JourneyMap:
        """What the sheet says."""
        return self.opened().reading.map

    @property
    def latest(self) -> JourneyMap:
        """What the archive says."""
        newest = self.ledger.latest(self.map)
        assert newest is not None
        return self.ledger.load(self.map, newest.version).journey

    def new(self, words: int) -> str:
        """A text: one that nobody ever typed, or one that anybody may type."""
        if words < 3:
            return ("Gọi điện", "Website", "=1+1")[words]
        self.typed += 1
        return f"Chữ {self.typed}"

    def value(self, field: Field, words: int) -> str:
        match field.kind:
            case "choice":
                return field.choices[words % len(field.choices)].key
            case "number":
                return str(words)
            case "list":
                return "\n".join(self.new(words + more) for more in range(1 + words % 2))
            case _:
                return self.new(words)

    # Lan, in the sheet

    def write(self, edits: Sequence[CellEdit]) -> None:
        if edits:
            self.sheets.write(self.ref, tuple(edits), if_revision=self.sheets.read(self.ref).revision)

    def put(self, texts: Mapping[FieldRef, str]) -> None:
        opened = self.opened()
        self.write(plan_values(opened.reading, self.type, texts))

    def _step(self, act: Act) -> Record | None:
        records = self.sheet.main.records
        return records[act.a % len(records)] if records else None

    def _type(self, act: Act) -> None:
        step, field = self._step(act), self.type.main.fields[act.b % len(self.type.main.fields)]
        if step is not None:
            self.put({FieldRef(MAIN, step=step.id, field=field.key): self.value(field, act.words)})

    def _empty(self, act: Act) -> None:
        step = self._step(act)
        if step is not None:
            self.put({FieldRef(MAIN, step=step.id, field=sorted(step.values)[act.b % len(step.values)]): ""})

    def _add(self, act: Act) -> None:
        opened = self.opened()
        stages = opened.reading.map.main.stages
        fields = self.type.main.fields[: 1 + act.b % 2]
        step = Record("", stages[act.a % len(stages)].key, {field.key: self.value(field, act.words) for field in fields})
        self.write(plan_steps(opened.reading, self.type, MAIN, [step]))

    def _clear(self, act: Act) -> None:
        step = self._step(act)
        if step is not None:
            self.put({FieldRef(MAIN, step=step.id, field=field): "" for field in step.values})

    def _move(self, act: Act) -> None:
        step, opened = self._step(act), self.opened()
        place, stages = opened.reading.places[MAIN], opened.reading.map.main.stages
        line = place.row_of(step.id) if step else None
        if line is not None:
            self.write([CellEdit(place.cell(line, place.columns[anatomy.LABEL]), stages[act.b % len(stages)].title)])

    def _rename_stage(self, act: Act) -> None:
        stages = self.sheet.main.stages
        self.put({FieldRef(MAIN, stage=stages[act.a % len(stages)].key, field=TITLE): f"Chặng {self.new(11)}"})

    def _line(self, act: Act) -> None:
        step = self._step(act)
        if step is not None:
            self.put({FieldRef(MAIN, step=step.id, field="touchpoint"): self._lines(step.values.get("touchpoint", ""), act)})

    def _lines(self, text: str, act: Act) -> str:
        lines = text.split("\n") if text else []
        at = act.b % (len(lines) + 1)
        return "\n".join([*lines[:at], *([self.new(11)] if act.words % 2 or at == len(lines) else []), *lines[at + (1 - act.words % 2) :]])

    def _about(self, act: Act) -> None:
        self.put({FieldRef(field=("objective", TITLE)[act.a % 2]): self.new(11) if act.words else "Mới"})

    def _goal(self, act: Act) -> None:
        stages = self.sheet.main.stages
        self.put({FieldRef(MAIN, stage=stages[act.a % len(stages)].key, field="goal"): self.new(act.words)})

    def _person(self, act: Act) -> None:
        opened = self.opened()
        known = opened.reading.map.records("people")
        if known and act.a % 2:
            self.put({FieldRef("people", step=known[act.b % len(known)].id, field="name"): self.new(act.words) if act.words else ""})
        else:
            self.write(plan_steps(opened.reading, self.type, "people", [Record("", None, {"name": self.new(act.words)})]))

    def _insert_row(self, act: Act) -> None:
        self._grid(lambda table: table.back(with_inserted(table.grid, row=table.first + act.a % max(len(table.lines), 1))))

    def _insert_column(self, act: Act) -> None:
        self._grid(lambda table: table.back(with_inserted(table.grid, column=max(table.visible) - act.a % 3)))

    def _sort(self, act: Act) -> None:
        def sort(table: Table) -> Grid:
            lines = [line for line in table.lines if not table.is_empty(line)]
            order = dict(zip(lines, lines[act.a % len(lines) :] + lines[: act.a % len(lines)], strict=True)) if lines else {}
            return table.rearranged(order)

        self._grid(sort)

    def _grid(self, change: Callable[[Table], Grid]) -> None:
        assert isinstance(self.sheets, MemoryBackend)
        grids = self.sheets.read(self.ref).grids
        table = Table.main(grids, self.type, "vi")
        self.sheets.put(self.ref, replaced(grids, change(table)))

    # Minh, in the archive

    def imported(self, change: Callable[[JourneyMap], JourneyMap]) -> None:
        ledger = self.ledger
        parent = ledger.latest(self.map)
        assert parent is not None
        journey = change(self.latest)
        if content_digest(journey) == ledger.load(self.map, parent.version).content:
            return
        self.clock += timedelta(seconds=1)
        at = self.clock.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        ledger.append(self.map, journey, author="Minh", reason="import", source=Source("file", "map.json", ""), saved_at=at, parent=parent)

    def _main(self, change: Callable[[Tab], Tab]) -> None:
        self.imported(lambda journey: journey._replace(tabs={**journey.tabs, MAIN: change(journey.main)}))

    def _records(self, at: int, change: Callable[[Record], Record | None]) -> None:
        def changed(tab: Tab) -> Tab:
            chosen = tab.records[at % len(tab.records)] if tab.records else None
            return tab._replace(records=tuple(new for one in tab.records if (new := change(one) if one is chosen else one) is not None))

        self._main(changed)

    def _stages(self, at: int, change: Callable[[Stage], Stage]) -> None:
        self._main(lambda tab: tab._replace(stages=tuple(change(one) if n == at % len(tab.stages) else one for n, one in enumerate(tab.stages))))

    def _m_type(self, act: Act) -> None:
        field = self.type.main.fields[act.b % len(self.type.main.fields)]
        text = self.value(field, act.words)
        self._records(act.a, lambda one: one._replace(values={**one.values, field.key: text}))

    def _m_empty(self, act: Act) -> None:
        def emptied(one: Record) -> Record | None:
            gone = sorted(one.values)[act.b % len(one.values)]
            values = {key: text for key, text in one.values.items() if key != gone}
            return one._replace(values=values) if values else None

        self._records(act.a, emptied)

    def _m_add(self, act: Act) -> None:
        values = {field.key: self.value(field, act.words) for field in self.type.main.fields[: 1 + act.b % 2]}

        def added(tab: Tab) -> Tab:
            taken = {one.id for one in tab.records} | {one.id for one in self.sheet.main.records}
            names = (provisional_id(self.map, MAIN, tuple(values.values()), ordinal) for ordinal in range(1, 99))
            new = Record(next(name for name in names if name not in taken), tab.stages[act.a % len(tab.stages)].key, values)
            at = act.words % (len(tab.records) + 1)
            return tab._replace(records=(*tab.records[:at], new, *tab.records[at:]))

        self._main(added)

    def _m_remove(self, act: Act) -> None:
        self._records(act.a, lambda _: None)

    def _m_move(self, act: Act) -> None:
        stages = self.latest.main.stages
        self._records(act.a, lambda one: one._replace(stage=stages[act.b % len(stages)].key))

    def _m_reorder(self, act: Act) -> None:
        def reordered(tab: Tab) -> Tab:
            records = list(tab.records)
            if records:
                records.insert(act.b % len(records), records.pop(act.a % len(records)))
            return tab._replace(records=tuple(records))

        self._main(reordered)

    def _m_rename_stage(self, act: Act) -> None:
        title = f"Chặng {self.new(11)}"
        self._stages(act.a, lambda one: one._replace(title=title))

    def _m_add_stage(self, act: Act) -> None:
        title = f"Chặng {self.new(11)}"

        def added(tab: Tab) -> Tab:
            at = act.a % (len(tab.stages) + 1)
            new = Stage(stage_key(title, [one.key for one in tab.stages]), title)
            return tab._replace(stages=(*tab.stages[:at], new, *tab.stages[at:]))

        self._main(added)

    def _m_swap_stages(self, act: Act) -> None:
        def swapped(tab: Tab) -> Tab:
            stages = list(tab.stages)
            stages.insert(act.b % len(stages), stages.pop(act.a % len(stages)))
            return tab._replace(stages=tuple(stages))

        self._main(swapped)

    def _m_line(self, act: Act) -> None:
        def lined(one: Record) -> Record:
            text = self._lines(one.values.get("touchpoint", ""), act)
            return one._replace(values={key: said for key, said in {**one.values, "touchpoint": text}.items() if said} or one.values)

        self._records(act.a, lined)

    def _m_about(self, act: Act) -> None:
        text = self.new(11)
        if act.a % 2:
            self.imported(lambda journey: journey._replace(title=text))
        else:
            self.imported(lambda journey: journey._replace(values={"objective": text}))

    def _m_goal(self, act: Act) -> None:
        text = self.new(act.words)
        self._stages(act.a, lambda one: one._replace(values={"goal": text}))

    # Both

    def _both(self, at: int) -> Record | None:
        """A step that stands on both sides."""
        there = {record.id for record in self.latest.main.records}
        shared = [record for record in self.sheet.main.records if record.id in there]
        return shared[at % len(shared)] if shared else None

    def _minds(self, step: Record, change: Callable[[Record], Record]) -> None:
        self._main(lambda tab: tab._replace(records=tuple(change(one) if one.id == step.id else one for one in tab.records)))

    def _clash(self, act: Act) -> None:
        """Both type into the same field."""
        step, field = self._both(act.a), self.type.main.fields[act.b % 2]
        if step is not None:
            self.put({FieldRef(MAIN, step=step.id, field=field.key): self.value(field, act.words)})
            text = self.value(field, act.words + 1)
            self._minds(step, lambda one: one._replace(values={**one.values, field.key: text}))

    def _clash_in_place(self, act: Act) -> None:
        """Both move the same step, each to another stage."""
        step = self._both(act.a)
        stages = self.latest.main.stages
        if step is not None:
            at = [record.id for record in self.sheet.main.records].index(step.id)
            self._move(Act("move", at, act.b))
            self._minds(step, lambda one: one._replace(stage=stages[(act.b + 1) % len(stages)].key))

    def _clash_in_order(self, act: Act) -> None:
        """Both put steps in another order."""
        if isinstance(self.sheets, MemoryBackend):
            self._sort(act)
        self._m_reorder(act)

    def _clash_of_stages(self, act: Act) -> None:
        """Both give a stage another name."""
        self._rename_stage(act)
        self._m_rename_stage(act)
