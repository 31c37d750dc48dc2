"""Each piece of physical evidence belongs to something that customers and staff do."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text

STAFF = ("frontstage", "backstage")
"""Roles in which staff act, seen by the customer or not."""


def check(context: Context) -> Iterator[Hit]:
    """A column of evidence lacks what the customer does, or what the staff do."""
    index = context.index
    action, staff = index.field("action"), index.field("frontstage")
    if action is None or staff is None or index.field("evidence") is None:
        return
    for step in index.steps:
        if not index.has(step, "evidence"):
            continue
        if not index.has(step, "action"):
            yield Hit(at(step, action), {"where": index.where(step)})
        if not index.has(step, *STAFF):
            others = tuple(at(step, item) for role in STAFF for item in index.fields(role))
            yield Hit(at(step, staff), {"where": index.where(step)}, variant="staff", also=others)


RULE = Rule(
    slug="bp-evidence-unmatched",
    severity="error",
    profiles=("blueprint",),
    order=40,
    source="S0:298",
    summary=Text(
        "Bằng chứng vật lý nào cũng gắn với việc khách làm và việc nhân viên làm",
        "Every physical evidence goes with a customer's action and a staff interaction",
    ),
    why=Text(
        "Đồ vật chỉ gây ấn tượng khi có người dùng và có người phục vụ; thiếu một bên thì không lần ra được nguyên nhân gốc.",
        "Things make an impression only where somebody uses them and somebody serves; with one side missing no root cause can be found.",
    ),
    fix=Text(
        "Hãy ghi khách làm gì với bằng chứng này, và nhân viên nào đáp lại họ.",
        "Write what the customer does with this evidence, and which of the staff answer.",
    ),
    messages={
        "": Text("{where}, chưa ghi khách hàng làm gì.", "{where}, the customer's action is missing."),
        "staff": Text("{where}, chưa ghi nhân viên nào phục vụ.", "{where}, the staff's part is missing."),
    },
    good="""
        type: service-blueprint
        stage | evidence | action | frontstage
        objects | Thực đơn // Menu | Gọi món // Orders | Người phục vụ ghi món // The waiter notes it
    """,
    bad="""
        type: service-blueprint
        stage | evidence | action | frontstage
        objects | Thực đơn // Menu | Gọi món // Orders |
    """,
    check=check,
)
