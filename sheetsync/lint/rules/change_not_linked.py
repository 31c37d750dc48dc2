"""A change answers something that customers suffer from or need."""

from collections.abc import Iterator

from sheetsync.lint.changes import changes
from sheetsync.lint.index import Index, folded
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A planned change names no pain or need. One worded like a gap of the map closes that gap, and needs no other reason.

    Who has no reason for a change can't say where it helps either, so this speaks for the stage too.
    """
    index = context.index
    gaps = _gaps(index)
    for change in changes(index):
        place = change.place("pain") or change.place("need")
        if place is not None and not change.reason and folded(change.text) not in gaps:
            yield Hit(place, {"change": change.text}, also=tuple(filter(None, [change.place("stage")])))


def _gaps(index: Index) -> frozenset[str]:
    return frozenset(folded(gap) for step in index.steps for gap in index.items(step, "gap"))


RULE = Rule(
    slug="change-not-linked",
    severity="warning",
    profiles=("zapier", "hubspot", "ducttape", "ecommerce"),
    order=60,
    source="S0:117",
    summary=Text("Thay đổi nào cũng xuất phát từ điểm đau hoặc nhu cầu", "Every change answers a pain or a need"),
    why=Text(
        "Thay đổi có hiệu quả vì nó gắn với điều khách nói là đau; làm mò thì chỉ biết hy vọng.",
        "Changes work because they answer what customers said hurts them; without that they are made blindly, in hope.",
    ),
    fix=Text(
        "Hãy ghi điểm đau, nhu cầu hoặc câu hỏi của khách đứng sau thay đổi này, hoặc bỏ nó đi.",
        "Write the pain, need or question behind this change, or drop the change.",
    ),
    messages={
        "": Text(
            "Thay đổi “{change}” chưa ghi điểm đau hay nhu cầu nào của khách đứng sau.",
            "No pain or need of the customer stands behind the change “{change}”.",
        )
    },
    good="""
        type: current-state
        stage | action
        decision | Đặt hàng // Orders

        [changes]
        change | reason | stage
        Báo phí giao ngay trang sản phẩm // Show the fee on the product page | Phí giao bất ngờ // Surprising fee | decision
    """,
    bad="""
        type: current-state
        stage | action
        decision | Đặt hàng // Orders

        [changes]
        change | reason | stage
        Báo phí giao ngay trang sản phẩm // Show the fee on the product page | | decision
    """,
    check=check,
)
