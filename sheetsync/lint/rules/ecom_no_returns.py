"""Retention in a shop covers returns and lost parcels."""

from collections.abc import Iterator

from sheetsync.lint.index import in_stage
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.patterns import mentions
from sheetsync.lint.vocabulary.trouble import RETURNS
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text

METHOD = "ecommerce"
"""Only maps whose type follows this method sell parcels; under ``strict`` the rule runs for all of them."""


def check(context: Context) -> Iterator[Hit]:
    """Nothing in the last stage, the one after the purchase, speaks of a return, or of a parcel that went missing or astray."""
    index = context.index
    if context.map_type is None or context.map_type.profile != METHOD or not index.stages:
        return
    last = index.stages[-1]
    steps = index.by_stage[last.key]
    if steps and not any(mentions(RETURNS, text) for step in steps for text in step.values.values()):
        yield Hit(FieldRef(MAIN, stage=last.key), {"where": in_stage(last)})


RULE = Rule(
    slug="ecom-no-returns",
    severity="warning",
    profiles=("ecommerce",),
    order=40,
    source="S2:41",
    gives_way_to=("stage-empty",),
    summary=Text("Giai đoạn giữ chân tính cả đổi trả và hàng thất lạc", "Retention covers returns and lost parcels"),
    why=Text(
        "Gói hàng thiếu, giao nhầm hay phải trả lại mà xử lý không êm thì khách không quay lại; xử lý êm thì có khi được khen.",
        "A parcel that is missing, misdelivered or sent back decides whether people buy again, or even praise the shop.",
    ),
    fix=Text(
        "Hãy ghi khách làm gì khi muốn trả hàng, nhận nhầm hoặc không nhận được hàng, và họ gặp bạn ở đâu lúc đó.",
        "Write what customers do when they want to return something, got the wrong item or none, and where they meet you then.",
    ),
    messages={
        "": Text(
            "{where}, chưa nói tới đổi trả, giao nhầm hay thất lạc hàng.",
            "{where}, nothing is said about returns, wrong deliveries or lost parcels.",
        )
    },
    good="""
        type: ecommerce
        stage | action | touchpoint
        retention | Dùng sổ mỗi ngày · Đổi cuốn bị rách // Writes daily · Returns a torn copy | Trang đổi trả // Returns page
    """,
    bad="""
        type: ecommerce
        stage | action | touchpoint
        retention | Dùng sổ mỗi ngày // Writes daily | Email cảm ơn // Thank-you e-mail
    """,
    check=check,
)
