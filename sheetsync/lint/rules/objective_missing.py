"""The map says what it is for."""

from collections.abc import Iterator

from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The objective on *About this map* is blank."""
    for item in context.index.fields("objective", None):
        if item.key not in context.map.values:
            yield Hit(FieldRef(field=item.key))


RULE = Rule(
    slug="objective-missing",
    severity="warning",
    severity_in={"hubspot": "error"},
    profiles=METHODS,
    order=10,
    source="S4:19",
    summary=Text("Bản đồ nói rõ nó phục vụ mục tiêu nào", "The map states its objective"),
    why=Text(
        "Mục tiêu rõ ràng mới cho biết hoạt động và tương tác nào đáng đưa vào bản đồ.",
        "Only a clear objective tells which activities and interactions belong on the map.",
    ),
    fix=Text(
        "Hãy viết một câu: sau hành trình này, doanh nghiệp muốn đạt được điều gì và cho ai.",
        "Write one sentence: what the business wants to reach with this journey, and for whom.",
    ),
    messages={"": Text("Bản đồ chưa ghi mục tiêu.", "The map does not state its objective.")},
    good="""
        type: customer-journey
        objective: Thêm 20% khách tập thử đăng ký thành viên // 20% more trial guests become members
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
    """,
    bad="""
        type: customer-journey
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
    """,
    check=check,
)
