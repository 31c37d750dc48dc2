"""A stage goes by the name that the method gives it."""

from collections.abc import Iterator

from sheetsync.lint.rule import Context, Facts, Hit, Rule
from sheetsync.lint.vocabulary.phrases import words
from sheetsync.lint.vocabulary.stage_names import mistranslated
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.maptype import StageType
from sheetsync.model.words import Text, fold


def check(context: Context) -> Iterator[Hit]:
    """A stage of the type goes by a known mistranslation, or by a synonym where the type does not leave names open."""
    if context.map_type is None:
        return
    types = {stage.key: stage for stage in context.map_type.stages}
    for stage in context.index.stages:
        known = types.get(stage.key)
        if known is None or fold(stage.title) in {fold(title) for title in known.title}:
            continue
        place = FieldRef(MAIN, stage=stage.key)
        facts: Facts = {"stage": stage.title, "name": known.title}
        if mistranslated(stage.title) is not None:
            yield Hit(place, facts, variant="mistranslated")
        elif context.map_type.policy != "open" and _is_synonym(stage.title, known):
            yield Hit(place, facts)


def _is_synonym(title: str, known: StageType) -> bool:
    """Whether ``title`` is another word for the stage; a shorter or longer form of its name is no other word."""
    if fold(title) not in {fold(alias) for alias in known.aliases}:
        return False
    own = set(words(title))
    return not any(own <= set(words(name)) or set(words(name)) <= own for name in known.title)


RULE = Rule(
    slug="stage-alias",
    severity="info",
    profiles=("hubspot", "ducttape", "ecommerce", "support"),
    order=30,
    source="S3:46,63",
    summary=Text("Giai đoạn mang tên quen dùng của phương pháp", "A stage goes by the name that the method gives it"),
    why=Text(
        "Cùng một giai đoạn mà mỗi nơi gọi một kiểu thì khó so các bản đồ với nhau; tên dịch máy còn khiến người đọc hiểu sai.",
        "When one stage has many names, maps are hard to compare; a bad translation even misleads the reader.",
    ),
    fix=Text(
        "Hãy dùng tên được gợi ý, trừ khi cả nhóm đã thống nhất một tên khác.",
        "Use the suggested name, unless your team has agreed on another one.",
    ),
    messages={
        "": Text(
            "“{stage}” thường được gọi là “{name}”.",
            "“{stage}” is usually called “{name}”.",
        ),
        "mistranslated": Text(
            "“{stage}” là một lỗi dịch; giai đoạn này tên là “{name}”.",
            "“{stage}” is a mistranslation; the stage is called “{name}”.",
        ),
    },
    gives_way_to=("stage-renamed",),
    good="""
        type: customer-journey

        [stages]
        _id | order | title
        | Thứ tự // Order | Tên giai đoạn // Stage title
        conversion | 3 | Chuyển đổi // Conversion
    """,
    bad="""
        type: customer-journey

        [stages]
        _id | order | title
        | Thứ tự // Order | Tên giai đoạn // Stage title
        conversion | 3 | Mua hàng // Purchase
    """,
    check=check,
)
