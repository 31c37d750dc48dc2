"""A persona rests on what customers said."""

from collections.abc import Iterator

from sheetsync.lint.index import some
from sheetsync.lint.lists import answers, survey
from sheetsync.lint.rule import Context, Facts, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """Personas are chosen, and the survey, where the type has one, holds no answer of a customer or of a colleague who meets them."""
    index = context.index
    item, tab = index.field("persona", None), survey(index)
    if item is None or tab is None or not index.chosen or answers(index):
        return
    count = len(index.chosen)
    facts: Facts = {"name": index.chosen[0], "personas": some(count, "chân dung", "persona", "personas"), "tab": tab.title}
    yield Hit(FieldRef(field=item.key), facts, count, variant="several" if count > 1 else "")


RULE = Rule(
    slug="persona-no-evidence",
    severity="warning",
    profiles=("zapier", "hubspot"),
    order=20,
    source="S0:42",
    summary=Text("Chân dung khách hàng dựa trên điều khách thật sự nói", "A persona rests on what customers said"),
    why=Text(
        "Đừng đoán mò: khách đang có và nhân viên gặp họ mỗi ngày mới biết rõ. Chưa hỏi ai thì chân dung chỉ là người do cả nhóm tưởng tượng.",
        "Don't guess: your customers know, and so do the colleagues who meet them every day. Until somebody was asked, a persona is made up.",
    ),
    fix=Text(
        "Hãy hỏi vài khách hàng hoặc nhân viên tuyến đầu, rồi ghi câu trả lời vào trang “Khảo sát”.",
        "Ask a few customers or frontline colleagues and write their answers on the tab “Survey”.",
    ),
    messages={
        "": Text(
            "Chân dung “{name}” chưa dựa trên khảo sát nào: trang “{tab}” còn trống.",
            "No survey stands behind the persona “{name}”: the tab “{tab}” holds no answers.",
        ),
        "several": Text(
            "{personas} chưa dựa trên khảo sát nào: trang “{tab}” còn trống.",
            "No survey stands behind the {personas}: the tab “{tab}” holds no answers.",
        ),
    },
    good="""
        type: customer-journey
        persona: Lan
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby

        [survey]
        respondent | q1 | q3
        8 khách mới tập // 8 new members | Bạn bè giới thiệu // From friends | Muốn khỏe hơn // Wants to get fit
    """,
    bad="""
        type: customer-journey
        persona: Lan
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby

        [survey]
        respondent | q1 | q3
    """,
    check=check,
)
