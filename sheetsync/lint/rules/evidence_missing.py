"""What the map claims about customers rests on something."""

from collections.abc import Iterator

from sheetsync.lint.lists import answers, survey, walked, walkthroughs
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text

CLAIMS = ("thought", "emotion", "pain", "need", "motivation", "expectation")
"""Roles that tell what goes on in a customer: nobody knows without asking or trying."""


def check(context: Context) -> Iterator[Hit]:
    """The map tells what customers think and feel; survey and walkthroughs, as far as the type has them, hold nothing.

    With a persona chosen, ``persona-no-evidence`` and ``walkthrough-missing`` say so of that persona.
    """
    index = context.index
    tab = survey(index) or walkthroughs(index)
    if tab is None or index.chosen or answers(index) or walked(index):
        return
    claims = sum(len(index.items(step, role)) for step in index.steps for role in CLAIMS)
    if claims:
        yield Hit(FieldRef(tab.key), {"claims": claims}, claims, variant="one" if claims == 1 else "")


RULE = Rule(
    slug="evidence-missing",
    severity="warning",
    profiles=(STRICT,),
    order=20,
    source="Smaply #1",
    summary=Text("Điều bản đồ nói về khách hàng có bằng chứng", "What the map says about customers has evidence"),
    why=Text(
        "Không có nguồn thì chẳng ai phân biệt được điều khách thật sự nghĩ với điều cả nhóm đoán.",
        "Without a source nobody can tell what customers think from what the team guesses.",
    ),
    fix=Text(
        "Hãy ghi lại ít nhất một cuộc khảo sát hoặc một lần tự trải nghiệm làm căn cứ.",
        "Note at least one survey or one walkthrough that the map rests on.",
    ),
    messages={
        "": Text(
            "Bản đồ có {claims} ý về suy nghĩ, cảm xúc của khách mà chưa có khảo sát hay lần đi thử nào làm căn cứ.",
            "The map makes {claims} statements about what customers think and feel, and no survey or walkthrough backs them.",
        ),
        "one": Text(
            "Bản đồ có {claims} ý về suy nghĩ, cảm xúc của khách mà chưa có khảo sát hay lần đi thử nào làm căn cứ.",
            "The map makes {claims} statement about what customers think and feel, and no survey or walkthrough backs it.",
        ),
    },
    good="""
        type: customer-journey
        stage | action | thought
        awareness | Tìm phòng tập // Looks for a gym | Có gần không? // Is it near?

        [survey]
        respondent | q1 | q3
        8 khách mới tập // 8 new members | Bạn bè giới thiệu // From friends | Muốn tập gần nhà // Wants a gym nearby
    """,
    bad="""
        type: customer-journey
        stage | action | thought
        awareness | Tìm phòng tập // Looks for a gym | Có gần không? // Is it near?

        [survey]
        respondent | q1 | q3
    """,
    check=check,
)
