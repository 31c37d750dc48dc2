"""The map is reviewed as often as it says."""

from collections.abc import Iterator

from sheetsync.lint.lists import is_monthly, long_ago, review_place, spoken
from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The last review lies further back than the map's own cadence allows; without a cadence, than a quarter.

    A map that was never reviewed is ``review-date-missing``.
    """
    last = long_ago(context.index, context.today, context.options)
    if last is not None:
        rhythm = Text("hằng tháng", "monthly") if is_monthly(context.index) else Text("hằng quý", "quarterly")
        yield Hit(review_place(context.index, last), {"day": spoken(last.day), "rhythm": rhythm})


RULE = Rule(
    slug="review-overdue",
    severity="warning",
    profiles=METHODS,
    order=70,
    source="S0:121",
    gives_way_to=("review-lapsed",),
    summary=Text("Bản đồ được rà soát đúng nhịp đã hẹn", "The map is reviewed as often as it says"),
    why=Text(
        "Bản đồ là việc không bao giờ xong: rà soát hằng tháng hoặc hằng quý mới thấy khoảng trống và cơ hội mới.",
        "A map is never finished: going through it monthly or quarterly is how new gaps and chances are found.",
    ),
    fix=Text(
        "Hãy cùng nhóm xem lại bản đồ rồi ghi ngày vào “Nhật ký rà soát”.",
        "Go through the map with the team and note the day on the tab “Review log”.",
    ),
    messages={
        "": Text(
            "Lần rà soát gần nhất là {day}, đã quá hạn: bản đồ cần rà soát {rhythm}.",
            "The last review was on {day}, so the next one is overdue: this map is to be reviewed {rhythm}.",
        )
    },
    options={"monthly_days": 31, "quarterly_days": 92},
    good="""
        type: current-state
        today: 2026-11-22
        cadence: monthly
        last_review: 2026-11-02
        stage | action
        search | Tìm phòng tập // Looks for a gym
    """,
    bad="""
        type: current-state
        today: 2026-11-22
        cadence: monthly
        last_review: 2026-10-02
        stage | action
        search | Tìm phòng tập // Looks for a gym
    """,
    check=check,
)
