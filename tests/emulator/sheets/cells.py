"""One cell as the API shows it: CellData."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.emulator.masks import Mask
from tests.emulator.sheets import syntax
from tests.emulator.sheets.book import Cell, Json, Sheet
from tests.emulator.sheets.evaluation import Formula
from tests.emulator.sheets.formulas import Results
from tests.emulator.sheets.results import ProblemError, Scalar, text

EVERYTHING = Mask()

Make = Callable[[Results, Sheet, int, int, Cell, Mask], Any]
Fields = tuple[tuple[str, Make, Mask], ...]

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


def cell_json(results: Results, sheet: Sheet, row: int, column: int, wanted: Fields) -> Json:
    """The CellData of a cell; of its fields only the ``wanted`` ones are worked out. An empty cell is ``{}``."""
    cell = sheet.cells.get((row, column))
    if cell is None:
        return {}
    found: Json = {}
    for name, make, mask in wanted:
        if value := make(results, sheet, row, column, cell, mask):
            found[name] = value
    return found


def fields(mask: Mask) -> Fields:
    """The fields that a mask of CellData wants, for ``cell_json``."""
    return tuple((name, make, below) for name, make in _FIELDS.items() if (below := mask.below(name)) is not None)


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> Json:
    """``under`` with what ``over`` says instead, message by message; a colour is one thing."""
    found = dict(under)
    for name, value in over.items():
        before = found.get(name)
        is_message = isinstance(before, dict) and isinstance(value, dict) and "olor" not in name
        found[name] = merged(before or {}, value) if is_message else value
    return found


def _effective_format(results: Results, sheet: Sheet, row: int, column: int, cell: Cell, mask: Mask) -> Json:
    """What ``mask`` wants of ``effectiveFormat``. Whole areas look alike: it is worked out once for all cells that people formatted together."""
    number_format = results.number_format(sheet, row, column) or {}
    alignment = _alignment(results.value(sheet, row, column))
    link = bool(_hyperlink(results, sheet, row, column, cell, EVERYTHING))
    key = id(cell.format), id(mask), alignment, link, tuple(number_format.items())
    if key not in results.formats:
        found = mask.apply(_format(results, cell, number_format, alignment, link=link))
        results.formats[key] = found, cell.format, mask  # kept with what the ids stand for, or another object might get them
    return results.formats[key][0]


def _format(results: Results, cell: Cell, number_format: Json, alignment: str, *, link: bool) -> Json:
    """The spreadsheet's default, what the value asks for, and what people set. Conditional formats don't count."""
    found: Json = merged(results.book.properties.get("defaultFormat", {}), {"hyperlinkDisplayType": "LINKED" if link else "PLAIN_TEXT"})
    if link:
        found = merged(found, {"textFormat": _LINK})
    if alignment:
        found["horizontalAlignment"] = alignment
    if number_format:
        found["numberFormat"] = {**number_format, "pattern": results.pattern(number_format)}
    found = merged(found, cell.format or {})
    return {name: found[name] for name in _FORMAT_ORDER if name in found}


def _alignment(value: Scalar) -> str:
    if value is None:
        return ""
    return "RIGHT" if isinstance(value, float) else "CENTER" if isinstance(value, bool) else "LEFT"


def _hyperlink(results: Results, sheet: Sheet, row: int, column: int, cell: Cell, _mask: Mask) -> str:
    """Where the cell leads: a HYPERLINK formula, a link of its format, or the one link in its text."""
    if cell.entered and "formulaValue" in cell.entered:
        return _formula_link(results, sheet, row, column, str(cell.entered["formulaValue"]))
    if cell.format and "link" in cell.format.get("textFormat", {}):
        return str(cell.format["textFormat"]["link"].get("uri", ""))
    links = [one["format"]["link"]["uri"] for one in cell.runs or () if "link" in one.get("format", {})]
    return str(links[0]) if len(links) == 1 else ""


def _formula_link(results: Results, sheet: Sheet, row: int, column: int, formula: str) -> str:
    if "HYPERLINK" not in formula.upper():
        return ""
    try:
        node = results.parsed(formula)
        if not isinstance(node, syntax.Call) or node.name != "HYPERLINK" or not node.arguments:
            return ""
        reader = Formula(results, sheet.id, row, column)
        return text(reader.scalar(reader.evaluate(node.arguments[0])), results.locale)
    except ProblemError:
        return ""


_FIELDS: dict[str, Make] = {
    "userEnteredValue": lambda _results, _sheet, _row, _column, cell, _mask: cell.entered,
    "effectiveValue": lambda results, sheet, row, column, _cell, _mask: results.effective(sheet, row, column),
    "formattedValue": lambda results, sheet, row, column, _cell, _mask: results.text(sheet, row, column),
    "userEnteredFormat": lambda _results, _sheet, _row, _column, cell, _mask: cell.format,
    "effectiveFormat": _effective_format,
    "hyperlink": _hyperlink,
    "note": lambda _results, _sheet, _row, _column, cell, _mask: cell.note,
    "textFormatRuns": lambda _results, _sheet, _row, _column, cell, _mask: cell.runs,
    "dataValidation": lambda _results, _sheet, _row, _column, cell, _mask: cell.validation,
    "chipRuns": lambda _results, _sheet, _row, _column, cell, _mask: cell.chips,
}
