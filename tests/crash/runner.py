"""Runs `sheetsync` again and again, each run a process of its own that dies at a given instant or at a given call to the system.

A program: it reads one JSON request a line, and answers each with one line. It imports sheetsync once and forks for every run, so that a run
costs what its work costs. A request names the ``folder`` to work in, the ``arguments``, and one of

``after``: kill the run with SIGKILL after so many seconds; without it, the run ends by itself;
``at`` and ``when``: let it end at its call number ``at`` that changes the disk, or something in Google: ``before`` it, ``after`` it, or, when it
writes to the disk, ``half`` way;
``tell``: end by itself, and tell the calls it made.

With ``later`` the run believes that it is so many seconds later, so that files just made count as settled.
The answer says how the run ended: ``status`` (negative: the signal), ``seconds``, and its ``calls`` if asked for.
"""

import builtins
import importlib
import io
import json
import os
import select
import signal
import sys
from collections.abc import Callable
from time import perf_counter, time
from typing import Any, NoReturn

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from sheetsync.archives.folder import FolderArchive
from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.cli.main import COMMANDS, run
from sheetsync.plugins import modules

CALLS = ("link", "replace", "rename", "unlink", "remove", "mkdir", "rmdir", "fsync", "chmod", "truncate")
DIED = 9
"""The status of a run that ended itself at a call."""


class Calls:
    """Counts the calls of this process that change something, and ends it at one of them as a kill would: nothing is flushed or tidied up."""

    def __init__(self, at: int | None = None, when: str = "before") -> None:
        self.at, self.when = at, when
        self.made: list[str] = []

    def watch(self) -> None:
        """Step between this process and the system."""
        for name in CALLS:
            setattr(os, name, self._counted(name, getattr(os, name)))
        os.open = self._counted_open(os.open)
        builtins.open = io.open = self._file_opener(io.open)
        FolderArchive.__init__.__kwdefaults__ = {"fsync": os.fsync}  # which it took when it was imported
        HTTPAdapter.send = self._counted_send(HTTPAdapter.send)  # type: ignore[method-assign]

    def before(self, name: str) -> None:
        """A call is about to be made."""
        self.made.append(name)
        if self.is_it("before"):
            os._exit(DIED)

    def after(self) -> None:
        """It was made."""
        if self.is_it("after"):
            os._exit(DIED)

    def is_it(self, when: str) -> bool:
        """Whether the call made last is the one to end at, at this point of it."""
        return self.at == len(self.made) - 1 and self.when == when

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **more: Any) -> Any:
            self.before(name)
            try:
                return call(*arguments, **more)
            finally:
                self.after()

        return counted

    def _counted_open(self, call: Callable[..., int]) -> Callable[..., int]:
        counted = self._counted("open", call)
        return lambda path, flags, *rest, **more: (counted if flags & os.O_CREAT else call)(path, flags, *rest, **more)

    def _counted_send(self, send: Callable[..., Response]) -> Callable[..., Response]:
        def counted(adapter: HTTPAdapter, request: PreparedRequest, *rest: Any, **more: Any) -> Response:
            call = send if request.method == "GET" else self._counted(f"{request.method} {request.path_url}", send)
            return call(adapter, request, *rest, **more)

        return counted

    def _file_opener(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def opened(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
            if "b" not in mode or not set(mode) & set("wxa"):
                return call(file, mode, *rest, **more)
            return self._counted("open", _File)(self, file, mode) if isinstance(file, str | os.PathLike) else _File(self, file, mode)

        return opened


class _File(io.FileIO):
    """A file open for writing, without a buffer, so that each write is a call."""

    def __init__(self, calls: Calls, file: Any, mode: str) -> None:
        super().__init__(file, mode.replace("b", ""))
        self._calls = calls

    def write(self, data: Any) -> int:
        self._calls.before("write")
        if self._calls.is_it("half"):
            super().write(bytes(data)[: len(data) // 2])
            os._exit(DIED)
        written = super().write(data)
        self._calls.after()
        return written


def work(request: dict[str, Any], told: int) -> NoReturn:
    """The run itself, in a process of its own, which ends here."""
    os.chdir(request["folder"])
    sys.argv = ["sheetsync", *request["arguments"]]
    if "later" in request:
        XlsxBackend.__init__.__kwdefaults__ = {"clock": lambda: time() + request["later"]}
    calls = Calls(request.get("at"), request.get("when", "before"))
    if "at" in request or request.get("tell"):
        calls.watch()
    try:
        run()
    except SystemExit as end:
        sys.stdout.flush()
        os.write(told, json.dumps(calls.made).encode())
        os._exit(end.code if isinstance(end.code, int) else 1)


def answer(request: dict[str, Any], silence: int) -> dict[str, Any]:
    """Start a run, wait for its end or bring it about."""
    ours, theirs = os.pipe()
    start = perf_counter()
    process = os.fork()
    if not process:
        os.close(ours)
        os.dup2(silence, 1)
        work(request, theirs)
    os.close(theirs)
    select.select([ours], [], [], request.get("after"))  # the pipe ends when the run does
    if "after" in request:
        os.kill(process, signal.SIGKILL)
    told = b""
    while part := os.read(ours, 65_536):
        told += part
    os.close(ours)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return {"status": status, "seconds": perf_counter() - start, "calls": json.loads(told) if told else []}


def main() -> None:
    """Import all that a run may need, then answer requests until there are no more."""
    for module, _ in COMMANDS.values():
        importlib.import_module(module)
    for package in ("sheetsync.lint.rules", "sheetsync.backends.xlsx", "sheetsync.backends.google", "sheetsync.archives", "sheetsync.history"):
        list(modules(package))
    silence = os.open(os.devnull, os.O_WRONLY)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), silence)), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
