"""What every archive must do, whatever it is made of. An archive joins with an ``archive`` fixture."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from sheetsync.errors import AlreadyInArchive, ArchiveError, NotInArchive
from sheetsync.ports import Archive

HOSTILE_KEYS = [
    "",
    ".",
    "..",
    "../x",
    "a/../b",
    "/etc/passwd",
    "a//b",
    "a/",
    "a\\b",
    "C:/x",
    "a\0b",
    "a\nb",
    ".hidden",
    "maps/.x",
    "x.",
    "bản đồ",
    "x" * 129,
]


class ArchiveTests:
    """The shared suite."""

    def test_what_was_created_reads_back_byte_for_byte(self, archive: Archive) -> None:
        bodies = {"format.json": b"", "maps/gym/000001.json": bytes(range(256)) * 300, "maps/gym/000002.json": "Hỏi giá".encode()}
        for key, body in bodies.items():
            archive.create(key, body)
        assert {key: archive.read(key) for key in bodies} == bodies

    def test_nothing_reads_as_nothing(self, archive: Archive) -> None:
        assert archive.names("") == ()
        assert archive.names("maps/gym") == ()
        with pytest.raises(NotInArchive, match=r"maps/gym/000001\.json"):
            archive.read("maps/gym/000001.json")

    def test_a_folder_is_not_a_file_and_a_file_is_no_folder(self, archive: Archive) -> None:
        archive.create("maps/gym/000001.json", b"1")
        assert archive.names("maps/gym/000001.json") == ()
        for key in ("maps/gym", "maps/gym/000001.json/x"):
            with pytest.raises(NotInArchive):
                archive.read(key)

    def test_a_key_that_is_taken_keeps_its_first_body(self, archive: Archive) -> None:
        archive.create("maps/gym/000001.json", b"first")
        with pytest.raises(AlreadyInArchive, match=r"maps/gym/000001\.json"):
            archive.create("maps/gym/000001.json", b"second")
        assert archive.read("maps/gym/000001.json") == b"first"
        assert archive.names("maps/gym") == ("000001.json",)

    def test_names_are_sorted_and_go_one_level_deep(self, archive: Archive) -> None:
        for key in ("maps/shop/000001.json", "maps/gym/000002.json", "maps/gym/000001.json", "snapshots/2026-Q4~2.json", "format.json"):
            archive.create(key, b"x")
        assert archive.names("") == ("format.json", "maps", "snapshots")
        assert archive.names("maps") == ("gym", "shop")
        assert archive.names("maps/gym") == ("000001.json", "000002.json")
        assert archive.names("maps/gy") == ()

    @pytest.mark.parametrize("key", HOSTILE_KEYS)
    def test_a_key_never_leads_out_of_the_archive(self, archive: Archive, key: str) -> None:
        with pytest.raises(ArchiveError, match="can't be the name") as caught:
            archive.create(key, b"x")
        assert "không thể là tên tệp" in caught.value.vi
        with pytest.raises(ArchiveError, match="can't be the name"):
            archive.read(key)
        with pytest.raises(ArchiveError, match="can't be the name"):
            archive.cache(key, b"x")
        if key:
            with pytest.raises(ArchiveError, match="can't be the name"):
                archive.names(key)
        assert archive.names("") == ()

    def test_a_cache_is_replaced_and_nothing_else_is(self, archive: Archive) -> None:
        archive.cache("cursors/drive.json", b"1")
        archive.cache("cursors/drive.json", b"2")
        assert archive.read("cursors/drive.json") == b"2"
        assert archive.names("cursors") == ("drive.json",)
        archive.create("maps/gym/000001.json", b"version")
        with pytest.raises(ArchiveError, match="no cache"):
            archive.cache("maps/gym/000001.json", b"other")
        assert archive.read("maps/gym/000001.json") == b"version"

    def test_examining_finds_it_in_order_and_leaves_nothing(self, archive: Archive) -> None:
        archive.create("format.json", b"{}")
        assert [check.state for check in archive.examine()] == ["ok"]
        assert archive.names("") == ("format.json",)

    def test_of_many_writers_exactly_one_wins_each_number(self, archive: Archive) -> None:
        writers = 4
        start = Barrier(writers)

        def race(writer: int) -> list[int]:
            won = []
            for number in range(1, 26):
                start.wait()
                try:
                    archive.create(f"maps/gym/{number:06}.json", str(writer).encode() * 5000)
                except AlreadyInArchive:
                    continue
                won.append(number)
            return won

        with ThreadPoolExecutor(writers) as threads:
            wins = list(threads.map(race, range(writers)))
        assert sorted(number for won in wins for number in won) == list(range(1, 26))
        for writer, won in enumerate(wins):
            assert all(archive.read(f"maps/gym/{number:06}.json") == str(writer).encode() * 5000 for number in won)
        assert len(archive.names("maps/gym")) == 25
