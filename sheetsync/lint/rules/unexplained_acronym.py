"""The map can be read by people outside the trade."""

from collections.abc import Iterator

from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.vocabulary.jargon import EXPLAINED, abbreviations, is_explained
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text

_MEASURES = frozenset({"kpi"})
"""Metrics go by their short names there."""


def check(context: Context) -> Iterator[Hit]:
    """The first place of each abbreviation of the trade that is spelled out nowhere on the map."""
    if context.map_type is None:
        return
    texts = list(_texts(context, context.map_type))
    seen: set[str] = set()
    for ref, text in texts:
        new = [short for short in dict.fromkeys(abbreviations(text)) if short not in seen]
        seen.update(new)
        unexplained = [short for short in new if not any(is_explained(short, other) for _, other in texts)]
        for short in unexplained:
            yield Hit(ref, {"short": short, "meaning": EXPLAINED[short]})


def _texts(context: Context, map_type: MapType) -> Iterator[tuple[FieldRef, str]]:
    for key, text in context.map.values.items():
        yield FieldRef(field=key), text
    measures = {item.key for item in map_type.stage_fields if item.role in _MEASURES}
    for stage in context.index.stages:
        yield FieldRef(MAIN, stage=stage.key), stage.title
        for key, text in stage.values.items():
            if key not in measures:
                yield FieldRef(MAIN, stage=stage.key, field=key), text
    for step in context.index.steps:
        for key, text in step.values.items():
            yield FieldRef(MAIN, step=step.id, field=key), text


RULE = Rule(
    slug="unexplained-acronym",
    severity="info",
    profiles=(STRICT,),
    order=30,
    source="customerscience",
    summary=Text("Chữ viết tắt trong nghề được giải thích một lần", "Abbreviations of the trade are spelled out once"),
    why=Text(
        "Bản đồ được chia sẻ cho nhiều phòng ban; người ngoài nghề gặp chữ viết tắt sẽ bỏ qua cả ô.",
        "The map is read by many departments; who meets an abbreviation they don’t know skips the whole cell.",
    ),
    fix=Text(
        "Hãy viết đầy đủ ở lần đầu, ví dụ “cam kết mức dịch vụ (SLA)”.",
        "Spell it out the first time, for example “service level agreement (SLA)”.",
    ),
    messages={
        "": Text(
            "“{short}” chưa được giải thích ở đâu cả; thường đó là {meaning}.",
            "“{short}” is spelled out nowhere; it usually means {meaning}.",
        )
    },
    gives_way_to=("company-language",),
    good="""
        type: current-state
        stage | pain
        support | Chờ lâu hơn cam kết mức dịch vụ (SLA) // Waits longer than the service level agreement (SLA)
    """,
    bad="""
        type: current-state
        stage | pain
        support | Chờ lâu hơn SLA // Waits longer than the SLA
    """,
    check=check,
)
