"""A step is specific enough to make content for it."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary import words
from sheetsync.lint.vocabulary.vague import general_act
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """An action is made of general words only, or of fewer words than a step needs; moments of a day need no content, so nothing is said there.

    A Vietnamese word often takes two syllables, and short acts such as "Gọi món" are specific: so the smallest number is counted in syllables
    and low, and general words do the rest.
    """
    index = context.index
    item = index.field("action")
    if item is None or index.fields("moment", None):
        return
    for step in index.steps:
        vague = [text for text in index.items(step, "action") if general_act(text) or 0 < len(words(text)) < context.options["min_words"]]
        if vague:
            yield Hit(at(step, item), {"where": index.where(step), "text": vague[0]}, len(vague))


RULE = Rule(
    slug="step-vague",
    severity="warning",
    profiles=("zapier", "hubspot", "ecommerce", "support"),
    order=40,
    source="S3:37",
    summary=Text("Mỗi bước đủ cụ thể để làm nội dung cho nó", "Every step is specific enough to make content for it"),
    why=Text(
        "Bước càng cụ thể càng dễ nghĩ ra nội dung đúng ý khách; “tìm hiểu sản phẩm” thì ở đâu, về điều gì cũng đúng.",
        "The more specific the step, the easier it is to make content for it; “researches products” could mean anything anywhere.",
    ),
    fix=Text(
        "Hãy ghi khách làm việc đó ở đâu, với cái gì: “đọc đánh giá phòng tập trên Google Maps”.",
        "Say where and with what: “reads reviews of the gym on Google Maps”.",
    ),
    messages={
        "": Text("{where}, bước “{text}” còn quá chung chung.", "{where}, the step “{text}” is too general."),
    },
    options={"min_words": 2},
    gives_way_to=("placeholder-left",),
    good="""
        type: customer-journey
        stage | action
        consideration | So sánh bảng giá của ba phòng tập gần nhà // Compares the prices of three gyms nearby
    """,
    bad="""
        type: customer-journey
        stage | action
        consideration | So sánh sản phẩm // Compares products
    """,
    check=check,
)
