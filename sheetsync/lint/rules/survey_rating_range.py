"""A rating stays on its scale."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="survey-rating-range",
    structural=True,
    severity="error",
    order=0,
    source="S0:50-51",
    summary=Text("Điểm khảo sát nằm trên thang từ 1 đến 10", "Survey ratings are on their scale from 1 to 10"),
    why=Text(
        "Điểm số phải cùng thang đo mới tính được trung bình và so được giữa các quý; một số 95 làm lệch tất cả.",
        "Ratings need one scale to be averaged and compared over quarters; a single 95 spoils them all.",
    ),
    fix=Text(
        "Hãy xem lại câu trả lời gốc rồi ghi điểm theo đúng thang, hoặc để trống nếu người trả lời không cho điểm.",
        "Look at the original answer and write it on this scale, or leave the cell empty if nobody gave a rating.",
    ),
    messages={
        "": Text(
            "“{field}” là {value}, ngoài thang điểm từ {minimum} đến {maximum}.",
            "“{field}” is {value}, which is off the scale from {minimum} to {maximum}.",
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
        s1 | 12 hội viên mới // 12 new members | 12
    """,
    check=problems("survey-rating-range"),
)
