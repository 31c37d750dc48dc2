"""What the requests of a batch work on, and how one of them is refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.emulator.discovery import shape
from tests.emulator.errors import ApiError
from tests.emulator.masks import Mask, MaskSyntaxError, UnknownPathError
from tests.emulator.sheets.a1 import Area, from_grid_range
from tests.emulator.sheets.book import Book, Json, Sheet
from tests.emulator.sheets.formulas import Results
from tests.emulator.sheets.locales import Locale, locale_of
from tests.emulator.sheets.ranges import overlap, spans
from tests.emulator.world import Account, File, World

CELL_LIMIT = 10_000_000
TEXT_LIMIT = 50_000
PROTECTED = "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit."
TOO_MANY_CELLS = f"This action would increase the number of cells in the workbook above the limit of {CELL_LIMIT} cells."


class Rejected(Exception):
    """A request that makes no sense here. The batch says which one it was."""


@dataclass(frozen=True, slots=True)
class Work:
    """Whose batch it is and what it changes. ``guarded`` is off for those who act past protections."""

    world: World
    file: File
    book: Book
    account: Account
    app: str = ""
    guarded: bool = True

    @property
    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.world.clock()

    @property
    def locale(self) -> Locale:
        """How people in this spreadsheet type numbers and dates."""
        return locale_of(str(self.book.properties["locale"]))

    def results(self) -> Results:
        """What the formulas come to as things stand."""
        return Results(self.book, self.now)

    def sheet(self, sheet_id: Any, *, missing: str = "No grid with id: {}") -> Sheet:
        """The sheet of that id; an absent one is 0."""
        found = self.book.by_id(int(sheet_id or 0))
        if found is None:
            raise Rejected(missing.format(int(sheet_id or 0)))
        return found

    def area(self, given: Json | None) -> Area:
        """The cells of a GridRange: what starts past the grid is refused, what ends past it is cut."""
        if given is None:
            raise Rejected("A range must be specified.")
        try:
            found = from_grid_range(self.book, given).clamped()
        except ApiError as error:
            raise Rejected(error.message) from error
        if not found.rows or not found.columns:
            raise Rejected("The range must not be empty.")
        return found

    def writable(self, given: Json | None) -> Area:
        """The same, of cells that the caller may change."""
        found = self.area(given)
        self.guard(found)
        return found

    def place(self, given: Json | None) -> tuple[Sheet, int, int]:
        """The sheet, row and column of a GridCoordinate."""
        if given is None:
            raise Rejected("A coordinate must be specified.")
        sheet = self.sheet(given.get("sheetId"))
        row, column = int(given.get("rowIndex", 0)), int(given.get("columnIndex", 0))
        for kind, index, count in (("row", row, sheet.row_count), ("column", column, sheet.column_count)):
            if index >= count:
                raise Rejected(f"GridCoordinate.{kind}Index[{index}] is after last {kind} in grid[{count - 1}]")
            if index < 0:
                raise Rejected(f"GridCoordinate.{kind}Index[{index}] must be >= 0")
        return sheet, row, column

    def guard(self, area: Area) -> None:
        """Refuse to change cells that are protected against the caller."""
        if self.guarded and is_protected(self.world, self.file, self.account, area):
            raise Rejected(PROTECTED)

    def mask(self, fields: str | None, schema: str) -> Mask:
        """The ``fields`` of an update request, about a message of that schema."""
        if not fields:
            raise Rejected("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
        try:
            return Mask.parse(fields, shape("sheets", schema))
        except UnknownPathError as error:
            raise Rejected(f"Invalid field: {error.path}") from error
        except MaskSyntaxError as error:
            raise Rejected(str(error)) from error

    def new_id(self, given: Any, taken: Iterator[Any], what: str) -> int:
        """The id that the client chose, or a new one. A taken one is refused (wording unverified)."""
        used = {int(one) for one in taken}
        if given is None:
            return fresh(self.world.number, used)
        if int(given) in used:
            raise Rejected(f"{what} with id {given} already exists.")
        if int(given) < 0:
            raise Rejected(f"{what} id must not be negative: {given}")
        return int(given)

    def check_size(self) -> None:
        """Refuse more cells than a workbook may have."""
        if sum(sheet.row_count * sheet.column_count for sheet in self.book.sheets) > CELL_LIMIT:
            raise Rejected(TOO_MANY_CELLS)


Kind = Callable[[Work, Json], Json]
"""Carries out a request of one kind, and gives its reply (``{}`` when there is none). Raises ``Rejected``."""


def fresh(number: Callable[[], int], used: set[int]) -> int:
    """A number that isn't used yet."""
    found = number()
    while found in used:
        found = number()
    return found


def is_protected(world: World, file: File, account: Account, area: Area) -> bool:
    """Whether some cell of ``area`` is protected against ``account``; warnings protect nothing, and owners may always."""
    if not area.sheet.protected_ranges or world.role(account, file) in {"owner", "organizer"}:
        return False
    return any(_keeps_out(one, account) and _covers(one, area) for one in area.sheet.protected_ranges)


def _keeps_out(protection: Json, account: Account) -> bool:
    users = protection.get("editors", {}).get("users", [])
    return not protection.get("warningOnly") and account.email.casefold() not in {str(user).casefold() for user in users}


def _covers(protection: Json, area: Area) -> bool:
    if not overlap(protection.get("range", {}), area):
        return False
    return not any(spans(free, area) for free in protection.get("unprotectedRanges", []))
