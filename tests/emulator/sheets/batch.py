"""``spreadsheets.batchUpdate``: requests in order, all of them or none; those about comments come last."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.emulator.calls import Call, Handler
from tests.emulator.errors import ApiError, invalid, no_permission, unimplemented
from tests.emulator.sheets import comments, get, metadata
from tests.emulator.sheets.a1 import parse
from tests.emulator.sheets.access import Opened, may_see_comments, open_to_read, open_to_write
from tests.emulator.sheets.book import Json
from tests.emulator.sheets.cells import EVERYTHING
from tests.emulator.sheets.ranges import shown
from tests.emulator.sheets.requests import KINDS as GRID_KINDS
from tests.emulator.sheets.undo import Before
from tests.emulator.sheets.work import Kind, Rejected, Work
from tests.emulator.world import World

MOST_REQUESTS = 100_000
_ALWAYS_REPLY = frozenset({"addDimensionGroup", "deleteDimensionGroup", "findReplace", "trimWhitespace", "deleteDuplicates"})
KINDS: Mapping[str, Kind] = {**GRID_KINDS, **metadata.KINDS, **comments.KINDS}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to: a reply for each request, what became of those about comments (empty when there were none), the view asked for."""

    replies: list[Json]
    comment_state: str = ""
    spreadsheet: Json | None = None


def batch_update(world: World, call: Call) -> Json:
    """Carry out the body's requests. Raises ``ApiError``."""
    requests = call.body.get("requests", [])
    opened = _opened(world, call, requests)
    if not requests:
        raise invalid("Must specify at least one request.")
    if (refused := world.refused_comments.get(opened.file.id)) and any(next(iter(request), "") in comments.KINDS for request in requests):
        raise ApiError(refused, "Comments are not available for this spreadsheet.")  # the wording is unverified
    if len(requests) > MOST_REQUESTS:
        raise invalid(f"Cannot exceed {MOST_REQUESTS} requests in a single batch")
    work = Work(world, opened.file, opened.book, call.account, call.app)
    outcome = carry_out(work, requests, lambda: _spreadsheet(world, call, opened))
    answer: Json = {"spreadsheetId": opened.file.id, "replies": outcome.replies}
    if outcome.spreadsheet is not None:
        answer["updatedSpreadsheet"] = outcome.spreadsheet
    if outcome.comment_state:
        answer["commentUpdateState"] = outcome.comment_state
    return answer


def _spreadsheet(world: World, call: Call, opened: Opened) -> Json | None:
    """The spreadsheet as it is afterwards, if the call wants it: all of it, or what touches the ranges that the body names."""
    mask = (call.mask or EVERYTHING).below("updatedSpreadsheet")
    if mask is None or not call.body.get("includeSpreadsheetInResponse"):
        return None
    ranges = call.body.get("responseRanges", [])
    chosen = [parse(opened.book, text) for text in ranges] if ranges else None
    grid, mode = bool(call.body.get("responseIncludeGridData")), str(call.body.get("commentsViewMode", ""))
    return get.shown(world, call, opened, chosen, grid=grid, mode=mode, mask=mask)


def carry_out(work: Work, requests: Sequence[Json], view: Callable[[], Json | None] = lambda: None) -> Outcome:
    """Carry out requests and then look at the outcome, or do nothing at all.

    The file is touched if anything is different afterwards (Google may count more as a change).
    Comment requests that make no sense fail the whole batch; those that get lost on the way (``World.comment_failures``) fail behind a 200.
    Raises ``ApiError``.
    """
    kinds = [_kind_of(number, request) for number, request in enumerate(requests)]
    about_comments = [number for number, kind in enumerate(kinds) if kind in comments.KINDS]
    others = [number for number, kind in enumerate(kinds) if kind not in comments.KINDS]
    before = Before.of(work.file, work.book, threads=bool(about_comments))
    replies: list[Json] = [{} for _ in requests]
    state = ""
    try:
        _run(work, requests, kinds, others, replies)
        if about_comments:
            state = _run_comments(work, requests, kinds, about_comments, replies)
        spreadsheet = view()
    except ApiError:
        before.restore(work.file, work.book)
        raise
    if before.differs(work.file, work.book):
        work.world.touch(work.file, content=bool(others))
    return Outcome(replies, state, spreadsheet)


def _run_comments(work: Work, requests: Sequence[Json], kinds: Sequence[str], numbers: Iterable[int], replies: list[Json]) -> str:
    if work.world.comment_failures:
        work.world.comment_failures -= 1
        return "ALL_FAILED_UNKNOWN_REASON"
    _run(work, requests, kinds, numbers, replies)
    return "ALL_SAVED"


def _run(work: Work, requests: Sequence[Json], kinds: Sequence[str], numbers: Iterable[int], replies: list[Json]) -> None:
    for number in numbers:
        kind = kinds[number]
        try:
            reply = KINDS[kind](work, requests[number][kind])
        except Rejected as error:
            raise invalid(f"Invalid requests[{number}].{kind}: {error}") from error
        if reply or kind in _ALWAYS_REPLY:
            replies[number] = {kind: shown(reply)}


def _kind_of(number: int, request: Json) -> str:
    kind = next(iter(request), None)
    if kind is None:
        raise invalid(f"Invalid requests[{number}]: No request set.")
    if kind not in KINDS:
        raise unimplemented(f"the request {kind}")
    return kind


def _opened(world: World, call: Call, requests: Sequence[Json]) -> Opened:
    """The spreadsheet: who may edit may do anything, who may comment only that."""
    only_comments = bool(requests) and all(next(iter(request), "") in comments.KINDS for request in requests)
    if not only_comments:
        return open_to_write(world, call)
    opened = open_to_read(world, call)
    if not may_see_comments(world, call, opened.file):
        raise no_permission()
    return opened


HANDLERS: Mapping[str, Handler] = {"sheets.spreadsheets.batchUpdate": batch_update}
