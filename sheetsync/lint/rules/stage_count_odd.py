"""A journey has as many stages as people can follow."""

from collections.abc import Iterator

from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """Fewer or more stages than usual, where people are free to choose them and they are phases of a journey."""
    if context.map_type is None or not _has_phases(context, context.map_type):
        return
    count, place = len(context.index.stages), FieldRef(MAIN)
    if 0 < count < context.options["min"]:
        yield Hit(
            place, {"count": Text(f"{count} giai đoạn", f"{count} stage" if count == 1 else f"{count} stages"), "limit": context.options["min"]}
        )
    elif count > context.options["max"]:
        yield Hit(place, {"count": count, "limit": context.options["max"]}, variant="many")


def _has_phases(context: Context, map_type: MapType) -> bool:
    """Time frames (of a day, of a period of one's own) and pieces of evidence are no phases: there are as many as there are."""
    index = context.index
    return map_type.policy == "open" and bool(map_type.stages) and not index.fields("evidence") and not index.fields("moment", None)


RULE = Rule(
    slug="stage-count-odd",
    severity="warning",
    profiles=("hubspot", "ducttape", "support"),
    order=30,
    source="product-on-purpose; Custory",
    summary=Text("Hành trình có từ ba đến bảy giai đoạn", "A journey has three to seven stages"),
    why=Text(
        "Ít quá thì mỗi giai đoạn gom đủ thứ chuyện; nhiều quá thì chẳng ai nhìn ra được đường đi chung.",
        "With too few, each stage holds a bit of everything; with too many, nobody sees the way as a whole.",
    ),
    fix=Text(
        "Hãy tách hoặc gộp theo mục tiêu của khách: mỗi giai đoạn là một điều họ muốn xong.",
        "Split or merge by the customer’s goals: each stage is one thing they want to get done.",
    ),
    messages={
        "": Text("Hành trình chỉ có {count}; thường cần ít nhất {limit}.", "The journey has only {count}; it usually takes at least {limit}."),
        "many": Text(
            "Hành trình có tới {count} giai đoạn; quá {limit} thì khó theo dõi.",
            "The journey has {count} stages; more than {limit} are hard to follow.",
        ),
    },
    options={"min": 3, "max": 7},
    good="""
        type: current-state
        stage | action
        search | Hỏi bạn bè về máy lọc nước // Asks friends about water filters
        decision | Đặt máy trên website // Orders one on the website
        support | Gọi thợ đến thay lõi // Has the filter changed
    """,
    bad="""
        type: current-state
        stage | action
        search | Hỏi bạn bè về máy lọc nước // Asks friends about water filters
        support | Gọi thợ đến thay lõi // Has the filter changed
    """,
    check=check,
)
