"""Whatever an import or a restore is doing when it is killed: the archive is whole, nothing is lost, and the next run ends as one never killed."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sheetsync.history.version import content_digest
from sheetsync.tasks.opening import open_map
from tests.conftest import LONG
from tests.crash.in_google import prepare_in
from tests.crash.test_kill_sync import LATER, Runner, ended_everywhere, faults, runner
from tests.crash.workspaces import Prepared, archived, leftovers, opened

__all__ = ["runner"]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to start many runs quickly")


def contents(folder: Path) -> set[str]:
    """What every version of the only map says."""
    ledger = opened(folder).ledger
    (map_id,) = ledger.maps()
    return {ledger.load(map_id, number).content for number in ledger.numbers(map_id)}


@pytest.fixture(scope="module", params=["xlsx", "google"])
def edited(request: pytest.FixtureRequest, runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """A workspace after a sync, with an edited map beside it."""
    with prepare_in(request.param, tmp_path_factory.mktemp("edited") / "sửa", 1) as prepared:
        assert runner.run(prepared.folder, "sync")["status"] == 0
        ledger = opened(prepared.folder).ledger
        (map_id,) = ledger.maps()
        value = json.loads(ledger.body(map_id, ledger.numbers(map_id)[-1]))
        value["journey"]["title"] = "Tên mới"
        (prepared.folder / "map.json").write_text(json.dumps(value))
        yield prepared


def words(verb: str) -> Callable[[str], tuple[str, ...]]:
    return {
        "import": lambda map_id: ("import", map_id, "map.json"),
        "restore": lambda map_id: ("restore", f"{map_id}@1", "--yes"),
    }[verb]


@pytest.mark.parametrize("verb", ["import", "restore"])
def test_one_that_ends_at_any_call_loses_nothing_and_the_next_run_completes(verb: str, edited: Prepared, runner: Runner, tmp_path: Path) -> None:
    (map_id,) = opened(edited.folder).ledger.maps()
    run = words(verb)(map_id)
    before = contents(edited.folder)
    never_killed = edited.copied(tmp_path / "never killed")
    assert runner.run(never_killed, *run, later=LATER)["status"] == 0
    for folder in ended_everywhere(edited, run, runner, tmp_path, every=1 if LONG else 7):
        assert faults(folder) == []
        assert contents(folder) >= before
        assert runner.run(folder, *run, later=LATER)["status"] == 0
        assert archived(folder) == archived(never_killed)
        assert contents(folder) == contents(never_killed)
        assert runner.run(folder, "sync", "--accept-deletions", later=LATER)["status"] == 0
        space = opened(folder)
        (ref,) = space.backend.list()
        assert content_digest(open_map(space, ref).reading.map) == archived(folder) == archived(never_killed)
        assert faults(folder) == []
        for more in (("restore", f"{map_id}@2", "--yes"), ("sync", "--accept-deletions")):  # which write the same places once more
            assert runner.run(folder, *more, later=LATER)["status"] == 0
        assert leftovers(folder) == []
