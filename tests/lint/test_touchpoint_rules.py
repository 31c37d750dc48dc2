"""Rules about touchpoints, gaps and channels at their edges."""

import pytest

from sheetsync.lint.engine import lint
from sheetsync.lint.examples import journey, parse
from sheetsync.lint.rule import Context
from sheetsync.model.journey import MAIN, FieldRef
from tests.lint.voices import CATALOG, TODAY, hits


def told(example: str, profile: str) -> list[tuple[str, str | None]]:
    """The rules that speak about single steps of an example, each with the field it names."""
    shown = parse(example, "vi")
    map_type = CATALOG.load(shown.type)
    findings = lint(Context(journey(shown, map_type, "vi"), map_type, TODAY), profile=profile)
    return [(finding.rule, finding.ref.field) for finding in findings if finding.ref.step]


# Gaps


@pytest.mark.parametrize("nothing", ["Chưa có", "(chưa có)", "Không có điểm chạm nào", "N/A", "None yet", "TBD"])
def test_saying_that_there_is_no_touchpoint_asks_for_a_gap(nothing: str) -> None:
    (hit,) = hits("gap-not-listed", f"type: customer-journey\nstage | thought | touchpoint\nawareness | Có gần không? · Có đắt không? | {nothing}")

    assert (hit.ref.field, hit.count) == ("gap", 2)


@pytest.mark.parametrize("something", ["Trang giá", "Chưa có trên web, chỉ có ở quầy", "Không gian quán"])
def test_a_touchpoint_that_begins_with_no_is_one(something: str) -> None:
    assert not hits("gap-not-listed", f"type: customer-journey\nstage | thought | touchpoint\nawareness | Có gần không? | {something}")


def test_a_blank_touchpoint_is_told_once() -> None:
    example = "type: customer-journey\nstage | action | thought | touchpoint | gap\nawareness | Tìm phòng tập quanh nhà | Có gần không? | {} | "

    assert told(example.format(""), "zapier") == [("question-no-touchpoint", "touchpoint")]
    assert told(example.format("Chưa có"), "zapier") == [("gap-not-listed", "gap")]


def test_in_a_day_of_somebodys_life_only_questions_leave_gaps() -> None:
    example = "type: day-in-the-life\nstage | action | thought\nmorning | Đánh răng | {}"

    assert not hits("gap-not-listed", example.format(""))
    assert hits("gap-not-listed", example.format("Kem này có an toàn không?"))


# Touchpoints without a question


def test_beside_answered_steps_a_lone_touchpoint_speaks_for_its_blank_fields() -> None:
    steps = "awareness | Đọc nhận xét trên Google Maps | Có đông không? | Google Maps\nawareness | | | Vé mời của bạn"

    assert told(f"type: customer-journey\nstage | action | thought | touchpoint\n{steps}", "zapier") == [("touchpoint-unlinked", "touchpoint")]


def test_where_a_whole_stage_says_nothing_of_the_customer_its_blank_fields_speak() -> None:
    lone = "type: customer-journey\nstage | action | thought | touchpoint\nawareness | | | Vé mời của bạn"

    assert told(lone, "zapier") == [("cell-empty", "action"), ("cell-empty", "thought")]


def test_contact_points_stand_alone() -> None:
    assert not hits("touchpoint-unlinked", "type: hourglass\nstage | touchpoint\nknow | Quảng cáo Facebook\nknow | Bảng hiệu")


# Expectation and feeling


def test_expectation_and_feeling_are_told_instead_of_blank_cells() -> None:
    step = "know | Quảng cáo khai trương trên Facebook | Trả lời trong ngày | Tuần khai trương"
    example = f"type: hourglass\nstage | touchpoint | process | program\n{step}"

    assert told(example, "ducttape") == [("touchpoint-no-expectation", "expectation"), ("touchpoint-no-feeling", "emotion")]


def test_where_no_expectations_are_asked_for_the_missing_feeling_is_told_as_such() -> None:
    example = "type: current-state\nstage | touchpoint\nsearch | Trang chủ"

    assert not hits("touchpoint-no-feeling", example)
    assert not hits("touchpoint-no-expectation", example)
    assert hits("emotion-missing", example)


# Channels beyond the website

OWN = """
    type: current-state
    stage | touchpoint | action
    search | Trang chủ · Trang giá · Khung trợ giúp | {}
    awareness | Cửa hàng · Quầy thu ngân | Xem hàng
    """


@pytest.mark.parametrize(
    "seen",
    ["Lướt Facebook buổi tối", "Bấm quảng cáo", "Mở email chào mừng", "Đọc đánh giá trên Shopee", "Hỏi nhóm Zalo", "Reads reviews", "Clicks an ad"],
)
def test_any_mention_of_a_channel_elsewhere_will_do(seen: str) -> None:
    assert not hits("offsite-channels-missing", OWN.format(seen))


@pytest.mark.parametrize("seen", ["Bạn cần gọi bàn nào", "Loads the page", "Adds to cart", "Hỏi người thân"])
def test_words_that_merely_contain_a_channel_are_none(seen: str) -> None:
    assert [hit.ref for hit in hits("offsite-channels-missing", OWN.format(seen))] == [FieldRef(MAIN, field="touchpoint")]


def test_a_few_touchpoints_tell_nothing_about_channels() -> None:
    assert not hits("offsite-channels-missing", "type: current-state\nstage | touchpoint\nsearch | Trang chủ · Trang giá")


def test_the_inventory_counts_by_its_channel() -> None:
    inventory = "\n    [touchpoints]\n    touchpoint | channel\n    Bài ghim trên trang cá nhân | {}\n"

    assert not hits("offsite-channels-missing", OWN.format("Xem hàng") + inventory.format("Mạng xã hội"))
    assert hits("offsite-channels-missing", OWN.format("Xem hàng") + inventory.format("Website"))


# Screens only

SCREENS = "type: customer-journey\nstage | touchpoint\nawareness | Quảng cáo Facebook · Website\nconsideration | Bài blog · Chatbot\nconversion | {}"


@pytest.mark.parametrize("last", ["Trang thanh toán", "Email xác nhận", "App đặt lịch"])
def test_screens_alone_are_lopsided(last: str) -> None:
    (hit,) = hits("channel-lopsided", SCREENS.format(last))

    assert hit.facts["touchpoints"] == 5


@pytest.mark.parametrize("last", ["Cuộc gọi xác nhận", "Nhân viên lễ tân", "Gói hàng có thiệp cảm ơn", "Buổi dùng thử", "Điều gì đó khó xếp loại"])
def test_one_person_place_or_unknown_thing_is_enough(last: str) -> None:
    assert not hits("channel-lopsided", SCREENS.format(last))


# Blueprints


def test_work_behind_asks_for_somebody_in_front_and_the_other_way_round_is_a_hint() -> None:
    found = hits(
        "bp-orphan-below-line",
        """
        type: service-blueprint
        stage | evidence | action | frontstage | backstage | support | process
        people | Đồng phục | Gọi món | | Điều phối chia món | |
        places | Bàn | Ngồi vào | Lễ tân dẫn vào bàn | | |
        objects | Thực đơn | Xem món | Phục vụ đưa thực đơn | | | In lại thực đơn mỗi tuần
        objects | Hóa đơn | | | | |
        """,
    )

    assert [(hit.ref.step, hit.ref.field, hit.severity) for hit in found] == [("map-1", "frontstage", None), ("map-2", "backstage", "info")]


def test_evidence_without_any_staff_is_told_as_that() -> None:
    example = "type: service-blueprint\nstage | evidence | action | support\nobjects | Thực đơn | Gọi món | Đầu bếp nấu món"

    assert ("bp-evidence-unmatched", "frontstage") in told(example, "blueprint")
    assert "bp-orphan-below-line" not in dict(told(example, "blueprint"))


@pytest.mark.parametrize("layer", ["people", "policy", "technology", "process"])
def test_one_layer_somewhere_is_enough(layer: str) -> None:
    steps = "objects | Thực đơn | Phục vụ ghi món | {}\nplaces | Bàn | Lễ tân dẫn vào |"
    example = f"type: service-blueprint\nstage | evidence | frontstage | {layer}\n{steps}"

    assert hits("bp-layers-missing", example.format(""))
    assert not hits("bp-layers-missing", example.format("Quản lý ca"))


def test_an_empty_blueprint_lacks_no_layers() -> None:
    assert not hits("bp-layers-missing", "type: service-blueprint\nstage | evidence\nobjects | Thực đơn")


@pytest.mark.parametrize(
    "titles",
    [
        ("1. Nhận thức", "2. Cân nhắc"),
        ("Awareness stage", "Stage 2: Decision"),
        ("Trước khi mua", "Sau khi mua hàng"),
        ("GIAI ĐOẠN MUA HÀNG", "Giữ chân"),
    ],
)
def test_stages_of_a_journey_are_known_by_many_names(titles: tuple[str, str]) -> None:
    assert hits("bp-columns-are-stages", "type: service-blueprint\nstage | evidence\n" + "\n".join(f"{title} | Thực đơn" for title in titles))


@pytest.mark.parametrize("titles", [("Nhân viên", "Thực đơn"), ("Món ăn dọn ra", "Mua hàng"), ("Bạn bè", "Bàn ăn"), ("Biển hiệu", "Quầy thử đồ")])
def test_things_and_a_single_coincidence_are_no_stages(titles: tuple[str, str]) -> None:
    assert not hits("bp-columns-are-stages", "type: service-blueprint\nstage | evidence\n" + "\n".join(f"{title} | Thực đơn" for title in titles))
