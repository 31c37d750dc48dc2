"""Rules about scope, personas and stages at their edges."""

import pytest

from sheetsync.lint.engine import find_rule, lint
from sheetsync.lint.rule import Context
from sheetsync.model.finding import Problem
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Stage, Tab
from sheetsync.model.words import Text
from tests.lint.voices import CATALOG, TODAY, hits

# Scenario and bounds


@pytest.mark.parametrize(("start", "end", "variant"), [("-", "…", ""), ("Ở nhà", "—", "end"), ("–", "Ở nhà", "start")])
def test_missing_bounds_are_told_once(start: str, end: str, variant: str) -> None:
    (hit,) = hits("scope-bounds-missing", f"type: current-state\nstart: {start}\nend: {end}\nstage | action\nsearch | Hỏi bạn")

    assert hit.variant == variant
    assert hit.ref.field == ("end" if variant == "end" else "start")


def test_a_dash_is_no_scenario_and_types_without_one_need_none() -> None:
    assert hits("scenario-missing", "type: current-state\nscenario: — \nstage | action\nsearch | Hỏi bạn")
    assert not hits("scenario-missing", "type: current-state\nscenario: Vừa chuyển nhà\nstage | action\nsearch | Hỏi bạn")


# Personas


PERSONAS = """
    type: customer-journey
    persona: {}
    stage | action
    awareness | Tìm phòng tập

    [personas]
    name | motto
    Mai | Tôi muốn khỏe
    Nam | Tôi muốn gọn
    """


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ("Mai", 0),
        ("Mai, nhân viên văn phòng", 0),
        ("Mai và Nam", 2),
        ("Mai & Nam", 2),
        ("Mai/Nam", 2),
        ("Mai · Nam", 2),
        ("Mai, Nam", 2),
        ("Mẹ và bé", 0),
        ("Bố/mẹ trẻ", 0),
    ],
)
def test_two_personas_on_one_map(chosen: str, count: int) -> None:
    assert [hit.facts["count"] for hit in hits("persona-multiple-in-map", PERSONAS.format(chosen))] == [count] * bool(count)


def test_three_personas_are_told_by_the_rule_that_counts_them() -> None:
    (hit,) = hits("persona-multiple-in-map", PERSONAS.format("Mai · Nam · Lan"))

    assert find_rule("persona-multiple-in-map").gives_way_to == ("persona-count",)
    assert hit.ref == hits("persona-count", PERSONAS.format("Mai · Nam · Lan"))[0].ref


@pytest.mark.parametrize(
    ("motto", "variant"),
    [
        ("“Tôi háo hức mà cũng lo lắm.”", None), ("Mình chỉ muốn yên tâm – con khỏe là được", None), ("I want to be fit, but I’m shy.", None),
        ("Sống hết mình", ""), ("Khỏe là vàng", ""), ("Wants to be fit", ""), ("Tôi bận. Tôi mệt. Tôi muốn nghỉ.", "long"),
        ("Tôi bận. Nhưng tôi muốn khỏe.", None),
        ("—", None),
    ],
)  # fmt: skip
def test_mottos(motto: str, variant: str | None) -> None:
    found = hits("motto-not-first-person", f"type: customer-journey\nstage | action\nawareness | Tìm\n\n[personas]\nname | motto\nMai | {motto}")

    assert [hit.variant for hit in found] == ([] if variant is None else [variant])


# Personal data


def test_personal_data_is_found_on_any_tab_and_never_repeated() -> None:
    found = hits(
        "persona-is-individual",
        """
        type: current-state
        scenario: Gọi cho chị Lan 0912 345 678
        stage | action | thought
        search | Nhắn cho lan@gmail.com | Không

        [personas]
        name | demographics
        Lan | CCCD 079123456789, 0912 345 678

        [survey]
        respondent
        Anh Nam, nam.tran@yahoo.com
        """,
    )

    assert [(hit.ref.tab, hit.ref.field, hit.variant, hit.count) for hit in found] == [
        (None, "scenario", "elsewhere", 1),
        ("map", "action", "elsewhere", 1),
        ("personas", "demographics", "", 2),
        ("survey", "respondent", "elsewhere", 1),
    ]
    assert not any(digit in str(hit.facts) for hit in found for digit in "0123456789@")


def test_colleagues_and_our_own_places_may_be_reached() -> None:
    assert not hits(
        "persona-is-individual",
        """
        type: current-state
        owner: lan@congty.vn
        stage | action | touchpoint
        search | Gọi đặt lịch | Gọi 0912 345 678 gặp chị Lan

        [stages]
        stage | owner
        search | minh@congty.vn, 0912345678

        [changes]
        change | owner | due
        Thêm khung chat | hoa@congty.vn | 2026-12-01

        [reviews]
        date | who
        2026-11-01 | Lan (lan@congty.vn)
        """,
    )


# Stages


def stages(slug: str, kind: str, *titles: str) -> list[str]:
    """The variants of what one rule says of a map with stages of these titles; a title of the type keeps its key."""
    map_type = CATALOG.load(kind)
    known = {name: stage.key for stage in map_type.stages for name in (*stage.aliases, *stage.title)}
    shown = JourneyMap("m", kind, 1, "Map", "vi", {}, {MAIN: Tab(tuple(Stage(known.get(title, title), title) for title in titles))})
    rule = find_rule(slug)
    return [hit.variant for hit in rule.check(Context(shown, map_type, TODAY).with_options(rule.options))]


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("current-state", ("Tìm kiếm", "Nhận thức", "Quyết định mua hàng")),
        ("current-state", ("Tìm kiếm", "Cân nhắc")),
        ("current-state", ("Search", "Order")),
        ("b2b-current-state", ("Nghiên cứu", "So sánh", "Báo giá")),
        ("contact-points", ("Trước khi mua", "Trong khi mua")),
        ("future-state", ("Khám phá", "Đặt phòng")),
    ],
)
def test_journeys_that_end_at_the_till(kind: str, titles: tuple[str, ...]) -> None:
    assert stages("post-purchase-missing", kind, *titles) == [""]


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("current-state", ("Tìm kiếm", "Quyết định mua hàng", "Quy trình hỗ trợ sau mua hàng")),
        ("current-state", ("Search", "Order", "Delivery")),
        ("future-state", ("Tìm hiểu trường", "Quyết định nhập học", "Năm học đầu tiên")),
        ("contact-points", ("Trước khi mua", "Trong khi mua", "Ở nhà")),
        ("b2b-current-state", ("Nghiên cứu", "Báo giá", "Ký duyệt")),
        ("buyer-journey", ("Nhận thức", "Cân nhắc", "Quyết định")),
        ("day-in-the-life", ("Buổi sáng", "Đi mua sắm")),
        ("service-blueprint", ("Thực đơn", "Quầy đặt hàng")),
        ("support-experience", ("Mở phiếu hỗ trợ", "Thanh toán")),
        ("current-state", ()),
    ],
)
def test_journeys_that_go_on_or_need_not(kind: str, titles: tuple[str, ...]) -> None:
    assert stages("post-purchase-missing", kind, *titles) == []


@pytest.mark.parametrize(
    ("kind", "count", "variants"),
    [
        ("current-state", 2, [""]), ("current-state", 3, []), ("current-state", 7, []), ("current-state", 8, ["many"]), ("current-state", 0, []),
        ("custom-period", 9, []), ("day-in-the-life", 24, []), ("service-blueprint", 1, []), ("buyer-journey", 2, []),
        ("contact-points", 9, ["many"]),
    ],
)  # fmt: skip
def test_how_many_stages_are_usual(kind: str, count: int, variants: list[str]) -> None:
    assert stages("stage-count-odd", kind, *(f"Giai đoạn {number}" for number in range(count))) == variants


@pytest.mark.parametrize(
    ("kind", "title", "variants"),
    [
        ("customer-journey", "Giữ chân", []), ("customer-journey", "Retention", []), ("customer-journey", "Gắn kết", [""]),
        ("customer-journey", "Mua hàng", [""]),
        ("customer-journey", "Lòng trung thành", []), ("customer-journey", "Giai đoạn nhận thức", []),
        ("customer-journey", "Chỗ của riêng mình", []),
        ("customer-journey", "Sự xem xét", ["mistranslated"]), ("b2b-current-state", "Đăng xuất", ["mistranslated"]),
        ("b2b-current-state", "Nghiệm thu", []),
        ("current-state", "Cân nhắc", []), ("future-state", "Đăng xuất", []),
    ],
)  # fmt: skip
def test_names_of_stages(kind: str, title: str, variants: list[str]) -> None:
    assert stages("stage-alias", kind, title) == variants


def test_a_fixed_name_that_was_changed_is_told_once() -> None:
    renamed = Problem("stage-renamed", FieldRef(MAIN, stage="decision"), None, {"stage": Text("Quyết định", "Decision"), "found": "Mua hàng"})
    shown = JourneyMap("m", "buyer-journey", 1, "Map", "vi", {}, {MAIN: Tab((Stage("decision", "Mua hàng"),))})

    def told(*problems: Problem) -> set[str]:
        findings = lint(Context(shown, CATALOG.load("buyer-journey"), TODAY, problems), profile="hubspot")
        return {finding.rule for finding in findings if finding.rule in {"stage-alias", "stage-renamed"}}

    assert told() == {"stage-alias"}
    assert told(renamed) == {"stage-renamed"}
