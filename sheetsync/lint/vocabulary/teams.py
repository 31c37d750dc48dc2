"""Departments, and the words by which work passes from one to the next."""

from sheetsync.lint.vocabulary.patterns import Patterns

_CLEAR: Patterns = (
    "bộ phận", "phòng ban", "các phòng", "ban (?:giám đốc|lãnh đạo|quản lý|điều hành|kỹ thuật|pháp chế|kiểm soát)", "khối", "chi nhánh", "hội sở",
    "trụ sở", "phòng(?= \\w)(?! (?:ngừa|tập|khách|chờ|tránh|chống|khám|ốc|họp|trưng|ngủ|hờ|bị))", "đội", "tổ(?= \\w)(?! (?:chức|ấm|hợp))",
    "nhóm(?= \\w)(?! (?:chat|zalo|facebook|fb|khách|hàng|sản phẩm|tin))", "kho(?! (?:kiến thức|dữ liệu|tài liệu|ảnh|điểm|tri thức|nội dung))",
    "kế toán", "kỹ thuật viên", "kỹ sư", "lập trình viên", "pháp chế", "luật sư", "thu mua", "nhà máy", "xưởng", "bếp", "đầu bếp",
    "trung tâm bảo hành", "giám sát", "điều phối viên", "người điều phối", "cskh", "quản trị viên", "trưởng (?:nhóm|ca|phòng|bộ phận|kho)",
    "giám đốc", "cấp trên", "chuyên viên", "chuyên gia", "điều dưỡng", "bác sĩ", "dược sĩ", "thủ kho", "thu ngân",
    "đơn vị (?:vận chuyển|giao hàng|thi công|đối tác)", "hãng", "nhà cung cấp", "nhà sản xuất", "đối tác", "bên thứ ba", "bên giao hàng", "bưu cục",
    "giao nhận", "qa", "qc", "r&d", "noc", "devs?", "devops", "teams?", "departments?", "dept", "warehouse", "accounting", "accountants?",
    "bookkeeping", "engineering", "engineers?", "developers?", "technicians?", "tech support", "logistics", "dispatchers?",
    "product (?:managers?|owners?)", "managers?", "supervisors?", "leads", "specialists?", "experts?", "kitchen", "chefs?", "cooks?", "procurement",
    "human resources", "quality (?:assurance|control)", "back ?-?office", "second[- ]l(?:ine|evel)", "(?:tier|level) (?:2|3|two|three)", "l2", "l3",
    "factory", "suppliers?", "vendors?", "manufacturers?", "carriers?", "couriers?", "partners?", "pharmacists?", "nurses?", "doctors?",
    "head office", "trung tâm(?! (?:trợ giúp|thương mại|mua sắm|tiệc|hội nghị))", "tổng kho", "bãi xe", "trạm", "depots?", "hubs?", "labs?",
    "(?:call|contact|service|control|operations|data|returns|distribution|network) (?:cent(?:er|re)|room|hall|desk|unit)",
    "(?:help|service|claims|night|front) desk", "workshop",
)  # fmt: skip
_BY_PLACE = (
    "kỹ thuật|kĩ thuật|vận hành|vận chuyển|pháp lý|tài chính|nhân sự|mua hàng|sản xuất|bảo hành|kiểm định|kiểm soát chất lượng|điều phối|"
    "kinh doanh|bán hàng|marketing|truyền thông|chăm sóc khách hàng|hành chính|thẩm định|quản lý|ngân hàng|nhân viên \\w+|it|hr|ops|dev|"
    "finance|billing|accounts|legal|shipping|dispatch|operations|production|product|sales|security|fraud|purchasing|quality|technical|branch|"
    "office"
)
TEAMS: Patterns = (*_CLEAR, rf"(?:^|(?:bên|từ|hỏi|nhờ|phía|gửi|báo|với|sang|cho|của|from|with|by|asks?|to) (?:the )?)(?:{_BY_PLACE})")
"""Who does something out of the customer's sight. Words with other uses ("lỗi kỹ thuật", "sales record") count where somebody acts or is asked."""

HANDS_OVER: Patterns = (
    "bàn giao", "chuyển tiếp", "chuyển giao",
    "chuyển (?:hồ sơ|yêu cầu|phiếu|thông tin|ca|vụ|vụ việc|đơn|đơn hàng|khách|cuộc gọi|máy|việc|ticket)(?: \\w+)?", "đẩy (?:sang|lên|qua)",
    "báo lên", "leo thang", "escalat(?:e|es|ed|ion)", "hands? over", "hands? off", "handed over", "handed off", "hand-?over", "hand-?off",
    "forwards?", "forwarded", "pass(?:es)? on", "pass(?:es)? (?:the|it)", "passed on", "transfers?", "transferred", "routes? the", "reassigns?",
)  # fmt: skip
RECEIVED: Patterns = (
    "cho", "sang", "tới", "đến", "qua", "lên", "về", "vào", "xuống", "với", "giữa", "to", "into", "between", "with",
)  # fmt: skip
"""What stands before whoever takes over."""
