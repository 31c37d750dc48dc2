"""One call on the wire: signed, sent, repeated where that is safe, read up to a limit, and refused in one shape."""

import json
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from io import BytesIO
from itertools import count
from types import TracebackType
from typing import Any, Final, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

import google.auth.transport
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession
from gspread.http_client import FileType, HTTPClient, ParamsType
from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectTimeout, ProxyError, RequestException
from urllib3.exceptions import HTTPError, NewConnectionError

from sheetsync.backends.google.address import is_loopback
from sheetsync.backends.google.refusals import BROKEN, CLOCK, GARBLED, NO_CONNECTION, NO_TOKEN, SKEWED, TOO_LARGE, TRANSIENT, Refusal, refusal_of

Json = dict[str, Any]
T = TypeVar("T")

MOST: Final = 50 * 1024 * 1024
"""How many bytes of an answer are read: a map takes one or two million."""
SLOWEST: Final = 180.0
"""After how many seconds an answer that still trickles in is given up; Google itself stops there."""
BELIEVED: Final = 120.0
"""How many seconds of a ``Retry-After`` are waited at most."""


class Patience(NamedTuple):
    """How often and how long a call is tried: at most ``attempts`` times and ``budget`` seconds, with random waits up to ``longest`` seconds.

    A per-minute quota comes back within a minute, so a call that met it is tried for longer than one that met a fault. Where nothing listens on this
    very computer, nothing will before somebody starts it.
    """

    attempts: int = 6
    attempts_under_load: int = 9
    attempts_at_home: int = 2
    longest: float = 64.0
    budget: float = 300.0

    def wait(self, tried: int, refusal: Refusal, random: float) -> float | None:
        """Seconds until the next attempt after ``tried`` of them; ``None`` when it is time to give up. ``random`` lies between 0 and 1."""
        if tried >= (self.attempts_at_home if refusal.at_home else self.attempts_under_load if refusal.under_load else self.attempts):
            return None
        asked = float(refusal.facts.get("retry_after", "0"))
        return max(min(asked, BELIEVED), random * min(self.longest, 2.0 ** (tried - 1)))


class Manner(NamedTuple):
    """How calls are made. ``clock`` gives seconds since the epoch, ``random`` a number from 0 to 1.

    ``endpoint`` sends all calls to a loopback address instead of to Google. ``timeout`` is for connecting and for each silence, ``most`` is how many
    bytes of an answer are read.
    """

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    random: Callable[[], float]
    endpoint: str | None = None
    timeout: tuple[float, float] = (10.0, 60.0)
    patience: Patience = Patience()
    most: int = MOST


class Transport(HTTPClient):
    """gspread's client for the calls of one account. Every call raises ``Refusal`` where gspread would raise ``APIError``, or anything else.

    ``pace`` is called with method and address before each attempt, and may sleep. ``facts`` are added to each refusal.

    Raises:
        ValueError: ``manner.endpoint`` is no loopback address.
    """

    def __init__(
        self,
        credentials: Credentials,
        manner: Manner,
        *,
        pace: Callable[[str, str], None] = lambda _method, _address: None,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        local = manner.endpoint is not None
        if local and not is_loopback(str(manner.endpoint)):
            raise ValueError(manner.endpoint)
        self._manner, self._pace, self._facts = manner, pace, dict(facts or {})
        self.skew: float | None = None
        """By how many seconds our clock was ahead of Google's when the last answer came."""
        self._tokens = Session()
        _prepare(self._tokens, Wire(None, manner, self._note_clock), local=local)
        session: Session = AuthorizedSession(credentials, auth_request=_TokenRequest(self._tokens, local=local))  # type: ignore[no-untyped-call]
        _prepare(session, Wire(manner.endpoint, manner, self._note_clock), local=local)
        super().__init__(credentials, session)
        self.auth = credentials
        self.set_timeout(manner.timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.session.close()
        self._tokens.close()

    def request(
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: Any = None,
    ) -> Response:
        """The answer to one call, as gspread's methods ask for it; all bytes of it are read.

        Raises:
            Refusal: it was not answered with success.
        """
        return self._persist(method, endpoint, lambda: self._attempt(method, endpoint, params, data, json, files, headers))

    def call(self, method: str, address: str, *, params: Mapping[str, str] | None = None, body: Json | None = None) -> Json:
        """The JSON object that answers one call; empty when there is no content.

        Raises:
            Refusal: it was not answered with success, or with something else.
        """

        def attempt() -> Json:
            response = self._attempt(method, address, dict(params or {}), None, body, None, None)
            return _object(response, self._facts_of(address))

        return self._persist(method, address, attempt)

    def _persist(self, method: str, address: str, attempt: Callable[[], T]) -> T:
        """What ``attempt`` gives, tried again while that is safe and there is patience left."""
        manner, acts, spent = self._manner, method.upper() != "GET", 0.0
        repeatable = method.upper() != "POST"
        for tried in count(1):
            self._pace(method, address)
            began = manner.clock()
            try:
                return attempt()
            except Refusal as refusal:
                told = refusal.in_doubt() if acts else refusal
                safe = refusal.passing and (repeatable or refusal.undone)
                wait = manner.patience.wait(tried, refusal, manner.random()) if safe else None
                spent += manner.clock() - began + (wait or 0.0)
                if wait is None or spent > manner.patience.budget:
                    raise told from refusal.__cause__
            manner.sleep(wait)
        raise AssertionError  # count never ends

    def _attempt(
        self,
        method: str,
        address: str,
        params: ParamsType | None,
        data: bytes | None,
        body: Mapping[str, Any] | None,
        files: FileType,
        headers: Any,
    ) -> Response:
        facts = self._facts_of(address)
        try:
            response = self.session.request(
                method,
                address,
                params=params,
                data=data,
                json=body,
                files=files,
                headers=headers,
                timeout=self.timeout,
                allow_redirects=False,  # the API never redirects, and a bearer token should follow nobody
            )
        except RefreshError as refused:
            raise self._sign_in(refused, facts) from refused
        except TransportError as failure:
            raise Refusal(0, NO_CONNECTION if isinstance(failure.__cause__, RequestException) else NO_TOKEN, str(failure), facts=facts) from failure
        except GoogleAuthError as failure:
            raise Refusal(401, type(failure).__name__, str(failure), facts=facts) from failure
        except _TooLarge as over:
            raise Refusal(200, TOO_LARGE, str(over), facts=facts) from None
        except RequestException as failure:
            raise Refusal(0, NO_CONNECTION if _unsent(failure) else BROKEN, type(failure).__name__, facts=facts) from failure
        if response.ok and response.status_code < 300:
            return response
        raise refusal_of(response.status_code, response.content, {**facts, **_retry_after(response, self._manner.clock())})

    def _sign_in(self, refused: RefreshError, facts: Mapping[str, str]) -> Refusal:
        """What the token endpoint said no with."""
        answer = next((found for found in refused.args if isinstance(found, Mapping)), {})
        word = answer.get("error")
        reason = word if isinstance(word, str) else "RefreshError"
        said = str(answer.get("error_description") or " ".join(one for one in refused.args if isinstance(one, str)))
        known = {**facts, **({"skew": f"{self.skew:.0f}"} if self.skew is not None else {})}
        off = self.skew is not None and abs(self.skew) >= SKEWED
        # Google gives no code for a wrong time, only a text that names these two claims.
        if reason == "invalid_grant" and (off or ("iat" in said and "exp" in said)):
            return Refusal(401, CLOCK, said, facts=known)
        return Refusal(401, reason, said, facts=known)

    def _facts_of(self, address: str) -> dict[str, str]:
        parts = urlsplit(address)
        service = "sheets.googleapis.com" if parts.hostname == "sheets.googleapis.com" else "drive.googleapis.com"
        local = {} if self._manner.endpoint is None else {"endpoint": self._manner.endpoint}
        return {**self._facts, **local, "service": service}

    def _note_clock(self, skew: float) -> None:
        self.skew = skew


class _TooLarge(Exception):
    """An answer over the limit."""


class Wire(HTTPAdapter):
    """Sends to Google, or to ``endpoint``; reads an answer whole, within ``most`` bytes and a time; notes how far our clock is off."""

    def __init__(self, endpoint: str | None, manner: Manner, note_clock: Callable[[float], None]) -> None:
        self._endpoint, self._clock, self._most, self._note_clock = endpoint, manner.clock, manner.most, note_clock
        super().__init__()

    def send(self, request: PreparedRequest, stream: bool = False, *args: Any, **options: Any) -> Response:  # noqa: FBT001, FBT002, ARG002 - requests'
        if self._endpoint is not None:
            parts = urlsplit(request.url or "")
            request.url = self._endpoint.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")
        began = self._clock()
        response = super().send(request, True, *args, **options)  # noqa: FBT003
        if (moment := _moment(response.headers.get("Date"))) is not None:
            self._note_clock(self._clock() - moment)
        try:
            response.raw = BytesIO(self._whole(response, began))
        except HTTPError as failure:
            response.close()
            raise RequestException(*failure.args) from failure
        except BaseException:
            response.close()
            raise
        return response

    def _whole(self, response: Response, began: float) -> bytes:
        whole = BytesIO()
        for chunk in response.raw.stream(65_536, decode_content=True):
            whole.write(chunk)
            if whole.tell() > self._most:
                raise _TooLarge(f"more than {self._most} bytes")
            if self._clock() - began > SLOWEST:
                raise RequestException(f"still not whole after {SLOWEST:.0f} s")
        return whole.getvalue()


class _TokenRequest(google.auth.transport.Request):
    """How google-auth asks for tokens: without repeating and sleeping by itself, and, with a loopback endpoint, on this computer only."""

    def __init__(self, session: Session, *, local: bool) -> None:
        self._session, self._local = session, local

    def __call__(
        self, url: str, method: str = "GET", body: bytes | None = None, headers: Any = None, timeout: Any = 60.0, **options: Any
    ) -> "_TokenAnswer":
        if self._local and not is_loopback(url):
            raise TransportError(f"{url} is not on this computer")  # type: ignore[no-untyped-call]
        try:
            response = self._session.request(method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False, **options)
        except RequestException as failure:
            raise TransportError(f"{urlsplit(url).hostname}: {type(failure).__name__}") from failure  # type: ignore[no-untyped-call]
        except _TooLarge as over:
            raise TransportError(f"{urlsplit(url).hostname}: {over}") from None  # type: ignore[no-untyped-call]
        if response.status_code in TRANSIENT | {429}:
            raise TransportError(f"{urlsplit(url).hostname}: {response.status_code}")  # type: ignore[no-untyped-call]
        return _TokenAnswer(response)

    def __deepcopy__(self, _memo: object) -> "_TokenRequest":
        """Refused: google-auth copies a request only to send the access token to yet another service from a thread that nobody waits for."""
        raise TypeError


class _TokenAnswer(google.auth.transport.Response):
    """A token endpoint's answer, as google-auth reads it."""

    def __init__(self, response: Response) -> None:
        self._response = response

    @property
    def status(self) -> int:
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self._response.headers

    @property
    def data(self) -> bytes:
        return self._response.content


def _prepare(session: Session, wire: Wire, *, local: bool) -> None:
    session.mount("https://", wire)
    session.mount("http://", wire)
    session.trust_env = not local  # a proxy of the company's has no business between us and this computer
    session.auth = lambda request: request  # else a line of ~/.netrc would take the place of the access token


def _object(response: Response, facts: Mapping[str, str]) -> Json:
    """The JSON object of a successful answer."""
    if response.status_code == 204:
        return {}
    try:
        found = json.loads(response.content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refusal(response.status_code, GARBLED, response.content[:300].decode("utf-8", "replace"), facts=facts)
    return found


def _unsent(failure: RequestException) -> bool:
    """Whether nothing of the call can have left."""
    cause = getattr(failure.args[0] if failure.args else None, "reason", None)
    certificate = any(isinstance(one, ssl.SSLCertVerificationError) for one in (cause, *getattr(cause, "args", ())))
    return certificate or isinstance(failure, ConnectTimeout | ProxyError) or isinstance(cause, NewConnectionError)


def _retry_after(response: Response, now: float) -> Mapping[str, str]:
    """The fact ``retry_after`` where the answer says it, in seconds or as a date; a date is held against the answer's own, not our clock."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return {"retry_after": said}
    moment = _moment(said)
    if moment is None:
        return {}
    sent = _moment(response.headers.get("Date"))
    return {"retry_after": f"{max(0.0, moment - (now if sent is None else sent)):.0f}"}


def _moment(date: str | None) -> float | None:
    """An HTTP date in seconds since the epoch."""
    with suppress(ValueError, TypeError, OverflowError):
        return parsedate_to_datetime(date or "").timestamp()
    return None
