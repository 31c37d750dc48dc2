"""A workbook to be made, said without naming any vendor: what every backend can carry out."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sheetsync.model.grid import CellRef

FONT = "Arial"
"""The typeface of every cell: has all Vietnamese letters, and stands on every system or has a twin of the same widths there."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. Colours are ``RRGGBB``; sizes in points. ``text`` marks cells that keep what is typed as plain text."""

    fill: str | None = None
    ink: str = "1F2933"
    size: int = 11
    bold: bool = False
    italic: bool = False
    wrap: bool = True
    align: Literal["left", "center", "right"] = "left"
    valign: Literal["top", "center", "bottom"] = "top"
    indent: int = 0
    border: str | None = None
    text: bool = False
    date: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class DesignCell:
    """One cell: its content and look.

    ``kind`` as in ``CellEdit``; ``formula`` (English names, commas, without ``=``) has ``value`` as its stored result, which is text, or
    with ``numeric`` a decimal or ``#N/A``.
    """

    value: str = ""
    style: Style = Style()
    kind: Literal["text", "number", "date", "boolean", "link", "formula"] = "text"
    formula: str = ""
    numeric: bool = False
    target: CellRef | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, inclusive, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Dropdown:
    """A list to choose from: literal ``values``, or the cells of ``source`` on tab ``source_tab``.

    Other values are only warned about, with the words of ``warning``, when ``strict`` is off.
    """

    area: Area
    values: tuple[str, ...] = ()
    source_tab: str = ""
    source: Area | None = None
    prompt: str = ""
    warning: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format: cells of ``area`` take ``fill`` and ``ink`` where ``formula`` (relative to the top left cell, without ``=``) holds."""

    area: Area
    formula: str
    fill: str | None = None
    ink: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A line chart of ``values`` over ``categories`` (areas of tab ``source_tab``), drawn at a cell of its own tab; no mark where a value is missing.

    ``low`` and ``high`` are the words that stand at the ends of the scale.
    """

    title: str
    source_tab: str
    categories: Area
    values: Area
    row: int
    column: int
    width: int
    height: int
    minimum: int
    maximum: int
    low: str = ""
    high: str = ""
    line: str = "2F6F6B"


@dataclass(frozen=True, slots=True)
class Name:
    """A name that formulas use for the cells of ``area`` on ``tab``."""

    name: str
    tab: str
    area: Area


@dataclass(frozen=True, slots=True)
class TabDesign:
    """One tab. Widths are in characters, heights in points; rows and columns counted from 0.

    ``growing`` are the rows whose height follows what people type: ``heights`` says only where they start.
    It prints as wide as the page, on one page where ``one_page`` says so.
    ``keys`` are the areas that hold our keys and headings, for backends that can warn before they are changed.
    """

    key: str
    title: str
    cells: Mapping[tuple[int, int], DesignCell]
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    growing: frozenset[int] = frozenset()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    freeze: tuple[int, int] = (0, 0)
    filter: Area | None = None
    dropdowns: tuple[Dropdown, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    charts: tuple[Chart, ...] = ()
    keys: tuple[Area, ...] = ()
    colour: str | None = None
    hidden: bool = False
    landscape: bool = True
    one_page: bool = False
    print_area: Area | None = None
    repeat_rows: tuple[int, int] | None = None
    repeat_columns: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WorkbookDesign:
    """A whole workbook: its title, language and tabs in order."""

    title: str
    language: str
    tabs: tuple[TabDesign, ...]
    names: tuple[Name, ...] = ()


def taken_title(tabs: Iterable[TabDesign], standing: Iterable[str]) -> str | None:
    """The first title of ``tabs`` that one of ``standing`` has already: spreadsheets don't tell titles apart by the case of their letters."""
    known = {_folded(title) for title in standing}
    return next((tab.title for tab in tabs if _folded(tab.title) in known), None)


def _folded(title: str) -> str:
    return unicodedata.normalize("NFC", title).casefold()
