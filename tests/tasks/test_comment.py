"""Comments through a map's life: opened once, on the right cell; gone when the gap is filled; heard when people answer; never two of a kind."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.archives.memory import MemoryArchive
from sheetsync.backends.memory import MemoryBackend
from sheetsync.catalog import builtin
from sheetsync.errors import AccessDenied, PostsInDoubt, PostsRefused, UsageError
from sheetsync.model.grid import CellEdit, CellRef
from sheetsync.model.journey import MAIN, FieldRef, Record
from sheetsync.model.thread import Posting, Thread
from sheetsync.model.writing import plan_values
from sheetsync.tasks.comment import Commented, CommentOptions, comment
from sheetsync.tasks.deciding import SyncOptions
from sheetsync.tasks.ledger import Ledger
from sheetsync.tasks.lint import Around, check_map
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Parts, Workspace
from sheetsync.tasks.provision import provision
from sheetsync.tasks.sync import sync
from sheetsync.threads.tag import read_tag, untagged
from tests.conftest import LONG
from tests.people import plan_steps

LAN, MINH = "lan@example.com", "minh@example.com"
STEPS = (
    Record("", "awareness", {"action": "Tìm phòng tập gần nhà", "thought": "Có gần nhà không?"}),
    Record("", "consideration", {"action": "So sánh giá các phòng tập", "thought": "Giá bao nhiêu?", "touchpoint": "Trang bảng giá"}),
)
RULE = "question-no-touchpoint"


class Office:
    """A map in memory, its archive, and everybody who works on it; ``later`` lets time pass."""

    def __init__(self, steps: Sequence[Record] = STEPS, most_open: int = 20) -> None:
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self.archive = MemoryArchive()
        self.backend = MemoryBackend(self.moment)
        self.random = 0
        self.space = Workspace(self.backend, builtin(), self.moment, self.chance, UTC, "mai", most_open=most_open, ledger=Ledger(self.archive))
        made = provision(self.space, "customer-journey", "Phòng tập", language="vi")
        self.ref, self.map = made.ref, made.map
        self.backend.share(self.ref, LAN, "writer")
        self.backend.share(self.ref, MINH, "commenter")
        opened = open_map(self.space, self.ref)
        assert opened.map_type is not None
        self.write(*plan_steps(opened.reading, opened.map_type, MAIN, steps))
        self.sync()

    def moment(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def chance(self, count: int) -> bytes:
        self.random += 1
        return self.random.to_bytes(count, "big")

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def write(self, *edits: CellEdit) -> None:
        self.backend.write(self.ref, edits, if_revision=self.backend.read(self.ref).revision)

    def type(self, step: int, field: str, text: str) -> None:
        opened = open_map(self.space, self.ref)
        assert opened.map_type is not None
        found = FieldRef(MAIN, step=opened.reading.map.main.records[step].id, field=field)
        self.write(*plan_values(opened.reading, opened.map_type, {found: text}))

    def sync(self) -> None:
        list(sync(self.space, [self.ref], SyncOptions(accept_deletions=True, prefer="sheet")))

    def comment(self, **options: bool) -> Commented:
        (done,) = comment(self.space, [self.ref], CommentOptions(**options))
        return done

    def acts(self, **options: bool) -> list[tuple[str, str]]:
        """What is done besides keeping."""
        return [(action.action, action.rule) for action in self.comment(**options).actions if action.action != "keep"]

    def cell(self, step: int, field: str) -> CellRef | None:
        reading = open_map(self.space, self.ref).reading
        return reading.cell(FieldRef(MAIN, step=reading.map.main.records[step].id, field=field))

    @property
    def threads(self) -> tuple[Thread, ...]:
        return self.backend.talk.get(self.ref, ())

    def thread(self, rule: str = RULE) -> Thread:
        """The newest thread of a rule."""
        return next(thread for thread in reversed(self.threads) if (tag := read_tag(thread.posts[0].text, self.map)) and tag.rule == rule)

    def say(self, text: str, author: str = LAN, action: Literal["reply", "resolve", "reopen"] = "reply", rule: str = RULE) -> None:
        self.backend.say(self.ref, Posting(action, text, thread=self.thread(rule).id), author)

    def delete(self) -> None:
        gone = self.thread()
        self.backend.talk[self.ref] = tuple(thread for thread in self.threads if thread.id != gone.id)

    def twice_said(self) -> set[str]:
        """Fingerprints that two open threads of ours speak of."""
        tags = [tag for thread in self.threads if not thread.resolved and (tag := read_tag(thread.posts[0].text, self.map))]
        names = [tag.fingerprint for tag in tags]
        return {name for name in names if names.count(name) > 1}

    def ever_twice(self) -> set[str]:
        """Fingerprints for which a thread was ever opened twice."""
        names = [tag.fingerprint for thread in self.threads if (tag := read_tag(thread.posts[0].text, self.map))]
        return {name for name in names if names.count(name) > 1}


@pytest.fixture
def room() -> Office:
    return Office()


def test_the_story_of_a_comment(room: Office) -> None:
    assert ("open", RULE) in room.acts()
    assert room.thread().cell == room.cell(0, "touchpoint")
    assert "chưa có điểm chạm nào" in room.thread().posts[0].text
    assert room.acts() == []
    room.type(0, "touchpoint", "Bản đồ chỉ đường")
    assert ("resolve", RULE) in room.acts()
    assert (room.thread().resolved, untagged(room.thread().posts[-1].text)) == (True, "Chỗ này đã ổn, cảm ơn bạn. sheetsync đóng ghi chú này.")
    room.type(0, "touchpoint", "")
    assert ("reopen", RULE) in room.acts()
    assert not room.thread().resolved
    assert room.ever_twice() == set()


@pytest.mark.parametrize("words", ["/waive agreed with the lawyers", "/bỏ qua đã thống nhất với pháp chế", "/BO QUA: đã thống nhất với pháp chế"])
@pytest.mark.parametrize("action", ["reply", "resolve"])
def test_a_person_asks_to_skip_it(words: str, action: Literal["reply", "resolve"], room: Office) -> None:
    room.comment()
    room.say(words, action=action)
    assert room.comment().waived == 1
    (waiver,) = room.space.ledger.decisions(room.map).waived.values()
    assert (waiver.author, waiver.reason) == (LAN, words.partition(" ")[2].removeprefix("QUA: ").removeprefix("qua "))
    assert room.thread().resolved
    assert ("được ghi nhận" in room.thread().posts[-1].text or "Đã ghi nhận bỏ qua" in room.thread().posts[-1].text) == (action == "reply")
    assert (room.acts(), room.comment().waived) == ([], 0)
    room.type(0, "thought", "Có chỗ gửi xe không?")
    assert ("reopen", RULE) in room.acts()
    assert (room.acts(), room.comment().waived) == ([], 0)


@pytest.mark.parametrize(
    ("author", "words", "answer"),
    [
        pytest.param(MINH, "/waive not needed", "chưa xác nhận được", id="may only comment"),
        pytest.param("Someone", "/waive not needed", "chưa xác nhận được", id="unknown"),
        pytest.param(LAN, "/bỏ qua", "Hãy ghi thêm lý do", id="no reason"),
        pytest.param(LAN, "/waive.  ", "Hãy ghi thêm lý do", id="nothing but a dot"),
    ],
)
def test_what_can_not_be_granted_is_answered_once(author: str, words: str, answer: str, room: Office) -> None:
    room.comment()
    room.say(words, author)
    assert room.acts() == [("reply", RULE)]
    assert (answer in room.thread().posts[-1].text, room.thread().resolved) == (True, False)
    assert room.acts() == []
    assert room.space.ledger.decisions(room.map).waived == {}


def test_a_gap_filled_after_somebody_asked_to_skip_it_is_told_as_filled(room: Office) -> None:
    room.comment()
    room.say("/waive vì vậy")
    room.say("", action="reopen")
    room.type(0, "touchpoint", "Bản đồ chỉ đường")
    assert ("resolve", RULE) in room.acts()
    assert "Chỗ này đã ổn" in room.thread().posts[-1].text
    assert room.space.ledger.decisions(room.map).waived == {}


@pytest.mark.parametrize("words", ["mình sẽ bổ sung tuần sau", "waive it", "/waived", "đừng /waive nhé"])
def test_talk_is_no_request(words: str, room: Office) -> None:
    room.comment()
    room.say(words)
    assert (room.acts(), room.thread().posts[-1].text) == ([], words)


def test_what_a_person_closed_stays_closed_until_the_text_changes(room: Office) -> None:
    room.comment()
    room.say("", action="resolve")
    assert room.acts() == []
    room.type(0, "thought", "Có chỗ gửi xe không?")
    assert ("reopen", RULE) in room.acts()


def test_what_a_person_deleted_is_not_posted_again_until_the_text_changes(room: Office) -> None:
    room.comment()
    room.delete()
    assert (room.acts(), room.acts()) == ([], [])
    room.type(0, "thought", "Có chỗ gửi xe không?")
    assert ("open", RULE) in room.acts()


def test_what_is_accepted_as_known_is_not_said(room: Office) -> None:
    done = room.comment(baseline=True)
    assert ({action.action for action in done.actions}, done.known > 3, room.threads) == (set(), True, ())
    assert len(room.space.ledger.decisions(room.map).baseline) == done.known
    assert room.acts() == []
    room.type(0, "touchpoint", "Bản đồ chỉ đường")
    assert room.acts() == []
    room.type(0, "touchpoint", "")
    assert room.acts() == [("open", RULE)]


def test_what_was_said_before_it_was_accepted_as_known_is_closed_with_that_reason(room: Office) -> None:
    room.comment()
    assert ("resolve", RULE) in room.acts(baseline=True)
    assert "Đã ghi nhận bỏ qua vì “đã biết từ trước”" in room.thread().posts[-1].text
    assert room.acts() == []


def test_no_more_are_open_than_people_can_bear() -> None:
    room = Office(most_open=2)
    room.comment()
    assert [thread.resolved for thread in room.threads] == [False, False]
    assert room.thread("summary").cell is not None
    assert room.acts() == []


def test_a_dry_run_does_nothing(room: Office) -> None:
    planned = room.comment(dry_run=True)
    assert (planned.outcome, room.threads) == ("planned", ())
    assert [action._replace(thread=None) for action in room.comment().actions] == list(planned.actions)


def test_whoever_owns_a_stage_is_asked_if_they_can_open_the_map(room: Office) -> None:
    opened = open_map(room.space, room.ref)
    assert opened.map_type is not None
    for stage, owner in (("awareness", f"Chị Lan <{LAN}>"), ("consideration", "khach@example.com")):
        room.write(*plan_values(open_map(room.space, room.ref).reading, opened.map_type, {FieldRef(MAIN, stage=stage, field="owner"): owner}))
    owners = {action.rule: action.owner for action in room.comment().actions if action.action == "open"}
    assert owners[RULE] == LAN
    assert set(owners.values()) == {LAN, None}


def test_nobody_may_tell_who_can_open_it(room: Office) -> None:
    room.backend.access = _refuse  # type: ignore[method-assign,assignment]
    room.comment()
    room.say("/waive not needed")
    assert room.acts() == [("reply", RULE)]


def _refuse(ref: str) -> None:
    raise AccessDenied(ref, en="no", vi="không")


def test_without_an_archive_there_is_no_baseline(room: Office) -> None:
    space = room.space
    alone = Parts(space.backend, space.types, space.now, space.random, space.zone, space.author)
    with pytest.raises(UsageError, match="needs an archive"):
        list(comment(alone, [room.ref], CommentOptions(baseline=True)))


class TestFaults:
    def test_refused_behind_an_ok_is_tried_once_more(self, room: Office) -> None:
        room.backend.post_faults[room.ref] = ("before", PostsRefused(room.ref))
        assert room.comment().outcome == "posted"
        assert room.ever_twice() == set()

    def test_an_answer_lost_after_the_act_is_found_out(self, room: Office) -> None:
        room.backend.post_faults[room.ref] = ("after", PostsInDoubt(room.ref))
        done = room.comment()
        assert (done.outcome, all(action.thread for action in done.actions)) == ("posted", True)
        assert (room.acts(), room.ever_twice()) == ([], set())

    def test_an_answer_lost_before_the_act_is_not_repeated_before_it_is_certain(self, room: Office) -> None:
        room.backend.post_faults[room.ref] = ("before", PostsInDoubt(room.ref))
        assert (room.comment().outcome, room.comment().outcome, room.threads) == ("failed", "busy", ())
        room.later(minutes=16)
        assert (room.comment().outcome, room.ever_twice()) == ("posted", set())

    def test_a_run_that_is_killed_before_it_posts_is_made_up_for(self, room: Office) -> None:
        room.backend.post_faults[room.ref] = ("before", KeyboardInterrupt())  # type: ignore[assignment]
        with pytest.raises(KeyboardInterrupt):
            room.comment()
        assert room.comment().outcome == "busy"
        room.later(minutes=16)
        assert (room.comment().outcome, room.ever_twice()) == ("posted", set())

    def test_a_run_that_is_killed_after_it_posted_is_recognised(self, room: Office) -> None:
        room.backend.post_faults[room.ref] = ("after", KeyboardInterrupt())  # type: ignore[assignment]
        with pytest.raises(KeyboardInterrupt):
            room.comment()
        assert (room.comment().outcome, room.ever_twice()) == ("settled", set())

    def test_another_run_that_posts_between_our_read_and_our_claim_wins(self, room: Office) -> None:
        other = Workspace(room.backend, builtin(), room.moment, room.chance, UTC, "the worker", ledger=Ledger(room.archive))
        read = room.backend.read
        went: list[str] = []

        def meanwhile(ref: str) -> object:
            state = read(ref)
            if not went:
                went.append(ref)
                list(comment(other, [ref]))
            return state

        room.backend.read = meanwhile  # type: ignore[method-assign,assignment]
        assert room.comment().outcome == "settled"
        assert room.ever_twice() == set()


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.sampled_from(["whole", "before", "after", "killed before", "killed after", "refused"])),
        st.tuples(
            st.just("type"), st.tuples(st.integers(0, 1), st.sampled_from(["touchpoint", "thought"]), st.sampled_from(["", "Zalo?", "Ở đâu?"]))
        ),
        st.tuples(st.just("say"), st.sampled_from(["ok", "/waive vì vậy", "resolve", "reopen", "delete"])),
        st.tuples(st.just("later"), st.sampled_from([1, 16, 60 * 25])),
    ),
    max_size=14,
)
FAULTS = {
    "before": ("before", PostsInDoubt("x")),
    "after": ("after", PostsInDoubt("x")),
    "killed before": ("before", KeyboardInterrupt()),
    "killed after": ("after", KeyboardInterrupt()),
    "refused": ("before", PostsRefused("x")),
}


@settings(max_examples=200 if LONG else 15)
@given(ACTS)
def test_whatever_happens_nothing_is_said_twice_and_nothing_of_people_is_touched(acts: list[tuple[str, object]]) -> None:
    room = Office()
    words: list[str] = []
    for act, how in acts:
        if act == "run":
            run(room, str(how))
        elif act == "type":
            room.type(*how)  # type: ignore[misc]
        elif act == "later":
            room.later(minutes=how)  # type: ignore[arg-type]
        elif any(read_tag(thread.posts[0].text, room.map) and RULE in thread.posts[0].text for thread in room.threads):
            talk(room, str(how), words)
        assert room.twice_said() == set()
    room.backend.post_faults.clear()
    room.later(days=2)
    room.comment()
    assert room.comment().outcome == "settled"
    assert room.twice_said() == set()
    said = {post.text for thread in room.threads for post in thread.posts if not post.mine}
    assert said == {word for word in words if word in said}
    opened = open_map(room.space, room.ref)
    checked = check_map(room.space, opened.reading, opened.map_type, around=Around(room.space), grids=opened.state.grids)
    found = {finding.fingerprint for finding in checked.findings}
    tags = [tag for thread in room.threads if not thread.resolved and (tag := read_tag(thread.posts[0].text, room.map))]
    assert {tag.fingerprint for tag in tags if tag.rule == RULE} <= found | room.space.ledger.decisions(room.map).waived.keys()


def run(room: Office, how: str) -> None:
    if how in FAULTS:
        room.backend.post_faults[room.ref] = FAULTS[how]  # type: ignore[assignment]
    with suppress(KeyboardInterrupt):
        room.comment()


def talk(room: Office, how: str, words: list[str]) -> None:
    if how == "delete":
        room.delete()
    elif how in {"resolve", "reopen"}:
        room.say("", action=how)  # type: ignore[arg-type]
        words.append("")
    else:
        room.say(how)
        words.append(how)


class TestConflicts:
    """What the sheet and the archive say apart is a thread too, and a reply settles it."""

    @pytest.fixture
    def torn(self, room: Office) -> Office:
        """The office after the first step's action was changed on both sides, and a sync."""
        room.comment()
        room.type(0, "action", "Hỏi bạn bè")
        latest = room.space.ledger.latest(room.map)
        assert latest is not None
        version = room.space.ledger.load(room.map, latest.version)
        tab = version.journey.main
        first = tab.records[0]._replace(values={**tab.records[0].values, "action": "Tìm trên bản đồ"})
        journey = version.journey._replace(tabs={**version.journey.tabs, MAIN: tab._replace(records=(first, *tab.records[1:]))})
        room.space.ledger.append(
            room.map, journey, author="minh", reason="import", source=version.source, saved_at=room.space.instant(), parent=latest
        )
        (told,) = sync(room.space, [room.ref])
        assert told.outcome == "conflict"
        return room

    def action(self, room: Office) -> tuple[str, str]:
        """The first step's action in the sheet, and in the archive."""
        latest = room.space.ledger.latest(room.map)
        assert latest is not None
        archive = room.space.ledger.load(room.map, latest.version).journey
        return tuple(journey.main.records[0].values["action"] for journey in (open_map(room.space, room.ref).reading.map, archive))  # type: ignore[return-value]

    def test_it_is_said_on_its_cell_once(self, torn: Office) -> None:
        assert torn.acts()[0] == ("open", "conflict")
        assert torn.thread("conflict").cell == torn.cell(0, "action")
        said = torn.thread("conflict").posts[0].text
        assert ("“Hỏi bạn bè”" in said, "“Tìm trên bản đồ”" in said, "/keep sheet" in said) == (True, True, True)
        assert torn.acts() == []

    @pytest.mark.parametrize(
        ("words", "result"),
        [
            ("/keep sheet", "Hỏi bạn bè"),
            ("/keep archive", "Tìm trên bản đồ"),
            ("/giữ bảng tính", "Hỏi bạn bè"),
            ("/Giữ kho lưu trữ.", "Tìm trên bản đồ"),
        ],
    )
    def test_a_reply_says_which_side_is_right(self, words: str, result: str, torn: Office) -> None:
        torn.comment()
        torn.say(words, rule="conflict")
        assert torn.acts() == [("reply", "conflict")]
        assert "Đã ghi nhận" in torn.thread("conflict").posts[-1].text
        assert torn.acts() == []
        (told,) = sync(torn.space, [torn.ref])
        assert (told.outcome in {"merged", "archived", "written"}, self.action(torn)) == (True, (result, result))
        assert ("resolve", "conflict") in torn.acts()
        assert torn.acts() == []

    @pytest.mark.parametrize(
        ("author", "words", "answer"), [(MINH, "/keep archive", "chưa xác nhận được"), (LAN, "/waive sao cũng được", "cần một lựa chọn")]
    )
    def test_what_settles_nothing_is_answered_once(self, author: str, words: str, answer: str, torn: Office) -> None:
        torn.comment()
        torn.say(words, author, rule="conflict")
        assert torn.acts() == [("reply", "conflict")]
        assert answer in torn.thread("conflict").posts[-1].text
        assert torn.acts() == []
        (told,) = sync(torn.space, [torn.ref])
        assert told.outcome == "conflict"

    def test_a_choice_where_there_is_none(self, room: Office) -> None:
        room.comment()
        room.say("/keep sheet")
        assert room.acts() == [("reply", RULE)]
        assert "không có hai nội dung" in room.thread().posts[-1].text

    def test_editing_the_cell_settles_it(self, torn: Office) -> None:
        torn.comment()
        torn.type(0, "action", "Hỏi bạn bè, rồi tìm trên bản đồ")
        (told,) = sync(torn.space, [torn.ref])
        assert (told.outcome, set(self.action(torn))) == ("archived", {"Hỏi bạn bè, rồi tìm trên bản đồ"})
        assert ("resolve", "conflict") in torn.acts()
