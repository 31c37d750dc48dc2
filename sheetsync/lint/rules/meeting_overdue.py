"""Stakeholders meet about the map."""

from collections.abc import Iterator

from sheetsync.lint.lists import MEETING, logged, review_log, spoken
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A review log was begun, and it has no stakeholder meeting of the last year. A map that nobody reviews has other worries."""
    tab, found = review_log(context.index), logged(context.index, context.today)
    if tab is None or not found:
        return
    last = next((look for look in reversed(found) if look.kind == MEETING), None)
    if last is None:
        yield Hit(FieldRef(tab.key))
    elif (context.today - last.day).days > context.options["max_days"]:
        yield Hit(FieldRef(tab.key), {"day": spoken(last.day)}, variant="old")


RULE = Rule(
    slug="meeting-overdue",
    severity="info",
    profiles=("hubspot",),
    order=70,
    source="S0:123",
    summary=Text("Các bên liên quan họp về bản đồ ít nhất mỗi năm một lần", "Stakeholders meet about the map once a year at least"),
    why=Text(
        "Sản phẩm và dịch vụ mới làm hành trình thay đổi; họp mỗi quý hoặc mỗi năm để mọi bên cùng thấy điều đó.",
        "New products and services change the journey; a meeting every quarter or year lets all sides see how.",
    ),
    fix=Text(
        "Hãy hẹn một buổi họp các bên liên quan rồi ghi vào “Nhật ký rà soát”.",
        "Call a stakeholder meeting and note it on the tab “Review log”.",
    ),
    messages={
        "": Text("Chưa có buổi họp các bên liên quan nào về bản đồ này.", "No stakeholder meeting about this map was held yet."),
        "old": Text(
            "Lâu rồi chưa họp các bên liên quan: lần gần nhất là {day}.",
            "Stakeholders have not met for a long time: the last meeting was on {day}.",
        ),
    },
    options={"max_days": 366},
    good="""
        type: current-state
        today: 2026-11-22
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [reviews]
        date | kind | who | decision
        2026-11-02 | review | Lan | Giữ nguyên // Nothing changes
        2026-03-10 | meeting | Lan, Minh | Thêm khung chat // Add live chat
    """,
    bad="""
        type: current-state
        today: 2026-11-22
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [reviews]
        date | kind | who | decision
        2026-11-02 | review | Lan | Giữ nguyên // Nothing changes
        2025-03-10 | meeting | Lan, Minh | Thêm khung chat // Add live chat
    """,
    check=check,
)
