"""Copy a whole row, hidden keys included, and insert the copy below it."""

from typing import Any

from tests.office_scripts.desk import act


def change(document: Any, *, sheet: str, row: int) -> None:
    """Insert a row below a row and paste all of it there."""
    table = document.Sheets.getByName(sheet)
    table.Rows.insertByIndex(row + 1, 1)
    table.copyRange(table.getCellByPosition(0, row + 1).CellAddress, table.Rows.getByIndex(row).RangeAddress)


if __name__ == "__main__":
    act(change)
