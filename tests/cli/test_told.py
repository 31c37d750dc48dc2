"""How many there are of something, and on which day: as people say it."""

from zoneinfo import ZoneInfo

import pytest

from sheetsync.cli.told import check_lines, counted, snapshot_lines, stats_line, synced_line, synced_summary
from sheetsync.formats.terminal import Paint
from sheetsync.history.snapshot import Entry, Manifest
from sheetsync.model.journey import MAIN, JourneyMap, Tab
from sheetsync.tasks.audit import CheckReport
from sheetsync.tasks.ledger import Stats
from sheetsync.tasks.snapshot import Taken
from sheetsync.tasks.sync import Plan, Synced

PLAIN = Paint(colour=False)
GYM = JourneyMap("mgym", "t", 1, "Gym", "en", {}, {MAIN: Tab()})
PLAN = Plan((GYM, GYM), (GYM, GYM))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"error": 1, "warning": 1, "info": 1}, "1 error · 1 warning · 1 hint"),
        ({"error": 0, "warning": 2, "info": 3}, "0 errors · 2 warnings · 3 hints"),
    ],
)
def test_findings(counts: dict[str, int], said: str) -> None:
    assert counted(counts, "en") == said


@pytest.mark.parametrize("maps", [1, 2])
def test_a_snapshot(maps: int) -> None:
    entry = Entry("mgym", "Gym", "t", 1, "sha256:0", "zapier", {"error": 1}, ())
    (line,) = snapshot_lines(Taken("2026-Q4", Manifest("2026-Q4", "2026-11-22T09:00:00Z", "1", "UTC", (entry,) * maps), is_new=True), "en", PLAIN)
    assert line.startswith(("", "Froze 2026-Q4: 1 map · 1 error · ", "Froze 2026-Q4: 2 maps · 2 errors · ")[maps])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((1, 1, 1, 1), "1 map, 1 version, 1 snapshot, 1 record"), ((2, 3, 0, 4), "2 maps, 3 versions, 0 snapshots, 4 records")],
)
def test_a_check(numbers: tuple[int, int, int, int], said: str) -> None:
    (line,) = check_lines(CheckReport(*numbers), "en", PLAIN)
    assert line == f"✓ The archive is whole: {said}."


def test_days_of_the_archive_are_those_of_the_workspace() -> None:
    stats = Stats(1, 1, 1, 2048, "2026-11-20T20:00:00Z", "2026-11-22T18:30:00Z")
    assert stats_line(stats, ZoneInfo("Asia/Ho_Chi_Minh"), "en") == "1 map, 1 version, 1 snapshot, 2 KiB; from 2026-11-21 to 2026-11-23."
    assert stats_line(Stats(0, 0, 0, 0, None, None), ZoneInfo("UTC"), "en").endswith("; from – to –.")


@pytest.mark.parametrize(("pending", "said"), [(1, "1 step id could not be written yet"), (2, "2 step ids could not be written yet")])
def test_ids_that_wait(pending: int, said: str) -> None:
    assert said in synced_line(Synced("mgym", "gym.xlsx", "archived", 1, ids_pending=pending), "en", PLAIN)


class TestADryRun:
    """It says what would be done, and never that it was."""

    @pytest.mark.parametrize(
        ("outcome", "vi", "en"),
        [
            ("archived", "sẽ lưu", "would be archived"),
            ("written", "sẽ ghi", "would be written"),
            ("merged", "sẽ gộp", "would be merged"),
            ("unchanged", "không đổi", "unchanged"),
        ],
    )
    def test_of_a_map(self, outcome: str, vi: str, en: str) -> None:
        due = Synced("mgym", "gym.xlsx", outcome, 3, plan=PLAN)  # type: ignore[arg-type]
        for language, said, total in (("vi", vi, "Tổng: 1 "), ("en", en, "In all: 1 ")):
            assert synced_line(due, language, PLAIN) == f"{said} v3  gym.xlsx"
            assert synced_summary([due], language) == f"{total}{said}."

    def test_of_what_people_decided(self) -> None:
        due = Synced("mgym", "gym.xlsx", "archived", 3, waived=1, unwaived=2, plan=PLAN)
        assert synced_line(due, "en", PLAIN).splitlines()[1:] == [
            "  1 finding would be skipped for the reason given in To complete",
            "  2 findings would count again: the reason was emptied",
        ]
        assert synced_line(due, "vi", PLAIN).count("sẽ được") == 2
        done = Synced("mgym", "gym.xlsx", "archived", 3, waived=1, unwaived=2)
        assert synced_line(done, "en", PLAIN).splitlines()[1:] == [
            "  1 finding is skipped for the reason given in To complete",
            "  2 findings count again: the reason was emptied",
        ]
