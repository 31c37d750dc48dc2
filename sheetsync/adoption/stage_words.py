"""Words by which stages in a team's own words are told: what happens in that part of a journey.

Bound to the names of stages by convention, never to types: a stage of a type is one of a kind where one of its titles or aliases is a name of that
kind. Phrases are written as in ``cue_words.py``.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """What stages of a kind are called by convention, and the words that tell one in other words."""

    names: tuple[str, ...]
    phrases: tuple[str, ...]


def _kind(names: str, *phrases: str) -> Kind:
    return Kind(_listed(names), _listed(*phrases))


def _listed(*lists: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for text in lists for phrase in text.split(",") if phrase.strip())


KINDS: tuple[Kind, ...] = (
    _kind(
        "awareness, nhận thức, nhận biết, know, biết",
        "dawn* on, wake* up to, lướt thấy, know*, hear*, heard, notic*, discover*, first sight, find* out, found out, came across, come* across",
        "spot*, curious, attention, learn* about, meet* us, first contact, stumbl*, becom* aware, see* … ad, see* us, need aris*, realis*, realiz*",
        "find* us, finds you, came upon, see* our, tìm thấy, tìm ra, gặp lần đầu, something … missing, first glimpse, on the radar, biết, nghe",
        "nghe nói, nghe tới, thấy, nhận ra, nhận ra nhu cầu, phát hiện, tình cờ, stranger*, something … wrong, has a problem, have a problem",
        "in a feed, in the feed, see* … online, chưa biết, mới biết, khách lạ, người lạ, để mắt, lần đầu biết, lần đầu thấy, lần đầu nghe, để ý",
        "bắt gặp, lọt vào mắt, chú ý, làm quen, chạm mặt, lần đầu gặp, có nhu cầu, nảy sinh nhu cầu",
    ),
    _kind(
        "search, tìm kiếm, nghiên cứu, research",
        "on the hunt, look* for, search*, seek*, hunt*, research*, google*, looking around, need something, find* a, finding options, reading up",
        "tìm, đi tìm, dò, kiếm, hỏi quanh, hỏi thăm, nảy ra, tìm kiếm, lùng, tra cứu, lên mạng tìm, bắt đầu tìm",
        "tìm nhà, tìm nhà cung cấp, tìm đối tác, tìm nguồn, tìm nơi, tìm chỗ, tìm bên, tìm mối, tìm trường, tìm thầy, tìm hãng, tìm quán, tìm mua",
        "tìm hàng, tìm thợ, tìm đơn vị, tìm công ty, tìm dịch vụ, tìm xưởng, tìm nhà thầu, tìm cửa hàng, tìm phòng khám, tìm trung tâm, tìm bác sĩ",
        "tìm lớp, tìm khoá học, tìm khách sạn, tìm đại lý, tìm thông tin",
    ),
    _kind(
        "consideration, cân nhắc, compare, so sánh",
        "siz* … up, side by side, next to other*, look* … over, try* … on, so đo, đong đếm, lên cân, ngó nghiêng",
        "compar*, consider*, weigh*, choos*, pick*",
        "shortlist*, short list, think* … over, mak* up … mind, look* around, shop* around, read* review*, ask* around, option*, narrow*",
        "prospect*, browse*, browsing, deciding, think* about it, think* it through, look* at option*, khách quan tâm, lân la, xem hàng, xem mẫu",
        "xem các, tìm giải pháp, in the running, check* us out, check* … out online, check* it out, check* them out, look* us up, shop around",
        "deliberat*, mull*, hesitat*, evaluat*, talk* it over, sleep* on it, get* to know, so, so sánh, đắn đo, cân nhắc, lựa, lựa chọn, chọn",
        "đặt lên bàn cân, bàn cân, tìm hiểu, hỏi giá, suy nghĩ, phân vân, dò giá, xem thử, tham khảo, hỏi han, nghiên cứu, lưỡng lự, chọn lọc, soi",
        "xem kỹ, hỏi kỹ",
    ),
    _kind(
        "decision, quyết định, conversion, chuyển đổi, mua, purchase, buy",
        "tak* the plunge, hand* over, money, plunge, đóng, đóng phí, bấm nút, chốt đơn, hạ bút, buy*, bought, book*, pay, paying, pays, payment",
        "order*, sign* up, join*, check out, checking out, checkout, purchas*, decid*, commit*, subscrib*, enrol*, regist*, reserv*, say* yes",
        "deal*, get* it, becom* a member, put* … money down, go* for it, add* to cart, first order, check in, mua, đặt hàng, đặt mua, đặt chỗ",
        "đặt cọc, đặt bàn, đặt phòng, đặt vé, đặt món, đặt bánh, chốt, trả tiền, đăng ký, thanh toán, xuống tiền, ký, chịu, nhận lời, quyết",
        "signed, signing, signs, tak* … step, mak* … choice, new customer*, first purchase, first buy, mua lần đầu, khách mới",
        "giữ chỗ, ghi danh, gật đầu, nhập học, chuyển khoản, cọc, lên đơn, thuê, đóng tiền, mở ví, rút ví, đồng ý, đặt lịch, đặt hẹn, lấy hẹn",
        "chốt lịch, get* … pass, get* … card, get* … ticket*, get* … policy, get* … licence, get* … license, get* hold of",
    ),
    _kind(
        "retention, giữ chân, duy trì",
        "settl* in, ghé lại, lần nữa, đi học, đi làm, stay*, keep*, com* back, us*, return*, renew*, settl*, habit*, regular*, liv* with",
        "after … day*, after … week*, after … month*, get* used, enjoy*, routine, every week, every day, ongoing, continu*, stick* with",
        "reorder*, re order*, again, mua lại, đặt lại, theo học, học tiếp, after it arriv*, once it arriv*, it arriv*, after … arriv*",
        "after … deliver*, after delivery, after the order, unbox*, khi nhận hàng, sau khi nhận, nhận hàng, hàng tới, hàng về, mở hộp, first few",
        "first box*, first order*, tuần đầu, tháng đầu, day to day, first month*, first week*, member*",
        "đều, tiếp, dùng, xài, quay lại, gắn bó, ở lại, sử dụng, lâu dài, thành quen, hằng ngày, giữ, tiếp tục, trở lại, theo lâu, thường xuyên",
        "gia hạn, quen, sau mua, chăm sóc, học đều",
    ),
    _kind(
        "loyalty, trung thành, lòng trung thành, refer, giới thiệu, advocacy",
        "drag* … along, kéo bạn, kéo … bạn, dắt bạn, recommend*, tell* … friend*, tell* … other*, bring* … friend*, bring* … along, refer*, rav*",
        "tell* … world, tell* everybody, tell* everyone, shar*, spread*, fan, fans, advocat*, prais*, pass* it on, loyal*, word of mouth, for life",
        "ambassador*, invit*, talk* about us, vouch*, rủ, rủ bạn, giới thiệu, khoe, kể, mối ruột, mối quen, thân thiết, ruột, lan, mách, bạn bè",
        "truyền, khách ruột, người nhà, tin yêu, rủ rê, khen",
    ),
    _kind(
        "support, hậu mãi, dịch vụ sau mua",
        "squeak*, break* down, go* flat, theo dõi, support*, aftercare, back home, refund*, return*, help*, complain*, warrant*, repair*",
        "claim*, bồi thường, go* wrong, afterwards, after*, something breaks, service, sau đó, sau khi, hỗ trợ, gọi lại, bảo hành, đổi trả",
        "khiếu nại, trục trặc",
        "nhờ sửa, hậu mãi, về sau, sau này",
    ),
    _kind(
        "workshop, hội thảo",
        "sit* down together, ngồi lại, ngồi lại với nhau, workshop*, demo*, meeting*, site visit, discovery, trial, pilot*, walk* through",
        "try* it, try* out, tasting, thăm xưởng, xem xưởng, tham quan, thăm nhà máy, xem nhà máy, kick off, khảo sát, buổi làm việc, trao đổi, họp",
        "thử nghiệm, xem mẫu, gặp trực tiếp, đi xem, chạy thử",
    ),
    _kind(
        "quote, báo giá",
        "ra giá, đưa giá, proposal*, quot*, pric*, offer*, tender*, bid*, negotiat*, estimate*, báo giá, chào giá, chào thầu, đề xuất, thầu",
        "thương lượng, trả giá, dự toán",
    ),
    _kind(
        "sign-off, ký duyệt",
        "closing, close* … deal, ký kết, đặt bút, sign*, contract*, legal, approv*, purchase order, ký, hợp đồng, duyệt, pháp chế, chốt, trình ký",
        "nghiệm thu, phê duyệt",
    ),
    _kind(
        "before buying, trước khi mua, pre-purchase",
        "before*, ahead, prior, pre, beforehand, on the way to, on … way to, getting there, trên đường tới, trên đường đến, trước khi, trước",
        "chuẩn bị đi, lúc chưa",
    ),
    _kind(
        "during, trong khi mua, trong",
        "tại quán, tại tiệm, tại cửa hàng, tại chỗ, tại nơi, during, while*, on the day, at the, in the, in store, on site, there, trong khi",
        "on the trip, on the tour, on tour, on board, trong chuyến, trong lúc, tại, ở quán, đang, ở tiệm, lúc ở, tới nơi, trong buổi, ngay hôm",
        "đúng ngày",
    ),
    _kind(
        "at home, tại nhà",
        "own garden, own kitchen, own desk, own sofa, home, at home, back home, về nhà, ở nhà, tại nhà, về tới nhà, về đến nhà, ve toi nha",
        "mang về",
    ),
    _kind(
        "after buying, sau khi mua, post-purchase, sau khi mua hàng",
        "once … back, once … over, season later, month later, year later, after*, follow up, following up, later, next time, weeks later",
        "post, once … left, ra về, rời đi, về nhà, về tới nhà, về đến nhà, sau, days later, sau khi, lần sau, tháng sau, năm sau, về sau, hôm sau",
        "sau này, sau đó, tuần sau, ít lâu sau",
    ),
    _kind("like, thích", "like*, fond*, love*, warm*, thích, mến, ưng, cảm tình, có thiện cảm, ưa"),
    _kind("trust, tin tưởng", "trust*, believ*, confiden*, tin, yên tâm, an tâm, tin cậy"),
    _kind("try, thử, trial", "try*, tries, trial*, tast*, sampl*, test*, first go, thử, nếm, ướm, dùng thử, học thử"),
    _kind("repeat, mua lại", "again, repeat*, com* back, second time, rebuy*, more, once more, lại, lần hai, mua tiếp, quay lại, mua thêm, lần nữa"),
    _kind(
        "ticket opened, mở phiếu hỗ trợ",
        "ticket*, come* in, send* … message, nhắn tin, gửi tin, gửi yêu cầu, report*, contact*, call*, problem*, break*, broken, ask* for help",
        "mở phiếu, gửi phiếu, tạo phiếu, lập phiếu, mở ticket, gửi ticket, tạo ticket, open*, write* in, reach* out, hỏng, báo, gọi, gặp sự cố",
        "báo lỗi, nhắn hỏi, kêu, gọi tổng đài, liên hệ",
    ),
    _kind(
        "first response, tiếp nhận tự động",
        "auto, automat*, bot, bots, chatbot*, machine*, first repl*, acknowledg*, menu, recorded, tự động, máy trả lời, robot, tiếp nhận, máy nghe",
        "bấm phím",
    ),
    _kind(
        "representative, gặp nhân viên",
        "với người, nói chuyện, gặp người, agent*, human*, person, speak*, talk*, somebody real, real people, nhân viên, tổng đài viên, người thật",
        "tư vấn viên, trực tổng đài, có người nghe",
    ),
    _kind(
        "internal handoff, phối hợp nội bộ",
        "ask* … team, ask* … department, ask* … colleague*, ask* … expert*, ask* … engineer*, ask* … supplier, check* with, consult*, second line",
        "other team*, back office, hỏi … bộ phận, hỏi … kỹ thuật, hỏi … phòng, hỏi ý, hội ý, hỏi lại, nhờ … kỹ thuật, nhờ bộ phận",
        "hand*, hand* over, pass* on, escalat*, look* into, investigat*, internal*, specialist*, chuyển, nội bộ, kỹ thuật, tra, phối hợp, điều tra",
        "xử lý, chuyển tiếp, tìm nguyên nhân",
    ),
    _kind(
        "issue resolved, vấn đề được giải quyết",
        "resolv*, fix*, solv*, done, work* again, back to normal, clos*, sorted, up again, xong, giải quyết, trở lại, ổn, khắc phục, đóng",
        "chạy lại, êm",
    ),
    _kind("morning, buổi sáng", "morning*, breakfast, sunrise, dawn, get* up, wak* up, sáng, sáng sớm, bình minh, thức dậy, ngủ dậy"),
    _kind("noon, buổi trưa", "noon, lunch*, midday, trưa, giờ trưa, nghỉ trưa"),
    _kind("afternoon, buổi chiều", "afternoon*, chiều, tan làm, xế, xế chiều"),
    _kind("evening, buổi tối", "evening*, dinner, supper, after work, sunset, tối, cơm tối, chập tối, chiều tối"),
    _kind("night, ban đêm", "night*, bed, bedtime, asleep, midnight, đêm, khuya, nửa đêm, đi ngủ, trước khi ngủ"),
)
"""What happens in stages by convention."""

HOURS: tuple[tuple[str, float, float], ...] = (
    ("morning", 4, 11),
    ("noon", 11, 13.5),
    ("afternoon", 13.5, 18),
    ("evening", 18, 22),
    ("night", 22, 28),
)
"""Which part of a day an hour is in; those after midnight are counted on."""
