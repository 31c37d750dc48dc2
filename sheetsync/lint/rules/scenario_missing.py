"""The map says in which situation it plays."""

from collections.abc import Iterator

from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The scenario on *About this map* is blank, or nothing but a dash."""
    item = context.index.field("scenario", None)
    if item is not None and not any(sign.isalnum() for sign in context.map.values.get(item.key, "")):
        yield Hit(FieldRef(field=item.key), {"field": item.title})


RULE = Rule(
    slug="scenario-missing",
    severity="warning",
    profiles=("hubspot",),
    order=10,
    source="NN/g; product-on-purpose",
    summary=Text("Bản đồ nói khách đang ở tình huống nào", "The map says what situation the customer is in"),
    why=Text(
        "Cùng một người, lúc gấp và lúc thong thả đi hai con đường khác nhau; không có bối cảnh thì mỗi ô lại nói về một lúc.",
        "The same person takes one way in a hurry and another at leisure; without a scenario every cell is about another moment.",
    ),
    fix=Text(
        "Hãy ghi một câu: khách đang gặp chuyện gì và trông đợi điều gì.",
        "Write one sentence: what has happened to the customer, and what they hope for.",
    ),
    messages={
        "": Text("Bản đồ chưa ghi “{field}”: khách đang ở tình huống nào?", "“{field}” is blank: what situation is the customer in?"),
    },
    good="""
        type: current-state
        scenario: Vừa chuyển nhà, cần máy lọc nước gấp // Has just moved house and needs a water filter soon
        stage | action
        search | Hỏi bạn bè về máy lọc nước // Asks friends about water filters
    """,
    bad="""
        type: current-state
        stage | action
        search | Hỏi bạn bè về máy lọc nước // Asks friends about water filters
    """,
    check=check,
)
