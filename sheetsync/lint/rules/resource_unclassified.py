"""Each resource says what it is, and whether it is there."""

from collections.abc import Iterator

from sheetsync.lint.lists import text, with_roles
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A resource without its kind, or without "have" or "need"."""
    index = context.index
    tab = with_roles(index, "resource", "resource-kind", "resource-state")
    if tab is None:
        return
    wanted = [item for role in ("resource-kind", "resource-state") for item in index.fields(role, tab.key)]
    for record in index.map.records(tab.key):
        name = text(index, tab, record, "resource")
        missing = [item for item in wanted if item.key not in record.values]
        if name and missing:
            titles = Text(", ".join(item.title.vi.lower() for item in missing), ", ".join(item.title.en.lower() for item in missing))
            yield Hit(FieldRef(tab.key, step=record.id, field=missing[0].key), {"name": name, "missing": titles}, len(missing))


RULE = Rule(
    slug="resource-unclassified",
    severity="warning",
    profiles=("hubspot",),
    order=60,
    source="S0:97",
    summary=Text("Nguồn lực nào cũng rõ loại, đang có hay còn cần", "Each resource has its kind, and is had or needed"),
    why=Text(
        "Kiểm kê chỉ có ích khi tách được cái đang có với cái còn cần, và biết đó là nhân lực, công nghệ, vật liệu hay tài chính.",
        "Stock-taking helps only when what you have stands apart from what you need, as people, technology, material or money.",
    ),
    fix=Text("Hãy chọn loại nguồn lực, và đang có hay còn cần.", "Choose the kind of resource, and whether you have or need it."),
    messages={"": Text("Nguồn lực “{name}” chưa ghi: {missing}.", "The resource “{name}” does not say yet: {missing}.")},
    good="""
        type: current-state
        stage | action
        support | Gọi tổng đài // Calls support

        [resources]
        resource | kind | state
        Phần mềm nhắc gọi lại // Call-back software | technology | have
    """,
    bad="""
        type: current-state
        stage | action
        support | Gọi tổng đài // Calls support

        [resources]
        resource | kind | state
        Phần mềm nhắc gọi lại // Call-back software | technology |
    """,
    check=check,
)
