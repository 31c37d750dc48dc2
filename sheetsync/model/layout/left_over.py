"""*Not placed yet*: what stood in a sheet that a map was copied out of, and found no place in it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sheetsync.model.anatomy import GUIDE, HOW_TO_TAB, META_TAB
from sheetsync.model.design import Area, DesignCell, TabDesign, WorkbookDesign
from sheetsync.model.layout import palette
from sheetsync.model.layout.page import Page
from sheetsync.model.words import Text

LEFT_OVER_TAB = Text("Chưa xếp được", "Not placed yet")
_EXPLANATION = Text(
    "Những ô của bảng gốc ({origin}) chưa có chỗ trong bản đồ, giữ nguyên từng chữ. Hãy chép sang đúng ô phần còn cần, rồi xóa trang này.",
    "Cells of the sheet this map comes from ({origin}) that have no place in the map, word for word. Copy what you still need to where it belongs, "
    "then delete this tab.",
)
_HEADINGS = (Text("Ô trong bảng gốc", "Cell it stood in"), Text("Nội dung", "What it says"), Text("Vì sao chưa xếp", "Why it has no place"))
_WIDTHS = {0: 2.5, 1: 30.0, 2: 84.0, 3: 46.0}
_HEAD = 3


class LeftOverRow(NamedTuple):
    """One cell without a place: where it stood, what it says, and why it was not placed."""

    where: str
    text: str
    why: str


def with_left_over(design: WorkbookDesign, rows: Sequence[LeftOverRow], origin: str) -> WorkbookDesign:
    """``design`` with a tab of what was left over, where anything was, and the address of the sheet that the map was copied out of."""
    tabs = [_with_origin(tab, origin) if tab.title == META_TAB else tab for tab in design.tabs]
    if rows:
        how_to = next(at for at, tab in enumerate(tabs) if tab.title == HOW_TO_TAB.of(design.language))
        tabs.insert(how_to, _left_over_tab(rows, origin, design.language))
    return replace(design, tabs=tuple(tabs))


def _with_origin(meta: TabDesign, origin: str) -> TabDesign:
    row = 1 + max(row for row, column in meta.cells if column == 0)
    told = {(row, 0): DesignCell("from", palette.KEY), (row, 1): DesignCell(origin, palette.KEY)}
    return replace(meta, cells={**meta.cells, **told})


def _left_over_tab(rows: Sequence[LeftOverRow], origin: str, language: str) -> TabDesign:
    page = Page(dict(_WIDTHS))
    page.put(0, 0, GUIDE, palette.KEY)
    for column, heading in enumerate(_HEADINGS, start=1):
        page.put(_HEAD, column, heading.of(language), palette.HEADING)
    for number, row in enumerate(rows, start=_HEAD + 1):
        for column, text in enumerate(row, start=1):
            page.put(number, column, text, palette.BODY if column == 2 else palette.ASIDE)
    page.least[_HEAD] = 28
    bottom = _HEAD + len(rows)
    page.banner(1, 1, 3, DesignCell(LEFT_OVER_TAB.of(language)), _EXPLANATION.of(language).format(origin=origin))
    return TabDesign(
        key="left-over",
        title=LEFT_OVER_TAB.of(language),
        cells=page.cells,
        widths=page.widths,
        heights=page.heights(),
        growing=frozenset(range(_HEAD + 1, bottom + 1)),
        hidden_rows=(0,),
        freeze=(_HEAD + 1, 0),
        filter=Area(_HEAD, 1, bottom, 3),
        keys=(Area(0, 0, 0, 0), Area(_HEAD, 1, _HEAD, 3)),
        colour=palette.TAB_COLOURS["todo"],
        print_area=Area(1, 1, bottom, 3),
        repeat_rows=(_HEAD, _HEAD),
    )
