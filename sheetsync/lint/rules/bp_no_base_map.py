"""A blueprint is laid over another map."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_blueprint
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A map made of physical evidence does not name the map it is layered on. That one may well be kept elsewhere."""
    index = context.index
    base = index.field("base-map", None)
    if base is not None and is_blueprint(index) and index.steps and not context.map.values.get(base.key):
        yield Hit(FieldRef(field=base.key))


RULE = Rule(
    slug="bp-no-base-map",
    severity="info",
    profiles=("blueprint",),
    order=10,
    source="S0:152",
    summary=Text("Bản thiết kế dịch vụ dựa trên một bản đồ hành trình", "A blueprint is laid over a journey map"),
    why=Text(
        "Bản thiết kế xếp con người, chính sách, công nghệ, quy trình lên một bản đồ hành trình; thiếu bản đồ đó thì không rõ phục vụ ai.",
        "A blueprint starts from a journey map and lays people, policies, technology and processes over it; without one, who is it for?",
    ),
    fix=Text(
        "Hãy ghi tên bản đồ hành trình gốc ở trang “Về bản đồ này”.",
        "Name the journey map it builds on at the tab “About this map”.",
    ),
    messages={
        "": Text("Bản thiết kế chưa ghi nó dựa trên bản đồ nào.", "The blueprint does not name the map it builds on."),
    },
    good="""
        type: service-blueprint
        base_map: Bữa tối ở nhà hàng // Dinner at the restaurant
        stage | evidence | action
        objects | Thực đơn // The menu | Gọi món // Orders
    """,
    bad="""
        type: service-blueprint
        stage | evidence | action
        objects | Thực đơn // The menu | Gọi món // Orders
    """,
    check=check,
)
