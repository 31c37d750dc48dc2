"""What goes wrong is put right again."""

from collections.abc import Iterator

from sheetsync.lint.changes import changes
from sheetsync.lint.index import Index, at
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.vocabulary.patterns import mentions
from sheetsync.lint.vocabulary.trouble import FAILURES, RECOVERS
from sheetsync.model.journey import Record
from sheetsync.model.words import Text

HAPPENING = ("action", "touchpoint")
"""Roles that tell what happens. What hurts stands in the pain field, and ``pain-no-mitigation`` looks after that."""
REMEDIES = (
    "content", "improvement", "change", "company-action", "gap", "value", "process", "program", "policy", "employee", "technology", "frontstage",
    "support",
)  # fmt: skip
"""Roles that say what is done about it, whatever their words."""


def check(context: Context) -> Iterator[Hit]:
    """Something fails for the customer in a step, and neither the step nor a change planned for its stage says how it is put right."""
    index = context.index
    mended = {change.stage for change in changes(index)}
    for step in index.steps:
        if step.stage in mended or index.has(step, *REMEDIES) or _recovers(index, step):
            continue
        for role in HAPPENING:
            item = index.field(role)
            failed = next((text for text in index.items(step, role) if mentions(FAILURES, text)), None)
            if item is not None and failed is not None:
                yield Hit(at(step, item), {"where": index.where(step), "failure": failed})
                break


def _recovers(index: Index, step: Record) -> bool:
    return any(mentions(RECOVERS, text) and not mentions(FAILURES, text) for role in HAPPENING for text in index.items(step, role))


RULE = Rule(
    slug="failure-no-recovery",
    severity="warning",
    profiles=(STRICT,),
    order=50,
    source="cguo",
    gives_way_to=("milestone-no-touchpoint",),
    summary=Text("Lúc trục trặc có đường gỡ cho khách", "Where things fail there is a way back"),
    why=Text(
        "Khách nhớ cách bạn sửa sai lâu hơn chính cái sai; không có đường gỡ thì họ bỏ đi ngay ở đó.",
        "People remember how a mistake was mended longer than the mistake; without a way back they leave right there.",
    ),
    fix=Text(
        "Hãy ghi khách được giúp thế nào lúc đó: ai gọi lại, đổi hàng ra sao, bồi thường gì.",
        "Write how the customer is helped then: who calls back, how it is replaced, what makes up for it.",
    ),
    messages={
        "": Text(
            "{where}, khách gặp trục trặc (“{failure}”) mà chưa có cách khắc phục.",
            "{where}, something fails (“{failure}”), and nothing puts it right.",
        )
    },
    good="""
        type: customer-journey
        stage | action | touchpoint
        conversion | Thanh toán bị lỗi // The payment fails | Trang thanh toán · Tổng đài gọi lại // Checkout page · The hotline calls back
    """,
    bad="""
        type: customer-journey
        stage | action | touchpoint
        conversion | Thanh toán bị lỗi // The payment fails | Trang thanh toán // Checkout page
    """,
    check=check,
)
