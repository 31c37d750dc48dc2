"""Workspaces whose maps stand in Google; each copy in a local Google of its own."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from tests.cli.google_desk import move_in
from tests.crash.workspaces import Prepared, populate, prepare, typed_in
from tests.emulator.server import Emulator


@dataclass(frozen=True)
class PreparedInGoogle(Prepared):
    """A workspace to copy with the Google it stands in; what is ``running`` for each copy."""

    running: dict[Path, Emulator]

    def copied(self, to: Path) -> Path:
        """Another one like it, whose Google is served until it is removed."""
        self.running[to] = Emulator(self.running[self.folder].world.copy()).start()
        folder = super().copied(to)
        move_in(folder, self.running[to])
        return folder

    def removed(self, folder: Path) -> None:
        super().removed(folder)
        self.running.pop(folder).stop()


@contextmanager
def prepare_in_google(folder: Path, maps: int) -> Iterator[PreparedInGoogle]:
    """A new workspace with so many maps that people worked on; see ``populate``."""
    folder.mkdir()
    running = {folder: Emulator().start()}
    try:
        move_in(folder, running[folder])
        populate(folder, maps)
        yield PreparedInGoogle(folder, typed_in(folder), running)
    finally:
        for google in running.values():
            google.stop()


def prepare_in(backend: str, folder: Path, maps: int) -> AbstractContextManager[Prepared]:
    """A new workspace whose maps stand in ``xlsx`` files or in ``google``."""
    return prepare_in_google(folder, maps) if backend == "google" else nullcontext(prepare(folder, maps))
