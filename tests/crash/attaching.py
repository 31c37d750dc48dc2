"""Adds tabs to a workbook again and again, each time in a process of its own that ends at another call to the system.

A program: its argument is the workbook. It prints what was found, as JSON: for each run the call, the moment, the status, and what the workbook was
then: ``old``, ``new``, or ``other``. At the end the workbook is the new one.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from sheetsync.backends.xlsx.attach import attach
from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.model.grid import CellEdit, Lane
from tests.backends.suite import OURS, TAB, at
from tests.crash.runner import Calls

EDITS, HIDE = [CellEdit(at(0, 9), "_khóa")], [Lane(TAB, "column", 9)]


def add_tabs(path: Path) -> None:
    """Add our tabs to the workbook at ``path``."""
    backend = XlsxBackend(path.parent)
    backend.attach(str(path), OURS, EDITS, hide=HIDE, if_revision=backend.read(str(path)).revision)


def runs(path: Path, old: bytes, new: bytes) -> Iterator[tuple[int, str, int, str]]:
    """A run for each call, and each moment of it, until one is not ended by it."""
    point, status = -1, -1
    while status:
        point += 1
        for when in ("before", "half", "after"):
            path.write_bytes(old)
            process = os.fork()
            if not process:
                Calls(point, when).watch()
                try:
                    add_tabs(path)
                finally:
                    os._exit(int(sys.exc_info()[0] is not None))
            status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            now = path.read_bytes()
            yield point, when, status, "old" if now == old else "new" if now == new else "other"


def main() -> None:
    """See above."""
    path = Path(sys.argv[1])
    old = path.read_bytes()
    found = list(runs(path, old, attach(old, OURS, EDITS, HIDE, "x")))
    path.write_bytes(old)
    add_tabs(path)
    print(json.dumps(found))  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
