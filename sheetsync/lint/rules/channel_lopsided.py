"""Customers meet people and things, not only screens."""

from collections.abc import Iterator

from sheetsync.lint.index import Index
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.vocabulary.channels import DIGITAL, IN_PERSON_KEYS, PEOPLE, PLACES
from sheetsync.lint.vocabulary.patterns import mentions
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """All touchpoints are on screens, as far as their words tell, and there are enough of them to tell.

    A touchpoint that names a person or a place, or nothing known, counts as not digital.
    """
    index = context.index
    item = index.field("touchpoint")
    if item is None or not item.required:
        return
    met = [text for step in index.steps for text in index.items(step, "touchpoint")]
    if len(met) >= context.options["min_touchpoints"] and all(_on_screen(text) for text in met) and not _listed_in_person(index):
        yield Hit(FieldRef(MAIN, field=item.key), {"touchpoints": len(met)})


def _on_screen(text: str) -> bool:
    return mentions(DIGITAL, text) and not mentions(PEOPLE, text) and not mentions(PLACES, text)


def _listed_in_person(index: Index) -> bool:
    """Whether an inventory lists a channel that needs people or a place."""
    return any(
        record.values.get(item.key) in IN_PERSON_KEYS
        for tab in index.lists
        if index.field("touchpoint", tab.key)
        for item in index.fields("channel", tab.key)
        for record in index.map.records(tab.key)
    )


RULE = Rule(
    slug="channel-lopsided",
    severity="info",
    profiles=(STRICT,),
    order=40,
    source="deanpeters; cguo",
    gives_way_to=("offsite-channels-missing",),
    summary=Text("Điểm chạm có cả con người và nơi chốn, không chỉ màn hình", "Touchpoints include people and places, not only screens"),
    why=Text(
        "Khách còn nghe điện thoại, nhận hàng, gặp nhân viên; bản đồ chỉ có màn hình hay bỏ quên đúng những lúc họ nhớ nhất.",
        "Customers also make calls, unpack parcels and meet staff; a map of screens alone often leaves out what they remember best.",
    ),
    fix=Text(
        "Hãy thêm những lúc khách gặp người thật hoặc cầm trên tay thứ gì của bạn, hoặc bỏ qua kèm lý do nếu không có.",
        "Add the moments with real people and things you can touch, or skip this with a reason if there are none.",
    ),
    messages={
        "": Text("Cả {touchpoints} điểm chạm đều ở trên màn hình.", "All {touchpoints} touchpoints are on screens."),
    },
    options={"min_touchpoints": 5},
    good="""
        type: customer-journey
        stage | touchpoint
        awareness | Quảng cáo Facebook · Fanpage // Facebook ad · Facebook page
        consideration | Website · Bài blog // Website · Blog post
        conversion | Trang thanh toán · Cuộc gọi xác nhận // Checkout page · Phone call to confirm
    """,
    bad="""
        type: customer-journey
        stage | touchpoint
        awareness | Quảng cáo Facebook · Fanpage // Facebook ad · Facebook page
        consideration | Website · Bài blog // Website · Blog post
        conversion | Trang thanh toán · Email xác nhận // Checkout page · E-mail to confirm
    """,
    check=check,
)
