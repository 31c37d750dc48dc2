"""What Google says no with, and what that means in our words."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, get_args

from sheetsync.backends.google import sentences
from sheetsync.backends.google.sentences import Renewal, Told
from sheetsync.errors import (
    AccessDenied,
    CannotShare,
    NotASpreadsheet,
    QuotaReached,
    ServiceError,
    ServiceRefused,
    ServiceUnavailable,
    SheetsyncError,
    SignInNeeded,
    WorkbookNotFound,
    WorkbookTooLarge,
    WriteDenied,
)

NO_CONNECTION: Final = "noConnection"
"""No connection came about: nothing was sent."""
BROKEN: Final = "brokenConnection"
"""The connection broke, or fell silent, after something may have been sent."""
GARBLED: Final = "garbledAnswer"
"""The answer is not what this service answers with: a proxy's page, or cut off."""
TOO_LARGE: Final = "answerTooLarge"
"""The answer is longer than we are ready to read."""
NO_TOKEN: Final = "tokenServiceUnavailable"  # noqa: S105 - a reason, no secret
"""The service that gives access tokens does not answer, or with faults of its own."""
CLOCK: Final = "clockSkew"
"""The sign-in was refused, and this computer's clock is off."""

SKEWED: Final = 240.0
"""From how many seconds on a clock is off so far that Google may refuse a sign-in: it takes a few minutes, not more (unverified)."""

TRANSIENT: Final = frozenset({408, 409, 500, 502, 503, 504})
"""Answers after which the same call may succeed, and after which nobody knows whether it was done."""

_LOAD: Final = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_LONGEST: Final = 300

Kind = Literal[
    "clock", "sign-in", "busy", "used-up", "storage", "switched-off", "scope", "policy", "denied", "missing", "office", "large", "unavailable", "odd"
]


_FORBIDDEN: Final[Mapping[str, Kind]] = {
    "SERVICE_DISABLED": "switched-off",
    "accessNotConfigured": "switched-off",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "scope",
    "insufficientPermissions": "scope",
    "insufficientScopes": "scope",
    "storageQuotaExceeded": "storage",
    "teamDriveFileLimitExceeded": "storage",
    "numChildrenInNonRootLimitExceeded": "storage",
    "dailyLimitExceeded": "used-up",
    "sharingRateLimitExceeded": "used-up",
    "quotaExceeded": "used-up",
    "domainPolicy": "policy",
}
"""What a 403 means by its reason; any other means that we may not."""


class Refusal(Exception):
    """A call that was not answered as hoped.

    Attributes:
        status: the HTTP status; 0 when no answer came.
        reason: Google's own word for it (``SERVICE_DISABLED``, ``storageQuotaExceeded``, ``NOT_FOUND``), or one of the constants above.
        message: what Google said: one line, short, without control characters.
        doubtful: whether the act may have happened all the same; read again before acting again.
        facts: what else is known: ``service`` (``sheets.googleapis.com``), ``consumer`` (``projects/1``), ``account``, ``project``,
            ``sign_in`` (who renews it), ``retry_after`` and ``skew`` (seconds).
    """

    def __init__(self, status: int, reason: str, message: str = "", *, doubtful: bool = False, facts: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.reason = reason
        self.message = one_line(message)
        self.doubtful = doubtful
        self.facts: Mapping[str, str] = dict(facts or {})
        super().__init__(f"{status} {reason}: {self.message}")

    @property
    def under_load(self) -> bool:
        """Whether Google turned the call away before doing anything, because there were too many."""
        return self.status == 429 or (self.status == 403 and self.reason in _LOAD)

    @property
    def passing(self) -> bool:
        """Whether the same call may well succeed a little later."""
        return self.under_load or self.status in TRANSIENT or self.reason in {NO_CONNECTION, BROKEN, NO_TOKEN} or self.garbled

    @property
    def at_home(self) -> bool:
        """Whether nothing listens where a local Google should, on this very computer."""
        return self.reason == NO_CONNECTION and "endpoint" in self.facts

    @property
    def garbled(self) -> bool:
        """Whether it is no answer of the service at all, as a success."""
        return self.reason == GARBLED and self.status < 400

    @property
    def undone(self) -> bool:
        """Whether nothing was done for certain."""
        return self.under_load or self.reason in {NO_CONNECTION, NO_TOKEN} or (self.status >= 400 and self.status not in TRANSIENT)

    def in_doubt(self) -> "Refusal":
        """The same for a call that changes things: ``doubtful`` unless nothing was done for certain."""
        return Refusal(self.status, self.reason, self.message, doubtful=not self.undone, facts=self.facts)


def refusal_of(status: int, body: bytes, facts: Mapping[str, str] | None = None) -> Refusal:
    """What an answer that is an error says: in the shape of Sheets, of Drive, or no JSON at all."""
    error = _error(body)
    if error is None:
        return Refusal(status, GARBLED, _text_of_page(body), facts=facts)
    infos = [info for info in map(_mapping, _sequence(error.get("details"))) if isinstance(info.get("reason"), str)]
    firsts = [_mapping(one) for one in _sequence(error.get("errors"))[:1]]
    words = [*(info["reason"] for info in infos), *(first.get("reason") for first in firsts), error.get("status")]
    told = {key: value for info in infos for key, value in _mapping(info.get("metadata")).items() if isinstance(value, str)}
    reason = next((word for word in words if isinstance(word, str) and word), str(status))
    return Refusal(status, reason, str(error.get("message", "")), facts={**(facts or {}), **told})


def kind_of(refusal: Refusal) -> Kind:
    """Which kind of trouble ``refusal`` is."""
    match refusal:
        case Refusal(reason="clockSkew"):
            return "clock"
        case Refusal(reason="answerTooLarge"):
            return "large"
        case Refusal(under_load=True):
            return "busy"
        case Refusal(passing=True):
            return "unavailable"
        case Refusal(status=401):
            return "sign-in"
        case Refusal(status=404):
            return "missing"
        case Refusal(status=400, reason="FAILED_PRECONDITION"):
            return "office"
        case Refusal(status=403, reason=reason):
            return _FORBIDDEN.get(reason, "denied")
        case _:
            return "odd"


def translated(ref: str, refusal: Refusal) -> SheetsyncError:
    """The error of ours that ``refusal`` amounts to, for a call about the workbook, or the folder, at ``ref``."""
    told = told_of(refusal)
    en, vi = f"{told.said.en} {told.fix.en}", f"{told.said.vi} {told.fix.vi}"
    match kind_of(refusal):
        case "missing":
            return WorkbookNotFound(ref)
        case "office":
            return NotASpreadsheet(ref)
        case "large":
            return WorkbookTooLarge(ref, en="Google's answer is far longer than a map's", vi="câu trả lời của Google dài hơn hẳn một bản đồ")
        case "denied":
            return AccessDenied(ref, en=en, vi=vi)
        case kind:
            return _error_class(kind)(en=en, vi=vi)


def write_refused(ref: str, refusal: Refusal, *, is_folder: bool = False) -> SheetsyncError:
    """What a refused change amounts to: what we may not open for writing, or a folder that we can't see, can't be written."""
    error = translated(ref, refusal)
    if not isinstance(error, (AccessDenied, WorkbookNotFound) if is_folder else AccessDenied):
        return error
    told = told_of(refusal)
    return WriteDenied(ref, en=f"{told.said.en} {told.fix.en}", vi=f"{told.said.vi} {told.fix.vi}")


def _error_class(kind: Kind) -> type[ServiceError]:
    """Which error a trouble of the service is, whichever workbook was asked for."""
    match kind:
        case "clock" | "sign-in":
            return SignInNeeded
        case "busy" | "used-up" | "storage":
            return QuotaReached
        case "unavailable":
            return ServiceUnavailable
        case _:
            return ServiceRefused


def not_shared(ref: str, email: str, refusal: Refusal) -> SheetsyncError:
    """The error of ours when ``email`` could not be given access to ``ref``: ``CannotShare`` where the reason is that person or our role.

    The workbook stands whatever the reason is, so nobody is told to run again.
    """
    kind = kind_of(refusal)
    if kind in {"denied", "policy", "odd"}:
        told = sentences.share_refused(email, _quoted(refusal))
        return CannotShare(ref, en=f"{told.said.en} {told.fix.en}", vi=f"{told.said.vi} {told.fix.vi}")
    if kind == "missing":
        return WorkbookNotFound(ref)
    said, by_hand = told_of(refusal).said, sentences.share_by_hand(email, doubtful=refusal.doubtful)
    return _error_class(kind)(en=f"{said.en} {by_hand.en}", vi=f"{said.vi} {by_hand.vi}")


def told_of(refusal: Refusal) -> Told:
    """What ``refusal`` says and what to do about it, in both languages, for everybody who sees it."""
    account, renewal = refusal.facts.get("account", ""), _renewal(refusal)
    match kind_of(refusal):
        case "clock":
            skew = float(refusal.facts.get("skew", "0"))
            return sentences.clock_off(skew, refused=True, far=abs(skew) >= SKEWED)
        case "sign-in":
            return sentences.sign_in_refused(account, renewal, refusal.facts.get("project", ""), _quoted(refusal))
        case "switched-off":
            return sentences.service_off(refusal.facts.get("consumer", "").rpartition("/")[2], drive=_is_drives(refusal))
        case "scope":
            return sentences.scope_missing(account, renewal, drive=_is_drives(refusal))
        case "storage":
            return _storage(refusal, account)
        case "denied" | "missing":
            return sentences.no_access(account, renewal)
        case "unavailable":
            told = sentences.out_of_order(_quoted(refusal))
            if refusal.reason == NO_CONNECTION:
                told = sentences.nobody_at_home(refusal.facts["endpoint"]) if refusal.at_home else sentences.unreachable()
            return sentences.in_doubt(told) if refusal.doubtful else told
        case kind:
            return _plain(kind, _quoted(refusal))


def _plain(kind: Kind, quoted: str) -> Told:
    match kind:
        case "busy":
            return sentences.minute_used_up()
        case "used-up":
            return sentences.quota_used_up(quoted)
        case "policy":
            return sentences.not_allowed(quoted)
        case "office":
            return sentences.office_file()
        case "large":
            return sentences.too_long()
        case _:
            return sentences.not_understood(quoted)


def _storage(refusal: Refusal, account: str) -> Told:
    match refusal.reason, _renewal(refusal):
        case "numChildrenInNonRootLimitExceeded", _:
            return sentences.too_many_files(drive=False)
        case "teamDriveFileLimitExceeded", _:
            return sentences.too_many_files(drive=True)
        case _, "service":
            return sentences.no_storage(account)
        case _:
            return sentences.full(account)


def _renewal(refusal: Refusal) -> Renewal:
    said = refusal.facts.get("sign_in")
    return next((known for known in get_args(Renewal) if known == said), "service")


def _is_drives(refusal: Refusal) -> bool:
    return refusal.facts.get("service", "").startswith("drive")


def one_line(text: str) -> str:
    """``text`` as it may stand in a message: one line, short, without control characters."""
    flat = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _quoted(refusal: Refusal) -> str:
    return one_line(sentences.quoted((str(refusal.status) if refusal.status else "", refusal.reason, refusal.message)))


def _error(body: bytes) -> Mapping[str, Any] | None:
    """The ``error`` object of an answer of the API."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    error = found.get("error") if isinstance(found, dict) else None
    return error if isinstance(error, dict) else None


def _text_of_page(body: bytes) -> str:
    """What a page says to people: its title, else its text."""
    page = body[:20_000].decode("utf-8", "replace")
    title = re.search(r"<title[^>]*>([^<]*)", page, re.IGNORECASE)
    return title[1] if title else re.sub(r"<[^>]*>", " ", page)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
