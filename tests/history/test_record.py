from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.errors import ArchiveDamaged, NewerThanThis
from sheetsync.history.keys import edition_of, is_instant, is_map_id, number_of, workbook_key
from sheetsync.history.record import Decision, SyncRecord, decode_decision, decode_sync, encode_decision, encode_sync, fold

DONE = SyncRecord("done", "gym", 7, "maps/gym.xlsx", 3, "sha256:" + "a" * 64, "r9", "2026-10-01T00:00:00Z")
DONE_KEY = f"sync/gym/{workbook_key('maps/gym.xlsx')}/000007.json"
WAIVE = Decision("waive", "2026-10-01T00:00:00Z", "Hương", "Không làm quý này", ("f1", "f2"), covers="sha256:" + "c" * 64)


def test_records_come_back_as_they_were() -> None:
    assert decode_sync(encode_sync(DONE), DONE_KEY) == DONE
    assert decode_decision(encode_decision("gym", 2, WAIVE), "decisions/gym/000002.json") == WAIVE


@given(st.integers(min_value=0), st.integers(0, 7))
def test_every_flipped_bit_of_a_record_is_found(place: int, bit: int) -> None:
    body = bytearray(encode_sync(DONE))
    body[place % len(body)] ^= 1 << bit
    with pytest.raises((ArchiveDamaged, NewerThanThis)):
        decode_sync(bytes(body), DONE_KEY)


@given(st.integers(min_value=0), st.integers(0, 7))
def test_every_flipped_bit_of_a_decision_is_found(place: int, bit: int) -> None:
    body = bytearray(encode_decision("gym", 1, WAIVE))
    body[place % len(body)] ^= 1 << bit
    with pytest.raises((ArchiveDamaged, NewerThanThis)):
        decode_decision(bytes(body), "decisions/gym/000001.json")


def test_a_record_under_another_name_is_found() -> None:
    with pytest.raises(ArchiveDamaged, match="by its content"):
        decode_sync(encode_sync(DONE), DONE_KEY.replace("000007", "000008"))
    with pytest.raises(ArchiveDamaged, match="by its content"):
        decode_decision(encode_decision("gym", 1, WAIVE), "decisions/shop/000001.json")


def test_what_could_not_be_read_back_is_never_written() -> None:
    with pytest.raises(ValueError, match="not a record"):
        encode_sync(replace(DONE, map=".."))
    with pytest.raises(ValueError, match="not a record"):
        encode_decision("gym", 0, WAIVE)


def test_of_each_matter_the_last_word_counts() -> None:
    at, who = "2026-10-01T00:00:00Z", "Hương"
    again = replace(WAIVE, reason="Vẫn không", fingerprints=("f2",))
    state = fold(
        [
            WAIVE,
            Decision("unwaive", at, who, fingerprints=("f1", "unknown")),
            again,
            Decision("baseline", at, who, fingerprints=("f7",)),
            Decision("baseline", at, who, fingerprints=("f8", "f9")),
            Decision("prefer", at, who, version=4, side="sheet"),
            Decision("accept-deletions", at, who, version=5),
        ]
    )
    assert state.waived == {"f2": again}
    assert state.baseline == ("f8", "f9")
    assert state.preferred is not None
    assert (state.preferred.side, state.preferred.version) == ("sheet", 4)
    assert state.deletions_accepted is not None
    assert fold([Decision("accept-deletions", at, who, version=7)], state).shrunk == {5, 7}
    assert state.retired is None
    assert fold([]).waived == {}


@pytest.mark.parametrize("text", ["", ".", "..", "a/b", "a\\b", "gym\n", "-x", "x" * 65, "bản-đồ", "a.b", "a\0"])
def test_a_map_id_from_a_cell_never_becomes_a_path(text: str) -> None:
    assert not is_map_id(text)


@pytest.mark.parametrize(
    "text", ["2026-02-30T00:00:00Z", "2026-10-01T00:00:00", "2026-10-01T00:00:00+07:00", "2026-W01-1T00:00:00Z", "2026-10-01T00:00:00Z\n"]
)
def test_an_instant_is_a_real_one_in_utc(text: str) -> None:
    assert not is_instant(text)


@pytest.mark.parametrize("name", ["000000.json", "1.json", "1000000.json", "000001.JSON", "000001.json~", "٠٠٠٠٠١.json", "000001.json\n"])
def test_other_names_are_not_numbered(name: str) -> None:
    assert number_of(name) is None


def test_editions_are_numbered_from_the_second() -> None:
    assert edition_of("2026-Q4.json") == ("2026-Q4", 1)
    assert edition_of("2026-Q4~12.json") == ("2026-Q4", 12)
    assert [edition_of(name) for name in ("2026-Q4~1.json", "2026-Q4~02.json", "2026-Q5.json", "2026-Q4.json.bak")] == [None] * 4
