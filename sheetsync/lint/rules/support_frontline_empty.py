"""Somebody, or some system, answers a customer who asks for help."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The customer acts in a step, and both frontline rows are blank: technology and employees."""
    index = context.index
    item = index.field("employee")
    if item is None or index.field("technology") is None:
        return
    for step in index.steps:
        if index.has(step, "action") and not index.has(step, "technology", "employee"):
            yield Hit(at(step, item), {"where": index.where(step)})


RULE = Rule(
    slug="support-frontline-empty",
    severity="error",
    profiles=("support",),
    order=40,
    source="S3:109",
    summary=Text("Khách cần hỗ trợ luôn gặp hệ thống hoặc nhân viên tiền tuyến", "A customer who asks for help meets a system or a person"),
    why=Text(
        "Trải nghiệm hỗ trợ tệ đủ khiến khách bỏ đi; mỗi bước của họ cần chatbot, tổng đài tự động hoặc nhân viên đáp lại.",
        "One bad experience of support can drive customers away; each of their steps needs a chatbot, a phone system or a person that answers.",
    ),
    fix=Text(
        "Hãy ghi hệ thống hoặc nhân viên tiền tuyến xử lý bước này.",
        "Write which system or which frontline employee takes this step.",
    ),
    messages={
        "": Text(
            "{where}, khách hàng chưa được hệ thống hay nhân viên tiền tuyến nào đáp lại.",
            "{where}, neither a system nor a frontline employee answers the customer.",
        )
    },
    good="""
        type: support-experience
        stage | action | technology | employee
        opened | Mở phiếu hỗ trợ // Opens a ticket | Chatbot |
    """,
    bad="""
        type: support-experience
        stage | action | technology | employee
        opened | Mở phiếu hỗ trợ // Opens a ticket | |
    """,
    check=check,
)
