"""Each contact point says how the customer feels there."""

from collections.abc import Iterator

from sheetsync.lint.contact_points import Lack, lacking
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step has a touchpoint, and its emotion is blank, in a type that holds expectation and feeling side by side."""
    index = context.index
    item = index.field("emotion")
    if item is not None and index.field("expectation") is not None:
        yield from lacking(index, lambda step: Lack(() if index.has(step, "emotion") else (item,)))


RULE = Rule(
    slug="touchpoint-no-feeling",
    severity="warning",
    profiles=("ducttape",),
    order=40,
    source="S1:30",
    summary=Text("Điểm tiếp xúc nào cũng ghi khách cảm thấy thế nào", "Every contact point says how the customer feels"),
    why=Text(
        "Hai câu cần hỏi ở mỗi điểm tiếp xúc là khách kỳ vọng gì và cảm thấy thế nào; thiếu cảm xúc thì không biết nên giữ hay nên sửa.",
        "At each contact point ask what people expect and how they feel; without the feeling nobody knows what to keep and what to mend.",
    ),
    fix=Text(
        "Hãy chọn cảm xúc gần nhất, tốt nhất là sau khi hỏi vài khách vừa đi qua điểm này.",
        "Choose the feeling that comes nearest, best of all after asking a few customers who have just been there.",
    ),
    messages={
        "": Text(
            "{where}, chưa ghi khách cảm thấy thế nào ở “{touchpoint}”.",
            "{where}, “{touchpoint}” does not say how the customer feels there.",
        ),
        "all": Text(
            "{where}, {none} ghi khách cảm thấy thế nào.",
            "{where}, {none} says how the customer feels.",
        ),
    },
    good="""
        type: hourglass
        stage | touchpoint | expectation | emotion
        trust | Gọi hotline // Calls the hotline | Có người nghe máy ngay // Somebody picks up at once | hài lòng // satisfied
    """,
    bad="""
        type: hourglass
        stage | touchpoint | expectation | emotion
        trust | Gọi hotline // Calls the hotline | Có người nghe máy ngay // Somebody picks up at once |
    """,
    check=check,
)
