"""Insert empty rows."""

from typing import Any

from tests.office_scripts.desk import act


def change(document: Any, *, sheet: str, row: int, count: int = 1) -> None:
    """Insert rows above a row."""
    document.Sheets.getByName(sheet).Rows.insertByIndex(row, count)


if __name__ == "__main__":
    act(change)
