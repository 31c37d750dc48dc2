"""No formula fails in the map."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="cell-error",
    structural=True,
    severity="error",
    order=0,
    source="sheetsync",
    summary=Text("Không có công thức nào bị lỗi trong bản đồ", "No formula fails in the map"),
    why=Text(
        "Ô báo lỗi không cho biết nội dung, và bị hiểu là chữ.",
        "A cell that shows an error has lost its content, and is read as text.",
    ),
    fix=Text(
        "Hãy sửa công thức, hoặc gõ thẳng nội dung vào ô.",
        "Mend the formula, or type the content itself.",
    ),
    messages={
        "": Text(
            "“{field}” đang báo lỗi {value}.",
            "“{field}” shows the error {value}.",
        ),
    },
    good="""
        type: customer-journey

        [map]
        _id | _stage | stage | action | touchpoint
        | | Giai đoạn // Stage | Hoạt động // Activities | Điểm chạm // Touchpoints
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | Google Maps
    """,
    bad="""
        type: customer-journey

        [map]
        _id | _stage | stage | action | touchpoint
        | | Giai đoạn // Stage | Hoạt động // Activities | Điểm chạm // Touchpoints
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | #REF!
    """,
    check=problems("cell-error"),
)
