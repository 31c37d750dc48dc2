"""Sort by the arrow of a heading: all rows and columns of the sheet's filter, hidden ones included."""

from typing import Any

from tests.office_scripts.desk import act, sort


def change(document: Any, *, sheet: str, column: int, descending: bool = False) -> dict[str, Any]:
    """Sort the sheet's filter by a column; tell the area that was sorted, heading row included."""
    table = document.Sheets.getByName(sheet)
    area = filter_area(document, table.RangeAddress.Sheet)
    if not area.StartColumn <= column <= area.EndColumn:
        raise SystemExit(f"column {column} is outside the filter, which goes from {area.StartColumn} to {area.EndColumn}")
    cells = table.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
    sort(cells, field=column - area.StartColumn, descending=descending, header=True)
    return {"left": area.StartColumn, "top": area.StartRow, "right": area.EndColumn, "bottom": area.EndRow}


def filter_area(document: Any, index: int) -> Any:
    """Return the address of a sheet's filter; workbooks from Excel have it without a name, others with one."""
    unnamed = document.getPropertyValue("UnnamedDatabaseRanges")  # which the document doesn't list among its properties
    found = [unnamed.getByTable(index)] if unnamed.hasByTable(index) else []
    named = document.DatabaseRanges
    found += [named.getByName(name) for name in named.ElementNames]
    for candidate in found:
        if candidate.AutoFilter and candidate.DataArea.Sheet == index:
            return candidate.DataArea
    raise SystemExit("the sheet has no filter")


if __name__ == "__main__":
    act(change)
