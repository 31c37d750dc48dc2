"""The formats for other programs and places: GitHub's annotations, Markdown, SARIF."""

import json

from sheetsync.errors import WorkbookNotFound
from sheetsync.formats import github, markdown, sarif
from sheetsync.lint.engine import rules
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef, JourneyMap, Stage, Tab
from sheetsync.report.build import Report, build, linted, unreadable

PLACE = FieldRef("map", step="k3", field="touchpoint")
TEXT = "Câu hỏi “50% *giảm*?” chưa có điểm chạm:\nhãy thêm."
FOUND = Finding("question-no-touchpoint", "error", TEXT, PLACE, "awareness", "0123456789abcdef", "S3:42", 2)
HINT = Finding("emotion-flat", "info", "Cảm xúc như nhau.", FieldRef("map", field="emotion"), None, "fedcba9876543210", "S0:85")
GYM = JourneyMap("gym", "customer-journey", 1, "Phòng tập", "vi", {}, {"map": Tab((Stage("awareness", "Nhận thức"),))})
REF = "maps/Phòng tập.xlsx"


def report() -> Report:
    return build(
        [
            linted(REF, GYM, None, [FOUND, HINT], lambda ref: CellRef("Bản đồ", 6, 5) if ref.step else None),
            unreadable("maps/none.xlsx", WorkbookNotFound("maps/none.xlsx")),
        ]
    )


def test_github_gets_one_command_a_finding_with_its_letters_escaped() -> None:
    assert github.render(report(), "vi").splitlines() == [
        (
            "::error file=maps/Phòng tập.xlsx,line=7,col=6,title=question-no-touchpoint (S3%3A42)"
            "::Bản đồ!F7: Câu hỏi “50%25 *giảm*?” chưa có điểm chạm: hãy thêm."
        ),
        "::notice file=maps/Phòng tập.xlsx,title=emotion-flat (S0%3A85)::Cảm xúc như nhau.",
        (
            "::error file=maps/none.xlsx,title=not-found::Không có bảng tính nào ở maps/none.xlsx. "
            "Hãy kiểm tra đường dẫn, hoặc chạy `sheetsync list` để xem mọi bản đồ."
        ),
    ]


def test_a_cell_can_smuggle_in_no_command() -> None:
    sly = Finding("cell-empty", "error", "a\n::error::b\x1b[31m", PLACE, "awareness", "0123456789abcdef", "S3:35")
    (line,) = github.render(build([linted(REF, GYM, None, [sly], lambda _: None)]), "vi").splitlines()
    assert line.endswith("::a ::error::b\\x1b[31m")


def test_markdown_groups_by_stage_and_means_only_what_it_shows() -> None:
    assert markdown.render(report(), "vi") == (
        "## Phòng tập · customer-journey\n"
        "\n"
        "`maps/Phòng tập.xlsx` · 1 lỗi, 1 gợi ý\n"
        "\n"
        "### Cả bản đồ\n"
        "\n"
        "- **Gợi ý** Cảm xúc như nhau. — `emotion-flat`, S0:85\n"
        "\n"
        "### Nhận thức\n"
        "\n"
        "- **Lỗi** `Bản đồ!F7` Câu hỏi “50% \\*giảm\\*?” chưa có điểm chạm: hãy thêm. — `question-no-touchpoint`, S3:42\n"
        "\n"
        "## không đọc được\n"
        "\n"
        "`maps/none.xlsx` · Không có bảng tính nào ở maps/none.xlsx. Hãy kiểm tra đường dẫn, hoặc chạy \\`sheetsync list\\` để xem mọi bản đồ.\n"
    )


def test_sarif_names_rules_places_and_lasting_fingerprints() -> None:
    log = json.loads(sarif.render(report(), "vi"))
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (log["version"], driver["name"], len(driver["rules"])) == ("2.1.0", "sheetsync", len(rules()))
    first, second = run["results"]
    assert driver["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "question-no-touchpoint"
    assert (first["level"], second["level"]) == ("error", "note")
    assert first["partialFingerprints"] == {"sheetsync/v1": "0123456789abcdef"}
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "maps/Ph%C3%B2ng%20t%E1%BA%ADp.xlsx"},
                "region": {"startLine": 7, "startColumn": 6},
            },
            "logicalLocations": [{"fullyQualifiedName": "Bản đồ!F7", "kind": "element"}],
        }
    ]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [note["descriptor"]["id"] for note in invocation["toolExecutionNotifications"]] == ["not-found"]
