"""One cell as the API shows it: CellData."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.emulator.masks import Mask
from tests.emulator.sheets import syntax
from tests.emulator.sheets.book import Cell, Json, Sheet
from tests.emulator.sheets.evaluation import Formula
from tests.emulator.sheets.formulas import Results, extended
from tests.emulator.sheets.results import ProblemError, Scalar, text

EVERYTHING = Mask()

Make = Callable[[Results, Sheet, int, int, Cell], Any]
Fields = tuple[tuple[str, Make], ...]

_FORMAT_ORDER = (
    "numberFormat",
    "backgroundColor",
    "borders",
    "padding",
    "horizontalAlignment",
    "verticalAlignment",
    "wrapStrategy",
    "textDirection",
    "textFormat",
    "hyperlinkDisplayType",
    "textRotation",
    "backgroundColorStyle",
)
_LINK_COLOR: Json = {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
_LINK: Json = {"underline": True, "foregroundColor": _LINK_COLOR, "foregroundColorStyle": {"themeColor": "LINK"}}


def cell_json(results: Results, sheet: Sheet, row: int, column: int, wanted: Fields | None = None) -> Json:
    """The CellData of a cell; of its fields only the ``wanted`` ones (from ``fields``) are worked out. An empty cell is ``{}``."""
    cell = sheet.cells.get((row, column))
    if cell is None:
        return {}
    found: Json = {}
    for name, make in _FIELDS.items() if wanted is None else wanted:
        if value := make(results, sheet, row, column, cell):
            found[name] = value
    return found


def fields(mask: Mask) -> Fields:
    """The fields that a mask of CellData wants, for ``cell_json``."""
    return tuple((name, make) for name, make in _FIELDS.items() if mask.below(name) is not None)


def effective_format(results: Results, sheet: Sheet, row: int, column: int) -> Json:
    """The cell's ``effectiveFormat``: the spreadsheet's default, what its value asks for, and what people set. Conditional formats don't count."""
    cell = sheet.cells.get((row, column)) or Cell()
    value = results.value(sheet, row, column)
    linked = bool(_hyperlink(results, sheet, row, column, cell))
    found: Json = merged(results.book.properties.get("defaultFormat", {}), {"hyperlinkDisplayType": "LINKED" if linked else "PLAIN_TEXT"})
    if linked:
        found = merged(found, {"textFormat": _LINK})
    if value is not None:
        found["horizontalAlignment"] = _alignment(value)
    if number_format := results.number_format(sheet, row, column):
        found["numberFormat"] = {**number_format, "pattern": results.pattern(number_format)}
    found = merged(found, cell.format or {})
    return {name: found[name] for name in _FORMAT_ORDER if name in found}


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> Json:
    """``under`` with what ``over`` says instead, message by message; a colour is one thing."""
    found = dict(under)
    for name, value in over.items():
        before = found.get(name)
        is_message = isinstance(before, Mapping) and isinstance(value, Mapping) and "olor" not in name
        found[name] = merged(before or {}, value) if is_message else value
    return found


def _alignment(value: Scalar) -> str:
    return "RIGHT" if isinstance(value, float) else "CENTER" if isinstance(value, bool) else "LEFT"


def _effective_value(results: Results, sheet: Sheet, row: int, column: int, _cell: Cell) -> Json | None:
    return extended(results.value(sheet, row, column))


def _formatted_value(results: Results, sheet: Sheet, row: int, column: int, _cell: Cell) -> str:
    return results.text(sheet, row, column)


def _effective_format(results: Results, sheet: Sheet, row: int, column: int, _cell: Cell) -> Json:
    return effective_format(results, sheet, row, column)


def _hyperlink(results: Results, sheet: Sheet, row: int, column: int, cell: Cell) -> str:
    """Where the cell leads: a HYPERLINK formula, a link of its format, or the one link in its text."""
    formula = str((cell.entered or {}).get("formulaValue", ""))
    if formula:
        return _formula_link(results, sheet, row, column, formula) if "HYPERLINK" in formula.upper() else ""
    link = (cell.format or {}).get("textFormat", {}).get("link")
    links = [one["format"]["link"]["uri"] for one in cell.runs or [] if "link" in one.get("format", {})]
    return str(link["uri"]) if link else str(links[0]) if len(links) == 1 else ""


def _formula_link(results: Results, sheet: Sheet, row: int, column: int, formula: str) -> str:
    try:
        node = results.parsed(formula)
        if not isinstance(node, syntax.Call) or node.name != "HYPERLINK" or not node.arguments:
            return ""
        reader = Formula(results, sheet.id, row, column)
        return text(reader.scalar(reader.evaluate(node.arguments[0])), results.locale)
    except ProblemError:
        return ""


def _entered(_results: Results, _sheet: Sheet, _row: int, _column: int, cell: Cell) -> Json | None:
    return cell.entered


_FIELDS: dict[str, Make] = {
    "userEnteredValue": _entered,
    "effectiveValue": _effective_value,
    "formattedValue": _formatted_value,
    "userEnteredFormat": lambda _results, _sheet, _row, _column, cell: cell.format,
    "effectiveFormat": _effective_format,
    "hyperlink": _hyperlink,
    "note": lambda _results, _sheet, _row, _column, cell: cell.note,
    "textFormatRuns": lambda _results, _sheet, _row, _column, cell: cell.runs,
    "dataValidation": lambda _results, _sheet, _row, _column, cell: cell.validation,
    "chipRuns": lambda _results, _sheet, _row, _column, cell: cell.chips,
}
