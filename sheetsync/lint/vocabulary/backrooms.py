"""What goes on where customers never come: departments, systems and procedures behind the scenes."""

from sheetsync.lint.vocabulary.phrases import Phrases, words

_INTERNAL = Phrases(
    "nội bộ, hậu trường, back office, back-office, backoffice, backend, back-end, backstage, erp, crm, data entry, nhập liệu, internal, internally",
    "liên phòng ban, quy trình duyệt, trình ký, trình duyệt sếp, sao lưu dữ liệu, máy chủ, server, servers, database, cơ sở dữ liệu",
    "cross-department, interdepartmental",
)
"""Words that say by themselves that no customer is there. "Trình duyệt" alone is a browser, and "webinar nội bộ" does not exist."""
_ROOMS = Phrases(
    "kho, bộ phận kho, thủ kho, kế toán, bộ phận kế toán, phòng kế toán, bếp, nhà bếp, đầu bếp, phòng it, bộ phận it, phòng nhân sự, phòng pháp chế",
    "pháp chế, phòng sản xuất, xưởng, bộ phận sản xuất, phòng r&d, ban giám đốc, phòng mua hàng, bộ phận kiểm hàng, bộ phận đóng gói",
    "phòng kế hoạch, warehouse, the warehouse, accounting, the accounting department, finance, the finance team, finance team, the kitchen, kitchen",
    "the chef, the it team, it team, legal, the legal team, legal team, the factory, production, procurement, the product team, management",
    "the back room, logistics, the it department",
)
_THEIR_ACTS = Phrases(
    "đóng gói, kiểm, kiểm tra, xuất, nhập, soạn, duyệt, phê duyệt, đối soát, xử lý, chuẩn bị, nấu, sản xuất, ghi sổ, xác minh, cập nhật, lập",
    "chuyển, báo, lưu, in, phân công, tính, hạch toán, picks, pick, packs, pack, checks, check, approves, approve, prepares, prepare, processes",
    "process, reconciles, verifies, verify, updates, update, cooks, cook, ships, ship, issues, issue, produces, produce, enters, records, record",
    "reviews, review, books, plans, assigns, logs, restocks",
)
_CUSTOMERS = Phrases("khách, khách hàng, customer, customers, customer's, client, client's, clients")


def behind_the_scenes(text: str) -> str:
    """The words in ``text`` that show it happens where the customer never comes ("Kế toán duyệt …", "internal"); empty when none do.

    The customer's own departments ("Kế toán của khách …") are no backstage of ours.
    """
    found = words(text)
    if _CUSTOMERS.within(found[:5]):
        return ""
    length = _ROOMS.at(found)
    if length and _THEIR_ACTS.at(found, length):
        return " ".join(found[:length])
    place, length = next(_INTERNAL.places(found), (0, 0))
    return " ".join(found[place : place + length])
