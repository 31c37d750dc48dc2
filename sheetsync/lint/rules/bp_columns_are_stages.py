"""A blueprint is headed by physical evidence, not by stages of a journey."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_blueprint
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.phases import JOURNEY, is_stage
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """Several columns of a blueprint are called like stages of a journey. One alone may be a coincidence: "Delivery" is a thing as well."""
    index = context.index
    item = index.field("evidence")
    if item is None or not is_blueprint(index):
        return
    named = [stage.title for stage in index.stages if is_stage(JOURNEY, stage.title)]
    if len(named) >= context.options["min_stages"]:
        yield Hit(FieldRef(MAIN, field=item.key), {"stages": "”, “".join(named)}, len(named))


RULE = Rule(
    slug="bp-columns-are-stages",
    severity="info",
    profiles=("blueprint",),
    order=30,
    source="S0:294",
    summary=Text("Cột của bản thiết kế dịch vụ là bằng chứng vật lý", "The columns of a blueprint are physical evidence"),
    why=Text(
        "Bản thiết kế dịch vụ đi từ thứ khách nhìn thấy và chạm vào, không theo các giai đoạn mua hàng; nhờ vậy mới lần ra ai phục vụ thứ đó.",
        "A blueprint starts from what guests see and touch, not from phases of buying; that is how it shows who stands behind each thing.",
    ),
    fix=Text(
        "Hãy đổi tên cột thành con người, địa điểm hoặc đồ vật cụ thể, ví dụ “Thực đơn”; các giai đoạn thì để ở bản đồ gốc.",
        "Rename the columns to people, places or things, such as “The menu”, and keep stages for the base map.",
    ),
    messages={
        "": Text(
            "Các cột “{stages}” là giai đoạn của hành trình, không phải bằng chứng vật lý.",
            "The columns “{stages}” are stages of a journey, not physical evidence.",
        )
    },
    options={"min_stages": 2},
    good="""
        type: service-blueprint
        stage | evidence | action
        Người phục vụ // The waiter | Đồng phục // Uniform | Gọi món // Orders
        Mua hàng // Purchase | Hóa đơn // Bill | Trả tiền // Pays
    """,
    bad="""
        type: service-blueprint
        stage | evidence | action
        Cân nhắc // Consideration | Đồng phục // Uniform | Gọi món // Orders
        Mua hàng // Purchase | Hóa đơn // Bill | Trả tiền // Pays
    """,
    check=check,
)
