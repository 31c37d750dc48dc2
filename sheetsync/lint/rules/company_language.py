"""The map speaks the customer's language."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.kinds import has_phases
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.jargon import company_word
from sheetsync.model.journey import MAIN, FieldRef, Stage
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text, fold

_LANES = ("action", "thought", "need", "pain", "motivation", "expectation")
"""Lanes in which the customer speaks or acts."""


def check(context: Context) -> Iterator[Hit]:
    """A stage that people named, or a lane of the customer, uses a word of sales and marketing.

    Names that the method gives are left alone; times and things are no phases of a sale ("Closing" is when a shop shuts).
    """
    index = context.index
    if context.map_type is None:
        return
    for stage in index.stages if has_phases(index) else ():
        if (word := company_word(stage.title)) and not _is_given(stage, context.map_type):
            yield Hit(FieldRef(MAIN, stage=stage.key), {"stage": stage.title, "word": word}, variant="stage")
    for step in index.steps:
        for role in _LANES:
            found = [word for text in index.items(step, role) if (word := company_word(text))]
            item = index.field(role)
            if found and item is not None:
                yield Hit(at(step, item), {"where": index.where(step), "word": found[0]}, len(found))


def _is_given(stage: Stage, map_type: MapType) -> bool:
    names = {fold(name) for known in map_type.stages for name in (*known.title, *known.aliases)}
    return fold(stage.title) in names


RULE = Rule(
    slug="company-language",
    severity="warning",
    profiles=("zapier", "hubspot", "ecommerce"),
    order=40,
    source="product-on-purpose; Smaply #6",
    summary=Text("Bản đồ dùng lời của khách, không dùng tiếng lóng bán hàng", "The map speaks the customer’s language"),
    why=Text(
        "Không khách nào tự thấy mình là “lead” hay đang được “chốt đơn”; nói giọng công ty thì bản đồ kể chuyện của ta, không phải của khách.",
        "No customer thinks of themselves as a “lead” to be “upsold”; in the company’s words the map tells our story, not theirs.",
    ),
    fix=Text(
        "Hãy gọi tên bằng điều khách đang làm hay muốn, bắt đầu bằng động từ: “Xin báo giá”, “Chọn gói”.",
        "Say what the customer does or wants, verb first: “Asks for a quote”, “Chooses a plan”.",
    ),
    messages={
        "": Text("{where}, “{word}” là lời của công ty, khách không nói như vậy.", "{where}, “{word}” is the company’s word, not the customer’s."),
        "stage": Text(
            "Giai đoạn “{stage}” gọi theo lời công ty (“{word}”), không theo việc khách làm.",
            "The stage “{stage}” is named in the company’s words (“{word}”), not after what customers do.",
        ),
    },
    gives_way_to=("action-not-customer",),
    good="""
        type: current-state
        stage | action
        decision | Thêm phụ kiện vào đơn hàng // Adds accessories to the order
    """,
    bad="""
        type: current-state
        stage | action
        decision | Upsell phụ kiện vào đơn hàng // Upsell accessories to the order
    """,
    check=check,
)
