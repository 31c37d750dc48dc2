"""The map tells of this journey, and not of another one."""

from collections.abc import Iterator

from sheetsync.lint.likeness import cells, content, share, shares_a_cell, titled
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.model.journey import FieldRef, JourneyMap
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """Nearly all that the map says stands in another map too. Maps that build on one another (``base-map``) may well share what they say."""
    own = content(context.map)
    if len(own) < context.options["min_items"]:
        return
    texts = cells(context.map)
    near = [other for other in (context.related or {}).values() if shares_a_cell(texts, other) and not _linked(context, other)]
    found = [(share(own, content(other)), other) for other in near]
    per_cent, twin = max(found, key=lambda pair: (pair[0], pair[1].title, pair[1].id), default=(0, None))
    if twin is not None and per_cent >= context.options["per_cent"]:
        yield Hit(FieldRef(), {"other": twin.title, "per_cent": per_cent})


def _linked(context: Context, other: JourneyMap) -> bool:
    """Whether one of the two maps names the other as the one it builds on."""
    bases = {item.key for item in context.index.fields("base-map", None)}
    named = [text for key in bases if (text := context.map.values.get(key))]
    if any(titled(text, (other,)) is not None for text in named):
        return True
    return any(titled(text, (context.map,)) is not None for key, text in other.values.items() if key in bases or key == "base_map")


RULE = Rule(
    slug="generic-map",
    severity="warning",
    profiles=(STRICT,),
    order=10,
    source="S3:80",
    needs=("related",),
    summary=Text("Bản đồ nói về chính hành trình này, không chép bản khác", "The map tells of this journey, and is no copy of another"),
    why=Text(
        "Bản đồ dùng chung cho mọi khách chỉ dẫn tới những tương tác mơ hồ, không giúp được ai.",
        "A general map that fits everybody leads to vague interactions that help nobody.",
    ),
    fix=Text(
        "Hãy viết lại cho đúng chân dung và sản phẩm của hành trình này, hoặc gộp hai bản đồ làm một.",
        "Rewrite it for the persona and the product of this journey, or merge the two maps.",
    ),
    messages={
        "": Text(
            "{per_cent}% nội dung bản đồ trùng với bản đồ “{other}”.",
            "{per_cent}% of what this map says stands in the map “{other}” as well.",
        )
    },
    options={"per_cent": 90, "min_items": 8},
    good="""
        type: customer-journey
        stage | action | touchpoint
        awareness | Hỏi bạn cùng lớp · Xem video // Asks friends · Watches videos | Trang Facebook · Tờ rơi ở trường // Facebook page · School flyers
        consideration | So giá gói · Ghé xem thử // Compares plans · Drops by | Trang giá · Tập thử miễn phí // Price page · Free trial

        [related Phòng tập // Gym: map]
        stage | action | touchpoint
        awareness | Hỏi đồng nghiệp · Tìm quanh nhà // Asks colleagues · Looks nearby | Bảng hiệu · Bản đồ Google // Shop sign · Google maps
        consideration | So giá gói · Ghé xem thử // Compares plans · Drops by | Trang giá · Tập thử miễn phí // Price page · Free trial
    """,
    bad="""
        type: customer-journey
        stage | action | touchpoint
        awareness | Hỏi đồng nghiệp · Tìm quanh nhà // Asks colleagues · Looks nearby | Bảng hiệu · Bản đồ Google // Shop sign · Google maps
        consideration | So giá gói · Ghé xem thử // Compares plans · Drops by | Trang giá · Tập thử miễn phí // Price page · Free trial

        [related Phòng tập // Gym: map]
        stage | action | touchpoint
        awareness | Hỏi đồng nghiệp · Tìm quanh nhà // Asks colleagues · Looks nearby | Bảng hiệu · Bản đồ Google // Shop sign · Google maps
        consideration | So giá gói · Ghé xem thử // Compares plans · Drops by | Trang giá · Tập thử miễn phí // Price page · Free trial
    """,
    check=check,
)
