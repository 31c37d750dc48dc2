"""What changed, in words that people understand: on a terminal and as Markdown, in both languages."""

import re
from html import unescape
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sheetsync.catalog import builtin
from sheetsync.formats._changes import Entry, entries
from sheetsync.formats.changes import entry_lines, markdown_lines, text_lines
from sheetsync.formats.names import Compared, short
from sheetsync.formats.terminal import Paint, printable
from sheetsync.history.diff import diff
from sheetsync.history.version import content_digest
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.model.maptype import MapType
from tests.history.maps import maps

LONG = (
    "Khách tìm trên mạng các phòng tập gần nhà, đọc đánh giá của người khác, rồi hỏi bạn bè xem nơi nào có bãi giữ xe rộng "
    "và mở cửa từ sáng sớm. Nhiều người bỏ cuộc ngay ở bước này vì trang web không ghi giá."
)
AROUND = "Khách tìm trên [mạng → Google] các phòng tập gần nhà, đọc đánh … ngay ở bước này vì trang web [− không] ghi giá [+ không rõ].”"
KINDS = {key: builtin().load(key) for key in ("contact-points", "customer-journey")}
SHOP = JourneyMap(
    id="shop",
    type="contact-points",
    type_version=1,
    title="Cửa hàng",
    language="vi",
    values={"objective": "Biết vì sao khách bỏ đi"},
    tabs={
        MAIN: Tab(
            (Stage("aware", "Nhận thức", {"goal": "Nhiều người biết"}), Stage("consider", "Cân nhắc"), Stage("buy", "Mua")),
            (
                Record("a1", "aware", {"touchpoint": "Biển hiệu", "expectation": LONG}),
                Record("c1", "consider", {"touchpoint": "Hỏi bạn", "emotion": "satisfied"}),
                Record("c2", "consider", {"touchpoint": "So giá", "process": "Gọi lại trong một ngày"}),
                Record("c3", "consider", {"touchpoint": "Đọc đánh giá"}),
            ),
        ),
        "touchpoints": Tab(records=(Record("t1", None, {"touchpoint": "Trang web"}), Record("t2", None, {"touchpoint": "Zalo", "owner": "Lan"}))),
    },
)
STEPS = SHOP.main.records
STAGES = SHOP.main.stages
GYM = JourneyMap(
    "gym",
    "customer-journey",
    1,
    "Phòng tập",
    "vi",
    tabs={MAIN: Tab((Stage("awareness", "Nhận thức"),), (Record("g1", "awareness", {"touchpoint": "Trang web\nQuảng cáo trả phí quanh khu nhà"}),))},
)


def shop(*records: Record, stages: tuple[Stage, ...] = STAGES) -> JourneyMap:
    return SHOP._replace(tabs={**SHOP.tabs, MAIN: Tab(stages, records or STEPS)})


def points(*records: Record) -> JourneyMap:
    return SHOP._replace(tabs={**SHOP.tabs, "touchpoints": Tab(records=records)})


def edited(step: str, **values: str) -> tuple[Record, ...]:
    """The shop's steps, one of them edited; an empty text clears a field."""
    return tuple(
        one._replace(values={key: text for key, text in {**one.values, **values}.items() if text}) if one.id == step else one for one in STEPS
    )


def gym(touchpoints: str) -> JourneyMap:
    return GYM._replace(tabs={MAIN: Tab(GYM.main.stages, (Record("g1", "awareness", {"touchpoint": touchpoints}),))})


def compared(before: JourneyMap, after: JourneyMap) -> Compared:
    return Compared(before, after, diff(before, after), KINDS[after.type])


def said(before: JourneyMap, after: JourneyMap, language: str = "vi") -> str:
    return "\n".join(entry_lines(compared(before, after), language, Paint(colour=False)))


ONE_EDIT = {
    "map renamed": (
        SHOP._replace(title="Quán"),
        "~ Bản đồ đổi tên từ “Cửa hàng” thành “Quán”",
        "~ The map was renamed from “Cửa hàng” to “Quán”",
    ),
    "language": (
        SHOP._replace(language="en"),
        "~ Ngôn ngữ của bản đồ đổi từ tiếng Việt sang tiếng Anh",
        "~ The map’s language changed from Vietnamese to English",
    ),
    "type version": (
        SHOP._replace(type_version=2),
        "~ Mẫu của bản đồ chuyển từ phiên bản 1 sang 2",
        "~ The map’s template went from version 1 to 2",
    ),
    "a fact filled in": (
        SHOP._replace(values={**SHOP.values, "owner": "Lan"}),
        "+ Về bản đồ này: điền người phụ trách bản đồ: “Lan”",
        "+ About this map: map owner filled in: “Lan”",
    ),
    "a fact emptied": (
        SHOP._replace(values={}),
        "− Về bản đồ này: xóa mục tiêu (trước là “Biết vì sao khách bỏ đi”)",
        "− About this map: objective emptied (was “Biết vì sao khách bỏ đi”)",
    ),
    "stage renamed": (
        shop(stages=(*STAGES[:2], STAGES[2]._replace(title="Chốt đơn"))),
        "~ Giai đoạn “Mua” đổi tên thành “Chốt đơn”",
        "~ Stage “Mua” was renamed to “Chốt đơn”",
    ),
    "stage moved": (
        shop(stages=(STAGES[2], *STAGES[:2])),
        "→ Giai đoạn “Mua” chuyển lên vị trí 1 (trước là 3)",
        "→ Stage “Mua” moved up to place 1 (was 3)",
    ),
    "stage added": (
        shop(stages=(*STAGES, Stage("refer", "Giới thiệu", {"goal": "Lan tỏa"}))),
        "+ Thêm giai đoạn “Giới thiệu” (Mục tiêu của thương hiệu: Lan tỏa)",
        "+ Added stage “Giới thiệu” (Brand goal: Lan tỏa)",
    ),
    "stage removed": (shop(stages=STAGES[:2]), "− Bỏ giai đoạn “Mua”", "− Removed stage “Mua”"),
    "stage's goal": (
        shop(stages=(STAGES[0]._replace(values={"goal": "Gấp đôi"}), *STAGES[1:])),
        "~ Nhận thức: mục tiêu của thương hiệu đổi từ “Nhiều người biết” thành “Gấp đôi”",
        "~ Nhận thức: brand goal changed from “Nhiều người biết” to “Gấp đôi”",
    ),
    "choice": (
        shop(*edited("c1", emotion="delighted")),
        "~ Cân nhắc: điểm tiếp xúc 1 “Hỏi bạn”: cảm xúc đổi từ “Hài lòng” thành “Vui sướng”",
        "~ Cân nhắc: contact point 1 “Hỏi bạn”: emotion changed from “Satisfied” to “Delighted”",
    ),
    "step's first words": (
        shop(*edited("c3", touchpoint="Đọc nhận xét")),
        "~ Cân nhắc: điểm tiếp xúc 3: điểm tiếp xúc đổi từ “Đọc đánh giá” thành “Đọc nhận xét”",
        "~ Cân nhắc: contact point 3: contact point changed from “Đọc đánh giá” to “Đọc nhận xét”",
    ),
    "long text": (
        shop(*edited("a1", expectation=LONG.replace("mạng", "Google").replace("không ghi giá", "ghi giá không rõ"))),
        f"~ Nhận thức: kỳ vọng: sửa thành “{AROUND}",
        f"~ Nhận thức: expectation: now reads “{AROUND}",
    ),
    "spaces only": (
        shop(*edited("a1", expectation=LONG.replace(", ", ",  "))),
        "~ Nhận thức: kỳ vọng: chỉ đổi khoảng trắng hoặc dấu đầu dòng",
        "~ Nhận thức: expectation: only spaces or bullets changed",
    ),
    "step to another stage": (
        shop(STEPS[0], STEPS[1], STEPS[3], STEPS[2]._replace(stage="buy")),
        "→ Cân nhắc: điểm tiếp xúc 2 “So giá” chuyển sang Mua",
        "→ Cân nhắc: contact point 2 “So giá” moved to Mua",
    ),
    "step to no stage": (
        shop(*STEPS[:3], STEPS[3]._replace(stage=None)),
        "→ Cân nhắc: điểm tiếp xúc 3 “Đọc đánh giá” chuyển sang (không thuộc giai đoạn nào)",
        "→ Cân nhắc: contact point 3 “Đọc đánh giá” moved to (no stage)",
    ),
    "step moved down": (
        shop(STEPS[0], *STEPS[2:], STEPS[1]),
        "→ Cân nhắc: điểm tiếp xúc 1 “Hỏi bạn” chuyển xuống vị trí 3 (trước là 1)",
        "→ Cân nhắc: contact point 1 “Hỏi bạn” moved down to place 3 (was 1)",
    ),
    "step added": (
        shop(*STEPS, Record("b1", "buy", {"touchpoint": "Quầy thu ngân", "emotion": "delighted", "process": LONG})),
        "+ Mua: thêm điểm tiếp xúc 1 “Quầy thu ngân” (Cảm xúc: Vui sướng · Quy trình: Khách tìm trên mạng các phòng tập gần nhà, đọc đánh giá…)",
        "+ Mua: added contact point 1 “Quầy thu ngân” (Emotion: Delighted · Process: Khách tìm trên mạng các phòng tập gần nhà, đọc đánh giá…)",
    ),
    "step removed": (
        shop(STEPS[0], *STEPS[2:]),
        "− Cân nhắc: bỏ điểm tiếp xúc 1 “Hỏi bạn” (Cảm xúc: Hài lòng)",
        "− Cân nhắc: removed contact point 1 “Hỏi bạn” (Emotion: Satisfied)",
    ),
    "list entry added": (
        points(*SHOP.records("touchpoints"), Record("t3", None, {"touchpoint": "Tờ rơi"})),
        "+ Kho điểm chạm: thêm điểm chạm “Tờ rơi”",
        "+ Touchpoint inventory: added touchpoint “Tờ rơi”",
    ),
    "list entry changed": (
        points(SHOP.records("touchpoints")[0], Record("t2", None, {"touchpoint": "Zalo", "owner": "Minh"})),
        "~ Kho điểm chạm: điểm chạm “Zalo”: người phụ trách đổi từ “Lan” thành “Minh”",
        "~ Touchpoint inventory: touchpoint “Zalo”: owner changed from “Lan” to “Minh”",
    ),
}


def test_of_stages_the_other_way_round_the_one_in_the_middle_is_not_told() -> None:
    assert said(SHOP, shop(stages=STAGES[::-1]), "en").splitlines() == [
        "→ Stage “Mua” moved up to place 1 (was 3)",
        "→ Stage “Nhận thức” moved down to place 3 (was 1)",
    ]


def test_what_changed_its_order_but_not_its_place_is_not_told_as_moved_up_or_down() -> None:
    five = tuple(Stage(str(number), f"S{number}") for number in range(5))
    told = said(shop(stages=five), shop(stages=tuple(five[at] for at in (3, 4, 2, 0, 1))), "en")
    assert "→ Stage “S2” changed its order among the others, still in place 3" in told
    assert "place 3 (was 3)" not in told


@pytest.mark.parametrize("edit", ONE_EDIT)
def test_one_edit_is_one_line(edit: str) -> None:
    after, vi, en = ONE_EDIT[edit]
    assert (said(SHOP, after, "vi"), said(SHOP, after, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("after", "vi", "en"),
    [
        (
            "Trang web\nQuảng cáo trả phí quanh khu nhà\nBiển quảng cáo",
            "+ Nhận thức: thêm điểm chạm “Biển quảng cáo”",
            "+ Nhận thức: added “Biển quảng cáo” to touchpoints",
        ),
        ("Quảng cáo trả phí quanh khu nhà", "− Nhận thức: bỏ điểm chạm “Trang web”", "− Nhận thức: removed “Trang web” from touchpoints"),
        (
            "Trang web\nQuảng cáo Facebook quanh khu nhà",
            "~ Nhận thức: điểm chạm: sửa thành “Quảng cáo [trả phí → Facebook] quanh khu nhà”",
            "~ Nhận thức: touchpoints: now reads “Quảng cáo [trả phí → Facebook] quanh khu nhà”",
        ),
        (
            "Quảng cáo trả phí quanh khu nhà\nTrang web",
            "→ Nhận thức: điểm chạm: đổi thứ tự các dòng",
            "→ Nhận thức: touchpoints: the order of the lines changed",
        ),
        (
            "- Trang web\n- Quảng cáo trả phí quanh khu nhà",
            "~ Nhận thức: điểm chạm: chỉ đổi khoảng trắng hoặc dấu đầu dòng",
            "~ Nhận thức: touchpoints: only spaces or bullets changed",
        ),
    ],
    ids=["added", "removed", "edited", "reordered", "bullets"],
)
def test_one_change_in_a_list_is_one_line(after: str, vi: str, en: str) -> None:
    assert (said(GYM, gym(after), "vi"), said(GYM, gym(after), "en")) == (vi, en)


def test_a_list_is_told_item_by_item() -> None:
    assert said(GYM, gym("Quảng cáo Facebook quanh khu nhà\nZalo\nTờ rơi")).split("\n") == [
        "Nhận thức: điểm chạm:",
        "  − bỏ “Trang web”",
        "  ~ sửa thành “Quảng cáo [trả phí → Facebook] quanh khu nhà”",
        "  + thêm “Zalo”",
        "  + thêm “Tờ rơi”",
    ]


def test_changes_stand_under_their_stage_and_a_step_that_moved_and_was_edited_says_both() -> None:
    after = shop(
        STEPS[0]._replace(values={"touchpoint": "Biển hiệu", "expectation": LONG, "emotion": "satisfied", "process": "Treo đèn"}),
        STEPS[1],
        STEPS[2]._replace(stage="buy", values={"touchpoint": "So giá", "process": "Gọi lại trong một giờ"}),
    )._replace(
        title="Quán",
    )
    assert list(text_lines([compared(SHOP, after)], ("1", "2"), "vi", Paint(colour=False))) == [
        "Quán  Bản đồ điểm tiếp xúc · 6 thay đổi",
        "  ~ Bản đồ đổi tên từ “Cửa hàng” thành “Quán”",
        "  Nhận thức:",
        "    + điền cảm xúc: “Hài lòng”",
        "    + điền quy trình: “Treo đèn”",
        "  Cân nhắc:",
        "    − bỏ điểm tiếp xúc 3 “Đọc đánh giá”",
        "    → điểm tiếp xúc 2 “So giá” chuyển sang Mua, và nội dung cũng được sửa:",
        "      ~ quy trình đổi từ “Gọi lại trong một ngày” thành “Gọi lại trong một giờ”",
    ]


def test_markdown_marks_what_went_and_what_came() -> None:
    after = shop(*edited("a1", expectation=LONG.replace("mạng", "Google"), process="Treo *đèn*"))
    assert "\n".join(markdown_lines([compared(SHOP, after)], ("1", "2"), "en")) == dedent("""\
        ## Cửa hàng · Contact-point map · 2 changes

        - **Nhận thức**:
          - expectation: now reads “Khách tìm trên ~~mạng~~ **Google** các phòng tập gần nhà, đọc đánh …”
          - process filled in: “Treo \\*đèn\\*”""")


def test_colours_only_mark_what_the_words_say_already() -> None:
    one = compared(SHOP, shop(*edited("a1", expectation=LONG.replace("mạng", "Google"))))
    plain, coloured = (list(text_lines([one], ("1", "2"), "vi", Paint(colour=colour))) for colour in (False, True))
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured] == plain
    assert "[\x1b[31mmạng\x1b[0m → \x1b[32mGoogle\x1b[0m]" in coloured[1]


@pytest.mark.parametrize(
    ("language", "came", "went"),
    [
        (
            "vi",
            "Bản đồ mới: 3 giai đoạn, 4 điểm tiếp xúc, Kho điểm chạm: 2",
            "Không còn bản đồ này (trước có 3 giai đoạn, 4 điểm tiếp xúc, Kho điểm chạm: 2)",
        ),
        (
            "en",
            "New map: 3 stages, 4 contact points, Touchpoint inventory: 2",
            "This map is no longer there (it had 3 stages, 4 contact points, Touchpoint inventory: 2)",
        ),
    ],
)
def test_a_map_that_came_or_went_is_told_as_a_whole(language: str, came: str, went: str) -> None:
    empty = SHOP._replace(title="", values={}, tabs={})
    kind = KINDS["contact-points"]
    for one, line in (
        (Compared(None, SHOP, diff(empty, SHOP), kind), f"+ {came}"),
        (Compared(SHOP, None, diff(SHOP, empty), kind), f"− {went}"),
    ):
        assert list(entry_lines(one, language, Paint(colour=False))) == [line]


def test_nothing_changed_names_both_ends() -> None:
    assert list(text_lines([], ("2026-Q3", "2026-Q4"), "en", Paint(colour=False))) == ["Nothing changed between 2026-Q3 and 2026-Q4."]
    assert list(markdown_lines([], ("2026-Q3", "2026-Q4"), "vi")) == ["Không có gì thay đổi giữa 2026-Q3 và 2026-Q4."]


def test_a_map_of_an_unknown_type_is_told_by_its_keys() -> None:
    after = shop(*edited("c1", emotion="delighted"))
    (line,) = entry_lines(Compared(SHOP, after, diff(SHOP, after), None), "en", Paint(colour=False))
    assert line == "~ Cân nhắc: entry 1 “Hỏi bạn”: emotion changed from “satisfied” to “delighted”"


def flat(told: tuple[Entry, ...]) -> list[Entry]:
    return [one for entry in told for one in (entry, *flat(entry.below))]


@given(maps(), maps(), st.sampled_from(["vi", "en"]), st.sampled_from([None, KINDS["customer-journey"]]))
def test_something_is_told_exactly_when_the_content_differs_and_nothing_steers_a_terminal(
    before: JourneyMap, after: JourneyMap, language: str, kind: MapType | None
) -> None:
    one = Compared(before, after, diff(before, after), kind)
    told = flat(entries(one, language))
    assert bool(told) == (content_digest(before) != content_digest(after))
    assert all(entry.sign or entry.below for entry in told)
    lines = list(text_lines([one], ("1", "2"), language, Paint(colour=False)))
    assert [printable(line) for line in lines] == lines


@given(st.text(max_size=30), st.text(max_size=30))
def test_cells_add_no_markup(before: str, after: str) -> None:
    page = "\n".join(markdown_lines([compared(gym(f"Trang web\n{before}"), gym(f"Trang web\n{after}"))], ("1", "2"), "en"))
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(page)
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= {"h2", "ul", "li", "p", "strong", "s"}
    assert "<" not in unescape(re.sub(r"</?(?:h2|ul|li|p|strong|s)>", "", html)) or "<" in before + after


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [("ngắn", 10, "ngắn"), ("một câu dài hơn nhiều", 12, "một câu dài…"), ("x" * 20, 10, "x" * 9 + "…"), ("a " + "x" * 20, 10, "a xxxxxxx…")],
)
def test_long_texts_are_cut_between_words(text: str, most: int, shown: str) -> None:
    assert short(text, most) == shown
    assert len(short(text, most)) <= most
