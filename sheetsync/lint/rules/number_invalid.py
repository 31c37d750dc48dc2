"""A number is a number, within its range."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="number-invalid",
    structural=True,
    severity="error",
    order=0,
    source="S0:50",
    summary=Text("Ô số chứa số, trong khoảng cho phép", "A number is a number, within its range"),
    why=Text(
        "Điểm số phải cùng thang đo mới tính được trung bình và so sánh được.",
        "Ratings need one scale to be averaged and compared.",
    ),
    fix=Text(
        "Hãy ghi lại bằng một con số trong khoảng cho phép, không kèm chữ.",
        "Write it as a number within the range, without words.",
    ),
    messages={
        "": Text(
            "“{field}” phải là số, đang là “{value}”.",
            "“{field}” should be a number, and is “{value}”.",
        ),
        "range": Text(
            "“{field}” là {value}; phải từ {minimum} đến {maximum}.",
            "“{field}” is {value}, and should be from {minimum} to {maximum}.",
        ),
    },
    good="""
        type: customer-journey

        [survey]
        _id | respondent | q7
        | Người trả lời // Respondent | 7. Dễ tìm trên web (1–10) // 7. Easy to navigate (1–10)
        s1 | 12 hội viên mới // 12 new members | 8
    """,
    bad="""
        type: customer-journey

        [survey]
        _id | respondent | q7
        | Người trả lời // Respondent | 7. Dễ tìm trên web (1–10) // 7. Easy to navigate (1–10)
        s1 | 12 hội viên mới // 12 new members | khoảng 8 điểm // about 8
    """,
    check=problems("number-invalid"),
)
