"""Two people, one map: Lan works in the sheet, Minh in the archive, and two machines sync when they like. What must hold, whatever they do."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Self

from hypothesis import strategies as st

from sheetsync.archives.memory import MemoryArchive
from sheetsync.backends.memory import MemoryBackend
from sheetsync.errors import WorkbookInUse
from sheetsync.history.keys import SYNC
from sheetsync.history.merge import Conflict
from sheetsync.history.record import SIDES, Decision, Side, decode_sync
from sheetsync.history.settling import name_of
from sheetsync.history.version import content_digest
from sheetsync.model.journey import MAIN, JourneyMap, Record
from sheetsync.model.maptype import MapType
from sheetsync.ports import Archive, Backend, WorkbookState
from sheetsync.tasks.deciding import SyncOptions
from sheetsync.tasks.ledger import Ledger
from sheetsync.tasks.opening import Opened, open_map, open_state
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.provision import provision
from sheetsync.tasks.sync import Synced, sync
from tests.people import plan_steps
from tests.scenario.two_people import BOTH, GRID, LAN, MINH, MINH_BESIDE, Act, People
from tests.scenario.watched import Fuse, Killed, OneType, WatchedArchive, WatchedBackend, small

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
SKEW = (timedelta(minutes=-7), timedelta(minutes=5))
"""How far the clocks of the two machines are off."""

Two = tuple[JourneyMap, JourneyMap]


RUNS = ("sync", "sync", "sync", "dry", "raced sheet", "raced archive", "in use", "killed", "twice")
WORDS = ("lost done", "prefer", "keep", "answer")


def names(*, grid: bool = True) -> tuple[str, ...]:
    """What can happen, with or without what people do to whole rows and columns; what happens more often stands there more often."""
    return (*LAN, *LAN, *MINH, *MINH_BESIDE, *RUNS, *RUNS, *BOTH, *WORDS, *(GRID if grid else ()))


def scripts(*, least: int, most: int, grid: bool = True) -> st.SearchStrategy[list[Act]]:
    """What happens, act after act."""
    acts = st.builds(Act, st.sampled_from(names(grid=grid)), st.integers(0, 7), st.integers(0, 7), st.integers(0, 11))
    return st.lists(acts, min_size=least, max_size=most)


class Room(People):
    """One map, its sheet and its archive, and everybody who works on it."""

    def __init__(self, backend: Backend | None = None, *, map_type: MapType | None = None) -> None:
        self.type = map_type or small()
        self.clock = START
        self.steps = 0
        self.made: tuple[str, ...] = ()
        """What the last run wrote."""
        self.agreed: Two | None = None
        """What the sheet and the archive said when the last sync ended; nothing where that is not known."""
        self._move_in(backend or MemoryBackend(), MemoryArchive())
        made = provision(self.machine(0), self.type.key, "Bản đồ", language="vi")
        self.ref, self.map = made.ref, made.map
        reading = self.opened().reading
        steps = [Record("", stage.key, {"action": self.new(11)}) for stage in reading.map.main.stages for _ in range(2)]
        self.write(plan_steps(reading, self.type, MAIN, steps))
        assert self.sync(0).outcome == "archived"
        self.settle("sheet")

    def _move_in(self, sheets: Backend, store: Archive) -> None:
        self.sheets, self.store, self.fuse = sheets, store, Fuse()
        self.archives = [WatchedArchive(store, self.fuse) for _ in SKEW]
        self.backends = [WatchedBackend(sheets, self.fuse) for _ in SKEW]

    def twin(self) -> Self:
        """Another room that is like this one (in memory), and goes its own way from now on."""
        twin = copy(self)
        sheets, store = MemoryBackend(), MemoryArchive()
        sheets.put(self.ref, self.sheets.read(self.ref).grids)
        store.files |= archive_files(self.store)
        twin._move_in(sheets, store)
        return twin

    # The machines

    def machine(self, at: int) -> Workspace:
        """One of the two machines as it stands at the start of a run."""

        def now() -> datetime:
            self.clock += timedelta(seconds=1)
            return self.clock + SKEW[at]

        types, ledger = OneType(self.type), Ledger(self.archives[at])
        return Workspace(self.backends[at], types, now, lambda count: bytes(range(count)), UTC, f"machine-{at}", ledger=ledger)

    @property
    def ledger(self) -> Ledger:
        """The archive, looked at without any fault in the way."""
        return Ledger(self.store)

    def opened(self) -> Opened:
        """The sheet as it stands."""
        plain = replace(self.machine(0), backend=self.sheets)
        return open_map(plain, self.ref)

    # Who does what

    def run(self, script: Sequence[Act]) -> None:
        """Carry out a script, hold what must hold after each act, and let everybody settle at the end."""
        for act in script:
            self.do(act)
        self.settle("sheet" if len(script) % 2 else "archive")

    def do(self, act: Act) -> None:
        """Carry out one act."""
        self.steps += 1
        handler = getattr(self, "_" + act.name.replace(" ", "_").lower())
        handler(act)

    # Runs

    def _sync(self, act: Act) -> None:
        """A sync that nobody disturbs: what one side did is on both, and what both did apart stays as it was."""
        agreed, before = self.agreed, (self.sheet, self.latest)
        result = self.sync(act.a % 2)
        if agreed is not None and result.outcome in {"archived", "written", "merged", "conflict"}:
            assert undone(agreed, before, (self.sheet, self.latest)) == []

    def _dry(self, act: Act) -> None:
        """A dry run changes nothing, and says what the real one then does."""
        before = self.all()
        (told,) = sync(self.machine(act.a % 2), [self.ref], SyncOptions(dry_run=True))
        assert self.all() == before
        done = self.sync(act.a % 2)
        assert (told.outcome, told.edits, told.version, told.conflicts) == (done.outcome, done.edits, done.version, done.conflicts)

    def _twice(self, act: Act) -> None:
        first = self.sync(act.a % 2)
        edits = self.all()
        second = self.sync(act.b % 2)
        if first.outcome not in {"stopped", "failed"}:
            assert second.outcome == ("conflict" if first.outcome == "conflict" else "unchanged"), (first, second)
            assert (second.edits, self.all()) == (0, edits)

    def _raced_sheet(self, act: Act) -> None:
        """Lan types between our reading and our writing."""
        self.backends[act.a % 2].before_write = lambda: self._type(act)
        self.sync(act.a % 2)

    def _raced_archive(self, act: Act) -> None:
        """Minh imports between our reading and our archiving."""
        self.archives[act.a % 2].before_version = lambda: self._m_type(act)
        self.sync(act.a % 2)

    def _in_use(self, act: Act) -> None:
        """Lan has the workbook open in another program."""
        backend = self.backends[act.a % 2]
        backend.fault = WorkbookInUse(self.ref, "~$")
        self.sync(act.a % 2)
        backend.fault = None

    def _killed(self, act: Act) -> None:
        self.fuse.set(act.b, before=bool(act.words % 2))
        self.sync(act.a % 2)

    def sync(self, machine: int, options: SyncOptions | None = None) -> Synced:
        """A sync, and what must hold of any."""
        options = options or SyncOptions()
        backend = self.backends[machine]
        backend.last_read = backend.about_to_write = None
        result = None
        try:
            (result,) = sync(self.machine(machine), [self.ref], options)
        except Killed:
            pass
        finally:
            self.made = tuple(self.fuse.made)
            self.fuse.set()
            self.archives[machine].before_version = backend.before_write = None
        seen = [self._read(state) for state in backend.seen()]
        self.nothing_is_lost(seen, is_done=result is not None and not (result.code and result.code != "conflict"))
        self.agreed = (self.sheet, self.latest) if result is not None and (not result.code or result.code == "conflict") else None
        if result is None:
            return Synced(self.map, self.ref, "failed", code="killed")
        self.outcome_is_right(result)
        return result

    def _read(self, state: WorkbookState) -> JourneyMap:
        return open_state(OneType(self.type), state).reading.map

    # Words

    def _lost_done(self, _: Act) -> None:
        """The newest note that both sides were in step is lost."""
        assert isinstance(self.store, MemoryArchive)
        self.agreed = None
        for key in sorted((key for key in self.store.files if key.startswith(f"{SYNC}/")), reverse=True):
            if decode_sync(self.store.files.pop(key), key).kind == "done":
                break

    def _prefer(self, act: Act) -> None:
        self.sync(act.a % 2, SyncOptions(prefer=SIDES[act.b % 2]))

    def _keep(self, act: Act) -> None:
        """Somebody replies to the comment of one conflict: ``/keep sheet`` or ``/keep archive``."""
        told = self.open_conflicts()
        result = self.sync(act.a % 2)
        if self.open_conflicts() != told or result.outcome != "conflict":  # people speak of what they were told, as long as nobody changed it
            return
        name = self.word(SIDES[act.words % 2], told[act.b % len(told)], machine=1 - act.a % 2)
        result = self.sync(act.a % 2)
        assert name not in {name_of(one, self.map) for one, _ in result.conflicts}, result

    def word(self, side: Side, conflict: Conflict, *, machine: int = 0) -> str:
        """Let a machine hear ``/keep sheet`` or ``/keep archive`` about a conflict; its name."""
        name, space = name_of(conflict, self.map), self.machine(machine)
        space.ledger.decide(self.map, Decision("prefer", space.instant(), "Lan", side=side, fingerprints=(name,)))
        return name

    def _answer(self, act: Act) -> None:
        """Lan types what is right into the cell of a conflict."""
        fields = [one.ref for one in self.open_conflicts() if one.kind == "changed" and one.ref.field not in {"mood", "days"}]
        if fields:
            self.put({fields[act.b % len(fields)]: self.new(11)})

    def open_conflicts(self) -> tuple[Conflict, ...]:
        found = self.ledger.open_conflict(self.map, self.ref)
        return found.conflicts if found else ()

    # What must hold

    def settle(self, side: Side) -> None:
        """Sync until nothing changes, and hold that both sides say the same."""
        for _ in range(6):
            result = self.sync(0)
            if result.outcome == "unchanged":
                break
            if result.outcome == "conflict" or result.code == "old-copy":
                result = self.sync(1, SyncOptions(prefer=side))
            if result.code == "deletions":
                self.sync(1, SyncOptions(prefer=side, accept_deletions=True))
            assert result.outcome not in {"failed", "copy"}, result
        else:
            raise AssertionError(result)
        assert content_digest(self.sheet) == content_digest(self.latest)
        assert self.ledger.check().faults == ()
        before = self.all()
        assert self.sync(1).outcome == "unchanged"
        assert self.all() == before

    def all(self) -> tuple[object, ...]:
        """Everything that stands anywhere, caches apart."""
        return self.sheets.read(self.ref).grids, archive_files(self.store)

    def nothing_is_lost(self, seen: Sequence[JourneyMap], *, is_done: bool) -> None:
        """Every text that stood in the sheet is in a version or in a note of conflicts; as long as the run is not done, it may only stand there."""
        kept = self.archived() | (set() if is_done else set(texts(self.sheet)))
        for journey in seen:
            assert set(texts(journey)) <= kept, set(texts(journey)) - kept

    def archived(self) -> set[str]:
        ledger = self.ledger
        kept = {text for number in ledger.numbers(self.map) for text in texts(ledger.load(self.map, number).journey)}
        for key, body in archive_files(self.store).items():
            if key.startswith(f"{SYNC}/"):
                for one in decode_sync(body, key).conflicts:
                    kept |= {line for text in (one.sheet, one.archive) if text for line in text.split("\n")}
        return kept

    def outcome_is_right(self, result: Synced) -> None:
        """The name of the outcome says how both sides stand."""
        is_same = content_digest(self.sheet) == content_digest(self.latest)
        match result.outcome:
            case "conflict":
                assert (bool(result.conflicts), is_same) == (True, False)
            case "stopped" | "failed":
                assert result.code in {"old-copy", "deletions", "in-use"}, result
            case _:
                assert is_same or result.code == "in-use", result


def said(journey: JourneyMap) -> Iterator[tuple[str, str]]:
    """What a map says, by place; steps and stages as a whole under their own names."""
    yield "title", journey.title
    yield from journey.values.items()
    for tab, content in journey.tabs.items():
        for stage in content.stages:
            whole = f"{tab}/{stage.key}"
            yield whole, f"{stage.title} {dict(sorted(stage.values.items()))}"
            yield f"{whole} title", stage.title
            yield from ((f"{whole} {key}", text) for key, text in stage.values.items())
        for record in content.records:
            whole = f"{tab}:{record.id}"
            yield whole, f"{record.stage} {dict(sorted(record.values.items()))}"
            yield f"{whole} stage", record.stage or ""
            yield from ((f"{whole} {key}", text) for key, text in record.values.items())


def texts(journey: JourneyMap) -> Iterator[str]:
    """Everything that people typed, line by line."""
    yield journey.title
    found: list[str] = [*journey.values.values()]
    for tab in journey.tabs.values():
        for stage in tab.stages:
            found += [stage.title, *stage.values.values()]
        for record in tab.records:
            found += record.values.values()
    for text in found:
        yield from text.split("\n")


def archive_files(archive: Archive) -> dict[str, bytes]:
    """All files of an archive, caches apart."""
    found: dict[str, bytes] = {}

    def walk(folder: str) -> None:
        for name in archive.names(folder):
            key = f"{folder}/{name}" if folder else name
            if key == "cursors":
                continue
            if name.endswith(".json"):
                found[key] = archive.read(key)
            else:
                walk(key)

    walk("")
    return found


def undone(agreed: Two, before: Two, after: Two) -> list[str]:
    """What one side alone did since both agreed, and is not on both sides after a sync; what both did apart, and is not as it was.

    ``agreed``, ``before`` and ``after`` are the sheet and the archive at the end of the last sync, before this one and after it.
    """
    was, now, then = ([dict(said(one)) for one in pair] for pair in (agreed, before, after))
    wrong: list[str] = []
    for key in sorted({key for side in (*was, *now, *then) for key in side}):
        b = was[0].get(key)
        if b != was[1].get(key) or _is_gone(key, now):
            continue
        (s, a), both = (side.get(key) for side in now), [side.get(key) for side in then]
        is_whole = " " not in key
        if is_whole and s is not None and a is not None:
            continue
        wanted = [a, a] if s == b else [s, s] if a in {b, s} else None
        if wanted is not None and both != wanted and not (is_whole and _is_merged(s or a or "", then)):
            wrong.append(f"{key}: {b!r} → {s!r} | {a!r} → {both}")
    return wrong


def _is_gone(key: str, now: list[dict[str, str]]) -> bool:
    """Whether a text is in a step or stage that one side has, and the other does not: that is decided as a whole."""
    whole = key.partition(" ")[0]
    return whole != key and len({whole in side for side in now}) > 1


def _is_merged(text: str, then: list[dict[str, str]]) -> bool:
    """Whether a step stands under the name of another one that says the same: each side had added it."""
    return all(text in side.values() for side in then)
