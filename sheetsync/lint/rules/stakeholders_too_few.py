"""The map is shared with the people it concerns."""

from collections.abc import Iterator

from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """Fewer people may open the workbook than it takes to work together. Who looks after map and stages is ``owner-missing``."""
    people = {person.casefold() for person in context.people or ()}
    if context.people is not None and len(people) < context.options["min"]:
        yield Hit(FieldRef(), {"count": len(people), "min": context.options["min"]}, variant="" if people else "nobody")


RULE = Rule(
    slug="stakeholders-too-few",
    severity="warning",
    profiles=("hubspot",),
    order=60,
    source="S0:123",
    needs=("people",),
    summary=Text("Bản đồ được chia sẻ với những người liên quan", "The map is shared with the people it concerns"),
    why=Text(
        "Hành trình đi qua marketing, bán hàng và dịch vụ; chỉ một người xem thì những bên còn lại không góp vào và không làm theo.",
        "A journey crosses marketing, sales and service; when only one person sees the map, the others neither add to it nor act on it.",
    ),
    fix=Text(
        "Hãy chia sẻ bảng tính với những người làm cùng bạn trên hành trình này.",
        "Share the sheet with the people you work with on this journey.",
    ),
    messages={
        "": Text("Chỉ {count} người mở được bản đồ; cần ít nhất {min}.", "People who can open the map: {count}; it takes at least {min}."),
        "nobody": Text(
            "Bản đồ chưa được chia sẻ với ai; cần ít nhất {min} người cùng xem.",
            "The map is shared with nobody yet; it takes at least {min} people.",
        ),
    },
    options={"min": 2},
    good="""
        type: current-state
        people: lan@congty.vn, minh@congty.vn
        stage | action
        search | Tìm phòng tập // Looks for a gym
    """,
    bad="""
        type: current-state
        people: lan@congty.vn
        stage | action
        search | Tìm phòng tập // Looks for a gym
    """,
    check=check,
)
