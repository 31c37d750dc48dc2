"""A person at a terminal whose maps stand in Google Sheets: the same desk, over a local Google."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gspread
import pytest

from sheetsync.catalog import builtin
from sheetsync.config import TEMPLATE
from tests.cli.desk import Desk
from tests.emulator.gate import LogEntry
from tests.emulator.server import Emulator
from tests.emulator.visitor import Visitor
from tests.emulator.world import Drive

ROBOT = "sheetsync@maps.iam.gserviceaccount.com"
LAN = "lan@example.com"


class GoogleDesk(Desk):
    """A workspace whose maps stand in a folder of a shared drive, worked on as the service account ``ROBOT``; ``LAN`` is a colleague."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, screen: pytest.CaptureFixture[str], google: Emulator) -> None:
        super().__init__(folder, patch, screen)
        self.google = google
        self.drive = move_in(folder, google)

    def settle(self, google: str = "", *, folder: str | None = None, credentials: Sequence[str] = ("key.json",)) -> None:
        """Write ``sheetsync.toml``; ``google`` are further lines of its ``[google]``, ``folder`` is another one than the shared drive."""
        place = self.drive.id if folder is None else folder
        _write_settings(self.folder, self.google, place, google, credentials)

    def file_id(self, ref: str) -> str:
        """The id of the file at ``ref``."""
        found = re.search(r"/d/([\w-]+)/", ref)
        assert found is not None
        return found[1]

    def person(self, act: Callable[..., Any], ref: str, *words: Any) -> Any:
        """Let somebody else act on the sheet (see ``tests.emulator.people``)."""
        with self.google.world.lock:
            return act(self.google.world, self.file_id(ref), *words)

    def calls(self, *methods: str) -> list[LogEntry]:
        """The calls so far, of these methods or of all but those about tokens."""
        return [entry for entry in self.google.log if (entry.method in methods if methods else entry.kind != "oauth")]

    def since(self, before: int) -> list[str]:
        """The methods called after the first ``before`` calls."""
        return [entry.method.removeprefix("sheets.").removeprefix("drive.") for entry in self.calls()[before:]]

    def colleague(self, ref: str, texts: Mapping[str, str]) -> None:
        with self.gspread() as client:
            book = client.open_by_key(self.file_id(ref))
            for cell, text in texts.items():
                title, _, place = cell.rpartition("!")
                book.worksheet(title.strip("'")).update_acell(place, text)

    @contextmanager
    def gspread(self) -> Iterator[gspread.Client]:
        """The client that ``LAN`` writes her own scripts with."""
        with Visitor(self.google, email=LAN) as lan:
            yield lan.gspread()

    def make(self, example: str) -> str:
        """A new map with a worked example typed in; the workbook's address."""
        one = builtin().example(example)
        stages = ("--stages", ", ".join(one.stages)) if one.stages else ()
        ref = self.new(one.title, one.type, "--language", one.language, *stages)
        self.fill(ref, example)
        return ref


def move_in(folder: Path, google: Emulator) -> Drive:
    """Make ``folder`` a workspace whose maps stand in the shared drive of a local Google, which is made when there is none yet; that drive."""
    world = google.world
    drive = next(iter(world.drives.values()), None) or world.add_drive("Bản đồ")
    world.permit(drive, ROBOT, "fileOrganizer")
    world.permit(drive, LAN, "writer")
    (folder / "key.json").write_text(json.dumps(google.service_account(ROBOT)), encoding="utf-8")
    _write_settings(folder, google, drive.id)
    return drive


def _write_settings(folder: Path, google: Emulator, place: str, more: str = "", credentials: Sequence[str] = ("key.json",)) -> None:
    body = TEMPLATE.format(maps=f"google:{place}", archive="archive", language="vi", timezone="Asia/Ho_Chi_Minh")
    keys = f"credentials = {json.dumps(list(credentials))}\n" if credentials else ""
    (folder / "sheetsync.toml").write_text(f'{body}\n[google]\n{keys}endpoint = "{google.url}"\n{more}', encoding="utf-8")
