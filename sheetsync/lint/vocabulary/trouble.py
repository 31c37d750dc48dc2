"""What goes wrong for customers, and how it is put right."""

from sheetsync.lint.vocabulary.patterns import Patterns, is_one_of

FAILURES: Patterns = (
    "thất bại", "bị lỗi", "báo lỗi", "gặp lỗi", "lỗi (?:thanh toán|giao dịch|hệ thống|đăng nhập|trang|mạng|kết nối)", "gặp sự cố", "hỏng", "bể",
    "vỡ", "thất lạc", "giao (?:nhầm|sai|trễ|chậm|muộn|thiếu)", "(?:nhận|gửi) (?:nhầm|sai|thiếu)", "hết hàng", "hết phòng", "hết chỗ", "bị từ chối",
    "bị (?:hủy|huỷ)", "quá tải", "mất kết nối", "không (?:đăng nhập|thanh toán|truy cập|kết nối|đặt) được", "bỏ giỏ", "bỏ (?:dở|quên)? ?giỏ hàng",
    "giỏ hàng bị bỏ", "bị treo", "bị kẹt", "fails?", "failed", "failure", "errors?", "broken?", "breaks", "damaged", "defective", "out of stock",
    "sold out", "declined", "rejected", "cancell?ed", "wrong (?:item|product|order|address|size|dish)", "crash(?:es|ed)?", "late delivery",
    "delivered late", "arrives late", "lost (?:parcel|package|order|luggage)", "parcel (?:is )?lost", "abandon(?:s|ed) (?:the )?cart",
    "cart (?:is )?abandoned", "overbooked", "can(?:no|')t (?:log in|pay|connect|book)", "goes down", "is down",
)  # fmt: skip
RETURNS: Patterns = (
    "trả hàng", "đổi trả", "trả lại", "hoàn trả", "đổi hàng", "đổi (?:size|cỡ|màu|mẫu|món|cái|sản phẩm)", "hoàn tiền", "hoàn hàng", "gửi trả",
    "thất lạc", "giao (?:nhầm|sai|thiếu|lạc)", "nhầm (?:hàng|địa chỉ|đơn|mẫu|size)", "sai (?:hàng|địa chỉ|mẫu|size)", "thiếu (?:hàng|món|kiện)",
    "mất (?:hàng|kiện|gói|đơn)", "không nhận được hàng", "chưa nhận được hàng", "hàng (?:lỗi|hỏng|bị lỗi|bị hỏng|vỡ|bể)",
    "returns?(?! to (?:the )?(?:shop|site|website|store|app)| on investment)", "returned", "returning (?:it|an item|the|goods)", "refunds?",
    "refunded", "exchanges?", "replacements?", "misdeliver(?:y|ed)", "misdirected", "wrong (?:item|product|address|order|size)",
    "send(?:s|ing)? (?:it )?back", "(?:missing|lost|damaged|late) (?:parcels?|packages?|orders?|items?|deliver(?:y|ies))",
    "(?:parcel|package|order|delivery) (?:is |goes |went |was )?(?:missing|lost|damaged|late)", "never arriv(?:es|ed)", "money back",
)  # fmt: skip
"""A parcel that is lost, delivered to the wrong place, or not wanted."""
RECOVERS: Patterns = (
    *RETURNS, "xin lỗi", "bồi thường", "đền bù", "đền", "gọi lại", "liên hệ lại", "giao lại", "gửi lại", "làm lại", "thử lại", "sửa", "khắc phục",
    "xử lý", "hỗ trợ", "trợ giúp", "hướng dẫn", "tổng đài", "hotline", "chat", "chatbot", "nhắc", "khiếu nại", "bảo hành", "dự phòng", "thay thế",
    "giải thích", "bù", "ưu đãi bù", "phương án", "danh sách chờ", "sorry", "apolog(?:y|ies|ises?|izes?)", "compensat(?:e|es|ion)",
    "call(?:s|ed)? back", "retry", "retries", "tr(?:y|ies) again", "repairs?", "fix(?:es)?", "resolv(?:e|es)", "support", "help", "helps",
    "help ?(?:desk|line|cent(?:er|re))", "reminders?", "reminds?", "complaints?", "warranty", "fallback", "backup", "alternatives?", "substitutes?",
    "voucher", "make good", "waiting list", "waitlist", "redeliver(?:y|s|ed)?",
)  # fmt: skip

_NOTHING: Patterns = (
    "chưa có(?: gì| điểm chạm(?: nào)?| điểm tiếp xúc(?: nào)?| ai)?", "chưa", "không",
    "không có(?: gì| điểm chạm(?: nào)?| điểm tiếp xúc(?: nào)?)?", "trống", "chưa rõ", "chưa biết", "none(?: yet| so far| today)?",
    "nothing(?: yet| so far| today)?", "no", "n/a", "na", "tbd", "tba", "not yet", "unknown", "missing", "no touchpoints?(?: yet| so far| today)?",
    "no contact points?(?: yet)?", "nowhere(?: yet)?",
)  # fmt: skip


def says_nothing(text: str) -> bool:
    """Whether ``text`` only says that there is nothing: "Chưa có", "None yet", "N/A"."""
    return is_one_of(_NOTHING, text)
