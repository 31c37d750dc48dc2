"""A planned touchpoint answers nobody yet."""

from collections.abc import Iterator

from sheetsync.lint.index import at, some
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step with thoughts or actions has no touchpoint, only a planned one in its gap field."""
    index = context.index
    item = index.field("touchpoint")
    if item is None:
        return
    for step in index.steps:
        if index.has(step, "touchpoint") or not index.has(step, "gap"):
            continue
        asked, done = len(index.items(step, "thought")), len(index.items(step, "action"))
        if asked:
            questions = some(asked, "câu hỏi", "question", "questions")
            yield Hit(at(step, item), {"where": index.where(step), "questions": questions}, asked)
        elif done:
            yield Hit(at(step, item), {"where": index.where(step)}, done, "milestone")


RULE = Rule(
    slug="question-planned-only",
    severity="warning",
    profiles=("zapier", "hubspot", "ecommerce"),
    order=40,
    source="S3:44",
    summary=Text("Câu hỏi không chỉ trông vào điểm chạm còn trong dự định", "No question waits for a touchpoint that is only planned"),
    why=Text(
        "Điểm chạm còn trong dự định chưa giúp được ai: hôm nay khách vẫn chưa được trả lời.",
        "A planned touchpoint helps nobody yet: today the customer still gets no answer.",
    ),
    fix=Text(
        "Hãy làm điểm chạm đã dự định rồi chuyển nó sang ô điểm chạm, hoặc ghi thêm điểm đang có.",
        "Build the planned touchpoint and move it to the touchpoints, or add one that exists today.",
    ),
    messages={
        "": Text(
            "{where}, {questions} của khách hàng mới chỉ có điểm chạm dự định.",
            "{where}, only a planned touchpoint answers the customer's {questions}.",
        ),
        "milestone": Text(
            "{where}, việc khách hàng làm mới chỉ có điểm chạm dự định.",
            "{where}, only a planned touchpoint meets what the customer does.",
        ),
    },
    good="""
        type: customer-journey
        stage | action | thought | touchpoint | gap
        awareness | Tìm phòng tập // Looks for a gym | Có gần nhà không? // Is it nearby? | Google Maps | Trò chuyện trực tuyến // Live chat
    """,
    bad="""
        type: customer-journey
        stage | action | thought | touchpoint | gap
        awareness | Tìm phòng tập // Looks for a gym | Có gần nhà không? // Is it nearby? | | Trò chuyện trực tuyến // Live chat
    """,
    check=check,
)
