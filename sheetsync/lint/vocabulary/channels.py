"""Channels by the words that name them in touchpoints: away from the brand's own website, on screens, with people, in places."""

from sheetsync.lint.vocabulary.patterns import Patterns

SOCIAL: Patterns = (
    "mạng xã hội", "mxh", "kênh xã hội", "truyền thông xã hội", "facebook", "fb", "fanpage", "messenger", "instagram", "ig", "tiktok", "zalo",
    "youtube", "linkedin", "twitter", "pinterest", "threads", "livestream", "gắn thẻ", "kols?", "kocs?", "influencers?",
    "social(?: media| network| post| posts| page)?",
)  # fmt: skip
ADS: Patterns = (
    "quảng cáo", "tài trợ", "biển hiệu", "pano", "banner", "google ads", "ads?", "advert(?:s|ising|isements?)?", "sponsored", "sem", "ppc",
    "billboards?", "retargeting", "paid search", "tiếp thị lại",
)  # fmt: skip
EMAIL: Patterns = (
    "e-?mails?", "thư điện tử", "bản tin", "newsletters?", "gmail", "mailings?", "thư (?:nhắc|mời|chào|cảm ơn|xác nhận|báo|giới thiệu|ngỏ)", "edm",
)  # fmt: skip
REVIEWS: Patterns = (
    "đánh giá", "nhận xét", "review", "reviews", "reviewers?", "bình luận", "diễn đàn", "forums?", "reddit", "voz", "webtretho", "tinhte", "otofun",
    "tripadvisor", "foody", "booking(?:\\.com)?", "agoda", "traveloka", "trustpilot", "yelp",
    "g2", "capterra", "glassdoor", "báo chí", "bài báo", "press", "shopee", "lazada", "tiki", "sendo",
    "amazon", "sàn thương mại điện tử", "sàn tmđt", "marketplaces?", "ratings?", "testimonials?", "lời chứng thực",
)  # fmt: skip
OFFSITE: tuple[Patterns, ...] = (SOCIAL, ADS, EMAIL, REVIEWS)
"""The four ways to meet a brand away from its own website, as S0:66-69 lists them."""

SCREENS: Patterns = (
    "google (?:maps|my business|business|play)", "app ?store", "ch play", "websites?", "web", "trang(?! (?:bị|trí|phục|sức|nhã))",
    "landing(?: page)?", "blogs?", "bài viết", "bài blog", "app", "apps", "ứng dụng",
    "cổng(?! (?:trường|vào|ra))", "portal", "pages?", "chatbots?", "bot", "chat", "live chat", "khung chat", "trò chuyện trực tuyến", "trực tuyến",
    "online", "google", "seo", "tìm kiếm", "search", "video", "clips?", "webinars?", "pop-?up", "cửa sổ", "biểu mẫu", "mẫu liên hệ", "forms?",
    "giỏ hàng", "cart", "checkout", "sms", "tin nhắn", "thông báo(?: đẩy)?", "push", "notifications?", "faq", "hỏi đáp", "câu hỏi thường gặp",
    "trung tâm trợ giúp", "help cent(?:er|re)", "qr", "podcasts?", "e-?books?", "demo", "dashboard", "tài khoản", "account", "hoá đơn điện tử",
    "hóa đơn điện tử", "link", "liên kết", "wifi", "cổng thanh toán", "ví điện tử", "momo", "vnpay", "story", "stories", "bài đăng", "posts?",
)  # fmt: skip
DIGITAL: Patterns = (*SOCIAL, *ADS, *EMAIL, *REVIEWS, *SCREENS)
"""What is met on a screen."""

PEOPLE: Patterns = (
    "nhân viên", "tư vấn", "tư vấn viên", "chuyên viên", "huấn luyện viên", "lễ tân", "bảo vệ", "thu ngân", "shipper", "người giao hàng",
    "giao dịch viên", "bác sĩ", "y tá", "dược sĩ", "điều dưỡng", "giáo viên", "giảng viên", "cố vấn", "hướng dẫn viên", "tổng đài", "hotline",
    "điện thoại(?! thông minh)", "cuộc gọi", "gọi(?! (?:món|xe|tên))", "buổi", "cuộc gặp", "gặp", "họp", "hội thảo", "sự kiện", "hội chợ",
    "triển lãm", "lớp", "bạn bè", "người quen", "người thân", "đồng nghiệp", "truyền miệng", "giới thiệu(?! sản phẩm| về| ứng dụng| công ty)",
    "kỹ thuật viên", "thợ", "đội ngũ", "chăm sóc khách hàng", "cskh", "staff", "employees?", "agents?", "advis[eo]rs?", "consultants?",
    "consultations?", "coach(?:es)?", "trainers?", "receptionists?", "reception", "cashiers?", "waiters?", "drivers?", "couriers?", "technicians?",
    "sales ?(?:rep|reps|person|people|man|team)", "representatives?", "reps?", "calls?(?!-to)", "phone", "telephone", "meetings?", "visits?",
    "events?", "workshops?", "fairs?", "class(?:es)?", "tours?", "friends?", "colleagues?", "word of mouth", "referrals?",
    "customer (?:service|care|support)", "support team", "in person", "handover",
)  # fmt: skip
PLACES: Patterns = (
    "cửa hàng(?! trực tuyến| online)", "showroom", "chi nhánh", "quầy", "kệ", "văn phòng", "phòng", "siêu thị", "quán", "nhà hàng", "khách sạn",
    "bãi xe", "bãi đỗ xe", "sảnh", "thư viện", "bàn", "gói hàng", "kiện hàng", "bao bì", "hộp(?! thư| thoại| chat)", "thùng hàng", "đóng gói",
    "tờ rơi", "tờ hướng dẫn", "brochure", "sách", "thẻ(?! tín dụng| tag)", "phiếu(?! khảo sát)", "biển hiệu", "pano", "hàng mẫu", "mẫu thử",
    "giao hàng", "quà", "thiệp", "đồng phục", "ghé", "trực tiếp", "tại chỗ", "tivi", "tv", "radio", "đài", "ngoài trời", "shops?",
    "(?<!app )stores?", "branch(?:es)?", "counters?", "shel(?:f|ves)", "offices?", "clinics?", "gym", "restaurants?", "hotels?", "parking",
    "packages?", "packaging", "parcels?", "box", "leaflets?", "flyers?", "brochures?", "manual", "membership cards?", "samples?", "delivery",
    "gifts?", "signs?", "billboards?", "on-?site", "on site", "in-store", "library", "desk", "kiosk",
)  # fmt: skip

OFFSITE_KEYS = frozenset({"social", "ads", "email", "reviews"})
"""Choices of a channel field that lie away from the brand's own website."""
IN_PERSON_KEYS = frozenset({"store", "phone", "service", "referral"})
"""Choices of a channel field that need people or a place."""
