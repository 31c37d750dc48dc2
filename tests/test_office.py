"""The LibreOffice of our tests does what people do: each act on the same small list, its keys in a hidden row and column."""

import os
import signal
import tempfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from tests.office import Office, OfficeError

SHEET = "Bản đồ"
ROWS = [
    ["_id", "action", "pain"],
    ["", "Hành động", "Nỗi đau"],
    ["id-c", "Chọn gói", "24/7"],
    ["id-a", "Ấn tượng đầu", "00123"],
    ["id-b", "Biết đến", "=x"],
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A list as sheetsync lays it out: keys in row 0 and column 0, hidden; a filter over headings and rows; cells formatted as text."""
    path = tmp_path / "list.xlsx"
    with Workbook(path) as workbook:
        sheet = workbook.add_worksheet(SHEET)
        text = workbook.add_format({"num_format": "@"})
        for row, values in enumerate(ROWS):
            for column, value in enumerate(values):
                sheet.write_string(row, column, value, text)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.autofilter(1, 0, len(ROWS) - 1, 2)
        sheet.write_string(8, 3, "plain")
    return path


def rows(path: Path) -> list[list[str]]:
    """Read the list back: three columns, until the first empty row after its start."""
    sheet = load_workbook(path)[SHEET]
    lines = [["" if value is None else str(value) for value in line] for line in sheet.iter_rows(max_row=len(ROWS) + 2, max_col=3, values_only=True)]
    while not any(lines[-1]):
        lines.pop()
    return lines


def act(office: Office, script: str, source: Path, **arguments: object) -> list[list[str]]:
    target = source.with_name("after.xlsx")
    office.run(script, source, target, sheet=SHEET, **arguments)
    return rows(target)


def test_saving_keeps_texts_and_what_is_hidden(office: Office, source: Path, tmp_path: Path) -> None:
    saved = office.convert(source, to="xlsx", out_dir=tmp_path / "saved")
    assert saved == tmp_path / "saved" / "list.xlsx"
    assert rows(saved) == ROWS
    sheet = load_workbook(saved)[SHEET]
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden


def test_a_workbook_becomes_a_pdf(office: Office, source: Path, tmp_path: Path) -> None:
    assert office.convert(source, to="pdf", out_dir=tmp_path / "print").read_bytes().startswith(b"%PDF-")


def test_sorting_by_the_filter_takes_the_keys_along(office: Office, source: Path) -> None:
    assert act(office, "sort_by_filter", source, column=1) == [*ROWS[:2], ROWS[3], ROWS[4], ROWS[2]]
    assert act(office, "sort_by_filter", source, column=1, descending=True) == [*ROWS[:2], ROWS[2], ROWS[4], ROWS[3]]


def test_sorting_by_the_filter_tells_its_area(office: Office, source: Path) -> None:
    told = office.run("sort_by_filter", source, source.with_name("after.xlsx"), sheet=SHEET, column=2)
    assert told == {"left": 0, "top": 1, "right": 2, "bottom": 4}


def test_sorting_what_is_visible_leaves_the_keys_behind(office: Office, source: Path) -> None:
    after = act(office, "sort_visible", source, left=1, top=2, right=2, bottom=4, column=1)
    assert after == [*ROWS[:2], ["id-c", *ROWS[3][1:]], ["id-a", *ROWS[4][1:]], ["id-b", *ROWS[2][1:]]]


def test_moving_the_visible_cells_of_a_row_leaves_its_key_behind(office: Office, source: Path) -> None:
    after = act(office, "move_row", source, row=2, to_row=5, left=1, right=2)
    assert after == [*ROWS[:2], ["id-c", "", ""], *ROWS[3:], ["", "Chọn gói", "24/7"]]


def test_inserting_rows(office: Office, source: Path) -> None:
    assert act(office, "insert_rows", source, row=2, count=2) == [*ROWS[:2], [""] * 3, [""] * 3, *ROWS[2:]]


def test_deleting_rows(office: Office, source: Path) -> None:
    assert act(office, "delete_rows", source, row=3) == [*ROWS[:3], ROWS[4]]


def test_inserting_a_column(office: Office, source: Path) -> None:
    assert act(office, "insert_columns", source, column=1) == [[key, "", action] for key, action, _ in ROWS]


def test_copying_a_row_copies_its_key(office: Office, source: Path) -> None:
    assert act(office, "copy_row", source, row=2) == [*ROWS[:3], *ROWS[2:]]


def test_merging_keeps_the_first_content(office: Office, source: Path) -> None:
    after = act(office, "merge", source, left=1, top=2, right=1, bottom=3)
    assert after == [*ROWS[:3], ["id-a", "", "00123"], ROWS[4]]
    assert [str(area) for area in load_workbook(source.with_name("after.xlsx"))[SHEET].merged_cells.ranges] == ["B3:B4"]


@pytest.mark.parametrize("text", ["Chờ lâu", "24/7", "00123", "=1+1"])
def test_typing_into_a_text_cell_keeps_the_text(office: Office, source: Path, text: str) -> None:
    assert act(office, "set_cell", source, row=2, column=2, text=text)[2] == ["id-c", "Chọn gói", text]


def test_typing_into_a_plain_cell_means_what_it_looks_like(office: Office, source: Path) -> None:
    told = office.run("set_cell", source, source.with_name("after.xlsx"), sheet=SHEET, row=8, column=3, text="=1+1")
    assert told == {"shown": "2", "formula": "=1+1"}


def test_a_wrong_act_says_what_is_wrong(office: Office, source: Path) -> None:
    with pytest.raises(OfficeError, match="column 7 is outside the filter, which goes from 0 to 2"):
        act(office, "sort_by_filter", source, column=7)


@pytest.mark.office
def test_another_libreoffice_ends_without_a_trace(source: Path, tmp_path: Path) -> None:
    with Office() as other:
        other.convert(source, to="ods", out_dir=tmp_path)
        pid = other.pid
        assert pid is not None
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert list(Path(tempfile.gettempdir()).glob(f"*{other.pipe}*")) == []


@pytest.mark.office
def test_libreoffice_is_started_anew_after_a_crash(source: Path, tmp_path: Path) -> None:
    with Office() as other:
        other.convert(source, to="xlsx", out_dir=tmp_path / "before")
        pid = other.pid
        assert pid is not None
        os.killpg(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert rows(other.convert(source, to="xlsx", out_dir=tmp_path / "after")) == ROWS
        assert other.pid != pid
