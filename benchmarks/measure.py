"""What all benchmarks share: rows of the table, medians of interleaved runs, and commands run as an installed sheetsync would run them."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``met`` is ``None`` where there is no goal, or nothing to measure with here."""

    what: str
    measured: str
    goal: str = ""
    met: bool | None = None

    @classmethod
    def at_most(cls, what: str, found: float, goal: float, unit: str = "x", told: str = "") -> "Row":
        """A row whose figure should not be over ``goal``."""
        return cls(what, f"{shown(found)} {unit}{told}", f"<= {goal:g} {unit}", found <= goal)

    @classmethod
    def at_least(cls, what: str, found: float, goal: float, unit: str = "x", told: str = "") -> "Row":
        """A row whose figure should not be under ``goal``."""
        return cls(what, f"{shown(found)} {unit}{told}", f">= {goal:g} {unit}", found >= goal)

    @classmethod
    def skipped(cls, what: str, why: str) -> "Row":
        """A row that can't be measured here."""
        return cls(what, f"not measured: {why}")


@dataclass(frozen=True, slots=True)
class Used:
    """What one command used: seconds of processor time, and seconds until it had ended."""

    seconds: float
    elapsed: float


def shown(number: float) -> str:
    """A figure with three digits that count."""
    return f"{number:.0f}" if number >= 100 or number == int(number) else f"{number:.3g}"


def medians(acts: Mapping[str, Callable[[Thing], object]], things: Iterable[Thing], rounds: int) -> dict[str, float]:
    """The median seconds of each act over all things, every act taking its turn with a thing before the next one: all share the machine's moods."""
    seconds: dict[str, list[float]] = {name: [] for name in acts}
    for thing in list(things) * rounds:
        for name, act in acts.items():
            start = time.perf_counter()
            act(thing)
            seconds[name].append(time.perf_counter() - start)
    return {name: median(found) for name, found in seconds.items()}


def quietest(act: Callable[[Thing], object], things: Sequence[Thing], batches: int = 20) -> float:
    """The median seconds of ``act`` in the quietest of several batches: for goals in seconds, where nothing runs beside it to compare with."""
    return min(medians({"": act}, things, 1)[""] for _ in range(batches))


def environment() -> dict[str, str]:
    """The environment of a command: this working tree, with compiled modules kept outside of it, as after an installation."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "COLUMNS", "NO_COLOR"))}
    compiled = Path(tempfile.gettempdir(), f"sheetsync-bench-compiled-{os.getuid()}")
    return ours | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled)}


def used(command: Sequence[str], folder: Path, expected: Iterable[int] = (0,)) -> Used:
    """What ``command`` uses, run in ``folder``; its output goes nowhere.

    Raises:
        RuntimeError: it ended with another status than expected.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in expected:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Used(usage.ru_utime + usage.ru_stime, time.perf_counter() - start)


def peak(command: Sequence[str], folder: Path) -> float:
    """The most memory, in MiB, that ``command`` held, run in ``folder``; its output goes nowhere.

    A small process stands between, because a system may count the memory of whoever starts a command towards it.
    """
    between = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", between, *command], cwd=folder, env=environment(), stdout=subprocess.PIPE, check=True)
    return int(done.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def sheetsync(*arguments: str) -> list[str]:
    """The command line of sheetsync with these arguments, as the script that an installation makes."""
    return [sys.executable, "-c", "from sheetsync.cli.main import run; run()", *arguments]
