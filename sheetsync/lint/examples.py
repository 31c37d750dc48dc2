"""The small tables in which rules show a good and a bad example.

An example starts with ``key: value`` lines: ``type`` (a map type), optionally ``stages`` (their keys, when some stay empty), ``today``
(``2026-11-22``) and ``people`` (``a@x.vn, b@y.vn``: who may open the workbook), and fields of *About this map*. Then come tables, the map's own
first; others stand under ``[stages]``, ``[about]`` or the key of a tab::

    type: customer-journey
    persona: Lan
    stage | action | thought
    awareness | Tìm phòng tập // Looks for a gym | Có gần không? · Có đắt không? // Is it near? · Is it expensive?

    [stages]
    stage | owner
    awareness | Minh

The first line of a table holds field keys. ``vi // en`` in a cell, heading or value is its text in both languages, and ``·`` stands between
the items of a list. A table whose keys start with ``_`` is *raw*: it shows the hidden keys and the headings too, as they stand in the workbook,
so that an example can be about them. ``[map = Title]`` names such a tab otherwise than usual, and a line ``merged: E5:E6`` in it merges cells;
a cell ``number:45321`` holds that number in a format of its own, ``formula:A1&B1`` a formula whose result was never stored, and one such as
``#REF!`` a failed formula.

Tables under ``[earlier 2026-Q3: map]`` show a tab of the map as that quarter's snapshot froze it, and under ``[related Title: map]`` a tab of
another map of the workspace (of the same type); ``map`` may be ``stages`` or any other tab too. Steps in
the same line of two tables have the same id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from textwrap import dedent

from sheetsync.lint.rule import Context, Earlier
from sheetsync.model import anatomy
from sheetsync.model.grid import Grid, Typed, Value
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.values import choice_keys
from sheetsync.model.words import Language, Text, fold

ABOUT, STAGES = "about", "stages"
"""Names of the two tables that are no tab of the map type."""

EXAMPLE_ID = "example"
"""The id of a map made from an example."""

TODAY, PEOPLE = "today", "people"
"""Values of an example that are about its circumstances and no field of the map."""
EARLIER, RELATED = "earlier ", "related "
"""How the headings of tables begin that show another map."""

_HEAD_ROW = 3


@dataclass(frozen=True, slots=True)
class Table:
    """One table: which tab it shows, the title of that tab where it is not the usual one, its lines of cells, and merged areas.

    ``quarter`` is set where it shows an earlier snapshot, ``other`` (a title) where it shows another map.
    """

    tab: str
    title: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[str, ...] = ()
    quarter: str = ""
    other: str = ""

    @property
    def own(self) -> bool:
        """Whether it shows the map itself, as it is now."""
        return not self.quarter and not self.other

    @property
    def heading(self) -> str:
        """What stands above it where it is shown; nothing above the map itself."""
        tab = self.title or ("" if self.own and self.tab == MAIN else self.tab)
        return ": ".join(part for part in (self.quarter or self.other, tab) if part)

    @property
    def raw(self) -> bool:
        """Whether hidden keys and headings are shown."""
        return bool(self.rows) and self.rows[0][0].startswith("_")

    def entries(self) -> Iterator[Mapping[str, str]]:
        """The lines below the keys: field keys → texts that are not blank."""
        for row in self.rows[1:]:
            yield {key: text for key, text in zip(self.rows[0], row, strict=False) if text}


@dataclass(frozen=True, slots=True)
class Example:
    """An example in one language: its map type, the values above its tables, and the tables."""

    type: str
    values: Mapping[str, str]
    tables: tuple[Table, ...]

    @property
    def raw(self) -> bool:
        """Whether it shows a workbook rather than just content."""
        return any(table.raw for table in self.tables)


def parse(text: str, language: Language) -> Example:
    """The example that ``text`` writes down, in ``language``."""
    values: dict[str, str] = {}
    heads: list[str] = []
    lines: dict[int, list[str]] = {}
    for line in (line.strip() for line in dedent(text).strip().splitlines()):
        if line.startswith("[") and line.endswith("]"):
            heads.append(line[1:-1])
        elif "|" not in line and ": " in line and not heads:
            key, _, value = line.partition(":")
            values[key] = _spoken(value, language)
        elif line:
            if not heads:
                heads.append(MAIN)
            lines.setdefault(len(heads) - 1, []).append(line)
    tables = tuple(_table(head, lines.get(number, []), language) for number, head in enumerate(heads))
    return Example(values.pop("type", ""), values, tables)


def context(example: Example, map_type: MapType, language: Language, today: date) -> Context:
    """What rules see of an example without raw tables: its map, and what it shows or says of earlier quarters, other maps and people.

    ``today`` holds where the example names no day. Of what an example doesn't show, nobody knows.
    """
    said, people = example.values.get(TODAY), example.values.get(PEOPLE)
    quarters = dict.fromkeys(table.quarter for table in example.tables if table.quarter)
    others = dict.fromkeys(table.other for table in example.tables if table.other)

    def shown(quarter: str = "", other: str = "") -> JourneyMap:
        tables = tuple(replace(table, quarter="", other="") for table in example.tables if (table.quarter, table.other) == (quarter, other))
        return journey(replace(example, tables=tables), map_type, language)

    return Context(
        shown(),
        map_type,
        date.fromisoformat(said) if said else today,
        earlier=tuple(Earlier(quarter, _last_day(quarter), shown(quarter)) for quarter in sorted(quarters, reverse=True)) or None,
        related={title: shown(other=title)._replace(id=title, title=title, values={}) for title in others} or None,
        people=None if people is None else tuple(person.strip() for person in people.split(",")),
    )


def _last_day(quarter: str) -> date:
    year, number = int(quarter[:4]), int(quarter[-1])
    return (date(year, 3 * number, 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def journey(example: Example, map_type: MapType, language: Language) -> JourneyMap:
    """The map that an example without raw tables shows. Stages are those it names, in their order."""
    tables = {table.tab: table for table in example.tables if table.own}
    main = list(tables[MAIN].entries()) if MAIN in tables else []
    named = _items(example.values["stages"]) if "stages" in example.values else tuple(entry["stage"] for entry in main)
    extra = {entry["stage"]: entry for entry in tables[STAGES].entries()} if STAGES in tables else {}
    titles = {stage.key: stage.title.of(language) for stage in map_type.stages}
    stages = tuple(
        Stage(key, titles.get(key, key), {name: text for name, text in extra.get(key, {}).items() if name != "stage"}) for key in dict.fromkeys(named)
    )
    tabs = {}
    for tab in map_type.tabs:
        entries = tables[tab.key].entries() if tab.key in tables else ()
        own = tab.key == MAIN
        records = tuple(
            Record(f"{tab.key}-{number}", entry["stage"] if own else None, _values(entry, tab.fields))
            for number, entry in enumerate(entries, start=1)
        )
        tabs[tab.key] = Tab(stages if own else (), records)
    about = _values({key: text for key, text in example.values.items() if key != "stages"}, map_type.about)
    return JourneyMap(EXAMPLE_ID, map_type.key, map_type.version, "Example", language, about, tabs)


def grids(example: Example, map_type: MapType, language: Language) -> tuple[Grid, ...]:
    """The workbook that an example with raw tables shows: those tables, and for the rest an empty map of the type."""
    shown = [_grid(table, map_type, language) for table in example.tables]
    given = {table.tab for table in example.tables}
    rest = [_grid(table, map_type, language) for table in _empty_tables(map_type, language) if table.tab not in given]
    return (_meta(map_type, language), *shown, *rest)


def _table(head: str, lines: Sequence[str], language: Language) -> Table:
    kind = next((kind for kind in (EARLIER, RELATED) if head.startswith(kind)), "")
    whose, _, head = head.removeprefix(kind).rpartition(":") if kind else ("", "", head)
    tab, _, title = head.partition("=")
    name = _spoken(whose, language)
    merged = tuple(line.partition(":")[2].strip() for line in lines if line.startswith("merged:"))
    rows = [tuple(_spoken(cell, language) for cell in line.split("|")) for line in lines if not line.startswith("merged:")]
    return Table(
        tab.strip(), _spoken(title, language), tuple(rows), merged, quarter=name if kind == EARLIER else "", other=name if kind == RELATED else ""
    )


def _spoken(text: str, language: Language) -> str:
    vi, both, en = text.partition("//")
    return Text(vi, en if both else vi).of(language).strip()


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split("·"))


def _values(entry: Mapping[str, str], fields: Sequence[Field]) -> dict[str, str]:
    known = {field.key: field for field in fields}
    return {key: _value(known[key], text) for key, text in entry.items() if key in known}


def _value(field: Field, text: str) -> str:
    if field.kind == "choice":
        return choice_keys(field).get(fold(text), text)
    return "\n".join(_items(text))


# Raw tables


def _grid(table: Table, map_type: MapType, language: Language) -> Grid:
    """A raw table as it stands in a workbook: keys in the first row, then (behind banner and empty row) headings and content."""
    cells: dict[tuple[int, int], Value] = {}
    across = table.tab in map_type.tabs_by_key and map_type.tabs_by_key[table.tab].axis == "across"
    for number, row in enumerate(table.rows):
        at = number + _HEAD_ROW - 1 if number else 0
        for column, text in enumerate(row):
            if text:
                cells[(column, at) if across else (at, column)] = _cell(text)
    return Grid(table.title or _title(table.tab, map_type).of(language), cells, tuple(_area(merge) for merge in table.merged))


def _cell(text: str) -> Value:
    if text.startswith("#") and text.endswith("!"):
        return Typed("error", text, text)
    if text.startswith("formula:"):
        return Typed("formula", text.removeprefix("formula:"), None)
    if text.startswith("number:"):
        return Typed("number", text.removeprefix("number:"), None)
    return "\n".join(_items(text))


def _area(merge: str) -> tuple[int, int, int, int]:
    first, _, last = merge.partition(":")
    return (int(first[1:]) - 1, ord(first[0]) - ord("A"), int(last[1:]) - 1, ord(last[0]) - ord("A"))


def _title(tab: str, map_type: MapType) -> Text:
    reserved = {ABOUT: anatomy.ABOUT_TAB, STAGES: anatomy.STAGES_TAB}
    return reserved[tab] if tab in reserved else map_type.tabs_by_key[tab].title


def _meta(map_type: MapType, language: Language) -> Grid:
    rows = [
        ("map", EXAMPLE_ID),
        ("type", map_type.key),
        ("type_version", str(map_type.version)),
        ("language", language),
        ("format", str(anatomy.FORMAT)),
        *(("stage", stage.key, stage.title.of(language)) for stage in map_type.stages),
    ]
    cells = {(number, column): text for number, row in enumerate(rows) for column, text in enumerate(row)}
    return Grid(anatomy.META_TAB, cells, hidden=True)


def _empty_tables(map_type: MapType, language: Language) -> Iterator[Table]:
    about = [(anatomy.TITLE, anatomy.TITLE_HEADING), *((field.key, field.title) for field in map_type.about)]
    yield Table(ABOUT, "", ((anatomy.KEY, "", anatomy.VALUE), *((key, title.of(language), "") for key, title in about)))
    stage_keys = [
        (anatomy.ID, Text("", "")),
        (anatomy.ORDER, anatomy.ORDER_HEADING),
        (anatomy.TITLE, anatomy.STAGE_TITLE_HEADING),
        *((field.key, field.title) for field in map_type.stage_fields),
    ]
    listed = [(stage.key, str(number), stage.title.of(language)) for number, stage in enumerate(map_type.stages, start=1)]
    yield Table(STAGES, "", (*_headed(stage_keys, language), *listed))
    for tab in map_type.tabs:
        keys = [(anatomy.ID, Text("", "")), *((field.key, field.title) for field in tab.fields)]
        if tab.key == MAIN:
            keys[1:1] = [(anatomy.STAGE, Text("", "")), (anatomy.LABEL, anatomy.STAGE_HEADING)]
        yield Table(tab.key, "", _headed(keys, language))


def _headed(keys: Sequence[tuple[str, Text]], language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(key for key, _ in keys), tuple(title.of(language) for _, title in keys)
