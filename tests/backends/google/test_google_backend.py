"""The backend on the local Google: how few calls it takes, what other people do meanwhile, and what bad days leave behind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from sheetsync.backends.google import folder
from sheetsync.catalog import builtin
from sheetsync.errors import (
    AccessDenied,
    CannotShare,
    ChangedElsewhere,
    QuotaReached,
    ServiceRefused,
    ServiceUnavailable,
    SheetsyncError,
    UsageError,
    WorkbookNotFound,
    WorkbookReadOnly,
)
from sheetsync.model.design import DesignCell, TabDesign, WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed
from sheetsync.model.layout import design_workbook
from sheetsync.model.places import Place, Reading
from sheetsync.model.reading import read_map, read_meta
from sheetsync.model.words import LANGUAGES, Language
from sheetsync.model.writing import grids_of
from sheetsync.ports import WorkbookState
from sheetsync.tasks.complete import plan_complete
from sheetsync.tasks.lint import lint_map
from sheetsync.tasks.parts import Parts
from sheetsync.tasks.provision import provision
from tests.backends.google.workplace import BOT, LAN, Workplace, deleted, inserted, typed
from tests.emulator.failures import Fault, acted, dropped, forbidden, html_error, no_access, rate_limited, server_error
from tests.emulator.world import SPREADSHEET
from tests.model.filled import filled_map

CATALOG = builtin()
EVERY_TYPE: list[tuple[str, Language]] = [*((key, "vi") for key in CATALOG.keys()), ("ecommerce", "en"), ("service-blueprint", "en")]  # noqa: SIM118  (a catalogue is no mapping)
TAB = "Bản đồ"
CELLS = {
    (0, 0): "_id", (0, 1): "_stage", (0, 2): "action", (0, 3): "emotion",
    (3, 2): "Hành động", (3, 3): "Cảm xúc",
    (4, 0): "a1", (4, 1): "know", (4, 2): "tìm", (4, 3): "vui",
    (5, 0): "a2", (5, 1): "know", (5, 2): "hỏi", (5, 3): "lo",
    (6, 0): "a3", (6, 1): "buy", (6, 2): "mua", (6, 3): "mừng",
}  # fmt: skip
GYM = WorkbookDesign(
    "Phòng tập",
    "vi",
    (
        TabDesign("map", TAB, {place: DesignCell(text) for place, text in CELLS.items()}, widths={}, heights={}),
        TabDesign("stages", "Giai đoạn", {(0, 0): DesignCell("_id")}, widths={}, heights={}),
    ),
)
GET, BATCH = "sheets.spreadsheets.get", "sheets.spreadsheets.batchUpdate"
CREATE, LIST, UPDATE = "drive.files.create", "drive.files.list", "drive.files.update"


@pytest.fixture
def place() -> Iterator[Workplace]:
    with Workplace() as opened:
        yield opened


@pytest.fixture
def gym(place: Workplace) -> WorkbookState:
    return place.backend.create(GYM)


def at(row: int, column: int, tab: str = TAB) -> CellRef:
    return CellRef(tab, row, column)


def texts(place: Workplace, ref: str) -> dict[tuple[int, int], object]:
    return dict(place.backend.read(ref).grids[0].cells)


def spreadsheets(place: Workplace) -> list[str]:
    """The names of the spreadsheets that are there and not in the bin."""
    return sorted(file.name for file in place.world.files.values() if file.mime_type == SPREADSHEET and not file.trashed)


def _rows(reading: Reading) -> dict[str, Place]:
    """Where everything stands, without the tabs themselves."""
    return {tab: found._replace(grid=Grid("", {})) for tab, found in reading.places.items()}


class TestMaking:
    @pytest.mark.parametrize("key", ["customer-journey", "service-blueprint", "contact-points"])
    def test_a_whole_map_takes_two_calls(self, place: Workplace, key: str):
        map_type = CATALOG.load(key)
        design = design_workbook(filled_map(map_type), map_type)
        place.backend.list()
        assert place.calls(lambda: place.backend.create(design)) == [CREATE, BATCH]

    @pytest.mark.parametrize(("key", "language"), EVERY_TYPE)
    def test_every_map_reads_back_as_the_map_it_was(self, place: Workplace, key: str, language: Language):
        map_type = CATALOG.load(key)
        journey = filled_map(map_type, language)
        design = design_workbook(journey, map_type)
        state = place.backend.create(design)
        reading = read_map(state.grids, read_meta(state.grids, journey.title), map_type)
        drawn = read_map(grids_of(design), read_meta(grids_of(design), journey.title), map_type)
        assert (reading.map, _rows(reading)) == (drawn.map, _rows(drawn))
        assert [problem.code for problem in reading.problems] == [problem.code for problem in drawn.problems]
        assert place.backend.read(state.ref) == state

    def test_formulas_come_to_what_the_design_says(self, place: Workplace):
        map_type = CATALOG.load("current-state")
        design = design_workbook(filled_map(map_type), map_type)
        state = place.backend.create(design)
        for tab, grid in zip(design.tabs, state.grids, strict=True):
            for at_place, cell in tab.cells.items():
                if cell.kind == "formula":
                    shown = grid.cells[at_place]
                    assert isinstance(shown, Typed)
                    assert (shown.shown or "").replace(",", ".") == cell.value, (tab.title, at_place, shown.raw)

    def test_it_has_its_name_place_locale_and_a_private_mark(self, place: Workplace):
        state = place.backend.create(replace(GYM, title="  Phòng\ttập\x00 2026 "))
        file, book = place.file(state.ref), place.book(state.ref)
        assert (file.name, file.parents) == ("Phòng tập 2026", [place.folder.id])
        assert (book.properties["locale"], book.properties["timeZone"]) == ("vi_VN", "Asia/Ho_Chi_Minh")
        assert [list(marks) for marks in file.app_properties.values()] == [["sheetsync"]]

    @pytest.mark.parametrize("fault", [acted(dropped()), acted(server_error(503)), acted(html_error(502))])
    def test_a_file_whose_making_was_not_confirmed_is_found_and_used(self, place: Workplace, fault: Fault):
        place.google.faults.add(CREATE, fault)
        state = place.backend.create(GYM)
        assert spreadsheets(place) == ["Phòng tập"]
        assert place.backend.read(state.ref) == state

    def test_a_file_that_nobody_knows_of_is_told_and_not_made_twice(self, place: Workplace):
        place.google.faults.add(CREATE, dropped())
        with pytest.raises(ServiceUnavailable, match="Phòng tập") as told:
            place.backend.create(GYM)
        assert "chạy lại" in told.value.vi
        assert [entry.method for entry in place.google.log].count(CREATE) == 1
        assert spreadsheets(place) == []

    @pytest.mark.parametrize("fault", [acted(dropped()), dropped(), server_error(500), acted(server_error(504))])
    def test_a_layout_whose_answer_was_lost_is_looked_for_and_done_once(self, place: Workplace, fault: Fault):
        place.google.faults.add(BATCH, fault)
        state = place.backend.create(GYM)
        assert [grid.title for grid in state.grids] == [TAB, "Giai đoạn"]
        assert place.backend.read(state.ref) == state

    @pytest.mark.parametrize(
        ("fault", "error"), [(no_access(), AccessDenied), (server_error(500), ServiceUnavailable), (dropped(), ServiceUnavailable)]
    )
    def test_what_can_not_be_finished_is_put_into_the_bin(self, place: Workplace, fault: Fault, error: type[SheetsyncError]):
        place.google.faults.add(BATCH, fault, times=None)
        with pytest.raises(error):
            place.backend.create(GYM)
        assert spreadsheets(place) == []
        place.google.faults.clear()
        assert place.backend.list() == ()

    def test_a_folder_that_is_full_or_closed_is_told(self, place: Workplace):
        place.google.faults.add(CREATE, forbidden("storageQuotaExceeded"))
        with pytest.raises(QuotaReached):
            place.backend.create(GYM)
        place.google.faults.add(CREATE, forbidden("insufficientFilePermissions"))
        with pytest.raises(WorkbookReadOnly, match=f"{place.folder.id} can't be written.*Share.*{BOT} as an Editor"):
            place.backend.create(GYM)
        with pytest.raises(WorkbookReadOnly, match="1NoSuchFolder"):
            place.open("1NoSuchFolderAnywhere0123456789").create(GYM)


class TestReading:
    def test_it_takes_one_call(self, place: Workplace, gym: WorkbookState):
        assert place.calls(lambda: place.backend.read(gym.ref)) == [GET]

    def test_threads_come_along_for_those_who_may_see_them(self, place: Workplace, gym: WorkbookState):
        place.do(gym.ref, {"insertComment": {"content": "Còn thiếu gì?", "coordinate": {"sheetId": 0, "rowIndex": 4, "columnIndex": 2}}})
        (thread,) = place.backend.read(gym.ref).threads or ()
        assert (thread.cell, thread.posts[0].text, thread.posts[0].mine, thread.resolved) == (at(4, 2), "Còn thiếu gì?", False, False)
        assert place.backend.read(gym.ref).revision == gym.revision
        place.world.permit(place.drive, BOT, "reader")
        assert place.backend.read(gym.ref) == gym._replace(threads=None)

    def test_what_is_no_address_of_ours_is_not_asked_for(self, place: Workplace):
        with pytest.raises(WorkbookNotFound):
            place.backend.read("maps/gym.xlsx")
        assert place.google.log == []

    @pytest.mark.parametrize("word", ["maps/gym.xlsx", "https://example.com/x", "https://drive.google.com/drive/folders/1k2-J3h4G5f6D7s8A9p0O1"])
    def test_an_address_of_something_else_is_told_with_what_to_do(self, place: Workplace, word: str):
        with pytest.raises(UsageError, match="copy the whole address"):
            place.backend.locate(word)


class TestListing:
    def test_a_flat_folder_takes_one_call_and_a_deeper_one_more_for_each_level(self, place: Workplace, gym: WorkbookState):
        assert place.calls(place.backend.list) == [LIST]
        below = place.open(place.new_folder("2026", place.new_folder("Cũ", place.folder.id).id).id)
        deep = below.create(GYM)
        place.world.add_file("Ghi chú", "application/vnd.google-apps.document", place.world.account(LAN), parents=[place.folder.id])
        assert place.calls(place.backend.list) == [LIST, LIST, LIST]
        assert place.backend.list() == tuple(sorted([gym.ref, deep.ref]))

    def test_many_folders_are_asked_about_together(self, place: Workplace):
        for number in range(folder.FOLDERS_A_CALL + 1):
            place.new_folder(f"Nhóm {number}", place.folder.id)
        assert place.calls(place.backend.list) == [LIST] * 3

    def test_a_folder_that_is_not_ours_is_told_with_what_to_do(self, place: Workplace):
        elsewhere = place.open("1NoSuchFolderAnywhere0123456789")
        with pytest.raises(AccessDenied, match="Share"):
            elsewhere.news(None)


class TestNews:
    def test_no_news_of_many_maps_takes_one_call(self, place: Workplace, gym: WorkbookState):
        cursor = place.backend.news(None).cursor
        assert place.calls(lambda: place.backend.news(cursor)) == ["drive.changes.list"]
        assert set(place.backend.news(cursor).marks) == {gym.ref}

    def test_people_rename_move_and_delete(self, place: Workplace, gym: WorkbookState):
        other = place.backend.create(replace(GYM, title="Quán cà phê"))
        before = place.backend.news(None)
        place.do(gym.ref, typed(4, 2, "khác"))
        elsewhere = place.new_folder("Nơi khác", place.drive.id)
        file = place.file(other.ref)
        file.parents = [elsewhere.id]
        place.world.touch(file)
        after = place.backend.news(before.cursor)
        assert set(after.marks) == {gym.ref}
        assert after.marks[gym.ref] != before.marks[gym.ref]
        place.file(gym.ref).trashed = True
        place.world.touch(place.file(gym.ref))
        assert place.backend.news(after.cursor).marks == {}

    def test_a_folder_that_came_with_maps_in_it_is_looked_into(self, place: Workplace, gym: WorkbookState):
        away = place.new_folder("2025", place.drive.id)
        old = place.open(away.id).create(GYM)
        before = place.backend.news(None)
        assert set(before.marks) == {gym.ref}
        away.parents = [place.folder.id]
        place.world.touch(away)
        after = place.backend.news(before.cursor)
        assert set(after.marks) == {gym.ref, old.ref}
        away.trashed = True
        place.world.touch(away)
        assert set(place.backend.news(after.cursor).marks) == {gym.ref}

    def test_a_token_that_google_does_not_take_costs_a_full_look(self, place: Workplace, gym: WorkbookState):
        cursor = place.backend.news(None).cursor
        stale = cursor.replace(cursor.split('"token":"')[1].split('"')[0], "999999")
        assert set(place.backend.news(stale).marks) == {gym.ref}
        other_folder = place.open(place.drive.id).news(None).cursor
        assert set(place.backend.news(other_folder).marks) == {gym.ref}

    def test_trouble_is_told_and_not_taken_for_an_old_token(self, place: Workplace):
        cursor = place.backend.news(None).cursor
        place.google.faults.add("drive.changes.list", rate_limited(), times=None)
        with pytest.raises(QuotaReached):
            place.backend.news(cursor)


class TestWriting:
    def test_it_takes_a_fresh_read_and_one_call_with_only_what_changes(self, place: Workplace, gym: WorkbookState):
        edits = [CellEdit(at(4, 2), "tìm trên mạng"), CellEdit(at(4, 3), "vui"), CellEdit(at(0, 0, "Giai đoạn"), "_id")]
        assert place.calls(lambda: place.backend.write(gym.ref, edits, if_revision=gym.revision)) == [GET, BATCH]
        assert texts(place, gym.ref) == {**CELLS, (4, 2): "tìm trên mạng"}

    def test_what_says_so_already_is_not_written(self, place: Workplace, gym: WorkbookState):
        before = place.backend.news(None).marks
        for edits in ([], [CellEdit(at(4, 2), "tìm"), CellEdit(at(9, 9), "")]):
            assert place.calls(partial(place.backend.write, gym.ref, edits, if_revision=gym.revision)) == [GET]
        assert place.backend.news(None).marks == before

    def test_links_read_back_and_are_not_written_again(self, place: Workplace, gym: WorkbookState):
        jump = CellEdit(at(8, 2), 'Giai đoạn!A1 "đây"', "link", target=at(0, 0, "Giai đoạn"))
        state = place.backend.write(gym.ref, [jump], if_revision=gym.revision)
        link = state.grids[0].cells[8, 2]
        assert isinstance(link, Typed)
        assert (link.kind, link.shown) == ("formula", 'Giai đoạn!A1 "đây"')
        assert 'range=A1"' in link.raw
        assert place.calls(lambda: place.backend.write(gym.ref, [jump], if_revision=state.revision)) == [GET]

    def test_the_grid_grows_for_what_stands_outside(self, place: Workplace, gym: WorkbookState):
        state = place.backend.write(gym.ref, [CellEdit(at(400, 60), "xa")], if_revision=gym.revision)
        assert state.grids[0].cells[400, 60] == "xa"

    @pytest.mark.parametrize(
        ("request_", "line", "count"),
        [(inserted(5, 5), 5, 1), (inserted(1, 2), 1, 2), (deleted(4, 4), 4, -1)],
        ids=["row inserted", "rows inserted above", "row deleted"],
    )
    def test_rows_that_moved_in_that_second_keep_what_they_say(
        self, place: Workplace, gym: WorkbookState, request_: dict[str, Any], line: int, count: int
    ):
        place.google.faults.before(BATCH, place.act(gym.ref, request_))
        edits = [CellEdit(at(5, 2), "hỏi giá"), CellEdit(at(6, 3), "")]
        with pytest.raises(ChangedElsewhere):
            place.backend.write(gym.ref, edits, if_revision=gym.revision)
        kept = {(row, column): text for (row, column), text in CELLS.items() if count > 0 or row != line}
        assert texts(place, gym.ref) == {(row + count if row >= line else row, column): text for (row, column), text in kept.items()}

    def test_columns_that_moved_in_that_second_keep_what_they_say(self, place: Workplace, gym: WorkbookState):
        place.google.faults.before(BATCH, place.act(gym.ref, inserted(2, 2, "COLUMNS")))
        with pytest.raises(ChangedElsewhere):
            place.backend.write(gym.ref, [CellEdit(at(5, 2), "x"), CellEdit(at(5, 3), "y")], if_revision=gym.revision)
        assert texts(place, gym.ref) == {(row, column + (column >= 2)): text for (row, column), text in CELLS.items()}

    def test_what_somebody_types_elsewhere_in_that_second_stays_and_is_decided_upon_again(self, place: Workplace, gym: WorkbookState):
        place.google.faults.before(BATCH, place.act(gym.ref, typed(6, 2, "mua gói năm")))
        edits = [CellEdit(at(5, 2), "hỏi giá")]
        with pytest.raises(ChangedElsewhere):
            place.backend.write(gym.ref, edits, if_revision=gym.revision)
        now = place.backend.read(gym.ref)
        assert now.grids[0].cells == {**CELLS, (5, 2): "hỏi giá", (6, 2): "mua gói năm"}
        assert place.calls(lambda: place.backend.write(gym.ref, edits, if_revision=now.revision)) == [GET]

    def test_a_tab_deleted_in_that_second_is_told(self, place: Workplace, gym: WorkbookState):
        place.google.faults.before(BATCH, place.act(gym.ref, {"deleteSheet": {"sheetId": 1}}))
        with pytest.raises(SheetsyncError):
            place.backend.write(gym.ref, [CellEdit(at(3, 3, "Giai đoạn"), "x")], if_revision=gym.revision)
        assert texts(place, gym.ref) == CELLS

    @pytest.mark.parametrize("fault", [acted(dropped()), dropped(), server_error(500), acted(html_error(502))])
    def test_a_lost_answer_is_looked_into(self, place: Workplace, gym: WorkbookState, fault: Fault):
        place.google.faults.add(BATCH, fault)
        state = place.backend.write(gym.ref, [CellEdit(at(4, 2), "khác")], if_revision=gym.revision)
        assert state == place.backend.read(gym.ref)
        assert state.grids[0].cells == {**CELLS, (4, 2): "khác"}

    def test_a_lost_answer_while_somebody_inserts_a_row_is_looked_into_as_well(self, place: Workplace, gym: WorkbookState):
        place.google.faults.add(BATCH, acted(dropped()))
        place.google.faults.before(BATCH, place.act(gym.ref, inserted(4, 4)))
        with pytest.raises(ChangedElsewhere):
            place.backend.write(gym.ref, [CellEdit(at(5, 2), "x")], if_revision=gym.revision)
        assert texts(place, gym.ref) == {(row + (row >= 4), column): text for (row, column), text in CELLS.items()}

    def test_a_service_that_stays_away_is_told_and_nothing_is_written(self, place: Workplace, gym: WorkbookState):
        place.google.faults.add(BATCH, dropped(), times=None)
        with pytest.raises(ServiceUnavailable):
            place.backend.write(gym.ref, [CellEdit(at(4, 2), "khác")], if_revision=gym.revision)
        place.google.faults.clear()
        assert texts(place, gym.ref) == CELLS

    def test_a_repair_whose_answer_is_lost_is_sent_again(self, place: Workplace, gym: WorkbookState):
        place.google.faults.before(BATCH, place.act(gym.ref, inserted(5, 5)))
        place.google.faults.add(BATCH, dropped(), skip=1)
        with pytest.raises(ChangedElsewhere):
            place.backend.write(gym.ref, [CellEdit(at(6, 2), "x")], if_revision=gym.revision)
        assert texts(place, gym.ref) == {(row + (row >= 5), column): text for (row, column), text in CELLS.items()}

    def test_a_repair_that_is_refused_is_told(self, place: Workplace, gym: WorkbookState):
        place.google.faults.before(BATCH, place.act(gym.ref, inserted(5, 5)))
        place.google.faults.add(BATCH, no_access(), skip=1)
        with pytest.raises(AccessDenied):
            place.backend.write(gym.ref, [CellEdit(at(6, 2), "x")], if_revision=gym.revision)

    def test_whoever_may_only_comment_may_not_write(self, place: Workplace, gym: WorkbookState):
        place.world.permit(place.drive, BOT, "commenter")
        with pytest.raises(WorkbookReadOnly):
            place.backend.write(gym.ref, [CellEdit(at(4, 2), "khác")], if_revision=gym.revision)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_to_complete_tab_that_is_up_to_date_is_left_alone(place: Workplace, language: Language):
    map_type = CATALOG.load("current-state")
    parts = Parts(place.backend, CATALOG, lambda: datetime(2026, 11, 22, tzinfo=UTC), bytes, UTC, "lan")
    made = provision(parts, map_type.key, "Phòng tập", language=language)
    state = place.backend.read(made.ref)
    reading = read_map(state.grids, read_meta(state.grids, ""), map_type)
    findings = lint_map(parts, reading, map_type, language=language)
    assert len(findings) > 3
    assert plan_complete(state.grids, reading, findings) == ()
    fewer = [finding for number, finding in enumerate(findings) if number != 1]
    edits = plan_complete(state.grids, reading, fewer)
    assert any(edit.kind == "link" for edit in edits)
    after = place.backend.write(made.ref, edits, if_revision=state.revision)
    assert plan_complete(after.grids, reading, fewer) == ()


class TestLinks:
    def test_a_link_opens_the_sheet_at_the_cell(self, place: Workplace, gym: WorkbookState):
        place.do(gym.ref, {"addSheet": {"properties": {"title": "Của tôi", "sheetId": 4711}}})
        before = place.backend.read(gym.ref)
        numbers = {grid.title: grid.number for grid in before.grids}
        assert numbers["Của tôi"] == 4711
        assert place.backend.link(before, at(6, 2, "Của tôi")) == f"{gym.ref}#gid=4711&range=C7"
        assert place.backend.link(before, at(4, 27)) == f"{gym.ref}#gid={numbers[TAB]}&range=AB5"

    def test_without_a_cell_that_is_there_it_opens_the_sheet(self, place: Workplace, gym: WorkbookState):
        assert place.backend.link(gym) == place.backend.link(gym, at(0, 0, "Không có")) == gym.ref


class TestSharing:
    def test_people_get_their_role(self, place: Workplace, gym: WorkbookState):
        place.backend.share(gym.ref, "minh@example.com", "commenter")
        assert place.world.role(place.world.account("minh@example.com"), place.file(gym.ref)) == "commenter"

    def test_what_the_organisation_forbids_is_told(self, place: Workplace, gym: WorkbookState):
        place.google.faults.add("drive.permissions.create", forbidden("domainPolicy"))
        with pytest.raises(CannotShare, match=r"minh@example\.com"):
            place.backend.share(gym.ref, "minh@example.com", "writer")


def test_a_refusal_without_a_name_says_what_google_said(place: Workplace, gym: WorkbookState):
    place.do(gym.ref, {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}, "editors": {"users": [LAN]}}}})
    with pytest.raises((ServiceRefused, WorkbookReadOnly)):
        place.backend.write(gym.ref, [CellEdit(at(4, 2), "khác")], if_revision=gym.revision)
    assert texts(place, gym.ref) == CELLS
