"""Reading and patching ``.xlsx`` against the floor and against openpyxl: ``python benchmarks/bench_xlsx.py``.

Every figure is a ratio of medians of interleaved runs in one process, so that a busy machine slows both sides alike. The floor of reading is to
unpack the parts that hold cells, texts and looks, and to parse them without listening.
"""

import io
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.parsers import expat

import openpyxl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import Row, medians
from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.patch import patch
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.catalog import builtin
from sheetsync.model.design import DesignCell
from sheetsync.model.grid import CellEdit, CellRef
from sheetsync.model.journey import JourneyMap
from sheetsync.model.layout import design_workbook
from sheetsync.model.maptype import MapType

ROUNDS = 3
WORDS = ("khách", "hỏi giá", "phòng tập", "bãi xe", "giờ mở cửa", "đăng ký", "thử", "buổi đầu", "huấn luyện viên", "gần nhà", "tin nhắn", "tờ rơi")


def filled_map(map_type: MapType, seed: int) -> bytes:
    """A provisioned map of that type in which about half of all empty places hold a text."""
    chance = random.Random(seed)  # noqa: S311  (a fixed corpus, not a secret)
    empty = JourneyMap(f"m{seed}", map_type.key, map_type.version, "Phòng tập", "vi")
    design = design_workbook(empty, map_type)

    def filled(cell: DesignCell) -> DesignCell:
        wanted = not cell.value and cell.kind == "text" and chance.random() < 0.5
        return replace(cell, value=" ".join(chance.choices(WORDS, k=chance.randint(2, 14)))) if wanted else cell

    tabs = tuple(replace(tab, cells={place: filled(cell) for place, cell in tab.cells.items()}) for tab in design.tabs)
    return create_workbook(replace(design, tabs=tabs))


def saved_by_openpyxl(data: bytes) -> bytes:
    book, file = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    book.save(file)
    return file.getvalue()


def saved_by_libreoffice(maps: Sequence[bytes]) -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="sheetsync-bench-") as name:
        folder = Path(name)
        for number, data in enumerate(maps):
            (folder / f"{number}.xlsx").write_bytes(data)
        command = [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "saved"),
        ]
        subprocess.run([*command, *map(str, sorted(folder.glob("*.xlsx")))], check=True, capture_output=True, timeout=300)
        return [path.read_bytes() for path in sorted((folder / "saved").glob("*.xlsx"))]


def floor(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith(("xl/worksheets/sheet", "xl/sharedStrings", "xl/styles", "xl/workbook", "xl/_rels/", "_rels/")):
                expat.ParserCreate().Parse(archive.read(name), True)  # noqa: FBT003


def read_by_openpyxl(data: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for tab in book.worksheets:
        for row in tab.iter_rows(values_only=True):
            tuple(row)


def changed_by_openpyxl(data: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0]["C6"] = "một ô đã đổi"
    book.save(io.BytesIO())


def patched(data: bytes) -> None:
    patch(data, [CellEdit(CellRef("Bản đồ", 5, 2), "một ô đã đổi")], "gym.xlsx")


@cache
def corpora() -> dict[str, list[bytes]]:
    """One map of every type, as three programs save them; LibreOffice only where it is installed."""
    catalog = builtin()
    fresh = [filled_map(catalog.load(key), seed) for seed, key in enumerate(catalog.keys())]
    saved = {"fresh": fresh, "saved by openpyxl": [saved_by_openpyxl(data) for data in fresh]}
    if shutil.which("soffice"):
        saved["saved by LibreOffice"] = saved_by_libreoffice(fresh)
    return saved


def reading_rows() -> Iterator[Row]:
    """Reading to raw grids against the floor and against openpyxl, however the files were saved."""
    for name, maps in corpora().items():
        found = medians({"floor": floor, "ours": lambda data: read_grids(data, "gym.xlsx"), "openpyxl": read_by_openpyxl}, maps, ROUNDS)
        yield Row.at_most(f"read a map, {name}", found["ours"] / found["floor"], 3, "x the floor", f" ({found['ours'] * 1000:.1f} ms)")
        yield Row.at_least("  against openpyxl", found["openpyxl"] / found["ours"], 9, "x faster")
    if len(corpora()) < 3:
        yield Row.skipped("read a map, saved by LibreOffice", "soffice is not installed")


def patching_rows() -> Iterator[Row]:
    """Changing one cell and proving that nothing else changed, against loading, changing and saving with openpyxl."""
    for name, maps in corpora().items():
        found = medians({"ours": patched, "openpyxl": changed_by_openpyxl}, maps, 1)
        yield Row.at_least(f"change a cell, {name}", found["openpyxl"] / found["ours"], 8, "x faster", f" ({found['ours'] * 1000:.1f} ms)")


if __name__ == "__main__":
    for row in (*reading_rows(), *patching_rows()):
        print(f"{row.what:42} {row.measured:28} {row.goal}")
