"""The gym of the documents, from a new workbook to the quarter's end, as a person would go."""

from typing import Any

import pytest
from openpyxl import Workbook as Book

from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.desk import Desk, tab


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """``new`` on the command line, then the example typed in; nothing is synced yet."""
    desk.ref = desk.done("new", "customer-journey", "Phòng tập", "--language", "vi").strip()
    desk.fill(desk.ref, "gym")
    return desk


def errors(desk: Desk, *, status: int) -> list[dict[str, Any]]:
    return [finding for finding in desk.lint(desk.ref, status=status) if finding["severity"] == "error"]


def step_of(desk: Desk, stage: str) -> str:
    (step,) = (record.id for record in desk.records(desk.ref) if record.stage == stage)
    return step


def empty(desk: Desk, stage: str) -> None:
    step = step_of(desk, stage)
    desk.type(desk.ref, {FieldRef(MAIN, step=step, field=field): "" for field in ("touchpoint", "gap")})


def test_as_the_documents_have_it_nothing_is_an_error(filled: Desk) -> None:
    assert errors(filled, status=0) == []


@pytest.mark.parametrize("stage", ["awareness", "consideration", "conversion", "retention", "loyalty"])
def test_a_stage_without_touchpoints_is_one_error_on_its_touchpoint_cell(stage: str, filled: Desk) -> None:
    step = step_of(filled, stage)
    cell = filled.open(filled.ref).reading.cell(FieldRef(MAIN, step=step, field="touchpoint"))
    assert cell is not None
    empty(filled, stage)
    (error,) = errors(filled, status=1)
    assert (error["rule"], error["stage"], error["step"], error["field"]) == ("question-no-touchpoint", stage, step, "touchpoint")
    assert error["cell"] == cell.a1
    assert error["source"] == "S3:42"


def test_rows_inserted_above_change_the_cell_and_nothing_else(filled: Desk) -> None:
    empty(filled, "conversion")
    (before,) = errors(filled, status=1)

    def insert(book: Book) -> None:
        sheet = tab(book, "Bản đồ")
        row = int(before["cell"].rpartition("!")[2].lstrip("ABCDEFGH"))
        sheet.insert_rows(row, 3)

    filled.rewrite(filled.ref, insert)
    (after,) = errors(filled, status=1)
    assert after["cell"] != before["cell"]
    assert after | {"cell": before["cell"]} == before


def test_a_step_moved_to_another_row_keeps_its_finding(filled: Desk) -> None:
    empty(filled, "awareness")
    (before,) = errors(filled, status=1)

    def move(book: Book) -> None:
        sheet = tab(book, "Bản đồ")
        last, first = sheet.max_row + 1, 5
        for column in range(1, sheet.max_column + 1):
            sheet.cell(last, column).value = sheet.cell(first, column).value
        sheet.delete_rows(first)

    filled.rewrite(filled.ref, move)
    (after,) = errors(filled, status=1)
    assert (after["fingerprint"], after["stage"]) == (before["fingerprint"], before["stage"])


def test_from_the_empty_sheet_to_the_quarters_end(filled: Desk) -> None:
    assert filled.sync()[filled.ref]["outcome"] == "archived"
    empty(filled, "loyalty")
    taken = filled.json("snapshot")
    assert taken["maps"][0]["counts"]["error"] == 1
    filled.type(filled.ref, {FieldRef(MAIN, step=step_of(filled, "loyalty"), field="touchpoint"): "Chương trình giới thiệu bạn bè"})
    filled.sync()
    assert errors(filled, status=0) == []
    (change,) = filled.json("diff", f"{filled.ref}@{taken['label']}")["maps"][0]["changes"]
    assert (change["field"], change["before"], change["after"]) == ("touchpoint", None, "Chương trình giới thiệu bạn bè")
    assert filled.json("archive", "check")["ok"]
