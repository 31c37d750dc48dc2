"""The two people of ``two_sides``, whose sheet stands in Google."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Self

from sheetsync.archives.memory import MemoryArchive
from tests.backends.google.workplace import Workplace
from tests.emulator import people
from tests.laws.acts import Table
from tests.scenario.two_people import Act
from tests.scenario.two_sides import Room, archive_files


class GoogleRoom(Room):
    """The sheet stands in Google, where Lan also inserts and sorts rows and columns."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        super().__init__(place.backend)

    @contextmanager
    def apart(self) -> Iterator[Self]:
        """Another room that is like this one, in a Google of its own, and goes its own way."""
        with self.place.apart() as place:
            twin = copy(self)
            twin.place = place
            store = MemoryArchive()
            store.files |= archive_files(self.store)
            twin._move_in(place.backend, store)
            yield twin

    def _table(self) -> tuple[str, str, Table]:
        grids = self.sheets.read(self.ref).grids
        table = Table.main(grids, self.type, "vi")
        return self.place.file(self.ref).id, table.grid.title, table

    def _insert_row(self, act: Act) -> None:
        file, title, table = self._table()
        people.insert_rows(self.place.world, file, title, table.first + act.a % max(len(table.lines), 1))

    def _insert_column(self, act: Act) -> None:
        file, title, table = self._table()
        people.insert_columns(self.place.world, file, title, max(table.visible) - act.a % 3)

    def _sort(self, act: Act) -> None:
        file, title, table = self._table()
        column = table.keys["action"]
        cells = f"A{table.first + 1}:Z{table.last + 1}"
        people.sort_rows(self.place.world, file, title, cells, column, descending=bool(act.a % 2))
