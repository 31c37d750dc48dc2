"""A gap does not stay open for half a year."""

from collections.abc import Iterator

from sheetsync.lint.index import Index, at, folded
from sheetsync.lint.lists import day_of
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text

QUARTERS = 2


def check(context: Context) -> Iterator[Hit]:
    """A missing touchpoint stands today as it stood in the last two snapshots, and no change planned for its stage is still in time."""
    index = context.index
    item, earlier = index.field("gap"), (context.earlier or ())[:QUARTERS]
    if item is None or len(earlier) < QUARTERS:
        return
    then = [_gaps(Index(before.map, context.map_type)) for before in earlier]
    waiting = _stages_in_time(context)
    for step in index.steps:
        old = [gap for gap in index.items(step, "gap") if all(folded(gap) in gaps for gaps in then)]
        if old and step.stage not in waiting:
            yield Hit(at(step, item), {"where": index.where(step), "gap": old[0], "quarter": earlier[-1].label}, len(old))


def _gaps(index: Index) -> set[str]:
    return {folded(gap) for step in index.steps for gap in index.items(step, "gap")}


def _stages_in_time(context: Context) -> set[str]:
    """The stages for which a change is planned that is not overdue."""
    index = context.index
    found: set[str] = set()
    for tab in index.lists:
        stage, due = index.field("stage", tab.key), index.field("date", tab.key)
        if stage is None or due is None or index.field("change", tab.key) is None:
            continue
        for record in index.map.records(tab.key):
            day = day_of(record.values.get(due.key, ""))
            if day is not None and day >= context.today and stage.key in record.values:
                found.add(record.values[stage.key])
    return found


RULE = Rule(
    slug="gap-stale",
    severity="warning",
    profiles=("zapier", "hubspot"),
    order=60,
    source="S3:44",
    needs=("earlier",),
    summary=Text("Không khoảng trống nào bị bỏ ngỏ suốt hai quý", "No gap stays open for two quarters"),
    why=Text(
        "Khoảng trống là nơi khách rời đi; ghi ra hai quý liền mà không lấp thì khách vẫn tiếp tục rời đi ở đó.",
        "Customers leave where a gap is; written down for two quarters and not closed, they go on leaving there.",
    ),
    fix=Text(
        "Hãy thêm một thay đổi có người phụ trách và thời hạn, hoặc bỏ khoảng trống này nếu nó không còn đáng lấp.",
        "Add a change with an owner and a date, or drop the gap if it is not worth closing.",
    ),
    messages={
        "": Text(
            "{where}, khoảng trống “{gap}” bỏ ngỏ từ {quarter} đến nay.",
            "{where}, the gap “{gap}” has been open since {quarter}.",
        )
    },
    good="""
        type: customer-journey
        today: 2026-11-22
        stage | touchpoint | gap
        awareness | Trang web · Khung chat // Website · Live chat |

        [earlier 2026-Q3: map]
        stage | touchpoint | gap
        awareness | Trang web // Website | Khung chat // Live chat

        [earlier 2026-Q2: map]
        stage | touchpoint | gap
        awareness | Trang web // Website | Khung chat // Live chat
    """,
    bad="""
        type: customer-journey
        today: 2026-11-22
        stage | touchpoint | gap
        awareness | Trang web // Website | Khung chat // Live chat

        [earlier 2026-Q3: map]
        stage | touchpoint | gap
        awareness | Trang web // Website | Khung chat // Live chat

        [earlier 2026-Q2: map]
        stage | touchpoint | gap
        awareness | Trang web // Website | Khung chat // Live chat
    """,
    check=check,
)
