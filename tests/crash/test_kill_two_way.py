"""A sync that writes both sides is killed at every place where it writes something: the next one ends as if nothing had happened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetsync.history.record import Side
from sheetsync.history.version import content_digest
from sheetsync.tasks.deciding import SyncOptions
from tests.crash.in_google import prepare_in
from tests.crash.test_kill_sync import LATER, Runner, ended_everywhere, faults, runner
from tests.crash.workspaces import Prepared, archived, import_news, synced, typed_in
from tests.scenario.two_people import Act
from tests.scenario.two_sides import Room

__all__ = ["runner"]

NEWS: dict[str, tuple[Act, ...]] = {
    "both sides changed something": (Act("type", 0, 0, 5), Act("M type", 3, 0, 5)),
    "a line on each side of a list": (Act("line", 0, 0, 1), Act("sync"), Act("line", 0, 0, 1), Act("M line", 0, 1, 1)),
    "a step on each side": (Act("add", 0, 0, 5), Act("M add", 0, 0, 5)),
    "the same step on both sides": (Act("add", 1, 0, 0), Act("M add", 1, 0, 0)),
    "a step gone on each side": (Act("clear", 0), Act("M remove", 4)),
    "moved and renamed": (Act("move", 0, 2), Act("M rename stage", 1), Act("M reorder", 4, 5), Act("rename stage", 2)),
    "a new stage with a step": (Act("M add stage", 1), Act("M add", 1, 0, 5), Act("type", 5, 0, 5)),
    "a conflict beside news": (Act("clash", 0, 0, 5), Act("type", 2, 0, 5), Act("M type", 4, 0, 5)),
    "deleted here, changed there": (Act("clear", 1), Act("M type", 1, 0, 5), Act("M add", 2, 0, 5)),
}


@pytest.mark.parametrize("prefer", [None, "sheet", "archive"])
@pytest.mark.parametrize("news", NEWS.values(), ids=NEWS)
def test_killed_at_any_write(news: tuple[Act, ...], prefer: Side | None) -> None:
    room = Room()
    for act in news:
        room.do(act)
    options = SyncOptions(prefer=prefer)
    whole = room.twin()
    whole.sync(0, options)
    assert {"sheet", *(key.partition("/")[0] for key in whole.made)} >= {"sheet", "sync"}
    for at in range(len(whole.made)):
        for is_before in (True, False):
            twin = room.twin()
            twin.fuse.set(at, before=is_before)
            assert twin.sync(0, options).code == "killed"
            twin.sync(1, options)
            assert said(twin) == said(whole), (at, is_before)
            assert twin.ledger.check().faults == ()


def said(room: Room) -> tuple[object, ...]:
    """What both sides say, and what is left to settle."""
    return content_digest(room.sheet), content_digest(room.latest), room.open_conflicts()


@pytest.fixture(scope="module", params=["xlsx", "google"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """A workspace in which people typed into a sheet, and somebody else imported a version."""
    with prepare_in(request.param, tmp_path_factory.mktemp("two ways") / "hai phía", 1) as prepared:
        import_news(prepared.folder)
        yield prepared


def test_a_process_killed_at_any_call_while_it_writes_both_sides(both: Prepared, runner: Runner, tmp_path: Path) -> None:
    whole = both.copied(tmp_path / "never killed")
    assert runner.run(whole, "sync", later=LATER)["status"] == 0
    assert [result.outcome for result in synced(whole)] == ["unchanged"]
    wanted = typed_in(whole), archived(whole)
    assert "Từ kho lưu trữ" in str(wanted[0])
    for folder in ended_everywhere(both, ("sync",), runner, tmp_path):
        assert faults(folder) == []
        assert runner.run(folder, "sync", later=LATER)["status"] == 0
        assert (typed_in(folder), archived(folder)) == wanted
        assert [result.outcome for result in synced(folder)] == ["unchanged"]
