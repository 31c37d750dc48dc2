"""Reading with its meaning and linting: ``python benchmarks/run.py --only lint`` (or ``meaning``, or ``memory``).

The maps are the worked examples of the documents, as ``sheetsync demo`` fills them. The peer is frictionless with a schema for each tab that holds
records: it reads the same tabs of the same files and checks which fields there are, choices and required texts, far less than our rules do.
"""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bench_xlsx import ROUNDS as READ_ROUNDS
from benchmarks.bench_xlsx import corpora, floor, read_by_openpyxl
from benchmarks.measure import Row, medians, peak, sheetsync, shown
from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.catalog import builtin
from sheetsync.cli.demo import filled, plan
from sheetsync.lint.engine import lint
from sheetsync.lint.rule import STRICT, Context
from sheetsync.model.grid import Grid
from sheetsync.model.layout import design_workbook
from sheetsync.model.maptype import MapType, TabType
from sheetsync.model.places import Reading
from sheetsync.model.reading import read_map, read_meta
from sheetsync.tasks.provision import blank_map

ROUNDS = 7
TODAY = date(2026, 11, 22)


class Filled(NamedTuple):
    """A worked example as a workbook, and what stands in it."""

    path: Path
    data: bytes
    map_type: MapType
    grids: tuple[Grid, ...]
    reading: Reading


def examples(folder: Path) -> Iterator[Filled]:
    """The worked examples, as files in ``folder``."""
    catalog = builtin()
    for number, planned in enumerate(plan(catalog)):
        if planned.example is not None:
            map_type = catalog.load(planned.type)
            journey = blank_map(map_type, planned.title, f"m{number}", language=planned.language, stages=planned.stages)
            data = create_workbook(design_workbook(filled(journey, planned.example), map_type))
            path = folder / f"{planned.example.name}.xlsx"
            path.write_bytes(data)
            grids = read_grids(data, path.name)
            yield Filled(path, data, map_type, grids, read(data, map_type))


def read(data: bytes, map_type: MapType) -> Reading:
    """A workbook, down to its meaning."""
    grids = read_grids(data, "map.xlsx")
    return read_map(grids, read_meta(grids, "map.xlsx"), map_type)


def linted(reading: Reading, map_type: MapType) -> int:
    """How many findings all rules together have."""
    return len(lint(Context(reading.map, map_type, TODAY, reading.problems), profile=STRICT, language="vi"))


def meaning() -> Iterator[Row]:
    """Reading down to the meaning of every text, told beside the floor and openpyxl, which know no meaning; it has no goal of its own."""
    catalog = builtin()
    for name, maps in corpora().items():
        typed = [(data, catalog.load(read_meta(read_grids(data, name), name).type)) for data in maps]
        acts = {"floor": lambda pair: floor(pair[0]), "ours": lambda pair: read(*pair), "openpyxl": lambda pair: read_by_openpyxl(pair[0])}
        found = medians(acts, typed, READ_ROUNDS)
        yield Row(f"read a map and its meaning, {name}", f"{shown(found['ours'] / found['floor'])} x the floor ({found['ours'] * 1000:.1f} ms)")
        yield Row("  against openpyxl", f"{shown(found['openpyxl'] / found['ours'])} x faster")


def rows() -> Iterator[Row]:
    """Reading and linting against frictionless, and all rules against reading."""
    with tempfile.TemporaryDirectory(prefix="sheetsync-bench-") as name:
        maps = [one for one in examples(Path(name)) if one.map_type.main.axis == "down"]
        ours = {
            "both": lambda one: linted(read(one.path.read_bytes(), one.map_type), one.map_type),
            "read": lambda one: read(one.path.read_bytes(), one.map_type),
            "rules": lambda one: linted(one.reading, one.map_type),
        }
        found = medians(ours, maps, ROUNDS)
        yield Row.at_most("all rules against reading", found["rules"] / found["read"], 1, told=f" ({found['rules'] * 1000:.2f} ms)")
        if find_spec("frictionless") is None:
            yield Row.skipped("read + lint against frictionless", "frictionless is not installed")
            return
        packages = {one.path: package(one) for one in maps}
        for one in maps:
            if not packages[one.path]().valid:
                raise RuntimeError(f"frictionless did not read {one.path.name}")
        found = medians({"ours": ours["both"], "peer": lambda one: packages[one.path]()}, maps, 2)
        yield Row.at_least("read + lint against frictionless", found["peer"] / found["ours"], 8, "x faster", f" ({found['ours'] * 1000:.1f} ms)")


def package(one: Filled) -> Any:
    """What makes frictionless validate all records of a workbook."""
    from frictionless import Package  # noqa: PLC0415 - the peer need not be installed

    language = one.reading.map.language
    resources = [(tab, one.reading.places[tab.key].title) for tab in one.map_type.tabs]
    return lambda: Package(resources=[resource(one.path, tab, title, language) for tab, title in resources]).validate()


def resource(path: Path, tab: TabType, title: str, language: str) -> Any:
    """A tab as frictionless sees it: the hidden row of keys is its header, and the rows down to the headings are comments."""
    from frictionless import Dialect, Resource, Schema  # noqa: PLC0415 - the peer need not be installed
    from frictionless.formats import ExcelControl  # noqa: PLC0415

    hidden = ("_id", "_stage", "stage") if tab.key == "map" else ("_id",)
    schema = {"fields": [*({"name": key, "type": "string"} for key in hidden), *(field_schema(field, language) for field in tab.fields)]}
    dialect = Dialect(header_rows=[1], comment_rows=[2, 3, 4], controls=[ExcelControl(sheet=title)])
    return Resource(name=tab.key, path=path.name, basepath=str(path.parent), dialect=dialect, schema=Schema.from_descriptor(schema))


def field_schema(field: Any, language: str) -> dict[str, object]:
    """A field as frictionless checks it."""
    choices = [choice.title.of(language) for choice in field.choices]
    kind = {"number": "any", "date": "any"}.get(field.kind, "string")
    return {"name": field.key, "type": kind, **({"constraints": {"enum": choices}} if choices else {})}


def memory() -> Iterator[Row]:
    """The most memory that linting 1,000 maps takes, against 100."""
    with tempfile.TemporaryDirectory(prefix="sheetsync-bench-") as name:
        folder = Path(name)
        maps = [one.path for one in examples(folder)]
        peaks = {number: peak(sheetsync("lint", "--format", "json"), links(maps, folder / str(number), number)) for number in (100, 1000)}
    grown = peaks[1000] / peaks[100]
    yield Row.at_most("memory for linting 1,000 maps against 100", grown, 1.1, told=f" ({peaks[100]:.0f} -> {peaks[1000]:.0f} MiB)")


def links(maps: Sequence[Path], folder: Path, number: int) -> Path:
    """``folder`` with so many names for the files of ``maps``."""
    folder.mkdir()
    for at in range(number):
        (folder / f"{at:05}.xlsx").hardlink_to(maps[at % len(maps)])
    return folder
