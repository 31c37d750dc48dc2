"""The map is about somebody."""

from collections.abc import Iterator

from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """No persona is named on *About this map*, in a type that asks for one; where the persona tab holds some, the message says so."""
    index = context.index
    item = index.field("persona", None)
    if item is None or not item.required or index.chosen:
        return
    waiting = len(index.persona_records)
    facts = {"waiting": Text(f"{waiting} người", "1 is" if waiting == 1 else f"{waiting} are")}
    yield Hit(FieldRef(field=item.key), facts, variant="choose" if waiting else "")


RULE = Rule(
    slug="persona-missing",
    severity="warning",
    severity_in={"hubspot": "error", "ecommerce": "error"},
    profiles=METHODS,
    order=10,
    source="S0:36",
    summary=Text("Bản đồ chọn chân dung khách hàng mà nó kể về", "The map names the persona it is about"),
    why=Text(
        "Bước đầu tiên khi lập bản đồ là biết nó hướng tới ai; thiếu điều đó, mọi ô đều chỉ là đoán.",
        "Mapping starts with whom the journey is for; without that, every cell is a guess.",
    ),
    fix=Text(
        "Hãy ghi tên một hoặc hai chân dung khách hàng ở trang “Về bản đồ này”.",
        "Name one or two personas on the tab “About this map”.",
    ),
    messages={
        "": Text("Bản đồ chưa chọn chân dung khách hàng nào.", "The map names no persona."),
        "choose": Text(
            "Bản đồ chưa chọn chân dung khách hàng, dù đã mô tả sẵn {waiting}.",
            "The map names no persona, though {waiting} described already.",
        ),
    },
    good="""
        type: customer-journey
        persona: Lan, người mới tập // Lan, new to the gym
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
    """,
    bad="""
        type: customer-journey
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
    """,
    check=check,
)
