"""Every figure of ``measurements.md`` that this program answers for, measured here and now: ``make bench``, or ``python benchmarks/run.py``.

One table: what was measured, the figure, the goal, and whether it is met. Figures are ratios of medians of interleaved runs wherever there is
something to compare with, because milliseconds say more about the machine than about the program. Status 1 when a goal is missed.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import bench_adopt, bench_archive, bench_create, bench_lint, bench_rules, bench_start, bench_sync, bench_two_sides, bench_xlsx
from benchmarks.measure import Row

GROUPS: Mapping[str, tuple[str, Callable[[], Iterable[Row]]]] = {
    "read": ("reading .xlsx, and what it means", lambda: (*bench_xlsx.reading_rows(), *bench_lint.meaning())),
    "lint": ("linting", bench_lint.rows),
    "rules": ("what rules say, against what an expert says", bench_rules.rows),
    "adopt": ("where existing sheets are placed, against where an expert would place them", bench_adopt.rows),
    "create": ("making a workbook", bench_create.rows),
    "patch": ("changing a cell of a person's workbook", bench_xlsx.patching_rows),
    "archive": ("versions and what changed", bench_archive.rows),
    "sync": ("sync", bench_sync.rows),
    "two-sides": ("two people and two machines at one map, whatever goes wrong", bench_two_sides.rows),
    "start": ("starting", bench_start.rows),
    "memory": ("memory", bench_lint.memory),
}
HELD_OUT = ("rules and placements, on maps and sheets held out", lambda: (*bench_rules.held_out(), *bench_adopt.held_out()))
WIDTHS = (52, 34, 18)


def main() -> int:
    """Measure, and print each row as soon as it is known."""
    parser = argparse.ArgumentParser(description="Measure sheetsync against its goals.")
    parser.add_argument("--only", metavar="NAME", action="append", choices=GROUPS, help=f"one group of: {', '.join(GROUPS)} (may be repeated)")
    parser.add_argument("--held-out", action="store_true", help="also measure on the maps and sheets that stay closed while rules and adopt are made")
    asked = parser.parse_args()
    groups = {**GROUPS, "held-out": HELD_OUT} if asked.held_out else GROUPS
    chosen = [*(asked.only or GROUPS), *(["held-out"] if asked.held_out else [])]
    print(line("what", "measured", "goal", "met"))
    missed = 0
    for name in chosen:
        what, measure = groups[name]
        how = "--held-out" if name == "held-out" else f"--only {name}"
        print(f"\n{what}   (python benchmarks/run.py {how})")
        for row in timed(measure):
            missed += row.met is False
            print(line(row.what, row.measured, row.goal, {True: "yes", False: "NO", None: ""}[row.met]), flush=True)
    return int(missed > 0)


def timed(measure: Callable[[], Iterable[Row]]) -> Iterator[Row]:
    """The rows of a group, then how long they took."""
    start = time.perf_counter()
    yield from measure()
    yield Row(f"  ({time.perf_counter() - start:.0f} s)", "")


def line(*cells: str) -> str:
    """One line of the table."""
    return "  ".join([*(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=False)), cells[-1]]).rstrip()


if __name__ == "__main__":
    sys.exit(main())
