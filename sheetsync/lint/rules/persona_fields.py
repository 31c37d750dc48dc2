"""A chosen persona is described."""

from collections.abc import Iterator, Sequence

from sheetsync.lint.index import PERSONA_ROLES, folded
from sheetsync.lint.rule import METHODS, Context, Facts, Hit, Rule
from sheetsync.model.finding import Severity
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A persona named on *About this map* has no entry on the persona tab, or one with blanks.

    Blanks are errors where the map is one person's day: where it asks at which moment help is best.
    """
    index = context.index
    tab, chosen_in = index.personas, index.field("persona", None)
    if tab is None or chosen_in is None:
        return
    wanted = [item for role in PERSONA_ROLES for item in index.fields(role, tab.key)]
    severity: Severity | None = "error" if index.fields("moment", None) else None
    unknown = []
    for name in index.chosen:
        record = index.persona_records.get(folded(name))
        if record is None:
            unknown.append(name)
        elif missing := [item.title for item in wanted if item.key not in record.values]:
            facts: Facts = {"name": name, "missing": _listed(missing)}
            yield Hit(FieldRef(tab.key, step=record.id), facts, len(missing), severity=severity)
    if unknown:
        yield Hit(FieldRef(field=chosen_in.key), {"name": ", ".join(unknown), "tab": tab.title}, len(unknown), "unknown", severity)


def _listed(titles: Sequence[Text]) -> Text:
    return Text(", ".join(title.vi.lower() for title in titles), ", ".join(title.en.lower() for title in titles))


RULE = Rule(
    slug="persona-fields",
    severity="warning",
    profiles=METHODS,
    order=10,
    source="S4:27",
    summary=Text("Chân dung được chọn có đủ nét chính", "A chosen persona is fully described"),
    why=Text(
        "Đặc điểm, cách tương tác, nhu cầu, mục tiêu và phương châm là thứ biến một cái tên thành người mà cả nhóm hiểu giống nhau.",
        "Traits, interactions, needs, goals and a motto turn a name into a person whom the whole team sees alike.",
    ),
    fix=Text(
        "Hãy điền những nét còn trống từ khảo sát hoặc từ nhân viên gặp khách hằng ngày.",
        "Fill in what is blank from your survey, or from colleagues who meet customers every day.",
    ),
    messages={
        "": Text("Chân dung {name} còn thiếu: {missing}.", "The persona {name} still lacks: {missing}."),
        "unknown": Text(
            "Chân dung được chọn chưa có trong trang “{tab}”: {name}.",
            "The tab “{tab}” does not describe the chosen persona: {name}.",
        ),
    },
    good="""
        type: day-in-the-life
        persona: Hà
        stage | action
        morning | Pha sữa cho con // Prepares the baby's milk

        [personas]
        name | occupation | motto | traits | interaction | need | personal_goal
        Hà | Mẹ // Mother | Tôi lo // I worry | Kỹ // Careful | Hỏi bạn // Asks | Lời khuyên // Advice | An tâm // Peace
    """,
    bad="""
        type: day-in-the-life
        persona: Hà
        stage | action
        morning | Pha sữa cho con // Prepares the baby's milk

        [personas]
        name | occupation | motto | traits | interaction | need | personal_goal
        Hà | | | Kỹ // Careful | Hỏi bạn // Asks | Lời khuyên // Advice | An tâm // Peace
    """,
    check=check,
)
