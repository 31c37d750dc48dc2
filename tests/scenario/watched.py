"""A small map type, and an archive and a backend that count what is written and let others act in between."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from sheetsync.errors import SheetsyncError
from sheetsync.model.design import WorkbookDesign
from sheetsync.model.grid import CellEdit, Lane
from sheetsync.model.journey import MAIN
from sheetsync.model.maptype import Choice, Field, Kind, MapType, StageType, TabType
from sheetsync.model.thread import Posting
from sheetsync.model.words import Text
from sheetsync.ports import Archive, Backend, Check, News, Role, WorkbookState

_T = TypeVar("_T")


def small(axis: Literal["down", "across"] = "down") -> MapType:
    """A map type with little of everything, so that a map is read and written quickly."""

    def field(key: str, kind: Kind, *choices: Choice) -> Field:
        return Field(key, "note", kind, Text(f"Mục {key}", f"Field {key}"), Text("Hãy điền", "Fill in"), choices=choices)

    def tab(key: str, slots: int, *fields: Field) -> TabType:
        step = Text("bước", "step")
        return TabType(key, Text(f"Trang {key}", f"Tab {key}"), Text("", ""), step, axis, slots, fields)

    moods = (Choice("low", Text("Tệ", "Bad"), (), -2), Choice("high", Text("Tốt", "Good"), (), 3))
    return MapType(
        key="small",
        version=1,
        title=Text("Nhỏ", "Small"),
        summary=Text("", ""),
        profile="zapier",
        source="",
        policy="open",
        about=(field("objective", "text"),),
        stage_fields=(field("goal", "text"),),
        stages=tuple(StageType(f"s{at}", Text(f"Chặng {at}", f"Leg {at}"), Text("", "")) for at in range(3)),
        tabs=(
            tab(MAIN, 2, field("action", "text"), field("touchpoint", "list"), field("mood", "choice", *moods), field("days", "number")),
            tab("people", 1, field("name", "text"), field("pains", "list")),
        ),
    )


class OneType:
    """A catalog of one map type."""

    def __init__(self, map_type: MapType) -> None:
        self._type = map_type

    def keys(self) -> tuple[str, ...]:
        return (self._type.key,)

    def load(self, key: str) -> MapType:
        assert key == self._type.key
        return self._type


class Killed(KeyboardInterrupt):
    """The run ends here, as if its process had been killed: nothing catches it on the way."""


class Fuse:
    """Counts what a run writes, in the archive or the sheet, and ends the run before or after one of these writes."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.at: int | None = None
        self.is_before = True

    def set(self, at: int | None = None, *, before: bool = True) -> None:
        self.made, self.at, self.is_before = [], at, before

    def around(self, what: str, write: Callable[[], _T]) -> _T:
        self.made.append(what)
        is_last = self.at == len(self.made) - 1
        if is_last and self.is_before:
            raise Killed
        done = write()
        if is_last:
            raise Killed
        return done


class WatchedArchive(Archive):
    """An archive whose writes count; ``before_version`` happens right before the next version is created."""

    kind = "memory"

    def __init__(self, inner: Archive, fuse: Fuse) -> None:
        self.inner, self.fuse = inner, fuse
        self.before_version: Callable[[], None] | None = None

    def create(self, key: str, body: bytes) -> None:
        if key.startswith("maps/") and self.before_version is not None:
            act, self.before_version = self.before_version, None
            act()
        self.fuse.around(key, lambda: self.inner.create(key, body))

    def read(self, key: str) -> bytes:
        return self.inner.read(key)

    def names(self, folder: str) -> tuple[str, ...]:
        return self.inner.names(folder)

    def cache(self, key: str, body: bytes) -> None:
        self.inner.cache(key, body)

    def examine(self) -> Sequence[Check]:
        return self.inner.examine()


class WatchedBackend(Backend):
    """A backend whose writes count; ``before_write`` happens between our reading and our writing, ``fault`` comes instead of the write."""

    kind = "memory"

    def __init__(self, inner: Backend, fuse: Fuse) -> None:
        self.inner, self.fuse = inner, fuse
        self.kind, self.calculates, self.converses = inner.kind, inner.calculates, inner.converses  # type: ignore[misc]
        self.before_write: Callable[[], None] | None = None
        self.fault: SheetsyncError | None = None
        self.last_read: WorkbookState | None = None
        self.about_to_write: WorkbookState | None = None

    def seen(self) -> tuple[WorkbookState, ...]:
        """What stood in the sheet when it was last read, and right before it was last written."""
        return tuple(state for state in (self.last_read, self.about_to_write) if state is not None)

    def list(self) -> tuple[str, ...]:
        return self.inner.list()

    def news(self, cursor: str | None) -> News:
        return self.inner.news(cursor)

    def locate(self, word: str) -> str | None:
        return self.inner.locate(word)

    def read(self, ref: str) -> WorkbookState:
        self.last_read = self.inner.read(ref)
        return self.last_read

    def create(self, design: WorkbookDesign) -> WorkbookState:
        return self.inner.create(design)

    def share(self, ref: str, email: str, role: Role) -> None:
        self.inner.share(ref, email, role)

    def examine(self) -> Sequence[Check]:
        return self.inner.examine()

    def post(self, state: WorkbookState, postings: Sequence[Posting]) -> tuple[str, ...]:
        return self.inner.post(state, postings)

    def write(self, ref: str, edits: Sequence[CellEdit], *, if_revision: str) -> WorkbookState:
        if self.before_write is not None:
            act, self.before_write = self.before_write, None
            act()
        if self.fault is not None:
            raise self.fault
        self.about_to_write = self.inner.read(ref)
        return self.fuse.around("sheet", lambda: self.inner.write(ref, edits, if_revision=if_revision))

    def attach(self, ref: str, design: WorkbookDesign, edits: Sequence[CellEdit], *, hide: Sequence[Lane] = (), if_revision: str) -> WorkbookState:
        return self.inner.attach(ref, design, edits, hide=hide, if_revision=if_revision)
