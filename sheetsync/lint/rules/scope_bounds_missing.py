"""The map says where the journey starts and ends."""

from collections.abc import Iterator

from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The start, the end, or both are blank on *About this map*; told once, at the first blank one."""
    index = context.index
    bounds = [(role, item) for role in ("start", "end") if (item := index.field(role, None)) is not None]
    blank = [(role, item) for role, item in bounds if not any(sign.isalnum() for sign in context.map.values.get(item.key, ""))]
    if blank:
        role, first = blank[0]
        others = tuple(FieldRef(field=item.key) for _, item in blank[1:])
        yield Hit(FieldRef(field=first.key), variant="" if len(blank) > 1 else role, also=others)


RULE = Rule(
    slug="scope-bounds-missing",
    severity="warning",
    profiles=("hubspot",),
    order=10,
    source="NN/g; product-on-purpose",
    summary=Text("Bản đồ nói hành trình bắt đầu và kết thúc ở đâu", "The map says where the journey starts and ends"),
    why=Text(
        "Không có điểm đầu và điểm cuối, mỗi người vẽ một đoạn khác nhau và không ai biết bản đồ đã đủ chưa.",
        "Without a start and an end everybody draws another stretch, and nobody can tell whether the map is complete.",
    ),
    fix=Text(
        "Hãy ghi khoảnh khắc đầu tiên và khoảnh khắc khép lại hành trình ở trang “Về bản đồ này”.",
        "Write the first and the last moment of the journey on the tab “About this map”.",
    ),
    messages={
        "": Text("Bản đồ chưa ghi hành trình bắt đầu và kết thúc khi nào.", "The map says neither when the journey starts nor when it ends."),
        "start": Text("Bản đồ chưa ghi hành trình bắt đầu khi nào.", "The map does not say when the journey starts."),
        "end": Text("Bản đồ chưa ghi hành trình kết thúc khi nào.", "The map does not say when the journey ends."),
    },
    good="""
        type: current-state
        start: Nước ở nhà mới có mùi lạ // The water in the new home smells
        end: Lõi lọc đầu tiên được thay // The first filter is changed
        stage | action
        search | Hỏi bạn bè về máy lọc nước // Asks friends about water filters
    """,
    bad="""
        type: current-state
        start: Nước ở nhà mới có mùi lạ // The water in the new home smells
        stage | action
        search | Hỏi bạn bè về máy lọc nước // Asks friends about water filters
    """,
    check=check,
)
