"""There are as many touchpoints as questions."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Facts, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step lists fewer touchpoints than questions, so that some question may be without an answer."""
    index = context.index
    item = index.field("touchpoint")
    if item is None:
        return
    for step in index.steps:
        asked, answers = len(index.items(step, "thought")), len(index.items(step, "touchpoint"))
        if 0 < answers < asked:
            facts: Facts = {
                "where": index.where(step),
                "asked": asked,
                "answers": Text(str(answers), "1 touchpoint" if answers == 1 else f"{answers} touchpoints"),
            }
            yield Hit(at(step, item), facts, asked - answers)


RULE = Rule(
    slug="question-touchpoint-fewer",
    severity="info",
    profiles=("zapier", "hubspot", "ecommerce"),
    order=40,
    source="S3:41",
    summary=Text("Số điểm chạm không ít hơn số câu hỏi", "There are no fewer touchpoints than questions"),
    why=Text(
        "Mỗi câu hỏi nên đứng cạnh điểm chạm giải đáp nó; ít điểm hơn câu hỏi thường là dấu hiệu có câu bị bỏ sót.",
        "Each question should stand beside the touchpoint that settles it; fewer touchpoints than questions often mean that one was forgotten.",
    ),
    fix=Text(
        "Hãy xem từng câu hỏi được trả lời ở đâu, và bổ sung điểm chạm còn thiếu.",
        "Go through the questions one by one, see where each is answered, and add what is missing.",
    ),
    messages={
        "": Text(
            "{where}, có {asked} câu hỏi nhưng chỉ có {answers} điểm chạm.",
            "{where}, there are {asked} questions and only {answers}.",
        )
    },
    good="""
        type: customer-journey
        stage | thought | touchpoint
        awareness | Có gần nhà không? · Có đắt không? // Is it nearby? · Is it expensive? | Google Maps · Trang giá // Google Maps · Price page
    """,
    bad="""
        type: customer-journey
        stage | thought | touchpoint
        awareness | Có gần nhà không? · Có đắt không? // Is it nearby? · Is it expensive? | Google Maps
    """,
    check=check,
)
