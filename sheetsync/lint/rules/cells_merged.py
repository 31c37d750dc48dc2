"""No cells are merged among the steps."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="cells-merged",
    structural=True,
    severity="info",
    order=0,
    source="sheetsync",
    summary=Text("Các bước không có ô bị gộp", "No cells are merged among the steps"),
    why=Text(
        "Ô gộp chỉ giữ một nội dung, và cản việc sắp xếp hay chèn hàng.",
        "Merged cells keep one content for many, and stop people from sorting and inserting.",
    ),
    fix=Text(
        "Hãy bỏ gộp ô, rồi ghi nội dung vào từng bước.",
        "Unmerge them and write the content into each step.",
    ),
    messages={
        "": Text(
            "Có ô bị gộp từ {cell}; nội dung chỉ tính cho bước đầu.",
            "Cells are merged from {cell} on; their content counts for the first step only.",
        ),
    },
    good="""
        type: customer-journey

        [map]
        _id | _stage | stage | action | touchpoint
        | | Giai đoạn // Stage | Hoạt động // Activities | Điểm chạm // Touchpoints
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | Google Maps
        a2 | awareness | Nhận thức // Awareness | Xem trang giá // Looks at prices | Trang giá // Price page
    """,
    bad="""
        type: customer-journey

        [map]
        _id | _stage | stage | action | touchpoint
        | | Giai đoạn // Stage | Hoạt động // Activities | Điểm chạm // Touchpoints
        merged: E5:E6
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | Google Maps
        a2 | awareness | Nhận thức // Awareness | Xem trang giá // Looks at prices | Trang giá // Price page
    """,
    check=problems("cells-merged"),
)
