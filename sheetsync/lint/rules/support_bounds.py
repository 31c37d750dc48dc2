"""A map of support begins when a ticket is opened and ends when the problem is solved."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_support
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.patterns import mentions
from sheetsync.lint.vocabulary.phases import OPENED, SOLVED
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The first stage is not where a customer asks for help, or the last not where that is settled, by the type's own stages or by titles."""
    index = context.index
    map_type = context.map_type
    if map_type is None or not is_support(index) or len(index.stages) < 2:
        return
    own = [stage.key for stage in map_type.stages]
    first, last = index.stages[0], index.stages[-1]
    if first.key != own[0] and not mentions(OPENED, first.title):
        yield Hit(FieldRef(MAIN, stage=first.key), {"stage": first.title})
    if last.key != own[-1] and not mentions(SOLVED, last.title):
        yield Hit(FieldRef(MAIN, stage=last.key), {"stage": last.title}, variant="end")


RULE = Rule(
    slug="support-bounds",
    severity="warning",
    profiles=("support",),
    order=30,
    source="S3:108",
    summary=Text(
        "Bản đồ hỗ trợ đi từ lúc mở phiếu đến lúc vấn đề được giải quyết",
        "A map of support goes from the opened ticket to the solved problem",
    ),
    why=Text(
        "Trải nghiệm hỗ trợ bắt đầu khi khách mở phiếu và chỉ xong khi vấn đề hết; cắt ngắn một đầu là bỏ sót lúc khách phải chờ.",
        "Support begins with the ticket and is over only when the problem is; a map cut short at either end leaves out the waiting.",
    ),
    fix=Text(
        "Hãy thêm hoặc chuyển giai đoạn trên trang “Giai đoạn” để bản đồ mở đầu bằng lúc khách nhờ hỗ trợ và kết thúc khi đã giải quyết xong.",
        "On the “Stages” tab, add or move stages so that the map opens with the call for help and closes with the solution.",
    ),
    messages={
        "": Text(
            "Bản đồ mở đầu bằng “{stage}”, không phải lúc khách mở phiếu hỗ trợ.",
            "The map begins with “{stage}”, not with the customer opening a ticket.",
        ),
        "end": Text(
            "Bản đồ kết thúc ở “{stage}”, không phải lúc vấn đề được giải quyết.",
            "The map ends with “{stage}”, not with the problem being solved.",
        ),
    },
    good="""
        type: support-experience
        stage | action
        opened | Gửi ảnh món hàng vỡ // Sends a photo of the broken item
        representative | Nói chuyện với nhân viên // Talks to an agent
        resolved | Nhận hàng mới // Gets a new one
    """,
    bad="""
        type: support-experience
        stage | action
        opened | Gửi ảnh món hàng vỡ // Sends a photo of the broken item
        representative | Nói chuyện với nhân viên // Talks to an agent
    """,
    check=check,
)
