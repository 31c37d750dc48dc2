"""The map itself and the supporting lists: tabs of records, running down or across."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sheetsync.model.anatomy import ID, LABEL, STAGE, STAGE_HEADING
from sheetsync.model.design import Area, Chart, DesignCell, Dropdown, Highlight, Style, TabDesign
from sheetsync.model.grid import column_letters
from sheetsync.model.journey import MAIN, JourneyMap
from sheetsync.model.layout import palette
from sheetsync.model.layout.content import Entry, choice_values, entries, stages_of, to_cell
from sheetsync.model.layout.fit import text_width, widened
from sheetsync.model.layout.page import Page, fits_one_page, literal, live_title, note
from sheetsync.model.layout.stages import STAGE_KEYS, STAGE_TITLES, pick, stage_rows, titles_dropdown
from sheetsync.model.maptype import Field, MapType, TabType
from sheetsync.model.words import Text

SPARE_DOWN, SPARE_ACROSS = 200, 40
"""How far past the last slot dropdowns and colours reach, for lines that people add at the end."""

_WIDTHS = {"text": 34.0, "list": 34.0, "choice": 17.0, "number": 12.0, "date": 14.0, "boolean": 12.0, "stage": 20.0}
_PAGE_WIDTH, _NARROWEST = 190.0, 23.0  # many fields share the page, so that it still prints readably
_CHART_WIDTHS = (520, 1150)
_LABEL_WIDTH, _SIDE_WIDTH = 21.0, 25.0
_STAGE_NOTE = Text(
    "Bước này thuộc giai đoạn nào. Muốn chuyển bước, hãy chọn giai đoạn khác trong danh sách; tên và thứ tự giai đoạn nằm ở trang “Giai đoạn”.",
    "The stage this step belongs to. To move a step, choose another stage from the list; titles and order of stages stand on the “Stages” tab.",
)
_CURVE_TITLE = Text("Đường cong cảm xúc", "Emotion curve")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a tab of records stand: an entry is a row of a *down* tab and a column of an *across* tab; a lane is the other way."""

    tab: TabType
    across: bool
    banner: int
    heading: int
    first: int
    count: int
    lanes: Mapping[str, int]

    def at(self, entry: int, lane: int) -> tuple[int, int]:
        """Row and column of a lane's cell in line number ``entry`` of the sheet."""
        return (lane, entry) if self.across else (entry, lane)

    def area(self, first_lane: int, last_lane: int, *, spare: bool = False) -> Area:
        """The cells of some lanes in all entries, with room for more where ``spare``."""
        last = self.first + self.count - 1 + (0 if not spare else SPARE_ACROSS if self.across else SPARE_DOWN)
        return Area(*self.at(self.first, first_lane), *self.at(last, last_lane))

    @property
    def field_lanes(self) -> tuple[int, ...]:
        """The lanes of the fields."""
        return tuple(self.lanes[field.key] for field in self.tab.fields)


def frame_of(tab: TabType, count: int) -> Frame:
    """The frame of a tab with ``count`` entries."""
    across = tab.axis == "across"
    keys = (ID, STAGE) if tab.key == MAIN else (ID,)
    banner = len(keys) if across else 1
    start = banner + 2 if across else len(keys)
    visible = (LABEL, *(field.key for field in tab.fields)) if tab.key == MAIN else tuple(field.key for field in tab.fields)
    lanes = {key: at for at, key in enumerate(keys)} | {key: at for at, key in enumerate(visible, start=start)}
    return Frame(tab, across, banner, 1 if across else 3, 2 if across else 4, count, lanes)


def records_tab(journey: JourneyMap, map_type: MapType, tab: TabType) -> tuple[TabDesign, Frame]:
    """The tab that holds the map itself, or a supporting list, with its frame."""
    lines = entries(journey, map_type, tab)
    frame = frame_of(tab, len(lines))
    page = Page(_widths(frame, lines, journey, map_type))
    _put_headings(page, frame, journey.language)
    _put_entries(page, frame, lines, journey, map_type)
    right = max(page.widths)
    main = tab.key == MAIN
    left = frame.heading if frame.across else frame.lanes[LABEL] if main else 1
    title = live_title(journey.title, journey.language) if main else DesignCell(tab.title.of(journey.language))
    guide = tab.guide.of(journey.language)
    page.banner(frame.banner, left, right, title, f"{map_type.title.of(journey.language)}\n{guide}" if main else guide)
    hidden = tuple(lane for key, lane in frame.lanes.items() if key.startswith("_"))
    heights = page.heights((0, *(() if frame.across else hidden)))
    bottom = max(row for row, _ in page.cells)
    top_lane = frame.lanes[LABEL] if main else frame.banner
    printed = Area(frame.banner, left, bottom, right)
    design = TabDesign(
        key=tab.key,
        title=tab.title.of(journey.language),
        cells=page.cells,
        widths={**_spare_widths(frame, page.widths), **page.widths},
        heights=heights,
        growing=frozenset(range(frame.lanes[tab.fields[0].key] if frame.across else frame.first, bottom + 1)),
        hidden_rows=hidden if frame.across else (0,),
        hidden_columns=(0,) if frame.across else hidden,
        freeze=(top_lane + 1, 2) if frame.across else (4, frame.lanes[LABEL] + 1 if main else 2),
        filter=None if frame.across else Area(3, 0, bottom, right),
        dropdowns=tuple(_dropdowns(frame, journey, map_type)),
        highlights=tuple(_highlights(frame, journey.language, stage_rows(journey, map_type))) if main else (),
        keys=_keys(frame),
        colour=palette.TAB_COLOURS["map" if main else "list"],
        one_page=fits_one_page(page.widths, heights, printed),
        print_area=printed,
        repeat_rows=(top_lane, top_lane) if frame.across else (3, 3),
        repeat_columns=(1, 1) if frame.across else None,
    )
    return design, frame


def curve_chart(design: TabDesign, frame: Frame, source: tuple[str, Area, Area], scale: tuple[str, int, str, int], language: str) -> TabDesign:
    """The tab with the emotion curve beside the map: below the lanes of an *across* tab, right of the fields of a *down* tab.

    ``source`` is the helper tab with its areas of titles and means; ``scale`` the word and score of its low and its high end.
    """
    tab, titles, means = source
    low_word, low, high_word, high = scale
    bottom, right = max(row for row, _ in design.cells), max(column for _, column in design.cells)
    width = int(sum(design.widths[column] * 7 for column in range(frame.first, right + 1))) - 20 if frame.across else 620
    chart = Chart(
        title=_CURVE_TITLE.of(language),
        source_tab=tab,
        categories=titles,
        values=means,
        row=bottom + 2 if frame.across else 3,
        column=frame.first if frame.across else right + 2,
        width=max(_CHART_WIDTHS[0], min(width, _CHART_WIDTHS[1])),
        height=270,
        minimum=low,
        maximum=high,
        low=low_word,
        high=high_word,
        line=palette.ACCENT,
    )
    if not frame.across or design.print_area is None:
        return replace(design, charts=(chart,))
    printed = replace(design.print_area, bottom=bottom + 17)
    return replace(design, charts=(chart,), print_area=printed, one_page=fits_one_page(design.widths, design.heights, printed))


def _widths(frame: Frame, lines: tuple[Entry, ...], journey: JourneyMap, map_type: MapType) -> dict[int, float]:
    fields = frame.tab.fields
    if frame.across:
        base = min(_WIDTHS["text"], max(20.0, _PAGE_WIDTH / max(1, frame.count)))
        texts = [text for line in lines for field in fields if (text := to_cell(field, line.values.get(field.key, ""), journey, map_type)[0])]
        each = widened(texts, palette.BODY, base)
        return {0: 10.0, 1: _SIDE_WIDTH} | dict.fromkeys(range(frame.first, frame.first + frame.count), each)
    widths = {lane: 14.0 for key, lane in frame.lanes.items() if key.startswith("_")}
    if LABEL in frame.lanes and frame.tab.key == MAIN:
        widths[frame.lanes[LABEL]] = _LABEL_WIDTH
    roomy = max(_NARROWEST, _PAGE_WIDTH / len(fields))
    for field in fields:
        texts = [line.values[field.key] for line in lines if field.key in line.values]
        base = max(min(_WIDTHS[field.kind], roomy), _word_width(field.title.of(journey.language)))
        widths[frame.lanes[field.key]] = widened(texts, palette.BODY, base)
    return widths


def _spare_widths(frame: Frame, widths: Mapping[int, float]) -> dict[int, float]:
    """Columns that are added at the end are as wide as the others."""
    end = frame.first + frame.count
    return dict.fromkeys(range(end, end + SPARE_ACROSS), widths[frame.first]) if frame.across and frame.count else {}


def _word_width(heading: str) -> float:
    """The width that a heading needs on two lines, with room for the filter's button."""
    longest = max(text_width(word, palette.HEADING) for word in heading.split())
    return max(longest, text_width(heading, palette.HEADING) * 0.55) + 3


def _put_headings(page: Page, frame: Frame, language: str) -> None:
    style = palette.SIDE_HEADING if frame.across else palette.HEADING
    for key, lane in frame.lanes.items():
        page.put(*frame.at(0, lane), key, palette.KEY)
        page.put(*frame.at(frame.heading, lane), "", palette.KEY if key.startswith("_") else style)
    if frame.tab.key == MAIN:
        heading = replace(palette.HEADING, size=11) if frame.across else style
        page.put(*frame.at(frame.heading, frame.lanes[LABEL]), STAGE_HEADING.of(language), heading, note=_STAGE_NOTE.of(language))
    for field in frame.tab.fields:
        text = note(field.guide.of(language), field.source, language)
        page.put(*frame.at(frame.heading, frame.lanes[field.key]), field.title.of(language), style, note=text)
    if not frame.across:
        page.least[frame.heading] = 34


def _put_entries(page: Page, frame: Frame, lines: tuple[Entry, ...], journey: JourneyMap, map_type: MapType) -> None:
    order = {stage.key: at for at, stage in enumerate(stages_of(journey, map_type))}
    main = frame.tab.key == MAIN
    for number, line in enumerate(lines, start=frame.first):
        index = order.get(line.stage) if main else None
        page.put(*frame.at(number, frame.lanes[ID]), line.id, palette.KEY)
        if main:
            page.put(*frame.at(number, frame.lanes[STAGE]), line.stage, palette.KEY)
            page.put(*frame.at(number, frame.lanes[LABEL]), line.label, palette.label_style(index))
        for field in frame.tab.fields:
            text = line.values.get(field.key, "")
            value, kind = to_cell(field, text, journey, map_type) if text else ("", "text")
            page.put(*frame.at(number, frame.lanes[field.key]), value, _style(field, kind, index, text), kind=kind)
    _least_heights(page, frame)


def _style(field: Field, kind: str, index: int | None, text: str) -> Style:
    """What is not stored as its field's kind is shown as the text it is."""
    shown = field.kind if not text or kind != "text" or field.kind == "choice" else "text"
    return palette.body_style(shown, index)


def _least_heights(page: Page, frame: Frame) -> None:
    """Empty cells invite people to write: as high as a few lines where one cell holds a whole list."""
    roomy = frame.tab.slots == 1
    if frame.across:
        page.least[frame.lanes.get(LABEL, frame.banner)] = 30
        for field in frame.tab.fields:
            page.least[frame.lanes[field.key]] = (66 if roomy else 50) if field.kind in {"text", "list"} else 28
        return
    height = 72.0 if roomy else 44.0 if frame.tab.key == MAIN else 32.0
    for number in range(frame.first, frame.first + frame.count):
        page.least[number] = height


def _dropdowns(frame: Frame, journey: JourneyMap, map_type: MapType) -> Iterator[Dropdown]:
    if frame.tab.key == MAIN:
        lane = frame.lanes[LABEL]
        yield titles_dropdown(frame.area(lane, lane, spare=True), journey, map_type)
    for field in frame.tab.fields:
        area = frame.area(frame.lanes[field.key], frame.lanes[field.key], spare=True)
        if field.kind == "stage":
            yield titles_dropdown(area, journey, map_type)
        elif values := choice_values(field, journey.language):
            yield Dropdown(area, values, warning=pick(journey.language))


def _highlights(frame: Frame, language: str, stages: int) -> Iterator[Highlight]:
    """Colours that follow the content: moods by their word, stages by the label people see (by the hidden key where the label is new)."""
    moods = [field for field in frame.tab.fields if field.role == "emotion" and field.choices]
    for field in moods:
        yield from _moods(frame, field, language)
    label_lane = frame.lanes[LABEL]
    label, key, before = (_relative(frame, lane, entry) for lane, entry in ((label_lane, 0), (frame.lanes[STAGE], 0), (label_lane, -1)))
    found = f"IFERROR(MATCH({label},{STAGE_TITLES},0),MATCH({key},{STAGE_KEYS},0))"
    free = _runs([lane for lane in frame.field_lanes if lane not in {frame.lanes[field.key] for field in moods}])
    labels = frame.area(label_lane, label_lane, spare=True)
    for index in range(min(len(palette.HUES), stages)):
        hue = palette.hue(index)
        is_mine = f'{label}&{key}<>"",MOD({found}-1,{len(palette.HUES)})={index}'
        yield Highlight(labels, f"AND({label}={before},{is_mine})", hue.soft, hue.faint)
        yield Highlight(labels, f"AND({is_mine})", hue.soft, hue.ink)
        for first, last in free:
            yield Highlight(frame.area(first, last, spare=True), f"AND({is_mine})", hue.tint)


def _moods(frame: Frame, field: Field, language: str) -> Iterator[Highlight]:
    lane = frame.lanes[field.key]
    scores = [choice.score for choice in field.choices if choice.score is not None]
    row, column = frame.at(frame.first, lane)
    for choice in field.choices:
        if choice.score is not None:
            fill, ink = palette.mood(choice.score, min(scores), max(scores))
            formula = f"{column_letters(column)}{row + 1}={literal(choice.title.of(language))}"
            yield Highlight(frame.area(lane, lane, spare=True), formula, fill, ink, bold=True)


def _relative(frame: Frame, lane: int, offset: int) -> str:
    """A lane's cell in the first entry (or the one before), its lane fixed, so that the formula moves along with the entries only."""
    row, column = frame.at(frame.first + offset, lane)
    return f"{column_letters(column)}${row + 1}" if frame.across else f"${column_letters(column)}{row + 1}"


def _runs(lanes: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for lane in lanes:
        if runs and runs[-1][1] == lane - 1:
            runs[-1] = (runs[-1][0], lane)
        else:
            runs.append((lane, lane))
    return runs


def _keys(frame: Frame) -> tuple[Area, ...]:
    last_lane = max(frame.lanes.values())
    hidden = max(lane for key, lane in frame.lanes.items() if key.startswith("_"))
    return (
        Area(*frame.at(0, 0), *frame.at(0, last_lane)),
        frame.area(0, hidden),
        Area(*frame.at(frame.heading, 0), *frame.at(frame.heading, last_lane)),
    )
