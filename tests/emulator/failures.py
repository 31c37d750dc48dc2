"""What can go wrong with a call, in Google's words: for ``Faults.add``.

A builder gives a ``Fault`` that fits Sheets and Drive alike; the words depend on the call that meets it. Words marked so are not verified.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from tests.emulator.calls import Reply
from tests.emulator.errors import STATUS_NAMES, ApiError
from tests.emulator.tokens import insufficient_scopes, unauthenticated

Kind = Literal["read", "write", "drive", "oauth"]


@dataclass(frozen=True, slots=True)
class Target:
    """The call that a fault may meet. ``app`` is the client project; ``file`` is empty where the path names none."""

    method: str
    kind: Kind
    units: int = 1
    account: str = ""
    app: str = ""
    file: str = ""

    @property
    def service(self) -> str:
        """``sheets``, ``drive``, or what the method starts with."""
        return self.method.partition(".")[0]

    @property
    def host(self) -> str:
        """The service's name: ``sheets.googleapis.com``."""
        return f"{self.service}.googleapis.com"


Answer = Callable[[Target], "ApiError | Reply"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a call.

    ``answer`` is said instead of the real answer. ``acted``: the call is carried out first. ``dropped``: the connection ends without a word. ``cut``:
    only half of the answer arrives. ``stalled``: nothing arrives until the client goes away. ``seconds``: it takes that much longer.
    """

    answer: Answer | None = None
    acted: bool = False
    dropped: bool = False
    cut: bool = False
    stalled: bool = False
    seconds: float = 0


def acted(fault: Fault) -> Fault:
    """The same fault, but the call is carried out first: the client can't know."""
    return replace(fault, acted=True)


def rate_limited(whose: Literal["user", "project"] = "user", *, retry_after: int | None = None, status: Literal[403, 429] = 429) -> Fault:
    """The quota is used up. ``status`` is what Drive answers; Sheets always answers 429. ``Retry-After`` is documented nowhere and never seen."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}

    def answer(target: Target) -> ApiError:
        error = _sheets_quota(target, whose) if target.kind in {"read", "write"} else _drive_quota(target, whose, status)
        error.headers.update(headers)
        return error

    return Fault(answer)


def server_error(status: Literal[408, 500, 503, 504] = 503) -> Fault:
    """Google's own trouble, as JSON."""
    messages = {
        408: "The request timed out.",  # unverified
        500: "Internal error encountered.",
        503: "The service is currently unavailable.",
        504: "Deadline expired before operation could complete.",  # unverified
    }
    return Fault(lambda _: ApiError(status, messages[status], name=STATUS_NAMES.get(status, "UNKNOWN"), reason="backendError"))


def html_error(status: Literal[502, 503] = 502) -> Fault:
    """A front end's trouble, as a web page."""
    title = {502: "Server Error", 503: "Service Unavailable"}[status]
    page = (
        f"<!DOCTYPE html>\n<html lang=en>\n<title>Error {status} ({title})!!1</title>\n"
        f"<p><b>{status}.</b> <ins>That’s an error.</ins>\n<p>The server encountered a temporary error and could not complete your request.<p>"
        "Please try again in 30 seconds. <ins>That’s all we know.</ins>\n"
    )
    return Fault(lambda _: Reply(status, page.encode(), "text/html; charset=UTF-8"))


def expired_token() -> Fault:
    """401: the token is not good any more, whatever the clock says."""
    return Fault(lambda _: unauthenticated("ACCESS_TOKEN_EXPIRED"))


def missing_scope() -> Fault:
    """403: the token was not granted what the method needs."""
    return Fault(lambda target: insufficient_scopes(target.service, target.method))


def service_disabled() -> Fault:
    """403: the API is not switched on in the client's project."""
    return Fault(_service_disabled)


def no_access() -> Fault:
    """403: the file is not the caller's to open."""
    return Fault(
        lambda target: (
            ApiError(403, "The caller does not have permission")
            if target.service == "sheets"
            else forbidden_error("insufficientFilePermissions", target)
        )
    )


def forbidden(reason: str) -> Fault:
    """403 with one of Drive's reasons: ``storageQuotaExceeded``, ``rateLimitExceeded``, ``domainPolicy`` and so on."""
    return Fault(lambda target: forbidden_error(reason, target))


def dropped() -> Fault:
    """The connection ends without an answer, before the call is carried out; ``acted(dropped())``: after it."""
    return Fault(dropped=True)


def truncated() -> Fault:
    """The call is carried out, half of the answer arrives, then the connection ends."""
    return Fault(acted=True, cut=True)


def stalled() -> Fault:
    """Nothing arrives until the client gives up; the call is not carried out. ``acted(stalled())``: it is."""
    return Fault(stalled=True)


def slow(seconds: float) -> Fault:
    """The right answer, that much later."""
    return Fault(acted=True, seconds=seconds)


FORBIDDEN = {
    "appNotAuthorizedToFile": ("global", "The user has not granted the app {app} write access to the file {file}."),
    "dailyLimitExceeded": ("usageLimits", "Daily Limit Exceeded"),
    "domainPolicy": ("global", "The domain administrators have disabled Drive apps."),
    "insufficientFilePermissions": ("global", "The user does not have sufficient permissions for this file {file}."),
    "numChildrenInNonRootLimitExceeded": ("global", "The limit for this folder's number of children (files and folders) has been exceeded."),
    "rateLimitExceeded": ("usageLimits", "Rate Limit Exceeded"),
    "sharingRateLimitExceeded": ("usageLimits", "These item(s) could not be shared because a rate limit was exceeded."),
    "storageQuotaExceeded": ("usageLimits", "The user's Drive storage quota has been exceeded."),
    "teamDriveFileLimitExceeded": ("global", "The file limit for this shared drive has been exceeded."),
    "userRateLimitExceeded": ("usageLimits", "User Rate Limit Exceeded"),
}


def forbidden_error(reason: str, target: Target) -> ApiError:
    """Drive's 403 of that reason."""
    domain, message = FORBIDDEN[reason]
    return ApiError(403, message.format(app=target.app, file=target.file), reason=reason, domain=domain)


def _sheets_quota(target: Target, whose: Literal["user", "project"]) -> ApiError:
    what = target.kind.capitalize()
    limit = f"{what} requests per minute" + (" per user" if whose == "user" else "")
    message = (
        f"Quota exceeded for quota metric '{what} requests' and limit '{limit}' of service '{target.host}' "
        f"for consumer 'project_number:{target.app}'."
    )
    return ApiError(
        429,
        message,
        details=[
            _info(
                "RATE_LIMIT_EXCEEDED",
                service=target.host,
                quota_metric=f"{target.host}/{target.kind}_requests",
                quota_limit=f"{what}RequestsPerMinutePer{'User' if whose == 'user' else 'Project'}",
                quota_location="global",
                consumer=f"projects/{target.app}",
            )
        ],
        reason="rateLimitExceeded",
    )


def _drive_quota(target: Target, whose: Literal["user", "project"], status: Literal[403, 429]) -> ApiError:
    if status == 429:
        return ApiError(429, "Rate Limit Exceeded", reason="rateLimitExceeded", domain="usageLimits")
    return forbidden_error("userRateLimitExceeded" if whose == "user" else "rateLimitExceeded", target)


def _service_disabled(target: Target) -> ApiError:
    title = "Google Sheets API" if target.service == "sheets" else "Google Drive API"
    url = f"https://console.developers.google.com/apis/api/{target.host}/overview?project={target.app}"
    message = (
        f"{title} has not been used in project {target.app} before or it is disabled. Enable it by visiting {url} then retry. "
        "If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry."
    )
    links = {"@type": "type.googleapis.com/google.rpc.Help", "links": [{"description": "Google developers console API activation", "url": url}]}
    info = _info("SERVICE_DISABLED", service=target.host, consumer=f"projects/{target.app}", activationUrl=url, serviceTitle=title)
    return ApiError(403, message, details=[links, info], reason="accessNotConfigured", domain="usageLimits")


def _info(reason: str, **metadata: Any) -> dict[str, Any]:
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com", "metadata": metadata}
