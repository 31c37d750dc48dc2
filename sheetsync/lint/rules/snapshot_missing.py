"""Each quarter is frozen when it ends."""

from collections.abc import Iterator
from datetime import date

from sheetsync.lint.index import Index
from sheetsync.lint.lists import day_of, looks, quarter_before, text, walked, walkthroughs
from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The quarter that ended last has no snapshot of this map, though the map was there: it was frozen before, or was reviewed or walked by then."""
    label, last_day = quarter_before(context.today)
    earlier = context.earlier or ()
    if (context.today - last_day).days <= context.options["grace_days"] or any(before.label >= label for before in earlier):
        return
    if earlier:
        yield Hit(FieldRef(), {"quarter": label, "last": earlier[0].label}, variant="gap")
    elif any(look.day <= last_day for look in looks(context.index, context.today)) or _walked_by(context.index, last_day):
        yield Hit(FieldRef(), {"quarter": label})


def _walked_by(index: Index, last_day: date) -> bool:
    tab = walkthroughs(index)
    return tab is not None and any((day := day_of(text(index, tab, record, "date"))) is not None and day <= last_day for record in walked(index))


RULE = Rule(
    slug="snapshot-missing",
    severity="warning",
    profiles=METHODS,
    order=70,
    source="S0:121",
    needs=("earlier",),
    summary=Text("Quý nào kết thúc cũng được chốt lại", "Each quarter is frozen when it ends"),
    why=Text(
        "Có bản chụp của từng quý thì buổi rà soát mới thấy được điều gì tốt lên, điều gì tệ đi.",
        "Only with a snapshot of each quarter can a review see what got better and what got worse.",
    ),
    fix=Text(
        "Hãy nhờ người quản lý bản đồ chốt quý này bằng `sheetsync snapshot`, và đặt lịch để lần sau tự chốt.",
        "Have whoever keeps the maps run `sheetsync snapshot` with that quarter's name, and schedule it for the next time.",
    ),
    messages={
        "": Text("Bản đồ chưa có bản chụp của {quarter}.", "The map has no snapshot of {quarter}."),
        "gap": Text(
            "Bản đồ chưa có bản chụp của {quarter}; lần chốt gần nhất là {last}.",
            "The map has no snapshot of {quarter}; the last one is of {last}.",
        ),
    },
    options={"grace_days": 14},
    good="""
        type: current-state
        today: 2026-11-22
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [earlier 2026-Q3: map]
        stage | action
        search | Tìm phòng tập // Looks for a gym
    """,
    bad="""
        type: current-state
        today: 2026-11-22
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [earlier 2026-Q2: map]
        stage | action
        search | Tìm phòng tập // Looks for a gym
    """,
    check=check,
)
