"""Waivers through a map's life: given in the sheet or by command, shown, expired, taken back; nothing typed is lost and nothing else hidden."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.archives.memory import MemoryArchive
from sheetsync.backends.memory import MemoryBackend
from sheetsync.catalog import builtin
from sheetsync.errors import ArchiveDamaged, UsageError, WorkbookInUse
from sheetsync.history.snapshot import Quarter
from sheetsync.model.anatomy import FINGERPRINT, SKIP
from sheetsync.model.grid import CellEdit, CellRef
from sheetsync.model.journey import MAIN, FieldRef, Record
from sheetsync.model.skips import ToComplete
from sheetsync.model.writing import plan_values
from sheetsync.tasks.deciding import SyncOptions
from sheetsync.tasks.ledger import Ledger
from sheetsync.tasks.lint import Around, Checked, check_map, lint_map
from sheetsync.tasks.listing import list_maps
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.provision import provision
from sheetsync.tasks.snapshot import take_snapshot
from sheetsync.tasks.sync import Synced, sync
from sheetsync.tasks.waive import unwaive, waive
from tests.people import plan_steps

STEPS = (
    Record("", "awareness", {"action": "Tìm phòng tập gần nhà", "thought": "Có gần nhà không?"}),
    Record("", "consideration", {"action": "So sánh giá các phòng tập", "touchpoint": "Trang web"}),
)
RULE = "question-no-touchpoint"


class Office:
    """A map in memory, its archive, and everybody who works on it; every act takes a minute."""

    def __init__(self) -> None:
        self.minutes = 0
        self.archive = MemoryArchive()
        self.backend = MemoryBackend()
        self.space = Workspace(self.backend, builtin(), self.moment, bytes, UTC, "lan", ledger=Ledger(self.archive))
        made = provision(self.space, "customer-journey", "Phòng tập", language="vi")
        self.ref, self.map = made.ref, made.map
        opened = open_map(self.space, self.ref)
        assert opened.map_type is not None
        self.write(*plan_steps(opened.reading, opened.map_type, MAIN, STEPS))
        self.sync()

    def moment(self) -> datetime:
        self.minutes += 1
        return datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=self.minutes)

    def write(self, *edits: CellEdit) -> None:
        self.backend.write(self.ref, edits, if_revision=self.backend.read(self.ref).revision)

    def type(self, step: int, field: str, text: str) -> None:
        opened = open_map(self.space, self.ref)
        assert opened.map_type is not None
        found = FieldRef(MAIN, step=opened.reading.map.main.records[step].id, field=field)
        self.write(*plan_values(opened.reading, opened.map_type, {found: text}))

    def sync(self, options: SyncOptions | None = None) -> Synced:
        (result,) = sync(self.space, [self.ref], options or SyncOptions(accept_deletions=True, prefer="sheet"))
        return result

    def check(self, space: Workspace | None = None) -> Checked:
        """What lint says now."""
        opened = open_map(self.space, self.ref)
        space = space or self.space
        return check_map(space, opened.reading, opened.map_type, around=Around(space), ref=self.ref, grids=opened.state.grids)

    def findings(self) -> dict[str, str]:
        """Every finding, waivers or not: rules by fingerprint."""
        opened = open_map(self.space, self.ref)
        nobody = replace(self.space, ledger=Ledger(MemoryArchive()))
        return {one.fingerprint: one.rule for one in lint_map(nobody, opened.reading, opened.map_type, around=Around(nobody), ref=self.ref)}

    def mark(self, rule: str = RULE) -> str:
        return next(mark for mark, found in self.findings().items() if found == rule)

    # To complete

    @property
    def tab(self) -> ToComplete:
        tab = ToComplete.find(self.backend.read(self.ref).grids)
        assert tab is not None
        return tab

    def rows(self) -> dict[str, dict[str, str]]:
        """The rows of findings as people see them, by fingerprint, with how the row shows it."""
        tab = self.tab
        return {
            skip.fingerprint: {key: tab.text(row, key) for key in tab.columns if key != FINGERPRINT} | {"state": skip.state}
            for row, skip in tab.skips().items()
        }

    def say(self, mark: str, reason: str) -> None:
        """Type into the column "skip, because …" beside a finding."""
        tab = self.tab
        row = next(row for row, skip in tab.skips().items() if skip.fingerprint == mark)
        self.write(CellEdit(CellRef(tab.grid.title, row, tab.columns[SKIP]), reason))

    def decisions(self) -> list[str]:
        return list(self.archive.names(f"decisions/{self.map}"))


@pytest.fixture
def office() -> Office:
    return Office()


class TestInTheSheet:
    def test_a_reason_skips_the_finding_at_the_next_sync(self, office: Office) -> None:
        mark = office.mark()
        office.say(mark, "trả lời qua điện thoại")
        result = office.sync()
        assert (result.outcome, result.waived, result.unwaived) == ("written", 1, 0)
        row = office.rows()[mark]
        assert (row["state"], row["severity"], row["skip"]) == ("skipped", "Bỏ qua", "trả lời qua điện thoại")
        assert row["fix"].startswith("Đã bỏ qua từ ngày 2026-11-22")
        assert list(office.rows())[-1] == mark
        decided = office.space.ledger.decisions(office.map).waived[mark]
        assert (decided.reason, decided.author) == ("trả lời qua điện thoại", "lan (Cần bổ sung)")
        assert office.sync() == replace(result, outcome="unchanged", edits=0, waived=0, decisions=1)

    def test_lint_and_list_honour_it_before_any_sync_and_record_nothing(self, office: Office) -> None:
        mark = office.mark()
        office.say(mark, "trả lời qua điện thoại")
        checked = office.check()
        assert mark not in {one.fingerprint for one in checked.findings}
        assert [(one.finding.fingerprint, one.reason) for one in checked.waived] == [(mark, "trả lời qua điện thoại")]
        (listed,) = list_maps(office.space, [office.ref])
        assert sum(listed.findings.values()) == len(office.findings()) - 1
        assert office.decisions() == []

    def test_a_dry_run_tells_and_records_nothing(self, office: Office) -> None:
        office.say(office.mark(), "để sau")
        result = office.sync(SyncOptions(dry_run=True))
        assert (result.outcome, result.waived) == ("written", 1)
        assert office.decisions() == []

    def test_emptying_the_reason_brings_the_finding_back(self, office: Office) -> None:
        mark = office.mark()
        before = office.rows()[mark]
        office.say(mark, "để sau")
        office.sync()
        office.say(mark, "")
        result = office.sync()
        assert (result.waived, result.unwaived) == (0, 1)
        row = office.rows()[mark]
        assert row["severity"] == before["severity"]
        assert row["fix"] == before["fix"] + "\nNgày 2026-11-22 đã bỏ qua vì “để sau”, sau đó lý do được rút lại."
        assert office.space.ledger.decisions(office.map).waived == {}
        assert office.sync().outcome == "unchanged"

    def test_another_reason_counts_from_now_on(self, office: Office) -> None:
        mark = office.mark()
        for reason in ("để sau", "trả lời qua điện thoại"):
            office.say(mark, reason)
            assert office.sync().waived == 1
        assert office.space.ledger.decisions(office.map).waived[mark].reason == "trả lời qua điện thoại"
        assert office.rows()[mark]["skip"] == "trả lời qua điện thoại"

    def test_the_finding_is_back_when_its_text_changed_and_the_row_says_why(self, office: Office) -> None:
        office.space = replace(office.space, profile="strict")
        office.sync()
        mark = office.mark("touchpoint-vague") if "touchpoint-vague" in office.findings().values() else office.mark("touchpoint-unlinked")
        office.say(mark, "ai cũng hiểu")
        office.sync()
        office.type(1, "action", "So sánh giá và giờ mở cửa")
        office.sync()
        assert office.rows()[mark]["state"] == "skipped"
        office.type(1, "touchpoint", "Email")
        assert office.sync().waived == 0
        row = office.rows()[mark]
        assert (row["state"], row["skip"]) == ("again", "")
        assert "“ai cũng hiểu”, nhưng nội dung đã thay đổi" in row["fix"]
        assert office.sync().outcome == "unchanged"
        office.say(mark, "ai cũng hiểu")
        assert office.sync().waived == 1
        assert office.rows()[mark]["state"] == "skipped"

    def test_a_skipped_finding_that_was_fixed_leaves_the_tab_and_returns_as_it_was(self, office: Office) -> None:
        mark = office.mark()
        office.say(mark, "để sau")
        office.sync()
        office.type(0, "touchpoint", "Trang Google Maps")
        office.sync()
        assert mark not in office.rows()
        office.type(0, "touchpoint", "")
        office.sync()
        assert office.rows()[mark]["skip"] == "để sau"

    def test_when_all_is_skipped_the_tab_says_so(self, office: Office) -> None:
        for mark in office.findings():
            office.say(mark, "để sau")
        office.sync()
        tab = office.tab
        assert tab.text(tab.first, "message") == "Không còn gì cần bổ sung. Những chỗ đã bỏ qua nằm ở bên dưới, kèm lý do."
        assert {row["state"] for row in office.rows().values()} == {"skipped"}

    def test_while_the_sheet_can_not_be_written_the_reason_counts_all_the_same(self, office: Office) -> None:
        mark = office.mark()
        office.say(mark, "để sau")
        office.backend.write_faults[office.ref] = WorkbookInUse(office.ref, "~$")
        result = office.sync()
        assert (result.outcome, result.code, result.waived) == ("unchanged", "in-use", 1)
        assert office.sync().waived == 0
        office.backend.write_faults.clear()
        assert (office.sync().outcome, office.rows()[mark]["state"]) == ("written", "skipped")

    def test_what_was_taken_back_while_the_sheet_could_not_be_written_stays_so(self, office: Office) -> None:
        mark = office.mark()
        office.say(mark, "để sau")
        office.backend.write_faults[office.ref] = WorkbookInUse(office.ref, "~$")
        office.sync()
        unwaive(office.space, office.ref, RULE, [])
        office.backend.write_faults.clear()
        assert office.sync().waived == 0
        assert (office.rows()[mark]["state"], office.rows()[mark]["skip"]) == ("again", "")

    def test_a_reason_in_a_copied_row_is_not_lost(self, office: Office) -> None:
        mark, tab = office.mark(), office.tab
        office.say(mark, "để sau")
        copy = {FINGERPRINT: mark, "message": "chép lại", SKIP: "ý của Minh"}
        office.write(*(CellEdit(CellRef(tab.grid.title, tab.last + 3, tab.columns[key]), text) for key, text in copy.items()))
        office.sync()
        texts = set(office.tab.grid.cells.values())
        assert {"để sau", "ý của Minh"} <= texts
        assert office.space.ledger.decisions(office.map).waived[mark].reason == "để sau"
        assert office.sync().edits == 0

    def test_rows_above_the_list_do_not_confuse_it(self, office: Office) -> None:
        """Somebody wrote a line between the banner and the headings, and everything moved down."""
        mark = office.mark()
        office.say(mark, "để sau")
        *others, grid = sorted(office.backend.read(office.ref).grids, key=lambda one: one.title == office.tab.grid.title)
        moved = {(row + (row > 1), column): value for (row, column), value in grid.cells.items()}
        office.backend.put(office.ref, [*others, grid._replace(cells=moved | {(2, 1): "Xem trước thứ Sáu"})])
        office.sync()
        cells = office.tab.grid.cells
        assert (cells[2, 1], cells[4, 7]) == ("Xem trước thứ Sáu", "Bỏ qua, vì …")
        assert office.rows()[mark]["state"] == "skipped"


class TestByCommand:
    def test_all_of_a_rule_is_waived_and_shows_in_the_sheet_after_a_sync(self, office: Office) -> None:
        done = waive(office.space, office.ref, "stage-empty", [], "làm sau quý này")
        assert (done.recorded, len(done.findings)) == (3, 3)
        result = office.sync()
        assert (result.outcome, result.waived) == ("written", 0)
        assert [row["skip"] for row in office.rows().values() if row["state"] == "skipped"] == ["làm sau quý này"] * 3

    def test_a_sync_of_everything_does_not_pass_over_a_map_that_was_waived_something(self, office: Office) -> None:
        while any(result.outcome != "unchanged" for result in sync(office.space)):
            pass
        waive(office.space, office.ref, "stage-empty", [], "làm sau quý này")
        assert [result.outcome for result in sync(office.space)] == ["written"]
        assert [result.outcome for result in sync(office.space)] == ["unchanged"]

    def test_the_same_again_records_nothing(self, office: Office) -> None:
        for recorded in (1, 0):
            assert waive(office.space, office.ref, RULE, [], "để sau").recorded == recorded
        assert waive(office.space, office.ref, RULE, [], "vì khác").recorded == 0
        assert waive(office.space, office.ref, RULE, [office.mark()], "vì khác").recorded == 1

    def test_taking_back_leaves_everything_as_before(self, office: Office) -> None:
        before = office.check().findings
        waive(office.space, office.ref, "stage-empty", [], "để sau")
        done = unwaive(office.space, office.ref, "stage-empty", [])
        assert (done.recorded, {one.reason for one in done.findings}) == (3, {"để sau"})
        assert office.check().findings == before

    def test_what_only_strict_finds_can_be_waived_too(self, office: Office) -> None:
        rule = "metric-missing"
        assert rule not in office.findings().values()
        assert waive(office.space, office.ref, rule, [], "đo từ quý sau").recorded > 0
        strict = office.check(replace(office.space, profile="strict"))
        assert rule not in {one.rule for one in strict.findings}
        assert rule in {one.finding.rule for one in strict.waived}

    @pytest.mark.parametrize(
        ("fields", "stages"),
        [
            (["Chuyển đổi"], {"conversion"}),
            (["CHUYỂN ĐỔI"], {"conversion"}),
            (["conversion", "retention"], {"conversion", "retention"}),
            (["Bản đồ!C7"], {"conversion"}),
            (["'Bản đồ'!$c$7", "c8"], {"conversion", "retention"}),
        ],
    )
    def test_a_field_is_a_stage_or_a_cell(self, fields: list[str], stages: set[str], office: Office) -> None:
        done = waive(office.space, office.ref, "stage-empty", fields, "để sau")
        assert {one.finding.stage for one in done.findings} == stages

    @pytest.mark.parametrize("field", ["touchpoint", "Điểm chạm", "mark"])
    def test_a_field_is_a_heading_or_a_fingerprint(self, field: str, office: Office) -> None:
        done = waive(office.space, office.ref, RULE, [office.mark() if field == "mark" else field], "để sau")
        assert [one.finding.fingerprint for one in done.findings] == [office.mark()]

    def refused(self, office: Office, rule: str, fields: list[str], reason: str = "để sau", *, undo: bool = False) -> str:
        with pytest.raises(UsageError) as told:
            (unwaive if undo else waive)(office.space, office.ref, rule, fields, reason)
        assert office.decisions() == []
        return told.value.en

    def test_it_says_what_is_there_where_that_is_not(self, office: Office) -> None:
        assert "Did you mean “stage-empty”?" in self.refused(office, "stage-emtpy", [])
        assert "What is found there: stage-empty (3), " in self.refused(office, "emotion-off-scale", [])
        assert "It found something at: Bản đồ!C7, Bản đồ!C8, Bản đồ!C9." in self.refused(office, "stage-empty", ["Chuyển đổi", "E99"])

    def test_a_cell_that_is_on_two_tabs_needs_its_tab(self, office: Office) -> None:
        office.space = replace(office.space, profile="strict")
        for tab in ("Bản đồ", "Chân dung"):
            office.write(CellEdit(CellRef(tab, 4, 4), "[tên sản phẩm của bạn]"))
        assert "Chân dung!E5, Bản đồ!E5. Write the tab too." in self.refused(office, "placeholder-left", ["E5"])
        done = waive(office.space, office.ref, "placeholder-left", ["Bản đồ!E5"], "mẫu cho nhóm")
        assert [one.finding.cell for one in done.findings] == [CellRef("Bản đồ", 4, 4)]

    @pytest.mark.parametrize("reason", ["", "  \n", "\u200b\x07"])
    def test_a_reason_says_something(self, reason: str, office: Office) -> None:
        assert "--reason" in self.refused(office, "stage-empty", [], reason)

    def test_a_reason_can_be_read_beside_its_finding(self, office: Office) -> None:
        assert "1,001 characters" in self.refused(office, "stage-empty", [], "x" * 1001)

    def test_nothing_waived_can_not_be_taken_back(self, office: Office) -> None:
        assert "--show-waived" in self.refused(office, "stage-empty", [], undo=True)

    def test_what_stands_only_in_the_sheet_is_taken_back_there(self, office: Office) -> None:
        office.say(office.mark(), "để sau")
        assert "Cần bổ sung!H" in self.refused(office, RULE, [], undo=True)


class TestSnapshots:
    def test_what_was_waived_by_the_end_of_the_quarter_is_not_among_its_findings(self, office: Office) -> None:
        waive(office.space, office.ref, "stage-empty", [], "để sau")
        (entry,) = take_snapshot(office.space, Quarter(2026, 4)).manifest.maps
        assert "stage-empty" not in {mark.rule for mark in entry.findings}
        assert sum(entry.counts.values()) == len(entry.findings)

    def test_what_was_waived_later_was_open_then(self, office: Office) -> None:
        now = datetime(2027, 1, 5, tzinfo=UTC)
        later = replace(office.space, now=lambda: now)
        before = take_snapshot(later, Quarter(2026, 4)).manifest.maps
        waive(later, office.ref, "stage-empty", [], "để sau")
        again = take_snapshot(later, Quarter(2026, 4))
        assert (again.is_new, again.manifest.maps) == (False, before)

    def test_a_reason_that_only_stands_in_the_sheet_is_not_frozen(self, office: Office) -> None:
        office.say(office.mark(), "để sau")
        (entry,) = take_snapshot(office.space, Quarter(2026, 4)).manifest.maps
        assert RULE in {mark.rule for mark in entry.findings}


class TestDamage:
    @pytest.fixture
    def damaged(self, office: Office) -> Office:
        waive(office.space, office.ref, "stage-empty", [], "để sau")
        (key,) = (f"decisions/{office.map}/{name}" for name in office.decisions()[:1])
        body = office.archive.read(key)
        twin = MemoryArchive()
        for name in ("format.json", *self.keys(office.archive)):
            twin.create(name, office.archive.read(name) if name != key else body.replace("để sau".encode(), b"tu sua"))
        office.archive, office.space = twin, replace(office.space, ledger=Ledger(twin))
        return office

    def keys(self, archive: MemoryArchive, folder: str = "") -> Iterator[str]:
        for name in archive.names(folder):
            key = f"{folder}/{name}" if folder else name
            if key.endswith(".json"):
                yield from (key,) if folder else ()
            else:
                yield from self.keys(archive, key)

    def test_lint_then_tells_every_finding_and_why(self, damaged: Office) -> None:
        checked = damaged.check()
        assert {one.fingerprint for one in checked.findings} == damaged.findings().keys()
        assert isinstance(checked.distrusted, ArchiveDamaged)

    def test_sync_then_touches_nothing(self, damaged: Office) -> None:
        before = damaged.backend.read(damaged.ref).revision
        assert (damaged.sync().outcome, damaged.sync().code) == ("failed", "archive-damaged")
        assert damaged.backend.read(damaged.ref).revision == before


# Laws

Act = tuple[Literal["say", "empty", "type", "waive", "unwaive", "sync", "locked sync"], int, str]

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["say", "say", "empty", "type", "waive", "unwaive", "sync", "sync", "locked sync"]),
        st.integers(0, 9),
        st.sampled_from(["để sau", "vì khác", "Trang web", ""]),
    ),
    max_size=8,
)


def act(office: Office, what: str, which: int, text: str) -> None:
    """One thing that somebody does, as far as it can be done now."""
    marks = [mark for mark in office.rows() if len(mark) == 16]
    rules = sorted(set(office.findings().values()))
    match what:
        case "say" | "empty":
            office.say(marks[which % len(marks)], text if what == "say" else "")
        case "type":
            office.type(which % 2, ("thought", "touchpoint", "action", "gap")[which % 4], text or "Mới")
        case "waive" | "unwaive":
            try:
                (unwaive if what == "unwaive" else waive)(office.space, office.ref, rules[which % len(rules)], [], text or "theo lệnh")
            except UsageError:
                return
        case "sync":
            assert office.sync().outcome != "failed"
        case "locked sync":
            office.backend.write_faults[office.ref] = WorkbookInUse(office.ref, "~$")
            office.sync()
            office.backend.write_faults.clear()


@settings(max_examples=15, deadline=None)
@given(ACTS)
def test_whatever_people_do_nothing_typed_is_lost_and_no_other_finding_hidden(acts: list[Act]) -> None:
    office = Office()
    for what, which, text in acts:
        act(office, what, which, text)
        seen = office.check()
        shown = {one.fingerprint for one in seen.findings} | {one.finding.fingerprint for one in seen.waived}
        assert shown == office.findings().keys()
        typed = {(mark, row["skip"]) for mark, row in office.rows().items() if row["skip"]}

        office.sync()
        synced = office.check()
        assert [one.fingerprint for one in synced.findings] == [one.fingerprint for one in seen.findings]
        assert {(one.finding.fingerprint, one.reason) for one in synced.waived} == {(one.finding.fingerprint, one.reason) for one in seen.waived}
        assert synced.unrecorded == ()
        kept = {(mark, row["skip"]) for mark, row in office.rows().items()} | reasons(office)
        assert typed <= kept
        assert {mark: row["skip"] for mark, row in office.rows().items() if row["state"] == "skipped"} == {
            one.finding.fingerprint: one.reason for one in synced.waived
        }
        again = office.sync()
        assert (again.outcome, again.edits, again.waived, again.unwaived) == ("unchanged", 0, 0, 0)
    assert office.space.ledger.check().faults == ()


def reasons(office: Office) -> set[tuple[str, str]]:
    """Every reason that the archive remembers, with its finding."""
    return {(mark, one.reason) for mark, said in office.space.ledger.decisions(office.map).said.items() for one in said}
