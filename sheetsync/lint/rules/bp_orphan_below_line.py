"""What happens behind the scenes carries something in front of them, and the other way round."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text

BELOW = ("backstage", "support")
"""Roles below the line of visibility."""
CARRIES = (*BELOW, "process", "technology", "policy")
"""Roles that may carry what is done in front of the guest."""


def check(context: Context) -> Iterator[Hit]:
    """Staff work behind the scenes of a step and nobody in front, or somebody in front and nothing behind (a hint: some acts need nobody else)."""
    index = context.index
    front, back = index.field("frontstage"), index.field("backstage")
    if front is None or back is None:
        return
    for step in index.steps:
        shown = index.has(step, "frontstage")
        if not shown and index.has(step, *BELOW):
            yield Hit(at(step, front), {"where": index.where(step)})
        elif shown and not index.has(step, *CARRIES):
            yield Hit(at(step, back), {"where": index.where(step)}, variant="front", severity="info")


RULE = Rule(
    slug="bp-orphan-below-line",
    severity="warning",
    profiles=("blueprint",),
    order=40,
    source="S0:300",
    gives_way_to=("bp-evidence-unmatched",),
    summary=Text("Hậu trường và phía trước sân khấu đi đôi với nhau", "Backstage and frontstage go together"),
    why=Text(
        "Việc phía sau chỉ có nghĩa khi nó đỡ cho một việc khách nhìn thấy; thiếu một nửa thì không lần ra gốc rễ của trục trặc.",
        "Work behind the scenes matters through what guests see; with one half missing no root cause can be traced.",
    ),
    fix=Text(
        "Hãy ghi ai phục vụ trước mặt khách ở cột này, hoặc ai và quy trình nào đỡ họ ở phía sau.",
        "Say who serves the guest in this column, or who and what supports them from behind.",
    ),
    messages={
        "": Text(
            "{where}, phía sau có người làm mà chưa ghi ai phục vụ trước mặt khách.",
            "{where}, there is work behind the scenes, and nobody is named who serves the guest.",
        ),
        "front": Text(
            "{where}, có người phục vụ trước mặt khách mà chưa ghi ai hay quy trình nào đỡ phía sau.",
            "{where}, somebody serves the guest, and nothing is named that supports them from behind.",
        ),
    },
    good="""
        type: service-blueprint
        stage | evidence | action | frontstage | backstage
        objects | Thực đơn // Menu | Gọi món // Orders | Phục vụ ghi món // The waiter notes it | Điều phối chia món // A coordinator sorts it
    """,
    bad="""
        type: service-blueprint
        stage | evidence | action | frontstage | backstage
        objects | Thực đơn // Menu | Gọi món // Orders | | Điều phối chia món // A coordinator sorts it
    """,
    check=check,
)
