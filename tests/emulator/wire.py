"""How requests and answers look on the wire."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from typing import Any

from tests.emulator.calls import Reply
from tests.emulator.errors import ApiError

ESCAPED = re.compile("[<>\x7f\u2028\u2029]")
LONGEST_INDENTED = 20_000
NOT_FOUND = (
    "<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p><b>404.</b> <ins>That’s an error.</ins>\n"
    "<p>The requested URL <code>{path}</code> was not found on this server.  <ins>That’s all we know.</ins>\n"
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in. ``path`` is still percent-encoded; ``query`` is decoded, in order; header names are in lower case."""

    verb: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    def parameter(self, name: str) -> str:
        """The last query value of that name; empty when there is none."""
        return next((value for key, value in reversed(self.query) if key == name), "")


def json_bytes(value: Any, *, pretty: bool = True) -> bytes:
    """``value`` as Google writes JSON: two spaces, a newline at the end, nothing that HTML could take for a tag.

    A long answer goes without the spaces: no reader of JSON can tell, and Python takes its time to indent.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if pretty and len(text) <= LONGEST_INDENTED:
        text = json.dumps(value, ensure_ascii=False, indent=2)
    return (ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n").encode("utf-8", "surrogatepass")


def page(status: int, html: str) -> Reply:
    """A web page."""
    return Reply(status, html.encode(), "text/html; charset=UTF-8")


def not_found(path: str) -> Reply:
    """What the front end says of a path that no service knows."""
    return page(404, NOT_FOUND.format(path=path.replace("<", "&lt;")))


def error_reply(error: ApiError, service: str, *, classic: bool = False) -> Reply:
    """``error`` in the words of ``service``; Sheets speaks as Drive does where the client asked for the ``classic`` format."""
    status = {"status": error.name}
    details = {"details": list(error.details)} if error.details else {}
    body: dict[str, Any] = {"code": error.status, "message": error.message}
    if service != "drive" and not classic:
        body |= {**status, **details}
    else:
        body["errors"] = [_entry(error)]
        if error.details or error.status == 401 or classic:
            body |= {**status, **details}
    return Reply(error.status, json_bytes({"error": body}), headers=error.headers)


def _entry(error: ApiError) -> dict[str, str]:
    message = {"authError": "Invalid Credentials", "insufficientPermissions": "Insufficient Permission"}.get(error.reason, error.message)
    entry = {"message": message, "domain": error.domain, "reason": error.reason or "badRequest"}
    if error.location is not None:
        entry |= {"location": error.location, "locationType": error.location_type or "parameter"}
    return entry


def parts(content_type: str, body: bytes) -> tuple[bytes, bytes, str]:
    """The two parts of a ``multipart/related`` upload: JSON, media and the media's type. Raises ``ApiError``."""
    message = BytesParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    found = [part for part in message.walk() if not part.is_multipart()]
    if not message.is_multipart() or len(found) != 2:
        raise ApiError(400, "Malformed multipart body.", reason="badRequest")
    metadata, media = found
    return _content(metadata), _content(media), media.get_content_type()


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
