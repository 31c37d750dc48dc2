"""What a spreadsheet was before a batch, so that a batch that fails leaves nothing behind."""

import copy
from dataclasses import dataclass, fields
from typing import Self

from tests.emulator.sheets.book import Book
from tests.emulator.world import File, Thread


@dataclass(frozen=True, slots=True)
class Before:
    """The state of a file's spreadsheet."""

    name: str
    book: Book
    threads: tuple[Thread, ...]

    @classmethod
    def of(cls, file: File, book: Book, *, threads: bool) -> Self:
        """The state now; ``threads`` says whether the batch is going to change comment threads as well."""
        kept = tuple(copy.deepcopy(file.threads)) if threads else tuple(file.threads)
        return cls(file.name, book.copy(), kept)

    def differs(self, file: File, book: Book) -> bool:
        """Whether anything has changed since."""
        return self.name != file.name or self.book != book or list(self.threads) != file.threads

    def restore(self, file: File, book: Book) -> None:
        """Put everything back."""
        file.name = self.name
        file.threads[:] = self.threads
        for one in fields(Book):
            setattr(book, one.name, getattr(self.book, one.name))
