"""Each low point is an opportunity."""

from collections.abc import Iterator

from sheetsync.lint.changes import changes
from sheetsync.lint.index import at
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.model.words import Text

OPPORTUNITIES = ("content", "improvement", "change", "company-action", "value", "gap", "program", "process")
"""Roles that say what could be done, the ones first that say so of pains."""


def check(context: Context) -> Iterator[Hit]:
    """A step feels worse than neutral, and nothing is to be done about it there, nor by a change planned for its stage.

    Only in types with room for what could be done.
    """
    index = context.index
    item = next((item for role in OPPORTUNITIES if (item := index.field(role))), None)
    if item is None:
        return
    mended = {change.stage for change in changes(index)}
    for step in index.steps:
        score = index.score(step)
        if score is not None and score < 0 and step.stage not in mended and not index.has(step, *OPPORTUNITIES):
            yield Hit(at(step, item), {"where": index.where(step)})


RULE = Rule(
    slug="low-no-opportunity",
    severity="warning",
    profiles=(STRICT,),
    order=60,
    source="NN/g",
    gives_way_to=("pain-no-mitigation", "touchpoint-no-program", "future-no-change"),
    summary=Text("Điểm trũng cảm xúc nào cũng thành cơ hội", "Every low point is an opportunity"),
    why=Text(
        "Chỗ khách bực nhất là chỗ đáng sửa nhất; bản đồ chỉ ra mà không ghi cơ hội thì cuộc họp xong chẳng có gì đổi.",
        "Where customers are most annoyed there is most to gain; if the map shows it and names nothing to do, nothing will change.",
    ),
    fix=Text(
        "Hãy ghi ít nhất một điều có thể làm ở đây, hoặc thêm một thay đổi cho giai đoạn này trên trang “Thay đổi”.",
        "Write at least one thing that could be done here, or add a change for this stage on the “Changes” tab.",
    ),
    messages={
        "": Text(
            "{where}, khách khó chịu mà chưa ghi cơ hội cải thiện nào.",
            "{where}, the customer feels bad, and no opportunity is written down.",
        )
    },
    good="""
        type: ecommerce
        stage | action | emotion | improvement
        decision | Tính phí giao // Works out the fee | bực tức // annoyed | Báo phí ngay trang sản phẩm // Show the fee on the product page
    """,
    bad="""
        type: ecommerce
        stage | action | emotion | improvement
        decision | Tính phí giao // Works out the fee | bực tức // annoyed |
    """,
    check=check,
)
