"""Each kind of conflict names the cell in which it is settled, in words of its own; whoever follows them settles it, wherever the sheet stands."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.history.merge import TITLE
from sheetsync.history.version import content_digest
from sheetsync.model import anatomy
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellEdit, CellRef
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Tab
from sheetsync.model.places import STAGES
from sheetsync.tasks.deciding import SyncOptions
from tests.backends.google.workplace import Workplace
from tests.cli.desk import Desk, tab
from tests.scenario.google_room import GoogleRoom
from tests.scenario.test_syncing_both_ways import cells, imported, in_step, saying
from tests.scenario.two_sides import Room


@pytest.fixture(params=["memory", "xlsx", "google"])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    """A map in step, with two steps in each of its three stages."""
    if request.param == "google":
        with Workplace() as place:
            yield GoogleRoom(place)
    else:
        yield Room(XlsxBackend(tmp_path, tmp_path) if request.param == "xlsx" else None)


def main(room: Room, change: Callable[[Tab], Tab]) -> None:
    """Minh changes the map itself in the archive."""
    room.imported(lambda journey: journey._replace(tabs={**journey.tabs, MAIN: change(journey.main)}))


def told(room: Room) -> Finding:
    """What people are told of the one conflict; the next sync finds it again, and writes nothing."""
    result = room.sync(0)
    assert result.outcome == "conflict", result
    assert room.sync(0).edits == 0
    ((_, finding),) = result.conflicts
    return finding


def type_at(room: Room, cell: CellRef | None, text: str) -> None:
    """Lan types into the cell that she was told of."""
    assert cell is not None
    room.write([CellEdit(cell, text)])


def settles(room: Room) -> JourneyMap:
    """The next sync brings both sides in step; what both say then."""
    result = room.sync(0)
    assert (result.conflicts, result.outcome in {"archived", "written", "merged"}) == ((), True), result
    assert content_digest(room.sheet) == content_digest(room.latest)
    assert room.sync(0).outcome == "unchanged"
    return room.latest


SIDES = pytest.mark.parametrize("side", ["sheet", "archive"])


def say(room: Room, side: str) -> None:
    """Somebody replies to the comment ``/keep sheet`` or ``/keep archive``."""
    (conflict,) = room.open_conflicts()
    room.word("sheet" if side == "sheet" else "archive", conflict)


class TestAStepMovedToTwoStages:
    @pytest.fixture(autouse=True)
    def apart(self, room: Room) -> None:
        self.step = room.sheet.main.records[0].id
        label = self.label(room)
        type_at(room, label, "Chặng 1")
        main(room, lambda there: there._replace(records=(there.records[0]._replace(stage="s2"), *there.records[1:])))

    def label(self, room: Room) -> CellRef | None:
        return room.opened().reading.cell(FieldRef(MAIN, step=self.step, field=anatomy.LABEL))

    def stage(self, journey: JourneyMap) -> str | None:
        return next(record.stage for record in journey.main.records if record.id == self.step)

    @pytest.mark.parametrize(("choice", "stage"), [("Chặng 2", "s2"), ("Chặng 0", "s0")])
    def test_the_right_stage_is_chosen_in_the_label_that_is_named(self, choice: str, stage: str, room: Room) -> None:
        finding = told(room)
        assert finding.cell == self.label(room)
        assert finding.fix.startswith("Chọn giai đoạn đúng trong ô này")
        type_at(room, finding.cell, choice)
        assert self.stage(settles(room)) == stage

    @SIDES
    def test_a_word_settles_it(self, side: str, room: Room) -> None:
        told(room)
        say(room, side)
        assert self.stage(settles(room)) == {"sheet": "s1", "archive": "s2"}[side]


class TestStagesInTwoOrders:
    @pytest.fixture(autouse=True)
    def apart(self, room: Room) -> None:
        self.number(room, 2, 1, 3)
        main(room, lambda there: there._replace(stages=(there.stages[0], there.stages[2], there.stages[1])))

    def number(self, room: Room, *numbers: int) -> None:
        """Lan numbers the stages s0, s1, s2."""
        place = room.opened().reading.places[STAGES]
        edits = []
        for at, number in enumerate(numbers):
            line = place.row_of(f"s{at}")
            assert line is not None
            edits.append(CellEdit(place.cell(line, place.columns[anatomy.ORDER]), str(number), "number"))
        room.write(edits)

    @pytest.mark.parametrize("order", [(1, 3, 2), (3, 2, 1)])
    def test_the_right_order_is_typed_into_the_column_that_is_named(self, order: tuple[int, ...], room: Room) -> None:
        finding = told(room)
        place = room.opened().reading.places[STAGES]
        assert finding.cell is not None
        assert (finding.cell.tab, finding.cell.column) == ("Giai đoạn", place.columns[anatomy.ORDER])
        assert "trong bảng tính là “Chặng 1 → Chặng 0 → Chặng 2”, trong kho lưu trữ là “Chặng 0 → Chặng 2 → Chặng 1”" in finding.message
        assert finding.fix.startswith("Đánh số lại các giai đoạn ở cột này")
        self.number(room, *order)
        stages = [stage.key for stage in settles(room).main.stages]
        assert stages == sorted(stages, key=lambda key: order[int(key[1])])

    @SIDES
    def test_a_word_settles_it(self, side: str, room: Room) -> None:
        told(room)
        say(room, side)
        assert [stage.key for stage in settles(room).main.stages] == {"sheet": ["s1", "s0", "s2"], "archive": ["s0", "s2", "s1"]}[side]

    def test_what_comes_in_between_is_no_answer(self, room: Room) -> None:
        told(room)
        room.put({FieldRef(MAIN, stage="s1", field="goal"): "Gọi lại"})
        main(room, lambda there: there._replace(records=(*there.records, Record("moi", "s1", {"action": "Hỏi"}))))
        told(room)

    def test_both_thought_again(self, room: Room) -> None:
        told(room)
        self.number(room, 3, 2, 1)
        main(room, lambda there: there._replace(stages=(there.stages[1], there.stages[0], there.stages[2])))
        assert "“Chặng 2 → Chặng 1 → Chặng 0”" in told(room).message


class TestAStageWithTwoTitles:
    @pytest.fixture(autouse=True)
    def apart(self, room: Room) -> None:
        room.put({FieldRef(MAIN, stage="s0", field=TITLE): "Biết"})
        main(room, lambda there: there._replace(stages=(there.stages[0]._replace(title="Nhận ra"), *there.stages[1:])))

    @pytest.mark.parametrize("title", ["Nhận ra", "Nghe nói"])
    def test_the_right_title_is_typed_where_stages_have_theirs(self, title: str, room: Room) -> None:
        finding = told(room)
        assert finding.cell == room.opened().reading.cell(FieldRef(MAIN, stage="s0", field=TITLE))
        assert finding.cell is not None
        assert finding.cell.tab == "Giai đoạn"
        assert finding.fix.startswith("Sửa ô này thành tên đúng của giai đoạn")
        type_at(room, finding.cell, title)
        assert settles(room).main.stages[0].title == title


class TestAStepDeletedInTheSheet:
    @pytest.fixture(autouse=True)
    def apart(self, room: Room) -> None:
        step = room.sheet.main.records[0]
        room.put(dict.fromkeys((FieldRef(MAIN, step=step.id, field=field) for field in step.values), ""))
        main(room, lambda there: there._replace(records=(there.records[0]._replace(values={"action": "Nhắn tin"}), *there.records[1:])))

    @pytest.mark.parametrize("by_command", [True, False])
    @SIDES
    def test_each_side_can_be_chosen(self, side: str, by_command: bool, room: Room) -> None:  # noqa: FBT001
        finding = told(room)
        assert "bị xóa trong bảng tính, nhưng được sửa trong kho lưu trữ thành “Nhắn tin”" in finding.message
        assert "đồng ý xóa" in finding.fix
        assert "lấy lại nội dung trong kho" in finding.fix
        if by_command:
            room.sync(0, SyncOptions(prefer="sheet" if side == "sheet" else "archive"))
            assert room.sync(0).outcome == "unchanged"
        else:
            say(room, side)
            settles(room)
        assert [record.values["action"] for record in room.sheet.main.records].count("Nhắn tin") == (side == "archive")
        assert content_digest(room.sheet) == content_digest(room.latest)


class TestAStepDeletedInTheArchive:
    @pytest.fixture(autouse=True)
    def apart(self, room: Room) -> None:
        self.step = room.sheet.main.records[0].id
        self.field = FieldRef(MAIN, step=self.step, field="action")
        room.put({self.field: "Nhắn tin"})
        main(room, lambda there: there._replace(records=there.records[1:]))

    def test_to_agree_it_is_deleted_in_the_sheet_as_well(self, room: Room) -> None:
        finding = told(room)
        assert finding.cell == room.opened().reading.cell(self.field)
        assert finding.fix.startswith("Nếu đồng ý xóa, hãy xóa luôn nội dung này trong bảng tính")
        room.put({self.field: ""})
        assert self.step not in {record.id for record in settles(room).main.records}

    @SIDES
    def test_a_word_settles_it(self, side: str, room: Room) -> None:
        told(room)
        say(room, side)
        assert (self.step in {record.id for record in settles(room).main.records}) == (side == "sheet")


class TestHowItIsAnswered:
    """A comment is answered where people converse; else a command is named."""

    def test_where_a_text_is_apart(self, room: Room) -> None:
        step = room.sheet.main.records[0].id
        room.put({FieldRef(MAIN, step=step, field="action"): "Gọi điện"})
        main(room, lambda there: there._replace(records=(there.records[0]._replace(values={"action": "Nhắn tin"}), *there.records[1:])))
        fix = told(room).fix
        assert fix.startswith("Sửa ô này thành nội dung đúng")
        replies = "“/keep sheet” để giữ như trong bảng tính, “/keep archive” để lấy theo kho lưu trữ"
        command = f'`sheetsync sync "{room.ref}" --prefer archive`'
        assert (replies in fix, command in fix) == (room.sheets.converses, not room.sheets.converses)


def lines_of(desk: Desk, language: str) -> list[str]:
    """What ``sync`` says at a terminal."""
    run = desk("sync", "--language", language)
    assert run.status == 1
    return [line.strip() for line in run.out.splitlines()]


def column_of(book: Book, key: str) -> int:
    sheet = tab(book, "Bản đồ")
    return next(cell.column for cell in sheet[1] if cell.value == key)


class TestARowDeletedInAFile:
    @pytest.fixture
    def shop(self, shop: Desk) -> Desk:
        place = shop.open(shop.ref).reading.places[MAIN]
        line = place.row_of(shop.records(shop.ref)[0].id)
        assert line is not None
        shop.rewrite(shop.ref, lambda book: tab(book, "Bản đồ").delete_rows(line + 1))
        imported(shop, saying(0, "touchpoint", "Tờ rơi"))
        return shop

    def test_it_is_told_at_its_stage_and_how_each_side_is_kept(self, shop: Desk) -> None:
        (conflict,) = shop.sync(status=1)[shop.ref]["conflicts"]
        label = shop.open(shop.ref).reading.cell(FieldRef(MAIN, stage=shop.records(shop.ref)[0].stage))
        assert label is not None
        assert conflict["cell"] == label.a1
        said = lines_of(shop, "vi")
        assert any("Một bước ở giai đoạn “Trước khi mua” bị xóa trong bảng tính" in line for line in said)
        sheet, archive = (f'`sheetsync sync "{shop.ref}" --prefer {side}`' for side in ("sheet", "archive"))
        fix = f"Hãy chạy {sheet} để đồng ý xóa, {archive} để lấy lại nội dung trong kho; lệnh này chọn một bên cho mọi xung đột của bản đồ."
        assert any(line.startswith(f"{fix} Đừng gõ lại thành hàng mới") for line in said)

    @pytest.mark.parametrize(("side", "count"), [("sheet", 0), ("archive", 1)])
    def test_following_it_settles_it(self, side: str, count: int, shop: Desk) -> None:
        shop.sync(status=1)
        shop.sync(shop.ref, "--prefer", side)
        assert [record.values["touchpoint"] for record in shop.records(shop.ref)].count("Tờ rơi") == count
        in_step(shop)


class TestAColumnDeletedInAFile:
    """Its texts go, as somebody says; but the archive has a new one."""

    @pytest.fixture
    def shop(self, shop: Desk) -> Desk:
        shop.type(shop.ref, {FieldRef(MAIN, step=shop.records(shop.ref)[0].id, field="emotion"): "happy"})
        shop.sync()
        self.heading = ""

        def cut(book: Book) -> None:
            sheet, column = tab(book, "Bản đồ"), column_of(book, "touchpoint")
            place = shop.open(shop.ref).reading.places[MAIN]
            self.heading = str(sheet.cell(place.head + 1, column).value)
            sheet.delete_cols(column)

        imported(shop, saying(0, "touchpoint", "Tờ rơi"))
        shop.rewrite(shop.ref, cut)
        return shop

    def test_there_is_no_cell_for_it_and_people_are_told_so(self, shop: Desk) -> None:
        (conflict,) = shop.sync("--accept-deletions", status=1)[shop.ref]["conflicts"]
        assert conflict["cell"] is None
        assert "Bảng tính không còn cột “Điểm tiếp xúc”, trong khi kho lưu trữ có nội dung mới ở đó: “Tờ rơi”" in conflict["message"]
        fix = next(
            str(value) for (title, _, column), value in cells(shop).items() if title == "Cần bổ sung" and str(value).startswith("Hãy thêm lại cột")
        )
        assert f'`sheetsync sync "{shop.ref}" --prefer sheet --accept-deletions`' in fix

    def test_the_archives_text_may_go(self, shop: Desk) -> None:
        shop.sync("--accept-deletions", status=1)
        shop.sync(shop.ref, "--prefer", "sheet", "--accept-deletions")
        assert "Tờ rơi" not in {record.values.get("touchpoint") for record in shop.records(shop.ref)}
        in_step(shop)

    def test_the_column_comes_back_and_the_text_is_chosen_in_it(self, shop: Desk) -> None:
        shop.sync("--accept-deletions", status=1)
        first = shop.records(shop.ref)[0].id

        def again(book: Book) -> None:
            sheet = tab(book, "Bản đồ")
            place = shop.open(shop.ref).reading.places[MAIN]
            sheet.cell(place.head + 1, sheet.max_column + 1).value = self.heading

        shop.rewrite(shop.ref, again)
        (conflict,) = shop.sync(status=1)[shop.ref]["conflicts"]
        cell = shop.open(shop.ref).reading.cell(FieldRef(MAIN, step=first, field="touchpoint"))
        assert cell is not None
        assert conflict["cell"] == cell.a1
        shop.colleague(shop.ref, {cell.a1: "Tờ rơi và bảng hiệu"})
        shop.sync()
        assert shop.records(shop.ref)[0].values["touchpoint"] == "Tờ rơi và bảng hiệu"
        in_step(shop)


class TestARowOfAboutThisMapDeletedInAFile:
    """What is apart has no cell any more; the map's title, which stands for the map, is not the place to type it."""

    def test_there_is_no_cell_for_it_and_people_are_told_so(self, tmp_path: Path) -> None:
        room = Room(XlsxBackend(tmp_path, tmp_path))
        room.put({FieldRef(field="objective"): "Bớt chờ"})
        room.sync(0)
        cell = room.opened().reading.cell(FieldRef(field="objective"))
        assert cell is not None
        book = load_workbook(tmp_path / room.ref)
        tab(book, cell.tab).delete_rows(cell.row + 1)
        book.save(tmp_path / room.ref)
        room.put({FieldRef(MAIN, step=room.sheet.main.records[0].id, field="action"): "Gọi điện"})
        room.imported(lambda journey: journey._replace(values={"objective": "Hết chờ"}))
        finding = told(room)
        assert finding.cell is None
        assert "Bảng tính không còn hàng “Mục objective”" in finding.message
        assert finding.fix.startswith("Hãy thêm lại hàng “Mục objective”")
        room.sync(0, SyncOptions(prefer="sheet", accept_deletions=True))
        assert content_digest(room.sheet) == content_digest(room.latest)
