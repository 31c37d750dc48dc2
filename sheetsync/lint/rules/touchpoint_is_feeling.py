"""A touchpoint is a meeting, not a mood."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.feelings import only_quality, tells_feeling
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A touchpoint tells how somebody feels, or what people are like, instead of where customer and company meet."""
    index = context.index
    item = index.field("touchpoint")
    if item is None:
        return
    for step in index.steps:
        moods = [text for text in index.items(step, "touchpoint") if tells_feeling(text) or only_quality(text)]
        if moods:
            yield Hit(at(step, item), {"where": index.where(step), "touchpoint": moods[0]}, len(moods))


RULE = Rule(
    slug="touchpoint-is-feeling",
    severity="info",
    profiles=("ducttape", "zapier", "hubspot", "ecommerce"),
    order=40,
    source="S1:46-50",
    summary=Text("Điểm chạm là nơi gặp nhau, không phải cảm xúc", "A touchpoint is a place to meet, not a feeling"),
    why=Text(
        "Cảm xúc và thái độ là kết quả của lần gặp; không có nơi gặp cụ thể thì chẳng gắn được quy trình nào để giữ nó tốt.",
        "Feelings and attitudes are what a meeting leaves behind; without the meeting there is nothing to build a process for.",
    ),
    fix=Text(
        "Hãy ghi lần gặp đã gây ra cảm xúc đó, và chuyển cảm xúc sang đúng ô của nó.",
        "Name the meeting that caused the feeling, and move the feeling to its own field.",
    ),
    messages={
        "": Text(
            "{where}, “{touchpoint}” là cảm xúc hay thái độ, chưa phải điểm chạm.",
            "{where}, “{touchpoint}” is a feeling or an attitude, not a touchpoint.",
        )
    },
    good="""
        type: contact-points
        stage | touchpoint | emotion
        after | Nhân viên gọi hỏi thăm sau một tuần // Staff call a week later | hài lòng // satisfied
    """,
    bad="""
        type: contact-points
        stage | touchpoint | emotion
        after | Cảm thấy rất hài lòng // Feels very satisfied | hài lòng // satisfied
    """,
    check=check,
)
