"""What a spreadsheet was before a batch, so that a batch that fails leaves nothing behind."""

import copy
from dataclasses import dataclass, fields, replace
from typing import Self

from tests.emulator.sheets.book import Book, Cell, Sheet
from tests.emulator.world import File, Thread


@dataclass(frozen=True, slots=True)
class Before:
    """The state of a file's spreadsheet.

    It is cheap to take: requests replace the JSON that they change instead of changing it in place, properties apart, so most of it is shared.
    """

    name: str
    book: Book
    threads: tuple[Thread, ...]

    @classmethod
    def of(cls, file: File, book: Book, *, threads: bool) -> Self:
        """The state now; ``threads`` says whether the batch is going to change comment threads as well."""
        kept = tuple(copy.deepcopy(file.threads)) if threads else tuple(file.threads)
        return cls(file.name, _copied(book), kept)

    def differs(self, file: File, book: Book) -> bool:
        """Whether anything has changed since."""
        return self.name != file.name or self.book != book or list(self.threads) != file.threads

    def restore(self, file: File, book: Book) -> None:
        """Put everything back."""
        file.name = self.name
        file.threads[:] = self.threads
        for one in fields(Book):
            setattr(book, one.name, getattr(self.book, one.name))


def _copied(book: Book) -> Book:
    return replace(
        book,
        properties=dict(book.properties),
        sheets=[_copied_sheet(sheet) for sheet in book.sheets],
        named_ranges=list(book.named_ranges),
        metadata=list(book.metadata),
        metadata_projects=dict(book.metadata_projects),
        anchors=dict(book.anchors),
    )


def _copied_sheet(sheet: Sheet) -> Sheet:
    parts = {one.name: copy.copy(getattr(sheet, one.name)) for one in fields(Sheet)}
    parts["properties"] = copy.deepcopy(sheet.properties)
    parts["cells"] = {place: _copied_cell(cell) for place, cell in sheet.cells.items()}
    return Sheet(**parts)


def _copied_cell(cell: Cell) -> Cell:
    return Cell(cell.entered, cell.format, cell.note, cell.validation, cell.runs, cell.chips)
