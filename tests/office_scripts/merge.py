"""Merge cells as Excel does: the first one's content stays, the others' is dropped."""

from typing import Any

from tests.office_scripts.desk import CONTENT, act


def change(document: Any, *, sheet: str, left: int, top: int, right: int, bottom: int) -> None:
    """Merge a range into one cell."""
    table = document.Sheets.getByName(sheet)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (column, row) != (left, top):
                table.getCellByPosition(column, row).clearContents(CONTENT)
    table.getCellRangeByPosition(left, top, right, bottom).merge(True)  # noqa: FBT003 - UNO knows no keywords


if __name__ == "__main__":
    act(change)
