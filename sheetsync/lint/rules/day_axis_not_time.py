"""A day in somebody's life is headed by times, in their order."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_day
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.times import frame, out_of_order
from sheetsync.model.journey import MAIN, FieldRef, Stage
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A stage is no time frame (one finding where none of them is), or they are not in order, as far as they can be compared."""
    index = context.index
    if not is_day(index):
        return
    frames = [(stage, frame(stage.title)) for stage in index.stages]
    other = [stage for stage, one in frames if one is None]
    if other and len(other) == len(frames) > 1:
        yield _hit(other[0], "all", len(other))
    elif other:
        yield from (_hit(stage) for stage in other)
    else:
        late = out_of_order([one for _, one in frames if one is not None])
        if late is not None:
            yield _hit(frames[late][0], "order")


def _hit(stage: Stage, variant: str = "", count: int = 1) -> Hit:
    return Hit(FieldRef(MAIN, stage=stage.key), {"stage": stage.title}, count, variant)


RULE = Rule(
    slug="day-axis-not-time",
    severity="error",
    profiles=("hubspot",),
    order=30,
    source="S0:278; S3:95",
    summary=Text("Một ngày trong cuộc sống đi theo khung thời gian", "A day in the life goes by time frames"),
    why=Text(
        "Xếp theo thời gian thì mới thấy lúc nào trong ngày khách cần bạn nhất; xếp theo giai đoạn mua hàng thì đời thường của họ biến mất.",
        "Ordered by time, the map shows when in the day you can help best; ordered by phases of buying, the customer's own life disappears.",
    ),
    fix=Text(
        "Hãy đặt tên cột bằng khung giờ, buổi, ngày, tuần hoặc tháng, và xếp đúng thứ tự trên trang “Giai đoạn”.",
        "Name the columns after hours, parts of the day, days, weeks or months, and order them on the “Stages” tab.",
    ),
    messages={
        "": Text("“{stage}” không phải là khung thời gian.", "“{stage}” is not a time frame."),
        "all": Text(
            "Không cột nào là khung thời gian, bắt đầu từ “{stage}”.",
            "None of the columns is a time frame, beginning with “{stage}”.",
        ),
        "order": Text("“{stage}” đứng sau một khung giờ muộn hơn nó.", "“{stage}” comes after a later time."),
    },
    good="""
        type: day-in-the-life
        stage | action
        morning | Đọc tin // Reads the news
        noon | Ăn trưa // Has lunch
        19–21 giờ // 7–9 pm | Soạn đồ cho con // Packs for the baby
    """,
    bad="""
        type: day-in-the-life
        stage | action
        morning | Đọc tin // Reads the news
        noon | Ăn trưa // Has lunch
        Cân nhắc // Consideration | Soạn đồ cho con // Packs for the baby
    """,
    check=check,
)
