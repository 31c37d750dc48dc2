"""Each contact point has a process or a program behind it."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step has a touchpoint, and both its process and its program are blank. One of the two is enough to act on."""
    index = context.index
    item = index.field("program") or index.field("process")
    if item is None:
        return
    for step in index.steps:
        if index.has(step, "touchpoint") and not index.has(step, "program", "process"):
            touchpoints = index.items(step, "touchpoint")
            both = tuple(at(step, blank) for role in ("program", "process") for blank in index.fields(role))
            yield Hit(at(step, item), {"where": index.where(step), "touchpoint": touchpoints[0]}, len(touchpoints), also=both)


RULE = Rule(
    slug="touchpoint-no-program",
    severity="warning",
    severity_in={"ducttape": "error"},
    profiles=("ducttape",),
    order=40,
    source="S1:58",
    summary=Text("Điểm tiếp xúc nào cũng có quy trình hoặc chương trình", "Every contact point has a process or a program"),
    why=Text(
        "Cảm xúc tích cực không tự đến: từng điểm tiếp xúc cần quy trình và chương trình để khách muốn đi tiếp.",
        "Good feelings don't come by themselves: each contact point needs processes and programs that make people want to go on.",
    ),
    fix=Text(
        "Hãy ghi quy trình nhân viên làm theo, hoặc chương trình marketing chạy ở điểm tiếp xúc này.",
        "Write down the process your staff follow here, or the marketing program that runs at this contact point.",
    ),
    messages={
        "": Text(
            "{where}, điểm tiếp xúc “{touchpoint}” chưa có quy trình hay chương trình nào.",
            "{where}, the contact point “{touchpoint}” has neither a process nor a program.",
        )
    },
    good="""
        type: hourglass
        stage | touchpoint | process | program
        know | Quảng cáo Facebook // Facebook ad | | Chiến dịch khai trương // Opening campaign
    """,
    bad="""
        type: hourglass
        stage | touchpoint | process | program
        know | Quảng cáo Facebook // Facebook ad | |
    """,
    check=check,
)
