"""One formula being worked out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.emulator.sheets import functions, lookups, syntax
from tests.emulator.sheets.results import (
    ERROR_TYPES,
    Cells,
    Matrix,
    Scalar,
    Value,
    compare,
    fail,
    lost,
    number,
    spread,
    text,
)

if TYPE_CHECKING:
    from tests.emulator.sheets.formulas import Results

_FUNCTIONS = functions.TABLE | lookups.LOOKUPS
_COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}
_NAMES = {"+": "ADD", "-": "MINUS", "*": "MULTIPLY", "/": "DIVIDE", "^": "POW", "%": "UNARY_PERCENT"}


class Formula:
    """One formula of one cell being worked out. ``by_cell`` is on inside functions that work on ranges cell by cell."""

    results: "Results"
    by_cell: bool = False

    def __init__(self, results: "Results", sheet_id: int, row: int, column: int) -> None:
        self.results = results
        self.locale = results.locale
        self.sheet_id = sheet_id
        self.row = row
        self.column = column

    def evaluate(self, node: syntax.Node) -> Value:
        """What a tree comes to; a reference stays one. Raises ``ProblemError``."""
        match node:
            case syntax.Literal(value=str(said), error=True):
                kind = ERROR_TYPES.get(said.upper(), "ERROR")
                raise lost() if kind == "REF" else fail(kind)
            case syntax.Literal():
                return node.value
            case syntax.Reference() | syntax.Name():
                return self.results.cells(node, self.sheet_id)
            case syntax.Array():
                return [[self.scalar(self.evaluate(one)) for one in row] for row in node.rows]
            case syntax.Operation():
                return self._operation(node)
            case syntax.Call():
                return self._call(node)

    def plain(self, value: Value) -> Scalar | Matrix:
        """A value without references: a single cell its value, more cells a matrix where that is meant, else the one beside the formula."""
        if not isinstance(value, Cells):
            return value
        if value.single:
            return self.results.value(self.results.sheet(value.sheet_id), value.top, value.left)
        return self.results.matrix(value) if self.by_cell else self._beside(value)

    def scalar(self, value: Value) -> Scalar:
        """One value; of a matrix its first. Raises ``ProblemError`` for a range that has no cell beside the formula."""
        found = self._beside(value) if isinstance(value, Cells) and not value.single else self.plain(value)
        return found[0][0] if isinstance(found, list) else found

    def matrix(self, value: Value) -> Matrix:
        """A value as rows and columns, whatever it was."""
        found = self.results.matrix(value) if isinstance(value, Cells) else value
        return found if isinstance(found, list) else [[found]]

    def _beside(self, cells: Cells) -> Scalar:
        sheet = self.results.sheet(cells.sheet_id)
        if cells.right - cells.left == 1 and cells.top <= self.row < cells.bottom:
            return self.results.value(sheet, self.row, cells.left)
        if cells.bottom - cells.top == 1 and cells.left <= self.column < cells.right:
            return self.results.value(sheet, cells.top, self.column)
        raise fail("VALUE", "An array value could not be found.")

    def _call(self, node: syntax.Call) -> Value:
        function, count = _FUNCTIONS.get(node.name), len(node.arguments)
        if function is None:
            raise fail("NAME", f"Unknown function: '{node.name}'.")
        if not function.least <= count <= function.most:
            wanted = f"{function.least}" if function.least == function.most else f"between {function.least} and {function.most}"
            raise fail("N_A", f"Wrong number of arguments to {node.name}. Expected {wanted} arguments, but got {count} arguments.")
        before, self.by_cell = self.by_cell, self.by_cell or function.by_cell
        try:
            return function.act(self, node.arguments)
        finally:
            self.by_cell = before

    def _operation(self, node: syntax.Operation) -> Scalar | Matrix:
        """An operation; one on whole ranges alone is worked out once for all formulas of the sheet."""
        if not self.by_cell or syntax.has_calls(node):
            return self._operated(node)
        done, key = self.results.operations, (self.sheet_id, node)
        if key not in done:
            done[key] = self._operated(node)
        return done[key]

    def _operated(self, node: syntax.Operation) -> Scalar | Matrix:
        values = [self.plain(self.evaluate(one)) for one in node.operands]
        if node.sign in _COMPARISONS:
            holds = _COMPARISONS[node.sign]
            return spread(values, lambda left, right: holds(compare(left, right)))
        if node.sign == "&":
            return spread(values, lambda left, right: text(left, self.locale) + text(right, self.locale))
        if len(values) == 1:
            return spread(values, lambda one: self._single(node.sign, one))
        return spread(values, lambda left, right: self._arithmetic(node.sign, left, right))

    def _single(self, sign: str, value: Scalar) -> Scalar:
        if sign == "+":
            return value
        found = number(value, self.locale, f"Function {_NAMES[sign]} parameter 1")
        return -found if sign == "-" else found / 100

    def _arithmetic(self, sign: str, left: Scalar, right: Scalar) -> float:
        if isinstance(left, float) and isinstance(right, float):
            one, other = left, right
        else:
            name = f"Function {_NAMES[sign]} parameter"
            one, other = number(left, self.locale, f"{name} 1"), number(right, self.locale, f"{name} 2")
        match sign:
            case "+":
                return one + other
            case "-":
                return one - other
            case "*":
                return one * other
            case "/":
                if other == 0:
                    raise fail("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
                return one / other
            case _:
                return functions.power(one, other)
