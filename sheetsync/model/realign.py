"""Realigning: identity follows content when people sort, cut or paste past the hidden ids."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sheetsync.model.finding import Problem
from sheetsync.model.journey import FieldRef, JourneyMap, Tab
from sheetsync.model.places import Reading


def realign(base: JourneyMap, reading: Reading) -> Reading:
    """``reading`` with the ids its records had in ``base``, wherever contents tell; doubtful lines are named in its problems."""
    for tab, content in reading.map.tabs.items():
        place = reading.places.get(tab)
        if place is None:
            continue
        known = {record.id: (record.stage, record.values) for record in base.records(tab)}
        records = {record.id: record for record in content.records}
        lines = [
            Line(row.number, row.id, row.record, records[row.record].stage, records[row.record].values)
            if row.record
            else Line(row.number, row.id, None, None, {})
            for row in place.rows
        ]
        result = realign_lines(known, lines)
        if result.ids or result.doubtful:
            reading = _renamed(reading, tab, result)
    return reading


def _renamed(reading: Reading, tab: str, result: "Realigned") -> Reading:
    place = reading.places[tab]
    new = {row.record: result.ids.get(row.number, row.record) for row in place.rows if row.record}
    records = tuple(record._replace(id=new.get(record.id, record.id)) for record in reading.map.tabs[tab].records)

    def moved(ref: FieldRef) -> FieldRef:
        return ref._replace(step=new.get(ref.step, ref.step)) if ref.tab == tab and ref.step else ref

    rows = tuple(row._replace(record=new[row.record]) if row.record else row for row in place.rows)
    problems = [problem._replace(ref=moved(problem.ref)) for problem in reading.problems]
    by_number = {row.number: row for row in rows}
    first = min((column for key, column in place.columns.items() if not key.startswith("_")), default=0)
    for number in result.doubtful:
        cell = place.cell(number, first)
        problems.append(Problem("row-id-broken", FieldRef(tab, step=by_number[number].record), cell, {"cell": cell.a1}, "ambiguous", "error"))
    tabs = {**reading.map.tabs, tab: Tab(reading.map.tabs[tab].stages, records)}
    return reading._replace(
        map=reading.map._replace(tabs=tabs),
        problems=tuple(problems),
        places={**reading.places, tab: place._replace(rows=rows)},
        formulas=frozenset(moved(ref) for ref in reading.formulas),
    )


class Line(NamedTuple):
    """One line of a tab: its number, the hidden id in it, the id that reading gave it (``None`` for an empty slot), stage and values."""

    number: int
    hidden: str
    id: str | None
    stage: str | None
    values: Mapping[str, str]


class Realigned(NamedTuple):
    """Which line holds which record: new ids by line number (only those that change), and lines whose identity stays in doubt."""

    ids: Mapping[int, str]
    doubtful: tuple[int, ...]


def realign_lines(base: Mapping[str, tuple[str | None, Mapping[str, str]]], lines: Sequence[Line]) -> Realigned:
    """Let identity follow content where ids are missing, doubled, or stand beside other content than they did.

    ``base`` maps the ids of the last version to (stage, values). A line whose content equals the content of a base record that stands nowhere
    else takes that record's id: someone sorted or pasted past the hidden column. Where that can't be told apart, ids stay and the line is
    named as doubtful.
    """
    return _Aligner(base, lines).run()


Content = tuple[str | None, frozenset[tuple[str, str]]]


def _content(stage: str | None, values: Mapping[str, str]) -> Content:
    return stage, frozenset(values.items())


class _Aligner:
    def __init__(self, base: Mapping[str, tuple[str | None, Mapping[str, str]]], lines: Sequence[Line]) -> None:
        self.base = {key: _content(stage, values) for key, (stage, values) in base.items()}
        self.lines = lines
        counted = Counter(line.hidden for line in lines if line.hidden and line.id is not None)
        self.doubled = {hidden for hidden, count in counted.items() if count > 1}
        self.ids = {line.number: line.id for line in lines if line.id is not None}
        self.given = {line.number: line.id for line in lines if line.id is not None}
        self.doubtful: set[int] = set()

    def run(self) -> Realigned:
        filled = [line for line in self.lines if line.id is not None]
        self._settle_doubled(filled)
        here = {self.ids[line.number]: _content(line.stage, line.values) for line in filled}
        settled = {id_ for id_, content in here.items() if self.base.get(id_) == content}
        movers = [line for line in filled if self.ids[line.number] not in settled]
        free = {id_: content for id_, content in self.base.items() if id_ not in settled}
        wanted = self._match(movers, free, whole=True)
        left = [line for line in movers if line.number not in wanted and line.number not in self.doubtful]
        rest = {id_: content for id_, content in free.items() if id_ not in wanted.values()}
        wanted |= self._match(left, rest, whole=False)
        self._accept(movers, wanted)
        changed = {number: id_ for number, id_ in self.ids.items() if id_ != self.given[number]}
        return Realigned(changed, tuple(sorted(self.doubtful)))

    def _settle_doubled(self, filled: Sequence[Line]) -> None:
        """Of several lines with one id, the only one that still says what the base says keeps it; else the first does."""
        for hidden in self.doubled & self.base.keys():
            group = [line for line in filled if line.hidden == hidden]
            same = [line for line in group if _content(line.stage, line.values) == self.base[hidden]]
            keeper = next((line for line in group if line.id == hidden), group[0])
            if len(same) == 1 and same[0] is not keeper:
                self.ids[keeper.number], self.ids[same[0].number] = self.ids[same[0].number], self.ids[keeper.number]

    def _match(self, lines: Sequence[Line], free: Mapping[str, Content], *, whole: bool) -> dict[int, str]:
        """Lines → free base ids with the same content (with the stage when ``whole``), where both sides are alone with it."""
        by_content: defaultdict[object, list[str]] = defaultdict(list)
        for id_, content in free.items():
            by_content[content if whole else content[1]].append(id_)
        same: defaultdict[object, list[Line]] = defaultdict(list)
        for line in lines:
            content = _content(line.stage, line.values)
            same[content if whole else content[1]].append(line)
        found: dict[int, str] = {}
        for key, group in same.items():
            ids = by_content.get(key, [])
            if len(ids) == len(group):
                found.update((line.number, id_) for line, id_ in zip(group, ids, strict=True))
            elif ids:
                self.doubtful.update(line.number for line in group if self.ids[line.number] not in ids)
        return found

    def _accept(self, movers: Sequence[Line], wanted: Mapping[int, str]) -> None:
        """Carry the moves out, except those that would take the id of a line whose own content is new: there nobody can tell."""
        holders = {self.ids[line.number]: line for line in movers}
        moves = {number: id_ for number, id_ in wanted.items() if id_ != self.ids[number]}
        while blocked := {number for number, id_ in moves.items() if id_ in holders and holders[id_].number not in moves}:
            self.doubtful |= blocked
            moves = {number: id_ for number, id_ in moves.items() if number not in blocked}
        self.ids.update(moves)
