"""An emotion is on the scale."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="emotion-off-scale",
    structural=True,
    severity="error",
    order=0,
    source="S1:4",
    summary=Text("Cảm xúc nằm trên thang năm mức", "An emotion is on the scale of five"),
    why=Text(
        "Cảm xúc chỉ vẽ được thành đường và so được giữa các quý khi cùng một thang đo.",
        "Feelings make a curve, and compare over quarters, only on one scale.",
    ),
    fix=Text(
        "Hãy chọn mức gần nhất; lý do riêng có thể ghi ở ô điểm đau hoặc động lực.",
        "Choose the nearest word; what is special about it belongs to pains or motivation.",
    ),
    messages={
        "": Text(
            "“{value}” không có trên thang cảm xúc: {choices}.",
            "“{value}” is not on the scale of feelings: {choices}.",
        ),
    },
    good="""
        type: current-state

        [map]
        _id | _stage | stage | action | emotion
        | | Giai đoạn // Stage | Hành động // Actions | Cảm xúc // Emotion
        a1 | awareness | Nhận thức // Awareness | Gọi tổng đài // Calls the hotline | Bực tức // Annoyed
    """,
    bad="""
        type: current-state

        [map]
        _id | _stage | stage | action | emotion
        | | Giai đoạn // Stage | Hành động // Actions | Cảm xúc // Emotion
        a1 | awareness | Nhận thức // Awareness | Gọi tổng đài // Calls the hotline | Hoang mang // Bewildered
    """,
    check=problems("emotion-off-scale"),
)
