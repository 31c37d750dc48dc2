"""Each step stands in a stage of the map."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="stage-unknown",
    structural=True,
    severity="error",
    order=0,
    source="sheetsync",
    summary=Text("Bước nào cũng thuộc một giai đoạn có thật", "Each step belongs to a stage of the map"),
    why=Text(
        "Bước không thuộc giai đoạn nào sẽ bị bỏ ngoài mọi quy tắc và báo cáo.",
        "A step without a stage is left out of all rules and reports.",
    ),
    fix=Text(
        "Hãy chọn giai đoạn từ danh sách thả xuống, hoặc thêm giai đoạn mới ở trang “Giai đoạn” nếu loại bản đồ cho phép.",
        "Choose the stage from the dropdown, or add it on the tab “Stages” where the map type allows that.",
    ),
    messages={
        "": Text(
            "Không có giai đoạn “{label}”.",
            "There is no stage “{label}”.",
        ),
        "near": Text(
            "Không có giai đoạn “{label}”; có phải là “{nearest}”?",
            "There is no stage “{label}”; should it be “{nearest}”?",
        ),
        "blank": Text(
            "Bước này chưa chọn giai đoạn.",
            "This step has no stage yet.",
        ),
        "untitled": Text(
            "Trang Giai đoạn có một hàng đã ghi nội dung mà chưa có tên giai đoạn, nên nội dung đó chưa được đọc.",
            "A row of the Stages tab has content but no stage title, so that content is not read.",
        ),
    },
    good="""
        type: customer-journey

        [map]
        _id | _stage | stage | action | touchpoint
        | | Giai đoạn // Stage | Hoạt động // Activities | Điểm chạm // Touchpoints
        a2 |  | Cân nhắc // Consideration | Xem trang giá // Looks at prices | Trang giá // Price page
    """,
    bad="""
        type: customer-journey

        [map]
        _id | _stage | stage | action | touchpoint
        | | Giai đoạn // Stage | Hoạt động // Activities | Điểm chạm // Touchpoints
        a2 |  | Cân nhắcc // Consider | Xem trang giá // Looks at prices | Trang giá // Price page
    """,
    check=problems("stage-unknown"),
)
