"""Each step says how it feels."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A filled step has no emotion, in a type that asks for one."""
    index = context.index
    item = index.field("emotion")
    if item is None:
        return
    for step in index.steps:
        if not index.has(step, "emotion"):
            yield Hit(at(step, item), {"where": index.where(step)})


RULE = Rule(
    slug="emotion-missing",
    severity="warning",
    profiles=("hubspot", "ducttape", "ecommerce"),
    order=50,
    source="S0:85",
    gives_way_to=("touchpoint-no-feeling",),
    summary=Text("Bước nào cũng ghi cảm xúc của khách", "Every step says how the customer feels"),
    why=Text(
        "Hành động nào của khách cũng do cảm xúc thúc đẩy; thiếu cảm xúc thì không thấy đoạn nào đang làm họ nản.",
        "Every action is driven by a feeling; without it nobody sees where customers lose heart.",
    ),
    fix=Text(
        "Hãy chọn cảm xúc gần đúng nhất, tốt nhất là theo lời khách trong khảo sát.",
        "Choose the feeling that comes nearest, best of all from what customers said in your survey.",
    ),
    messages={"": Text("{where}, chưa ghi cảm xúc của khách hàng.", "{where}, the customer's feeling is blank.")},
    good="""
        type: current-state
        stage | action | emotion
        awareness | Gọi tổng đài // Calls the hotline | bực tức // annoyed
    """,
    bad="""
        type: current-state
        stage | action | emotion
        awareness | Gọi tổng đài // Calls the hotline |
    """,
    check=check,
)
