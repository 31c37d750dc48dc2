"""The customer's lane is about the customer."""

from collections.abc import Iterator
from itertools import chain

from sheetsync.lint.index import Index, at
from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.lint.vocabulary import Phrases, company_voice, words
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """An action opens with the company as the one who acts. Words by which a persona is described ("nhân viên văn phòng") are the customer's."""
    index = context.index
    item = index.field("action")
    if item is None:
        return
    own = _own_words(index)
    for step in index.steps:
        found = [(text, who) for text in index.items(step, "action") if (who := company_voice(text)) and not Phrases(who).within(own)]
        if found:
            yield Hit(at(step, item), {"where": index.where(step), "text": found[0][0]}, len(found))


def _own_words(index: Index) -> tuple[str, ...]:
    occupation = index.field("occupation", index.personas.key) if index.personas is not None else None
    jobs = (record.values.get(occupation.key, "") for record in index.persona_records.values()) if occupation is not None else ()
    return tuple(chain.from_iterable(words(text) for text in (*index.chosen, *jobs)))


RULE = Rule(
    slug="action-not-customer",
    severity="warning",
    profiles=METHODS,
    order=40,
    source="S3:36; S1:30",
    summary=Text("Hàng hành động kể việc của khách, không phải việc của ta", "Actions are the customer’s, not ours"),
    why=Text(
        "Bản đồ nhìn bằng mắt khách hàng; việc của nhân viên hay hệ thống chen vào thì không còn thấy khách phải làm gì.",
        "The map looks through the customer’s eyes; what staff or systems do hides what the customer has to do.",
    ),
    fix=Text(
        "Hãy kể lại từ phía khách (“Nhận cuộc gọi xác nhận”), hoặc chuyển việc của công ty sang hàng dành cho nó.",
        "Tell it from the customer’s side (“Gets a confirmation call”), or move it to a lane for the company’s work.",
    ),
    messages={
        "": Text("{where}, “{text}” là việc của công ty, không phải của khách.", "{where}, “{text}” is what the company does, not the customer."),
    },
    good="""
        type: customer-journey
        stage | action
        conversion | Nhận cuộc gọi xác nhận lịch hẹn // Gets a call that confirms the appointment
    """,
    bad="""
        type: customer-journey
        stage | action
        conversion | Nhân viên gọi xác nhận lịch hẹn // Staff call to confirm the appointment
    """,
    check=check,
)
