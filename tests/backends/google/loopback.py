"""What tests of the wire need: a clock that moves when slept, and a server that answers as scripted."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

NOON = 1_800_000_000.0
"""A moment, in seconds since the epoch."""


@dataclass
class Ticker:
    """A clock that moves only when somebody sleeps; ``slept`` says how long each time."""

    now: float = NOON
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass(frozen=True)
class Answer:
    """One scripted answer. ``cut`` promises more bytes than it sends; ``dropped`` ends the connection without a word."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    dropped: bool = False
    meanwhile: Callable[[], None] = lambda: None


def ok(**answer: Any) -> Answer:
    """Success, with that JSON object."""
    return Answer(200, json.dumps(answer).encode(), {"Content-Type": "application/json"})


def refused(code: int, message: str = "No.", *, headers: Mapping[str, str] | None = None, **error: Any) -> Answer:
    """An error as Google words it."""
    return Answer(code, json.dumps({"error": {"code": code, "message": message, **error}}).encode(), headers or {})


@dataclass(frozen=True)
class Seen:
    """A request that came in; names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Stage:
    """A server on loopback that gives the scripted answers one by one, the last one for ever."""

    def __init__(self, *answers: Answer, date: Callable[[], float] = lambda: NOON) -> None:
        self.seen: list[Seen] = []
        self._left = list(answers)
        stage = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stage.seen.append(Seen(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                answer = stage._left.pop(0) if len(stage._left) > 1 else stage._left[0]
                answer.meanwhile()
                if answer.dropped:
                    self.close_connection = True
                    return
                self.send_response_only(answer.status)
                for name, value in {"Date": formatdate(date(), usegmt=True), **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body) + (10 if answer.cut else 0)))
                self.end_headers()
                self.wfile.write(answer.body)
                self.close_connection = answer.cut

            do_GET = do_POST = do_PATCH = serve  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def play(self, *answers: Answer) -> None:
        """Script other answers from now on."""
        self._left = list(answers)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
