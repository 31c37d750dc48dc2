"""Insert empty columns."""

from typing import Any

from tests.office_scripts.desk import act


def change(document: Any, *, sheet: str, column: int, count: int = 1) -> None:
    """Insert columns to the left of a column."""
    document.Sheets.getByName(sheet).Columns.insertByIndex(column, count)


if __name__ == "__main__":
    act(change)
