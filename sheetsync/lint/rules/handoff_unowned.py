"""Where work passes from one team to the next, somebody takes it."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.vocabulary.patterns import mentions
from sheetsync.lint.vocabulary.teams import HANDS_OVER, RECEIVED, TEAMS
from sheetsync.model.words import Text

STAFF = ("employee", "frontstage", "company-action", "process", "backstage", "support")
"""Roles in which the company acts, from the customer inwards."""


def check(context: Context) -> Iterator[Hit]:
    """Work is handed over, and nobody takes it: no receiver in the words, nobody further inwards in the same step, no owner of the stage."""
    index = context.index
    owner = index.stage_field("owner")
    owned = {stage.key for stage in index.stages if owner is not None and owner.key in stage.values}
    lanes = [(role, item) for role in STAFF if (item := index.field(role)) is not None]
    for step in index.steps:
        if step.stage in owned:
            continue
        for place, (role, item) in enumerate(lanes):
            passed = next((text for text in index.items(step, role) if _passes_on(text)), None)
            if passed is not None and not index.has(step, *(further for further, _ in lanes[place + 1 :])):
                yield Hit(at(step, item), {"where": index.where(step), "handoff": passed})


def _passes_on(text: str) -> bool:
    return mentions(HANDS_OVER, text) and not mentions(RECEIVED, text) and not mentions(TEAMS, text)


RULE = Rule(
    slug="handoff-unowned",
    severity="warning",
    profiles=(STRICT,),
    order=60,
    source="cguo",
    gives_way_to=("support-backstage-no-dept",),
    summary=Text("Việc bàn giao có người nhận", "A handoff has somebody who takes it"),
    why=Text(
        "Việc hay rơi nhất là lúc chuyền tay: bên này tưởng đã giao, bên kia chưa hề biết, còn khách thì chờ.",
        "Work falls between two chairs when it changes hands: one side thinks it is gone, the other never heard of it, and the customer waits.",
    ),
    fix=Text(
        "Hãy ghi giao cho ai, hoặc đặt người phụ trách cho giai đoạn này.",
        "Write who takes over, or name an owner for the stage.",
    ),
    messages={
        "": Text(
            "{where}, việc bàn giao “{handoff}” chưa có ai nhận.",
            "{where}, “{handoff}” passes work on, and nobody is named who takes it.",
        )
    },
    good="""
        type: support-experience
        stage | action | employee
        representative | Xin gặp người thật // Asks for a person | Chuyển tiếp yêu cầu cho kỹ thuật // Forwards the request to engineering
    """,
    bad="""
        type: support-experience
        stage | action | employee
        representative | Xin gặp người thật // Asks for a person | Chuyển tiếp yêu cầu // Forwards the request
    """,
    check=check,
)
