"""Type into a cell: LibreOffice makes numbers, dates and formulas of what looks like one, unless the cell is formatted as text."""

from typing import Any

from tests.office_scripts.desk import act, dispatch


def change(document: Any, *, sheet: str, row: int, column: int, text: str) -> dict[str, Any]:
    """Type a text into a cell; tell what it shows then."""
    cell = document.Sheets.getByName(sheet).getCellByPosition(column, row)
    document.CurrentController.select(cell)
    dispatch(document, ".uno:EnterString", StringName=text)
    return {"shown": cell.String, "formula": cell.Formula}


if __name__ == "__main__":
    act(change)
