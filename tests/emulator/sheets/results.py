"""What formulas work with: scalars, matrices, errors, and how one becomes another."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat
from typing import Final

from tests.emulator.sheets.locales import Locale
from tests.emulator.sheets.numbers import general
from tests.emulator.sheets.typed import read_typed

_SOME_DAY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error value: ErrorValue's ``type`` and ``message``."""

    type: str
    message: str = ""

    @property
    def text(self) -> str:
        """What people see in the cell."""
        return ERRORS[self.type]


ERRORS: Final = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
ERROR_TYPES: Final = {text: name for name, text in ERRORS.items()}

Scalar = float | str | bool | None | Problem
Matrix = list[list[Scalar]]


@dataclass(frozen=True, slots=True)
class Cells:
    """A range of a sheet that has come out of a reference: from 0 and half open, inside the grid."""

    sheet_id: int
    top: int
    left: int
    bottom: int
    right: int

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.bottom - self.top == 1 and self.right - self.left == 1


Value = Scalar | Matrix | Cells


class ProblemError(Exception):
    """Carries a problem to where it becomes the value of the cell."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def fail(kind: str, message: str = "") -> ProblemError:
    """The exception of that error value."""
    return ProblemError(Problem(kind, message))


def lost() -> ProblemError:
    """The exception for cells that are not there."""
    return fail("REF", "Reference does not exist.")


def number(value: Scalar, locale: Locale, who: str = "") -> float:
    """``value`` as a number: blank is 0, TRUE is 1, a text is read as typed. Raises ``ProblemError``."""
    match value:
        case Problem():
            raise ProblemError(value)
        case None:
            return 0.0
        case str():
            read = read_typed(value, locale, _SOME_DAY).value or {}
            if "numberValue" in read:
                return float(read["numberValue"])
            said = f"{who} expects number values. But '{value}' is a text and cannot be coerced to a number."
            raise fail("VALUE", said.lstrip())
        case _:
            return float(value)


def text(value: Scalar, locale: Locale) -> str:
    """``value`` as text. Raises ``ProblemError``."""
    match value:
        case Problem():
            raise ProblemError(value)
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return value
        case _:
            return general(value, locale)


def truth(value: Scalar, who: str = "") -> bool:
    """``value`` as a boolean. Raises ``ProblemError``."""
    match value:
        case Problem():
            raise ProblemError(value)
        case str():
            if value.upper() in {"TRUE", "FALSE", ""}:
                return value.upper() == "TRUE"
            said = f"{who} expects boolean values. But '{value}' is a text and cannot be coerced to a boolean."
            raise fail("VALUE", said.lstrip())
        case _:
            return bool(value)


def compare(left: Scalar, right: Scalar) -> int:
    """-1, 0 or 1: numbers before texts before booleans; texts without regard to case; blank equals 0, "" and FALSE. Raises ``ProblemError``."""
    if isinstance(left, str) and isinstance(right, str):
        text_left, text_right = left.casefold(), right.casefold()
        return (text_left > text_right) - (text_left < text_right)
    one, other = _key(left, right), _key(right, left)
    return (one > other) - (one < other)


def _key(value: Scalar, beside: Scalar) -> tuple[int, float, str]:
    match value:
        case bool():
            return 2, float(value), ""
        case str():
            return 1, 0.0, value.casefold()
        case None:
            return (1, 0.0, "") if isinstance(beside, str) else (2, 0.0, "") if isinstance(beside, bool) else (0, 0.0, "")
        case Problem():
            raise ProblemError(value)
        case _:
            return 0, float(value), ""


def spread(values: list[Scalar | Matrix], act: Callable[..., Scalar]) -> Scalar | Matrix:
    """``act`` on scalars; on matrices cell by cell, single rows and columns stretched, ``#N/A`` where one is too short."""
    matrices = [value for value in values if isinstance(value, list)]
    if not matrices:
        return act(*values)
    height, width = max(len(one) for one in matrices), max(len(one[0]) for one in matrices)
    found: list[Scalar] = []
    for arguments in zip(*(_stretched(value, height, width) for value in values), strict=True):
        try:
            found.append(act(*arguments))
        except ProblemError as error:
            found.append(error.problem)
    return [found[start : start + width] for start in range(0, height * width, width)]


def _stretched(value: Scalar | Matrix, height: int, width: int) -> Iterable[Scalar]:
    if not isinstance(value, list):
        return repeat(value, height * width)
    if len(value) == height and len(value[0]) == width:
        return flat(value)
    return (_at(value, row, column) for row in range(height) for column in range(width))


def _at(value: Matrix, row: int, column: int) -> Scalar:
    row, column = 0 if len(value) == 1 else row, 0 if len(value[0]) == 1 else column
    return value[row][column] if row < len(value) and column < len(value[0]) else Problem("N_A", "Argument ranges are different sizes.")


def flat(value: Scalar | Matrix) -> Iterator[Scalar]:
    """All scalars, row by row."""
    if isinstance(value, list):
        for row in value:
            yield from row
    else:
        yield value
