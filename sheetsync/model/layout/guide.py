"""*How to fill in*: one page that lets a colleague start without asking anybody."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sheetsync.model.anatomy import ABOUT_TAB, GUIDE, HOW_TO_TAB, STAGES_TAB, TO_COMPLETE_TAB
from sheetsync.model.design import Area, DesignCell, Style, TabDesign
from sheetsync.model.journey import JourneyMap
from sheetsync.model.layout import palette
from sheetsync.model.layout.content import stages_of
from sheetsync.model.layout.curve import emotion_field, scored
from sheetsync.model.layout.page import Page, documents
from sheetsync.model.maptype import Field, Kind, MapType
from sheetsync.model.words import Text

_STEPS_TITLE = Text("Bắt đầu từ đâu", "Where to start")
_LANES_TITLE = Text("Từng ô hỏi điều gì", "What each part asks")
_TABS_TITLE = Text("Các trang đi kèm", "The tabs beside the map")
_STAGES_TITLE = Text("Các giai đoạn", "The stages")
_MOODS_TITLE = Text("Thang cảm xúc", "The emotion scale")
_SHEET_TITLE = Text("sheetsync làm gì với bảng tính này", "What sheetsync does with this sheet")
_SOURCES_TITLE = Text("Phương pháp dựa trên", "Where the method comes from")

_ABOUT_STEP = Text(
    "Ghi bản đồ này nói về ai, trong tình huống nào và để trả lời câu hỏi gì.",
    "Say whom this map is about, in which situation, and which question it should answer.",
)
_STAGES_STEP = Text(
    "Mỗi giai đoạn cần một mục tiêu và một người chịu trách nhiệm.",
    "Every stage needs a goal and somebody who answers for it.",
)
_LISTS = Text("Trang đi kèm", "Other tabs")
_LISTS_STEP = Text("Nếu được, hãy điền trước: {lists}. Bản đồ sẽ dựa vào đó.", "If you can, fill these in first: {lists}. The map builds on them.")
_WALK_STEPS = {
    "down": Text(
        "Đi từ trên xuống, mỗi giai đoạn một lượt, từ trái sang phải. Viết theo lời của khách hàng, không theo sơ đồ tổ chức.",
        "Go from top to bottom, one stage at a time, from left to right. Use the customer's words, not the organisation chart.",
    ),
    "across": Text(
        "Đi từ trái sang phải, mỗi cột một lượt, từ trên xuống. Viết theo lời của khách hàng, không theo sơ đồ tổ chức.",
        "Go from left to right, one column at a time, from top to bottom. Use the customer's words, not the organisation chart.",
    ),
}
_ITEMS = Text("Mỗi ý một dòng", "One item a line")
_ITEMS_STEP = Text(
    "Nhiều ý trong một ô: mỗi ý một dòng (Alt+Enter để xuống dòng). Nhờ vậy từng ý được đếm, so sánh và nhắc riêng.",
    "Several things in one cell: one a line (Alt+Enter starts a new line). That way each is counted, compared and mentioned on its own.",
)
_MOOD_STEP = Text(
    "Chọn cảm xúc của khách ở từng bước; đường cong cảm xúc cạnh bản đồ tự vẽ lại.",
    "Choose how the customer feels at each step; the emotion curve beside the map redraws itself.",
)
_MOOD_STEP_ALONE = Text("Ghi cảm xúc của khách ở từng bước, theo thang bên dưới.", "Say how the customer feels at each step, on the scale below.")
_REVIEW_STEP = Text(
    "Xem chỗ còn thiếu và lý do, rồi bổ sung. Rà soát lại cùng nhau mỗi tháng hoặc mỗi quý.",
    "See what is still missing and why, and add it. Review the map together every month or every quarter.",
)

_KINDS: dict[Kind, Text] = {
    "text": Text("chữ tự do", "free text"),
    "list": Text("mỗi ý một dòng", "one item a line"),
    "choice": Text("chọn trong danh sách", "choose from the list"),
    "number": Text("một con số", "a number"),
    "date": Text("một ngày", "a date"),
    "boolean": Text("TRUE hoặc FALSE", "TRUE or FALSE"),
    "stage": Text("chọn một giai đoạn", "choose a stage"),
}
_REQUIRED = Text("cần có", "needed")
_FIELDS = Text("Gồm: {fields}.", "Holds: {fields}.")
_ROWS = {"down": Text("dòng", "row"), "across": Text("cột", "column")}

_HABITS = (
    (
        Text("Dòng và cột ẩn", "Hidden rows and columns"),
        Text(
            "Chúng giữ mã để sheetsync nhận ra từng bước, dù bạn dời nó đi đâu. Xin đừng sửa hay xóa.",
            "They hold the keys by which sheetsync knows every step wherever you move it. Please leave them alone.",
        ),
    ),
    (
        Text("Thêm một {line}", "Adding a {line}"),
        Text(
            "Chèn một {line} ở chỗ bạn muốn rồi chọn giai đoạn cho nó, hoặc dùng một {line} còn trống. Mã được cấp tự động ở lần đồng bộ sau.",
            "Insert a {line} where you want it and choose its stage, or use an empty one. It gets its key with the next sync.",
        ),
    ),
    (
        Text("Chuyển và sắp xếp", "Moving and sorting"),
        Text(
            "Muốn chuyển một bước, chọn giai đoạn khác cho nó. Muốn sắp xếp, dùng nút lọc trên dòng tiêu đề: cả {line} đi cùng nhau.",
            "To move a step, choose another stage for it. To sort, use the filter buttons in the heading row: whole rows stay together.",
        ),
    ),
    (
        Text("Đổi tên giai đoạn", "Renaming a stage"),
        Text(
            "Đổi ở trang “{stages}”, hoặc gõ cùng một tên mới vào mọi bước của giai đoạn đó.",
            "Rename it on “{stages}”, or type the same new title into every step of that stage.",
        ),
    ),
    (
        Text("Nội dung của bạn", "What you wrote"),
        Text(
            "sheetsync không xóa hay viết đè chữ của ai. Mỗi lần đồng bộ, bản đồ được lưu thành một phiên bản và luôn xem lại được.",
            "sheetsync never deletes or writes over anybody's words. Every sync archives the map as a version that can always be looked up.",
        ),
    ),
)
_FIXED_STAGES = Text(
    "Giai đoạn của bản đồ này do phương pháp quy định; xin giữ nguyên tên.", "The method sets the stages of this map; please keep their titles."
)
_ACROSS_MOVE = Text(
    "Muốn chuyển một bước, chọn giai đoạn khác cho nó. Muốn đổi chỗ, cắt cả cột rồi chèn sang chỗ mới.",
    "To move a step, choose another stage for it. To change places, cut the whole column and insert it where you want it.",
)
_ADOPTED_MOVE = Text(
    "Muốn chuyển một bước, đổi tên giai đoạn của nó. Khi sắp xếp, hãy chọn trọn bảng, kể cả các cột hay dòng ẩn ngay sau bảng.",
    "To move a step, change the stage it names. When you sort, select the whole table with the hidden columns or rows right behind it.",
)
_SCORE = Text("điểm {score}", "score {score}")


class _Line(NamedTuple):
    """One line of the page: a term, what it means, and an aside."""

    term: str
    text: str
    aside: str = ""
    style: Style = palette.SIDE_HEADING


def how_to_tab(journey: JourneyMap, map_type: MapType, *, is_adopted: bool = False) -> TabDesign:
    """The page for one map: its own steps, fields, stages, scale and sources; where people's own tab was adopted, without what that tab lacks."""
    language = journey.language
    page = Page({0: 2.5, 1: 29.0, 2: 84.0, 3: 24.0})
    page.put(0, 0, GUIDE, palette.KEY)
    page.banner(1, 1, 3, DesignCell(HOW_TO_TAB.of(language)), map_type.title.of(language))
    page.put(1, 0, "", palette.BANNER_NOTE)
    top = 3
    for title, lines in _sections(journey, map_type, is_adopted=is_adopted):
        page.put(top, 1, title.of(language), palette.SECTION)
        page.least[top] = 32
        for row, line in enumerate(lines, start=top + 1):
            page.put(row, 1, line.term, line.style)
            page.put(row, 2, line.text, palette.PROSE)
            if line.aside:
                page.put(row, 3, line.aside, palette.ASIDE)
            page.least[row] = 24
        top += len(lines) + 2
    bottom = max(row for row, _ in page.cells)
    return TabDesign(
        key="how-to",
        title=HOW_TO_TAB.of(language),
        cells=page.cells,
        widths=page.widths,
        heights=page.heights(),
        hidden_rows=(0,),
        freeze=(2, 0),
        colour=palette.TAB_COLOURS["guide"],
        landscape=False,
        print_area=Area(1, 1, bottom, 3),
        keys=(Area(0, 0, 0, 0),),
    )


def _sections(journey: JourneyMap, map_type: MapType, *, is_adopted: bool) -> Iterator[tuple[Text, list[_Line]]]:
    language = journey.language
    yield _STEPS_TITLE, list(_steps(map_type, language, is_adopted=is_adopted))
    yield _LANES_TITLE, [_lane(field, language) for field in map_type.main.fields]
    if map_type.tabs[1:]:
        lists = [_Line(tab.title.of(language), tab.guide.of(language) + " " + _fields(tab.fields, language)) for tab in map_type.tabs[1:]]
        yield _TABS_TITLE, lists
    guides = {stage.key: stage.guide.of(language) for stage in map_type.stages}
    stages = [
        _Line(stage.title, guides.get(stage.key, ""), style=replace(palette.label_style(at), size=10))
        for at, stage in enumerate(stages_of(journey, map_type))
    ]
    if stages:
        yield _STAGES_TITLE, stages
    if mood := emotion_field(map_type):
        yield _MOODS_TITLE, list(_moods(mood, language))
    yield _SHEET_TITLE, list(_habits(map_type, language, is_adopted=is_adopted))
    if named := documents(_sources(map_type), language):
        yield _SOURCES_TITLE, [_Line(code, name[:1].upper() + name[1:]) for code, name in named]


def _steps(map_type: MapType, language: str, *, is_adopted: bool) -> Iterator[_Line]:
    main = map_type.main
    steps = [(ABOUT_TAB, _ABOUT_STEP)]
    steps += [(STAGES_TAB, _STAGES_STEP)] if map_type.stage_fields else []
    steps += [(_LISTS, _LISTS_STEP)] if map_type.tabs[1:] else []
    steps += [(main.title, _WALK_STEPS[main.axis])]
    steps += [(_ITEMS, _ITEMS_STEP)] if any(field.kind == "list" for field in main.fields) else []
    mood = emotion_field(map_type)
    steps += [(mood.title, _MOOD_STEP_ALONE if is_adopted else _MOOD_STEP)] if mood else []
    steps += [(TO_COMPLETE_TAB, _REVIEW_STEP)]
    lists = ", ".join(tab.title.of(language) for tab in map_type.tabs[1:])
    for number, (term, text) in enumerate(steps, start=1):
        yield _Line(f"{number} · {term.of(language)}", text.of(language).format(lists=lists))


def _lane(field: Field, language: str) -> _Line:
    aside = _KINDS[field.kind].of(language)
    return _Line(field.title.of(language), field.guide.of(language), f"{aside} · {_REQUIRED.of(language)}" if field.required else aside)


def _fields(fields: Sequence[Field], language: str) -> str:
    return _FIELDS.of(language).format(fields=", ".join(field.title.of(language) for field in fields))


def _moods(field: Field, language: str) -> Iterator[_Line]:
    scale = sorted(scored(field), key=lambda choice: choice[0])
    for score, choice in scale:
        fill, ink = palette.mood(score, scale[0][0], scale[-1][0])
        style = Style(size=10, bold=True, fill=fill, ink=ink, align="center", valign="center", border=palette.LINE)
        yield _Line(choice.title.of(language), _SCORE.of(language).format(score=f"{score:+d}".replace("+0", "0").replace("-", "−")), style=style)


def _habits(map_type: MapType, language: str, *, is_adopted: bool) -> Iterator[_Line]:
    words = {"line": _ROWS[map_type.main.axis].of(language), "stages": STAGES_TAB.of(language)}
    texts = [text for _, text in _HABITS]
    texts[2] = _ADOPTED_MOVE if is_adopted else _ACROSS_MOVE if map_type.main.axis == "across" else texts[2]
    texts[3] = _FIXED_STAGES if map_type.policy == "fixed" else texts[3]
    for (term, _), text in zip(_HABITS, texts, strict=True):
        yield _Line(term.of(language).format(**words), text.of(language).format(**words))


def _sources(map_type: MapType) -> Iterator[str]:
    yield map_type.source
    for tab in map_type.tabs:
        yield tab.source
        yield from (field.source for field in tab.fields)
    yield from (stage.source for stage in map_type.stages)
