"""The small tables of a rule, as people see them: under the headings, stages and choices of the map type they are of."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from sheetsync.lint.examples import ABOUT, PEOPLE, STAGES, TODAY, Example, Table, parse
from sheetsync.model.anatomy import ABOUT_TAB, LABEL, STAGE_HEADING, STAGES_TAB
from sheetsync.model.journey import MAIN
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.words import Language, Text

TYPE = Text("Loại bản đồ", "Map type")
_FACTS: Mapping[str, Text] = {
    "stages": STAGES_TAB,
    TODAY: Text("Hôm nay", "Today"),
    PEOPLE: Text("Người mở được bảng tính", "People with access"),
}
_MERGED = Text("Các ô gộp", "Merged cells")
_BLANK = "–"


class ShownTable(NamedTuple):
    """One table: what stands above it (nothing over the map itself), its heading, its lines, and what is said below it."""

    title: str
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    note: str = ""


class Shown(NamedTuple):
    """An example: facts about the map by their names, and tables."""

    facts: tuple[tuple[str, str], ...]
    tables: tuple[ShownTable, ...]


def show(text: str, language: Language, map_type: MapType | None = None) -> Shown:
    """The example ``text`` (written as ``lint/examples.py`` says) for people; without its map type, keys stand where titles would."""
    example = parse(text, language)
    names = _Names(map_type, language)
    known = map_type is not None and map_type.key == example.type
    title = f"{map_type.title.of(language)} ({example.type})" if known and map_type is not None else example.type
    facts = ((TYPE.of(language), title), *names.facts(example))
    return Shown(facts, tuple(names.table(table) for table in example.tables))


class _Names:
    """The titles that keys of one map type have in one language."""

    def __init__(self, map_type: MapType | None, language: Language) -> None:
        self._type = map_type
        self._language = language

    @cached_property
    def _stages(self) -> Mapping[str, str]:
        return {stage.key: stage.title.of(self._language) for stage in self._type.stages} if self._type else {}

    @cached_property
    def _about(self) -> Mapping[str, Field]:
        return {field.key: field for field in self._type.about} if self._type else {}

    def facts(self, example: Example) -> Iterator[tuple[str, str]]:
        """The values above the tables."""
        for key, text in example.values.items():
            if key == "stages":
                text = " · ".join(self._stages.get(part.strip(), part.strip()) for part in text.split("·"))  # noqa: PLW2901
            name = _FACTS[key].of(self._language) if key in _FACTS else self._title(self._about, key)
            yield name, self._value(self._about.get(key), text)

    def table(self, table: Table) -> ShownTable:
        """A table under the titles of its fields; a raw one as it stands in the workbook, keys and all."""
        keys = table.rows[0] if table.rows else ()
        lines = [(*row, *([""] * (len(keys) - len(row)))) for row in table.rows[1:]]
        note = f"{_MERGED.of(self._language)}: {', '.join(table.merged)}" if table.merged else ""
        if table.raw:
            return ShownTable(self._heading(table), keys, tuple(tuple(cell or _BLANK for cell in line) for line in lines), note)
        fields = self._fields(table.tab)
        head = tuple(STAGE_HEADING.of(self._language) if key == LABEL else self._title(fields, key) for key in keys)
        shown = (tuple(self._cell(fields, key, cell) or _BLANK for key, cell in zip(keys, line, strict=False)) for line in lines)
        return ShownTable(self._heading(table), head, tuple(shown), note)

    def _fields(self, tab: str) -> Mapping[str, Field]:
        if self._type is None:
            return {}
        found = self._type.stage_fields if tab == STAGES else self._type.about if tab == ABOUT else self._type.fields_of(tab)
        return {field.key: field for field in found}

    def _heading(self, table: Table) -> str:
        titles = {ABOUT: ABOUT_TAB, STAGES: STAGES_TAB} | ({tab.key: tab.title for tab in self._type.tabs} if self._type else {})
        of_another = table.quarter or table.other
        if table.tab == MAIN and not of_another and not table.title:
            return ""
        named = titles[table.tab].of(self._language) if table.tab in titles else table.tab
        return ": ".join(part for part in (of_another, table.title or named) if part)

    def _cell(self, fields: Mapping[str, Field], key: str, text: str) -> str:
        return self._stages.get(text, text) if key == LABEL else self._value(fields.get(key), text)

    def _title(self, fields: Mapping[str, Field], key: str) -> str:
        return fields[key].title.of(self._language) if key in fields else key

    def _value(self, field: Field | None, text: str) -> str:
        choices = {choice.key: choice.title for choice in field.choices} if field is not None else {}
        return choices[text].of(self._language) if text in choices else text
