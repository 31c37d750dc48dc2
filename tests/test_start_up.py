"""What a command imports: nothing heavy before it is needed, because half of what a short run takes is importing."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

HEAVY = frozenset(
    {
        "pydantic",
        "pydantic_core",
        "xlsxwriter",
        "openpyxl",
        "rich",
        "zipfile",
        "difflib",
        "decimal",
        "rapidfuzz",
        "shutil",
        "tempfile",
        "random",
        "subprocess",
        "logging",
    }
)
"""Libraries that cost more than reading a map, or that only rare moments need."""

WATCHED = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from sheetsync.cli.main import run
run()
"""


def imported(folder: Path, *arguments: str) -> frozenset[str]:
    """The modules that a command has imported when it ends, in a process of its own; libraries also by their bare names."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "COLUMNS"))}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        cwd=folder,
        env=ours | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    modules = done.stderr.splitlines()[-1].split(" ")
    return frozenset(modules) | {module.partition(".")[0] for module in modules}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A folder with one workbook, and a workspace with one map."""
    outside, inside = tmp_path_factory.mktemp("outside"), tmp_path_factory.mktemp("inside")
    imported(inside, "init")
    for folder in (outside, inside):
        assert "xlsxwriter" in imported(folder, "new", "customer-journey", "Gym")
    return {"outside": outside, "inside": inside}


def test_help_imports_click_and_the_names_of_the_verbs(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--help")
    assert {module for module in modules if module.startswith("sheetsync.")} == {
        "sheetsync.cli",
        "sheetsync.cli.main",
        "sheetsync.cli.screen",
        "sheetsync.cli.usage",
        "sheetsync.errors",
        "sheetsync.model",
        "sheetsync.model.words",
    }
    assert not modules & HEAVY
    assert not modules & {"dataclasses", "json", "tomllib", "hashlib", "zoneinfo"}


@pytest.mark.parametrize(
    ("where", "arguments"),
    [("outside", ["types"]), ("outside", ["types", "customer-journey"]), ("outside", ["lint", "Gym.xlsx"]), ("outside", ["validate", "Gym.xlsx"])],
    ids=" ".join,
)
def test_outside_a_workspace_nothing_heavy_is_imported(folders: Mapping[str, Path], where: str, arguments: list[str]) -> None:
    modules = imported(folders[where], *arguments)
    assert not modules & HEAVY
    assert not {module for module in modules if module.startswith(("sheetsync.history", "sheetsync.archives", "sheetsync.model.layout"))}
    assert not modules & {"sheetsync.config", "sheetsync.tasks.ledger", "sheetsync.model.design", "sheetsync.backends.xlsx.patch", "zoneinfo"}


def test_lint_inside_a_workspace_reads_its_settings_and_no_archive(folders: Mapping[str, Path]) -> None:
    modules = imported(folders["inside"], "lint", "maps/Gym.xlsx")
    assert "sheetsync.config" in modules
    assert not modules & HEAVY
    assert not modules & {"sheetsync.history.guard", "sheetsync.model.design", "sheetsync.backends.xlsx.create", "sheetsync.backends.xlsx.patch"}


def test_only_an_archived_file_that_is_read_needs_pydantic(folders: Mapping[str, Path]) -> None:
    modules = imported(folders["inside"], "log", "Gym")
    assert "pydantic" in modules
    assert not modules & {"xlsxwriter", "rich", "openpyxl"}


@pytest.mark.parametrize("arguments", [["types"], ["rules"], ["archive", "check"], ["archive", "stats"], ["snapshots"]], ids=" ".join)
def test_in_google_what_asks_google_nothing_imports_nothing_of_its_libraries(arguments: list[str], tmp_path: Path) -> None:
    imported(tmp_path, "init", "--maps", "google:0123456789abcdefghijk")
    assert not imported(tmp_path, *arguments) & {"google", "gspread", "requests", "urllib3", "oauthlib", "random"}
