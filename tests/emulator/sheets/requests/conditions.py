"""Conditions of validations, conditional formats and filters: which exist where, and how many values each takes."""

from collections.abc import Mapping
from typing import Literal

from tests.emulator.sheets.book import Json
from tests.emulator.sheets.work import Rejected

Use = Literal["data validation", "conditional formatting", "filters"]

_EVERYWHERE: frozenset[Use] = frozenset({"data validation", "conditional formatting", "filters"})
_VALIDATION: frozenset[Use] = frozenset({"data validation"})
_SHOWING: frozenset[Use] = frozenset({"conditional formatting", "filters"})

ANY_NUMBER = 100_000

CONDITIONS: Mapping[str, tuple[int, int, frozenset[Use]]] = {
    "NUMBER_GREATER": (1, 1, _EVERYWHERE),
    "NUMBER_GREATER_THAN_EQ": (1, 1, _EVERYWHERE),
    "NUMBER_LESS": (1, 1, _EVERYWHERE),
    "NUMBER_LESS_THAN_EQ": (1, 1, _EVERYWHERE),
    "NUMBER_EQ": (1, 1, _EVERYWHERE),
    "NUMBER_NOT_EQ": (1, 1, _EVERYWHERE),
    "NUMBER_BETWEEN": (2, 2, _EVERYWHERE),
    "NUMBER_NOT_BETWEEN": (2, 2, _EVERYWHERE),
    "TEXT_CONTAINS": (1, 1, _EVERYWHERE),
    "TEXT_NOT_CONTAINS": (1, 1, _EVERYWHERE),
    "TEXT_STARTS_WITH": (1, 1, _SHOWING),
    "TEXT_ENDS_WITH": (1, 1, _SHOWING),
    "TEXT_EQ": (1, 1, _EVERYWHERE),
    "TEXT_IS_EMAIL": (0, 0, _VALIDATION),
    "TEXT_IS_URL": (0, 0, _VALIDATION),
    "DATE_EQ": (1, 1, _EVERYWHERE),
    "DATE_BEFORE": (1, 1, _EVERYWHERE),
    "DATE_AFTER": (1, 1, _EVERYWHERE),
    "DATE_ON_OR_BEFORE": (1, 1, _VALIDATION),
    "DATE_ON_OR_AFTER": (1, 1, _VALIDATION),
    "DATE_BETWEEN": (2, 2, _VALIDATION),
    "DATE_NOT_BETWEEN": (2, 2, _VALIDATION),
    "DATE_IS_VALID": (0, 0, _VALIDATION),
    "ONE_OF_RANGE": (1, 1, _VALIDATION),
    "ONE_OF_LIST": (1, ANY_NUMBER, _VALIDATION),
    "BLANK": (0, 0, _SHOWING),
    "NOT_BLANK": (0, 0, _SHOWING),
    "CUSTOM_FORMULA": (1, 1, _EVERYWHERE),
    "BOOLEAN": (0, 2, _VALIDATION),
}
"""By type: the fewest and the most values, and where Google's documents say that it is supported."""


def check_condition(condition: Json | None, use: Use) -> None:
    """Raise ``Rejected`` for a condition that ``use`` doesn't take (wordings unverified)."""
    kind = str((condition or {}).get("type", "CONDITION_TYPE_UNSPECIFIED"))
    if condition is None or kind not in CONDITIONS:
        raise Rejected("A condition with a type must be specified.")
    fewest, most, uses = CONDITIONS[kind]
    values = condition.get("values", [])
    if use not in uses:
        raise Rejected(f"ConditionType '{kind}' is not supported by {use}.")
    if not fewest <= len(values) <= most:
        wanted = f"at least {fewest}" if most == ANY_NUMBER else str(fewest) if fewest == most else f"{fewest} to {most}"
        raise Rejected(f"ConditionType '{kind}' requires {wanted} ConditionValues, but {len(values)} are set.")
    if any("userEnteredValue" not in value and "relativeDate" not in value for value in values):
        raise Rejected("ConditionValue.value must be set.")
    if kind == "ONE_OF_LIST" and any(not value.get("userEnteredValue") for value in values):
        raise Rejected("ConditionType 'ONE_OF_LIST' does not take empty values.")
    if kind in {"ONE_OF_RANGE", "CUSTOM_FORMULA"} and not str(values[0].get("userEnteredValue", "")).startswith("="):
        raise Rejected(f"ConditionType '{kind}' requires a value that begins with '='.")
