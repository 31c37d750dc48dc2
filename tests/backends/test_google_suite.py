"""Google Sheets keep the promises of every backend, here on the local Google."""

from collections.abc import Iterator

import pytest

from sheetsync.backends.google import reader
from sheetsync.ports import Backend
from tests.backends.google.workplace import BOT, LAN, Workplace
from tests.backends.suite import BackendSuite
from tests.emulator.world import XLSX


class TestGoogleBackend(BackendSuite):
    @pytest.fixture(autouse=True)
    def place(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        self.patch = monkeypatch
        with Workplace() as self.workplace:
            yield

    @pytest.fixture
    def backend(self) -> Backend:
        return self.workplace.backend

    def damage(self, backend: Backend, ref: str, /) -> None:  # noqa: ARG002
        file = self.workplace.file(ref)
        file.mime_type, file.book = XLSX, None

    def bloat(self, backend: Backend, ref: str, /) -> None:  # noqa: ARG002
        self.patch.setattr(reader, "MOST_CELLS", sum(len(sheet.cells) for sheet in self.workplace.book(ref).sheets) - 1)

    def mark_read_only(self, backend: Backend, ref: str, /) -> None:  # noqa: ARG002
        self.workplace.world.permit(self.workplace.drive, BOT, "reader")

    def delete(self, backend: Backend, ref: str, /) -> None:  # noqa: ARG002
        file = self.workplace.file(ref)
        self.workplace.world.touch(file, removed=True)
        del self.workplace.world.files[file.id]

    def hidden(self, backend: Backend, ref: str, title: str, /) -> set[tuple[str, int]]:  # noqa: ARG002
        sheet = self.workplace.book(ref).by_title(title)
        assert sheet
        lines = (("row", sheet.rows), ("column", sheet.columns))
        return {(kind, line) for kind, known in lines for line, said in known.items() if said.get("hiddenByUser")}


def test_it_is_shared_with_whoever_works_there() -> None:
    with Workplace() as place:
        assert place.world.role(place.world.account(LAN), place.folder) == "writer"
