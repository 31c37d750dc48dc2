"""Each step says how it feels."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.stage_values import blank_everywhere
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A filled step has no emotion; or the type asks what customers think and has no place for what they feel."""
    index = context.index
    item = index.field("emotion")
    if item is None:
        if index.field("thought") is not None and index.steps:
            yield Hit(FieldRef(MAIN), variant="no row")
        return
    blank = [Hit(at(step, item), {"where": index.where(step)}) for step in index.steps if not index.has(step, "emotion")]
    yield from blank_everywhere(blank, len(index.steps))


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
    messages={
        "": Text("{where}, chưa ghi cảm xúc của khách hàng.", "{where}, the customer's feeling is blank."),
        "no row": Text(
            "Bản đồ cho biết khách nghĩ gì nhưng không có chỗ ghi cảm xúc; nên lập thêm bản đồ trạng thái hiện tại.",
            "The map tells what customers think and has no place for what they feel; draw a current-state map beside it.",
        ),
        "all": Text("Chưa bước nào trong {steps} bước ghi cảm xúc của khách hàng.", "None of the {steps} steps says how the customer feels."),
    },
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
