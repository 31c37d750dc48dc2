"""One persona a map."""

import re
from collections.abc import Iterator

from sheetsync.lint.index import Index, folded
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text

_AND = r"\s+(?:và|and|with|cùng|&|\+)\s+|\s*[/&+]\s*"


def check(context: Context) -> Iterator[Hit]:
    """Two personas go the same way. More than two is ``persona-count``; "Lan và Minh" on one line are two when both are described."""
    index = context.index
    item = index.field("persona", None)
    names = [name for line in index.chosen for name in _split(line, index)]
    if item is not None and len(names) > 1:
        yield Hit(FieldRef(field=item.key), {"count": len(names), "names": ", ".join(names)})


def _split(line: str, index: Index) -> list[str]:
    parts = re.split(_AND, line)
    return parts if len(parts) > 1 and all(folded(part) in index.persona_records for part in parts) else [line]


RULE = Rule(
    slug="persona-multiple-in-map",
    severity="warning",
    profiles=("zapier",),
    order=10,
    source="S3:16",
    summary=Text("Mỗi bản đồ kể hành trình của một chân dung", "A map tells the journey of one persona"),
    why=Text(
        "Hai chân dung hiếm khi hỏi cùng câu hỏi ở cùng một nơi; gộp chung thì không rõ ô nào nói về ai.",
        "Two personas seldom ask the same questions in the same place; on one map nobody can tell whose cell is whose.",
    ),
    fix=Text(
        "Hãy giữ một chân dung ở đây và lập bản đồ riêng cho người còn lại.",
        "Keep one persona here and give the other a map of their own.",
    ),
    messages={
        "": Text(
            "Bản đồ kể chung hành trình của {count} chân dung: {names}.",
            "The map mixes the journeys of {count} personas: {names}.",
        )
    },
    gives_way_to=("persona-count",),
    good="""
        type: customer-journey
        persona: Lan
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
    """,
    bad="""
        type: customer-journey
        persona: Lan · Minh
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby
    """,
    check=check,
)
