"""How people word things, and what the rules make of it: each kind of wording with near misses beside it."""

import pytest

from sheetsync.lint.vocabulary.jargon import abbreviations
from sheetsync.lint.vocabulary.metrics import countable
from sheetsync.lint.vocabulary.patterns import mentions
from tests.lint.voices import hits, told


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("???", True), ("(điền sau)", True), ("Sẽ bổ sung sau", True), ("TBD", True), ("To be added", True), ("{{tên sản phẩm}}", True),
        ("<tên sản phẩm>", True), ("(điền tên cửa hàng)", True), ("Lorem ipsum dolor", True), ("xxx", True),
        ("Có đắt không???", False), ("Thanh toán sau", False), ("Bổ sung sau khi nhận hàng", False), ("Chờ < 5 phút, gọi lại > 10 phút", False),
        ("Đăng ký (điền số điện thoại ở quầy) rồi chờ", True), ("Nhận tin nhắn (Zalo)", False), ("Làm tiếp bước hai", False),
    ],
)  # fmt: skip
def test_blanks_still_to_be_filled_in(text: str, fires: bool) -> None:  # noqa: FBT001
    assert told("placeholder-left", "touchpoint", text) is fires


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Sale demo cho khách qua màn hình", True), ("Our consultants move the first system", True), ("Dispatch blocks a truck", True),
        ("Our warehouse checks the serial number", True),
        ("Hệ thống gợi ý phim", True), ("Our team compares two quotes", False),
        ("Thợ lắp đặt gọi báo sắp tới", True), ("Thợ kiểm tra máy", False), ("Tài xế gọi báo sắp tới", True),
        ("Gọi cho tài xế", False), ("Xem demo trên màn hình", False), ("Finance approves the budget", False), ("Kế toán hỏi giá", False),
        ("Asks our consultants", False),
    ],
)  # fmt: skip
def test_what_the_company_does_whatever_word_it_begins_with(text: str, fires: bool) -> None:  # noqa: FBT001
    assert told("action-not-customer", "action", text) is fires


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Không gian rất chill, thoải mái", True), ("Cô giáo thân thiện", True), ("Rất ưng ý", True), ("Peaceful atmosphere", True),
        ("Nhẹ nhõm", True), ("Trải nghiệm tuyệt vời", True),
        ("Cô giáo gọi hỏi thăm", False), ("Không gian trưng bày ở tầng hai", False), ("The quiet room behind the desk", False),
        ("Bạn hỏi ở bàn lễ tân", False),
    ],
)  # fmt: skip
def test_impressions_are_no_contact_points(text: str, fires: bool) -> None:  # noqa: FBT001
    assert told("touchpoint-is-feeling", "touchpoint", text) is fires


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Đi học", True), ("Đặt vé", True), ("Ra quyết định", True), ("Training session", True), ("Makes a decision", True),
        ("Đi học thử buổi tối", False), ("Đặt vé qua tổng đài", False), ("Nhập OTP", False), ("Waits on the phone", False),
    ],
)  # fmt: skip
def test_steps_that_could_mean_anything(text: str, fires: bool) -> None:  # noqa: FBT001
    assert told("step-vague", "action", text) is fires


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Looking for a trusted partner in digital transformation", True), ("Hài lòng với ứng dụng của ta", True),
        ("Trung thành với thương hiệu", True),
        ("“Looking for something cheap”", False), ("Rẻ hơn chỗ cũ thật.", False), ("Mình hài lòng với giá này", False),
    ],
)  # fmt: skip
def test_thoughts_told_from_outside(text: str, fires: bool) -> None:  # noqa: FBT001
    assert told("thought-not-customer-voice", "thought", text) is fires


@pytest.mark.parametrize(
    "kpi",
    [
        "Second meetings", "Engagement letters signed", "Clients who stay past year two", "Basket abandonment", "Số lượt hỏi giá",
        "Khách đặt lịch qua Zalo",
        "90% giao đúng hẹn", "Điểm hài lòng",
    ],
)  # fmt: skip
def test_what_can_be_counted(kpi: str) -> None:
    assert countable(kpi)


@pytest.mark.parametrize(
    "kpi", ["Happier members", "Better than last quarter", "Tốt hơn quý trước", "Nhiều khách quay lại", "Khách vui hơn", "More trust"]
)
def test_wishes_can_not_be_counted(kpi: str) -> None:
    assert not countable(kpi)


@pytest.mark.parametrize(
    ("stages", "fires"),
    [
        ("Buổi tối · Buổi sáng · Buổi trưa", True),
        ("Ca đêm · Sáng sớm · Buổi trưa", False),
        ("22 giờ · 2 giờ sáng · 6 giờ sáng", False),
        ("Chủ nhật · Thứ hai · Thứ ba", False),
        ("Thứ năm · Thứ ba · Thứ tư", False),
        ("Buổi sáng · Buổi trưa · Buổi tối", False),
    ],
)
def test_a_day_may_begin_at_night_and_leaves_no_night_out(stages: str, fires: bool) -> None:  # noqa: FBT001
    steps = "\n".join(f"{stage.strip()} | Pha trà" for stage in stages.split("·"))

    assert bool(hits("day-axis-not-time", f"type: day-in-the-life\nstages: {stages}\nstage | action\n{steps}")) is fires


def test_a_touchpoint_is_the_same_with_or_without_an_article() -> None:
    example = "type: current-state\nstage | touchpoint\nsearch | Text message before the first service · the text message before the first service"

    assert [hit.count for hit in hits("touchpoint-duplicate", example)] == [1]


@pytest.mark.parametrize("text", ["Xuất hoá đơn điện tử", "Xuất hóa đơn điện tử", "Bị huỷ đơn", "Bị hủy đơn", "LỄ TÂN KHOẺ KHOẮN"])
def test_both_places_of_a_tone_are_found(text: str) -> None:
    assert mentions(("hóa đơn", "huỷ", "khỏe"), text)


def test_a_table_is_no_friend_and_a_bank_no_seller() -> None:
    assert not mentions(("bạn", "bán", "nhận"), "Đặt bàn ở ban công, nhân viên ghi")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UW duyệt STP, FYP ghi nhận", ("UW", "STP", "FYP")), ("BDR sequence and MEDDIC scoring", ("BDR", "MEDDIC")), ("ABM air cover", ("ABM",)),
        ("Nhận OTP qua SMS", ()), ("Mở lúc 9 AM", ()), ("Trả COD", ()), ("Hỏi AE trong nhóm", ()), ("The MOT test in UK", ()),
    ],
)  # fmt: skip
def test_letters_only_the_trade_can_read(text: str, found: tuple[str, ...]) -> None:
    assert abbreviations(text) == found


def test_a_shop_that_closes_in_the_evening_talks_no_sales() -> None:
    stages = "type: {}\nstages: Opening · Closing\nstage | action\nOpening | Counts the till\nClosing | Locks the door"

    assert not hits("company-language", stages.format("day-in-the-life"), "en")
    assert [hit.variant for hit in hits("company-language", stages.format("current-state"), "en")] == ["stage"]
