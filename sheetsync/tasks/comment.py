"""Comment: findings become threads on their cells, and go when they are settled.

One read of a workbook brings cells and threads; what is to be posted is planned, and goes out in one call. No thread is ever opened twice: a run
claims the workbook in the archive before it posts, and the claim only holds if nobody posted since before the workbook was read. A run that was
killed, or that lost the connection, leaves its claim behind, and nobody posts before it has lapsed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from sheetsync.errors import AlreadyInArchive, ChangedElsewhere, PostsInDoubt, PostsRefused, SheetsyncError, UsageError
from sheetsync.history.record import Decided, Decision, fold
from sheetsync.history.settling import RULE as CONFLICT
from sheetsync.history.waivers import covered, judge, waivers
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef
from sheetsync.model.maptype import MapType
from sheetsync.model.realign import realign
from sheetsync.model.thread import Posting
from sheetsync.model.words import Text
from sheetsync.ports import WorkbookState
from sheetsync.report.build import Waived
from sheetsync.tasks.board import Board, Covers
from sheetsync.tasks.conflicts import standing_conflicts
from sheetsync.tasks.lint import Around, check_map
from sheetsync.tasks.opening import Opened, open_map
from sheetsync.tasks.parts import Parts, Workspace
from sheetsync.tasks.standing import History, is_a_copy, standing_copy
from sheetsync.threads import concern, wording
from sheetsync.threads.concern import POSTED, SUMMARY, Concerns, concerns
from sheetsync.threads.place import is_within, owner_of
from sheetsync.threads.reconcile import Action, Facts, plan_threads, standing_threads
from sheetsync.threads.replies import Request, requests

ATTEMPTS = 4
"""How often a map is planned again when somebody else was faster."""

Outcome = Literal["posted", "planned", "settled", "busy", "copy", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class CommentOptions:
    """What the person said: only tell; or that today's findings are known and need no comment."""

    dry_run: bool = False
    baseline: bool = False


@dataclass(frozen=True, slots=True)
class Commented:
    """What became of one workbook: everything there is to say in it, and what was done about each.

    ``outcome``: ``posted``, ``planned`` (nothing is done, as asked), ``settled`` (all is said already), ``busy`` (another run is posting there),
    ``copy``, ``stopped`` or ``failed``; ``message`` says why, or what to do. ``waived`` counts findings that people asked to skip in a reply,
    ``known`` those that were accepted as known.
    """

    map: str | None
    ref: str
    outcome: Outcome
    actions: tuple[Action, ...] = ()
    title: str = ""
    waived: int = 0
    known: int = 0
    code: str = ""
    message: Text | None = None


def comment(parts: Parts, refs: Sequence[str], options: CommentOptions | None = None) -> Iterator[Commented]:
    """Bring the comment threads of each workbook of ``refs`` in step with its findings; a workbook's failure never stops the others.

    Raises:
        UsageError: a baseline is asked for, and there is no archive to keep it.
    """
    options = options or CommentOptions()
    if options.baseline and not isinstance(parts, Workspace):
        raise UsageError(
            en="--baseline needs an archive to remember what is known. Make a workspace with `sheetsync init`.",
            vi="--baseline cần kho lưu trữ để ghi nhớ những chỗ đã biết. Hãy tạo không gian làm việc bằng `sheetsync init`.",
        )
    around, seen = Around(parts), dict[str, str]()
    for ref in refs:
        yield comment_on(parts, ref, around, seen, options)


class Looked(NamedTuple):
    """A workbook that was read just now, and its board, looked at before: whoever reads for other ends too need not read twice."""

    board: Board
    opened: Opened

    @classmethod
    def at(cls, parts: Parts, ref: str) -> "Looked":
        """The workbook at ``ref`` as it stands; raises what the archive and ``open_map`` raise."""
        return cls(Board(parts, ref), open_map(parts, ref))  # in this order: a claim proves that nobody posted since the look at the board


def comment_on(parts: Parts, ref: str, around: Around, seen: dict[str, str], options: CommentOptions, looked: Looked | None = None) -> Commented:
    """Bring the comment threads of the workbook at ``ref`` in step with its findings; it is read, unless it was ``looked`` at for this call already.

    ``seen`` holds the addresses of the maps met in this run.
    """
    last: SheetsyncError = ChangedElsewhere(ref)
    for _ in range(ATTEMPTS):
        try:
            at_hand, looked = looked, None
            return _Run(parts, at_hand or Looked.at(parts, ref), around, seen, options).result()
        except (ChangedElsewhere, AlreadyInArchive) as race:
            last = race
        except PostsRefused as refusal:
            if isinstance(last, PostsRefused):
                break
            last = refusal
        except SheetsyncError as error:
            last = error
            break
    return Commented(None, ref, "failed", code=last.code, message=Text(vi=last.vi, en=last.en))


class _Said(NamedTuple):
    """The plan for a workbook: what there is to say, what is done about it, what counts as known, and decisions of people to be recorded."""

    wanted: Concerns
    actions: tuple[Action, ...]
    known: Covers
    decisions: tuple[Decision, ...]

    @property
    def due(self) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if action.action != "keep")

    @property
    def waived(self) -> int:
        return sum(len(decision.fingerprints) for decision in self.decisions if decision.kind == "waive")

    def standing(self, before: Covers) -> Covers:
        """What is said in the workbook once the plan is carried out; a thread that people deleted is remembered with the text that it covered."""
        kept = {action.fingerprint for action in self.actions if action.action == "keep" and action.thread is None}
        return {one.fingerprint: before.get(one.fingerprint, one.covers) if one.fingerprint in kept else one.covers for one in self.wanted.wanted}


class _Run:
    """One attempt at one workbook."""

    def __init__(self, parts: Parts, looked: Looked, around: Around, seen: dict[str, str], options: CommentOptions) -> None:
        self.parts, self.around, self.seen, self.options = parts, around, seen, options
        self.board, self.opened = looked
        self.conflicts: tuple[Finding, ...] = ()
        self.ref = self.opened.state.ref

    def result(self) -> Commented:
        """What became of it; raises whatever stops it."""
        map_id, map_type = self.opened.reading.map.id, self.opened.map_type
        if map_type is None:
            return self._told("stopped", code="map-type-unknown", message=_unknown_type(self.opened.reading.map.type))
        if isinstance(self.parts, Workspace):
            standing = standing_copy(self.parts, map_id, self.ref, self.seen)
            if standing is not None:
                return self._told("copy", code="copy", message=is_a_copy(self.ref, standing))
            self.seen[map_id] = self.ref
            history = History.of(self.parts, map_id, self.ref)
            if history.common is not None:
                self.opened = self.opened._replace(reading=realign(history.common, self.opened.reading))
            self.conflicts = standing_conflicts(history, self.opened, map_type, converses=self.parts.backend.converses)
        return self._carried_out(map_type, self._plan(map_type, self._seen()))

    def _seen(self) -> WorkbookState:
        """The workbook with its threads."""
        return self.parts.backend.threads(self.opened.state)

    def _carried_out(self, map_type: MapType, said: _Said) -> Commented:
        if self.options.dry_run:
            return self._told("planned" if said.due or said.decisions else "settled", said)
        journey, is_busy = self.opened.reading.map, self.board.is_claimed(self.parts.now())
        if isinstance(self.parts, Workspace):
            for decision in said.decisions:  # first of all: only then may a thread say that it is noted
                self.parts.ledger.decide(journey.id, decision)
        if said.due and is_busy:
            return self._told("busy", said, code="busy", message=_is_busy(self.ref))
        if said.due:
            return self._told("posted", said._replace(actions=self._post(said, map_type)))
        if not is_busy:
            self.board.settle(journey.id, said.standing(self.board.standing), said.known)
        return self._told("settled", said)

    def _plan(self, map_type: MapType, state: WorkbookState) -> _Said:
        """What there is to say and to do in the workbook as read with its threads; decides nothing for good.

        Raises:
            ArchiveError: what people decided about the map can't be trusted.
        """
        reading, journey, threads = self.opened.reading, self.opened.reading.map, state.threads or ()
        checked = check_map(self.parts, reading, map_type, around=self.around, ref=self.ref, grids=state.grids, language=journey.language)
        if checked.distrusted is not None:
            raise checked.distrusted
        home = reading.cell(FieldRef())
        around = concern.Around(
            text_of=lambda ref: covered(journey, ref),
            owner_of=lambda ref: owner_of(journey, map_type, ref),
            home=home if home not in state.taken else None,
            known=self.board.known,
        )
        baseline: tuple[Decision, ...] = ()
        if self.options.baseline:
            posted = [finding for finding in checked.findings if finding.severity in POSTED]
            around = around._replace(known={finding.fingerprint: concern.covers(finding, around) for finding in posted})
            if around.known != self.board.known:
                baseline = (Decision("baseline", self.parts.instant(), self.parts.author, fingerprints=tuple(around.known)),)
        standing = standing_threads(threads, journey.id)
        speaking = {one.tag.fingerprint for one in standing if not one.thread.resolved}
        heard = self._heard(requests(standing, journey.id), (*self.conflicts, *checked.findings), checked.waived, around, speaking)
        open_findings = [finding if finding.cell not in state.taken else finding._replace(cell=None) for finding in heard.findings]
        wanted = concerns(open_findings, journey, around, standing=speaking, most=self.parts.most_open)
        accepted = [one.fingerprint for one in checked.findings if around.known.get(one.fingerprint) == concern.covers(one, around)]
        reasons = {**dict.fromkeys(accepted, wording.KNOWN.of(journey.language)), **heard.reasons}
        running = (*checked.ran, CONFLICT)
        facts = Facts(journey.id, journey.language, self.parts.now(), reasons, running, self.board.standing, self._belongs, heard.answers)
        actions = tuple(self._with_access(action) for action in plan_threads(wanted, threads, facts))
        still = {finding.fingerprint for finding in checked.findings}
        known = {mark: covers for mark, covers in around.known.items() if mark in still}
        return _Said(wanted, actions, known, (*baseline, *heard.decisions))

    def _heard(
        self, asked: Sequence[Request], findings: Sequence[Finding], waived: Sequence[Waived], around: concern.Around, speaking: set[str]
    ) -> "_Heard":
        """The findings after what people asked for in replies, and what is answered to them."""
        reasons = {one.finding.fingerprint: one.reason for one in waived}
        if not asked or not isinstance(self.parts, Workspace):
            return _Heard(findings, reasons, {}, ())
        journey = self.opened.reading.map
        members = {one.fingerprint: one.members for one in concerns(findings, journey, around, standing=speaking).wanted}
        recorded = self.parts.ledger.decisions(journey.id)
        access = self.around.access(self.ref)
        answers: dict[str, str] = {}
        decisions: list[Decision] = []
        for request in asked:
            mark, thread, author = request.standing.tag.fingerprint, request.standing.thread.id, request.post.author
            if access is None or not access.may_edit(author):
                answers[thread] = wording.not_heard(author, journey.language)
                continue
            if answer := _answer(request):
                answers[thread] = answer.of(journey.language)
            if answer and answer is not wording.SIDE_NOTED:
                continue
            meant = {mark, *members.get(mark, ())}
            post = request.post.id
            found = [one for one in findings if one.fingerprint in meant and not recorded.heard(one.fingerprint, post)]
            if request.keep is not None:
                marks = tuple(one.fingerprint for one in found)
                word = Decision("prefer", self.parts.instant(), author, fingerprints=marks, side=request.keep, post=post)
                decisions += [word] if found else []
            elif found or any(recorded.heard(one.finding.fingerprint, post) for one in waived):  # else it was fixed meanwhile
                reasons[mark] = request.reason
                new = waivers(found, journey, at=self.parts.instant(), author=author, reason=request.reason)
                decisions += [replace(decision, post=post) for decision in new]
        judged = judge(findings, fold(decisions, Decided()), journey)
        return _Heard(judged.findings, reasons, answers, tuple(decisions))

    def _belongs(self, cell: CellRef, ref: FieldRef) -> bool:
        here = self.opened.reading.ref_at(cell)
        return here is not None and is_within(here, ref, self.opened.reading.map)

    def _with_access(self, action: Action) -> Action:
        """A new thread asks only somebody who can open the workbook."""
        if action.action != "open" or action.owner is None:
            return action
        access = self.around.access(self.ref)
        may = access is not None and action.owner.casefold() in {person.email.casefold() for person in access.people}
        return action if may else action._replace(owner=None)

    def _post(self, said: _Said, map_type: MapType) -> tuple[Action, ...]:
        """Claim the workbook, post what is due, and keep what is said there now; the actions with the threads that they came to."""
        map_id, before = self.opened.reading.map.id, self.board.standing
        self.board.claim(map_id)
        try:
            ids = self.parts.backend.post(self.opened.state, [_posting(action) for action in said.due])
        except PostsInDoubt:
            return self._look_again(said, map_type)
        except SheetsyncError:
            self.board.settle(map_id, before, said.known)
            raise
        self.board.settle(map_id, said.standing(before), said.known)
        came = iter(ids)
        return tuple(action if action.action == "keep" else action._replace(thread=next(came)) for action in said.actions)

    def _look_again(self, said: _Said, map_type: MapType) -> tuple[Action, ...]:
        """After an answer was lost: everything arrived; else it can't be told yet, and the claim stays until it lapses.

        Raises:
            PostsInDoubt: not everything arrived, as far as can be seen.
        """
        self.opened = Opened(open_map(self.parts, self.ref).state, self.opened.reading, map_type)
        state = self._seen()
        if self._plan(map_type, state).due:
            raise PostsInDoubt(self.ref)
        map_id = self.opened.reading.map.id
        self.board.settle(map_id, said.standing(self.board.standing), said.known)
        ids = {one.tag.fingerprint: one.thread.id for one in standing_threads(state.threads or (), map_id) if not one.thread.resolved}
        return tuple(action._replace(thread=action.thread or ids.get(action.fingerprint)) for action in said.actions)

    def _told(self, outcome: Outcome, said: _Said | None = None, *, code: str = "", message: Text | None = None) -> Commented:
        journey = self.opened.reading.map
        if said is None:
            return Commented(journey.id, self.ref, outcome, title=journey.title, code=code, message=message)
        return Commented(journey.id, self.ref, outcome, said.actions, journey.title, said.waived, len(said.known), code, message)


class _Heard(NamedTuple):
    """The findings left after what people asked for; why others are skipped, what is answered by thread, and the decisions this comes to."""

    findings: Sequence[Finding]
    reasons: Mapping[str, str]
    answers: Mapping[str, str]
    decisions: tuple[Decision, ...]


def _answer(request: Request) -> Text | None:
    """What is said to a request, beside what is done: why nothing can be done, or that a choice is noted; a waiver closes the thread, saying so."""
    rule = request.standing.tag.rule
    if request.keep is not None:
        return wording.SIDE_NOTED if rule == CONFLICT else wording.NO_SIDES
    if rule == CONFLICT:
        return wording.SIDE_MISSING
    if not request.reason:
        return wording.REASON_MISSING
    return wording.NOT_ALL_AT_ONCE if rule == SUMMARY else None


def _posting(action: Action) -> Posting:
    if action.action == "keep":
        raise ValueError(action)
    return Posting(action.action, action.text, action.cell if action.action == "open" else None, action.thread, action.owner)


def _unknown_type(key: str) -> Text:
    return Text(
        vi=f"Bản đồ thuộc loại “{key}” mà bản sheetsync này không biết nên chưa ghi chú gì. Hãy cài bản mới nhất rồi chạy lại.",
        en=f"The map is of type “{key}”, which this sheetsync does not know, so nothing was posted. Install the newest version and run again.",
    )


def _is_busy(ref: str) -> Text:
    return Text(
        vi=f"Một lần chạy khác đang đăng ghi chú vào {ref}, hoặc đã bị ngắt giữa chừng. Hãy chạy lại sau 15 phút.",
        en=f"Another run is posting comments into {ref}, or was stopped half way. Run the command again in a quarter of an hour.",
    )
