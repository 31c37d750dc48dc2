"""What a command imports: nothing heavy before it is needed, because half of what a short run takes is importing."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from sheetsync.lint.engine import rules

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
atexit.register(lambda: print(*{told}, file=sys.stderr))
from sheetsync.cli.main import run
run()
"""

MODULES = "sys.modules"
DATACLASSES = """(
    one.__name__
    for name, module in sys.modules.items() if name.startswith("sheetsync.")
    for one in vars(module).values() if isinstance(one, type) and one.__module__ == name and hasattr(one, "__dataclass_fields__")
)"""


def at_the_end(folder: Path, told: str, *arguments: str) -> frozenset[str]:
    """What the expression ``told`` lists when a command ends, in a process of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "COLUMNS"))}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.format(told=told), *arguments],
        cwd=folder,
        env=ours | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return frozenset(done.stderr.splitlines()[-1].split(" "))


def imported(folder: Path, *arguments: str) -> frozenset[str]:
    """The modules that a command has imported when it ends; libraries also by their bare names."""
    modules = at_the_end(folder, MODULES, *arguments)
    return modules | {module.partition(".")[0] for module in modules}


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
    assert "hashlib" not in modules
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


@pytest.mark.parametrize(("where", "ref"), [("outside", "Gym.xlsx"), ("inside", "maps/Gym.xlsx")])
@pytest.mark.parametrize("profile", ["zapier", "blueprint"])
def test_lint_imports_no_rule_that_the_profile_does_not_run(folders: Mapping[str, Path], where: str, ref: str, profile: str) -> None:
    modules = imported(folders[where], "lint", ref, "--profile", profile)
    files = {module.rpartition(".")[2] for module in modules if module.startswith("sheetsync.lint.rules.")}
    assert files == {rule.slug.replace("-", "_") for rule in rules() if rule.runs_in(profile)}


def test_to_explain_a_rule_imports_no_other(folders: Mapping[str, Path]) -> None:
    modules = imported(folders["outside"], "rules", "emotion-flat")
    assert [module for module in modules if module.startswith("sheetsync.lint.rules.")] == ["sheetsync.lint.rules.emotion_flat"]


def test_lint_makes_few_dataclasses(folders: Mapping[str, Path]) -> None:
    """To make one takes as long as importing several modules; a ``NamedTuple`` takes a fifth of that."""
    kept = {"Context", "MapType", "Parts", "Workspace"}
    assert at_the_end(folders["outside"], DATACLASSES, "lint", "Gym.xlsx") <= kept


@pytest.mark.parametrize("arguments", [["types"], ["rules"], ["archive", "check"], ["archive", "stats"], ["snapshots"]], ids=" ".join)
def test_in_google_what_asks_google_nothing_imports_nothing_of_its_libraries(arguments: list[str], tmp_path: Path) -> None:
    imported(tmp_path, "init", "--maps", "google:0123456789abcdefghijk")
    assert not imported(tmp_path, *arguments) & {"google", "gspread", "requests", "urllib3", "oauthlib", "random"}
