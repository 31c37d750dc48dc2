"""Feelings change along the way."""

from collections.abc import Iterator

from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """Every filled stage has the same single emotion, and there are enough of them to tell."""
    index = context.index
    item = index.field("emotion")
    if item is None:
        return
    filled = [steps for steps in index.by_stage.values() if steps]
    felt = [{step.values[item.key] for step in steps if item.key in step.values} for steps in filled]
    if len(felt) >= context.options["min_stages"] and len(set().union(*felt)) == 1 and all(felt):
        shown = next(iter(felt[0]))
        title = next((choice.title for choice in item.choices if choice.key == shown), Text(shown, shown))
        yield Hit(FieldRef(MAIN, field=item.key), {"stages": len(felt), "emotion": Text(title.vi.lower(), title.en.lower())})


RULE = Rule(
    slug="emotion-flat",
    severity="info",
    profiles=("hubspot", "ducttape", "ecommerce"),
    order=50,
    source="S0:85",
    summary=Text("Cảm xúc thay đổi dọc hành trình", "Feelings change along the journey"),
    why=Text(
        "Cảm xúc của khách thay đổi theo từng đoạn đường; chỗ nào cũng như nhau thường nghĩa là chưa ai hỏi họ.",
        "Feelings depend on where customers are on their way; the same one everywhere usually means that nobody asked.",
    ),
    fix=Text(
        "Hãy tự đi lại hành trình, hoặc hỏi vài khách hàng, rồi ghi lúc họ vui và lúc họ nản.",
        "Walk the journey yourself or ask a few customers, and note where they rejoice and where they give up.",
    ),
    messages={
        "": Text(
            "Cả {stages} giai đoạn đều ghi cùng một cảm xúc: {emotion}.",
            "All {stages} stages show the same feeling: {emotion}.",
        )
    },
    options={"min_stages": 3},
    good="""
        type: current-state
        stage | action | emotion
        search | Tìm trên mạng // Searches online | hài lòng // satisfied
        awareness | Gọi tổng đài // Calls the hotline | bực tức // annoyed
        decision | Đặt hàng // Orders | hài lòng // satisfied
    """,
    bad="""
        type: current-state
        stage | action | emotion
        search | Tìm trên mạng // Searches online | hài lòng // satisfied
        awareness | Gọi tổng đài // Calls the hotline | hài lòng // satisfied
        decision | Đặt hàng // Orders | hài lòng // satisfied
    """,
    check=check,
)
