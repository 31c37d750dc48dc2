"""The functions that formulas may call: what every one takes, and the plain ones. Lookups and conditions have modules of their own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from statistics import median
from typing import TYPE_CHECKING

from tests.emulator.sheets import syntax
from tests.emulator.sheets.numbers import FIRST_DAY, LAST_DAY, formatted, moment, serial
from tests.emulator.sheets.results import Cells, Matrix, Problem, ProblemError, Scalar, Value, compare, fail, flat, number, spread, text, truth

if TYPE_CHECKING:
    from tests.emulator.sheets.evaluation import Formula

Nodes = Sequence[syntax.Node]
Act = Callable[["Formula", Nodes], Value]
ANY_NUMBER = 255


@dataclass(frozen=True, slots=True)
class Function:
    """How a function is called: at least and at most so many arguments; ``by_cell`` ones work on ranges cell by cell."""

    act: Act
    least: int
    most: int
    by_cell: bool = False


def power(base: float, exponent: float) -> float:
    """``base`` to the power of ``exponent``. Raises ``ProblemError`` where that is no number."""
    try:
        found = base**exponent
    except (ZeroDivisionError, OverflowError) as error:
        raise fail("NUM", "Function POWER caused a number error.") from error
    if isinstance(found, complex):
        raise fail("NUM", "Function POWER caused a number error.")
    return float(found)


def numbers_in(formula: "Formula", nodes: Nodes) -> Iterator[float]:
    """The numbers of the arguments: in ranges only what is a number, otherwise whatever can be read as one. Raises ``ProblemError``."""
    for node in nodes:
        value = formula.evaluate(node)
        if isinstance(value, Cells | list):
            for one in flat(formula.matrix(value)):
                if isinstance(one, Problem):
                    raise ProblemError(one)
                if isinstance(one, float):
                    yield one
        else:
            yield number(value, formula.locale)


def scalars_in(formula: "Formula", nodes: Nodes) -> Iterator[Scalar]:
    """All single values of the arguments."""
    for node in nodes:
        yield from flat(formula.matrix(formula.evaluate(node)))


def _each(act: Callable[..., Scalar]) -> Act:
    """A function of single values, done cell by cell on more."""

    def done(formula: "Formula", nodes: Nodes) -> Value:
        return spread([formula.plain(formula.evaluate(node)) for node in nodes], lambda *values: act(formula, *values))

    return done


def _of_numbers(act: Callable[..., float]) -> Act:
    return _each(lambda formula, *values: act(*(number(value, formula.locale) for value in values)))


def _of_text(act: Callable[[str], Scalar]) -> Act:
    return _each(lambda formula, value: act(text(value, formula.locale)))


def _over(act: Callable[[list[float]], float]) -> Act:
    return lambda formula, nodes: act(list(numbers_in(formula, nodes)))


def _rounded(mode: str) -> Act:
    def done(value: float, places: float = 0) -> float:
        step = Decimal(1).scaleb(-int(places))
        return float((Decimal(repr(value)) / step).quantize(Decimal(1), rounding=mode) * step)

    return _of_numbers(done)


def _mean(found: list[float]) -> float:
    if not found:
        raise fail("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error.")
    return sum(found) / len(found)


def _product(found: list[float]) -> float:
    result = 1.0
    for one in found:
        result *= one
    return result


def _remainder(value: float, divisor: float) -> float:
    if divisor == 0:
        raise fail("DIVIDE_BY_ZERO", "Function MOD parameter 2 cannot be zero.")
    return value % divisor


def _root(value: float) -> float:
    if value < 0:
        raise fail("NUM", f"Function SQRT parameter 1 value is {value:g}. It should be greater than or equal to 0.")
    return float(value**0.5)


def _sumproduct(formula: "Formula", nodes: Nodes) -> Value:
    matrices = [formula.matrix(formula.plain(formula.evaluate(node))) for node in nodes]
    if len({(len(one), len(one[0])) for one in matrices}) > 1:
        raise fail("VALUE", "SUMPRODUCT has mismatched range sizes.")
    total = 0.0
    for values in zip(*(flat(one) for one in matrices), strict=True):
        total += _product([_factor(value) for value in values])
    return total


def _factor(value: Scalar) -> float:
    if isinstance(value, Problem):
        raise ProblemError(value)
    return float(value) if isinstance(value, float | bool) else 0.0


def _if(formula: "Formula", nodes: Nodes) -> Value:
    condition = formula.plain(formula.evaluate(nodes[0]))
    if isinstance(condition, list):
        branches = [formula.plain(formula.evaluate(node)) for node in nodes[1:]]
        return spread([condition, *branches], lambda chosen, yes, no=False: yes if truth(chosen) else no)
    if truth(condition, "Function IF parameter 1"):
        return formula.evaluate(nodes[1])
    return formula.evaluate(nodes[2]) if len(nodes) > 2 else False


def _unless(kinds: frozenset[str] | None) -> Act:
    """IFERROR and IFNA: the second argument where the first is an error of these kinds."""

    def caught(value: Scalar) -> bool:
        return isinstance(value, Problem) and (kinds is None or value.type in kinds)

    def done(formula: "Formula", nodes: Nodes) -> Value:
        try:
            found = formula.plain(formula.evaluate(nodes[0]))
        except ProblemError as error:
            found = error.problem
        instead = nodes[1] if len(nodes) > 1 else syntax.Literal("")
        if isinstance(found, list):
            other = formula.plain(formula.evaluate(instead))
            return spread([found, other], lambda one, two: two if caught(one) else one)
        if caught(found):
            return formula.evaluate(instead)
        return found

    return done


def _ifs(formula: "Formula", nodes: Nodes) -> Value:
    for condition, result in zip(nodes[::2], nodes[1::2], strict=False):
        if truth(formula.scalar(formula.evaluate(condition)), "Function IFS parameter"):
            return formula.evaluate(result)
    raise fail("N_A", "No match.")


def _switch(formula: "Formula", nodes: Nodes) -> Value:
    wanted = formula.scalar(formula.evaluate(nodes[0]))
    cases = nodes[1:]
    for case, result in zip(cases[::2], cases[1::2], strict=False):
        if compare(wanted, formula.scalar(formula.evaluate(case))) == 0:
            return formula.evaluate(result)
    if len(cases) % 2:
        return formula.evaluate(cases[-1])
    raise fail("N_A", "No match.")


def _logical(act: Callable[[list[bool]], bool]) -> Act:
    def done(formula: "Formula", nodes: Nodes) -> Value:
        return act([truth(one) for one in scalars_in(formula, nodes) if one is not None])

    return done


def _check(act: Callable[[Scalar], bool]) -> Act:
    """A question about a value that may be an error."""

    def done(formula: "Formula", nodes: Nodes) -> Value:
        try:
            found = formula.plain(formula.evaluate(nodes[0]))
        except ProblemError as error:
            found = error.problem
        return [[act(one) for one in row] for row in found] if isinstance(found, list) else act(found)

    return done


def _not_available(_formula: "Formula", _nodes: Nodes) -> Value:
    raise fail("N_A")


def _count(formula: "Formula", nodes: Nodes) -> Value:
    return float(sum(isinstance(one, float) for one in scalars_in(formula, nodes)))


def _counta(formula: "Formula", nodes: Nodes) -> Value:
    return float(sum(one is not None for one in scalars_in(formula, nodes)))


def _countblank(formula: "Formula", nodes: Nodes) -> Value:
    return float(sum(one is None or one == "" for one in scalars_in(formula, nodes)))


def _concatenate(formula: "Formula", nodes: Nodes) -> Value:
    return "".join(text(one, formula.locale) for one in scalars_in(formula, nodes))


def _textjoin(formula: "Formula", nodes: Nodes) -> Value:
    between = text(formula.scalar(formula.evaluate(nodes[0])), formula.locale)
    skip = truth(formula.scalar(formula.evaluate(nodes[1])), "Function TEXTJOIN parameter 2")
    parts = [text(one, formula.locale) for one in scalars_in(formula, nodes[2:])]
    return between.join(part for part in parts if part or not skip)


def _join(formula: "Formula", nodes: Nodes) -> Value:
    between = text(formula.scalar(formula.evaluate(nodes[0])), formula.locale)
    return between.join(text(one, formula.locale) for one in scalars_in(formula, nodes[1:]))


def _left(formula: "Formula", value: Scalar, count: Scalar = 1.0) -> Scalar:
    return text(value, formula.locale)[: max(0, int(number(count, formula.locale)))]


def _right(formula: "Formula", value: Scalar, count: Scalar = 1.0) -> Scalar:
    said, length = text(value, formula.locale), int(number(count, formula.locale))
    return said[max(0, len(said) - length) :]


def _mid(formula: "Formula", value: Scalar, start: Scalar, count: Scalar) -> Scalar:
    first = int(number(start, formula.locale)) - 1
    return text(value, formula.locale)[max(0, first) : max(0, first + int(number(count, formula.locale)))]


def _substitute(formula: "Formula", value: Scalar, old: Scalar, new: Scalar) -> Scalar:
    before = text(old, formula.locale)
    said = text(value, formula.locale)
    return said.replace(before, text(new, formula.locale)) if before else said


def _finder(*, fold: bool) -> Act:
    def find(formula: "Formula", wanted: Scalar, value: Scalar, start: Scalar = 1.0) -> Scalar:
        needle, hay = text(wanted, formula.locale), text(value, formula.locale)
        at = (hay.lower() if fold else hay).find(needle.lower() if fold else needle, int(number(start, formula.locale)) - 1)
        if at < 0:
            name = "SEARCH" if fold else "FIND"
            raise fail("VALUE", f"In {name} evaluation, cannot find '{needle}' within '{hay}'.")
        return float(at + 1)

    return _each(find)


def _text(formula: "Formula", value: Scalar, pattern: Scalar) -> Scalar:
    if isinstance(value, str):
        return value
    return formatted(number(value, formula.locale), text(pattern, formula.locale), formula.locale)


def _hyperlink(formula: "Formula", nodes: Nodes) -> Value:
    return formula.evaluate(nodes[-1])


def _date(year: float, month: float, day: float) -> float:
    months = int(year) * 12 + int(month) - 1
    first = datetime(months // 12 + (1900 if months // 12 < 1900 else 0), months % 12 + 1, 1, tzinfo=UTC)
    return serial(first) + int(day) - 1


def _part(name: str) -> Act:
    def done(value: float) -> float:
        if not FIRST_DAY <= value <= LAST_DAY:
            raise fail("NUM", f"Function {name.upper()} parameter 1 value is out of range.")
        return float(getattr(moment(value), name))

    return _of_numbers(done)


def _size(act: Callable[[Matrix], int]) -> Act:
    return lambda formula, nodes: float(act(formula.matrix(formula.evaluate(nodes[0]))))


def _trim(value: str) -> str:
    return " ".join(part for part in value.split(" ") if part)


TABLE: dict[str, Function] = {
    "ABS": Function(_of_numbers(abs), 1, 1),
    "AND": Function(_logical(all), 1, ANY_NUMBER, by_cell=True),
    "AVERAGE": Function(_over(_mean), 1, ANY_NUMBER),
    "CEILING": Function(_rounded(ROUND_CEILING), 1, 1),
    "CONCAT": Function(_concatenate, 2, 2),
    "CONCATENATE": Function(_concatenate, 1, ANY_NUMBER),
    "COUNT": Function(_count, 1, ANY_NUMBER),
    "COUNTA": Function(_counta, 1, ANY_NUMBER),
    "COUNTBLANK": Function(_countblank, 1, 1),
    "DATE": Function(_of_numbers(_date), 3, 3),
    "DAY": Function(_part("day"), 1, 1),
    "EXACT": Function(_each(lambda formula, one, two: text(one, formula.locale) == text(two, formula.locale)), 2, 2),
    "FALSE": Function(lambda _formula, _nodes: False, 0, 0),
    "FIND": Function(_finder(fold=False), 2, 3),
    "FLOOR": Function(_rounded(ROUND_FLOOR), 1, 1),
    "HOUR": Function(_part("hour"), 1, 1),
    "HYPERLINK": Function(_hyperlink, 1, 2),
    "IF": Function(_if, 2, 3),
    "IFERROR": Function(_unless(None), 1, 2),
    "IFNA": Function(_unless(frozenset({"N_A"})), 2, 2),
    "IFS": Function(_ifs, 2, ANY_NUMBER),
    "INT": Function(_rounded(ROUND_FLOOR), 1, 1),
    "ISBLANK": Function(_check(lambda value: value is None), 1, 1),
    "ISERROR": Function(_check(lambda value: isinstance(value, Problem)), 1, 1),
    "ISNA": Function(_check(lambda value: isinstance(value, Problem) and value.type == "N_A"), 1, 1),
    "ISNUMBER": Function(_check(lambda value: isinstance(value, float)), 1, 1),
    "ISTEXT": Function(_check(lambda value: isinstance(value, str)), 1, 1),
    "JOIN": Function(_join, 2, ANY_NUMBER),
    "LEFT": Function(_each(_left), 1, 2),
    "LEN": Function(_of_text(lambda value: float(len(value.encode("utf-16-le")) // 2)), 1, 1),
    "LOWER": Function(_of_text(str.lower), 1, 1),
    "MAX": Function(_over(lambda found: max(found, default=0.0)), 1, ANY_NUMBER),
    "MEDIAN": Function(_over(lambda found: median(found) if found else _mean(found)), 1, ANY_NUMBER),
    "MID": Function(_each(_mid), 3, 3),
    "MIN": Function(_over(lambda found: min(found, default=0.0)), 1, ANY_NUMBER),
    "MINUTE": Function(_part("minute"), 1, 1),
    "MOD": Function(_of_numbers(_remainder), 2, 2),
    "MONTH": Function(_part("month"), 1, 1),
    "NA": Function(_not_available, 0, 0),
    "NOT": Function(_each(lambda _formula, value: not truth(value, "Function NOT parameter 1")), 1, 1),
    "NOW": Function(lambda formula, _nodes: formula.results.now, 0, 0),
    "OR": Function(_logical(any), 1, ANY_NUMBER, by_cell=True),
    "POWER": Function(_of_numbers(power), 2, 2),
    "PRODUCT": Function(_over(_product), 1, ANY_NUMBER),
    "RIGHT": Function(_each(_right), 1, 2),
    "ROUND": Function(_rounded(ROUND_HALF_UP), 1, 2),
    "ROUNDDOWN": Function(_rounded(ROUND_DOWN), 1, 2),
    "ROUNDUP": Function(_rounded(ROUND_UP), 1, 2),
    "ROWS": Function(_size(len), 1, 1),
    "COLUMNS": Function(_size(lambda matrix: len(matrix[0])), 1, 1),
    "SEARCH": Function(_finder(fold=True), 2, 3),
    "SECOND": Function(_part("second"), 1, 1),
    "SQRT": Function(_of_numbers(_root), 1, 1),
    "SUBSTITUTE": Function(_each(_substitute), 3, 3),
    "SUM": Function(_over(lambda found: float(sum(found))), 1, ANY_NUMBER),
    "SUMPRODUCT": Function(_sumproduct, 1, ANY_NUMBER, by_cell=True),
    "SWITCH": Function(_switch, 3, ANY_NUMBER),
    "TEXT": Function(_each(_text), 2, 2),
    "TEXTJOIN": Function(_textjoin, 3, ANY_NUMBER),
    "TODAY": Function(lambda formula, _nodes: float(formula.results.now // 1), 0, 0),
    "TRIM": Function(_of_text(_trim), 1, 1),
    "TRUE": Function(lambda _formula, _nodes: True, 0, 0),
    "UPPER": Function(_of_text(str.upper), 1, 1),
    "VALUE": Function(_of_numbers(lambda value: value), 1, 1),
    "XOR": Function(_logical(lambda found: sum(found) % 2 == 1), 1, ANY_NUMBER, by_cell=True),
    "YEAR": Function(_part("year"), 1, 1),
}
