"""Somebody walked the journey in the persona's place."""

from collections.abc import Iterator

from sheetsync.lint.lists import same_person, text, walked, walkthroughs
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A chosen persona whose part nobody played, where the type has a tab for walkthroughs; one that names nobody counts for all."""
    index = context.index
    item, tab = index.field("persona", None), walkthroughs(index)
    if item is None or tab is None:
        return
    played = [text(index, tab, record, "persona") for record in walked(index)]
    waiting = [name for name in index.chosen if not any(not other or same_person(name, other) for other in played)]
    if waiting:
        yield Hit(FieldRef(field=item.key), {"names": ", ".join(waiting)}, len(waiting))


RULE = Rule(
    slug="walkthrough-missing",
    severity="warning",
    profiles=("hubspot",),
    order=20,
    source="S0:109",
    summary=Text("Có người đã tự đi thử hành trình của từng chân dung", "Somebody walked the journey of each persona"),
    why=Text(
        "Cả bản đồ vẫn chỉ là giả thuyết cho đến khi bạn tự mình đi qua mạng xã hội, email và tìm kiếm như khách.",
        "A map is a hypothesis until you go through social media, e-mail and search yourself, as the customer does.",
    ),
    fix=Text(
        "Hãy đóng vai chân dung này đi thử một lượt, rồi ghi điều nhận thấy vào trang “Tự trải nghiệm”.",
        "Play this persona's part once and note what you found on the tab “Walkthroughs”.",
    ),
    messages={
        "": Text(
            "Chưa ai đi thử hành trình trong vai: {names}; bản đồ vẫn là giả thuyết.",
            "Nobody has walked this journey as {names} yet, so the map is still a hypothesis.",
        )
    },
    good="""
        type: current-state
        persona: Lan
        stage | action
        search | Tìm phòng tập gần nhà // Looks for a gym nearby

        [walkthroughs]
        persona | channel | date | finding
        Lan | search | 2026-11-03 | Trang giá khó tìm // The price page is hard to find
    """,
    bad="""
        type: current-state
        persona: Lan
        stage | action
        search | Tìm phòng tập gần nhà // Looks for a gym nearby

        [walkthroughs]
        persona | channel | date | finding
        Lan | | |
    """,
    check=check,
)
