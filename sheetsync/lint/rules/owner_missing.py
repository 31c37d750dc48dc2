"""The map has a keeper, and each change an owner."""

from collections.abc import Iterator

from sheetsync.lint.changes import DONE, changes
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """Nobody keeps the map, nor every stage of it; or a change that is still to be done has no owner."""
    index = context.index
    keeper, of_stage = index.field("owner", None), index.stage_field("owner")
    begun = [stage for stage in index.stages if index.by_stage[stage.key]]
    kept = keeper is not None and bool(context.map.values.get(keeper.key))
    if keeper is not None and begun and not kept and not (of_stage and all(of_stage.key in stage.values for stage in begun)):
        yield Hit(FieldRef(field=keeper.key), variant="map")
    for change in changes(index):
        place = change.place("owner")
        if place is not None and not change.owner and change.status != DONE:
            yield Hit(place, {"change": change.text})


RULE = Rule(
    slug="owner-missing",
    severity="warning",
    profiles=(STRICT,),
    order=60,
    source="NN/g; TheyDo",
    gives_way_to=("opportunity-untied",),
    summary=Text("Bản đồ và mọi thay đổi đều có người phụ trách", "The map and each change on it have an owner"),
    why=Text(
        "Việc của mọi người là việc của không ai; không có người phụ trách thì quý sau mọi thứ vẫn nằm nguyên đó.",
        "What is everybody's business is nobody's; without an owner it will all still stand there next quarter.",
    ),
    fix=Text(
        "Hãy ghi tên hoặc email của một người lo việc này tới cùng: bản đồ thì ở trang “Về bản đồ này”, thay đổi thì ở cột người phụ trách.",
        "Write the name or e-mail of one person who sees it through: on the “About this map” tab for the map, beside the change for a change.",
    ),
    messages={
        "": Text("Thay đổi “{change}” chưa có người phụ trách.", "The change “{change}” has no owner."),
        "map": Text(
            "Bản đồ chưa có người phụ trách; các giai đoạn cũng chưa có đủ người lo.",
            "This map has no owner, and some of its stages have none either.",
        ),
    },
    good="""
        type: current-state
        owner: Minh
        stage | action
        decision | Đặt hàng // Orders

        [changes]
        change | reason | stage | owner
        Báo phí giao ngay trang sản phẩm // Show the fee on the product page | Phí bất ngờ // Surprising fee | decision | Lan
    """,
    bad="""
        type: current-state
        owner: Minh
        stage | action
        decision | Đặt hàng // Orders

        [changes]
        change | reason | stage | owner
        Báo phí giao ngay trang sản phẩm // Show the fee on the product page | Phí bất ngờ // Surprising fee | decision |
    """,
    check=check,
)
