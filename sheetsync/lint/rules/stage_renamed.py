"""A stage that the method names keeps its name."""

from sheetsync.lint.rule import Rule
from sheetsync.lint.structural import problems
from sheetsync.model.words import Text

RULE = Rule(
    slug="stage-renamed",
    structural=True,
    severity="warning",
    order=0,
    source="S1:70",
    summary=Text("Giai đoạn có tên cố định giữ nguyên tên", "A stage with a fixed name keeps it"),
    why=Text(
        "Ở loại bản đồ này, tên giai đoạn cũng là mục tiêu của nó, nên đổi tên là đổi phương pháp.",
        "In this map type the name of a stage is its goal, so a new name makes it another method.",
    ),
    fix=Text(
        "Hãy trả lại tên cũ, hoặc dùng loại bản đồ cho phép đổi tên giai đoạn.",
        "Give it its name back, or use a map type whose stages may be renamed.",
    ),
    messages={
        "": Text(
            "Giai đoạn “{stage}” bị đổi tên thành “{found}”.",
            "The stage “{stage}” was renamed to “{found}”.",
        ),
    },
    good="""
        type: hourglass

        [stages]
        _id | order | title
        | Thứ tự // Order | Tên giai đoạn // Stage title
        know | 1 | Biết // Know
    """,
    bad="""
        type: hourglass

        [stages]
        _id | order | title
        | Thứ tự // Order | Tên giai đoạn // Stage title
        know | 1 | Nổi tiếng // Fame
    """,
    check=problems("stage-renamed"),
)
