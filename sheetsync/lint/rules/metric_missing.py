"""Each stage has a number or feedback that shows whether it gets better."""

from collections.abc import Iterator

from sheetsync.lint.kinds import has_phases
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.stage_values import lacking
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A stage with content has neither a KPI nor a step that is assessed. Times of a day and pieces of evidence need none."""
    index = context.index
    item = index.stage_field("kpi")
    if item is None or not has_phases(index):
        return
    assessed = {step.stage for step in index.steps if step.stage is not None and index.has(step, "assessment", "kpi")}
    yield from lacking(index, item, assessed)


RULE = Rule(
    slug="metric-missing",
    severity="info",
    profiles=("hubspot",),
    order=60,
    source="S4:45; S0:121",
    summary=Text("Giai đoạn nào cũng có chỉ số đo hoặc nguồn phản hồi", "Every stage has a metric or a source of feedback"),
    why=Text(
        "Không đo thì đến quý sau chẳng ai biết những gì đã sửa có giúp khách hay không.",
        "Without one nobody can tell next quarter whether what was mended has helped anybody.",
    ),
    fix=Text(
        "Hãy ghi trên trang “Giai đoạn” một con số hoặc nguồn phản hồi, ví dụ “số lượt đăng ký dùng thử mỗi tuần”.",
        "Write a number or a source of feedback on the “Stages” tab, such as “trial sign-ups a week”.",
    ),
    messages={
        "": Text("{where}, chưa có chỉ số đo hay nguồn phản hồi nào.", "{where}, there is neither a metric nor a source of feedback."),
        "all": Text(
            "Chưa giai đoạn nào trong {stages} giai đoạn có chỉ số đo hay nguồn phản hồi.",
            "None of the {stages} stages has a metric or a source of feedback.",
        ),
    },
    good="""
        type: current-state
        stage | action
        search | Tìm trên Google // Searches Google

        [stages]
        stage | kpi
        search | 500 lượt truy cập mỗi tuần // 500 visits a week
    """,
    bad="""
        type: current-state
        stage | action
        search | Tìm trên Google // Searches Google

        [stages]
        stage | kpi
        search |
    """,
    check=check,
)
