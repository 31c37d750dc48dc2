"""A journey map is no blueprint."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.backrooms import behind_the_scenes
from sheetsync.model.words import Text

_LANES = ("action", "touchpoint")
_BACK_LANES = ("backstage", "support", "frontstage", "employee", "company-action")
"""Where a type has one of these, what the company does has a place of its own on the map."""


def check(context: Context) -> Iterator[Hit]:
    """A lane of the customer holds what goes on behind the scenes."""
    index = context.index
    apart = any(index.field(role) is not None for role in _BACK_LANES)
    for step in index.steps:
        for role in _LANES:
            item = index.field(role)
            found = [text for text in index.items(step, role) if behind_the_scenes(text)]
            if item is not None and found:
                yield Hit(at(step, item), {"where": index.where(step), "text": found[0]}, len(found), "apart" if apart else "")


RULE = Rule(
    slug="backstage-in-journey",
    severity="info",
    profiles=("zapier", "hubspot", "ducttape", "ecommerce"),
    order=40,
    source="Smaply #2",
    summary=Text("Việc hậu trường không lẫn vào hành trình của khách", "Backstage work is kept out of the customer’s journey"),
    why=Text(
        "Khách không nhìn thấy kho, kế toán hay hệ thống nội bộ; trộn vào thì bản đồ thành sơ đồ tổ chức và mất góc nhìn của khách.",
        "Customers never see the warehouse, accounting or internal systems; mixed in, the map turns into an organisation chart.",
    ),
    fix=Text(
        "Hãy giữ lại điều khách thấy được, và đưa phần hậu trường sang một bản thiết kế dịch vụ.",
        "Keep what the customer can see, and move the rest to a service blueprint.",
    ),
    messages={
        "": Text(
            "{where}, “{text}” diễn ra ở hậu trường, khách không thấy được.",
            "{where}, “{text}” happens behind the scenes, where the customer sees nothing.",
        ),
        "apart": Text(
            "{where}, “{text}” là việc hậu trường; bản đồ này có hàng riêng cho việc của công ty.",
            "{where}, “{text}” is backstage work, and this map has a lane of its own for that.",
        ),
    },
    gives_way_to=("action-not-customer",),
    good="""
        type: customer-journey
        stage | action
        conversion | Nhận hóa đơn qua email // Gets the invoice by e-mail
    """,
    bad="""
        type: customer-journey
        stage | action
        conversion | Kế toán duyệt hóa đơn nội bộ // Accounting approves the invoice
    """,
    check=check,
)
