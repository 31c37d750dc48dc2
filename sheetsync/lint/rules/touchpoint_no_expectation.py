"""Each contact point says what the customer expects there."""

from collections.abc import Iterator

from sheetsync.lint.contact_points import Lack, lacking
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step has a touchpoint, and its expectation is blank, in a type that has one."""
    index = context.index
    item = index.field("expectation")
    if item is not None:
        yield from lacking(index, lambda step: Lack(() if index.has(step, "expectation") else (item,)))


RULE = Rule(
    slug="touchpoint-no-expectation",
    severity="warning",
    profiles=("ducttape",),
    order=40,
    source="S1:30",
    summary=Text("Điểm tiếp xúc nào cũng ghi kỳ vọng của khách", "Every contact point says what the customer expects"),
    why=Text(
        "Khách vui hay bực tùy vào điều họ chờ đợi; không biết kỳ vọng thì không biết thế nào là làm tốt.",
        "Whether people are pleased or annoyed depends on what they expected; without it nobody knows what good would look like.",
    ),
    fix=Text(
        "Hãy ghi điều khách chờ đợi ở đây bằng lời của họ, ví dụ “có người nghe máy ngay”.",
        "Write what the customer hopes for here, as they would say it, such as “somebody picks up at once”.",
    ),
    messages={
        "": Text(
            "{where}, chưa ghi khách kỳ vọng gì ở “{touchpoint}”.",
            "{where}, “{touchpoint}” does not say what the customer expects there.",
        ),
        "all": Text(
            "{where}, {none} ghi khách kỳ vọng gì.",
            "{where}, {none} says what the customer expects.",
        ),
    },
    good="""
        type: hourglass
        stage | touchpoint | expectation
        trust | Gọi hotline // Calls the hotline | Có người nghe máy ngay // Somebody picks up at once
    """,
    bad="""
        type: hourglass
        stage | touchpoint | expectation
        trust | Gọi hotline // Calls the hotline |
    """,
    check=check,
)
