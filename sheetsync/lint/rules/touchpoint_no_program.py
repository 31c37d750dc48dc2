"""Each contact point has a process and a program behind it."""

from collections.abc import Iterator

from sheetsync.lint.contact_points import Lack, lacking
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import Record
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step has a touchpoint, and its process or its program is blank, where the type has them; one finding where both are."""
    index = context.index
    wanted = tuple(item for role in ("program", "process") for item in index.fields(role))

    def lack_of(step: Record) -> Lack:
        blank = tuple(item for item in wanted if not index.has(step, item.role))
        return Lack(blank, "" if len(blank) != 1 else blank[0].role)

    yield from lacking(index, lack_of)


RULE = Rule(
    slug="touchpoint-no-program",
    severity="warning",
    severity_in={"ducttape": "error"},
    profiles=("ducttape",),
    order=40,
    source="S1:58",
    summary=Text("Điểm tiếp xúc nào cũng có quy trình và chương trình", "Every contact point has a process and a program"),
    why=Text(
        "Cảm xúc tích cực không tự đến: từng điểm tiếp xúc cần quy trình và chương trình để khách muốn đi tiếp.",
        "Good feelings don't come by themselves: each contact point needs processes and programs that make people want to go on.",
    ),
    fix=Text(
        "Hãy ghi quy trình nhân viên làm theo và chương trình marketing chạy ở điểm tiếp xúc này.",
        "Write down the process your staff follow here, and the marketing program that runs at this contact point.",
    ),
    messages={
        "": Text(
            "{where}, điểm tiếp xúc “{touchpoint}” chưa có quy trình hay chương trình nào.",
            "{where}, the contact point “{touchpoint}” has neither a process nor a program.",
        ),
        "process": Text(
            "{where}, điểm tiếp xúc “{touchpoint}” chưa có quy trình để nhân viên làm theo.",
            "{where}, the contact point “{touchpoint}” has no process that staff can follow.",
        ),
        "program": Text(
            "{where}, điểm tiếp xúc “{touchpoint}” chưa có chương trình nào.",
            "{where}, the contact point “{touchpoint}” has no program.",
        ),
        "all": Text(
            "{where}, {none} có quy trình hay chương trình nào.",
            "{where}, {none} has a process or a program.",
        ),
        "all-process": Text(
            "{where}, {none} có quy trình để nhân viên làm theo.",
            "{where}, {none} has a process that staff can follow.",
        ),
        "all-program": Text(
            "{where}, {none} có chương trình nào.",
            "{where}, {none} has a program.",
        ),
    },
    good="""
        type: hourglass
        stage | touchpoint | process | program
        know | Quảng cáo Facebook // Facebook ad | Duyệt tin trong ngày // Posts approved the same day | Chiến dịch khai trương // Opening campaign
    """,
    bad="""
        type: hourglass
        stage | touchpoint | process | program
        know | Quảng cáo Facebook // Facebook ad | Duyệt tin trong ngày // Posts approved the same day |
    """,
    check=check,
)
