"""Stages by the names that teams give them."""

import re

from sheetsync.lint.vocabulary.patterns import Patterns, is_one_of

AWARENESS: Patterns = (
    "nhận thức(?: về thương hiệu)?", "nhận biết(?: thương hiệu)?", "nhận diện(?: thương hiệu)?", "biết(?: đến)?", "biết tới", "khám phá",
    "awareness", "brand awareness", "aware", "discover(?:y)?", "know", "attract(?:ion)?", "thu hút", "nhu cầu", "(?:nảy sinh|phát sinh) nhu cầu",
    "need", "needs?", "trigger", "problem",
)  # fmt: skip
CONSIDERATION: Patterns = (
    "cân nhắc", "(?:sự )?xem xét(?: các (?:tùy|tuỳ) chọn)?", "nghiên cứu", "so sánh", "tìm kiếm", "tìm hiểu", "quan tâm", "đánh giá", "ý định",
    "thích", "tin tưởng", "considerations?", "considering options", "consider", "research", "compare", "comparison", "search", "evaluate",
    "evaluation", "interest", "intent", "like", "trust", "engage", "engagement", "explore",
)  # fmt: skip
PURCHASE: Patterns = (
    "quyết định(?: mua(?: hàng)?)?", "chuyển đổi", "mua", "mua hàng", "mua sắm", "đặt mua", "trong khi mua(?: hàng)?", "dùng thử", "thử", "đặt hàng",
    "thanh toán", "decision", "purchase decision", "decide", "conversion", "convert", "purchase", "buy", "buying", "try", "acquisition", "order",
    "checkout",
)  # fmt: skip
AFTER: Patterns = (
    "giữ chân", "duy trì", "gắn kết", "sử dụng", "trải nghiệm", "sau khi mua(?: hàng)?", "sau mua(?: hàng)?", "hậu mãi",
    "chăm sóc sau mua(?: hàng)?", "mua lại", "quy trình hỗ trợ sau mua hàng", "retention", "retain", "post-?purchase", "post-?purchase support",
    "after (?:the )?(?:sale|purchase|buying)", "after-sales", "repeat", "onboarding", "use", "usage", "experience", "service", "delivery",
)  # fmt: skip
LOYALTY: Patterns = (
    "(?:lòng )?trung thành(?: với thương hiệu)?", "giới thiệu", "ủng hộ", "lan (?:tỏa|toả)", "vận động", "mở rộng và (?:ủng hộ|vận động chính sách)",
    "(?:brand )?loyalty", "loyal", "advocacy", "advocate", "refer", "referral", "expansion", "expansion and advocacy",
)  # fmt: skip
BEFORE: Patterns = ("trước khi mua(?: hàng)?", "trước mua(?: hàng)?", "pre-?purchase", "before (?:the )?(?:sale|purchase|buying)")
JOURNEY: Patterns = (*BEFORE, *AWARENESS, *CONSIDERATION, *PURCHASE, *AFTER, *LOYALTY)
"""Every stage of a customer's way to the brand, and on with it."""

OPENED: Patterns = (
    "mở", "phiếu", "ticket", "yêu cầu", "khiếu nại", "phản ánh", "báo(?! giá)", "liên hệ", "gọi", "gửi", "nhắn", "hỏi", "tiếp nhận", "cần hỗ trợ",
    "nhờ", "khởi tạo", "tạo", "open(?:s|ed|ing)?", "tickets?", "requests?", "complain(?:s|ts?)?", "reports?", "reported", "contacts?", "calls?",
    "asks?", "submits?", "submitted", "raises?", "raised", "reach(?:es)? out", "enquiry", "inquiry", "seeks? help", "logs?", "logged", "created?",
)  # fmt: skip
"""How support begins: somebody asks for it."""
SOLVED: Patterns = (
    "(?<!chưa )(?<!chưa được )giải quyết", "xử lý xong", "xong", "hoàn tất", "hoàn thành", "đóng", "khắc phục", "đã ổn", "kết thúc", "sửa xong",
    "hết lỗi", "được hỗ trợ", "xác nhận", "resol(?:ved?|ution|ves)", "solv(?:ed?|es)", "solution", "clos(?:ed?|es|ing|ure)", "fix(?:ed|es)?", "done",
    "completed?", "completion", "settled", "answered", "confirm(?:s|ed|ation)?", "finished", "end",
)  # fmt: skip
"""How support ends: the problem is gone."""

_AROUND = re.compile(r"^(?:\W*(?:\d+|[ivx]+)[.):\-–]\s*)?(?:(?:giai đoạn|bước|stage|phase|step)\s*(?:\d+\s*[.):\-–]?\s*)?)?|\s*(?:stage|phase)$")


def is_stage(patterns: Patterns, title: str) -> bool:
    """Whether ``title`` is one of these stages, numbered or called a stage or not: "1. Awareness stage", "Giai đoạn nhận thức"."""
    return is_one_of(patterns, _AROUND.sub("", title.casefold().strip()))
