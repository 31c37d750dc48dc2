"""Customers have checked the map."""

from collections.abc import Iterator

from sheetsync.lint.lists import OUTSIDE, answers, logged, review_log
from sheetsync.lint.rule import STRICT, Context, Hit, Rule
from sheetsync.lint.vocabulary.customers import customers_took_part
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A review log was begun, and no customer took part or answered the survey. An outsider may be one, as long as nobody says who it was.

    Before the first review the map has other worries: ``persona-no-evidence``, ``walkthrough-missing``, ``review-date-missing``.
    """
    index = context.index
    tab, found = review_log(index), logged(index, context.today)
    if tab is None or not found or answers(index):
        return
    if not any(customers_took_part(look.who) or (look.kind == OUTSIDE and not look.who) for look in found):
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
        "Hãy mời vài khách hàng cùng xem bản đồ và ghi họ vào “Nhật ký rà soát”.",
        "Go through the map with a few customers, and name them on the tab “Review log”.",
    ),
    messages={"": Text("Chưa có khách hàng nào xem và xác nhận bản đồ này.", "No customer has checked this map yet.")},
    gives_way_to=("third-party-review-missing", "persona-no-evidence"),
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
