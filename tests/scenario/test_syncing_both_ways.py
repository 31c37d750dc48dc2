"""sync, as people meet it where the archive moves too: its news arrive in the sheet, and where both changed the same thing, people are asked."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl.workbook import Workbook as Book

from sheetsync.history.version import content_digest
from sheetsync.model.anatomy import TO_COMPLETE_TAB
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Tab
from tests.cli.desk import Desk, tab


def imported(desk: Desk, change: Callable[[Tab], Tab]) -> None:
    """Somebody changes the map itself in the archive, as an import or another sheet does."""
    space = desk.parts()
    (map_id,) = space.ledger.maps()
    latest = space.ledger.latest(map_id)
    assert latest is not None
    version = space.ledger.load(map_id, latest.version)
    journey = version.journey._replace(tabs={**version.journey.tabs, MAIN: change(version.journey.main)})
    space.ledger.append(map_id, journey, author="Minh", reason="import", source=version.source, saved_at=space.instant(), parent=latest)


def saying(at: int, field: str, text: str) -> Callable[[Tab], Tab]:
    """Step number ``at`` says something else."""

    def change(main: Tab) -> Tab:
        values = {key: said for key, said in {**main.records[at].values, field: text}.items() if said}
        return main._replace(records=(*main.records[:at], main.records[at]._replace(values=values), *main.records[at + 1 :]))

    return change


def archived(desk: Desk) -> JourneyMap:
    """What the archive says."""
    space = desk.parts()
    (map_id,) = space.ledger.maps()
    return space.ledger.load(map_id, space.ledger.numbers(map_id)[-1]).journey


def ref_of(desk: Desk, at: int, field: str = "touchpoint") -> FieldRef:
    return FieldRef(MAIN, step=desk.records(desk.ref)[at].id, field=field)


def texts(desk: Desk, field: str = "touchpoint") -> list[str]:
    return [record.values.get(field, "") for record in desk.records(desk.ref)]


def in_step(desk: Desk) -> None:
    """Both sides say the same, nothing is left to do, and the archive is whole."""
    assert content_digest(desk.open(desk.ref).reading.map) == content_digest(archived(desk))
    before = desk.disk()
    assert desk.sync()[desk.ref]["outcome"] == "unchanged"
    assert desk.disk() == before
    assert desk.json("archive", "check")["ok"]


class TestNewsOfTheArchive:
    def test_a_text_arrives_in_its_cell(self, shop: Desk) -> None:
        imported(shop, saying(1, "touchpoint", "Gọi lại cho khách"))
        told = shop.sync()[shop.ref]
        assert (told["outcome"], told["version"]) == ("written", 3)
        assert texts(shop)[1] == "Gọi lại cho khách"
        in_step(shop)

    def test_only_cells_with_news_are_written(self, gym: Desk) -> None:
        gym.rewrite(gym.ref, lambda book: setattr(tab(book, "Bản đồ")["Z40"], "value", "ghi chú riêng"))
        imported(gym, saying(0, "touchpoint", "Bảng hiệu"))
        before = cells(gym)
        gym.sync()
        changed = {at for at, value in cells(gym).items() if before.get(at) != value and at[0] == "Bản đồ"}
        assert len(changed) == 1
        assert "ghi chú riêng" in cells(gym).values()

    def test_a_step_for_a_stage_without_a_free_slot_gets_a_line_of_its_own(self, gym: Desk) -> None:
        new = Record("moi", archived(gym).main.stages[0].key, {"action": "Hỏi lễ tân"})
        imported(gym, lambda main: main._replace(records=(main.records[0], new, *main.records[1:])))
        assert gym.sync()[gym.ref]["outcome"] == "written"
        assert [record.id for record in gym.records(gym.ref)][1] == "moi"
        in_step(gym)

    def test_a_step_that_is_gone_there_is_gone_here(self, shop: Desk) -> None:
        gone = shop.records(shop.ref)[2]
        imported(shop, lambda main: main._replace(records=(*main.records[:2], *main.records[3:])))
        assert shop.sync()[shop.ref]["outcome"] == "written"
        assert gone.id not in {record.id for record in shop.records(shop.ref)}
        in_step(shop)

    def test_a_stage_has_another_name(self, gym: Desk) -> None:
        imported(gym, lambda main: main._replace(stages=(main.stages[0]._replace(title="Biết đến"), *main.stages[1:])))
        assert gym.sync()[gym.ref]["outcome"] == "written"
        assert gym.open(gym.ref).reading.map.main.stages[0].title == "Biết đến"
        in_step(gym)

    def test_a_dry_run_tells_and_writes_nothing(self, shop: Desk) -> None:
        imported(shop, saying(1, "touchpoint", "Gọi lại cho khách"))
        before = shop.disk()
        told = shop.sync("--dry-run")[shop.ref]
        assert shop.disk() == before
        assert (told["outcome"], told["edits"]) == ("written", shop.sync()[shop.ref]["edits"])

    @pytest.mark.parametrize(
        ("language", "said"), [("vi", ["sẽ ghi v3", "Tổng: 1 sẽ ghi."]), ("en", ["would be written v3", "In all: 1 would be written."])]
    )
    def test_a_dry_run_does_not_speak_as_if_it_had_done_it(self, language: str, said: list[str], shop: Desk) -> None:
        imported(shop, saying(1, "touchpoint", "Gọi lại cho khách"))
        page = shop.done("sync", "--dry-run", "--language", language)
        assert [words for words in said if words not in page] == []
        assert "đã ghi v3" in shop.done("sync")

    def test_what_each_side_did_elsewhere_is_merged(self, shop: Desk) -> None:
        shop.type(shop.ref, {ref_of(shop, 0): "Bảng hiệu"})
        imported(shop, saying(1, "touchpoint", "Gọi lại cho khách"))
        told = shop.sync()[shop.ref]
        assert (told["outcome"], told["version"], told["conflicts"]) == ("merged", 4, [])
        assert texts(shop)[:2] == ["Bảng hiệu", "Gọi lại cho khách"]
        in_step(shop)

    def test_a_workbook_open_elsewhere_gets_them_later(self, shop: Desk) -> None:
        imported(shop, saying(1, "touchpoint", "Gọi lại cho khách"))
        shop.type(shop.ref, {ref_of(shop, 0): "Bảng hiệu"})
        path = shop.folder / shop.ref
        lock = path.parent / f"~${path.name}"
        lock.touch()
        told = shop.sync(status=2)[shop.ref]
        assert (told["outcome"], told["edits"], told["error"]["code"]) == ("archived", 0, "in-use")
        assert "vẫn chờ" in told["error"]["message"]
        lock.unlink()
        assert shop.sync()[shop.ref]["outcome"] == "written"
        in_step(shop)

    @pytest.mark.parametrize(("language", "waits"), [("vi", "vẫn chờ; khi ghi được, hãy chạy"), ("en", "waits; once it can be written, run")])
    def test_a_read_only_workbook_is_behind_until_it_can_be_written(self, language: str, waits: str, shop: Desk) -> None:
        imported(shop, saying(1, "touchpoint", "Gọi lại cho khách"))
        (shop.folder / shop.ref).chmod(0o444)
        before = (shop.folder / shop.ref).read_bytes()
        told = shop.sync("--language", language, status=2)[shop.ref]
        assert (told["outcome"], told["version"], told["error"]["code"]) == ("failed", 3, "read-only")
        assert f'{waits} `sheetsync sync "{shop.ref}"`.' in told["error"]["message"]
        assert (shop.folder / shop.ref).read_bytes() == before
        assert shop.sync(status=2)[shop.ref]["outcome"] == "failed", "a sync without REF does not pass it over"
        (shop.folder / shop.ref).chmod(0o644)
        assert shop.sync()[shop.ref]["outcome"] == "written"
        in_step(shop)

    def test_a_text_that_no_cell_holds_waits_and_says_so(self, shop: Desk) -> None:
        imported(shop, saying(1, "touchpoint", "x" * 32_768))
        told = shop.sync(status=2)[shop.ref]
        assert (told["outcome"], told["error"]["code"]) == ("failed", "text-too-long")
        assert "vẫn chờ" in told["error"]["message"]

    def test_an_earlier_version_is_restored_although_news_wait(self, shop: Desk) -> None:
        """All that stands in the sheet is archived, so nothing of it can be lost."""
        imported(shop, saying(1, "touchpoint", "Gọi lại cho khách"))
        before = texts(shop)
        (shop.folder / shop.ref).chmod(0o444)
        assert shop.json("restore", f"{shop.ref}@2", "--yes")["outcome"] == "restored"
        (shop.folder / shop.ref).chmod(0o644)
        shop.sync()
        assert texts(shop) == before
        in_step(shop)


class TestConflict:
    @pytest.fixture
    def shop(self, shop: Desk) -> Desk:
        """Both sides typed another text into the same cell."""
        shop.type(shop.ref, {ref_of(shop, 0): "Bảng hiệu"})
        imported(shop, saying(0, "touchpoint", "Tờ rơi"))
        return shop

    def test_both_texts_are_kept_and_people_are_told(self, shop: Desk) -> None:
        told = shop.sync(status=1)[shop.ref]
        (conflict,) = told["conflicts"]
        cell = shop.open(shop.ref).reading.cell(ref_of(shop, 0))
        assert cell is not None
        assert (told["outcome"], told["error"]["code"], conflict["cell"]) == ("conflict", "conflict", cell.a1)
        assert (conflict["kind"], conflict["sheet"], conflict["archive"]) == ("changed", "Bảng hiệu", "Tờ rơi")
        assert (texts(shop)[0], archived(shop).main.records[0].values["touchpoint"]) == ("Bảng hiệu", "Tờ rơi")
        before = shop.disk()
        assert shop.sync(status=1)[shop.ref]["edits"] == 0
        assert shop.disk() == before

    @pytest.mark.parametrize(
        ("language", "said"),
        [("vi", ["xung đột v3", "trong bảng tính là “Bảng hiệu”", "“Tờ rơi”", "--prefer"]), ("en", ["conflict v3", "the sheet says “Bảng hiệu”"])],
    )
    def test_sync_says_where_and_what(self, language: str, said: list[str], shop: Desk) -> None:
        told = shop("sync", "--language", language)
        assert told.status == 1
        assert [words for words in said if words not in told.out] == []
        assert [side for side in ("sheet", "archive") if f'`sheetsync sync "{shop.ref}" --prefer {side}`' not in told.out] == []

    def test_list_counts_it(self, shop: Desk) -> None:
        assert shop.json("list")["maps"][0]["conflicts"] == 0
        shop.sync(status=1)
        (listed,) = shop.json("list")["maps"]
        assert (listed["status"], listed["conflicts"]) == ("conflict", 1)
        assert "1 xung đột chờ xử lý" in shop.done("list")
        shop.sync("--prefer", "sheet")
        (listed,) = shop.json("list")["maps"]
        assert (listed["status"], listed["conflicts"]) == ("ok", 0)

    def test_it_stands_in_the_tab_of_what_is_to_be_completed(self, shop: Desk) -> None:
        def told() -> bool:
            return any("Tờ rơi" in str(value) for (title, *_), value in cells(shop).items() if title == TO_COMPLETE_TAB.vi)

        shop.sync(status=1)
        assert told()
        shop.sync("--prefer", "sheet")
        assert not told()

    def test_an_edit_settles_it(self, shop: Desk) -> None:
        shop.sync(status=1)
        shop.type(shop.ref, {ref_of(shop, 0): "Bảng hiệu và tờ rơi"})
        assert shop.sync()[shop.ref]["outcome"] == "archived"
        assert texts(shop)[0] == "Bảng hiệu và tờ rơi"
        in_step(shop)

    @pytest.mark.parametrize(("side", "outcome", "text"), [("sheet", "archived", "Bảng hiệu"), ("archive", "written", "Tờ rơi")])
    @pytest.mark.parametrize("is_told", [True, False])
    def test_a_word_settles_it(self, side: str, outcome: str, text: str, is_told: bool, shop: Desk) -> None:  # noqa: FBT001
        if is_told:
            shop.sync(status=1)
        assert shop.sync("--prefer", side)[shop.ref]["outcome"] == outcome
        assert texts(shop)[0] == text
        in_step(shop)
        everything = "".join(path.read_text(encoding="utf-8") for path in (shop.folder / "archive").rglob("*.json"))
        assert "Bảng hiệu" in everything
        assert "Tờ rơi" in everything

    def test_everything_else_goes_on(self, shop: Desk) -> None:
        imported(shop, saying(1, "touchpoint", "Gọi lại cho khách"))
        shop.type(shop.ref, {ref_of(shop, 2): "Nhắn tin"})
        told = shop.sync(status=1)[shop.ref]
        assert (told["outcome"], told["version"]) == ("conflict", 5)
        assert texts(shop)[:3] == ["Bảng hiệu", "Gọi lại cho khách", "Nhắn tin"]
        assert [record.values["touchpoint"] for record in archived(shop).main.records[:3]] == ["Tờ rơi", "Gọi lại cho khách", "Nhắn tin"]


class TestAccidents:
    """Nothing is changed on either side until somebody says it was meant."""

    def stopped(self, desk: Desk, code: str) -> str:
        before = desk.disk()
        vi, en = (desk.sync("--language", language, status=1)[desk.ref] for language in ("vi", "en"))
        assert (vi["outcome"], vi["error"]["code"]) == ("stopped", code)
        assert vi["error"]["message"] != en["error"]["message"]
        assert desk.disk() == before
        return str(en["error"]["message"])

    def test_most_of_a_map_gone_from_the_archive(self, shop: Desk) -> None:
        imported(shop, lambda main: main._replace(records=main.records[:3]))
        assert "--accept-deletions" in self.stopped(shop, "deletions")
        assert shop.sync("--accept-deletions")[shop.ref]["outcome"] == "written"
        assert len(shop.records(shop.ref)) == 3
        in_step(shop)

    def test_most_of_a_map_gone_from_the_sheet_while_the_archive_moved(self, shop: Desk) -> None:
        imported(shop, saying(0, "touchpoint", "Tờ rơi"))
        shop.type(shop.ref, {FieldRef(MAIN, step=one.id, field=field): "" for one in shop.records(shop.ref)[3:] for field in one.values})
        self.stopped(shop, "deletions")
        assert shop.sync("--accept-deletions")[shop.ref]["outcome"] == "merged"
        assert (len(shop.records(shop.ref)), texts(shop)[0]) == (3, "Tờ rơi")
        in_step(shop)

    def test_news_for_a_column_that_is_gone(self, shop: Desk) -> None:
        def lose(book: Book) -> None:
            sheet = tab(book, "Bản đồ")
            (column,) = (cell.column for cell in sheet[1] if cell.value == "process")
            sheet.delete_cols(column)

        shop.rewrite(shop.ref, lose)
        imported(shop, saying(0, "process", "Chị Mai"))
        self.stopped(shop, "no-place")

    def test_news_for_a_cell_with_a_formula_are_a_conflict(self, shop: Desk) -> None:
        cell = shop.open(shop.ref).reading.cell(ref_of(shop, 0))
        assert cell is not None
        before = texts(shop)[0]
        formula = f'="{before}"'
        shop.rewrite(shop.ref, lambda book: setattr(tab(book, "Bản đồ").cell(cell.row + 1, cell.column + 1), "value", formula))
        with_results(shop.folder / shop.ref, before)
        imported(shop, saying(0, "touchpoint", "Tờ rơi"))
        told = shop.sync(status=1)[shop.ref]
        (conflict,) = told["conflicts"]
        assert (told["outcome"], conflict["sheet"], conflict["archive"]) == ("conflict", before, "Tờ rơi")
        shop.sync("--prefer", "sheet")
        in_step(shop)


def test_two_machines_share_one_archive_and_one_sheet(shop: Desk, tmp_path: Path) -> None:
    """The other machine sees the same folders at another place."""
    other = tmp_path / "other"
    other.mkdir()
    for name in ("maps", "archive", "sheetsync.toml"):
        (other / name).symlink_to(shop.folder / name)
    shop.type(shop.ref, {ref_of(shop, 0): "Bảng hiệu"})
    home, shop.folder = shop.folder, other
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(other)
        assert shop.sync()[shop.ref]["outcome"] == "archived"
        imported(shop, saying(1, "touchpoint", "Tờ rơi"))
    shop.folder = home
    assert shop.sync()[shop.ref]["outcome"] == "written"
    in_step(shop)


def cells(desk: Desk) -> dict[tuple[str, int, int], object]:
    """Every cell of the workbook."""
    grids = desk.open(desk.ref).state.grids
    return {(grid.title, *at): value for grid in grids for at, value in grid.cells.items()}


def with_results(path: Path, shown: str) -> None:
    """Store what the only formula of text shows, as Excel does."""
    with ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    counted = re.compile(rb'(<c [^>]*?)><f>("[^<]*)</f><v ?/?>(?:</v>)?</c>')
    told = rb'\1 t="str"><f>\2</f><v>' + shown.encode() + b"</v></c>"
    with ZipFile(path, "w") as package:
        for name, body in members.items():
            package.writestr(name, counted.sub(lambda match: match.expand(told), body))
