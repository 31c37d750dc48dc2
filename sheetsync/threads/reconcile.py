"""Concerns + threads as they stand → what to do: a pure plan.

====================================================  ==========================================================
what stands                                           what is done
====================================================  ==========================================================
a concern, and no thread of ours                      open
a thread that says just that, open                    keep, whatever people replied
the concern's words changed                           reply with the new ones; a group that shrank: keep
nothing to say any more                               resolve with a reply that says why (fixed, row gone, not
                                                      checked any more, told together with others, waived)
… and it comes back                                   reopen what we resolved
a person resolved it, nothing waived                  keep silent until the text it covers changes; then reopen
waived                                                resolve and acknowledge once; reopened by a person: keep
a person deleted our thread                           keep silent until the text it covers changes; then open anew
its cell is gone, or holds another step now           resolve, pointing to the right cell, and open there; at most
                                                      once a day
one thing said in two threads (two runs at once)      keep the oldest that is open, resolve the others
a person asks for something in a reply                answer once, beside whatever else is done
threads of people, or copied from other sheets        never touched
====================================================  ==========================================================

The threads are the memory: a run that ended half way is completed by the next, which sees what was posted.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef
from sheetsync.model.thread import Post, Thread
from sheetsync.model.words import Language, Text, tidy
from sheetsync.threads import wording
from sheetsync.threads.concern import SUMMARY, Concern, Concerns
from sheetsync.threads.tag import Tag, read_tag, tagged, untagged

Act = Literal["open", "reply", "resolve", "reopen", "keep"]
Why = Literal["", "closed-by-person", "deleted-by-person", "waived", "settled"]
BETWEEN_MOVES = timedelta(days=1)


class Action(NamedTuple):
    """One step of the plan. ``text`` is what is posted, its tag included (empty for ``keep``); ``owner`` is who is asked to see to it.

    ``why`` tells of ``keep`` why nothing is said: a person closed or deleted the thread, somebody skips what it tells of, or it was settled before;
    empty where the thread stands open and says all there is to say.
    """

    action: Act
    rule: str
    fingerprint: str
    cell: CellRef | None
    thread: str | None
    text: str = ""
    owner: str | None = None
    why: Why = ""


class Facts(NamedTuple):
    """What a plan is made from beside concerns and threads.

    ``waived`` maps fingerprints to the reason that was given; ``running`` are the rules that were run; ``remembered`` maps the fingerprints
    whose threads stood there after our last run to the digest of the text they covered; ``belongs`` says whether a cell still holds a field ref;
    ``answers`` maps threads in which people asked for something to what we say to that.
    """

    map: str
    language: Language
    now: datetime
    waived: Mapping[str, str]
    running: Collection[str]
    remembered: Mapping[str, str]
    belongs: Callable[[CellRef, FieldRef], bool]
    answers: Mapping[str, str] = {}


class Standing(NamedTuple):
    """A thread of ours as it stands: what it speaks of, in which words, and who had the last word on whether it is closed."""

    thread: Thread
    tag: Tag
    said: str
    last: Literal["", "ours", "person"]
    """Who resolved or reopened it last; empty: nobody ever did."""


def standing_threads(threads: Iterable[Thread], map_id: str) -> tuple[Standing, ...]:
    """Those of ``threads`` that are ours and speak of the map ``map_id``, oldest first."""
    found = [standing for thread in threads if (standing := _standing(thread, map_id)) is not None]
    return tuple(sorted(found, key=lambda one: (one.thread.posts[0].at, one.thread.id)))


def _standing(thread: Thread, map_id: str) -> Standing | None:
    if thread.copied or not thread.posts or read_tag(thread.posts[0].text, map_id) is None:
        return None
    ours = [(post, tag) for post in thread.posts if (tag := read_tag(post.text, map_id)) is not None and tag.size]
    said = next((post for post, _ in reversed(ours) if post.action != "resolve"), thread.posts[0])
    closing = next((post for post in reversed(thread.posts) if post.action), None)
    last: Literal["", "ours", "person"] = "" if closing is None else _author(closing, map_id)
    return Standing(thread, ours[-1][1], untagged(said.text), last) if ours else None


def _author(post: Post, map_id: str) -> Literal["ours", "person"]:
    return "ours" if read_tag(post.text, map_id) is not None else "person"


def plan_threads(concerns: Concerns, threads: Sequence[Thread], facts: Facts) -> tuple[Action, ...]:
    """What to do so that the threads say what ``concerns`` say, each thing once; nothing but ``keep`` when they do already."""
    by_name: defaultdict[str, list[Standing]] = defaultdict(list)
    for standing in standing_threads(threads, facts.map):
        by_name[standing.tag.fingerprint].append(standing)
    for same in by_name.values():  # the oldest that is open, else the one that was closed last
        same.sort(key=lambda one: one.thread.resolved)
        if same[0].thread.resolved:
            same.reverse()
    planner = _Planner(facts, concerns)
    actions = [planner.answer(one) for same in by_name.values() for one in same if one.thread.id in facts.answers]
    for concern in concerns.wanted:
        same = by_name.pop(concern.fingerprint, [])
        actions += planner.speak(concern, same[0] if same else None)
        actions += planner.silence(same[1:])
    for mine, *others in by_name.values():
        actions.append(planner.end(mine))
        actions += planner.silence(others)
    return tuple(actions)


class _Planner:
    def __init__(self, facts: Facts, concerns: Concerns) -> None:
        self.facts = facts
        self.told_in = concerns.told_in

    def speak(self, concern: Concern, mine: Standing | None) -> Iterator[Action]:
        """What is done about something there is to say, with the thread that says it so far."""
        remembered = self.facts.remembered.get(concern.fingerprint)
        if mine is None:
            yield self._keep(concern, None, "deleted-by-person") if remembered == concern.covers else self._open(concern)
        elif mine.thread.resolved and mine.last == "person" and concern.covers in {mine.tag.covers, remembered}:
            yield self._keep(concern, mine, "closed-by-person")
        elif not self._is_at_home(concern, mine) and self._may_move(mine):
            if not mine.thread.resolved:
                yield self._resolve(mine, self._farewell(concern))
            yield self._open(concern)
        elif mine.thread.resolved:
            yield self._say("reopen", concern, mine, f"{wording.BACK.of(self.facts.language)}\n{concern.text}")
        elif _says(mine, concern):
            yield self._keep(concern, mine)
        else:
            yield self._say("reply", concern, mine, concern.text)

    def answer(self, mine: Standing) -> Action:
        """The answer to what somebody asked in a thread of ours."""
        text = tagged(self.facts.answers[mine.thread.id], mine.tag._replace(size=0), self.facts.map)
        return Action("reply", mine.tag.rule, mine.tag.fingerprint, mine.thread.cell, mine.thread.id, text)

    def end(self, mine: Standing) -> Action:
        """What is done about a thread of ours that has nothing to say any more."""
        reason = self.facts.waived.get(mine.tag.fingerprint)
        if mine.thread.resolved or (reason is not None and mine.last == "person"):
            why: Why = "settled" if reason is None else "waived"
            return Action("keep", mine.tag.rule, mine.tag.fingerprint, mine.thread.cell, mine.thread.id, why=why)
        if reason is not None:
            return self._resolve(mine, wording.waived(reason, self.facts.language))
        return self._resolve(mine, self._ending(mine).of(self.facts.language))

    def silence(self, others: Sequence[Standing]) -> Iterator[Action]:
        """The ends of threads that say again what an older one says."""
        for other in others:
            if not other.thread.resolved:
                yield self._resolve(other, wording.TWICE.of(self.facts.language))

    def _ending(self, mine: Standing) -> Text:
        if mine.tag.rule == SUMMARY:
            return wording.ALL_TOLD
        if mine.tag.fingerprint in self.told_in:
            return wording.TOLD_ELSEWHERE
        if mine.tag.rule not in self.facts.running:
            return wording.NOT_CHECKED
        return wording.ROW_GONE if mine.thread.cell is None and not mine.thread.unseen else wording.FIXED

    def _is_at_home(self, concern: Concern, mine: Standing) -> bool:
        if concern.cell is None or mine.thread.unseen:
            return True
        return mine.thread.cell is not None and (mine.thread.cell == concern.cell or self.facts.belongs(mine.thread.cell, concern.ref))

    def _may_move(self, mine: Standing) -> bool:
        return self.facts.now - datetime.fromisoformat(mine.thread.posts[0].at) >= BETWEEN_MOVES

    def _farewell(self, concern: Concern) -> str:
        return wording.moved(concern.cell.a1 if concern.cell else "", self.facts.language)

    def _open(self, concern: Concern) -> Action:
        text = tagged(concern.text, concern.tag, self.facts.map)
        return Action("open", concern.rule, concern.fingerprint, concern.cell, None, text, concern.owner)

    def _say(self, act: Act, concern: Concern, mine: Standing, words: str) -> Action:
        text = tagged(words, concern.tag, self.facts.map)
        return Action(act, concern.rule, concern.fingerprint, mine.thread.cell, mine.thread.id, text)

    def _resolve(self, mine: Standing, words: str) -> Action:
        return Action("resolve", mine.tag.rule, mine.tag.fingerprint, mine.thread.cell, mine.thread.id, tagged(words, mine.tag, self.facts.map))

    def _keep(self, concern: Concern, mine: Standing | None, why: Why = "") -> Action:
        cell, thread = (mine.thread.cell, mine.thread.id) if mine is not None else (concern.cell, None)
        return Action("keep", concern.rule, concern.fingerprint, cell, thread, why=why)


def _says(mine: Standing, concern: Concern) -> bool:
    """Whether the thread says what there is to say. That a group shrank is no news: the tab lists what is left."""
    if concern.members:
        return len(concern.members) <= mine.tag.size
    return tidy(mine.said).endswith(tidy(concern.text))
