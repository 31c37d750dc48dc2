"""Comment threads on the local Google: how few calls they take, what bad days leave behind, and how Drive stands in for native ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest

from sheetsync.backends.google.threads import LONGEST
from sheetsync.errors import (
    AccessDenied,
    ChangedElsewhere,
    PostsInDoubt,
    PostsRefused,
    QuotaReached,
    ServiceRefused,
    ServiceUnavailable,
    SheetsyncError,
    TextTooLong,
    WorkbookNotFound,
    WorkbookReadOnly,
)
from sheetsync.model.design import DesignCell, TabDesign, WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Grid
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.thread import Posting, Thread
from sheetsync.ports import Access, Person, WorkbookState
from sheetsync.threads.concern import Concern, Concerns
from sheetsync.threads.reconcile import Facts, plan_threads, standing_threads
from sheetsync.threads.tag import Tag, covering, tagged, untagged
from sheetsync.threads.wording import FIXED, fitted
from tests.backends.google.loopback import Answer, Stage, ok
from tests.backends.google.workplace import BOT, LAN, Workplace, deleted, inserted
from tests.emulator import people
from tests.emulator.failures import Fault, acted, dropped, forbidden, html_error, rate_limited, server_error, service_disabled, truncated
from tests.emulator.world import SPREADSHEET, Permission

TAB = "Bản đồ"
CELLS = {(0, 0): "_id", (3, 2): "Hành động", (4, 2): "tìm", (5, 2): "hỏi"}
GYM = WorkbookDesign(
    "Phòng tập",
    "vi",
    (
        TabDesign("map", TAB, {place: DesignCell(text) for place, text in CELLS.items()}, widths={}, heights={}),
        TabDesign("stages", "Giai đoạn", {(0, 0): DesignCell("_id")}, widths={}, heights={}),
    ),
)
MAP = "gym"
GET, BATCH = "sheets.spreadsheets.get", "sheets.spreadsheets.batchUpdate"
COMMENT, REPLY, LISTED = "drive.comments.create", "drive.replies.create", "drive.comments.list"


@pytest.fixture
def place() -> Iterator[Workplace]:
    with Workplace() as opened:
        yield opened


@pytest.fixture
def gym(place: Workplace) -> WorkbookState:
    return place.backend.create(GYM)


def at(row: int, column: int, tab: str = TAB) -> CellRef:
    return CellRef(tab, row, column)


def said(words: str, fingerprint: str = "0123456789abcdef") -> str:
    return tagged(words, Tag("question-no-touchpoint", fingerprint, covering("")), MAP)


def opened(words: str = "thiếu điểm chạm", row: int = 4, **more: Any) -> Posting:
    return Posting("open", said(words), at(row, 2), **more)


def threads(place: Workplace, ref: str) -> tuple[Thread, ...]:
    return place.backend.threads(place.backend.read(ref)).threads or ()


def words(place: Workplace, ref: str) -> list[list[str]]:
    """What is said in each thread, as it stands at Google, oldest first."""
    return [[untagged(post.content) for post in (thread.head, *thread.replies)] for thread in place.file(ref).threads]


def refuse(place: Workplace, ref: str, status: Literal[400, 403] = 403, *, unseen: bool = False) -> WorkbookState:
    """The spreadsheet as read once Google refuses native comments there, to be posted and perhaps to be seen."""
    file = place.file(ref)
    place.world.refused_comments[file.id] = status
    if unseen:
        place.world.unseen_comments[file.id] = status
    return place.backend.read(ref)


class TestPosting:
    def test_a_whole_map_takes_one_call(self, place: Workplace, gym: WorkbookState):
        first = place.backend.post(gym, [opened(str(number)) for number in range(10)])
        after = place.backend.read(gym.ref)
        more = [Posting("reply", said("nữa"), thread=first[0]), Posting("resolve", said("xong"), thread=first[1]), opened("mới")]
        assert place.calls(lambda: place.backend.post(after, more)) == [BATCH]
        assert place.calls(lambda: place.backend.post(after, [])) == []

    def test_reading_brings_the_threads_in_the_same_call(self, place: Workplace, gym: WorkbookState):
        place.backend.post(gym, [opened()])
        state = place.backend.read(gym.ref)
        assert place.calls(lambda: place.backend.threads(state)) == []
        assert len(state.threads or ()) == 1

    def test_a_thread_asks_somebody_to_see_to_it(self, place: Workplace, gym: WorkbookState):
        place.backend.post(gym, [opened(owner="minh@example.com"), opened("khác")])
        assert [thread.head.assignee for thread in place.file(gym.ref).threads] == ["minh@example.com", ""]

    def test_whoever_can_not_be_asked_is_not_asked(self, place: Workplace, gym: WorkbookState):
        place.world.strangers.add("nobody@example.com")
        postings = [opened("một", owner="nobody@example.com"), opened("hai")]
        assert place.calls(lambda: place.backend.post(gym, postings)) == [BATCH, BATCH]
        assert words(place, gym.ref) == [["một"], ["hai"]]
        assert [thread.head.assignee for thread in place.file(gym.ref).threads] == ["", ""]

    def test_a_text_that_no_comment_holds_is_refused_before_anything_is_sent(self, place: Workplace, gym: WorkbookState):
        with pytest.raises(TextTooLong, match=r"2,050 characters"):
            place.backend.post(gym, [opened(), Posting("open", "é" * 1025, at(4, 2))])
        assert place.calls(lambda: place.backend.post(gym, [Posting("open", "é" * 1024, at(4, 2))])) == [BATCH]

    def test_threads_follow_their_rows_or_lose_their_cell(self, place: Workplace, gym: WorkbookState):
        place.backend.post(gym, [opened("một", 4), opened("hai", 5)])
        place.do(gym.ref, inserted(1, 2))
        place.do(gym.ref, deleted(6, 6))
        assert [thread.cell for thread in threads(place, gym.ref)] == [None, at(6, 2)]

    @pytest.mark.parametrize(("follow", "row"), [(True, 5), (False, 4)])
    def test_what_sorting_does_to_threads_is_read_as_it_is(self, place: Workplace, gym: WorkbookState, *, follow: bool, row: int):
        place.world.anchors_follow_sorting = follow
        place.backend.post(gym, [opened(row=4)])
        people.sort_rows(place.world, place.file(gym.ref).id, TAB, "A5:H6", 2)
        now = place.backend.read(gym.ref)
        assert (now.grids[0].cells[4, 2], [thread.cell for thread in now.threads or ()]) == ("hỏi", [at(row, 2)])

    def test_a_row_or_tab_that_went_away_meanwhile_is_told(self, place: Workplace, gym: WorkbookState):
        rows = place.book(gym.ref).sheets[0].properties["gridProperties"]["rowCount"]
        place.do(gym.ref, deleted(5, rows - 1))
        with pytest.raises(ChangedElsewhere):
            place.backend.post(gym, [opened(row=4), opened(row=5)])
        seen = place.backend.read(gym.ref)
        place.do(gym.ref, {"deleteSheet": {"sheetId": seen.grids[1].number}})
        with pytest.raises(ChangedElsewhere):
            place.backend.post(seen, [Posting("open", said("x"), at(0, 0, "Giai đoạn"))])
        assert words(place, gym.ref) == []

    def test_whoever_may_only_comment_posts_as_well(self, place: Workplace, gym: WorkbookState):
        place.world.permit(place.drive, BOT, "commenter")
        assert place.calls(lambda: place.backend.post(place.backend.read(gym.ref), [opened()])) == [GET, BATCH]

    def test_whoever_may_only_look_is_told(self, place: Workplace, gym: WorkbookState):
        place.world.permit(place.drive, BOT, "reader")
        for state in (gym, place.backend.read(gym.ref)):
            with pytest.raises(WorkbookReadOnly, match="Share"):
                place.backend.post(state, [opened()])
        with pytest.raises(AccessDenied):
            place.backend.threads(place.backend.read(gym.ref))


class TestBadDays:
    def test_comments_that_failed_behind_a_success_are_told(self, place: Workplace, gym: WorkbookState):
        place.world.comment_failures = 1
        with pytest.raises(PostsRefused):
            place.backend.post(gym, [opened()])
        assert words(place, gym.ref) == []
        place.backend.post(place.backend.read(gym.ref), [opened()])
        assert words(place, gym.ref) == [["thiếu điểm chạm"]]

    @pytest.mark.parametrize(
        ("fault", "count"),
        [
            (dropped(), 0),
            (acted(dropped()), 1),
            (truncated(), 1),
            (html_error(502), 0),
            (acted(html_error(502)), 1),
            (acted(server_error(500)), 1),
            (acted(server_error(504)), 1),
            (server_error(408), 0),
        ],
        ids=["dropped", "dropped after", "cut after", "page", "page after", "500 after", "504 after", "408"],
    )
    def test_what_may_have_arrived_is_never_sent_again(self, place: Workplace, gym: WorkbookState, fault: Fault, count: int):
        place.google.faults.add(BATCH, fault)

        def post() -> None:
            with pytest.raises(PostsInDoubt):
                place.backend.post(gym, [opened("một"), opened("hai", owner=LAN)])

        assert place.calls(post) == [BATCH]
        assert words(place, gym.ref) == [["một"], ["hai"]][: 2 * count]

    def test_what_google_did_nothing_about_is_sent_again(self, place: Workplace, gym: WorkbookState):
        place.google.faults.add(BATCH, rate_limited(), times=3)
        assert place.calls(lambda: place.backend.post(gym, [opened()])) == [BATCH] * 4
        assert words(place, gym.ref) == [["thiếu điểm chạm"]]

    def test_a_quota_that_stays_used_up_is_told(self, place: Workplace, gym: WorkbookState):
        place.google.faults.add(BATCH, rate_limited(), times=None)
        with pytest.raises(QuotaReached):
            place.backend.post(gym, [opened()])

    def test_a_service_that_is_switched_off_is_no_reason_to_post_elsewhere(self, place: Workplace, gym: WorkbookState):
        place.google.faults.add("sheets.*", service_disabled(), times=None)

        def post() -> None:
            with pytest.raises(ServiceRefused):
                place.backend.post(gym, [opened()])

        assert place.calls(post) == [BATCH]

    def test_trouble_while_looking_what_was_refused_is_told(self, place: Workplace, gym: WorkbookState):
        refuse(place, gym.ref, 400)
        place.google.faults.add(GET, server_error(503), times=None)
        with pytest.raises(ServiceUnavailable):
            place.backend.post(gym, [opened()])
        assert words(place, gym.ref) == []

    @pytest.mark.parametrize(
        "answer",
        [
            ok(),
            ok(replies=[{"insertComment": {"commentThread": {"commentId": "c"}}}]),
            ok(replies=[{}], commentUpdateState="ALL_SAVED"),
            ok(replies=[], commentUpdateState="ALL_SAVED"),
            ok(replies=[{"insertComment": {"commentThread": {"commentId": "c"}}}], commentUpdateState="SOMETHING_NEW"),
            Answer(200, b"<html>"),
        ],
        ids=["empty", "no state", "no id", "no reply", "unknown state", "page"],
    )
    def test_an_answer_that_makes_no_sense_leaves_a_doubt(self, place: Workplace, gym: WorkbookState, answer: Answer):
        with Stage(answer) as stage, pytest.raises(PostsInDoubt):
            place.open(place.folder.id, stage.url).post(gym, [opened()])
        assert len(stage.seen) == 1


class TestByDrive:
    @pytest.mark.parametrize("status", [400, 403])
    def test_where_native_comments_are_refused_they_are_posted_with_a_link(self, place: Workplace, gym: WorkbookState, status: Literal[400, 403]):
        state = refuse(place, gym.ref, status)
        postings = [Posting("open", said("một"), at(4, 2)), Posting("open", said("hai"), at(0, 1, "Giai đoạn"))]
        ids = place.backend.post(state, postings)
        link = f"{gym.ref}#gid={gym.grids[0].number}&range=C5"
        assert place.file(gym.ref).threads[0].head.content == f"{link}\n{said('một')}"
        found = threads(place, gym.ref)
        assert [(thread.id, thread.cell) for thread in found] == [(ids[0], at(4, 2)), (ids[1], at(0, 1, "Giai đoạn"))]
        assert place.backend.read(gym.ref).revision == gym.revision

    def test_it_takes_a_call_for_each(self, place: Workplace, gym: WorkbookState):
        seen = refuse(place, gym.ref)
        assert place.calls(lambda: place.backend.post(seen, [opened("một"), opened("hai")])) == [BATCH, COMMENT, COMMENT]
        refuse(place, gym.ref, 400)  # might be for what was asked for, so that is looked up
        assert place.calls(lambda: place.backend.post(seen, [opened("hai", owner=LAN)])) == [BATCH, BATCH, GET, COMMENT]
        unseen = refuse(place, gym.ref, unseen=True)
        assert unseen.threads is None
        assert place.calls(lambda: place.backend.threads(unseen)) == [LISTED]
        assert place.calls(lambda: place.backend.post(unseen, [opened("ba", owner=LAN)])) == [COMMENT]

    def test_threads_that_can_not_be_seen_natively_are_told_by_drive(self, place: Workplace, gym: WorkbookState):
        (native,) = place.backend.post(gym, [opened("trên ô")])
        theirs = people.comment_on(place.world, LAN, place.file(gym.ref).id, TAB, "C6", "ai lo?")
        before = {thread.id: thread for thread in threads(place, gym.ref)}
        state = refuse(place, gym.ref, unseen=True)
        (linked,) = place.backend.post(state, [opened("có liên kết", 5)])
        for action in ("reply", "resolve", "reopen", "resolve"):
            assert place.backend.post(state, [Posting(action, said(action), thread=linked)]) == (linked,)
        found = {thread.id: thread for thread in threads(place, gym.ref)}
        assert found[theirs].posts[0].text == "ai lo?"
        assert (found[theirs].posts[0].author, found[theirs].posts[0].mine) == (before[theirs].posts[0].author, False)
        assert (found[native].cell, found[native].unseen, found[native].posts) == (None, True, before[native].posts)
        assert (found[linked].cell, found[linked].resolved, found[linked].posts[0].mine) == (at(5, 2), True, True)
        assert [(post.action, untagged(post.text)) for post in found[linked].posts[1:]] == [
            ("", "reply"), ("resolve", "resolve"), ("reopen", "reopen"), ("resolve", "resolve"),
        ]  # fmt: skip
        del place.world.unseen_comments[place.file(gym.ref).id]
        assert {thread.id: thread for thread in threads(place, gym.ref)}[linked] == found[linked], "Sheets and Drive tell the same"

    def test_what_is_said_reads_as_ours(self, place: Workplace, gym: WorkbookState):
        state = refuse(place, gym.ref, unseen=True)
        place.backend.post(state, [opened("thiếu điểm chạm")])
        (standing,) = standing_threads(threads(place, gym.ref), MAP)
        assert standing.tag.fingerprint == "0123456789abcdef"
        assert standing.said.endswith("thiếu điểm chạm")

    def test_a_thread_whose_cell_drive_does_not_tell_is_left_where_it_is(self, place: Workplace, gym: WorkbookState):
        concern = Concern("question-no-touchpoint", "0123456789abcdef", "error", FieldRef(MAIN), at(4, 2), "thiếu điểm chạm", covering(""))
        later = datetime.now(UTC) + timedelta(days=7)  # noqa: TID251 - by the clock of the local Google
        facts = Facts(MAP, "vi", later, {}, {concern.rule}, {}, lambda _cell, _ref: False)
        (thread,) = place.backend.post(gym, [opened()])
        refuse(place, gym.ref, unseen=True)
        (kept,) = plan_threads(Concerns((concern,), {}), threads(place, gym.ref), facts)
        assert (kept.action, kept.thread) == ("keep", thread)
        (closed,) = plan_threads(Concerns((), {}), threads(place, gym.ref), facts)
        assert (closed.action, untagged(closed.text)) == ("resolve", FIXED.vi)

    def test_the_longest_words_leave_room_for_tag_and_link(self, place: Workplace, gym: WorkbookState):
        longest = tagged(fitted("ế" * 3000), Tag("r" * 60, "0" * 16, "0" * 8, 9999), MAP)
        far = CellRef(TAB, 9_999_999, 18_277)
        link = place.backend.link(gym._replace(grids=(_numbered(gym),)), far)
        assert len(f"{link}\n{longest}".encode()) <= LONGEST

    def test_many_threads_are_read_page_by_page(self, place: Workplace, gym: WorkbookState):
        state = refuse(place, gym.ref, unseen=True)
        file_id = place.file(gym.ref).id
        for number in range(130):
            people.comment_on(place.world, LAN, file_id, TAB, "C5", str(number))
        assert place.calls(lambda: place.backend.threads(state)) == [LISTED, LISTED]
        assert len(threads(place, gym.ref)) == 130
        people.delete_thread(place.world, file_id, threads(place, gym.ref)[0].id)
        assert len(threads(place, gym.ref)) == 129

    def test_a_link_leads_where_its_tab_is_now(self, place: Workplace, gym: WorkbookState):
        state = refuse(place, gym.ref)
        place.backend.post(state, [opened("một"), Posting("open", said("hai"), at(2, 2, "Giai đoạn"))])
        people.rename_tab(place.world, place.file(gym.ref).id, TAB, "Hành trình")
        place.do(gym.ref, {"deleteSheet": {"sheetId": gym.grids[1].number}})
        for unseen in (False, True):
            refuse(place, gym.ref, unseen=unseen)
            assert [thread.cell for thread in threads(place, gym.ref)] == [at(4, 2, "Hành trình"), None]

    @pytest.mark.parametrize(
        "first_line",
        [
            "xem https://docs.google.com/spreadsheets/d/{id}/edit#gid={gid}&range=C5",
            "https://docs.google.com/spreadsheets/d/1AnotherSheet0123456789012345678901234567890/edit#gid={gid}&range=C5",
            "https://docs.google.com/spreadsheets/d/{id}/edit#gid={gid}&range=C0",
            "https://docs.google.com/spreadsheets/d/{id}/edit#gid={gid}",
        ],
    )
    def test_other_links_name_no_cell(self, place: Workplace, gym: WorkbookState, first_line: str):
        file = place.file(gym.ref)
        place.backend.post(refuse(place, gym.ref), [opened()])
        file.threads[0].head.content = f"{first_line.format(id=file.id, gid=gym.grids[0].number)}\n{said('một')}"
        assert [thread.cell for thread in threads(place, gym.ref)] == [None]

    @pytest.mark.parametrize(("method", "action"), [(COMMENT, "open"), (REPLY, "resolve")])
    @pytest.mark.parametrize("fault", [dropped(), acted(dropped()), html_error(502), acted(server_error(500))])
    def test_what_may_have_arrived_is_never_sent_again(
        self, place: Workplace, gym: WorkbookState, method: str, action: Literal["open", "resolve"], fault: Fault
    ):
        (thread,) = place.backend.post(gym, [opened("cũ")])
        state = refuse(place, gym.ref, unseen=True)
        place.google.faults.add(method, fault)
        posting = opened() if action == "open" else Posting(action, said("xong"), thread=thread)

        def post() -> None:
            with pytest.raises(PostsInDoubt):
                place.backend.post(state, [posting, opened("nữa")])

        assert place.calls(post) == [method]
        assert ["nữa"] not in words(place, gym.ref)

    def test_what_google_did_nothing_about_is_sent_again_and_the_rest_waits(self, place: Workplace, gym: WorkbookState):
        state = refuse(place, gym.ref, unseen=True)
        place.google.faults.add(COMMENT, rate_limited(status=403), skip=1, times=2)
        place.backend.post(state, [opened("một"), opened("hai")])
        place.google.faults.add(COMMENT, rate_limited(), skip=1, times=None)
        with pytest.raises(QuotaReached):
            place.backend.post(state, [opened("ba"), opened("bốn")])
        assert [thread.posts[0].text.splitlines()[1] for thread in threads(place, gym.ref)] == ["một", "hai", "ba"]

    @pytest.mark.parametrize(
        ("reason", "error"),
        [("insufficientFilePermissions", WorkbookReadOnly), ("domainPolicy", ServiceRefused), ("dailyLimitExceeded", QuotaReached)],
    )
    def test_where_drive_refuses_too_it_is_told(self, place: Workplace, gym: WorkbookState, reason: str, error: type[SheetsyncError]):
        state = refuse(place, gym.ref)
        place.google.faults.add(COMMENT, forbidden(reason))
        with pytest.raises(error):
            place.backend.post(state, [opened()])

    def test_a_thread_or_workbook_that_went_away_is_told(self, place: Workplace, gym: WorkbookState):
        state = refuse(place, gym.ref, unseen=True)
        (thread,) = place.backend.post(state, [opened()])
        people.delete_thread(place.world, place.file(gym.ref).id, thread)
        with pytest.raises(ChangedElsewhere):
            place.backend.post(state, [Posting("reply", said("nữa"), thread=thread)])
        del place.world.files[place.file(gym.ref).id]
        for posting in (opened(), Posting("reply", said("nữa"), thread=thread)):
            with pytest.raises(WorkbookNotFound):
                place.backend.post(state, [posting])
        with pytest.raises(WorkbookNotFound):
            place.backend.threads(state)

    def test_the_map_itself_is_written_as_ever(self, place: Workplace, gym: WorkbookState):
        state = refuse(place, gym.ref, unseen=True)
        written = place.backend.write(gym.ref, [CellEdit(at(4, 2), "khác")], if_revision=state.revision)
        assert written == place.backend.read(gym.ref)
        assert (written.threads, written.grids[0].cells[4, 2]) == (None, "khác")
        attached = place.backend.attach(gym.ref, WorkbookDesign("x", "vi", (TabDesign("k", "Khóa", {}, {}, {}),)), [], if_revision=written.revision)
        assert (attached.threads, [grid.title for grid in attached.grids]) == (None, [TAB, "Giai đoạn", "Khóa"])


class TestAccess:
    def test_people_groups_and_links_are_told_with_their_roles(self, place: Workplace):
        world = place.world
        world.account(LAN, name="Trần Thị Lan")
        file = world.add_file("Gym", SPREADSHEET, world.account("mai@example.com", name="Mai"), parents=[])
        file.permissions += [
            Permission("1", "user", "commenter", LAN),
            Permission("2", "user", "reader", "hoa@example.com"),
            Permission("3", "user", "writer", BOT),
            Permission("4", "group", "writer", "cx@example.com"),
            Permission("5", "domain", "commenter", domain="example.com"),
            Permission("6", "anyone", "reader"),
        ]
        ref = f"https://docs.google.com/spreadsheets/d/{file.id}/edit"
        hoa = Person("hoa@example.com", "hoa@example.com", "reader")
        known = (hoa, Person(LAN, "Trần Thị Lan", "commenter"), Person("mai@example.com", "Mai", "writer"))
        found = place.backend.access(ref)
        assert found == Access(known, ("writer", "commenter", "reader"))
        assert place.backend.people(ref) is None
        assert [found.may_edit(name) for name in ("Mai", "Trần Thị Lan", hoa.name, "người lạ")] == [True, False, False, False]

    def test_members_of_the_shared_drive_are_people_too(self, place: Workplace, gym: WorkbookState):
        place.world.permit(place.drive, "minh@example.com", "organizer")
        place.world.permit(place.drive, "hoa@example.com", "fileOrganizer")
        assert place.backend.access(gym.ref).people == (
            Person("hoa@example.com", "hoa", "writer"),
            Person(LAN, "lan", "writer"),
            Person("minh@example.com", "minh", "writer"),
        )
        assert place.backend.people(gym.ref) == ("hoa@example.com", LAN, "minh@example.com")


def _numbered(state: WorkbookState) -> Grid:
    """Its first tab, with the longest id."""
    return state.grids[0]._replace(number=2**31 - 1)
