"""sync, as people meet it: what they typed is archived, ids come back, accidents are asked about, and nothing is ever lost."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook as Book

from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.model.anatomy import FINGERPRINT, META_TAB, SKIP, TO_COMPLETE_TAB
from sheetsync.model.design import WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Grid, Lane
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.thread import Posting
from sheetsync.ports import Backend, Check, News, Role, WorkbookState
from sheetsync.tasks.sync import sync
from tests.cli.desk import Desk, tab

ROOT = Path(__file__).resolve().parents[2]


class Guest(Backend):
    """A backend with somebody else in the room: ``before_write`` happens between our reading and our writing."""

    kind = "xlsx"

    def __init__(self, inner: Backend, before_write: Callable[[], None] = lambda: None) -> None:
        self.inner = inner
        self.before_write = before_write
        self.reads = 0

    def list(self) -> tuple[str, ...]:
        return self.inner.list()

    def read(self, ref: str) -> WorkbookState:
        self.reads += 1
        return self.inner.read(ref)

    def news(self, cursor: str | None) -> News:
        return self.inner.news(cursor)

    def locate(self, word: str) -> str | None:
        return self.inner.locate(word)

    def create(self, design: WorkbookDesign) -> WorkbookState:
        return self.inner.create(design)

    def share(self, ref: str, email: str, role: Role) -> None:
        self.inner.share(ref, email, role)

    def examine(self) -> Sequence[Check]:
        return self.inner.examine()

    def write(self, ref: str, edits: Sequence[CellEdit], *, if_revision: str) -> WorkbookState:
        self.before_write()
        return self.inner.write(ref, edits, if_revision=if_revision)

    def attach(self, ref: str, design: WorkbookDesign, edits: Sequence[CellEdit], *, hide: Sequence[Lane] = (), if_revision: str) -> WorkbookState:
        self.before_write()
        return self.inner.attach(ref, design, edits, hide=hide, if_revision=if_revision)

    def threads(self, state: WorkbookState) -> WorkbookState:
        return self.inner.threads(state)

    def post(self, state: WorkbookState, postings: Sequence[Posting]) -> tuple[str, ...]:
        return self.inner.post(state, postings)


def touchpoint(desk: Desk, at: int = 0) -> FieldRef:
    """The touchpoints of the step number ``at``."""
    return FieldRef(MAIN, step=desk.records(desk.ref)[at].id, field="touchpoint")


def add_a_row(book: Book) -> None:
    """A person types a contact point below the last one; no id, as people do."""
    sheet = tab(book, "Bản đồ")
    keys = {cell.value: cell.column or 0 for cell in sheet[1]}
    row = next(number for number in range(sheet.max_row, 0, -1) if sheet.cell(number, keys["touchpoint"]).value) + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(row, column).value = None
    sheet.cell(row, keys["stage"]).value = sheet.cell(row - 1, keys["stage"]).value
    sheet.cell(row, keys["touchpoint"]).value = "Nhắn tin hỏi lại giờ mở cửa"


def newest(desk: Desk) -> int:
    versions = desk.json("log", desk.ref)["versions"]
    return int(versions[-1]["version"])


class TestWhatPeopleTyped:
    def test_becomes_a_version(self, gym: Desk) -> None:
        before = newest(gym)
        gym.type(gym.ref, {touchpoint(gym): "Bảng hiệu"})
        told = gym.sync()[gym.ref]
        assert (told["outcome"], told["version"]) == ("archived", before + 1)
        assert gym.json("diff", gym.ref)["maps"] == []
        assert gym.json("archive", "check")["ok"]

    def test_a_second_sync_writes_nothing(self, gym: Desk) -> None:
        gym.type(gym.ref, {touchpoint(gym): ""})
        assert gym.sync()[gym.ref]["edits"] > 0
        before = gym.disk()
        told = gym.sync()[gym.ref]
        assert (told["outcome"], told["edits"]) == ("unchanged", 0)
        assert gym.disk() == before

    def test_a_dry_run_tells_and_writes_nothing_at_all(self, gym: Desk) -> None:
        gym.type(gym.ref, {touchpoint(gym): ""})
        shutil.rmtree(gym.folder / "archive" / "cursors", ignore_errors=True)
        before = gym.disk()
        told = gym.sync("--dry-run")[gym.ref]
        assert (told["outcome"], told["version"]) == ("archived", newest(gym) + 1)
        assert told["edits"] > 0
        assert gym.disk() == before
        assert not (gym.folder / "archive" / "cursors").exists()

    def test_a_workbook_made_by_hand_from_another_folder_is_taken_in(self, gym: Desk) -> None:
        shutil.rmtree(gym.folder / "archive")
        told = gym.sync()[gym.ref]
        assert (told["outcome"], told["version"]) == ("archived", 1)
        assert gym.json("log", gym.ref)["versions"][0]["reason"] == "new"

    def test_an_untouched_workbook_is_passed_over_with_one_look(self, gym: Desk) -> None:
        later = XlsxBackend(gym.folder / "maps", gym.folder, clock=lambda: time.time() + 60)
        guest = Guest(later)
        space = replace(gym.parts(), backend=guest)
        assert [result.outcome for result in sync(space)] == ["unchanged"]
        guest.reads = 0
        assert [result.outcome for result in sync(space)] == ["unchanged"]
        assert guest.reads == 0
        gym.type(gym.ref, {touchpoint(gym): "Bảng hiệu"})
        assert [result.outcome for result in sync(space)] == ["archived"]

    @pytest.mark.parametrize("body", [b"", b"[]", b'{"value":7}', b'{"value":"{}"}', b'{"value":"[1]"}', b"\xff"])
    def test_a_lost_or_broken_cache_costs_time_and_nothing_else(self, body: bytes, gym: Desk) -> None:
        (gym.folder / "archive" / "cursors").mkdir(exist_ok=True)
        (gym.folder / "archive" / "cursors" / "xlsx.json").write_bytes(body)
        before = gym.disk()
        assert gym.sync()[gym.ref]["outcome"] == "unchanged"
        assert gym.disk() == before

    def test_text_says_what_became_of_each_workbook(self, gym: Desk) -> None:
        gym.type(gym.ref, {touchpoint(gym): "Bảng hiệu"})
        assert gym.done("sync").splitlines() == [f"đã lưu v{newest(gym)}  {gym.ref}", "Tổng: 1 đã lưu."]
        assert gym.done("sync", "--language", "en").splitlines() == [f"unchanged v{newest(gym)}  {gym.ref}", "In all: 1 unchanged."]

    def test_nothing_to_sync(self, desk: Desk) -> None:
        assert desk.json("sync") == {"format": 1, "maps": []}
        assert desk.done("sync") == "Chưa có bản đồ nào.\n"


class TestIds:
    def test_a_typed_row_gets_its_id_before_the_version_is_made(self, shop: Desk) -> None:
        shop.rewrite(shop.ref, add_a_row)
        (typed,) = [record for record in shop.records(shop.ref) if record.values["touchpoint"].startswith("Nhắn tin hỏi lại")]
        told = shop.sync()[shop.ref]
        assert (told["outcome"], told["ids_pending"]) == ("archived", 0)
        place = shop.open(shop.ref).reading.places[MAIN]
        (row,) = [row for row in place.rows if row.record == typed.id]
        assert row.id == typed.id
        archived = shop.json("show", shop.ref)["journey"]["tabs"][MAIN]["records"]
        assert typed.id in {record["id"] for record in archived}

    @pytest.mark.parametrize("lock", [".~lock.{}#", "~${}"])
    def test_while_the_workbook_is_open_elsewhere_it_is_archived_and_the_ids_wait(self, lock: str, shop: Desk) -> None:
        shop.rewrite(shop.ref, add_a_row)
        path = shop.folder / shop.ref
        (path.parent / lock.format(path.name)).write_text("An", encoding="utf-8")
        before = path.read_bytes()
        told = shop.sync()[shop.ref]
        assert (told["outcome"], told["ids_pending"], told["edits"], told["error"]["code"]) == ("archived", 1, 0, "in-use")
        assert path.read_bytes() == before
        assert "1 mã bước chưa ghi được vào bảng tính" in shop.done("sync")
        (path.parent / lock.format(path.name)).unlink()
        told = shop.sync()[shop.ref]
        assert (told["outcome"], told["ids_pending"]) == ("written", 0)
        assert shop.sync()[shop.ref]["outcome"] == "unchanged"

    def test_a_read_only_workbook_is_archived_and_the_ids_wait(self, shop: Desk) -> None:
        shop.rewrite(shop.ref, add_a_row)
        path = shop.folder / shop.ref
        path.chmod(0o444)
        before = path.read_bytes()
        told = shop.sync()[shop.ref]
        assert (told["outcome"], told["ids_pending"], told["error"]["code"]) == ("archived", 1, "read-only")
        assert path.read_bytes() == before
        path.chmod(0o644)
        assert shop.sync()[shop.ref]["ids_pending"] == 0

    def test_waiting_rows_keep_their_identity_when_they_move(self, shop: Desk) -> None:
        shop.rewrite(shop.ref, add_a_row)
        path = shop.folder / shop.ref
        lock = path.parent / f"~${path.name}"
        lock.touch()
        shop.sync()
        known = {record.values["touchpoint"]: record.id for record in shop.records(shop.ref)}
        shop.rewrite(shop.ref, lambda book: tab(book, "Bản đồ").insert_rows(5, 2))
        lock.unlink()
        assert shop.sync()[shop.ref]["outcome"] == "written"
        assert {record.values["touchpoint"]: record.id for record in shop.records(shop.ref)} == known


class TestAddresses:
    def test_a_copy_is_named_and_left_alone(self, gym: Desk) -> None:
        shutil.copy(gym.folder / gym.ref, gym.folder / "maps" / "Bản sao.xlsx")
        before = gym.disk()
        told = gym.sync(status=1)
        assert told[gym.ref]["outcome"] == "unchanged"
        copy = told["maps/Bản sao.xlsx"]
        assert (copy["outcome"], copy["error"]["code"]) == ("copy", "copy")
        assert gym.ref in copy["error"]["message"]
        assert gym.disk() == before

    def test_of_two_new_ones_with_the_same_id_one_is_the_copy(self, gym: Desk) -> None:
        shutil.rmtree(gym.folder / "archive")
        shutil.copy(gym.folder / gym.ref, gym.folder / "maps" / "A.xlsx")
        assert sorted(entry["outcome"] for entry in gym.sync(status=1).values()) == ["archived", "copy"]

    def test_a_moved_workbook_is_the_same_map(self, gym: Desk) -> None:
        map_id, version = gym.json("log", gym.ref)["map"], newest(gym)
        moved = "maps/2026/Tập thể dục.xlsx"
        (gym.folder / "maps" / "2026").mkdir()
        (gym.folder / gym.ref).rename(gym.folder / moved)
        told = gym.sync()[moved]
        assert (told["map"], told["outcome"], told["version"]) == (map_id, "unchanged", version)
        gym.ref = moved
        gym.type(moved, {touchpoint(gym): "Bảng hiệu"})
        assert gym.sync()[moved]["version"] == version + 1
        before = gym.disk()
        assert gym.sync()[moved]["outcome"] == "unchanged"
        assert gym.disk() == before

    def test_a_copy_at_the_address_before_a_move_is_a_copy_all_the_same(self, gym: Desk) -> None:
        moved = "maps/Mới.xlsx"
        (gym.folder / gym.ref).rename(gym.folder / moved)
        gym.sync()
        shutil.copy(gym.folder / moved, gym.folder / gym.ref)
        told = gym.sync(status=1)
        assert (told[moved]["outcome"], told[gym.ref]["outcome"]) == ("unchanged", "copy")

    def test_a_workbook_may_move_away_and_back(self, gym: Desk) -> None:
        away = "maps/Mới.xlsx"
        for old, new in ((gym.ref, away), (away, gym.ref)):
            (gym.folder / old).rename(gym.folder / new)
            assert gym.sync()[new]["outcome"] == "unchanged"
        shutil.copy(gym.folder / gym.ref, gym.folder / away)
        told = gym.sync(status=1)
        assert (told[gym.ref]["outcome"], told[away]["outcome"]) == ("unchanged", "copy")


class TestAccidents:
    """Stopped, told in both languages, and nothing changed on disk, until somebody says it was meant."""

    def stopped(self, desk: Desk, code: str, *answers: str) -> None:
        before = desk.disk()
        vi, en = (desk.sync("--language", language, status=1)[desk.ref] for language in ("vi", "en"))
        assert (vi["outcome"], vi["error"]["code"]) == ("stopped", code)
        commands = [f'`sheetsync sync "{desk.ref}" {answer}`' for answer in answers]
        assert [(said, told["error"]["message"]) for told in (vi, en) for said in commands if said not in told["error"]["message"]] == []
        assert desk.disk() == before
        assert desk("sync").status == 1

    def test_an_old_copy_saved_back(self, gym: Desk) -> None:
        old = (gym.folder / gym.ref).read_bytes()
        gym.type(gym.ref, {touchpoint(gym): "Bảng hiệu"})
        gym.sync()
        (gym.folder / gym.ref).write_bytes(old)
        self.stopped(gym, "old-copy", "--prefer sheet", "--prefer archive")
        told = gym.sync("--prefer", "sheet")[gym.ref]
        assert (told["outcome"], told["version"]) == ("archived", newest(gym))
        assert gym.sync()[gym.ref]["outcome"] == "unchanged"

    def test_an_old_copy_saved_back_by_mistake_is_brought_up_to_date(self, gym: Desk) -> None:
        old = (gym.folder / gym.ref).read_bytes()
        gym.type(gym.ref, {touchpoint(gym): "Bảng hiệu"})
        gym.sync()
        (gym.folder / gym.ref).write_bytes(old)
        told = gym.sync("--prefer", "archive")[gym.ref]
        assert (told["outcome"], told["version"]) == ("written", newest(gym))
        assert gym.records(gym.ref)[0].values["touchpoint"] == "Bảng hiệu"

    @staticmethod
    def empty(desk: Desk) -> None:
        desk.type(desk.ref, {FieldRef(MAIN, step=record.id, field=field): "" for record in desk.records(desk.ref) for field in record.values})

    @staticmethod
    def lose_the_column(book: Book) -> None:
        sheet = tab(book, "Bản đồ")
        (column,) = (cell.column for cell in sheet[1] if cell.value == "touchpoint")
        sheet.delete_cols(column)

    @staticmethod
    def lose_the_keys(book: Book) -> None:
        sheet = tab(book, "Bản đồ")
        sheet.delete_rows(1)
        sheet.cell(sheet.max_row, 4).value = "Gọi lại hỏi giá"

    @staticmethod
    def lose_the_tab(book: Book) -> None:
        book.remove(tab(book, "Bản đồ"))

    def test_all_records_of_a_tab_gone(self, shop: Desk) -> None:
        self.empty(shop)
        self.stopped(shop, "deletions", "--accept-deletions", "--prefer archive")
        self.accepted(shop)
        assert shop.records(shop.ref) == ()

    @pytest.mark.parametrize("loss", ["lose_the_column", "lose_the_keys", "lose_the_tab"])
    def test_a_column_a_key_row_or_a_tab_gone(self, loss: str, shop: Desk) -> None:
        shop.rewrite(shop.ref, getattr(self, loss))
        self.stopped(shop, "deletions", "--accept-deletions", "--prefer archive")
        self.accepted(shop)

    def accepted(self, desk: Desk) -> None:
        """``--accept-deletions`` goes on, and leaves a record of who said so."""
        version = newest(desk)
        told = desk.sync("--accept-deletions")[desk.ref]
        assert (told["outcome"], told["version"]) == ("archived", version + 1)
        (decision,) = sorted((desk.folder / "archive" / "decisions" / told["map"]).iterdir())
        assert '"accept-deletions"' in decision.read_text(encoding="utf-8")
        assert desk.sync()[desk.ref]["outcome"] == "unchanged"
        assert desk.json("archive", "check")["ok"]

    def test_a_key_row_gone_is_no_loss_while_everything_is_still_found_by_its_heading(self, shop: Desk) -> None:
        shop.rewrite(shop.ref, lambda book: tab(book, "Bản đồ").delete_rows(1))
        told = shop.sync()[shop.ref]
        assert (told["outcome"], told["version"]) == ("written", newest(shop))
        assert shop.sync()[shop.ref]["outcome"] == "unchanged"

    def test_a_few_deletions_are_everyday_life(self, shop: Desk) -> None:
        first = shop.records(shop.ref)[0]
        shop.type(shop.ref, {FieldRef(MAIN, step=first.id, field=field): "" for field in first.values})
        assert shop.sync("--accept-deletions")[shop.ref]["outcome"] == "archived"
        assert not (shop.folder / "archive" / "decisions").exists()


class TestTwoAtOnce:
    def test_somebody_saves_between_our_reading_and_writing(self, gym: Desk) -> None:
        gym.type(gym.ref, {touchpoint(gym): ""})
        late = {touchpoint(gym, 1): "Gọi điện hỏi lịch"}
        parts = gym.parts()
        guest = Guest(parts.backend)

        def save_once() -> None:
            guest.before_write = lambda: None
            gym.type(gym.ref, late)

        guest.before_write = save_once
        (result,) = sync(replace(parts, backend=guest), [gym.ref])
        assert result.outcome == "archived"
        journey = parts.ledger.load(result.map or "", result.version or 0).journey
        texts = {record.id: record.values.get("touchpoint", "") for record in journey.main.records}
        assert [texts[ref.step or ""] for ref in (touchpoint(gym), *late)] == ["", "Gọi điện hỏi lịch"]
        assert gym.json("diff", gym.ref)["maps"] == []
        assert gym.sync()[gym.ref]["outcome"] == "unchanged"

    def test_somebody_who_never_stops_saving_is_left_alone(self, gym: Desk) -> None:
        gym.type(gym.ref, {touchpoint(gym): ""})
        parts = gym.parts()
        before = newest(gym)
        saves = iter(range(100))
        guest = Guest(parts.backend, lambda: gym.type(gym.ref, {touchpoint(gym, 1): f"Lần {next(saves)}"}))
        (result,) = sync(replace(parts, backend=guest), [gym.ref])
        assert (result.outcome, result.code) == ("failed", "changed-elsewhere")
        assert newest(gym) == before
        assert gym.json("archive", "check")["ok"]

    def test_two_processes_leave_a_whole_archive(self, gym: Desk) -> None:
        gym.type(gym.ref, {touchpoint(gym): "Bảng hiệu"})
        before = newest(gym)
        command = [sys.executable, "-m", "sheetsync", "sync"]
        both = [
            subprocess.Popen(command, cwd=gym.folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        ends = [(running.communicate(timeout=60), running.returncode) for running in both]
        assert [status for _, status in ends] == [0, 0], ends
        assert newest(gym) == before + 1
        assert gym.json("archive", "check")["ok"]
        assert gym.json("diff", gym.ref)["maps"] == []

    def test_another_sync_archives_first(self, gym: Desk) -> None:
        gym.type(gym.ref, {touchpoint(gym): ""})
        parts = gym.parts()
        guest = Guest(parts.backend, lambda: None)

        def overtake() -> None:
            guest.before_write = lambda: None
            list(sync(gym.parts(), [gym.ref]))

        guest.before_write = overtake
        before = newest(gym)
        (result,) = sync(replace(parts, backend=guest), [gym.ref])
        assert result.outcome == "unchanged"
        assert newest(gym) == before + 1
        assert gym.json("archive", "check")["ok"]


class TestToComplete:
    TITLE = TO_COMPLETE_TAB.vi

    def grid(self, desk: Desk) -> Grid:
        (found,) = (grid for grid in desk.open(desk.ref).state.grids if grid.title == self.TITLE)
        return found

    def column(self, desk: Desk, key: str) -> int:
        (column,) = (at for (_, at), value in self.grid(desk).cells.items() if value == key)
        return column

    def listed(self, desk: Desk) -> dict[str, int]:
        """The rows of the fingerprints that stand in the tab, skipped or not."""
        column = self.column(desk, FINGERPRINT)
        keys = {str(value).partition(" ")[0]: row for (row, at), value in sorted(self.grid(desk).cells.items()) if at == column}
        return {key: row for key, row in keys.items() if len(key) == 16}

    def test_lists_what_lint_finds_in_the_same_order(self, gym: Desk) -> None:
        gym.type(gym.ref, {touchpoint(gym): ""})
        gym.sync()
        found = gym.lint(gym.ref, "--fail-on", "never")
        assert list(self.listed(gym)) == [finding["fingerprint"] for finding in found]

    def test_keeps_the_reasons_people_typed(self, gym: Desk) -> None:
        fingerprint, row = next(iter(self.listed(gym).items()))
        reason = CellEdit(self.cell(gym, row, SKIP), "chờ ngân sách quý sau")
        gym.write(gym.ref, [reason])
        gym.type(gym.ref, {touchpoint(gym): ""})
        assert gym.sync()[gym.ref]["outcome"] == "archived"
        moved = self.listed(gym)[fingerprint]
        assert self.grid(gym).cells[moved, self.column(gym, SKIP)] == "chờ ngân sách quý sau"
        before = gym.disk()
        assert gym.sync()[gym.ref]["outcome"] == "unchanged"
        assert gym.disk() == before

    def test_keeps_a_reason_even_when_its_finding_is_gone(self, gym: Desk) -> None:
        gym.type(gym.ref, {touchpoint(gym): ""})
        gym.sync()
        (missing,) = (
            finding["fingerprint"]
            for finding in gym.lint(gym.ref, "--fail-on", "never")
            if finding["severity"] == "error" or finding["rule"].startswith("question")
        )
        gym.write(gym.ref, [CellEdit(self.cell(gym, self.listed(gym)[missing], SKIP), "đang bàn")])
        gym.type(gym.ref, {touchpoint(gym): "Trang web"})
        gym.sync()
        assert "đang bàn" in self.grid(gym).cells.values()
        before = gym.disk()
        assert gym.sync()[gym.ref]["edits"] == 0
        assert gym.disk() == before

    def test_who_removes_the_tab_gets_none_back(self, gym: Desk) -> None:
        gym.rewrite(gym.ref, lambda book: book.remove(tab(book, self.TITLE)))
        assert gym.sync()[gym.ref]["outcome"] in {"unchanged", "written"}
        assert self.TITLE not in [grid.title for grid in gym.open(gym.ref).state.grids]

    def cell(self, desk: Desk, row: int, key: str) -> CellRef:
        return CellRef(self.TITLE, row, self.column(desk, key))


def test_a_workbook_that_cannot_be_read_does_not_stop_the_others(gym: Desk) -> None:
    (gym.folder / "maps" / "A hỏng.xlsx").write_bytes(b"PK")
    gym.type(gym.ref, {touchpoint(gym): "Bảng hiệu"})
    told = gym.sync(status=2)
    assert (told["maps/A hỏng.xlsx"]["outcome"], told["maps/A hỏng.xlsx"]["error"]["code"]) == ("failed", "not-a-workbook")
    assert told[gym.ref]["outcome"] == "archived"
    page = gym("sync")
    assert page.status == 2
    assert "A hỏng.xlsx" in page.out


def test_a_type_that_nobody_knows_is_stopped(gym: Desk) -> None:
    def rename(book: Book) -> None:
        sheet = tab(book, META_TAB)
        next(row for row in sheet.iter_rows() if row[0].value == "type")[1].value = "customer-jurney"

    gym.rewrite(gym.ref, rename)
    before = gym.disk()
    told = gym.sync(status=1)[gym.ref]
    assert (told["outcome"], told["error"]["code"]) == ("stopped", "map-type-unknown")
    assert gym.disk() == before
