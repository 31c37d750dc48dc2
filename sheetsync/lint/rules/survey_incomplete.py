"""The survey asks all its questions."""

from collections.abc import Iterator

from sheetsync.lint.lists import answers, questions_of, survey
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.maptype import Field
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """Customers answered, and there are questions that nobody answered.

    One respondent may leave a question out; one that all left out was not asked. A rating takes an experience to rate ("leave empty if you never
    asked our support"), so blank ratings alone may mean just that.
    """
    index = context.index
    tab, found = survey(index), answers(index)
    if tab is None or not found:
        return
    answered = {item.key for _, items in found for item in items}
    missing = [item for item in questions_of(index, tab) if item.key not in answered]
    if any(item.role != "rating" for item in missing):
        yield Hit(FieldRef(tab.key), {"missing": _listed(missing)}, len(missing))


def _listed(missing: list[Field]) -> Text:
    return Text("; ".join(item.title.vi for item in missing), "; ".join(item.title.en for item in missing))


RULE = Rule(
    slug="survey-incomplete",
    severity="info",
    profiles=("hubspot",),
    order=20,
    source="S0:44",
    summary=Text("Khảo sát hỏi đủ chín câu", "The survey asks all nine questions"),
    why=Text(
        "Chín câu hỏi cùng nhau mới cho thấy khách đến từ đâu, vì sao mua, vì sao suýt bỏ đi và cần được giúp thế nào.",
        "Only together do the nine questions show where customers come from, why they buy, why they nearly left and how to help them.",
    ),
    fix=Text("Hãy hỏi thêm những câu này trong lần khảo sát tới.", "Ask these questions too in your next round."),
    messages={"": Text("Khảo sát chưa có câu trả lời nào cho: {missing}.", "The survey has no answers yet to: {missing}.")},
    good="""
        type: current-state
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [survey]
        respondent | q1 | q2 | q3 | q4 | q5 | q6 | q7 | q8 | q9
        8 khách // 8 people | Bạn bè // Friends | Giá // Prices | Khỏe // Fitness | 5 phút // 5 min | Gần // Near | Giá // Cost | 8 | 9 | Chat
    """,
    bad="""
        type: current-state
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [survey]
        respondent | q1 | q2 | q3 | q4 | q5 | q6 | q7 | q8 | q9
        8 khách // 8 people | Bạn bè // Friends | Giá // Prices | Khỏe // Fitness | 5 phút // 5 min | Gần // Near | | 8 | |
    """,
    check=check,
)
