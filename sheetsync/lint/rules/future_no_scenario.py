"""Each stage of a future tells a scenario."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_future
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.stage_values import lacking_steps
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """No step of a stage tells a scenario, in a type whose map has room for them."""
    index = context.index
    item = index.field("scenario")
    if item is not None and is_future(index):
        yield from lacking_steps(index, item)


RULE = Rule(
    slug="future-no-scenario",
    severity="warning",
    profiles=("hubspot",),
    order=60,
    source="S0:255",
    summary=Text("Giai đoạn nào của tương lai cũng có kịch bản ví dụ", "Every stage of the future has an example scenario"),
    why=Text(
        "Một câu chuyện cụ thể giúp mọi phòng ban thấy mình góp phần ở đâu; chỉ liệt kê mong muốn thì mỗi người hiểu một kiểu.",
        "A story shows every department where its part is; a list of wishes is understood by each in their own way.",
    ),
    fix=Text(
        "Hãy kể trong một hai câu: ai, ở đâu, làm gì và điều gì đã khác hôm nay.",
        "Tell in a sentence or two who does what, where, and what is different from today.",
    ),
    messages={
        "": Text("{where}, chưa có kịch bản ví dụ.", "{where}, there is no example scenario."),
        "all": Text("Chưa giai đoạn nào trong {stages} giai đoạn có kịch bản ví dụ.", "None of the {stages} stages has an example scenario."),
    },
    good="""
        type: future-state
        stage | action | scenario
        search | Hỏi trợ lý ảo // Asks an assistant | Tối chủ nhật, An hỏi và được gợi ý ba ngành // One Sunday An asks and gets three suggestions
    """,
    bad="""
        type: future-state
        stage | action | scenario
        search | Hỏi trợ lý ảo // Asks an assistant |
    """,
    check=check,
)
