"""The cells of a design: what stands in them, row by row, and how they look, rectangle by rectangle."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from sheetsync.backends.google.edits import date_format
from sheetsync.backends.google.layout_sizes import Padding, paddings
from sheetsync.backends.google.values import Json, Place, everywhere, link, number, serial
from sheetsync.model.design import FONT, Area, DesignCell, Style, TabDesign

_AIRY, _USUAL = {"top": 4, "right": 5, "bottom": 4, "left": 3}, {"top": 2, "right": 3, "bottom": 2, "left": 3}
"""Pixels around a text: in the cells of tables and where it is indented, and as Google has it anywhere."""
_INDENT: Final = 9
_ALIGN: Final = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}
_VALIGN: Final = {"top": "TOP", "center": "MIDDLE", "bottom": "BOTTOM"}


class _Look(NamedTuple):
    """How a cell looks; ``literal`` is off for formulas: in a cell for plain text a formula would stay the text it is written as."""

    style: Style
    literal: bool
    padding: Padding


class _Box(NamedTuple):
    area: Area
    look: _Look


def grid_range(sheet_id: int, area: Area) -> Json:
    """``area`` as Google names it: ends not included."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom + 1,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right + 1,
    }


def colour(rgb: str) -> Json:
    """``RRGGBB`` as Google writes colours."""
    parts = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


def values(tab: TabDesign, sheet_id: int, ids: Mapping[str, int]) -> Iterator[Json]:
    """One request that fills the tab: all values and notes, row by row."""
    said = {place: cell for place, cell in tab.cells.items() if cell.value or cell.formula or cell.note}
    if not said:
        return
    top, left = min(row for row, _ in said), min(column for _, column in said)
    bottom = max(row for row, _ in said)
    rows: list[Json] = []
    for row in range(top, bottom + 1):
        right = max((column for at, column in said if at == row), default=left - 1)
        rows.append({"values": [_content(said.get((row, column)), ids) for column in range(left, right + 1)]})
    start = {"sheetId": sheet_id, "rowIndex": top, "columnIndex": left}
    yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue,note"}}


def looks(tab: TabDesign, sheet_id: int, language: str) -> Iterator[Json]:
    """Requests that give the cells their looks: one for each rectangle of cells that look alike."""
    for box in _boxes(tab.cells, paddings(tab)):
        cell = {"userEnteredFormat": _format(box.look, language)}
        yield {"repeatCell": {"range": grid_range(sheet_id, box.area), "cell": cell, "fields": "userEnteredFormat"}}


def _content(cell: DesignCell | None, ids: Mapping[str, int]) -> Json:
    if cell is None:
        return {}
    entered = _entered(cell, ids)
    return ({"userEnteredValue": entered} if entered else {}) | ({"note": cell.note} if cell.note else {})


def _entered(cell: DesignCell, ids: Mapping[str, int]) -> Json | None:
    if cell.kind == "formula":
        return {"formulaValue": f"={everywhere(cell.formula)}"}
    if not cell.value:
        return None
    day = serial(cell.value) if cell.kind == "date" else None
    if day is not None:
        return {"numberValue": day}
    match cell.kind:
        case "number":
            return {"numberValue": number(cell.value)}
        case "boolean":
            return {"boolValue": cell.value == "true"}
        case "link" if cell.target is not None and cell.target.tab in ids:
            return link(_whole(cell.value), cell.target, ids[cell.target.tab])
        case _:
            return {"stringValue": _whole(cell.value)}


def _whole(text: str) -> str:
    """``text`` without halves of surrogate pairs, which can't be sent."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _boxes(cells: Mapping[Place, DesignCell], held: Mapping[Place, Padding]) -> Iterator[_Box]:
    """The cells as rectangles of one look each: runs in a row, grown downwards while the next row has the same run."""
    open_boxes: dict[tuple[int, int], _Box] = {}
    for row, runs in _runs_by_row(cells, held):
        grown: dict[tuple[int, int], _Box] = {}
        for (left, right), look in runs.items():
            box = open_boxes.get((left, right))
            if box and box.look == look and box.area.bottom == row - 1:
                grown[left, right] = _Box(Area(box.area.top, left, row, right), look)
                del open_boxes[left, right]
            else:
                grown[left, right] = _Box(Area(row, left, row, right), look)
        yield from open_boxes.values()
        open_boxes = grown
    yield from open_boxes.values()


def _runs_by_row(cells: Mapping[Place, DesignCell], held: Mapping[Place, Padding]) -> Iterator[tuple[int, dict[tuple[int, int], _Look]]]:
    by_row: dict[int, dict[int, _Look]] = {}
    for place, cell in cells.items():
        look = _Look(cell.style, cell.kind not in {"formula", "link"}, held.get(place, Padding()))
        by_row.setdefault(place[0], {})[place[1]] = look
    for row, line in sorted(by_row.items()):
        runs: dict[tuple[int, int], _Look] = {}
        first = last = -2
        for column, look in sorted(line.items()):
            if column == last + 1 and look == line[last]:
                del runs[first, last]
            else:
                first = column
            last = column
            runs[first, last] = look
        yield row, runs


@lru_cache(maxsize=512)
def _format(look: _Look, language: str) -> Json:
    style = look.style
    text: Json = {"fontFamily": FONT, "fontSize": style.size, "foregroundColorStyle": colour(style.ink)}
    text |= {name: True for name in ("bold", "italic", "underline") if getattr(style, name)}
    said: Json = {
        "textFormat": text,
        "horizontalAlignment": _ALIGN[style.align],
        "verticalAlignment": _VALIGN[style.valign],
        "wrapStrategy": "WRAP" if style.wrap else "OVERFLOW_CELL",
    }
    if style.indent or style.border or any(look.padding):
        room = _AIRY if style.indent or style.border else _USUAL
        more = {"top": look.padding.top, "bottom": look.padding.bottom, "left": _INDENT * style.indent}
        said["padding"] = {side: pixels + more.get(side, 0) for side, pixels in room.items()}
    if style.fill:
        said["backgroundColorStyle"] = colour(style.fill)
    if style.border:
        line = {"style": "SOLID", "colorStyle": colour(style.border)}
        said["borders"] = dict.fromkeys(("top", "bottom", "left", "right"), line)
    if style.date:
        said["numberFormat"] = date_format(language)
    elif style.text and look.literal:
        said["numberFormat"] = {"type": "TEXT"}
    return said
