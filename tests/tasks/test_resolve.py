"""What a person means by REF."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Never

import pytest

from sheetsync.archives.memory import MemoryArchive
from sheetsync.backends.memory import MemoryBackend
from sheetsync.catalog import builtin
from sheetsync.errors import NoSuchMap, NotAWorkbook, ServiceUnavailable, UsageError, WorkbookGone, WorkbookNotFound
from sheetsync.model.grid import CellEdit
from sheetsync.model.journey import FieldRef
from sheetsync.tasks.ledger import Ledger
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.provision import provision
from sheetsync.tasks.resolve import find, refs_of
from sheetsync.tasks.sync import sync


class Counting(MemoryBackend):
    """Counts what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[str] = []

    def read(self, ref: str):
        self.reads.append(ref)
        return super().read(ref)


def space_with(*titles: str) -> Workspace:
    numbers = iter(range(99))
    ledger = Ledger(MemoryArchive())

    def moment() -> datetime:
        return datetime(2026, 11, 22, 9, next(numbers) % 60, tzinfo=UTC)

    space = Workspace(Counting(), builtin(), moment, lambda size: next(numbers).to_bytes(size, "little"), UTC, "Lan", ledger=ledger)
    for title in titles:
        provision(space, "customer-journey", title, language="vi")
    reads(space).clear()
    return space


def reads(space: Workspace) -> list[str]:
    assert isinstance(space.backend, Counting)
    return space.backend.reads


def rename(space: Workspace, ref: str, title: str) -> None:
    opened = open_map(space, ref)
    cell = opened.reading.cell(FieldRef(field="title"))
    assert cell is not None
    space.backend.write(ref, [CellEdit(cell, title)], if_revision=opened.state.revision)


@pytest.mark.parametrize("word", ["Phòng tập", "phòng TẬP", "tập"])
def test_a_title_or_a_unique_part_of_it(word: str) -> None:
    assert find(space_with("Phòng tập", "Quán cà phê"), word).ref == "Phòng tập"


def test_a_map_id() -> None:
    space = space_with("Phòng tập", "Quán cà phê")
    wanted = find(space, "Quán cà phê")
    assert find(space, wanted.map) == wanted


def test_an_exact_title_wins_over_longer_ones() -> None:
    assert find(space_with("Phòng tập", "Phòng tập quận 7"), "phòng tập").ref == "Phòng tập"


def test_a_part_of_several_titles_names_them_all() -> None:
    with pytest.raises(UsageError, match=r"Phòng tập .*Phòng họp|Phòng họp .*Phòng tập"):
        find(space_with("Phòng tập", "Phòng họp"), "phòng")


def test_what_the_archive_knows_need_not_be_read() -> None:
    space = space_with("Phòng tập", "Quán cà phê", "Cửa hàng")
    assert refs_of(space, ["cà phê"]) == ("Quán cà phê",)
    assert reads(space) == []


def test_a_workbook_that_was_never_archived_is_read() -> None:
    space = space_with("Phòng tập")
    other = replace(space, ledger=Ledger(MemoryArchive()))
    provision(other, "customer-journey", "Quán cà phê", language="vi")
    reads(space).clear()
    assert find(space, "cà phê").ref == "Quán cà phê"
    assert reads(space) == ["Quán cà phê"]


def test_a_title_that_was_changed_since_is_found_too() -> None:
    space = space_with("Phòng tập", "Quán cà phê")
    rename(space, "Phòng tập", "Hồ bơi")
    assert find(space, "bơi").ref == "Phòng tập"
    list(sync(space))
    reads(space).clear()
    assert find(space, "bơi").ref == "Phòng tập"
    assert reads(space) == []


def test_a_map_whose_workbook_is_gone_is_known_to_the_archive() -> None:
    space = space_with("Phòng tập")
    assert isinstance(space.backend, Counting)
    space.backend.remove("Phòng tập")
    assert find(space, "phòng").ref is None
    with pytest.raises(WorkbookGone, match="The archive has “Phòng tập”, but its workbook is gone"):
        refs_of(space, ["phòng"])


def damaged(space: Workspace) -> None:
    assert isinstance(space.backend, Counting)
    space.backend.read_faults["Phòng tập"] = NotAWorkbook("Phòng tập", en="it is damaged", vi="tệp bị hỏng")


def unreachable(space: Workspace) -> None:
    def read(ref: str) -> Never:
        raise ServiceUnavailable(en=f"{ref} can't be reached. Run again.", vi=f"Không kết nối được {ref}. Hãy chạy lại.")

    space.backend.read = read  # type: ignore[method-assign]  # the service behind it is down


@pytest.mark.parametrize(("fault", "error", "says"), [(damaged, WorkbookNotFound, "1 can't"), (unreachable, ServiceUnavailable, "Run again")])
def test_what_could_not_be_looked_through_is_said(fault: Callable[[Workspace], None], error: type[Exception], says: str) -> None:
    space = space_with("Phòng tập")
    fault(space)
    with pytest.raises(error, match=says):
        find(space, "một tên khác")


def copied(space: Workspace, ref: str, *, to: str) -> None:
    space.backend.put(to, space.backend.read(ref).grids)  # type: ignore[attr-defined]  # the backend of these tests is in memory
    reads(space).clear()


@pytest.mark.parametrize("word", ["Phòng tập", "tập", "phong tap"])
def test_of_a_map_and_its_copy_the_one_that_the_archive_knows_is_meant(word: str) -> None:
    space = space_with("Phòng tập", "Quán cà phê")
    copied(space, "Phòng tập", to="A copy")
    assert find(space, word).ref == "Phòng tập"
    assert find(space, find(space, "Phòng tập").map).ref == "Phòng tập"
    assert refs_of(space, [word]) == ("Phòng tập",)


def test_a_copy_is_meant_by_its_address_or_its_file_s_name_never_by_a_title() -> None:
    space = space_with("Phòng tập")
    copied(space, "Phòng tập", to="maps/A copy.xlsx")
    rename(space, "maps/A copy.xlsx", "Hồ bơi")
    assert find(space, "maps/A copy.xlsx").ref == "maps/A copy.xlsx"
    assert find(space, "a COPY").ref == "maps/A copy.xlsx"
    with pytest.raises(NoSuchMap):
        find(space, "Hồ bơi")


def test_a_workbook_that_was_moved_is_meant_though_its_copy_is_listed_first() -> None:
    space = space_with("Phòng tập")
    assert isinstance(space.backend, Counting)
    copied(space, "Phòng tập", to="moved")
    space.backend.remove("Phòng tập")
    list(sync(space))
    copied(space, "moved", to="A copy")
    assert find(space, "phòng").ref == "moved"


def test_where_another_map_took_the_place_of_one_that_was_moved_the_one_that_was_moved_is_meant() -> None:
    space = space_with("Phòng tập", "Quán cà phê")
    copied(space, "Phòng tập", to="moved")
    copied(space, "Quán cà phê", to="Phòng tập")
    assert find(space, "tập").ref == "moved"


@pytest.mark.parametrize("word", ["phong tap", "TAP", "quan-ca-phe"])
def test_marks_may_be_left_out(word: str) -> None:
    found = find(space_with("Phòng tập", "Quán cà phê"), word)
    assert found.ref == ("Quán cà phê" if word.startswith("quan") else "Phòng tập")


def test_a_title_as_it_is_written_wins_over_one_without_marks() -> None:
    assert find(space_with("Phòng tập", "Phong tap"), "phong tap").ref == "Phong tap"


def test_words_without_marks_that_fit_several_maps_mean_none_of_them() -> None:
    with pytest.raises(UsageError, match="Phòng tập"):
        find(space_with("Phòng tập", "Phông tấp"), "phong tap")


@pytest.mark.parametrize("word", ["", "  ", "\t"])
def test_a_blank_word_means_nothing(word: str) -> None:
    space = space_with("Phòng tập", "Quán cà phê")
    for look_up in (lambda: find(space, word), lambda: refs_of(space, [word])):
        with pytest.raises(UsageError, match="The name of the map is empty"):
            look_up()


def test_what_nothing_is_called_is_said_as_a_name_not_as_a_path() -> None:
    with pytest.raises(NoSuchMap) as caught:
        find(space_with("Phòng tập"), "hồ bơi")
    assert caught.value.vi == "Không có bản đồ hay tệp nào tên “hồ bơi”. Hãy chạy `sheetsync list` để xem tiêu đề và đường dẫn của mọi bản đồ."
