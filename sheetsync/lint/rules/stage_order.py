"""Stages stand in the order of the method."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="stage-order",
    structural=True,
    severity="warning",
    order=0,
    source="S3:46",
    summary=Text("Các giai đoạn đứng đúng thứ tự của loại bản đồ", "Stages stand in the order of the map type"),
    why=Text(
        "Khách đi qua các giai đoạn theo một trình tự; đảo thứ tự thì đường cảm xúc và số liệu kể sai câu chuyện.",
        "Customers pass the stages in a certain order; in another one the emotion curve and the numbers tell a wrong story.",
    ),
    fix=Text(
        "Hãy sửa cột “Thứ tự” ở trang “Giai đoạn”.",
        "Mend the column “Order” on the tab “Stages”.",
    ),
    messages={
        "": Text(
            "Giai đoạn “{stage}” đứng sai thứ tự.",
            "The stage “{stage}” is out of order.",
        ),
    },
    good="""
        type: buyer-journey

        [stages]
        _id | order | title
        | Thứ tự // Order | Tên giai đoạn // Stage title
        awareness | 1 | Nhận thức // Awareness
        consideration | 2 | Cân nhắc // Consideration
        decision | 3 | Quyết định // Decision
    """,
    bad="""
        type: buyer-journey

        [stages]
        _id | order | title
        | Thứ tự // Order | Tên giai đoạn // Stage title
        awareness | 2 | Nhận thức // Awareness
        consideration | 1 | Cân nhắc // Consideration
        decision | 3 | Quyết định // Decision
    """,
    check=problems("stage-order"),
)
