from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.errors import ArchiveDamaged, NewerThanThis, UsageError
from sheetsync.history.snapshot import Entry, FindingMark, Manifest, Quarter, decode, encode, last_before, says_the_same

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
GYM = Entry(
    map="gym",
    title="Phòng tập",
    type="customer-journey",
    version=3,
    digest="sha256:" + "a" * 64,
    profile="zapier",
    counts={"error": 1},
    findings=(FindingMark("stage-empty", "0123456789abcdef", "error", "trial"),),
)
SHOP = replace(GYM, map="shop", title="Cửa hàng", counts={}, findings=())
Q4 = Manifest(label="2026-Q4", made_at="2026-12-31T17:00:00Z", program="0.1.0", timezone="Asia/Ho_Chi_Minh", maps=(GYM, SHOP))
KEY = "snapshots/2026-Q4.json"


def test_quarters_begin_and_end_at_midnight_where_the_team_lives() -> None:
    quarter = Quarter.parse("2026-Q4")
    assert quarter.start(SAIGON) == datetime(2026, 9, 30, 17, tzinfo=UTC)
    assert quarter.end(SAIGON) == datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert (quarter.first_day, quarter.last_day) == (date(2026, 10, 1), date(2026, 12, 31))


@given(st.dates(date(2, 1, 1), date(9990, 1, 1)))
def test_quarters_follow_one_another(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.following.previous == quarter == quarter.previous.following
    assert quarter.end(SAIGON) == quarter.following.start(SAIGON)
    assert str(quarter.previous) < str(quarter) < str(quarter.following)


@pytest.mark.parametrize("label", ["2026-Q5", "2026Q1", "Q1", "0000-Q1", "9999-Q4", "", "2026-Q1~2"])
def test_other_labels_are_refused_with_an_example(label: str) -> None:
    with pytest.raises(UsageError, match="2026-Q4") as caught:
        Quarter.parse(label)
    assert "không phải là một quý" in caught.value.vi


def test_the_last_version_of_a_quarter_is_found_without_reading_older_ones() -> None:
    def newest_first() -> Iterator[tuple[int, str]]:
        yield 4, "2027-01-02T00:00:00Z"
        yield 3, "2026-12-31T17:00:00Z"
        yield 2, "2026-12-31T16:59:59Z"
        pytest.fail("read further than needed")

    assert last_before(newest_first(), Quarter(2026, 4).end(SAIGON)) == 2
    assert last_before([(1, "2027-01-02T00:00:00Z")], Quarter(2026, 4).end(SAIGON)) is None


def test_a_manifest_comes_back_with_every_count_and_in_the_order_of_maps() -> None:
    again = decode(encode(replace(Q4, maps=(SHOP, GYM))), KEY)
    assert says_the_same(again, Q4)
    assert [entry.map for entry in again.maps] == ["gym", "shop"]
    assert again.maps[0].counts == {"error": 1, "warning": 0, "info": 0}
    assert again.maps[0].findings == GYM.findings


def test_when_and_by_whom_a_snapshot_was_made_is_not_what_it_says() -> None:
    later = replace(Q4, made_at="2027-01-05T00:00:00Z", program="0.2.0", edition=2, amends="sha256:" + "b" * 64)
    assert says_the_same(Q4, later)
    assert not says_the_same(Q4, replace(Q4, maps=(replace(GYM, version=4), SHOP)))
    assert not says_the_same(Q4, replace(Q4, maps=(replace(GYM, findings=()), SHOP)))
    assert not says_the_same(Q4, replace(Q4, maps=(GYM,)))


@given(st.integers(min_value=0), st.integers(0, 7))
def test_every_flipped_bit_of_a_manifest_is_found(place: int, bit: int) -> None:
    body = bytearray(encode(Q4))
    body[place % len(body)] ^= 1 << bit
    with pytest.raises((ArchiveDamaged, NewerThanThis)):
        decode(bytes(body), KEY)


def test_a_manifest_under_another_name_is_found() -> None:
    with pytest.raises(ArchiveDamaged, match=r"by its content this file is snapshots/2026-Q4\.json"):
        decode(encode(Q4), "snapshots/2026-Q4~2.json")


def test_what_could_not_be_read_back_is_never_written() -> None:
    with pytest.raises(ValueError, match="not a snapshot"):
        encode(replace(Q4, label="../x"))
