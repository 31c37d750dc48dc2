"""Something is done about each pain."""

from collections.abc import Iterator

from sheetsync.lint.changes import changes
from sheetsync.lint.index import at, some
from sheetsync.lint.likeness import alike, words
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text

REMEDIES = ("content", "improvement", "change", "company-action", "value", "gap")
"""Roles that say what is done about a pain."""


def check(context: Context) -> Iterator[Hit]:
    """A step has pains, and neither content, fix nor change eases them there, nor does a planned change name one of them as its reason."""
    index = context.index
    item = next((item for role in REMEDIES if (item := index.field(role))), None)
    if item is None:
        return
    planned = [(change.stage, words(change.reason)) for change in changes(index)]
    for step in index.steps:
        pains = len(index.items(step, "pain"))
        told = [words(pain) for pain in index.items(step, "pain")]
        eased = any(_names(reason, pain, near=stage == step.stage) for stage, reason in planned for pain in told)
        if pains and not eased and not index.has(step, *REMEDIES):
            yield Hit(at(step, item), {"where": index.where(step), "pains": some(pains, "điểm đau", "pain", "pains")}, pains)


def _names(reason: frozenset[str], pain: frozenset[str], *, near: bool) -> bool:
    """Whether the reason of a change is this pain: for the same stage a few common words will do, elsewhere it takes most of them."""
    return alike(reason, pain) or (near and len(reason & pain) >= _FEW)


_FEW = 2
"""So many words in common tell that two texts of one stage are about the same thing."""


RULE = Rule(
    slug="pain-no-mitigation",
    severity="warning",
    profiles=("hubspot", "ducttape", "ecommerce"),
    order=50,
    source="S0:93",
    summary=Text("Điểm đau nào cũng có cách làm dịu", "Every pain has a remedy"),
    why=Text(
        "Nêu trở ngại ra là để giảm nhẹ nó, chẳng hạn một trang giải đáp về phí giao hàng.",
        "Obstacles are written down so that they can be eased, for instance by a page that answers questions about shipping costs.",
    ),
    fix=Text(
        "Hãy ghi nội dung, cải thiện hoặc thay đổi sẽ làm dịu điểm đau này.",
        "Write down the content, improvement or change that will ease this pain.",
    ),
    messages={
        "": Text("{where}, chưa có gì làm dịu {pains} của khách hàng.", "{where}, nothing eases the customer's {pains}."),
    },
    good="""
        type: current-state
        stage | action | pain | content
        decision | Đặt hàng // Orders | Phí giao hàng bất ngờ // Surprising shipping cost | Trang hỏi đáp về phí // Page about costs
    """,
    bad="""
        type: current-state
        stage | action | pain | content
        decision | Đặt hàng // Orders | Phí giao hàng bất ngờ // Surprising shipping cost |
    """,
    check=check,
)
