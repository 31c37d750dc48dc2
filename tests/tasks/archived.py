"""A map in memory with a few versions, for the tests of what puts edited or earlier states into an archive; every act takes a minute."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from sheetsync.archives.memory import MemoryArchive
from sheetsync.backends.memory import MemoryBackend
from sheetsync.catalog import builtin
from sheetsync.history.version import Source, canonical, content_digest, journey_to_json
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record
from sheetsync.model.writing import plan_values
from sheetsync.tasks.import_map import Imported, import_map
from sheetsync.tasks.ledger import Ledger
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.provision import provision
from sheetsync.tasks.resolve import Named
from sheetsync.tasks.sync import Synced, sync
from tests.people import plan_steps

STEPS = (
    Record("", "before", {"touchpoint": "Biển hiệu", "emotion": "satisfied"}),
    Record("", "before", {"touchpoint": "Hỏi bạn bè"}),
    Record("", "during", {"touchpoint": "Quầy thu ngân", "process": "Xếp hàng\nTrả tiền"}),
)


class Busy(MemoryArchive):
    """An archive in which somebody else is faster, as often as ``rivals`` holds acts."""

    def __init__(self) -> None:
        super().__init__()
        self.rivals: list[Callable[[], object]] = []

    def create(self, key: str, body: bytes) -> None:
        if key.startswith("maps/") and self.rivals:
            self.rivals.pop(0)()
        super().create(key, body)


class Office:
    """A shop's map in memory, filled in and synced: two versions."""

    def __init__(self) -> None:
        self.minutes = 0
        self.archive = Busy()
        self.backend = MemoryBackend()
        self.space = Workspace(self.backend, builtin(), self.moment, bytes, UTC, "lan", ledger=Ledger(self.archive))
        made = provision(self.space, "contact-points", "Cửa hàng", language="vi")
        self.ref, self.map = made.ref, made.map
        opened = open_map(self.space, self.ref)
        assert opened.map_type is not None
        self.write(*plan_steps(opened.reading, opened.map_type, MAIN, STEPS))
        self.sync()
        self.named = Named(self.map, "Cửa hàng", self.ref)

    def moment(self) -> datetime:
        self.minutes += 1
        return datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=self.minutes)

    def write(self, *edits: Any) -> None:
        self.backend.write(self.ref, edits, if_revision=self.backend.read(self.ref).revision)

    def type(self, step: str, field: str, text: str) -> None:
        """Type into the cell of a step's field."""
        opened = open_map(self.space, self.ref)
        assert opened.map_type is not None
        self.write(*plan_values(opened.reading, opened.map_type, {FieldRef(MAIN, step=step, field=field): text}))

    def sync(self) -> Synced:
        (result,) = sync(self.space, [self.ref])
        return result

    @property
    def numbers(self) -> tuple[int, ...]:
        return self.space.ledger.numbers(self.map)

    def version(self, number: int | None = None) -> JourneyMap:
        """What a version says; the newest one without a number."""
        return self.space.ledger.load(self.map, number or self.numbers[-1]).journey

    def steps(self, stage: str | None = None) -> tuple[Record, ...]:
        return tuple(record for record in self.version().main.records if stage in {None, record.stage})

    def file(self, number: int | None = None) -> dict[str, Any]:
        """A version as ``show --format json`` prints it."""
        value: dict[str, Any] = json.loads(self.space.ledger.body(self.map, number or self.numbers[-1]))
        return value

    def bring(self, value: object, *, accept_deletions: bool = False) -> Imported:
        """Import a file."""
        return import_map(self.space, self.named, json.dumps(value).encode(), "map.json", accept_deletions=accept_deletions)

    def put(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Somebody imports a change of the newest version."""
        value = deepcopy(self.file())
        change(value["journey"])
        done = self.bring(value)
        assert done.outcome == "imported"

    def append(self, journey: JourneyMap) -> None:
        """Another machine stores a version."""
        ledger = self.space.ledger
        source = Source("xlsx", "elsewhere.xlsx", "r")
        ledger.append(self.map, journey, author="minh", reason="sync", source=source, saved_at=self.space.instant(), parent=ledger.latest(self.map))


def said(journey: JourneyMap) -> object:
    """The content of a map, as equal for equal maps."""
    return content_digest(journey), canonical(journey_to_json(journey))
