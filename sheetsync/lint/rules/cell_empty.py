"""A step that was begun is filled in."""

from collections.abc import Iterator

from sheetsync.lint.index import at, in_stage
from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.lint.stage_values import blank_everywhere
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A field that the map type asks for is blank in a step that has other content, or in the stage of such a step.

    A field that all steps leave blank is told once: nobody has come to it yet.
    """
    index = context.index
    if context.map_type is None:
        return
    wanted = [item for item in context.map_type.main.fields if item.required]
    of_stage = [item for item in context.map_type.stage_fields if item.required]
    for stage in index.stages:
        steps = index.by_stage[stage.key]
        for item in of_stage if steps else ():
            if item.key not in stage.values:
                yield Hit(FieldRef(MAIN, stage=stage.key, field=item.key), {"where": in_stage(stage), "field": item.title})
    for item in wanted:
        blank = [Hit(at(step, item), {"where": index.where(step), "field": item.title}) for step in index.steps if item.key not in step.values]
        yield from blank_everywhere(blank, len(index.steps))


RULE = Rule(
    slug="cell-empty",
    severity="warning",
    profiles=METHODS,
    order=30,
    source="S3:35",
    gives_way_to=(
        "question-no-touchpoint",
        "question-planned-only",
        "milestone-no-touchpoint",
        "emotion-missing",
        "negative-without-pain",
        "pain-no-mitigation",
        "touchpoint-no-program",
        "bp-evidence-unmatched",
        "support-frontline-empty",
        "touchpoint-unlinked",
        "touchpoint-no-expectation",
        "touchpoint-no-feeling",
        "bp-orphan-below-line",
        "future-no-change",
        "future-no-scenario",
        "future-no-goal",
    ),
    summary=Text("Bước đã bắt đầu thì các ô cần thiết đều được điền", "A step that was begun has its required fields filled in"),
    why=Text(
        "Các câu hỏi hướng dẫn chỉ có ích khi được trả lời cùng nhau cho từng giai đoạn.",
        "The guiding questions help only when they are answered together, stage by stage.",
    ),
    fix=Text(
        "Hãy điền ô này, hoặc ghi rõ vì sao ở đây không có gì.",
        "Fill in this cell, or write why there is nothing to say here.",
    ),
    messages={
        "": Text("{where}, ô “{field}” còn trống.", "{where}, “{field}” is blank."),
        "all": Text("Ô “{field}” còn trống ở cả {steps} bước.", "“{field}” is blank in all {steps} steps."),
    },
    good="""
        type: customer-journey
        stage | action | thought | touchpoint
        awareness | Tìm phòng tập // Looks for a gym | Có gần nhà không? // Is it nearby? | Google Maps
    """,
    bad="""
        type: customer-journey
        stage | action | thought | touchpoint
        awareness | | Có gần nhà không? // Is it nearby? | Google Maps
    """,
    check=check,
)
