"""The worked examples of the documents, linted as an expert would review them: whole tables, to read."""

from collections.abc import Mapping
from datetime import date

import pytest

from sheetsync.catalog import builtin
from sheetsync.cli.demo import filled
from sheetsync.lint.engine import lint
from sheetsync.lint.examples import context, parse
from sheetsync.lint.rule import Context
from sheetsync.model.finding import Finding
from sheetsync.model.journey import MAIN, JourneyMap, Tab
from sheetsync.tasks.provision import blank_map
from tests.corpus.reading import read

CATALOG = builtin()
TODAY = date(2026, 11, 22)


def example(name: str) -> JourneyMap:
    told = CATALOG.example(name)
    return filled(blank_map(CATALOG.load(told.type), told.title, name, language=told.language, stages=told.stages), told)


def found(journey: JourneyMap, profile: str = "") -> tuple[Finding, ...]:
    map_type = CATALOG.load(journey.type)
    return lint(Context(journey, map_type, TODAY), profile=profile or map_type.profile, language=journey.language)


def table(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{finding.severity} | {finding.rule} | {finding.message}" for finding in findings)


def expected(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


# The gym of S3


@pytest.mark.parametrize("name", ["gym", "gym-en"])
def test_the_gym_has_no_errors_under_the_method_it_comes_from(name: str) -> None:
    journey = example(name)

    assert CATALOG.load(journey.type).profile == "zapier"
    assert {finding.severity for finding in found(journey)} == {"warning"}


STRICT_GYM: Mapping[str, str] = {
    "gym": """
        warning | scenario-missing | Bản đồ chưa ghi “Bối cảnh”: khách đang ở tình huống nào?
        warning | persona-no-evidence | Chân dung “Mai” chưa dựa trên khảo sát nào: trang “Khảo sát” còn trống.
        warning | too-many-actions | Cả hành trình đòi khách làm 16 việc; nên giữ tối đa 15.
        warning | emotion-missing | Bản đồ cho biết khách nghĩ gì nhưng không có chỗ ghi cảm xúc; nên lập thêm bản đồ trạng thái hiện tại.
        warning | owner-missing | Bản đồ chưa có người phụ trách; các giai đoạn cũng chưa có đủ người lo.
        info | metric-missing | Chưa giai đoạn nào trong 5 giai đoạn có chỉ số đo hay nguồn phản hồi.
        warning | gap-without-plan | Ở “Nhận thức”, 1 điểm chạm còn thiếu chưa có người phụ trách và thời hạn.
        warning | gap-without-plan | Ở “Cân nhắc”, 1 điểm chạm còn thiếu chưa có người phụ trách và thời hạn.
        warning | gap-without-plan | Ở “Chuyển đổi”, 1 điểm chạm còn thiếu chưa có người phụ trách và thời hạn.
        warning | gap-without-plan | Ở “Giữ chân”, 1 điểm chạm còn thiếu chưa có người phụ trách và thời hạn.
        warning | gap-without-plan | Ở “Lòng trung thành với thương hiệu”, 1 điểm chạm còn thiếu chưa có người phụ trách và thời hạn.
        warning | review-date-missing | Bản đồ chưa được rà soát lần nào nên chưa biết khi nào tới hạn.
    """,
    "gym-en": """
        warning | scenario-missing | “Scenario” is blank: what situation is the customer in?
        warning | persona-no-evidence | No survey stands behind the persona “Mai”: the tab “Survey” holds no answers.
        warning | too-many-actions | The whole journey asks customers to do 16 things; keep it to 15 at most.
        warning | emotion-missing | The map tells what customers think and has no place for what they feel; draw a current-state map beside it.
        warning | owner-missing | This map has no owner, and some of its stages have none either.
        info | metric-missing | None of the 5 stages has a metric or a source of feedback.
        warning | gap-without-plan | In “Awareness”, there is no owner and no date for the missing touchpoint.
        warning | gap-without-plan | In “Consideration”, there is no owner and no date for the missing touchpoint.
        warning | gap-without-plan | In “Conversion”, there is no owner and no date for the missing touchpoint.
        warning | gap-without-plan | In “Retention”, there is no owner and no date for the missing touchpoint.
        warning | gap-without-plan | In “Brand loyalty”, there is no owner and no date for the missing touchpoint.
        warning | review-date-missing | The map was never reviewed, so nobody can tell when it is due.
    """,
}


@pytest.mark.parametrize("name", STRICT_GYM)
def test_under_strict_the_gym_hears_what_an_expert_would_say(name: str) -> None:
    assert table(found(example(name), "strict")) == expected(STRICT_GYM[name])


@pytest.mark.parametrize("name", ["gym", "gym-en"])
def test_without_its_persona_the_gym_is_about_nobody(name: str) -> None:
    """As S3 prints it the gym has no persona; the one in our example is ours."""
    journey = example(name)
    nobody = journey._replace(values={}, tabs={**journey.tabs, "personas": Tab()})
    told = [finding.rule for finding in found(nobody, "strict")]

    assert told[:4] == ["objective-missing", "persona-missing", "scenario-missing", "scope-bounds-missing"]
    assert "persona-no-evidence" not in told


def test_an_empty_stage_is_told_once_and_its_cells_not_at_all() -> None:
    journey = example("gym")
    kept = tuple(record for record in journey.main.records if record.stage != "retention")
    emptied = journey._replace(tabs={**journey.tabs, MAIN: journey.main._replace(records=kept)})

    assert [finding.rule for finding in found(emptied, "strict") if finding.stage == "retention"] == ["stage-empty"]


def test_a_row_that_is_blank_everywhere_is_told_once_with_the_number_of_steps() -> None:
    journey = example("gym-en")
    blank = tuple(record._replace(values={key: text for key, text in record.values.items() if key != "action"}) for record in journey.main.records)
    emptied = journey._replace(tabs={**journey.tabs, MAIN: journey.main._replace(records=blank)})

    assert table(tuple(finding for finding in found(emptied) if finding.rule == "cell-empty")) == expected("""
        warning | cell-empty | “Activities” is blank in all 5 steps.
    """)


# The shop of S1


def test_the_shop_has_the_27_contact_points_of_its_story() -> None:
    points = [record for record in example("shop").main.records if "touchpoint" in record.values]

    assert len(points) == 27


def test_two_of_its_contact_points_are_feelings() -> None:
    shop = example("shop")
    order = [record.id for record in shop.main.records]
    moods = [finding for finding in found(shop) if finding.rule == "touchpoint-is-feeling"]

    assert [order.index(finding.ref.step or "") + 1 for finding in moods] == [13, 24]
    assert [finding.message for finding in moods] == [
        "Ở “Trong khi mua”, điểm tiếp xúc 5, “Thái độ thân thiện của nhân viên” là cảm xúc hay thái độ, chưa phải điểm chạm.",
        "Ở “Sau khi mua”, điểm tiếp xúc 3, “Cảm thấy rất hài lòng” là cảm xúc hay thái độ, chưa phải điểm chạm.",
    ]


def test_missing_programs_are_told_once_a_stage_with_their_number() -> None:
    missing = tuple(finding for finding in found(example("shop")) if finding.rule == "touchpoint-no-program")

    assert [finding.count for finding in missing] == [8, 10, 3, 4, 2]
    assert table(missing) == expected("""
        error | touchpoint-no-program | Ở “Trước khi mua”, cả 8 điểm tiếp xúc đều chưa có quy trình hay chương trình nào.
        error | touchpoint-no-program | Ở “Trong khi mua”, cả 10 điểm tiếp xúc đều chưa có quy trình hay chương trình nào.
        error | touchpoint-no-program | Ở “Tại nhà”, cả 3 điểm tiếp xúc đều chưa có quy trình hay chương trình nào.
        error | touchpoint-no-program | Ở “Sau khi mua”, cả 4 điểm tiếp xúc đều chưa có quy trình hay chương trình nào.
        error | touchpoint-no-program | Ở “Quay lại và giới thiệu”, cả 2 điểm tiếp xúc đều chưa có quy trình hay chương trình nào.
    """)


def test_what_only_some_contact_points_of_a_stage_lack_is_told_one_by_one_and_shown_as_one_above_five() -> None:
    feelings = [finding for finding in found(example("shop")) if finding.rule == "touchpoint-no-feeling"]

    assert [(finding.stage, finding.group) for finding in feelings] == [
        *[("before", "touchpoint-no-feeling:before")] * 6,
        ("during", None),
        *[("after", None)] * 2,
    ]


# A map on assumptions only


@pytest.mark.parametrize("profile", ["hubspot", "strict"])
def test_a_map_on_assumptions_only_never_looks_perfect(profile: str) -> None:
    """A careful team's map hears only of its evidence, once survey and walkthroughs are taken away."""
    labelled = read("06-chuoi-ca-phe")
    map_type = CATALOG.load(labelled.example.type)
    journey = filled(blank_map(map_type, labelled.example.title, "m", language="vi", stages=labelled.example.stages), labelled.example)
    assumed = journey._replace(tabs={**journey.tabs, "survey": Tab(), "walkthroughs": Tab()})
    before, after = ({finding.rule for finding in found(one, profile)} for one in (journey, assumed))

    assert after - before == {"persona-no-evidence", "walkthrough-missing"}


# One cause is told once, by the rule that says most


@pytest.mark.parametrize(
    ("text", "told", "silent"),
    [
        ("type: customer-journey\nstage | thought\nawareness | Is it near?", "question-no-touchpoint", "gap-not-listed"),
        ("type: customer-journey\nstage | thought\nawareness | Is it near?", "question-no-touchpoint", "cell-empty at touchpoint"),
        ("type: future-state\nstage | action\nsearch | Asks a friend", "future-no-goal", "stage-goal-missing"),
        ("type: future-state\nstage | action | emotion\nsearch | Waits | annoyed", "future-no-change", "low-no-opportunity"),
        ("type: hourglass\nstage | touchpoint\nknow | Poster\nknow | Flyer", "touchpoint-no-feeling", "emotion-missing"),
        ("type: hourglass\nstage | touchpoint\nknow | Poster\nknow | Flyer", "touchpoint-no-program", "cell-empty at program"),
        ("type: current-state\nstage | pain | emotion\nsearch | Surprising fee | annoyed", "pain-no-mitigation", "low-no-opportunity"),
        ("type: current-state\n\n[changes]\nchange | reason | stage\nShow the fee | |", "change-not-linked", "opportunity-untied"),
    ],
)
def test_of_two_rules_with_one_cause_the_more_useful_one_speaks(text: str, told: str, silent: str) -> None:
    shown = parse(text, "en")
    map_type = CATALOG.load(shown.type)
    spoken = lint(context(shown, map_type, "en", TODAY), profile="strict")
    rule, _, field = silent.partition(" at ")

    assert told in {finding.rule for finding in spoken}
    assert (rule, field or None) not in {(finding.rule, finding.ref.field if field else None) for finding in spoken}
