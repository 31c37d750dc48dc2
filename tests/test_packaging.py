"""What leaves the repository: the wheel works alone and carries its data, ``--help`` stays light, project files name no machine and no registry."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("frictionless", "openpyxl", "pydantic", "rich", "xlsxwriter")

# Written so that no pattern matches its own line.
REGISTRY = re.compile(r"py[p]i\.org|python[h]osted\.org|https?://[^\s\"'<>]*/simple\b|--(?:extra-)?index[-]url[= ]+\S*/|--find[-]links[= ]+\S*/")
MACHINE_PATH = re.compile(r"(?<![\w.$}~/-])/(?:work|root|home|Users)/")

STORY = """
import json, sys
sys.argv = ["sheetsync", "--help"]
from sheetsync.cli.main import run
try:
    run()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def project_files() -> list[Path]:
    """List what a commit would hold: tracked files and new ones that are not ignored."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git repository")
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@pytest.mark.parametrize(
    ("pattern", "example"),
    [(REGISTRY, "--index" + "-url https://packages.example/main"), (MACHINE_PATH, "see /" + "home/an/notes.txt")],
    ids=["registry", "machine path"],
)
def test_project_files_name_no_registry_and_no_machine(pattern: re.Pattern[str], example: str) -> None:
    assert pattern.search(example)
    found = []
    for path in project_files():
        data = path.read_bytes()
        if b"\0" not in data:
            lines = data.decode("utf-8").splitlines()
            found += [f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}" for number, line in enumerate(lines, 1) if pattern.search(line)]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-bench.lock"])
def test_every_locked_package_has_one_version_and_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    loose = [
        block.splitlines()[0] for block in blocks if not re.fullmatch(r"[\w.-]+==[\w.!+]+( ; [^\\]+?)?( \\\n +--hash=sha256:[0-9a-f]{64})+", block)
    ]
    assert loose == []


def test_both_locks_agree() -> None:
    pins = [dict(locked(lock)) for lock in ("requirements.lock", "requirements-bench.lock")]
    assert {name: (pins[0][name], pins[1][name]) for name in pins[0].keys() & pins[1].keys() if pins[0][name] != pins[1][name]} == {}


def test_help_imports_nothing_heavy() -> None:
    shown = subprocess.run([sys.executable, "-c", STORY], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert shown.returncode == 0, shown.stderr
    assert "Usage" in shown.stdout
    loaded = set(json.loads(shown.stderr.splitlines()[-1]))
    assert "sheetsync.cli.main" in loaded
    assert loaded.intersection(HEAVY) == set()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that the repository stays as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for path in project_files():
        target = source / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    done = subprocess.run(build, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_carries_code_data_and_licence_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    expected = {str(path.relative_to(ROOT)) for path in project_files() if path.relative_to(ROOT).parts[0] in {"sheetsync", "sheet_templates"}}
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert "sheet_templates/_common.toml" in expected
    assert any(name.startswith("sheet_templates/examples/") for name in expected)
    assert any(name.endswith("/LICENSE") for name in names)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment that holds the wheel and what it needs, in the locked versions."""
    folder = tmp_path_factory.mktemp("alone")
    if importlib.util.find_spec("ensurepip") is None:
        unable("this Python can't make environments: python3-venv is not installed")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], capture_output=True, check=True)
    versions = folder / "versions.txt"
    versions.write_text("".join(f"{name}=={version}\n" for name, version in locked("requirements.lock")), encoding="utf-8")
    install = [str(folder / "env/bin/python"), "-m", "pip", "install", "-qq", "--no-input", "--constraint", str(versions), str(wheel)]
    done = subprocess.run(install, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        unable(f"the package registry can't be reached: {done.stderr[-500:]}")
    return folder / "env/bin/sheetsync"


def locked(lock: str) -> list[tuple[str, str]]:
    """Return names and versions of a lock file."""
    return re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)


def unable(reason: str) -> None:
    """Skip on a developer's machine; fail where all has been installed for the tests."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


@pytest.mark.slow
def test_the_wheel_alone_provisions_and_lints_outside_the_repository(installed: Path, tmp_path: Path) -> None:
    def sheetsync(*arguments: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | {"PYTHONUTF8": "1"}
        return subprocess.run([str(installed), *arguments], cwd=tmp_path, env=clean, capture_output=True, encoding="utf-8", check=False)

    assert "Usage" in sheetsync("--help").stdout
    made = sheetsync("new", "customer-journey", "Phòng tập", "--language", "vi", "--format", "json")
    assert made.returncode == 0, made.stderr
    workbook = json.loads(made.stdout)["ref"]
    checked = sheetsync("lint", workbook, "--format", "json")
    assert checked.returncode in {0, 1}, checked.stderr
    (report,) = json.loads(checked.stdout)["maps"]
    assert (report["type"], report["title"], report["status"]) == ("customer-journey", "Phòng tập", "ok")
