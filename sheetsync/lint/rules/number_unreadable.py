"""A number in a text is read as people see it."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="number-unreadable",
    structural=True,
    severity="warning",
    order=0,
    source="sheetsync",
    summary=Text("Số nằm trong ô chữ đọc được như người xem thấy", "A number in a text is read as people see it"),
    why=Text(
        "Định dạng số riêng có thể hiện một chữ khác hẳn con số được lưu.",
        "A number format of one's own may show something quite different from the number that is stored.",
    ),
    fix=Text(
        "Hãy đổi ô sang định dạng văn bản rồi gõ lại như bạn muốn thấy.",
        "Format the cell as plain text and type it again as you want to see it.",
    ),
    messages={
        "": Text(
            "“{field}” chứa số {value} với định dạng lạ, có thể không như bạn thấy.",
            "“{field}” holds the number {value} in a format of its own; what you see may differ.",
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
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | number:45321
    """,
    check=problems("number-unreadable"),
)
