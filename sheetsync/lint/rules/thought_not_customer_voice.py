"""Thoughts are written as the customer would say them."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary import about_customers, company_speaks, first_person, is_question, is_quoted
from sheetsync.lint.vocabulary.topics import only_topic
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A thought tells of the customer from outside, speaks for the company, or is just a heading.

    Quotes, questions and the first person are the customer's voice. So is whatever is left: Vietnamese drops pronouns, and "Trông sạch và mới" is
    a thought as anybody has it.
    """
    index = context.index
    item = index.field("thought")
    if item is None:
        return
    for step in index.steps:
        foreign = [text for text in index.items(step, "thought") if _is_foreign(text)]
        if foreign:
            yield Hit(at(step, item), {"where": index.where(step), "text": foreign[0]}, len(foreign))


def _is_foreign(text: str) -> bool:
    if is_quoted(text):
        return False
    if about_customers(text):
        return True
    if is_question(text):
        return False
    return company_speaks(text) or (not first_person(text) and only_topic(text))


RULE = Rule(
    slug="thought-not-customer-voice",
    severity="info",
    profiles=("zapier", "hubspot", "ecommerce"),
    order=40,
    source="S3:39",
    summary=Text("Suy nghĩ viết như lời của chính khách", "Thoughts are in the customer’s own voice"),
    why=Text(
        "Câu hỏi đúng lời khách cho thấy cần trả lời điều gì; lời mô tả từ bên ngoài thì chỉ là phỏng đoán của ta.",
        "A question in the customer’s words shows what to answer; a description from outside is only our guess.",
    ),
    fix=Text(
        "Hãy viết thành lời khách, như “Có đáng tiền không?” hay “Mình ngại gọi điện quá”.",
        "Write it as the customer would say it, such as “Is it worth the money?” or “I hate calling”.",
    ),
    messages={
        "": Text("{where}, “{text}” chưa phải lời của khách.", "{where}, “{text}” is not in the customer’s voice."),
    },
    gives_way_to=("placeholder-left",),
    good="""
        type: customer-journey
        stage | thought
        awareness | Tập ở đây có hợp với người mới không? // Is this place right for a beginner?
    """,
    bad="""
        type: customer-journey
        stage | thought
        awareness | Khách hàng băn khoăn có hợp với người mới // The customer wonders if this place is right for a beginner
    """,
    check=check,
)
