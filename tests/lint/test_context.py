"""What rules are given beyond the map: only where a rule asks for it, and once a run; else they don't run, and that is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sheetsync.backends.memory import MemoryBackend
from sheetsync.catalog import builtin
from sheetsync.errors import ServiceUnavailable
from sheetsync.history.snapshot import Quarter
from sheetsync.lint.engine import NotRun, RuleSettings, lint, needed, not_run
from sheetsync.lint.rule import PROFILES, Context
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.tasks.lint import Around, check_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.provision import provision
from sheetsync.tasks.snapshot import take_snapshot
from sheetsync.tasks.sync import sync
from tests.cli.conftest import desk, folder
from tests.cli.desk import Desk
from tests.lint.gym import gym

__all__ = ["desk", "folder"]

CUSTOMER = builtin().load("customer-journey")
TODAY = date(2026, 11, 22)
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


def at(instant: str) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(instant).astimezone(UTC)


# The engine


def test_rules_that_lack_something_are_named_with_what_they_lack() -> None:
    bare = Context(gym(), CUSTOMER, TODAY)
    passed_over = {one.rule: one.needs for one in not_run(bare, profile="strict")}

    assert passed_over["gap-stale"] == ("earlier",)
    assert passed_over["generic-map"] == ("related",)
    assert passed_over["stakeholders-too-few"] == ("people",)
    assert not_run(replace(bare, earlier=(), related={}, people=()), profile="strict") == ()


def test_rules_of_other_profiles_and_those_turned_off_are_not_missed() -> None:
    bare = Context(gym(), CUSTOMER, TODAY)
    rules = [one.rule for one in not_run(bare, profile="zapier")]

    assert "gap-stale" in rules
    assert "generic-map" not in rules
    assert NotRun("gap-stale", ("earlier",)) not in not_run(bare, profile="zapier", settings={"gap-stale": RuleSettings(off=True)})
    assert not_run(replace(bare, map_type=None), profile="strict") == ()


def test_what_is_needed_follows_the_profile_and_the_settings() -> None:
    assert needed("strict") == {"earlier", "related", "people"}
    assert "people" not in needed("zapier")
    assert "people" not in needed("hubspot", {"stakeholders-too-few": RuleSettings(off=True)})


@pytest.mark.parametrize("profile", PROFILES)
def test_looking_at_every_other_map_is_left_to_strict(profile: str) -> None:
    assert ("related" in needed(profile)) is (profile == "strict")


def test_nobody_in_the_room_is_not_the_same_as_nobody_knows() -> None:
    known = replace(Context(gym(), CUSTOMER, TODAY), people=())

    assert "stakeholders-too-few" in {finding.rule for finding in lint(known, profile="hubspot")}
    assert "stakeholders-too-few" not in {finding.rule for finding in lint(replace(known, people=None), profile="hubspot")}


# The task


@pytest.fixture
def frozen(desk: Desk) -> Desk:
    """The gym with a gap that is open since the second quarter, and an emotionless map beside it."""
    parts = desk.parts(at("2026-04-10T03:00:00+00:00"))
    desk.ref = provision(parts, "customer-journey", "Phòng tập", language="vi").ref
    provision(parts, "lifecycle", "Sổ tay", language="vi")
    desk.fill(desk.ref, "gym")
    for instant, quarter in (("2026-05-10T03:00:00+00:00", Q2), ("2026-08-10T03:00:00+00:00", Q3)):
        then = desk.parts(at(instant))
        list(sync(then))
        take_snapshot(then, quarter)
    return desk


def rules_found(desk: Desk, instant: str, profile: str | None = None) -> set[str]:
    parts = replace(desk.parts(at(instant)), profile=profile)
    opened = desk.open(desk.ref)
    return {finding.rule for finding in check_map(parts, opened.reading, opened.map_type, around=Around(parts), ref=desk.ref).findings}


def test_a_gap_of_two_quarters_is_stale_in_the_third(frozen: Desk) -> None:
    assert "gap-stale" in rules_found(frozen, "2026-10-20T03:00:00+00:00")
    assert "gap-stale" not in rules_found(frozen, "2026-09-20T03:00:00+00:00")


def test_a_snapshot_of_the_running_quarter_is_not_earlier(frozen: Desk) -> None:
    around = Around(frozen.parts())
    map_id = frozen.open(frozen.ref).reading.map.id

    def labels(day: date) -> list[str]:
        return [one.label for one in around.earlier(map_id, day) or ()]

    assert labels(date(2026, 11, 22)) == ["2026-Q3", "2026-Q2"]
    assert labels(date(2026, 9, 30)) == ["2026-Q2"]
    assert labels(date(2026, 6, 30)) == []
    assert around.earlier("nobody", TODAY) == ()


def test_what_was_removed_since_the_last_quarter_is_told_on_its_cell(frozen: Desk) -> None:
    step = frozen.records(frozen.ref)[0]
    frozen.type(frozen.ref, {FieldRef(MAIN, step=step.id, field="touchpoint"): "Quảng cáo trả phí quanh khu nhà"})
    found = [finding for finding in frozen.lint(frozen.ref) if finding["rule"] == "touchpoint-removed"]

    assert [(finding["step"], finding["count"], finding["severity"]) for finding in found] == [(step.id, 2, "info")]


def test_a_quarter_nobody_froze_is_told_by_the_next_one(frozen: Desk) -> None:
    assert "snapshot-missing" not in rules_found(frozen, "2026-11-22T03:00:00+00:00")
    assert "snapshot-missing" in rules_found(frozen, "2027-01-22T03:00:00+00:00")


def test_the_past_is_linted_as_of_its_day(frozen: Desk) -> None:
    """Freezing the same quarter again later says the same: what came after its end is not looked at."""
    first = take_snapshot(frozen.parts(at("2026-10-02T03:00:00+00:00")), Q3)
    provision(frozen.parts(at("2026-10-03T03:00:00+00:00")), "customer-journey", "Phòng tập mới", language="vi")
    frozen.type(frozen.ref, {FieldRef(field="objective"): "Khác hẳn"})
    list(sync(frozen.parts(at("2026-10-04T03:00:00+00:00"))))

    assert not first.is_new
    assert not take_snapshot(frozen.parts(at("2026-12-05T03:00:00+00:00")), Q3).is_new


class Counting:
    """The ledger, counting how many versions are loaded."""

    def __init__(self, ledger: Any) -> None:
        self._ledger = ledger
        self.loaded = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def load(self, map_id: str, number: int) -> Any:
        self.loaded += 1
        return self._ledger.load(map_id, number)


@pytest.fixture
def watched(frozen: Desk) -> tuple[Desk, Workspace, Counting]:
    parts = frozen.parts(at("2026-11-22T03:00:00+00:00"))
    counting = Counting(parts.ledger)
    return frozen, replace(parts, ledger=counting), counting  # type: ignore[arg-type]


def test_nothing_is_loaded_that_no_rule_needs(watched: tuple[Desk, Workspace, Counting]) -> None:
    desk, parts, counting = watched
    opened = desk.open(desk.ref)
    settings = {slug: RuleSettings(off=True) for slug in ("actions-grew", "emotion-fell", "gap-stale", "snapshot-missing", "touchpoint-removed")}

    check_map(replace(parts, rules=settings), opened.reading, opened.map_type, around=Around(parts), ref=desk.ref)
    check_map(parts, opened.reading, opened.map_type, around=Around(parts), ref=desk.ref, only_structural=True)
    assert counting.loaded == 0
    check_map(parts, opened.reading, opened.map_type, around=Around(parts), ref=desk.ref)
    assert counting.loaded == 2


def test_the_other_maps_are_loaded_once_a_run(watched: tuple[Desk, Workspace, Counting]) -> None:
    _, parts, counting = watched
    around = Around(parts)

    assert around.related("nobody") is not None
    assert counting.loaded == 0
    for map_id in parts.ledger.maps() * 3:
        assert map_id not in dict(around.related(map_id) or {})
    assert counting.loaded == len(parts.ledger.maps()) == 2


def test_where_there_is_no_archive_nobody_knows(folder: Desk) -> None:
    ref = folder.new("Phòng tập", "current-state", "--language", "vi")
    told = folder("lint", ref, "--verbose", "--profile", "strict", "--language", "en", "--fail-on", "never")
    lines = told.err.splitlines()

    assert told.status == 0
    assert len(lines) == 3
    assert any(line.startswith("Not run, because no archive shows other maps: generic-map") for line in lines)
    assert any("gap-stale" in line for line in lines)
    assert any("stakeholders-too-few" in line for line in lines)
    assert folder("lint", ref, "--language", "en", "--fail-on", "never").err == ""


def test_in_a_workspace_on_files_only_people_are_unknown(frozen: Desk) -> None:
    told = frozen("lint", "--verbose", "--profile", "strict", "--fail-on", "never")

    assert told.err == "Không chạy vì nơi để bảng tính không cho biết ai mở được: stakeholders-too-few.\n"


def test_a_damaged_snapshot_never_keeps_a_map_from_being_linted(frozen: Desk) -> None:
    (frozen.folder / "archive" / "snapshots" / "2026-Q3.json").write_text("{}", encoding="utf-8")
    told = frozen("lint", frozen.ref, "--verbose", "--language", "en", "--fail-on", "never")

    assert told.status == 0
    assert "gap-stale" in told.err


def test_people_are_asked_of_the_backend() -> None:
    class Refusing(MemoryBackend):
        def people(self, ref: str) -> tuple[str, ...]:
            raise ServiceUnavailable(en=f"{ref} is down", vi=f"{ref} đang hỏng")

    def around(backend: MemoryBackend) -> Around:
        return Around(Workspace(backend, builtin(), at("2026-11-22T03:00:00+00:00"), bytes, UTC, "me", ledger=None))  # type: ignore[arg-type]

    backend = MemoryBackend()
    backend.put("gym", ())
    backend.share("gym", "lan@example.com", "writer")

    assert around(backend).people("gym") == ("lan@example.com",)
    assert around(backend).people("elsewhere") is None
    assert around(backend).people(None) is None
    assert around(Refusing()).people("gym") is None
