"""Somebody asks for what is still needed."""

from collections.abc import Iterator

from sheetsync.lint.lists import NEED, text, with_roles
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A resource that is needed, and nobody who asks for it."""
    index = context.index
    tab = with_roles(index, "resource", "resource-state", "owner")
    owner = index.field("owner", tab.key) if tab is not None else None
    if tab is None or owner is None:
        return
    for record in index.map.records(tab.key):
        name = text(index, tab, record, "resource")
        if name and text(index, tab, record, "resource-state") == NEED and not text(index, tab, record, "owner"):
            yield Hit(FieldRef(tab.key, step=record.id, field=owner.key), {"name": name})


RULE = Rule(
    slug="resource-need-no-owner",
    severity="warning",
    profiles=("hubspot",),
    order=60,
    source="S0:99",
    summary=Text("Nguồn lực còn cần có người đứng ra xin", "Somebody asks for each resource that is needed"),
    why=Text(
        "Bản đồ giúp thuyết phục cấp trên đầu tư, nhưng phải có người cầm bản đồ đi nói chuyện.",
        "A map helps to convince management to invest, but somebody has to take it there.",
    ),
    fix=Text("Hãy ghi tên người sẽ xin hoặc tìm nguồn lực này.", "Name who will ask for this resource, or find it."),
    messages={"": Text("Chưa ai lo xin nguồn lực “{name}”.", "Nobody is in charge of getting “{name}”.")},
    good="""
        type: current-state
        stage | action
        support | Gọi tổng đài // Calls support

        [resources]
        resource | kind | state | owner
        Phần mềm nhắc gọi lại // Call-back software | technology | need | Minh
    """,
    bad="""
        type: current-state
        stage | action
        support | Gọi tổng đài // Calls support

        [resources]
        resource | kind | state | owner
        Phần mềm nhắc gọi lại // Call-back software | technology | need |
    """,
    check=check,
)
