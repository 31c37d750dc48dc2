"""People work on a sheet in Google with a client of their own (plain gspread): what sheetsync finds stays on the right cells."""

from collections.abc import Callable
from typing import Any

import gspread
import pytest

from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.google_desk import GoogleDesk

MAP = "Bản đồ"


@pytest.fixture
def gym(google_gym: GoogleDesk) -> GoogleDesk:
    """The gym in Google Sheets, with an unanswered question in one stage."""
    (step,) = (record.id for record in google_gym.records(google_gym.ref) if record.stage == "conversion")
    google_gym.type(google_gym.ref, {FieldRef(MAIN, step=step, field=field): "" for field in ("touchpoint", "gap")})
    return google_gym


def told(desk: GoogleDesk) -> set[tuple[str, str, str, str]]:
    """What lint says, wherever it stands."""
    found = desk.lint(desk.ref, status=1)
    return {(one["rule"], one["fingerprint"], one["severity"], one["message"]) for one in found}


def text_at(sheet: gspread.Worksheet, cell: str) -> str:
    return str(sheet.acell(cell.rpartition("!")[2]).value or "")


def heading_row(sheet: gspread.Worksheet) -> int:
    """The row of the headings, counted from 1: the first one below the banner in which several cells say something."""
    rows = sheet.get_all_values()
    return next(number for number, row in enumerate(rows, start=1) if number > 2 and sum(map(bool, row[2:])) > 2)


def insert_row(sheet: gspread.Worksheet) -> None:
    sheet.insert_rows([[]], row=heading_row(sheet) + 1, inherit_from_before=False)


def insert_rows_above_everything(sheet: gspread.Worksheet) -> None:
    sheet.insert_rows([["Ghi chú của nhóm"], []], row=1)


def sort_by_the_first_field(sheet: gspread.Worksheet) -> None:
    first = heading_row(sheet) + 1
    last = max(number for number, row in enumerate(sheet.get_all_values(), start=1) if any(row[2:]))
    sheet.sort((4, "des"), range=f"A{first}:{gspread.utils.rowcol_to_a1(last, sheet.col_count)}")


def rename_a_heading(sheet: gspread.Worksheet) -> None:
    row = heading_row(sheet)
    column = next(number for number, key in enumerate(sheet.row_values(1), start=1) if key == "touchpoint")
    sheet.update_cell(row, column, "Chỗ gặp khách")


def move_a_column(sheet: gspread.Worksheet) -> None:
    column = next(number for number, key in enumerate(sheet.row_values(1)) if key == "touchpoint")
    source = {"sheetId": sheet.id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    sheet.spreadsheet.batch_update({"requests": [{"moveDimension": {"source": source, "destinationIndex": 3}}]})


def insert_a_column(sheet: gspread.Worksheet) -> None:
    sheet.insert_cols([["", "", "", "Ai làm?"]], col=5)


@pytest.mark.parametrize("act", [insert_row, insert_rows_above_everything, sort_by_the_first_field, rename_a_heading, move_a_column, insert_a_column])
def test_after(act: Callable[[gspread.Worksheet], None], gym: GoogleDesk) -> None:
    before = told(gym)
    with gym.gspread() as client:
        sheet = client.open_by_key(gym.file_id(gym.ref)).worksheet(MAP)
        act(sheet)
        after = told(gym)
        assert {one for one in before if one not in after} == set()
        assert {rule for rule, *_ in after - before} <= {"header-tampered"}
        (gap,) = (one for one in gym.lint(gym.ref, status=1) if one["rule"] == "question-no-touchpoint")
        assert gap["cell"].startswith(f"{MAP}!")
        assert text_at(sheet, gap["cell"]) == ""
        keys, row = sheet.get_all_values(), gspread.utils.a1_to_rowcol(gap["cell"].rpartition("!")[2])
        assert keys[row[0] - 1][0] == gap["step"]
        assert next(line[row[1] - 1] for line in keys if "touchpoint" in line) == "touchpoint"


def test_a_text_typed_in_the_web_is_archived_as_typed(gym: GoogleDesk) -> None:
    before = gym.sync()[gym.ref]["version"]
    with gym.gspread() as client:
        sheet = client.open_by_key(gym.file_id(gym.ref)).worksheet(MAP)
        cell = next(one["cell"] for one in gym.lint(gym.ref, status=1) if one["rule"] == "question-no-touchpoint")
        sheet.update_acell(cell.rpartition("!")[2], "Tư vấn tại quầy\nGọi điện")
    told_of: dict[str, Any] = gym.sync(gym.ref)[gym.ref]
    assert told_of["outcome"] == "archived"
    (change,) = gym.json("diff", f"{gym.ref}@{before}", f"{gym.ref}@{told_of['version']}")["maps"][0]["changes"]
    assert (change["field"], change["after"]) == ("touchpoint", "Tư vấn tại quầy\nGọi điện")
