"""Functions that find cells: by place, by value, by condition."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tests.emulator.sheets import syntax
from tests.emulator.sheets.functions import ANY_NUMBER, Function, Nodes
from tests.emulator.sheets.results import Cells, Matrix, Problem, Scalar, Value, compare, fail, flat, number, text, truth
from tests.emulator.sheets.typed import read_typed

if TYPE_CHECKING:
    from tests.emulator.sheets.evaluation import Formula

Test = Callable[[Scalar], bool]

_CRITERION = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_WILD = re.compile(r"~[*?~]|[*?]")
_ORDERS: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}


def wildcard(pattern: str) -> "re.Pattern[str]":
    """A text with ``*``, ``?`` and ``~`` as a regular expression that takes no account of case."""
    parts: list[str] = []
    at = 0
    for match in _WILD.finditer(pattern):
        parts.append(re.escape(pattern[at : match.start()]))
        parts.append({"*": ".*", "?": "."}.get(match[0]) or re.escape(match[0][1:]))
        at = match.end()
    return re.compile("".join(parts) + re.escape(pattern[at:]), re.IGNORECASE | re.DOTALL)


def criterion(formula: "Formula", said: Scalar) -> Test:
    """What COUNTIF and its kin take as a condition: a value, a text with wildcards, or a comparison in a text."""
    if not isinstance(said, str):
        return _is_blank if said is None else _same(said)
    match = _CRITERION.fullmatch(said)
    sign, rest = (match[1] or "=", match[2]) if match else ("=", said)
    limit = _read(formula, rest)
    if sign in _ORDERS:
        return lambda value: type(value) is type(limit) and _ORDERS[sign](compare(value, limit))
    equal = _is_blank if rest == "" else _same(limit)
    return equal if sign == "=" else lambda value: not equal(value)


def _read(formula: "Formula", said: str) -> Scalar:
    match read_typed(said, formula.locale, formula.results.moment).value:
        case {"numberValue": found}:
            return float(found)
        case {"boolValue": bool(found)}:
            return found
        case _:
            return said


def _is_blank(value: Scalar) -> bool:
    return value is None or value == ""


def _same(wanted: Scalar) -> Test:
    """Whether a cell is what an exact lookup looks for."""
    if isinstance(wanted, str):
        shape = wildcard(wanted)
        return lambda value: isinstance(value, str) and shape.fullmatch(value) is not None
    return lambda value: not isinstance(value, Problem) and type(value) is type(wanted) and compare(value, wanted) == 0


def _scalar(formula: "Formula", node: syntax.Node) -> Scalar:
    return formula.scalar(formula.evaluate(node))


def _whole(formula: "Formula", nodes: Nodes, index: int, default: int) -> int:
    return int(number(_scalar(formula, nodes[index]), formula.locale)) if len(nodes) > index else default


def _index(formula: "Formula", nodes: Nodes) -> Value:
    source = formula.evaluate(nodes[0])
    row, column = _whole(formula, nodes, 1, 0), _whole(formula, nodes, 2, 0)
    matrix = source if isinstance(source, Cells) else formula.matrix(source)
    height = matrix.bottom - matrix.top if isinstance(matrix, Cells) else len(matrix)
    width = matrix.right - matrix.left if isinstance(matrix, Cells) else len(matrix[0])
    if len(nodes) == 2 and height == 1 and width > 1:
        row, column = 0, row
    if not (0 <= row <= height and 0 <= column <= width):
        raise fail("NUM", f"Function INDEX parameter 2 value is {row}. Valid values are between 0 and {height} inclusive.")
    rows, columns = (row - 1, row) if row else (0, height), (column - 1, column) if column else (0, width)
    if isinstance(matrix, Cells):
        return Cells(matrix.sheet_id, matrix.top + rows[0], matrix.left + columns[0], matrix.top + rows[1], matrix.left + columns[1])
    return [line[slice(*columns)] for line in matrix[slice(*rows)]]


def _match(formula: "Formula", nodes: Nodes) -> Value:
    wanted = _scalar(formula, nodes[0])
    matrix = formula.matrix(formula.evaluate(nodes[1]))
    if len(matrix) > 1 and len(matrix[0]) > 1:
        raise fail("N_A", "MATCH range must be a single row or a single column.")
    at = _position(wanted, list(flat(matrix)), _whole(formula, nodes, 2, 1))
    if at is None:
        raise fail("N_A", f"Did not find value '{_said(formula, wanted)}' in MATCH evaluation.")
    return float(at + 1)


def _position(wanted: Scalar, values: list[Scalar], order: int) -> int | None:
    """Where ``wanted`` is: exactly (0), the last that is not greater in rising order (1), or not less in falling order (-1)."""
    if order == 0:
        found = _same(wanted)
        return next((at for at, value in enumerate(values) if found(value)), None)
    last = None
    for at, value in enumerate(values):
        if type(value) is not type(wanted):
            continue
        if compare(value, wanted) * order > 0:
            break
        last = at
    return last


def _said(formula: "Formula", wanted: Scalar) -> str:
    return text(wanted, formula.locale)


def _table_lookup(name: str, turn: Callable[[Matrix], Matrix]) -> Callable[["Formula", Nodes], Value]:
    def done(formula: "Formula", nodes: Nodes) -> Value:
        wanted = _scalar(formula, nodes[0])
        lines = turn(formula.matrix(formula.evaluate(nodes[1])))
        index = _whole(formula, nodes, 2, 1)
        if not 1 <= index <= len(lines[0]):
            raise fail("REF", f"Function {name} parameter 3 value is {index}. Valid values are between 1 and {len(lines[0])} inclusive.")
        is_sorted = truth(_scalar(formula, nodes[3])) if len(nodes) > 3 else True
        at = _position(wanted, [line[0] for line in lines], 1 if is_sorted else 0)
        if at is None:
            raise fail("N_A", f"Did not find value '{_said(formula, wanted)}' in {name} evaluation.")
        return lines[at][index - 1]

    return done


def _turned(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _indirect(formula: "Formula", nodes: Nodes) -> Value:
    said = text(_scalar(formula, nodes[0]), formula.locale)
    try:
        node = syntax.parse("=" + said)
    except syntax.FormulaSyntaxError:
        node = syntax.Literal(None)
    if not isinstance(node, syntax.Reference | syntax.Name):
        raise fail("REF", f"Function INDIRECT parameter 1 value is '{said}'. It is not a valid cell/range reference.")
    return formula.results.cells(node, formula.sheet_id)


def _hits(formula: "Formula", nodes: Nodes) -> Iterator[bool]:
    """For each cell of the ranges, side by side, whether all conditions hold; ``nodes`` are ranges and conditions by turns."""
    ranges = [list(flat(formula.matrix(formula.evaluate(node)))) for node in nodes[::2]]
    tests = [criterion(formula, _scalar(formula, node)) for node in nodes[1::2]]
    if len({len(one) for one in ranges}) > 1 or len(tests) != len(ranges):
        raise fail("VALUE", "Array arguments are of different size.")
    for values in zip(*ranges, strict=True):
        yield all(test(value) for test, value in zip(tests, values, strict=True))


def _countifs(formula: "Formula", nodes: Nodes) -> Value:
    return float(sum(_hits(formula, nodes)))


def _chosen(formula: "Formula", values: syntax.Node, conditions: Nodes) -> list[float]:
    found = flat(formula.matrix(formula.evaluate(values)))
    return [value for value, hit in zip(found, _hits(formula, conditions), strict=False) if hit and isinstance(value, float)]


def _sumif(formula: "Formula", nodes: Nodes) -> Value:
    return float(sum(_chosen(formula, nodes[2] if len(nodes) > 2 else nodes[0], nodes[:2])))


def _sumifs(formula: "Formula", nodes: Nodes) -> Value:
    return float(sum(_chosen(formula, nodes[0], nodes[1:])))


def _averageif(formula: "Formula", nodes: Nodes) -> Value:
    return _average(_chosen(formula, nodes[2] if len(nodes) > 2 else nodes[0], nodes[:2]))


def _averageifs(formula: "Formula", nodes: Nodes) -> Value:
    return _average(_chosen(formula, nodes[0], nodes[1:]))


def _average(found: list[float]) -> float:
    if not found:
        raise fail("DIVIDE_BY_ZERO", "Evaluation of function AVERAGEIF caused a divide by zero error.")
    return sum(found) / len(found)


def _place(*, column: bool) -> Callable[["Formula", Nodes], Value]:
    def done(formula: "Formula", nodes: Nodes) -> Value:
        if not nodes:
            return float((formula.column if column else formula.row) + 1)
        cells = formula.evaluate(nodes[0])
        if not isinstance(cells, Cells):
            raise fail("N_A", "Argument must be a range.")
        if not formula.by_cell:
            return float((cells.left if column else cells.top) + 1)
        if column:
            return [[float(at + 1) for at in range(cells.left, cells.right)]]
        return [[float(at + 1)] for at in range(cells.top, cells.bottom)]

    return done


LOOKUPS: dict[str, Function] = {
    "AVERAGEIF": Function(_averageif, 2, 3),
    "AVERAGEIFS": Function(_averageifs, 3, ANY_NUMBER),
    "COLUMN": Function(_place(column=True), 0, 1),
    "COUNTIF": Function(_countifs, 2, 2),
    "COUNTIFS": Function(_countifs, 2, ANY_NUMBER),
    "HLOOKUP": Function(_table_lookup("HLOOKUP", _turned), 3, 4),
    "INDEX": Function(_index, 1, 3),
    "INDIRECT": Function(_indirect, 1, 1),
    "MATCH": Function(_match, 2, 3),
    "ROW": Function(_place(column=False), 0, 1),
    "SUMIF": Function(_sumif, 2, 3),
    "SUMIFS": Function(_sumifs, 3, ANY_NUMBER),
    "VLOOKUP": Function(_table_lookup("VLOOKUP", lambda matrix: matrix), 3, 4),
}
