"""Every stage has content."""

from collections.abc import Iterator

from sheetsync.lint.index import in_stage
from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A stage without a single filled step."""
    index = context.index
    for stage in index.stages:
        if not index.by_stage[stage.key]:
            yield Hit(FieldRef(MAIN, stage=stage.key), {"where": in_stage(stage)})


RULE = Rule(
    slug="stage-empty",
    severity="error",
    profiles=METHODS,
    order=30,
    source="S3:35",
    summary=Text("Giai đoạn nào cũng có nội dung", "Every stage has content"),
    why=Text(
        "Giai đoạn bỏ trống là đoạn đường mà không ai biết khách đang làm gì, nghĩ gì và gặp thương hiệu ở đâu.",
        "An empty stage is a stretch of road where nobody knows what customers do, think, or where they meet the brand.",
    ),
    fix=Text(
        "Hãy ghi ít nhất một việc khách hàng làm ở giai đoạn này, rồi điền các cột còn lại.",
        "Write down at least one thing that customers do in this stage, then fill in the other fields.",
    ),
    messages={"": Text("{where}, chưa có nội dung nào.", "{where}, nothing is filled in yet.")},
    good="""
        type: customer-journey
        stages: awareness · consideration
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
        consideration | Xem trang giá // Looks at the prices
    """,
    bad="""
        type: customer-journey
        stages: awareness · consideration
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
    """,
    check=check,
)
