"""A touchpoint says which place it is."""

from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.bare_channels import bare_channel
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A touchpoint names a channel and nothing in it: "Facebook", "Website", "Hotline"."""
    index = context.index
    item = index.field("touchpoint")
    if item is None:
        return
    for step in index.steps:
        vague = [text for text in index.items(step, "touchpoint") if bare_channel(text)]
        if vague:
            yield Hit(at(step, item), {"where": index.where(step), "touchpoint": vague[0]}, len(vague))


RULE = Rule(
    slug="touchpoint-vague",
    severity="warning",
    profiles=("zapier", "hubspot", "ducttape", "ecommerce"),
    order=40,
    source="S3:42",
    summary=Text("Điểm chạm nói rõ là nơi nào", "A touchpoint says which place it is"),
    why=Text(
        "“Mạng xã hội” không trả lời được câu hỏi nào; một bài đăng, một trang, một tin nhắn cụ thể thì có.",
        "“Social media” answers no question; one particular post, page or message does.",
    ),
    fix=Text(
        "Hãy ghi rõ nội dung nào, ở đâu: “bài so sánh gói tập trên fanpage”.",
        "Name the very thing and where it is: “post that compares plans on our Facebook page”.",
    ),
    messages={
        "": Text(
            "{where}, điểm chạm “{touchpoint}” mới là tên kênh, chưa rõ khách gặp gì ở đó.",
            "{where}, the touchpoint “{touchpoint}” names a channel, not what customers meet there.",
        )
    },
    good="""
        type: customer-journey
        stage | touchpoint
        awareness | Bài so sánh gói tập trên fanpage // Post that compares plans on the Facebook page
    """,
    bad="""
        type: customer-journey
        stage | touchpoint
        awareness | Mạng xã hội // Social media
    """,
    check=check,
)
