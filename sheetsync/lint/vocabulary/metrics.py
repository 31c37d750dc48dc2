"""Measures: what makes a wish countable, and which part of a journey a number belongs to."""

from sheetsync.lint.vocabulary.patterns import Patterns, mentions

MEASURES: Patterns = (
    "số", "số lượng", "số lượt", "tỷ lệ", "tỉ lệ", "tỷ suất", "phần trăm", "lượt", "lượng", "điểm", "mức(?! sống)", "thời gian", "thời lượng",
    "doanh thu", "doanh số", "lợi nhuận", "chi phí", "giá trị", "tần suất", "xếp hạng", "thứ hạng", "hạng sao", "sao", "bao nhiêu", "phản hồi",
    "khảo sát", "phiếu", "đánh giá", "mỗi (?:ngày|tuần|tháng|quý|năm)", "(?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm)", "trên (?:ngày|tuần|tháng)",
    "chỉ số", "kích hoạt", "(?:tỷ|tỉ) trọng", "activations?", "adoption", "conversions?", "thị phần", "nps", "csat", "ces", "ctr", "cpc", "cpm",
    "cpa", "cpl", "cac", "cr", "cvr", "ltv", "clv", "roi", "roas", "mqls?", "sqls?", "mau", "dau", "wau", "aht", "frt", "fcr", "sla", "gmv", "aov",
    "arr", "mrr", "arpu", "kpi", "okr", "churn", "bounce", "rates?", "ratio", "percent(?:age)?", "numbers?", "count", "counts", "share", "scores?",
    "time", "duration", "length", "minutes", "hours", "days", "revenue", "turnover", "profit", "costs?", "value", "volume", "frequency",
    "rank(?:ing)?", "ratings?", "stars?", "average", "median", "how (?:many|much|often|long)", "feedback", "surveys?", "reviews?", "visits?",
    "visitors?", "views?", "pageviews?", "clicks?", "impressions?", "reach", "traffic", "sign-?ups?", "registrations?", "downloads?", "installs?",
    "leads?", "orders?", "purchases?", "sales", "bookings?", "followers?", "subscribers?", "subscriptions?", "renewals?", "referrals?",
    "complaints?", "returns?", "tickets?", "calls?", "enquiries", "inquiries", "mentions?", "opens?", "replies", "attendance", "retention",
    "(?:a|per|each|every) (?:day|week|month|quarter|year)", "daily", "weekly", "monthly", "quarterly", "yearly",
)  # fmt: skip
"""Words that can be counted or measured, and sources of feedback."""
_WISHES: Patterns = (
    "hơn", "tốt", "vui", "hài lòng", "yên tâm", "tin tưởng", "gắn bó", "trung thành", "nhiều", "ít", "đông", "tăng", "giảm", "nâng cao", "cải thiện",
    "hiệu quả", "better", "best", "happy", "happier", "good", "great", "strong", "stronger", "improve[sd]?", "improvements?", "satisfied", "loyal",
    "trust", "increased?", "higher", "lower", "fewer", "less", "more", "many", "lots", "faster", "easier", "smooth(?:er)?", "success(?:ful)?",
)  # fmt: skip
_COUNTED: Patterns = (
    "khách", "người", "đơn", "hợp đồng", "ca", "cuộc", "buổi", "lần", "lịch", "hồ sơ", "vé", "bài", "tin nhắn", "câu hỏi", "lời", "cái", "chiếc",
    "ly", "suất", "bỏ giỏ", "\\w\\w+(?:[^\\Wsui])s", "abandonment", "drop-?outs?", "uptake", "completion", "usage",
)  # fmt: skip


def countable(kpi: str) -> bool:
    """Whether ``kpi`` names something to count or measure: "Số cuộc gọi", "Second meetings", "12 %"; wishes such as "Happier members" are none."""
    if any(letter.isdigit() for letter in kpi) or "%" in kpi or mentions(MEASURES, kpi):
        return True
    return mentions(_COUNTED, kpi) and not mentions(_WISHES, kpi)


BUYING: Patterns = (
    "doanh thu", "doanh số", "đơn hàng", "số đơn", "lợi nhuận", "tỷ lệ chốt", "tỉ lệ chốt", "chốt đơn", "chốt sale", "số người mua", "lượt mua",
    "khách(?: hàng)? mua", "mua lại", "mua hàng", "tỷ lệ mua", "tỉ lệ mua", "gia hạn", "rời bỏ", "giữ chân", "(?:tỷ|tỉ) lệ chuyển đổi",
    "giá trị đơn", "(?:giá trị |số )hợp đồng", "hợp đồng (?:đã )?ký", "(?:signed |closed )contracts?", "contract value", "deals?",
    "giá trị vòng đời", "thanh toán", "conversions?", "conversion rate", "cvr", "sales", "revenue", "turnover", "orders?",
    "purchases?", "repurchases?", "checkouts?", "closed deals", "win rate", "close rate", "renewals?", "churn", "retention",
    "repeat (?:buyers|customers|purchases?)", "aov", "ltv", "clv", "gmv", "mrr", "arr", "roas",
)  # fmt: skip
"""What only those can do who know the brand already."""
STEPS_BEFORE_BUYING: Patterns = (
    "nhấp", "bấm", "click", "clicks", "click-?through", "truy cập", "xem trang", "trang đích", "landing", "visits?", "visitors?", "views?",
    "đăng ký", "sign-?ups?", "theo dõi", "followers?", "nhận tin", "newsletters?", "leads?", "khách tiềm năng", "tiếp cận", "reach", "hiển thị",
    "impressions?",
)  # fmt: skip
"""Beside these, a conversion is one from strangers to visitors, and stands in its place."""
NOTICING: Patterns = (
    "lượt hiển thị", "lượt tiếp cận", "số người tiếp cận", "độ phủ", "nhận diện thương hiệu", "độ nhận biết", "mức độ nhận biết", "impressions?",
    "reach", "brand awareness", "brand recall", "ad recall", "cpm",
)  # fmt: skip
"""What tells whether people have heard of the brand at all."""
