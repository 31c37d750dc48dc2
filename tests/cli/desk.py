"""A person at a terminal: the real command in this process, a folder to work in, and workbooks to type into."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from sheetsync.catalog import builtin
from sheetsync.catalog.examples import Example
from sheetsync.cli.main import run
from sheetsync.config import TEMPLATE
from sheetsync.model.grid import CellEdit
from sheetsync.model.journey import MAIN, FieldRef, Record
from sheetsync.model.words import fold
from sheetsync.model.writing import plan_values
from sheetsync.tasks.opening import Opened, open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.provision import provision
from sheetsync.tasks.sync import sync
from sheetsync.wiring import Place, clock, open_parts
from tests.cli.shapes import hold
from tests.people import plan_steps


@dataclass(frozen=True)
class Told:
    """What one command came to."""

    status: int
    out: str
    err: str


class Desk:
    """One workspace (or plain folder), commands in it, and edits in its workbooks."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, screen: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._patch = patch
        self._screen = screen
        self.ref = ""
        """The workbook of a workspace that was prepared with one."""
        patch.chdir(folder)
        patch.delenv("COLUMNS", raising=False)  # some test runners set it, and lines would break where they say

    def __call__(self, *words: str) -> Told:
        """Run ``sheetsync`` with ``words`` in the folder."""
        self._patch.setattr(sys, "argv", ["sheetsync", *words])
        self._screen.readouterr()
        with pytest.raises(SystemExit) as ended:
            run()
        out, err = self._screen.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Told(code, out, err)

    def done(self, *words: str) -> str:
        """What a command prints that ends with status 0 and complains about nothing."""
        told = self(*words)
        assert (told.status, told.err) == (0, "")
        return told.out

    def refused(self, *words: str) -> str:
        """The one sentence with which a command is refused: status 2, nothing on standard output, and no traceback."""
        told = self(*words)
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith("sheetsync: ")
        assert told.err.count("\n") == 1
        assert "Traceback" not in told.err
        return told.err.removeprefix("sheetsync: ").strip()

    def both(self, *words: str) -> tuple[str, str]:
        """The refusal in Vietnamese and in English; both say what to do next."""
        vi, en = (self.refused(*words, "--language", language) for language in ("vi", "en"))
        assert vi != en
        assert says_what_next(vi, en), (vi, en)
        return vi, en

    def json(self, *words: str, status: int = 0) -> Any:
        """The JSON of a command, held against the schema of its shape under ``tests/json``."""
        told = self(*words, "--format", "json")
        assert (told.status, told.err) == (status, ""), told
        assert told.out.endswith("\n")
        value = json.loads(told.out)
        hold(value, words)
        return value

    # Workbooks

    def new(self, title: str = "Phòng tập", kind: str = "customer-journey", *options: str) -> str:
        """A new workbook's address."""
        return str(self.json("new", kind, title, *options)["ref"])

    def parts(self, now: Callable[[], datetime] = clock) -> Workspace:
        """The parts of a run in the workspace, at the time ``now``."""
        parts = open_parts(Place.find(self.folder), now=now)
        assert isinstance(parts, Workspace)
        return parts

    def open(self, ref: str) -> Opened:
        """The workbook as it stands."""
        return open_map(open_parts(Place.find(self.folder)), ref)

    def write(self, ref: str, edits: Iterable[CellEdit]) -> None:
        """Change cells as a person would."""
        parts = open_parts(Place.find(self.folder))
        parts.backend.write(ref, tuple(edits), if_revision=parts.backend.read(ref).revision)

    def type(self, ref: str, texts: Mapping[FieldRef, str]) -> None:
        """Type new texts into the cells of fields."""
        opened = self.open(ref)
        assert opened.map_type is not None
        edits = plan_values(opened.reading, opened.map_type, texts)
        assert len(edits) == len(texts)
        self.write(ref, edits)

    def fill(self, ref: str, name: str) -> None:
        """Type a worked example into a workbook of its type."""
        self.write(ref, filling(self.open(ref), builtin().example(name)))

    def rewrite(self, ref: str, change: Callable[[Book], None]) -> None:
        """Open a workbook in another program, change it there and save it."""
        book = load_workbook(self.folder / ref)
        change(book)
        book.save(self.folder / ref)

    def colleague(self, ref: str, texts: Mapping[str, str]) -> None:
        """Let somebody else type into cells, addressed as findings do: ``Bản đồ!F7``."""

        def change(book: Book) -> None:
            for cell, text in texts.items():
                title, _, place = cell.rpartition("!")
                tab(book, title.strip("'"))[place].value = text or None

        self.rewrite(ref, change)

    def records(self, ref: str, tab: str = MAIN) -> tuple[Record, ...]:
        """The records of a tab, as read."""
        return self.open(ref).reading.map.records(tab)

    def sync(self, *words: str, status: int = 0) -> dict[str, dict[str, Any]]:
        """What ``sync`` made of each workbook, by its address."""
        return {entry["ref"]: entry for entry in self.json("sync", *words, status=status)["maps"]}

    def lint(self, ref: str, *words: str, status: int = 0) -> list[dict[str, Any]]:
        """The findings of one workbook."""
        (report,) = self.json("lint", ref, *words, status=status)["maps"]
        found: list[dict[str, Any]] = report["findings"]
        return found

    def disk(self) -> dict[str, bytes]:
        """Every file below the folder; what this leaves out are caches, whose loss means nothing."""
        files = (path for path in sorted(self.folder.rglob("*")) if path.is_file() and "cursors" not in path.parts)
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}


def filling(opened: Opened, example: Example) -> Iterable[CellEdit]:
    """The edits by which a person fills in an example."""
    reading, map_type = opened.reading, opened.map_type
    assert map_type is not None
    stages = {fold(name): stage.key for stage in reading.map.main.stages for name in (stage.key, stage.title)}
    texts = {FieldRef(field=key): text for key, text in example.about.items()}
    for stage, values in example.stage_values.items():
        texts |= {FieldRef(MAIN, stage=stages[fold(stage)], field=key): text for key, text in values.items()}
    yield from plan_values(reading, map_type, texts)
    for tab in map_type.tabs:
        records = [Record("", stages[fold(one.stage)] if one.stage else None, one.values) for one in example.records if one.tab == tab.key]
        yield from plan_steps(reading, map_type, tab.key, records)


def prepare(folder: Path, *examples: str) -> None:
    """Make ``folder`` a workspace of files with these worked examples, filled in and synced."""
    (folder / "maps").mkdir()
    (folder / "sheetsync.toml").write_text(
        TEMPLATE.format(maps="maps", archive="archive", language="vi", timezone="Asia/Ho_Chi_Minh"), encoding="utf-8"
    )
    populate(folder, *examples)


def populate(folder: Path, *examples: str) -> Workspace:
    """Add worked examples to the workspace in ``folder``, fill them in and sync it, as commands would; the parts that did it."""
    parts = open_parts(Place.find(folder))
    assert isinstance(parts, Workspace)
    for name in examples:
        example = builtin().example(name)
        ref = provision(parts, example.type, example.title, language=example.language, stages=example.stages).ref
        parts.backend.write(ref, tuple(filling(open_map(parts, ref), example)), if_revision=parts.backend.read(ref).revision)
    assert all(result.message is None for result in sync(parts, parts.backend.list()))
    return parts


def tab(book: Book, title: str) -> Worksheet:
    """A tab of a workbook that another program has open."""
    sheet = book[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def says_what_next(vi: str, en: str) -> bool:
    """Whether both messages name something to do: a verb in the imperative, a command, or the right word to use."""
    return bool(_NEXT_VI.search(vi) and _NEXT_EN.search(en))


_NEXT_VI = re.compile(r"[Hh]ãy |Xem `|[Cc]ó phải|phải là|chỉ nhận")
_NEXT_EN = re.compile(
    r"`sheetsync|[Dd]id you mean|must be|takes |use one of|add --|run again|"
    r"\b(?:Run|Compare|Check|Mend|Open|Save|Write|Name|Shorten|Leave|Install|Close|Give|Free|Edit|Bring|Make|See|name|remove)\b"
)
ANSI = re.compile(r"\x1b\[")
