"""Adding tabs, ended at every single call to the system: the workbook is the old one or the new one, never half of either."""

import json
import subprocess
import sys
from pathlib import Path

from sheetsync.backends.xlsx.backend import XlsxBackend
from tests.backends.suite import DESIGN
from tests.crash.runner import DIED

ROOT = Path(__file__).parents[2]


def test_killed_at_any_call_it_leaves_the_old_workbook_or_the_new_one(tmp_path: Path) -> None:
    path = Path(XlsxBackend(tmp_path / "maps").create(DESIGN).ref)
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.attaching", str(path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {(status, left) for _, _, status, left in found} == {(DIED, "old"), (DIED, "new"), (0, "new")}
    assert {when for _, when, status, _ in found if status == DIED} == {"before", "half", "after"}
    assert [each.name for each in path.parent.iterdir()] == [path.name]
