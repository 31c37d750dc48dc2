"""Each opportunity has an owner."""

from collections.abc import Iterator

from sheetsync.lint.changes import DONE, changes
from sheetsync.lint.index import Index, at
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A change that is still to be done has no owner; or a stage is to be improved, and neither it nor a change planned for it has one."""
    index = context.index
    planned = list(changes(index))
    for change in planned:
        place = change.place("owner")
        if place is not None and not change.owner and change.status != DONE:
            yield Hit(place, {"change": change.text})
    yield from _improvements(index, {change.stage for change in planned})


def _improvements(index: Index, planned: set[str]) -> Iterator[Hit]:
    item, owner = index.field("improvement"), index.stage_field("owner")
    if item is None or owner is None:
        return
    for stage in index.stages:
        step = next((step for step in index.by_stage[stage.key] if index.has(step, "improvement")), None)
        if step is not None and owner.key not in stage.values and stage.key not in planned:
            yield Hit(at(step, item), {"where": index.where(step)}, variant="step")


RULE = Rule(
    slug="owner-missing",
    severity="warning",
    profiles=(STRICT,),
    order=60,
    source="NN/g; TheyDo",
    gives_way_to=("opportunity-untied",),
    summary=Text("Cơ hội nào cũng có người phụ trách", "Every opportunity has an owner"),
    why=Text(
        "Việc của mọi người là việc của không ai; cơ hội không có người phụ trách thì quý sau vẫn nằm nguyên đó.",
        "What is everybody's business is nobody's; without an owner an opportunity will still stand there next quarter.",
    ),
    fix=Text(
        "Hãy ghi tên hoặc email của một người lo việc này tới cùng, ở thay đổi hoặc ở giai đoạn.",
        "Write the name or e-mail of one person who sees it through, at the change or at the stage.",
    ),
    messages={
        "": Text("Thay đổi “{change}” chưa có người phụ trách.", "The change “{change}” has no owner."),
        "step": Text("{where}, cải thiện đã ghi mà chưa có người phụ trách.", "{where}, there is something to improve, and nobody in charge of it."),
    },
    good="""
        type: current-state
        stage | action
        decision | Đặt hàng // Orders

        [changes]
        change | reason | stage | owner
        Báo phí giao ngay trang sản phẩm // Show the fee on the product page | Phí bất ngờ // Surprising fee | decision | Lan
    """,
    bad="""
        type: current-state
        stage | action
        decision | Đặt hàng // Orders

        [changes]
        change | reason | stage | owner
        Báo phí giao ngay trang sản phẩm // Show the fee on the product page | Phí bất ngờ // Surprising fee | decision |
    """,
    check=check,
)
