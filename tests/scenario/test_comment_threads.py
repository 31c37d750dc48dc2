"""Comments in Google Sheets, on the local Google: the story of a gap, what people do around it, and bad days. Never two threads for one thing."""

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from os import urandom
from pathlib import Path
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from sheetsync.archives.folder import FolderArchive
from sheetsync.archives.memory import MemoryArchive
from sheetsync.backends.google.backend import GoogleBackend
from sheetsync.catalog import builtin
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import MAIN, FieldRef, Record
from sheetsync.model.thread import Thread
from sheetsync.model.writing import plan_values
from sheetsync.ports import Archive, WorkbookState
from sheetsync.tasks.comment import Commented, CommentOptions, comment
from sheetsync.tasks.deciding import SyncOptions
from sheetsync.tasks.ledger import Ledger
from sheetsync.tasks.opening import Opened, open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.provision import provision
from sheetsync.tasks.sync import sync
from sheetsync.threads.tag import read_tag, untagged
from sheetsync.wiring import clock
from tests.backends.google.workplace import LAN, ZONE, Workplace
from tests.cli.google_desk import GoogleDesk
from tests.cli.test_process import COMMAND, environment
from tests.conftest import LONG
from tests.emulator import failures, people
from tests.emulator.errors import ApiError
from tests.emulator.failures import Fault, Target
from tests.people import plan_steps

READ, POST, WHO = "sheets.spreadsheets.get", "sheets.spreadsheets.batchUpdate", "drive.permissions.list"
RULE: Final = "question-no-touchpoint"
STEPS = (
    Record("", "awareness", {"action": "Tìm phòng tập gần nhà", "thought": "Có gần nhà không?"}),
    Record("", "consideration", {"action": "So sánh giá các phòng tập", "thought": "Giá bao nhiêu?", "touchpoint": "Trang bảng giá"}),
)
TAB: Final = "Bản đồ"


class Team:
    """A map in the local Google, its archive, and everybody who works on it; ``later`` lets time pass."""

    def __init__(self, place: Workplace, archive: Archive | None = None) -> None:
        self.place = place
        self.archive = archive or MemoryArchive()
        self.passed = timedelta()
        self.space = self.machine(place.backend)
        made = provision(self.space, "customer-journey", "Phòng tập", language="vi")
        self.ref, self.map = made.ref, made.map
        opened = self.opened()
        assert opened.map_type is not None
        self.write(*plan_steps(opened.reading, opened.map_type, MAIN, STEPS))
        self.sync()

    def machine(self, backend: GoogleBackend) -> Workspace:
        """A machine that works for the team."""
        return Workspace(backend, builtin(), self.moment, urandom, ZoneInfo(ZONE), "mai", ledger=Ledger(self.archive))

    def moment(self) -> datetime:
        return clock() + self.passed

    def later(self, **time: float) -> None:
        self.passed += timedelta(**time)

    def opened(self) -> Opened:
        return open_map(self.space, self.ref)

    def write(self, *edits: Any) -> None:
        backend = self.place.backend
        backend.write(self.ref, edits, if_revision=backend.read(self.ref).revision)

    def type(self, step: int, field: str, text: str) -> None:
        opened = self.opened()
        assert opened.map_type is not None
        found = FieldRef(MAIN, step=opened.reading.map.main.records[step].id, field=field)
        self.write(*plan_values(opened.reading, opened.map_type, {found: text}))

    def sync(self) -> None:
        list(sync(self.space, [self.ref], SyncOptions(accept_deletions=True)))

    def comment(self, **options: bool) -> Commented:
        (done,) = comment(self.space, [self.ref], CommentOptions(**options))
        return done

    def acts(self) -> list[tuple[str, str]]:
        return [(action.action, action.rule) for action in self.comment().actions if action.action != "keep"]

    def calls(self, act: Callable[[], object]) -> list[str]:
        return [method for method in self.place.calls(act) if method != "oauth2.token"]

    def person(self, act: Callable[..., Any], *words: Any, **more: Any) -> Any:
        """Let somebody else act on the sheet (see ``tests.emulator.people``)."""
        return act(self.place.world, self.place.file(self.ref).id, *words, **more)

    def say(self, text: str, act: Callable[..., Any] = people.reply, email: str = LAN) -> None:
        act(self.place.world, email, self.place.file(self.ref).id, self.thread().id, text)

    @property
    def threads(self) -> tuple[Thread, ...]:
        return self.place.backend.read(self.ref).threads or ()

    def thread(self, rule: str = RULE) -> Thread:
        """The newest thread of a rule."""
        return next(thread for thread in reversed(self.threads) if (tag := read_tag(thread.posts[0].text, self.map)) and tag.rule == rule)

    def ever(self) -> list[str]:
        """The fingerprints of all threads that we ever opened, closed ones too."""
        return [tag.fingerprint for thread in self.threads if (tag := read_tag(thread.posts[0].text, self.map))]

    def is_said_once(self) -> bool:
        return len(self.ever()) == len(set(self.ever()))

    def home(self, step: int = 0) -> CellRef | None:
        """The cell of the gap today."""
        reading = self.opened().reading
        return reading.cell(FieldRef(MAIN, step=reading.map.main.records[step].id, field="touchpoint"))


@pytest.fixture
def place() -> Iterator[Workplace]:
    with Workplace() as workplace:
        yield workplace


@pytest.fixture
def team(place: Workplace) -> Team:
    return Team(place)


class TestTheStory:
    def test_a_gap_is_said_on_its_cell_and_goes_when_it_is_filled(self, team: Team) -> None:
        assert ("open", RULE) in team.acts()
        assert team.thread().cell == team.home()
        assert untagged(team.thread().posts[0].text).startswith("Ở “Nhận thức”, chưa có điểm chạm nào")
        assert team.acts() == []
        team.type(0, "touchpoint", "Bản đồ chỉ đường")
        assert ("resolve", RULE) in team.acts()
        assert team.thread().resolved
        assert "đã ổn" in team.thread().posts[-1].text
        team.type(0, "touchpoint", "")
        assert ("reopen", RULE) in team.acts()
        assert (team.thread().resolved, team.is_said_once()) == (False, True)

    @pytest.mark.parametrize(
        "act",
        [
            pytest.param(lambda team: team.person(people.insert_rows, TAB, 4, 3), id="rows inserted"),
            pytest.param(lambda team: team.person(people.insert_columns, TAB, 4, 2), id="columns inserted"),
            pytest.param(lambda team: team.person(people.move_column, TAB, 4, 7), id="a column moved"),
            pytest.param(lambda team: team.person(people.type_in, TAB, "D4", "Việc khách làm"), id="a heading renamed"),
            pytest.param(lambda team: team.person(people.rename_tab, TAB, "Hành trình"), id="the tab renamed"),
        ],
    )
    def test_moving_things_about_changes_nothing(self, act: Callable[[Team], object], team: Team) -> None:
        team.comment()
        act(team)
        said = [one for one in team.acts() if one[1] != "header-tampered"]
        assert (said, team.thread().cell) == ([], team.home())

    def test_a_deleted_row_takes_its_thread_along(self, team: Team) -> None:
        team.comment()
        home = team.home()
        assert home is not None
        team.person(people.delete_rows, TAB, home.row)
        assert ("resolve", RULE) in team.acts()
        assert "không còn trên bản đồ" in team.thread().posts[-1].text
        assert team.acts() == []

    def test_what_is_sorted_past_its_thread_is_said_where_it_stands_now(self, team: Team) -> None:
        team.comment()
        first, second = team.home(0), team.home(1)
        assert first is not None
        assert second is not None
        team.person(people.move_row, TAB, first.row, second.row + 1)
        assert (team.acts(), team.thread().cell) == ([], team.home(next(at for at in (0, 1) if not self.touchpoint(team, at))))

    @staticmethod
    def touchpoint(team: Team, step: int) -> str:
        return team.opened().reading.map.main.records[step].values.get("touchpoint", "")

    @pytest.mark.parametrize("act", [people.reply, people.resolve])
    def test_a_person_asks_to_skip_it(self, act: Callable[..., Any], team: Team) -> None:
        team.comment()
        team.say("/bỏ qua khách tự tìm đến", act)
        assert team.comment().waived == 1
        (waiver,) = team.space.ledger.decisions(team.map).waived.values()
        assert (waiver.author, waiver.reason, team.thread().resolved) == (team.place.world.account(LAN).name, "khách tự tìm đến", True)
        assert (team.acts(), team.comment().waived) == ([], 0)
        team.type(0, "thought", "Có chỗ gửi xe không?")
        assert ("reopen", RULE) in team.acts()

    def test_somebody_who_may_only_comment_is_told_so_once(self, team: Team) -> None:
        team.place.world.account("khach@example.com", name="Khách Quen")
        team.place.world.permit(team.place.file(team.ref), "khach@example.com", "commenter")
        team.comment()
        team.say("/waive not needed", email="khach@example.com")
        assert team.acts() == [("reply", RULE)]
        assert "Khách Quen" in team.thread().posts[-1].text
        assert team.acts() == []

    def test_whoever_owns_the_stage_is_asked(self, team: Team) -> None:
        opened = team.opened()
        assert opened.map_type is not None
        owners = {FieldRef(MAIN, stage="awareness", field="owner"): LAN, FieldRef(MAIN, stage="consideration", field="owner"): "la@example.com"}
        team.write(*plan_values(opened.reading, opened.map_type, owners))
        assert {action.owner for action in team.comment().actions if action.action == "open"} == {LAN, None}
        heads = [thread.head for thread in team.place.file(team.ref).threads]
        assert {head.assignee for head in heads} == {LAN, ""}

    def test_threads_of_people_are_never_touched(self, team: Team) -> None:
        home = team.home()
        assert home is not None
        mine = team.person(lambda world, file: people.comment_on(world, LAN, file, TAB, home.a1.rpartition("!")[2], "Chỗ này ai lo?"))
        team.comment()
        team.type(0, "touchpoint", "Tờ rơi")
        team.comment()
        (theirs,) = [thread for thread in team.threads if thread.id == mine]
        assert ([post.text for post in theirs.posts], theirs.resolved) == (["Chỗ này ai lo?"], False)


FAULTS: dict[str, tuple[Fault, str]] = {
    "429 once": (failures.rate_limited(), "posted"),
    "503, nothing was done": (failures.server_error(503), "failed"),
    "503 after the act": (failures.acted(failures.server_error(503)), "posted"),
    "a page instead of JSON": (failures.html_error(502), "failed"),
    "a page after the act": (failures.acted(failures.html_error(502)), "posted"),
    "dropped before the act": (failures.dropped(), "failed"),
    "dropped after the act": (failures.acted(failures.dropped()), "posted"),
    "cut off": (failures.acted(failures.truncated()), "posted"),
}
"""What happens to the call that posts, and what is told then."""


class TestBadDays:
    @pytest.mark.parametrize("name", FAULTS)
    def test_a_fault_while_posting(self, name: str, team: Team) -> None:
        fault, outcome = FAULTS[name]
        team.place.google.faults.add(POST, fault)
        assert team.comment().outcome == outcome
        team.later(minutes=16)
        assert team.comment().outcome == ("posted" if outcome == "failed" else "settled")
        assert (team.is_said_once(), team.acts()) == (True, [])

    @pytest.mark.parametrize("times", [1, 2])
    def test_comments_that_fail_behind_a_200(self, times: int, team: Team) -> None:
        team.place.world.comment_failures = times
        assert team.comment().outcome == ("posted" if times == 1 else "failed")
        assert team.comment().outcome == ("settled" if times == 1 else "posted")
        assert team.is_said_once()

    def test_two_machines_at_the_very_same_time(self, place: Workplace, tmp_path: Path) -> None:
        team = Team(place, FolderArchive(tmp_path / "archive"))
        machines = [team.machine(place.open(place.folder.id)) for _ in range(2)]
        for round_ in range(6 if LONG else 3):
            team.type(0, "touchpoint", "")
            team.type(0, "thought", f"Câu hỏi {round_}?")
            start = threading.Barrier(2)
            told: list[str] = []

            def go(space: Workspace, start: threading.Barrier = start, told: list[str] = told) -> None:
                start.wait()
                told.extend(done.outcome for done in comment(space, [team.ref]))

            running = [threading.Thread(target=go, args=[machine]) for machine in machines]
            for thread in running:
                thread.start()
            for thread in running:
                thread.join()
            assert set(told) <= {"posted", "settled", "busy"}
            assert team.is_said_once()
            team.type(0, "touchpoint", "Tờ rơi")
            team.later(minutes=16)
            team.comment()

    @pytest.mark.parametrize("acted", [False, True])
    def test_a_process_killed_while_google_works_on_its_comments(self, *, acted: bool, google_gym: GoogleDesk) -> None:
        desk = google_gym
        (first, *_) = desk.records(desk.ref)
        desk.type(desk.ref, {FieldRef(MAIN, step=first.id, field="touchpoint"): ""})
        desk.sync(desk.ref)
        arrived = threading.Event()

        def hold(target: Target) -> ApiError:
            arrived.set()
            return ApiError(503, f"{target.method} hangs")

        desk.google.faults.add(POST, Fault(hold, acted=acted, stalled=True))
        process = subprocess.Popen([*COMMAND, "comment", desk.ref], cwd=desk.folder, env=environment(), stdout=subprocess.DEVNULL)
        try:
            assert arrived.wait(60)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        desk.google.faults.clear()
        (told,) = desk.json("comment", desk.ref, status=0 if acted else 1)["maps"]
        assert told["outcome"] == ("settled" if acted else "busy")
        (done,) = comment(desk.parts(now=lambda: clock() + timedelta(minutes=16)), [desk.ref])
        assert done.outcome == ("settled" if acted else "posted")
        names = [
            tag.fingerprint for thread in desk.parts().backend.read(desk.ref).threads or () if (tag := read_tag(thread.posts[0].text, done.map or ""))
        ]
        assert (len(names) == len(set(names)), bool(names)) == (True, True)


class Killed(BaseException):
    """As good as kill -9: nothing is tidied up."""


class Mortal(GoogleBackend):
    """Ours, killed right before or after it posts, where ``dies`` says so; ``meanwhile`` acts between our read and our post."""

    dies = ""
    meanwhile: Callable[[], object] | None = None

    def read(self, ref: str) -> WorkbookState:
        state = super().read(ref)
        if act := self.meanwhile:
            self.meanwhile = None
            act()
        return state

    def post(self, state: WorkbookState, postings: Any) -> tuple[str, ...]:
        how, self.dies = self.dies, ""
        if how == "before":
            raise Killed
        ids = super().post(state, postings)
        if how == "after":
            raise Killed
        return ids


@pytest.mark.parametrize("seed", range(60 if LONG else 6))
def test_whatever_happens_in_whatever_order_nothing_is_said_twice(seed: int, place: Workplace) -> None:
    dice = Random(seed)  # noqa: S311 - repeatable on purpose
    place.backend.__class__ = Mortal
    team = Team(place)
    other = team.machine(place.open(place.folder.id))
    spoken: list[str] = []
    for number in range(8):
        happen(dice, team, other, spoken, number)
    place.google.faults.clear()
    team.later(days=2)
    team.comment()
    assert team.comment().outcome == "settled"
    standing = [tag.fingerprint for one in team.threads if not one.resolved and (tag := read_tag(one.posts[0].text, team.map))]
    assert len(standing) == len(set(standing))
    said = [post.text for thread in team.threads for post in thread.posts if not post.mine]
    assert sorted(said) == sorted(spoken)


def happen(dice: Random, team: Team, other: Workspace, spoken: list[str], number: int) -> None:
    """One thing that happens."""
    backend = team.place.backend
    assert isinstance(backend, Mortal)
    talk = [people.reply, people.resolve, people.reopen]
    match dice.choice(["run", "run", "run", "fault", "kill", "between", "type", "row", "talk", "later"]):
        case "run":
            team.comment()
        case "fault":
            team.place.google.faults.add(POST, dice.choice(list(FAULTS.values()))[0])
            team.comment()
            team.place.google.faults.clear()
        case "kill":
            backend.dies = dice.choice(["before", "after"])
            with suppress(Killed):
                team.comment()
            backend.dies = ""
        case "between":
            backend.meanwhile = lambda: list(comment(other, [team.ref]))
            team.comment()
        case "type":
            team.type(dice.choice([0, 1]), dice.choice(["touchpoint", "thought"]), dice.choice(["", "Zalo", f"Ở đâu {number}?"]))
        case "row":
            team.person(people.insert_rows, TAB, dice.choice([4, 5, 6]))
        case "talk" if RULE in {tag.rule for one in team.threads if (tag := read_tag(one.posts[0].text, team.map))}:
            spoken.append(f"{dice.choice(['ok', '/waive vì vậy', 'sao?'])} {number}")
            team.say(spoken[-1], dice.choice(talk))
        case _:
            team.later(minutes=dice.choice([1, 16, 60 * 25]))


def test_a_map_takes_two_calls_beyond_its_read_at_most(place: Workplace) -> None:
    team = Team(place)
    refs = [team.ref]
    for number in range(99 if LONG else 7):
        made = provision(team.space, "customer-journey", f"Phòng tập {number}", language="vi")
        refs.append(made.ref)
    for ref in refs:
        opened = open_map(team.space, ref)
        assert opened.map_type is not None
        steps = [Record("", stage.key, {"action": "Xem", "thought": "Sao?"}) for stage in opened.map_type.stages for _ in range(2)]
        edits = plan_steps(opened.reading, opened.map_type, MAIN, steps)
        owner = {FieldRef(MAIN, stage=stage.key, field="owner"): LAN for stage in opened.map_type.stages}
        state = place.backend.write(ref, (*edits, *plan_values(opened.reading, opened.map_type, owner)), if_revision=opened.state.revision)
        assert state.ref == ref
    found: list[Commented] = []
    calls = team.calls(lambda: found.extend(comment(team.space, refs)))
    assert [done.outcome for done in found] == ["posted"] * len(refs)
    assert min(sum(action.action == "open" for action in done.actions) for done in found) >= 10
    assert {method: calls.count(method) for method in set(calls)} == {READ: len(refs), POST: len(refs), WHO: len(refs)}
    again = team.calls(lambda: list(comment(team.space, refs)))
    assert set(again) == {READ}


def test_posting_nothing_takes_no_call(team: Team) -> None:
    state = team.place.backend.read(team.ref)
    assert team.calls(lambda: team.place.backend.post(state, ())) == []
