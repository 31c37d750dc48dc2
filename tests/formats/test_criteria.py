"""How maps stand by the criteria of an expert's review: counted, and never perfect where nobody looked."""

import json as standard

import pytest

from sheetsync.formats import json, markdown, text
from sheetsync.formats._criteria import standings
from sheetsync.lint.criteria import CRITERIA, criterion_of
from sheetsync.lint.engine import rules
from sheetsync.report.build import MapReport, build
from tests.formats.gym import ALL, EMPTY, FOUND, HINT, WAIVED, gym

GROUND = ("persona-no-evidence", "walkthrough-missing")
ASSUMED = [HINT._replace(rule=rule, severity="warning", fingerprint=f"{at:016x}") for at, rule in enumerate(GROUND)]


def states(report: MapReport) -> dict[str, str]:
    return {standing.criterion.key: standing.state for standing in standings(report)}


def test_every_rule_belongs_to_the_criterion_of_its_order() -> None:
    assert {criterion_of(rule).key for rule in rules()} == {criterion.key for criterion in CRITERIA}
    assert {rule.slug: criterion_of(rule).key for rule in rules() if rule.slug in {"persona-missing", "walkthrough-missing", "review-overdue"}} == {
        "persona-missing": "scope",
        "walkthrough-missing": "evidence",
        "review-overdue": "freshness",
    }


def test_a_criterion_is_open_waived_clear_or_unchecked() -> None:
    ran = tuple(slug for slug in ALL if slug != "emotion-flat" and not slug.startswith(("review", "meeting", "snapshot", "third")))
    shown = states(gym(FOUND, waived=(WAIVED,), ran=ran))
    assert shown == {
        "structure": "clear",
        "scope": "clear",
        "evidence": "clear",
        "stages": "waived",
        "touchpoints": "open",
        "emotions": "clear",
        "opportunities": "clear",
        "freshness": "unchecked",
    }


@pytest.mark.parametrize(
    ("report", "state"),
    [
        (gym(*ASSUMED), "open"),
        (gym(ASSUMED[1]), "open"),
        (gym(waived=tuple(WAIVED._replace(finding=one) for one in ASSUMED)), "waived"),
        (gym(ran=tuple(slug for slug in ALL if slug not in GROUND)), "unchecked"),
        (gym(ran=()), "unchecked"),
    ],
    ids=["nobody asked, nobody walked it", "nobody walked it", "waived", "rules off", "not linted"],
)
def test_a_map_on_assumptions_only_never_looks_perfect(report: MapReport, state: str) -> None:
    assert states(report)["evidence"] == state
    for language, perfect in (("vi", "Không có gì cần bổ sung."), ("en", "Nothing to add.")):
        for shown in (text.render(build([report]), language), markdown.render(build([report]), language)):
            assert perfect not in shown
            assert "nothing to add." not in shown.casefold()


def test_a_map_with_nothing_left_to_say_is_told_so() -> None:
    assert set(states(gym()).values()) == {"clear"}
    assert "  ✓ Nothing to add.\n" in text.render(build([gym()]), "en")


def test_the_text_report_closes_with_every_criterion() -> None:
    ran = tuple(slug for slug in ALL if slug not in GROUND)
    shown = text.render(build([gym(FOUND, HINT, waived=(WAIVED,), ran=ran)]), "en", 80).split("\n\n")
    assert shown[-2].splitlines() == [
        "By criterion",
        "  ✓ Structure                  nothing found",
        "  ✓ Scope and actor            nothing found",
        "  – Evidence                   not checked",
        "  – Stages                     1 waived",
        "  ✗ Questions and touchpoints  1 error",
        "  • Emotions and pains         1 hint",
        "  ✓ Opportunities and owners   nothing found",
        "  ✓ Freshness                  nothing found",
        "    Not checked: no rule for it ran; `--profile strict` runs them all.",
    ]
    assert shown[-1] == "1 error and 1 hint in 1 map.\n"


def test_over_many_maps_it_says_in_how_many() -> None:
    ran = tuple(slug for slug in ALL if slug not in GROUND)
    shown = text.render(build([gym(FOUND), gym(FOUND, ran=ran), gym(EMPTY, waived=(WAIVED,))]), "en", 120)
    assert "  ✗ Questions and touchpoints  2 errors in 2 of 3 maps\n" in shown
    assert "  – Evidence                   nothing found; 1 of 3 maps not checked\n" in shown
    assert "  ▲ Stages                     1 warning in 1 of 3 maps; 1 waived\n" in shown
    vi = text.render(build([gym(FOUND), gym(FOUND, ran=ran), gym(EMPTY, waived=(WAIVED,))]), "vi", 120)
    assert "  ✗ Câu hỏi và điểm chạm       2 lỗi ở 2/3 bản đồ\n" in vi
    assert "  – Bằng chứng                 không thấy vấn đề; 1 bản đồ chưa kiểm tra\n" in vi
    assert "  ▲ Giai đoạn                  1 cảnh báo ở 1/3 bản đồ; 1 mục đã được bỏ qua\n" in vi


def test_where_only_the_structure_was_looked_at_there_is_nothing_to_sum_up() -> None:
    report = build([gym(ran=tuple(rule.slug for rule in rules() if rule.structural))])
    for shown in (text.render(report, "en"), markdown.render(report, "en")):
        assert "By criterion" not in shown
        assert "Nothing to add in what was checked." in shown


def test_json_has_every_criterion_of_every_map() -> None:
    (shown,) = standard.loads(json.render(build([gym(FOUND, waived=(WAIVED,))]), "en"))["maps"]
    assert [each["criterion"] for each in shown["criteria"]] == [criterion.key for criterion in CRITERIA]
    by_key = {each["criterion"]: each for each in shown["criteria"]}
    assert by_key["touchpoints"]["state"] == "open"
    assert by_key["touchpoints"]["counts"] == {"error": 1, "warning": 0, "info": 0}
    assert (by_key["stages"]["state"], by_key["stages"]["waived"]) == ("waived", 1)
    assert by_key["freshness"] == {
        "criterion": "freshness",
        "state": "clear",
        "rules": sum(criterion_of(rule).key == "freshness" for rule in rules()),
        "counts": {"error": 0, "warning": 0, "info": 0},
        "waived": 0,
    }
