"""All stages of the type are there."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="stage-missing",
    structural=True,
    severity="error",
    order=0,
    source="S3:46",
    summary=Text("Bản đồ có đủ các giai đoạn của loại bản đồ", "All stages of the map type are there"),
    why=Text(
        "Mỗi phương pháp có những giai đoạn nhất định; mất một giai đoạn là mất một đoạn đường của khách.",
        "Each method has its stages; where one is lost, a stretch of the customer's way is lost.",
    ),
    fix=Text(
        "Hãy thêm lại giai đoạn này ở trang “Giai đoạn”, với đúng tên cũ.",
        "Add the stage again on the tab “Stages”, with its title.",
    ),
    messages={
        "": Text(
            "Thiếu giai đoạn “{stage}”.",
            "The stage “{stage}” is missing.",
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
        awareness | 1 | Nhận thức // Awareness
        consideration | 2 | Cân nhắc // Consideration
    """,
    check=problems("stage-missing"),
)
