"""Who speaks in a text, and about whom: the customer, the company, or somebody who watches the customer from outside."""

from collections.abc import Sequence

from sheetsync.lint.vocabulary.phrases import Phrases, words

# The customer speaks

_I = frozenset("tôi tui tao tớ mình i i'm i'd i'll i've me my mine myself we we're we'd we'll we've our ours ourselves let's".split())  # noqa: SIM905
"""Whoever speaks about themselves; "mình" and "ta" need a look at their neighbours."""
_NOT_SELF_BEFORE = {
    "mình": frozenset({"hết", "giật", "chuyển", "rùng", "trở", "vươn", "khắp"}),
    "ta": frozenset({"người", "anh", "chị", "ông", "bà", "cô", "chú", "bác", "hắn", "cậu", "gã", "mụ"}),
    "em": frozenset({"trẻ", "chị", "anh", "các", "những", "hai", "đàn", "của", "cho", "với", "bé", "lũ", "đứa"}),
}
"""Idioms and third persons: "hết mình" is wholeheartedly, "người ta" is people, "trẻ em" are children."""
_NOT_SELF_AFTER = {"em": frozenset({"bé", "trai", "gái", "họ", "út", "ấy", "này", "nhỏ", "dâu", "rể", "ta"}), "mình": frozenset({"mẩy"})}
_KIN = frozenset({"anh", "chị", "cô", "chú", "bác", "con", "cháu"})
"""Words of kinship by which people call themselves, and others: only an opening "Chị muốn …" is taken for oneself."""
_MIND = frozenset("muốn cần thích nghĩ thấy sợ lo ngại không chưa chỉ phải ước mong tin hay vẫn chẳng ghét mệt".split())  # noqa: SIM905
_OPENERS = "\"'“‘«„"


def first_person(text: str) -> bool:
    """Whether somebody speaks about themselves in ``text``: "tôi", "mình", "chúng tôi", "em" and "ta" where they mean oneself, "I", "we"."""
    found = words(text)
    if len(found) > 1 and found[0] in _KIN and found[1] in _MIND:
        return True
    return any((word in _I or word in {"ta", "em"}) and _means_self(found, place) for place, word in enumerate(found))


def _means_self(found: Sequence[str], place: int) -> bool:
    word = found[place]
    before = found[place - 1] if place else ""
    after = found[place + 1] if place + 1 < len(found) else ""
    return before not in _NOT_SELF_BEFORE.get(word, ()) and after not in _NOT_SELF_AFTER.get(word, ())


def is_quoted(text: str) -> bool:
    """Whether ``text`` opens with a quotation mark: it is given as somebody's own words."""
    return text.lstrip()[:1] in _OPENERS if text.strip() else False


# The company speaks or acts

_WE = Phrases("chúng tôi, bên chúng tôi, bên mình, bên em, phía chúng tôi, công ty chúng tôi, công ty mình, we, we'll, we're, we've")
"""The company about itself, outside of quotation marks and of the customer's own acts. "Chúng ta" and "mình" may well be the customer."""
_STAFF = Phrases(
    "công ty, doanh nghiệp, thương hiệu, nhãn hàng, nhân viên, tư vấn viên, tổng đài viên, chuyên viên, kỹ thuật viên, giao dịch viên",
    "điện thoại viên, lễ tân, thu ngân, đội ngũ, đội sale, đội sales, đội marketing, đội bán hàng, bộ phận, ban quản lý, phòng kinh doanh",
    "phòng marketing, phòng kỹ thuật, phòng chăm sóc khách hàng, phòng cskh, tổng đài, sale, sales, telesale, telesales, cskh, marketing, hệ thống",
    "chatbot, shipper, bên bán, admin, shop, cửa hàng, nhà hàng, khách sạn, ngân hàng, siêu thị, phòng khám, phòng tập, trung tâm, nhà trường, spa",
    "the company, our company, company, the brand, our brand, the team, our team, our staff, the staff, staff, employees, an employee, the employee",
    "sales, sales rep, sales reps, the sales team, sales team, marketing, the marketing team, marketing team, our marketing, agents, an agent",
    "the agent, agent, the support team, support team, support, customer service, customer support, customer care, the system, our system, system",
    "the business, a representative, the representative, representatives, a rep, the receptionist, receptionist, the cashier, cashier",
    "the technician, technician, the chatbot, our chatbot, the store, our store, the shop, our shop, the hotel, the bank, our bank, the restaurant",
    "the clinic, the gym, our gym, our consultants, our advisers, our advisors, our engineers, our technicians, our drivers, our trainers",
    "our agents",
    "our experts, our crew, our installers, our salespeople, our reps, dispatch, billing, customer success, the dispatcher, the fitter, the courier",
    "the account manager, account manager, the project manager, the consultant, the adviser, the surveyor, điều phối, đội kỹ thuật, đội lắp đặt",
    "đội giao hàng, thợ lắp đặt, tài xế, người giao hàng, bác sĩ, cô giáo, huấn luyện viên, môi giới, app",
)
"""The company, its people and its machines as they stand before a verb."""
_COMPANY_ACTS = Phrases(
    "gọi, gửi, nhắn, tư vấn, báo, giao, xác nhận, liên hệ, trả lời, chào, chào đón, hướng dẫn, giới thiệu, cung cấp, tặng, mời, hỗ trợ, chăm sóc",
    "tổ chức, triển khai, chạy, đăng, kiểm tra, chuẩn bị, giải thích, giải đáp, xử lý, tiếp nhận, tiếp đón, thông báo, đón, đưa ra, lập, soạn",
    "theo dõi, đề xuất, thiết kế, chốt, phản hồi, nhắc, đẩy, tiến hành, phục vụ, tính tiền, thu tiền, ghi nhận, trả hàng cho, hoàn tiền, bàn giao",
    "lắp đặt, bảo hành, đóng gói, làm thủ tục, hỏi thăm, tự động gửi, chuyển hàng, demo, trình bày, dẫn, duyệt, phê duyệt, đối soát, điều phối",
    "phân công",
    "đo, đo đạc, gợi ý, đề nghị, lên lịch, xếp lịch, khảo sát, chào giá, gọi lại, chăm, tư vấn thêm, ký duyệt, nhập, kiểm kho, xuất kho",
    "xuất hóa đơn, thu hồi",
)
_PLAIN_ACTS = frozenset(
    "send call email contact offer provide follow greet explain answer reply respond deliver ship prepare check confirm notify show advise "  # noqa: SIM905
    "propose create launch run publish post collect record process handle build design schedule remind ask recommend present pitch qualify "
    "nurture target review approve assign update support help invite welcome give make take train install monitor track hand text message "
    "guide demonstrate demo move block reconcile verify enter pack pick load configure migrate allocate dispatch manage issue refund promote "
    "advertise upsell onboard phone route pick promise escalate measure suggest inspect repair book".split()
)
_MAY = frozenset("will can must should is are has have does would could may then also always automatically personally".split())  # noqa: SIM905
_CUSTOMER_ACTS = Phrases(
    "tìm, so sánh, mua, đặt, hỏi, xem, đọc, cân nhắc, muốn, cần, lướt, thử, dùng, nghe, tham khảo, lo, thấy, nghĩ, đang tìm, đang cần, phải chờ",
    "look, search, compare, buy, order, ask, read, need, want, browse, visit, choose, decide, pay, wait, try, use, hear, wonder, book, shop",
    "are looking",
)
"""What the customer's own household or company does."""
_CUSTOMER = Phrases("khách, khách hàng, customer, customers, client, clients, guest, guests, customer's")
_REACH = 6
"""A verb further than so many words from the opening is not that of the subject."""


def company_voice(text: str) -> str:
    """The words by which ``text`` opens with the company as the one who speaks or acts ("Nhân viên", "We"); empty when it does not.

    A noun alone is not enough, a verb of the company's must follow: "Nhân viên văn phòng tìm quán" and "Sales page" are no company acting. The
    customer's people ("Nhân viên của khách") are not the company either.
    """
    found = words(text)
    length = _WE.at(found)
    if length:
        return "" if _CUSTOMER_ACTS.at(found, length) else " ".join(found[:length])
    length = _STAFF.at(found)
    if length and _company_acts(found, length):
        return " ".join(found[:length])
    return _our_own(found)


def _our_own(found: Sequence[str]) -> str:
    """The words by which a text opens with something of ours that acts: "Our warehouse checks …"."""
    if found[:1] != ("our",):
        return ""
    place = next((place for place in range(2, min(len(found), _OURS_END)) if _english_act(found, place)), 0)
    return " ".join(found[:place])


_OURS_END = 5
"""Whoever is ours is told in fewer words than these: "our head of service calls"."""


def company_speaks(text: str) -> bool:
    """Whether the company speaks of itself in ``text``: "Chúng tôi cung cấp …", "We offer …", "Sản phẩm của chúng tôi …".

    A customer may talk about staff and shops, and ask or need something as "we": neither is the company's voice.
    """
    found = words(text)
    if _OURS.at(found):
        return True
    length = _WE.at(found)
    return length > 0 and (_COMPANY_ACTS.at(found, length) > 0 or _english_act(found, length) or _OFFERS.at(found, length) > 0)


_OURS = Phrases(
    "sản phẩm của chúng tôi, dịch vụ của chúng tôi, giải pháp của chúng tôi, khách hàng của chúng tôi, our product, our products, our service",
    "our services, our solution, our customers, our brand",
)
_OFFERS = Phrases(
    "có nhiều, có đội ngũ, cam kết, luôn sẵn sàng, tự hào, mang đến, mang lại, đảm bảo, guarantee, have the best, are the best, are proud"
)


def _company_acts(found: Sequence[str], start: int) -> bool:
    if found[0].isascii() and _english_act(found, start):
        return True
    for place in range(start, min(len(found), start + _REACH)):
        if _CUSTOMER.at(found, place) or _CUSTOMER_ACTS.at(found, place):
            return False
        if _COMPANY_ACTS.at(found, place):
            return True
    return False


def _english_act(found: Sequence[str], start: int) -> bool:
    while start < len(found) and found[start] in _MAY:
        start += 1
    return start < len(found) and any(stem in _PLAIN_ACTS for stem in _stems(found[start]))


def _stems(word: str) -> tuple[str, ...]:
    return (
        word,
        word.removesuffix("s"),
        word.removesuffix("es"),
        word.removesuffix("ies") + "y",
        word.removesuffix("ing"),
        word.removesuffix("ing") + "e",
    )


# Somebody watches the customer

_WATCHED = Phrases(
    "khách, khách hàng, các khách hàng, khách hàng tiềm năng, người mua, người dùng, người tiêu dùng, người học, bệnh nhân, học viên, hội viên",
    "customer, customers, the customer, the customers, our customers, a customer, user, users, the user, buyer, buyers, the buyer, client, clients",
    "the client, prospect, prospects, the prospect, guest, guests, the guest, patient, patients, the patient, shoppers, the shopper, visitors",
    "the visitor",
)
"""Customers as others call them. "Họ" and "they" are missing on purpose: in a customer's head they mean the company."""
_THEN = Phrases(
    "khao khát, mong muốn, tìm kiếm, đòi hỏi, yêu cầu, kỳ vọng, ưa chuộng, yêu thích, muốn, cần, nghĩ, thấy, cảm thấy, quan tâm, lo, lo lắng, sợ",
    "mong, tìm, tìm hiểu, so sánh, cân nhắc, biết, nhận, hiểu, tin, băn khoăn, phân vân",
    "có, chưa, không, đang, đã, sẽ, được, bắt đầu, thích, hỏi, tự hỏi, hy vọng, ngại, e ngại, phải, vẫn, còn, thường, hay, chỉ, sẵn sàng, hài lòng",
    "bực, ưu tiên",
)
"""What follows in Vietnamese when the customer is told about; else "Khách đông quá" may be a customer's own remark."""
_WATCHED_MINDS = Phrases(
    "wants to, wants a, wants the, needs to, needs a, is looking for, is interested in, is unsure, is worried, considers, compares, thinks about",
    "thinks that, worries about, wonders about, looks for, interested in, concerned about, aware of, unsure about, worried about, compares prices",
    "looking for, seeking, in search of, in need of, searching for, satisfied with, happy with, impressed by, impressed with, loyal to, trusts",
    "hài lòng với, hài lòng về, tin tưởng vào, tin tưởng thương hiệu, trung thành với, yêu thích thương hiệu, ấn tượng với, ấn tượng về, gắn bó với",
    "evaluates, realizes, realises, feels that, hopes to, prefers, cares about, asks about, learns about, weighs, researches, quan tâm đến",
    "quan tâm tới, nhận thức được, nhận thức về, cân nhắc giữa, cân nhắc về, có nhu cầu, tìm hiểu về, so sánh giữa",
)
"""How minds are told from outside, without a subject."""


def about_customers(text: str) -> bool:
    """Whether ``text`` opens by telling of the customer from outside: "Khách hàng muốn …", "They look for …", "Wants to …", "Quan tâm đến …"."""
    found = words(text)
    watched = _WATCHED.at(found)
    if watched:
        return len(found) > watched and (found[0].isascii() or _THEN.at(found, watched) > 0)
    return _WATCHED_MINDS.at(found) > 0
