"""Sort only the cells somebody selected: what stands beside them, hidden keys too, stays where it is."""

from typing import Any

from tests.office_scripts.desk import act, sort


def change(document: Any, *, sheet: str, left: int, top: int, right: int, bottom: int, column: int, descending: bool = False) -> None:
    """Sort the rows of a range without headings by a column of the sheet."""
    cells = document.Sheets.getByName(sheet).getCellRangeByPosition(left, top, right, bottom)
    sort(cells, field=column - left, descending=descending, header=False)


if __name__ == "__main__":
    act(change)
