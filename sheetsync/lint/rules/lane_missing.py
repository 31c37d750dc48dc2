"""All fields and tabs of the type are there."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="lane-missing",
    structural=True,
    severity="error",
    order=0,
    source="S3:35",
    summary=Text("Bản đồ có đủ các cột và trang của loại bản đồ", "All fields and tabs of the map type are there"),
    why=Text(
        "Các câu hỏi hướng dẫn chỉ trả lời được khi còn chỗ để ghi.",
        "The guiding questions can be answered only where there is room for the answers.",
    ),
    fix=Text(
        "Hãy thêm cột hoặc trang này với đúng tiêu đề; nội dung đã có ở chỗ khác vẫn được giữ.",
        "Add it with its heading; what was filled in elsewhere is kept.",
    ),
    messages={
        "": Text(
            "Trang “{tab}” thiếu “{field}”.",
            "The tab “{tab}” lacks “{field}”.",
        ),
        "never": Text(
            "Trang “{tab}” của bạn chưa có chỗ cho “{field}”. Muốn ghi, hãy thêm một cột hoặc dòng với tiêu đề đó.",
            "Your tab “{tab}” has no place for “{field}” yet. To fill it in, add a column or row with that heading.",
        ),
        "tab": Text(
            "Thiếu trang “{tab}”.",
            "The tab “{tab}” is missing.",
        ),
    },
    good="""
        type: customer-journey

        [map]
        _id | _stage | stage | action | thought | touchpoint | gap
        | | Giai đoạn // Stage | Hoạt động // Activities | Suy nghĩ // Thought | Điểm chạm // Touchpoints | Điểm chạm còn thiếu // Gaps
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | Gần không? // Near? | Google Maps |
    """,
    bad="""
        type: customer-journey

        [map]
        _id | _stage | stage | action | thought | touchpoint
        | | Giai đoạn // Stage | Hoạt động // Activities | Suy nghĩ // Thought | Điểm chạm // Touchpoints
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | Gần không? // Near? | Google Maps
    """,
    check=problems("lane-missing"),
)
