"""Quarters: which version belongs to which, to the second, in the time zone of the workspace."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from sheetsync.errors import UsageError
from sheetsync.history.snapshot import Quarter
from sheetsync.model.journey import FieldRef
from sheetsync.tasks.compare import compare_snapshots
from sheetsync.tasks.provision import provision
from sheetsync.tasks.snapshot import quarter_of, take_snapshot
from sheetsync.tasks.sync import sync
from tests.cli.desk import Desk

Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)


def at(instant: str) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: datetime.fromisoformat(instant)


@dataclass
class Diary:
    """A map that people write into at known instants; each entry becomes a version."""

    desk: Desk

    def begin(self, instant: str) -> None:
        parts = self.desk.parts(at(instant))
        self.desk.ref = provision(parts, "lifecycle", "Sổ tay", language="vi").ref

    def write(self, instant: str, text: str) -> int:
        self.desk.type(self.desk.ref, {FieldRef(field="objective"): text})
        (result,) = sync(self.desk.parts(at(instant)), [self.desk.ref])
        assert result.version is not None
        return result.version

    def frozen(self, quarter: Quarter, instant: str = "2027-02-01T00:00:00Z", *, amend: bool = False) -> int:
        (entry,) = take_snapshot(self.desk.parts(at(instant)), quarter, amend=amend).manifest.maps
        return entry.version


@pytest.fixture
def diary(desk: Desk) -> Diary:
    return Diary(desk)


def in_zone(desk: Desk, zone: str) -> None:
    toml = desk.folder / "sheetsync.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("Asia/Ho_Chi_Minh", zone), encoding="utf-8")


@pytest.mark.parametrize(
    ("zone", "last", "first"),
    [
        ("Asia/Ho_Chi_Minh", "2026-09-30T16:59:59Z", "2026-09-30T17:00:00Z"),
        ("UTC", "2026-09-30T23:59:59Z", "2026-10-01T00:00:00Z"),
        ("America/New_York", "2026-10-01T03:59:59Z", "2026-10-01T04:00:00Z"),
        ("Asia/Kathmandu", "2026-09-30T18:14:59.999999Z", "2026-09-30T18:15:00Z"),
    ],
)
def test_a_quarter_ends_at_midnight_in_the_zone_of_the_workspace(zone: str, last: str, first: str, diary: Diary) -> None:
    in_zone(diary.desk, zone)
    diary.begin("2026-07-01T12:00:00Z")
    before, after = diary.write(last, "một giây trước"), diary.write(first, "đúng nửa đêm")
    assert (diary.frozen(Q3), diary.frozen(Q4)) == (before, after)
    assert quarter_of(diary.desk.parts(at(last)), None) == Q3
    assert quarter_of(diary.desk.parts(at(first)), None) == Q4


def test_a_quarter_in_which_nothing_changed_still_holds_the_version_that_stood(diary: Diary) -> None:
    diary.begin("2026-01-10T00:00:00Z")
    version = diary.write("2026-02-01T00:00:00Z", "mùa xuân")
    assert [diary.frozen(Quarter(2026, number)) for number in (1, 2, 3, 4)] == [version] * 4
    assert compare_snapshots(diary.desk.parts(), "2026-Q1", "2026-Q4") == ()


def test_what_moved_between_two_quarters(diary: Diary) -> None:
    diary.begin("2026-07-01T00:00:00Z")
    diary.write("2026-08-01T00:00:00Z", "quý ba")
    diary.frozen(Q3, "2026-10-02T00:00:00Z")
    diary.write("2026-11-01T00:00:00Z", "quý bốn")
    diary.frozen(Q4, "2027-01-02T00:00:00Z")
    (changes,) = diary.desk.json("diff", "2026-Q3", "2026-Q4")["maps"]
    assert [(change["field"], change["before"], change["after"]) for change in changes["changes"]] == [("objective", "quý ba", "quý bốn")]
    assert "Về bản đồ này: mục tiêu đổi từ “quý ba” thành “quý bốn”" in diary.desk.done("diff", "2026-Q3", "2026-Q4")


def test_a_map_that_came_later_is_added_as_a_whole(diary: Diary) -> None:
    diary.begin("2026-07-01T00:00:00Z")
    diary.frozen(Q3, "2026-10-02T00:00:00Z")
    parts = diary.desk.parts(at("2026-11-01T00:00:00Z"))
    provision(parts, "lifecycle", "Mới", language="vi")
    take_snapshot(diary.desk.parts(at("2027-01-02T00:00:00Z")), Q4)
    (changes,) = diary.desk.json("diff", "2026-Q3", "2026-Q4")["maps"]
    title, *stages = changes["changes"]
    assert (title["field"], title["after"]) == ("title", "Mới")
    assert [(change["kind"], change["stage"]) for change in stages] == [("added", "pre-purchase"), ("added", "purchase"), ("added", "post-purchase")]
    assert diary.desk.done("diff", "2026-Q3", "2026-Q4") == "Mới  Vòng đời ba giai đoạn\n  + Bản đồ mới: 3 giai đoạn\n"


def test_the_running_quarter_can_be_amended_and_every_edition_stays(diary: Diary) -> None:
    diary.begin("2026-10-05T00:00:00Z")
    first = diary.frozen(Q4, "2026-11-01T00:00:00Z")
    second = diary.write("2026-11-10T00:00:00Z", "thêm")
    with pytest.raises(UsageError, match="--amend"):
        diary.frozen(Q4, "2026-11-11T00:00:00Z")
    assert diary.frozen(Q4, "2026-11-11T00:00:00Z", amend=True) == second != first
    third = diary.write("2026-12-10T00:00:00Z", "nữa")
    assert diary.frozen(Q4, "2026-12-11T00:00:00Z", amend=True) == third
    assert sorted(path.name for path in (diary.desk.folder / "archive" / "snapshots").iterdir()) == [
        "2026-Q4.json",
        "2026-Q4~2.json",
        "2026-Q4~3.json",
    ]
    assert diary.desk.json("snapshots")["snapshots"][0]["edition"] == 3
    assert diary.desk.json("show", f"{diary.desk.ref}@2026-Q4~2")["version"] == second
    assert diary.desk.json("archive", "check")["ok"]


def test_what_is_saved_after_the_end_never_gets_into_a_closed_quarter(diary: Diary) -> None:
    diary.begin("2026-07-01T00:00:00Z")
    version = diary.frozen(Q3, "2026-10-02T00:00:00Z")
    diary.write("2026-10-03T00:00:00Z", "muộn")
    assert diary.frozen(Q3, "2026-10-04T00:00:00Z") == version
    assert diary.frozen(Q3, "2026-10-04T00:00:00Z", amend=True) == version
    assert [path.name for path in (diary.desk.folder / "archive" / "snapshots").iterdir()] == ["2026-Q3.json"]


def test_a_quarter_that_has_not_begun_cannot_be_frozen(diary: Diary) -> None:
    diary.begin("2026-07-01T00:00:00Z")
    with pytest.raises(UsageError, match="has not begun yet"):
        diary.frozen(Q4, "2026-09-30T16:59:59Z")
    assert diary.frozen(Q4, "2026-09-30T17:00:00Z") == 1


def test_a_date_names_what_stood_at_the_end_of_that_day(diary: Diary) -> None:
    diary.begin("2026-07-01T00:00:00Z")
    late = diary.write("2026-08-05T16:59:59Z", "trước nửa đêm ở Sài Gòn")
    next_day = diary.write("2026-08-05T17:00:00Z", "sau nửa đêm ở Sài Gòn")
    shown = [diary.desk.json("show", f"{diary.desk.ref}@{day}")["version"] for day in ("2026-08-04", "2026-08-05", "2026-08-06")]
    assert shown == [1, late, next_day]
    assert "2026-06-30" in diary.desk.refused("show", f"{diary.desk.ref}@2026-06-30")
