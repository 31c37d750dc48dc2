"""The content of a spreadsheet, as the Sheets methods work on it. Everything that the API shows as JSON is kept as that JSON."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Cell:
    """One cell. ``entered`` is its ``userEnteredValue`` (an ExtendedValue), ``format`` its ``userEnteredFormat``; results are worked out later."""

    entered: Json | None = None
    format: Json | None = None
    note: str = ""
    validation: Json | None = None
    runs: list[Json] | None = None
    chips: list[Json] | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing at all is known of it."""
        return self.entered is None and not self.format and not self.note and not self.validation and not self.runs and not self.chips


@dataclass(slots=True)
class Sheet:
    """One tab.

    ``properties`` is SheetProperties without proto3 defaults being dropped: ``sheetId``, ``title``, ``index``, ``sheetType`` and ``gridProperties``
    with ``rowCount`` and ``columnCount`` are always there (the reader drops what Google drops). ``cells`` holds what is not blank, by (row, column).
    ``rows`` and ``columns`` hold DimensionProperties of single rows and columns where they differ from the default (``pixelSize``, ``hiddenByUser``,
    ``hiddenByFilter``). Ranges are GridRange JSON with ``sheetId`` always there.
    """

    properties: Json
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    rows: dict[int, Json] = field(default_factory=dict)
    columns: dict[int, Json] = field(default_factory=dict)
    merges: list[Json] = field(default_factory=list)
    conditional_formats: list[Json] = field(default_factory=list)
    protected_ranges: list[Json] = field(default_factory=list)
    filter_views: list[Json] = field(default_factory=list)
    basic_filter: Json | None = None
    charts: list[Json] = field(default_factory=list)
    banded_ranges: list[Json] = field(default_factory=list)
    row_groups: list[Json] = field(default_factory=list)
    column_groups: list[Json] = field(default_factory=list)
    tables: list[Json] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    @property
    def row_count(self) -> int:
        return int(self.properties["gridProperties"]["rowCount"])

    @property
    def column_count(self) -> int:
        return int(self.properties["gridProperties"]["columnCount"])

    def cell(self, row: int, column: int) -> Cell:
        """The cell there, made when it was blank (``tidy`` drops it again if it stays so)."""
        return self.cells.setdefault((row, column), Cell())

    def copy(self) -> "Sheet":
        """A sheet of its own with the same content and the same id; see ``Book.copy``."""
        parts = {one.name: copy.copy(getattr(self, one.name)) for one in fields(self)}
        parts["properties"] = copy.deepcopy(self.properties)
        parts["cells"] = {place: replace(cell) for place, cell in self.cells.items()}
        return Sheet(**parts)

    def tidy(self) -> None:
        """Forget cells that are blank."""
        for place in [place for place, cell in self.cells.items() if cell.blank]:
            del self.cells[place]


@dataclass(slots=True)
class Book:
    """A spreadsheet. ``properties`` is SpreadsheetProperties (title, locale, autoRecalc, timeZone, defaultFormat, spreadsheetTheme).

    ``anchors`` maps the anchor id of a native comment thread to a GridRange of one cell; an anchor whose cell is deleted is gone from it.
    ``metadata`` is DeveloperMetadata JSON with its location; ``metadata_projects`` says by id which client project an entry was made by.
    """

    properties: Json
    sheets: list[Sheet] = field(default_factory=list)
    named_ranges: list[Json] = field(default_factory=list)
    metadata: list[Json] = field(default_factory=list)
    metadata_projects: dict[int, str] = field(default_factory=dict)
    anchors: dict[str, Json] = field(default_factory=dict)

    def copy(self) -> "Book":
        """A spreadsheet of its own with the same content: sheets keep their ids, native comment anchors their cells.

        It costs little: requests replace the JSON that they change instead of changing it in place, properties apart, so most of it is shared.
        """
        return Book(
            copy.deepcopy(self.properties),
            [sheet.copy() for sheet in self.sheets],
            list(self.named_ranges),
            list(self.metadata),
            dict(self.metadata_projects),
            dict(self.anchors),
        )

    def __deepcopy__(self, memo: object) -> "Book":
        return self.copy()

    def by_id(self, sheet_id: int) -> Sheet | None:
        """The sheet of that id."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def by_title(self, title: str) -> Sheet | None:
        """The sheet of that title, whatever its case."""
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)

    def ordered(self) -> Iterator[Sheet]:
        """The sheets from left to right."""
        yield from sorted(self.sheets, key=lambda sheet: int(sheet.properties["index"]))
