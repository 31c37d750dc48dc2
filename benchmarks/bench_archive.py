"""How fast the archive is: putting a version, finding the latest, telling what changed, merging, checking everything.

``python benchmarks/run.py --only archive``. What the disk does is counted as well as timed.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import Row, medians, quietest
from sheetsync.archives.folder import FolderArchive
from sheetsync.history.diff import diff
from sheetsync.history.merge import merge
from sheetsync.history.version import Source, Version, content_digest, decode, encode
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.tasks.ledger import Ledger, Stored

FIELDS = ("action", "thought", "touchpoint", "gap", "emotion", "pain", "motivation", "need", "content", "improvement", "note")
SOURCE = Source("xlsx", "maps/gym.xlsx", "r")
SAVED_AT = "2026-10-01T00:00:00Z"
DAFF_THEN = 0.0048
"""Seconds that daff took for these edits on the machine on which the goal was set."""
LARGE = 5_000
DAFF_LARGE_THEN = 1.5
"""Seconds that daff took to compare two maps of so many steps, and as long to align three."""


def a_map(size: int = 21) -> JourneyMap:
    """A map of ``size`` steps with 11 fields in 7 stages."""
    stages = tuple(Stage(f"stage{n}", f"Giai đoạn {n}") for n in range(7))
    steps = tuple(
        Record(f"s{n:04}", f"stage{n * 7 // size}", {field: f"Khách {field} ở bước {n}: hỏi bạn bè, đọc đánh giá" for field in FIELDS})
        for n in range(size)
    )
    return JourneyMap("gym", "customer-journey", 1, "Phòng tập", "vi", {"objective": "Biết vì sao khách bỏ cuộc"}, {MAIN: Tab(stages, steps)})


def edited(journey: JourneyMap) -> JourneyMap:
    """``journey`` with a text changed, a step added, one moved and one removed."""
    first, second, third, *others = journey.main.records
    changed = first._replace(values={**first.values, "pain": "Chờ lâu"})
    records = (changed, third, second, Record("new", "stage0", {"action": "Gọi điện"}), *others[1:])
    return journey._replace(tabs={MAIN: journey.main._replace(records=records)})


def edited_elsewhere(journey: JourneyMap) -> JourneyMap:
    """``journey`` with two other texts changed: what somebody else did meanwhile."""
    first, second, *others, last = journey.main.records
    records = (
        first,
        second._replace(values={**second.values, "need": "Có người trông xe"}),
        *others,
        last._replace(values={**last.values, "pain": "Chờ lâu"}),
    )
    return journey._replace(tabs={MAIN: journey.main._replace(records=records)})


def daff_seconds(before: JourneyMap, after: JourneyMap) -> float | None:
    """The peer daff on the same two maps as tables; ``None`` where it is not installed."""
    try:
        import daff  # type: ignore[import-not-found]  # noqa: PLC0415 - optional peer
    except ImportError:
        return None

    def compare(_: object) -> None:
        alignment = daff.Coopy.compareTables(daff.PythonTableView(table(before)), daff.PythonTableView(table(after))).align()
        daff.TableDiff(alignment, daff.CompareFlags()).hilite(daff.PythonTableView([]))

    return quietest(compare, [None] * 20)


def daff_merge_seconds(base: JourneyMap, sheet: JourneyMap, archive: JourneyMap) -> float | None:
    """The peer's three-way merge of the same maps; ``None`` where it is not installed."""
    try:
        import daff  # noqa: PLC0415 - optional peer
    except ImportError:
        return None

    def unite(_: object) -> None:
        daff.Merger(*(daff.PythonTableView(table(one)) for one in (base, sheet, archive)), daff.CompareFlags()).apply()

    return quietest(unite, [None] * 20)


def table(journey: JourneyMap) -> list[list[str]]:
    """The steps of a map as rows, under their headings."""
    return [list(FIELDS), *([record.values.get(field, "") for field in FIELDS] for record in journey.main.records)]


def put_row(folder: Path) -> Row:
    """Putting 300 versions of one map, one after another: what is forced to the disk for each, against writing and forcing a plain file."""
    forced = 0

    def fsync(descriptor: int) -> None:
        nonlocal forced
        forced += 1
        os.fsync(descriptor)

    ledger = Ledger(FolderArchive(folder, fsync=fsync))
    stored: Stored | None = None

    def put(number: int) -> None:
        nonlocal stored
        stored = ledger.append("gym", a_map()._replace(title=str(number)), author="x", reason="sync", source=SOURCE, saved_at=SAVED_AT, parent=stored)

    put(0)
    body = encode(ledger.load("gym", 1))
    forced = 0
    found = medians({"ours": put, "floor": lambda _: plain_write(folder / "plain", body)}, range(1, 300), 1)
    told = f" ({len(body) / 1024:.0f} KB, {found['ours'] / found['floor']:.1f} x write + fsync)"
    return Row.at_most("fsyncs of a version", forced / 299, 2, "", told)


def plain_write(path: Path, body: bytes) -> None:
    """Overwrite a file and force it to the disk: neither exclusive nor whole, the least that could be called stored."""
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def latest_row(folder: Path) -> Row:
    """The latest of each of 100 maps with 5 versions, and the floor: the same two calls of the system alone."""
    ledger = Ledger(FolderArchive(folder, fsync=lambda _: None))
    names = [f"map{number}" for number in range(100)]
    for name in names:
        for number in range(5):
            parent = ledger.latest(name)
            ledger.append(name, a_map()._replace(title=str(number)), author="x", reason="sync", source=SOURCE, saved_at=SAVED_AT, parent=parent)
    ours, floor = quietest(ledger.latest_body, names), quietest(lambda name: list_and_read(f"{folder}/maps/{name}"), names)
    return Row.at_most("latest version of a map", ours * 1000, 0.05, "ms", f" ({ours / floor:.1f} x list + read)")


def list_and_read(folder: str) -> bytes:
    """The last file of a folder, with as few calls as it takes."""
    with open(f"{folder}/{max(os.listdir(folder))}", "rb", buffering=0) as file:  # noqa: PTH123, PTH208 - the floor
        return file.read()


def diff_row() -> Row:
    """Four edits in a map of 21 x 11, against daff, or what daff took where these goals were set."""
    before = a_map()
    after = edited(before)
    ours = quietest(lambda _: diff(before, after), [None] * 200)
    peer = daff_seconds(before, after)
    return Row.at_least("diff against daff", (peer or DAFF_THEN) / ours, 100, "x faster", "" if peer else " (than its 4.8 ms then)")


def merge_row() -> Row:
    """Those edits on one side and two more on the other, merged, against daff, or what daff took to compare two sides where these goals were set."""
    base = a_map()
    sheet, archive = edited(base), edited_elsewhere(base)
    ours = quietest(lambda _: merge(base, sheet, archive, is_list=lambda _: False), [None] * 200)
    peer = daff_merge_seconds(base, sheet, archive)
    return Row.at_least("three-way merge against daff", (peer or DAFF_THEN) / ours, 100, "x faster", "" if peer else " (than its 4.8 ms then)")


def large_rows() -> Iterator[Row]:
    """The same for a map of 5,000 steps."""
    base = a_map(LARGE)
    sheet, archive = edited(base), edited_elsewhere(base)
    for what, act in (
        (f"diff of {LARGE:,} steps", lambda _: diff(base, sheet)),
        (f"merge of {LARGE:,} steps", lambda _: merge(base, sheet, archive, is_list=lambda _: False)),
    ):
        yield Row.at_most(what, quietest(act, [None] * 5) * 1000, DAFF_LARGE_THEN * 1000, " ms", " (daff's time)")


def rows() -> Iterator[Row]:
    """The archive, and what changed."""
    with tempfile.TemporaryDirectory(prefix="sheetsync-bench-") as folder:
        yield put_row(Path(folder))
    with tempfile.TemporaryDirectory(prefix="sheetsync-bench-") as folder:
        yield latest_row(Path(folder))
    yield diff_row()
    yield merge_row()
    yield from large_rows()
    before = a_map()
    first = Version("gym", 1, None, content_digest(before), SAVED_AT, "x", "new", SOURCE, before)
    body = encode(first)
    acts = {"encode": lambda _: encode(first), "decode": lambda _: decode(body, "maps/gym/000001.json")}
    found = medians(acts, [None], 100)
    yield Row("encode a version; decode and verify it", f"{found['encode'] * 1000:.2f} ms; {found['decode'] * 1000:.2f} ms")


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what:42} {row.measured:42} {row.goal}")
