"""What sync forces to the disk, and what it costs to pass over workbooks that nobody touched: ``python benchmarks/run.py --only sync``.

Forced writes are counted by strace where it is installed, else by counting the calls inside the process.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import Row, environment, sheetsync, used
from sheetsync.model.grid import CellEdit, CellRef
from sheetsync.model.journey import MAIN
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.unchanged import Unchanged
from sheetsync.wiring import FILE_NAME, Place, open_parts

MANY = 10_000
TRUSTED_AFTER = 2.5
"""Seconds after which the marks of a file can be trusted."""

_COUNTING = """
import atexit, os, sys
forced, sync = [], os.fsync
def fsync(descriptor):
    forced.append(descriptor)
    sync(descriptor)
os.fsync = os.fdatasync = fsync
atexit.register(lambda: print(len(forced), file=sys.stderr))
from sheetsync.cli.main import run
run()
"""


def rows() -> Iterator[Row]:
    """Forced writes of a sync, and the cost of many unchanged workbooks."""
    with tempfile.TemporaryDirectory(prefix="sheetsync-bench-") as name:
        yield from forced_writes(Path(name))
    with tempfile.TemporaryDirectory(prefix="sheetsync-bench-") as name:
        yield unchanged(Path(name))


def forced_writes(folder: Path) -> Iterator[Row]:
    """A whole sync of one changed map in a workspace that has been in use."""
    space = workspace(folder)
    used(sheetsync("sync"), folder)
    type_in(space, "Chờ lâu ở quầy")
    used(sheetsync("sync"), folder)
    type_in(space, "Chờ lâu ở quầy, không ai chào")
    count = forced(folder, ["sync"])
    yield Row.at_most("fsyncs of the sync of a changed map", count, 8, "", told=f"({'strace' if shutil.which('strace') else 'counted inside'})")
    if len(space.ledger.numbers(space.ledger.maps()[0])) != 3:
        raise RuntimeError("the sync that was measured archived nothing")


def workspace(folder: Path) -> Workspace:
    """A workspace with one map."""
    used(sheetsync("init"), folder)
    used(sheetsync("new", "customer-journey", "Phòng tập"), folder)
    space = open_parts(Place(folder, folder / FILE_NAME))
    if not isinstance(space, Workspace):
        raise TypeError(folder)
    return space


def type_in(space: Workspace, text: str) -> None:
    """Put ``text`` into the first field of the first step, as a person would."""
    (ref,) = space.backend.list()
    opened = open_map(space, ref)
    place = opened.reading.places[MAIN]
    column = min(column for key, column in place.columns.items() if not key.startswith("_") and key != "stage")
    row = min(row.number for row in place.rows)
    space.backend.write(ref, [CellEdit(CellRef(place.title, row, column), text)], if_revision=opened.state.revision)


def forced(folder: Path, arguments: Sequence[str]) -> int:
    """How often a command forces something to the disk."""
    if shutil.which("strace"):
        log = folder / "strace.log"
        command = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(log), *sheetsync(*arguments)]
        subprocess.run(command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, check=True)
        return sum("sync(" in line for line in log.read_text(encoding="utf-8").splitlines())
    done = subprocess.run(
        [sys.executable, "-c", _COUNTING, *arguments], cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=True
    )
    return int(done.stderr.split()[-1])


def unchanged(folder: Path) -> Row:
    """A sync that finds nothing to do in many workbooks.

    What such a sync looks at is real for every map: its file, its folder of versions, and what the last sync kept about it. The files are links
    to one workbook and one version, because nobody reads them: read, they would be seen to be copies.
    """
    space = workspace(folder)
    (ref,), (map_id,) = space.backend.list(), space.ledger.maps()
    versions = folder / "archive" / "maps"
    for number in range(1, MANY):
        os.link(folder / ref, folder / "maps" / f"{number:05}.xlsx")
        (versions / f"m{number:05}").mkdir()
        os.link(versions / map_id / "000001.json", versions / f"m{number:05}" / "000001.json")
    time.sleep(TRUSTED_AFTER)
    known = Unchanged(space)
    for found, mark in known.marks().items():
        known.keep(found, mark, map_id if found == ref else f"m{Path(found).stem}", 1)
    known.store()
    start = used(sheetsync("--version"), folder).seconds
    seconds = used(sheetsync("sync"), folder).seconds
    told = subprocess.run(sheetsync("sync", "--format", "json"), cwd=folder, env=environment(), stdout=subprocess.PIPE, check=True).stdout
    if {entry["outcome"] for entry in json.loads(told)["maps"]} != {"unchanged"}:
        raise RuntimeError("the sync that was measured did not pass over all workbooks")
    return Row.at_most(f"processor time to pass over {MANY:,} workbooks", seconds, 1, "s", told=f" (start-up {start:.2f} s of it)")
