"""Whatever a run is doing when it is killed: nothing typed is lost, the archive stays whole, and the next run ends what it began."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Self

import pytest

from tests.conftest import LONG
from tests.crash.workspaces import Prepared, leftovers, opened, prepare, synced, typed_in, work_on

RUNNER = Path(__file__).with_name("runner.py")
ROOT = Path(__file__).resolve().parents[2]
DIED = 9
LATER = 60
"""Runs believe to be so many seconds later, so that they note what they saw of files just made."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to start many runs quickly")


class Runner:
    """The program that runs sheetsync and ends its runs early."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(ROOT), *(entry for entry in sys.path if entry)])
        self._process = subprocess.Popen(
            [sys.executable, str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, folder: Path, *arguments: str, **how: object) -> dict[str, Any]:
        """One run; ``runner.py`` says how it can end and what is answered."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"folder": str(folder), "arguments": arguments, **how}) + "\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as running:
        yield running


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Prepared]:
    """Workspaces with so many maps, each made once."""
    return cache(lambda maps: prepare(tmp_path_factory.mktemp("maps") / f"{maps} bản đồ", maps))


@pytest.fixture(scope="module")
def in_step(worked_on: Callable[[int], Prepared], runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A workspace after a sync."""
    worked = worked_on(1)
    folder = worked.copied(tmp_path_factory.mktemp("in step") / "một bản đồ")
    assert runner.run(folder, "sync")["status"] == 0
    return Prepared(folder, worked.typed)


def faults(folder: Path) -> list[str]:
    return [f"{fault.key}: {fault.message.en}" for fault in opened(folder).ledger.check().faults]


def assert_nothing_lost(folder: Path, prepared: Prepared) -> None:
    assert faults(folder) == []
    found = typed_in(folder)
    assert found.keys() >= prepared.typed.keys()
    assert [ref for ref, typed in prepared.typed.items() if found[ref] != typed] == []


def assert_next_sync_completes(folder: Path, prepared: Prepared, runner: Runner) -> None:
    assert runner.run(folder, "sync", later=LATER)["status"] == 0
    assert [(result.ref, result.outcome) for result in synced(folder) if result.outcome != "unchanged"] == []
    assert_nothing_lost(folder, prepared)


def assert_swept(folder: Path, runner: Runner) -> None:
    """What a killed run left beside is gone at the latest when its place is written again: after people worked on."""
    if leftovers(folder):
        space = opened(folder)
        for ref in space.backend.list():
            work_on(space, ref)
        assert runner.run(folder, "sync", later=LATER)["status"] == 0
    assert leftovers(folder) == []


@pytest.mark.parametrize(("instants", "maps", "seed"), [(4, 3, 0), pytest.param(75, 20, 0, marks=pytest.mark.slow)])
def test_a_sync_killed_at_any_instant_loses_nothing_and_the_next_one_completes(
    instants: int, maps: int, seed: int, worked_on: Callable[[int], Prepared], runner: Runner, tmp_path: Path
):
    prepared = worked_on(maps)
    whole = [runner.run(prepared.copied(tmp_path / f"whole {number}"), "sync", later=LATER) for number in range(3)]
    assert [run["status"] for run in whole] == [0, 0, 0]
    seconds = min(run["seconds"] for run in whole)
    dice = Random(seed)  # noqa: S311 - instants to kill at, no secret
    killed = 0
    for number in range(instants):
        folder = prepared.copied(tmp_path / str(number))
        instant = seconds * (number + dice.random()) / instants
        killed += runner.run(folder, "sync", after=instant, later=LATER)["status"] == -signal.SIGKILL
        assert_nothing_lost(folder, prepared)
        assert_next_sync_completes(folder, prepared, runner)
        assert_swept(folder, runner)
        prepared.removed(folder)
    assert killed > instants / 2


def test_a_sync_that_ends_at_any_call_loses_nothing_and_the_next_one_completes(worked_on: Callable[[int], Prepared], runner: Runner, tmp_path: Path):
    prepared = worked_on(1)
    for folder in ended_everywhere(prepared, ("sync",), runner, tmp_path):
        assert_nothing_lost(folder, prepared)
        assert_next_sync_completes(folder, prepared, runner)
        assert_swept(folder, runner)


def test_a_sync_that_finds_nothing_to_do_may_end_anywhere_too(in_step: Prepared, runner: Runner, tmp_path: Path):
    for folder in ended_everywhere(in_step, ("sync",), runner, tmp_path):
        assert_next_sync_completes(folder, in_step, runner)
        assert_swept(folder, runner)


def test_a_new_map_whose_making_ends_at_any_call_is_whole_or_not_there(worked_on: Callable[[int], Prepared], runner: Runner, tmp_path: Path):
    prepared = worked_on(0)
    for folder in ended_everywhere(prepared, ("new", "customer-journey", "Phòng tập"), runner, tmp_path):
        assert_nothing_lost(folder, prepared)
        assert_next_sync_completes(folder, prepared, runner)
        assert len(typed_in(folder)) in {0, 1}
        assert runner.run(folder, "new", "customer-journey", "Phòng tập")["status"] == 0
        assert_next_sync_completes(folder, prepared, runner)
        assert_swept(folder, runner)


def ended_everywhere(
    prepared: Prepared, arguments: Sequence[str], runner: Runner, tmp_path: Path, *, every: int = 1 if LONG else 13
) -> Iterator[Path]:
    """The workspace after a run that ended at a call, for each of its calls that change something: before it, after it, and half way through a write.

    Only one in ``every`` of these places.
    """
    whole = runner.run(prepared.copied(tmp_path / "whole"), *arguments, tell=True, later=LATER)
    assert whole["status"] == 0
    places = [(at, when) for at, call in enumerate(whole["calls"]) for when in ("before", "half", "after") if when != "half" or call == "write"]
    for at, when in places[::every]:
        folder = prepared.copied(tmp_path / f"{at}-{when}")
        assert runner.run(folder, *arguments, at=at, when=when, later=LATER)["status"] == DIED
        yield folder
        prepared.removed(folder)
