"""The report at a terminal: what people see, character by character."""

import re
from datetime import UTC, timedelta, timezone
from textwrap import dedent

import pytest

from sheetsync.catalog import builtin
from sheetsync.errors import NotAWorkbook
from sheetsync.formats import github, markdown, text
from sheetsync.formats.terminal import Paint, cells, columns, printable, wrap
from sheetsync.model.finding import Finding, Severity
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef, JourneyMap, Stage, Tab
from sheetsync.model.words import Text
from sheetsync.report.build import MapReport, build, linted, unreadable
from tests.formats.gym import ALL, WAIVED


def finding(rule: str, severity: Severity, message: str, stage: str | None, row: int, *, group: str | None = None) -> Finding:
    return Finding(
        rule, severity, message, FieldRef("map", step=f"s{row}"), stage, f"{rule}{row}", "S3:42", group=group, cell=CellRef("Bản đồ", row, 5)
    )


def one_map(*findings: Finding, title: str = "Phòng tập") -> MapReport:
    return MapReport(
        ref="maps/gym.xlsx",
        status="ok",
        map="gym",
        type="customer-journey",
        title=title,
        type_title=Text("Hành trình khách hàng", "Customer journey"),
        stages=(Stage("awareness", "Nhận thức"), Stage("loyalty", "Lòng trung thành")),
        findings=findings,
        ran=ALL,
    )


def findings_of(shown: str) -> str:
    """A report without what it says by criterion."""
    return re.sub(r"\n(?:Theo tiêu chí|By criterion)\n(?:  .*\n)+", "", shown)


GYM = one_map(
    finding("persona-missing", "warning", "Bản đồ chưa chọn chân dung khách hàng nào.", None, 3),
    finding("question-no-touchpoint", "error", "Ở “Lòng trung thành”, chưa có điểm chạm nào trả lời 2 câu hỏi của khách hàng.", "loyalty", 8),
    finding("gap-without-plan", "warning", "Ở “Nhận thức”, 1 điểm chạm còn thiếu chưa có người phụ trách và thời hạn.", "awareness", 4),
)


def test_a_report_in_vietnamese() -> None:
    assert findings_of(text.render(build([GYM]), "vi", 100)) == dedent("""\
        Phòng tập · Hành trình khách hàng · maps/gym.xlsx

          Cả bản đồ
            ▲ Bản đồ!F4  Bản đồ chưa chọn chân dung khách hàng nào.  persona-missing · S3:42

          Nhận thức
            ▲ Bản đồ!F5  Ở “Nhận thức”, 1 điểm chạm còn thiếu chưa có người phụ trách và thời hạn.
                         gap-without-plan · S3:42

          Lòng trung thành
            ✗ Bản đồ!F9  Ở “Lòng trung thành”, chưa có điểm chạm nào trả lời 2 câu hỏi của khách hàng.
                         question-no-touchpoint · S3:42

        1 lỗi và 2 cảnh báo trong 1 bản đồ.
    """)


def test_a_report_in_english_on_a_narrow_terminal() -> None:
    report = one_map(finding("question-no-touchpoint", "error", "In “Nhận thức”, no touchpoint answers the customer's question.", "awareness", 4))

    assert findings_of(text.render(build([report]), "en", 60)) == dedent("""\
        Phòng tập · Customer journey · maps/gym.xlsx

          Nhận thức
            ✗ Bản đồ!F5  In “Nhận thức”, no touchpoint answers the
                         customer's question.
                         question-no-touchpoint · S3:42

        1 error in 1 map.
    """)


@pytest.mark.parametrize(
    ("language", "clean", "summary"),
    [("vi", "Không có gì cần bổ sung.", "Đã xem 2 bản đồ: không có gì cần bổ sung."), ("en", "Nothing to add.", "Looked at 2 maps: nothing to add.")],
)
def test_a_clean_map_is_told_so(language: str, clean: str, summary: str) -> None:
    lines = text.render(build([one_map(), one_map()]), language).splitlines()

    assert lines[1] == f"  ✓ {clean}"
    assert lines[-1] == summary


def test_a_workbook_that_cant_be_read_says_why_and_is_counted() -> None:
    broken = unreadable("maps/x.xlsx", NotAWorkbook("maps/x.xlsx", en="it is no zip file", vi="không phải tệp zip"))

    assert text.render(build([broken]), "en", 80) == dedent("""\
        unreadable · maps/x.xlsx
          ✗ maps/x.xlsx can't be read as an .xlsx workbook: it is no zip file. Open it
            in Excel or LibreOffice and save it again as .xlsx.

        1 workbook could not be read.
    """)
    assert text.render(build([GYM, broken]), "vi").endswith("1 lỗi và 2 cảnh báo trong 1 bản đồ. 1 bảng tính không đọc được.\n")


def test_a_cell_on_a_tab_with_a_long_title_stands_on_a_line_of_its_own() -> None:
    far = CellRef("A tab with quite a long title", 4, 5)
    report = one_map(Finding("cell-empty", "warning", "It is blank.", FieldRef("map"), None, "f", "S3:35", cell=far))

    assert text.render(build([report]), "en", 60).splitlines()[3:5] == [
        "    ▲ A tab with quite a long title!F5",
        "                       It is blank.  cell-empty · S3:35",
    ]


def test_a_group_is_one_line_with_its_size() -> None:
    six = [finding("cell-empty", "warning", "Một ô còn trống.", "awareness", row, group="cell-empty:awareness") for row in range(6)]

    shown = text.render(build([one_map(*six)]), "vi")

    assert shown.count("cell-empty") == 1
    assert "Một ô còn trống (và 5 chỗ nữa như vậy)." in shown
    assert shown.endswith("6 cảnh báo trong 1 bản đồ.\n")


@pytest.mark.parametrize(
    ("counts", "language", "sentence"),
    [
        ((1, 1, 1), "en", "1 error, 1 warning and 1 hint in 1 map."),
        ((2, 2, 2), "en", "2 errors, 2 warnings and 2 hints in 1 map."),
        ((2, 0, 1), "vi", "2 lỗi và 1 gợi ý trong 1 bản đồ."),
    ],
)
def test_the_summary_counts_in_words(counts: tuple[int, int, int], language: str, sentence: str) -> None:
    severities: list[Severity] = [*["error"] * counts[0], *["warning"] * counts[1], *["info"] * counts[2]]  # type: ignore[list-item]
    report = one_map(*(finding("a-rule", severity, "…", None, row) for row, severity in enumerate(severities)))

    assert text.render(build([report]), language).splitlines()[-1] == sentence


def test_no_workbook_at_all() -> None:
    assert text.render(build([]), "en") == "There is no workbook to look at.\n"


def test_cells_of_a_sheet_never_steer_the_terminal() -> None:
    evil = "\x1b[2J\x9b31m\u202egnp.exe\u2066\x00\x07\x7f\ud800"
    report = one_map(finding("placeholder-left", "warning", f"Sample {evil} text", "awareness", 4), title=f"Gym {evil}")

    shown = text.render(build([report]), "en", colour=False)

    assert "\\x1b[2J\\x9b31m\\u202egnp.exe\\u2066\\x00\\x07\\x7f\\ud800" in shown
    assert all(letter.isprintable() or letter == "\n" for letter in shown)


def test_colour_only_adds_codes() -> None:
    plain = text.render(build([GYM]), "vi", 100)
    coloured = text.render(build([GYM]), "vi", 100, colour=True)

    assert "\x1b[31m✗\x1b[0m" in coloured
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1;36m", "\x1b[31;1m", "\x1b[33;1m"):
        coloured = coloured.replace(code, "")
    assert coloured == plain


def test_the_words_of_the_cell_stand_under_its_finding_unless_its_message_says_them() -> None:
    words = "Bạn tôi đăng ảnh tập;\n  thấy quảng cáo 24/7 ở ngã tư, rồi hỏi thử trên Facebook xem giá bao nhiêu"
    (found,) = one_map(finding("touchpoint-vague", "warning", "Điểm chạm này quá chung.", "awareness", 4)).findings
    said = found._replace(rule="emotion-off-scale", message="“vui vui” không có trong thang.", text="vui vui", fingerprint="x")

    assert dedent("""\
        ▲ Bản đồ!F5  Điểm chạm này quá chung.  touchpoint-vague · S3:42
                     “Bạn tôi đăng ảnh tập; thấy quảng cáo 24/7 ở ngã tư, rồi hỏi…”
        ▲ Bản đồ!F5  “vui vui” không có trong thang.  emotion-off-scale · S3:42
    """) in dedent(text.render(build([one_map(found._replace(text=words), said)]), "vi").replace("\n\n", "\n")).replace("\n    ", "\n")


def test_links_wrap_the_cell_and_nothing_else() -> None:
    link = "https://docs.google.com/spreadsheets/d/1a/edit#gid=7&range=F5"
    (found,) = one_map(finding("stage-empty", "error", "Ở “Nhận thức”, chưa có nội dung nào.", "awareness", 4)).findings
    report = build([one_map(found._replace(link=link))])

    linked = text.render(report, "vi", links=True)
    assert f"\x1b]8;;{link}\x1b\\Bản đồ!F5\x1b]8;;\x1b\\  Ở “Nhận thức”" in linked
    assert re.sub(r"\x1b]8;;.*?\x1b\\", "", linked) == text.render(report, "vi")


@pytest.mark.parametrize("link", ["", "maps/gym.xlsx", "https://a b", "https://a\x1b\\", "file:///Phòng", "x:" + "a" * 3000])
def test_what_is_no_address_is_no_link(link: str) -> None:
    assert Paint(colour=False, links=True).link("E7", link) == "E7"
    assert Paint(colour=True).link("E7", "https://example.com") == "E7"


def test_waived_findings_stand_behind_the_others_with_who_when_and_why() -> None:
    report = build([one_map()._replace(waived=(WAIVED,))])

    assert "Lan" not in text.render(report, "vi")
    assert findings_of(text.render(report, "vi", waived=True)) == dedent("""\
        Phòng tập · Hành trình khách hàng · maps/gym.xlsx
          ✓ Không còn gì cần bổ sung, ngoài 1 mục đã được bỏ qua.

          Đã bỏ qua
            – Bản đồ!F8  Ô này còn trống.  cell-empty · S3:35
                         Lan bỏ qua ngày 2026-11-20: Quý sau mới làm | <xong>

        Đã xem 1 bản đồ: không còn gì cần bổ sung, ngoài 1 mục đã được bỏ qua.
    """)


def test_the_day_of_a_waiver_is_that_of_the_workspace() -> None:
    late = WAIVED._replace(at="2026-11-20T20:00:00.000000Z")
    there = timezone(timedelta(hours=7))
    for zone, day in ((UTC, "2026-11-20"), (there, "2026-11-21")):
        report = build([one_map()._replace(waived=(late,), zone=zone)])
        for render in (text.render, markdown.render, github.render):
            assert f"waived by Lan on {day}" in render(report, "en", waived=True)


def test_a_stage_that_is_missing_is_headed_by_its_title() -> None:
    map_type = builtin().load("customer-journey")
    journey = JourneyMap("gym", "customer-journey", 1, "Phòng tập", "vi", {}, {"map": Tab((Stage("awareness", "Nhận thức"),))})
    report = build([linted("a.xlsx", journey, map_type, [finding("stage-missing", "error", "Thiếu một giai đoạn.", "loyalty", 3)], lambda _: None)])
    assert "\n  Lòng trung thành với thương hiệu\n" in text.render(report, "vi")
    assert "\n### Lòng trung thành với thương hiệu\n" in markdown.render(report, "vi")


def test_pieces_are_the_report() -> None:
    assert "".join(text.pieces(iter([GYM, one_map()]), "vi", 80)) == text.render(build([GYM, one_map()]), "vi", 80)


# The terminal's own words


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("a\nb\tc", "a b c"), ("điểm chạm", "điểm chạm"), ("\x1b", "\\x1b"), ("👩‍🍳", "👩‍🍳"), ("\U000e0041", "\\U000e0041")],
)
def test_printable(raw: str, shown: str) -> None:
    assert printable(raw) == shown


def test_widths_count_cells_not_characters() -> None:
    assert cells("điểm chạm") == 9
    assert cells("ê\u0302") == 1
    assert cells("日本") == 4
    assert wrap("日本 日本 x", 5) == ["日本", "日本", "x"]
    assert wrap("abcdefgh ij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("", 4) == [""]
    assert columns([("日", "a"), ("bcd", "e")]) == ["日   a", "bcd  e"]
    assert Paint(colour=False)("x", "bold") == "x"
