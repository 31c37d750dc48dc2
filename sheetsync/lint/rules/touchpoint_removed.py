"""No touchpoint gets lost by accident."""

from collections.abc import Iterator

from sheetsync.lint.index import Index, at
from sheetsync.lint.likeness import alike, words
from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.model.journey import MAIN, FieldRef, Record
from sheetsync.model.maptype import Field
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A touchpoint of the last snapshot is nowhere on the map now, under no similar name either, and not among the missing ones."""
    index = context.index
    item = index.field("touchpoint")
    if item is None or not context.earlier:
        return
    last = context.earlier[0]
    then = Index(last.map, context.map_type)
    kept = [words(name) for step in index.steps for role in ("touchpoint", "gap") for name in index.items(step, role)]
    if not kept:
        return
    for step in then.steps:
        lost = [name for name in then.items(step, "touchpoint") if not _kept(words(name), kept)]
        if lost:
            yield Hit(_place(index, step, item), {"touchpoint": lost[0], "quarter": last.label}, len(lost))


def _kept(said: frozenset[str], kept: list[frozenset[str]]) -> bool:
    return not said or said in kept or any(alike(said, other) for other in kept)


def _place(index: Index, step: Record, item: Field) -> FieldRef:
    """Where it stood, as far as that is still there."""
    if any(other.id == step.id for other in index.steps):
        return at(step, item)
    if any(stage.key == step.stage for stage in index.stages):
        return FieldRef(MAIN, stage=step.stage)
    return FieldRef(MAIN, field=item.key)


RULE = Rule(
    slug="touchpoint-removed",
    severity="info",
    profiles=METHODS,
    order=40,
    source="S0:58",
    needs=("earlier",),
    summary=Text("Không điểm chạm nào mất đi mà không ai để ý", "No touchpoint gets lost by accident"),
    why=Text(
        "Khách vẫn tìm đến nơi họ từng gặp thương hiệu; bỏ một điểm chạm phải là quyết định, không phải sơ suất.",
        "Customers go on looking where they used to meet the brand; dropping a touchpoint should be decided, not happen.",
    ),
    fix=Text(
        "Nếu bỏ có chủ ý thì ghi lý do để bỏ qua nhắc nhở này; nếu không, hãy khôi phục điểm chạm đó.",
        "If it was meant, skip this with the reason; if not, put the touchpoint back.",
    ),
    messages={
        "": Text(
            "Điểm chạm “{touchpoint}” có ở {quarter}, nay không còn trên bản đồ.",
            "The touchpoint “{touchpoint}” was there in {quarter}, and is gone from the map.",
        )
    },
    good="""
        type: customer-journey
        stage | touchpoint
        awareness | Quảng cáo · Đánh giá trên mạng // Ads · Online reviews

        [earlier 2026-Q3: map]
        stage | touchpoint
        awareness | Quảng cáo · Đánh giá trên mạng // Ads · Online reviews
    """,
    bad="""
        type: customer-journey
        stage | touchpoint
        awareness | Quảng cáo // Ads

        [earlier 2026-Q3: map]
        stage | touchpoint
        awareness | Quảng cáo · Đánh giá trên mạng // Ads · Online reviews
    """,
    check=check,
)
