"""Each step has an id of its own."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="row-id-broken",
    structural=True,
    severity="error",
    order=0,
    source="sheetsync",
    summary=Text("Mỗi bước có mã riêng trong cột ẩn", "Each step has its own id in the hidden column"),
    why=Text(
        "Mã ẩn giúp bình luận và lịch sử theo đúng bước, kể cả khi hàng bị chuyển đi.",
        "The hidden id keeps comments and history with their step, even when rows move.",
    ),
    fix=Text(
        "Không cần làm gì nếu bạn vừa chép một hàng; nếu hai hàng bị lẫn, hãy xóa mã ẩn của hàng mới hơn.",
        "Nothing to do after copying a row; where two rows are mixed up, delete the hidden id of the newer one.",
    ),
    messages={
        "copied": Text(
            "Hàng ở {cell} là bản chép của một hàng khác và được xem là bước mới.",
            "The row at {cell} is a copy of another one and counts as a new step.",
        ),
        "ambiguous": Text(
            "Không rõ hàng ở {cell} là bước nào trước đây.",
            "It is unclear which earlier step the row at {cell} is.",
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
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | Google Maps
        a1 | awareness | Nhận thức // Awareness | Xem trang giá // Looks at prices | Trang giá // Price page
    """,
    check=problems("row-id-broken"),
)
