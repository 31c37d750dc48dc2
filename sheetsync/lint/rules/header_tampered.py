"""Headings say what stands under them."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="header-tampered",
    structural=True,
    severity="warning",
    order=0,
    source="sheetsync",
    summary=Text("Tiêu đề nói đúng nội dung bên dưới", "Headings say what stands under them"),
    why=Text(
        "Người điền đọc tiêu đề; tiêu đề đổi chỗ hoặc trùng nhau khiến chữ rơi nhầm cột.",
        "People read headings; where they are swapped or doubled, words land in the wrong place.",
    ),
    fix=Text(
        "Hãy trả tiêu đề về như cũ; nếu có hai cột cùng loại, gộp nội dung vào một cột.",
        "Give the heading its words back; where there are two of a kind, bring their content together in one.",
    ),
    messages={
        "renamed": Text(
            "Tiêu đề “{field}” được đổi thành “{found}”; nội dung vẫn đọc được.",
            "The heading “{field}” now reads “{found}”; its content is still understood.",
        ),
        "swapped": Text(
            "Tiêu đề của “{field}” lại ghi “{found}”, vốn là tên cột khác.",
            "The heading of “{field}” reads “{found}”, which is the name of another field.",
        ),
        "duplicate": Text(
            "Có hai chỗ cùng nhận là “{field}”: {other} được đọc, {cell} thì không.",
            "Two places claim to be “{field}”: {other} is read, {cell} is not.",
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
        | | Giai đoạn // Stage | Hoạt động // Activities | Suy nghĩ // Thoughts
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | Google Maps
    """,
    check=problems("header-tampered"),
)
