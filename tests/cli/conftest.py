"""Fixtures of the command line's tests; the folders of ``tests`` that tell stories through commands share them."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from sheetsync.tasks.sync import sync
from tests.cli.desk import Desk, populate, prepare
from tests.cli.google_desk import GoogleDesk, move_in
from tests.emulator.server import Emulator
from tests.emulator.world import World


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A plain folder, with no workspace in it."""
    place = tmp_path / "desk"
    place.mkdir()
    return Desk(place, monkeypatch, capsys)


@pytest.fixture
def desk(folder: Desk) -> Desk:
    """A Vietnamese workspace without maps."""
    prepare(folder.folder)
    return folder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes a workspace with a worked example, once for all tests: they work on copies."""

    @cache
    def make(example: str) -> Path:
        place = tmp_path_factory.mktemp(example) / "desk"
        place.mkdir()
        prepare(place, example)
        return place

    return make


@pytest.fixture
def gym(folder: Desk, prepared: Callable[[str], Path]) -> Desk:
    """A workspace with the gym, filled in as a person would and synced: two versions. Nothing is an error in it."""
    return _with_copy(folder, prepared("gym"))


@pytest.fixture
def shop(folder: Desk, prepared: Callable[[str], Path]) -> Desk:
    """A workspace with the shop and its 27 contact points, synced: two versions."""
    return _with_copy(folder, prepared("shop"))


@pytest.fixture
def google() -> Iterator[Emulator]:
    """A local Google."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def google_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], google: Emulator) -> GoogleDesk:
    """A Vietnamese workspace without maps, in Google Sheets."""
    place = tmp_path / "google"
    place.mkdir()
    return GoogleDesk(place, monkeypatch, capsys, google)


@pytest.fixture(scope="session")
def google_gym_as_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """A local Google with the gym, and the workspace beside it: made once for all tests, which work on copies."""
    place = tmp_path_factory.mktemp("gym-in-google")
    with Emulator() as google:
        move_in(place, google)
        parts = populate(place, "gym")
        while any(result.outcome != "unchanged" for result in sync(parts)):
            pass
    return google.world, place


@pytest.fixture
def google_gym(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], google_gym_as_made: tuple[World, Path]
) -> Iterator[GoogleDesk]:
    """A Vietnamese workspace with the gym in Google Sheets, filled in as a person would and synced until there was nothing left to do."""
    world, workspace = google_gym_as_made
    place = tmp_path / "google"
    shutil.copytree(workspace, place)
    with Emulator(world.copy()) as google:
        desk = GoogleDesk(place, monkeypatch, capsys, google)
        (desk.ref,) = desk.parts().backend.list()
        yield desk


def _with_copy(desk: Desk, workspace: Path) -> Desk:
    shutil.copytree(workspace, desk.folder, dirs_exist_ok=True)
    (desk.ref,) = desk.parts().backend.list()
    return desk
