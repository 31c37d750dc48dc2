"""A formula brings its result along."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="formula-unreadable",
    structural=True,
    severity="error",
    order=0,
    source="sheetsync",
    summary=Text("Công thức nào cũng có sẵn kết quả để đọc", "A formula brings its result along"),
    why=Text(
        "sheetsync không tự tính công thức; thiếu kết quả thì không ai biết ô đó đang nói gì.",
        "sheetsync does not calculate; without a stored result nobody can tell what the cell says.",
    ),
    fix=Text(
        "Hãy mở tệp bằng Excel hoặc LibreOffice rồi lưu lại, hoặc gõ thẳng nội dung vào ô.",
        "Open the file in Excel or LibreOffice and save it again, or type the text itself.",
    ),
    messages={
        "": Text(
            "“{field}” chứa công thức {value} chưa có kết quả.",
            "“{field}” holds the formula {value}, whose result was never stored.",
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
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | formula:A1&B1
    """,
    check=problems("formula-unreadable"),
)
