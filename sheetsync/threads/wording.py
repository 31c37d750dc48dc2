"""The words of our comments, in the map's language: what is missing, why it matters, how to fix it."""

from collections.abc import Sequence

from sheetsync.model.finding import Finding
from sheetsync.model.sources import named
from sheetsync.model.words import Language, Text

LONGEST = 1800
"""Bytes of UTF-8 that a comment's words may take, so that its tag, and ``BACK`` or a link to its cell above them, fit into Google's 2,048 too."""

DEFUSED = "\u2060"
"""A word joiner after ``@`` or ``+``: looks like nothing, and keeps a quoted address from calling somebody in."""

FIXED = Text(vi="Chỗ này đã ổn, cảm ơn bạn. sheetsync đóng ghi chú này.", en="This is settled now, thank you. Closed by sheetsync.")
ROW_GONE = Text(vi="Ô này không còn trên bản đồ nên sheetsync đóng ghi chú.", en="This cell is no longer on the map, so this comment is closed.")
NOT_CHECKED = Text(vi="sheetsync không còn kiểm tra điều này nên đóng ghi chú.", en="This is no longer checked, so this comment is closed.")
TOLD_ELSEWHERE = Text(
    vi="sheetsync đã gộp điều này với những chỗ khác vào một ghi chú chung.", en="This is told together with others in another comment now."
)
ALL_TOLD = Text(
    vi="Không còn gì phải nói gộp nữa nên sheetsync đóng ghi chú chung này.", en="Nothing is left to be told together, so this comment is closed."
)
KNOWN = Text(vi="đã biết từ trước", en="it was known before")
"""Why a finding is skipped that people accepted as known."""
TWICE = Text(vi="Một ghi chú khác đã nói điều này nên sheetsync đóng ghi chú này.", en="Another comment says this already, so this one is closed.")
BACK = Text(vi="Chỗ này lại cần bạn xem:", en="This is open again:")


def waived(reason: str, language: Language) -> str:
    """The acknowledgement of a waiver, given once."""
    quoted = cut(defused(" ".join(reason.split())), LONGEST - 300)
    return Text(
        vi=f"Đã ghi nhận bỏ qua vì “{quoted}”. Khi nội dung ở đây thay đổi, sheetsync sẽ nhắc lại.",
        en=f"Noted, this is skipped because: “{quoted}”. sheetsync asks again when the text here changes.",
    ).of(language)


def not_heard(author: str, language: Language) -> str:
    """The answer to a request by somebody who may not edit, as far as we can tell."""
    name = cut(defused(author), 200)
    return Text(
        vi=f"sheetsync chưa xác nhận được {name} có quyền chỉnh sửa bảng tính này nên chưa bỏ qua chỗ này. Hãy nhờ một người có quyền chỉnh sửa "
        "trả lời “/bỏ qua” kèm lý do, hoặc ghi lý do vào trang “Cần bổ sung”.",
        en=f"sheetsync could not tell that {name} may edit this sheet, so nothing is skipped yet. Ask somebody who may edit to reply "
        "“/waive” with the reason, or write the reason in the “To complete” tab.",
    ).of(language)


REASON_MISSING = Text(
    vi="Hãy ghi thêm lý do để sheetsync bỏ qua chỗ này, ví dụ: “/bỏ qua khách tự tìm đến, không cần quảng cáo”.",
    en="Add the reason why this can be skipped, such as: “/waive customers come by themselves, no advertising needed”.",
)
SIDE_NOTED = Text(
    vi="Đã ghi nhận. Lần đồng bộ tới sẽ giữ nội dung bạn chọn ở cả hai nơi; nội dung kia vẫn nằm trong lịch sử.",
    en="Noted. The next sync puts the text you chose on both sides; the other one stays in the history.",
)
SIDE_MISSING = Text(
    vi="Hai nội dung này cần một lựa chọn: hãy trả lời “/keep sheet” để giữ nội dung trong bảng tính, “/keep archive” để lấy nội dung trong kho.",
    en="These two texts need a choice: reply “/keep sheet” for what stands in the sheet, “/keep archive” for what stands in the archive.",
)
NO_SIDES = Text(
    vi="Ở đây không có hai nội dung để chọn. Muốn bỏ qua chỗ này, hãy trả lời “/bỏ qua lý do”.",
    en="There are no two texts to choose from here. To skip this, reply “/waive reason”.",
)
NOT_ALL_AT_ONCE = Text(
    vi="Ghi chú này nói chung về nhiều chỗ nên không thể bỏ qua cùng lúc. Hãy ghi lý do cho từng chỗ trong trang “Cần bổ sung”.",
    en="This comment stands for many places, which can't be skipped at once. Write a reason for each of them in the “To complete” tab.",
)


def moved(to: str, language: Language) -> str:
    """What a thread says whose cell now holds something else."""
    return Text(
        vi=f"Nội dung này đã chuyển sang {to}; sheetsync ghi chú tiếp ở đó.",
        en=f"This moved to {to}; the comment goes on there.",
    ).of(language)


def said(finding: Finding, language: Language) -> str:
    """What one finding says on its cell: one sentence each of what, why (with the source) and how."""
    return _said(finding, (), language)


def said_of_many(findings: Sequence[Finding], language: Language) -> str:
    """What the findings of one rule in one stage say together."""
    count = len(findings)
    more = Text(
        vi=f"Giai đoạn này có {count} chỗ như vậy; trang “Cần bổ sung” liệt kê từng chỗ.",
        en=f"There are {count} of these in this stage; the “To complete” tab lists each of them.",
    ).of(language)
    return _said(findings[0], (more,), language)


def _said(finding: Finding, more: Sequence[str], language: Language) -> str:
    """All of it within what a comment may hold: first the why is cut, then what was found, and never how to fix it."""
    source = named(finding.source, language)
    behind = Text(vi=f" (Nguồn: {source})", en=f" (Source: {source})").of(language) if source else ""
    fix = Text(vi=f"Cách làm: {finding.fix}", en=f"How to fix it: {finding.fix}").of(language)
    lead = Text(vi="Vì sao: ", en="Why: ").of(language)
    rest = "\n".join((fix, *more))
    what = cut(defused(finding.message), LONGEST - _size(f"{lead}…{behind}{rest}\n\n"))
    why = cut(finding.why, LONGEST - _size(f"{what}{lead}{behind}{rest}\n\n"))
    return fitted(f"{what}\n{lead}{why}{behind}\n{rest}")


def said_in_summary(language: Language) -> str:
    """What the one thread says that stands for all findings without a comment of their own; it names no number, which would soon be wrong."""
    return Text(
        vi="Bản đồ còn nhiều chỗ cần bổ sung hơn số ghi chú ở đây; trang “Cần bổ sung” liệt kê từng chỗ.",
        en="There is more to complete on this map than its comments tell; the “To complete” tab lists everything.",
    ).of(language)


def defused(text: str) -> str:
    """``text`` in which nothing mentions anybody: ``@name`` and ``+name@…`` stay readable and call nobody in."""
    return text.replace("@", f"@{DEFUSED}").replace("+", f"+{DEFUSED}")


def fitted(text: str) -> str:
    """``text`` within what a comment may hold, cut at a whole character."""
    return cut(text, LONGEST)


def cut(text: str, most: int) -> str:
    """``text`` in at most ``most`` bytes of UTF-8 (three, for the ellipsis, at least), cut at a whole character."""
    return text if _size(text) <= most else text.encode("utf-8", "replace")[: max(most - 3, 0)].decode("utf-8", "ignore").rstrip() + "…"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
