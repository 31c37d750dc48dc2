"""Rules about wording: what they say of texts that real teams write, and what they leave alone."""

import pytest

from sheetsync.catalog import builtin
from sheetsync.lint.engine import lint
from sheetsync.lint.rule import Context
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage, Tab
from tests.lint.voices import TODAY, hits, told

CATALOG = builtin()


def example(name: str) -> JourneyMap:
    """The map itself of a worked example of the documents."""
    shown = CATALOG.example(name)
    titles = shown.stages or tuple(stage.key for stage in CATALOG.load(shown.type).stages)
    steps = tuple(Record(f"#{number}", record.stage, record.values) for number, record in enumerate(shown.records, start=1) if record.tab == MAIN)
    return JourneyMap(
        name, shown.type, 1, shown.title, shown.language, shown.about, {MAIN: Tab(tuple(Stage(title, title) for title in titles), steps)}
    )


def found(name: str) -> list[tuple[str, str | None]]:
    shown = example(name)
    findings = lint(Context(shown, CATALOG.load(shown.type), TODAY), profile="strict", language=shown.language)
    return [(finding.rule, finding.ref.step) for finding in findings if finding.rule in ABOUT_WORDING]


ABOUT_WORDING = {
    "action-not-customer", "backstage-in-journey", "company-language", "emotion-generic", "legend-missing", "persona-is-individual", "step-vague",
    "thought-not-customer-voice", "touchpoint-is-feeling", "touchpoint-vague", "unexplained-acronym",
}  # fmt: skip


# The documents' own examples


def test_of_the_shops_27_points_one_is_an_attitude_and_one_a_feeling() -> None:
    assert len(example("shop").main.records) == 27
    assert found("shop") == [("touchpoint-is-feeling", "#13"), ("touchpoint-is-feeling", "#24")]


@pytest.mark.parametrize("name", sorted(set(CATALOG.examples()) - {"shop"}))
def test_the_wording_of_the_other_examples_is_fine(name: str) -> None:
    assert found(name) == []


# Whose action


def test_what_the_company_does_is_counted_once_a_step() -> None:
    (hit,) = hits(
        "action-not-customer",
        """
        type: customer-journey
        stage | action
        conversion | Đọc bảng giá · Nhân viên gọi tư vấn · Chúng tôi gửi báo giá
        """,
    )

    assert (hit.ref, hit.count, hit.facts["text"]) == (FieldRef("map", step="map-1", field="action"), 2, "Nhân viên gọi tư vấn")


@pytest.mark.parametrize(
    ("persona", "speaks"),
    [("Chủ doanh nghiệp nhỏ", False), ("Mai, nhân viên văn phòng", True), ("Mai, mẹ hai con", True), ("Doanh nghiệp xuất khẩu", False)],
)
def test_words_that_name_the_persona_are_the_customers(persona: str, speaks: bool) -> None:  # noqa: FBT001
    example = f"""
        type: b2b-current-state
        persona: {persona}
        stage | action
        quote | Doanh nghiệp gửi yêu cầu báo giá
        """

    assert bool(hits("action-not-customer", example)) is speaks


def test_the_occupation_names_the_persona_too() -> None:
    example = """
        type: customer-journey
        persona: Hà
        stage | action
        awareness | Lễ tân kiểm tra lịch phòng họp

        [personas]
        name | occupation
        Hà | {}
        """

    assert not hits("action-not-customer", example.format("Lễ tân của một văn phòng luật"))
    assert hits("action-not-customer", example.format("Kế toán"))


@pytest.mark.parametrize("kind", ["service-blueprint", "support-experience"])
def test_the_customers_lane_is_the_customers_in_blueprints_too(kind: str) -> None:
    stage = "people" if kind == "service-blueprint" else "opened"

    assert told("action-not-customer", "action", "Nhân viên chào khách", kind=kind, stage=stage)
    assert not told(
        "action-not-customer", "frontstage" if kind == "service-blueprint" else "employee", "Nhân viên chào khách", kind=kind, stage=stage
    )


# Steps


@pytest.mark.parametrize(
    "text",
    [
        "Mua",
        "Mua hàng",
        "Tìm hiểu sản phẩm",
        "Tìm hiểu thêm thông tin về sản phẩm",
        "Buys",
        "Compares products",
        "Research online",
        "Đăng ký",
        "Tìm hiểu, so sánh và mua",
    ],
)
def test_steps_that_could_be_anything(text: str) -> None:
    assert told("step-vague", "action", text)


@pytest.mark.parametrize(
    "text",
    [
        "Gọi món", "Ký duyệt", "Nộp giấy tờ", "Vào website xem thử", "Đọc đánh giá trên Google", "Trains regularly", "Hỏi bạn bè", "Đi khám thai",
        "Mở bảng giá",
        "So sánh ba phòng tập", "Đặt bàn cạnh cửa sổ", "Reads reviews", "Đọc đánh giá", "Gọi tổng đài",
    ],
)  # fmt: skip
def test_short_steps_may_be_specific(text: str) -> None:
    assert not told("step-vague", "action", text)


def test_moments_of_a_day_need_no_content() -> None:
    assert not told("step-vague", "action", "Ăn", kind="day-in-the-life", stage="noon")


def test_a_blank_of_the_template_is_told_once() -> None:
    steps = (Record("#1", "search", {"action": "X", "thought": "X"}),)
    shown = JourneyMap("m", "current-state", 1, "Map", "vi", {}, {MAIN: Tab((Stage("search", "Tìm kiếm"),), steps)})
    findings = lint(Context(shown, CATALOG.load("current-state"), TODAY), profile="strict")

    assert {finding.rule for finding in findings if finding.ref.field == "action"} == {"placeholder-left"}


# Thoughts


@pytest.mark.parametrize(
    "text",
    [
        "Khách hàng muốn giá rẻ", "Quan tâm đến giá", "Giá cả, chất lượng", "So sánh giá cả", "Sự tin tưởng", "Brand awareness",
        "The customer wonders about prices", "Needs to save money", "Chúng tôi cung cấp dịch vụ tốt nhất", "Sản phẩm của chúng tôi tốt nhất",
        "We offer the best price",
    ],
)  # fmt: skip
def test_thoughts_told_from_outside(text: str) -> None:
    assert told("thought-not-customer-voice", "thought", text)


@pytest.mark.parametrize(
    "text",
    [
        "“Giá cả, chất lượng”", "Trông sạch và mới", "Giá mà có người tập cùng", "Giá hơi cao", "Đắt quá", "Hay là xem lại các chỗ khác",
        "Mình ngại gọi điện",
        "Bạn hỏi thì mình giới thiệu", "Đặt bàn có cần cọc không", "They seem friendly", "Looks clean and new", "Chất lượng ổn", "I need it soon",
        "Want to lose weight", "Quality is what counts for me", "Is the price fair", "Họ có hiểu việc của mình không?",
        "Chúng tôi cần giải pháp gọn hơn",
    ],
)  # fmt: skip
def test_thoughts_as_customers_have_them(text: str) -> None:
    assert not told("thought-not-customer-voice", "thought", text)


# Touchpoints


@pytest.mark.parametrize(
    "text",
    ["Mạng xã hội", "Email", "Facebook · Zalo", "Quảng cáo", "Social media", "Kênh online", "Website", "Nhân viên", "Hotline", "App", "Fanpage"],
)
def test_channels_alone_are_vague(text: str) -> None:
    assert told("touchpoint-vague", "touchpoint", text)


@pytest.mark.parametrize(
    "text",
    [
        "Trang bảng giá",
        "Fanpage phòng tập Sao Mai",
        "Số trực buổi tối",
        "Trang chủ",
        "Quảng cáo trả phí quanh khu nhà",
        "Lớp nhóm",
        "Chatbot trên website",
        "Post in a parents’ group",
        "Welcome e-mail",
    ],
)
def test_places_are_specific(text: str) -> None:
    assert not told("touchpoint-vague", "touchpoint", text)


def test_each_channel_beside_something_specific_is_told() -> None:
    assert [
        hit.count for hit in hits("touchpoint-vague", "type: current-state\nstage | touchpoint\nsearch | Website · Facebook · Biểu mẫu liên hệ")
    ] == [2]


@pytest.mark.parametrize(
    "text", ["Cảm thấy yên tâm", "Nhân viên thân thiện", "Rất hài lòng", "Friendly staff", "Feels welcome", "Sự nhiệt tình của lễ tân"]
)
def test_moods_are_no_touchpoints(text: str) -> None:
    assert told("touchpoint-is-feeling", "touchpoint", text)


@pytest.mark.parametrize(
    "text", ["Thấy quảng cáo", "Khảo sát mức độ hài lòng", "Nhân viên gọi hỏi thăm", "Thư cảm ơn", "Happy hour", "Satisfaction survey", "Bảo vệ"]
)
def test_meetings_about_moods_are_touchpoints(text: str) -> None:
    assert not told("touchpoint-is-feeling", "touchpoint", text)


# Feelings


def test_feelings_are_looked_at_where_reasons_belong() -> None:
    assert [
        hit.ref.field for hit in hits("emotion-generic", "type: current-state\nstage | emotion | motivation | pain\nsearch | vui | Tò mò | Lo lắng")
    ] == [
        "pain",
        "motivation",
    ]
    assert not told("emotion-generic", "emotion", "Vui")
    assert not told("emotion-generic", "pain", "Lo chi phí phát sinh")


# Whose words


def test_stages_that_the_method_names_may_sound_like_the_company() -> None:
    assert not hits("company-language", "type: customer-journey\nstages: conversion · retention\nstage | action\nconversion | Ghé xem phòng tập")
    assert [
        hit.variant for hit in hits("company-language", "type: current-state\nstages: search · Nuôi dưỡng lead\nstage | action\nsearch | Hỏi bạn")
    ] == ["stage"]


def test_what_the_company_does_for_itself_may_be_in_its_own_words() -> None:
    assert not told("company-language", "content", "Email remarketing")
    assert told("company-language", "action", "Lead để lại số điện thoại")


@pytest.mark.parametrize(
    "text", ["Kho đóng gói đơn", "Kế toán xuất hóa đơn", "Duyệt đơn nội bộ", "CRM gán người phụ trách", "Warehouse packs the order"]
)
def test_what_happens_behind_the_scenes(text: str) -> None:
    assert told("backstage-in-journey", "action", text)


@pytest.mark.parametrize(
    "text", ["Đến kho nhận hàng", "Kế toán của khách kiểm tra hóa đơn", "Kho ưu đãi", "Mở trình duyệt", "Kitchen tour", "Nhận hóa đơn"]
)
def test_what_customers_see_is_no_backstage(text: str) -> None:
    assert not told("backstage-in-journey", "action", text)


def test_where_the_company_has_a_lane_of_its_own_it_is_named() -> None:
    assert [hit.variant for hit in hits("backstage-in-journey", "type: b2b-current-state\nstage | action\nquote | Kế toán duyệt giá")] == ["apart"]


# Abbreviations and marks


def test_an_abbreviation_is_told_once_and_may_be_explained_anywhere() -> None:
    example = """
        type: current-state
        objective: {}
        stage | touchpoint | pain
        search | Gọi NVTV | NVTV trả lời chậm
        support | NVTV gọi lại | Quá SLA
        """

    spots = [(hit.ref.step, hit.ref.field, hit.facts["short"]) for hit in hits("unexplained-acronym", example.format("Bớt chờ"))]
    assert spots == [("map-1", "touchpoint", "NVTV"), ("map-2", "pain", "SLA")]
    explained = hits("unexplained-acronym", example.format("Giữ đúng cam kết (SLA) với nhân viên tư vấn (NVTV)"))
    assert explained == []


def test_metrics_go_by_their_short_names() -> None:
    assert not hits(
        "unexplained-acronym", "type: current-state\nstage | action\nsearch | Hỏi bạn\n\n[stages]\nstage | kpi | goal\nsearch | CSAT 4,5 | Dễ tìm"
    )


@pytest.mark.parametrize(
    ("pains", "speaks"),
    [
        ("🔴 Chờ lâu · 🟡 Khó tìm", True),
        ("Chờ lâu (*) · Khó tìm (*)", True),
        ("🔴 Chờ lâu", False),
        ("★★★★ · 5⭐ trên Google", False),
        ("Vui 😊 · Mệt 😩", False),
    ],
)
def test_only_marks_that_are_a_code_need_a_legend(pains: str, speaks: bool) -> None:  # noqa: FBT001
    assert told("legend-missing", "pain", pains) is speaks


def test_a_legend_may_stand_in_any_text() -> None:
    assert not told("legend-missing", "pain", "🔴 Chờ lâu · 🟡 Khó tìm · 🔴 = gấp, 🟡: làm sau")
