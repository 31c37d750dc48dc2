"""The words that rules listen for: what they hear, and what only sounds like it."""

import unicodedata

import pytest

from sheetsync.lint.vocabulary import Phrases, about_customers, company_voice, first_person, is_question, is_quoted, words
from sheetsync.lint.vocabulary.bare_channels import bare_channel
from sheetsync.lint.vocabulary.feelings import only_feeling, only_quality, tells_feeling
from sheetsync.lint.vocabulary.jargon import abbreviations, company_word, is_explained
from sheetsync.lint.vocabulary.personal import personal_data
from sheetsync.lint.vocabulary.stage_names import moment

# Words and phrases


def test_words_leave_punctuation_and_case_behind() -> None:
    assert words("“Có hợp với TÔI không?”, I’m (really) anh/chị") == ("có", "hợp", "với", "tôi", "không", "i'm", "really", "anh", "chị")
    assert words("Follow-up e-mail, 24/7…") == ("follow-up", "e-mail", "24", "7")
    assert words(" –… ") == ()


def test_decomposed_letters_are_the_same_words() -> None:
    assert words(unicodedata.normalize("NFD", "Chúng tôi đợi bạn")) == ("chúng", "tôi", "đợi", "bạn")


@pytest.mark.parametrize(("late", "early"), [("thoả mãn", "thỏa mãn"), ("khoẻ", "khỏe"), ("uỷ quyền", "ủy quyền"), ("hoà nhã", "hòa nhã")])
def test_both_places_of_a_tone_are_one_word(late: str, early: str) -> None:
    assert words(late) == words(early)


@pytest.mark.parametrize("text", ["quý khách", "toán", "hoàn tiền", "quỳ"])
def test_words_with_one_spelling_keep_it(text: str) -> None:
    assert words(text) == tuple(text.split())


def test_phrases_are_found_whole_and_the_longest_wins() -> None:
    phrases = Phrases("khách, khách hàng, bạn", "chúng tôi")

    assert list(phrases.places(words("Khách hàng gọi chúng tôi"))) == [(0, 2), (3, 2)]
    assert not phrases.within(words("Đặt bàn, bán chạy, ban ngày"))
    assert phrases.make_up(words("khách hàng khách"))
    assert not phrases.make_up(words("khách quen"))
    assert not phrases.make_up(())
    assert (len(phrases), "bạn" in phrases, next(iter(phrases))) == (4, True, "khách")


# Who speaks


@pytest.mark.parametrize(
    "text",
    [
        "Tôi muốn khỏe hơn", "TÔI ngại gọi điện", "Có hợp với mình không", "Chúng tôi cần nhà cung cấp", "Chúng ta đi thử xem", "Em muốn hỏi giá",
        "Tụi mình hay đi ăn", "Chị chỉ cần chỗ gần nhà", "Ta cứ thử đã", "I’m out of breath", "Is it right for me", "My knees hurt",
        "we need it soon",
        "Vợ chồng tôi mới cưới", "tớ không rành máy móc",
    ],
)  # fmt: skip
def test_people_speak_about_themselves(text: str) -> None:
    assert first_person(text)
    assert first_person(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "text",
    [
        "Sống hết mình", "Giật mình vì giá", "Người ta bảo tốt", "Cô ta gọi lại", "Đồ chơi cho trẻ em", "Em bé ngủ rồi", "Chị em rủ nhau đi",
        "Anh ta hỏi",
        "Chị Lan xem website", "Anh Nam, 35 tuổi", "Đặt bàn ở quán", "Thức ăn tối", "Toi muon khoe", "Minh xem giá", "Khỏe hơn mỗi ngày",
        "Just do it",
        "Wants to be fit", "Live fully", "Cô giáo dạy hay",
    ],
)  # fmt: skip
def test_nobody_speaks_about_themselves(text: str) -> None:
    assert not first_person(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Nhân viên gọi xác nhận", "nhân viên"), ("Nhân viên bán hàng tư vấn gói", "nhân viên"), ("Công ty gửi báo giá", "công ty"),
        ("Chúng tôi gọi lại trong ngày", "chúng tôi"), ("Bên em tư vấn gói", "bên em"), ("Shop nhắn xác nhận đơn", "shop"),
        ("Đội ngũ CSKH chăm sóc sau mua", "đội ngũ"), ("Hệ thống gửi mã OTP", "hệ thống"), ("We send a welcome e-mail", "we"),
        ("Sales calls the customer back", "sales"), ("Our team prepares the quote", "our team"), ("The bank will send a code", "the bank"),
        ("Staff greet the customer", "staff"), ("Agent replies within an hour", "agent"),
    ],
)  # fmt: skip
def test_the_company_acts(text: str, who: str) -> None:
    assert company_voice(text) == who


@pytest.mark.parametrize(
    "text",
    [
        "Nhân viên văn phòng tìm quán trưa", "Nhân viên của khách gửi yêu cầu", "Công ty khách hàng ký hợp đồng", "Công ty tìm nhà cung cấp mới",
        "Gọi nhân viên tới bàn", "Được nhân viên chào đón", "Cửa hàng gần nhà", "Mình gửi ảnh cho shop", "Chúng tôi so sánh báo giá",
        "Bảo vệ da khi ra nắng",
        "Sales page", "Shop around for prices", "Shops online", "Marketing e-mail in the inbox", "Support ticket number",
        "Our customers compare prices",
        "We compare three vendors", "Agent search on the website", "System requirements", "West side branch", "Chung cư gửi thông báo",
    ],
)  # fmt: skip
def test_the_company_does_not_act(text: str) -> None:
    assert company_voice(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Khách hàng muốn giá rẻ",
        "Khách đang phân vân",
        "Người dùng không hiểu phí",
        "Customers want it cheap",
        "Wants to lose weight",
        "Quan tâm đến giá",
    ],
)
def test_customers_are_told_about(text: str) -> None:
    assert about_customers(text)


@pytest.mark.parametrize(
    "text", ["Khách đông quá", "Họ có hiểu mình không", "They seem friendly", "Want to lose weight", "Muốn giảm cân", "Khách sạn có hồ bơi"]
)
def test_customers_are_not_told_about(text: str) -> None:
    assert not about_customers(text)


def test_quotes_open_somebodys_words() -> None:
    assert all(is_quoted(text) for text in ("“Có xa không?”", '"Is it far?"', "‘Hm’", "«Oui»"))
    assert not any(is_quoted(text) for text in ("", "  ", "Xem gói “Vàng”"))


# Questions


@pytest.mark.parametrize(
    "text",
    [
        "Có đắt không?", "Có đắt không", "Giá bao nhiêu", "đặt được chưa", "Làm sao để hủy", "Ở đâu bán", "Mua ở đâu", "Liệu có kịp Tết",
        "Bao lâu thì giao", "Phòng nào rẻ nhỉ", "How much is it", "Is it near", "What’s the price", "can I cancel", "Why should I trust them",
    ],
)  # fmt: skip
def test_questions_need_no_question_mark(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ai cũng niềm nở", "Mua ở đâu cũng được", "Hay là xem lại chỗ khác", "Không", "Chưa cần đâu", "What a gym!", "When I get home I’ll look",
        "Giá hợp lý",
        "Không thấy ở đâu", "Everybody is kind", "Do it later", "Lúc nào cũng đông",
    ],
)  # fmt: skip
def test_statements_with_asking_words(text: str) -> None:
    assert not is_question(text)


# Channels and feelings


@pytest.mark.parametrize("text", ["Mạng xã hội", "facebook, Zalo", "Facebook ads", "Website của công ty", "Hotline"])
def test_bare_channels(text: str) -> None:
    assert bare_channel(text)


@pytest.mark.parametrize(
    "text",
    ["Trang Facebook của phòng tập", "Quảng cáo trả phí quanh khu nhà", "Email báo sắp hết hạn", "Google Maps", "của", "", "Tổng đài 1900 6868"],
)
def test_channels_with_something_in_them(text: str) -> None:
    assert not bare_channel(text)


@pytest.mark.parametrize(
    "text", ["Vui", "Rất hài lòng", "Khách cảm thấy bực mình", "happy", "Feels very frustrated", "Lo lắng và mệt mỏi", "Thoả mãn"]
)
def test_bare_feelings(text: str) -> None:
    assert only_feeling(text)


@pytest.mark.parametrize(
    "text",
    ["Vui vì được tặng quà", "Chờ máy 20 phút", "Relieved that it took ten minutes", "Sợ chi phí phát sinh", "Bánh tôm", "Lo mà không biết hỏi ai"],
)
def test_feelings_with_a_reason(text: str) -> None:
    assert not only_feeling(text)


def test_a_feeling_may_be_told_with_its_cause() -> None:
    assert tells_feeling("Cảm thấy yên tâm khi được bảo hành")
    assert not tells_feeling("Thấy quảng cáo trên Facebook")


@pytest.mark.parametrize(
    "text", ["Nhân viên thân thiện", "Thái độ của bảo vệ", "Friendly staff", "Đội ngũ nhiệt tình, chu đáo", "The staff's attitude"]
)
def test_what_people_are_like(text: str) -> None:
    assert only_quality(text)


@pytest.mark.parametrize(
    "text", ["Nhân viên ra chào", "Nhân viên tư vấn", "Thanh toán nhanh gọn", "Staff", "Professional photo on the website", "Bảo vệ dắt xe giúp"]
)
def test_what_people_do(text: str) -> None:
    assert not only_quality(text)


# The company's tongue


@pytest.mark.parametrize("text", ["Lead điền form", "Chốt đơn", "Upsell phụ kiện", "The lead downloads it", "Enters the sales funnel"])
def test_company_words(text: str) -> None:
    assert company_word(text)


@pytest.mark.parametrize(
    "text", ["Links that lead to a form", "Which leads to doubt", "Lead time of two weeks", "Asks the team lead", "Chốt cửa phòng", "Bán hàng online"]
)
def test_words_that_customers_use_too(text: str) -> None:
    assert company_word(text) == ""


def test_abbreviations_of_the_trade_stand_alone_in_capitals() -> None:
    assert abbreviations("Gọi NVTV theo SLA, nhận SMS và OTP") == ("NVTV", "SLA")
    assert abbreviations("CHỜ SLA QUÁ LÂU") == ()
    assert abbreviations("Xem nps-guide, SLAs và UX-UI") == ()


@pytest.mark.parametrize(
    "text", ["cam kết dịch vụ (SLA)", "SLA (cam kết dịch vụ)", "SLA = cam kết dịch vụ", "SLA: service level agreement", "SLA là cam kết dịch vụ"]
)
def test_abbreviations_are_explained_in_many_ways(text: str) -> None:
    assert is_explained("SLA", text)
    assert not is_explained("SLA", "theo SLA 4 giờ")


# Personal data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0912345678", "phone"), ("Gọi 0912 345 678 buổi tối", "phone"), ("0901.234.567", "phone"), ("sđt:0901-234-567", "phone"),
        ("+84 912 345 678", "phone"),
        ("(+84) 912 345 678", "phone"), ("84912345678", "phone"), ("024 3825 1234", "phone"), ("+44 20 7946 0958", "phone"),
        ("(555) 123-4567", "phone"),
        ("lan.nguyen@gmail.com", "email"), ("Lan <lan@congty.vn>", "email"), ("001299012345", "id"), ("CCCD 079123456789", "id"),
        ("CMND: 123456789", "id"),
        ("Hộ chiếu C1234567", "id"),
    ],
)  # fmt: skip
def test_personal_data(text: str, kind: str) -> None:
    assert personal_data(text) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "Hotline 1900 1234", "1800 6868", "Tổng đài 0243 825 1234", "cskh@shop.vn", "support@example.com", "MST 0312345678", "mã đơn 0912345678",
        "200.000 đồng", "1.200.000.000 đ", "5.000.000 - 10.000.000", "2026-11-22", "22/11/2026", "2019-2020 – 2025", "09:00 - 17:00, 2026",
        "25–34 tuổi",
        "https://example.org/12345678901", "40% của 12.345 lượt", "@lan trên Instagram", "C1234567", "v1.2.3.4.5.6.7.8",
    ],
)  # fmt: skip
def test_numbers_that_are_nobodys(text: str) -> None:
    assert not personal_data(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0912 345 678", "phone"), ("0912.345.678", "phone"), ("+84 912 345 678", "phone"), ("(+84) 91 234 5678", "phone"), ("84912345678", "phone"),
        ("Chị Lan, 0912-345-678, hay hỏi giá", "phone"), ("zalo: 0987 654 321", "phone"), ("gọi nhà 028 3822 1234", "phone"),
        ("CCCD 079203001234", "id"), ("079203001234", "id"), ("Số CCCD: 079 203 001 234", "id"), ("CMND: 024 123 456", "id"),
        ("mã định danh cá nhân 079203001234", "id"), ("chứng minh thư số 024123456", "id"), ("Hộ chiếu số C12345678", "id"),
        ("Lan <lan_tran85@yahoo.com.vn>", "email"), ("nguyenvana+map@company.vn", "email"), ("dungtran85@example.com", "email"),
    ],
)  # fmt: skip
def test_personal_data_as_vietnamese_teams_type_it(text: str, kind: str) -> None:
    assert personal_data(text) == {kind}
    assert personal_data(unicodedata.normalize("NFD", text)) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "12 Nguyễn Trãi, Phường 5, Quận 1, TP. Hồ Chí Minh 700000", "Số 25 ngõ 120 Trần Duy Hưng, Hà Nội", "Tầng 12, phòng 0912",
        "1.250.000đ", "2.500.000.000 VND", "12.345.678 ₫", "100 000 000 đồng", "2.000.000 – 3.500.000 đ/tháng", "1 234 567 890 đ",
        "mã đơn #0987654321", "Mã vận đơn: GHN0912345678", "SPXVN0412345678", "DH2026112201", "KM2026112233", "hợp đồng số 0123456789",
        "Phiếu bảo hành 0987654321", "số seri 0912345678", "IMEI 356938035643809", "Số hồ sơ 079203001234", "mã khách hàng 0012345678",
        "22.11.2026 14:30", "08:00-21:30", "0–3–6–9–12–15–18 tháng", "24/7/365", "9.5/10", "Biển số 51F-123.45", "Số 0123/QĐ-UBND",
        "hotline 0901 234 567", "Hotline: 028 7300 1234", "Gọi tổng đài 18001090", "1900 545 415", "STK 0071000123456", "mã số thuế 0312345678-001",
        "10.762622, 106.660172", "192.168.1.100", "ISBN 978-604-2-12345-6", "www.abc.vn/id=0987654321", "hotro@vcb.com.vn",
    ],
)  # fmt: skip
def test_addresses_prices_codes_dates_and_the_companys_own_numbers_are_nobodys(text: str) -> None:
    assert not personal_data(text)


# Stages


@pytest.mark.parametrize(
    ("title", "when"),
    [
        ("Nhận thức", "before"), ("Trước khi mua hàng", "before"), ("Pre-purchase", "before"), ("Quyết định mua hàng", "purchase"),
        ("Chuyển đổi", "purchase"),
        ("Trong khi mua", "purchase"), ("Sau khi mua", "after"), ("Hỗ trợ sau mua hàng", "after"), ("Mua lại", "after"),
        ("Post-purchase support", "after"),
        ("Năm học đầu tiên", ""), ("Buổi sáng", ""), ("Món ăn", ""),
    ],
)  # fmt: skip
def test_where_a_stage_stands_towards_the_purchase(title: str, when: str) -> None:
    assert moment(title) == when
