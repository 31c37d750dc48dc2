"""Many maps at Google's pace, on a simulated clock: as fast as the quotas allow, and never turned away."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sheetsync import wiring
from sheetsync.backends.google.backend import GoogleBackend
from sheetsync.backends.google.client import GoogleClient
from sheetsync.backends.google.credentials import load_account
from sheetsync.backends.google.quota import LocalQuota
from sheetsync.model.anatomy import META_TAB
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.provision import provision
from sheetsync.tasks.sync import sync
from sheetsync.wiring import Place, open_parts
from tests.conftest import LONG
from tests.emulator.faults import Quotas
from tests.emulator.server import Emulator
from tests.emulator.sheets.book import Cell
from tests.emulator.world import File

MAPS = 1_000 if LONG else 70
LATENCY = 0.02


class Clock:
    """A clock that moves only when somebody waits."""

    def __init__(self) -> None:
        self.now = wiring.clock()  # keys are signed with the real time

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Place1000:
    """A folder of many maps in a local Google with quotas and latency, worked on as one or several service accounts of one project."""

    def __init__(self, folder: Path, google: Emulator, clock: Clock, accounts: int) -> None:
        self.google, self.clock = google, clock
        self.drive = google.world.add_drive("Bản đồ")
        keys = []
        for number in range(accounts):
            email = f"robot{number}@maps.iam.gserviceaccount.com"
            keys.append(folder / f"{number}.json")
            keys[-1].write_text(json.dumps(google.service_account(email)), encoding="utf-8")
            google.world.permit(self.drive, email, "fileOrganizer")
        loaded = [load_account(key, folder=folder, environ={}, endpoint=google.url) for key in keys]
        quota = LocalQuota(clock.seconds)
        self.client = GoogleClient(loaded, quota, clock=clock.seconds, sleep=clock.sleep, random=lambda: 0.5, endpoint=google.url)
        (folder / "sheetsync.toml").touch()
        parts = open_parts(Place.find(folder), now=clock)
        assert isinstance(parts, Workspace)
        self.numbers = iter(range(10**6))
        backend = GoogleBackend(lambda: self.client, self.drive.id, zone="Asia/Ho_Chi_Minh", random=self.random)
        self.space = replace(parts, backend=backend, random=self.random)

    def random(self, size: int) -> bytes:
        return next(self.numbers).to_bytes(size, "big")

    def fill(self, maps: int) -> None:
        """``maps`` maps, each with an id of its own and a step that somebody typed without one."""
        made = provision(self.space, "custom-period", "Mẫu", language="vi", stages=("Một",))
        (first,) = (file for file in self.google.world.files.values() if file.book is not None)
        assert first.book is not None
        for sheet in first.book.sheets:  # looks take the local Google time, and nobody looks at a thousand maps
            sheet.cells = {place: Cell(cell.entered) for place, cell in sheet.cells.items() if cell.entered}
        for number in range(1, maps):
            self._copy(first, made.map, f"m{number:011}")
        self.clock.sleep(120)  # whatever making the first one took from the quotas is given back

    def _copy(self, first: File, old: str, new: str) -> None:
        world = self.google.world
        file = world.add_file(new, first.mime_type, world.account("lan@example.com"), parents=[self.drive.id])
        assert first.book is not None
        file.book = first.book.copy()
        meta = file.book.by_title(META_TAB)
        assert meta is not None
        (cell,) = (cell for cell in meta.cells.values() if cell.entered == {"stringValue": old})
        cell.entered = {"stringValue": new}

    def refused(self) -> list[int]:
        return [entry.status for entry in self.google.log if entry.status >= 400]

    def timed(self, work: Sequence[str] | None) -> float:
        """How long it takes, by the simulated clock, to read the maps ``work`` (``None``: to sync all)."""
        start = self.clock.seconds()
        if work is None:
            assert {result.outcome for result in sync(self.space)} <= {"archived", "unchanged"}
        else:
            assert all(open_map(self.space, ref).map_type for ref in work)
        return self.clock.seconds() - start


def floor(calls: int, a_minute: int) -> float:
    """The least time for so many calls, in seconds: a minute for each full load of the quota before the last."""
    return 60.0 * ((calls - 1) // a_minute)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize(("accounts", "a_minute"), [(1, 60), (3, 180), pytest.param(7, 300, marks=pytest.mark.slow)])
def test_reading_many_maps_takes_hardly_longer_than_the_quota(accounts: int, a_minute: int, tmp_path: Path, clock: Clock) -> None:
    with Emulator(clock=clock, sleep=clock.sleep, quotas=Quotas()) as google:
        place = Place1000(tmp_path, google, clock, accounts)
        place.fill(MAPS)
        google.faults.latency = LATENCY
        with place.client:
            refs = place.space.backend.list()
            assert len(refs) == MAPS
            took = place.timed(refs)
        assert place.refused() == []
        assert took <= 1.1 * floor(MAPS, a_minute) + LATENCY * a_minute
        by_account = [sum(entry.account.startswith(f"robot{number}@") and entry.kind == "read" for entry in google.log) for number in range(accounts)]
        assert max(by_account) - min(by_account) <= a_minute / accounts, "fairly over all accounts"


def test_syncing_many_changed_maps_takes_hardly_longer_than_the_quota(tmp_path: Path, clock: Clock) -> None:
    with Emulator(clock=clock, sleep=clock.sleep, quotas=Quotas()) as google:
        place = Place1000(tmp_path, google, clock, 1)
        place.fill(MAPS)
        google.faults.latency = LATENCY
        with place.client:
            took = place.timed(None)
            assert place.refused() == []
            reads = sum(entry.kind == "read" for entry in google.log)
            assert reads <= 2 * MAPS, "one to decide, one right before writing"
            assert took <= 1.1 * floor(reads, 60) + LATENCY * 60
            clock.sleep(60)
            assert place.timed(None) <= 1.1 * floor(MAPS, 60) + LATENCY * 60, "what we wrote is news once: it is read, and nothing is written"
            clock.sleep(120)
            assert place.timed(None) <= 1.1 * floor(MAPS, 60) + LATENCY * 60, "our own writes are looked at once more"
            clock.sleep(120)
            assert place.timed(None) <= 2, "nobody touched them since"
