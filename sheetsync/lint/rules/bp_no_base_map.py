"""A blueprint is laid over another map."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_blueprint
from sheetsync.lint.likeness import titled
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text

_ADDRESS = ("://", ".xlsx", "/")
"""What an address has in it that is no title: a link or a path may name a map that we don't know."""


def check(context: Context) -> Iterator[Hit]:
    """A map made of physical evidence does not name the map it is layered on, or names one that is nowhere in the workspace."""
    index = context.index
    base = index.field("base-map", None)
    if base is None or not is_blueprint(index) or not index.steps:
        return
    named = context.map.values.get(base.key)
    if not named:
        yield Hit(FieldRef(field=base.key))
    elif context.related and not any(mark in named for mark in _ADDRESS) and titled(named, context.related.values()) is None:
        yield Hit(FieldRef(field=base.key), {"named": named}, variant="unknown")


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
        "unknown": Text("Không thấy bản đồ gốc “{named}” trong không gian làm việc.", "There is no map “{named}” in this workspace."),
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
