"""A choice is one of those offered."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="choice-invalid",
    structural=True,
    severity="error",
    order=0,
    source="sheetsync",
    summary=Text("Ô lựa chọn dùng một giá trị có trong danh sách", "A choice is one of those offered"),
    why=Text(
        "Giá trị ngoài danh sách không so sánh và không đếm được qua các quý.",
        "A value outside the list can't be counted or compared from quarter to quarter.",
    ),
    fix=Text(
        "Hãy chọn lại từ danh sách thả xuống.",
        "Choose again from the dropdown.",
    ),
    messages={
        "": Text(
            "“{field}” là “{value}”; chỉ nhận: {choices}.",
            "“{field}” is “{value}”, and should be one of: {choices}.",
        ),
        "stage": Text(
            "“{field}” là “{value}”, không phải giai đoạn nào của bản đồ.",
            "“{field}” is “{value}”, which is no stage of this map.",
        ),
    },
    good="""
        type: customer-journey

        [about]
        _key | | _value
        cadence | Nhịp rà soát // Review cadence | Hằng tháng // Monthly
    """,
    bad="""
        type: customer-journey

        [about]
        _key | | _value
        cadence | Nhịp rà soát // Review cadence | Khi rảnh // When there is time
    """,
    check=problems("choice-invalid"),
)
