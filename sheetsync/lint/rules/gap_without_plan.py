"""Somebody looks after each gap."""

from collections.abc import Iterator

from sheetsync.lint.changes import changes
from sheetsync.lint.index import at
from sheetsync.lint.likeness import alike, words
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step lists missing touchpoints that no change looks after: one with owner and date, for the same stage or in much the same words.

    The owner of a stage alone is no plan: without a date a gap stays open.
    """
    index = context.index
    item = index.field("gap")
    if item is None or not any(index.field("change", tab.key) for tab in index.lists):
        return
    planned = [change for change in changes(index) if change.owner and change.due]
    stages, wordings = {change.stage for change in planned}, [words(change.text) for change in planned]
    for step in index.steps:
        waiting = [gap for gap in index.items(step, "gap") if step.stage not in stages and not any(alike(words(gap), told) for told in wordings)]
        if waiting:
            gaps = len(waiting)
            touchpoints = Text(f"{gaps} điểm chạm còn thiếu", "the missing touchpoint" if gaps == 1 else f"the {gaps} missing touchpoints")
            yield Hit(at(step, item), {"where": index.where(step), "gaps": touchpoints}, gaps)


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
        "Hãy thêm vào trang “Thay đổi” một thay đổi cho giai đoạn này, có người phụ trách và thời hạn.",
        "On the “Changes” tab, add a change for this stage, with an owner and a date.",
    ),
    messages={
        "": Text("{where}, {gaps} chưa có người phụ trách và thời hạn.", "{where}, there is no owner and no date for {gaps}."),
    },
    good="""
        type: customer-journey
        stage | touchpoint | gap
        awareness | Quảng cáo // Ads | Trò chuyện trực tuyến // Live chat

        [changes]
        change | reason | owner | due
        Mở trò chuyện trực tuyến // Open the live chat | Ngại gọi điện // Hates calling | Minh | 2026-12-15
    """,
    bad="""
        type: customer-journey
        stage | touchpoint | gap
        awareness | Quảng cáo // Ads | Trò chuyện trực tuyến // Live chat

        [changes]
        change | reason | owner | due
        Mở trò chuyện trực tuyến // Open the live chat | Ngại gọi điện // Hates calling | Minh |
    """,
    check=check,
)
