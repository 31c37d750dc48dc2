"""Creating a workbook against plain XlsxWriter: ``python benchmarks/run.py --only create``.

The plain program makes the very calls of XlsxWriter that make our workbook, written out one after another with all content in place: nothing is
left in it to decide, so what we take longer is what our layout and our values cost.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import xlsxwriter

from benchmarks.measure import Row, medians
from sheetsync.backends.xlsx import create
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.catalog import builtin
from sheetsync.model.journey import JourneyMap
from sheetsync.model.layout import design_workbook
from sheetsync.model.maptype import MapType

ROUNDS = 7

Program = Callable[[io.BytesIO], object]


class _Writer:
    """Stands in for every object of XlsxWriter, and writes down what is asked of it, as a line of a program."""

    def __init__(self, lines: list[str], names: Iterator[str]) -> None:
        self._lines, self._names, self._name = lines, names, next(names)

    def __repr__(self) -> str:
        return self._name

    def __getattr__(self, method: str) -> Callable[..., "_Writer"]:
        def call(*values: object, **named: object) -> "_Writer":
            named.pop("worksheet_class", None)
            arguments = ", ".join([*map(repr, values), *(f"{key}={value!r}" for key, value in named.items())])
            line = f"{self!r}.{method}({arguments})"
            if not method.startswith("add_"):
                self._lines.append(line)
                return self
            made = _Writer(self._lines, self._names)
            self._lines.append(f"{made!r} = {line}")
            return made

        return call


def plain_program(map_type: MapType) -> Program:
    """The program that makes the workbook of a blank map of that type, without any of our code."""
    lines = ["v0 = xlsxwriter.Workbook(buffer, {'in_memory': True})"]
    writer = _Writer(lines, (f"v{number}" for number in count()))
    names = vars(create)
    real, names["Workbook"] = names["Workbook"], lambda *_: writer
    try:
        create.create_workbook(design_workbook(blank(map_type), map_type))
    finally:
        names["Workbook"] = real
    known: dict[str, Any] = {"xlsxwriter": xlsxwriter, "datetime": dt}
    exec("\n    ".join(["def program(buffer):", *lines]), known)  # noqa: S102 - written a moment ago, by us
    return known["program"]  # type: ignore[no-any-return]


def blank(map_type: MapType) -> JourneyMap:
    """A map that nobody has filled in."""
    return JourneyMap("m1", map_type.key, map_type.version, "Phòng tập", "vi")


def run(program: Program) -> bytes:
    """The workbook that a plain program makes."""
    buffer = io.BytesIO()
    program(buffer)
    return buffer.getvalue()


def made(map_type: MapType) -> bytes:
    """The workbook that we make, layout included."""
    return create.create_workbook(design_workbook(blank(map_type), map_type))


def rows() -> Iterator[Row]:
    """Our whole way from map to file against the plain program, over all map types."""
    catalog = builtin()
    programs = [(catalog.load(key), plain_program(catalog.load(key))) for key in catalog.keys()]  # noqa: SIM118 - not a mapping
    for map_type, program in programs:
        if read_grids(made(map_type), "ours") != read_grids(run(program), "plain"):
            raise RuntimeError(f"the plain program makes another workbook of {map_type.key}")
    found = medians({"ours": lambda pair: made(pair[0]), "plain": lambda pair: run(pair[1])}, programs, ROUNDS)
    yield Row.at_most("create a workbook against plain XlsxWriter", found["ours"] / found["plain"], 1.5, told=f" ({found['ours'] * 1000:.1f} ms)")
