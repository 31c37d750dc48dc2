"""The journey does not end at the till."""

from collections.abc import Iterator

from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.stage_names import Moment, moment
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The type goes on after the purchase, and the map's last stage is the purchase or one before it.

    Where the name of the last stage does not tell, nothing is said; types with fixed stages report a missing one already.
    """
    kind, stages = context.map_type, context.index.stages
    if kind is None or kind.policy != "open" or not stages:
        return
    planned = _planned(kind)
    if "after" not in planned.values():
        return
    moments = [moment(stage.title) or planned.get(stage.key, "") for stage in stages]
    if moments[-1] in {"before", "purchase"} and "after" not in moments:
        yield Hit(FieldRef(MAIN, stage=stages[-1].key), {"stage": stages[-1].title})


def _planned(kind: MapType) -> dict[str, Moment]:
    """Where each stage that the type starts with stands towards the purchase."""
    return {stage.key: moment(stage.title.vi) for stage in kind.stages}


RULE = Rule(
    slug="post-purchase-missing",
    severity="warning",
    profiles=("hubspot", "ducttape"),
    order=30,
    source="S0:21-23,233",
    summary=Text("Hành trình đi tiếp sau khi mua", "The journey goes on after the purchase"),
    why=Text(
        "Sau khi mua mới là lúc khách được chăm sóc, ở lại và giới thiệu bạn bè; dừng ở quầy thanh toán là bỏ mất phần đó.",
        "It is after the purchase that customers are looked after, stay and bring friends; a map that ends at the till misses all of that.",
    ),
    fix=Text(
        "Hãy thêm giai đoạn sau khi mua: khách dùng sản phẩm, cần hỗ trợ, quay lại hay giới thiệu ra sao.",
        "Add a stage after the purchase: how customers use the product, get help, come back or recommend it.",
    ),
    messages={
        "": Text(
            "Hành trình dừng ở “{stage}”, chưa có giai đoạn nào sau khi mua.",
            "The journey ends at “{stage}”, without any stage after the purchase.",
        )
    },
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
        decision | Đặt máy trên website // Orders one on the website
    """,
    check=check,
)
