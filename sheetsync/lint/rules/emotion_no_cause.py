"""A feeling comes with what moves the customer."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text

CAUSES = ("motivation", "pain", "need", "expectation")
"""Roles that say where a feeling comes from."""


def check(context: Context) -> Iterator[Hit]:
    """A step feels better or worse than neutral, and says neither what drives the customer nor what hurts, in a type that asks what drives them.

    A bad feeling without its pain is for ``negative-without-pain`` to tell, wherever the type has pains.
    """
    index = context.index
    item = index.field("motivation")
    if item is None:
        return
    for step in index.steps:
        score = index.score(step)
        told_elsewhere = score is not None and score < 0 and index.field("pain") is not None
        if score and not told_elsewhere and not index.has(step, *CAUSES):
            yield Hit(at(step, item), {"where": index.where(step)})


RULE = Rule(
    slug="emotion-no-cause",
    severity="warning",
    profiles=("hubspot", "ecommerce"),
    order=50,
    source="S0:87",
    summary=Text("Cảm xúc nào cũng có nguyên do", "Every feeling has a cause"),
    why=Text(
        "Cảm xúc thường đến từ một động lực hoặc một điểm đau; không biết vì sao khách vui thì không lặp lại được.",
        "A feeling mostly comes from a motive or a pain; a joy that nobody can explain can't be brought about again.",
    ),
    fix=Text(
        "Hãy ghi động lực hoặc điểm đau đứng sau cảm xúc này, ví dụ “mừng vì cài đặt chỉ mất năm phút”.",
        "Write the motive or pain behind this feeling, for example “glad that it took five minutes to set up”.",
    ),
    messages={
        "": Text(
            "{where}, có cảm xúc nhưng chưa ghi động lực hay điểm đau nào đứng sau.",
            "{where}, there is a feeling, and neither a motive nor a pain behind it.",
        )
    },
    good="""
        type: current-state
        stage | action | emotion | motivation
        decision | Đặt hàng // Orders | vui sướng // delighted | Kịp quà sinh nhật cho con // In time for the child's birthday
    """,
    bad="""
        type: current-state
        stage | action | emotion | motivation
        decision | Đặt hàng // Orders | vui sướng // delighted |
    """,
    check=check,
)
