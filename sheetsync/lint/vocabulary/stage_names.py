"""What stages are called: before, during and after the purchase, in the company's tongue, and badly translated."""

from typing import Literal

from sheetsync.lint.vocabulary.phrases import Phrases, words
from sheetsync.model.words import Text

Moment = Literal["before", "purchase", "after", ""]
"""Where a stage stands towards the purchase; empty when its name does not tell."""

_AFTER = Phrases(
    "sau khi mua, sau mua, sau bán, sau bán hàng, hậu mãi, giữ chân, gắn kết, gắn bó, duy trì, trung thành, lòng trung thành, giới thiệu, mua lại",
    "mua thêm, quay lại, sử dụng, dùng sản phẩm, tại nhà, bảo hành, bảo trì, đổi trả, chăm sóc khách hàng, hỗ trợ khách hàng, nghiệm thu, ký duyệt",
    "gia hạn, tái ký, nhận hàng, giao hàng, vận chuyển, vận hành, ủng hộ, lan tỏa, chia sẻ, trở lại, triển khai, bàn giao, cài đặt, onboarding",
    "retention, loyalty, advocacy, advocate, post-purchase, post purchase, after buying, after purchase, after the purchase, after sale",
    "after sales, after-sales, support, repeat, refer, referral, renew, renewal, use, usage, using it, service, warranty, return, returns, delivery",
    "sign-off, sign off, at home, expansion, growth, deliver, recommend, share, come back, stay, engagement, implementation, adoption",
)
_PURCHASE = Phrases(
    "mua, mua hàng, trong khi mua, quyết định, quyết định mua, đặt hàng, đặt mua, thanh toán, chuyển đổi, chốt đơn, ký hợp đồng, ký kết, đặt chỗ",
    "đặt phòng, đặt vé, đặt lịch, đăng ký, purchase, buy, buying, decision, decide, order, ordering, checkout, check out, conversion, pay, payment",
    "booking, book, contract",
)
_BEFORE = Phrases(
    "trước khi mua, trước, nhận thức, nhận biết, nhận diện thương hiệu, biết, biết đến, tìm kiếm, tìm hiểu, cân nhắc, xem xét, xem xét các tùy chọn",
    "so sánh, nghiên cứu, thích, tin tưởng, thử, dùng thử, quan tâm, báo giá, hội thảo, khám phá, nhu cầu, pre-purchase, before, awareness, aware",
    "search, research, consider, consideration, considering options, compare, comparison, evaluate, evaluation, interest, discover, discovery, know",
    "like, trust, try, quote, workshop, need, explore, learn, inquiry, enquiry",
)


def moment(title: str) -> Moment:
    """Where a stage called ``title`` stands towards the purchase. "Sau khi mua" is after it, though "mua" is in it."""
    found = words(title)
    if _AFTER.within(found):
        return "after"
    if _BEFORE.within(found) and not _PURCHASE.at(found):
        return "before"
    return "purchase" if _PURCHASE.within(found) else ""


MISTRANSLATED = {
    "đăng xuất": Text("Ký duyệt", "Sign-off"),
    "tiểu bang": Text("Trạng thái", "State"),
    "tiểu bang trong tương lai": Text("Trạng thái tương lai", "Future state"),
    "tình trạng tương lai": Text("Trạng thái tương lai", "Future state"),
    "sự xem xét": Text("Cân nhắc", "Consideration"),
    "tbiết": Text("Biết", "Know"),
    "từ biết": Text("Biết", "Know"),
    "mở rộng và vận động chính sách": Text("Mở rộng và ủng hộ", "Expansion and advocacy"),
    "vận động chính sách": Text("Ủng hộ thương hiệu", "Advocacy"),
    "khuấy động": Text("Rời bỏ", "Churn"),
    "con đường khuấy động": Text("Rời bỏ", "Churn"),
    "log out": Text("Ký duyệt", "Sign-off"),
    "logout": Text("Ký duyệt", "Sign-off"),
    "future country": Text("Trạng thái tương lai", "Future state"),
}
"""Machine translations that the sources print, by their folded words, and what they mean."""


def mistranslated(title: str) -> Text | None:
    """What ``title`` should say, when it is a known mistranslation."""
    return MISTRANSLATED.get(" ".join(words(title)))
