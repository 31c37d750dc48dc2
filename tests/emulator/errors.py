"""How Google says no. One error class; the server words it as Sheets or as Drive does."""

from collections.abc import Mapping, Sequence
from typing import Any

STATUS_NAMES: Mapping[int, str] = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


class ApiError(Exception):
    """An answer that is an error.

    ``name`` is Sheets' ``status`` (by default the usual one of ``status``), ``details`` its ``details``.
    ``reason``, ``domain``, ``location`` and ``location_type`` are what Drive puts into ``errors[0]``.
    """

    def __init__(  # noqa: PLR0913 - an error has as many parts as Google gives it
        self,
        status: int,
        message: str,
        *,
        name: str | None = None,
        details: Sequence[Mapping[str, Any]] = (),
        reason: str = "",
        domain: str = "global",
        location: str | None = None,
        location_type: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.name = name or STATUS_NAMES.get(status, "UNKNOWN")
        self.details = tuple(details)
        self.reason = reason
        self.domain = domain
        self.location = location
        self.location_type = location_type
        self.headers = dict(headers or {})


def invalid(message: str, *, details: Sequence[Mapping[str, Any]] = ()) -> ApiError:
    """400, as Sheets answers a request that makes no sense."""
    return ApiError(400, message, details=details, reason="badRequest")


def violations(message: str, *pairs: tuple[str, str]) -> ApiError:
    """400 with one field violation for each (field, description); an empty field is left out, as Google does."""
    listed = [{"field": field, "description": said} if field else {"description": said} for field, said in pairs]
    return invalid(message, details=({"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": listed},))


def no_such_spreadsheet() -> ApiError:
    """404, as Sheets answers an id that is none, or one of another kind of document."""
    return ApiError(404, "Requested entity was not found.")


def no_permission() -> ApiError:
    """403, as Sheets answers somebody who may not do that."""
    return ApiError(403, "The caller does not have permission")


def no_such_file(file_id: str) -> ApiError:
    """404, as Drive answers an id that is none, or that the caller may not see."""
    return ApiError(404, f"File not found: {file_id}.", reason="notFound", location="fileId", location_type="parameter")


def unimplemented(what: str) -> ApiError:
    """501: the real service does this, the emulator doesn't, and says so instead of pretending."""
    return ApiError(501, f"The emulator does not do this: {what}", reason="notImplemented")
