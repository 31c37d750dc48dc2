"""Evidence is of this year."""

from collections.abc import Iterator

from sheetsync.lint.lists import day_of, spoken, text, walked, walkthroughs
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The newest walkthrough with a date lies more than a year back; those without a date may be new."""
    index = context.index
    tab = walkthroughs(index)
    item = index.field("date", tab.key) if tab is not None else None
    if tab is None or item is None:
        return
    days = [(day_of(text(index, tab, record, "date")), record) for record in walked(index)]
    dated = [(day, record) for day, record in days if day is not None and day <= context.today]
    if not dated or any(day is None for day, _ in days):
        return
    newest, record = max(dated, key=lambda found: found[0])
    if (context.today - newest).days > context.options["max_days"]:
        yield Hit(FieldRef(tab.key, step=record.id, field=item.key), {"day": spoken(newest)})


RULE = Rule(
    slug="evidence-stale",
    severity="warning",
    profiles=(STRICT,),
    order=20,
    source="customerscience",
    summary=Text("Bằng chứng chưa quá một năm", "Evidence is of this year"),
    why=Text(
        "Trang web, cửa hàng và thói quen của khách đổi rất nhanh; điều thấy từ năm ngoái có thể không còn đúng.",
        "Websites, shops and habits change fast; what was seen last year may not be true any more.",
    ),
    fix=Text("Hãy đi thử lại hành trình và ghi một dòng mới.", "Walk the journey again and add a new entry."),
    messages={
        "": Text(
            "Lần đi thử gần nhất đã lâu: {day}; bản đồ dựa trên điều có thể không còn đúng.",
            "The latest walkthrough is from {day}: what the map rests on may have changed since.",
        )
    },
    options={"max_days": 366},
    good="""
        type: current-state
        today: 2026-11-22
        persona: Lan
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [walkthroughs]
        persona | channel | date | finding
        Lan | search | 2026-09-14 | Trang giá khó tìm // The price page is hard to find
    """,
    bad="""
        type: current-state
        today: 2026-11-22
        persona: Lan
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [walkthroughs]
        persona | channel | date | finding
        Lan | search | 2025-03-14 | Trang giá khó tìm // The price page is hard to find
    """,
    check=check,
)
