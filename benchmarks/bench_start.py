"""How fast a command starts, against a Python that does nothing: ``python benchmarks/run.py --only start``.

Each round runs every command once, after one round to warm up; a figure is the median of the rounds' ratios of elapsed time.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measure import Row, sheetsync, used

ROUNDS = 41


def rows() -> Iterator[Row]:
    """The start-up of ``--help``, and of ``lint`` outside and inside a workspace."""
    with tempfile.TemporaryDirectory(prefix="sheetsync-bench-") as name:
        outside, inside = Path(name, "outside"), Path(name, "inside")
        for folder in (outside, inside):
            folder.mkdir()
        used(sheetsync("init"), inside)
        for folder in (outside, inside):
            used(sheetsync("new", "customer-journey", "Gym", "--language", "vi"), folder)
        commands = {
            "bare": ([sys.executable, "-c", "pass"], outside),
            "help": (sheetsync("--help"), outside),
            "outside": (sheetsync("lint", "Gym.xlsx"), outside),
            "inside": (sheetsync("lint", "maps/Gym.xlsx"), inside),
        }
        seconds: dict[str, list[float]] = {key: [] for key in commands}
        for _ in range(ROUNDS + 1):
            for key, (command, folder) in commands.items():
                seconds[key].append(used(command, folder, expected=(0, 1)).elapsed)
    for key, what, goal in (
        ("help", "--help against bare Python", 5),
        ("outside", "lint one.xlsx outside a workspace", 9),
        ("inside", "lint one.xlsx inside a workspace", 14),
    ):
        ratio = median(ours / bare for ours, bare in zip(seconds[key][1:], seconds["bare"][1:], strict=True))
        yield Row.at_most(what, ratio, goal, told=f" ({median(seconds[key]) * 1000:.0f} ms)")
