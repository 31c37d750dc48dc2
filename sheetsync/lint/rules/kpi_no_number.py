"""A KPI can be counted."""

from collections.abc import Iterator

from sheetsync.lint.index import in_stage
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.vocabulary.metrics import countable
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A KPI is a wish: no number, no measure, nothing that can be counted."""
    item = context.index.stage_field("kpi")
    if item is None:
        return
    for stage in context.index.stages:
        told = stage.values.get(item.key, "")
        if told.strip(" -–—") and not countable(told):
            yield Hit(FieldRef(MAIN, stage=stage.key, field=item.key), {"where": in_stage(stage), "kpi": told})


RULE = Rule(
    slug="kpi-no-number",
    severity="info",
    profiles=(STRICT,),
    order=60,
    source="deanpeters",
    gives_way_to=("metric-missing",),
    summary=Text("Chỉ số đo là thứ đếm được", "A metric can be counted"),
    why=Text(
        "“Khách vui hơn” thì ai cũng muốn mà không ai kiểm được; có con số mới biết quý này khá hơn hay kém đi.",
        "Everybody wants “happier customers”, and nobody can check it; a number tells whether this quarter was better.",
    ),
    fix=Text(
        "Hãy nói rõ đếm cái gì, đo ở đâu, trong bao lâu: “tỷ lệ đăng ký dùng thử mỗi tháng, mục tiêu 12%”.",
        "Say what is counted, where and how often: “share of visitors who start a trial each month, target 12%”.",
    ),
    messages={
        "": Text("{where}, chỉ số “{kpi}” chưa đếm được.", "{where}, “{kpi}” can't be counted."),
    },
    good="""
        type: customer-journey
        stage | action
        retention | Đến tập đều // Comes regularly

        [stages]
        stage | kpi
        retention | Số buổi tập mỗi tháng của một hội viên // Visits a month per member
    """,
    bad="""
        type: customer-journey
        stage | action
        retention | Đến tập đều // Comes regularly

        [stages]
        stage | kpi
        retention | Hội viên gắn bó hơn // Happier members
    """,
    check=check,
)
