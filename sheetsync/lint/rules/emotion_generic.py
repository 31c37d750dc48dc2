"""A feeling is told with its reason."""

from collections.abc import Iterator, Sequence

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.feelings import only_feeling
from sheetsync.model.journey import Record, items
from sheetsync.model.maptype import Field
from sheetsync.model.words import Text

_REASONS = ("emotion", "pain", "motivation")


def check(context: Context) -> Iterator[Hit]:
    """A field that should tell why (pain, motivation), or an emotion in free words, holds nothing but a feeling.

    An emotion chosen from a scale is meant to be one word, so its reason is looked for beside it.
    """
    index = context.index
    fields = [item for role in _REASONS for item in index.fields(role) if item.kind != "choice"]
    for step in index.steps:
        for item, bare in _bare(step, fields):
            yield Hit(at(step, item), {"where": index.where(step), "text": bare[0]}, len(bare))


def _bare(step: Record, fields: Sequence[Field]) -> Iterator[tuple[Field, list[str]]]:
    for item in fields:
        told = items(step.values.get(item.key, ""))
        if bare := [text for text in told if only_feeling(text)]:
            yield item, bare


RULE = Rule(
    slug="emotion-generic",
    severity="info",
    profiles=("hubspot", "ecommerce"),
    order=50,
    source="deanpeters; S0:87",
    summary=Text("Cảm xúc đi kèm lý do cụ thể", "A feeling is told with its reason"),
    why=Text(
        "“Bực mình” thì không ai biết phải sửa gì; “bực vì chờ máy 20 phút” thì biết ngay.",
        "Nobody knows what to mend when it says “frustrated”; with “frustrated by a 20-minute wait” everybody does.",
    ),
    fix=Text(
        "Hãy ghi thêm vì sao: điều gì đã xảy ra, mất bao lâu, khác mong đợi ở đâu.",
        "Add why: what happened, how long it took, what they had expected.",
    ),
    messages={
        "": Text("{where}, “{text}” chỉ gọi tên cảm xúc, chưa nói vì sao.", "{where}, “{text}” names a feeling without saying why."),
    },
    good="""
        type: current-state
        stage | emotion | pain
        support | bực tức // annoyed | Bực mình vì chờ máy 20 phút // Frustrated by a 20-minute wait
    """,
    bad="""
        type: current-state
        stage | emotion | pain
        support | bực tức // annoyed | Bực mình // Frustrated
    """,
    check=check,
)
