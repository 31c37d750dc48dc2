"""Marks are explained."""

from collections import Counter
from collections.abc import Iterator

from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.vocabulary.marks import marks, tells_meaning
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """People mark texts with dots, stars or bracketed signs as a code, and no text on the map says what they mean.

    One mark standing once may be just an ornament; a code shows by several marks, or by one that comes back.
    """
    texts = list(_texts(context))
    used = Counter(mark for text in texts for mark in marks(text))
    unexplained = [mark for mark in used if not any(tells_meaning(mark, text) for text in texts)]
    if sum(used[mark] for mark in unexplained) >= context.options["min_marks"]:
        yield Hit(FieldRef(), {"marks": " ".join(unexplained)}, len(unexplained))


def _texts(context: Context) -> Iterator[str]:
    yield from context.map.values.values()
    for stage in context.index.stages:
        yield stage.title
        yield from stage.values.values()
    for tab in context.map.tabs.values():
        for record in tab.records:
            yield from record.values.values()


RULE = Rule(
    slug="legend-missing",
    severity="info",
    profiles=(STRICT,),
    order=30,
    source="customerscience",
    summary=Text("Ký hiệu dùng trong bản đồ có chú giải", "Marks used on the map have a legend"),
    why=Text(
        "Chấm đỏ, ngôi sao hay (*) chỉ người lập mới hiểu; ba tháng sau thì cả họ cũng quên.",
        "Red dots, stars or (*) make sense only to those who put them there, and three months later not even to them.",
    ),
    fix=Text(
        "Hãy ghi nghĩa của ký hiệu ở trang “Về bản đồ này”, ví dụ “🔴 = làm ngay”.",
        "Say what they mean on the tab “About this map”, for example “🔴 = do at once”.",
    ),
    messages={
        "": Text("Bản đồ dùng ký hiệu {marks} mà không chú giải.", "The map uses the marks {marks} without a legend."),
    },
    options={"min_marks": 2},
    good="""
        type: current-state
        objective: Bớt chờ đợi (🔴 = làm ngay, 🟡 = làm sau) // Less waiting (🔴 = do at once, 🟡 = later)
        stage | pain
        search | 🟡 Khó tìm giá // 🟡 Prices are hard to find
        support | 🔴 Chờ máy lâu // 🔴 Long wait on the phone
    """,
    bad="""
        type: current-state
        objective: Bớt chờ đợi // Less waiting
        stage | pain
        search | 🟡 Khó tìm giá // 🟡 Prices are hard to find
        support | 🔴 Chờ máy lâu // 🔴 Long wait on the phone
    """,
    check=check,
)
