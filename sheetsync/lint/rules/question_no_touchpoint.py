"""Each question has a touchpoint that answers it."""

from collections.abc import Iterator

from sheetsync.lint.index import at, some
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step with thoughts has neither a touchpoint nor a planned one. A step answers its own questions: the map aligns them."""
    index = context.index
    item = index.field("touchpoint")
    if item is None:
        return
    for step in index.steps:
        if index.has(step, "thought") and not index.has(step, "touchpoint", "gap"):
            asked = len(index.items(step, "thought"))
            questions = some(asked, "câu hỏi", "question", "questions")
            gaps = tuple(at(step, gap) for gap in index.fields("gap"))
            yield Hit(at(step, item), {"where": index.where(step), "questions": questions}, asked, also=gaps)


RULE = Rule(
    slug="question-no-touchpoint",
    severity="error",
    severity_in={"hubspot": "warning", "ecommerce": "warning"},
    profiles=("zapier", "hubspot", "ecommerce"),
    order=40,
    source="S3:42",
    summary=Text("Câu hỏi nào của khách cũng có điểm chạm trả lời", "Every question has a touchpoint that answers it"),
    why=Text(
        "Mỗi câu hỏi cần ít nhất một điểm chạm trả lời đúng điều khách cần vào đúng lúc đó; nếu không, khách sẽ tìm đến đối thủ.",
        "Each question needs at least one touchpoint that meets that very need at that moment; otherwise the customer looks at a competitor.",
    ),
    fix=Text(
        "Hãy ghi điểm chạm đang trả lời câu hỏi này, hoặc ghi điểm chạm cần làm vào ô còn thiếu.",
        "Name the touchpoint that answers it today, or write the one you plan into the field for missing touchpoints.",
    ),
    messages={
        "": Text(
            "{where}, chưa có điểm chạm nào trả lời {questions} của khách hàng.",
            "{where}, no touchpoint answers the customer's {questions}.",
        )
    },
    good="""
        type: customer-journey
        stage | action | thought | touchpoint | gap
        awareness | Tìm phòng tập // Looks for a gym | Có gần nhà không? // Is it nearby? | Trang Google Maps // Google Maps page |
    """,
    bad="""
        type: customer-journey
        stage | action | thought | touchpoint | gap
        awareness | Tìm phòng tập // Looks for a gym | Có gần nhà không? // Is it nearby? | |
    """,
    check=check,
)
