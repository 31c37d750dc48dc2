"""Compute every formula anew, whatever results are stored in the file, and tell which cells show an error then."""

from typing import Any

from tests.office_scripts.desk import act

ERRORS = 4
"""Formulas whose result is an error (``com.sun.star.sheet.FormulaResult.ERROR``)."""


def change(document: Any) -> dict[str, Any]:
    """Recalculate; tell the errors as sheet, row, column and what is shown."""
    document.calculateAll()
    areas = [(sheet, area) for sheet in document.Sheets for area in sheet.queryFormulaCells(ERRORS).RangeAddresses]
    found = [
        [sheet.Name, row, column, sheet.getCellByPosition(column, row).String]
        for sheet, area in areas
        for row in range(area.StartRow, area.EndRow + 1)
        for column in range(area.StartColumn, area.EndColumn + 1)
    ]
    return {"errors": found}


if __name__ == "__main__":
    act(change)
