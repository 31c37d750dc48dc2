"""What cells accept and when they change colour: Google's BooleanConditions as validations and conditional formats of openpyxl."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from tests.emulator.drive.xlsx_formulas import portable
from tests.emulator.drive.xlsx_looks import Palette, changed_font, solid
from tests.emulator.sheets.book import Json, Sheet

LONGEST_INLINE_LIST = 255

OPERATORS: Mapping[str, str] = {
    "NUMBER_BETWEEN": "between",
    "NUMBER_NOT_BETWEEN": "notBetween",
    "NUMBER_EQ": "equal",
    "NUMBER_NOT_EQ": "notEqual",
    "NUMBER_GREATER": "greaterThan",
    "NUMBER_GREATER_THAN_EQ": "greaterThanOrEqual",
    "NUMBER_LESS": "lessThan",
    "NUMBER_LESS_THAN_EQ": "lessThanOrEqual",
}

Kind = Literal["min", "max", "num", "percent", "percentile"]
Test = Callable[[str, list[str]], str]

TESTS: Mapping[str, Test] = {
    "BLANK": lambda cell, _: f"LEN(TRIM({cell}))=0",
    "NOT_BLANK": lambda cell, _: f"LEN(TRIM({cell}))>0",
    "TEXT_EQ": lambda cell, given: f"{cell}={quoted(given[0])}",
    "TEXT_NOT_EQ": lambda cell, given: f"{cell}<>{quoted(given[0])}",
    "TEXT_CONTAINS": lambda cell, given: f"NOT(ISERROR(SEARCH({quoted(given[0])},{cell})))",
    "TEXT_NOT_CONTAINS": lambda cell, given: f"ISERROR(SEARCH({quoted(given[0])},{cell}))",
    "TEXT_STARTS_WITH": lambda cell, given: f"LEFT({cell},LEN({quoted(given[0])}))={quoted(given[0])}",
    "TEXT_ENDS_WITH": lambda cell, given: f"RIGHT({cell},LEN({quoted(given[0])}))={quoted(given[0])}",
    "NUMBER_EQ": lambda cell, given: f"{cell}={given[0]}",
    "NUMBER_NOT_EQ": lambda cell, given: f"{cell}<>{given[0]}",
    "NUMBER_GREATER": lambda cell, given: f"AND(ISNUMBER({cell}),{cell}>{given[0]})",
    "NUMBER_GREATER_THAN_EQ": lambda cell, given: f"AND(ISNUMBER({cell}),{cell}>={given[0]})",
    "NUMBER_LESS": lambda cell, given: f"AND(ISNUMBER({cell}),{cell}<{given[0]})",
    "NUMBER_LESS_THAN_EQ": lambda cell, given: f"AND(ISNUMBER({cell}),{cell}<={given[0]})",
    "NUMBER_BETWEEN": lambda cell, given: f"AND({cell}>={given[0]},{cell}<={given[1]})",
    "CUSTOM_FORMULA": lambda _, given: given[0],
}


def quoted(text: str) -> str:
    """Text as a formula says it."""
    return '"' + text.replace('"', '""') + '"'


def validations(sheet: Sheet) -> Iterator[tuple[Json, list[tuple[int, int]]]]:
    """Each rule of the sheet's cells once, with its cells."""
    found: list[tuple[Json, list[tuple[int, int]]]] = []
    for place, cell in sorted(sheet.cells.items()):
        if cell.validation is None:
            continue
        for rule, places in found:
            if rule == cell.validation:
                places.append(place)
                break
        else:
            found.append((cell.validation, [place]))
    yield from found


@dataclass(frozen=True, slots=True)
class Rules:
    """Turns the rules of one spreadsheet into those of openpyxl.

    ``decimal`` is the decimal sign in its formulas; ``long_list`` puts choices that don't fit a rule somewhere else and says where.
    """

    palette: Palette
    decimal: str
    long_list: Callable[[list[str]], str]

    def validation(self, rule: Json) -> DataValidation | None:
        """What a cell accepts; ``None`` for conditions that a workbook can't have."""
        made = self._validation(*self._condition(rule))
        if made is None:
            return None
        if message := rule.get("inputMessage"):
            made.prompt, made.showInputMessage = str(message)[:LONGEST_INLINE_LIST], True
        made.errorStyle = "stop" if rule.get("strict") else "warning"
        made.showErrorMessage = bool(rule.get("strict"))
        made.showDropDown = rule.get("showCustomUi") is False  # in the file format the word means its opposite
        return made

    def conditional(self, rule: Json, first_cell: str) -> Rule | None:
        """When cells change their colour, seen from the first of them; ``None`` for conditions that a workbook can't have."""
        if "gradientRule" in rule:
            return _gradient(rule["gradientRule"], self.palette)
        boolean = rule["booleanRule"]
        kind, given = self._condition(boolean)
        if kind not in TESTS:
            return None
        form = boolean.get("format", {})
        background = self.palette.of(form, "backgroundColor")
        font = changed_font(form.get("textFormat", {}), self.palette)
        look = DifferentialStyle(font=font, fill=solid(background) if background else None)
        return Rule("expression", dxf=look, formula=[TESTS[kind](first_cell, given)])

    def _condition(self, rule: Json) -> tuple[str, list[str]]:
        condition = rule["condition"]
        given = [str(one.get("userEnteredValue", "")) for one in condition.get("values", ())]
        return condition["type"], [portable(one, self.decimal)[1:] if one.startswith("=") else one for one in given]

    def _validation(self, kind: str, given: list[str]) -> DataValidation | None:
        if kind in OPERATORS:
            return DataValidation("decimal", OPERATORS[kind], given[0], given[1] if len(given) > 1 else None, allow_blank=True)
        formulas: Mapping[str, Callable[[], str]] = {
            "ONE_OF_LIST": lambda: self._choices(given),
            "ONE_OF_RANGE": lambda: given[0],
            "BOOLEAN": lambda: '"TRUE,FALSE"',
            "CUSTOM_FORMULA": lambda: given[0],
        }
        if kind not in formulas:
            return None
        return DataValidation("custom" if kind == "CUSTOM_FORMULA" else "list", formula1=formulas[kind](), allow_blank=True)

    def _choices(self, choices: list[str]) -> str:
        inline = ",".join(choices)
        fits = len(inline) <= LONGEST_INLINE_LIST and not any("," in one or '"' in one for one in choices)
        return f'"{inline}"' if fits else self.long_list(choices)


def _gradient(rule: Json, palette: Palette) -> Rule:
    points = [rule[name] for name in ("minpoint", "midpoint", "maxpoint") if name in rule]
    kinds: Mapping[str, Kind] = {"MIN": "min", "MAX": "max", "NUMBER": "num", "PERCENT": "percent", "PERCENTILE": "percentile"}
    ends = [FormatObject(kinds[point["type"]], str(point.get("value", "")).removeprefix("=") or None) for point in points]
    colors = [Color(f"FF{palette.of(point, 'color') or 'FFFFFF'}") for point in points]
    return Rule("colorScale", colorScale=ColorScale(ends, colors))
