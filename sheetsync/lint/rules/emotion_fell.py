"""Customers feel no worse than last quarter."""

from collections.abc import Iterator

from sheetsync.lint.index import Index, at
from sheetsync.lint.rule import Context, Facts, Hit, Rule
from sheetsync.model.journey import Record
from sheetsync.model.maptype import Field
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The emotion of a step stands lower on its scale than in the last snapshot, by more than a shade."""
    index = context.index
    item = index.field("emotion")
    if item is None or not context.earlier:
        return
    last = context.earlier[0]
    then = Index(last.map, context.map_type)
    before = {step.id: step for step in then.steps}
    for step in index.steps:
        old = before.get(step.id)
        was, is_now = then.score(old) if old is not None else None, index.score(step)
        if old is not None and was is not None and is_now is not None and was - is_now >= context.options["by"]:
            facts: Facts = {"where": index.where(step), "before": _word(old, item), "now": _word(step, item), "quarter": last.label}
            yield Hit(at(step, item), facts)


def _word(step: Record, item: Field) -> Text:
    title = next((choice.title for choice in item.choices if choice.key == step.values.get(item.key)), Text("", ""))
    return Text(title.vi.lower(), title.en.lower())


RULE = Rule(
    slug="emotion-fell",
    severity="warning",
    profiles=("hubspot", "ducttape", "ecommerce"),
    order=50,
    source="S0:85",
    needs=("earlier",),
    summary=Text("Cảm xúc của khách không đi xuống so với quý trước", "Customers feel no worse than last quarter"),
    why=Text(
        "Cảm xúc đi xuống là dấu hiệu sớm nhất cho biết một điểm chạm đang tệ đi, trước cả doanh số.",
        "A falling emotion is the first sign that something got worse, long before sales tell.",
    ),
    fix=Text(
        "Hãy tìm điều đã thay đổi ở bước này và ghi điểm đau cùng cách khắc phục.",
        "Find out what changed at this step, and write down the pain and its remedy.",
    ),
    messages={
        "": Text(
            "{where}, khách nay thấy {now}, trong khi ở {quarter} còn {before}.",
            "{where}, customers now feel {now}; in {quarter} they felt {before}.",
        )
    },
    options={"by": 2},
    good="""
        type: current-state
        stage | action | emotion
        support | Gọi tổng đài // Calls support | satisfied

        [earlier 2026-Q3: map]
        stage | action | emotion
        support | Gọi tổng đài // Calls support | satisfied
    """,
    bad="""
        type: current-state
        stage | action | emotion
        support | Gọi tổng đài // Calls support | annoyed

        [earlier 2026-Q3: map]
        stage | action | emotion
        support | Gọi tổng đài // Calls support | satisfied
    """,
    check=check,
)
