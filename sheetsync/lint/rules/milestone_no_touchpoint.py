"""Each milestone has a touchpoint."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step in which the customer does something has neither a touchpoint nor a planned one.

    Where the type does not ask for touchpoints, life goes on without the brand, and that is fine.
    """
    index = context.index
    item = index.field("touchpoint")
    if item is None or not item.required:
        return
    for step in index.steps:
        if index.has(step, "action") and not index.has(step, "touchpoint", "gap"):
            gaps = tuple(at(step, gap) for gap in index.fields("gap"))
            yield Hit(at(step, item), {"where": index.where(step)}, len(index.items(step, "action")), also=gaps)


RULE = Rule(
    slug="milestone-no-touchpoint",
    severity="error",
    severity_in={"hubspot": "warning", "ecommerce": "warning"},
    profiles=("zapier", "hubspot", "ecommerce"),
    order=40,
    source="S3:44",
    gives_way_to=("question-no-touchpoint", "question-planned-only"),
    summary=Text("Cột mốc nào cũng có điểm chạm", "Every milestone has a touchpoint"),
    why=Text(
        "Cột mốc không có điểm chạm là khoảng trống của hành trình: nhu cầu lúc đó chưa ai đáp ứng.",
        "A milestone without a touchpoint is a gap in the journey: nobody meets the need of that moment.",
    ),
    fix=Text(
        "Hãy ghi nơi khách gặp thương hiệu khi làm việc này, hoặc ghi điểm chạm cần làm vào ô còn thiếu.",
        "Write where the customer meets the brand while doing this, or put the touchpoint you plan into the field for missing ones.",
    ),
    messages={
        "": Text(
            "{where}, việc khách hàng làm chưa gặp điểm chạm nào.",
            "{where}, the customer does something and meets no touchpoint.",
        )
    },
    good="""
        type: customer-journey
        stage | action | touchpoint | gap
        awareness | Đọc đánh giá // Reads reviews | Trang đánh giá // Review site |
    """,
    bad="""
        type: customer-journey
        stage | action | touchpoint | gap
        awareness | Đọc đánh giá // Reads reviews | |
    """,
    check=check,
)
