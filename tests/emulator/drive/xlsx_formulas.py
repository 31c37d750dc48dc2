"""Formulas as ``.xlsx`` files write them: whatever the locale, with a point in numbers and commas between arguments."""

from tests.emulator.sheets.syntax import FormulaSyntaxError, Token, tokens


def portable(formula: str, decimal: str) -> str:
    """``formula`` (with its ``=``) of a spreadsheet whose decimal sign is ``decimal``; what is no formula stays as it is."""
    try:
        found = tokens(formula, decimal)
    except FormulaSyntaxError:
        return formula
    written, at, depth = "", 0, 0
    for token in found:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        written += formula[at : token.start] + _portable(token, in_array=depth > 0)
        at = token.end
    return written + formula[at:]


def _portable(token: Token, *, in_array: bool) -> str:
    if token.kind == "number":
        return token.text.replace(",", ".")
    if token.kind == "sign" and in_array:
        return "," if token.text == "\\" else token.text
    return "," if token.kind == "sign" and token.text == ";" else token.text
