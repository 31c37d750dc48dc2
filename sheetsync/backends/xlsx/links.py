"""Jumps inside a workbook, as formulas: they survive sorting and copying, and every spreadsheet program follows them."""

import re

from sheetsync.model.grid import CellRef, column_letters

_LITERAL = 255
"""Longest text that a formula may hold between two quotes."""
_LINK = re.compile(r'HYPERLINK\(\s*"#(?:[^"]|"")*+"\s*,\s*"(?:[^"]|"")*+"(?:&"(?:[^"]|"")*+")*+\s*\)', re.IGNORECASE)


def link_formula(text: str, target: CellRef) -> str:
    """The formula (without ``=``) that shows ``text`` and jumps to ``target``."""
    tab = target.tab.replace("'", "''")
    address = f"#'{tab}'!{column_letters(target.column)}{target.row + 1}"
    return f"HYPERLINK({_quoted(address)},{_quoted(text)})"


def is_link(formula: str) -> bool:
    """Whether ``formula`` is nothing but a jump inside the workbook, as ``link_formula`` writes them."""
    return _LINK.fullmatch(formula.strip()) is not None


def _quoted(text: str) -> str:
    """``text`` as an expression of a formula: in pieces where it is long, and cut inside what would look like an escape."""
    pieces = [piece[at : at + _LITERAL] for piece in re.split(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)", text) for at in range(0, len(piece), _LITERAL)]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces) or '""'
