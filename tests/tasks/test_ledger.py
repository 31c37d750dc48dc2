import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from sheetsync.archives.folder import FolderArchive
from sheetsync.archives.memory import MemoryArchive
from sheetsync.errors import AlreadyInArchive, ArchiveDamaged, NewerThanThis, NotInArchive, SheetsyncError, StorageFailed, UsageError
from sheetsync.history.keys import workbook_key
from sheetsync.history.record import Decision
from sheetsync.history.snapshot import Entry, Manifest
from sheetsync.history.version import Source, content_digest, digest, encode
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.tasks.audit import CheckReport
from sheetsync.tasks.ledger import Ledger, Stored
from tests.conftest import LONG
from tests.history.maps import GYM

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
REF = "maps/gym.xlsx"
SMALL = JourneyMap(
    id="gym",
    type="lifecycle",
    type_version=1,
    title="Gym",
    language="vi",
    tabs={MAIN: Tab(stages=(Stage("trial", "Tập thử"),), records=(Record("t1", "trial", {"action": "Hỏi"}),))},
)


def keep(ledger: Ledger, title: str, saved_at: str = "2026-10-01T00:00:00Z", map_id: str = "gym") -> Stored:
    """Store a map as the next version, as a sync does."""
    return ledger.append(
        map_id,
        SMALL._replace(id=map_id, title=title),
        author="Hương",
        reason="sync",
        source=Source("xlsx", REF, "r1"),
        saved_at=saved_at,
        parent=ledger.latest(map_id),
    )


def entry(stored: Stored, map_id: str = "gym") -> Entry:
    return Entry(map_id, "Gym", "lifecycle", stored.version, stored.digest, "ducttape", {"error": 1})


def manifest(label: str, *entries: Entry) -> Manifest:
    return Manifest(label, "2026-12-31T17:00:00Z", "0.1.0", "Asia/Ho_Chi_Minh", entries)


@pytest.fixture
def archive() -> MemoryArchive:
    return MemoryArchive()


@pytest.fixture
def ledger(archive: MemoryArchive) -> Ledger:
    return Ledger(archive)


class TestVersions:
    def test_an_archive_that_does_not_exist_yet_is_empty(self, tmp_path: Path) -> None:
        ledger = Ledger(FolderArchive(tmp_path / "archive"))
        assert (ledger.maps(), ledger.numbers("gym"), ledger.latest("gym"), ledger.snapshots()) == ((), (), None, ())
        assert (ledger.base("gym", REF), ledger.addresses("gym"), ledger.cursor("drive")) == (None, (), None)
        assert ledger.check() == CheckReport(0, 0, 0, 0)
        assert ledger.stats().versions == 0
        assert list(tmp_path.iterdir()) == []

    def test_versions_follow_one_another_and_name_the_one_before(self, ledger: Ledger) -> None:
        first, second = keep(ledger, "A"), keep(ledger, "B")
        assert ledger.maps() == ("gym",)
        assert ledger.numbers("gym") == (1, 2)
        assert ledger.latest("gym") == second
        assert ledger.load("gym", 1).parent is None
        assert ledger.load("gym", 2).parent == first.digest
        assert ledger.load("gym", 2).journey.title == "B"
        assert ledger.load("gym", 2).content == content_digest(SMALL._replace(title="B"))

    def test_the_format_is_the_first_file(self, archive: MemoryArchive, ledger: Ledger) -> None:
        keep(ledger, "A")
        assert list(archive.files) == ["format.json", "maps/gym/000001.json"]
        assert archive.files["format.json"] == b'{\n  "format": 1\n}\n'

    def test_who_decided_on_an_old_version_has_to_decide_again(self, ledger: Ledger) -> None:
        old = keep(ledger, "A")
        keep(ledger, "B")
        with pytest.raises(AlreadyInArchive, match="000002"):
            ledger.append("gym", GYM, author="x", reason="sync", source=Source("xlsx", REF, "r"), saved_at="2026-10-01T00:00:00Z", parent=old)
        assert ledger.load("gym", 2).journey.title == "B"

    def test_of_two_writers_of_the_next_version_one_wins(self, tmp_path: Path) -> None:
        rounds, start = 20, Barrier(2)

        def race(name: str) -> int:
            ledger, wins = Ledger(FolderArchive(tmp_path)), 0
            for _ in range(rounds):
                start.wait()
                parent = ledger.latest("gym")
                start.wait()
                try:
                    ledger.append(
                        "gym",
                        SMALL._replace(title=f"{name} {parent}"),
                        author=name,
                        reason="sync",
                        source=Source("xlsx", REF, "r"),
                        saved_at="2026-10-01T00:00:00Z",
                        parent=parent,
                    )
                except AlreadyInArchive:
                    continue
                wins += 1
            return wins

        with ThreadPoolExecutor(2) as threads:
            assert sum(threads.map(race, ["Lan", "Minh"])) == rounds
        report = Ledger(FolderArchive(tmp_path)).check()
        assert (report.versions, report.faults, report.notes) == (rounds, (), ())

    def test_what_is_not_there_is_named_as_people_write_it(self, ledger: Ledger) -> None:
        keep(ledger, "A")
        for act in (lambda: ledger.load("gym", 7), lambda: ledger.resolve("gym", "7", SAIGON)):
            with pytest.raises(NotInArchive, match="no gym@7") as caught:
                act()
            assert "không có gym@7" in caught.value.vi

    @pytest.mark.parametrize("map_id", ["../../etc", "a/b", "", "bản đồ"])
    def test_a_map_id_someone_typed_never_becomes_a_path(self, archive: MemoryArchive, ledger: Ledger, map_id: str) -> None:
        with pytest.raises(UsageError, match="can't be a map's id") as caught:
            keep(ledger, "A", map_id=map_id)
        assert "mã bản đồ" in caught.value.vi
        with pytest.raises(UsageError):
            ledger.done(map_id, REF, version=Stored(1, "sha256:"), revision="r", at="2026-10-01T00:00:00Z")
        with pytest.raises(UsageError):
            ledger.decide(map_id, Decision("retire", "2026-10-01T00:00:00Z", "Lan"))
        assert (ledger.latest(map_id), ledger.base(map_id, REF), ledger.addresses(map_id), ledger.decisions(map_id).waived) == (None, None, (), {})
        assert archive.files == {}


class TestResolve:
    @pytest.fixture
    def ledger(self, ledger: Ledger) -> Ledger:
        keep(ledger, "A", "2026-09-30T16:59:59Z")
        second = keep(ledger, "B", "2026-10-01T01:00:00Z")
        keep(ledger, "C", "2026-10-02T16:59:59Z")
        keep(ledger, "D", "2026-10-02T17:00:00Z")
        ledger.freeze(manifest("2026-Q4", entry(second)))
        return ledger

    @pytest.mark.parametrize(
        ("spec", "number"),
        [("1", 1), ("04", 4), ("2026-Q4", 2), ("2026-09-30", 1), ("2026-10-01", 2), ("2026-10-02", 3), ("2026-10-03", 4), ("2030-01-01", 4)],
    )
    def test_a_version_is_named_by_number_snapshot_or_day(self, ledger: Ledger, spec: str, number: int) -> None:
        assert ledger.resolve("gym", spec, SAIGON) == number

    @pytest.mark.parametrize("spec", ["0", "5", "99999999999999999999", "2026-Q3", "2026-09-29"])
    def test_what_is_not_there_is_said(self, ledger: Ledger, spec: str) -> None:
        with pytest.raises(NotInArchive, match=spec):
            ledger.resolve("gym", spec, SAIGON)

    @pytest.mark.parametrize("spec", ["", "latest", "2026-13-01", "-1", "²"])
    def test_other_words_are_refused_with_examples(self, ledger: Ledger, spec: str) -> None:
        with pytest.raises(UsageError, match="2026-Q3") as caught:
            ledger.resolve("gym", spec, SAIGON)
        assert "không chỉ phiên bản nào" in caught.value.vi

    def test_a_map_that_a_snapshot_does_not_hold_is_said(self, ledger: Ledger) -> None:
        keep(ledger, "A", map_id="shop")
        with pytest.raises(NotInArchive, match="shop@2026-Q4"):
            ledger.resolve("shop", "2026-Q4", SAIGON)


class TestSyncRecords:
    def test_the_base_is_the_newest_done(self, ledger: Ledger) -> None:
        first, second = keep(ledger, "A"), keep(ledger, "B")
        ledger.intent("gym", REF, version=None, revision="r0", at="2026-10-01T00:00:00Z")
        assert ledger.base("gym", REF) is None
        ledger.done("gym", REF, version=first, revision="r1", at="2026-10-01T00:00:01Z")
        ledger.done("gym", REF, version=second, revision="r2", at="2026-10-01T00:00:02Z")
        ledger.intent("gym", REF, version=second, revision="r2", at="2026-10-01T00:00:03Z")
        assert ledger.base("gym", REF) == 2
        record = ledger.last_done("gym", REF)
        assert record is not None
        assert (record.revision, record.digest, record.number) == ("r2", second.digest, 3)
        assert ledger.base("gym", "maps/copy.xlsx") is None

    def test_addresses_are_remembered_the_last_used_at_the_end(self, ledger: Ledger) -> None:
        stored = keep(ledger, "A")
        acts = [("maps/cũ.xlsx", 1), ("maps/gym.xlsx", 2), ("maps/../x?.xlsx", 3), ("maps/gym.xlsx", 4)]
        for ref, second in acts:
            ledger.done("gym", ref, version=stored, revision="r", at=f"2026-10-01T00:00:0{second}Z")
        assert ledger.addresses("gym") == ("maps/cũ.xlsx", "maps/../x?.xlsx", "maps/gym.xlsx")
        assert ledger.addresses("shop") == ()

    def test_an_address_becomes_a_safe_folder(self, archive: MemoryArchive, ledger: Ledger) -> None:
        ledger.done("gym", "../bản đồ/*.xlsx", version=keep(ledger, "A"), revision="r", at="2026-10-01T00:00:00Z")
        assert f"sync/gym/{workbook_key('../bản đồ/*.xlsx')}/000001.json" in archive.files
        assert re.fullmatch(r"[0-9a-f]{16}", workbook_key("../bản đồ/*.xlsx"))

    def test_two_writers_of_records_both_get_a_place(self, tmp_path: Path) -> None:
        stored = keep(Ledger(FolderArchive(tmp_path)), "A")
        start = Barrier(2)

        def write(name: str) -> None:
            ledger = Ledger(FolderArchive(tmp_path))
            for _ in range(10):
                start.wait()
                ledger.done("gym", REF, version=stored, revision=name, at="2026-10-01T00:00:00Z")

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(write, ["Lan", "Minh"]))
        report = Ledger(FolderArchive(tmp_path)).check()
        assert (report.records, report.faults) == (20, ())


class TestDecisions:
    def test_decisions_come_to_a_state(self, ledger: Ledger) -> None:
        at = "2026-10-01T00:00:00Z"
        ledger.decide("gym", Decision("waive", at, "Lan", "Quý sau", ("f1", "f2")))
        ledger.decide("gym", Decision("unwaive", at, "Minh", "Làm ngay", ("f1",)))
        state = ledger.decisions("gym")
        assert list(state.waived) == ["f2"]
        assert state.waived["f2"].reason == "Quý sau"
        assert ledger.decisions("shop").waived == {}


class TestSnapshots:
    def test_the_same_state_is_frozen_once(self, archive: MemoryArchive, ledger: Ledger) -> None:
        state = manifest("2026-Q4", entry(keep(ledger, "A")))
        assert ledger.freeze(state) == "2026-Q4"
        assert ledger.freeze(replace(state, made_at="2027-01-09T00:00:00Z")) == "2026-Q4"
        assert ledger.freeze(state, amend=True) == "2026-Q4"
        assert [key for key in archive.files if key.startswith("snapshots")] == ["snapshots/2026-Q4.json"]

    def test_another_state_needs_amend_and_then_stands_beside(self, ledger: Ledger) -> None:
        first = manifest("2026-Q4", entry(keep(ledger, "A")))
        ledger.freeze(first)
        second = manifest("2026-Q4", entry(keep(ledger, "B")))
        with pytest.raises(UsageError, match="--amend") as caught:
            ledger.freeze(second)
        assert "--amend" in caught.value.vi
        assert ledger.freeze(second, amend=True) == "2026-Q4~2"
        assert ledger.freeze(first, amend=True) == "2026-Q4~3"
        assert ledger.freeze(first) == "2026-Q4~3"
        assert ledger.snapshots() == ("2026-Q4",)
        assert [ledger.snapshot(label).maps[0].version for label in ("2026-Q4", "2026-Q4~2")] == [1, 2]
        assert ledger.check().faults == ()

    def test_the_tenth_edition_counts_more_than_the_ninth(self, ledger: Ledger) -> None:
        for number in range(1, 11):
            name = ledger.freeze(manifest("2026-Q4", entry(keep(ledger, str(number)))), amend=True)
        assert name == "2026-Q4~10"
        assert ledger.snapshot("2026-Q4").maps[0].version == 10

    def test_labels_come_by_time_and_unknown_ones_are_named(self, ledger: Ledger) -> None:
        stored = keep(ledger, "A")
        for label in ("2026-Q4", "2025-Q4", "2026-Q1"):
            ledger.freeze(manifest(label, entry(stored)))
        assert ledger.snapshots() == ("2025-Q4", "2026-Q1", "2026-Q4")
        for label in ("2026-Q3", "2026-Q4~2", "../x"):
            with pytest.raises(NotInArchive, match=label):
                ledger.snapshot(label)


class TestCursors:
    def test_a_cursor_may_be_replaced_and_lost(self, archive: MemoryArchive, ledger: Ledger) -> None:
        ledger.keep_cursor("drive", "1")
        ledger.keep_cursor("drive", "2")
        assert ledger.cursor("drive") == "2"
        archive.files["cursors/drive.json"] = b"\0" * 20
        assert ledger.cursor("drive") is None
        keep(ledger, "A")
        assert ledger.check().faults == ()


class TestFormat:
    def test_an_archive_from_the_future_is_refused_untouched(self, tmp_path: Path) -> None:
        body = b'{"format": 2, "shards": 16}'
        (tmp_path / "format.json").write_bytes(body)
        ledger = Ledger(FolderArchive(tmp_path))
        for act in (ledger.maps, ledger.snapshots, lambda: ledger.latest("gym"), lambda: keep(ledger, "A"), lambda: ledger.load("gym", 1)):
            with pytest.raises(NewerThanThis) as caught:
                act()
        assert "pip install --upgrade" in caught.value.en
        assert "cài bản mới nhất" in caught.value.vi
        assert [(fault.key, fault.code) for fault in ledger.check().faults] == [("format.json", "newer-format")]
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"format.json": body}

    @pytest.mark.parametrize("body", [b"", b"{}", b'{"format": 1}', b'{"format": true}', b'{"format": 0}', b"PK\x03\x04"])
    def test_a_format_file_edited_by_hand_is_named(self, archive: MemoryArchive, body: bytes) -> None:
        keep(Ledger(archive), "A")
        archive.files["format.json"] = body
        with pytest.raises(ArchiveDamaged, match=r"format\.json") as caught:
            Ledger(archive).maps()
        assert "format.json" in caught.value.vi
        assert [(fault.key, fault.code) for fault in Ledger(archive).check().faults] == [("format.json", "damaged")]

    def test_a_format_file_that_is_gone_is_not_made_again_over_old_files(self, archive: MemoryArchive) -> None:
        keep(Ledger(archive), "A")
        del archive.files["format.json"]
        before = dict(archive.files)
        with pytest.raises(ArchiveDamaged, match="it is missing") as caught:
            keep(Ledger(archive), "B")
        assert "bị mất" in caught.value.vi
        assert archive.files == before
        assert [(fault.key, fault.code) for fault in Ledger(archive).check().faults] == [("format.json", "missing")]


def full_archive() -> dict[str, bytes]:
    """Two maps with three versions each, all they came with, and two snapshots, one of them amended."""
    archive = MemoryArchive()
    ledger = Ledger(archive)
    for map_id in ("gym", "shop"):
        for title in ("A", "B", "C"):
            stored = keep(ledger, f"{map_id} {title}", map_id=map_id)
            ledger.done(map_id, f"maps/{map_id}.xlsx", version=stored, revision=title, at="2026-10-01T00:00:00Z")
        ledger.decide(map_id, Decision("waive", "2026-10-01T00:00:00Z", "Lan", fingerprints=("f1",)))
        ledger.decide(map_id, Decision("retire", "2026-10-01T00:00:00Z", "Lan"))
        ledger.freeze(manifest("2026-Q3" if map_id == "gym" else "2026-Q4", entry(stored, map_id)))
    ledger.freeze(manifest("2026-Q4"), amend=True)
    return archive.files


FULL = full_archive()
VERSIONS = [key for key in FULL if key.startswith("maps/")]


def is_last_record(key: str) -> bool:
    """Whether nothing else tells of this file: without it the archive is an older one, but a sound one."""
    if key.startswith("snapshots/"):
        return key in {"snapshots/2026-Q3.json", "snapshots/2026-Q4~2.json"}
    folder = key.rpartition("/")[0]
    return key.startswith(("sync/", "decisions/")) and key == max(other for other in FULL if other.startswith(folder))


def check(files: dict[str, bytes]) -> CheckReport:
    archive = MemoryArchive()
    archive.files = files
    return Ledger(archive).check()


class TestCheck:
    def test_a_sound_archive_has_no_faults(self) -> None:
        assert check(dict(FULL)) == CheckReport(maps=2, versions=6, snapshots=3, records=10)

    @pytest.mark.parametrize("key", VERSIONS)
    def test_every_flipped_byte_of_a_version_is_found(self, key: str) -> None:
        body = FULL[key]
        for place in range(0, len(body), 2 if LONG else 14):
            flipped = body[:place] + bytes([body[place] ^ (1 << place // 2 % 8)]) + body[place + 1 :]
            faults = check({**FULL, key: flipped}).faults
            assert key in {fault.key for fault in faults}, (key, place)

    @pytest.mark.parametrize("key", FULL)
    def test_every_file_cut_short_anywhere_is_found(self, key: str) -> None:
        for length in range(0, len(FULL[key]), 17):
            assert key in {fault.key for fault in check({**FULL, key: FULL[key][:length]}).faults}, (key, length)

    @pytest.mark.parametrize("key", [key for key in FULL if not is_last_record(key)])
    def test_a_file_that_is_gone_is_found_where_another_tells_of_it(self, key: str) -> None:
        files = {other: body for other, body in FULL.items() if other != key}
        assert [(fault.key, fault.code) for fault in check(files).faults] == [(key, "missing")]

    def test_any_two_files_swapped_are_found(self) -> None:
        pairs = [(one, other) for one in FULL for other in FULL if one < other]
        for one, other in pairs:
            found = {fault.key for fault in check({**FULL, one: FULL[other], other: FULL[one]}).faults}
            assert {one, other} <= found or "format.json" in {one, other} & found, (one, other)

    def test_a_version_forged_with_all_its_own_digests_right_breaks_the_chain(self) -> None:
        archive = MemoryArchive()
        keep(Ledger(archive), "forged", map_id="gym")
        faults = check({**FULL, "maps/gym/000001.json": archive.files["maps/gym/000001.json"]}).faults
        assert [(fault.key, fault.code) for fault in faults] == [("maps/gym/000001.json", "chain")]
        assert "maps/gym/000002.json" in faults[0].message.vi

    def test_a_version_forged_at_the_end_is_given_away_by_its_record(self) -> None:
        archive = MemoryArchive()
        archive.files = {key: body for key, body in FULL.items() if key != "maps/gym/000003.json" and not key.startswith("snapshots")}
        keep(Ledger(archive), "forged", map_id="gym")
        faults = check(archive.files).faults
        assert [(fault.key, fault.code) for fault in faults] == [("maps/gym/000003.json", "chain")]
        assert "sync/gym" in faults[0].message.en

    def test_a_snapshot_forged_under_an_amended_one_is_given_away(self) -> None:
        archive = MemoryArchive()
        archive.files = {key: body for key, body in FULL.items() if not key.startswith("snapshots/2026-Q4")}
        Ledger(archive).freeze(manifest("2026-Q4", entry(Stored(1, digest(FULL["maps/shop/000001.json"])), "shop")))
        faults = check({**FULL, "snapshots/2026-Q4.json": archive.files["snapshots/2026-Q4.json"]}).faults
        assert [(fault.key, fault.code) for fault in faults] == [("snapshots/2026-Q4~2.json", "chain")]

    def test_a_chain_that_begins_in_the_middle_is_found(self) -> None:
        archive = MemoryArchive()
        ledger = Ledger(archive)
        keep(ledger, "A")
        keep(ledger, "B")
        version = ledger.load("gym", 2)
        archive.files["maps/gym/000001.json"] = encode(replace(version, version=1))
        del archive.files["maps/gym/000002.json"]
        assert [(fault.key, fault.code) for fault in ledger.check().faults] == [("maps/gym/000001.json", "chain")]

    @pytest.mark.parametrize("method", ["read", "names"])
    def test_an_archive_that_cannot_be_opened_is_a_fault(self, method: str) -> None:
        class Locked(MemoryArchive):
            def read(self, key: str) -> bytes:
                if method == "read":
                    raise StorageFailed(key, reason="Permission denied")
                return super().read(key)

            def names(self, folder: str) -> tuple[str, ...]:
                if method == "names":
                    raise StorageFailed(folder, reason="Permission denied")
                return super().names(folder)

        for files in (dict(FULL), {}):
            archive = Locked()
            archive.files = files
            faults = Ledger(archive).check().faults
            assert {fault.code for fault in faults} == {"storage-failed"}
            assert len({fault.key for fault in faults}) == len(faults)

    def test_a_file_from_the_future_is_named(self) -> None:
        faults = check({**FULL, "maps/gym/000002.json": b'{"format": 2}'}).faults
        assert [(fault.key, fault.code) for fault in faults] == [("maps/gym/000002.json", "newer-format")]

    def test_what_is_not_ours_is_a_note(self) -> None:
        others = {
            "README.md": "foreign",
            "maps/.sheetsync-0a0a0a0a-1-0a0a0a0a-0.tmp": "leftover",
            "maps/gym/000001.json.bak": "foreign",
            "maps/ghi chú": "foreign",
            "snapshots/2026-Q9.json": "foreign",
            "sync/gym/notes.txt": "foreign",
        }
        report = check({**FULL, **dict.fromkeys(others, b"x")})
        assert report.faults == ()
        assert {note.key: note.code for note in report.notes} == others

    def test_every_remark_is_in_both_languages(self) -> None:
        files = {key: body for key, body in FULL.items() if key != "maps/gym/000001.json"}
        report = check({**files, "maps/shop/000001.json": b"", "x": b""})
        remarks = (*report.faults, *report.notes)
        assert len(remarks) == 3
        assert all(remark.message.vi != remark.message.en and remark.message.vi.strip() for remark in remarks)

    def test_a_file_that_cannot_be_read_is_a_fault_and_the_others_are_still_checked(self) -> None:
        class BadSector(MemoryArchive):
            def read(self, key: str) -> bytes:
                if key == "maps/gym/000002.json":
                    raise StorageFailed(key, reason="Input/output error")
                return super().read(key)

        archive = BadSector()
        archive.files = {**FULL, "maps/shop/000001.json": b""}
        assert [(fault.key, fault.code) for fault in Ledger(archive).check().faults] == [
            ("maps/gym/000002.json", "storage-failed"),
            ("maps/shop/000001.json", "damaged"),
        ]

    def test_versions_stored_while_the_check_reads_are_no_faults(self) -> None:
        class Busy(MemoryArchive):
            busy = True

            def names(self, folder: str) -> tuple[str, ...]:
                if folder == "snapshots" and self.busy:
                    self.busy = False
                    ledger = Ledger(self)
                    ledger.done("gym", "maps/gym.xlsx", version=keep(ledger, "D"), revision="r", at="2026-10-01T00:00:00Z")
                return super().names(folder)

        archive = Busy()
        archive.files = dict(FULL)
        assert Ledger(archive).check().faults == ()

    def test_checking_and_refusing_change_nothing_on_disk(self, tmp_path: Path) -> None:
        files = {**FULL, "maps/gym/000003.json": FULL["maps/gym/000003.json"][:-9], "maps/gym/ghi-chu.txt": b"x"}
        for key, body in files.items():
            path = tmp_path / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        ledger = Ledger(FolderArchive(tmp_path))
        assert [fault.key for fault in ledger.check().faults] == ["maps/gym/000003.json"]
        with pytest.raises(ArchiveDamaged, match=r"maps/gym/000003\.json"):
            ledger.load("gym", 3)
        with pytest.raises(ArchiveDamaged):
            ledger.resolve("gym", "2026-10-01", SAIGON)
        assert {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == files


def test_stats_tell_how_much_there_is() -> None:
    archive = MemoryArchive()
    ledger = Ledger(archive)
    keep(ledger, "A", "2026-01-01T00:00:00Z")
    ledger.done("gym", REF, version=keep(ledger, "B", "2026-02-01T00:00:00Z"), revision="r", at="2026-10-01T00:00:00Z")
    ledger.decide("gym", Decision("retire", "2026-10-01T00:00:00Z", "Lan"))
    ledger.freeze(manifest("2026-Q1", entry(keep(ledger, "C", "2026-03-01T00:00:00Z", map_id="shop"), "shop")))
    size = sum(map(len, archive.files.values()))
    ledger.keep_cursor("drive", "1")
    archive.files["README.md"] = b"x"
    stats = ledger.stats()
    assert (stats.maps, stats.versions, stats.snapshots, stats.bytes) == (2, 3, 1, size)
    assert (stats.oldest, stats.newest) == ("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z")


def every_error() -> Iterator[SheetsyncError]:
    ledger = Ledger(MemoryArchive())
    for act in (lambda: ledger.load("gym", 1), lambda: ledger.snapshot("2026-Q1"), lambda: ledger.resolve("gym", "?", SAIGON)):
        with pytest.raises(SheetsyncError) as caught:
            act()
        yield caught.value


def test_every_refusal_says_what_to_do_next_in_both_languages() -> None:
    for error in every_error():
        assert error.message("vi") != error.message("en")
        assert re.search(r"Run |Write ", error.en)
        assert re.search(r"[Hh]ãy ", error.vi)
