"""Each stage of a future has a strategic goal."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_future
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.stage_values import lacking
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A stage with content has no goal, in a type that draws a future."""
    index = context.index
    item = index.stage_field("goal")
    if item is not None and is_future(index):
        yield from lacking(index, item)


RULE = Rule(
    slug="future-no-goal",
    severity="warning",
    profiles=("hubspot",),
    order=60,
    source="S0:145",
    summary=Text("Giai đoạn nào của tương lai cũng có mục tiêu chiến lược", "Every stage of the future has a strategic goal"),
    why=Text(
        "Bản đồ tương lai sinh ra để đặt mục tiêu rõ ràng; giai đoạn không có mục tiêu thì không biết lúc nào là đã đến nơi.",
        "Maps of the future are there to set clear goals; without one nobody knows when a stage has been reached.",
    ),
    fix=Text(
        "Hãy ghi trên trang “Giai đoạn” điều bạn muốn đạt được, ví dụ “sinh viên mới tự xếp lịch trong một giờ”.",
        "Write on the “Stages” tab what you want to reach, for example “new students plan their term within an hour”.",
    ),
    messages={
        "": Text("{where}, chưa có mục tiêu chiến lược.", "{where}, there is no strategic goal."),
        "all": Text("Chưa giai đoạn nào trong {stages} giai đoạn có mục tiêu chiến lược.", "None of the {stages} stages has a strategic goal."),
    },
    good="""
        type: future-state
        stage | action
        search | Hỏi trợ lý ảo // Asks an assistant

        [stages]
        stage | goal
        search | Tìm được ngành hợp trong một buổi // Everybody finds a course within an evening
    """,
    bad="""
        type: future-state
        stage | action
        search | Hỏi trợ lý ảo // Asks an assistant

        [stages]
        stage | goal
        search |
    """,
    check=check,
)
