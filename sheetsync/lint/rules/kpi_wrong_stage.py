"""A KPI measures what happens in its stage."""

import re
from collections.abc import Iterator

from sheetsync.lint.index import in_stage
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.vocabulary.metrics import BUYING, NOTICING, STEPS_BEFORE_BUYING
from sheetsync.lint.vocabulary.patterns import mentions
from sheetsync.lint.vocabulary.phases import AFTER, AWARENESS, LOYALTY, is_stage
from sheetsync.model.journey import MAIN, FieldRef, Stage
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A stage of awareness is measured by purchases, or one after the purchase by who has heard of the brand."""
    item = context.index.stage_field("kpi")
    if item is None:
        return
    for stage in context.index.stages:
        told = re.split(r"[\n;,·]", stage.values.get(item.key, ""))
        wrong = next((kpi.strip() for kpi in told if _misplaced(stage, kpi)), None)
        if wrong is not None:
            yield Hit(FieldRef(MAIN, stage=stage.key, field=item.key), {"where": in_stage(stage), "kpi": wrong})


def _misplaced(stage: Stage, kpi: str) -> bool:
    if is_stage(AWARENESS, stage.title):
        return mentions(BUYING, kpi) and not mentions(STEPS_BEFORE_BUYING, kpi)
    return is_stage((*AFTER, *LOYALTY), stage.title) and mentions(NOTICING, kpi)


RULE = Rule(
    slug="kpi-wrong-stage",
    severity="info",
    profiles=(STRICT,),
    order=60,
    source="deanpeters",
    summary=Text("Chỉ số đo hợp với giai đoạn của nó", "A metric fits its stage"),
    why=Text(
        "Ở giai đoạn nhận thức khách còn chưa định mua; lấy doanh số để đo thì việc làm tốt cũng thành ra thất bại.",
        "People who have just heard of you are not about to buy; measured by sales, even good work there looks like a failure.",
    ),
    fix=Text(
        "Hãy đo điều giai đoạn này tạo ra, ví dụ lượt tiếp cận ở nhận thức, đơn hàng ở chuyển đổi, tỷ lệ mua lại ở giữ chân.",
        "Measure what the stage brings about: reach in awareness, orders in conversion, repeat purchases in retention.",
    ),
    messages={
        "": Text("{where}, chỉ số “{kpi}” thuộc về một giai đoạn khác.", "{where}, “{kpi}” measures another stage."),
    },
    good="""
        type: customer-journey
        stage | action
        awareness | Thấy quảng cáo // Sees an ad

        [stages]
        stage | kpi
        awareness | Lượt tiếp cận mỗi tuần // Weekly reach
    """,
    bad="""
        type: customer-journey
        stage | action
        awareness | Thấy quảng cáo // Sees an ad

        [stages]
        stage | kpi
        awareness | Doanh thu mỗi tuần // Weekly revenue
    """,
    check=check,
)
