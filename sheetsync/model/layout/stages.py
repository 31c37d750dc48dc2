"""*About this map* and *Stages*: what a map is about, and the stages it has."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from sheetsync.model.anatomy import (
    ABOUT_TAB,
    ID,
    KEY,
    ORDER,
    ORDER_HEADING,
    STAGE_TITLE_HEADING,
    STAGES_TAB,
    TITLE,
    TITLE_HEADING,
    VALUE,
)
from sheetsync.model.design import Area, DesignCell, Dropdown, Highlight, Name, TabDesign
from sheetsync.model.journey import JourneyMap
from sheetsync.model.layout import palette
from sheetsync.model.layout.content import choice_values, stages_of, to_cell
from sheetsync.model.layout.fit import text_width, widened
from sheetsync.model.layout.page import ABOUT_TITLE, Page, note
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.words import Text

STAGE_TITLES, STAGE_KEYS = "sheetsync_titles", "sheetsync_keys"
"""Names that formulas use for the titles and keys of the *Stages* tab."""

FIRST_STAGE_ROW = 4
SPARE_STAGES = 6
"""Empty rows for new stages, where the type lets people add some."""

_TITLE_COLUMN = 2
_VALUE_WIDTH, _HINT_WIDTH = 62.0, 58.0
_WIDTHS = {"text": 36.0, "list": 36.0, "choice": 18.0, "number": 13.0, "date": 14.0, "boolean": 12.0, "stage": 20.0}
_TITLE_GUIDE = Text(
    "Tên mà mọi người gọi bản đồ này. Đổi ở đây, tiêu đề của bản đồ đổi theo.",
    "What everybody calls this map. Change it here and the map's heading follows.",
)
_STAGES_GUIDE = {
    "fixed": Text(
        "Các giai đoạn do phương pháp quy định. Hãy điền mục tiêu và người phụ trách cho từng giai đoạn.",
        "The method sets these stages. Give each of them its goal and its owner.",
    ),
    "renamable": Text(
        "Có thể đổi tên giai đoạn ngay tại đây. Hãy điền mục tiêu và người phụ trách cho từng giai đoạn.",
        "Rename a stage right here. Give each of them its goal and its owner.",
    ),
    "open": Text(
        "Thêm, đổi tên hay sắp xếp lại giai đoạn ngay tại đây: gõ vào dòng trống, rồi đánh số thứ tự.",
        "Add, rename or reorder stages right here: type into an empty row, then number the order.",
    ),
}
_ORDER_NOTE = Text("Giai đoạn có số nhỏ đứng trước.", "Stages with smaller numbers come first.")
_TITLE_NOTES = {
    "fixed": Text("Tên giai đoạn theo phương pháp của mẫu này; xin giữ nguyên.", "The title as the method of this map has it; please keep it."),
    "renamable": Text(
        "Đổi tên ở đây. Các bước trong bản đồ sẽ nhận tên mới ở lần đồng bộ sau.",
        "Rename here. The steps of the map take the new title with the next sync.",
    ),
    "open": Text(
        "Đổi tên ở đây, hoặc gõ tên giai đoạn mới vào dòng trống. Danh sách chọn trong bản đồ có ngay tên mới.",
        "Rename here, or type a new stage into an empty row. The map's list of stages offers it at once.",
    ),
}
_PICK = Text("Chọn trong danh sách, hoặc giữ chữ bạn gõ nếu thật sự cần.", "Pick from the list, or keep what you typed if you really need to.")


class _AboutRow(NamedTuple):
    key: str
    heading: str
    guide: str
    text: str
    field: Field | None = None


def about_tab(journey: JourneyMap, map_type: MapType) -> TabDesign:
    """What the map is about: its title first, then the fields its type asks for."""
    language = journey.language
    page = Page({0: 14.0, 1: 28.0, 2: _VALUE_WIDTH, 3: _HINT_WIDTH})
    page.widths[2] = widened([journey.title, *journey.values.values()], palette.BODY, _VALUE_WIDTH)
    for column, key in ((0, KEY), (1, ""), (2, VALUE)):
        page.put(0, column, key, palette.KEY)
    dropdowns: list[Dropdown] = []
    rows = [_AboutRow(TITLE, TITLE_HEADING.of(language), _TITLE_GUIDE.of(language), journey.title)]
    rows += [
        _AboutRow(field.key, field.title.of(language), field.guide.of(language), journey.values.get(field.key, ""), field) for field in map_type.about
    ]
    for row, line in enumerate(rows, start=ABOUT_TITLE[0]):
        page.put(row, 0, line.key, palette.KEY)
        page.put(row, 1, line.heading, palette.SIDE_HEADING, note=note(line.guide, line.field.source if line.field else "", language))
        _put_value(page, row, 2, line.field, line.text, journey, map_type)
        page.put(row, 3, line.guide, palette.HINT)
        page.least[row] = 34
        dropdowns += _dropdown(line.field, Area(row, 2, row, 2), journey, map_type) if line.field else ()
    bottom = ABOUT_TITLE[0] + len(rows) - 1
    page.banner(1, 1, 3, DesignCell(ABOUT_TAB.of(language)), f"{map_type.title.of(language)}\n{map_type.summary.of(language)}")
    return TabDesign(
        key="about",
        title=ABOUT_TAB.of(language),
        cells=page.cells,
        widths=page.widths,
        heights=page.heights((0,)),
        growing=frozenset(range(ABOUT_TITLE[0], bottom + 1)),
        hidden_rows=(0,),
        hidden_columns=(0,),
        freeze=(2, 0),
        dropdowns=tuple(dropdowns),
        keys=(Area(0, 0, 0, 2), Area(0, 0, bottom, 1)),
        colour=palette.TAB_COLOURS["frame"],
        print_area=Area(1, 1, bottom, 3),
    )


def stages_tab(journey: JourneyMap, map_type: MapType) -> TabDesign:
    """The stages in their order with their own values; spare rows where people may add some."""
    language = journey.language
    stages = stages_of(journey, map_type)
    fields = map_type.stage_fields
    page = Page({0: 14.0, 1: 9.0, _TITLE_COLUMN: 30.0})
    for column, field in enumerate(fields, start=3):
        texts = [stage.values[field.key] for stage in stages if field.key in stage.values]
        page.widths[column] = widened(texts, palette.BODY, max(_WIDTHS[field.kind], text_width(field.title.of(language), palette.HEADING) + 3))
    for column, key in enumerate((ID, ORDER, TITLE, *(field.key for field in fields))):
        page.put(0, column, key, palette.KEY)
    page.put(3, 0, "", palette.KEY)
    page.put(3, 1, ORDER_HEADING.of(language), palette.HEADING, note=_ORDER_NOTE.of(language))
    page.put(3, 2, STAGE_TITLE_HEADING.of(language), palette.HEADING, note=_TITLE_NOTES[map_type.policy].of(language))
    for column, field in enumerate(fields, start=3):
        page.put(3, column, field.title.of(language), palette.HEADING, note=note(field.guide.of(language), field.source, language))
    for number in range(stage_rows(journey, map_type)):
        row = FIRST_STAGE_ROW + number
        stage = stages[number] if number < len(stages) else None
        hue = number if stage else None
        page.put(row, 0, stage.key if stage else "", palette.KEY)
        page.put(
            row, 1, str(number + 1) if stage else "", replace(palette.body_style("number", hue), valign="center"), kind="number" if stage else "text"
        )
        page.put(row, 2, stage.title if stage else "", palette.label_style(hue))
        for column, field in enumerate(fields, start=3):
            _put_value(page, row, column, field, stage.values.get(field.key, "") if stage else "", journey, map_type, hue)
        page.least[row] = 44 if stage else 26
    page.least[3] = 32
    right, bottom = max(page.widths), FIRST_STAGE_ROW + stage_rows(journey, map_type) - 1
    areas = ((field, Area(FIRST_STAGE_ROW, column, bottom, column)) for column, field in enumerate(fields, start=3))
    page.banner(1, 1, right, DesignCell(STAGES_TAB.of(language)), _STAGES_GUIDE[map_type.policy].of(language))
    return TabDesign(
        key="stages",
        title=STAGES_TAB.of(language),
        cells=page.cells,
        widths=page.widths,
        heights=page.heights((0,)),
        growing=frozenset(range(FIRST_STAGE_ROW, bottom + 1)),
        hidden_rows=(0,),
        hidden_columns=(0,),
        freeze=(4, 3),
        filter=Area(3, 0, bottom, right),
        dropdowns=tuple(dropdown for field, area in areas for dropdown in _dropdown(field, area, journey, map_type)),
        highlights=tuple(_spare_highlights(len(stages), bottom, right)),
        keys=(Area(0, 0, 0, right), Area(3, 0, 3, right), Area(0, 0, bottom, 0)),
        colour=palette.TAB_COLOURS["frame"],
        print_area=Area(1, 1, bottom, right),
        repeat_rows=(3, 3),
    )


def stage_rows(journey: JourneyMap, map_type: MapType) -> int:
    """How many rows the *Stages* tab has: one a stage, and the spare ones."""
    return len(stages_of(journey, map_type)) + (SPARE_STAGES if map_type.policy == "open" else 0)


def stage_names(journey: JourneyMap, map_type: MapType) -> tuple[Name, ...]:
    """The names that formulas use for the *Stages* tab."""
    tab = STAGES_TAB.of(journey.language)
    bottom = FIRST_STAGE_ROW + stage_rows(journey, map_type) - 1
    return tuple(Name(name, tab, Area(FIRST_STAGE_ROW, column, bottom, column)) for name, column in ((STAGE_KEYS, 0), (STAGE_TITLES, _TITLE_COLUMN)))


def titles_dropdown(area: Area, journey: JourneyMap, map_type: MapType) -> Dropdown:
    """The titles of the *Stages* tab as they are today, for the cells of ``area``."""
    bottom = FIRST_STAGE_ROW + stage_rows(journey, map_type) - 1
    source = Area(FIRST_STAGE_ROW, _TITLE_COLUMN, bottom, _TITLE_COLUMN)
    return Dropdown(area, source_tab=STAGES_TAB.of(journey.language), source=source, warning=pick(journey.language))


def pick(language: str) -> str:
    """What a dropdown says about a value that is not on its list."""
    return _PICK.of(language)


def _dropdown(field: Field, area: Area, journey: JourneyMap, map_type: MapType) -> Iterator[Dropdown]:
    if field.kind == "stage":
        yield titles_dropdown(area, journey, map_type)
    elif values := choice_values(field, journey.language):
        yield Dropdown(area, values, warning=pick(journey.language))


def _put_value(
    page: Page, row: int, column: int, field: Field | None, text: str, journey: JourneyMap, map_type: MapType, hue: int | None = None
) -> None:
    """A cell people fill; what is not stored as its field's kind is shown as the text it is."""
    value, kind = to_cell(field, text, journey, map_type) if field and text else (text, "text")
    shown = "text" if field is None or (text and kind == "text" and field.kind != "choice") else field.kind
    style = replace(palette.body_style(shown, hue), valign="center")
    page.put(row, column, value, style if hue is not None else replace(style, align="left", indent=1), kind=kind)


def _spare_highlights(stages: int, bottom: int, right: int) -> Iterator[Highlight]:
    """A spare row takes the colours of its stage as soon as it has a title."""
    for row in range(FIRST_STAGE_ROW + stages, bottom + 1):
        hue = palette.hue(row - FIRST_STAGE_ROW)
        yield Highlight(Area(row, _TITLE_COLUMN, row, _TITLE_COLUMN), f'$C{row + 1}<>""', hue.soft, hue.ink)
        yield Highlight(Area(row, 1, row, right), f'$C{row + 1}<>""', hue.tint)
