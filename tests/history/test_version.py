import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.errors import ArchiveDamaged, ArchiveError, NewerThanThis
from sheetsync.history.diff import diff
from sheetsync.history.version import Source, Version, canonical, content_digest, decode, digest, encode, journey_from_json, journey_to_json
from sheetsync.model.journey import MAIN, JourneyMap, Record, Tab
from tests.history.maps import GYM, maps, with_records, with_text

KEY = "maps/gym/000001.json"
FIRST = Version(
    map="gym",
    version=1,
    parent=None,
    content=content_digest(GYM),
    saved_at="2026-09-30T16:59:59Z",
    author="Hương",
    reason="new",
    source=Source("xlsx", "maps/gym.xlsx", "r1"),
    journey=GYM,
)

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4),
    max_leaves=12,
)


def test_a_version_file_reads_like_the_design_says() -> None:
    small = JourneyMap("gym", "lifecycle", 1, "Gym", "en", {}, {MAIN: Tab(records=(Record("a", None, {"z": "2", "b": "1"}),))})
    body = encode(replace(FIRST, journey=small, content=content_digest(small), author="Hương", parent="sha256:" + "0" * 64, version=12))
    assert body.decode() == (
        """{
  "format": 1,
  "map": "gym",
  "version": 12,
  "parent": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
  "content": "CONTENT",
  "saved_at": "2026-09-30T16:59:59Z",
  "author": "Hương",
  "reason": "new",
  "source": {
    "kind": "xlsx",
    "ref": "maps/gym.xlsx",
    "revision": "r1"
  },
  "journey": {
    "type": "lifecycle",
    "type_version": 1,
    "title": "Gym",
    "language": "en",
    "values": {},
    "tabs": {
      "map": {
        "stages": [],
        "records": [
          {
            "id": "a",
            "stage": null,
            "values": {
              "b": "1",
              "z": "2"
            }
          }
        ]
      }
    }
  }
}
""".replace("CONTENT", content_digest(small))
    )


def test_a_version_comes_back_as_it_was() -> None:
    assert decode(encode(FIRST), KEY) == FIRST


@given(maps())
def test_every_map_comes_back_with_the_same_content(journey: JourneyMap) -> None:
    again = journey_from_json(journey_to_json(journey), journey.id)
    assert content_digest(again) == content_digest(journey)
    assert diff(journey, again) == ()


@given(plain)
def test_canonical_json_is_what_the_standard_library_writes(value: object) -> None:
    assert canonical(value) == (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


@pytest.mark.parametrize("value", [1.5, {"a": [float("nan")]}, {1: "a"}, b"bytes", {"a"}])
def test_other_kinds_of_values_have_no_place_in_the_archive(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_half_a_surrogate_pair_is_refused_with_the_text_before_it() -> None:
    with pytest.raises(ArchiveError) as caught:
        encode(replace(FIRST, journey=with_text(GYM, "a1", {"action": "Hỏi \ud83d"})))
    assert "“Hỏi ”" in caught.value.en
    assert "“Hỏi ”" in caught.value.vi


def test_two_steps_with_one_id_are_refused() -> None:
    with pytest.raises(ArchiveError, match="a1 twice") as caught:
        content_digest(with_records(GYM, (*GYM.main.records, Record("a1", "trial", {}))))
    assert "cùng mã a1" in caught.value.vi


def test_empty_lists_and_the_mixture_of_stages_are_not_content() -> None:
    steps = {record.id: record for record in GYM.main.records}
    mixed = with_records(GYM, tuple(steps[id_] for id_ in ("t1", "a1", "a2", "t2", "a3")))
    assert content_digest(mixed._replace(tabs={**mixed.tabs, "survey": Tab()})) == content_digest(GYM)


def test_the_order_of_a_stages_own_steps_is_content() -> None:
    first, second, *rest = GYM.main.records
    assert content_digest(with_records(GYM, (second, first, *rest))) != content_digest(GYM)


EDITS_BY_HAND = {
    "a text was changed": (encode(FIRST).replace("So giá".encode(), "Xin giá".encode()), "content"),
    "the author was changed, and the file was saved with tabs": (encode(FIRST).replace(b"  ", b"\t"), "edited by hand"),
    "a key was added": (encode(FIRST).replace(b'"version": 1,', b'"version": 1, "note": "x",'), "`note`"),
    "a key was taken out": (encode(FIRST).replace('  "author": "Hương",\n'.encode(), b""), "`author`"),
    "a key stands there twice": (encode(FIRST).replace(b'"version": 1,', b'"version": 1,\n  "version": 1,'), "edited by hand"),
    "a number became a fraction": (encode(FIRST).replace(b'"type_version": 1', b'"type_version": 1.0'), "edited by hand|`journey.type_version`"),
    "the day is none": (encode(FIRST).replace(b"2026-09-30T", b"2026-09-31T"), "edited by hand"),
    "it is cut off": (encode(FIRST)[:-200], "not complete JSON"),
    "it is empty": (b"", "not complete JSON"),
    "it is a list": (b"[]", "not complete JSON"),
    "it nests without end": (b"[" * 100_000, "not complete JSON"),
    "it is not UTF-8": (encode(FIRST).replace("Hương".encode(), b"\xff\xfe"), "not complete JSON"),
}


@pytest.mark.parametrize(("body", "why"), EDITS_BY_HAND.values(), ids=EDITS_BY_HAND)
def test_a_file_edited_by_hand_is_named_in_both_languages(body: bytes, why: str) -> None:
    with pytest.raises(ArchiveDamaged, match=why) as caught:
        decode(body, KEY)
    assert KEY in caught.value.vi
    assert caught.value.vi != caught.value.en


def test_a_file_under_another_name_is_found() -> None:
    with pytest.raises(ArchiveDamaged, match=r"by its content this file is maps/gym/000001\.json"):
        decode(encode(FIRST), "maps/gym/000002.json")


def test_a_file_from_the_future_is_no_damage() -> None:
    with pytest.raises(NewerThanThis) as caught:
        decode(b'{"format": 2, "anything": []}', KEY)
    assert "format 2" in caught.value.en
    assert "cài bản mới" in caught.value.vi


@pytest.mark.parametrize("change", [{"map": "../x"}, {"map": "gym\n"}, {"version": 0}, {"saved_at": "2026-09-30T16:59:59+07:00"}])
def test_what_could_not_be_read_back_is_never_written(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not a version"):
        encode(replace(FIRST, **change))  # type: ignore[arg-type]


def test_the_digest_is_that_of_the_whole_file() -> None:
    assert digest(b"abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_writing_a_version_does_not_load_pydantic() -> None:
    code = "import sys, sheetsync.history.version, sheetsync.history.diff, sheetsync.tasks.ledger; print('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
