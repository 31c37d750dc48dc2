"""The kinds of requests that ``spreadsheets.batchUpdate`` carries out, by family."""

from collections.abc import Mapping

from tests.emulator.sheets.requests import cells, charts, dimensions, filters, groups, names, pasting, rules, sorting, tabs, texts
from tests.emulator.sheets.work import Kind

FAMILIES = (cells, charts, dimensions, filters, groups, names, pasting, rules, sorting, tabs, texts)

KINDS: Mapping[str, Kind] = {name: kind for family in FAMILIES for name, kind in family.KINDS.items()}
"""All but those about comments, which are carried out after the others, and those about developer metadata."""
