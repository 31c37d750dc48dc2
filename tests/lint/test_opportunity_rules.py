"""Rules about feelings, failures, changes, opportunities, owners and measures at their edges."""

import pytest

from sheetsync.lint.engine import lint
from sheetsync.lint.examples import journey, parse
from sheetsync.lint.rule import Context
from sheetsync.model.journey import MAIN, FieldRef
from tests.lint.voices import CATALOG, TODAY, hits


def spoken(example: str, profile: str) -> set[str]:
    """The rules that are heard about an example."""
    shown = parse(example, "vi")
    map_type = CATALOG.load(shown.type)
    return {finding.rule for finding in lint(Context(journey(shown, map_type, "vi"), map_type, TODAY), profile=profile)}


# Feelings


@pytest.mark.parametrize(
    ("kind", "lanes", "step", "fires"),
    [
        ("current-state", "emotion | motivation | pain", "vui sướng | |", True),
        ("current-state", "emotion | motivation | pain", "bình thường | |", False),
        ("current-state", "emotion | motivation | pain", "vui sướng | Kịp sinh nhật con |", False),
        ("current-state", "emotion | motivation | pain", "hài lòng | | Phải điền lại biểu mẫu", False),
        ("current-state", "emotion | motivation | pain", "bực tức | |", False),  # negative-without-pain asks already
        ("buyer-journey", "emotion | motivation", "bực tức |", True),
        ("current-state", "emotion | motivation | pain", "lâng lâng | |", False),  # emotion-off-scale
        ("day-in-the-life", "emotion | pain", "vui sướng |", False),  # nobody asks there what drives people
    ],
)
def test_a_feeling_needs_a_cause_where_causes_are_asked_for(kind: str, lanes: str, step: str, fires: bool) -> None:  # noqa: FBT001
    assert bool(hits("emotion-no-cause", f"type: {kind}\nstage | {lanes}\nawareness | {step}")) is fires


LOW = "type: ecommerce\nstage | emotion | improvement | touchpoint\ndecision | {} | {} | Trang giỏ hàng"


@pytest.mark.parametrize(("feeling", "idea", "fires"), [("bực tức", "", True), ("bực tức", "Báo phí sớm", False), ("bình thường", "", False)])
def test_only_low_points_without_an_idea_are_told(feeling: str, idea: str, fires: bool) -> None:  # noqa: FBT001
    assert bool(hits("low-no-opportunity", LOW.format(feeling, idea))) is fires


@pytest.mark.parametrize(("status", "fires"), [("Dự kiến", False), ("Không làm nữa", True)])
def test_a_change_for_the_stage_answers_a_low_point_unless_it_was_dropped(status: str, fires: bool) -> None:  # noqa: FBT001
    planned = f"\n\n[changes]\nchange | stage | status\nBáo phí sớm | decision | {status}"

    assert bool(hits("low-no-opportunity", LOW.format("bực tức", "") + planned)) is fires


def test_a_low_point_with_a_pain_is_told_by_its_pain() -> None:
    heard = spoken(
        "type: current-state\nstage | action | emotion | pain\ndecision | Tính tổng tiền ở giỏ hàng | bực tức | Phí giao bất ngờ", "strict"
    )

    assert "pain-no-mitigation" in heard
    assert "low-no-opportunity" not in heard


# Failures


@pytest.mark.parametrize(
    "failure",
    [
        "Thanh toán bị lỗi",
        "Nhận hàng bị vỡ",
        "Shop giao nhầm size",
        "Ứng dụng báo lỗi 404",
        "Bỏ giỏ hàng giữa chừng",
        "The payment fails",
        "Gets the wrong item",
    ],
)
def test_failures_without_a_way_back_are_found(failure: str) -> None:
    (hit,) = hits("failure-no-recovery", f"type: customer-journey\nstage | action | touchpoint\nconversion | {failure} | Trang thanh toán")

    assert hit.ref == FieldRef(MAIN, step="map-1", field="action")


@pytest.mark.parametrize(
    ("touchpoint", "gap"),
    [("Tổng đài hỗ trợ", ""), ("Email nhắc giỏ hàng", ""), ("Trang thanh toán", "Nút thử lại"), ("Retry button", ""), ("Live chat", "")],
)
def test_help_at_hand_or_planned_is_a_way_back(touchpoint: str, gap: str) -> None:
    example = f"type: customer-journey\nstage | action | touchpoint | gap\nconversion | Thanh toán bị lỗi | {touchpoint} | {gap}"

    assert not hits("failure-no-recovery", example)


@pytest.mark.parametrize("fine", ["Đọc nhận xét", "Bỏ lỡ chuyến xe", "Nghỉ giải lao", "Takes a break for lunch", "Bỏ hàng vào giỏ"])
def test_ordinary_steps_are_no_failures(fine: str) -> None:
    assert not hits("failure-no-recovery", f"type: customer-journey\nstage | action\nconversion | {fine}")


# Handoffs

HANDOFF = """
    type: support-experience
    stage | action | employee | backstage
    representative | Xin gặp người thật | {} | {}

    [stages]
    stage | owner
    representative | {}
    """


@pytest.mark.parametrize(
    ("work", "behind", "owner", "fires"),
    [
        ("Chuyển tiếp yêu cầu", "", "", True),
        ("Forwards the request", "", "", True),
        ("Chuyển tiếp yêu cầu cho kỹ thuật", "", "", False),
        ("Chuyển hồ sơ sang ca sau", "", "", False),
        ("Escalates to tier 2", "", "", False),
        ("Chuyển tiếp yêu cầu", "Kho kiểm tra mã vận đơn", "", False),
        ("Chuyển tiếp yêu cầu", "", "Minh", False),
        ("Chuyển khoản hoàn tiền", "", "", False),
    ],
)
def test_a_handoff_needs_somebody_who_takes_it(work: str, behind: str, owner: str, fires: bool) -> None:  # noqa: FBT001
    assert bool(hits("handoff-unowned", HANDOFF.format(work, behind, owner))) is fires


# Changes

CHANGE = "type: customer-journey\nstage | gap\nawareness | Khung chat trên web\n\n[changes]\nchange | reason | stage | owner | status\n{}"


@pytest.mark.parametrize(
    ("change", "fires"),
    [
        ("Thêm video | | awareness | Lan |", True),
        ("Thêm video | - | awareness | Lan |", True),
        ("Thêm video | Ngại gọi điện | awareness | Lan |", False),
        ("khung chat trên WEB. | | awareness | Lan |", False),  # worded like the gap it closes
        ("Thêm video | | awareness | Lan | Không làm nữa", False),
        (" | | awareness | Lan |", False),
    ],
)
def test_a_change_needs_a_reason_unless_it_closes_a_gap(change: str, fires: bool) -> None:  # noqa: FBT001
    found = hits("change-not-linked", CHANGE.format(change))

    assert [hit.ref for hit in found] == ([FieldRef("changes", step="changes-1", field="reason")] if fires else [])


def test_a_change_of_no_stage_is_untied_unless_it_repeats_an_idea_of_the_map() -> None:
    assert [hit.ref.field for hit in hits("opportunity-untied", CHANGE.format("Thêm video | Ngại gọi điện | | Lan |"))] == ["stage"]
    assert not hits("opportunity-untied", CHANGE.format("Khung chat trên web | Ngại gọi điện | | Lan |"))


@pytest.mark.parametrize(
    ("step", "fires"),
    [("Thêm video | | hài lòng", True), ("Thêm video | Khó hiểu | hài lòng", False), ("Thêm video | | bực tức", False), ("| | hài lòng", False)],
)
def test_an_improvement_needs_a_pain_or_a_bad_feeling(step: str, fires: bool) -> None:  # noqa: FBT001
    found = hits("opportunity-untied", f"type: current-state\nstage | improvement | pain | emotion\nsearch | {step}")

    assert [hit.variant for hit in found] == (["step"] if fires else [])


def test_types_without_pains_may_improve_anything() -> None:
    assert not hits("opportunity-untied", "type: ecommerce\nstage | improvement\nawareness | Thêm video")


@pytest.mark.parametrize(
    ("change", "fires"),
    [
        ("Thêm video | Khó hiểu | awareness | |", True),
        ("Thêm video | Khó hiểu | awareness | Lan |", False),
        ("Thêm video | Khó | awareness | | Đã xong", False),
    ],
)
def test_what_is_still_to_be_done_needs_an_owner(change: str, fires: bool) -> None:  # noqa: FBT001
    assert any(hit.ref.tab == "changes" for hit in hits("owner-missing", CHANGE.format(change))) is fires


@pytest.mark.parametrize(
    ("keeper", "of_search", "of_decision", "fires"),
    [("", "", "", True), ("", "Lan", "", True), ("", "Lan", "Minh", False), ("Minh", "", "", False)],
)
def test_somebody_keeps_the_map_or_every_stage_of_it(keeper: str, of_search: str, of_decision: str, fires: bool) -> None:  # noqa: FBT001
    about = f"owner: {keeper}\n" if keeper else ""
    stages = f"[stages]\nstage | owner\nsearch | {of_search}\ndecision | {of_decision}"
    found = hits("owner-missing", f"type: current-state\n{about}stage | action\nsearch | Hỏi bạn\ndecision | Đặt cọc\n\n{stages}")

    assert [hit.ref for hit in found] == ([FieldRef(field="owner")] if fires else [])


# Pains


@pytest.mark.parametrize(
    ("change", "fires"),
    [
        ("Báo phí sớm | Phí giao bất ngờ | support", False),
        ("Báo phí sớm | Khách bực vì phí giao hiện muộn | search", False),
        ("Báo phí sớm | | search", True),
        ("Sửa lỗi đăng nhập | Quên mật khẩu | search", True),
        ("Sửa lỗi đăng nhập | | support", True),
    ],
)
def test_a_change_eases_the_pain_that_is_its_reason(change: str, fires: bool) -> None:  # noqa: FBT001
    example = f"type: current-state\nstage | pain\nsearch | Phí giao bất ngờ\n\n[changes]\nchange | reason | stage\n{change}"

    assert bool(hits("pain-no-mitigation", example)) is fires


def test_a_gap_written_down_is_a_beginning() -> None:
    assert hits("pain-no-mitigation", "type: day-in-the-life\nstage | pain | gap\nmorning | Quên mua tã |")
    assert not hits("pain-no-mitigation", "type: day-in-the-life\nstage | pain | gap\nmorning | Quên mua tã | Tin nhắn nhắc mua tã")


# Gaps


@pytest.mark.parametrize(
    ("change", "fires"),
    [
        ("khung chat trên web. | | Lan | 2026-12-15", False),
        ("Mở khung chat trên web cho khách | | Lan | 2026-12-15", False),
        ("Đổi cách trả lời | awareness | Lan | 2026-12-15", False),
        ("Đổi cách trả lời | conversion | Lan | 2026-12-15", True),
        ("Khung chat trên web | awareness | Lan |", True),
        ("Khung chat trên web | awareness | | 2026-12-15", True),
    ],
)
def test_a_gap_is_looked_after_by_a_change_with_owner_and_date(change: str, fires: bool) -> None:  # noqa: FBT001
    stages = "[stages]\nstage | owner\nawareness | Lan"
    example = f"type: customer-journey\nstage | gap\nawareness | Khung chat trên web\n\n{stages}\n\n[changes]\nchange | stage | owner | due\n"

    assert bool(hits("gap-without-plan", example + change)) is fires


# Measures


def measured(*kpis: str) -> str:
    steps = "\n".join(f"{stage} | Xem hàng" for stage in ("search", "awareness", "decision")[: len(kpis)])
    values = "\n".join(f"{stage} | {kpi}" for stage, kpi in zip(("search", "awareness", "decision"), kpis, strict=False))
    return f"type: current-state\nstage | action\n{steps}\n\n[stages]\nstage | kpi\n{values}"


def test_where_nothing_is_measured_it_is_told_once() -> None:
    (hit,) = hits("metric-missing", measured("", "-", ""))

    assert (hit.variant, hit.count, hit.ref) == ("all", 3, FieldRef(MAIN, stage="search", field="kpi"))


def test_where_some_stages_are_measured_the_others_are_told_one_by_one() -> None:
    assert [(hit.ref.stage, hit.variant) for hit in hits("metric-missing", measured("500 lượt", "", ""))] == [("awareness", ""), ("decision", "")]


def test_assessed_contact_points_are_feedback() -> None:
    assert not hits("metric-missing", "type: contact-points\nstage | touchpoint | assessment\nbefore | Gọi điện | Khách bí mật mỗi quý")


@pytest.mark.parametrize("kind", ["day-in-the-life", "service-blueprint", "custom-period"])
def test_times_and_things_need_neither_measure_nor_goal(kind: str) -> None:
    stage = {"day-in-the-life": "morning", "service-blueprint": "people", "custom-period": "one"}[kind]

    assert not hits("metric-missing", f"type: {kind}\nstage | action\n{stage} | Gọi món")
    assert not hits("stage-goal-missing", f"type: {kind}\nstage | action\n{stage} | Gọi món")


@pytest.mark.parametrize("kpi", ["Khách hàng hài lòng hơn", "Tăng nhận diện thương hiệu", "Happier members", "Better experience"])
def test_wishes_are_no_measures(kpi: str) -> None:
    assert hits("kpi-no-number", measured(kpi))


@pytest.mark.parametrize(
    "kpi", ["NPS", "12%", "Tỷ lệ đăng ký", "Số lượt xem", "Trial sign-ups a week", "Phản hồi sau mỗi lớp", "Doanh thu", "Thời gian chờ", "–"]
)
def test_what_can_be_counted_or_asked_is_a_measure(kpi: str) -> None:
    assert not hits("kpi-no-number", measured(kpi))


@pytest.mark.parametrize(
    ("stage", "kpi", "fires"),
    [
        ("awareness", "Doanh thu", True),
        ("awareness", "Lượt tiếp cận · Số đơn hàng", True),
        ("awareness", "Tỷ lệ chuyển đổi từ quảng cáo sang lượt truy cập", False),
        ("awareness", "Lượt tìm tên thương hiệu", False),
        ("conversion", "Doanh thu", False),
        ("retention", "Impressions", True),
        ("loyalty", "Số lời giới thiệu", False),
        ("consideration", "Reach", False),
    ],
)
def test_a_measure_belongs_to_what_happens_in_its_stage(stage: str, kpi: str, fires: bool) -> None:  # noqa: FBT001
    example = f"type: customer-journey\nstage | action\n{stage} | Xem hàng\n\n[stages]\nstage | kpi\n{stage} | {kpi}"

    assert bool(hits("kpi-wrong-stage", example)) is fires


def test_a_missing_goal_of_a_future_is_told_by_the_rule_for_futures() -> None:
    heard = spoken("type: future-state\nstage | action\nsearch | Hỏi trợ lý ảo", "strict")

    assert "future-no-goal" in heard
    assert not heard & {"stage-goal-missing"}
