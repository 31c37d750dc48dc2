"""Worked examples of the source documents, and the edits of a quarter, as data."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol, cast

from sheetsync.catalog.tables import Place, Table, not_known
from sheetsync.model.journey import MAIN
from sheetsync.model.maptype import Field, Kind, MapType
from sheetsync.model.words import LANGUAGES, Language, Text, fold, tidy

EditKind = Literal["change", "rename-stage", "move", "delete"]


@dataclass(frozen=True, slots=True)
class ExampleRecord:
    """One step or entry, its ``values`` as the archive keeps them. ``stage`` (see ``Example``) is ``None`` on supporting tabs."""

    tab: str
    stage: str | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example.

    ``stages`` are titles of its own, in order; empty where it has those of its type. A stage is named by its title where the example has its own,
    else by the key of the type: in ``stage_values``, in the records, and in values of fields that name a stage.
    """

    name: str
    type: str
    title: str
    language: Language
    stages: tuple[str, ...]
    about: Mapping[str, str]
    stage_values: Mapping[str, Mapping[str, str]]
    records: tuple[ExampleRecord, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing a team changes in an example within a quarter.

    ``change``: the text of ``field`` in step ``step`` of ``tab`` becomes ``text``. ``rename-stage``: ``stage`` is now called ``text``.
    ``move``: step ``step`` goes to ``stage``. ``delete``: step ``step`` goes away. Steps are counted from 1 within their tab, as the example has them
    before any edit; a stage is named as in ``Example``.
    """

    kind: EditKind
    example: str
    tab: str = MAIN
    step: int = 0
    stage: str = ""
    field: str = ""
    text: str = ""


_EXAMPLE_KEYS = frozenset({"type", "title", "language", "stages", "about", "stage_values", "records"})
_TAKES: Mapping[Kind, Text] = {
    "text": Text("một đoạn chữ trong dấu nháy", "a text in quotes"),
    "list": Text("một đoạn chữ, hoặc danh sách dạng ['…', '…']", "a text, or a list such as ['…', '…']"),
    "choice": Text("một lựa chọn của trường, trong dấu nháy", "one of the field's choices, in quotes"),
    "number": Text("một số nguyên trong khoảng cho phép, không có dấu nháy", "a whole number within the field's bounds, without quotes"),
    "date": Text("một ngày dạng 2026-09-30, không có dấu nháy", "a date such as 2026-09-30, without quotes"),
    "boolean": Text("true hoặc false", "true or false"),
    "stage": Text("tên hoặc khóa của một giai đoạn, trong dấu nháy", "the title or key of a stage, in quotes"),
}
_EDIT_NEEDS: Mapping[str, frozenset[str]] = {
    "change": frozenset({"step", "field", "text"}),
    "rename-stage": frozenset({"stage", "text"}),
    "move": frozenset({"step", "stage"}),
    "delete": frozenset({"step"}),
}
_EDIT_KEYS = frozenset({"kind", "example", "tab", "step", "stage", "field", "text"})


class Examples(Protocol):
    """Where edits find what they are about."""

    def examples(self) -> tuple[str, ...]:
        """The names of all examples."""
        ...

    def example(self, name: str) -> Example:
        """One of them."""
        ...

    def load(self, key: str) -> MapType:
        """A map type."""
        ...


def read_example(data: dict[str, object], name: str, load: Callable[[str], MapType]) -> Example:
    """The example ``name`` from the parsed text of its file; ``load`` gives its map type.

    Raises:
        TemplateError: a mistake in it; names file, place and fix.
        UsageError: it names an unknown map type.
    """
    table = Table(data, Place(f"examples/{name}.toml"), _EXAMPLE_KEYS)
    kind = load(table.string("type"))
    stages = table.strings("stages")
    if stages and kind.policy != "open":
        raise table.at("stages").wrong(
            f"{kind.key} has stages of its own that stay; remove this list", f"{kind.key} đã có các giai đoạn cố định; hãy bỏ danh sách này"
        )
    known = _stage_names(kind, stages)
    return Example(
        name=name,
        type=kind.key,
        title=table.string("title"),
        language=cast("Language", table.one_of("language", LANGUAGES, Text("ngôn ngữ", "language"))),
        stages=stages,
        about=_values(table.data.get("about", {}), table.at("about"), kind.about, known),
        stage_values=dict(_stage_values(table, kind, known)),
        records=tuple(_record(item, place, kind, known) for item, place in table.each("records")),
    )


def read_edits(data: dict[str, object], file: str, catalog: Examples) -> tuple[Edit, ...]:
    """The edits of a quarter from the parsed text of ``file``; ``catalog`` gives what they are about.

    Raises:
        TemplateError: a mistake in them; names file, place and fix.
    """
    table = Table(data, Place(file), frozenset({"edits"}))
    return tuple(_edit(item, place, catalog) for item, place in table.each("edits"))


def _stage_names(kind: MapType, own: Iterable[str]) -> dict[str, str]:
    """What a stage may be called, folded, and what it is called from here on: its own title where the example has some, else the type's key."""
    return {fold(title): title for title in own} or {
        fold(word): stage.key for stage in kind.stages for word in (*stage.title, *stage.aliases, stage.key)
    }


def _stage(word: str, place: Place, known: Mapping[str, str]) -> str:
    if fold(word) not in known:
        stages = ", ".join(dict.fromkeys(known.values()))
        raise place.wrong(f"there is no stage '{word}'; use one of: {stages}", f"không có giai đoạn '{word}'; hãy dùng một trong: {stages}")
    return known[fold(word)]


def _stage_values(table: Table, kind: MapType, known: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for item, place in table.each("stage_values"):
        one = Table(item, place, frozenset({"stage"} | {field.key for field in kind.stage_fields}))
        values = {key: value for key, value in one.data.items() if key != "stage"}
        yield _stage(one.string("stage"), one.at("stage"), known), _values(values, place, kind.stage_fields, known)


def _record(item: object, place: Place, kind: MapType, known: Mapping[str, str]) -> ExampleRecord:
    every = frozenset(field.key for tab in kind.tabs for field in tab.fields)
    table = Table(item, place, every | {"tab", "stage"})
    tab = table.one_of("tab", kind.tabs_by_key, Text("trang", "tab"), MAIN)
    beside = {"tab", "stage"} if tab == MAIN else {"tab"}
    values = _values({key: value for key, value in table.data.items() if key not in beside}, place, kind.tabs_by_key[tab].fields, known)
    if not values:
        raise place.wrong("is empty; fill in a field, or remove it", "đang trống; hãy điền một trường, hoặc bỏ đi")
    return ExampleRecord(tab, _stage(table.string("stage"), table.at("stage"), known) if tab == MAIN else None, values)


def _values(data: object, place: Place, fields: Sequence[Field], known: Mapping[str, str]) -> dict[str, str]:
    table = Table(data, place, frozenset(field.key for field in fields))
    return {field.key: _text(table.data[field.key], field, table.at(field.key), known) for field in fields if field.key in table.data}


def _text(value: object, field: Field, place: Place, known: Mapping[str, str]) -> str:
    """``value`` as the archive keeps it: a list as lines, a choice as its key, a date as ISO 8601, a number as its digits."""
    match field.kind, value:
        case "list", list() if all(isinstance(item, str) and tidy(item) for item in value):
            return "\n".join(tidy(item) for item in value)
        case "text" | "list", str() if tidy(value):
            return tidy(value)
        case "choice", str():
            return _choice(value, field, place)
        case "stage", str():
            return _stage(value, place, known)
        case "date", date() if not isinstance(value, datetime):
            return value.isoformat()
        case "number", int() if not isinstance(value, bool) and _within(value, field):
            return str(value)
        case "boolean", bool():
            return str(value).lower()
        case _:
            takes = _TAKES[field.kind]
            raise place.wrong(f"takes {takes.en}", f"cần {takes.vi}")


def _within(number: int, field: Field) -> bool:
    return (field.minimum is None or number >= field.minimum) and (field.maximum is None or number <= field.maximum)


def _choice(word: str, field: Field, place: Place) -> str:
    for choice in field.choices:
        if fold(word) in {fold(name) for name in (choice.key, *choice.title, *choice.aliases)}:
            return choice.key
    raise place.wrong(*not_known(Text("lựa chọn", "choice"), word, [choice.key for choice in field.choices]))


def _edit(item: object, place: Place, catalog: Examples) -> Edit:
    said = Table(item, place, _EDIT_KEYS)
    kind = cast("EditKind", said.one_of("kind", _EDIT_NEEDS, Text("kiểu sửa", "kind of edit")))
    needs = _EDIT_NEEDS[kind]
    table = Table(item, place, needs | {"kind", "example", "tab"})
    example = catalog.example(table.one_of("example", catalog.examples(), Text("ví dụ", "example")))
    map_type = catalog.load(example.type)
    tab = table.one_of("tab", map_type.tabs_by_key, Text("trang", "tab"), MAIN)
    stages = _stage_names(map_type, example.stages)
    field, text = _new_text(table, map_type.tabs_by_key[tab].fields, stages) if "field" in needs else ("", "")
    return Edit(
        kind=kind,
        example=example.name,
        tab=tab,
        step=_step(table, example, tab) if "step" in needs else 0,
        stage=_stage(table.string("stage"), table.at("stage"), stages) if "stage" in needs else "",
        field=field,
        text=table.string("text") if kind == "rename-stage" else text,
    )


def _new_text(table: Table, fields: Sequence[Field], stages: Mapping[str, str]) -> tuple[str, str]:
    by_key = {field.key: field for field in fields}
    key = table.one_of("field", by_key, Text("trường", "field"))
    return key, _text(table.data.get("text"), by_key[key], table.at("text"), stages)


def _step(table: Table, example: Example, tab: str) -> int:
    step, steps = table.positive("step"), sum(record.tab == tab for record in example.records)
    if step > steps:
        raise table.at("step").wrong(
            f"{example.name} has no step {step} there; count from 1 to {steps}", f"{example.name} không có bước {step} ở đó; hãy đếm từ 1 đến {steps}"
        )
    return step
