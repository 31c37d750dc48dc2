"""What the cells of a spreadsheet come to: values worked out when asked, once for each reading."""

from collections.abc import Hashable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.emulator.masks import Mask
from tests.emulator.sheets import syntax
from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.book import Book, Json, Sheet
from tests.emulator.sheets.evaluation import Formula
from tests.emulator.sheets.locales import locale_of
from tests.emulator.sheets.numbers import DATE_TYPES, formatted, general, is_date_pattern, serial, text_under
from tests.emulator.sheets.results import (
    Cells,
    Matrix,
    Problem,
    ProblemError,
    Scalar,
    fail,
    flat,
    lost,
    text,
)

Place = tuple[int, int, int]
_UNSTEADY = frozenset({"NOW", "TODAY", "INDIRECT"})
_MOST_KNOWN = 20_000
_UNKNOWN = Problem("LOADING")
_KNOWN: dict[Hashable, Scalar] = {}  # results of formulas by all they depend on: reading the same cells again costs little
_CIRCLE = Problem("REF", "Circular dependency detected. To resolve with iterative calculation, see File > Settings.")
_HINTS = {"TODAY": "DATE", "DATE": "DATE", "NOW": "DATE_TIME", "TIME": "TIME"}


class Results:
    """The values of one spreadsheet at one moment. Nothing spills: a formula that comes to a matrix is its first cell.

    Functions that the emulator doesn't have are unknown ones (``#NAME?``).
    """

    def __init__(self, book: Book, now: datetime) -> None:
        self.book = book
        self.locale = locale_of(str(book.properties.get("locale", "en_US")))
        self.moment = now
        self._values: dict[Place, Scalar] = {}
        self._busy: set[Place] = set()
        self._matrices: dict[Cells, Matrix] = {}
        self.operations: dict[tuple[int, syntax.Operation], Scalar | Matrix] = {}
        self.formats: dict[Hashable, tuple[Json, Json | None, Mask]] = {}
        self._snapshots: dict[Cells, Hashable] = {}
        self._formulas: dict[int, set[tuple[int, int]]] = {}

    @property
    def now(self) -> float:
        """The moment as a serial number in the spreadsheet's time zone."""
        try:
            zone = ZoneInfo(str(self.book.properties.get("timeZone", "Etc/GMT")))
        except (ZoneInfoNotFoundError, ValueError):
            return serial(self.moment.astimezone(UTC))
        return serial(self.moment.astimezone(zone))

    def value(self, sheet: Sheet, row: int, column: int) -> Scalar:
        """What the cell comes to; ``None`` when it is empty."""
        cell = sheet.cells.get((row, column))
        if cell is None or cell.entered is None:
            return None
        place = (sheet.id, row, column)
        if place in self._values:
            return self._values[place]
        if "formulaValue" not in cell.entered:
            return self._values.setdefault(place, _literal(cell.entered))
        for needed in self._order(place):
            self._work_out(needed)
        return self._values[place]

    def effective(self, sheet: Sheet, row: int, column: int) -> Json | None:
        """The cell's ``effectiveValue``."""
        return extended(self.value(sheet, row, column))

    def number_format(self, sheet: Sheet, row: int, column: int) -> Json | None:
        """The cell's own NumberFormat, or the one that its formula brings along."""
        cell = sheet.cells.get((row, column))
        if cell is None:
            return None
        own: Json | None = (cell.format or {}).get("numberFormat")
        if own and own.get("type", "") not in {"", "NUMBER_FORMAT_TYPE_UNSPECIFIED"}:
            return own
        formula = (cell.entered or {}).get("formulaValue")
        return self._hint(sheet, str(formula)) if formula else None

    def text(self, sheet: Sheet, row: int, column: int) -> str:
        """The cell's ``formattedValue``; empty for an empty cell."""
        value = self.value(sheet, row, column)
        return "" if value is None else self.shown(value, self.number_format(sheet, row, column))

    def shown(self, value: Scalar, number_format: Json | None) -> str:
        """A value as people see it under a NumberFormat."""
        pattern = self.pattern(number_format)
        if isinstance(value, Problem):
            return value.text
        if isinstance(value, str):
            return text_under(value, pattern) if pattern else value
        if value is None or isinstance(value, bool):
            return text(value, self.locale)
        return formatted(value, pattern, self.locale) if pattern else general(value, self.locale)

    def pattern(self, number_format: Json | None) -> str:
        """The pattern of a NumberFormat: its own, or the locale's for its type."""
        if not number_format:
            return ""
        return str(number_format.get("pattern") or self.locale.pattern(str(number_format.get("type", ""))))

    def is_moment(self, number_format: Json | None) -> bool:
        """Whether numbers under that format are dates or times."""
        return (number_format or {}).get("type") in DATE_TYPES or is_date_pattern(self.pattern(number_format))

    def matrix(self, cells: Cells) -> Matrix:
        """All values of a range."""
        if cells not in self._matrices:
            sheet = self.sheet(cells.sheet_id)
            columns = range(cells.left, cells.right)
            self._matrices[cells] = [[self.value(sheet, row, column) for column in columns] for row in range(cells.top, cells.bottom)]
        return self._matrices[cells]

    def sheet(self, sheet_id: int) -> Sheet:
        """The sheet of that id. Raises ``ProblemError`` for one that is gone."""
        found = self.book.by_id(sheet_id)
        if found is None:
            raise lost()
        return found

    def cells(self, node: syntax.Reference | syntax.Name, home: int) -> Cells:
        """The cells that a reference or a named range means in a formula on the sheet ``home``. Raises ``ProblemError``."""
        if isinstance(node, syntax.Name):
            return self._named(node.text)
        sheet = self.sheet(home) if node.sheet is None else self.book.by_title(node.sheet)
        if sheet is None:
            raise fail("REF", f"Unresolved sheet name '{node.sheet}'.")
        area = Area(sheet, node.top, node.left, node.bottom, node.right)
        if not area.rows or not area.columns:
            raise lost()
        return Cells(sheet.id, area.rows.start, area.columns.start, area.rows.stop, area.columns.stop)

    def parsed(self, formula: str) -> syntax.Node:
        """The tree of a formula. Raises ``ProblemError`` for text that is none."""
        try:
            return syntax.parse(formula, self.locale.decimal)
        except syntax.FormulaSyntaxError as error:
            raise fail("ERROR", "Formula parse error.") from error

    def _named(self, name: str) -> Cells:
        found = next((one for one in self.book.named_ranges if str(one["name"]).casefold() == name.casefold()), None)
        if found is None:
            raise fail("NAME", f"Unknown range name: '{name.upper()}'.")
        given = found.get("range")
        if not given:
            raise lost()
        sheet = self.sheet(int(given.get("sheetId", 0)))
        ends = (given.get("startRowIndex", 0), given.get("startColumnIndex", 0), given.get("endRowIndex"), given.get("endColumnIndex"))
        area = Area(sheet, *ends)
        return Cells(sheet.id, area.rows.start, area.columns.start, area.rows.stop, area.columns.stop)

    def _order(self, place: Place) -> Iterator[Place]:
        """The formulas that ``place`` needs, those first that need no other; itself last. Keeps long chains from being worked out in depth."""
        seen = {place}
        waiting: list[tuple[Place, Iterator[Place]]] = [(place, self._needs(place))]
        while waiting:
            current, needs = waiting[-1]
            following = next((one for one in needs if one not in seen and one not in self._values and one not in self._busy), None)
            if following is None:
                waiting.pop()
                yield current
            else:
                seen.add(following)
                waiting.append((following, self._needs(following)))

    def _needs(self, place: Place) -> Iterator[Place]:
        try:
            needs = syntax.needs(self._formula(place), self.locale.decimal)
        except syntax.FormulaSyntaxError:
            return
        for node in needs.cells:
            try:
                cells = self.cells(node, place[0])
            except ProblemError:
                continue
            for row, column in self._formulas_in(cells):
                yield cells.sheet_id, row, column

    def _formulas_in(self, cells: Cells) -> list[tuple[int, int]]:
        if cells.sheet_id not in self._formulas:
            known = self.sheet(cells.sheet_id).cells
            self._formulas[cells.sheet_id] = {place for place, cell in known.items() if cell.entered and "formulaValue" in cell.entered}
        places = self._formulas[cells.sheet_id]
        if cells.single:
            return [(cells.top, cells.left)] if (cells.top, cells.left) in places else []
        return [(row, column) for row, column in places if cells.top <= row < cells.bottom and cells.left <= column < cells.right]

    def _formula(self, place: Place) -> str:
        cell = self.sheet(place[0]).cells[place[1], place[2]]
        return str((cell.entered or {})["formulaValue"])

    def _work_out(self, place: Place) -> None:
        if place in self._values:
            return
        if place in self._busy:
            self._values[place] = _CIRCLE
            return
        self._busy.add(place)
        try:
            self._values.setdefault(place, self._result(place))
        finally:
            self._busy.discard(place)

    def _result(self, place: Place) -> Scalar:
        key = self._key(place)
        if key is None:
            return self._evaluated(place)
        found = _KNOWN.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = self._evaluated(place)
            if len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[key] = found
        return found

    def _evaluated(self, place: Place) -> Scalar:
        try:
            formula = Formula(self, *place)
            return formula.scalar(formula.evaluate(self.parsed(self._formula(place))))
        except ProblemError as error:
            return error.problem

    def _key(self, place: Place) -> Hashable | None:
        """All that the formula's result depends on; ``None`` where that can't be said beforehand."""
        formula = self._formula(place)
        try:
            needs = syntax.needs(formula, self.locale.decimal)
            if needs.functions & _UNSTEADY:
                return None
            cells = [self.cells(node, place[0]) for node in needs.cells]
            return formula, self.book.properties.get("locale"), place, tuple((one, self._frozen(one)) for one in cells)
        except (ProblemError, syntax.FormulaSyntaxError):
            return None

    def _frozen(self, cells: Cells) -> Hashable:
        if cells not in self._snapshots:
            # TRUE and 1 are equal to Python but not to a formula.
            self._snapshots[cells] = tuple(("boolean", one) if isinstance(one, bool) else one for one in flat(self.matrix(cells)))
        return self._snapshots[cells]

    def _hint(self, sheet: Sheet, formula: str) -> Json | None:
        try:
            return self._hint_of(self.parsed(formula), sheet.id)
        except ProblemError:
            return None

    def _hint_of(self, node: syntax.Node, home: int) -> Json | None:
        """The NumberFormat that a formula takes over: of its function, or of the first cell it works on (how far Google goes is unverified)."""
        match node:
            case syntax.Call(name=name) if name in _HINTS:
                return {"type": _HINTS[name], "pattern": self.locale.pattern(_HINTS[name])}
            case (
                syntax.Call(name="IF", arguments=(_, first, *_))
                | syntax.Call(name="IFERROR" | "MAX" | "MIN" | "SUM" | "INDEX", arguments=(first, *_))
            ):
                return self._hint_of(first, home)
            case syntax.Operation(sign="+" | "-" | "*" | "/" as sign, operands=operands):
                hints = [hint for operand in operands if (hint := self._hint_of(operand, home))]
                like_by_like = sign in "-/" and len(hints) > 1
                return hints[0] if hints and not like_by_like else None
            case syntax.Reference():
                cells = self.cells(node, home)
                cell = self.sheet(cells.sheet_id).cells.get((cells.top, cells.left))
                found: Json | None = (cell.format or {}).get("numberFormat") if cell else None
                return found
            case _:
                return None


def extended(value: Scalar) -> Json | None:
    """A value as ExtendedValue."""
    match value:
        case None:
            return None
        case Problem():
            return {"errorValue": {"type": value.type} | ({"message": value.message} if value.message else {})}
        case bool():
            return {"boolValue": value}
        case str():
            return {"stringValue": value}
        case _:
            return {"numberValue": plain_number(value)}


def plain_number(value: float) -> float | int:
    """A number as JSON shows it: whole ones without a point."""
    return int(value) if value == int(value) and abs(value) < 10**15 else value


def _literal(entered: Json) -> Scalar:
    if "stringValue" in entered:
        return str(entered["stringValue"])
    if "numberValue" in entered:
        return float(entered["numberValue"])
    if "boolValue" in entered:
        return bool(entered["boolValue"])
    error = entered.get("errorValue")
    return Problem(str(error["type"]), str(error.get("message", ""))) if error else None
