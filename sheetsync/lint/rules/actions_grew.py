"""Customers need not do more than last quarter."""

from collections.abc import Iterator, Mapping

from sheetsync.lint.index import Index
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """More actions on the way to the goal than in the last snapshot. Stages that were blank then are filled in, and ask nobody for more."""
    item = context.index.field("action")
    if item is None or not context.earlier:
        return
    last = context.earlier[0]
    now, before = _actions(context.index), _actions(Index(last.map, context.map_type))
    begun = [stage for stage, count in before.items() if count]
    was, is_now = sum(before[stage] for stage in begun), sum(now.get(stage, 0) for stage in begun)
    if is_now - was >= context.options["by"]:
        yield Hit(FieldRef(MAIN, field=item.key), {"before": was, "now": is_now, "quarter": last.label}, is_now - was)


def _actions(index: Index) -> Mapping[str, int]:
    return {stage.key: sum(len(index.items(step, "action")) for step in index.by_stage[stage.key]) for stage in index.stages}


RULE = Rule(
    slug="actions-grew",
    severity="warning",
    profiles=("hubspot", "ecommerce"),
    order=40,
    source="S0:81",
    needs=("earlier",),
    gives_way_to=("too-many-actions",),
    summary=Text("Khách không phải làm nhiều việc hơn quý trước", "Customers need not do more than last quarter"),
    why=Text(
        "Mỗi việc thêm vào là một chỗ khách có thể bỏ cuộc; bớt bước thì tỷ lệ chuyển đổi cao hơn.",
        "Each action added is a place to give up; fewer steps pay in a higher conversion rate.",
    ),
    fix=Text(
        "Hãy xem những việc mới thêm có thật cần cho mục tiêu của khách không.",
        "See whether the new actions bring the customer nearer to the goal at all.",
    ),
    messages={
        "": Text(
            "Khách phải làm {now} việc để tới đích, so với {before} việc ở {quarter}.",
            "Customers now do {now} things to reach their goal; in {quarter} they did {before}.",
        )
    },
    options={"by": 2},
    good="""
        type: buyer-journey
        stage | action
        decision | Chọn cỡ · Trả tiền // Picks a size · Pays

        [earlier 2026-Q3: map]
        stage | action
        decision | Chọn cỡ · Trả tiền // Picks a size · Pays
    """,
    bad="""
        type: buyer-journey
        stage | action
        decision | Chọn cỡ · Lập tài khoản · Đợi mã · Trả tiền // Picks a size · Signs up · Waits for a code · Pays

        [earlier 2026-Q3: map]
        stage | action
        decision | Chọn cỡ · Trả tiền // Picks a size · Pays
    """,
    check=check,
)
