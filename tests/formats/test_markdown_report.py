"""Markdown: what people read in a chat or a review, and nothing that a cell could add to it."""

import re
from html import unescape
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sheetsync.formats import markdown
from sheetsync.formats.terminal import printable
from sheetsync.report.build import build
from tests.formats.gym import FOUND, GYM, gym, report

HTML = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MENTION = re.compile(r"@\w|(?<!&)#\w|\bGH-\d|://|www\.")


def test_findings_stand_under_their_stage_and_criteria_in_a_table() -> None:
    assert markdown.render(report(), "vi") == dedent("""\
        ## Phòng tập · customer-journey

        `maps/Phòng tập.xlsx` · 1 lỗi, 1 gợi ý

        ### Cả bản đồ

        - **Gợi ý** Cảm xúc như nhau. — `emotion-flat`, S0:85

        ### Nhận thức

        - **Lỗi** `Bản đồ!F7` Câu hỏi “50% \\*giảm\\*?” chưa có điểm chạm: hãy thêm. — `question-no-touchpoint`, S3:42
          > “Phòng tập có gần không? Có đắt không?”

        ## không đọc được

        `maps/none.xlsx` · Không có bảng tính nào ở maps/none.xlsx. Hãy kiểm tra đường dẫn, hoặc chạy \\`sheetsync list\\` để xem mọi bản đồ.

        ## Theo tiêu chí

        | Tiêu chí | Kết quả |
        |---|---|
        | Cấu trúc bảng tính | không thấy vấn đề |
        | Phạm vi và nhân vật | không thấy vấn đề |
        | Bằng chứng | không thấy vấn đề |
        | Giai đoạn | 1 mục đã được bỏ qua |
        | Câu hỏi và điểm chạm | 1 lỗi |
        | Cảm xúc và điểm đau | 1 gợi ý |
        | Cơ hội và người phụ trách | không thấy vấn đề |
        | Tính cập nhật | không thấy vấn đề |
    """)


def test_waived_findings_stand_behind_the_others_where_they_are_wanted() -> None:
    assert "Ô này còn trống." not in markdown.render(report(), "vi")
    assert dedent("""\
        ### Đã bỏ qua

        - **Cảnh báo** `Bản đồ!F8` Ô này còn trống. — `cell-empty`, S3:35
          Lan bỏ qua ngày 2026-11-20: Quý sau mới làm \\| \\<xong\\>
    """) in markdown.render(report(), "vi", waived=True)


def test_a_cell_in_google_sheets_is_a_link() -> None:
    link = "https://docs.google.com/spreadsheets/d/1a/edit#gid=7&range=F7"
    assert f"- **Error** [`Bản đồ!F7`]({link}) " in markdown.render(build([gym(FOUND._replace(link=link))]), "en")
    file = markdown.render(build([gym(FOUND._replace(link="file:///srv/Gym.xlsx"))]), "en")
    assert "- **Error** `Bản đồ!F7` " in file


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</li></ul><img src=x onerror=alert(1)>",
        "&lt;b&gt; &#64;lan",
        "[a](javascript:alert(1)) ![b](https://evil.example/x.png)",
        "<https://evil.example> https://evil.example www.evil.example mailto:lan@example.com",
        "@lan @here @team/all lan@example.com #12 GH-12 team/repo#12",
        "| a | b |\n|---|---|\n| c | d |",
        "# a\n- b\n> c\n```\nd\n```\n1. e\n---",
        "*a* **b** _c_ ~~d~~ `e` ``f`` \\* \\",
        "\x1b[31m \u202e \u200b",
    ],
    ids=["script", "tags", "entities", "links", "addresses", "mentions", "table", "blocks", "emphasis", "steering"],
)
def test_what_people_typed_is_text_wherever_it_stands(text: str) -> None:
    """Rendered, everything typed is text of one element: no markup comes from it, and no site would find a mention or a link in it."""
    usual = markdown.render(build([gym(FOUND._replace(text="Xin chào"))]), "en")
    sly = FOUND._replace(message=text, text=f"words: {text}")
    shown = markdown.render(build([gym(sly)._replace(title=text, stages=(GYM.main.stages[0]._replace(title=text),))]), "en")

    assert tags(HTML.render(shown)) == tags(HTML.render(usual))
    assert not MENTION.search(without_code(HTML.render(shown)))
    assert all(letter.isprintable() or letter in {"\n", "\u2060"} for letter in shown)


@given(st.text())
def test_whatever_is_typed_is_shown_letter_by_letter(text: str) -> None:
    rendered = HTML.render(f"- x {markdown.plain(text)} x")
    shown = unescape(re.sub(r"</?(?:ul|li)>\n?", "", rendered)).replace("\u2060", "")

    assert not tags(rendered.replace("<ul>", "").replace("<li>", "").replace("</li>", "").replace("</ul>", ""))
    assert shown.split() == f"x {printable(text)} x".split()


def tags(html: str) -> list[str]:
    return re.findall(r"<[^>]*>", html)


def without_code(html: str) -> str:
    return re.sub(r"<code>.*?</code>|&\w+;", "", html)


def test_no_workbook_at_all() -> None:
    assert markdown.render(build([]), "vi") == "Không có bảng tính nào để xem.\n"
