"""A shared drive in the local Google with a folder of maps, our backend on it, and the other people who work there."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from copy import copy
from itertools import count
from types import TracebackType
from typing import Any, Self

from google.oauth2.credentials import Credentials

from sheetsync.backends.google.address import workbook_id
from sheetsync.backends.google.backend import GoogleBackend
from sheetsync.backends.google.client import GoogleClient
from sheetsync.backends.google.credentials import GoogleAccount
from sheetsync.backends.google.quota import LocalQuota
from tests.backends.google.loopback import Ticker
from tests.emulator.server import Emulator
from tests.emulator.sheets.batch import carry_out
from tests.emulator.sheets.book import Book
from tests.emulator.sheets.work import Work
from tests.emulator.world import DRIVE_SCOPE, FOLDER, SHEETS_SCOPE, File, World

BOT = "bot@acme.iam.gserviceaccount.com"
LAN = "lan@example.com"
ZONE = "Asia/Ho_Chi_Minh"

Json = dict[str, Any]


class Workplace:
    """``google`` is the local Google, ``backend`` ours, as the service account ``BOT``; ``LAN`` may write in the shared drive as well."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._serve(World())
        self.drive = self.world.add_drive("Khách hàng")
        self.world.account(BOT, kind="service", project="acme")
        self.world.permit(self.drive, BOT, "fileOrganizer")
        self.world.permit(self.drive, LAN, "writer")
        self.folder = self.new_folder("Bản đồ", self.drive.id)

    def _serve(self, world: World) -> None:
        self._stack = ExitStack()
        self.google = Emulator(world)

    def __enter__(self) -> Self:
        self._stack.enter_context(self.google)
        self.backend = self.open(self.folder.id)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    @property
    def world(self) -> World:
        return self.google.world

    def apart(self) -> Self:
        """A workplace that stands as this one does now, to be entered, and goes its own way from here."""
        twin = copy(self)
        twin._numbers = copy(self._numbers)
        twin._serve(self.world.copy())
        twin.drive, twin.folder = twin.world.drives[self.drive.id], twin.world.files[self.folder.id]
        return twin

    def open(self, folder: str, endpoint: str = "") -> GoogleBackend:
        """Our backend on a folder, in the local Google unless ``endpoint`` is another."""
        credentials = Credentials(self.google.token(BOT, [SHEETS_SCOPE, DRIVE_SCOPE], "acme"))  # type: ignore[no-untyped-call]
        ticker = Ticker(time.time())
        account = GoogleAccount(BOT, "acme", credentials)
        url = endpoint or self.google.url
        client = GoogleClient([account], LocalQuota(ticker.clock), clock=ticker.clock, sleep=ticker.sleep, random=lambda: 0.5, endpoint=url)
        self._stack.enter_context(client)
        return GoogleBackend(lambda: client, folder, zone=ZONE, random=lambda size: next(self._numbers).to_bytes(size, "big"))

    def calls(self, act: Callable[[], object]) -> list[str]:
        """The methods that ``act`` called."""
        before = len(self.google.log)
        act()
        return [entry.method for entry in self.google.log[before:]]

    def file(self, ref: str) -> File:
        """The file at one of our addresses."""
        found = workbook_id(ref)
        assert found
        return self.world.files[found]

    def book(self, ref: str) -> Book:
        """The spreadsheet in it."""
        book = self.file(ref).book
        assert book
        return book

    def new_folder(self, name: str, parent: str) -> File:
        """A folder that Lan makes."""
        return self.world.add_file(name, FOLDER, self.world.account(LAN), parents=[parent])

    def act(self, ref: str, *requests: Json) -> Callable[[World], None]:
        """What Lan does to a spreadsheet when called."""

        def act(world: World) -> None:
            carry_out(Work(world, self.file(ref), self.book(ref), world.account(LAN)), list(requests))

        return act

    def do(self, ref: str, *requests: Json) -> None:
        """Let Lan change a spreadsheet now."""
        with self.world.lock:
            self.act(ref, *requests)(self.world)


def typed(row: int, column: int, text: str, sheet: int = 0) -> Json:
    """The request that makes a cell say ``text``."""
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [{"userEnteredValue": {"stringValue": text}}]}], "fields": "userEnteredValue"}}


def inserted(first: int, last: int, dimension: str = "ROWS", sheet: int = 0) -> Json:
    """The request that inserts rows or columns ``first`` to ``last``."""
    return {"insertDimension": {"range": {"sheetId": sheet, "dimension": dimension, "startIndex": first, "endIndex": last + 1}}}


def deleted(first: int, last: int, dimension: str = "ROWS", sheet: int = 0) -> Json:
    """The request that deletes rows or columns ``first`` to ``last``."""
    return {"deleteDimension": {"range": {"sheetId": sheet, "dimension": dimension, "startIndex": first, "endIndex": last + 1}}}
