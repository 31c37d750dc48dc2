"""Rules of single methods at their edges: futures, support, shops, days in the life."""

import pytest

from sheetsync.lint.engine import lint
from sheetsync.lint.examples import journey, parse
from sheetsync.lint.rule import Context
from sheetsync.lint.vocabulary.times import Frame, frame, out_of_order
from sheetsync.model.journey import MAIN, FieldRef
from tests.lint.voices import CATALOG, TODAY, hits

# Futures


def test_a_change_in_one_step_is_enough_for_the_stage() -> None:
    example = "type: future-state\nstage | action | change | scenario\nsearch | Hỏi trợ lý | Thêm trợ lý | An hỏi lúc tối\nsearch | Xem gợi ý | |"

    assert not hits("future-no-change", example)
    assert not hits("future-no-scenario", example)


def test_a_stage_without_change_scenario_and_goal_is_told_once_for_each() -> None:
    shown = parse("type: future-state\nstage | action\nsearch | Hỏi trợ lý ảo về ngành\nsearch | Xem gợi ý ngành học", "vi")
    map_type = CATALOG.load(shown.type)
    findings = lint(Context(journey(shown, map_type, "vi"), map_type, TODAY), profile="hubspot")
    wanted = [(finding.rule, finding.ref) for finding in findings if finding.ref.tab == MAIN and finding.ref.field in {"change", "scenario", "goal"}]

    assert wanted == [
        ("future-no-goal", FieldRef(MAIN, stage="search", field="goal")),
        ("future-no-change", FieldRef(MAIN, step="map-1", field="change")),
        ("future-no-scenario", FieldRef(MAIN, step="map-1", field="scenario")),
    ]


def test_maps_of_today_need_no_change_in_every_stage() -> None:
    for slug in ("future-no-change", "future-no-scenario", "future-no-goal"):
        assert not hits(slug, "type: current-state\nstage | action\nsearch | Tìm trên Google")


# Support


@pytest.mark.parametrize("slug", ["future-no-change", "future-no-scenario", "future-no-goal"])
def test_what_no_stage_of_a_future_has_is_told_once(slug: str) -> None:
    (hit,) = hits(slug, "type: future-state\nstage | action\nsearch | Asks\nsearch | Reads\ndecision | Signs")

    assert (hit.variant, hit.count, hit.facts) == ("all", 2, {"stages": 2})
    assert len(hits(slug, "type: future-state\nstage | action\nsearch | Asks")) == 1


def support(*titles: str) -> str:
    return "type: support-experience\nstage | action\n" + "\n".join(f"{title} | Chờ" for title in titles)


@pytest.mark.parametrize(
    "titles",
    [
        ("opened", "representative", "resolved"),
        ("Khách báo lỗi", "Gặp nhân viên", "Đóng phiếu"),
        ("Gọi tổng đài", "Đã khắc phục xong"),
        ("Customer contacts us", "Agent replies", "Case closed"),
    ],
)
def test_support_from_call_to_solution_is_whole(titles: tuple[str, ...]) -> None:
    assert not hits("support-bounds", support(*titles))


@pytest.mark.parametrize(
    ("titles", "variants"),
    [
        (("Mua hàng", "Gọi tổng đài", "Đóng phiếu"), [""]),
        (("opened", "Khảo sát hài lòng"), ["end"]),
        (("Báo giá", "Chưa giải quyết"), ["", "end"]),
    ],
)
def test_support_that_begins_earlier_or_ends_elsewhere_is_told(titles: tuple[str, ...], variants: list[str]) -> None:
    assert [hit.variant for hit in hits("support-bounds", support(*titles))] == variants


def test_a_single_stage_has_no_bounds() -> None:
    assert not hits("support-bounds", support("Mua hàng"))


BACKSTAGE = "type: support-experience\nstage | action | backstage\nlookup | Chờ | {}"


@pytest.mark.parametrize(
    "work",
    [
        "Kho xuất hàng mới",
        "Phòng kỹ thuật tra log",
        "Minh: tra hóa đơn",
        "Nhờ kỹ thuật tra log",
        "Engineering reads the logs",
        "Tra log · Kế toán duyệt hoàn tiền",
        "—",
    ],
)
def test_whoever_works_backstage_is_named_somehow(work: str) -> None:
    assert not hits("support-backstage-no-dept", BACKSTAGE.format(work))


@pytest.mark.parametrize(
    "work", ["Kiểm tra lỗi kỹ thuật", "Tra kho kiến thức", "Phòng ngừa lỗi tái diễn", "Nhắn vào nhóm chat nội bộ", "Checks the sales record"]
)
def test_words_that_look_like_departments_are_none(work: str) -> None:
    assert hits("support-backstage-no-dept", BACKSTAGE.format(work))


def test_a_blueprint_may_leave_departments_to_its_people_row() -> None:
    assert not hits("support-backstage-no-dept", "type: service-blueprint\nstage | backstage\npeople | Chia món")


# Shops


@pytest.mark.parametrize("step", ["Trả lại cuốn bị rách", "Báo giao nhầm màu", "Asks for a refund", "The parcel is lost", "Đổi size"])
def test_any_way_back_of_a_parcel_will_do(step: str) -> None:
    assert not hits("ecom-no-returns", f"type: ecommerce\nstage | action\nretention | {step}")


@pytest.mark.parametrize("step", ["Quay lại mua", "Returns to the shop", "Trả góp", "Giới thiệu bạn bè"])
def test_coming_back_is_no_return(step: str) -> None:
    assert hits("ecom-no-returns", f"type: ecommerce\nstage | action\nretention | {step}")


def test_a_policy_read_before_the_purchase_is_no_path_after_it() -> None:
    assert hits("ecom-no-returns", "type: ecommerce\nstage | action\ndecision | Đọc chính sách đổi trả\nretention | Dùng mỗi ngày")


def test_only_shops_have_parcels() -> None:
    assert not hits("ecom-no-returns", "type: customer-journey\nstage | action\nretention | Đến tập đều")


def test_an_empty_retention_is_for_another_rule() -> None:
    assert not hits("ecom-no-returns", "type: ecommerce\nstages: decision · retention\nstage | action\ndecision | Đặt hàng")


# Days


@pytest.mark.parametrize(
    ("title", "begins"),
    [
        ("Buổi sáng", Frame("minute", 480)),
        ("6h–8h", Frame("minute", 360)),
        ("6 giờ tối", Frame("minute", 1080)),
        ("19–21 giờ", Frame("minute", 1140)),
        ("7–9 pm", Frame("minute", 1140)),
        ("12 giờ đêm", Frame("minute", 1440)),
        ("1 giờ sáng", Frame("minute", 60)),
        ("Sáng đến trưa", Frame("minute", 480)),
        ("Giờ nghỉ trưa", Frame("minute", 720)),
        ("Thứ hai", Frame("weekday", 0)),
        ("Tháng thứ ba", Frame("tháng", 3)),
        ("Third trimester", Frame("trimester", 3)),
        ("Cuối tuần", Frame("")),
        ("Trên đường đi làm", Frame("")),
        ("After the kids are asleep", Frame("")),
    ],
)
def test_time_frames_are_understood(title: str, begins: Frame) -> None:
    assert frame(title) == begins


@pytest.mark.parametrize(
    "title", ["Nhận thức", "Cân nhắc", "Sáng tạo nội dung", "Tối ưu", "Kỳ vọng", "Ở nhà", "Sau khi mua", "Research", "Before buying"]
)
def test_what_is_no_time_is_none(title: str) -> None:
    assert frame(title) is None


@pytest.mark.parametrize("key", sorted(set(CATALOG.keys()) - {"day-in-the-life"}))
def test_no_type_but_the_day_calls_its_stages_by_times(key: str) -> None:
    assert [title for stage in CATALOG.load(key).stages for title in stage.title if frame(title)] == []


@pytest.mark.parametrize(
    ("titles", "late"),
    [
        (("Sáng", "Trưa", "Chiều", "Tối", "Đêm"), None),
        (("Tối", "Đêm", "Sáng", "Chiều"), None),  # somebody works at night
        (("Sáng", "Tối", "Trưa", "Đêm"), 2),
        (("6h", "8h", "22h", "1h"), None),
        (("Tuần 1", "Tuần 3", "Tuần 2"), 2),
        (("Chủ nhật", "Thứ hai", "Thứ ba"), None),
        (("Sáng", "Cuối tuần", "Thứ hai"), None),  # can't be compared
    ],
)
def test_times_are_in_order_once_round_the_clock(titles: tuple[str, ...], late: int | None) -> None:
    assert out_of_order([one for title in titles if (one := frame(title))]) == late


def day(*titles: str) -> list[tuple[str | None, str, int]]:
    example = "type: day-in-the-life\nstage | action\n" + "\n".join(f"{title} | Đọc tin" for title in titles)
    return [(hit.ref.stage, hit.variant, hit.count) for hit in hits("day-axis-not-time", example)]


def test_columns_of_a_day_are_told_by_what_is_wrong_with_them() -> None:
    assert day("morning", "noon", "19h") == []
    assert day("morning", "Cân nhắc", "night") == [("Cân nhắc", "", 1)]
    assert day("Nhận thức", "Cân nhắc", "Mua hàng") == [("Nhận thức", "all", 3)]
    assert day("morning", "evening", "noon", "night") == [("noon", "order", 1)]


def test_stages_of_a_journey_need_no_times() -> None:
    assert not hits("day-axis-not-time", "type: customer-journey\nstage | action\nawareness | Đọc tin")


BRAND = "type: day-in-the-life\npersona: Hạnh\nstage | action | touchpoint\nmorning | {}\nnoon | {}\nevening | {}"


@pytest.mark.parametrize(
    ("moments", "fires"),
    [
        (("Đọc tin | App Bibo", "Ăn trưa | Cửa hàng Bibo", "Xem tivi | Fanpage Bibo"), True),
        (("Mở app Bibo |", "Hỏi nhóm Bibo |", "Mua tã Bibo |"), True),
        (("Chồng gọi Hạnh |", "Bạn rủ Hạnh ăn trưa |", "Con ôm Hạnh |"), False),
        (("Đọc tin | App Bibo", "Ăn trưa |", "Xem tivi | Fanpage Bibo"), False),
    ],
)
def test_a_day_full_of_the_brand_is_told_once(moments: tuple[str, ...], fires: bool) -> None:  # noqa: FBT001
    assert bool(hits("day-only-brand", BRAND.format(*moments))) is fires


def test_two_moments_are_no_day() -> None:
    assert not hits("day-only-brand", "type: day-in-the-life\nstage | action | touchpoint\nmorning | Đọc tin | App\nnoon | Ăn trưa | App")
