"""Everybody knows when the map is looked at next."""

from collections.abc import Iterator

from sheetsync.lint.lists import looks
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The map does not say how often it is reviewed, or was never reviewed: either way nobody can tell when it is due."""
    index = context.index
    cadence, last = index.field("cadence", None), index.field("date", None)
    if cadence is None or last is None or not index.steps:
        return
    if cadence.key not in context.map.values:
        yield Hit(FieldRef(field=cadence.key))
    elif last.key not in context.map.values and not looks(index, context.today):
        yield Hit(FieldRef(field=last.key), variant="never")


RULE = Rule(
    slug="review-date-missing",
    severity="warning",
    profiles=("hubspot",),
    order=70,
    source="Smaply #10",
    summary=Text("Ai cũng biết khi nào bản đồ được xem lại", "Everybody knows when the map is looked at next"),
    why=Text(
        "Bản đồ không có nhịp rà soát thì cũ dần mà không ai để ý, và không ai thấy mình phải giữ cho nó đúng.",
        "Without a rhythm a map grows old unnoticed, and nobody feels bound to keep it true.",
    ),
    fix=Text(
        "Hãy chọn nhịp rà soát và ghi ngày rà soát gần nhất ở trang “Về bản đồ này”.",
        "Choose a review cadence and note the day of the last review on the tab “About this map”.",
    ),
    messages={
        "": Text("Bản đồ chưa hẹn bao lâu rà soát một lần.", "The map does not say how often it is reviewed."),
        "never": Text(
            "Bản đồ chưa được rà soát lần nào nên chưa biết khi nào tới hạn.",
            "The map was never reviewed, so nobody can tell when it is due.",
        ),
    },
    good="""
        type: current-state
        today: 2026-11-22
        cadence: quarterly
        last_review: 2026-09-30
        stage | action
        search | Tìm phòng tập // Looks for a gym
    """,
    bad="""
        type: current-state
        today: 2026-11-22
        last_review: 2026-09-30
        stage | action
        search | Tìm phòng tập // Looks for a gym
    """,
    check=check,
)
