"""Work backstage says which department does it."""

import re
from collections.abc import Iterator

from sheetsync.lint.index import at
from sheetsync.lint.kinds import is_support
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.lint.vocabulary.patterns import mentions
from sheetsync.lint.vocabulary.teams import TEAMS
from sheetsync.model.words import Text

_NAMED_FIRST = re.compile(r"^\s*\w[\w&/.\- ]{0,30}:\s")
"""“Minh: checks the invoice”: whoever stands before the colon does it."""


def check(context: Context) -> Iterator[Hit]:
    """A step has work backstage, and none of its items names a department, a role or a partner."""
    index = context.index
    item = index.field("backstage")
    if item is None or not is_support(index):
        return
    for step in index.steps:
        work = index.items(step, "backstage")
        if work and not any(mentions(TEAMS, text) or _NAMED_FIRST.match(text) for text in work):
            yield Hit(at(step, item), {"where": index.where(step), "work": work[0]}, len(work))


RULE = Rule(
    slug="support-backstage-no-dept",
    severity="warning",
    profiles=("support",),
    order=60,
    source="S3:110",
    summary=Text("Việc hậu trường ghi rõ bộ phận nào làm", "Work backstage names its department"),
    why=Text(
        "Khách chờ lâu nhất là lúc nhân viên đi hỏi phòng ban khác; không biết phòng nào thì không rút ngắn được.",
        "Customers wait longest while an agent asks another department; as long as nobody says which one, it stays that way.",
    ),
    fix=Text(
        "Hãy ghi tên bộ phận trước việc họ làm, ví dụ “Kho: kiểm tra mã vận đơn”.",
        "Write the department before what it does, such as “Warehouse: checks the tracking code”.",
    ),
    messages={
        "": Text(
            "{where}, việc hậu trường “{work}” chưa ghi bộ phận nào làm.",
            "{where}, no department is named for “{work}” backstage.",
        )
    },
    good="""
        type: support-experience
        stage | action | backstage
        lookup | Chờ câu trả lời // Waits for an answer | Kho kiểm tra mã vận đơn // The warehouse checks the tracking code
    """,
    bad="""
        type: support-experience
        stage | action | backstage
        lookup | Chờ câu trả lời // Waits for an answer | Kiểm tra mã vận đơn // Checks the tracking code
    """,
    check=check,
)
