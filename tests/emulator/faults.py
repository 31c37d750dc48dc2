"""What a test switches on: quotas, latency, failures, and what other people do meanwhile."""

import math
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Literal

from tests.emulator.failures import Fault, Kind, Target, rate_limited
from tests.emulator.world import World

Act = Callable[[World], object]

SHEETS_READS = frozenset(
    {
        "sheets.spreadsheets.getByDataFilter",
        "sheets.spreadsheets.values.batchGetByDataFilter",
        "sheets.spreadsheets.developerMetadata.search",
    }
)
"""Reads that are sent with POST (that they count as reads is unverified)."""

UNITS: Mapping[str, int] = {**dict.fromkeys(("create", "update", "copy", "delete", "watch", "stop"), 50), "list": 100, "export": 200, "download": 200}
"""Quota units of Drive's methods by the last word of their id; other reads are 5. Lists other than ``files.list`` and exports are presumed."""


def kind_of(method: str, verb: str) -> Kind:
    """What the call counts as."""
    if not method.startswith("sheets."):
        return "drive" if method.startswith("drive.") else "oauth"
    return "read" if verb == "GET" or method in SHEETS_READS else "write"


def units_of(method: str) -> int:
    """What the call takes from the quota."""
    return UNITS.get(method.rpartition(".")[2], 5) if method.startswith("drive.") else 1


@dataclass(frozen=True, slots=True)
class Quotas:
    """How much is allowed in a window of ``seconds``: to one user of a project, and to a project. Sheets counts reads and writes apart.

    ``user_answer`` and ``project_answer`` say what happens beyond.
    """

    sheets_user: int = 60
    sheets_project: int = 300
    drive_user: int = 325_000
    drive_project: int = 1_000_000
    seconds: int = 60
    user_answer: Fault = field(default_factory=lambda: rate_limited("user"))
    project_answer: Fault = field(default_factory=lambda: rate_limited("project"))


@dataclass(slots=True)
class Meter:
    """Counts calls in fixed windows. One that is refused is not counted (whether Google does is unverified)."""

    quotas: Quotas
    window: int = -1
    used: Counter[tuple[Kind, str, str]] = field(default_factory=Counter)

    def count(self, target: Target, now: datetime) -> Fault | None:
        """Take the call's units; what happens instead when its user or project has none left."""
        window = math.floor(now.timestamp() / self.quotas.seconds)
        if window != self.window:
            self.window = window
            self.used.clear()
        drive = target.kind == "drive"
        user, project = (target.kind, target.app, target.account.lower()), (target.kind, target.app, "")
        if self.used[user] + target.units > (self.quotas.drive_user if drive else self.quotas.sheets_user):
            return self.quotas.user_answer
        if self.used[project] + target.units > (self.quotas.drive_project if drive else self.quotas.sheets_project):
            return self.quotas.project_answer
        self.used[user] += target.units
        self.used[project] += target.units
        return None


@dataclass(slots=True)
class Script:
    """What matching calls meet: the first ``skip`` of them nothing, the next ``times`` (``None``: all) the ``fault`` or ``act``."""

    pattern: str
    times: int | None
    skip: int
    account: str
    file: str
    fault: Fault | None = None
    before: Act | None = None
    after: Act | None = None

    def meets(self, target: Target) -> bool:
        """Whether it is this call's turn; counts it if it matches."""
        fits = fnmatchcase(target.method, self.pattern) and self.account.lower() in {"", target.account.lower()} and self.file in {"", target.file}
        if not fits or self.times == 0:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """All that was switched on.

    Patterns are those of ``fnmatch`` over method ids: ``sheets.spreadsheets.get``, ``drive.*``, ``oauth2.token``. By default the first matching call
    meets it; ``skip`` lets that many pass before, ``times=None`` goes on for ever; ``account`` and ``file`` (an id) narrow it.
    """

    def __init__(self, quotas: Quotas | None = None) -> None:
        self.latency = 0.0
        self._meter = Meter(quotas) if quotas else None
        self._scripts: list[Script] = []
        self._lock = threading.Lock()

    def add(self, pattern: str, fault: Fault, *, times: int | None = 1, skip: int = 0, account: str = "", file: str = "") -> None:
        """Let matching calls meet ``fault`` (see ``failures``)."""
        self._scripts.append(Script(pattern, times, skip, account, file, fault=fault))

    def before(self, pattern: str, act: Act, *, times: int | None = 1, skip: int = 0, account: str = "", file: str = "") -> None:
        """Run ``act`` on the world right before matching calls are carried out: somebody was quicker."""
        self._scripts.append(Script(pattern, times, skip, account, file, before=act))

    def after(self, pattern: str, act: Act, *, times: int | None = 1, skip: int = 0, account: str = "", file: str = "") -> None:
        """Run ``act`` on the world right after matching calls were carried out, before they are answered."""
        self._scripts.append(Script(pattern, times, skip, account, file, after=act))

    def clear(self) -> None:
        """Switch off all faults and acts; quotas and latency stay."""
        with self._lock:
            self._scripts.clear()

    def meet(self, target: Target, now: datetime) -> Fault | None:
        """What goes wrong with a call: the first fault whose turn it is, else what the quota says."""
        with self._lock:
            scripted = next((script.fault for script in self._scripts if script.fault and script.meets(target)), None)
            if scripted or not self._meter or target.kind == "oauth":
                return scripted
            return self._meter.count(target, now)

    def acts(self, target: Target, moment: Literal["before", "after"]) -> list[Act]:
        """What others do at that moment."""
        with self._lock:
            due = ((script, script.before if moment == "before" else script.after) for script in self._scripts)
            return [act for script, act in due if act and script.meets(target)]
