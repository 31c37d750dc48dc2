"""A date is a date."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="date-invalid",
    structural=True,
    severity="error",
    order=0,
    source="sheetsync",
    summary=Text("Ô ngày chứa một ngày", "A date is a date"),
    why=Text(
        "Chỉ ngày thật mới cho biết bản đồ đã quá hạn rà soát hay chưa.",
        "Only a real date tells whether a review is overdue.",
    ),
    fix=Text(
        "Hãy ghi theo dạng 2026-11-22 hoặc 22/11/2026.",
        "Write it as 2026-11-22 or 22/11/2026.",
    ),
    messages={
        "": Text(
            "“{field}” phải là ngày, đang là “{value}”.",
            "“{field}” should be a date, and is “{value}”.",
        ),
    },
    good="""
        type: customer-journey

        [about]
        _key | | _value
        last_review | Lần rà soát gần nhất // Last review | 2026-09-30
    """,
    bad="""
        type: customer-journey

        [about]
        _key | | _value
        last_review | Lần rà soát gần nhất // Last review | tháng trước // last month
    """,
    check=problems("date-invalid"),
)
