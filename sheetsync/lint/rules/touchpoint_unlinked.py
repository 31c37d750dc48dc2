"""A touchpoint stands beside the question or step that it answers."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Facts, Hit, Rule
from sheetsync.model.words import Text

ASKING = ("thought", "action", "need", "research", "pain")
"""Roles that a touchpoint may answer."""


def check(context: Context) -> Iterator[Hit]:
    """A step has nothing but touchpoints, while other steps of its stage say what the customer does or asks.

    Where no step of the stage says so, its blank fields are the matter, and not the touchpoints.
    """
    index = context.index
    item = index.field("touchpoint")
    asking = tuple(blank for role in ASKING for blank in index.fields(role))
    if item is None or not asking:
        return
    for steps in index.by_stage.values():
        answering = [index.has(step, *ASKING) for step in steps]
        for step, answers in zip(steps, answering, strict=True):
            if any(answering) and not answers and index.has(step, "touchpoint"):
                touchpoints = index.items(step, "touchpoint")
                facts: Facts = {"where": index.where(step), "touchpoint": touchpoints[0]}
                yield Hit(at(step, item), facts, len(touchpoints), also=tuple(at(step, blank) for blank in asking))


RULE = Rule(
    slug="touchpoint-unlinked",
    severity="info",
    profiles=("zapier",),
    order=40,
    source="S3:42",
    summary=Text("Điểm chạm đứng cạnh câu hỏi hoặc bước mà nó giải đáp", "A touchpoint stands beside the question or step it answers"),
    why=Text(
        "Điểm chạm có ích khi đáp đúng điều khách đang cần lúc đó. Gặp gỡ ngoài kế hoạch vẫn có, nhưng nên biết là ngoài kế hoạch.",
        "A touchpoint helps when it meets what the customer needs right then. Some happen unplanned, and then it is good to know that they do.",
    ),
    fix=Text(
        "Hãy ghi khách làm gì hay hỏi gì lúc đó, chuyển điểm chạm sang bước hợp hơn, hoặc bỏ qua kèm lý do nếu nó nằm ngoài kế hoạch.",
        "Say what the customer does or asks then, move it to the step where it belongs, or skip this with a reason if it is unplanned.",
    ),
    messages={
        "": Text(
            "{where}, điểm chạm “{touchpoint}” chưa gắn với câu hỏi hay bước nào của khách.",
            "{where}, the touchpoint “{touchpoint}” answers no question and no step.",
        )
    },
    good="""
        type: customer-journey
        stage | action | thought | touchpoint
        awareness | Đọc nhận xét // Reads reviews | Có đông không? // Is it crowded? | Google Maps
        awareness | Đi cùng bạn // Comes along with a friend | | Vé mời của bạn // A friend's guest pass
    """,
    bad="""
        type: customer-journey
        stage | action | thought | touchpoint
        awareness | Đọc nhận xét // Reads reviews | Có đông không? // Is it crowded? | Google Maps
        awareness | | | Vé mời của bạn // A friend's guest pass
    """,
    check=check,
)
