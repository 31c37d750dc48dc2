"""Much is gone from one side: people say whether it was meant, and what was not meant comes back from the other side."""

import json
from typing import Any

import pytest
from openpyxl.workbook import Workbook as Book

from sheetsync.history.version import content_digest
from sheetsync.model.journey import MAIN, FieldRef, Record
from sheetsync.model.writing import plan_values
from sheetsync.tasks.deciding import SyncOptions
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.sync import sync
from tests.cli.desk import Desk, tab
from tests.tasks.archived import Office

TITLE = "Phòng tập thể dục"


@pytest.fixture(params=["gym", "google_gym"], ids=["xlsx", "google"])
def room(request: pytest.FixtureRequest) -> Desk:
    """The gym on each backend, in step."""
    desk: Desk = request.getfixturevalue(request.param)
    return desk


def empty(desk: Desk, *, but: int = 0) -> tuple[Record, ...]:
    """Empty the map itself but for its first steps; what stood there."""
    records = desk.records(desk.ref)
    desk.type(desk.ref, {FieldRef(MAIN, step=one.id, field=field): "" for one in records[but:] for field in one.values})
    return records


def brought_in(desk: Desk, records: list[Any], *options: str) -> None:
    """Somebody imports the map with these steps."""
    value = desk.json("show", desk.ref)
    value["journey"]["tabs"][MAIN]["records"] = records
    (desk.folder / "map.json").write_text(json.dumps(value), encoding="utf-8")
    assert desk.json("import", desk.ref, "map.json", *options)["outcome"] == "imported"


def archived(desk: Desk) -> list[Any]:
    """The steps that the archive knows."""
    records: list[Any] = desk.json("show", desk.ref)["journey"]["tabs"][MAIN]["records"]
    return records


def stopped(desk: Desk, side: tuple[str, str], *answers: str) -> None:
    """Nothing is done, and it says on which side it is gone, and the whole commands that answer."""
    for language, where in zip(("vi", "en"), side, strict=True):
        told = desk.sync(desk.ref, "--language", language, status=1)[desk.ref]
        assert (told["outcome"], told["error"]["code"]) == ("stopped", "deletions")
        message = told["error"]["message"]
        assert where in message
        assert [answer for answer in answers if f'`sheetsync sync "{desk.ref}" {answer}`' not in message] == []


def in_step(desk: Desk) -> None:
    assert content_digest(desk.open(desk.ref).reading.map) == desk.json("show", desk.ref)["content"]
    assert desk.sync(desk.ref)[desk.ref]["outcome"] == "unchanged"
    assert desk.json("archive", "check")["ok"]


class TestFromTheSheet:
    WHERE = ("biến mất khỏi bảng tính", "is gone from the sheet")

    def test_an_emptied_tab_is_filled_from_the_archive_again(self, room: Desk) -> None:
        before = empty(room)
        stopped(room, self.WHERE, "--accept-deletions", "--prefer archive")
        version = room.json("show", room.ref)["version"]
        told = room.sync(room.ref, "--prefer", "archive")[room.ref]
        assert (told["outcome"], told["version"]) == ("written", version)
        assert room.records(room.ref) == before
        in_step(room)

    def test_what_else_was_done_in_the_sheet_stays(self, shop: Desk) -> None:
        before = empty(shop, but=2)
        shop.type(shop.ref, {FieldRef(MAIN, step=before[0].id, field="touchpoint"): "Bảng hiệu"})
        assert shop.sync(shop.ref, "--prefer", "archive")[shop.ref]["outcome"] == "merged"
        first, *others = shop.records(shop.ref)
        assert (first.values["touchpoint"], tuple(others)) == ("Bảng hiệu", before[1:])
        in_step(shop)

    def test_news_of_the_archive_come_with_it(self, gym: Desk) -> None:
        records = archived(gym)
        records[1]["values"]["gap"] = "Lịch lớp"
        brought_in(gym, records)
        empty(gym)
        assert gym.sync(gym.ref, "--prefer", "archive")[gym.ref]["outcome"] == "written"
        assert gym.records(gym.ref)[1].values["gap"] == "Lịch lớp"
        in_step(gym)

    def test_a_dry_run_says_what_would_come_back(self, gym: Desk) -> None:
        count = len(empty(gym))
        before = gym.disk()
        told = gym.sync(gym.ref, "--prefer", "archive", "--dry-run")[gym.ref]
        assert [change["kind"] for change in told["plan"]["sheet"]] == ["added"] * count
        assert told["plan"]["archive"] == []
        assert gym.disk() == before

    def test_both_answers_at_once_take_the_deletions_as_meant(self, gym: Desk) -> None:
        empty(gym)
        assert gym.sync(gym.ref, "--prefer", "archive", "--accept-deletions")[gym.ref]["outcome"] == "archived"
        assert archived(gym) == []
        in_step(gym)

    def test_a_lost_column_comes_back_once_it_has_a_place(self, gym: Desk) -> None:
        before = gym.records(gym.ref)
        column = gym.open(gym.ref).reading.places[MAIN].columns["touchpoint"] + 1
        row = gym.open(gym.ref).reading.places[MAIN].head + 1

        def lose(book: Book) -> None:
            tab(book, "Bản đồ").delete_cols(column)

        def put_back(book: Book) -> None:
            tab(book, "Bản đồ").insert_cols(column)
            tab(book, "Bản đồ").cell(row, column).value = "Điểm chạm"

        gym.rewrite(gym.ref, lose)
        stopped(gym, self.WHERE, "--accept-deletions", "--prefer archive")
        told = gym.sync(gym.ref, "--prefer", "archive", "--language", "en", status=1)[gym.ref]
        assert told["error"]["code"] == "no-place"
        assert told["error"]["message"].endswith(
            f'with its heading (or put its text in place of the formula), and run `sheetsync sync "{gym.ref}" --prefer archive`.'
        )
        gym.rewrite(gym.ref, put_back)
        assert gym.sync(gym.ref, "--prefer", "archive")[gym.ref]["outcome"] == "written"
        assert gym.records(gym.ref) == before
        in_step(gym)

    def test_a_step_that_was_deleted_beside_a_lost_column_stays_deleted(self, gym: Desk) -> None:
        """And one that says nothing outside of that column comes back."""
        first, second, *_ = gym.records(gym.ref)
        gym.type(gym.ref, {FieldRef(MAIN, step=second.id, field=field): "" for field in second.values if field != "touchpoint"})
        gym.sync()
        before = gym.records(gym.ref)
        gym.type(gym.ref, {FieldRef(MAIN, step=first.id, field=field): "" for field in first.values})
        gym.type(gym.ref, {FieldRef(MAIN, step=one.id, field="touchpoint"): "" for one in before[1:]})
        assert gym.sync(gym.ref, "--prefer", "archive")[gym.ref]["outcome"] == "merged"
        assert gym.records(gym.ref) == before[1:]
        in_step(gym)

    def test_an_emptied_tab_that_says_what_an_old_version_said_is_answered_once(self, desk: Desk) -> None:
        """It was empty when it was made, too."""
        desk.ref = desk.new()
        step = desk.open(desk.ref).reading.places[MAIN].rows[0].id
        desk.type(desk.ref, {FieldRef(MAIN, step=step, field="touchpoint"): "Bảng hiệu"})
        desk.sync()
        desk.type(desk.ref, {FieldRef(MAIN, step=step, field="touchpoint"): ""})
        assert desk.sync(status=1)[desk.ref]["error"]["code"] == "old-copy"
        assert desk.sync(desk.ref, "--prefer", "archive")[desk.ref]["outcome"] == "written"
        assert [record.values for record in desk.records(desk.ref)] == [{"touchpoint": "Bảng hiệu"}]
        in_step(desk)

    def test_in_memory(self) -> None:
        office = Office()
        office.put(lambda journey: journey.update(title="Cửa hàng mới"))
        office.sync()
        opened = open_map(office.space, office.ref)
        assert opened.map_type is not None
        before = opened.reading.map.main.records
        gone = {FieldRef(MAIN, step=one.id, field=field): "" for one in before for field in one.values}
        office.write(*plan_values(opened.reading, opened.map_type, gone))
        office.put(lambda journey: journey["tabs"][MAIN]["records"][0]["values"].update(process="Treo đèn"))
        assert office.sync().code == "deletions"
        (done,) = sync(office.space, [office.ref], SyncOptions(prefer="archive"))
        assert done.outcome == "written"
        first, *others = open_map(office.space, office.ref).reading.map.main.records
        assert (first.values["process"], tuple(others)) == ("Treo đèn", before[1:])
        assert office.sync().outcome == "unchanged"


class TestFromTheArchive:
    WHERE = ("biến mất khỏi kho lưu trữ", "is gone from the archive")

    @pytest.fixture
    def shrunk(self, shop: Desk) -> Desk:
        """Something else than sheetsync's own commands put a version into the archive that lacks all steps of the map but one."""
        space = shop.parts()
        (map_id,) = space.ledger.maps()
        latest = space.ledger.latest(map_id)
        assert latest is not None
        version = space.ledger.load(map_id, latest.version)
        one = version.journey.main._replace(records=version.journey.main.records[:1])
        journey = version.journey._replace(tabs={**version.journey.tabs, MAIN: one})
        space.ledger.append(map_id, journey, author="Minh", reason="sync", source=version.source, saved_at=space.instant(), parent=latest)
        return shop

    def test_the_sheet_keeps_it_and_it_is_archived_again(self, shrunk: Desk) -> None:
        before = shrunk.records(shrunk.ref)
        stopped(shrunk, self.WHERE, "--accept-deletions", "--prefer sheet")
        assert shrunk.sync(shrunk.ref, "--prefer", "archive", status=1)[shrunk.ref]["outcome"] == "stopped"
        assert shrunk.sync(shrunk.ref, "--prefer", "sheet")[shrunk.ref]["outcome"] == "archived"
        assert shrunk.records(shrunk.ref) == before
        assert [record["id"] for record in archived(shrunk)] == [record.id for record in before]
        in_step(shrunk)

    def test_what_was_typed_meanwhile_stays_too(self, shrunk: Desk) -> None:
        for at, text in enumerate(("Bảng hiệu", "Tờ rơi")):
            shrunk.type(shrunk.ref, {FieldRef(MAIN, step=shrunk.records(shrunk.ref)[at].id, field="touchpoint"): text})
        assert shrunk.sync(shrunk.ref, "--prefer", "sheet")[shrunk.ref]["outcome"] == "archived"
        assert [record["values"]["touchpoint"] for record in archived(shrunk)[:2]] == ["Bảng hiệu", "Tờ rơi"]
        in_step(shrunk)


class TestAgreedToAlready:
    """Who was asked once is not asked again."""

    def test_by_a_restore(self, room: Desk) -> None:
        assert room.json("restore", f"{TITLE}@1", "--yes")["outcome"] == "restored"
        assert room.sync(room.ref)[room.ref]["outcome"] == "written"
        assert room.records(room.ref) == ()
        in_step(room)

    def test_by_an_import_with_accepted_deletions(self, gym: Desk) -> None:
        brought_in(gym, [], "--accept-deletions")
        records = archived(gym)
        assert records == []
        assert gym.sync(gym.ref)[gym.ref]["outcome"] == "written"
        assert gym.records(gym.ref) == ()
        in_step(gym)

    def test_but_not_to_what_else_is_gone(self, gym: Desk) -> None:
        """Both came from elsewhere, in small steps that nobody was asked about."""
        records = archived(gym)
        assert len(records) == 5
        for left in (3, 1, 0):
            brought_in(gym, records[:left], *(["--accept-deletions"] if left == 0 else []))
        assert gym.sync(gym.ref, status=1)[gym.ref]["error"]["code"] == "deletions"


def test_restore_says_the_whole_command_that_settles_what_stops_it(gym: Desk) -> None:
    empty(gym, but=0)
    told = gym("restore", f"{TITLE}@1", "--yes")
    assert told.status == 1
    assert f'`sheetsync sync "{gym.ref}" --prefer archive`' in told.out
    assert "chạy lại" not in told.out
