"""One or two personas a map."""

from collections.abc import Iterator

from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """More personas are named on *About this map* than one journey can follow; none at all is ``persona-missing``."""
    item = context.index.field("persona", None)
    count = len(context.index.chosen)
    if item is not None and count > context.options["max"]:
        yield Hit(FieldRef(field=item.key), {"count": count, "max": context.options["max"]})


RULE = Rule(
    slug="persona-count",
    severity="warning",
    profiles=METHODS,
    order=10,
    source="S0:54",
    summary=Text("Mỗi bản đồ theo một đến hai chân dung khách hàng", "A map follows one or two personas"),
    why=Text(
        "Khách có điểm chung được gom thành nhóm rồi chỉ chọn một đến hai chân dung hợp nhất; nhiều hơn thì không còn hành trình nào là thật.",
        "Similar customers are grouped and the one or two that fit best are chosen; with more, the journey is nobody's.",
    ),
    fix=Text(
        "Hãy giữ một hoặc hai chân dung, và lập bản đồ riêng cho những người còn lại.",
        "Keep one or two personas and give the others maps of their own.",
    ),
    messages={
        "": Text(
            "Bản đồ chọn {count} chân dung khách hàng; nên giữ tối đa {max}.",
            "The map names {count} personas, and should follow {max} at most.",
        )
    },
    options={"max": 2},
    good="""
        type: customer-journey
        persona: Lan · Minh
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
    """,
    bad="""
        type: customer-journey
        persona: Lan · Minh · Hùng
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
    """,
    check=check,
)
