"""What is gathered while the tabs of a workbook are read one after another."""

from collections.abc import Callable, Mapping

from sheetsync.model.finding import Problem
from sheetsync.model.grid import CellRef, Typed, Value
from sheetsync.model.journey import FieldRef, Stage
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.places import Meta, Place
from sheetsync.model.tabs import TypeWords, fold
from sheetsync.model.values import read_value
from sheetsync.model.words import Text


class Notes:
    """One reading in the making: its problems, places and formulas, and once they are known, the stages and every name they go by."""

    def __init__(self, meta: Meta, map_type: MapType) -> None:
        self.meta = meta
        self.type = map_type
        self.words = TypeWords.of(map_type)
        self.problems: list[Problem] = []
        self.places: dict[str, Place] = {}
        self.formulas: set[FieldRef] = set()
        self.stages: list[Stage] = []
        self.titles: dict[str, str] = {}

    def problem(
        self, code: str, ref: FieldRef, facts: Mapping[str, str | Text], cell: CellRef | None = None, variant: str = "", severity: str | None = None
    ) -> None:
        """Note something that could not be placed or trusted."""
        self.problems.append(Problem(code, ref, cell, facts, variant, severity))  # type: ignore[arg-type]

    def value(self, item: Field, value: Value, ref: FieldRef, cell: CellRef | Callable[[], CellRef] | None) -> str:
        """The text of a field in a cell; what is wrong with it is noted."""
        if isinstance(value, Typed) and value.kind == "formula":
            self.formulas.add(ref)
        text, fault = read_value(item, value, self.words.choices_of(item), lambda title: self.titles.get(fold(title)))
        if fault is not None:
            self.problem(fault.code, ref, fault.facts, cell() if callable(cell) else cell, fault.variant)
        return text


def tidy_line(text: str) -> str:
    """A title: one line, runs of white space as one space."""
    return " ".join(text.split())
