"""The company's tongue: sales and marketing words that no customer uses, and letters that stand for words."""

import re
from collections.abc import Sequence

from sheetsync.lint.vocabulary.phrases import Phrases, words
from sheetsync.model.words import Text

_COMPANY_WORDS = Phrases(
    "mql, sql, mqls, sqls, phễu, phễu bán hàng, phễu marketing, funnel, sales funnel, pipeline, nuôi dưỡng lead, nuôi dưỡng khách hàng, nurture",
    "nurturing, lead nurturing, lead generation, lead gen, tạo lead, chăm sóc lead, thu lead, data khách, data khách hàng, tệp khách",
    "tệp khách hàng, chốt sale, chốt deal, chốt đơn, chốt khách, upsell, up-sell, upselling, cross-sell, cross sell, cross-selling, bán chéo",
    "remarketing, retargeting, bám đuổi, acquisition, customer acquisition, thu hút khách hàng, tiếp cận khách hàng, chuyển đổi khách hàng",
    "giữ chân khách hàng, kích hoạt khách hàng, conversion rate, tỷ lệ chuyển đổi, lead scoring, lead, leads, demand generation, closing",
    "close the deal, prospecting, outreach, monetize, monetization, churn, customer retention, lead capture, chạy ads, đẩy số, đẩy doanh số",
    "tối ưu chuyển đổi, win-back, lead magnet, conversion optimization, go-to-market, touchpoint, touchpoints, user segment, segmentation",
    "phân khúc",
)
_BEFORE_A_LEAD = frozenset({"the", "a", "new", "qualified", "hot", "warm", "cold", "our", "each", "every", "this", "as", "nurture", "nurtures"})
_LEAD_AS_VERB = frozenset({"to", "time", "into", "me", "us", "them", "the", "a", "by", "singer", "nowhere"})


def company_word(text: str) -> str:
    """The first word in ``text`` that only a company uses of its customers ("chốt sale", "upsell", "lead"); empty when there is none."""
    found = words(text)
    for place, length in _COMPANY_WORDS.places(found):
        phrase = " ".join(found[place : place + length])
        if phrase in {"lead", "leads"} and not _is_a_person(found, place, english=text.isascii()):
            continue
        return phrase
    return ""


def _is_a_person(found: Sequence[str], place: int, *, english: bool) -> bool:
    """Whether "lead" at ``place`` is somebody: not "leads to doubt", not "team lead"."""
    after = found[place + 1] if place + 1 < len(found) else ""
    return after not in _LEAD_AS_VERB and (not english or place == 0 or found[place - 1] in _BEFORE_A_LEAD)


EXPLAINED = {
    "ABM": Text("tiếp thị theo từng khách hàng mục tiêu", "account-based marketing"),
    "ACV": Text("giá trị hợp đồng mỗi năm", "annual contract value"),
    "AHT": Text("thời gian xử lý trung bình", "average handling time"),
    "AML": Text("chống rửa tiền", "anti-money laundering"),
    "AOV": Text("giá trị đơn hàng trung bình", "average order value"),
    "APE": Text("phí bảo hiểm quy năm", "annual premium equivalent"),
    "ARPU": Text("doanh thu trung bình mỗi người dùng", "average revenue per user"),
    "ARR": Text("doanh thu định kỳ mỗi năm", "annual recurring revenue"),
    "ATL": Text("quảng cáo đại chúng", "above the line"),
    "BANT": Text("ngân sách, quyền quyết, nhu cầu, thời điểm", "budget, authority, need, timing"),
    "BDR": Text("nhân viên tìm khách hàng mới", "business development representative"),
    "BNPL": Text("mua trước trả sau", "buy now, pay later"),
    "BOFU": Text("cuối phễu bán hàng", "bottom of the funnel"),
    "BPKT": Text("bộ phận kỹ thuật", "technical department"),
    "BQL": Text("ban quản lý", "management board"),
    "BTL": Text("tiếp thị trực tiếp tại điểm", "below the line"),
    "CAC": Text("chi phí có một khách hàng mới", "customer acquisition cost"),
    "CES": Text("điểm nỗ lực của khách", "customer effort score"),
    "CLV": Text("giá trị vòng đời khách hàng", "customer lifetime value"),
    "CPL": Text("chi phí có một khách tiềm năng", "cost per lead"),
    "CRO": Text("tối ưu tỷ lệ chuyển đổi", "conversion rate optimisation"),
    "CSAT": Text("điểm hài lòng", "customer satisfaction score"),
    "CSM": Text("người phụ trách thành công của khách hàng", "customer success manager"),
    "CSR": Text("nhân viên chăm sóc khách hàng", "customer service representative"),
    "CTA": Text("lời kêu gọi hành động", "call to action"),
    "CTKM": Text("chương trình khuyến mãi", "promotion"),
    "CTR": Text("tỷ lệ bấm vào", "click-through rate"),
    "CVP": Text("giá trị mang lại cho khách", "customer value proposition"),
    "CX": Text("trải nghiệm khách hàng", "customer experience"),
    "DVKH": Text("dịch vụ khách hàng", "customer service"),
    "ĐVVC": Text("đơn vị vận chuyển", "carrier"),
    "EDM": Text("email tiếp thị", "electronic direct mail"),
    "FCR": Text("giải quyết ngay lần đầu", "first contact resolution"),
    "FNOL": Text("lần báo tổn thất đầu tiên", "first notice of loss"),
    "FOC": Text("miễn phí", "free of charge"),
    "FRT": Text("thời gian phản hồi đầu tiên", "first response time"),
    "FYP": Text("phí bảo hiểm năm đầu", "first-year premium"),
    "GMV": Text("tổng giá trị giao dịch", "gross merchandise value"),
    "GTM": Text("kế hoạch ra thị trường", "go-to-market"),
    "HDSD": Text("hướng dẫn sử dụng", "user manual"),
    "ICP": Text("chân dung khách hàng lý tưởng", "ideal customer profile"),
    "IVR": Text("tổng đài trả lời tự động", "interactive voice response"),
    "JTBD": Text("việc khách cần làm xong", "jobs to be done"),
    "KH": Text("khách hàng", "customer"),
    "KHTN": Text("khách hàng tiềm năng", "prospect"),
    "KTV": Text("kỹ thuật viên", "technician"),
    "LTV": Text("giá trị vòng đời", "lifetime value"),
    "MEDDIC": Text("bảng chấm cơ hội bán hàng", "a way to qualify sales opportunities"),
    "MOFU": Text("giữa phễu bán hàng", "middle of the funnel"),
    "MQL": Text("khách hàng tiềm năng do marketing chấm", "marketing qualified lead"),
    "MRR": Text("doanh thu định kỳ mỗi tháng", "monthly recurring revenue"),
    "MSA": Text("thỏa thuận khung", "master service agreement"),
    "MVP": Text("bản dùng thử tối thiểu", "minimum viable product"),
    "NPL": Text("nợ xấu", "non-performing loan"),
    "NPS": Text("điểm sẵn lòng giới thiệu", "net promoter score"),
    "NVBH": Text("nhân viên bán hàng", "sales assistant"),
    "NVCSKH": Text("nhân viên chăm sóc khách hàng", "customer care agent"),
    "NVGH": Text("nhân viên giao hàng", "courier"),
    "NVKD": Text("nhân viên kinh doanh", "sales representative"),
    "NVTV": Text("nhân viên tư vấn", "adviser"),
    "OOH": Text("quảng cáo ngoài trời", "out-of-home advertising"),
    "OTIF": Text("giao đủ và đúng hẹn", "on time in full"),
    "PIC": Text("người phụ trách", "person in charge"),
    "PKD": Text("phòng kinh doanh", "sales department"),
    "PKT": Text("phòng kỹ thuật", "technical department"),
    "POC": Text("bản thử nghiệm", "proof of concept"),
    "POSM": Text("vật dụng quảng cáo tại điểm bán", "point-of-sale material"),
    "PPC": Text("quảng cáo trả tiền theo lượt bấm", "pay per click"),
    "PQL": Text("khách tiềm năng từ bản dùng thử", "product-qualified lead"),
    "QBR": Text("buổi xem lại hằng quý", "quarterly business review"),
    "QLCL": Text("quản lý chất lượng", "quality management"),
    "QLKH": Text("quản lý khách hàng", "customer management"),
    "RFI": Text("yêu cầu thông tin", "request for information"),
    "RFP": Text("yêu cầu đề xuất", "request for proposal"),
    "RFQ": Text("yêu cầu báo giá", "request for quotation"),
    "RMA": Text("thủ tục trả hàng", "return merchandise authorisation"),
    "ROAS": Text("doanh thu trên chi phí quảng cáo", "return on ad spend"),
    "ROI": Text("tỷ suất hoàn vốn", "return on investment"),
    "SDR": Text("nhân viên tìm khách hàng", "sales development representative"),
    "SEM": Text("tiếp thị qua công cụ tìm kiếm", "search engine marketing"),
    "SKU": Text("mã hàng", "stock keeping unit"),
    "SLA": Text("cam kết mức dịch vụ", "service level agreement"),
    "SOP": Text("quy trình chuẩn", "standard operating procedure"),
    "SOW": Text("phạm vi công việc", "statement of work"),
    "SP": Text("sản phẩm", "product"),
    "SQL": Text("khách hàng tiềm năng do bán hàng chấm", "sales qualified lead"),
    "STP": Text("duyệt tự động", "straight-through processing"),
    "TAT": Text("thời gian xử lý", "turnaround time"),
    "TCKH": Text("trung tâm chăm sóc khách hàng", "customer care centre"),
    "TCO": Text("tổng chi phí sở hữu", "total cost of ownership"),
    "TĐV": Text("tổng đài viên", "call centre agent"),
    "TOFU": Text("đầu phễu bán hàng", "top of the funnel"),
    "TTKH": Text("thông tin khách hàng", "customer information"),
    "TVBH": Text("tư vấn bán hàng", "sales adviser"),
    "TVV": Text("tư vấn viên", "adviser"),
    "UAT": Text("chạy thử nghiệm thu", "user acceptance test"),
    "UGC": Text("nội dung do người dùng làm", "user-generated content"),
    "USP": Text("điểm khác biệt", "unique selling point"),
    "UW": Text("thẩm định bảo hiểm", "underwriting"),
    "UX": Text("trải nghiệm người dùng", "user experience"),
    "VAS": Text("dịch vụ cộng thêm", "value-added service"),
    "VOC": Text("tiếng nói khách hàng", "voice of the customer"),
    "WFM": Text("xếp ca nhân viên", "workforce management"),
    "WOM": Text("truyền miệng", "word of mouth"),
    "WTP": Text("mức sẵn lòng chi", "willingness to pay"),
    "YCBH": Text("yêu cầu bảo hiểm", "insurance application"),
}
"""Abbreviations of the trade that outsiders cannot read, and what they usually mean. Those that everybody knows (SMS, FAQ, QR) are not here, nor
are names: a list of everything else in capitals would mostly hold brands."""

_TWO_CAPITALS = r"[A-ZĐ]{2}"
_CAPITALS = r"(?<![\w&-])[A-ZĐ]{2,6}(?![\w&-])"


def abbreviations(text: str) -> tuple[str, ...]:
    """The abbreviations of ``EXPLAINED`` in ``text``; none where the whole text is in capitals."""
    if re.search(_TWO_CAPITALS, text) is None or (text.isupper() and len(words(text)) > 1):
        return ()
    return tuple(found for found in re.findall(_CAPITALS, text) if found in EXPLAINED)


def is_explained(short: str, text: str) -> bool:
    """Whether ``text`` says what ``short`` stands for: "SLA (cam kết …)", "cam kết (SLA)", "SLA = …", "SLA: …"."""
    return re.search(rf"\b{short}\b\s*(?:[(=:–—-]|là |nghĩa là |means |stands for )|\(\s*{short}\b", text) is not None
