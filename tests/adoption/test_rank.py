"""Which type an unknown sheet fits best, and why."""

import pytest

from sheetsync.adoption.rank import looked_for, rank
from tests.laws.maps import CATALOG, TYPES
from tests.tables import grid

ALL = [CATALOG.load(key) for key in TYPES]

SHEETS = {
    "customer-journey": """
        Giai đoạn | Hoạt động | Suy nghĩ | Cuộc gặp gỡ | Thiếu điểm tiếp xúc
        Nhận thức | a | b | c | d
        Cân nhắc | a | b | c | d
        Chuyển đổi | a | b | c | d
        Gắn kết | a | b | c | d
        Lòng trung thành | a | b | c | d
        """,
    "current-state": """
        . | Tìm kiếm | Nhận thức | Xem xét | Quyết định | Hỗ trợ
        Hành động | a | b | c | d | e
        Suy nghĩ | a | b | c | d | e
        Cảm xúc | a | b | c | d | e
        Điểm đau | a | b | c | d | e
        """,
    "service-blueprint": """
        . | Đặt bàn | Đến nhà hàng | Gọi món
        Bằng chứng vật lý | a | b | c
        Hành động khách hàng | a | b | c
        Tiền tuyến | a | b | c
        Hậu trường | a | b | c
        Quy trình hỗ trợ | a | b | c
        """,
    "custom-period": """
        . | Học kỳ 1 | Học kỳ 2 | Học kỳ 3
        Hành động | a | b | c
        Suy nghĩ | a | b | c
        Điểm chạm | a | b | c
        Giá trị | a | b | c
        """,
    "hourglass": """
        . | Know | Like | Trust | Try | Buy | Repeat | Refer
        Contact point | a | b | c | d | e | f | g
        Process | a | b | c | d | e | f | g
        Program | a | b | c | d | e | f | g
        """,
    "future-state": """
        Phase | Search | Awareness | Consideration | Decision | Support
        Future actions | a | b | c | d | e
        Future thoughts | a | b | c | d | e
        Proposed changes | a | b | c | d | e
        Example story | a | b | c | d | e
        """,
    "day-in-the-life": """
        . | Sáng | Trưa | Chiều | Tối
        Hành động | a | b | c | d
        Suy nghĩ | a | b | c | d
        Nhu cầu | a | b | c | d
        """,
    "lifecycle": """
        . | Trước khi mua | Trong khi mua | Sau khi mua
        Hành động | a | b | c
        Cảm xúc | a | b | c
        Chiến dịch | a | b | c
        """,
    "b2b-current-state": """
        Stage | Actions | Questions | Emotions | Company actions
        Research | a | b | c | d
        Compare | a | b | c | d
        Workshop | a | b | c | d
        Quote | a | b | c | d
        Sign-off | a | b | c | d
        """,
    "contact-points": """
        Giai đoạn | Điểm tiếp xúc | Kỳ vọng | Cảm xúc | Quy trình | Chương trình | Đánh giá
        Trước | a | b | c | d | e | f
        Trong | a | b | c | d | e | f
        Sau | a | b | c | d | e | f
        """,
    "support-experience": """
        . | Mở phiếu | Chatbot | Gặp nhân viên | Giải quyết xong
        Khách hàng đang làm gì? | a | b | c | d
        Công nghệ | a | b | c | d
        Hành động của nhân viên | a | b | c | d
        Hậu trường | a | b | c | d
        """,
    "ecommerce": """
        Stage | Thoughts | Emotions | Actions | Researching | Touchpoints | Improvements
        Awareness | a | b | c | d | e | f
        Consideration | a | b | c | d | e | f
        Decision | a | b | c | d | e | f
        Retention | a | b | c | d | e | f
        """,
    "buyer-journey": """
        Stage | Thoughts | Feelings | Actions | Research
        Awareness | a | b | c | d
        Consideration | a | b | c | d
        Decision | a | b | c | d
        """,
}


@pytest.mark.parametrize("key", SHEETS)
def test_the_type_that_a_sheet_is_made_for_fits_best(key: str):
    fits = rank([grid("Sheet1", SHEETS[key])], ALL)
    assert fits[0].type.key == key
    assert [fit.score for fit in fits] == sorted((fit.score for fit in fits), reverse=True)


def test_reasons_say_what_was_found_and_what_has_no_place():
    table = """
        STT | Giai đoạn | Hoạt động | Suy nghĩ | Thời tiết
        1 | Nhận thức | a | b | c
        2 | Cân nhắc | a | b | c
        3 | Nghiệm thu | a | b | c
        """
    fit = next(fit for fit in rank([grid("Sheet1", table)], ALL) if fit.type.key == "customer-journey")
    assert [reason.en for reason in fit.reasons] == [
        "2 of 4 lanes found: “Activities”, “Thoughts”",
        "2 of its 5 stages found",
        "1 other stage: “Nghiệm thu”",
        "no place for “Thời tiết”",
    ]
    assert [reason.vi for reason in fit.reasons] == [
        "nhận ra 2 trên 4 trường: “Hoạt động”, “Suy nghĩ”",
        "nhận ra 2 trên 5 giai đoạn của loại này",
        "1 giai đoạn khác: “Nghiệm thu”",
        "chưa có chỗ cho “Thời tiết”",
    ]


def test_no_type_fits_what_is_no_map():
    assert rank([grid("Sheet1", "Tên | Email\nMai | mai@x.vn")], ALL) == ()


def test_what_was_looked_for_names_headings_and_stages():
    looked = looked_for([CATALOG.load("hourglass")])
    assert looked.en == (
        "headings such as “Contact point”, “Expectation”, “Emotion”, “Process”, “Program”,"
        " and stage names such as “Know”, “Like”, “Trust”, “Try”, “Buy”, “Repeat”, along rows or columns"
    )
    assert "“Điểm tiếp xúc”" in looked.vi
    assert looked_for([CATALOG.load("custom-period")]).en.endswith("“Missing touchpoints”, along rows or columns")
