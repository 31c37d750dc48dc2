"""Two people, one map, two machines: whatever they do and whatever goes wrong, both sides end equal, and nothing that anyone typed is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings

from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.tasks.deciding import SyncOptions
from tests.backends.google.workplace import Workplace
from tests.conftest import LONG
from tests.scenario.google_room import GoogleRoom
from tests.scenario.two_people import Act
from tests.scenario.two_sides import Room, scripts
from tests.scenario.watched import small

LEAST, MOST = (20, 26) if LONG else (12, 24)
"""So many acts a script has."""
EXAMPLES = 255 if LONG else 12
"""Scripts on each shape of a map in memory: in CI 10,200 acts at least."""

acts = settings(print_blob=False, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("axis", ["down", "across"])
def test_nothing_is_ever_lost(axis: Literal["down", "across"]) -> None:
    room = Room(map_type=small(axis))

    @settings(acts, max_examples=EXAMPLES)
    @given(scripts(least=LEAST, most=MOST))
    def holds(script: list[Act]) -> None:
        room.twin().run(script)

    holds()


def test_nothing_is_ever_lost_in_files(tmp_path: Path) -> None:
    numbers = iter(range(10_000))

    @settings(acts, max_examples=40 if LONG else 2)
    @given(scripts(least=LEAST, most=MOST, grid=False))
    def holds(script: list[Act]) -> None:
        place = tmp_path / str(next(numbers))
        place.mkdir()
        Room(XlsxBackend(place, place)).run(script)

    holds()


@pytest.fixture
def workplace() -> Iterator[Workplace]:
    """A local Google."""
    with Workplace() as place:
        yield place


def test_nothing_is_ever_lost_in_google(workplace: Workplace) -> None:
    @settings(acts, max_examples=15 if LONG else 1)
    @given(scripts(least=LEAST, most=MOST))
    def holds(script: list[Act]) -> None:
        GoogleRoom(workplace).run(script)

    holds()


@pytest.fixture
def room() -> Room:
    """A map in step, with two steps in each of its three stages."""
    return Room()


class TestWhileAConflictStands:
    """Everything else goes on as if there were none."""

    @pytest.fixture(autouse=True)
    def conflict(self, room: Room) -> None:
        room.do(Act("clash", 0, 0, 5))
        assert room.sync(0).outcome == "conflict"

    def test_what_one_side_does_twice_is_not_taken_back(self, room: Room) -> None:
        step = FieldRef(MAIN, step=room.sheet.main.records[2].id, field="action")
        before = room.sheet.main.records[2].values["action"]
        room.put({step: "Gọi tổng đài"})
        assert room.sync(0).outcome == "conflict"
        room.do(Act("M type", 2, 0, 0))
        room.sync(0)
        assert before != room.sheet.main.records[2].values["action"] == "Gọi điện"

    def test_a_step_that_is_added_and_deleted_does_not_come_back(self, room: Room) -> None:
        room.do(Act("add", 0, 0, 5))
        assert room.sync(0).outcome == "conflict"
        (new,) = {record.id for record in room.latest.main.records} & {record.id for record in room.sheet.main.records[2:3]}
        room.put({FieldRef(MAIN, step=new, field="action"): ""})
        room.sync(0)
        assert new not in {record.id for journey in (room.sheet, room.latest) for record in journey.main.records}

    @pytest.mark.parametrize(("machine", "side"), [(0, 0), (0, 1), (1, 0), (1, 1)])
    def test_a_word_counts_whatever_the_clock_of_the_machine_that_heard_it(self, machine: int, side: int, room: Room) -> None:
        wanted = (room.sheet, room.latest)[side]
        room.do(Act("keep", machine, 0, side))
        assert room.open_conflicts() == ()
        assert room.sheet.main.records[0].values == room.latest.main.records[0].values == wanted.main.records[0].values

    def test_a_word_is_about_what_people_saw(self, room: Room) -> None:
        """Whoever preferred the archive had not seen what Lan types now: she is not overruled."""
        told = room.open_conflicts()
        room.word("archive", told[0])
        room.do(Act("answer"))
        typed = room.sheet
        assert room.sync(0).outcome == "conflict"
        assert room.sheet == typed


def test_a_step_that_each_side_emptied_in_part_is_gone(room: Room) -> None:
    room.do(Act("type", 0, 1, 4))
    room.sync(0)
    step = room.sheet.main.records[0]
    room.put({FieldRef(MAIN, step=step.id, field="action"): ""})
    room.do(Act("M empty", 0, 1))
    assert room.sync(0).outcome == "merged"
    assert step.id not in {record.id for journey in (room.sheet, room.latest) for record in journey.main.records}


def test_who_prefers_the_archive_loses_nothing_of_the_sheet(room: Room) -> None:
    room.do(Act("clash", 0, 0, 5))
    typed, imported = (journey.main.records[0].values["action"] for journey in (room.sheet, room.latest))
    assert room.sync(0, SyncOptions(prefer="archive")).outcome == "written"
    assert room.sheet.main.records[0].values["action"] == imported
    assert typed in room.archived()
