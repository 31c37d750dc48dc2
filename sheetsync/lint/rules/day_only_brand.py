"""A day in somebody's life shows life without the company, too."""

from collections.abc import Iterator

from sheetsync.lint.index import Index
from sheetsync.lint.kinds import is_day
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.patterns import Patterns, mentions
from sheetsync.model.journey import MAIN, FieldRef, Record
from sheetsync.model.words import Text

OURS: Patterns = ("chúng tôi", "bên mình", "thương hiệu", "nhãn hàng", "the brand", "our (?:app|brand|store|shop|website|products?|services?)")
"""Words of a company about itself."""


def check(context: Context) -> Iterator[Hit]:
    """Every moment, and there are several, meets the brand: by a touchpoint, or because what the person does there names it."""
    index = context.index
    item = index.field("touchpoint") or index.field("action")
    if item is None or not is_day(index) or len(index.steps) < context.options["min_moments"]:
        return
    named = _named_everywhere(index)
    if named or all(index.has(step, "touchpoint") or any(mentions(OURS, text) for text in index.items(step, "action")) for step in index.steps):
        yield Hit(FieldRef(MAIN, field=item.key), {"moments": len(index.steps)})


def _named_everywhere(index: Index) -> set[str]:
    """Names within what is done at every single moment; those of personas don't count."""
    people = {word for name in (*index.chosen, *index.persona_records) for word in name.casefold().split()}
    each = [_names(index, step) - people for step in index.steps]
    return set.intersection(*each) if each else set()


def _names(index: Index, step: Record) -> set[str]:
    words = [word.strip('.,;:!?()“”"') for text in index.items(step, "action") for word in text.split()[1:]]
    return {word.casefold() for word in words if len(word) > 2 and word[:1].isupper()}


RULE = Rule(
    slug="day-only-brand",
    severity="info",
    profiles=("hubspot",),
    order=40,
    source="S0:138",
    summary=Text("Một ngày trong cuộc sống có cả những lúc không có thương hiệu", "A day in the life has moments without the brand"),
    why=Text(
        "Nhu cầu chưa ai đáp ứng nằm ở những lúc khách sống đời mình, không nghĩ gì tới bạn; chỉ kể lúc họ gặp bạn là bỏ lỡ.",
        "Needs that nobody meets show while people live their lives and don't think of you; a day full of your brand hides them.",
    ),
    fix=Text(
        "Hãy thêm việc thường ngày không dính tới bạn, kèm nhu cầu và điểm đau lúc đó.",
        "Add ordinary moments that have nothing to do with you, with what people need and suffer then.",
    ),
    messages={
        "": Text(
            "Cả {moments} khoảnh khắc trong ngày đều xoay quanh thương hiệu.",
            "All {moments} moments of the day are about the brand.",
        )
    },
    options={"min_moments": 3},
    good="""
        type: day-in-the-life
        stage | action | touchpoint
        morning | Đọc tin tuần thai // Reads about week 30 | Ứng dụng thai kỳ // Pregnancy app
        noon | Ăn trưa với đồng nghiệp // Has lunch with colleagues |
        evening | So các loại tã // Compares nappies | Bài so sánh cỡ tã // Size guide
    """,
    bad="""
        type: day-in-the-life
        stage | action | touchpoint
        morning | Đọc tin tuần thai // Reads about week 30 | Ứng dụng thai kỳ // Pregnancy app
        noon | Xem khuyến mãi tã // Looks at nappy offers | Trang khuyến mãi // Offers page
        evening | So các loại tã // Compares nappies | Bài so sánh cỡ tã // Size guide
    """,
    check=check,
)
