"""Whatever an adoption is doing when it is killed: people's sheet is as it was or a whole map, and the next run ends what it began."""

import os
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from tests.conftest import LONG
from tests.crash.test_kill_sync import LATER, Runner, ended_everywhere, faults, runner
from tests.crash.workspaces import Prepared, leftovers, opened, synced
from tests.tasks.adopting import GYM

__all__ = ["runner"]

REF = "maps/cũ.xlsx"
ADOPT = ("adopt", REF, "--type", "customer-journey", "--yes")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to start many runs quickly")


def team(folder: Path) -> Prepared:
    """A workspace with a sheet that a team made itself."""
    (folder / "maps").mkdir(parents=True)
    (folder / "sheetsync.toml").write_text('[workspace]\nlanguage = "vi"\n')
    book = Book()
    tab = book.active
    assert tab is not None
    tab.title = GYM.title
    for (row, column), value in GYM.cells.items():
        tab.cell(row + 1, column + 1, str(value))
    book.save(folder / REF)
    return Prepared(folder, {})


def typed(folder: Path) -> dict[str, object]:
    """What people wrote: every cell left of what we add."""
    with ZipFile(folder / REF) as package:
        assert package.testzip() is None
    rows = load_workbook(folder / REF)[GYM.title].iter_rows(max_col=6)
    return {cell.coordinate: cell.value for row in rows for cell in row if cell.value is not None}


@pytest.mark.parametrize("way", ["in place", "beside"])
def test_an_adoption_that_ends_at_any_call_is_not_begun_or_ended_by_the_next(way: str, runner: Runner, tmp_path: Path) -> None:
    prepared = team(tmp_path / "của nhóm")
    before = typed(prepared.folder)
    words = (*ADOPT, "--beside") if way == "beside" else ADOPT
    for folder in ended_everywhere(prepared, words, runner, tmp_path, every=1 if LONG else 17):
        assert faults(folder) == []
        assert typed(folder) == before
        again = runner.run(folder, *words, later=LATER)["status"]
        space = opened(folder)
        (adopted,) = space.ledger.maps()
        assert again in {0, 2}  # 2: it was all done, and is refused now
        assert (space.ledger.numbers(adopted), space.ledger.load(adopted, 1).reason) == ((1,), "adopt")
        assert len(space.backend.list()) == (2 if way == "beside" else 1)
        assert typed(folder) == before
        assert {result.outcome for result in synced(folder)} <= {"unchanged", "failed"}  # failed: people's own sheet, where the map is beside it
        assert faults(folder) == []
        if leftovers(folder):  # gone when something is written beside them: a workbook, or the map's next version
            assert runner.run(folder, "new", "customer-journey", "Bản đồ khác", later=LATER)["status"] == 0
        assert [name for name in leftovers(folder) if adopted not in name] == []
