"""Acts so general that nobody can make content for them."""

import re

from sheetsync.lint.vocabulary.phrases import Phrases, words

_ACTS = (
    "tìm, tìm hiểu, tìm kiếm, tìm hiểu thêm, nghiên cứu, tra cứu, tham khảo, khám phá, quan tâm, nhận biết, nhận thức, biết, biết đến, cân nhắc",
    "xem xét, xem, so sánh, lựa chọn, chọn, quyết định, mua, mua hàng, mua sắm, mua lại, đặt hàng, đặt, đăng ký, thanh toán, trả tiền, nhận hàng",
    "sử dụng, dùng, dùng thử, thử, trải nghiệm, tương tác, liên hệ, liên lạc, hỏi, hỏi thăm, trao đổi, phản hồi, đánh giá, chia sẻ, giới thiệu",
    "quay lại, truy cập, đến, đi, gặp, làm, đọc, nghe, gọi, chờ, hỗ trợ, khiếu nại, gắn bó, trung thành, theo dõi, ghé thăm, tiếp cận, tham gia",
    "đổi trả, search, searches, searching, look, looks, looks around, look around, browse, browses, browsing, research, researches, researching",
    "consider, considers, considering, compare, compares, comparing, evaluate, evaluates, choose, chooses, decide, decides, deciding, buy, buys",
    "buying, purchase, purchases, purchasing, order, orders, ordering, pay, pays, use, uses, using, try, tries, interact, interacts, engage",
    "engages, contact, contacts, ask, asks, share, shares, review, reviews, return, returns, visit, visits, learn, learns, learn more, learns more",
    "discover, discovers, explore, explores, read, reads, watch, watches, call, calls, wait, waits, sign up, signs up, register, registers",
    "subscribe, subscribes, checkout, check out, checks out, recommend, recommends, refer, refers, experience, experiences, awareness, become aware",
    "shop, shops, shopping, complain, complains, get support, gets support, find, finds, finds out, find out, aware, log in, logs in, notice",
    "notices, đi học, đi làm, đặt vé, đặt phòng, đặt bàn, đặt chỗ, đặt lịch, đặt mua, mua vé, book, books, booking, training, training session",
    "ra quyết định, đưa ra quyết định, có nhu cầu, phát sinh nhu cầu, nảy sinh nhu cầu, trở thành khách hàng, làm thủ tục, thu thập thông tin",
    "nhận thông tin, bắt đầu sử dụng, bắt đầu, tiêu dùng, make a decision, makes a decision, has a need, become a customer, becomes a customer",
    "gathers information, gather information, gets information, gets started, get started, gets in touch, get in touch, collects information",
    "meeting, demo, session, call, onboarding, kick-off, kick-off meeting, buổi họp, buổi đào tạo, đào tạo, họp, gặp mặt",
)
_THINGS = (
    "sản phẩm, các sản phẩm, dịch vụ, các dịch vụ, hàng, hàng hóa, thông tin, công ty, thương hiệu, doanh nghiệp, giải pháp, về, với, và, cho, thêm",
    "sản phẩm mới, phẩm, các, những, một, nhu cầu, lựa chọn, phương án, của, product, products, the product, the products, service, services",
    "the service, information, info, brand, the brand, company, the company, solution, solutions, options, about, for, a, the, more, with, us, it",
    "them, something, things, online, trực tuyến, khách, khách hàng, customer, customers, the customer, and, or, hoặc, tại, ở, to, on, of, our",
    "chúng tôi",
)
_GENERAL = Phrases(*_ACTS, *_THINGS)
_GENERAL_ACTS = Phrases(*_ACTS)
_BETWEEN = r"[,;/&+]|\bvà\b|\band\b|\bhoặc\b|\bor\b"


def general_act(text: str) -> bool:
    """Whether ``text`` is an act without anything particular, or several: "Tìm hiểu sản phẩm", "Mua hàng", "browses, compares options".

    Two such words side by side make something particular of each other: "Đọc đánh giá", "reads reviews".
    """
    parts = [found for part in re.split(_BETWEEN, text.casefold()) if (found := words(part))]
    return bool(parts) and all(_is_general(found) for found in parts)


def _is_general(found: tuple[str, ...]) -> bool:
    first = _GENERAL_ACTS.at(found)
    return first > 0 and not _GENERAL_ACTS.at(found, first) and _GENERAL.make_up(found)
