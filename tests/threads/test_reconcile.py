"""The table of ``sheetsync.threads.reconcile``, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef
from sheetsync.model.thread import Post, Thread
from sheetsync.threads.concern import Concern, Concerns
from sheetsync.threads.reconcile import Action, Facts, plan_threads
from sheetsync.threads.tag import Tag, covering, read_tag, tagged

MAP = "mgym"
FP, OTHER = "a" * 16, "b" * 16
HOME, ELSEWHERE = CellRef("Bản đồ", 6, 5), CellRef("Bản đồ", 9, 5)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LAST_WEEK, TODAY = "2026-11-15T08:00:00Z", "2026-11-22T08:00:00Z"
CONCERN = Concern("touchpoint-vague", FP, "warning", FieldRef("map", step="s1", field="touchpoint"), HOME, "“Email” is too vague.", covering("Email"))
FACTS = Facts(MAP, "en", NOW, {}, {"touchpoint-vague"}, {}, lambda cell, _: cell == HOME)


def ours(text: str = CONCERN.text, action: str = "", at: str = LAST_WEEK, tag: Tag = CONCERN.tag) -> Post:
    return Post(f"p{at}{action}", "sheetsync", mine=True, text=tagged(text, tag, MAP), at=at, action=action)


def person(text: str = "", action: str = "", at: str = LAST_WEEK) -> Post:
    return Post(f"q{at}{action}", "Lan", mine=False, text=text, at=at, action=action)


def thread(*posts: Post, cell: CellRef | None = HOME, id: str = "t1", copied: bool = False) -> Thread:  # noqa: A002
    closing = [post.action for post in posts if post.action]
    return Thread(id, cell, posts, resolved=closing[-1:] == ["resolve"], copied=copied)


def plan(concern: Concern | None, *threads: Thread, facts: Facts = FACTS, told_in: dict[str, str] | None = None) -> list[Action]:
    return list(plan_threads(Concerns((concern,) if concern else (), told_in or {}), threads, facts))


def acts(actions: list[Action]) -> list[tuple[str, str | None]]:
    return [(action.action, action.thread) for action in actions]


OPEN = thread(ours())
CLOSED = thread(ours(), ours("Filled in now.", "resolve"))
CLOSED_BY_LAN = thread(ours(), person("xong", "resolve"))
REWORDED = CONCERN._replace(text="“Mail” is too vague.", covers=covering("Mail"))
GROUP = CONCERN._replace(text="7 of these", members=tuple("1234567"))
TOLD_OF_SIX = thread(ours("6 of these", tag=GROUP.tag._replace(size=6)))
TOLD_OF_NINE = thread(ours("9 of these", tag=GROUP.tag._replace(size=9)))
WAIVED = FACTS._replace(waived={FP: "agreed with legal"})


@pytest.mark.parametrize(
    ("concern", "threads", "facts", "expected"),
    [
        pytest.param(CONCERN, [], FACTS, [("open", None)], id="new"),
        pytest.param(CONCERN, [OPEN], FACTS, [("keep", "t1")], id="unchanged"),
        pytest.param(CONCERN, [thread(ours(), person("đang làm"))], FACTS, [("keep", "t1")], id="a person replied"),
        pytest.param(REWORDED, [OPEN], FACTS, [("reply", "t1")], id="the words changed"),
        pytest.param(CONCERN._replace(covers="12345678"), [OPEN], FACTS, [("keep", "t1")], id="the text changed and the words did not"),
        pytest.param(GROUP, [TOLD_OF_SIX], FACTS, [("reply", "t1")], id="a group grew"),
        pytest.param(GROUP, [TOLD_OF_NINE], FACTS, [("keep", "t1")], id="a group shrank"),
        pytest.param(None, [OPEN], FACTS, [("resolve", "t1")], id="fixed"),
        pytest.param(None, [CLOSED], FACTS, [("keep", "t1")], id="fixed before"),
        pytest.param(CONCERN, [CLOSED], FACTS, [("reopen", "t1")], id="came back"),
        pytest.param(CONCERN, [CLOSED_BY_LAN], FACTS, [("keep", "t1")], id="a person resolved it"),
        pytest.param(REWORDED, [CLOSED_BY_LAN], FACTS, [("reopen", "t1")], id="a person resolved it, and the text changed"),
        pytest.param(
            REWORDED,
            [CLOSED_BY_LAN],
            FACTS._replace(remembered={FP: REWORDED.covers}),
            [("keep", "t1")],
            id="the text changed, and then a person resolved it",
        ),
        pytest.param(None, [OPEN], WAIVED, [("resolve", "t1")], id="waived"),
        pytest.param(None, [CLOSED_BY_LAN], WAIVED, [("keep", "t1")], id="a person resolved it, and it is waived"),
        pytest.param(
            None, [thread(ours(), ours("Noted.", "resolve"), person("vẫn cần", "reopen"))], WAIVED, [("keep", "t1")], id="waived, a person reopened"
        ),
        pytest.param(REWORDED, [thread(ours(), ours("Noted.", "resolve"))], FACTS, [("reopen", "t1")], id="the text under a waiver changed"),
        pytest.param(CONCERN, [], FACTS._replace(remembered={FP: CONCERN.covers}), [("keep", None)], id="a person deleted ours"),
        pytest.param(REWORDED, [], FACTS._replace(remembered={FP: CONCERN.covers}), [("open", None)], id="deleted, and the text changed"),
        pytest.param(CONCERN, [OPEN._replace(cell=ELSEWHERE)], FACTS, [("resolve", "t1"), ("open", None)], id="hangs on another step"),
        pytest.param(CONCERN, [OPEN._replace(cell=None)], FACTS, [("resolve", "t1"), ("open", None)], id="its cell is gone"),
        pytest.param(CONCERN, [thread(ours(at=TODAY), cell=ELSEWHERE)], FACTS, [("keep", "t1")], id="hangs on another step, moved today"),
        pytest.param(None, [OPEN._replace(cell=None)], FACTS, [("resolve", "t1")], id="the row was deleted"),
        pytest.param(None, [OPEN], FACTS._replace(running=set()), [("resolve", "t1")], id="the rule was switched off"),
        pytest.param(CONCERN, [OPEN, thread(ours(at=TODAY), id="t2")], FACTS, [("keep", "t1"), ("resolve", "t2")], id="two runs at once"),
        pytest.param(CONCERN, [CLOSED, thread(ours(at=TODAY), id="t2")], FACTS, [("keep", "t2")], id="moved before"),
        pytest.param(CONCERN, [CLOSED, thread(ours(), ours("", "resolve", TODAY), id="t2")], FACTS, [("reopen", "t2")], id="moved, fixed, back"),
        pytest.param(CONCERN, [thread(person("Email là gì?"))], FACTS, [("open", None)], id="a thread of a person"),
        pytest.param(CONCERN, [thread(ours(), copied=True)], FACTS, [("open", None)], id="copied from another sheet"),
        pytest.param(None, [thread(person("Email là gì?"), person("", "resolve"))], FACTS, [], id="a thread of a person, resolved"),
    ],
)
def test_what_is_done(concern: Concern | None, threads: list[Thread], facts: Facts, expected: list[tuple[str, str | None]]) -> None:
    assert acts(plan(concern, *threads, facts=facts)) == expected


@pytest.mark.parametrize(
    ("concern", "threads", "facts", "why"),
    [
        pytest.param(CONCERN, [OPEN], FACTS, "", id="it says all there is to say"),
        pytest.param(CONCERN, [CLOSED_BY_LAN], FACTS, "closed-by-person", id="a person closed it"),
        pytest.param(CONCERN, [], FACTS._replace(remembered={FP: CONCERN.covers}), "deleted-by-person", id="a person deleted it"),
        pytest.param(None, [CLOSED_BY_LAN], WAIVED, "waived", id="skipped for a reason"),
        pytest.param(None, [CLOSED], FACTS, "settled", id="fixed before"),
        pytest.param(None, [CLOSED_BY_LAN], FACTS, "settled", id="closed by a person, and fixed"),
    ],
)
def test_what_is_kept_says_why(concern: Concern | None, threads: list[Thread], facts: Facts, why: str) -> None:
    assert [(action.action, action.why) for action in plan(concern, *threads, facts=facts)] == [("keep", why)]


@pytest.mark.parametrize(
    ("concern", "standing", "facts", "told_in", "said"),
    [
        pytest.param(None, OPEN, FACTS, {}, "This is settled now", id="fixed"),
        pytest.param(None, OPEN, WAIVED, {}, "skipped because: “agreed with legal”", id="waived"),
        pytest.param(None, OPEN, FACTS, {FP: OTHER}, "told together with others", id="told with others"),
        pytest.param(None, OPEN, FACTS._replace(running=set()), {}, "no longer checked", id="switched off"),
        pytest.param(None, OPEN._replace(cell=None), FACTS, {}, "no longer on the map", id="row deleted"),
        pytest.param(None, thread(ours(tag=CONCERN.tag._replace(rule="summary"))), FACTS, {}, "Nothing is left to be told together", id="all told"),
        pytest.param(CONCERN, OPEN._replace(cell=ELSEWHERE), FACTS, {}, "moved to Bản đồ!F7", id="moved"),
        pytest.param(CONCERN, CLOSED, FACTS, {}, "This is open again:\n“Email” is too vague.", id="back"),
        pytest.param(CONCERN, OPEN._replace(posts=(ours("old words"),)), FACTS, {}, "“Email” is too vague.", id="reworded"),
    ],
)
def test_what_it_says(concern: Concern | None, standing: Thread, facts: Facts, told_in: dict[str, str], said: str) -> None:
    assert said in plan(concern, standing, facts=facts, told_in=told_in)[0].text


def test_whose_it_is_goes_along_with_a_new_thread() -> None:
    [action] = plan(CONCERN._replace(owner="lan@example.com"))
    assert (action.cell, action.owner, action.rule, action.fingerprint) == (HOME, "lan@example.com", "touchpoint-vague", FP)


@pytest.mark.parametrize(
    "text", ["Không có gì", tagged("x", Tag("r", FP, "1" * 8), "another-map"), tagged("x", CONCERN.tag, MAP).replace("aaaa", "bbbb", 1)]
)
def test_a_tag_of_another_map_or_changed_by_hand_is_none(text: str) -> None:
    assert read_tag(text, MAP) is None


# Whatever happens, in whatever order


@dataclass
class Sheet:
    """The threads of one sheet: carries out plans as the service would, some of them only half."""

    threads: list[Thread] = field(default_factory=lambda: [Thread("lan", HOME, (person("Email là gì?"),))])
    clock: int = 0

    def instant(self) -> str:
        self.clock += 1
        return (NOW + timedelta(hours=self.clock)).isoformat()

    def post(self, number: int, post: Post) -> None:
        now = self.threads[number]
        self.threads[number] = now._replace(posts=(*now.posts, post), resolved={"resolve": True, "reopen": False}.get(post.action, now.resolved))

    def carry_out(self, actions: Sequence[Action], until: int) -> None:
        for action in [action for action in actions if action.action != "keep"][:until]:
            post = Post(f"p{self.clock}", "sheetsync", mine=True, text=action.text, at=self.instant())
            if action.action == "open":
                self.threads.append(Thread(f"t{self.clock}", action.cell, (post,)))
            else:
                number = next(at for at, thread in enumerate(self.threads) if thread.id == action.thread)
                self.post(number, post._replace(action={"resolve": "resolve", "reopen": "reopen"}.get(action.action, "")))

    def plan(self, concerns: Sequence[Concern]) -> tuple[Action, ...]:
        facts = FACTS._replace(now=NOW + timedelta(hours=self.clock), belongs=lambda cell, ref: cell.row == int(ref.step or 0))
        return plan_threads(Concerns(tuple(concerns), {}), self.threads, facts)


def concern(name: int, row: int, words: int) -> Concern:
    ref = FieldRef("map", step=str(row), field="touchpoint")
    return CONCERN._replace(fingerprint=f"{name:016x}", ref=ref, cell=CellRef("Bản đồ", row, 5), text=f"words {words}", covers=f"{words:08x}")


@st.composite
def wanted(draw: st.DrawFn) -> list[Concern]:
    return [concern(name, draw(st.integers(1, 3)), draw(st.integers(1, 2))) for name in draw(st.sets(st.integers(1, 3)))]


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), wanted(), st.integers(0, 4)),
        st.tuples(st.just("two runs"), wanted(), st.integers(0, 4)),
        st.tuples(st.sampled_from(["resolve", "reopen", "", "delete", "lose", "move"]), st.integers(0, 5), st.integers(1, 3)),
    ),
    max_size=12,
)


def a_person(sheet: Sheet, act: str, number: int, row: int) -> None:
    if number >= len(sheet.threads):
        return
    if act == "delete":
        sheet.threads.pop(number)
    elif act in {"lose", "move"}:
        sheet.threads[number] = sheet.threads[number]._replace(cell=None if act == "lose" else CellRef("Bản đồ", row, 5))
    else:
        sheet.post(number, Post(f"q{sheet.clock}", "Lan", mine=False, text="lời của Lan", at=sheet.instant(), action=act))


@given(ACTS, wanted())
def test_two_whole_runs_settle_it_and_threads_of_people_are_left_alone(acts: list[tuple[Any, Any, Any]], now: list[Concern]) -> None:
    sheet = Sheet()
    for act, what, number in acts:
        if act == "run":
            sheet.carry_out(sheet.plan(what), number)
        elif act == "two runs":
            first, second = sheet.plan(what), sheet.plan(what)
            sheet.carry_out(first, 99)
            sheet.carry_out([action for action in second if action.action == "open"], number)
        else:
            a_person(sheet, act, what, number)
    for _ in range(2):
        sheet.clock += 25
        sheet.carry_out(sheet.plan(now), 99)
    assert [action for action in sheet.plan(now) if action.action != "keep"] == []
    named = [read_tag(thread.posts[0].text, MAP) for thread in sheet.threads if not thread.resolved]
    names = [tag.fingerprint for tag in named if tag]
    assert len(names) == len(set(names))
    assert set(names) <= {one.fingerprint for one in now}
    assert not any(post.mine for thread in sheet.threads if not thread.posts[0].mine for post in thread.posts)
