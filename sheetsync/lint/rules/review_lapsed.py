"""The map is not given up."""

from collections.abc import Iterator

from sheetsync.lint.lists import long_ago, review_place, spoken
from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """Nobody reviewed the map for a quarter where it says monthly, for two where it says quarterly or nothing."""
    last = long_ago(context.index, context.today, context.options)
    if last is not None:
        yield Hit(review_place(context.index, last), {"day": spoken(last.day)})


RULE = Rule(
    slug="review-lapsed",
    severity="warning",
    severity_in={"hubspot": "error"},
    profiles=METHODS,
    order=70,
    source="S0:121",
    summary=Text("Bản đồ không bị bỏ quên", "The map is not given up"),
    why=Text(
        "Thói quen và vấn đề của khách luôn thay đổi; bản đồ bỏ lâu không xem thì kể về những vị khách không còn nữa.",
        "Customers' habits and problems keep changing; a map that nobody looks at tells of customers who are gone.",
    ),
    fix=Text(
        "Hãy hẹn một buổi rà soát trong tuần này, hoặc cất bản đồ đi nếu không còn dùng.",
        "Set a review for this week, or retire the map if nobody uses it any more.",
    ),
    messages={
        "": Text(
            "Bản đồ bị bỏ quên: từ {day} đến nay chưa ai rà soát.",
            "This map has lapsed: nobody has reviewed it since {day}.",
        )
    },
    options={"monthly_days": 92, "quarterly_days": 184},
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
        cadence: quarterly
        last_review: 2026-03-30
        stage | action
        search | Tìm phòng tập // Looks for a gym
    """,
    check=check,
)
