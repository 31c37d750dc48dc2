"""Full maps of any type, as people might have typed them, each with what it must mean when it is read.

``full_map`` is deterministic: every field, list and choice of every tab is filled. ``maps`` lets hypothesis choose the type, the texts and how
much is filled. Expectations are said here, never taken from the code under test.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from random import Random
from typing import Literal, NamedTuple

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from sheetsync.catalog import builtin
from sheetsync.model.grid import Grid
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.model.maptype import Choice, Field, Kind, MapType, StageType, TabType
from sheetsync.model.places import Reading
from sheetsync.model.reading import read_map, read_meta
from sheetsync.model.words import LANGUAGES, Language, Text, fold

CATALOG = builtin()
TYPES: tuple[str, ...] = CATALOG.keys()
LONGEST = 32_767


class Said(NamedTuple):
    """A text as typed, and as it must be kept."""

    typed: str
    kept: str


def said(typed: str) -> Said:
    """``typed`` with what is kept of any text: NFC, LF, nothing around it."""
    text = unicodedata.normalize("NFC", typed).replace("\r\n", "\n").replace("\r", "\n")
    return Said(typed, text.strip())


TEXTS = tuple(
    said(text)
    for text in (
        unicodedata.normalize("NFD", "Đọc đánh giá rồi mới quyết định"),
        "So sánh giá\nHỏi bạn bè\n\nGọi tổng đài",
        "• một\n- hai\n1. ba\n2) bốn",
        "Windows\r\nvà\rMac cũ",
        "=x",
        "=SUM(A1:A3)",
        "24/7",
        "00123",
        "+1",
        "-",
        "@x",
        "1/2",
        "TRUE",
        "false",
        "12.50",
        "1e5",
        "2026-11-22",
        "#REF!",
        "  hai đầu có khoảng trắng \t ",
        "\u00a0không ngắt\u3000",
        "giữa  hai   từ\tvà tab",
        "👩‍👩‍👧 🇻🇳 𝒳 ☕",
        "\"Có đáng tiền không?\" 'x' “y” ''",
        "'dấu nháy ở đầu",
        "_x000D_",
        "_x005F_ và a_x0041_b",
        "<b>&amp;</b> ]]> &lt;",
        "trái \u202eiảhp\u202c và\u200b rộng\u200dkhông",
        "e\u0323\u0302 e\u0302\u0323 Å ﬁ 한국",
        "chuông\x07 và\x0b hết \u2028 \ufffe",
        "{x} %s $(y) \\n ${z}",
        "rất" + "dài" * 60 + "liền",
        "Dòng thứ nhất của một câu chuyện dài.\n" * 80,
    )
)
LONG = said("Dài " + "đến tận cùng ô " * ((LONGEST - 4) // 15) + "." * ((LONGEST - 4) % 15))

TITLES = tuple(
    unicodedata.normalize("NFD", title)
    for title in ("Học kỳ 1", "  Trước   khi nhập học ", "24/7", "=x", "00123", "Sau đó…", "“Trong” & <ngoài>", "Gắn bó 😀", "1/2", "Ngày + đêm - 1")
)
"""Titles that people give to stages."""

_DATES = (Said("2026-11-22", "2026-11-22"), Said("22/11/2026", "2026-11-22"), Said("1.2.2024", "2024-02-01"), Said("1900-03-01", "1900-03-01"))
_OLD_DATES = (Said("1850-01-01", "1850-01-01"), Said("2100-12-31", "2100-12-31"), Said(" 1969-12-31\n", "1969-12-31"))
_NUMBERS = (
    *(Said(text, text) for text in ("0", "1", "-1", "7", "10", "2.5", "9.75", "0.001", "-12.5", "123456789012345", "98765.4321")),
    *(Said(*pair) for pair in (("7,5", "7.5"), ("08", "8"), (" 3 ", "3"), ("4.0", "4"), ("1e1", "10"), ("-0", "0"))),
)
_STRANGE_CHOICE = ("không rõ lắm", "Tạm được?", "=x", "24/7", "-", unicodedata.normalize("NFD", "hơi buồn"))
_STRANGE = {
    "number": (said("nhiều lắm"), said("7/10")),
    "date": (said("hôm qua"), said("31/02/2026"), said("2026-13-01")),
    "boolean": (said("có lẽ"),),
    "stage": (said("Giai đoạn chưa ai biết"),),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A map as people typed it, the map that reading must find, and how to make both again."""

    type: MapType
    typed: JourneyMap
    meant: JourneyMap
    recipe: str

    def _repr_pretty_(self, printer: RepresentationPrinter, *_: object) -> None:
        """Let hypothesis say only how to make the sample again."""
        printer.text(self.recipe)


def full_map(
    map_type: MapType,
    language: Language,
    *,
    seed: int = 0,
    texts: Sequence[Said] = TEXTS,
    fill: float = 1.0,
    strange: bool = False,
    by_key: bool = False,
) -> Sample:
    """A map of ``map_type`` with every field, list and choice of every tab filled.

    Args:
        map_type: any map type.
        language: of the map.
        seed: which of the many.
        texts: what text fields hold; all of them are used as far as the map has room.
        fill: how likely a field is filled, below 1 for a map with gaps.
        strange: whether to also type what is no choice, no number, no date and no stage; ``validate`` objects to that.
        by_key: whether choices are said as an archived map says them, so that cells show their titles, never other names people have for them.
    """
    own = "" if texts is TEXTS else f", texts={[text.typed for text in texts]!r}"
    recipe = f"full_map({map_type.key}, {language!r}, seed={seed}{own}, fill={fill}, strange={strange}, by_key={by_key})"
    typist = _Typist(map_type, language, Random(seed), texts, fill, strange=strange, by_key=by_key)  # noqa: S311 - the dice of a test
    return Sample(map_type, *typist.both(), recipe)


@cache
def filled(key: str, language: Language, *, by_key: bool = False) -> Sample:
    """The full map of a built-in type."""
    return full_map(CATALOG.load(key), language, by_key=by_key)


def roomy(sample: Sample) -> MapType:
    """The type of a full map, with two empty slots more in every place than the map fills."""

    def slots(tab: TabType) -> int:
        filled = Counter(record.stage for record in sample.typed.records(tab.key))
        return max(filled.values(), default=0) + 2

    return replace(sample.type, tabs=tuple(tab._replace(slots=slots(tab)) for tab in sample.type.tabs))


@st.composite
def maps(draw: st.DrawFn, *, strange: bool = True) -> Sample:
    """Any map of any type, in any language."""
    key = draw(st.sampled_from(("everything-down", "everything-across", *TYPES)))
    map_type = everything("down" if key.endswith("down") else "across") if key.startswith("everything") else CATALOG.load(key)
    letters = st.characters(exclude_categories=["Cs"])
    own = st.lists(st.text(letters, max_size=30).map(said).filter(lambda text: text.kept), max_size=8)
    return full_map(
        map_type,
        draw(st.sampled_from(LANGUAGES)),
        seed=draw(st.integers(0, 9999)),
        texts=(*draw(own), *draw(st.lists(st.sampled_from(TEXTS[:-1]), min_size=1, max_size=8))),
        fill=draw(st.sampled_from((1.0, 0.7, 0.2))),
        strange=strange and draw(st.booleans()),
    )


@cache
def everything(axis: Literal["down", "across"]) -> MapType:
    """A map type with fields of all kinds in all places, which no built-in one has."""
    emotion = (Choice("low", Text("Tệ", "Bad"), ("awful",), -2), Choice("high", Text("Tốt", "Good"), ("Được",), 3))
    kinds: tuple[Kind, ...] = ("text", "list", "choice", "number", "date", "boolean", "stage")

    def fields(place: str, **bounds: int) -> tuple[Field, ...]:
        return tuple(
            Field(
                f"{place}_{kind}",
                "emotion" if kind == "choice" and place == "map" else "note",
                kind,
                Text(f"{place} loại {kind}", f"{place} of {kind}"),
                Text("Hãy điền", "Fill in"),
                choices=emotion if kind == "choice" else (),
                minimum=bounds.get("minimum") if kind == "number" else None,
                maximum=bounds.get("maximum") if kind == "number" else None,
            )
            for kind in kinds
        )

    def tab(key: str, slots: int, *fields: Field) -> TabType:
        return TabType(key, Text(f"Trang {key}", f"Tab {key}"), Text("Điền vào", "Fill"), Text("bước", "step"), axis, slots, fields)

    return MapType(
        key=f"everything-{axis}",
        version=3,
        title=Text("Đủ thứ", "Everything"),
        summary=Text("Có mọi loại trường", "Has fields of all kinds"),
        profile="zapier",
        source="",
        policy="open",
        about=fields("about"),
        stage_fields=fields("stages", minimum=-100, maximum=100),
        stages=tuple(StageType(f"s{at}", Text(f"Chặng {at}", f"Leg {at}"), Text("", "")) for at in range(3)),
        tabs=(tab(MAIN, 2, *fields("map")), tab("list", 3, *fields("list", minimum=1, maximum=10)), tab("empty", 1, *fields("empty"))),
    )


class _Typist:
    """One map in the making: throws the dice for every field, and notes what was typed and what is meant by it."""

    def __init__(
        self, map_type: MapType, language: Language, dice: Random, texts: Sequence[Said], fill: float, *, strange: bool, by_key: bool
    ) -> None:
        self.type = map_type
        self.language = language
        self.dice = dice
        self.fill = fill
        self.strange = strange
        self.by_key = by_key
        self.texts = self._in_turn(texts)
        self.ids = count(1)
        self.stages: list[tuple[Stage, Stage]] = []

    def both(self) -> tuple[JourneyMap, JourneyMap]:
        """The map as typed, and as meant."""
        self.stages = [self._with_values(stage) for stage in self._stages()]
        about = self._values(self.type.about, least=0)
        if self.fill == 1 and (field := next((field for field in self.type.about if field.kind == "text"), None)):
            about[field.key] = LONG
        tabs = {tab.key: self._records(tab) for tab in self.type.tabs}
        title = f"  Hành trình {self.type.key} =x 24/7 "
        typed, meant = (
            JourneyMap(
                "m1",
                self.type.key,
                self.type.version,
                title if side == 0 else " ".join(title.split()),
                self.language,
                {key: value[side] for key, value in about.items()},
                {key: Tab(tuple(stage[side] for stage in self.stages) if key == MAIN else (), records[side]) for key, records in tabs.items()},
            )
            for side in (0, 1)
        )
        return typed, meant

    def _in_turn(self, texts: Sequence[Said]) -> Iterator[Said]:
        """The texts in a shuffled order, again and again, each round in another one."""
        while True:
            yield from self.dice.sample(texts, len(texts))

    # Stages

    def _stages(self) -> list[Stage]:
        """The stages of the type; renamed, moved and joined by others as far as its policy lets people."""
        titles = self._titles()
        stages = [Stage(stage.key, stage.title.of(self.language)) for stage in self.type.stages]
        if self.type.policy != "fixed":
            stages = [stage._replace(title=next(titles)) if self.dice.random() < 0.4 else stage for stage in stages]
        if self.type.policy == "open":
            stages += [Stage(f"own-{at}", next(titles)) for at in range(1 + self.dice.randrange(3))]
            self.dice.shuffle(stages)
        return stages

    def _titles(self) -> Iterator[str]:
        taken = {fold(title) for stage in self.type.stages for title in (*stage.title, *stage.aliases)}
        own = self.dice.sample(TITLES, len(TITLES))
        return iter([*(title for title in own if fold(title) not in taken), *(f"Giai đoạn thêm {number}" for number in range(9))])

    def _with_values(self, stage: Stage) -> tuple[Stage, Stage]:
        kept = Stage(stage.key, " ".join(unicodedata.normalize("NFC", stage.title).split()))
        self.stages.append((stage, kept))
        values = self._values([field for field in self.type.stage_fields if field.kind != "stage"], least=0)
        self.stages.pop()
        return stage._replace(values=_typed(values)), kept._replace(values=_kept(values))

    # Records

    def _records(self, tab: TabType) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
        """The records of a tab as typed (stages mixed) and as meant (stage by stage), more than it has slots."""
        pairs: list[tuple[Record, Record]] = []
        places: list[str | None] = [stage.key for stage, _ in self.stages] if tab.key == MAIN else [None]
        for stage in places:
            many = self.dice.randrange(tab.slots + 2) if self.fill < 1 else tab.slots + self.dice.randrange(3)
            pairs += [self._record(tab, stage) for _ in range(many)]
        if self.strange and tab.key == MAIN:
            pairs += [self._record(tab, None)]
        in_order = tuple(kept for _, kept in pairs)
        if tab.key == MAIN:
            self.dice.shuffle(pairs)
            order = {stage: at for at, stage in enumerate(places)}
            in_order = tuple(sorted((kept for _, kept in pairs), key=lambda record: order.get(record.stage, len(order))))
        return tuple(typed for typed, _ in pairs), in_order

    def _record(self, tab: TabType, stage: str | None) -> tuple[Record, Record]:
        values = self._values(tab.fields, least=1)
        name = f"{tab.key}-{next(self.ids)}"
        return Record(name, stage, _typed(values)), Record(name, stage, _kept(values))

    # Values

    def _values(self, fields: Sequence[Field], *, least: int) -> dict[str, Said]:
        chosen = [field for field in fields if self.fill == 1 or self.dice.random() < self.fill]
        if len(chosen) < least:
            chosen = [self.dice.choice(fields)]
        return {field.key: self._value(field) for field in chosen}

    def _value(self, field: Field) -> Said:
        if self.strange and field.kind not in {"text", "list"} and self.dice.random() < 0.2:
            return self._strange(field)
        match field.kind:
            case "text" | "list":
                return next(self.texts)
            case "choice":
                return self._choice(field)
            case "number":
                low, high = field.minimum, field.maximum
                fitting = [each for each in _NUMBERS if (low is None or float(each.kept) >= low) and (high is None or float(each.kept) <= high)]
                return self.dice.choice(fitting)
            case "date":
                return self.dice.choice((*_DATES, *_OLD_DATES))
            case "boolean":
                return Said(*self.dice.choice((("true", "true"), ("false", "false"), ("Có", "true"), ("no", "false"), ("TRUE", "true"))))
            case "stage":
                typed, kept = self.dice.choice(self.stages)
                return Said(self.dice.choice((typed.title, typed.key)), kept.key)

    def _choice(self, field: Field) -> Said:
        choice = self.dice.choice(field.choices)
        if self.by_key:
            return Said(choice.key, choice.key)
        titles = {fold(title): other.key for other in field.choices for title in other.title}
        names = [name for name in (*choice.title, *choice.aliases) if titles.get(fold(name), choice.key) == choice.key]
        spelled = unicodedata.normalize("NFD", self.dice.choice(names))
        return Said(self.dice.choice((choice.key, choice.key, spelled, spelled.upper(), f" {spelled} ")), choice.key)

    def _strange(self, field: Field) -> Said:
        if field.kind == "choice":
            return said(self.dice.choice(_STRANGE_CHOICE))
        if field.kind == "number" and field.maximum is not None:
            return Said("999", "999")
        return self.dice.choice(_STRANGE[field.kind])


def _typed(values: Mapping[str, Said]) -> dict[str, str]:
    return {key: value.typed for key, value in values.items()}


def _kept(values: Mapping[str, Said]) -> dict[str, str]:
    return {key: value.kept for key, value in values.items()}


def read(grids: Sequence[Grid], sample: Sample) -> Reading:
    """The workbook with these grids, read as a map of the sample's type."""
    return read_map(grids, read_meta(grids, "test.xlsx"), sample.type)


def in_any_order(journey: JourneyMap) -> JourneyMap:
    """The map without the order of its records, which sorting changes."""
    tabs = {key: tab._replace(records=tuple(sorted(tab.records, key=lambda record: record.id))) for key, tab in journey.tabs.items()}
    return journey._replace(tabs=tabs)


def contents(journey: JourneyMap) -> JourneyMap:
    """The map without its ids: each record named after its place among the sorted contents."""

    def renumbered(tab: Tab) -> Tab:
        found = sorted((record.stage or "", sorted(record.values.items())) for record in tab.records)
        return Tab(tab.stages, tuple(Record(str(at), stage, dict(values)) for at, (stage, values) in enumerate(found)))

    return journey._replace(tabs={key: renumbered(tab) for key, tab in journey.tabs.items()})


def differences(found: JourneyMap, meant: JourneyMap) -> dict[str, tuple[str | None, str | None]]:
    """Where two maps differ, by address: what the first says there, and the second. Nothing for equal maps."""
    one, other = dict(_flat(found)), dict(_flat(meant))
    return {at: (one.get(at), other.get(at)) for at in sorted(one.keys() | other.keys()) if one.get(at) != other.get(at)}


def _flat(journey: JourneyMap) -> Iterator[tuple[str, str]]:
    yield "title", f"{journey.id} {journey.type} {journey.type_version} {journey.language} {journey.title}"
    yield from ((f"about {key}", text) for key, text in journey.values.items())
    for key, tab in journey.tabs.items():
        yield f"{key} stages", " ".join(stage.key for stage in tab.stages)
        yield f"{key} records", " ".join(record.id for record in tab.records)
        for stage in tab.stages:
            yield f"{key} stage {stage.key}", stage.title
            yield from ((f"{key} stage {stage.key} {field}", text) for field, text in stage.values.items())
        for record in tab.records:
            yield f"{key} {record.id}", str(record.stage)
            yield from ((f"{key} {record.id} {field}", text) for field, text in record.values.items())
