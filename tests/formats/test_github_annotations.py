"""GitHub's annotations: one command a line, and nothing that a cell could add to them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.formats import github
from sheetsync.formats.terminal import printable
from sheetsync.model.finding import Finding
from sheetsync.report.build import build
from tests.formats.gym import EMPTY, FOUND, PLACE, gym, report


def test_one_command_a_finding_with_what_is_found_and_how_to_fix_it() -> None:
    assert github.render(report(), "vi").splitlines() == [
        (
            "::error file=maps/Phòng tập.xlsx,line=7,col=6,title=question-no-touchpoint (S3%3A42)"
            "::Phòng tập, Bản đồ!F7: Câu hỏi “50%25 *giảm*?” chưa có điểm chạm: hãy thêm.%0AHãy ghi một điểm chạm."
        ),
        "::notice file=maps/Phòng tập.xlsx,title=emotion-flat (S0%3A85)::Phòng tập: Cảm xúc như nhau.",
        (
            "::error file=maps/none.xlsx,title=not-found::Không có bảng tính nào ở maps/none.xlsx. "
            "Hãy kiểm tra đường dẫn, hoặc chạy `sheetsync list` để xem mọi bản đồ."
        ),
    ]


def test_waived_findings_are_notices_where_they_are_wanted() -> None:
    line = github.render(report(), "vi", waived=True).splitlines()[2]
    assert line.startswith("::notice file=maps/Phòng tập.xlsx,line=8,col=6,title=cell-empty (S3%3A35)::")
    assert line.endswith("Ô này còn trống.%0ALan bỏ qua ngày 2026-11-20: Quý sau mới làm | <xong>")


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        ("maps/a,b:c%.xlsx", "file=maps/a%2Cb%3Ac%25.xlsx,line=7,col=6,"),
        ("maps/a\nb\x1b.xlsx", "file=maps/a b\\x1b.xlsx,line=7,col=6,"),
        ("https://docs.google.com/spreadsheets/d/1/edit", ""),
    ],
    ids=["letters that mean something", "letters that steer", "no file"],
)
def test_properties_name_the_file_with_its_letters_escaped(ref: str, place: str) -> None:
    (line,) = github.render(build([gym(FOUND)._replace(ref=ref)]), "vi").splitlines()
    assert line.startswith(f"::error {place}title=question-no-touchpoint (S3%3A42)::")


@pytest.mark.parametrize("text", ["a\n::error::b", "a\r\n::set-output name=x::b", "a\u2028::error::b", "\x1b[31m", "%0A::error::b"])
def test_a_cell_can_smuggle_in_no_command(text: str) -> None:
    sly = Finding("cell-empty", "error", text, PLACE, "awareness", "0123456789abcdef", "S3:35")
    shown = github.render(build([gym(sly)]), "vi")
    assert shown.count("\n") == 1
    assert all(letter.isprintable() for letter in shown[:-1])
    assert "%0A::" not in shown.replace("%250A::", "")


@given(st.text(), st.text())
def test_github_reads_what_was_meant(title: str, message: str) -> None:
    """Read back as GitHub's runner does, an annotation has the file and the message that went in, whatever letters are in them."""
    found = FOUND._replace(message=message, fix="")
    (line,) = github.render(build([gym(found)._replace(ref=f"maps/{title}.xlsx", title="Gym")]), "en").split("\n")[:-1]
    command = re.fullmatch(r"::(\w+) ([^:]*(?:%3A[^:]*)*)::(.*)", line)
    assert command
    properties = dict(part.split("=", 1) for part in command[2].split(","))

    assert command[1] == "error"
    assert unquote(properties["file"]) == printable(f"maps/{title}.xlsx")
    assert properties["title"] == "question-no-touchpoint (S3%3A42)"
    assert unquote(command[3]) == printable(f"Gym, Bản đồ!F7: {message}")


def unquote(text: str) -> str:
    for code, letter in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def test_a_group_is_one_annotation_as_bad_as_its_worst() -> None:
    mild = EMPTY._replace(group="cell-empty:awareness", severity="info")
    group = [mild, mild._replace(fingerprint="00000000000000bb", severity="error")]
    (line,) = github.render(build([gym(*group)]), "en").splitlines()
    assert line.startswith("::error ")
    assert line.endswith("Ô này còn trống (and 1 more like this).")


def test_nothing_found_prints_nothing() -> None:
    assert github.render(build([gym()]), "en") == ""
