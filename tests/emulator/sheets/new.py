"""Spreadsheets as Google makes them: what a new one holds, and a copy."""

import copy
from typing import Any

from tests.emulator.sheets.book import Book, Json, Sheet

FIRST_TITLE = "Sheet1"
ROWS, COLUMNS = 1000, 26

_WHITE: Json = {"red": 1, "green": 1, "blue": 1}


def _accent(name: str, red: float, green: float, blue: float) -> Json:
    return {"colorType": name, "color": {"rgbColor": {"red": red, "green": green, "blue": blue}}}


DEFAULT_FORMAT: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}

THEME: Json = {
    "primaryFontFamily": "Arial",
    "themeColors": [
        {"colorType": "TEXT", "color": {"rgbColor": {}}},
        {"colorType": "BACKGROUND", "color": {"rgbColor": _WHITE}},
        _accent("ACCENT1", 0.25882354, 0.52156866, 0.95686275),
        _accent("ACCENT2", 0.91764706, 0.2627451, 0.20784314),
        _accent("ACCENT3", 0.9843137, 0.7372549, 0.015686275),
        _accent("ACCENT4", 0.20392157, 0.65882355, 0.3254902),
        _accent("ACCENT5", 1, 0.42745098, 0.003921569),
        _accent("ACCENT6", 0.27450982, 0.7411765, 0.7764706),
        _accent("LINK", 0.06666667, 0.33333334, 0.8),
    ],
}


def new_properties(title: str, locale: str = "en_US", time_zone: str = "Etc/GMT") -> Json:
    """SpreadsheetProperties of a new spreadsheet."""
    return {
        "title": title,
        "locale": locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": time_zone,
        "defaultFormat": copy.deepcopy(DEFAULT_FORMAT),
        "spreadsheetTheme": copy.deepcopy(THEME),
    }


def new_sheet(sheet_id: int, title: str, index: int, *, rows: int = ROWS, columns: int = COLUMNS, **more: Any) -> Sheet:
    """An empty grid; ``more`` are further SheetProperties, its ``gridProperties`` on top of the size."""
    grid = {"rowCount": rows, "columnCount": columns, **more.pop("gridProperties", {})}
    return Sheet({"sheetId": sheet_id, "title": title, "index": index, "sheetType": "GRID", "gridProperties": grid, **more})


def new_book(title: str, locale: str = "en_US", time_zone: str = "Etc/GMT") -> Book:
    """A spreadsheet with one empty sheet of 1000 rows and 26 columns, whose id is 0."""
    return Book(new_properties(title, locale, time_zone), [new_sheet(0, FIRST_TITLE, 0)])
