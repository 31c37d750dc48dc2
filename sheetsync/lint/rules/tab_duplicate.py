"""Each tab is there once."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="tab-duplicate",
    structural=True,
    severity="warning",
    order=0,
    source="sheetsync",
    summary=Text("Mỗi trang của bản đồ chỉ có một", "Each tab of the map is there once"),
    why=Text(
        "Khi có hai trang giống nhau, chữ ghi vào trang không được đọc sẽ bị bỏ quên.",
        "Where there are two of a tab, words typed into the wrong one are overlooked.",
    ),
    fix=Text(
        "Hãy chuyển nội dung cần giữ sang trang được đọc rồi xóa trang còn lại.",
        "Move what you want to keep to the tab that is read, and delete the other.",
    ),
    messages={
        "": Text(
            "Trang “{tab}” trông giống “{used}” và không được đọc.",
            "The tab “{tab}” looks like “{used}” and is not read.",
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
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | Google Maps

        [map = Bản sao // Copy]
        _id | _stage | stage | action | touchpoint
        | | Giai đoạn // Stage | Hoạt động // Activities | Điểm chạm // Touchpoints
        a1 | awareness | Nhận thức // Awareness | Tìm phòng tập // Looks for a gym | Google Maps
    """,
    check=problems("tab-duplicate"),
)
