"""The local Google over HTTP: one port of the loopback for Sheets, Drive and everything about tokens."""

import random
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.emulator.calls import Reply
from tests.emulator.faults import Faults, Quotas
from tests.emulator.gate import Gate, LogEntry, Outcome
from tests.emulator.oauth import OAuth
from tests.emulator.tokens import Tokens
from tests.emulator.wire import Request
from tests.emulator.world import World

HEADERS = {
    "Vary": "Origin, X-Origin, Referer",
    "Cache-Control": "private",
    "Server": "ESF",
    "X-XSS-Protection": "0",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
}


class Emulator:
    """A local Google. ``with Emulator() as google:`` serves it until the block ends.

    ``world`` is what exists, ``faults`` what goes wrong, ``log`` what was called, ``tokens`` and ``oauth`` who may call. ``clock`` and ``sleep`` are
    the world's time (a simulated one must move on when slept). Ids and secrets follow from ``seed``. Without ``quotas`` nothing is limited.
    A ``world`` that stands already has its own clock and ids; the keys and tokens that another emulator made for it are not known here.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        clock: Callable[[], datetime] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        seed: int = 0,
        quotas: Quotas | None = None,
        port: int = 0,
    ) -> None:
        self.world = world or World(clock, seed)
        self.faults = Faults(quotas)
        self.tokens = Tokens(self.world, random.Random(f"secrets {seed}"))  # noqa: S311 - secrets of a test double
        self.oauth = OAuth(self.tokens)
        self._gate = Gate(self.world, self.tokens, self.oauth, self.faults, sleep)
        self._server = _Server(self._gate, port)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="emulator")

    @property
    def url(self) -> str:
        """Where it listens: stands for ``https://sheets.googleapis.com`` and ``https://www.googleapis.com`` alike."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def token_uri(self) -> str:
        """The token endpoint."""
        return f"{self.url}/token"

    @property
    def log(self) -> list[LogEntry]:
        """All calls so far."""
        return self._gate.log

    @property
    def crashes(self) -> list[Exception]:
        """What broke inside of the emulator."""
        return self._gate.crashes

    def service_account(self, email: str, project: str = "1") -> dict[str, str]:
        """A key file of a service account, with a key of its own that works here."""
        return self.tokens.service_account(email, project, self.token_uri)

    def token(self, email: str, scopes: Iterable[str], app: str = "1") -> str:
        """An access token of ``email`` for the client project ``app``, straight away."""
        return self.tokens.issue(self.world.account(email), scopes, app).value

    def oauth_client(self, project: str = "1") -> dict[str, dict[str, Any]]:
        """An OAuth client for programs on a person's computer, as the file that the console offers for download."""
        return self.oauth.client(project, self.url)

    def workload(self, subject_token: str, source: Path, service_account: str) -> dict[str, Any]:
        """A workload identity configuration: whoever holds ``subject_token``, which the file ``source`` has, acts as ``service_account``."""
        self.oauth.federate(subject_token, service_account)
        return self.oauth.workload(source, service_account, self.url)

    def start(self) -> Self:
        """Serve."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Close every connection and be gone. Raises as ``check`` does."""
        self._server.stop()
        self._thread.join()
        self.check()

    def check(self) -> None:
        """Raise ``ExceptionGroup`` if anything broke inside of the emulator: its own mistakes, which no client made."""
        if self.crashes:
            raise ExceptionGroup("The emulator broke", self.crashes)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    """Keeps its connections in sight, so that it can end them."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, gate: Gate, port: int) -> None:
        self.gate = gate
        self.connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Connection)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.connections.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - as the base class has it
        problem = sys.exception()
        if isinstance(problem, Exception) and not isinstance(problem, ConnectionError):
            self.gate.crashes.append(problem)

    def stop(self) -> None:
        self.shutdown()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client was quicker
        self.server_close()


class _Connection(BaseHTTPRequestHandler):
    """One client's connection: request after request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def serve(self) -> None:
        """Take one request and do with the connection what the gate says."""
        target = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = parse_qsl(target.query, keep_blank_values=True)
        self.finish_with(
            self.server.gate.answer(Request(self.command, target.path, query, {name.lower(): value for name, value in self.headers.items()}, body))
        )

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve  # noqa: N815 - the names that the base class looks for

    def finish_with(self, outcome: Outcome) -> None:
        if outcome.stalled:
            self.rfile.read(1)  # ends when the client goes away
        if outcome.reply is None:
            self.close_connection = True
            return
        self.send(outcome.reply, cut=outcome.cut)

    def send(self, reply: Reply, *, cut: bool) -> None:
        self.send_response_only(reply.status, HTTPStatus(reply.status).phrase)
        now = format_datetime(self.server.gate.world.clock(), usegmt=True)
        headers = {**HEADERS, "Date": now, "Content-Type": reply.content_type, **reply.headers}
        if reply.status != 204:
            headers["Content-Length"] = str(len(reply.body))
        for name, value in headers.items():
            self.send_header(name, value)
        if cut:
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) // 2] if cut else reply.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base class has it
        """The gate keeps the log."""
