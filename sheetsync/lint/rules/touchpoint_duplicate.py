"""A touchpoint stands once in a stage."""

from collections.abc import Iterator

from sheetsync.lint.index import at, folded, in_stage
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary import words
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The same touchpoint a second time within one stage; case, spaces, punctuation and articles don't make it another one."""
    index = context.index
    item = index.field("touchpoint")
    if item is None:
        return
    for stage in index.stages:
        seen: set[str] = set()
        for step in index.by_stage[stage.key]:
            again = list(_repeated(index.items(step, "touchpoint"), seen))
            if again:
                yield Hit(at(step, item), {"where": in_stage(stage), "touchpoint": again[0]}, len(again))


def _repeated(touchpoints: tuple[str, ...], seen: set[str]) -> Iterator[str]:
    for touchpoint in touchpoints:
        name = _same(touchpoint)
        if name in seen:
            yield touchpoint
        seen.add(name)


def _same(touchpoint: str) -> str:
    """A touchpoint for comparing: also without what stands around its words, and without articles."""
    found = " ".join(word for word in words(touchpoint) if word not in _ARTICLES)
    return found or folded(touchpoint)


_ARTICLES = frozenset({"a", "an", "the"})


RULE = Rule(
    slug="touchpoint-duplicate",
    severity="warning",
    profiles=("zapier", "hubspot", "ducttape", "ecommerce"),
    order=40,
    source="S0:58",
    summary=Text("Trong một giai đoạn, mỗi điểm chạm chỉ ghi một lần", "A touchpoint stands once in a stage"),
    why=Text(
        "Danh sách điểm chạm chỉ đáng tin khi các mục không chồng lên nhau.",
        "A list of touchpoints can be trusted only when its entries don't overlap.",
    ),
    fix=Text(
        "Hãy bỏ mục lặp lại, hoặc ghi rõ hai điểm chạm khác nhau ở chỗ nào.",
        "Remove the repeated one, or say how the two differ.",
    ),
    messages={
        "": Text(
            "{where}, điểm chạm “{touchpoint}” được ghi nhiều lần.",
            "{where}, the touchpoint “{touchpoint}” is listed more than once.",
        )
    },
    good="""
        type: customer-journey
        stage | touchpoint
        awareness | Quảng cáo Facebook · Trang Facebook // Facebook ad · Facebook page
    """,
    bad="""
        type: customer-journey
        stage | touchpoint
        awareness | Quảng cáo Facebook · quảng cáo  facebook // Facebook ad · facebook  AD
    """,
    check=check,
)
