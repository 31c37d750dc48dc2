"""The cell references inside of formulas: found, changed, written back; everything else in a formula stays as it was typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.emulator.sheets.a1 import MAX_COLUMNS, column_index, column_letters, quoted
from tests.emulator.sheets.book import Book, Json, Sheet
from tests.emulator.sheets.syntax import FormulaSyntaxError, Token, tokens

_CORNER = re.compile(r"(?:(?P<fixed_column>\$)?(?P<letters>[A-Za-z]{1,3}))?(?:(?P<fixed_row>\$)?(?P<digits>[0-9]+))?")

LOST = "#REF!"


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference, from 0; ``None`` is a whole row or column."""

    row: int | None
    column: int | None
    fixed_row: bool = False
    fixed_column: bool = False

    def __str__(self) -> str:
        column = "" if self.column is None else "$" * self.fixed_column + column_letters(self.column)
        row = "" if self.row is None else "$" * self.fixed_row + str(self.row + 1)
        return column + row


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as it stands in a formula. ``sheet`` is the title before the ``!``; ``last`` is ``None`` for a single cell."""

    sheet: str | None
    first: Corner
    last: Corner | None = None

    def __str__(self) -> str:
        sheet = "" if self.sheet is None else f"{quoted(self.sheet)}!"
        return f"{sheet}{self.first}" + ("" if self.last is None else f":{self.last}")

    def grid_range(self, sheet_id: int) -> Json:
        """The cells it means, as a GridRange on that sheet."""
        corners = (self.first, self.last or self.first)
        found: Json = {"sheetId": sheet_id}
        for kind, ends in (("Row", [one.row for one in corners]), ("Column", [one.column for one in corners])):
            said = sorted(end for end in ends if end is not None)
            if said:
                found[f"start{kind}Index"] = said[0]
            if len(said) == len(ends):
                found[f"end{kind}Index"] = said[-1] + 1
        return found

    def at(self, given: Json) -> "Reference":
        """The same reference to other cells, given as a GridRange that is bounded where this one is."""
        first = replace(
            self.first,
            row=_kept(self.first.row, given.get("startRowIndex")),
            column=_kept(self.first.column, given.get("startColumnIndex")),
        )
        if self.last is None:
            return replace(self, first=first)
        last = replace(
            self.last,
            row=_kept(self.last.row, given.get("endRowIndex"), -1),
            column=_kept(self.last.column, given.get("endColumnIndex"), -1),
        )
        return replace(self, first=first, last=last)

    def offset(self, rows: int, columns: int) -> "Reference | None":
        """What it becomes in a copy of its cell further down and to the right; ``None`` when that is no cell."""
        first, last = _moved(self.first, rows, columns), self.last and _moved(self.last, rows, columns)
        if first is None or (self.last and last is None):
            return None
        return replace(self, first=first, last=last)


Change = Callable[[Reference], Reference | None]
"""What becomes of a reference; ``None`` when its cells are gone."""


def rewritten(formula: str, change: Change) -> str:
    """``formula`` with every reference changed. What ``change`` gives back as it was keeps its spelling; what can't be read stays as it is."""
    parts: list[str] = []
    done = 0
    for token in _tokens(formula):
        reference = _read(token.text)
        changed = change(reference)
        if changed != reference:
            parts += formula[done : token.start], LOST if changed is None else str(changed)
            done = token.end
    return "".join((*parts, formula[done:]))


def copied(formula: str, rows: int, columns: int) -> str:
    """``formula`` as it reads in a cell that many rows below and columns to the right: what is not fixed by ``$`` moves along."""
    return rewritten(formula, lambda reference: reference.offset(rows, columns))


def rewrite_all(book: Book, change: Callable[[Reference, Sheet], Reference | None]) -> None:
    """Change the references of every formula in the book: in cells, validations, conditional formats and filters.

    ``change`` also gets the sheet that the formula stands on.
    """
    for sheet in book.sheets:
        here = _on(sheet, change)
        validations: dict[int, Json] = {}
        for cell in sheet.cells.values():
            if cell.entered and "formulaValue" in cell.entered:
                cell.entered = {"formulaValue": rewritten(str(cell.entered["formulaValue"]), here)}
            if cell.validation:
                key = id(cell.validation)
                if key not in validations:
                    validations[key] = _conditions(cell.validation, here)
                cell.validation = validations[key]
        sheet.conditional_formats = [_conditions(rule, here) for rule in sheet.conditional_formats]
        sheet.filter_views = [_conditions(view, here) for view in sheet.filter_views]
        sheet.basic_filter = sheet.basic_filter and _conditions(sheet.basic_filter, here)


def _on(sheet: Sheet, change: Callable[[Reference, Sheet], Reference | None]) -> Change:
    return lambda reference: change(reference, sheet)


def _conditions(value: Any, change: Change) -> Any:
    """JSON with the formulas of its conditions changed; the very same object where there is none."""
    if isinstance(value, list):
        found = [_conditions(one, change) for one in value]
        return value if all(new is old for new, old in zip(found, value, strict=True)) else found
    if not isinstance(value, dict):
        return value
    text = value.get("userEnteredValue")
    if isinstance(text, str) and text.startswith("="):
        return {**value, "userEnteredValue": rewritten(text, change)}
    new = {name: _conditions(one, change) for name, one in value.items()}
    return value if all(new[name] is value[name] for name in value) else new


def _tokens(formula: str) -> list[Token]:
    """The references of a formula; none in a text that is no formula."""
    try:
        return [token for token in tokens(formula) if token.kind == "reference"]
    except FormulaSyntaxError:
        return []


def _read(text: str) -> Reference:
    title, bang, cells = text.rpartition("!")
    sheet = (title[1:-1].replace("''", "'") if title.startswith("'") else title) if bang else None
    first, _, last = cells.partition(":")
    return Reference(sheet, _corner(first), _corner(last) if last else None)


def _corner(text: str) -> Corner:
    match = _CORNER.fullmatch(text)
    column, row = (match["letters"], match["digits"]) if match else (None, None)
    return Corner(
        int(row) - 1 if row else None,
        column_index(column) if column else None,
        fixed_row=bool(match and match["fixed_row"]),
        fixed_column=bool(match and match["fixed_column"]),
    )


def _kept(old: int | None, new: Any, shift: int = 0) -> int | None:
    return None if old is None else int(new) + shift


def _moved(corner: Corner, rows: int, columns: int) -> Corner | None:
    row = corner.row if corner.row is None or corner.fixed_row else corner.row + rows
    column = corner.column if corner.column is None or corner.fixed_column else corner.column + columns
    if (row is not None and row < 0) or (column is not None and not 0 <= column < MAX_COLUMNS):
        return None
    return replace(corner, row=row, column=column)
