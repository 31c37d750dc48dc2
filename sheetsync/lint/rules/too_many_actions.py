"""The way to the goal is short."""

from collections.abc import Iterator

from sheetsync.lint.index import in_stage
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """More actions are asked of the customer in one stage, or on the whole way, than the limits allow."""
    index = context.index
    item = index.field("action")
    if item is None:
        return
    total = 0
    for stage in index.stages:
        count = sum(len(index.items(step, "action")) for step in index.by_stage[stage.key])
        total += count
        if count > context.options["max_per_stage"]:
            yield Hit(FieldRef(MAIN, stage=stage.key), {"where": in_stage(stage), "count": count, "max": context.options["max_per_stage"]})
    if total > context.options["max_total"]:
        yield Hit(FieldRef(MAIN, field=item.key), {"count": total, "max": context.options["max_total"]}, variant="total")


RULE = Rule(
    slug="too-many-actions",
    severity="warning",
    profiles=("hubspot", "ecommerce"),
    order=40,
    source="S0:81",
    summary=Text("Khách không phải làm quá nhiều việc để đạt mục tiêu", "Customers need not do too much to reach their goal"),
    why=Text(
        "Bớt số bước khách phải làm có vẻ mạo hiểm, nhưng được đền đáp bằng tỷ lệ chuyển đổi cao hơn.",
        "Taking steps away may feel risky, and pays in a higher conversion rate.",
    ),
    fix=Text(
        "Hãy gộp hoặc bỏ những việc không đưa khách đến gần mục tiêu hơn.",
        "Merge or drop the actions that bring the customer no nearer to the goal.",
    ),
    messages={
        "": Text("{where}, khách phải làm {count} việc; nên giữ tối đa {max}.", "{where}, customers do {count} things; keep it to {max} at most."),
        "total": Text(
            "Cả hành trình đòi khách làm {count} việc; nên giữ tối đa {max}.",
            "The whole journey asks customers to do {count} things; keep it to {max} at most.",
        ),
    },
    options={"max_per_stage": 7, "max_total": 15},
    good="""
        type: buyer-journey
        stage | action
        decision | Mở · Chọn cỡ · Thêm giỏ · Nhập tên · Chọn giao · Trả // Open · Size · Cart · Name · Ship · Pay
    """,
    bad="""
        type: buyer-journey
        stage | action
        decision | Mở · Chọn cỡ · Thêm giỏ · Lập thẻ · Đợi thư · Nhập tên · Chọn giao · Trả // Open · Size · Cart · Join · Mail · Name · Ship · Pay
    """,
    check=check,
)
