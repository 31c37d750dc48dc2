"""Reads the files of ``sheets/``: spreadsheets as teams make them, and where an expert would place them. ``README.md`` tells the format."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from sheetsync.model.grid import Grid, Typed, Value, column_letters

SHEETS = Path(__file__).with_name("sheets")
NEW = "new"
"""As a stage's key: one the type doesn't bring along."""
NONE = "none"
"""As a key: belongs to no stage, or no field; its cells are left over."""

_TYPED = re.compile(r"\{(number|date|formula|boolean|error) (.+?)(?: as (.*))?\}")
_ADDRESS = re.compile(r"@?([A-Z]+)([0-9]+)")
_MIDNIGHT = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of a spreadsheet is in no time zone

Cell = tuple[int, int]
"""Row and column, both counted from 0."""


class Area(NamedTuple):
    """A rectangle of cells, borders included."""

    first: Cell
    last: Cell

    def __contains__(self, cell: object) -> bool:
        return isinstance(cell, tuple) and all(low <= here <= high for low, here, high in zip(self.first, cell, self.last, strict=True))


class StageLabel(NamedTuple):
    """A stage as typed. ``keys``: any will do. ``cells``: everywhere it stands. ``records``: how many there may be; empty for “doesn't matter”."""

    typed: str
    keys: tuple[str, ...]
    cells: tuple[Cell, ...]
    records: tuple[int, ...]


class FieldLabel(NamedTuple):
    """A heading as typed, blank where people wrote none. ``keys``: any will do."""

    typed: str
    keys: tuple[str, ...]
    cell: Cell


class Home(NamedTuple):
    """Where the text of a cell belongs: any key of this stage, any key of this field."""

    stage: StageLabel
    field: FieldLabel


@dataclass(frozen=True)
class LabelledMap:
    """One map on a tab. ``corner`` heads the stages themselves and may be a field too; ``heads`` are further lines of the header."""

    type: str
    grid: Grid
    axis: Literal["down", "across"]
    area: Area
    stages: tuple[StageLabel, ...]
    fields: tuple[FieldLabel, ...]
    about: Mapping[Cell, tuple[str, ...]]
    corner: FieldLabel | None
    heads: Area | None

    @cached_property
    def homes(self) -> Mapping[Cell, Home]:
        """Every filled cell that holds content of the map: where a stage's lines meet a field's positions. Both reach to the next one."""
        first = max(self._along(field.cell)[0] for field in self.fields) + 1
        return {
            cell: Home(stage, field)
            for cell in self.grid.cells
            if cell in self.area and cell not in self.heading_cells and not (self.heads and cell in self.heads) and self._along(cell)[0] >= first
            if (stage := self.stage_at(cell)) and (field := self.field_at(cell))
        }

    def stage_at(self, cell: Cell) -> StageLabel | None:
        """The stage that the cell's line belongs to."""
        return _last(self._starts, self._along(cell)[0])

    def field_at(self, cell: Cell) -> FieldLabel | None:
        """The heading that stands at the cell's position, or began before it and reaches there; ``None`` before the first."""
        return _last(self._headings, self._along(cell)[1])

    @cached_property
    def heading_cells(self) -> frozenset[Cell]:
        """The cells that name a stage or a field."""
        return frozenset({cell for stage in self.stages for cell in stage.cells} | {field.cell for field in self.fields})

    @cached_property
    def _starts(self) -> tuple[tuple[int, StageLabel], ...]:
        return tuple(sorted((self._along(cell)[0], stage) for stage in self.stages for cell in stage.cells))

    @cached_property
    def _headings(self) -> tuple[tuple[int, FieldLabel], ...]:
        return tuple(sorted((self._along(field.cell)[1], field) for field in self.fields))

    def _along(self, cell: Cell) -> Cell:
        """The cell's line (a row of a *down* map) and its position within the line."""
        return cell if self.axis == "down" else (cell[1], cell[0])


@dataclass(frozen=True)
class Workbook:
    """One file of the corpus. No ``type`` and no ``maps``: no journey map, to be refused. ``also``: other types that may come first, too."""

    name: str
    layout: tuple[str, ...]
    type: str | None
    also: tuple[str, ...]
    language: str
    held_out: bool
    decomposed: bool
    grids: tuple[Grid, ...]
    hidden_rows: Mapping[str, tuple[int, ...]]
    maps: tuple[LabelledMap, ...]


Label = TypeVar("Label")


class LabelError(ValueError):
    """A label that names what isn't there."""


def names() -> list[str]:
    """The names of all files, in order."""
    return sorted(path.stem for path in SHEETS.glob("*.toml"))


def read(name: str) -> Workbook:
    """One file with its labels.

    Raises:
        LabelError: a label names a tab, stage or heading that isn't there, or is there more than once.
    """
    data = tomllib.loads((SHEETS / f"{name}.toml").read_text("utf-8"))
    decomposed = data.get("form") == "NFD"
    grids = {tab["title"]: _grid(tab, decomposed=decomposed) for tab in data["tabs"]}
    if data.get("refuse", False) != ("type" not in data and "maps" not in data):
        raise LabelError(f"{name}: either refuse = true, or a type and its maps")
    return Workbook(
        name=name,
        layout=tuple(data["layout"]),
        type=data.get("type"),
        also=tuple(data.get("also", ())),
        language=data["language"],
        held_out=data["held_out"],
        decomposed=decomposed,
        grids=tuple(grids.values()),
        hidden_rows={tab["title"]: tuple(row - 1 for row in tab.get("hidden_rows", ())) for tab in data["tabs"]},
        maps=tuple(_map(item, grids, data["type"], name) for item in data.get("maps", ())),
    )


def workbooks(*, held_out: bool) -> list[Workbook]:
    """The open files, or those held out."""
    return [found for name in names() if (found := read(name)).held_out == held_out]


def text(value: Value | None) -> str:
    """What people see in a cell, composed."""
    shown = (value.shown or value.raw) if isinstance(value, Typed) else value or ""
    return unicodedata.normalize("NFC", shown)


def a1(cell: Cell) -> str:
    """A cell as people write it."""
    return f"{column_letters(cell[1])}{cell[0] + 1}"


def _grid(tab: Mapping[str, Any], *, decomposed: bool) -> Grid:
    cells = {
        (row, column): value
        for row, line in enumerate(tab["table"].split("\n"))
        for column, written in enumerate(line.split("|"))
        if (value := _value(written.strip().replace("⏎", "\n"), decomposed=decomposed))
    }
    merges = tuple((*area.first, *area.last) for area in map(_area, tab.get("merges", ())))
    return Grid(tab["title"], cells, merges, tab.get("hidden", False))


def _value(written: str, *, decomposed: bool) -> Value:
    if not (found := _TYPED.fullmatch(written)):
        return unicodedata.normalize("NFD", written) if decomposed else written
    kind, raw, shown = found.groups()
    if kind == "date":
        return Typed("date", _serial(raw), shown, raw)
    return Typed(kind, raw, raw if shown is None else shown)  # type: ignore[arg-type]  # the pattern names just these kinds


def _serial(iso: str) -> str:
    since = datetime.fromisoformat(iso) - _MIDNIGHT
    return format((Decimal(since // timedelta(seconds=1)) / 86_400).normalize(), "f")


def _map(item: Mapping[str, Any], grids: Mapping[str, Grid], kind: str, name: str) -> LabelledMap:
    if item["tab"] not in grids:
        raise LabelError(f"{name}: no tab {item['tab']}")
    grid, area, axis = grids[item["tab"]], _area(item["area"]), item["axis"]

    def find(written: str) -> Iterator[Cell]:
        return _find(written, grid, area, name)

    fields = tuple(FieldLabel(_typed(written), _keys(keys), _only(list(find(written)), written, name)) for written, keys in item["fields"])
    found = tuple((written, keys, count, tuple(find(written))) for written, keys, count in item["stages"])
    lines = {cells[0][axis == "down"] for _, _, _, cells in found if len(cells) == 1}
    stages = tuple(
        StageLabel(_typed(written), _keys(keys), _in_line(cells, lines, axis, written, name), tuple(int(part) for part in _keys(str(count))))
        for written, keys, count, cells in found
    )
    corner = item.get("corner")
    return LabelledMap(
        type=item.get("type", kind),
        grid=grid,
        axis=axis,
        area=area,
        stages=stages,
        fields=fields,
        about={_cell(address): _keys(keys) for address, keys in item.get("about", ())},
        corner=FieldLabel(corner[0], _keys(corner[1]), _only(list(find(corner[0])), corner[0], name)) if corner else None,
        heads=_area(item["second_header"]) if "second_header" in item else None,
    )


def _find(written: str, grid: Grid, area: Area, name: str) -> Iterator[Cell]:
    """The cells of a label: ``@B4``, ``@B4 text as typed``, or the text alone, wherever it stands within the map."""
    typed = _typed(written)
    if written.startswith("@"):
        cell = _cell(written.split(maxsplit=1)[0])
        if cell not in area or (typed and text(grid.cells.get(cell)) != typed):
            raise LabelError(f"{name}: {written} isn't there")
        yield cell
        return
    found = [cell for cell, value in sorted(grid.cells.items()) if cell in area and text(value) == typed]
    if not found:
        raise LabelError(f"{name}: no cell says {typed!r}")
    yield from found


def _in_line(cells: tuple[Cell, ...], lines: set[int], axis: str, written: str, name: str) -> tuple[Cell, ...]:
    """The cells of a stage that stands there more than once: those in line with the other stages."""
    if len(cells) == 1:
        return cells
    kept = tuple(cell for cell in cells if not lines or cell[axis == "down"] in lines)
    if len({cell[axis == "down"] for cell in kept}) != 1:
        raise LabelError(f"{name}: {written} stands in several places; say which with @")
    return kept


def _only(cells: Sequence[Cell], written: str, name: str) -> Cell:
    if len(cells) != 1:
        raise LabelError(f"{name}: {written} stands in {', '.join(map(a1, cells))}; say which with @")
    return cells[0]


def _typed(written: str) -> str:
    shown = written.partition(" ")[2] if written.startswith("@") else written
    return unicodedata.normalize("NFC", shown.replace("⏎", "\n"))


def _keys(written: str) -> tuple[str, ...]:
    return tuple(written.split(" or "))


def _cell(address: str) -> Cell:
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise LabelError(f"{address} is no address")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _area(written: str) -> Area:
    first, _, last = written.partition(":")
    return Area(_cell(first), _cell(last or first))


def _last(starts: Sequence[tuple[int, Label]], at: int) -> Label | None:
    """What began last at or before ``at``; ``None`` before the first."""
    before = [what for start, what in starts if start <= at]
    return before[-1] if before else None
