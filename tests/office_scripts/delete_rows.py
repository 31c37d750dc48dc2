"""Delete whole rows."""

from typing import Any

from tests.office_scripts.desk import act


def change(document: Any, *, sheet: str, row: int, count: int = 1) -> None:
    """Delete rows, from a row downwards."""
    document.Sheets.getByName(sheet).Rows.removeByIndex(row, count)


if __name__ == "__main__":
    act(change)
