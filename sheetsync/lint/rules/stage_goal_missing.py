"""Each stage has a goal."""

from collections.abc import Iterator

from sheetsync.lint.index import Index
from sheetsync.lint.kinds import has_phases, is_support
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.stage_values import lacking
from sheetsync.model.maptype import Field
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A stage with content has no goal. Times, pieces of evidence and the steps of one ticket need none.

    Some types come with the goals that their document gives to stages; where a team lives with those, the stages without one are in order too.
    """
    index = context.index
    item = index.stage_field("goal")
    if item is not None and has_phases(index) and not is_support(index) and not _comes_with_goals(index, item):
        yield from lacking(index, item)


def _comes_with_goals(index: Index, item: Field) -> bool:
    """Whether the goals on the map are those of its type and no others."""
    given = {(stage.key, text) for stage in (index.map_type.stages if index.map_type is not None else ()) if stage.goal for text in stage.goal}
    told = {(stage.key, stage.values[item.key]) for stage in index.stages if item.key in stage.values}
    return bool(told) and told <= given


RULE = Rule(
    slug="stage-goal-missing",
    severity="info",
    profiles=(STRICT,),
    order=30,
    source="product-on-purpose; S0:173",
    gives_way_to=("future-no-goal", "stage-empty"),
    summary=Text("Giai đoạn nào cũng có mục tiêu", "Every stage has a goal"),
    why=Text(
        "Gắn từng giai đoạn với một mục tiêu thì mới sắp lại được điểm chạm cho đúng chỗ.",
        "Only when a stage has a goal can its touchpoints be arranged to serve it.",
    ),
    fix=Text(
        "Hãy ghi trên trang “Giai đoạn” điều cần đạt được ở đây, một câu là đủ.",
        "On the “Stages” tab, write in one sentence what this stage is to achieve.",
    ),
    messages={
        "": Text("{where}, chưa có mục tiêu.", "{where}, there is no goal."),
        "all": Text("Chưa giai đoạn nào trong {stages} giai đoạn có mục tiêu.", "None of the {stages} stages has a goal."),
    },
    good="""
        type: current-state
        stage | action
        search | Tìm trên Google // Searches Google

        [stages]
        stage | goal
        search | Khách thấy ta trong ba kết quả đầu // Customers find us among the first three results
    """,
    bad="""
        type: current-state
        stage | action
        search | Tìm trên Google // Searches Google

        [stages]
        stage | goal
        search |
    """,
    check=check,
)
