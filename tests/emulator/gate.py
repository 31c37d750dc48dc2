"""The way of a call: through the checks in Google's order, to its handler, and back as an answer."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tests.emulator import drive, sheets
from tests.emulator.binding import Complaints, check_bounds, check_path, parse_json, read_body, read_query
from tests.emulator.calls import Call, Handler, Reply
from tests.emulator.discovery import Json, Method, route
from tests.emulator.errors import ApiError, invalid, unimplemented, violations
from tests.emulator.failures import Fault, Kind, Target
from tests.emulator.faults import Faults, kind_of, units_of
from tests.emulator.masks import Mask, MaskSyntaxError, UnknownPathError
from tests.emulator.oauth import OAuth
from tests.emulator.tokens import Token, Tokens, insufficient_scopes, unregistered
from tests.emulator.wire import Request, error_reply, json_bytes, not_found, parts
from tests.emulator.world import World

HANDLERS: Mapping[str, Handler] = {**sheets.HANDLERS, **drive.HANDLERS}

NEEDS_FIELDS = frozenset(
    {
        "drive.about.get",
        *(f"drive.comments.{name}" for name in ("create", "get", "list", "update")),
        *(f"drive.replies.{name}" for name in ("create", "get", "list", "update")),  # third parties report these, the document doesn't
    }
)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A call that came in. ``status`` is 0 where the connection ended without an answer. ``method`` is empty where no service knows the path."""

    at: datetime
    method: str
    verb: str
    path: str
    account: str
    status: int
    kind: Kind
    units: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to do with the connection: send ``reply`` (``cut``: half of it), or nothing at all, at once or only when the client has gone."""

    reply: Reply | None
    cut: bool = False
    stalled: bool = False


@dataclass(slots=True)
class Gate:
    """Takes requests one by one, from many threads. ``crashes`` are the emulator's own mistakes."""

    world: World
    tokens: Tokens
    oauth: OAuth
    faults: Faults
    sleep: Callable[[float], None]
    log: list[LogEntry] = field(default_factory=list)
    crashes: list[Exception] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Outcome:
        """What becomes of ``request``."""
        visit = self.oauth.visit(request)
        if visit is not None:
            target = Target(visit.method, "oauth")
            return self._through(request, target, visit.act)
        found = route(request.verb, request.path)
        if found is None:
            self._note(request, Target("", "oauth", 0), 404)
            return Outcome(not_found(request.path))
        return self._api(request, *found)

    def _api(self, request: Request, method: Method, path: Mapping[str, str]) -> Outcome:
        target = Target(method.id, kind_of(method.id, request.verb), units_of(method.id), file=path.get("spreadsheetId") or path.get("fileId", ""))
        classic = request.parameter("$.xgafv") == "1"
        try:
            _check_manners(request)
            token = _authenticate(self.tokens, method, request)
        except ApiError as error:
            self._note(request, target, error.status)
            return Outcome(error_reply(error, method.service, classic=classic))
        target = replace(target, account=token.account.email, app=token.app)

        def act() -> Reply:
            try:
                call = _read_call(method, path, request, token)
                return self._carry_out(call, target, pretty=request.parameter("prettyPrint") != "false")
            except ApiError as error:
                return error_reply(error, method.service, classic=classic)

        return self._through(request, target, act)

    def _through(self, request: Request, target: Target, act: Callable[[], Reply]) -> Outcome:
        """Past latency, faults and quota; notes the call."""
        fault = self.faults.meet(target, self.world.clock()) or Fault(acted=True)
        if delay := self.faults.latency + fault.seconds:
            self.sleep(delay)
        reply = self._act(act) if fault.acted else None
        if fault.answer:
            said = fault.answer(target)
            reply = said if isinstance(said, Reply) else error_reply(said, target.method.partition(".")[0])
        silent = fault.dropped or fault.stalled
        self._note(request, target, 0 if silent or reply is None else reply.status)
        return Outcome(None if silent else reply, fault.cut, fault.stalled)

    def _act(self, act: Callable[[], Reply]) -> Reply:
        try:
            return act()
        except Exception as crash:  # noqa: BLE001 - a mistake of the emulator must not look like one of Google's bad days
            self.crashes.append(crash)
            return error_reply(unimplemented(f"it broke with {type(crash).__name__}: {crash}"), "sheets")

    def _carry_out(self, call: Call, target: Target, *, pretty: bool) -> Reply:
        handler = HANDLERS.get(call.method)
        if handler is None:
            raise unimplemented(call.method)
        with self.world.lock:
            for act in self.faults.acts(target, "before"):
                act(self.world)
            result = handler(self.world, call)
            for act in self.faults.acts(target, "after"):
                act(self.world)
            if isinstance(result, Reply):
                return result
            return Reply(200, json_bytes(call.mask.apply(result) if call.mask else result, pretty=pretty))

    def _note(self, request: Request, target: Target, status: int) -> None:
        entry = LogEntry(self.world.clock(), target.method, request.verb, request.path, target.account, status, target.kind, target.units)
        with self._lock:
            self.log.append(entry)


def _check_manners(request: Request) -> None:
    """The parameters that every method takes, before anything else (the words are not verified)."""
    if request.parameter("$.xgafv") not in {"", "1", "2"}:
        raise invalid("Invalid value for query parameter '$.xgafv'.")
    if request.parameter("callback"):
        raise unimplemented("JSONP")
    if request.parameter("alt") not in {"", "json", "media", "proto"}:
        raise invalid("Invalid value for query parameter 'alt'.")
    if request.parameter("alt") == "proto":
        raise unimplemented("alt=proto")


def _authenticate(tokens: Tokens, method: Method, request: Request) -> Token:
    """Whose token it is, and that it was granted what the method needs. Raises ``ApiError``."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    value = value.strip() if kind == "Bearer" else ""  # in lower case it is no credential
    value = value or request.parameter("access_token") or request.parameter("oauth_token")
    if not value:
        file_or_comment = method.id.startswith(("drive.files.", "drive.comments."))
        raise unregistered(anonymous=file_or_comment or (method.service == "sheets" and method.verb == "GET"))
    token = tokens.bearer(value, method.api)
    if method.scopes and not token.scopes & method.scopes:
        raise insufficient_scopes(method.service, method.id)
    return token


def _read_call(method: Method, path: Mapping[str, str], request: Request, token: Token) -> Call:
    """The call, with typed query values, body and mask. Raises ``ApiError``."""
    common = method.api.document["parameters"].keys()
    complaints = Complaints()
    check_path(method, path, complaints)
    query = read_query(method, [(name, value) for name, value in request.query if name not in common], complaints)
    body, media, media_type = _content(method, request)
    read = read_body(method, body, complaints)
    if error := complaints.error():
        raise error
    if method.service == "drive":
        check_bounds(method, query)
    if request.parameter("alt") == "media":
        query["alt"] = "media"
    return Call(method.id, token.account, token.scopes, token.app, path, query, read, media, media_type, _mask(method, request.parameter("fields")))


def _content(method: Method, request: Request) -> tuple[Any, bytes, str]:
    """The JSON of the body, and for uploads the media and its type."""
    content_type = request.headers.get("content-type", "")
    if not request.path.startswith("/upload/"):
        return (parse_json(request.body) if method.request else {}), b"", ""
    match request.parameter("uploadType"):
        case "media":
            empty: Json = {}
            return empty, request.body, content_type
        case "multipart":
            metadata, media, media_type = parts(content_type, request.body)
            return parse_json(metadata), media, media_type
        case other:
            raise unimplemented(f"uploadType={other}")


def _mask(method: Method, text: str) -> Mask | None:
    """The mask for the answer; Sheets takes ``*`` for none, for Drive it says more than none, which means the default fields."""
    if not text and method.id in NEEDS_FIELDS:
        message = "The 'fields' parameter is required for this method."
        raise ApiError(400, message, reason="required", location="fields", location_type="parameter")
    if not text or method.response is None:
        return None
    try:
        mask = Mask.parse(text, method.response)
    except (UnknownPathError, MaskSyntaxError) as problem:
        raise _mask_error(method, text, problem) from problem
    return None if mask.whole and method.service == "sheets" else mask  # Drive says less without a mask than under *


def _mask_error(method: Method, text: str, problem: UnknownPathError | MaskSyntaxError) -> ApiError:
    if method.service == "drive":
        selection = problem.path.rpartition(".")[2] if isinstance(problem, UnknownPathError) else text
        return ApiError(400, f"Invalid field selection {selection}", reason="invalidParameter", location="fields", location_type="parameter")
    said = f"Error expanding 'fields' parameter. {problem}" if isinstance(problem, UnknownPathError) else str(problem)
    return violations("Request contains an invalid argument.", (text, said))
