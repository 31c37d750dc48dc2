"""Cut the visible cells of one row and paste them over another row: the hidden keys stay behind."""

from typing import Any

from tests.office_scripts.desk import act


def change(document: Any, *, sheet: str, row: int, to_row: int, left: int, right: int) -> None:
    """Move the cells from ``left`` to ``right`` of a row to the same columns of another."""
    table = document.Sheets.getByName(sheet)
    source = table.getCellRangeByPosition(left, row, right, row).RangeAddress
    table.moveRange(table.getCellByPosition(left, to_row).CellAddress, source)


if __name__ == "__main__":
    act(change)
