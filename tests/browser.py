"""Browsers that press a button on a consent page: a plain HTTP client, and a real Chromium, spoken to through its debugging pipe.

``python -m tests.browser allow lan@example.com ADDRESS`` is the plain one as a program, for ``BROWSER`` in the environment.
"""

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode
from urllib.request import Request, urlopen

SECONDS = 60
"""How long a page may take at most, on a machine that is busy with other tests."""

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)

# The debugging pipe has to be file descriptors 3 and 4.
_WITH_PIPE = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execvp(sys.argv[3], sys.argv[3:])"


def press(address: str, button: str, account: str, **ticked: str) -> str:
    """Open the consent page at ``address``, choose ``account``, tick what is said instead of everything, press ``button``; the text shown then."""
    with urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - loopback
        form = answer.read().decode()
    fields = {unescape(name): unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)}
    sent = urlencode({**fields, "account": account, "decision": button, **ticked}).encode()
    with urlopen(Request(address.partition("?")[0], sent), timeout=SECONDS) as answer:  # noqa: S310 - follows the way back to the client
        return str(answer.read().decode())


def chromium() -> str | None:
    """The program, if it is installed."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


class Chromium:
    """A headless Chromium with one page and a profile of its own, until the ``with`` block ends."""

    def __init__(self, program: str, profile: Path) -> None:
        theirs, self._ours = os.pipe()
        self._answers, theirs_too = os.pipe()
        start = [sys.executable, "-c", _WITH_PIPE, str(theirs), str(theirs_too), program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(
            start,
            pass_fds=(theirs, theirs_too),
            env=os.environ | {"HOME": str(profile), "XDG_CONFIG_HOME": str(profile)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs)
        os.close(theirs_too)
        self._buffer = b""
        self._number = 0
        self._session: dict[str, str] = {}

    def __enter__(self) -> Self:
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        self._call("Page.enable")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._ours)  # without its pipe the browser ends
        try:
            self._process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._answers)

    def open(self, address: str) -> str:
        """Go to ``address``; what a person reads there."""
        self._call("Page.navigate", url=address)
        return self._loaded()

    def click(self, selector: str) -> str:
        """Click with the mouse on what ``selector`` finds; what a person reads on the page that follows."""
        box = self._evaluate(f"JSON.stringify(document.querySelector({json.dumps(selector)}).getBoundingClientRect())")
        place = json.loads(box)
        at = {"x": place["x"] + place["width"] / 2, "y": place["y"] + place["height"] / 2, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, **at)
        return self._loaded()

    def _loaded(self) -> str:
        while self._next().get("method") != "Page.loadEventFired":
            pass
        return self._evaluate("document.body.innerText")

    def _evaluate(self, script: str) -> str:
        return str(self._call("Runtime.evaluate", expression=script)["result"]["value"])

    def _call(self, method: str, **parameters: Any) -> Mapping[str, Any]:
        """The result of one command; what happens on the page meanwhile is kept in order for ``_loaded``."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters, **self._session}
        os.write(self._ours, json.dumps(message).encode() + b"\0")
        kept = b""
        while True:
            whole = self._read()
            answer = json.loads(whole)
            if answer.get("id") == self._number:
                self._buffer = kept + self._buffer
                assert "error" not in answer, answer
                result: Mapping[str, Any] = answer["result"]
                return result
            kept += whole + b"\0"

    def _next(self) -> Mapping[str, Any]:
        event: Mapping[str, Any] = json.loads(self._read())
        return event

    def _read(self) -> bytes:
        """The next message."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._answers], [], [], SECONDS)
            piece = os.read(self._answers, 65_536) if ready else b""
            assert piece, "the browser says nothing any more"
            self._buffer += piece
        whole, _, self._buffer = self._buffer.partition(b"\0")
        return whole


if __name__ == "__main__":
    press(sys.argv[3], sys.argv[1], sys.argv[2])
