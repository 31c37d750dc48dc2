"""Each stage of a future proposes a change."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_future
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.stage_values import lacking_steps
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """No step of a stage proposes a change, in a type whose map has room for them."""
    index = context.index
    item = index.field("change")
    if item is not None and is_future(index):
        yield from lacking_steps(index, item)


RULE = Rule(
    slug="future-no-change",
    severity="warning",
    profiles=("hubspot",),
    order=60,
    source="S0:255",
    summary=Text("Giai đoạn nào của tương lai cũng có thay đổi được đề xuất", "Every stage of the future proposes a change"),
    why=Text(
        "Bản đồ tương lai chỉ thành hiện thực khi từng giai đoạn nói rõ phải đổi gì so với hôm nay.",
        "A future comes about only where each stage says what has to change from today.",
    ),
    fix=Text(
        "Hãy ghi ít nhất một thay đổi sẽ đưa trải nghiệm hôm nay tới trải nghiệm mong muốn ở giai đoạn này.",
        "Write at least one change that leads from today's experience to the one you want in this stage.",
    ),
    messages={
        "": Text("{where}, chưa có thay đổi nào được đề xuất.", "{where}, no change is proposed."),
        "all": Text("Chưa giai đoạn nào trong {stages} giai đoạn có thay đổi được đề xuất.", "None of the {stages} stages proposes a change."),
    },
    good="""
        type: future-state
        stage | action | change
        search | Hỏi trợ lý ảo // Asks an assistant | Thêm trợ lý gợi ý ngành học // Add an assistant that suggests courses
    """,
    bad="""
        type: future-state
        stage | action | change
        search | Hỏi trợ lý ảo // Asks an assistant |
    """,
    check=check,
)
