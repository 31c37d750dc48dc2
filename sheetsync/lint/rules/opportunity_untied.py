"""An opportunity belongs to something on the map."""

from collections.abc import Iterator

from sheetsync.lint.changes import changes
from sheetsync.lint.index import Index, at, folded
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.model.words import Text

IDEAS = ("improvement", "gap", "content")
"""Roles in which the map itself says what could be done."""
GROUNDS = ("pain", "need", "gap")
"""Roles that an improvement may answer."""


def check(context: Context) -> Iterator[Hit]:
    """A planned change names no stage and repeats no idea of the map; or a step is to be improved without a pain, a need or a bad feeling."""
    index = context.index
    yield from _changes(index)
    item = index.field("improvement")
    if item is None or index.field("pain") is None:
        return
    for step in index.steps:
        score = index.score(step)
        if index.has(step, "improvement") and not index.has(step, *GROUNDS) and (score is None or score >= 0):
            ideas = index.items(step, "improvement")
            yield Hit(at(step, item), {"where": index.where(step), "idea": ideas[0]}, len(ideas), "step")


def _changes(index: Index) -> Iterator[Hit]:
    ideas = {folded(idea) for step in index.steps for role in IDEAS for idea in index.items(step, role)}
    for change in changes(index):
        place = change.place("stage")
        if place is not None and not change.stage and folded(change.text) not in ideas:
            yield Hit(place, {"change": change.text})


RULE = Rule(
    slug="opportunity-untied",
    severity="warning",
    profiles=(STRICT,),
    order=60,
    source="NN/g; TheyDo",
    gives_way_to=("change-not-linked",),
    summary=Text("Cơ hội nào cũng gắn với một chỗ trên bản đồ", "Every opportunity is tied to a place on the map"),
    why=Text(
        "Ý tưởng không gắn với điểm đau nào thì khó biết nên làm trước hay sau, và chẳng ai thấy nó giúp được gì.",
        "An idea that answers no pain can't be ranked against others, and nobody will see what it was good for.",
    ),
    fix=Text(
        "Hãy chọn giai đoạn mà thay đổi này giúp, hoặc ghi điểm đau mà cải thiện này giải quyết.",
        "Choose the stage that the change helps, or write the pain that the improvement eases.",
    ),
    messages={
        "": Text("Thay đổi “{change}” chưa gắn với giai đoạn nào.", "The change “{change}” belongs to no stage."),
        "step": Text(
            "{where}, cải thiện “{idea}” chưa gắn với điểm đau hay nhu cầu nào.",
            "{where}, the improvement “{idea}” answers no pain and no need.",
        ),
    },
    good="""
        type: current-state
        stage | action | pain | improvement
        decision | Đặt hàng // Orders | Phí giao bất ngờ // Surprising fee | Báo phí ngay trang sản phẩm // Show the fee on the product page
    """,
    bad="""
        type: current-state
        stage | action | pain | improvement
        decision | Đặt hàng // Orders | | Báo phí ngay trang sản phẩm // Show the fee on the product page
    """,
    check=check,
)
