"""What the tests of the Drive methods work with: a local Google, people at its door, and a clock that moves when told."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, NamedTuple, Self

import requests

from tests.emulator.server import Emulator
from tests.emulator.visitor import Visitor
from tests.emulator.world import DRIVE_SCOPE, FOLDER, SPREADSHEET

Json = dict[str, Any]

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class Refused(NamedTuple):
    """An answer that is an error, in Drive's words."""

    status: int
    reason: str
    message: str
    location: str


class Desk:
    """A local Google for one test."""

    def __init__(self) -> None:
        self.now = START
        self.google = Emulator(clock=self.clock)
        self.world = self.google.world
        self._callers: list[Caller] = []

    def clock(self) -> datetime:
        return self.now

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def person(self, email: str, *, scopes: Iterable[str] = (DRIVE_SCOPE,), app: str = "1") -> "Caller":
        """Somebody with a token."""
        caller = Caller(Visitor(self.google, email=email, scopes=tuple(scopes), app=app))
        self._callers.append(caller)
        return caller

    def service(self, email: str) -> "Caller":
        """A service account with a token."""
        self.world.account(email, kind="service")
        return self.person(email)

    def __enter__(self) -> Self:
        self.google.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for caller in self._callers:
            caller.visitor.session.close()
        self.google.stop()


class Caller:
    """A client of the Drive API. Paths stand below ``/drive/v3/``; what isn't refused must succeed."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.session = visitor.session

    def get(self, path: str, **query: Any) -> Json:
        return self.json("GET", path, query=query)

    def post(self, path: str, body: Json | None = None, **query: Any) -> Json:
        return self.json("POST", path, body or {}, query)

    def patch(self, path: str, body: Json | None = None, **query: Any) -> Json:
        return self.json("PATCH", path, body or {}, query)

    def delete(self, path: str, **query: Any) -> None:
        answer = self.send("DELETE", path, query=query)
        assert (answer.status_code, answer.content) == (204, b"")

    def json(self, verb: str, path: str, body: Json | None = None, query: Json | None = None) -> Json:
        answer = self.send(verb, path, body, query)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def refused(self, verb: str, path: str, body: Json | None = None, **query: Any) -> Refused:
        """The error that the call must get."""
        answer = self.send(verb, path, body, query)
        assert answer.status_code >= 400, answer.text
        error = answer.json()["error"]
        (entry,) = error["errors"]
        assert (error["code"], entry["message"]) == (answer.status_code, error["message"])
        return Refused(answer.status_code, entry["reason"], error["message"], entry.get("location", ""))

    def send(self, verb: str, path: str, body: Json | None = None, query: Json | None = None) -> requests.Response:
        return self.visitor.call(verb, f"/drive/v3/{path}", body=body, **(query or {}))

    def sheet(self, name: str, *parents: str, **more: Any) -> str:
        """The id of a new spreadsheet."""
        return self._new(name, SPREADSHEET, parents, more)

    def folder(self, name: str, *parents: str, **more: Any) -> str:
        """The id of a new folder."""
        return self._new(name, FOLDER, parents, more)

    def _new(self, name: str, mime_type: str, parents: tuple[str, ...], more: Json) -> str:
        body = {"name": name, "mimeType": mime_type, **({"parents": list(parents)} if parents else {}), **more}
        return str(self.post("files", body, supportsAllDrives=True)["id"])
