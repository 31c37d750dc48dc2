"""Somebody looks after each gap."""

from collections.abc import Iterator

from sheetsync.lint.index import Index, at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step lists missing touchpoints, and its stage has neither an owner nor a change with owner and date."""
    index = context.index
    item, owner = index.field("gap"), index.stage_field("owner")
    if item is None or (owner is None and not _plans(index)):
        return
    planned = _stages_with_plans(index)
    for stage in index.stages:
        if stage.key in planned or (owner is not None and owner.key in stage.values):
            continue
        for step in index.by_stage[stage.key]:
            if index.has(step, "gap"):
                gaps = len(index.items(step, "gap"))
                touchpoints = Text(f"{gaps} điểm chạm còn thiếu", "the missing touchpoint" if gaps == 1 else f"the {gaps} missing touchpoints")
                yield Hit(at(step, item), {"where": index.where(step), "gaps": touchpoints}, gaps)


def _plans(index: Index) -> list[tuple[str, str, str, str]]:
    """Tabs on which changes are planned: their keys, with their fields for stage, owner and date."""
    found = []
    for tab in index.lists:
        fields = [index.field(role, tab.key) for role in ("stage", "owner", "date")]
        stage, owner, date = fields
        if stage is not None and owner is not None and date is not None:
            found.append((tab.key, stage.key, owner.key, date.key))
    return found


def _stages_with_plans(index: Index) -> set[str]:
    return {
        record.values[stage]
        for tab, stage, owner, date in _plans(index)
        for record in index.map.records(tab)
        if stage in record.values and owner in record.values and date in record.values
    }


RULE = Rule(
    slug="gap-without-plan",
    severity="warning",
    profiles=("zapier", "hubspot", "ecommerce"),
    order=60,
    source="S3:44",
    gives_way_to=("gap-stale",),
    summary=Text("Khoảng trống nào cũng có người lo", "Every gap has somebody who closes it"),
    why=Text(
        "Tìm ra khoảng trống mới là một nửa: phải có người làm điểm chạm lấp vào thì mới không mất khách ở cột mốc đó.",
        "Finding a gap is half the work: somebody has to build the touchpoint that fills it, or customers are lost right there.",
    ),
    fix=Text(
        "Hãy ghi người phụ trách giai đoạn, hoặc thêm một thay đổi có người phụ trách và thời hạn.",
        "Name an owner for the stage, or add a change with an owner and a date.",
    ),
    messages={
        "": Text("{where}, {gaps} chưa có người phụ trách và thời hạn.", "{where}, nobody is in charge of {gaps} by any date."),
    },
    good="""
        type: customer-journey
        stage | touchpoint | gap
        awareness | Quảng cáo // Ads | Trò chuyện trực tuyến // Live chat

        [stages]
        stage | owner
        awareness | Minh
    """,
    bad="""
        type: customer-journey
        stage | touchpoint | gap
        awareness | Quảng cáo // Ads | Trò chuyện trực tuyến // Live chat

        [stages]
        stage | owner
        awareness |
    """,
    check=check,
)
