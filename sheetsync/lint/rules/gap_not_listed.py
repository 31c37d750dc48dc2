"""What no touchpoint answers is written down as a gap."""

from collections.abc import Iterator

from sheetsync.lint.index import Index, at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.trouble import says_nothing
from sheetsync.model.journey import Record
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A step has questions or milestones and no touchpoint, or one that says there is none ("Chưa có"), and its gap field is blank.

    Where the type does not ask for touchpoints, only questions count: life goes on without the brand.
    """
    index = context.index
    item, met = index.field("gap"), index.field("touchpoint")
    if item is None or met is None:
        return
    for step in index.steps:
        waiting = len(index.items(step, "thought")) or (len(index.items(step, "action")) if met.required else 0)
        if waiting and not index.has(step, "gap") and not _meets_brand(index, step):
            yield Hit(at(step, item), {"where": index.where(step)}, waiting)


def _meets_brand(index: Index, step: Record) -> bool:
    return any(not says_nothing(touchpoint) for touchpoint in index.items(step, "touchpoint"))


RULE = Rule(
    slug="gap-not-listed",
    severity="warning",
    profiles=("zapier", "hubspot", "ecommerce"),
    order=40,
    source="S3:43-44",
    gives_way_to=("question-no-touchpoint", "milestone-no-touchpoint"),
    summary=Text("Chỗ chưa có điểm chạm được ghi vào ô còn thiếu", "What has no touchpoint is listed as missing"),
    why=Text(
        "Câu hỏi hay cột mốc không có điểm chạm chính là khoảng trống trong hành trình; không ghi ra thì không ai làm, và khách sang đối thủ.",
        "A question or milestone without a touchpoint is a gap; if it is not on the list nobody closes it, and customers look at competitors.",
    ),
    fix=Text(
        "Hãy ghi điểm chạm nên làm vào ô “Điểm chạm còn thiếu”.",
        "Write the touchpoint that should be built under “Missing touchpoints”.",
    ),
    messages={
        "": Text(
            "{where}, khách chưa gặp điểm chạm nào mà ô điểm chạm còn thiếu vẫn trống.",
            "{where}, there is no touchpoint yet, and none is listed as missing.",
        )
    },
    good="""
        type: customer-journey
        stage | thought | touchpoint | gap
        consideration | Lớp nào hợp với mình? // Which class suits me? | Chưa có // None yet | Khung chat trên web // Live chat on the website
    """,
    bad="""
        type: customer-journey
        stage | thought | touchpoint | gap
        consideration | Lớp nào hợp với mình? // Which class suits me? | Chưa có // None yet |
    """,
    check=check,
)
