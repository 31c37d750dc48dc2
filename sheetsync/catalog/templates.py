"""A template file becomes a map type, or is refused."""

from collections.abc import Collection, Iterable, Iterator
from typing import Literal, cast, get_args

from sheetsync.catalog.shared import FIELD_KEYS, KEY, TAB_KEYS, Shared
from sheetsync.catalog.tables import Place, Table
from sheetsync.model.anatomy import (
    ABOUT_TAB,
    HOW_TO_TAB,
    LABEL,
    ORDER,
    ORDER_HEADING,
    STAGE_HEADING,
    STAGE_TITLE_HEADING,
    STAGES_TAB,
    TITLE,
    TITLE_HEADING,
    TO_COMPLETE_TAB,
)
from sheetsync.model.journey import MAIN
from sheetsync.model.maptype import ROLES, Choice, Field, Kind, MapType, Policy, StageType, TabType
from sheetsync.model.words import LANGUAGES, Text, fold

PROFILES = ("zapier", "hubspot", "ducttape", "blueprint", "support", "ecommerce", "strict")

_TYPE_KEYS = frozenset({"version", "type", "title", "summary", "profile", "source", "stage_policy", "about", "stage_values", "tabs", "map"})
_MAP_KEYS = frozenset({"axis", "slots", "title", "guide", "step", "source", "fields", "stages"})
_STAGE_KEYS = frozenset({"key", "title", "guide", "goal", "aliases", "source"})
_CHOICE_KEYS = frozenset({"key", "title", "aliases", "score"})
_RESERVED = frozenset({LABEL, TITLE, ORDER})
_TAB_TITLE_LIMIT = 31
_TAB_TITLE_BANNED = frozenset("[]:*?/\\")
_KINDS, _POLICIES, _AXES = get_args(Kind), get_args(Policy), ("down", "across")


def map_type(data: dict[str, object], key: str, shared: Shared) -> MapType:
    """The map type ``key`` from the parsed text of its file.

    Raises:
        TemplateError: a mistake in it, in a shared field or in a tab that it uses; names file, place and fix.
    """
    table = Table(data, Place(f"{key}.toml"), _TYPE_KEYS)
    if (named := table.string("type")) != key:
        raise table.at("type").wrong(
            f"says '{named}', and the file is {key}.toml; make both the same", f"ghi '{named}', còn tệp là {key}.toml; hãy để hai tên giống nhau"
        )
    policy = cast("Policy", table.one_of("stage_policy", _POLICIES, Text("cách dùng giai đoạn", "stage policy")))
    if "map" not in table.data:
        raise table.place.wrong("the table [map] is missing; add it with its fields", "thiếu bảng [map]; hãy thêm bảng này cùng các trường")
    main_table = Table(table.data["map"], table.at("map"), _MAP_KEYS)
    main = _tab(main_table, MAIN, shared)
    stages = _stages(main_table)
    if not stages and policy != "open":
        raise main_table.place.wrong(
            f"policy '{policy}' needs stages; add [[map.stages]], or set stage_policy = 'open'",
            f"cách dùng '{policy}' cần có giai đoạn; hãy thêm [[map.stages]] hoặc đặt stage_policy = 'open'",
        )
    tabs = (main, *_supporting(table, shared))
    _check_tab_titles(tabs, table.place)
    return MapType(
        key=key,
        version=table.positive("version"),
        title=table.words("title"),
        summary=table.words("summary"),
        profile=table.one_of("profile", PROFILES, Text("bộ quy tắc", "profile")),
        source=table.string("source", ""),
        policy=policy,
        about=_fields(table, "about", shared, "about", _Taken(_RESERVED, (TITLE_HEADING,))),
        stage_fields=_fields(table, "stage_values", shared, "stage_values", _Taken(_RESERVED, (STAGE_TITLE_HEADING, ORDER_HEADING))),
        stages=stages,
        tabs=tabs,
    )


def _supporting(table: Table, shared: Shared) -> Iterator[TabType]:
    """The supporting tabs that a type names, each once, with what the type says in its own way."""
    seen: set[str] = set()
    for item, place in table.each("tabs"):
        own = Table({"use": item} if isinstance(item, str) else item, place, TAB_KEYS | {"use"})
        base = shared.tab(own)
        key = own.string("use")
        if key in seen:
            raise place.wrong(f"the tab '{key}' is named twice; keep one", f"trang '{key}' được nêu hai lần; hãy giữ một")
        seen.add(key)
        said = {name: value for name, value in own.data.items() if name != "use"}
        yield _tab(Table(base.data | said, base.place, TAB_KEYS), key, shared)


def _tab(table: Table, key: str, shared: Shared) -> TabType:
    main = key == MAIN
    fields = _fields(table, "fields", shared, "lanes", _Taken(_RESERVED, (STAGE_HEADING,)) if main else _Taken())
    if not fields:
        raise table.place.wrong("has no fields; add at least one [[fields]]", "chưa có trường nào; hãy thêm ít nhất một [[fields]]")
    return TabType(
        key=key,
        title=table.words("title"),
        guide=table.words("guide"),
        step=table.words("step"),
        axis=cast('Literal["down", "across"]', table.one_of("axis", _AXES, Text("hướng", "axis"))) if main else "down",
        slots=table.positive("slots"),
        fields=fields,
        source=table.string("source", ""),
    )


def _check_tab_titles(tabs: Iterable[TabType], place: Place) -> None:
    taken = _Taken(headings=(ABOUT_TAB, STAGES_TAB, TO_COMPLETE_TAB, HOW_TO_TAB))
    for tab in tabs:
        for language in LANGUAGES:
            title = tab.title.of(language)
            if len(title) > _TAB_TITLE_LIMIT or not _TAB_TITLE_BANNED.isdisjoint(title) or title.startswith("'"):
                where = place.at(tab.key).at(f"title.{language}")
                raise where.wrong(
                    f"'{title}' can't name a tab; use at most {_TAB_TITLE_LIMIT} characters, without [ ] : * ? / \\ or a first '",
                    f"'{title}' không đặt tên trang được; dùng tối đa {_TAB_TITLE_LIMIT} ký tự, không có [ ] : * ? / \\ hay dấu ' ở đầu",
                )
        taken.claim(tab.key, tab.title, (), place.at(tab.key))


class _Taken:
    """Keys and headings that one tab has given away: each may belong to one owner only."""

    def __init__(self, keys: Collection[str] = (), headings: Iterable[Text] = ()) -> None:
        self._reserved = frozenset(keys)
        self._keys: set[str] = set()
        self._headings: dict[str, str] = {fold(heading.of(language)): heading.en for heading in headings for language in LANGUAGES}

    def claim(self, key: str, title: Text, aliases: Iterable[str], place: Place) -> None:
        """Give ``key`` and its headings away, or say who has them."""
        if key.startswith("_") or key in self._reserved:
            raise place.wrong(f"the key '{key}' is reserved; choose another name", f"khóa '{key}' đã dành riêng; hãy chọn tên khác")
        if not KEY.fullmatch(key):
            raise place.wrong(
                f"the key '{key}' must be made of small letters a-z, digits, - and _",
                f"khóa '{key}' chỉ gồm chữ thường a-z không dấu, chữ số, - và _",
            )
        if key in self._keys:
            raise place.wrong(f"the key '{key}' is there twice; rename or remove one", f"khóa '{key}' có hai lần; hãy đổi tên hoặc bỏ một")
        self._keys.add(key)
        for heading in (*title, *aliases):
            owner = self._headings.setdefault(fold(heading), key)
            if owner != key:
                raise place.wrong(
                    f"the heading '{heading}' also belongs to '{owner}'; give one of them other words",
                    f"tiêu đề '{heading}' cũng thuộc về '{owner}'; hãy đặt chữ khác cho một trong hai",
                )


def _fields(table: Table, key: str, shared: Shared, section: str, taken: _Taken) -> tuple[Field, ...]:
    fields = []
    for item, place in table.each(key):
        field = _field(Table({"use": item} if isinstance(item, str) else item, place, FIELD_KEYS | {"use"}), shared, section)
        taken.claim(field.key, field.title, field.aliases, place)
        fields.append(field)
    return tuple(fields)


def _field(own: Table, shared: Shared, section: str) -> Field:
    table = _borrow(own, shared.field(section, own)) if "use" in own.data else own
    kind = cast("Kind", table.one_of("kind", _KINDS, Text("kiểu trường", "kind")))
    minimum, maximum = _bound(table, "minimum", kind), _bound(table, "maximum", kind)
    if minimum is not None and maximum is not None and minimum > maximum:
        raise table.place.wrong(
            f"minimum {minimum} is over maximum {maximum}; swap them", f"minimum {minimum} lớn hơn maximum {maximum}; hãy đổi chỗ"
        )
    return Field(
        key=table.string("key"),
        role=table.one_of("role", ROLES, Text("vai trò", "role")),
        kind=kind,
        title=table.words("title"),
        guide=table.words("guide"),
        aliases=table.strings("aliases"),
        choices=_choices(table, kind),
        required=table.flag("required"),
        minimum=minimum,
        maximum=maximum,
        source=table.string("source", ""),
    )


def _borrow(own: Table, base: Table) -> Table:
    """The shared field ``base`` with what ``own`` says instead. Words it replaces stay as aliases, so that they are still recognised."""
    said = {key: value for key, value in own.data.items() if key != "use"}
    merged: dict[str, object] = {"key": own.data["use"]} | base.data | said
    if said:
        replaced = base.words("title") if "title" in said else ()
        merged["aliases"] = list(dict.fromkeys((*own.strings("aliases"), *base.strings("aliases"), *replaced)))
    return Table(merged, own.place if said else base.place, FIELD_KEYS)


def _choices(table: Table, kind: Kind) -> tuple[Choice, ...]:
    choices, taken = [], _Taken()
    for item, place in table.each("choices"):
        one = Table(item, place, _CHOICE_KEYS)
        choice = Choice(key=one.string("key"), title=one.words("title"), aliases=one.strings("aliases"), score=one.whole("score"))
        taken.claim(choice.key, choice.title, choice.aliases, place)
        choices.append(choice)
    if kind == "choice" and not choices:
        raise table.place.wrong(
            "is a choice without choices; add choices = [{ key = …, title = … }]", "là trường chọn mà chưa có lựa chọn; hãy thêm choices"
        )
    if kind != "choice" and choices:
        raise table.place.wrong(
            f"has choices, and its kind is '{kind}'; set kind = 'choice'", f"có lựa chọn mà kiểu là '{kind}'; hãy đặt kind = 'choice'"
        )
    return tuple(choices)


def _bound(table: Table, key: str, kind: Kind) -> int | None:
    bound = table.whole(key)
    if bound is not None and kind != "number":
        raise table.at(key).wrong(
            f"belongs to numbers, and the kind is '{kind}'; remove it", f"chỉ dành cho kiểu number, còn kiểu là '{kind}'; hãy bỏ đi"
        )
    return bound


def _stages(table: Table) -> tuple[StageType, ...]:
    stages, taken = [], _Taken()
    for item, place in table.each("stages"):
        one = Table(item, place, _STAGE_KEYS)
        stage = StageType(
            key=one.string("key"),
            title=one.words("title"),
            guide=one.words("guide"),
            goal=one.words("goal") if "goal" in one.data else None,
            aliases=one.strings("aliases"),
            source=one.string("source", ""),
        )
        taken.claim(stage.key, stage.title, stage.aliases, place)
        stages.append(stage)
    return tuple(stages)
