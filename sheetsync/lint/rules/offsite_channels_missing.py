"""The map looks beyond the brand's own website."""

from collections.abc import Iterator

from sheetsync.lint.index import Index
from sheetsync.lint.kinds import is_future
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.channels import OFFSITE, OFFSITE_KEYS
from sheetsync.lint.vocabulary.patterns import mentions
from sheetsync.lint.vocabulary.stage_names import moment
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text

TELLING = ("touchpoint", "gap", "action", "research")
"""Roles in which people write where the customer meets the brand."""


def check(context: Context) -> Iterator[Hit]:
    """Neither map nor inventory has a touchpoint on social media, in ads, e-mails or reviews, and there are enough of them to tell.

    Only for journeys of today that begin before the purchase: whoever is a customer already need not be found any more.
    """
    index = context.index
    item = index.field("touchpoint")
    if item is None or not item.required or is_future(index) or not any(moment(stage.title) == "before" for stage in index.stages):
        return
    met = sum(len(index.items(step, "touchpoint")) for step in index.steps)
    if met < context.options["min_touchpoints"] or OFFSITE_KEYS.intersection(_listed(index, "channel")):
        return
    told = [*_listed(index, "touchpoint"), *(text for step in index.steps for role in TELLING for text in index.items(step, role))]
    if not any(mentions(channel, text) for text in told for channel in OFFSITE):
        yield Hit(FieldRef(MAIN, field=item.key), {"touchpoints": met})


def _listed(index: Index, role: str) -> list[str]:
    """What tabs that list touchpoints say in fields of ``role``."""
    inventories = [tab for tab in index.lists if index.field("touchpoint", tab.key)]
    return [
        record.values[item.key]
        for tab in inventories
        for item in index.fields(role, tab.key)
        for record in index.map.records(tab.key)
        if item.key in record.values
    ]


RULE = Rule(
    slug="offsite-channels-missing",
    severity="warning",
    profiles=("hubspot", "ecommerce"),
    order=40,
    source="S0:64-69",
    summary=Text("Bản đồ kể cả những nơi ngoài website", "The map covers places beyond the website"),
    why=Text(
        "Khách còn gặp bạn trên mạng xã hội, qua quảng cáo, email và các trang đánh giá; chỉ nhìn những nơi của mình là bỏ sót đoạn đầu hành trình.",
        "People also meet you on social media, in ads, e-mails and reviews; who looks at their own places alone misses how journeys begin.",
    ),
    fix=Text(
        "Hãy tìm tên thương hiệu trên Google, xem khách đến từ đâu, rồi thêm các điểm chạm đó.",
        "Google your brand, look where visitors come from, and add those touchpoints.",
    ),
    messages={
        "": Text(
            "Trong {touchpoints} điểm chạm không có mạng xã hội, quảng cáo trả phí, email hay trang đánh giá nào.",
            "None of the {touchpoints} touchpoints is on social media, in paid ads, in e-mails or on review sites.",
        )
    },
    options={"min_touchpoints": 5},
    good="""
        type: current-state
        stage | touchpoint
        search | Trang chủ · Trang Facebook // Home page · Facebook page
        awareness | Trang sản phẩm · Cửa hàng // Product page · Store
        decision | Trang thanh toán // Checkout page
    """,
    bad="""
        type: current-state
        stage | touchpoint
        search | Trang chủ · Trang giỏ hàng // Home page · Cart page
        awareness | Trang sản phẩm · Cửa hàng // Product page · Store
        decision | Trang thanh toán // Checkout page
    """,
    check=check,
)
