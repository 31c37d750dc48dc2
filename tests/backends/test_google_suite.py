"""Google Sheets keep the promises of every backend, here on the local Google."""

from collections.abc import Iterator

import pytest

from sheetsync.backends.google import reader
from sheetsync.model.grid import CellRef
from sheetsync.ports import Backend
from tests.backends.google.workplace import BOT, LAN, Workplace
from tests.backends.talk_suite import ConversingSuite
from tests.emulator import people
from tests.emulator.world import XLSX


class TestGoogleBackend(ConversingSuite):
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

    def person_says(self, backend: Backend, ref: str, text: str, place: CellRef | str, /) -> str:  # noqa: ARG002
        world, file_id = self.workplace.world, self.workplace.file(ref).id
        if isinstance(place, CellRef):
            return people.comment_on(world, LAN, file_id, place.tab, place.a1.rpartition("!")[2], text)
        people.reply(world, LAN, file_id, place, text)
        return place

    def person_deletes(self, backend: Backend, ref: str, thread: str, /) -> None:  # noqa: ARG002
        people.delete_thread(self.workplace.world, self.workplace.file(ref).id, thread)


def test_it_is_shared_with_whoever_works_there() -> None:
    with Workplace() as place:
        assert place.world.role(place.world.account(LAN), place.folder) == "writer"
