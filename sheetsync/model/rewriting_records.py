"""New contents of a tab of records: what goes into which line, what is emptied, and the hidden ids and stages beside it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sheetsync.model import anatomy
from sheetsync.model.identity import is_id
from sheetsync.model.journey import MAIN, FieldRef, Record, Stage
from sheetsync.model.maptype import TabType
from sheetsync.model.places import Place, Row
from sheetsync.model.rewriting_cells import Desk, Ground
from sheetsync.model.rewriting_labels import Line, plan_labels
from sheetsync.model.rewriting_rows import arrange
from sheetsync.model.words import fold


def plan_records(desk: Desk, tab: TabType, stages: Sequence[Stage]) -> None:
    """Write the records of ``wanted`` into ``tab``; ``stages`` are those that the sheet will have."""
    place = desk.reading.places.get(tab.key)
    records = desk.wanted.records(tab.key)
    if place is None:
        if records:
            desk.miss(FieldRef(tab.key))
        return
    _Records(desk, tab, place, stages).plan(records)


class _Group(NamedTuple):
    """The records of one stage, the lines that they may stay in, and all lines that the stage has."""

    records: list[Record]
    now: list[int | None]
    pool: list[int]


class _Records:
    """Plans one tab."""

    def __init__(self, desk: Desk, tab: TabType, place: Place, stages: Sequence[Stage]) -> None:
        self.desk, self.tab, self.place = desk, tab, place
        self.stages = {stage.key: stage for stage in stages}
        self.staged = tab.key == MAIN
        self.ground = Ground(place)
        self.old = {record.id: record for record in desk.reading.map.records(tab.key)}
        self.held = {row.record: row for row in place.rows if row.record}
        self.fields = [item for item in tab.fields if item.key in place.columns]
        self.filled = {row.number for row in place.rows if row.record}
        self.after: dict[int, Record] = {}

    def plan(self, records: Iterable[Record]) -> None:
        """Decide who stands where, then write what differs."""
        groups: dict[str | None, list[Record]] = {key: [] for key in self.stages}
        for record in self._expressible(records):
            groups.setdefault(record.stage, []).append(record)
        stay = {record.id for group in groups.values() for record in group}
        for row in self.place.rows:
            if row.record and row.record not in stay and self._has_formula(row):
                self._stick(row, self.old[row.record])
        new = [record for group in self._groups(groups) for record in self._settle(group)]
        lines = {row.number: row for row in self.place.rows}
        likes: dict[int, int | None] = {}
        for record in new:
            number, like = self.ground.new_line(), self._model(record.stage)
            self.after[number] = record
            likes[number] = like
        self._write_ids(likes)
        if self.staged:
            every = [Line(number, lines.get(number), self.after.get(number), likes.get(number)) for number in sorted({*lines, *self.after})]
            plan_labels(self.desk, self.ground, every, self.stages)
        for number in sorted({*lines, *self.after}):
            self._write_line(number, lines.get(number), likes.get(number))

    def _expressible(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records that the sheet can be made to hold; what ``wanted`` says beyond them is noted as missing."""
        columns = self.place.columns.keys()
        for record in records:
            ref, old, row = FieldRef(self.tab.key, step=record.id), self.old.get(record.id), self.held.get(record.id)
            if not (is_id(record.id) or row) or not (record.values or (row and self._has_formula(row))):
                self.desk.miss(ref)
                continue
            stage = record.stage if self.staged else None
            stayed = old.stage if old and old.stage in self.stages else None
            if stage != stayed and not (stage in {None, *self.stages} and columns & {anatomy.LABEL, anatomy.STAGE}):
                self.desk.miss(ref._replace(field=anatomy.LABEL))
                stage = stayed
            yield record if stage == record.stage else record._replace(stage=stage)

    def _groups(self, groups: dict[str | None, list[Record]]) -> Iterator[_Group]:
        homes: dict[str | None, list[int]] = {}
        own: dict[str, int] = {}
        for key, group in groups.items():
            for record in group:
                row = self.held.get(record.id)
                if row and (self.old[record.id].stage == key or self._can_relabel(row)):
                    own[record.id] = row.number
        taken = set(own.values()) | self.after.keys()
        for row in self.place.rows:
            if row.number not in taken and not self._locked_fields(row.number):
                home = self._home(row)
                if row.number not in self.ground.noted and (row.record or (home is not None if self.staged else row.id)):
                    homes.setdefault(home, []).append(row.number)
        for key, group in groups.items():
            stuck = [record for record in group if record.id not in own and self._is_stuck(record)]
            for record in stuck:
                self._stick(self.held[record.id], record._replace(stage=self.old[record.id].stage))
            movable = [record for record in group if record not in stuck]
            now = [own.get(record.id) for record in movable]
            yield _Group(movable, now, sorted((*homes.get(key, ()), *(line for line in now if line is not None))))

    def _is_stuck(self, record: Record) -> bool:
        row = self.held.get(record.id)
        return row is not None and self._has_formula(row)

    def _settle(self, group: _Group) -> list[Record]:
        """Give the records of a group their lines; what needs a new one is returned."""
        records, now, pool = group
        formulas = {line for line in now if line is not None and self.ground.formulas and self._locked_fields(line, formulas=True)}
        guarded = formulas | {line for line in now if line is not None and self._locked_fields(line)}
        while True:
            lines = arrange(now, pool, self.filled, formulas.union(line for line in now if line in self.ground.noted))
            moved = {line for line, new in zip(now, lines, strict=True) if line is not None and line in guarded and line != new}
            if not moved:
                break
            pool = [line for line in pool if line not in moved]
            left = [(record, line) for record, line in zip(records, now, strict=True) if line not in moved or line not in formulas]
            for record, line in zip(records, now, strict=True):
                if line in moved and line in formulas:
                    self._stick(self.held[record.id], record)
            records, now = [record for record, _ in left], [None if line in moved else line for _, line in left]
        self.after |= {line: record for record, line in zip(records, lines, strict=True) if line is not None}
        return [record for record, line in zip(records, lines, strict=True) if line is None]

    def _locked_fields(self, line: int, *, formulas: bool = False) -> set[str]:
        """The fields of a line that can't be written; of those only formulas, if asked."""
        locked = self.ground.locked.get(line, set()) - ({anatomy.LABEL} if self.staged else set())
        return {key for key in locked if (line, key) in self.ground.formulas} if formulas else locked

    def _has_formula(self, row: Row) -> bool:
        return bool(self._locked_fields(row.number, formulas=True))

    def _stick(self, row: Row, record: Record) -> None:
        """Leave a record where it is, whatever is wanted of its place: what a formula says can't go elsewhere."""
        self.desk.miss(FieldRef(self.tab.key, step=record.id))
        self.after[row.number] = record if record.stage in self.stages else record._replace(stage=None)

    def _can_relabel(self, row: Row) -> bool:
        spot = (row.number, anatomy.LABEL)
        return anatomy.LABEL not in self.ground.locked.get(row.number, ()) and spot not in self.ground.shared

    def _home(self, row: Row) -> str | None:
        """The stage that a line belongs to; for an empty slot, the one that people see there."""
        if not self.staged:
            return None
        if row.record:
            return self.old[row.record].stage
        label = fold(self.ground.shown(row.number, anatomy.LABEL))
        return self.desk.before.get(label, None if label else row.stage or None)

    def _model(self, stage: str | None) -> int | None:
        """A line whose look a new one of that stage takes: the last one of the stage, else the last of all."""
        rows = self.place.rows
        same = (row.number for row in reversed(rows) if self._home(row) == stage)
        return next(same, rows[-1].number if rows else None)

    def _write_ids(self, likes: dict[int, int | None]) -> None:
        if anatomy.ID not in self.place.columns:
            return
        used = {record.id for record in self.after.values()}
        spare = [row.id for row in self.place.rows if row.record is None and row.number in self.after and is_id(row.id) and row.id not in used]
        for row in self.place.rows:
            if row.number in self.after or not row.id:
                continue
            keeps = row.id not in used
            name = row.id if keeps else spare.pop() if spare else ""
            used.add(name)
            if not keeps:
                self.desk.mark(self.ground, (row.number, anatomy.ID), name)
        for number, record in self.after.items():
            if not self.desk.mark(self.ground, (number, anatomy.ID), record.id, likes.get(number)):
                self.desk.miss(FieldRef(self.tab.key, step=record.id))

    def _write_line(self, number: int, row: Row | None, like: int | None) -> None:
        before = self.old[row.record].values if row and row.record else {}
        record = self.after.get(number)
        after = record.values if record else {}
        ref = FieldRef(self.tab.key, step=record.id if record else row.record if row else None)
        for item in self.fields:
            texts = before.get(item.key, ""), after.get(item.key, "")
            if record or texts[0]:
                self.desk.text(self.ground, (number, item.key), item, ref._replace(field=item.key), texts, like)
        for key, text in after.items():
            if text and all(item.key != key for item in self.fields):
                self.desk.miss(ref._replace(field=key))
