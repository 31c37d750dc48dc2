"""Which grid is which tab: by the hidden keys, then by headings, in whichever direction they run."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from sheetsync.model import anatomy
from sheetsync.model.grid import Grid, Value
from sheetsync.model.identity import digest
from sheetsync.model.journey import MAIN
from sheetsync.model.maptype import Field, MapType, StageType, TabType
from sheetsync.model.places import STAGES, Learned
from sheetsync.model.values import choice_keys
from sheetsync.model.words import Text, tidy
from sheetsync.model.words import fold as fold_anew

MARKS = frozenset({anatomy.ID, anatomy.KEY, anatomy.VALUE, anatomy.FINGERPRINT, anatomy.GUIDE})
LONGEST_HEADING = 80
LONGEST_QUESTION = 1000
"""Headings that people made themselves are often whole questions."""
HEAD_LINES = 4
"""Over how many lines the headings of a tab that people made may be spread, the last of them included."""

fold = lru_cache(maxsize=4096)(fold_anew)
"""Headings, titles and labels are alike from tab to tab and from map to map, so most were folded before."""

Line = Mapping[int, Value]
"""The cells of one row (of one column, where a tab runs across), by their position in it."""


class Turned(NamedTuple):
    """A grid turned so that records always run down."""

    grid: Grid
    across: bool
    lines: Mapping[int, Line]


class FoundTab(NamedTuple):
    """The keys and headings of one tab: positions of its keys, the key line and the heading line (-1 where there is none)."""

    sheet: Turned
    columns: dict[str, int]
    keys: int
    head: int


class WantedTab:
    """A tab we look for: its headings by key, keys by heading, the axis it was made along, and its own titles."""

    def __init__(self, headings: Mapping[str, frozenset[str]], across: bool, title: Text) -> None:  # noqa: FBT001
        self.headings = headings
        self.across = across
        self.names = folded(title)
        self.by_name = {name: key for key, names in headings.items() for name in names}
        self.order: tuple[tuple[str, frozenset[str]], ...] = ()

    def as_learned(self, learned: Learned) -> "WantedTab":
        """The same tab where people made it themselves: known by the title and headings it had when it was adopted, too."""
        own = [(key, fold(text)) for key, text in learned.headings]
        headings = {key: names.union(name for other, name in own if other == key) for key, names in self.headings.items()}
        tab = WantedTab(headings, self.across, Text(learned.title, learned.title))
        tab.names |= self.names
        strangers = {name for key, name in own if key == anatomy.IGNORE}
        tab.by_name = {name: key for name, key in self.by_name.items() if name not in strangers} | {
            name: key for key, name in own if key in self.headings
        }
        first = {key: place for place, (key, _) in reversed(list(enumerate(own))) if key != anatomy.IGNORE}
        tab.order = tuple((key, headings.get(key, frozenset({name}))) for place, (key, name) in enumerate(own) if first.get(key, place) == place)
        return tab


class TypeWords:
    """What the tabs of a map type are known by, and its choices; worked out once a type, since thousands of maps may follow."""

    def __init__(self, map_type: MapType) -> None:
        self.wanted = {STAGES: WantedTab(_headings(stage_headings(map_type)), False, anatomy.STAGES_TAB)}  # noqa: FBT003
        self.wanted |= {tab.key: WantedTab(_headings(record_headings(tab)), tab.axis == "across", tab.title) for tab in map_type.tabs}
        self.keys = MARKS | {key for tab in self.wanted.values() for key in tab.headings}
        self.about = {name: key for key, names in _headings(_about_fields(map_type)).items() for name in names}
        self.choices: dict[int, dict[str, str]] = {}

    @classmethod
    def of(cls, map_type: MapType) -> "TypeWords":
        """The words of ``map_type``, kept with it the way ``cached_property`` keeps what it worked out."""
        kept: TypeWords | None = vars(map_type).get("_words")
        if kept is None:
            kept = vars(map_type)["_words"] = cls(map_type)
        return kept

    def choices_of(self, item: Field) -> dict[str, str]:
        """``choice_keys`` of a field of that type."""
        known = self.choices.get(id(item))
        if known is None:
            known = self.choices[id(item)] = choice_keys(item)
        return known


def tab_by_keys(grid: Grid, known: Mapping[tuple[int, int], str], corner: tuple[int, int], wanted: Mapping[str, "WantedTab"]) -> dict[str, FoundTab]:
    """The tabs that ``grid`` can be, by the ``known`` keys that stand in line with ``_id`` (at ``corner``); none where the keys do not say."""
    row, column = corner
    along: dict[str, int] = {}
    down: dict[str, int] = {}
    for (at_row, at_column), key in known.items():
        if at_row == row:
            along[key] = min(at_column, along.get(key, at_column))
        if at_column == column:
            down[key] = min(at_row, down.get(key, at_row))
    across = len(down) > len(along)
    keys, number = (down, column) if across else (along, row)
    sheet = Turned(grid, across, _lines(grid, across=across))
    ids = [at for at, line in sheet.lines.items() if at > number and keys[anatomy.ID] in line]
    if len(keys) < 2 or not ids:
        return {}
    between = [at for at in sorted(sheet.lines) if number < at < min(ids)]
    names = {at: _names_in(sheet.lines[at]) for at in between}
    found: dict[str, FoundTab] = {}
    for name, tab in wanted.items():
        columns = {key: at for key, at in keys.items() if key in tab.headings}
        hits = {at: _named(names[at], tab) for at in between}
        shown = {at for key, at in columns.items() if not key.startswith("_")}
        filled = {at: len(sheet.lines[at].keys() & shown) for at in between}
        head = max(between, key=lambda at: len(hits[at]) + filled[at], default=number)  # a banner may say what a heading says
        if not hits.get(head) and filled.get(head, 0) < 2:
            head = number
        for key, at in hits.get(head, {}).items():
            if key not in columns and at not in columns.values():
                columns[key] = at
        found[name] = FoundTab(sheet, columns, number, head)
    return found


def tab_as_learned(grid: Grid, corner: tuple[int, int], tab: "WantedTab") -> FoundTab:
    """A tab that people made themselves: ``_id`` (at ``corner``) stands in line with its headings, known as they were when it was adopted."""
    row, column = corner
    down, across = _learned(grid, tab, row, across=False), _learned(grid, tab, column, across=True)
    return across if len(across.columns) > len(down.columns) else down


def _learned(grid: Grid, tab: "WantedTab", head: int, *, across: bool) -> FoundTab:
    sheet = Turned(grid, across, _lines(grid, across=across))
    columns = {value: at for at, value in sorted(sheet.lines.get(head, {}).items(), reverse=True) if value in {anatomy.ID, anatomy.STAGE}}
    today = [(at, fold(text)) for at, text in headings_of(sheet, head) if at not in columns.values()]
    named = _named(today, tab)
    for key, at in (named | _renamed(today, named, tab)).items():
        columns.setdefault(key, at)
    return FoundTab(sheet, {str(key): at for key, at in columns.items()}, -1, head)


def headings_of(sheet: Turned, head: int) -> list[tuple[int, str]]:
    """The headings over each position of a tab that people made: the text in the line ``head``, else the nearest one in the few lines before it."""
    found: dict[int, str] = {}
    for number in range(head, max(-1, head - HEAD_LINES), -1):
        for at, value in sheet.lines.get(number, {}).items():
            if isinstance(value, str) and len(value) < LONGEST_QUESTION:
                found.setdefault(at, value)
    return sorted(found.items())


def _renamed(today: list[tuple[int, str]], named: Mapping[str, int], tab: "WantedTab") -> dict[str, int]:
    """Fields whose learned headings are gone: where between two known headings as many new ones stand as are gone there, they are these, in order."""
    known: dict[int, int] = {}
    for at, name in today:
        for place, (key, names) in enumerate(tab.order):
            if place not in known.values() and (named.get(key) == at if key in named else key == anatomy.IGNORE and name in names):
                known[at] = place
                break
    found: dict[str, int] = {}
    new: list[int] = []
    before = -1
    end = max((at for at, _ in today), default=0) + 1
    for at in (*(at for at, _ in today), end):
        place = len(tab.order) if at == end else known.get(at, -1)
        if place < 0:
            new.append(at)
            continue
        gone = tab.order[before + 1 : place]
        if len(gone) == len(new) and not any(inner in known.values() for inner in range(before + 1, place)):
            found |= {key: position for (key, _), position in zip(gone, new, strict=True) if key != anatomy.IGNORE}
        before, new = place, []
    return found


def tab_by_headings(grid: Grid, tab: "WantedTab") -> FoundTab:
    """The best placement of a tab by what can still be recognised: its headings, or keys whose ``_id`` is gone; tried along both axes."""
    first, second = (_recognised(grid, tab, across=across) for across in (tab.across, not tab.across))
    return first if len(first.columns) >= len(second.columns) else second


def _recognised(grid: Grid, tab: "WantedTab", *, across: bool) -> FoundTab:
    sheet = Turned(grid, across, _lines(grid, across=across))
    keyed = {at: {value: column for column, value in line.items() if value in tab.headings} for at, line in sheet.lines.items()}
    keys = max(sorted(keyed), key=lambda at: len(keyed[at]), default=-1)
    columns = {str(key): at for key, at in keyed[keys].items()} if keys >= 0 and len(keyed[keys]) > 1 else {}
    keys = keys if columns else -1
    named = {at: _named(_names_in(line), tab) for at, line in sheet.lines.items() if at != keys}
    head = max(sorted(named), key=lambda at: len(named[at]), default=-1)
    if head < 0 or len(named[head]) < (1 if columns else 2):
        return FoundTab(sheet, columns, keys, keys)
    for key, at in named[head].items():
        if key not in columns and at not in columns.values():
            columns[key] = at
    return FoundTab(sheet, columns, keys, head)


def turned(grid: Grid, *, across: bool) -> Turned:
    """``grid`` with its lines along one axis."""
    return Turned(grid, across, _lines(grid, across=across))


def _lines(grid: Grid, *, across: bool) -> dict[int, dict[int, Value]]:
    lines: defaultdict[int, dict[int, Value]] = defaultdict(dict)
    for (row, column), value in grid.cells.items():
        if across:
            lines[column][row] = value
        else:
            lines[row][column] = value
    return lines


def _names_in(line: Line) -> list[tuple[int, str]]:
    """What may be headings in ``line``, folded, with their positions."""
    return [(at, fold(value)) for at, value in sorted(line.items()) if isinstance(value, str) and len(value) < LONGEST_HEADING]


def _named(names: Iterable[tuple[int, str]], tab: "WantedTab") -> dict[str, int]:
    """The fields whose headings are among ``names``, with their positions; the first of equal headings counts."""
    found: dict[str, int] = {}
    for at, name in names:
        if key := tab.by_name.get(name):
            found.setdefault(key, at)
    return found


def find_about(grid: Grid, marks: Mapping[str, tuple[int, int]], names: Mapping[str, str]) -> FoundTab | None:
    """*About this map*, found by its keys, or by its labels where the keys were deleted."""
    if anatomy.VALUE in marks:
        row, column = marks[anatomy.VALUE]
        key_column = marks[anatomy.KEY][1] if anatomy.KEY in marks else -1
        return FoundTab(Turned(grid, False, _lines(grid, across=False)), {anatomy.KEY: key_column, anatomy.VALUE: column}, row, row)  # noqa: FBT003
    if fold(grid.title) not in folded(anatomy.ABOUT_TAB):
        return None
    labels = Counter(column for (_, column), value in grid.cells.items() if isinstance(value, str) and fold(value) in names)
    if not labels:
        return None
    column = labels.most_common(1)[0][0]
    return FoundTab(Turned(grid, False, _lines(grid, across=False)), {anatomy.KEY: -1, anatomy.VALUE: column + 1}, -1, -1)  # noqa: FBT003


def data_lines(here: FoundTab) -> list[tuple[int, Line]]:
    """The lines that can hold records: those behind the headings, and any other that carries an id."""
    id_at = here.columns.get(anatomy.ID, -1)
    fields = [at for key, at in here.columns.items() if key != anatomy.LABEL and not key.startswith("_")]
    return [
        (number, line)
        for number, line in sorted(here.sheet.lines.items())
        if number not in {here.keys, here.head}
        and (number > here.head or (id_at in line and number > here.keys))
        and not (is_marked(line.get(id_at, "")) and line[id_at] == ignored(line, fields))
    ]


def ignored(line: Line, fields: Iterable[int]) -> str:
    """What stands for an id beside a line that is no step as long as it says what it says: when people change it, it is looked at anew."""
    return f"{anatomy.IGNORE}-{digest(tidy(value) for at in fields if isinstance(value := line.get(at), str))}"


def is_marked(value: Value) -> bool:
    """Whether a line was no step when its tab was adopted, by what stands for its id."""
    return isinstance(value, str) and value.startswith(anatomy.IGNORE)


def stage_headings(map_type: MapType) -> list[tuple[str, Text, tuple[str, ...]]]:
    """Key, title and aliases of every column of the *Stages* tab."""
    own = [(item.key, item.title, item.aliases) for item in map_type.stage_fields]
    return [
        (anatomy.ID, Text("", ""), ()),
        (anatomy.ORDER, anatomy.ORDER_HEADING, ()),
        (anatomy.TITLE, anatomy.STAGE_TITLE_HEADING, ()),
        *own,
    ]


def record_headings(tab: TabType) -> list[tuple[str, Text, tuple[str, ...]]]:
    """Key, title and aliases of every column (row, where it runs across) of a tab with records."""
    hidden: list[tuple[str, Text, tuple[str, ...]]] = [(anatomy.ID, Text("", ""), ())]
    if tab.key == MAIN:
        hidden += [(anatomy.STAGE, Text("", ""), ()), (anatomy.LABEL, anatomy.STAGE_HEADING, ())]
    return hidden + [(item.key, item.title, item.aliases) for item in tab.fields]


def _about_fields(map_type: MapType) -> list[tuple[str, Text, tuple[str, ...]]]:
    return [(anatomy.TITLE, anatomy.TITLE_HEADING, ()), *((item.key, item.title, item.aliases) for item in map_type.about)]


def _headings(fields: Iterable[tuple[str, Text, tuple[str, ...]]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(fold(name) for name in (*title, *aliases) if name) for key, title, aliases in fields}


def folded(title: Text) -> set[str]:
    """A title in both languages, folded."""
    return {fold(name) for name in title}


def stage_names(stage: StageType) -> set[str]:
    """Every name the type gives a stage, folded."""
    return {fold(name) for name in (*stage.title, *stage.aliases)}


def shown_text(value: Value) -> str:
    """A cell's text as people see it, whatever it holds."""
    return tidy(value) if isinstance(value, str) else tidy(value.shown or value.raw if value.kind != "formula" else value.shown or "")
