"""How many calls of Google's each command takes, told by the local Google's log: few, however many maps there are."""

from datetime import timedelta

import pytest

from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.google_desk import LAN, GoogleDesk

READ, WRITE = "spreadsheets.get", "spreadsheets.batchUpdate"


@pytest.fixture
def gym(google_gym: GoogleDesk) -> GoogleDesk:
    """The gym in Google Sheets, in step with its archive."""
    return google_gym


def reword(desk: GoogleDesk) -> None:
    """A colleague rewords a touchpoint: a new version, and no finding comes or goes."""
    (first, *_) = desk.records(desk.ref)
    desk.type(desk.ref, {FieldRef(MAIN, step=first.id, field="touchpoint"): f"{first.values['touchpoint']} (mới)"})


def empty(desk: GoogleDesk) -> None:
    """A colleague empties the touchpoints of a step: a finding comes."""
    (first, *_) = desk.records(desk.ref)
    desk.type(desk.ref, {FieldRef(MAIN, step=first.id, field="touchpoint"): ""})


@pytest.mark.parametrize("shares", [0, 1, 3])
def test_a_new_map_takes_two_and_one_for_each_share(shares: int, google_desk: GoogleDesk) -> None:
    people = [word for number in range(shares) for word in ("--share", f"khach{number}@example.com:commenter")]
    before = len(google_desk.calls())
    google_desk.new("Phòng tập", "customer-journey", *people)
    assert google_desk.since(before) == ["files.create", WRITE, *["permissions.create"] * shares]


@pytest.mark.parametrize("verb", ["lint", "validate"])
def test_reading_a_map_takes_one(verb: str, gym: GoogleDesk) -> None:
    before = len(gym.calls())
    gym.json(verb, gym.ref)
    assert gym.since(before) == [READ]


def test_a_map_named_by_its_title_is_found_without_reading_the_others(gym: GoogleDesk) -> None:
    for title in ("Hai", "Ba"):
        gym.new(title)
    before = len(gym.calls())
    gym.json("lint", "thể dục")
    assert gym.since(before) == ["files.list", READ]
    before = len(gym.calls())
    gym.json("log", "Ba")
    assert gym.since(before) == ["files.list"]


def test_a_map_renamed_since_it_was_archived_is_found_by_its_new_title(gym: GoogleDesk) -> None:
    gym.type(gym.ref, {FieldRef(field="title"): "Câu lạc bộ bơi"})
    assert [report["ref"] for report in gym.json("lint", "bơi")["maps"]] == [gym.ref]


def test_a_sync_that_only_reads_takes_one(gym: GoogleDesk) -> None:
    reword(gym)
    before = len(gym.calls())
    assert gym.sync(gym.ref)[gym.ref]["outcome"] == "archived"
    assert gym.since(before) == [READ]


def test_a_sync_that_writes_reads_afresh_and_writes_once(gym: GoogleDesk) -> None:
    empty(gym)
    before = len(gym.calls())
    assert gym.sync(gym.ref)[gym.ref]["edits"] > 0
    assert gym.since(before) == [READ, READ, WRITE]


def test_asking_unchanged_maps_for_news_takes_one_however_many_there_are(gym: GoogleDesk) -> None:
    for title in ("Hai", "Ba", "Bốn"):
        gym.new(title)
    while {told["outcome"] for told in gym.sync().values()} != {"unchanged"}:
        pass
    gym.sync()
    before = len(gym.calls())
    assert {told["outcome"] for told in gym.sync().values()} == {"unchanged"}
    assert gym.since(before) == ["changes.list"]


def test_only_what_changed_is_read(gym: GoogleDesk) -> None:
    gym.new("Hai")
    gym.sync()
    gym.sync()
    reword(gym)
    before = len(gym.calls())
    told = gym.sync()
    assert told[gym.ref]["outcome"] == "archived"
    assert gym.since(before) == ["changes.list", READ]


def test_our_own_writes_are_no_news(gym: GoogleDesk) -> None:
    empty(gym)
    assert gym.sync()[gym.ref]["edits"] > 0
    version = gym.google.world.files[gym.file_id(gym.ref)].version
    changes = len(gym.google.world.changes)
    for _ in range(3):
        told = gym.sync()[gym.ref]
        assert (told["outcome"], told["edits"]) == ("unchanged", 0)
    assert gym.google.world.files[gym.file_id(gym.ref)].version == version
    assert len(gym.google.world.changes) == changes


def test_signals_that_lag_delay_a_version_and_lose_none(gym: GoogleDesk) -> None:
    gym.google.world.lag = timedelta(minutes=3)
    reword(gym)
    assert gym.sync()[gym.ref]["outcome"] == "unchanged", "the signal has not come yet"
    assert gym.sync(gym.ref)[gym.ref]["outcome"] == "archived", "who names a map has it read"
    gym.google.world.lag = timedelta(0)


def test_many_maps_are_listed_a_thousand_a_call(google_desk: GoogleDesk) -> None:
    world = google_desk.google.world
    account = world.account(LAN)
    for number in range(10_000):
        world.add_file(f"Bản đồ {number}", "application/vnd.google-apps.spreadsheet", account, parents=[google_desk.drive.id])
    backend = google_desk.parts().backend
    before = len(google_desk.calls())
    first = backend.news(None)
    assert len(first.marks) == 10_000
    assert google_desk.since(before) == ["files.get", "changes.getStartPageToken", *["files.list"] * 10]
    before = len(google_desk.calls())
    assert backend.news(first.cursor).marks == first.marks
    assert google_desk.since(before) == ["changes.list"]
