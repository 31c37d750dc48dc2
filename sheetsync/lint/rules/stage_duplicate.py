"""No two stages share a title."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="stage-duplicate",
    structural=True,
    severity="error",
    order=0,
    source="sheetsync",
    summary=Text("Không có hai giai đoạn trùng tên", "No two stages share a title"),
    why=Text(
        "Khi hai giai đoạn trùng tên, không ai biết một bước thuộc về giai đoạn nào.",
        "Where two stages share a title, nobody can tell which one a step belongs to.",
    ),
    fix=Text(
        "Hãy đổi tên một trong hai giai đoạn ở trang “Giai đoạn”.",
        "Rename one of the two on the tab “Stages”.",
    ),
    messages={
        "": Text(
            "Có hai giai đoạn cùng tên “{title}”.",
            "Two stages are called “{title}”.",
        ),
    },
    good="""
        type: customer-journey

        [stages]
        _id | order | title
        | Thứ tự // Order | Tên giai đoạn // Stage title
        awareness | 1 | Biết đến // Discovery
        consideration | 2 | Cân nhắc // Consideration
    """,
    bad="""
        type: customer-journey

        [stages]
        _id | order | title
        | Thứ tự // Order | Tên giai đoạn // Stage title
        awareness | 1 | Cân nhắc // Consideration
        consideration | 2 | Cân nhắc // Consideration
    """,
    check=problems("stage-duplicate"),
)
