"""A bad feeling has a cause."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step feels worse than neutral, and names no pain."""
    index = context.index
    item = index.field("pain")
    if item is None:
        return
    for step in index.steps:
        score = index.score(step)
        if score is not None and score < 0 and not index.has(step, "pain"):
            yield Hit(at(step, item), {"where": index.where(step)})


RULE = Rule(
    slug="negative-without-pain",
    severity="warning",
    profiles=("hubspot", "ducttape", "ecommerce"),
    order=50,
    source="S0:87",
    summary=Text("Cảm xúc xấu đi kèm điểm đau gây ra nó", "A bad feeling names the pain behind it"),
    why=Text(
        "Cảm xúc thường bắt nguồn từ một điểm đau hay một vấn đề; biết nó mới đưa đúng nội dung vào đúng lúc.",
        "Feelings mostly come from a pain or a problem; only who knows it can bring the right content at the right time.",
    ),
    fix=Text(
        "Hãy ghi điều gì cản trở khách ở đây, chẳng hạn chi phí bất ngờ hay phải chờ lâu.",
        "Write what stands in the customer's way here, such as a surprising cost or a long wait.",
    ),
    messages={
        "": Text(
            "{where}, khách hàng khó chịu nhưng chưa ghi điểm đau nào.",
            "{where}, the customer feels bad, and no pain is written down.",
        )
    },
    good="""
        type: current-state
        stage | action | emotion | pain
        awareness | Gọi tổng đài // Calls the hotline | bực tức // annoyed | Chờ máy quá lâu // Waits too long
    """,
    bad="""
        type: current-state
        stage | action | emotion | pain
        awareness | Gọi tổng đài // Calls the hotline | bực tức // annoyed |
    """,
    check=check,
)
