"""Starts writers, kills each with SIGKILL at a random instant, and looks at the archive after every one.

Run as ``nursery.py FOLDER KILLS``; prints one JSON object. A program of its own, so that it forks while it has one thread.
"""

import json
import os
import random
import signal
import sys
from pathlib import Path
from time import perf_counter

from sheetsync.archives.folder import FolderArchive
from sheetsync.history.version import Source
from sheetsync.tasks.ledger import Ledger
from tests.history.maps import GYM


def write_forever(archive: Path, acked: int) -> None:
    ledger = Ledger(FolderArchive(archive))
    while True:
        parent = ledger.latest("gym")
        journey = GYM._replace(title=f"{GYM.title} {parent.version if parent else 0}", values={"objective": "x" * 20_000})
        source = Source("xlsx", "gym.xlsx", "r")
        stored = ledger.append("gym", journey, author="Lan", reason="sync", source=source, saved_at="2026-10-01T00:00:00Z", parent=parent)
        ledger.done("gym", "gym.xlsx", version=stored, revision="r", at="2026-10-01T00:00:00Z")
        os.write(acked, f"{stored.version}\n".encode())


def kill_one(archive: Path, dice: random.Random) -> list[int]:
    """Let a writer work until it has told of a few versions, then a moment longer; return all it told."""
    ours, theirs = os.pipe()
    process = os.fork()
    if not process:
        os.close(ours)
        try:
            write_forever(archive, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    told = b""
    for _ in range(dice.randrange(3)):
        told += os.read(ours, 64)
    end = perf_counter() + dice.random() * 0.004
    while perf_counter() < end:
        pass
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    while rest := os.read(ours, 4096):
        told += rest
    os.close(ours)
    if not os.WIFSIGNALED(status):
        sys.exit("a writer ended by itself")
    return [int(line) for line in told.split()]


def main(archive: Path, kills: int) -> None:
    dice = random.Random(8)  # noqa: S311 - instants to kill at, no secret
    ledger = Ledger(FolderArchive(archive))
    acked: set[int] = set()
    faults: list[str] = []
    for _ in range(kills):
        acked |= set(kill_one(archive, dice))
        faults += [f"{fault.key}: {fault.message.en}" for fault in ledger.check().faults]
    parent = ledger.latest("gym")
    stored = ledger.append(
        "gym", GYM, author="Lan", reason="sync", source=Source("xlsx", "gym.xlsx", "r"), saved_at="2026-10-01T00:00:00Z", parent=parent
    )
    ledger.done("gym", "gym.xlsx", version=stored, revision="r", at="2026-10-01T00:00:00Z")
    report = ledger.check()
    there = set(ledger.numbers("gym"))
    result = {
        "kills": kills,
        "acked": len(acked),
        "lost": sorted(acked - there),
        "faults": faults + [fault.key for fault in report.faults],
        "leftovers_after_the_last_run": [note.key for note in report.notes],
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
