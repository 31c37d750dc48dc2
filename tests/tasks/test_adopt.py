"""Adopting: people's own sheet becomes a map, in place where that is safe, else beside it."""

from collections.abc import Callable, Mapping

import pytest

from sheetsync.errors import (
    ChangedElsewhere,
    NothingToAdopt,
    SheetsyncError,
    StorageFailed,
    UnsafeEdit,
    UsageError,
    WorkbookInUse,
    WorkbookReadOnly,
)
from sheetsync.model.anatomy import ABOUT_TAB, STAGES_TAB, TO_COMPLETE_TAB
from sheetsync.model.grid import Grid, Lane
from sheetsync.model.layout.left_over import LEFT_OVER_TAB
from sheetsync.ports import WorkbookState
from sheetsync.tasks.adopt import Wishes, adopt, fits, meta_of, propose, resume
from sheetsync.tasks.adopt_copy import as_new, take_over
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace
from tests.laws.acts import with_inserted
from tests.tables import grid
from tests.tasks.adopting import GYM, REF, act, adopted, proposed, put, sheet_at, synced, workspace

TAB = GYM.title
HEAD = 2
"""The row of the headings in ``GYM``, counted from 0 (blank lines of the little table don't count)."""


def grids(space: Workspace, ref: str = REF) -> dict[str, Grid]:
    return {one.title: one for one in space.backend.read(ref).grids}


def steps(space: Workspace, ref: str = REF) -> list[tuple[str | None, str]]:
    return [(record.stage, record.values.get("action", "")) for record in open_map(space, ref).reading.map.main.records]


def ids(space: Workspace, ref: str = REF) -> Mapping[str, str]:
    return {record.values.get("touchpoint", ""): record.id for record in open_map(space, ref).reading.map.main.records}


WHOLE = [
    ("awareness", "Tìm phòng tập"),
    ("awareness", "Đọc đánh giá"),
    ("consideration", "So sánh gói"),
    ("conversion", "Đăng ký"),
    ("retention", "Tập 3 buổi\n- sáng"),
    ("loyalty", "Giới thiệu bạn"),
]


# In place


def test_the_map_stays_in_the_workbook_and_no_cell_of_its_people_changes():
    space = workspace()
    draft = grid("Nháp", "việc cần làm")
    put(space, GYM, draft)

    one = adopted(space)

    assert (one.way, one.ref, one.version) == ("in-place", REF, 1)
    after = grids(space)
    assert after["Nháp"] == draft
    assert {at: value for at, value in after[TAB].cells.items() if at in GYM.cells} == GYM.cells
    new = {at for at in after[TAB].cells if at not in GYM.cells}
    assert {column for _, column in new} == {6, 7}
    assert {ABOUT_TAB.vi, STAGES_TAB.vi, TO_COMPLETE_TAB.vi, "_sheetsync"} <= after.keys()
    assert steps(space) == WHOLE


def test_only_the_lanes_of_ids_and_stages_are_hidden():
    space = workspace()
    put(space, GYM)
    (one,) = proposed(space)
    assert one.in_place is not None
    assert one.in_place.hide == (Lane(TAB, "column", 6), Lane(TAB, "column", 7))


def test_an_across_sheet_gets_hidden_rows_below_all_that_is_used():
    space = workspace()
    put(
        space,
        grid(
            "Map",
            """
            Stage       | Awareness        | Consideration      | Conversion  | Retention     | Loyalty
            Actions     | looks for a gym  | compares plans     | signs up    | trains        | brings a friend
            Thoughts    | is it near?      | can I try?         | is it safe? | am I better?  | what do I get?
            Touchpoints | Google Maps page | price page         | front desk  | training app  | loyalty card
            Gaps        | reviews page     | free trial         | .           | progress mail
            """,
        ),
    )
    (one,) = proposed(space)
    assert one.in_place is not None
    assert one.in_place.hide == (Lane("Map", "row", 5), Lane("Map", "row", 6))
    list(adopt(space, [one]))
    assert [stage for stage, _ in steps(space)] == ["awareness", "consideration", "conversion", "retention", "loyalty"]


def test_the_archive_gets_it_as_adopted_and_sync_has_nothing_to_do():
    space = workspace()
    put(space, GYM)
    one = adopted(space)
    version = space.ledger.load(one.map, 1)
    assert (version.reason, version.source.ref, version.parent) == ("adopt", REF, None)
    again = synced(space, REF)
    assert (again.outcome, again.edits, again.message) == ("unchanged", 0, None)


def test_what_people_call_their_stages_and_headings_is_known_from_now_on():
    space = workspace()
    put(space, GYM)
    adopted(space)
    reading = open_map(space, REF).reading
    assert [stage.title for stage in reading.map.main.stages][:2] == ["1. Nhận biết", "2. Cân nhắc"]
    assert [problem for problem in reading.problems if problem.severity != "info"] == []


def test_what_stands_over_the_table_is_copied_to_the_page_about_the_map():
    space = workspace()
    put(space, GYM)
    adopted(space)
    journey = open_map(space, REF).reading.map
    assert journey.title == "HÀNH TRÌNH KHÁCH HÀNG – PHÒNG TẬP"
    assert journey.values["persona"] == "Chị Mai"


def test_a_tab_of_theirs_with_the_name_of_ours_keeps_it():
    space = workspace()
    theirs = grid(STAGES_TAB.vi, "Giai đoạn | Người lo / Nhận biết | Lan")
    put(space, GYM, theirs)
    one = adopted(space)
    assert one.way == "in-place"
    after = grids(space)
    assert after[STAGES_TAB.vi] == theirs
    assert f"{STAGES_TAB.vi} (2)" in after
    assert synced(space, REF).outcome == "unchanged"
    assert steps(space) == WHOLE


def test_an_older_map_on_another_tab_is_none_of_ours():
    space = workspace()
    put(space, GYM)
    adopted(space)
    act(space, REF, lambda one: one, tab=TAB)
    assert open_map(space, REF).reading.places["map"].title == TAB
    space.backend.put(REF, [GYM._replace(title="Bản đồ"), *space.backend.read(REF).grids])  # type: ignore[attr-defined]
    reading = open_map(space, REF).reading
    assert reading.places["map"].title == TAB
    assert [problem.code for problem in reading.problems if problem.code == "tab-duplicate"] == []


# What people do to it afterwards


def test_rows_may_be_inserted_anywhere():
    space = workspace()
    put(space, GYM)
    adopted(space)
    before = ids(space)
    act(space, REF, lambda one: with_inserted(one, row=HEAD + 3, count=2), tab=TAB)
    act(space, REF, lambda one: with_inserted(one, row=0), tab=TAB)
    act(space, REF, lambda one: with_inserted(one, column=1), tab=TAB)
    assert ids(space) == before
    assert steps(space) == WHOLE


def test_a_row_typed_below_another_one_belongs_to_its_stage_and_gets_an_id_with_the_next_sync():
    space = workspace()
    put(space, GYM)
    one = adopted(space)

    def typed(tab: Grid) -> Grid:
        wider = with_inserted(tab, row=HEAD + 3)
        return wider._replace(cells={**wider.cells, (HEAD + 3, 1): "Gọi hỏi giá", (HEAD + 3, 3): "Tổng đài"})

    act(space, REF, typed, tab=TAB)
    assert ("awareness", "Gọi hỏi giá") in steps(space)
    assert (synced(space, REF).outcome, space.ledger.numbers(one.map)) == ("archived", (1, 2))
    assert synced(space, REF).outcome == "unchanged"


def test_whole_rows_may_be_sorted():
    space = workspace()
    put(space, GYM)
    adopted(space)
    before = ids(space)
    rows = range(HEAD + 1, HEAD + 7)

    def turned_round(tab: Grid) -> Grid:
        return tab._replace(cells={(rows[0] + rows[-1] - row if row in rows else row, column): value for (row, column), value in tab.cells.items()})

    act(space, REF, turned_round, tab=TAB)
    assert ids(space) == before
    assert sorted(steps(space)) == sorted(map(tuple, WHOLE))


def test_sorting_past_the_hidden_ids_takes_them_along_at_the_next_sync():
    space = workspace()
    labelled = {(row, 0): f"{stage}" for row, stage in zip(range(HEAD + 1, HEAD + 7), ("1. Nhận biết",) * 2 + ("2. Cân nhắc",) * 4, strict=True)}
    put(space, GYM._replace(cells={**GYM.cells, **labelled}))
    adopted(space)
    before = ids(space)
    rows = range(HEAD + 1, HEAD + 7)

    def turned_round(tab: Grid) -> Grid:
        cells = {(rows[0] + rows[-1] - row if row in rows and column < 6 else row, column): value for (row, column), value in tab.cells.items()}
        return tab._replace(cells=cells)

    act(space, REF, turned_round, tab=TAB)
    synced(space, REF)
    assert ids(space) == before


def test_a_renamed_heading_is_told_and_then_known():
    space = workspace()
    put(space, GYM)
    adopted(space)
    reading = act(space, REF, lambda tab: tab._replace(cells={**tab.cells, (HEAD, 1): "Các bước của khách"}), tab=TAB).reading
    assert steps(space) == WHOLE
    assert [(problem.code, problem.variant) for problem in reading.problems if problem.severity != "info"] == [("header-tampered", "renamed")]
    assert synced(space, REF).outcome == "written"
    assert [problem for problem in open_map(space, REF).reading.problems if problem.severity != "info"] == []
    assert synced(space, REF).outcome == "written"  # *To complete* forgets it
    assert synced(space, REF).outcome == "unchanged"


def test_a_column_added_later_under_a_heading_of_the_type_is_read():
    space = workspace()
    put(space, GYM._replace(cells={at: value for at, value in GYM.cells.items() if at[1] != 4}))
    adopted(space)
    new = {(HEAD, 8): "Điểm chạm còn thiếu", (HEAD + 1, 8): "Trang giá"}
    reading = act(space, REF, lambda tab: tab._replace(cells={**tab.cells, **new}), tab=TAB).reading
    assert reading.map.main.records[0].values["gap"] == "Trang giá"
    assert steps(space) == WHOLE
    assert synced(space, REF).outcome == "archived"


def test_columns_may_change_places():
    space = workspace()
    put(space, GYM)
    adopted(space)
    before = ids(space)
    order = {1: 4, 4: 1}
    act(space, REF, lambda tab: tab._replace(cells={(row, order.get(column, column)): value for (row, column), value in tab.cells.items()}), tab=TAB)
    assert (ids(space), steps(space)) == (before, WHOLE)


def test_a_deleted_column_is_asked_about():
    space = workspace()
    put(space, GYM)
    adopted(space)
    act(space, REF, lambda tab: tab._replace(cells={at: value for at, value in tab.cells.items() if at[1] != 1}), tab=TAB)
    assert synced(space, REF).outcome == "stopped"


def test_a_stage_is_renamed_in_the_sheet_itself():
    space = workspace()
    put(space, GYM)
    adopted(space)
    reading = act(space, REF, lambda tab: tab._replace(cells={**tab.cells, (HEAD + 1, 0): "1. Biết đến"}), tab=TAB).reading
    assert reading.map.main.stages[0].title == "1. Biết đến"
    assert steps(space) == WHOLE


def test_without_its_hidden_ids_the_sheet_is_read_by_its_headings():
    space = workspace()
    put(space, GYM)
    adopted(space)
    act(space, REF, lambda tab: tab._replace(cells={at: value for at, value in tab.cells.items() if at[1] < 6}), tab=TAB)
    assert [action for _, action in steps(space)][:2] == ["Tìm phòng tập", "Đọc đánh giá"]


# Beside


def test_beside_if_wished_with_what_found_no_place_on_a_tab_of_its_own():
    space = workspace()
    put(space, GYM)
    before = grids(space)
    one = adopted(space, wishes=Wishes(beside=True))
    assert one.way == "beside"
    assert one.ref != REF
    assert grids(space) == before
    assert steps(space, one.ref) == WHOLE
    left = grids(space, one.ref)[LEFT_OVER_TAB.vi]
    assert {"Ghi chú nội bộ", "hỏi lại Lan", "gấp"} <= {value for (_, column), value in left.cells.items() if column == 2}
    assert synced(space, one.ref).outcome == "unchanged"
    assert space.ledger.load(one.map, 1).source.ref == REF


REASONS: list[SheetsyncError] = [
    WorkbookInUse(REF, ".~lock.cũ#"),
    WorkbookReadOnly(REF, reason="EACCES"),
    UnsafeEdit(REF, en="a part is unknown", vi="có phần lạ"),
]


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.code)
def test_beside_where_the_workbook_can_not_be_written(reason: SheetsyncError):
    space = workspace()
    put(space, GYM)
    (planned,) = proposed(space)
    assert planned.way == "in-place"
    space.backend.write_faults[REF] = reason  # type: ignore[attr-defined]
    before = grids(space)
    (one,) = adopt(space, [planned])
    assert one.way == "beside"
    assert reason.vi in one.why.vi
    assert grids(space) == before
    assert steps(space, one.ref) == WHOLE
    assert synced(space, one.ref).outcome == "unchanged"


def test_beside_where_a_column_has_no_heading_to_know_it_by_again():
    space = workspace()
    space_grid = GYM._replace(cells={at: value for at, value in GYM.cells.items() if at != (HEAD, 2)})
    put(space, space_grid)
    for one in proposed(space):
        assert one.way == "beside" or 2 not in {field.position for field in one.placement.fields}


def test_beside_where_a_cell_of_theirs_says_what_only_our_keys_say():
    space = workspace()
    put(space, GYM._replace(cells={**GYM.cells, (HEAD, 6): "_id", (HEAD + 1, 6): "1"}))
    one = adopted(space)
    assert (one.way, steps(space, one.ref)) == ("beside", WHOLE)


def test_several_maps_become_one_workbook_each_and_one_of_them_can_be_chosen():
    space = workspace()
    other = GYM._replace(title="Spa", cells={**GYM.cells, (0, 0): "HÀNH TRÌNH KHÁCH HÀNG – SPA"})
    put(space, GYM._replace(title="Phòng tập"), other)
    both = list(adopt(space, proposed(space)))
    assert [(one.way, one.title) for one in both] == [
        ("beside", "HÀNH TRÌNH KHÁCH HÀNG – PHÒNG TẬP"),
        ("beside", "HÀNH TRÌNH KHÁCH HÀNG – SPA"),
    ]
    assert len({one.map for one in both}) == 2
    (second,) = proposed(space, wishes=Wishes(table=2, again=True))
    assert (second.way, second.journey.title, second.number) == ("in-place", "HÀNH TRÌNH KHÁCH HÀNG – SPA", 2)


# Refusals


def test_no_journey_map_is_refused_with_what_was_looked_for():
    space = workspace()
    put(space, grid("Chi phí", "Khoản | Tháng 1 | Tháng 2\nThuê nhà | #5 | #5\nĐiện | #1 | #2"))
    with pytest.raises(NothingToAdopt) as refusal:
        proposed(space)
    assert "Điểm chạm" in refusal.value.vi
    with pytest.raises(NothingToAdopt):
        fits(space, sheet_at(space))


def test_adopted_once_in_place_it_is_a_map():
    space = workspace()
    put(space, GYM)
    adopted(space)
    assert meta_of(space.backend.read(REF)) is not None


def test_adopted_once_beside_it_is_not_adopted_again_by_mistake():
    space = workspace()
    put(space, GYM)
    one = adopted(space, wishes=Wishes(beside=True))
    with pytest.raises(UsageError, match="adopted before"):
        proposed(space)
    (again,) = adopt(space, proposed(space, wishes=Wishes(beside=True, again=True)))
    assert again.map != one.map


@pytest.mark.parametrize("wishes", [Wishes(table=3), Wishes(title=" \n"), Wishes(title="x" * 301)])
def test_wishes_that_can_not_be_met_are_refused(wishes: Wishes):
    space = workspace()
    put(space, GYM)
    with pytest.raises(UsageError):
        proposed(space, wishes=wishes)


def test_a_sheet_that_was_saved_meanwhile_is_not_written():
    space = workspace()
    put(space, GYM)
    planned = proposed(space)
    put(space, GYM._replace(cells={**GYM.cells, (HEAD + 1, 4): "Trang giá mới"}))
    with pytest.raises(ChangedElsewhere):
        list(adopt(space, planned))
    assert meta_of(space.backend.read(REF)) is None
    assert space.ledger.maps() == ()


def test_proposing_writes_nothing():
    space = workspace()
    put(space, GYM)
    before = space.backend.read(REF)
    propose(space, sheet_at(space), space.types.load("customer-journey"), Wishes())
    assert space.backend.read(REF) == before
    assert space.backend.list() == (REF,)
    assert space.ledger.maps() == ()


# A run that was ended


class _Full(Exception):
    """The run ends here."""


@pytest.mark.parametrize("beside", [False, True])
def test_a_run_that_ended_before_it_archived_is_finished_by_the_next_one(monkeypatch: pytest.MonkeyPatch, *, beside: bool):
    space = workspace()
    put(space, GYM)
    planned = proposed(space, wishes=Wishes(beside=beside))

    def ended(*_: object, **__: object) -> None:
        raise _Full

    with monkeypatch.context() as patch:
        patch.setattr(type(space.ledger), "append", ended)
        with pytest.raises(_Full):
            list(adopt(space, planned))
    assert space.ledger.maps() == ()

    done = resume(space, sheet_at(space))

    assert done is not None
    assert (done.way, done.version) == ("beside" if beside else "in-place", 1)
    assert space.ledger.load(done.map, 1).reason == "adopt"
    assert resume(space, sheet_at(space)) is None
    assert synced(space, done.ref).outcome == "unchanged"


def test_where_archiving_fails_the_workbook_stands_and_sync_archives_it_as_adopted(monkeypatch: pytest.MonkeyPatch):
    space = workspace()
    put(space, GYM)
    planned = proposed(space)

    def full(*_: object, **__: object) -> None:
        raise StorageFailed("maps", reason="ENOSPC")

    with monkeypatch.context() as patch:
        patch.setattr(type(space.ledger), "append", full)
        (one,) = adopt(space, planned)
    assert (one.version, [trouble.code for trouble in one.troubles]) == (None, ["storage-failed"])
    assert synced(space, REF).version == 1
    assert space.ledger.load(one.map, 1).reason == "adopt"


# Copies


def copied(space: Workspace, ref: str, to: str) -> None:
    space.backend.put(to, space.backend.read(ref).grids)  # type: ignore[attr-defined]


def test_a_copy_becomes_a_map_of_its_own():
    space = workspace()
    put(space, GYM)
    one = adopted(space)
    copied(space, REF, "bản sao")
    assert synced(space, "bản sao").outcome == "copy"
    settled = as_new(space, space.backend.read("bản sao"))
    assert (settled.map != one.map, settled.version, settled.ref) == (True, 1, "bản sao")
    assert steps(space, "bản sao") == WHOLE
    assert [synced(space, ref).outcome for ref in (REF, "bản sao")] == ["unchanged", "unchanged"]


def test_a_copy_takes_the_place_of_the_known_workbook():
    space = workspace()
    put(space, GYM)
    one = adopted(space)
    copied(space, REF, "bản sao")
    act(space, REF, lambda tab: tab._replace(cells={**tab.cells, (HEAD + 1, 4): "chỉ ở bản cũ"}), tab=TAB)
    act(space, "bản sao", lambda tab: tab._replace(cells={**tab.cells, (HEAD + 1, 4): "chỉ ở bản sao"}), tab=TAB)

    settled = take_over(space, space.backend.read("bản sao"))

    assert (settled.map, settled.instead_of, settled.version) == (one.map, REF, 3)
    gaps = [space.ledger.load(one.map, number).journey.main.records[0].values["gap"] for number in (1, 2, 3)]
    assert gaps == ["Trang giá", "chỉ ở bản cũ", "chỉ ở bản sao"]
    assert [synced(space, ref).outcome for ref in ("bản sao", REF)] == ["unchanged", "copy"]


@pytest.mark.parametrize("act_on", [as_new, take_over])
def test_the_known_workbook_is_no_copy(act_on: Callable[[Workspace, WorkbookState], object]):
    space = workspace()
    put(space, GYM)
    adopted(space)
    with pytest.raises(UsageError, match="not a copy"):
        act_on(space, space.backend.read(REF))
