"""A motto is what the persona says of themselves."""

import re
from collections.abc import Iterator

from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.lint.vocabulary import first_person
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text

_NEXT_SENTENCE = r"[.!?…]+[”\"'»)]*\s+(?=\S)"


def check(context: Context) -> Iterator[Hit]:
    """A motto is not in the first person, or is a whole speech."""
    tab = context.index.personas
    item = context.index.field("motto", tab.key) if tab is not None else None
    if tab is None or item is None:
        return
    for record in context.map.records(tab.key):
        motto = record.values.get(item.key, "")
        if not any(sign.isalpha() for sign in motto):
            continue
        place = FieldRef(tab.key, step=record.id, field=item.key)
        sentences = len(re.split(_NEXT_SENTENCE, motto.strip()))
        if not first_person(motto):
            yield Hit(place, {"motto": motto})
        elif sentences > context.options["max_sentences"]:
            yield Hit(place, {"count": sentences}, variant="long")


RULE = Rule(
    slug="motto-not-first-person",
    severity="warning",
    profiles=METHODS,
    order=10,
    source="S3:94",
    summary=Text("Phương châm là lời của chính chân dung đó", "A motto is in the persona’s own words"),
    why=Text(
        "Một câu ở ngôi “tôi”, gói cả điều mong muốn lẫn điều khó khăn, giúp cả nhóm nghe thấy khách hàng chứ không chỉ đọc về họ.",
        "One sentence in the first person, with a wish and a worry in it, lets the team hear the customer instead of reading about them.",
    ),
    fix=Text(
        "Hãy viết lại thành một câu như chính họ nói: “Tôi muốn …, nhưng …”.",
        "Write it as one sentence they would say: “I want …, but …”.",
    ),
    messages={
        "": Text(
            "Phương châm “{motto}” chưa phải lời của chính khách hàng.",
            "The motto “{motto}” is not what the customer would say of themselves.",
        ),
        "long": Text("Phương châm dài {count} câu; nên gói trong một câu.", "The motto takes {count} sentences, and should be one."),
    },
    options={"max_sentences": 2},
    gives_way_to=("placeholder-left",),
    good="""
        type: customer-journey
        persona: Mai
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby

        [personas]
        name | occupation | motto
        Mai | Văn phòng // Clerk | Tôi muốn khỏe hơn nhưng luôn thiếu thời gian // I want to be fit but never have time
    """,
    bad="""
        type: customer-journey
        persona: Mai
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby

        [personas]
        name | occupation | motto
        Mai | Văn phòng // Clerk | Muốn khỏe hơn nhưng luôn thiếu thời gian // Wants to be fit but never has time
    """,
    check=check,
)
