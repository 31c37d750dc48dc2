"""The map types that sheetsync brings along, held against the inventory of their source documents."""

import re
from collections.abc import Iterator

import pytest

from sheetsync.catalog import builtin
from sheetsync.model.journey import items
from sheetsync.model.maptype import Field, MapType, TabType
from sheetsync.model.words import LANGUAGES, Text, fold

CATALOG = builtin()
TYPES = {key: CATALOG.load(key) for key in CATALOG.keys()}  # noqa: SIM118 - a catalogue is no dict

STAGES = {
    "lifecycle": """
        Trước khi mua hàng   | Pre-purchase
        Trong khi mua hàng   | Purchase
        Sau khi mua hàng     | Post-purchase
    """,
    "current-state": """
        Tìm kiếm                        | Search
        Nhận thức                       | Awareness
        Xem xét các tùy chọn            | Considering options
        Quyết định mua hàng             | Purchase decision
        Quy trình hỗ trợ sau mua hàng   | Post-purchase support
    """,
    "b2b-current-state": """
        Nghiên cứu   | Research
        So sánh      | Compare
        Hội thảo     | Workshop
        Báo giá      | Quote
        Ký duyệt     | Sign-off
    """,
    "day-in-the-life": """
        Buổi sáng    | Morning
        Buổi trưa    | Noon
        Buổi chiều   | Afternoon
        Buổi tối     | Evening
        Ban đêm      | Night
    """,
    "future-state": """
        Tìm kiếm                        | Search
        Nhận thức                       | Awareness
        Xem xét các tùy chọn            | Considering options
        Quyết định mua hàng             | Purchase decision
        Quy trình hỗ trợ sau mua hàng   | Post-purchase support
    """,
    "service-blueprint": """
        Con người   | People
        Địa điểm    | Places
        Đồ vật      | Objects
    """,
    "buyer-journey": """
        Nhận thức    | Awareness
        Cân nhắc     | Consideration
        Quyết định   | Decision
    """,
    "customer-journey": """
        Nhận thức                      | Awareness
        Cân nhắc                       | Consideration
        Chuyển đổi                     | Conversion
        Giữ chân                       | Retention
        Lòng trung thành với thương hiệu | Brand loyalty
    """,
    "support-experience": """
        Mở phiếu hỗ trợ           | Ticket opened
        Hệ thống tiếp nhận        | Automated reception
        Gặp nhân viên             | Talking to a person
        Phối hợp nội bộ           | Finding the answer
        Vấn đề được giải quyết    | Problem solved
    """,
    "hourglass": """
        Biết         | Know
        Thích        | Like
        Tin tưởng    | Trust
        Thử          | Try
        Mua          | Buy
        Mua lại      | Repeat
        Giới thiệu   | Refer
    """,
    "contact-points": """
        Trước khi mua   | Before buying
        Trong khi mua   | While buying
        Tại nhà         | At home
        Sau khi mua     | After buying
    """,
    "ecommerce": """
        Nhận thức    | Awareness
        Cân nhắc     | Consideration
        Quyết định   | Decision
        Giữ chân     | Retention
    """,
    "custom-period": "",
}

LANES = {
    "lifecycle": "passage action emotion touchpoint company_action",
    "current-state": "action thought emotion motivation touchpoint pain content improvement",
    "b2b-current-state": "action thought emotion touchpoint pain company_action",
    "day-in-the-life": "action thought emotion need pain touchpoint value gap",
    "future-state": "action thought emotion touchpoint device people environment change scenario",
    "service-blueprint": "evidence action frontstage backstage support people policy technology process",
    "buyer-journey": "thought emotion action research touchpoint motivation",
    "customer-journey": "action thought touchpoint gap",
    "support-experience": "action technology employee backstage",
    "hourglass": "touchpoint expectation emotion process program",
    "contact-points": "touchpoint expectation emotion process program assessment",
    "ecommerce": "thought emotion action research touchpoint motivation improvement",
    "custom-period": "action thought touchpoint value gap",
}

SHAPES = {
    "lifecycle": "down fixed hubspot",
    "current-state": "across open hubspot",
    "b2b-current-state": "across open hubspot",
    "day-in-the-life": "across open hubspot",
    "future-state": "across open hubspot",
    "service-blueprint": "across open blueprint",
    "buyer-journey": "across fixed hubspot",
    "customer-journey": "down renamable zapier",
    "support-experience": "across open support",
    "hourglass": "down fixed ducttape",
    "contact-points": "down open ducttape",
    "ecommerce": "down fixed ecommerce",
    "custom-period": "across open zapier",
}

ALL_TABS = ["personas", "survey", "touchpoints", "resources", "changes", "walkthroughs", "reviews"]
TABS = {
    "customer-journey": ["personas", "survey", "changes", "reviews"],
    "custom-period": ["personas", "survey", "changes", "reviews"],
    "support-experience": ["personas", "survey", "changes", "reviews"],
    "hourglass": ["touchpoints", "changes", "reviews"],
    "contact-points": ["touchpoints", "changes", "reviews"],
    "ecommerce": ["personas", "touchpoints", "changes", "reviews"],
}

MISTRANSLATIONS = (
    "đăng xuất", "tiểu bang", "BTC", "tiếp tân", "sở hữu thể", "siêu thị", "vn thể", "TBiết", "khuấy động", "nhân cách", "cá tính người mua",
    "vận động chính sách", "Mâu liên hệ", "Cuộc gặp gỡ",
)  # fmt: skip

SOURCE = re.compile(r"S[0-4]:\d+(-\d+)?(,\d+(-\d+)?)*(; S[0-4]:\d+(-\d+)?(,\d+(-\d+)?)*)*")
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)

each_type = pytest.mark.parametrize("map_type", TYPES.values(), ids=lambda map_type: map_type.key)


def printed(map_type: MapType) -> Iterator[Text]:
    """Every text of a type that people see."""
    yield from (map_type.title, map_type.summary)
    for stage in map_type.stages:
        yield from (stage.title, stage.guide, *([stage.goal] if stage.goal else []))
    for tab in map_type.tabs:
        yield from (tab.title, tab.guide, tab.step)
    for field in fields(map_type):
        yield from (field.title, field.guide, *(choice.title for choice in field.choices))


def fields(map_type: MapType) -> Iterator[Field]:
    yield from (*map_type.about, *map_type.stage_fields, *(field for tab in map_type.tabs for field in tab.fields))


def table(text: str) -> list[Text]:
    return [Text(*(cell.strip() for cell in line.split("|"))) for line in text.strip().splitlines()]


def test_all_thirteen_grids_are_there() -> None:
    assert set(TYPES) == set(STAGES) == set(LANES) == set(SHAPES)
    assert len(TYPES) == 13


@each_type
def test_stages_are_those_of_the_document(map_type: MapType) -> None:
    assert [stage.title for stage in map_type.stages] == (table(STAGES[map_type.key]) if STAGES[map_type.key] else [])


@each_type
def test_lanes_are_those_of_the_document(map_type: MapType) -> None:
    assert " ".join(field.key for field in map_type.main.fields) == LANES[map_type.key]


@each_type
def test_orientation_policy_and_profile(map_type: MapType) -> None:
    assert f"{map_type.main.axis} {map_type.policy} {map_type.profile}" == SHAPES[map_type.key]


@each_type
def test_supporting_tabs_are_those_the_document_asks_for(map_type: MapType) -> None:
    assert [tab.key for tab in map_type.tabs] == ["map", *TABS.get(map_type.key, ALL_TABS)]


@each_type
def test_both_languages_are_complete_and_not_the_same(map_type: MapType) -> None:
    for text in printed(map_type):
        assert text.vi, text
        assert text.en, text
        assert not VIETNAMESE.search(text.en), text
    for text in (map_type.summary, *(tab.guide for tab in map_type.tabs), *(field.guide for field in fields(map_type))):
        assert VIETNAMESE.search(text.vi), text


@each_type
def test_no_mistranslation_is_printed(map_type: MapType) -> None:
    shown = " ".join(fold(part) for text in printed(map_type) for part in text)
    assert [wrong for wrong in MISTRANSLATIONS if fold(wrong) in shown] == []


@pytest.mark.parametrize("name", CATALOG.examples())
def test_no_mistranslation_is_printed_in_an_example(name: str) -> None:
    example = CATALOG.example(name)
    shown = fold(
        " ".join([example.title, *example.stages, *example.about.values(), *(text for record in example.records for text in record.values.values())])
    )
    assert [wrong for wrong in MISTRANSLATIONS if fold(wrong) in shown] == []


@each_type
def test_headings_are_short_and_unique(map_type: MapType) -> None:
    groups = [map_type.about, map_type.stage_fields, *(tab.fields for tab in map_type.tabs)]
    for group in groups:
        for language in LANGUAGES:
            headings = [fold(field.title.of(language)) for field in group]
            assert len(set(headings)) == len(headings)
            assert all(len(heading) <= 28 for heading in headings), headings


@each_type
def test_guides_are_one_or_two_short_sentences(map_type: MapType) -> None:
    for field in fields(map_type):
        for language in LANGUAGES:
            assert 10 <= len(field.guide.of(language)) <= 150, field.guide.of(language)


@each_type
def test_everything_cites_its_source(map_type: MapType) -> None:
    parts: list[MapType | TabType | Field] = [map_type, *map_type.tabs, *fields(map_type)]
    assert [part.key for part in parts if not SOURCE.fullmatch(part.source)] == []
    assert [stage.key for stage in map_type.stages if not SOURCE.fullmatch(stage.source)] == []


@each_type
def test_emotion_is_one_scale_everywhere(map_type: MapType) -> None:
    for field in map_type.with_role("emotion"):
        assert [(choice.title.vi, choice.score) for choice in field.choices] == [
            ("Bực tức", -2), ("Bình thường", 0), ("Hài lòng", 1), ("Vui sướng", 2), ("Thoả mãn", 3),
        ]  # fmt: skip


@each_type
def test_a_map_needs_an_objective_and_somebody_to_keep_it(map_type: MapType) -> None:
    assert next(field for field in map_type.about if field.key == "objective").required
    assert {"objective", "persona", "owner", "cadence", "last_review"} <= {field.key for field in map_type.about}
    assert [field.key for field in map_type.stage_fields] == ["goal", "owner", "kpi"]


def test_the_four_lanes_of_the_gym_are_lists_and_only_the_gap_may_stay_empty() -> None:
    lanes = CATALOG.load("customer-journey").main.fields
    assert {field.kind for field in lanes} == {"list"}
    assert [field.key for field in lanes if not field.required] == ["gap"]


def test_brand_goals_stand_where_the_document_names_them() -> None:
    named = {key: [stage.key for stage in map_type.stages if stage.goal] for key, map_type in TYPES.items()}
    assert {key: stages for key, stages in named.items() if stages} == {
        "customer-journey": ["awareness", "consideration", "conversion", "retention", "loyalty"],
        "hourglass": ["know", "like", "trust", "try", "buy", "repeat", "refer"],
        "lifecycle": ["post-purchase"],
        "ecommerce": ["decision", "retention"],
    }


@pytest.mark.parametrize(
    ("key", "heading", "field"),
    [
        ("customer-journey", "Khách hàng đang làm gì?", "action"),
        ("customer-journey", "Cuộc gặp gỡ", "touchpoint"),
        ("customer-journey", "Điểm tiếp xúc", "touchpoint"),
        ("customer-journey", "Thiếu điểm tiếp xúc", "gap"),
        ("customer-journey", "Touchpoint", "touchpoint"),
        ("current-state", "Điểm đau", "pain"),
        ("b2b-current-state", "Suy nghĩ", "thought"),
        ("hourglass", "Điểm chạm", "touchpoint"),
        ("service-blueprint", "Mặt sau của sân khấu", "backstage"),
        ("service-blueprint", "Tiền tuyến", "frontstage"),
    ],
)
def test_headings_of_the_documents_are_recognised(key: str, heading: str, field: str) -> None:
    lanes = CATALOG.load(key).main.fields
    assert [lane.key for lane in lanes if fold(heading) in {fold(word) for word in (*lane.title, *lane.aliases)}] == [field]


@pytest.mark.parametrize(
    ("key", "label", "stage"),
    [
        ("customer-journey", "Sự xem xét", "consideration"),
        ("customer-journey", "Gắn kết", "retention"),
        ("b2b-current-state", "đăng xuất", "sign-off"),
        ("buyer-journey", "quyết định mua hàng", "decision"),
    ],
)
def test_stage_names_of_the_documents_are_recognised(key: str, label: str, stage: str) -> None:
    stages = CATALOG.load(key).stages
    assert [one.key for one in stages if fold(label) in {fold(word) for word in (*one.title, *one.aliases)}] == [stage]


def test_the_survey_asks_nine_questions_two_of_them_from_one_to_ten() -> None:
    survey = CATALOG.load("current-state").tabs_by_key["survey"].fields
    assert [field.key for field in survey] == ["respondent", *(f"q{number}" for number in range(1, 10))]
    assert [(field.key, field.minimum, field.maximum) for field in survey if field.kind == "number"] == [("q7", 1, 10), ("q8", 1, 10)]


def test_personas_have_the_fields_that_the_documents_ask_for() -> None:
    personas = CATALOG.load("current-state").tabs_by_key["personas"].fields
    asked = "name occupation motto traits interaction need personal_goal"
    assert " ".join(field.key for field in personas if field.required) == asked
    assert " ".join(field.key for field in personas if not field.required) == "demographics psychographics crm"


def test_resources_are_had_or_needed_and_of_four_kinds() -> None:
    resources = {field.key: field for field in CATALOG.load("current-state").tabs_by_key["resources"].fields}
    assert [choice.title.vi for choice in resources["kind"].choices] == ["Nhân lực", "Công nghệ", "Vật liệu", "Tài chính"]
    assert [choice.key for choice in resources["state"].choices] == ["have", "need"]


def test_all_worked_examples_are_there() -> None:
    types = {name: CATALOG.example(name).type for name in CATALOG.examples()}
    assert types == {
        "cmu": "future-state",
        "credit-card": "buyer-journey",
        "dapper-apps": "b2b-current-state",
        "gym": "customer-journey",
        "gym-en": "customer-journey",
        "parents": "day-in-the-life",
        "restaurant": "service-blueprint",
        "shop": "contact-points",
    }


@pytest.mark.parametrize("name", ["gym", "gym-en"])
def test_the_gym_has_what_the_document_counts(name: str) -> None:
    steps = [record for record in CATALOG.example(name).records if record.tab == "map"]
    assert [step.stage for step in steps] == ["awareness", "consideration", "conversion", "retention", "loyalty"]
    counts = {key: [len(items(step.values[key])) for step in steps] for key in ("action", "thought", "touchpoint", "gap")}
    assert counts == {"action": [3, 3, 3, 4, 3], "thought": [2] * 5, "touchpoint": [3, 3, 6, 6, 4], "gap": [1] * 5}


def test_the_shop_story_has_twenty_seven_contact_points() -> None:
    shop = CATALOG.example("shop")
    stages = [record.stage for record in shop.records]
    assert [stages.count(stage) for stage in shop.stages] == [8, 10, 3, 4, 2]
    assert len({record.values["touchpoint"] for record in shop.records}) == 27
    assert stages == sorted(stages, key=lambda stage: shop.stages.index(stage or ""))


def test_the_restaurant_has_one_complete_column() -> None:
    lanes = ("evidence", "action", "frontstage", "backstage", "support")
    complete = [record for record in CATALOG.example("restaurant").records if all(lane in record.values for lane in lanes)]
    assert [record.stage for record in complete] == ["Đĩa, dao kéo, khăn ăn và chảo"]


def test_expectant_parents_have_a_motto_in_the_first_person() -> None:
    persona = next(record for record in CATALOG.example("parents").records if record.tab == "personas")
    assert "tôi" in persona.values["motto"].casefold()


def test_the_quarter_has_the_edits_of_a_team() -> None:
    assert [(edit.kind, edit.example) for edit in CATALOG.edits()] == [
        ("change", "gym"), ("rename-stage", "gym"), ("change", "shop"), ("move", "shop"), ("delete", "shop"),
    ]  # fmt: skip


def test_the_quarter_adds_the_touchpoint_wished_for_and_raises_an_emotion() -> None:
    touchpoint, emotion = (edit for edit in CATALOG.edits() if edit.kind == "change")
    before = CATALOG.example("gym").records[touchpoint.step - 1]
    assert before.stage == "awareness"
    assert items(touchpoint.text)[:-1] == items(before.values["touchpoint"])
    scores = {choice.key: choice.score or 0 for choice in CATALOG.load("contact-points").with_role("emotion")[0].choices}
    assert scores[emotion.text] > scores[CATALOG.example("shop").records[emotion.step - 1].values["emotion"]]
