"""Maps of any type laid out the way teams do it by themselves, each with what it means."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from sheetsync.model.grid import Grid
from sheetsync.model.maptype import MapType
from sheetsync.model.words import LANGUAGES, Language
from tests.laws.maps import CATALOG, TYPES

CORE = ("action", "touchpoint", "thought", "emotion", "frontstage", "backstage", "employee", "expectation")
TEXTS = (
    "đọc đánh giá trên mạng",
    "hỏi bạn bè cùng cơ quan",
    "- so giá ba nơi\n- ghi ra giấy",
    "1. mở ứng dụng\n2. chọn giờ\n3. trả tiền",
    "“Có đáng tiền không?”",
    "looks for something nearby",
    "asks a friend who knows",
    "“Will it arrive before Friday?”",
    "nhân viên gọi lại trong 24 giờ",
    "page with all prices",
    "=x",
    "24/7",
    "👍 rất hợp",
)
PERIODS = (("Học kỳ 1", "Học kỳ 2", "Học kỳ 3", "Học kỳ 4"), ("Semester 1", "Semester 2", "Semester 3"), ("07:00", "Trên xe", "Đến nơi"))


@dataclass(frozen=True)
class Scattered:
    """A free-form sheet: its grid, and what stands in it as somebody who knows would say it."""

    type: MapType
    language: Language
    grid: Grid
    across: bool
    lanes: dict[str, int]
    stages: list[str | None]
    records: list[tuple[int, int, dict[str, str]]]
    title: str
    notes: list[str]
    recipe: str

    def _repr_pretty_(self, printer: RepresentationPrinter, *_: object) -> None:
        printer.text(self.recipe)


def scatter(key: str, language: Language, seed: int) -> Scattered:
    """A map of the type ``key`` in a layout that ``seed`` chooses."""
    return _Team(CATALOG.load(key), language, Random(seed), f"scatter({key!r}, {language!r}, {seed})").sheet()  # noqa: S311 - the dice of a test


def scattered() -> st.SearchStrategy[Scattered]:
    """Any map of any type in any layout."""
    return st.builds(scatter, st.sampled_from(TYPES), st.sampled_from(LANGUAGES), st.integers(0, 100_000))


class _Team:
    def __init__(self, map_type: MapType, language: Language, dice: Random, recipe: str) -> None:
        self.type = map_type
        self.language = language
        self.dice = dice
        self.recipe = recipe
        self.cells: dict[tuple[int, int], str] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.count = 0

    def sheet(self) -> Scattered:
        dice = self.dice
        across = dice.random() < 0.5
        lanes = self._lanes()
        labels, keys = self._labels()
        top, left = dice.randrange(4), dice.randrange(3)
        title = ""
        if top > 1 and dice.random() < 0.8:
            title = dice.choice(("Bản đồ hành trình: sản phẩm mới", "Journey map of the new product"))
        head = left if across else top
        first = top if across else left
        at = first + 1
        places: dict[str, int] = {}
        for lane in lanes:
            at += dice.random() < 0.1
            places[lane] = at
            at += 1
        edge = at
        if dice.random() < 0.6:
            self._put(head, first, dice.choice(("Giai đoạn", "Stage", "GIAI ĐOẠN")), across=across)
        fields = {field.key: field for field in self.type.main.fields}
        number = dice.random() < 0.2
        for order, (lane, place) in enumerate(places.items(), 1):
            name = self._name((fields[lane].title.of(self.language), *fields[lane].aliases))
            self._put(head, place, f"{order}. {name}" if number else self._spelled(name), across=across)
        records: list[tuple[int, int, dict[str, str]]] = []
        line = head + 1
        how = dice.choice(("once", "merged", "every line"))
        many = dice.choice((1, 1, 2, 3))
        gaps = dice.random() < 0.15
        for stage, label in enumerate(labels):
            start = line
            for step in range(many):
                if step == 0 or how == "every line":
                    self._put(line, first, label, across=across)
                values: dict[str, str] = {}
                for lane, place in places.items():
                    if dice.random() < 0.8 or len(values) < 2:  # a time with one text beside it may be a note
                        values[lane] = self._text()
                        self._put(line, place, values[lane], across=across)
                records.append((line, stage, values))
                line += 1
            if how == "merged" and many > 1:
                self.merges.append((first, start, first, line - 1) if across else (start, first, line - 1, first))
            line += gaps
        notes = self._notes(line, edge, across=across)
        if title:
            self.cells[0, left] = title
        grid = Grid("Sheet1", dict(self.cells), tuple(self.merges))
        return Scattered(self.type, self.language, grid, across, places, keys, records, title, notes, self.recipe)

    def _lanes(self) -> list[str]:
        core = [field.key for field in self.type.main.fields if field.role in CORE]
        others = [field.key for field in self.type.main.fields if field.key not in core]
        chosen = self.dice.sample(core, min(len(core), 3)) + self.dice.sample(others, self.dice.randrange(len(others) + 1))
        self.dice.shuffle(chosen)
        return chosen

    def _labels(self) -> tuple[list[str], list[str | None]]:
        stages = list(self.type.stages)
        if not stages:
            periods = self.dice.choice(PERIODS)
            return list(periods), [None] * len(periods)
        if len(stages) > 3 and self.dice.random() < 0.3:
            stages.pop(self.dice.randrange(len(stages)))
        names = [self._name((stage.title.of(self.language), *stage.aliases)) for stage in stages]
        style = self.dice.choice(("{}", "{}", "{n}. {}", "Stage {n}: {}", "GĐ {n} – {}", "{n}) {}", "🔹 {}", "Giai đoạn {n}\n{}"))
        return [self._spelled(style.format(name, n=at)) for at, name in enumerate(names, 1)], [stage.key for stage in stages]

    def _name(self, names: Sequence[str]) -> str:
        return names[0] if self.dice.random() < 0.6 else self.dice.choice(names)

    def _spelled(self, name: str) -> str:
        return self.dice.choice((name, name, name.upper(), unicodedata.normalize("NFD", name), f" {name} "))

    def _text(self) -> str:
        self.count += 1
        return f"{self.dice.choice(TEXTS)} ({self.count})"

    def _put(self, line: int, at: int, text: str, *, across: bool) -> None:
        self.cells[(at, line) if across else (line, at)] = text

    def _notes(self, line: int, edge: int, *, across: bool) -> list[str]:
        notes = []
        if self.dice.random() < 0.4:
            notes.append("Ghi chú: số liệu lấy từ khảo sát tháng 9")
            row = (edge if across else line) + 2
            self.cells[row, 0] = notes[-1]
        if self.dice.random() < 0.3:
            notes.append("hỏi lại chị Lan về chỗ này")
            column = (line if across else edge) + 2
            self.cells[2, column] = notes[-1]
        return notes
