"""Customers have checked the map."""

from collections.abc import Iterator

from sheetsync.lint.lists import OUTSIDE, answers, looks, review_log
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.vocabulary.customers import customers_took_part
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """The team reviewed the map, and neither a customer nor an outsider took part or answered the survey.

    Before the first review the map has other worries: ``persona-no-evidence``, ``walkthrough-missing``, ``review-date-missing``.
    """
    index = context.index
    tab, found = review_log(index), looks(index, context.today)
    if tab is None or not found or answers(index):
        return
    if not any(look.kind == OUTSIDE or customers_took_part(look.who) for look in found):
        yield Hit(FieldRef(tab.key))


RULE = Rule(
    slug="not-validated",
    severity="warning",
    profiles=(STRICT,),
    order=20,
    source="Smaply #8",
    summary=Text("Khách thật đã xem và xác nhận bản đồ", "Real customers have checked the map"),
    why=Text(
        "Cả nhóm tự xem với nhau thì chỉ xác nhận điều mình vẫn tin; khách thật mới chỉ ra chỗ bản đồ sai.",
        "A team among itself confirms what it believes; only customers can show where the map is wrong.",
    ),
    fix=Text(
        "Hãy mời vài khách hàng, hoặc một người ngoài, cùng xem bản đồ và ghi họ vào “Nhật ký rà soát”.",
        "Go through the map with a few customers or an outsider, and name them on the tab “Review log”.",
    ),
    messages={"": Text("Chưa có khách hàng hay người ngoài nào xác nhận bản đồ này.", "No customer and no outsider has checked this map yet.")},
    good="""
        type: current-state
        today: 2026-11-22
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [reviews]
        date | kind | who | decision
        2026-11-02 | review | Lan (marketing), 5 hội viên // Lan (marketing), 5 members | Thêm khung chat // Add live chat
    """,
    bad="""
        type: current-state
        today: 2026-11-22
        stage | action
        search | Tìm phòng tập // Looks for a gym

        [reviews]
        date | kind | who | decision
        2026-11-02 | review | Lan (marketing), Minh // Lan (marketing), Minh | Thêm khung chat // Add live chat
    """,
    check=check,
)
