"""The workbook names a map type that exists."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="map-type-unknown",
    structural=True,
    severity="error",
    order=0,
    source="S0:127",
    summary=Text("Bảng tính thuộc một loại bản đồ có thật", "The workbook is of a known map type"),
    why=Text(
        "Loại bản đồ quyết định có những giai đoạn, cột và quy tắc nào; không biết loại thì không đọc được nội dung.",
        "The type decides which stages, fields and rules there are; without it the content can't be read.",
    ),
    fix=Text(
        "Hãy chạy `sheetsync types` để xem các loại, rồi sửa dòng `type` trong trang ẩn _sheetsync hoặc cài bản sheetsync mới hơn.",
        "Run `sheetsync types` to see all types, then mend the line `type` on the hidden tab _sheetsync, or install a newer sheetsync.",
    ),
    messages={
        "": Text(
            "Không có loại bản đồ “{type}”; có phải là “{nearest}”?",
            "There is no map type “{type}”; should it be “{nearest}”?",
        ),
    },
    good="""
        type: customer-journey
    """,
    bad="""
        type: customer-path
    """,
    check=problems("map-type-unknown"),
)
