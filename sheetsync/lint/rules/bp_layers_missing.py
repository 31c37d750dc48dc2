"""A blueprint says what delivers the experience: people, policies, technology, processes."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_blueprint
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text

LAYERS = ("people", "policy", "technology", "process")


def check(context: Context) -> Iterator[Hit]:
    """Staff are at work somewhere on the map, and none of the four layers says anything anywhere."""
    index = context.index
    first = next((item for role in LAYERS if (item := index.field(role))), None)
    if first is None or not is_blueprint(index):
        return
    begun = any(index.has(step, "frontstage", "backstage", "support") for step in index.steps)
    if begun and not any(index.has(step, *LAYERS) for step in index.steps):
        yield Hit(FieldRef(MAIN, field=first.key))


RULE = Rule(
    slug="bp-layers-missing",
    severity="warning",
    profiles=("blueprint",),
    order=40,
    source="S0:152",
    summary=Text(
        "Bản thiết kế dịch vụ nêu con người, chính sách, công nghệ và quy trình",
        "A blueprint names people, policies, technology and processes",
    ),
    why=Text(
        "Chính bốn lớp này tạo ra trải nghiệm; không ghi chúng thì bản đồ cho thấy chuyện gì xảy ra mà không nói vì đâu.",
        "These four layers make the experience; without them the map shows what happens and not why.",
    ),
    fix=Text(
        "Hãy ghi, ít nhất ở những cột hay trục trặc, ai chịu trách nhiệm, theo quy định nào, bằng công cụ và các bước nào.",
        "At least where things go wrong, write who answers for it, under which rules, with which tools and steps.",
    ),
    messages={
        "": Text(
            "Chưa cột nào ghi con người, chính sách, công nghệ hay quy trình tạo nên trải nghiệm.",
            "No column names the people, policies, technology or processes behind the experience.",
        )
    },
    good="""
        type: service-blueprint
        stage | evidence | action | frontstage | technology
        objects | Thực đơn // Menu | Gọi món // Orders | Phục vụ ghi món // The waiter notes it | Máy gọi món // Ordering tablet
    """,
    bad="""
        type: service-blueprint
        stage | evidence | action | frontstage | technology
        objects | Thực đơn // Menu | Gọi món // Orders | Phục vụ ghi món // The waiter notes it |
    """,
    check=check,
)
