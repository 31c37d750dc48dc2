"""Requests that change the texts in cells: found and replaced, split, trimmed."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.emulator.errors import unimplemented
from tests.emulator.sheets.a1 import Area
from tests.emulator.sheets.book import Cell, Json, Sheet
from tests.emulator.sheets.work import Kind, Rejected, Work
from tests.emulator.sheets.writing import write

_DELIMITERS: Mapping[str, str] = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}
_GROUP = re.compile(r"\$([0-9])")


@dataclass(slots=True)
class _Replaced:
    """What a find and replace has changed."""

    values: int = 0
    formulas: int = 0
    rows: set[tuple[int, int]] = field(default_factory=set)
    sheets: set[int] = field(default_factory=set)
    occurrences: int = 0

    def counts(self) -> Json:
        found = {
            "valuesChanged": self.values,
            "formulasChanged": self.formulas,
            "rowsChanged": len(self.rows),
            "sheetsChanged": len(self.sheets),
            "occurrencesChanged": self.occurrences,
        }
        return {name: count for name, count in found.items() if count}


def find_replace(work: Work, request: Json) -> Json:
    """``findReplace``: in a range, a sheet or all sheets; what comes out is read as typed. Formulas are left out unless asked for."""
    if not request.get("find"):
        raise Rejected("find must not be empty.")
    replace = _replacer(request)
    found = _Replaced()
    for area in _areas(work, request):
        for (row, column), cell in _cells(area):
            entered = cell.entered or {}
            is_formula = "formulaValue" in entered
            if is_formula and not request.get("includeFormulas"):
                continue
            old = str(entered["formulaValue"]) if is_formula else work.results().text(area.sheet, row, column)
            new, count = replace(old)
            if count:
                work.guard(Area(area.sheet, row, column, row + 1, column + 1))
                _type(work, area.sheet, row, column, new)
                found.occurrences += count
                found.formulas += is_formula
                found.values += not is_formula
                found.rows.add((area.sheet.id, row))
                found.sheets.add(area.sheet.id)
    return found.counts()


def text_to_columns(work: Work, request: Json) -> Json:
    """``textToColumns``: the texts of one column, cut at a delimiter, into the columns to its right."""
    area = work.writable(request.get("source"))
    if len(area.columns) != 1:
        raise Rejected("The source range must span exactly one column.")
    kind = request.get("delimiterType")
    if kind == "AUTODETECT":
        raise unimplemented("textToColumns that finds its own delimiter")
    delimiter = request.get("delimiter") if kind == "CUSTOM" else _DELIMITERS.get(str(kind))
    if not delimiter:
        raise Rejected("A delimiter must be specified.")
    for (row, column), cell in list(_cells(area)):
        text = str((cell.entered or {}).get("stringValue", ""))
        for offset, part in enumerate(text.split(delimiter) if text else []):
            if column + offset >= area.sheet.column_count:
                area.sheet.properties["gridProperties"]["columnCount"] = column + offset + 1
            _type(work, area.sheet, row, column + offset, part)
    work.check_size()
    return {}


def trim_whitespace(work: Work, request: Json) -> Json:
    """``trimWhitespace``: none at the ends of texts, single spaces inside; a text stays a text."""
    area = work.writable(request.get("range"))
    count = 0
    for _, cell in _cells(area):
        old = (cell.entered or {}).get("stringValue")
        new = " ".join(str(old).split()) if old is not None else None
        if new != old:
            cell.entered = {"stringValue": new} if new else None
            count += 1
    area.sheet.tidy()
    return {"cellsChangedCount": count} if count else {}


def _areas(work: Work, request: Json) -> list[Area]:
    if "range" in request:
        return [work.area(request["range"])]
    if "sheetId" in request:
        return [Area(work.sheet(request["sheetId"]))]
    if request.get("allSheets"):
        return [Area(sheet) for sheet in work.book.ordered()]
    raise Rejected("Exactly one of range, sheetId or allSheets must be set.")


def _cells(area: Area) -> Iterator[tuple[tuple[int, int], Cell]]:
    """The filled cells of an area, row by row."""
    places = sorted(place for place, cell in area.sheet.cells.items() if cell.entered and place[0] in area.rows and place[1] in area.columns)
    for place in places:
        yield place, area.sheet.cells[place]


def _replacer(request: Json) -> Callable[[str], tuple[str, int]]:
    """What gives the text with everything replaced, and how often it was."""
    is_regex, wanted = bool(request.get("searchByRegex")), str(request["find"])
    flags = re.NOFLAG if request.get("matchCase") else re.IGNORECASE
    try:
        pattern = re.compile(wanted if is_regex else re.escape(wanted), flags)
    except re.error as error:
        raise Rejected(f"Invalid regular expression: {wanted}") from error
    said = str(request.get("replacement", ""))
    template = _GROUP.sub(r"\\g<\1>", said.replace("\\", "\\\\"))

    def replaced(match: "re.Match[str]") -> str:
        return match.expand(template) if is_regex else said

    def replace(text: str) -> tuple[str, int]:
        if request.get("matchEntireCell"):
            match = pattern.fullmatch(text)
            return (replaced(match), 1) if match else (text, 0)
        return pattern.subn(replaced, text)

    return replace


def _type(work: Work, sheet: Sheet, row: int, column: int, text: str) -> None:
    write(work.book, Area(sheet, row, column, row + 1, column + 1), [[text]], "USER_ENTERED", work.now)


KINDS: Mapping[str, Kind] = {
    "findReplace": find_replace,
    "textToColumns": text_to_columns,
    "trimWhitespace": trim_whitespace,
}
