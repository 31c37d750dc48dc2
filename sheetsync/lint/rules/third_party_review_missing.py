"""Somebody from outside looks at the map."""

from collections.abc import Iterator

from sheetsync.lint.lists import OUTSIDE, logged, review_log, spoken
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A review log was begun, and nobody from outside assessed the map within a year."""
    tab, found = review_log(context.index), logged(context.index, context.today)
    if tab is None or not found:
        return
    last = next((look for look in reversed(found) if look.kind == OUTSIDE), None)
    if last is None:
        yield Hit(FieldRef(tab.key))
    elif (context.today - last.day).days > context.options["max_days"]:
        yield Hit(FieldRef(tab.key), {"day": spoken(last.day)}, variant="old")


RULE = Rule(
    slug="third-party-review-missing",
    severity="info",
    profiles=("ducttape",),
    order=70,
    source="S1:60",
    summary=Text("Mỗi năm có người ngoài đánh giá trải nghiệm", "An outsider assesses the experience every year"),
    why=Text(
        "Người trong nhà dễ bỏ qua điều đã quen; một bên thứ ba nhìn trải nghiệm khách quan hơn.",
        "Insiders overlook what they are used to; a third party sees the experience as it is.",
    ),
    fix=Text(
        "Hãy nhờ một người ngoài đi thử hành trình và ghi vào “Nhật ký rà soát”.",
        "Have an outsider walk the journey and note it on the tab “Review log”.",
    ),
    messages={
        "": Text("Chưa có ai bên ngoài đánh giá trải nghiệm này.", "Nobody from outside has assessed this experience yet."),
        "old": Text(
            "Lâu rồi chưa có ai bên ngoài đánh giá: lần gần nhất là {day}.",
            "Nobody from outside has assessed this for a long time: the last time was on {day}.",
        ),
    },
    options={"max_days": 366},
    good="""
        type: hourglass
        today: 2026-11-22
        stage | touchpoint
        know | Quảng cáo Facebook // Facebook ad

        [reviews]
        date | kind | who | decision
        2026-05-20 | outside | Khách bí mật // Mystery shopper | Bãi xe khó tìm // Parking is hard to find
    """,
    bad="""
        type: hourglass
        today: 2026-11-22
        stage | touchpoint
        know | Quảng cáo Facebook // Facebook ad

        [reviews]
        date | kind | who | decision
        2026-05-20 | review | Lan | Bãi xe khó tìm // Parking is hard to find
    """,
    check=check,
)
